"""What becomes of decisions when somebody leaves a group, or for good."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from backend.decisions.models import Ballot, Decision, Elector, Remark
from backend.decisions.states import LIVE, DecisionState
from backend.groups.models import Group
from backend.groups.service import find_membership, group_closed, member_left
from backend.people.service import person_left


@member_left.connect
def take_out_of_votes(session: Session, *, group: Group, person_id: UUID, now: datetime) -> None:
    """Let somebody who left a group vote there no longer; what they proposed goes on without them.

    How many could vote, and so the quorum, stays as it was when the vote opened.
    """
    live = select(Decision.id).where(
        Decision.group_id == group.id, Decision.state.in_([each.value for each in LIVE])
    )
    # The elector first: a ballot that is being cast holds it, and is waited for.
    for table in (Elector, Ballot):
        session.execute(
            delete(table)
            .where(table.person_id == person_id, table.decision_id.in_(live))
            .execution_options(synchronize_session=False)
        )
    mine = (Decision.group_id == group.id, Decision.proposed_by == person_id)
    session.execute(
        update(Decision)
        .where(*mine, Decision.state == DecisionState.DRAFT.value)
        .values(state=DecisionState.WITHDRAWN.value, title="", words="")
    )
    session.execute(update(Decision).where(*mine).values(proposed_by=None))
    _forget_about(session, person_id, group.id)


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget that decisions were about somebody, what they said, and that they could vote."""
    asked_by_others = select(Decision.group_id).where(Decision.about_person_id == person_id)
    session.execute(
        select(Group.id)
        .where(Group.id.in_(asked_by_others))
        .order_by(Group.id)
        .with_for_update(key_share=True)
    )
    _forget_about(session, person_id)
    for table in (Elector, Ballot):
        session.execute(
            delete(table)
            .where(table.person_id == person_id)
            .execution_options(synchronize_session=False)
        )
    session.execute(delete(Remark).where(Remark.said_by == person_id))


@group_closed.connect
def burn_ballots(session: Session, *, group: Group, now: datetime) -> None:
    """Forget who voted how on what a group that is no more will never count."""
    never_counted = select(Decision.id).where(Decision.group_id == group.id)
    session.execute(
        delete(Ballot)
        .where(Ballot.decision_id.in_(never_counted))
        .execution_options(synchronize_session=False)
    )


def forget_who_went(session: Session, decision: Decision) -> None:
    """Empty whom a decision is about that is over, where they do not belong to the group now."""
    person_id = decision.about_person_id
    if person_id is None or DecisionState(decision.state) in LIVE:
        return
    session.flush()
    if find_membership(session, decision.group_id, person_id) is None:
        _forget_about(session, person_id, decision.group_id)


def _forget_about(session: Session, person_id: UUID, group_id: UUID | None = None) -> None:
    """Empty whom decisions are about; what is still asked about them has become impossible.

    Who only leaves a group does not by that escape that it asks them to go.
    """
    about = update(Decision).where(Decision.about_person_id == person_id)
    if group_id is not None:
        under_way = Decision.state.in_([each.value for each in LIVE])
        about = about.where(
            Decision.group_id == group_id, ~(under_way & (Decision.action == "remove_member"))
        )
    params = Decision.params.op("-", return_type=JSONB())("person_id")
    session.execute(about.values(about_person_id=None, params=params))
