"""Changing together what is of a group: the last hand makes the change.

What takes more than one is kept as it was proposed: the call itself, so that others see what they
lend a hand to and repeat just that. Two hands on two different changes are one hand on each.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by, insert
from sqlalchemy.orm import Session

from backend.db.written import Written, outer
from backend.groups import acting
from backend.groups.clauses import ACTING, ACTING_AT
from backend.groups.errors import TooManyProposed
from backend.groups.models import Group, Hand, Membership, ProposedChange
from backend.groups.powers import POWERS, Act

HOLDS_FOR = timedelta(days=7)
"""How long a first hand waits for the next."""
MOST_PROPOSED = 20
"""How many changes of one thing may wait for a hand."""
USUALLY_NEEDED = POWERS[Act.KEEP].small
"""What those are told who wait for a steward."""


@dataclass(frozen=True, slots=True)
class Change:
    """A call that changes something of a group, as a phone made it."""

    operation: str
    method: str
    path: str
    body: Mapping[str, Any]

    def id_for(self, group_id: UUID) -> UUID:
        """Return the id under which a group lends hands to just this change."""
        said = json.dumps([self.operation, self.path, self.body], sort_keys=True)
        return uuid5(group_id, said)


@dataclass(frozen=True, slots=True)
class ProposedSeen:
    """A change that waits for another hand of the group; whoever makes the same call lends one."""

    id: UUID
    operation: str
    method: str
    path: str
    body: Mapping[str, Any]
    proposed_at: datetime
    until: datetime
    hands: int
    hands_needed: int
    is_mine: bool


def do_together(
    session: Session,
    group: Group,
    act: Act,
    about_id: UUID,
    change: Change,
    do: Callable[[], object],
    *,
    by: UUID,
    now: datetime,
) -> bool:
    """Change a thing of a locked group, or lend a hand to it; say whether it is done by that.

    A first hand is held against the rules by trying it out. Raises TooManyProposed, and
    what `acting.act` and ``do`` raise.
    """
    change_id = change.id_for(group.id)
    _forget_old(session, about_id, now=now)
    if acting.act(session, group, act, change_id, by=by, now=now):
        session.execute(delete(ProposedChange).where(ProposedChange.id == change_id))
        do()
        return True
    group_id = group.id
    _try_out(session, do)
    _propose(session, group_id, about_id, change_id, change, now=now)
    return False


def _try_out(session: Session, do: Callable[[], object]) -> None:
    """Refuse what would be refused, and leave all as it was."""
    trial = session.begin_nested()
    try:
        do()
    finally:
        if trial.is_active:
            trial.rollback()
    session.expire_all()


def _propose(
    session: Session,
    group_id: UUID,
    about_id: UUID,
    change_id: UUID,
    change: Change,
    *,
    now: datetime,
) -> None:
    waiting = select(func.count()).where(
        ProposedChange.about_id == about_id, ProposedChange.id != change_id
    )
    if (session.scalar(waiting) or 0) >= MOST_PROPOSED:
        raise TooManyProposed(at_most=MOST_PROPOSED)
    session.execute(
        insert(ProposedChange)
        .values(
            id=change_id,
            group_id=group_id,
            about_id=about_id,
            operation=change.operation,
            method=change.method,
            path=change.path,
            body=dict(change.body),
            proposed_at=now,
        )
        .on_conflict_do_nothing()
    )


def _forget_old(session: Session, about_id: UUID, *, now: datetime) -> None:
    """Forget what nobody took up in time, and what all have taken their hands from by leaving."""
    lent = exists().where(Hand.about_id == ProposedChange.id)
    old = session.scalars(
        delete(ProposedChange)
        .where(
            ProposedChange.about_id == about_id,
            or_(ProposedChange.proposed_at <= now - HOLDS_FOR, ~lent),
        )
        .returning(ProposedChange.id)
    ).all()
    if old:
        acting.forget_hands(session, old)


def proposed_about(about_id: Any, group_id: Any, viewer: Any, now: Any) -> ColumnElement[Any]:
    """Return the column of what waits for a hand about a thing of a group, by columns of ids.

    `proposals_seen` reads it.
    """
    return _proposed_about(outer(about_id), outer(group_id)).of(acting=viewer, acting_at=now)


@lru_cache(maxsize=16)
def _proposed_about(about_id: str, group_id: str) -> Written:
    hands = (
        select(func.count())
        .select_from(Hand)
        .join(
            Membership,
            and_(
                Membership.person_id == Hand.person_id,
                Membership.group_id == ProposedChange.group_id,
            ),
        )
        .where(Hand.about_id == ProposedChange.id)
        .correlate(ProposedChange)
        .scalar_subquery()
    )
    mine = (
        select(Hand.person_id)
        .where(Hand.about_id == ProposedChange.id, Hand.person_id == ACTING)
        .correlate(ProposedChange)
        .exists()
    )
    columns = ("id", "operation", "method", "path", "body", "proposed_at")
    named = [each for name in columns for each in (name, getattr(ProposedChange, name))]
    proposal = func.jsonb_build_object(*named, "hands", hands, "is_mine", mine)
    query = select(func.jsonb_agg(aggregate_order_by(proposal, ProposedChange.proposed_at))).where(
        ProposedChange.about_id == literal_column(about_id),
        ProposedChange.group_id == literal_column(group_id),
        ProposedChange.proposed_at + HOLDS_FOR > ACTING_AT,
    )
    return Written(query, JSONB())


def proposals_seen(
    proposed: Sequence[Mapping[str, Any]] | None, hands_needed: int | None
) -> list[ProposedSeen]:
    """Return what waits for a hand; what all have taken their hands from by leaving does not."""
    seen: list[ProposedSeen] = []
    for each in proposed or ():
        proposed_at = datetime.fromisoformat(each["proposed_at"])
        if each["hands"]:
            seen.append(
                ProposedSeen(
                    id=UUID(each["id"]),
                    operation=each["operation"],
                    method=each["method"],
                    path=each["path"],
                    body=each["body"],
                    proposed_at=proposed_at,
                    until=proposed_at + HOLDS_FOR,
                    hands=each["hands"],
                    hands_needed=hands_needed or USUALLY_NEEDED,
                    is_mine=each["is_mine"],
                )
            )
    return seen
