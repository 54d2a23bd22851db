"""What holds for stretches of time, checked against sets of minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.periods import Period, at_least, intersected, merged, subtracted
from tests.kernel.zones import wall

DAWN = datetime(2026, 3, 29, tzinfo=UTC)


def minutes(start: int, end: int) -> Period:
    return Period(DAWN + timedelta(minutes=start), DAWN + timedelta(minutes=end))


def covered(periods: list[Period]) -> set[int]:
    found: set[int] = set()
    for start, end in periods:
        first = int((start - DAWN) / timedelta(minutes=1))
        found.update(range(first, int((end - DAWN) / timedelta(minutes=1))))
    return found


def is_disjoint(periods: list[Period]) -> bool:
    return all(a.end < b.start for a, b in pairwise(periods))


some_period = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(
    lambda pair: minutes(pair[0], pair[0] + pair[1])
)
some_periods = st.lists(some_period, max_size=12)


@given(some_periods)
def test_merging_keeps_every_minute_and_leaves_no_seams(periods: list[Period]) -> None:
    united = merged(periods)
    assert covered(united) == covered(periods)
    assert is_disjoint(united)
    assert merged(united) == united


@given(some_periods, some_periods)
def test_what_is_left_is_what_was_there_and_is_not_taken(
    periods: list[Period], taken: list[Period]
) -> None:
    left = subtracted(periods, taken)
    assert covered(left) == covered(periods) - covered(taken)
    assert is_disjoint(left)


@given(some_periods, some_periods)
def test_what_both_hold_is_in_both(one: list[Period], other: list[Period]) -> None:
    common = intersected(one, other)
    assert covered(common) == covered(one) & covered(other)
    assert common == intersected(other, one)
    assert all(a.end <= b.start for a, b in pairwise(common))


@given(some_periods, st.integers(0, 30))
def test_short_stretches_are_left_out(periods: list[Period], length: int) -> None:
    kept = at_least(merged(periods), timedelta(minutes=length))
    assert kept == [p for p in merged(periods) if p.duration >= timedelta(minutes=length)]


@given(some_period, some_period)
def test_overlapping_means_sharing_a_minute(one: Period, other: Period) -> None:
    assert one.overlaps(other) == bool(covered([one]) & covered([other]))
    assert one.contains(other) == (covered([other]) <= covered([one]))


def test_touching_bookings_do_not_overlap() -> None:
    assert not minutes(0, 60).overlaps(minutes(60, 120))
    assert minutes(0, 60).contains(DAWN)
    assert not minutes(0, 60).contains(DAWN + timedelta(hours=1))
    assert minutes(0, 60).moved(timedelta(hours=1)) == minutes(60, 120)


def test_a_period_needs_to_know_its_zone_and_to_last() -> None:
    with pytest.raises(ValueError, match="aware"):
        Period(wall(2026, 1, 1), wall(2026, 1, 2))
    with pytest.raises(ValueError, match="after"):
        Period(DAWN, DAWN)
    with pytest.raises(ValueError, match="after"):
        minutes(60, 0)


def test_the_hour_that_comes_twice_lasts_an_hour() -> None:
    london = ZoneInfo("Europe/London")
    first = datetime(2026, 10, 25, 1, 30, tzinfo=london)
    period = Period(first, first.replace(fold=1))
    assert period.duration == timedelta(hours=1)
    assert period.start.tzinfo is UTC
