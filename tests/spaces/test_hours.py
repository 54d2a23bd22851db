"""What holds for opening hours: at any minute, in any zone, on the days clocks are changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.local_time import (
    ONE_DAY,
    day_of,
    day_span,
    has_clock_change,
    instant_of,
    wall_of,
)
from backend.kernel.periods import Period, intersected, merged
from backend.spaces.hours import (
    DAY,
    WEEK,
    ImpossibleOpeningHours,
    Minutes,
    TooManyOpeningHours,
    WeeklyWindow,
    exception_minutes,
    exception_windows,
    free_stretches,
    is_open,
    next_change,
    open_periods,
    week_pieces,
    weekly_minutes,
    weekly_windows,
)
from tests.kernel.zones import (
    APIA,
    CASABLANCA,
    LONDON,
    LORD_HOWE,
    ST_JOHNS,
    TORONTO,
    local,
    utc,
    zone_and_instant,
)

ALWAYS = [(0, WEEK)]
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

some_windows = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, DAY - 1), st.integers(0, DAY)), max_size=12
)
one_day = st.lists(st.tuples(st.integers(0, DAY - 1), st.integers(0, DAY)), max_size=3)
# Coarse hours meet clock changes, midnights and each other far more often.
coarse_windows = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.integers(0, 95).map(lambda quarter: quarter * 15),
        st.integers(0, 96).map(lambda quarter: quarter * 15),
    ),
    max_size=12,
)


def every_day(opens: int, closes: int) -> list[Minutes]:
    return weekly_minutes([(weekday, opens, closes) for weekday in range(7)])


def open_by_the_book(
    weekly: Sequence[Minutes],
    exceptions: Mapping[date, Sequence[Minutes]],
    zone: ZoneInfo,
    window: Period,
) -> list[Period]:
    """Turn each edge of each day's hours into an instant, as the module says, without any haste."""
    found = []
    day = day_of(window.start, zone) - 2 * ONE_DAY
    while day <= day_of(window.end, zone) + 2 * ONE_DAY:
        span = day_span(day, zone)
        base = day.weekday() * DAY
        hours = exceptions.get(
            day, [(max(s - base, 0), min(e - base, DAY)) for s, e in weekly if e > base]
        )
        hours = [(s, min(e, DAY)) for s, e in hours]
        for start, end in exceptions.get(day - ONE_DAY, []):
            hours.append((max(start - DAY, 0), end - DAY))
        for start, end in hours if span else []:
            if start < end:
                midnight = datetime.combine(day, datetime.min.time())
                opens = instant_of(midnight + timedelta(minutes=start), zone)
                closes = instant_of(midnight + timedelta(minutes=end), zone)
                if opens < closes:
                    found += intersected([Period(opens, closes)], [span] if span else [])
        day += ONE_DAY
    # Touching hours are one.
    return merged(intersected(merged(found), [window]))


@st.composite
def spaces(
    draw: st.DrawFn,
) -> tuple[list[Minutes], dict[date, list[Minutes]], ZoneInfo, Period]:
    zone, instant = draw(zone_and_instant())
    windows = draw(coarse_windows)
    # Clocks are changed at night: several short hours there fall over each other.
    tonight = day_of(instant, zone).weekday()
    quarters = st.integers(0, 14).map(lambda quarter: quarter * 15)
    windows += [
        (tonight, opens, opens + length)
        for opens, length in draw(
            st.lists(st.tuples(quarters, st.sampled_from([15, 30, 60])), max_size=3)
        )
    ]
    weekly = weekly_minutes(windows)
    near = st.integers(-3, 6).map(lambda days: day_of(instant, zone) + days * ONE_DAY)
    exceptions = {
        day: exception_minutes(windows)
        for day, windows in draw(st.dictionaries(near, one_day, max_size=3)).items()
    }
    length = draw(st.integers(1, 5 * DAY))
    return weekly, exceptions, zone, Period(instant, instant + timedelta(minutes=length))


@given(some_windows)
def test_the_sign_on_the_door_says_what_was_meant(windows: list[tuple[int, int, int]]) -> None:
    weekly = weekly_minutes(windows)
    assert all(0 <= start < end <= WEEK for start, end in weekly)
    assert all(a[1] < b[0] for a, b in pairwise(weekly))
    shown = weekly_windows(weekly)
    assert weekly_minutes(shown) == weekly
    for weekday, opens, closes in windows:
        minute = weekday * DAY + opens
        assert any(start <= minute < end for start, end in weekly), (weekday, opens, closes)


@given(one_day)
def test_the_hours_of_one_date_say_what_was_meant(windows: list[tuple[int, int]]) -> None:
    minutes = exception_minutes(windows)
    assert exception_minutes(exception_windows(minutes)) == minutes


def test_an_evening_over_sunday_midnight_stays_one_line_on_the_door() -> None:
    weekly = weekly_minutes([(6, 22 * 60, 2 * 60)])
    assert weekly == [(0, 120), (WEEK - 120, WEEK)]
    assert weekly_windows(weekly) == [WeeklyWindow(6, 22 * 60, 2 * 60)]


def test_a_day_and_a_night_from_ten_to_ten_stay_one_line_on_the_door() -> None:
    weekly = weekly_minutes([(2, 600, 600)])
    assert weekly == [(2 * DAY + 600, 3 * DAY + 600)]
    assert weekly_windows(weekly) == [WeeklyWindow(2, 600, 600)]


def test_a_space_that_never_closes_is_open_seven_whole_days() -> None:
    assert every_day(0, DAY) == ALWAYS
    assert weekly_windows(ALWAYS) == [WeeklyWindow(weekday, 0, DAY) for weekday in range(7)]


@pytest.mark.parametrize(
    "window", [(7, 0, 60), (-1, 0, 60), (0, DAY, 60), (0, -1, 60), (0, 0, DAY + 1)]
)
def test_hours_that_no_clock_shows_are_refused(window: tuple[int, int, int]) -> None:
    with pytest.raises(ImpossibleOpeningHours):
        weekly_minutes([window])


def test_more_hours_than_a_door_can_hold_are_refused() -> None:
    with pytest.raises(TooManyOpeningHours):
        weekly_minutes([(0, 0, 60)] * 51)
    with pytest.raises(TooManyOpeningHours):
        exception_minutes([(0, 60)] * 51)


@given(spaces())
def test_a_space_is_open_when_its_hours_say_so(
    space: tuple[list[Minutes], dict[date, list[Minutes]], ZoneInfo, Period],
) -> None:
    found = open_periods(*space)
    assert found == open_by_the_book(*space)
    assert all(a.end < b.start for a, b in pairwise(found))
    weekly, exceptions, zone, window = space
    for at in (window.start, window.start + window.duration / 2):
        assert is_open(weekly, exceptions, zone, at) == any(p.contains(at) for p in found)


@given(spaces(), st.integers(0, 5 * DAY))
def test_a_part_of_the_window_shows_a_part_of_the_hours(
    space: tuple[list[Minutes], dict[date, list[Minutes]], ZoneInfo, Period], cut: int
) -> None:
    weekly, exceptions, zone, window = space
    middle = window.start + timedelta(minutes=cut)
    if window.start < middle < window.end:
        parts = [Period(window.start, middle), Period(middle, window.end)]
        joined = [p for part in parts for p in open_periods(weekly, exceptions, zone, part)]
        assert merged(joined) == open_periods(*space)


@given(spaces())
def test_on_ordinary_days_the_clock_on_the_wall_decides(
    space: tuple[list[Minutes], dict[date, list[Minutes]], ZoneInfo, Period],
) -> None:
    weekly, _, zone, window = space
    at = window.start
    if not has_clock_change(day_of(at, zone), zone):
        wall = wall_of(at, zone)
        minute = wall.weekday() * DAY + wall.hour * 60 + wall.minute
        open_now = any(start <= minute < end for start, end in weekly)
        assert is_open(weekly, {}, zone, at) == open_now


@given(spaces())
def test_the_space_opens_or_closes_at_its_next_change_and_not_before(
    space: tuple[list[Minutes], dict[date, list[Minutes]], ZoneInfo, Period],
) -> None:
    weekly, exceptions, zone, window = space
    at = window.start
    before = is_open(weekly, exceptions, zone, at)
    changes_at = next_change(weekly, exceptions, zone, at, timedelta(days=9))
    if changes_at is None:
        until = at + timedelta(days=9)
    else:
        until = changes_at
        assert is_open(weekly, exceptions, zone, changes_at) != before
    assert until > at
    found = open_periods(weekly, exceptions, zone, Period(at, until))
    assert found == ([Period(at, until)] if before else [])


@given(spaces())
def test_what_is_open_all_through_touches_only_hours_of_the_week(
    space: tuple[list[Minutes], dict[date, list[Minutes]], ZoneInfo, Period],
) -> None:
    weekly, _, zone, window = space
    pieces = week_pieces(window, zone)
    if pieces is not None:
        held = all(any(s <= start and end <= e for s, e in weekly) for start, end in pieces)
        assert held == (open_periods(weekly, {}, zone, window) == [window])


def test_only_days_of_a_clock_change_have_no_pieces() -> None:
    spring = date(2026, 3, 29)
    for days in range(-3, 4):
        begins = local(LONDON, 2026, 3, 29, 12) + timedelta(days=days)
        pieces = week_pieces(Period(begins, begins + HOUR), LONDON)
        assert (pieces is None) == (day_of(begins, LONDON) == spring)
    winter = utc(2026, 1, 5)
    assert week_pieces(Period(winter, winter + timedelta(days=8)), LONDON) == ALWAYS
    sunday_evening = Period(utc(2026, 1, 11, 22), utc(2026, 1, 12))
    assert week_pieces(sunday_evening, LONDON) == [(WEEK - 120, WEEK)]
    seconds = Period(winter + timedelta(seconds=59), winter + timedelta(seconds=61))
    assert week_pieces(seconds, LONDON) == [(0, 2)]


@pytest.mark.parametrize("zone", [LONDON, LORD_HOWE, ST_JOHNS, CASABLANCA, APIA])
def test_a_space_that_never_closes_is_open_in_one_piece_all_year(zone: ZoneInfo) -> None:
    year = Period(utc(2011, 6, 1), utc(2012, 6, 1))
    assert open_periods(ALWAYS, {}, zone, year) == [year]
    assert next_change(ALWAYS, {}, zone, year.start) is None
    assert next_change([], {}, zone, year.start) is None


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (LONDON, (2026, 3, 28), 7.0),
        (LONDON, (2026, 10, 24), 9.0),
        (LORD_HOWE, (2026, 10, 3), 7.5),
        (LORD_HOWE, (2026, 4, 4), 8.5),
        (ST_JOHNS, (2026, 3, 7), 7.0),
        (ST_JOHNS, (2026, 10, 31), 9.0),
        (CASABLANCA, (2026, 2, 14), 9.0),
        (CASABLANCA, (2026, 3, 21), 7.0),
    ],
)
def test_a_night_with_a_clock_change_is_shorter_or_longer(
    zone: ZoneInfo, day: tuple[int, int, int], hours: float
) -> None:
    noon = local(zone, *day, 12)
    night = open_periods(every_day(22 * 60, 6 * 60), {}, zone, Period(noon, noon + ONE_DAY))
    assert [period.duration for period in night] == [timedelta(hours=hours)]


def test_hours_wholly_inside_what_is_skipped_come_later() -> None:
    spring = Period(utc(2026, 3, 29), utc(2026, 3, 30))
    found = open_periods([(6 * DAY + 75, 6 * DAY + 105)], {}, LONDON, spring)
    assert found == [Period(utc(2026, 3, 29, 1, 15), utc(2026, 3, 29, 1, 45))]


def test_hours_that_come_later_fall_over_those_that_follow() -> None:
    spring = Period(utc(2026, 3, 29), utc(2026, 3, 30))
    # 01:15 to 01:45 comes at 02:15 to 02:45 by the clock.
    sunday = 6 * DAY
    later = (sunday + 75, sunday + 105)
    for follows, found in [
        ((sunday + 120, sunday + 125), [(60, 65), (75, 105)]),
        ((sunday + 120, sunday + 240), [(60, 180)]),
        ((sunday + 140, sunday + 150), [(75, 105)]),
    ]:
        assert open_periods([later, follows], {}, LONDON, spring) == [
            Period(spring.start + start * MINUTE, spring.start + end * MINUTE)
            for start, end in found
        ]


def test_a_closure_ends_at_midnight_and_a_party_does_not() -> None:
    friday, saturday = date(2026, 5, 1), date(2026, 5, 2)
    late = every_day(20 * 60, 2 * 60)
    weekend = Period(local(LONDON, 2026, 5, 1, 12), local(LONDON, 2026, 5, 3, 12))
    closed_on_saturday = open_periods(late, {saturday: []}, LONDON, weekend)
    assert closed_on_saturday == [
        Period(local(LONDON, 2026, 5, 1, 20), local(LONDON, 2026, 5, 2)),
        Period(local(LONDON, 2026, 5, 3), local(LONDON, 2026, 5, 3, 2)),
    ]
    only_the_party = {friday: exception_minutes([(18 * 60, 4 * 60)])}
    assert open_periods(late, only_the_party, LONDON, weekend) == [
        Period(local(LONDON, 2026, 5, 1, 18), local(LONDON, 2026, 5, 2, 4)),
        Period(local(LONDON, 2026, 5, 2, 20), local(LONDON, 2026, 5, 3, 2)),
    ]
    party = {friday: exception_minutes([(18 * 60, 4 * 60)]), saturday: []}
    assert open_periods(late, party, LONDON, weekend)[0] == Period(
        local(LONDON, 2026, 5, 1, 18), local(LONDON, 2026, 5, 2, 4)
    )


def test_on_29_february_and_new_year_hours_are_as_on_any_day() -> None:
    nine_to_five = every_day(9 * 60, 17 * 60)
    leap = Period(utc(2028, 2, 28), utc(2028, 3, 2))
    assert len(open_periods(nine_to_five, {}, LONDON, leap)) == 3
    eve = {date(2026, 12, 31): exception_minutes([(20 * 60, 3 * 60)]), date(2027, 1, 1): []}
    assert open_periods(nine_to_five, eve, LONDON, Period(utc(2026, 12, 31), utc(2027, 1, 2))) == [
        Period(utc(2026, 12, 31, 20), utc(2027, 1, 1, 3))
    ]


def test_the_friday_that_samoa_skipped_has_no_hours() -> None:
    week = Period(local(APIA, 2011, 12, 29), local(APIA, 2012, 1, 1))
    noon_to_one = every_day(12 * 60, 13 * 60)
    found = open_periods(noon_to_one, {}, APIA, week)
    assert found == [
        Period(local(APIA, 2011, 12, day, 12), local(APIA, 2011, 12, day, 13)) for day in (29, 31)
    ]


def test_hours_stay_within_a_day_that_begins_late() -> None:
    # At 23:30 on Sunday 30 March 1919 the clocks of Toronto went to 00:30.
    monday = Period(utc(1919, 3, 30, 12), utc(1919, 3, 31, 12))
    assert open_periods([(30, 120)], {}, TORONTO, monday) == [
        Period(utc(1919, 3, 31, 5), utc(1919, 3, 31, 6))
    ]


def test_free_is_open_and_not_taken_for_long_enough() -> None:
    day = [Period(utc(2026, 5, 1, 9), utc(2026, 5, 1, 17))]
    taken = [
        Period(utc(2026, 5, 1, 9, 30), utc(2026, 5, 1, 12)),
        Period(utc(2026, 5, 1, 11), utc(2026, 5, 1, 13)),
    ]
    assert free_stretches(day, taken, at_least=HOUR) == [
        Period(utc(2026, 5, 1, 13), utc(2026, 5, 1, 17))
    ]
