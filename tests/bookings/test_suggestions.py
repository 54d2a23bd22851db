"""What else there is for somebody whose booking could not be."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from backend.bookings import service
from backend.bookings.errors import (
    BookingTooLong,
    ClosedThen,
    FairUseReached,
    SpaceAlreadyBooked,
    TooManyPeople,
)
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from tests.bookings.rooms import NOW, a_person, a_space

HOUR = timedelta(hours=1)
SIX = NOW + timedelta(days=3, hours=8)


def at(hour: float, hours: float = 2) -> Period:
    """Return a time on Wednesday evening, from six o'clock."""
    return Period(SIX + hour * HOUR, SIX + (hour + hours) * HOUR)


@pytest.fixture
def keeper(session):
    return a_person(session, "Keeper")


@pytest.fixture
def ada(session):
    return a_person(session, "Ada")


def refused(session, space, by, period, fact: type[Fact], **more: Any) -> list[dict[str, Any]]:
    """Try to book, be refused, and return what is suggested instead."""
    with pytest.raises(fact) as refusal:
        service.book(session, by=by, space_id=space.id, period=period, now=NOW, **more)
    look_around = refusal.value.look_around
    assert look_around is not None
    statements: list[str] = []

    def count(*args: Any) -> None:
        statements.append(args[2])

    connection = session.connection()
    event.listen(connection.engine, "before_cursor_execute", count)
    found = look_around(connection)["suggestions"]
    event.remove(connection.engine, "before_cursor_execute", count)
    assert len(statements) <= 7
    assert len(found) <= 5
    return found


def book(session, space, by, period, **more):
    return service.book(session, by=by, space_id=space.id, period=period, now=NOW, **more)


def times(found, why) -> list[Period]:
    return [Period(each["starts_at"], each["ends_at"]) for each in found if each["why"] == why]


def test_near_times_come_first_then_a_shorter_one_then_other_places(session, keeper, ada):
    hall, barn = a_space(session, keeper), a_space(session, keeper, name="Barn")
    book(session, hall, keeper, at(1.5, 1))
    found = refused(session, hall, ada, at(0), SpaceAlreadyBooked)
    assert [each["why"] for each in found] == [
        "nearest_time_here",
        "nearest_time_here",
        "shorter_here",
        "same_time_nearby",
        "nearest_time_here",
    ]
    assert times(found, "nearest_time_here")[0] == at(-0.5)
    assert times(found, "shorter_here") == [at(0, 1.5)]
    assert (found[3]["space_id"], found[3]["name"]) == (barn.id, "Barn")


def test_a_shorter_time_may_end_as_was_asked(session, keeper, ada):
    hall = a_space(session, keeper)
    book(session, hall, keeper, at(-1, 2))
    found = refused(session, hall, ada, at(0), SpaceAlreadyBooked)
    assert times(found, "shorter_here") == [at(1, 1)]


def test_a_time_shorter_than_the_shortest_booking_is_not_suggested(session, keeper, ada):
    hall = a_space(session, keeper, min_minutes=90)
    book(session, hall, keeper, at(-1, 2))
    found = refused(session, hall, ada, at(0), SpaceAlreadyBooked)
    assert times(found, "shorter_here") == []


@pytest.mark.parametrize(
    ("facts", "period", "more", "fact"),
    [
        ({"max_minutes": 60}, at(0, 3), {}, BookingTooLong),
        ({}, at(0), {"people": 31}, TooManyPeople),
        ({"opening_hours": []}, at(0), {}, ClosedThen),
    ],
)
def test_whatever_is_suggested_can_be_booked(session, keeper, ada, facts, period, more, fact):
    hall = a_space(session, keeper, **facts)
    a_space(session, keeper, name="Barn", capacity=40)
    found = refused(session, hall, ada, period, fact, **more)
    assert found
    for each in found:
        with session.begin_nested() as tried:
            service.book(
                session,
                by=ada,
                space_id=each["space_id"],
                period=Period(each["starts_at"], each["ends_at"]),
                now=NOW,
                **more,
            )
            tried.rollback()


def test_who_has_a_fair_share_is_shown_times_after_it(session, keeper, ada):
    hall = a_space(session, keeper, fair_use={"most_bookings": 1, "days": 2})
    book(session, hall, ada, at(-5))
    found = refused(session, hall, ada, at(0), FairUseReached)
    assert times(found, "nearest_time_here")[0] == at(43)
    assert times(found, "shorter_here") == []


def test_who_may_have_no_more_ahead_is_shown_other_places_alone(session, keeper, ada):
    hall = a_space(session, keeper, fair_use={"most_open": 1, "days": 7})
    a_space(session, keeper, name="Barn")
    book(session, hall, ada, at(-5))
    found = refused(session, hall, ada, at(0), FairUseReached)
    assert [each["why"] for each in found] == ["same_time_nearby"]


def test_other_people_s_homes_are_never_suggested(session, keeper, ada):
    hall = a_space(session, keeper)
    home = a_space(session, keeper, name="Home", kind="home", confirms="ask")
    book(session, hall, keeper, at(0))
    found = refused(session, hall, ada, at(0), SpaceAlreadyBooked)
    assert home.id not in {each["space_id"] for each in found}
    book(session, home, ada, at(5))
    found = refused(session, home, a_person(session, "Ben"), at(5), SpaceAlreadyBooked)
    assert home.id not in {each["space_id"] for each in found}
