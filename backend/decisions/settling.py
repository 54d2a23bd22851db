"""What the clock makes of decisions: votes open and close, and what passed is carried out.

Called under the group's lock, by whoever looks at the group first (`backend.groups.settling`).
Counting waits for the ballots that are being cast, and nobody's after it counts.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, repeat
from uuid import uuid4

from sqlalchemy import Uuid, column, delete, func, insert, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.decisions import methods, rules, telling
from backend.decisions.actions import action_of
from backend.decisions.doing import NotNow, WhyNot
from backend.decisions.drawing import reveal
from backend.decisions.leaving import forget_who_went
from backend.decisions.methods import Choice, Result
from backend.decisions.models import Ballot, CountedBallot, Decision
from backend.decisions.opening import open_vote
from backend.decisions.states import (
    LIVE,
    DecisionFacts,
    DecisionState,
    Method,
    Weight,
    changes_at,
)
from backend.groups import record
from backend.groups.models import Group
from backend.groups.record import Recorded
from backend.groups.settling import on_settle, try_again_soon
from backend.kernel.facts import Fact
from backend.kernel.local_time import zone_named

DONE = "done"
STATES = {
    Result.PASSED: DecisionState.COOLING_OFF,
    Result.REJECTED: DecisionState.REJECTED,
    Result.OBJECTED: DecisionState.OBJECTED,
    Result.NO_QUORUM: DecisionState.NO_QUORUM,
    Result.TIED: DecisionState.TIED,
}


@on_settle
def carry_out(session: Session, group: Group, at: datetime) -> datetime | None:
    """Carry out what the clock made of a locked group's decisions until an instant, in its order.

    Return when there is something to do next.
    """
    live = session.scalars(
        select(Decision)
        .where(Decision.group_id == group.id, Decision.state.in_([each.value for each in LIVE]))
        .order_by(Decision.id)
        .execution_options(populate_existing=True)
    ).all()
    put_off: set[Decision] = set()
    while group.closed_at is None:
        due = [
            (when, decision.id, decision)
            for decision in live
            if decision not in put_off
            and (when := changes_at(facts_of(decision))) is not None
            and when <= at
        ]
        if not due:
            break
        when, _, decision = min(due, key=lambda each: each[:2])
        if not _carry_out(session, group, decision, when):
            put_off.add(decision)
    if group.closed_at is not None:
        return None
    ahead = [changes_at(facts_of(decision)) for decision in live if decision not in put_off]
    instants = [each for each in ahead if each is not None]
    if put_off:
        try_again_soon(session, group)
    return min(instants, default=None)


def facts_of(decision: Decision) -> DecisionFacts:
    """Return what is written down about a decision."""
    return DecisionFacts(
        DecisionState(decision.state), decision.opened_at, decision.closes_at, decision.enact_at
    )


def _carry_out(session: Session, group: Group, decision: Decision, at: datetime) -> bool:
    """Take a decision one step on, as of the instant at which it was due; False to try later."""
    goes_on = _take_one_step(session, group, decision, at)
    forget_who_went(session, decision)
    return goes_on


def _take_one_step(session: Session, group: Group, decision: Decision, at: datetime) -> bool:
    if decision.state == DecisionState.DISCUSSING:
        open_vote(session, group, decision, at)
        return True
    was_voting = decision.state == DecisionState.VOTING
    if was_voting:
        close_vote(session, group, decision, at)
    if decision.state == DecisionState.COOLING_OFF and decision.enact_at == at:
        if not enact(session, group, decision, at):
            return False
        if not was_voting and decision.state == DecisionState.ENACTED:
            # They were told when it passed.
            return True
    if decision.state != DecisionState.VOTING:
        telling.tell_settled(session, group, decision, at)
    return True


def close_vote(session: Session, group: Group, decision: Decision, at: datetime) -> None:
    """Count the ballots, which lose their names by it; or give more time, once."""
    # Waits for ballots that are being cast; those who come later see that it is over.
    session.execute(select(Decision.id).where(Decision.id == decision.id).with_for_update())
    method = Method(decision.method)
    counted = methods.count(
        method,
        _choices(session, decision),
        quorum=decision.quorum,
        options=len(decision.options),
        link=reveal(session, decision.id) if method is Method.LOT else b"",
    )
    decision.version += 1
    if counted.result is Result.NO_QUORUM and decision.extended_at is None:
        assert decision.opened_at is not None
        assert decision.closes_at is not None
        decision.extended_at = at
        decision.closes_at = rules.extended(
            decision.opened_at, decision.closes_at, zone_named(group.zone)
        )
        session.flush()
        telling.tell_extended(session, group, decision, at)
        return
    _take_names_off(session, decision)
    decision.state = STATES[counted.result].value
    decision.settled_at = at
    decision.tally = counted.tally
    if counted.result is Result.PASSED:
        decision.enact_at = at + rules.COURSES[Weight(decision.weight)].cools_off_for
    session.flush()
    facts = {"decision": decision.id, "result": counted.result, "tally": counted.tally}
    record.write(session, group, Recorded.DECISION_SETTLED, facts, at)


def enact(session: Session, group: Group, decision: Decision, at: datetime) -> bool:
    """Carry out what has passed and cooled off, wholly or not at all; False to try again later."""
    action = action_of(decision.action)
    try:
        why = action.check(session, group, decision, at)
        if why is None:
            with session.begin_nested():
                action.enact(session, group, decision, at)
    except NotNow:
        return False
    except (Fact, IntegrityError):
        # Found only in doing it, such as a group that is full by now.
        why = WhyNot.CANNOT_BE_DONE
    decision.version += 1
    decision.outcome = DONE if why is None else str(why)
    if why is None:
        decision.state = DecisionState.ENACTED.value
        decision.enacted_at = at
    else:
        decision.state = DecisionState.IMPOSSIBLE.value
    session.flush()
    facts = {"decision": decision.id, "outcome": decision.outcome}
    record.write(session, group, Recorded.DECISION_ENACTED, facts, at)
    return True


def _choices(session: Session, decision: Decision) -> Iterator[Choice]:
    """Give what each ballot says; those that say the same are read once."""
    said = session.execute(
        select(Ballot.choice, func.count())
        .where(Ballot.decision_id == decision.id)
        .group_by(Ballot.choice)
    )
    return chain.from_iterable(repeat(choice, times) for choice, times in said)


def _take_names_off(session: Session, decision: Decision) -> None:
    """Keep the ballots under random ids and in their order alone, and forget whose they were."""
    here = Ballot.decision_id == decision.id
    many = session.scalar(select(func.count()).select_from(Ballot).where(here)) or 0
    # Made here: for PostgreSQL, each is a question to the machine's source of chance.
    ids = (
        func.unnest(literal([uuid4() for _ in range(many)], ARRAY(Uuid)))
        .table_valued(column("id", Uuid), with_ordinality="number")
        .render_derived()
    )
    ballots = select(Ballot.choice, func.row_number().over().label("number")).where(here).subquery()
    session.execute(
        insert(CountedBallot).from_select(
            ["id", "decision_id", "choice"],
            select(ids.c.id, literal(decision.id), ballots.c.choice)
            .join_from(ids, ballots, ids.c.number == ballots.c.number)
            .order_by(ids.c.id),
        )
    )
    session.execute(delete(Ballot).where(here))
