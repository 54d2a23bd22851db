"""Members, stewards and terms as a state machine with a clock that jumps by days and months.

Whatever members do, or leave undone: there is a way forward, no seat is taken twice, and nobody is
a steward for longer than a term.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from backend.groups import acting, asking, service, standing, stewards
from backend.groups.models import (
    Awaiting,
    Candidacy,
    Group,
    JoinRequest,
    Membership,
    RecordEntry,
    StewardTerm,
)
from backend.groups.powers import MANY, Act, Mode, takes
from backend.groups.record import hash_of
from backend.groups.settling import settle
from backend.groups.states import Shows
from backend.groups.stewards import TERM
from backend.kernel.facts import Fact
from backend.people.service import leave
from tests.groups.gatherings import NOW, a_group, a_person
from tests.postgres import copied_database

PEOPLE = 17
WHO = st.integers(0, PEOPLE - 1)
REFUSED = {
    "group_not_found",
    "by_asking_only",
    "nothing_to_ask",
    "already_asked",
    "already_a_member",
    "not_a_member",
    "not_tenured",
    "for_stewards",
    "nobody_is_steward",
    "no_seat_free",
    "steward_already",
    "candidacy_not_found",
    "not_a_steward",
    "join_request_not_found",
    "request_is_decided",
    "person_not_found",
    "sign_in_needed",
}


class Shed(RuleBasedStateMachine):
    """A group that begins with ten, around the number from which it has stewards."""

    copied = None

    def __init__(self) -> None:
        super().__init__()
        self.database = self.copied()
        self.engine = create_engine(self.database.__enter__())
        self.session = Session(self.engine)
        self.now = NOW

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()
        self.database.__exit__(None, None, None)

    @initialize(members=st.sampled_from([13, 15, 11, 2]))
    def begin(self, members):
        group, people = a_group(self.session, members, founded_at=NOW)
        self.group_id = group.id
        self.people = people + [a_person(self.session) for _ in range(PEOPLE - members)]
        self.session.commit()

    def attempt(self, verb, *args, **more):
        try:
            result = verb(self.session, *args, **more)
            self.session.commit()
        except Fact as fact:
            self.session.rollback()
            if fact.code not in REFUSED:
                raise
            return None
        return result

    @rule(who=WHO)
    def join(self, who):
        more = {"by": self.people[who], "now": self.now, "shows": Shows.NAME}
        self.attempt(service.join, self.group_id, **more)

    @rule(who=WHO, is_erased=st.booleans())
    def go(self, who, is_erased):
        if not is_erased:
            self.attempt(service.leave_group, self.group_id, by=self.people[who], now=self.now)
            return
        self.attempt(leave, by=self.people[who], now=self.now)
        self.people[who] = a_person(self.session)
        self.session.commit()

    @rule(who=st.sets(WHO, min_size=1, max_size=6), days=st.sampled_from([0, 3, 7]))
    def some_stand(self, who, days):
        for each in sorted(who):
            self.attempt(standing.stand, self.group_id, by=self.people[each], now=self.now)
        self.now += timedelta(days=days)

    @rule(who=st.sets(WHO, min_size=1, max_size=4))
    def some_stand_and_nobody_objects(self, who):
        self.some_stand(who, 7)

    @rule()
    def a_week_passes(self):
        """In which everybody looks now and then."""
        for days in (3, 4):
            self.now += timedelta(days=days)
            self.attempt(self._locked)

    @rule(who=WHO)
    def withdraw(self, who):
        self.attempt(standing.withdraw, self.group_id, by=self.people[who], now=self.now)

    @rule()
    def a_steward_steps_down(self):
        first = self.session.scalar(
            select(StewardTerm.person_id).where(acting.in_office(self.now)).limit(1)
        )
        if first is not None:
            self.attempt(standing.step_down, self.group_id, by=first, now=self.now)

    @rule(is_erased=st.booleans())
    def all_stewards_go_in_one_night(self, is_erased):
        terms = select(StewardTerm.person_id).where(acting.in_office(self.now))
        for each in self.session.scalars(terms).all():
            if each in self.people:
                self.go(self.people.index(each), is_erased)

    @rule(who=WHO, recalled=st.booleans())
    def decide_who_looks_after_it(self, who, recalled):
        """As a decision does, which checks first."""
        member = self.people[who]
        group = self.attempt(self._locked)
        if group is None or service.find_membership(self.session, group.id, member) is None:
            return
        if recalled:
            stewards.recall(self.session, group, member, self.now)
        elif stewards.seats_free(self.session, group, self.now) > 0:
            stewards.elect(self.session, group, member, self.now)
        self.session.commit()

    @rule(who=WHO)
    def nobody_answers(self, who):
        self.ask(who, True)
        self.now += timedelta(days=28)

    @rule(who=WHO, asks=st.booleans())
    def ask(self, who, asks):
        group = self.session.get_one(Group, self.group_id)
        group.joining = "ask" if asks else "open"
        self.session.commit()
        self.attempt(asking.ask_to_join, self.group_id, by=self.people[who], now=self.now)

    @rule(who=WHO, act=st.sampled_from([Act.ADMIT, Act.DECLINE]))
    def answer(self, who, act):
        first = self.session.scalar(select(JoinRequest.id).where(JoinRequest.state == "asked"))
        if first is not None:
            self.attempt(asking.answer_request, first, act, by=self.people[who], now=self.now)

    @rule(who=WHO, other=WHO)
    def somebody_stands_and_is_objected_to(self, who, other):
        """Which ends it: they take it up by a decision only."""
        by, stands = self.people[other], self.people[who]
        made = self.attempt(standing.stand, self.group_id, by=stands, now=self.now)
        if made is None:
            return
        self.attempt(standing.object_to, self.group_id, made.id, by=by, now=self.now)
        objected = self.session.get_one(Candidacy, made.id).objected_at is not None
        before = stewards.find_term(self.session, self.group_id, stands, self.now)
        self.now = max(self.now, made.decides_at)
        self.attempt(self._locked)
        if objected and before is None:
            assert stewards.find_term(self.session, self.group_id, stands, self.now) is None

    @rule(days=st.sampled_from([190, 1, 7, 8, 21, 27, 190, 400]))
    def pass_time(self, days):
        self.now += timedelta(days=days)

    def _locked(self, session):
        group = session.scalars(select(Group).where(Group.id == self.group_id)).one()
        if group.closed_at is None:
            settle(session, group, self.now)
            return group
        return None

    def _as_it_is_now(self):
        """Settle, and return the group with its members; what is seen is not kept."""
        group = self._locked(self.session)
        members = self.session.scalars(
            select(Membership.person_id).where(Membership.group_id == self.group_id)
        ).all()
        return group, members

    def _written(self):
        terms = select(StewardTerm.id, StewardTerm.ended_at).order_by(StewardTerm.id)
        candidacies = select(Candidacy.id, Candidacy.ended_at).order_by(Candidacy.id)
        waiting = select(Awaiting.about_id).order_by(Awaiting.about_id)
        asked = [self.session.execute(each).all() for each in (terms, candidacies, waiting)]
        return asked, self.session.scalar(select(Group.called_at))

    @invariant()
    def there_is_a_way_forward(self):
        group, members = self._as_it_is_now()
        if group is not None:
            able = []
            for each in members:
                found = acting.standing_of(self.session, group.id, by=each, now=self.now)
                able.append(takes(Act.ADMIT, found))
            needed = [each for each in able if each is not None]
            assert needed, "nobody could let anybody in"
            assert len(needed) >= min(needed), "it takes more than may"
            if found.mode is Mode.COMMONS:
                assert group.called_at is not None, "seats are vacant, and nobody is asked to stand"
            if len(members) < MANY:
                assert found.mode is Mode.TOGETHER
        else:
            assert members == [], "only the last one to leave closes it"
        self.session.rollback()

    @invariant()
    def no_seat_is_taken_twice(self):
        group, members = self._as_it_is_now()
        terms = select(StewardTerm).where(acting.in_office(self.now))
        now_there = [each.person_id for each in self.session.scalars(terms)]
        if group is not None:
            assert len(set(now_there)) == len(now_there)
            assert len(now_there) <= 2
            assert set(now_there) <= set(members)
        else:
            assert now_there == []
        self.session.rollback()

    @invariant()
    def nobody_is_a_steward_for_longer_than_a_term(self):
        self._as_it_is_now()
        for term in self.session.scalars(select(StewardTerm)):
            assert term.ends_at == term.starts_at + TERM
            assert term.starts_at <= self.now
            if term.ended_at is None:
                assert term.ends_at > self.now or term.person_id is None
            else:
                assert term.starts_at <= term.ended_at <= term.ends_at
        self.session.rollback()

    @precondition(lambda self: hasattr(self, "group_id"))
    @invariant()
    def nothing_happens_before_it_is_due(self):
        group = self.session.scalars(select(Group).where(Group.id == self.group_id)).one()
        if group.closed_at is None and (group.due_at is None or group.due_at > self.now):
            before = self._written()
            due_at = group.due_at
            settle(self.session, group, self.now)
            assert self._written() == before
            assert group.due_at is None or group.due_at >= (due_at or self.now)
        self.session.rollback()

    @invariant()
    def the_record_is_a_chain_in_the_order_of_time(self):
        self._as_it_is_now()
        previous, last = "", datetime(2000, 1, 1, tzinfo=UTC)
        for number, entry in enumerate(
            self.session.scalars(select(RecordEntry).order_by(RecordEntry.seq)), 1
        ):
            assert (entry.seq, entry.previous) == (number, previous)
            hashed = {name: getattr(entry, name) for name in ("seq", "at", "act", "facts")}
            hashed |= {"group": str(entry.group_id), "previous": previous}
            assert entry.hash == hash_of(hashed)
            at = datetime.fromisoformat(entry.at)
            assert last <= at <= self.now
            previous, last = entry.hash, at
        self.session.rollback()


@pytest.fixture
def machine(cluster, template):
    class OnACopy(Shed):
        @staticmethod
        def copied():
            return copied_database(cluster, template)

    return OnACopy


def test_whatever_members_do_their_group_goes_on(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
