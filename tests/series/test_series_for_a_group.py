"""A series of a group: it counts for the group, and goes on whoever leaves."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from backend.bookings import service as bookings
from backend.bookings.errors import FairUseReached
from backend.bookings.models import Booking
from backend.bookings.states import State as BookingState
from backend.groups.errors import NotAMember
from backend.groups.service import leave_group
from backend.kernel.periods import Period
from backend.people.service import leave
from backend.series import changing, ending, queries, service
from backend.series.changing import Change
from backend.series.errors import SeriesNotFound
from backend.series.extending import extend_running_series
from backend.series.rules import Plan
from backend.series.states import State
from tests.bookings.rooms import NOW, a_person, a_space
from tests.groups.gatherings import a_group

WEEKLY = Plan(
    rrule="FREQ=WEEKLY;COUNT=3",
    first=datetime(2026, 3, 5, 18, 0),  # noqa: DTZ001 # What the clock on the wall shows.
    duration=timedelta(hours=2),
)


@pytest.fixture
def keeper(session):
    return a_person(session, "Kim Keeper")


@pytest.fixture
def shed(session):
    return a_group(session, 3)


def booked(session, hall, shed, plan=WEEKLY, by=0):
    group, people = shed
    series, _ = service.book_series(
        session, hall.id, plan, by=people[by], now=NOW, what_for="Bird boxes", group_id=group.id
    )
    session.flush()
    return series


def dates(session, series):
    session.expire_all()
    query = select(Booking).where(Booking.series_id == series.id).order_by(Booking.starts_at)
    return session.scalars(query).all()


def test_each_of_its_dates_is_of_the_group(session, keeper, shed):
    series = booked(session, a_space(session, keeper), shed)
    group, people = shed
    assert {each.group_id for each in dates(session, series)} == {group.id}
    seen = queries.get_series(session, series.id, by=people[2], now=NOW)
    assert (seen.is_mine, seen.group) == (True, (group.id, "Men's shed"))
    with pytest.raises(SeriesNotFound):
        queries.get_series(session, series.id, by=a_person(session), now=NOW)


def test_it_counts_for_the_group_and_for_no_member(session, keeper, shed):
    hall = a_space(session, keeper, fair_use={"most_bookings": 3, "days": 60})
    booked(session, hall, shed)
    group, people = shed
    later = Period(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=1))
    wish = {"by": people[0], "space_id": hall.id, "period": later, "now": NOW}
    with pytest.raises(FairUseReached):
        bookings.book(session, group_id=group.id, **wish)
    assert bookings.book(session, **wish).group_id is None


def test_only_members_book_for_a_group(session, keeper, shed):
    group, _ = shed
    with pytest.raises(NotAMember):
        service.book_series(
            session,
            a_space(session, keeper).id,
            WEEKLY,
            by=a_person(session),
            now=NOW,
            group_id=group.id,
        )


def test_another_member_changes_it_and_calls_it_off(session, keeper, shed):
    series = booked(session, a_space(session, keeper), shed)
    _, people = shed
    later = Change(starts_at=datetime(2026, 3, 5, 19, 0))  # noqa: DTZ001 # As above.
    changing.change_series(session, series.id, later, by=people[1], now=NOW)
    assert {each.starts_at.hour for each in dates(session, series)} == {19}
    ending.cancel_series(session, series.id, by=people[2], now=NOW)
    session.flush()
    seen = queries.get_series(session, series.id, by=people[0], now=NOW)
    assert seen.says.code == "series_cancelled"


def test_it_goes_on_when_who_booked_it_leaves_and_when_they_are_erased(session, keeper, shed):
    endless = Plan(
        rrule="FREQ=WEEKLY", first=WEEKLY.first, duration=WEEKLY.duration, until_stopped=True
    )
    hall = a_space(session, keeper, horizon_days=60)
    series = booked(session, hall, shed, endless)
    group, people = shed
    leave_group(session, group.id, by=people[0], now=NOW)
    leave(session, by=people[0], now=NOW)
    before = len(dates(session, series))
    extend_running_series(session, [hall.id], now=NOW + timedelta(days=30))
    after = dates(session, series)
    assert len(after) > before
    assert {(each.booked_by, each.group_id) for each in after} == {(None, group.id)}
    assert {each.state for each in after} == {BookingState.CONFIRMED.value}
    seen = queries.get_series(session, series.id, by=people[1], now=NOW)
    assert (seen.state, seen.what_for) == (State.STANDING, "Bird boxes")


def test_it_ends_with_the_group(session, keeper, shed):
    series = booked(session, a_space(session, keeper), shed)
    group, people = shed
    for each in people:
        leave_group(session, group.id, by=each, now=NOW)
    assert {each.state for each in dates(session, series)} == {BookingState.RELEASED.value}
    assert series.ended_at == NOW
