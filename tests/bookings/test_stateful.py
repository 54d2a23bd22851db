"""Bookings as a state machine: several people, several connections, a clock that moves.

Steps are taken one after another, so that what Hypothesis finds it can find again; true
concurrency is in ``test_races``. After each step the tables are checked by queries of their own.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.bookings import asking, ending, service, states
from backend.bookings.models import Booking
from backend.bookings.states import State
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions
from tests.postgres import copied_database

HALF_HOUR = timedelta(minutes=30)
PEOPLE = 3
CONNECTIONS = 3

SLOTS = st.integers(0, 47)
LENGTHS = st.sampled_from([1, 2, 3, 6])
WHO = st.integers(0, PEOPLE - 1)

# What each verb may be refused with; anything else is a mistake of ours.
BOOKING = {
    "space_already_booked",
    "booking_in_the_past",
    "booking_too_soon",
    "too_many_people",
    "closed_then",
    "fair_use_reached",
}
CHANGING = {*BOOKING, "booking_cannot_become", "not_yours", "booking_not_found"}


class Neighbours(RuleBasedStateMachine):
    """A house with a kitchen, a shared lounge and a room that asks, and three neighbours."""

    bookings = Bundle("bookings")
    cancelled = Bundle("cancelled")
    copied = None

    def __init__(self) -> None:
        super().__init__()
        self.database = self.copied()
        self.engine = create_engine(self.database.__enter__(), pool_size=CONNECTIONS)
        self.sessions = [Session(self.engine) for _ in range(CONNECTIONS)]
        self.step = 0
        self.now = NOW

    def teardown(self) -> None:
        for session in self.sessions:
            session.close()
        self.engine.dispose()
        self.database.__exit__(None, None, None)

    @initialize()
    def move_in(self) -> None:
        session = self.sessions[0]
        self.keeper = a_person(session, "Keeper")
        self.people = [a_person(session, f"Person {number}") for number in range(PEOPLE)]
        house = a_space(session, self.keeper, name="House")
        self.spaces = [
            house.id,
            a_space(session, self.keeper, parent=house, buffer_after_minutes=30).id,
            a_space(session, self.keeper, parent=house, sharing="shared", capacity=6).id,
            a_space(session, self.keeper, parent=house, confirms="ask").id,
            a_space(
                session,
                self.keeper,
                confirms="ask",
                silence_means="yes",
                fair_use={"most_bookings": 2, "days": 1},
            ).id,
        ]
        session.commit()

    def attempt(self, verb, may_be_refused):
        """Do something in a transaction, each time over another connection."""
        self.step += 1
        session = self.sessions[self.step % CONNECTIONS]
        try:
            result = verb(session)
            session.commit()
        except Fact as fact:
            session.rollback()
            if fact.code not in may_be_refused:
                raise
            return None
        return result

    def time(self, slot: int, length: int) -> Period:
        start = NOW + timedelta(days=1) + slot * HALF_HOUR
        return Period(start, start + length * HALF_HOUR)

    @rule(
        target=bookings,
        who=WHO,
        space=st.integers(0, 4),
        slot=SLOTS,
        length=LENGTHS,
        people=st.integers(1, 7),
        alone=st.booleans(),
    )
    def book(self, who, space, slot, length, people, alone):
        made = self.attempt(
            lambda session: (
                service.book(
                    session,
                    by=self.people[who],
                    space_id=self.spaces[space],
                    period=self.time(slot, length),
                    now=self.now,
                    people=people,
                    alone=alone,
                ).id
            ),
            BOOKING,
        )
        return multiple() if made is None else made

    @rule(booking=bookings, who=WHO, slot=SLOTS, length=LENGTHS)
    def move(self, booking, who, slot, length):
        self.attempt(
            lambda session: service.move_booking(
                session,
                booking,
                by=self.people[who],
                period=self.time(slot, length),
                now=self.now,
            ),
            CHANGING,
        )

    @rule(booking=bookings, who=WHO, people=st.integers(1, 7))
    def bring(self, booking, who, people):
        self.attempt(
            lambda session: service.edit_booking(
                session, booking, by=self.people[who], now=self.now, if_version=None, people=people
            ),
            CHANGING,
        )

    @rule(booking=bookings, says_yes=st.booleans())
    def answer(self, booking, says_yes):
        self.attempt(
            lambda session: asking.answer_booking(
                session, booking, by=self.keeper, says_yes=says_yes, now=self.now
            ),
            {"booking_cannot_become"},
        )

    @rule(target=cancelled, booking=bookings, who=st.integers(0, PEOPLE))
    def cancel(self, booking, who):
        by = [*self.people, self.keeper][who]
        self.attempt(
            lambda session: ending.cancel_booking(session, booking, by=by, now=self.now),
            {"booking_cannot_become", "booking_not_found"},
        )
        return booking

    @rule(booking=consumes(cancelled), who=st.integers(0, PEOPLE))
    def undo(self, booking, who):
        by = [*self.people, self.keeper][who]
        self.attempt(
            lambda session: ending.undo_cancellation(session, booking, by=by, now=self.now),
            {"too_late_to_undo", "not_yours", "booking_not_found"},
        )

    @rule(minutes=st.sampled_from([1, 5, 30, 240, 720]))
    def pass_time(self, minutes):
        self.now += timedelta(minutes=minutes)

    @invariant()
    def nobody_holds_what_another_holds(self):
        with self.engine.connect() as connection:
            assert contradictions(connection, self.now) == []

    @invariant()
    def what_is_over_stays_over(self):
        with Session(self.engine) as session:
            for booking in session.query(Booking):
                state = states.state_at(booking.facts, self.now)
                later = states.state_at(booking.facts, self.now + timedelta(days=9))
                if state in states.OVER:
                    assert later is state
                assert (booking.ended_at is not None) == (
                    State(booking.state) in {State.CANCELLED, State.DECLINED, State.RELEASED}
                )


@pytest.fixture
def machine(cluster, template):
    class OnACopy(Neighbours):
        @staticmethod
        def copied():
            return copied_database(cluster, template)

    return OnACopy


def test_whatever_neighbours_do_the_tables_never_contradict_each_other(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
