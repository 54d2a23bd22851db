"""What a booking is at any instant, and that nobody can make of it what is not drawn."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.bookings.errors import BookingCannotBecome
from backend.bookings.states import (
    HOLDING,
    OVER,
    BookingFacts,
    State,
    can_become,
    check_can_become,
    find_next,
    state_at,
)
from backend.kernel.periods import Period
from tests.kernel.zones import utc

START = utc(2026, 5, 1, 18)
EVENING = Period(START, START + timedelta(hours=2))
LONG_BEFORE = START - timedelta(days=9)
INSTANT = timedelta(microseconds=1)

some_facts = st.builds(
    BookingFacts,
    period=st.just(EVENING),
    written=st.sampled_from(State),
    answer_by=st.none()
    | st.integers(-6000, 600).map(lambda minutes: START + timedelta(minutes=minutes)),
    silence_means_yes=st.booleans(),
    asked_if_there_at=st.none()
    | st.integers(20, 119).map(lambda minutes: START + timedelta(minutes=minutes)),
)
some_instant = st.integers(-10_000, 1_000).map(lambda minutes: START + timedelta(minutes=minutes))


def asked(*, answer_by: datetime | None, silence_means_yes: bool) -> BookingFacts:
    return BookingFacts(EVENING, State.ASKED, answer_by, silence_means_yes)


@given(some_facts, some_instant)
def test_the_clock_does_what_was_said_and_nothing_before(
    facts: BookingFacts, now: datetime
) -> None:
    coming = find_next(facts, now)
    state = state_at(facts, now)
    if coming is None:
        assert state in OVER
        assert state_at(facts, now + timedelta(days=400)) == state
    else:
        assert state in HOLDING
        assert coming.at > now
        assert state_at(facts, coming.at - INSTANT) == state
        assert state_at(facts, coming.at) == coming.becomes != state


@given(some_facts, some_instant, st.integers(0, 5000))
def test_what_is_over_stays_over(facts: BookingFacts, now: datetime, later: int) -> None:
    state = state_at(facts, now)
    if state in OVER:
        assert state_at(facts, now + timedelta(minutes=later)) == state
        assert not any(can_become(state, wanted) for wanted in State)


@given(some_facts, some_instant, st.sampled_from(State))
def test_people_make_of_a_booking_only_what_is_drawn(
    facts: BookingFacts, now: datetime, wanted: State
) -> None:
    if can_become(state_at(facts, now), wanted):
        check_can_become(facts, wanted, now=now)
        assert wanted not in (State.ASKED, State.RUNNING, State.ENDED, State.LAPSED, State.MISSED)
    else:
        with pytest.raises(BookingCannotBecome) as told:
            check_can_become(facts, wanted, now=now)
        assert told.value.params == {"state": state_at(facts, now), "wanted": wanted}


def test_silence_is_an_answer_at_its_instant() -> None:
    due = START - timedelta(days=1)
    for yes, state in ((True, State.CONFIRMED), (False, State.LAPSED)):
        facts = asked(answer_by=due, silence_means_yes=yes)
        assert state_at(facts, due - INSTANT) is State.ASKED
        assert state_at(facts, due) is state


def test_no_answer_is_awaited_longer_than_to_the_start() -> None:
    facts = asked(answer_by=START + timedelta(days=1), silence_means_yes=False)
    assert state_at(facts, START) is State.LAPSED
    assert state_at(asked(answer_by=None, silence_means_yes=True), START) is State.RUNNING


def test_a_confirmed_booking_runs_from_its_start_up_to_its_end() -> None:
    facts = BookingFacts(EVENING, State.CONFIRMED)
    assert state_at(facts, LONG_BEFORE) is State.CONFIRMED
    assert state_at(facts, EVENING.start) is State.RUNNING
    assert state_at(facts, EVENING.end - INSTANT) is State.RUNNING
    assert state_at(facts, EVENING.end) is State.ENDED


def test_only_the_clock_makes_a_booking_missed_ten_minutes_after_the_question() -> None:
    asked_at = START + timedelta(minutes=20)
    facts = BookingFacts(EVENING, State.CONFIRMED, asked_if_there_at=asked_at)
    missed_at = asked_at + timedelta(minutes=10)
    assert not any(can_become(state, State.MISSED) for state in State)
    assert state_at(facts, missed_at - INSTANT) is State.RUNNING
    assert state_at(facts, missed_at) is state_at(facts, EVENING.end) is State.MISSED


def test_a_question_that_outlasts_the_booking_changes_nothing() -> None:
    facts = BookingFacts(EVENING, State.CONFIRMED, asked_if_there_at=EVENING.end - 5 * INSTANT)
    assert state_at(facts, EVENING.end + timedelta(hours=1)) is State.ENDED
