"""Promises as a state machine: several people, several connections, a clock that moves.

Steps are taken one after another, so that what Hypothesis finds it can find again; true
concurrency is in ``test_races``. After each step the tables are checked by queries of their own.
"""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.kernel.facts import Fact
from backend.people.blocks import block
from backend.people.service import leave
from backend.posts.locks import lock_post
from backend.posts.signals import post_changed, post_ended
from backend.promises import ending, lending, service, sharing_out, thanking
from backend.promises.models import Promise
from backend.promises.states import Claim
from tests.postgres import copied_database
from tests.posts.planting import NOW, a_post
from tests.promises.scenes import a_person
from tests.promises.truth import over, wrongs

DAY = timedelta(days=1)
DAYS = [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)]
PEOPLE = 4
CONNECTIONS = 3
WHO = st.integers(0, PEOPLE - 1)
TIMED = {"starts_at": NOW + 3 * DAY, "ends_at": NOW + 3 * DAY + timedelta(hours=2)}
POSTS = [
    {"quantity": 2},
    {"kind": "need", "way": "do", "quantity": 3, **TIMED},
    {"kind": "need", "way": "do", "on_dates": DAYS},
    {"way": "lend", "lend_days": 2},
    {"way": "together", "standing": True, "quantity": 2},
    {"way": "lend", "lend_days": 1, "quantity": 2, "scarce": True},
]
SCARCE = 5
WHICH = st.integers(0, len(POSTS) - 1)
VERBS = {
    "offer": service.offer,
    "pick": service.pick,
    "agree": service.agree,
    "decline": ending.decline,
    "release": ending.release,
    "confirm": ending.confirm,
    "contest": ending.contest,
    "concede": ending.concede,
}

# What each verb may be refused with; anything else is a mistake of ours.
GONE = {"person_not_found"}
LEFT = {"not_so_many_left", "dates_already_held"}
OUT_OF_ORDER = {"too_soon_to_share_out", "not_next_in_order"}
ASKING = {
    *GONE,
    *LEFT,
    "post_not_found",
    "your_own_post",
    "post_is_over",
    "already_promised",
    "asked_often_enough",
    "not_those_dates",
    "time_not_possible",
}
DOING = {*GONE, *LEFT, *OUT_OF_ORDER, "promise_not_found", "promise_cannot_become"}
SHARING = {
    *GONE,
    "post_not_found",
    "post_is_over",
    "not_among_those_who_asked",
    "nobody_asked",
    "too_soon_to_share_out",
}


class Neighbours(RuleBasedStateMachine):
    """Two who posted things, and four who ask, answer, agree and change their minds."""

    promises = Bundle("promises")
    copied = None

    def __init__(self) -> None:
        super().__init__()
        self.database = self.copied()
        self.engine = create_engine(self.database.__enter__(), pool_size=CONNECTIONS)
        self.sessions = [Session(self.engine) for _ in range(CONNECTIONS)]
        self.step = 0
        self.now = NOW
        self.were_over: dict[object, tuple[object, ...]] = {}

    def teardown(self) -> None:
        for session in self.sessions:
            session.close()
        self.engine.dispose()
        self.database.__exit__(None, None, None)

    @initialize()
    def move_in(self) -> None:
        session = self.sessions[0]
        self.people = [a_person(session, f"Person {number}") for number in range(PEOPLE)]
        self.posts = [
            a_post(session, self.people[number % 2], **facts).id
            for number, facts in enumerate(POSTS)
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

    @rule(
        target=promises,
        who=WHO,
        post=st.sampled_from([0, 1, 2, 2, 3, 4, 5, 5]),
        quantity=st.integers(1, 2),
        dates=st.sets(st.sampled_from(DAYS), min_size=1, max_size=2),
        agreed=st.booleans(),
    )
    def ask(self, who, post, quantity, dates, agreed):
        """Ask or answer, and often go the whole way, so that much is agreed on."""
        wish = {"on_dates": sorted(dates)} if "on_dates" in POSTS[post] else {"quantity": quantity}
        made = self.attempt(
            lambda session: (
                service.ask(session, self.posts[post], by=self.people[who], now=self.now, **wish).id
            ),
            ASKING,
        )
        if made is None:
            return multiple()
        steps = [(service.offer, self.people[post % 2]), (service.agree, self.people[who])]
        if POSTS[post].get("kind") == "need":
            steps = [(service.pick, self.people[post % 2])]
        for verb, by in steps if agreed else []:
            self.attempt(
                lambda session, verb=verb, by=by: verb(session, made, by=by, now=self.now), DOING
            )
        return made

    @rule(promise=promises, who=WHO, verb=st.sampled_from(sorted(VERBS)))
    def do(self, promise, who, verb):
        self.attempt(
            lambda session: VERBS[verb](session, promise, by=self.people[who], now=self.now), DOING
        )

    @rule(promise=promises, who=WHO, says=st.sampled_from(list(Claim)))
    def claim(self, promise, who, says):
        self.attempt(
            lambda session: ending.claim(session, promise, says, by=self.people[who], now=self.now),
            {*DOING, "too_early_to_say"},
        )

    @rule(who=WHO, waits=st.booleans())
    def share_out(self, who, waits):
        self.now += timedelta(hours=12 * waits)
        self.attempt(
            lambda session: sharing_out.share_out(
                session, self.posts[SCARCE], by=self.people[who], now=self.now
            ),
            SHARING,
        )

    @rule(promise=promises, who=WHO, days=st.integers(1, 5))
    def extend(self, promise, who, days):
        due_at = self.now + days * DAY
        self.attempt(
            lambda session: lending.extend(
                session, promise, due_at, by=self.people[who], now=self.now
            ),
            {*DOING, "due_too_early"},
        )

    @rule(promise=promises, who=WHO, shown=st.booleans())
    def thank(self, promise, who, shown):
        by = self.people[who]
        self.attempt(
            lambda session: thanking.thank(session, promise, "Thanks!", by=by, now=self.now),
            {*DOING, "nobody_to_thank", "already_thanked"},
        )
        self.attempt(
            lambda session: thanking.show(session, promise, by=by, now=self.now, shown=shown),
            {*GONE, "thanks_not_found"},
        )

    @rule(post=WHICH, days=st.integers(1, 20), terms=st.booleans())
    def change(self, post, days, terms):
        def renew(session):
            found = lock_post(session, self.posts[post])
            if found.state != "open" or found.open_until + 14 * DAY < self.now:
                return
            found.open_until = self.now + days * DAY
            found.terms_version += terms
            session.flush()
            post_changed.send(session, post=found, now=self.now)

        self.attempt(renew, set())

    @rule(post=WHICH, withdrawn=st.booleans(), really=st.integers(0, 3))
    def end_post(self, post, withdrawn, really):
        def end(session):
            found = lock_post(session, self.posts[post])
            if really or found.state != "open" or found.open_until <= self.now:
                return
            found.state = "withdrawn" if withdrawn else "closed"
            found.ended_at = self.now
            session.flush()
            post_ended.send(session, post=found, now=self.now, withdrawn=withdrawn)

        self.attempt(end, set())

    @rule(promise=promises, leaving=st.booleans(), really=st.integers(0, 2))
    def part(self, promise, leaving, really):
        """Let whoever asked leave, or part from whom they asked."""
        with Session(self.engine) as session:
            found = session.get_one(Promise, promise)
            poster, counterpart = found.poster_id, found.counterpart_id
        if really or poster is None or counterpart is None:
            return
        if leaving and counterpart not in self.people[:2]:
            self.attempt(lambda session: leave(session, by=counterpart, now=self.now), set())
        else:
            self.attempt(
                lambda session: block(session, poster, by=counterpart, now=self.now), set()
            )

    @rule(hours=st.sampled_from([1, 6, 24, 24, 72, 200]))
    def pass_time(self, hours):
        self.now += timedelta(hours=hours)

    @invariant()
    def the_tables_never_contradict_each_other(self):
        with self.engine.connect() as connection:
            assert wrongs(connection, self.now) == []

    @invariant()
    def what_is_over_stays_as_it_was(self):
        with self.engine.connect() as connection:
            are_over = over(connection, self.now)
        for promise_id, was in self.were_over.items():
            assert are_over[promise_id] == was
        self.were_over = are_over


@pytest.fixture
def machine(cluster, template):
    class OnACopy(Neighbours):
        @staticmethod
        def copied():
            return copied_database(cluster, template)

    return OnACopy


def test_whatever_neighbours_do_their_promises_never_contradict_each_other(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=4,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
