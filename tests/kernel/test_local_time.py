"""What holds for the clock on the wall, above all on the days it is changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.local_time import (
    ONE_DAY,
    UnknownZone,
    dates_touched,
    day_of,
    day_span,
    has_clock_change,
    instant_of,
    midnight_of,
    wall_of,
    zone_named,
)
from backend.kernel.periods import Period
from tests.kernel.zones import (
    APIA,
    CASABLANCA,
    LONDON,
    LORD_HOWE,
    ST_JOHNS,
    TORONTO,
    utc,
    wall,
    zone_and_instant,
)


@pytest.mark.parametrize(
    ("zone", "said", "instant", "shown"),
    [
        (LONDON, (2026, 3, 29, 1, 30), (2026, 3, 29, 1, 30), (2026, 3, 29, 2, 30)),
        (LORD_HOWE, (2026, 10, 4, 2, 15), (2026, 10, 3, 15, 45), (2026, 10, 4, 2, 45)),
        (ST_JOHNS, (2026, 3, 8, 2, 15), (2026, 3, 8, 5, 45), (2026, 3, 8, 3, 15)),
        (CASABLANCA, (2026, 3, 22, 2, 30), (2026, 3, 22, 2, 30), (2026, 3, 22, 3, 30)),
        (APIA, (2011, 12, 30, 10, 0), (2011, 12, 30, 20, 0), (2011, 12, 31, 10, 0)),
    ],
)
def test_a_skipped_time_moves_forward_by_what_is_skipped(
    zone: ZoneInfo, said: tuple[int, ...], instant: tuple[int, ...], shown: tuple[int, ...]
) -> None:
    found = instant_of(wall(*said), zone)
    assert found == utc(*instant)
    assert wall_of(found, zone) == wall(*shown)


@pytest.mark.parametrize(
    ("zone", "said", "instant"),
    [
        (LONDON, (2026, 10, 25, 1, 30), (2026, 10, 25, 0, 30)),
        (LORD_HOWE, (2026, 4, 5, 1, 45), (2026, 4, 4, 14, 45)),
        (ST_JOHNS, (2026, 11, 1, 1, 30), (2026, 11, 1, 4, 0)),
        (CASABLANCA, (2026, 2, 15, 2, 30), (2026, 2, 15, 1, 30)),
    ],
)
def test_of_a_time_that_comes_twice_the_first_is_meant(
    zone: ZoneInfo, said: tuple[int, ...], instant: tuple[int, ...]
) -> None:
    first = instant_of(wall(*said), zone)
    assert first == utc(*instant)
    # The second time is an hour later, half an hour on Lord Howe Island.
    second = first + (ONE_DAY / 48 if zone is LORD_HOWE else ONE_DAY / 24)
    assert wall_of(second, zone) == wall(*said)
    assert wall_of(second, zone).fold == 0


@given(zone_and_instant())
def test_what_the_clock_says_leads_back_to_the_instant_or_to_its_first_time(
    drawn: tuple[ZoneInfo, datetime],
) -> None:
    zone, instant = drawn
    shown = wall_of(instant, zone)
    assert shown.fold == 0
    first = instant_of(shown, zone)
    assert first <= instant
    if first < instant:
        assert instant.astimezone(zone).fold == 1


@given(zone_and_instant())
def test_every_instant_lies_in_exactly_one_day(drawn: tuple[ZoneInfo, datetime]) -> None:
    zone, instant = drawn
    day = day_of(instant, zone)
    holding = []
    for distance in range(-2, 3):
        span = day_span(day + distance * ONE_DAY, zone)
        if span is not None and span.contains(instant):
            holding.append(day + distance * ONE_DAY)
    assert holding == [day]


@given(zone_and_instant(), st.integers(0, 1439))
def test_without_a_clock_change_an_instant_is_midnight_plus_the_wall_time(
    drawn: tuple[ZoneInfo, datetime], minute: int
) -> None:
    zone, instant = drawn
    day = day_of(instant, zone)
    if not has_clock_change(day, zone):
        shown = wall(day.year, day.month, day.day) + timedelta(minutes=minute)
        later = midnight_of(day, zone) + timedelta(minutes=minute)
        assert instant_of(shown, zone) == later
        assert wall_of(later, zone) == shown


@given(zone_and_instant(), st.integers(1, 5 * 1440))
def test_the_days_touched_together_hold_the_period_and_each_holds_some_of_it(
    drawn: tuple[ZoneInfo, datetime], length: int
) -> None:
    zone, instant = drawn
    period = Period(instant, instant + timedelta(minutes=length))
    spans = [day_span(day, zone) for day in dates_touched(period, zone)]
    assert all(span is not None and span.overlaps(period) for span in spans)
    assert spans[0] is not None
    assert spans[-1] is not None
    assert Period(spans[0].start, spans[-1].end).contains(period)


def test_a_night_ending_at_midnight_touches_one_day() -> None:
    evening = Period(utc(2026, 12, 31, 20), utc(2027, 1, 1))
    assert dates_touched(evening, LONDON) == [date(2026, 12, 31)]
    party = Period(utc(2026, 12, 31, 20), utc(2027, 1, 1, 2))
    assert dates_touched(party, LONDON) == [date(2026, 12, 31), date(2027, 1, 1)]


def test_the_friday_that_samoa_skipped_is_no_day() -> None:
    assert day_span(date(2011, 12, 30), APIA) is None
    week = Period(utc(2011, 12, 29, 12), utc(2011, 12, 31, 12))
    assert dates_touched(week, APIA) == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_where_midnight_comes_twice_the_day_has_begun_the_first_time() -> None:
    # At 00:01 on 7 November 2010 the clocks of St. John's were turned back to 23:01.
    second_half_past_eleven = utc(2010, 11, 7, 3, 0)
    assert wall_of(second_half_past_eleven, ST_JOHNS) == wall(2010, 11, 6, 23, 30)
    assert day_of(second_half_past_eleven, ST_JOHNS) == date(2010, 11, 7)


def test_where_midnight_is_skipped_the_day_begins_when_it_would_have_been() -> None:
    # At 23:30 on 30 March 1919 the clocks of Toronto went to 00:30.
    monday = date(1919, 3, 31)
    assert midnight_of(monday, TORONTO) == utc(1919, 3, 31, 5)
    assert wall_of(utc(1919, 3, 31, 4, 45), TORONTO) == wall(1919, 3, 31, 0, 45)
    assert day_of(utc(1919, 3, 31, 4, 45), TORONTO) == monday - ONE_DAY
    assert day_of(utc(1919, 3, 31, 5), TORONTO) == monday
    assert has_clock_change(monday - ONE_DAY, TORONTO)
    assert has_clock_change(monday, TORONTO)
    assert not has_clock_change(monday + ONE_DAY, TORONTO)


@pytest.mark.parametrize("name", ["Europe/London", "Africa/Casablanca", "UTC", "Asia/Calcutta"])
def test_iana_names_and_their_old_spellings_are_known(name: str) -> None:
    assert zone_named(name).key == name
    assert zone_named(name) is zone_named(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe",
        "Europe/Atlantis",
        "europe/london",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "posix/Europe/London",
        "Europe/London\x00",
        "UTC+1",
        "x" * 5000,
    ],
)
def test_paths_and_inventions_are_no_zones(name: str) -> None:
    with pytest.raises(UnknownZone) as told:
        zone_named(name)
    assert len(str(told.value.params["zone"])) <= 100
