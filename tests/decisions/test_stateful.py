"""Decisions as a state machine: members who come and go, vote and think again, and a clock.

What the machine itself remembers is held against the tables after each step: who belonged when,
who voted how, what was asked. What must come of that is worked out here once more, and simply.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

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
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from backend.decisions import proposing, routes, service, voting
from backend.decisions.actions import ActionKind
from backend.decisions.methods import VOTES
from backend.decisions.models import Ballot, CountedBallot, Decision, Elector
from backend.decisions.opening import clauses_for_voting, text_hash
from backend.decisions.proposing import Proposal
from backend.decisions.states import COUNTED, DecisionState, Method
from backend.groups import service as groups
from backend.groups.models import Group, Membership, RecordEntry
from backend.groups.record import pseudonym
from backend.groups.settling import settle_if_due
from backend.groups.states import Shows
from backend.kernel.facts import Fact
from backend.people import service as people
from tests.decisions.sheds import PLACE
from tests.postgres import copied_database

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
PEOPLE = 6
WHO = st.integers(0, PEOPLE - 1)
OVER = COUNTED - {DecisionState.COOLING_OFF}
PASSED = {"cooling_off", "contested", "enacted", "impossible"}
COOLS_OFF = {"quick": timedelta(0), "normal": timedelta(days=1), "charter": timedelta(days=3)}
FIRST_MONTH, TENURE = timedelta(days=30), timedelta(days=14)

assert routes.room, "rooms listen only once they are loaded"


class Deciding(RuleBasedStateMachine):
    """A group of up to six, which decides whatever comes to its mind."""

    decisions = Bundle("decisions")
    copied = None

    def __init__(self) -> None:
        super().__init__()
        self.database = self.copied()
        self.engine = create_engine(self.database.__enter__())
        self.now = NOW
        self.names = 0
        self.ballots: dict = {}
        """How each would be counted, as far as they may vote and have not left."""
        self.frozen: dict = {}
        """Electors and text as they were when a vote was first seen open."""
        self.over: dict = {}
        """How each ended."""
        self.stays: dict = {}
        """From when until when each belonged, again and again; None for still."""
        self.read = 0
        """How much of the record was seen."""

    def teardown(self) -> None:
        self.engine.dispose()
        self.database.__exit__(None, None, None)

    @initialize(target=decisions, members=st.sampled_from([6, 5, 4, 3, 2, 1]))
    def found(self, members):
        with Session(self.engine) as session:
            self.people = [
                people.welcome(session, display_name=f"Member {number}", now=NOW).id
                for number in range(PEOPLE)
            ]
            founding = groups.Founding("Shed", place=(PLACE["latitude"], PLACE["longitude"]))
            self.group = groups.found(session, founding, by=self.people[0], now=NOW).id
            for each in self.people[1:members]:
                groups.join(session, self.group, by=each, now=NOW, shows=Shows.NAME)
            session.commit()
        self.stays = {each: [[NOW, None]] for each in self.people[:members]}
        return self.propose_something(0, 0, ActionKind.CHANGE_RULE, Method.MAJORITY, False)

    def member(self, number):
        """Return one of those who belong, so that what is tried can mostly be done."""
        with Session(self.engine) as session:
            here = set(
                session.scalars(
                    select(Membership.person_id).where(Membership.group_id == self.group)
                )
            )
        others = [each for each in self.people if each in here] or self.people
        return others[number % len(others)]

    def attempt(self, verb, *may_be_refused):
        """Do something in a transaction of its own; say the code where it is refused."""
        with Session(self.engine, expire_on_commit=False) as session:
            try:
                result = verb(session)
                session.commit()
            except Fact as fact:
                session.rollback()
                if fact.code not in {*may_be_refused, "group_not_found", "not_a_member"}:
                    raise
                return None
        return result

    @rule(
        target=decisions,
        who=WHO,
        about=WHO,
        kind=st.sampled_from(
            [
                ActionKind.WORDS,
                ActionKind.CHANGE_RULE,
                ActionKind.REMOVE_MEMBER,
                ActionKind.CLOSE_GROUP,
            ]
        ),
        method=st.sampled_from([None, None, Method.MAJORITY, Method.TWO_THIRDS]),
        is_draft=st.sampled_from([False, False, False, False, True]),
    )
    def propose(self, who, about, kind, method, is_draft):
        return self.propose_something(who, about, kind, method, is_draft)

    def propose_something(self, who, about, kind, method, is_draft):
        self.names += 1
        if kind is ActionKind.REMOVE_MEMBER:
            method = None
        if kind is ActionKind.CLOSE_GROUP and self.names % 3:
            kind = ActionKind.WORDS
        params = {
            ActionKind.CHANGE_RULE: {"name": f"Name {self.names % 3}"},
            ActionKind.REMOVE_MEMBER: {"person_id": str(self.member(about))},
        }.get(kind, {})
        proposal = Proposal(
            f"Shall we {self.names}?", action=kind, params=params, method=method, is_draft=is_draft
        )
        made = self.attempt(
            lambda session: proposing.propose(
                session, self.group, proposal, by=self.member(who), now=self.now
            ),
            "action_impossible",
            "method_not_for_this",
            "tied_lately",
        )
        return multiple() if made is None else made.id

    @rule(target=decisions, who=WHO)
    def ask_beside_a_newcomer(self, who):
        """Somebody joins once a group is old enough to tell, and then something is asked."""
        self.now = max(self.now, NOW + FIRST_MONTH)
        self.come(who)
        return self.propose_something(0, 0, ActionKind.WORDS, Method.MAJORITY, False)

    @rule(target=decisions, who=WHO)
    def ask_the_same_twice(self, who):
        """Nobody objects to either, and nobody looks before both are due."""
        asked = []
        for _ in range(2):
            asked.append(self.propose_something(who, 0, ActionKind.CHANGE_RULE, None, False))
            self.names -= 1
        self.now += timedelta(days=8)
        return asked[0]

    def proposer_of(self, decision):
        """Return who proposed it; somebody, where they have left."""
        with Session(self.engine) as session:
            return session.get(Decision, decision).proposed_by or self.people[0]

    @rule(decision=decisions)
    def open_draft(self, decision):
        by = self.proposer_of(decision)
        self.attempt(
            lambda session: proposing.open_decision(
                session, decision, closes_at=None, by=by, now=self.now
            ),
            *("decision_not_found", "decision_is_frozen", "not_your_decision"),
            *("action_impossible", "tied_lately"),
        )

    @rule(decision=decisions)
    def edit(self, decision):
        by = self.proposer_of(decision)
        changed = self.attempt(
            lambda session: proposing.edit_decision(
                session,
                decision,
                {"title": "Another"},
                by=by,
                now=self.now,
                if_version=None,
            ),
            *("decision_not_found", "decision_is_frozen", "not_your_decision"),
        )
        assert changed is None or decision not in self.frozen

    @rule(decision=decisions, who=WHO, choice=st.integers(0, 2))
    def vote(self, decision, who, choice):
        by = self.people[who]
        with Session(self.engine) as session:
            said = VOTES[Method(session.get(Decision, decision).method)]
            ballot = {"vote": said[choice % len(said)].value}
        # As a phone does, whether or not anybody has looked since the last deadline.
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as reader:
            cast = voting.is_cast_at_once(reader, decision, ballot, by=by, now=self.now)
        if not cast:
            self.look()
            cast = self.attempt(
                lambda session: (
                    voting.cast_ballot(session, decision, ballot, by=by, now=self.now) or True
                ),
                *("not_voting_now", "not_an_elector"),
            )
        if cast:
            self.look()
            assert by in self.frozen[decision][0]
            with Session(self.engine) as session:
                assert self.now < session.get(Decision, decision).closes_at
            self.ballots.setdefault(decision, {})[by] = ballot

    @rule(decision=decisions, choices=st.lists(st.integers(0, 3), min_size=6, max_size=6))
    def all_vote(self, decision, choices):
        for who, choice in enumerate(choices):
            self.vote(decision, who, max(0, choice - 1))

    @rule(decision=decisions, days=st.sampled_from([0, 0, 5, 30]))
    def see_it_through(self, decision, days):
        """Let it open, all say yes to it, and somebody look once it has taken effect, or late."""
        self.open_draft(decision)
        for _ in range(2):
            self.look()
            with Session(self.engine) as session:
                found = session.get(Decision, decision)
            if found.state == DecisionState.DISCUSSING:
                self.now = found.opened_at
        if found.state == DecisionState.VOTING:
            for who in range(PEOPLE):
                self.vote(decision, who, 0)
            with Session(self.engine) as session:
                closes_at = session.get(Decision, decision).closes_at
            self.now = max(self.now, closes_at) + COOLS_OFF[found.weight] + timedelta(days=days)

    @rule(decision=decisions, who=WHO)
    def contest(self, decision, who):
        self.attempt(
            lambda session: service.contest_decision(
                session, decision, "No", by=self.people[who], now=self.now
            ),
            *("decision_not_found", "nothing_to_contest", "not_an_elector"),
        )

    @rule(who=WHO)
    def come(self, who):
        self.attempt(
            lambda session: groups.join(
                session, self.group, by=self.people[who], now=self.now, shows=Shows.NAME
            ),
            "by_asking_only",
        )
        self.note_removals()
        with Session(self.engine) as session:
            is_there = session.get(Membership, (self.group, self.people[who])) is not None
        stays = self.stays.setdefault(self.people[who], [])
        if is_there and not (stays and stays[-1][1] is None):
            stays.append([self.now, None])

    @rule(who=WHO, sure=st.booleans())
    def leave(self, who, sure):
        by = self.people[who if sure else 5]
        left = self.attempt(
            lambda session: groups.leave_group(session, self.group, by=by, now=self.now) or True
        )
        self.note_removals()
        stays = self.stays.get(by)
        if left and stays and stays[-1][1] is None:
            stays[-1][1] = self.now

    def note_removals(self):
        """Note who was asked to go, and when."""
        with Session(self.engine) as session:
            entries = session.scalars(
                select(RecordEntry).where(RecordEntry.seq > self.read).order_by(RecordEntry.seq)
            ).all()
        for each in entries:
            self.read = each.seq
            if each.act == "member_removed":
                known = {pseudonym(self.group, one): one for one in self.people}
                stays = self.stays[known[each.facts["member"]]]
                if stays[-1][1] is None:
                    stays[-1][1] = datetime.fromisoformat(each.at)

    @rule(hours=st.sampled_from([1, 12, 48, 300, 800]))
    def pass_time(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def wait(self):
        """Let time pass until the clock makes something of a decision, to the instant."""
        with Session(self.engine) as session:
            due_at = session.get(Group, self.group).due_at
        self.now = max(self.now, due_at or self.now)
        self.look()

    @rule()
    def look(self):
        """Let somebody look, and remember what was frozen and what is over."""
        with Session(self.engine) as session:
            settle_if_due(session, self.group, self.now)
            session.commit()
            self.remember(session)

    def remember(self, session):
        for decision in session.scalars(select(Decision)):
            electors = set(
                session.scalars(select(Elector.person_id).where(Elector.decision_id == decision.id))
            )
            state = DecisionState(decision.state)
            if state is DecisionState.VOTING or state in COUNTED:
                if decision.id not in self.frozen:
                    self.check_electors(decision, electors)
                before = self.frozen.setdefault(decision.id, (electors, text_hash(decision)))
                assert electors <= before[0], "nobody may vote who could not when it was opened"
                if decision.action != ActionKind.REMOVE_MEMBER:
                    assert text_hash(decision) == before[1], "nothing changes once it is open"
                about = decision.about_person_id
                assert about not in before[0], "nobody votes on what is about them"

    def check_electors(self, decision, electors):
        """Hold those who may vote against who belonged, and for how long, when it opened.

        Whoever left in the same instant may or may not have been among them.
        """
        at = decision.opened_at
        self.note_removals()

        def tenured(members):
            long = {who for who, since in members.items() if since <= at - TENURE}
            return set(members) if at < NOW + FIRST_MONTH or not long else long

        possible, certain = {}, {}
        for who, stays in self.stays.items():
            for since, until in stays:
                if since <= at and (until is None or until >= at):
                    possible[who] = since
                if since <= at and (until is None or until > at):
                    certain[who] = since
        may = tenured(possible) | tenured(certain)
        assert electors <= may, "nobody votes who did not belong for long enough"
        if decision.state != "impossible":
            about = {decision.about_person_id}
            assert len(tenured(certain) - about) <= decision.electors <= len(may - about)

    @invariant()
    def each_result_follows_from_its_numbers_at_its_instant(self):
        with Session(self.engine) as session:
            names = [
                each.facts["rules"]["name"]
                for each in session.scalars(
                    select(RecordEntry)
                    .where(RecordEntry.act == "rule_changed")
                    .order_by(RecordEntry.seq)
                )
            ]
            assert all(one != other for one, other in pairwise(names)), "nothing changed by that"
            for decision in session.scalars(select(Decision).where(Decision.tally.is_not(None))):
                tally, state = decision.tally, decision.state
                if tally["ballots"] < decision.quorum:
                    expected = {"no_quorum"}
                    assert decision.extended_at is not None, "there was more time once"
                elif decision.method == "consent":
                    expected = {"objected"} if tally["object"] else PASSED
                elif decision.method == "two_thirds":
                    yes, no = tally["yes"], tally["no"]
                    expected = PASSED if yes and yes >= 2 * no else {"rejected"}
                elif tally["yes"] == tally["no"]:
                    expected = {"tied"}
                else:
                    expected = PASSED if tally["yes"] > tally["no"] else {"rejected"}
                assert state in expected
                assert decision.settled_at == decision.closes_at, "not when somebody looked"
                if decision.enacted_at is not None:
                    cooled = decision.settled_at + COOLS_OFF[decision.weight]
                    assert decision.enacted_at == cooled
                if decision.action == ActionKind.REMOVE_MEMBER:
                    assert decision.method == "two_thirds"
                    assert decision.electors > 1

    @invariant()
    def what_is_over_ended_once_and_stays_so(self):
        with Session(self.engine) as session:
            self.remember(session)
            entries = session.scalars(select(RecordEntry)).all()
            for decision in session.scalars(select(Decision)):
                acts = [
                    each.act for each in entries if each.facts.get("decision") == str(decision.id)
                ]
                for act in ("decision_opened", "decision_settled", "decision_enacted"):
                    assert acts.count(act) <= 1, act
                if decision.state in OVER:
                    end = (decision.state, decision.outcome, decision.settled_at)
                    assert self.over.setdefault(decision.id, end) == end
                    assert decision.state in ("enacted", "impossible") or not decision.enacted_at

    @invariant()
    def the_ballots_are_those_that_were_cast_in_time(self):
        with Session(self.engine) as session:
            for decision in session.scalars(select(Decision)):
                electors = set(
                    session.scalars(
                        select(Elector.person_id).where(Elector.decision_id == decision.id)
                    )
                )
                cast = self.ballots.get(decision.id, {})
                if decision.state == "voting":
                    kept = {
                        each.person_id: each.choice
                        for each in session.scalars(
                            select(Ballot).where(Ballot.decision_id == decision.id)
                        )
                    }
                    mine = {who: cast[who] for who in cast if who in electors}
                    assert kept == mine
                    self.ballots[decision.id] = mine
                elif decision.tally is not None:
                    counted = session.scalars(
                        select(CountedBallot.choice).where(CountedBallot.decision_id == decision.id)
                    ).all()
                    assert decision.tally["ballots"] == len(counted) == len(cast)
                    assert sorted(map(str, counted)) == sorted(map(str, cast.values()))
                    said = [each["vote"] for each in counted]
                    for vote in set(said):
                        assert decision.tally[vote] == said.count(vote)
                    assert not session.scalars(
                        select(Ballot).where(Ballot.decision_id == decision.id)
                    ).all()

    @invariant()
    def whoever_is_left_can_go_on(self):
        """A group is closed by its members, or when the last one left; else somebody is in it."""
        with Session(self.engine) as session:
            group = session.get(Group, self.group)
            left = session.scalars(
                select(Membership).where(Membership.group_id == group.id)
            ).first()
            assert (group.closed_at is None) == (left is not None)
            if left is not None:
                clauses = clauses_for_voting(session, group, None, self.now)
                assert session.scalars(select(Membership).where(*clauses)).first() is not None


@pytest.fixture
def machine(cluster, template):
    class OnACopy(Deciding):
        @staticmethod
        def copied():
            return copied_database(cluster, template)

    return OnACopy


def test_whatever_members_do_a_decision_has_one_outcome(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
