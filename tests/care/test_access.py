"""Getting in: for whom it is shown and while it is, and where the key is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.bookings import ending
from backend.bookings.errors import BookingNotFound
from backend.care import access, handing_on
from backend.care.access import get_access_of_booking, get_access_of_space
from backend.care.errors import KeyNotWithYou
from backend.care.models import Entrance
from backend.kernel.periods import Period
from backend.people.service import leave
from backend.spaces.errors import NotAKeeper, SpaceNotFound
from backend.spaces.keys import give_key
from backend.spaces.models import Space
from tests.bookings.rooms import NOW, a_space
from tests.care.scenes import EVENING, HOUR, book, counting, later, told

DAY = timedelta(days=1)
NOTES = "The safe beside the door opens with 1871."
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def hall(session, keeper):
    hall = a_space(session, keeper)
    access.set_access(session, hall.id, by=keeper, now=NOW, notes=NOTES)
    return hall


def of_booking(session, booking, by, now):
    return get_access_of_booking(session, booking.id, by=by, now=now)


def key(session, space, by):
    seen = access.get_key(session, space.id, by=by)
    return seen.where, seen.first_name, seen.had_before


def test_how_to_get_in_is_shown_from_a_day_before_until_the_end(session, hall, ada):
    booking = book(session, hall, ada, later(days=7))
    shown_at = booking.starts_at - DAY
    before = of_booking(session, booking, ada, shown_at - INSTANT)
    assert (before.notes, before.key, before.can) == (None, None, [])
    assert (before.next.at, before.next.becomes) == (shown_at, "shown")
    for now in (shown_at, booking.ends_at - INSTANT):
        seen = of_booking(session, booking, ada, now)
        assert (seen.notes, seen.key.where) == (NOTES, "keepers")
        assert seen.next.at == booking.ends_at
    after = of_booking(session, booking, ada, booking.ends_at)
    assert (after.notes, after.key, after.next, after.says.code) == (
        None,
        None,
        None,
        "access_over",
    )


def test_the_keepers_say_how_long_before(session, hall, keeper, ada):
    access.set_access(session, hall.id, by=keeper, now=NOW, shown_minutes_before=60)
    booking = book(session, hall, ada)
    assert of_booking(session, booking, ada, EVENING.start - HOUR - INSTANT).notes is None
    assert of_booking(session, booking, ada, EVENING.start - HOUR).notes == NOTES


def test_keepers_see_it_always_and_strangers_never(session, hall, keeper, ada, ben):
    booking = book(session, hall, ada, later(days=30))
    assert of_booking(session, booking, keeper, NOW).notes == NOTES
    assert get_access_of_space(session, hall.id, by=keeper, now=NOW).notes == NOTES
    with pytest.raises(BookingNotFound):
        of_booking(session, booking, ben, booking.starts_at)
    for somebody in (ada, ben):
        with pytest.raises(SpaceNotFound):
            get_access_of_space(session, hall.id, by=somebody, now=NOW)
    with pytest.raises(NotAKeeper):
        access.set_access(session, hall.id, by=ben, now=NOW, notes="Come all")


def test_a_question_opens_no_door(session, keeper, ada):
    home = a_space(session, keeper, confirms="ask")
    access.set_access(session, home.id, by=keeper, now=NOW, notes=NOTES)
    booking = book(session, home, ada)
    seen = of_booking(session, booking, ada, NOW)
    assert (seen.notes, seen.says.code) == (None, "access_after_a_yes")
    with pytest.raises(SpaceNotFound):
        get_access_of_space(session, home.id, by=ada, now=NOW)


def test_what_was_called_off_opens_no_door(session, hall, ada):
    booking = book(session, hall, ada)
    ending.cancel_booking(session, booking.id, by=ada, now=NOW)
    assert of_booking(session, booking, ada, NOW).notes is None


def test_a_room_has_the_front_door_of_its_house(session, hall, keeper, ada):
    room = a_space(session, keeper, parent=hall)
    booking = book(session, room, ada)
    assert of_booking(session, booking, ada, NOW).notes == NOTES
    access.set_access(session, room.id, by=keeper, now=NOW, notes="Up the stairs")
    assert of_booking(session, booking, ada, NOW).notes == "Up the stairs"


def test_a_room_above_may_say_who_else_gets_in(session, hall, ben, monkeypatch):
    monkeypatch.setattr(access, "_may_also_enter", [])
    access.let_also_enter(lambda person, now: Space.name == "St Anne's hall")
    assert get_access_of_space(session, hall.id, by=ben, now=NOW).notes == NOTES


def test_the_key_goes_from_one_to_the_next(session, hall, keeper, ada, ben):
    first = book(session, hall, ada)
    after = book(session, hall, ben, Period(EVENING.end, EVENING.end + HOUR))
    assert key(session, hall, ada) == ("keepers", None, None)
    handing_on.take_key(session, hall.id, by=ada, now=NOW)
    assert key(session, hall, ben) == ("person", "Ada", None)
    assert of_booking(session, first, ada, NOW).next_booking.booking_id == after.id
    # An hour after her time is over, Ada still has it in her pocket, and may hand it on.
    now = EVENING.end + HOUR / 2
    handing_on.pass_key_on(session, hall.id, booking_id=after.id, by=ada, now=now)
    assert key(session, hall, ada) == ("person", "Ben", "Ada")
    assert told(session, ben) == ["key_passed_on"]
    with pytest.raises(KeyNotWithYou):
        handing_on.take_key(session, hall.id, by=ada, now=now)
    handing_on.give_key_back(session, hall.id, by=ben, now=EVENING.end + 2 * HOUR)
    assert key(session, hall, keeper) == ("keepers", None, "Ben")
    assert told(session, keeper) == ["key_with_keepers"]
    assert session.scalar(select(Entrance.key_from)) == ben, "Ada is forgotten"


def test_strangers_and_those_of_next_week_do_not_touch_the_key(session, hall, ada, ben):
    book(session, hall, ada, later(days=7))
    for somebody in (ada, ben):
        with pytest.raises(KeyNotWithYou):
            handing_on.take_key(session, hall.id, by=somebody, now=NOW)
        with pytest.raises(KeyNotWithYou):
            handing_on.report_key_missing(session, hall.id, by=somebody, now=NOW)


def test_a_key_is_passed_on_only_to_who_comes_soon(session, hall, keeper, ada, ben):
    far = book(session, hall, ada, later(days=30))
    over = book(session, hall, ben)
    for booking, now in ((far, NOW), (over, EVENING.end)):
        with pytest.raises(BookingNotFound):
            handing_on.pass_key_on(session, hall.id, booking_id=booking.id, by=keeper, now=now)


def test_a_missing_key_is_said_to_the_keepers_and_who_comes_next(session, hall, keeper, ada, ben):
    book(session, hall, ada)
    book(session, hall, ben, later(days=1))
    for _ in range(2):
        handing_on.report_key_missing(session, hall.id, by=ada, now=EVENING.start)
    assert key(session, hall, ada) == ("missing", None, None)
    assert told(session, keeper) == ["key_missing"]
    assert told(session, ben) == ["key_missing_before_you"]
    handing_on.take_key(session, hall.id, by=keeper, now=EVENING.end)
    assert told(session, ben) == ["key_missing_before_you", "key_found_before_you"]
    assert key(session, hall, ben) == ("person", "Keeper", None)


def test_when_who_has_the_key_leaves_nobody_stands_before_a_closed_door(
    session, hall, keeper, ada, ben
):
    book(session, hall, ada)
    book(session, hall, ben, later(days=1))
    handing_on.take_key(session, hall.id, by=ada, now=EVENING.start)
    leave(session, by=ada, now=EVENING.end)
    assert key(session, hall, ben) == ("missing", None, None)
    assert "key_holder_left" in told(session, keeper)
    assert told(session, ben) == ["key_holder_left_before_you"]


def test_when_the_last_keeper_leaves_those_who_booked_are_told(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    leave(session, by=keeper, now=NOW)
    assert told(session, ada) == ["booking_released_space_retired"]
    assert of_booking(session, booking, ada, EVENING.start).notes is None
    assert session.get(Entrance, hall.id) is None, "how to get in left with them"


def test_when_one_of_two_keepers_leaves_the_door_is_as_it_was(session, hall, keeper, ada, ben):
    give_key(session, hall.id, ben, now=NOW)
    booking = book(session, hall, ada)
    leave(session, by=keeper, now=NOW)
    assert of_booking(session, booking, ada, EVENING.start).notes == NOTES


def test_reading_it_costs_the_same_however_many_come(session, hall, ada, ben):
    booking = book(session, hall, ada)
    with counting(session) as few:
        of_booking(session, booking, ada, NOW)
    for days in range(1, 9):
        book(session, hall, ben, later(days=days))
    session.expire_all()
    with counting(session) as many:
        of_booking(session, booking, ada, NOW)
    assert len(many) <= len(few) + 4
