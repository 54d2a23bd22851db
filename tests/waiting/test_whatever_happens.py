"""Whatever people do and however time passes, a line is kept as it should be."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from backend.app import ROOMS
from backend.bookings import asking, ending, states
from backend.bookings import service as bookings
from backend.bookings.models import Booking
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from backend.waiting import service
from backend.waiting.models import Wait
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions
from tests.waiting.truth import wrongs

assert ROOMS

HOUR = timedelta(hours=1)
WHO = st.integers(0, 4)
WHERE = st.integers(0, 2)
WHEN = st.builds(
    lambda day, hour, hours: Period(
        NOW + timedelta(days=day) + hour * HOUR, NOW + timedelta(days=day) + (hour + hours) * HOUR
    ),
    st.integers(0, 1),
    st.sampled_from([7, 8, 9]),
    st.integers(1, 2),
)
WHICH = st.integers(0, 30)


def test_a_line_is_kept_whatever_happens(database_url):
    engine = create_engine(database_url)

    class Neighbourhood(RuleBasedStateMachine):
        """A house, a room in it that wants asking, and another room; five people; a clock."""

        def __init__(self) -> None:
            super().__init__()
            self.connection = engine.connect()
            self.all = self.connection.begin()
            self.session = Session(self.connection, join_transaction_mode="create_savepoint")
            self.now = NOW
            self.keeper = a_person(self.session, "Keeper")
            self.people = [a_person(self.session, f"Person {number}") for number in range(5)]
            house = a_space(self.session, self.keeper, name="House")
            rooms = [
                a_space(self.session, self.keeper, parent=house, confirms="ask"),
                a_space(self.session, self.keeper, parent=house),
            ]
            self.spaces = [house.id, *(room.id for room in rooms)]
            evening = Period(NOW + 8 * HOUR, NOW + 10 * HOUR)
            for number, space_id in enumerate(self.spaces[1:]):
                more = {"space_id": space_id, "period": evening, "now": NOW}
                bookings.book(self.session, by=self.people[number], **more)
                for who in self.people[2:]:
                    service.wait_for(self.session, by=who, **more)
            more["space_id"] = self.spaces[0]
            service.wait_for(self.session, by=self.people[0], **more)

        def teardown(self) -> None:
            self.session.close()
            self.all.rollback()
            self.connection.close()

        def tries(self, verb, *args, **more):
            """Do something, or be told why not, which leaves everything as it was."""
            try:
                with self.session.begin_nested():
                    verb(self.session, *args, now=self.now, **more)
                    self.session.flush()
            except Fact:
                self.session.expire_all()

        def a_booking(self, which):
            query = select(Booking).order_by(Booking.ended_at.desc(), Booking.number)
            found = self.session.scalars(query).all()[:6]
            return found[which % len(found)] if found else None

        def a_wait(self, which):
            query = select(Wait).where(Wait.state == "waiting").order_by(Wait.created_at, Wait.id)
            found = self.session.scalars(query).all()
            offered = [
                each
                for each in found
                if each.opens_at and each.opens_at <= self.now < each.closes_at
            ]
            # Those whose turn it is are asked twice as often as all the others.
            among = offered if offered and which % 3 else found
            return among[which % len(among)] if among else None

        @rule(who=WHO, where=WHERE, when=WHEN)
        def somebody_books(self, who, where, when):
            self.tries(bookings.book, by=self.people[who], space_id=self.spaces[where], period=when)

        @rule(who=WHO, where=WHERE, when=WHEN)
        def somebody_waits(self, who, where, when):
            self.tries(
                service.wait_for, by=self.people[who], space_id=self.spaces[where], period=when
            )

        @rule(who=WHO, which=WHICH)
        def somebody_waits_for_what_another_has(self, who, which):
            booking = self.a_booking(which)
            if booking:
                self.tries(
                    service.wait_for,
                    by=self.people[who],
                    space_id=booking.space_id,
                    period=Period(booking.starts_at, booking.ends_at),
                )

        @rule(which=WHICH)
        def a_booking_is_called_off(self, which):
            booking = self.a_booking(which)
            if booking:
                self.tries(ending.cancel_booking, booking.id, by=booking.booked_by)

        @rule(which=WHICH)
        def a_cancellation_is_taken_back(self, which):
            booking = self.a_booking(which)
            if booking:
                self.tries(ending.undo_cancellation, booking.id, by=booking.booked_by)

        @rule(which=WHICH, when=WHEN)
        def a_booking_is_moved(self, which, when):
            booking = self.a_booking(which)
            if booking:
                self.tries(bookings.move_booking, booking.id, by=booking.booked_by, period=when)

        @rule(which=WHICH, says_yes=st.booleans())
        def a_keeper_answers(self, which, says_yes):
            booking = self.a_booking(which)
            if booking:
                self.tries(asking.answer_booking, booking.id, by=self.keeper, says_yes=says_yes)

        @rule(which=WHICH, how=st.sampled_from(["take", "take", "book", "decline", "leave"]))
        def somebody_in_line_does_something(self, which, how):
            wait = self.a_wait(which)
            if wait is None:
                return
            if how == "book":
                self.tries(
                    bookings.book,
                    by=wait.person_id,
                    space_id=wait.space_id,
                    period=Period(wait.starts_at, wait.ends_at),
                )
                return
            verbs = {
                "take": service.take_offered,
                "decline": service.decline_offered,
                "leave": service.leave_line,
            }
            self.tries(verbs[how], wait.id, by=wait.person_id)

        @rule(minutes=st.sampled_from([1, 5, 5, 30, 120, 600]))
        def time_passes(self, minutes):
            self.now += timedelta(minutes=minutes)

        @invariant()
        def the_line_is_kept(self):
            self.session.flush()
            assert wrongs(self.session, self.now) == []
            lapsed = {
                each.id
                for each in self.session.scalars(select(Booking).where(Booking.state == "asked"))
                if states.state_at(each.facts, self.now) is states.State.LAPSED
            }
            found = contradictions(self.session.connection())
            assert [each for each in found if each[1] not in lapsed] == []

    run_state_machine_as_test(
        Neighbourhood,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    engine.dispose()
