"""Blocks: two people who do not see each other, and the clauses by which every room keeps to it.

A block is mutual, and looks to the other as if one had left. Only whoever made it can undo it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from blinker import Signal
from sqlalchemy import ColumnElement, Row, ScalarSelect, any_, exists, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.people.errors import PersonNotFound
from backend.people.models import Block, Person

Reader = Connection | Session

person_blocked = Signal(
    "Sent in the transaction in which somebody blocks another, the session as its sender, with by, "
    "other and now. Receivers let go, without fault, of what was agreed between the two."
)


def out_of_sight(viewer: UUID | Any) -> ScalarSelect[Any]:
    """Return the ids of all whom a person does not see, as an array. Worked out once in a query.

    ``viewer`` may be a bound parameter.
    """
    both = union_all(
        select(Block.blocked_id.label("id")).where(Block.blocker_id == viewer),
        select(Block.blocker_id.label("id")).where(Block.blocked_id == viewer),
    ).subquery()
    return select(func.array_agg(both.c.id)).scalar_subquery()


def in_sight(person_id: ColumnElement[Any] | Any, viewer: UUID | Any) -> ColumnElement[bool]:
    """Return the clause for people, by a column of ids, whom a viewer sees as far as blocks go.

    Nobody at all, an id that is NULL, is in sight.
    """
    return (person_id == any_(out_of_sight(viewer))).is_not(True)


def are_apart(reader: Reader, one: UUID, other: UUID) -> bool:
    """Answer whether either of two people has blocked the other."""
    clause = or_(
        (Block.blocker_id == one) & (Block.blocked_id == other),
        (Block.blocker_id == other) & (Block.blocked_id == one),
    )
    return bool(reader.scalar(select(exists().where(clause))))


def block(session: Session, other: UUID, *, by: UUID, now: datetime) -> None:
    """Block somebody, who may have left or have blocked one already; again is the same as once.

    Raises ``PersonNotFound`` for an id that nobody ever had, and for oneself.
    """
    name = session.scalar(select(Person.display_name).where(Person.id == other, Person.id != by))
    if name is None:
        raise PersonNotFound
    made = session.execute(
        insert(Block)
        .values(blocker_id=by, blocked_id=other, name=name, since_at=now)
        .on_conflict_do_nothing()
        .returning(Block.blocked_id)
    ).first()
    if made is not None:
        person_blocked.send(session, by=by, other=other, now=now)


def unblock(session: Session, other: UUID, *, by: UUID) -> None:
    """Undo one's own block. What was let go stays so; where there is none, nothing happens."""
    found = session.get(Block, {"blocker_id": by, "blocked_id": other})
    if found is not None:
        session.delete(found)
        session.flush()


def list_blocks(reader: Reader, *, by: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """List whom a person blocked, the latest first."""
    return reader.execute(
        select(Block.blocked_id.label("person_id"), Block.name, Block.since_at)
        .where(Block.blocker_id == by)
        .order_by(Block.since_at.desc(), Block.blocked_id)
    ).all()
