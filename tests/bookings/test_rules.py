"""What a booking must keep to, and that every refusal names something that would be allowed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backend.bookings.errors import (
    BookingInThePast,
    BookingOffStep,
    BookingTooFarAhead,
    BookingTooLong,
    BookingTooShort,
    BookingTooSoon,
    ClosedThen,
    TooManyPeople,
)
from backend.bookings.rules import (
    bookable_stretches,
    check_open,
    check_terms,
    earliest_start,
    latest_start,
    nearest_free,
    occupied_period,
)
from backend.kernel.facts import Fact
from backend.kernel.local_time import wall_of
from backend.kernel.periods import Period, merged
from backend.spaces.terms import Confirms, Sharing, Terms
from tests.kernel.zones import (
    KATHMANDU,
    LONDON,
    LORD_HOWE,
    ST_JOHNS,
    local,
    utc,
    wall,
    zone_and_instant,
)

HALL = Terms(
    min_minutes=60,
    max_minutes=8 * 60,
    step_minutes=30,
    notice_minutes=120,
    horizon_days=60,
    buffer_before_minutes=15,
    buffer_after_minutes=30,
    capacity=30,
    sharing=Sharing.EXCLUSIVE,
    confirms=Confirms.INSTANT,
)
NOW = utc(2026, 5, 1, 12, 10)
MINUTE = timedelta(minutes=1)


def hours(start: datetime, length: float) -> Period:
    return Period(start, start + timedelta(hours=length))


def check(period: Period, **changes: Any) -> None:
    people = changes.pop("people", 5)
    zone = changes.pop("zone", LONDON)
    now = changes.pop("now", NOW)
    check_terms(period, people=people, terms=replace(HALL, **changes), zone=zone, now=now)


@st.composite
def some_terms(draw: st.DrawFn) -> Terms:
    step = draw(st.sampled_from([5, 15, 20, 30, 60, 90, 120]))
    fewest = draw(st.integers(1, 4))
    most = fewest + draw(st.integers(0, 8))
    return replace(
        HALL,
        step_minutes=step,
        min_minutes=fewest * step,
        max_minutes=most * step,
        notice_minutes=draw(st.sampled_from([0, 45, 120, 2880])),
        horizon_days=draw(st.sampled_from([3, 30, 400])),
        buffer_before_minutes=draw(st.sampled_from([0, 15])),
        buffer_after_minutes=draw(st.sampled_from([0, 30])),
    )


@st.composite
def wishes(draw: st.DrawFn) -> tuple[Period, Terms, ZoneInfo, datetime]:
    """Draw a wish near a clock change, sometimes on the step, and an instant at which it is had."""
    zone, start = draw(zone_and_instant())
    terms = draw(some_terms())
    if draw(st.booleans()):
        start = start.replace(minute=0)
    fewest, most = terms.min_minutes, terms.max_minutes
    length = draw(st.sampled_from([1, fewest, fewest + 10, (fewest + most) // 2, most, most + 1]))
    now = start - draw(st.integers(-60, 4 * 1440)) * MINUTE
    return Period(start, start + length * MINUTE), terms, zone, now


@given(wishes())
def test_every_refusal_names_what_would_be_allowed(
    wish: tuple[Period, Terms, ZoneInfo, datetime],
) -> None:
    period, terms, zone, now = wish
    for _ in range(6):
        try:
            check_terms(period, people=1, terms=terms, zone=zone, now=now)
        except BookingTooFarAhead as told:
            period = period.moved(told.params["latest_at"].at - period.start)  # type: ignore[attr-defined]
        except (BookingInThePast, BookingTooSoon) as told:
            period = period.moved(told.params["earliest_at"].at - period.start)  # type: ignore[attr-defined]
        except BookingTooShort as told:
            length = told.params["at_least_minutes"] * MINUTE  # type: ignore[operator]
            period = Period(period.start, period.start + length)
        except BookingTooLong as told:
            length = told.params["at_most_minutes"] * MINUTE  # type: ignore[operator]
            period = Period(period.start, period.start + length)
        except BookingOffStep as told:
            nearest: Any = told.members["nearest"]
            for fitting in nearest:
                other = Period(fitting["starts_at"], fitting["ends_at"])
                check_terms(other, people=1, terms=terms, zone=zone, now=now)
            return
        else:
            return
    # Whoever follows the advice arrives.
    check_terms(period, people=1, terms=terms, zone=zone, now=now)


@given(wishes())
def test_the_first_and_the_last_start_are_allowed_and_nothing_outside_them(
    wish: tuple[Period, Terms, ZoneInfo, datetime],
) -> None:
    _, terms, zone, now = wish
    length = terms.min_minutes * MINUTE
    first, last = earliest_start(terms, zone, now), latest_start(terms, zone, now)
    assume(first <= last)
    for start in (first, last):
        check_terms(Period(start, start + length), people=1, terms=terms, zone=zone, now=now)
    early = now + (terms.notice_minutes - 1) * MINUTE
    late = last + timedelta(days=1)
    with pytest.raises((BookingInThePast, BookingTooSoon)):
        check_terms(Period(early, early + length), people=1, terms=terms, zone=zone, now=now)
    with pytest.raises(BookingTooFarAhead):
        check_terms(Period(late, late + length), people=1, terms=terms, zone=zone, now=now)


def test_the_past_is_past() -> None:
    with pytest.raises(BookingInThePast) as told:
        check(hours(utc(2026, 5, 1, 12), 2))
    assert told.value.params["earliest_at"].at == utc(2026, 5, 1, 14, 30)  # type: ignore[attr-defined]


def test_a_booking_now_is_not_in_the_past() -> None:
    check(hours(utc(2026, 5, 1, 12), 2), now=utc(2026, 5, 1, 12), notice_minutes=0)


def test_the_keepers_have_their_notice() -> None:
    with pytest.raises(BookingTooSoon) as told:
        check(hours(utc(2026, 5, 1, 14), 2))
    assert told.value.params["earliest_at"].at == utc(2026, 5, 1, 14, 30)  # type: ignore[attr-defined]
    check(hours(utc(2026, 5, 1, 14, 30), 2))


def test_the_last_day_ahead_may_be_booked_until_its_midnight() -> None:
    check(hours(local(LONDON, 2026, 6, 30, 23, 30), 2))
    with pytest.raises(BookingTooFarAhead) as told:
        check(hours(local(LONDON, 2026, 7, 1), 2))
    latest: Any = told.value.params["latest_at"]
    assert latest.at == local(LONDON, 2026, 6, 30, 23, 30)
    assert latest.zone == "Europe/London"


@pytest.mark.parametrize(
    ("length", "fact", "params"),
    [
        (0.5, BookingTooShort, {"at_least_minutes": 60}),
        (8.5, BookingTooLong, {"at_most_minutes": 480}),
    ],
)
def test_length_has_its_bounds(length: float, fact: type[Fact], params: dict[str, int]) -> None:
    with pytest.raises(fact) as told:
        check(hours(utc(2026, 5, 2, 12), length))
    assert told.value.params == params


def test_a_space_holds_only_so_many_people() -> None:
    check(hours(utc(2026, 5, 2, 12), 2), people=30)
    with pytest.raises(TooManyPeople) as told:
        check(hours(utc(2026, 5, 2, 12), 2), people=31)
    assert told.value.params == {"at_most": 30}
    check(hours(utc(2026, 5, 2, 12), 2), people=500, capacity=None)


def test_off_the_step_the_nearest_that_fit_are_named() -> None:
    with pytest.raises(BookingOffStep) as told:
        check(Period(utc(2026, 5, 2, 12, 10), utc(2026, 5, 2, 13, 50)))
    assert told.value.members["nearest"] == [
        {"starts_at": utc(2026, 5, 2, 12), "ends_at": utc(2026, 5, 2, 13, 30)},
        {"starts_at": utc(2026, 5, 2, 12, 30), "ends_at": utc(2026, 5, 2, 14)},
    ]
    with pytest.raises(BookingOffStep):
        check(Period(utc(2026, 5, 2, 12, 0, 1), utc(2026, 5, 2, 13, 0, 1)))


def test_in_half_hour_zones_the_full_hour_is_that_of_the_clock_on_the_wall() -> None:
    for zone in (KATHMANDU, ST_JOHNS):
        check(hours(local(zone, 2026, 5, 3, 14), 2), zone=zone, step_minutes=60)
        with pytest.raises(BookingOffStep):
            check(hours(utc(2026, 5, 3, 12), 2), zone=zone, step_minutes=60)


def test_a_half_hour_clock_change_hinders_nobody() -> None:
    now = utc(2026, 10, 1)
    before = local(LORD_HOWE, 2026, 10, 4, 1)
    sixty = Period(before, before + 60 * MINUTE)
    assert wall_of(sixty.end, LORD_HOWE) == wall(2026, 10, 4, 2, 30)
    check(sixty, zone=LORD_HOWE, step_minutes=60, now=now)
    until_three = Period(before, local(LORD_HOWE, 2026, 10, 4, 3))
    assert until_three.duration == 90 * MINUTE
    check(until_three, zone=LORD_HOWE, step_minutes=60, now=now)


@pytest.mark.parametrize(
    ("now", "start", "length"),
    [
        ((2026, 12, 30), (2026, 12, 31, 20), 7),
        ((2028, 2, 28), (2028, 2, 29, 20), 6),
        ((2026, 3, 27), (2026, 3, 28, 22), 7),
        ((2026, 10, 23), (2026, 10, 24, 22), 8),
    ],
)
def test_nights_of_every_sort_can_be_booked(
    now: tuple[int, ...], start: tuple[int, ...], length: float
) -> None:
    check(hours(local(LONDON, *start), length), now=utc(*now))


def test_buffers_are_taken_from_others() -> None:
    assert occupied_period(hours(utc(2026, 5, 2, 12), 2), HALL) == Period(
        utc(2026, 5, 2, 11, 45), utc(2026, 5, 2, 14, 30)
    )


def test_outside_the_hours_the_day_s_hours_are_named_or_else_the_next_ones() -> None:
    friday, monday = hours(utc(2026, 5, 1, 9), 8), hours(utc(2026, 5, 4, 9), 8)
    check_open(hours(utc(2026, 5, 1, 9), 8), [friday, monday], LONDON)
    with pytest.raises(ClosedThen) as told:
        check_open(hours(utc(2026, 5, 1, 16), 2), [friday, monday], LONDON)
    assert told.value.members["opens"] == [{"starts_at": friday.start, "ends_at": friday.end}]
    with pytest.raises(ClosedThen) as told:
        check_open(hours(utc(2026, 5, 2, 16), 2), [friday, monday], LONDON)
    assert told.value.members["opens"] == [{"starts_at": monday.start, "ends_at": monday.end}]
    assert told.value.params["opens_at"].at == monday.start  # type: ignore[attr-defined]
    with pytest.raises(ClosedThen) as told:
        check_open(hours(utc(2026, 5, 2, 16), 2), [], LONDON)
    assert told.value.params == {"opens_at": None, "closes_at": None}


@given(
    wishes(),
    st.lists(st.tuples(st.integers(-3000, 3000), st.integers(30, 900)), max_size=6),
    st.lists(st.tuples(st.integers(-3000, 3000), st.integers(30, 300)), max_size=6),
)
def test_what_is_suggested_can_be_booked(
    wish: tuple[Period, Terms, ZoneInfo, datetime],
    open_: list[tuple[int, int]],
    taken: list[tuple[int, int]],
) -> None:
    period, terms, zone, now = wish

    def around(pairs: list[tuple[int, int]]) -> list[Period]:
        return [
            Period(period.start + at * MINUTE, period.start + (at + length) * MINUTE)
            for at, length in pairs
        ]

    hours_, others = merged(around(open_)), around(taken)
    free = bookable_stretches(hours_, others, terms)
    found = nearest_free(period, free, terms, zone, now=now)
    assert len(found) <= 3
    assert not any(one.overlaps(other) for one, other in combinations(found, 2))
    away = [abs(each.start - period.start) for each in found]
    assert away == sorted(away)
    for each in found:
        assert each.duration == period.duration
        check_open(each, hours_, zone)
        assert not any(occupied_period(each, terms).overlaps(other) for other in others)
        # The length is kept as it was wished for, and may be one that the terms refuse.
        with suppress(BookingTooShort, BookingTooLong):
            check_terms(each, people=1, terms=terms, zone=zone, now=now)
    if not found and terms.min_minutes * MINUTE <= period.duration <= terms.max_minutes * MINUTE:
        try:
            check_terms(period, people=1, terms=terms, zone=zone, now=now)
            check_open(period, hours_, zone)
        except Fact:
            return
        assert any(occupied_period(period, terms).overlaps(other) for other in others)


def test_nothing_is_suggested_off_the_step_or_behind_the_horizon() -> None:
    now = utc(2026, 10, 1)
    hourly = replace(HALL, step_minutes=60)
    # Ninety minutes fit the full hours only in the night in which half an hour is skipped.
    night = local(LORD_HOWE, 2026, 10, 4, 1)
    wish = Period(night, night + 90 * MINUTE)
    all_week = [Period(now, now + timedelta(days=7))]
    assert nearest_free(wish, all_week, hourly, LORD_HOWE, now=now) == [wish]
    horizon = local(LONDON, 2026, 7, 1)
    late = hours(horizon, 2)
    found = nearest_free(late, [hours(horizon - timedelta(hours=1), 9)], HALL, LONDON, now=NOW)
    assert found == [late.moved(-30 * MINUTE)]


def test_three_suggestions_are_three_different_choices() -> None:
    wish = hours(utc(2026, 5, 2, 13), 2)
    day = [hours(utc(2026, 5, 2, 8), 12)]
    taken = [Period(utc(2026, 5, 2, 12, 15), utc(2026, 5, 2, 14))]
    free = bookable_stretches(day, taken, HALL)
    found = nearest_free(wish, free, HALL, LONDON, now=NOW)
    # The buffers of 15 and 30 minutes keep the new booking away from the one that is there.
    assert [(each.start.hour, each.start.minute) for each in found] == [
        (14, 30),
        (9, 30),
        (16, 30),
    ]
