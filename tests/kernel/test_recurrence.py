"""What holds for repeating dates: the days are those of RFC 5545, the hour that of the wall."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import takewhile
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from backend.kernel.facts import Fact
from backend.kernel.local_time import instant_of, wall_of
from backend.kernel.recurrence import MOST_DAYS, Occurrence, RuleHasNoDates, RuleNeedsAnEnd, dates
from backend.kernel.rrule import (
    LONGEST_RULE,
    MOST_DATES,
    RuleNotUnderstood,
    RuleTooFine,
    RuleTooLong,
    TooManyDates,
    rule_of,
)
from tests.kernel.zones import (
    APIA,
    CASABLANCA,
    CHANGES,
    KATHMANDU,
    LONDON,
    LORD_HOWE,
    ST_JOHNS,
    local,
    utc,
    wall,
)

TWO_HOURS = timedelta(hours=2)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS_AHEAD = utc(2029, 1, 1)


def ask(
    rule: str,
    first: datetime,
    zone: ZoneInfo = LONDON,
    until: datetime = YEARS_AHEAD,
    **more: object,
) -> list[Occurrence]:
    return dates(rule, first, TWO_HOURS, zone, until=until, **more)  # type: ignore[arg-type]


def days(found: list[Occurrence]) -> list[date]:
    return [each.date for each in found]


@st.composite
def some_rules(draw: st.DrawFn) -> str:
    """Draw rules that have dates for ever, since dateutil looks for them until 9999."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    interval = draw(st.sampled_from([1, 1, 2, 3, 5]))
    if interval > 1:
        parts.append(f"INTERVAL={interval}")
    monthly = frequency in ("MONTHLY", "YEARLY")
    by_month = interval == 1 and draw(st.booleans())
    if by_month:
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
        parts.append(f"BYMONTH={','.join(map(str, months))}")
    if draw(st.booleans()):
        names = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True))
        most = 4 if frequency == "MONTHLY" or by_month else 52
        if monthly and draw(st.booleans()):
            nth = draw(st.integers(1, most)) * draw(st.sampled_from([1, -1]))
            names = [f"{nth}{name}" for name in names]
        parts.append(f"BYDAY={','.join(names)}")
    elif frequency != "WEEKLY" and draw(st.booleans()):
        some = st.integers(1, 28) | st.integers(-28, -1)
        numbers = draw(st.lists(some, min_size=1, max_size=3, unique=True))
        parts.append(f"BYMONTHDAY={','.join(map(str, numbers))}")
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '1,-1']))}")
    if frequency == "WEEKLY":
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    return ";".join(parts)


some_first = st.datetimes(wall(2026, 1, 1), wall(2028, 3, 1)).map(
    lambda drawn: drawn.replace(second=0, microsecond=0)
)


@given(some_rules(), some_first)
def test_the_days_are_those_that_dateutil_finds(rule: str, first: datetime) -> None:
    assume(first.day <= 28)
    until = utc(2028, 12, 28)
    expected = [
        found.date()
        for found in takewhile(
            lambda found: instant_of(found, LONDON) < until, rrulestr(rule, dtstart=first)
        )
    ]
    expected = [day for day in expected if (day - first.date()).days <= MOST_DAYS][:MOST_DATES]
    try:
        found = days(ask(rule, first, until=until, until_stopped=True))
    except RuleHasNoDates:
        found = []
    assert found == expected


@given(st.sampled_from(CHANGES), st.integers(0, 1439), st.integers(1, 40))
def test_a_weekly_club_meets_at_the_same_hour_on_the_wall_all_year(
    change: tuple[ZoneInfo, date], minute: int, count: int
) -> None:
    zone, day = change
    midnight = datetime.combine(day, datetime.min.time())
    first = midnight + timedelta(minutes=minute) - timedelta(weeks=count // 2)
    found = ask(f"FREQ=WEEKLY;COUNT={count}", first, zone, until=utc(2031, 1, 1))
    for each in found:
        meant = datetime.combine(each.date, first.time())
        assert each.period.start == instant_of(meant, zone)
        assert each.period.duration == TWO_HOURS
        shown = wall_of(each.period.start, zone)
        # Only what is skipped is moved, and then by no more than what is skipped.
        assert timedelta(0) <= shown - meant <= timedelta(hours=1)


@pytest.mark.parametrize("zone", [LONDON, LORD_HOWE, ST_JOHNS, CASABLANCA])
def test_seven_in_the_evening_stays_seven_in_the_evening(zone: ZoneInfo) -> None:
    found = ask("FREQ=WEEKLY;COUNT=52", wall(2026, 1, 8, 19), zone)
    assert len(found) == 52
    assert {wall_of(each.period.start, zone).time() for each in found} == {wall(1, 1, 1, 19).time()}
    assert len({each.period.start.time() for each in found}) == 2


def test_an_hour_that_is_skipped_moves_and_one_that_comes_twice_is_the_first() -> None:
    spring = ask("FREQ=WEEKLY;COUNT=3", wall(2026, 3, 22, 1, 30))
    assert [each.period.start for each in spring] == [
        utc(2026, 3, 22, 1, 30),
        utc(2026, 3, 29, 1, 30),
        utc(2026, 4, 5, 0, 30),
    ]
    autumn = ask("FREQ=DAILY;COUNT=2", wall(2026, 10, 25, 1, 30))
    assert [each.period.start for each in autumn] == [
        utc(2026, 10, 25, 0, 30),
        utc(2026, 10, 26, 1, 30),
    ]


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=3", (5, 7), [(5, 7), (5, 21), (6, 4)]),
        ("FREQ=MONTHLY;BYDAY=1SU;COUNT=3", (5, 1), [(5, 3), (6, 7), (7, 5)]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", (5, 1), [(5, 29), (6, 26)]),
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260506",
            (5, 1),
            [(5, 1), (5, 4), (5, 5), (5, 6)],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            (8, 4),
            [(8, 4), (8, 9), (8, 18), (8, 23)],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            (8, 4),
            [(8, 4), (8, 16), (8, 18), (8, 30)],
        ),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2SU;COUNT=2", (1, 1), [(5, 10), (5, 9)]),
        ("FREQ=YEARLY;BYDAY=20MO;COUNT=2", (1, 1), [(5, 18), (5, 17)]),
        ("FREQ=MONTHLY;COUNT=3", (1, 31), [(1, 31), (3, 31), (5, 31)]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", (5, 1), [(5, 29), (6, 30)]),
        ("rrule:freq=daily;count=2;", (12, 31), [(12, 31), (1, 1)]),
        ("FREQ=DAILY;UNTIL=20260502T180000", (5, 1), [(5, 1)]),
        ("FREQ=DAILY;UNTIL=20260502T180000Z", (5, 1), [(5, 1), (5, 2)]),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;COUNT=2", (1, 1), [(2, 13), (3, 13)]),
    ],
)
def test_what_clubs_say(rule: str, first: tuple[int, int], expected: list[tuple[int, int]]) -> None:
    # Seven in London in summer is six in UTC.
    found = ask(rule, wall(2026, *first, 19))
    assert [(day.month, day.day) for day in days(found)] == expected


def test_a_birthday_on_29_february_comes_in_leap_years() -> None:
    found = ask("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=1", wall(2026, 3, 1, 10))
    assert days(found) == [date(2028, 2, 29)]


def test_a_date_left_out_still_counts_and_a_moved_one_keeps_its_name() -> None:
    found = ask(
        "FREQ=WEEKLY;COUNT=3",
        wall(2026, 5, 7, 19),
        left_out={date(2026, 5, 14)},
        moved={date(2026, 5, 21): wall(2026, 5, 22, 18)},
    )
    assert days(found) == [date(2026, 5, 7), date(2026, 5, 21)]
    assert found[1].period.start == local(LONDON, 2026, 5, 22, 18)
    with pytest.raises(RuleHasNoDates):
        ask("FREQ=WEEKLY;COUNT=1", wall(2026, 5, 7, 19), left_out={date(2026, 5, 7)})


def test_a_series_until_stopped_goes_on_from_any_instant() -> None:
    first = wall(2020, 5, 7, 19)
    with pytest.raises(RuleNeedsAnEnd):
        ask("FREQ=WEEKLY", first)
    found = ask(
        "FREQ=WEEKLY;INTERVAL=2",
        first,
        until=utc(2028, 2, 1),
        after=utc(2028, 1, 1),
        until_stopped=True,
    )
    assert [(day - first.date()).days % 14 for day in days(found)] == [0, 0]
    assert found[0].period.end > utc(2028, 1, 1)
    assert ask("FREQ=WEEKLY;COUNT=2", first, after=utc(2021, 1, 1)) == []


@given(some_rules(), some_first, st.integers(0, 500))
def test_what_is_listed_later_is_the_rest_of_what_is_listed_now(
    rule: str, first: datetime, later: int
) -> None:
    until = utc(2028, 12, 1)
    after = instant_of(first, LONDON) + timedelta(days=later)
    try:
        found = ask(rule, first, until=until, until_stopped=True)
    except RuleHasNoDates:
        found = []
    assume(len(found) < MOST_DATES)
    rest = ask(rule, first, until=until, until_stopped=True, after=after)
    assert [each for each in found if each.period.end > after] == rest


def test_the_friday_that_samoa_skipped_is_in_no_series() -> None:
    found = ask("FREQ=DAILY;UNTIL=20120101", wall(2011, 12, 29, 10), APIA)
    assert [day.day for day in days(found)] == [29, 31, 1]


def test_366_dates_are_a_series_and_367_are_not() -> None:
    first = wall(2027, 1, 1, 10)
    assert len(ask("FREQ=DAILY;COUNT=366", first, KATHMANDU)) == 366
    assert len(ask("FREQ=DAILY", first, until_stopped=True)) == 366
    for rule in ("FREQ=DAILY;COUNT=367", "FREQ=DAILY;UNTIL=20280102"):
        with pytest.raises(TooManyDates):
            ask(rule, first)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",
        "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31;COUNT=9",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO;COUNT=9",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=300;COUNT=9",
        "FREQ=YEARLY;INTERVAL=999;BYMONTH=1;COUNT=9",
        "FREQ=WEEKLY;UNTIL=19990101",
    ],
)
def test_a_rule_that_contradicts_itself_is_soon_found_out(rule: str) -> None:
    begun = perf_counter()
    with pytest.raises(RuleHasNoDates):
        ask(rule, wall(2026, 5, 5, 10), until=utc(9000, 1, 1))
    assert perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        ("FREQ=SECONDLY;COUNT=5", RuleTooFine),
        ("FREQ=MINUTELY", RuleTooFine),
        ("FREQ=HOURLY;COUNT=2", RuleTooFine),
        ("FREQ=WEEKLY;COUNT=5;X=" + "Y" * LONGEST_RULE, RuleTooLong),
        ("FREQ=DAILY;COUNT=9999", TooManyDates),
    ],
)
def test_rules_for_machines_are_refused(rule: str, fact: type[Fact]) -> None:
    with pytest.raises(fact):
        ask(rule, wall(2026, 5, 5, 10))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Thursday",
        "FREQ=",
        "FREQ=FORTNIGHTLY",
        "COUNT=3",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=1,2",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=20260230",
        "FREQ=DAILY;UNTIL=20260101T250000",
        "FREQ=WEEKLY;BYDAY=1MO;COUNT=2",
        "FREQ=MONTHLY;BYDAY=0MO;COUNT=2",
        "FREQ=MONTHLY;BYDAY=54MO;COUNT=2",
        "FREQ=WEEKLY;BYDAY=XX;COUNT=2",
        "FREQ=WEEKLY;BYMONTHDAY=1;COUNT=2",
        "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=2",
        "FREQ=MONTHLY;BYMONTHDAY=0;COUNT=2",
        "FREQ=YEARLY;BYMONTH=13;COUNT=2",
        "FREQ=YEARLY;BYWEEKNO=20;COUNT=2",
        "FREQ=DAILY;BYHOUR=1,2,3;COUNT=2",
        "FREQ=DAILY;COUNT=２",
        "FREQ=DAILY;COUNT=2\nRRULE:FREQ=DAILY",
        "FREQ=DAILY;COUNT=2\x00",
    ],
)
def test_what_is_no_rule_is_not_understood(rule: str) -> None:
    with pytest.raises(RuleNotUnderstood) as told:
        ask(rule, wall(2026, 5, 5, 10))
    assert len(str(told.value.params["part"])) <= 40


@given(st.text(alphabet="FREQ=;DAILYWKMONTHBYDCU0123456789,-+TZ\ud800 ", max_size=60))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    with suppress(RuleNotUnderstood, RuleTooFine, TooManyDates):
        rule_of(f"FREQ=WEEKLY;{text}")
