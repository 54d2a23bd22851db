"""Lines, words and zones of iCalendar, whatever people write and wherever they live."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from backend.calendars.entries import Entry, Telling, single
from backend.calendars.rules import hash_of, new_token
from backend.calendars.writing import folded, text, write_feed, zone_lines
from backend.kernel.ids import new_id
from backend.kernel.local_time import wall_of
from backend.kernel.periods import Period
from tests.calendars.feeds import checked
from tests.kernel.zones import local

LONDON = ZoneInfo("Europe/London")
STARTS = datetime(2026, 3, 5, 19, tzinfo=UTC)
YEAR = Period(STARTS - timedelta(days=60), STARTS + timedelta(days=400))
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"]) | st.just("\n"))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_a_line_is_folded_without_cutting_anything_in_two(line):
    parts = folded(line)
    assert parts.endswith(b"\r\n")
    for part in parts.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(part) <= 75
        part.decode()
    assert parts.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode() == line


@given(WORDS)
def test_what_people_write_comes_out_as_they_wrote_it(words):
    telling = Telling(summary=words, description=words)
    entry = Entry(new_id(), Period(STARTS, STARTS + timedelta(hours=1)), LONDON, telling, 1, STARTS)
    (found,) = checked(write_feed(words, [single(entry)], within=YEAR)).walk("VEVENT")
    assert found["SUMMARY"] == words
    if words:
        assert found["DESCRIPTION"] == words


def test_words_cannot_end_a_line_and_begin_another():
    assert text("Tea\r\nATTENDEE:x\rEND:VEVENT\x0b\x00") == "Tea\\nATTENDEE:x\\nEND:VEVENT"


@pytest.mark.parametrize(
    "name",
    [
        "Europe/London",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Pacific/Chatham",
        "America/Nuuk",
        "Etc/UTC",
    ],
)
def test_a_zone_says_on_every_day_what_the_clock_there_shows(name):
    zone = ZoneInfo(name)
    lines = zone_lines(zone, 2025, 2027)
    body = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"])
    read = tzical(StringIO(body)).get()
    day = local(zone, 2025, 1, 2)
    while day.year < 2028:
        wall, day = wall_of(day, zone), day + timedelta(days=1)
        is_calm = day.astimezone(zone).utcoffset() == wall.replace(tzinfo=zone).utcoffset()
        for half_hours in (24,) if is_calm else range(96):
            at = wall + timedelta(minutes=30 * half_hours)
            # An hour that is skipped or comes twice has two readings.
            ours = {at.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
            assert at.replace(tzinfo=read).utcoffset() in ours, at
    onsets = icalendar.Calendar.from_ical(body).walk("DAYLIGHT")
    assert len(onsets) == sum(line == "BEGIN:DAYLIGHT" for line in lines)


def test_summer_time_begins_at_what_the_clock_showed_before():
    lines = zone_lines(LONDON, 2026, 2026)
    at = lines.index("DTSTART:20260329T010000")
    assert lines[at - 1 : at + 3] == (
        "BEGIN:DAYLIGHT",
        "DTSTART:20260329T010000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
    )


def test_no_two_addresses_are_alike_and_nothing_else_is_one():
    tokens = {new_token() for _ in range(100)}
    assert len({hash_of(each) for each in tokens}) == 100
    assert hash_of("short") is None
    assert hash_of("🎂" * 43) is None
