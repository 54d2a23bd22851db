"""A group that meets, as a state machine: members come, go and change their minds as time passes.

After each step the tables are held against a plain model of who said what, and against themselves.
"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from backend.bookings.models import Booking
from backend.bookings.states import HOLDING, state_at
from backend.groups import service as groups
from backend.groups.service import Founding
from backend.groups.states import Shows
from backend.kernel.facts import Fact
from backend.meetings import changing, dates_seen, service
from backend.meetings.changing import RuleChange
from backend.meetings.models import Meeting
from backend.meetings.service import Calling
from backend.meetings.states import Answer, DateState, RoomState
from tests.bookings.rooms import NOW, a_person, a_space
from tests.postgres import copied_database

PEOPLE = 4
FIRST = datetime(2026, 3, 5, 18)  # noqa: DTZ001 - a wall time
WHO = st.integers(0, PEOPLE - 1)
NTH = st.integers(0, 5)
NOT_THEN = {
    "meeting_not_found",
    "meeting_date_not_found",
    "meeting_date_is_over",
    "meeting_not_yours",
    "meeting_is_over",
    "meeting_not_ahead",
}
NOT_HAD = {"space_already_booked", "series_dates_not_free", "no_date_is_free", "booking_too_soon"}


class Shed(RuleBasedStateMachine):
    """A shed with one meeting a week in a booked hall, with room for two."""

    copied = None

    def __init__(self) -> None:
        super().__init__()
        self.database = self.copied()
        self.engine = create_engine(self.database.__enter__())
        self.session = Session(self.engine)
        self.now = NOW
        self.order: dict[date, list[int]] = {}
        self.members = set(range(PEOPLE))

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()
        self.database.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        session = self.session
        self.people = [a_person(session, f"Person {number}") for number in range(PEOPLE)]
        hall = a_space(session, a_person(session, "Keeper"))
        founding = Founding(name="Shed", place=(53.9213, -3.0178))
        self.group = groups.found(session, founding, by=self.people[0], now=NOW).id
        session.commit()
        for each in self.people[1:]:
            groups.join(session, self.group, by=each, now=NOW, shows=Shows.NAME)
        calling = Calling(
            title="Mending",
            starts_at=FIRST,
            duration=timedelta(hours=2),
            rrule="FREQ=WEEKLY;COUNT=8",
            space_id=hall.id,
            book=True,
            room_for=2,
        )
        meeting, _ = service.call_meeting(session, self.group, calling, by=self.people[0], now=NOW)
        self.meeting = meeting.id
        session.commit()

    def attempt(self, verb, may_be_refused) -> bool:
        try:
            verb(self.session)
            self.session.commit()
        except Fact as fact:
            self.session.rollback()
            if fact.code not in may_be_refused:
                raise
            return False
        return True

    def dates(self, who: int = 0):
        try:
            return dates_seen.list_meeting_dates(
                self.session,
                self.meeting,
                by=self.people[who],
                now=self.now,
                after=None,
                limit=100,
            )
        except Fact:
            return []

    def date(self, nth: int) -> date:
        seen = self.dates(min(self.members, default=0))
        return seen[nth % len(seen)].on if seen else FIRST.date()

    @rule(who=WHO, nth=NTH, answer=st.sampled_from(Answer))
    def say(self, who, nth, answer) -> None:
        on = self.date(nth)
        done = self.attempt(
            lambda session: service.answer_meeting(
                session, self.meeting, on, answer, by=self.people[who], now=self.now
            ),
            NOT_THEN,
        )
        if done:
            order = self.order.setdefault(on, [])
            if answer is not Answer.COMING and who in order:
                order.remove(who)
            elif answer is Answer.COMING and who not in order:
                order.append(who)

    @rule(nth=NTH, hours=st.integers(-200, 200))
    def move(self, nth, hours) -> None:
        on = self.date(nth)
        seen = [each for each in self.dates() if each.on == on]
        starts_at = (seen[0].starts_at if seen else self.now) + timedelta(hours=hours)
        self.attempt(
            lambda session: changing.move_date(
                session, self.meeting, on, starts_at=starts_at, by=self.people[0], now=self.now
            ),
            NOT_THEN | NOT_HAD,
        )

    @rule(nth=NTH)
    def call_off(self, nth) -> None:
        on = self.date(nth)
        self.attempt(
            lambda session: changing.call_off_date(
                session, self.meeting, on, by=self.people[0], now=self.now
            ),
            NOT_THEN,
        )

    @rule(nth=NTH, hour=st.integers(8, 20), days=st.integers(0, 2))
    def change_from(self, nth, hour, days) -> None:
        on = self.date(nth)
        starts_at = datetime.combine(on + timedelta(days=days), FIRST.time()).replace(hour=hour)
        done = self.attempt(
            lambda session: changing.change_rule(
                session,
                self.meeting,
                on,
                RuleChange(starts_at=starts_at),
                by=self.people[0],
                now=self.now,
            ),
            NOT_THEN | NOT_HAD | {"rule_has_no_dates"},
        )
        if done:
            there = {each.on for each in self.dates()}
            self.order = {
                kept: order for kept, order in self.order.items() if kept < on or kept in there
            }

    @rule(nth=st.integers(2, 5))
    def end(self, nth) -> None:
        on = self.date(nth)
        self.attempt(
            lambda session: changing.end_meeting(
                session, self.meeting, first_on=on, by=self.people[0], now=self.now
            ),
            NOT_THEN,
        )

    @rule(who=st.integers(1, PEOPLE - 1))
    def leave(self, who) -> None:
        self.attempt(
            lambda session: groups.leave_group(
                session, self.group, by=self.people[who], now=self.now
            ),
            {"group_not_found"},
        )
        self.members.discard(who)
        for order in self.order.values():
            if who in order:
                order.remove(who)

    @rule(hours=st.integers(1, 100))
    def pass_time(self, hours) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def each_date_says_what_was_said(self) -> None:
        for each in self.dates():
            order = self.order.get(each.on, [])
            assert (each.coming, each.in_line) == (min(2, len(order)), max(0, len(order) - 2))
            coming = [who.id for who in each.people if who.answer is Answer.COMING]
            assert coming == [self.people[who] for who in order]

    @invariant()
    def dates_are_in_order_each_once_and_found_by_themselves(self) -> None:
        seen = self.dates()
        assert [each.starts_at for each in seen] == sorted(each.starts_at for each in seen)
        assert len({each.on for each in seen}) == len(seen)
        for each in seen[:2]:
            alone = dates_seen.get_meeting_date(
                self.session, self.meeting, each.on, by=self.people[0], now=self.now
            )
            assert alone == each

    @invariant()
    def what_holds_the_hall_is_a_date_and_a_date_with_a_room_holds_it(self) -> None:
        meeting = self.session.get(Meeting, self.meeting)
        if meeting is None:
            return
        held = {
            booking.id: booking
            for booking in self.session.scalars(
                select(Booking).where(
                    Booking.series_id == meeting.series_id, Booking.starts_at > self.now
                )
            )
            if state_at(booking.facts, self.now) in HOLDING
        }
        planned = [each for each in self.dates() if each.state is DateState.PLANNED]
        roomed = {each.booking_id: each for each in planned if each.room is RoomState.HELD}
        assert set(roomed) == set(held)
        for booking_id, each in roomed.items():
            assert held[booking_id].starts_at == each.starts_at
            assert held[booking_id].group_id == self.group


@pytest.fixture
def machine(cluster, template):
    class OnACopy(Shed):
        @staticmethod
        def copied():
            return copied_database(cluster, template)

    return OnACopy


def test_however_a_group_meets_it_is_as_its_members_said(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=4,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
