"""Casting a ballot: secret, one's own to change, and never after the deadline.

A ballot takes no lock that another ballot waits for: a shared one on the decision, which keeps it
from being counted meanwhile, and on one's own row among those who may vote.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, bindparam, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from backend.db import Base
from backend.decisions import methods
from backend.decisions.errors import (
    BallotDoesNotFit,
    DecisionNotFound,
    NotAnElector,
    NotVotingNow,
)
from backend.decisions.models import Ballot, Decision, Elector
from backend.decisions.states import DecisionState, Method

# Written once, for thousands vote in the last minutes. A ballot waits for a count that has begun,
# and then finds the vote closed.
_MAY = (
    select(Elector.decision_id, Elector.person_id, bindparam("choice", type_=JSONB))
    .join(Decision, Decision.id == Elector.decision_id)
    .where(
        Elector.decision_id == bindparam("decision_id"),
        Elector.person_id == bindparam("person_id"),
        Decision.state == DecisionState.VOTING.value,
        Decision.closes_at > bindparam("now", type_=DateTime(timezone=True)),
    )
    .with_for_update(read=True, key_share=True)
)
_BALLOTS = Base.metadata.tables[Ballot.__tablename__]
_INSERT = insert(_BALLOTS).from_select(["decision_id", "person_id", "choice"], _MAY)
_CAST = _INSERT.on_conflict_do_update(
    index_elements=[_BALLOTS.c.decision_id, _BALLOTS.c.person_id],
    set_={"choice": _INSERT.excluded.choice},
).returning(_BALLOTS.c.person_id)


def cast_ballot(
    session: Session, decision_id: UUID, choice: dict[str, Any], *, by: UUID, now: datetime
) -> None:
    """Say how one votes, or something else than before, until the vote closes.

    Come with the group settled until ``now``. Raises DecisionNotFound, NotVotingNow, NotAnElector
    and BallotDoesNotFit.
    """
    # What is asked is frozen while one can vote.
    found = session.execute(
        select(Decision.method, Decision.options).where(Decision.id == decision_id)
    ).one_or_none()
    if found is None:
        raise DecisionNotFound
    fits = methods.fits(Method(found.method), choice, len(found.options))
    said = {"decision_id": decision_id, "person_id": by, "choice": choice, "now": now}
    if fits and session.execute(_CAST, said).first() is not None:
        return
    state, closes_at = session.execute(
        select(Decision.state, Decision.closes_at).where(Decision.id == decision_id)
    ).one()
    if state != DecisionState.VOTING or closes_at is None or now >= closes_at:
        raise NotVotingNow
    if session.get(Elector, (decision_id, by)) is None:
        raise NotAnElector
    raise BallotDoesNotFit(method=found.method, options=len(found.options))
