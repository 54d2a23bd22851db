"""Casting a ballot: secret, one's own to change, and never after the deadline.

A ballot takes no lock that another ballot waits for: a shared one on the decision, which keeps it
from being counted meanwhile, and on one's own row among those who may vote.
"""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Text, bindparam, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.dialects.postgresql.dml import Insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from backend.db import Base
from backend.db.reading import rows_of
from backend.decisions import methods
from backend.decisions.errors import (
    BallotDoesNotFit,
    DecisionNotFound,
    NotAnElector,
    NotVotingNow,
)
from backend.decisions.models import Ballot, Decision, Elector
from backend.decisions.rules import MOST_OPTIONS
from backend.decisions.states import DecisionState, Method
from backend.groups.models import Group

_BALLOTS = Base.metadata.tables[Ballot.__tablename__]
_NOW = bindparam("now", type_=DateTime(timezone=True))


def _casting() -> ReturningInsert[Any]:
    """Return what writes a ballot down where it may be cast and says what is asked, or nothing.

    A ballot waits for a count that has begun, and then finds the vote closed. Where the clock has
    decided something for the group that nobody carried out yet, that comes first.
    """
    # As texts, which the driver and SQLAlchemy take alike, and which need not be written anew.
    choice = cast(bindparam("choice", type_=Text), JSONB)
    fitting = cast(bindparam("fitting", type_=Text), ARRAY(Text))
    asks = func.concat(Decision.method, " ", func.jsonb_array_length(Decision.options))
    may = (
        select(Elector.decision_id, Elector.person_id, choice)
        .join(Decision, Decision.id == Elector.decision_id)
        .join(Group, Group.id == Decision.group_id)
        .where(
            Elector.decision_id == bindparam("decision_id"),
            Elector.person_id == bindparam("person_id"),
            Decision.state == DecisionState.VOTING.value,
            Decision.closes_at > _NOW,
            asks == func.any(fitting),
            Group.closed_at.is_(None),
            or_(
                Group.due_at.is_(None),
                Group.due_at > _NOW,
                bindparam("is_settled", type_=Boolean),
            ),
        )
        .with_for_update(read=True, key_share=True, of=[Elector, Decision])
    )
    casting: Insert = insert(_BALLOTS).from_select(["decision_id", "person_id", "choice"], may)
    return casting.on_conflict_do_update(
        index_elements=[_BALLOTS.c.decision_id, _BALLOTS.c.person_id],
        set_={"choice": casting.excluded.choice},
    ).returning(_BALLOTS.c.person_id)


# Built once, for thousands vote in the last minutes.
_CAST = _casting()


def is_cast_at_once(
    reader: Connection, decision_id: UUID, choice: dict[str, Any], *, by: UUID, now: datetime
) -> bool:
    """Say how one votes, by one statement that is a transaction of its own; False if it cannot be.

    ``reader`` must be in AUTOCOMMIT. What is in the way is for `cast_ballot` to say, or to mend.
    """
    said = _said(decision_id, choice, by=by, now=now, is_settled=False)
    return bool(rows_of(reader, _CAST, said))


def cast_ballot(
    session: Session, decision_id: UUID, choice: dict[str, Any], *, by: UUID, now: datetime
) -> None:
    """Say how one votes, or something else than before, until the vote closes.

    Come with the group settled until ``now``. Raises DecisionNotFound, NotVotingNow, NotAnElector
    and BallotDoesNotFit.
    """
    said = _said(decision_id, choice, by=by, now=now, is_settled=True)
    if session.execute(_CAST, said).first() is not None:
        return
    found = session.execute(
        select(Decision.state, Decision.closes_at, Decision.method, Decision.options).where(
            Decision.id == decision_id
        )
    ).one_or_none()
    if found is None:
        raise DecisionNotFound
    if found.state != DecisionState.VOTING or found.closes_at is None or now >= found.closes_at:
        raise NotVotingNow
    if session.get(Elector, (decision_id, by)) is None:
        raise NotAnElector
    raise BallotDoesNotFit(method=found.method, options=len(found.options))


def _said(
    decision_id: UUID, choice: dict[str, Any], *, by: UUID, now: datetime, is_settled: bool
) -> dict[str, object]:
    written = json.dumps(choice)
    return {
        "decision_id": decision_id,
        "person_id": by,
        "choice": written,
        "fitting": _fitting(written),
        "now": now,
        "is_settled": is_settled,
    }


@lru_cache(maxsize=4096)
def _fitting(choice: str) -> str:
    """Return what a ballot may answer, methods with numbers of options, as PostgreSQL's array.

    The same few ballots come again and again.
    """
    ballot = json.loads(choice)
    fitting = [
        f'"{method.value} {options}"'
        for method in Method
        for options in range(MOST_OPTIONS + 2)
        if methods.fits(method, ballot, options)
    ]
    return f"{{{','.join(fitting)}}}"
