"""Booking, moving and calling off, against a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.bookings import ending, service
from backend.bookings.errors import (
    BookingCannotBecome,
    BookingNotFound,
    ClosedThen,
    NotYours,
    SpaceAlreadyBooked,
    TooManyPeople,
)
from backend.bookings.models import Booking
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.periods import Period
from backend.spaces import closing
from backend.spaces.errors import SpaceNotFound
from backend.spaces.models import Occupancy
from tests.bookings.rooms import NOW, a_person, a_space

HOUR = timedelta(hours=1)
TOMORROW = NOW + timedelta(days=1)


def at(hour: int, hours: int = 1) -> Period:
    """Return a time tomorrow, counted from ten o'clock."""
    return Period(TOMORROW + (hour - 10) * HOUR, TOMORROW + (hour - 10 + hours) * HOUR)


@pytest.fixture
def keeper(session: Session):
    return a_person(session, "Keeper")


@pytest.fixture
def ada(session: Session):
    return a_person(session, "Ada")


@pytest.fixture
def ben(session: Session):
    return a_person(session, "Ben")


def book(session, space, by, period, **more):
    return service.book(session, by=by, space_id=space.id, period=period, now=NOW, **more)


def test_a_free_time_can_be_booked_and_is_then_taken(session, keeper, ada, ben):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18, 2), people=12, shown_as="Choir")
    assert (booking.state, booking.version, booking.booked_by) == ("confirmed", 1, ada)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, hall, ben, at(19))


def test_times_that_only_touch_do_not_collide(session, keeper, ada, ben):
    hall = a_space(session, keeper)
    book(session, hall, ada, at(18))
    assert book(session, hall, ben, at(19)).state == "confirmed"
    assert book(session, hall, ben, at(17)).state == "confirmed"


def test_buffers_keep_a_distance(session, keeper, ada, ben):
    hall = a_space(session, keeper, buffer_after_minutes=30)
    book(session, hall, ada, at(18))
    with pytest.raises(SpaceAlreadyBooked):
        book(session, hall, ben, at(19))
    assert book(session, hall, ben, at(20)).state == "confirmed"


def test_a_booked_house_blocks_its_rooms_and_a_booked_room_blocks_the_house(
    session, keeper, ada, ben
):
    house = a_space(session, keeper, name="The house")
    kitchen = a_space(session, keeper, name="Kitchen", parent=house)
    attic = a_space(session, keeper, name="Attic", parent=house)
    book(session, house, ada, at(18))
    for room in (kitchen, attic):
        with pytest.raises(SpaceAlreadyBooked):
            book(session, room, ben, at(18))
    book(session, kitchen, ben, at(20))
    with pytest.raises(SpaceAlreadyBooked):
        book(session, house, ada, at(20))
    assert book(session, attic, ada, at(20)).state == "confirmed"


def test_a_closed_house_closes_its_rooms_and_a_closed_room_only_itself(session, keeper, ada):
    house = a_space(session, keeper, name="The house")
    floor = a_space(session, keeper, name="First floor", parent=house)
    room = a_space(session, keeper, name="Kitchen", parent=floor)
    for hour, closed in ((18, house), (20, floor)):
        closing.close_for_a_while(
            session,
            closed.id,
            by=keeper,
            now=NOW,
            starts_at=at(hour).start,
            ends_at=at(hour).end,
        )
    for hour in (18, 20):
        with pytest.raises(ClosedThen):
            book(session, room, ada, at(hour))
    assert book(session, house, ada, at(20)).state == "confirmed"


def test_a_shared_space_takes_people_until_it_is_full(session, keeper, ada, ben):
    room = a_space(session, keeper, sharing="shared", capacity=10)
    book(session, room, ada, at(18, 2), people=6)
    book(session, room, ben, at(19, 2), people=4)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, room, ben, at(18, 2), people=1)
    assert book(session, room, ben, at(20), people=6).people == 6
    with pytest.raises(TooManyPeople):
        book(session, room, ben, at(22), people=11)


def test_a_shared_space_can_be_had_alone_and_then_nobody_joins(session, keeper, ada, ben):
    room = a_space(session, keeper, sharing="shared", capacity=10)
    book(session, room, ada, at(18), people=2, alone=True)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, room, ben, at(18), people=1)
    book(session, room, ben, at(20), people=1)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, room, ada, at(20), people=1, alone=True)


def test_a_retired_space_is_not_found_by_strangers(session, keeper, ada):
    hall = a_space(session, keeper, retired_at=NOW)
    with pytest.raises(SpaceNotFound):
        book(session, hall, ada, at(18))


def test_a_booking_can_be_moved_even_onto_part_of_its_own_time(session, keeper, ada):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18, 2))
    moved = service.move_booking(session, booking.id, by=ada, period=at(19, 2), now=NOW)
    assert (moved.starts_at, moved.version) == (at(19).start, 2)
    assert book(session, hall, ada, at(18)).state == "confirmed"


def test_a_refused_move_leaves_the_booking_as_it_was(session, keeper, ada, ben):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18))
    book(session, hall, ben, at(20))
    session.commit()
    with pytest.raises(SpaceAlreadyBooked):
        service.move_booking(session, booking.id, by=ada, period=at(20), now=NOW)
    session.rollback()
    session.refresh(booking)
    assert (booking.starts_at, booking.version) == (at(18).start, 1)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, hall, ben, at(18))


def test_only_who_booked_moves_and_only_the_parties_know_of_it(session, keeper, ada, ben):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18))
    with pytest.raises(NotYours):
        service.move_booking(session, booking.id, by=keeper, period=at(20), now=NOW)
    for verb in (ending.cancel_booking, service.edit_booking):
        more = {"if_version": None}
        with pytest.raises(BookingNotFound):
            verb(session, booking.id, by=ben, now=NOW, **more)
    with pytest.raises(BookingNotFound):
        service.move_booking(session, booking.id, by=ben, period=at(20), now=NOW)


def test_a_cancelled_time_is_free_after_five_minutes_and_stays_cancelled(session, keeper, ada, ben):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18))
    cancelled = ending.cancel_booking(session, booking.id, by=keeper, now=NOW, words="Sorry.")
    assert (cancelled.state, cancelled.ended_by) == ("cancelled", keeper)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, hall, ben, at(18))
    later = NOW + timedelta(minutes=5)
    anew = service.book(session, by=ben, space_id=hall.id, period=at(18), now=later)
    assert anew.state == "confirmed"
    with pytest.raises(BookingCannotBecome):
        ending.cancel_booking(session, booking.id, by=ada, now=NOW)
    with pytest.raises(BookingCannotBecome):
        service.move_booking(session, booking.id, by=ada, period=at(20), now=NOW)


def test_what_has_begun_is_not_moved_and_what_is_over_is_not_cancelled(session, keeper, ada):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18))
    during, after = at(18).start, at(18).end
    with pytest.raises(BookingCannotBecome):
        service.move_booking(session, booking.id, by=ada, period=at(20), now=during)
    with pytest.raises(BookingCannotBecome):
        ending.cancel_booking(session, booking.id, by=ada, now=after)
    assert ending.cancel_booking(session, booking.id, by=ada, now=during).state == "cancelled"


def test_an_old_version_changes_nothing(session, keeper, ada):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18))
    service.edit_booking(session, booking.id, by=ada, now=NOW, if_version=1, shown_as="Choir")
    with pytest.raises(ChangedMeanwhile):
        service.edit_booking(session, booking.id, by=ada, now=NOW, if_version=1, shown_as="Band")
    with pytest.raises(ChangedMeanwhile):
        ending.cancel_booking(session, booking.id, by=ada, now=NOW, if_version=1)


def test_more_people_come_only_while_the_shared_space_holds_them(session, keeper, ada, ben):
    room = a_space(session, keeper, sharing="shared", capacity=10)
    booking = book(session, room, ada, at(18), people=2)
    book(session, room, ben, at(18), people=6)
    service.edit_booking(session, booking.id, by=ada, now=NOW, if_version=1, people=4)
    with pytest.raises(SpaceAlreadyBooked):
        service.edit_booking(session, booking.id, by=ada, now=NOW, if_version=2, people=5)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, room, ben, at(18), people=1)


def test_whoever_leaves_gives_back_what_they_had_booked(session, keeper, ada, ben):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18), what_for="My birthday", shown_as="Ada's party")
    ending.person_left.send(session, person_id=ada, now=NOW)
    session.refresh(booking)
    assert (booking.state, booking.booked_by) == ("released", None)
    assert (booking.what_for, booking.shown_as) == ("", "")
    assert book(session, hall, ben, at(18)).state == "confirmed"


def test_a_retired_space_releases_what_was_booked_in_it(session, keeper, ada):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada, at(18))
    ending.space_retired.send(session, space_id=hall.id, now=NOW)
    session.refresh(booking)
    assert booking.state == "released"
    assert session.scalar(select(func.count()).select_from(Occupancy)) == 0


def test_an_expired_hold_is_cleared_away_by_the_next_who_comes(session, keeper, ada, ben):
    hall = a_space(session, keeper)
    held = book(session, hall, ada, at(18))
    session.query(Occupancy).filter_by(booking_id=held.id).update(
        {"held_until": NOW - timedelta(seconds=1)}
    )
    assert book(session, hall, ben, at(18)).state == "confirmed"
    assert session.scalars(select(Occupancy.booking_id)).all() != [held.id]
    assert session.get(Booking, held.id) is not None
