"""Casting a ballot: secret, one's own to change, and never after the deadline.

A ballot takes no lock that another ballot waits for: a shared one on the decision, which keeps it
from being counted meanwhile, and on one's own row among those who may vote.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.decisions import methods
from backend.decisions.errors import (
    BallotDoesNotFit,
    DecisionNotFound,
    NotAnElector,
    NotVotingNow,
)
from backend.decisions.models import Ballot, Decision, Elector
from backend.decisions.states import DecisionState, Method


def cast_ballot(
    session: Session, decision_id: UUID, choice: dict[str, Any], *, by: UUID, now: datetime
) -> None:
    """Say how one votes, or something else than before, until the vote closes.

    Come with the group settled until ``now``. Raises DecisionNotFound, NotVotingNow, NotAnElector
    and BallotDoesNotFit.
    """
    # What has been waited for is read as it is then, so a vote counted meanwhile is seen as such.
    decision = session.execute(
        select(Decision.state, Decision.closes_at, Decision.method, Decision.options)
        .where(Decision.id == decision_id)
        .with_for_update(read=True, key_share=True)
    ).one_or_none()
    if decision is None:
        raise DecisionNotFound
    if decision.state != DecisionState.VOTING.value or now >= decision.closes_at:
        raise NotVotingNow
    elector = session.scalar(
        select(Elector.person_id)
        .where(Elector.decision_id == decision_id, Elector.person_id == by)
        .with_for_update(read=True, key_share=True)
    )
    if elector is None:
        raise NotAnElector
    method = Method(decision.method)
    if not methods.fits(method, choice, len(decision.options)):
        raise BallotDoesNotFit(method=method.value, options=len(decision.options))
    session.execute(
        insert(Ballot)
        .values(decision_id=decision_id, person_id=by, choice=choice)
        .on_conflict_do_update(
            index_elements=[Ballot.decision_id, Ballot.person_id], set_={"choice": choice}
        )
    )
