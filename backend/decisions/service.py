"""Saying something to a decision, and contesting what has passed while it cools off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.decisions import rules, telling
from backend.decisions.errors import (
    DecisionNotFound,
    NotAnElector,
    NothingToContest,
    NotTalkedAbout,
    TooManyRemarks,
)
from backend.decisions.leaving import forget_who_went
from backend.decisions.models import Decision, Elector, Remark
from backend.decisions.rules import CONTEST, REMARK
from backend.decisions.states import TALKED_ABOUT, DecisionState
from backend.groups.models import Group, Membership
from backend.groups.record import Recorded, write
from backend.groups.service import find_membership, lock_group
from backend.kernel.ids import new_id
from backend.people.service import hold_person


def say_to_decision(
    session: Session,
    decision_id: UUID,
    words: str,
    *,
    by: UUID,
    now: datetime,
    remark_id: UUID | None = None,
) -> Remark:
    """Say something to a decision while it is discussed or voted on.

    Raises DecisionNotFound, NotTalkedAbout and TooManyRemarks.
    """
    hold_person(session, by)
    decision, _ = lock_decision(session, decision_id, by=by, now=now)
    if decision.state not in TALKED_ABOUT:
        raise NotTalkedAbout
    said = session.scalar(
        select(func.count()).where(Remark.decision_id == decision.id, Remark.said_by == by)
    )
    if (said or 0) >= rules.REMARKS_OF_ONE:
        raise TooManyRemarks(at_most=rules.REMARKS_OF_ONE)
    return _remark(session, decision, REMARK, words, by=by, now=now, remark_id=remark_id)


def contest_decision(
    session: Session, decision_id: UUID, words: str, *, by: UUID, now: datetime
) -> Decision:
    """Contest what has passed, while it cools off; enough together end it. Again is as once.

    Raises DecisionNotFound, NothingToContest and NotAnElector.
    """
    hold_person(session, by)
    decision, group = lock_decision(session, decision_id, by=by, now=now)
    if decision.state != DecisionState.COOLING_OFF:
        raise NothingToContest
    if session.get(Elector, (decision.id, by)) is None:
        raise NotAnElector
    contested = select(func.count()).where(
        Remark.decision_id == decision.id, Remark.kind == CONTEST
    )
    if not session.scalar(contested.where(Remark.said_by == by)):
        _remark(session, decision, CONTEST, words, by=by, now=now)
    if (session.scalar(contested) or 0) >= rules.contesting(decision.electors):
        decision.state = DecisionState.CONTESTED.value
        decision.version += 1
        session.flush()
        write(session, group, Recorded.DECISION_CONTESTED, {"decision": decision.id}, now)
        telling.tell_settled(session, group, decision, now)
        forget_who_went(session, decision)
    return decision


def lock_decision(
    session: Session, decision_id: UUID, *, by: UUID, now: datetime
) -> tuple[Decision, Group]:
    """Lock the group of a decision, settled until now, for a member who may see the decision.

    Raises DecisionNotFound, also for a draft of somebody else.
    """
    group_id = session.scalar(
        select(Decision.group_id)
        .join(Group, Group.id == Decision.group_id)
        .where(
            Decision.id == decision_id,
            Group.closed_at.is_(None),
            Decision.group_id.in_(select(Membership.group_id).where(Membership.person_id == by)),
        )
    )
    if group_id is None:
        raise DecisionNotFound
    group = lock_group(session, group_id, by=by, now=now)
    decision = session.get_one(Decision, decision_id, populate_existing=True)
    is_draft = decision.state == DecisionState.DRAFT
    if (is_draft and decision.proposed_by != by) or not find_membership(session, group.id, by):
        raise DecisionNotFound
    return decision, group


def _remark(
    session: Session,
    decision: Decision,
    kind: str,
    words: str,
    *,
    by: UUID,
    now: datetime,
    remark_id: UUID | None = None,
) -> Remark:
    remark = Remark(
        id=remark_id or new_id(),
        decision_id=decision.id,
        said_by=by,
        kind=kind,
        words=words,
        said_at=now,
    )
    session.add(remark)
    session.flush()
    return remark
