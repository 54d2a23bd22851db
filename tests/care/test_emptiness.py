"""Somebody stands in an empty room that is booked: asking, answering, and what silence does."""

from datetime import timedelta

import pytest

from backend.app import ROOMS
from backend.bookings import ending, service
from backend.bookings.errors import BookingCannotBecome, NotYours, SpaceAlreadyBooked
from backend.bookings.states import State
from backend.care import emptiness, entrances
from backend.care.errors import (
    CardDoesNotFit,
    NobodyHasIt,
    SomebodyIsThere,
    TooLateToAsk,
    TooSoonToAsk,
)
from backend.kernel.periods import Period
from backend.spaces import known
from backend.spaces.errors import NotAKeeper, SpaceNotFound
from backend.waiting import service as waiting
from backend.waiting.queries import get_wait
from tests.bookings.rooms import NOW, a_space
from tests.bookings.truth import contradictions
from tests.care.scenes import EVENING, HOUR, MINUTE, START, book, later, state, told

ASKED_AT = START + 25 * MINUTE
FREE_AT = ASKED_AT + 10 * MINUTE
INSTANT = timedelta(microseconds=1)


def asked(session, space, by, now=ASKED_AT, card=None):
    return emptiness.ask_if_there(session, space.id, by=by, now=now, card=card)


def card_of(session, space, keeper):
    return entrances.code_of_card(session, space.id, by=keeper, now=NOW)[1]


def missed(session, space, keeper, by, days):
    """Let somebody miss an evening; it was booked in good time."""
    booking = book(session, space, by, later(days=days), now=START + timedelta(days=days) - HOUR)
    asked(session, space, keeper, now=ASKED_AT + timedelta(days=days))
    return booking


def test_silence_frees_the_time_at_the_very_instant(session, hall, keeper, ada, ben):
    booking = book(session, hall, ada)
    answer = asked(session, hall, keeper)
    assert (answer.answer_by, answer.next.becomes) == (FREE_AT, "free")
    assert told(session, ada) == ["are_you_there"]
    rest = Period(START + 45 * MINUTE, EVENING.end)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, hall, ben, rest, now=FREE_AT - INSTANT)
    assert state(booking, FREE_AT - INSTANT) is State.RUNNING
    assert state(booking, FREE_AT) is State.MISSED
    book(session, hall, ben, rest, now=FREE_AT)
    assert contradictions(session.connection(), FREE_AT) == []


def test_whoever_is_there_keeps_the_time_and_is_not_asked_again(session, hall, keeper, ada, ben):
    booking = book(session, hall, ada)
    asked(session, hall, keeper)
    emptiness.say_we_are_here(session, booking.id, by=ada, now=FREE_AT - INSTANT)
    assert state(booking, FREE_AT + HOUR) is State.RUNNING
    with pytest.raises(SpaceAlreadyBooked):
        book(session, hall, ben, Period(START + HOUR, EVENING.end), now=FREE_AT)
    with pytest.raises(SomebodyIsThere):
        asked(session, hall, keeper, now=FREE_AT + MINUTE)
    assert contradictions(session.connection(), FREE_AT) == []


def test_too_late_is_too_late(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    asked(session, hall, keeper)
    with pytest.raises(BookingCannotBecome):
        emptiness.say_we_are_here(session, booking.id, by=ada, now=FREE_AT)
    with pytest.raises(BookingCannotBecome):
        ending.cancel_booking(session, booking.id, by=ada, now=FREE_AT)


def test_only_who_booked_says_that_they_are_there(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    asked(session, hall, keeper)
    with pytest.raises(NotYours):
        emptiness.say_we_are_here(session, booking.id, by=keeper, now=ASKED_AT)


def test_saying_so_unasked_writes_nothing_down(session, hall, ada):
    booking = book(session, hall, ada)
    emptiness.say_we_are_here(session, booking.id, by=ada, now=ASKED_AT)
    assert booking.here_at is None, "nobody checks in"


def test_who_asks_again_is_told_the_same(session, hall, keeper, ada):
    book(session, hall, ada)
    first = asked(session, hall, keeper)
    assert asked(session, hall, keeper, now=ASKED_AT + 5 * MINUTE) == first
    assert told(session, ada) == ["are_you_there"]


def test_nobody_asks_before_buses_have_come(session, hall, keeper, ada):
    book(session, hall, ada)
    with pytest.raises(TooSoonToAsk) as refusal:
        asked(session, hall, keeper, now=START + 20 * MINUTE - INSTANT)
    assert refusal.value.params["ask_at"].at == START + 20 * MINUTE
    asked(session, hall, keeper, now=START + 20 * MINUTE)


def test_nobody_asks_when_the_time_is_as_good_as_over(session, hall, keeper, ada):
    book(session, hall, ada)
    with pytest.raises(TooLateToAsk):
        asked(session, hall, keeper, now=EVENING.end - 10 * MINUTE)


def test_there_is_nobody_to_ask_about_a_free_room(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    ending.cancel_booking(session, booking.id, by=ada, now=START + MINUTE)
    with pytest.raises(NobodyHasIt):
        asked(session, hall, keeper)


def test_whoever_is_no_keeper_stands_in_the_room_and_scans_its_card(
    session, hall, keeper, ada, ben
):
    book(session, hall, ada)
    for wrong in (None, "", "k5ahr3yq2n7mzc4e", "ä" * 16):
        with pytest.raises(CardDoesNotFit):
            asked(session, hall, ben, card=wrong)
    card = card_of(session, hall, keeper)
    assert asked(session, hall, ben, card=f" {card.upper()} ").answer_by == FREE_AT


def test_the_card_of_another_room_does_not_fit(session, hall, keeper, ada, ben):
    book(session, hall, ada)
    other = a_space(session, keeper, name="Vestry")
    card_of(session, hall, keeper)
    with pytest.raises(CardDoesNotFit):
        asked(session, hall, ben, card=card_of(session, other, keeper))


def test_a_renewed_card_makes_the_old_one_worthless(session, hall, keeper, ada, ben):
    book(session, hall, ada)
    old = card_of(session, hall, keeper)
    assert card_of(session, hall, keeper) == old
    entrances.renew_card(session, hall.id, by=keeper, now=NOW)
    with pytest.raises(CardDoesNotFit):
        asked(session, hall, ben, card=old)
    asked(session, hall, ben, card=card_of(session, hall, keeper))


def test_the_card_is_for_keepers_alone(session, hall, ada):
    with pytest.raises(NotAKeeper):
        card_of(session, hall, ada)
    with pytest.raises(NotAKeeper):
        entrances.renew_card(session, hall.id, by=ada, now=NOW)


def test_a_room_that_is_shared_is_empty_only_when_none_of_them_is_there(
    session, keeper, ada, ben, cleo
):
    garden = a_space(session, keeper, sharing="shared")
    bookings = [book(session, garden, by, people=5) for by in (ada, ben)]
    answer = asked(session, garden, keeper)
    assert told(session, ada) == told(session, ben) == ["are_you_there"]
    emptiness.say_we_are_here(session, bookings[0].id, by=ada, now=ASKED_AT + MINUTE)
    with pytest.raises(SomebodyIsThere):
        asked(session, garden, keeper, now=ASKED_AT + 2 * MINUTE)
    assert [state(each, answer.answer_by) for each in bookings] == [State.RUNNING, State.MISSED]
    assert contradictions(session.connection(), FREE_AT) == []


def test_nobody_is_asked_about_their_own_time(session, hall, keeper):
    book(session, hall, keeper)
    with pytest.raises(SomebodyIsThere):
        asked(session, hall, keeper)


def test_a_cancellation_takes_the_question_with_it(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    asked(session, hall, keeper)
    ending.cancel_booking(session, booking.id, by=ada, now=ASKED_AT + MINUTE)
    ending.undo_cancellation(session, booking.id, by=ada, now=ASKED_AT + 2 * MINUTE)
    assert state(booking, FREE_AT) is State.RUNNING
    assert contradictions(session.connection(), FREE_AT) == []


def test_the_house_and_its_rooms_are_free_again_together(session, keeper, ada, ben):
    house = a_space(session, keeper)
    room = a_space(session, keeper, parent=house)
    book(session, house, ada)
    asked(session, house, keeper)
    book(session, room, ben, Period(START + 45 * MINUTE, EVENING.end), now=FREE_AT)
    assert contradictions(session.connection(), FREE_AT) == []


def test_whoever_left_it_empty_three_times_needs_a_yes_there_and_nowhere_else(
    session, hall, keeper, ada, ben
):
    for days in (0, 1):
        missed(session, hall, keeper, ada, days)
    third = missed(session, hall, keeper, ada, 2)
    before = ASKED_AT + timedelta(days=2, minutes=9)
    soon = book(session, hall, ada, later(days=3), now=before)
    assert soon.state == State.CONFIRMED, "the third may still be answered"
    assert state(third, before + MINUTE) is State.MISSED
    asks = book(session, hall, ada, later(days=4), now=before + MINUTE)
    assert asks.state == State.ASKED
    assert "booking_asked" in told(session, keeper)
    elsewhere = a_space(session, keeper, name="Vestry")
    assert book(session, elsewhere, ada, later(days=4), now=before + MINUTE).state == "confirmed"
    assert book(session, hall, ben, later(days=5), now=before + MINUTE).state == "confirmed"
    # After sixty days it is as if nothing had been.
    much_later = later(days=63)
    forgotten = book(session, hall, ada, much_later, now=ASKED_AT + timedelta(days=61))
    assert forgotten.state == State.CONFIRMED


def test_being_known_does_not_help_who_keeps_leaving_it_empty(session, keeper, ada):
    hall = a_space(session, keeper, confirms="ask_strangers")
    known.mark_known(session, hall.id, ada, by=keeper, now=NOW)
    for days in (0, 1, 2):
        missed(session, hall, keeper, ada, days)
    asks = book(session, hall, ada, later(days=4), now=START + timedelta(days=3))
    assert asks.state == State.ASKED


def test_a_missed_time_counts_for_nothing_else(session, keeper, ada):
    hall = a_space(session, keeper, fair_use={"most_open": 1})
    missed(session, hall, keeper, ada, 0)
    book(session, hall, ada, later(days=1), now=FREE_AT)


def test_a_retired_space_is_not_asked_about(session, hall, keeper, ada, ben):
    from backend.spaces.service import retire_space

    book(session, hall, ada)
    card = card_of(session, hall, keeper)
    retire_space(session, hall.id, by=keeper, now=NOW)
    with pytest.raises(SpaceNotFound):
        asked(session, hall, ben, card=card)


def test_moving_what_is_over_by_the_clock_is_refused(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    asked(session, hall, keeper)
    with pytest.raises(BookingCannotBecome):
        service.move_booking(session, booking.id, by=ada, period=later(days=1), now=FREE_AT)
    with pytest.raises(BookingCannotBecome):
        service.edit_booking(session, booking.id, by=ada, now=FREE_AT, if_version=None, people=2)


def test_whoever_waits_in_line_is_offered_the_time_from_then_on(session, hall, keeper, ada, ben):
    assert ROOMS  # The rooms hear of one another once the house is put together.
    booking = book(session, hall, ada)
    rest = Period(START + 90 * MINUTE, EVENING.end)
    waits = waiting.wait_for(session, by=ben, space_id=hall.id, period=rest, now=NOW)

    def state_of_wait(now):
        return get_wait(session, waits, by=ben, now=now).state

    asked(session, hall, keeper)
    assert state_of_wait(FREE_AT - INSTANT) == "waiting"
    assert state_of_wait(FREE_AT) == "offered"
    emptiness.say_we_are_here(session, booking.id, by=ada, now=ASKED_AT + MINUTE)
    assert state_of_wait(FREE_AT) == "waiting"
