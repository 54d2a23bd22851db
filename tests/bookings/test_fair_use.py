"""How much of a space one booker may have."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.bookings.errors import FairUseReached
from backend.bookings.fair_use import Use, check_fair_use
from backend.kernel.periods import Period
from backend.spaces.terms import FairUse

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def on(day: int, hour: int = 18, hours: int = 2) -> Period:
    start = datetime(2026, 3, day, hour, tzinfo=UTC)
    return Period(start, start + hours * HOUR)


def used(*periods: Period) -> list[Use]:
    return [Use(period) for period in periods]


def refused(wanted, uses, limits, **more):
    with pytest.raises(FairUseReached) as caught:
        check_fair_use(wanted, uses, limits, LONDON, now=NOW, **more)
    return caught.value.params


def test_without_limits_anybody_may_have_anything():
    check_fair_use(on(5), used(*(on(day) for day in range(2, 30))), FairUse(), LONDON, now=NOW)


def test_so_many_bookings_in_so_many_days_and_then_a_word_on_when_there_is_room_again():
    limits = FairUse(most_bookings=2, days=7)
    check_fair_use(on(6), used(on(3)), limits, LONDON, now=NOW)
    params = refused(on(6), used(on(3), on(4)), limits)
    assert (params["limit"], params["most"]) == ("most_bookings", 2)
    assert params["again_at"].at == on(10).start
    check_fair_use(on(10), used(on(3), on(4)), limits, LONDON, now=NOW)


def test_a_booking_squeezed_in_between_counts_with_those_before_and_those_after():
    limits = FairUse(most_bookings=2, days=7)
    refused(on(10), used(on(8), on(12)), limits)
    check_fair_use(on(10), used(on(4), on(16)), limits, LONDON, now=NOW)


def test_hours_count_as_hours():
    limits = FairUse(most_minutes=300, days=7)
    check_fair_use(on(6, hours=3), used(on(3)), limits, LONDON, now=NOW)
    assert refused(on(6, hours=4), used(on(3)), limits)["again_at"].at == on(10).start


def test_what_alone_is_too_much_never_has_room():
    assert refused(on(6, hours=6), [], FairUse(most_minutes=300))["again_at"] is None


def test_open_bookings_are_counted_and_a_series_counts_once():
    series = uuid4()
    uses = [Use(on(day), series) for day in (3, 10, 17)] + used(on(5))
    limits = FairUse(most_open=2)
    assert refused(on(20), uses, limits)["again_at"].at == on(5).end
    check_fair_use(on(20), uses, FairUse(most_open=3), LONDON, now=NOW)
    check_fair_use(on(24), uses, limits, LONDON, now=NOW, series_id=series)
    check_fair_use(on(20), used(Period(NOW - 2 * HOUR, NOW), on(5)), limits, LONDON, now=NOW)


def test_nobody_has_a_shared_space_twice_at_once_where_that_is_not_wanted():
    limits = FairUse(one_at_a_time=True)
    assert refused(on(5, 19), used(on(5, 18)), limits)["again_at"].at == on(5, 18).end
    check_fair_use(on(5, 20), used(on(5, 18)), limits, LONDON, now=NOW)


@given(
    hours=st.lists(st.integers(0, 24 * 30), max_size=25),
    most=st.integers(1, 4),
    days=st.integers(1, 10),
)
def test_whoever_is_never_refused_never_has_more_in_any_window(hours, most, days):
    limits = FairUse(most_bookings=most, days=days)
    had: list[Period] = []
    for hour in hours:
        wanted = Period(NOW + hour * HOUR, NOW + (hour + 1) * HOUR)
        try:
            check_fair_use(wanted, used(*had), limits, LONDON, now=NOW)
        except FairUseReached as reached:
            again = reached.params["again_at"]
            if again is not None:
                later = Period(again.at, again.at + HOUR)
                check_fair_use(later, used(*had), limits, LONDON, now=NOW)
            continue
        had.append(wanted)
    starts = sorted(period.start for period in had)
    for first, last in zip(starts, starts[most:], strict=False):
        assert last - first >= timedelta(days=days)
