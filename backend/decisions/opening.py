"""Opening a vote: who votes on it is written down, and nothing of it changes after that."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.decisions import rules, telling
from backend.decisions.actions import action_of
from backend.decisions.doing import WhyNot
from backend.decisions.drawing import bind
from backend.decisions.models import Decision, Elector
from backend.decisions.states import DecisionState, Method, Weight
from backend.groups import record
from backend.groups.models import Group, Membership
from backend.groups.powers import ALL_TENURED_FOR, TENURE
from backend.groups.record import Recorded
from backend.groups.service import count_members


def open_vote(session: Session, group: Group, decision: Decision, at: datetime) -> None:
    """Open the vote on a decision, of a locked group, that says when it opens and closes.

    Those who may vote are who belonged for long enough at that instant, without whom it is about.
    Where it cannot be carried out by then, it ends here. Where the group has grown so that this
    way of deciding is no longer one for such a matter, it is decided in the usual one.
    """
    action = action_of(decision.action)
    why = action.check(session, group, decision, at)
    session.execute(
        insert(Elector).from_select(
            ["decision_id", "person_id"],
            select(literal(decision.id), Membership.person_id).where(
                *clauses_for_voting(session, group, decision.about_person_id, at)
            ),
        )
    )
    electors = session.scalar(select(func.count()).where(Elector.decision_id == decision.id)) or 0
    if why is None and electors < action.least_electors:
        why = WhyNot.TOO_FEW_TO_DECIDE
    decision.version += 1
    if why is not None:
        decision.state = DecisionState.IMPOSSIBLE.value
        decision.outcome = str(why)
        session.flush()
        outcome = {"decision": decision.id, "outcome": decision.outcome}
        record.write(session, group, Recorded.DECISION_ENACTED, outcome, at)
        return
    ways = rules.methods_for(
        Weight(decision.weight),
        count_members(session, group.id),
        two_thirds_at_least=action.two_thirds_at_least,
        has_options=bool(decision.options),
    )
    method = Method(decision.method) if decision.method in ways else ways[0]
    decision.method = method.value
    decision.state = DecisionState.VOTING.value
    decision.electors = electors
    decision.quorum = rules.quorum(method, Weight(decision.weight), electors)
    session.flush()
    facts = {
        "decision": decision.id,
        "text": text_hash(decision),
        "action": decision.action,
        "method": decision.method,
        "weight": decision.weight,
        "electors": electors,
        "quorum": decision.quorum,
        "closes_at": decision.closes_at,
    }
    if method is Method.LOT:
        facts["commitment"] = bind(session, decision.id)
    record.write(session, group, Recorded.DECISION_OPENED, facts, at)
    telling.tell_opened(session, group, decision, at)


def count_who_may_vote(session: Session, group: Group, decision: Decision, at: datetime) -> int:
    """Return how many might vote on a decision if it were opened at an instant."""
    may = clauses_for_voting(session, group, decision.about_person_id, at)
    return session.scalar(select(func.count()).select_from(Membership).where(*may)) or 0


def may_vote(session: Session, group: Group, person_id: UUID, at: datetime) -> bool:
    """Answer whether a member belongs for long enough to vote, and so to propose."""
    clauses = clauses_for_voting(session, group, None, at)
    return _any(session, [*clauses, Membership.person_id == person_id])


def text_hash(decision: Decision) -> str:
    """Return the SHA-256 of all that is voted on, as the record has it when the vote opens."""
    frozen = {
        "title": decision.title,
        "words": decision.words,
        "action": decision.action,
        "params": dict(decision.params),
        "options": list(decision.options),
    }
    return hashlib.sha256(record.canonical(frozen)).hexdigest()


def clauses_for_voting(
    session: Session, group: Group, about_person_id: UUID | None, at: datetime
) -> list[ColumnElement[bool]]:
    """Return the clauses on ``Membership`` for those who may vote, or be drawn by lot.

    In a group's first month all its members count; where nobody is tenured, everybody does.
    """
    here = [Membership.group_id == group.id, Membership.joined_at <= at]
    tenured = [*here, Membership.joined_at <= at - TENURE]
    if at < group.founded_at + ALL_TENURED_FOR or not _any(session, tenured):
        tenured = here
    if about_person_id is not None:
        tenured = [*tenured, Membership.person_id != about_person_id]
    return tenured


def _any(session: Session, clauses: list[Any]) -> bool:
    return session.scalar(select(Membership.person_id).where(*clauses).limit(1)) is not None
