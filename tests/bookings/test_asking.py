"""Asking first, answering, silence, and taking back what was called off."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.bookings import asking, ending, service, states
from backend.bookings.errors import (
    BookingCannotBecome,
    FairUseReached,
    NotYours,
    SpaceAlreadyBooked,
    TooLateToUndo,
)
from backend.bookings.states import State
from backend.kernel.periods import Period
from backend.notifications.models import Notification
from backend.spaces import known
from tests.bookings.rooms import NOW, a_person, a_space

HOUR = timedelta(hours=1)
NEXT_WEEK = NOW + timedelta(days=7)
EVENING = Period(NEXT_WEEK + 8 * HOUR, NEXT_WEEK + 10 * HOUR)


@pytest.fixture
def keeper(session):
    return a_person(session, "Keeper")


@pytest.fixture
def ada(session):
    return a_person(session, "Ada")


@pytest.fixture
def ben(session):
    return a_person(session, "Ben")


def book(session, space, by, period=EVENING, now=NOW):
    return service.book(session, by=by, space_id=space.id, period=period, now=now)


def told(session, person):
    kinds = select(Notification.kind).where(Notification.person_id == person)
    return session.scalars(kinds.order_by(Notification.id)).all()


def state(booking, now=NOW):
    return states.state_at(booking.facts, now)


def test_a_keeper_is_asked_and_the_time_is_held_meanwhile(session, keeper, ada, ben):
    home = a_space(session, keeper, kind="home", confirms="ask")
    booking = book(session, home, ada)
    assert (state(booking), booking.answer_by) == (State.ASKED, NOW + timedelta(hours=24))
    assert told(session, keeper) == ["booking_asked"]
    with pytest.raises(SpaceAlreadyBooked):
        book(session, home, ben)
    answered = asking.answer_booking(session, booking.id, by=keeper, says_yes=True, now=NOW)
    assert state(answered) is State.CONFIRMED
    assert told(session, ada) == ["booking_answered_yes"]
    with pytest.raises(SpaceAlreadyBooked):
        book(session, home, ben, now=NOW + timedelta(days=2))


def test_a_no_frees_the_time_at_once(session, keeper, ada, ben):
    home = a_space(session, keeper, confirms="ask")
    booking = book(session, home, ada)
    asking.answer_booking(session, booking.id, by=keeper, says_yes=False, now=NOW, words="Sorry")
    assert (state(booking), booking.ended_words) == (State.DECLINED, "Sorry")
    assert book(session, home, ben).state == "asked"
    assert told(session, ada) == ["booking_answered_no"]


def test_the_first_of_two_keepers_answers_for_both(session, keeper, ada, ben):
    home = a_space(session, keeper, confirms="ask")
    booking = book(session, home, ada)
    asking.answer_booking(session, booking.id, by=keeper, says_yes=False, now=NOW)
    with pytest.raises(BookingCannotBecome):
        asking.answer_booking(session, booking.id, by=keeper, says_yes=True, now=NOW)


@pytest.mark.parametrize(("silence", "becomes"), [("yes", State.CONFIRMED), ("no", State.LAPSED)])
def test_silence_answers_at_its_instant_without_anybody_doing_anything(
    session, keeper, ada, ben, silence, becomes
):
    home = a_space(session, keeper, confirms="ask", silence_means=silence)
    booking = book(session, home, ada)
    at = booking.answer_by
    assert state(booking, at - timedelta(microseconds=1)) is State.ASKED
    assert state(booking, at) is becomes
    with pytest.raises(BookingCannotBecome):
        asking.answer_booking(session, booking.id, by=keeper, says_yes=True, now=at)
    if becomes is State.LAPSED:
        assert book(session, home, ben, now=at).state == "asked"
    else:
        with pytest.raises(SpaceAlreadyBooked):
            book(session, home, ben, now=at)


def test_at_night_silence_never_means_yes(session, keeper, ada):
    home = a_space(session, keeper, confirms="ask", silence_means="yes")
    night = NOW.replace(hour=23)
    booking = book(session, home, ada, Period(night + 7 * HOUR, night + 8 * HOUR), now=night)
    assert booking.answer_by == night + 3.5 * HOUR
    assert state(booking, booking.answer_by) is State.LAPSED


def test_whoever_is_known_here_need_not_ask_and_keepers_never(session, keeper, ada, ben):
    hall = a_space(session, keeper, confirms="ask_strangers")
    known.mark_known(session, hall.id, ada, by=keeper, now=NOW)
    known.mark_known(session, hall.id, ada, by=keeper, now=NOW)
    assert state(book(session, hall, ada)) is State.CONFIRMED
    later = Period(EVENING.start + 4 * HOUR, EVENING.end + 4 * HOUR)
    assert state(book(session, hall, ben, later)) is State.ASKED
    latest = Period(EVENING.start + 8 * HOUR, EVENING.end + 8 * HOUR)
    assert state(book(session, hall, keeper, latest)) is State.CONFIRMED
    assert [
        each.id
        for each in known.list_known(session, hall.id, by=keeper, now=NOW, after=None, limit=9)
    ] == [ada]
    known.forget_known(session, hall.id, ada, by=keeper, now=NOW)
    day_after = Period(EVENING.start + 24 * HOUR, EVENING.end + 24 * HOUR)
    assert state(book(session, hall, ada, day_after)) is State.ASKED


def test_who_asked_cannot_answer(session, keeper, ada):
    home = a_space(session, keeper, confirms="ask")
    booking = book(session, home, ada)
    with pytest.raises(NotYours):
        asking.answer_booking(session, booking.id, by=ada, says_yes=True, now=NOW)


def test_a_moved_booking_is_asked_for_anew(session, keeper, ada):
    home = a_space(session, keeper, confirms="ask")
    booking = book(session, home, ada)
    asking.answer_booking(session, booking.id, by=keeper, says_yes=True, now=NOW)
    later = Period(EVENING.start + HOUR, EVENING.end + HOUR)
    moved = service.move_booking(session, booking.id, by=ada, period=later, now=NOW)
    assert state(moved) is State.ASKED


def test_what_was_called_off_can_be_taken_up_again_for_five_minutes(session, keeper, ada, ben):
    hall = a_space(session, keeper)
    booking = book(session, hall, ada)
    ending.cancel_booking(session, booking.id, by=ada, now=NOW)
    soon, late = NOW + timedelta(minutes=4, seconds=59), NOW + timedelta(minutes=5)
    with pytest.raises(TooLateToUndo):
        ending.undo_cancellation(session, booking.id, by=ada, now=late)
    with pytest.raises(NotYours):
        ending.undo_cancellation(session, booking.id, by=keeper, now=soon)
    taken_up = ending.undo_cancellation(session, booking.id, by=ada, now=soon)
    assert state(taken_up) is State.CONFIRMED
    with pytest.raises(SpaceAlreadyBooked):
        book(session, hall, ben, now=NOW + timedelta(days=1))
    with pytest.raises(TooLateToUndo):
        ending.undo_cancellation(session, booking.id, by=ada, now=soon)


def test_a_question_taken_back_and_asked_again_keeps_its_time_to_answer(session, keeper, ada):
    home = a_space(session, keeper, confirms="ask")
    booking = book(session, home, ada)
    ending.cancel_booking(session, booking.id, by=ada, now=NOW)
    ending.undo_cancellation(session, booking.id, by=ada, now=NOW)
    assert (state(booking), state(booking, booking.answer_by)) == (State.ASKED, State.LAPSED)
    assert told(session, keeper) == ["booking_asked", "booking_asked_no_more"]


def test_fair_use_is_counted_for_each_booker_and_told_with_when_there_is_room(
    session, keeper, ada, ben
):
    hall = a_space(session, keeper, fair_use={"most_bookings": 1, "days": 7})
    book(session, hall, ada)
    later = Period(EVENING.start + 4 * HOUR, EVENING.end + 4 * HOUR)
    with pytest.raises(FairUseReached) as caught:
        book(session, hall, ada, later)
    assert caught.value.params["again_at"].at == EVENING.start + timedelta(days=7)
    assert book(session, hall, ben, later).state == "confirmed"
