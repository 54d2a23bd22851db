"""Blocks: two people who do not see each other, and the clauses by which every room keeps to it.

A block is mutual, and looks to the other as if one had left. Only whoever made it can undo it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Uuid,
    any_,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.kernel.signals import Signal
from backend.people.errors import PersonNotFound
from backend.people.models import Block, Person

Reader = Connection | Session

person_blocked = Signal(
    "Sent in the transaction in which somebody blocks another, the session as its sender, with by, "
    "other and now. Receivers let go, without fault, of what was agreed between the two."
)


def out_of_sight(viewer: UUID | Any) -> ColumnElement[Any]:
    """Return the ids of all whom a person does not see, as an array. Worked out once in a query.

    ``viewer`` may be a bound parameter.
    """
    both = union_all(
        select(Block.blocked_id.label("id")).where(Block.blocker_id == viewer),
        select(Block.blocker_id.label("id")).where(Block.blocked_id == viewer),
    ).subquery()
    ids = select(func.array_agg(both.c.id)).scalar_subquery()
    # Without the cast, ANY would compare with the rows of the query and not with what is in them.
    return cast(ids, ARRAY(Uuid))


def in_sight(person_id: ColumnElement[Any] | Any, viewer: UUID | Any) -> ColumnElement[bool]:
    """Return the clause for people, by a column of ids, whom a viewer sees as far as blocks go.

    Nobody at all, an id that is NULL, is in sight.
    """
    return (person_id == any_(out_of_sight(viewer))).is_not(True)


def see_each_other(one: ColumnElement[Any] | Any, other: ColumnElement[Any] | Any) -> Any:
    """Return the clause for pairs of people, by two columns of ids, without a block between."""
    return ~exists().where(
        or_(
            (Block.blocker_id == one) & (Block.blocked_id == other),
            (Block.blocker_id == other) & (Block.blocked_id == one),
        )
    )


def are_apart(reader: Reader, one: UUID, other: UUID) -> bool:
    """Answer whether either of two people has blocked the other."""
    clause = or_(
        (Block.blocker_id == one) & (Block.blocked_id == other),
        (Block.blocker_id == other) & (Block.blocked_id == one),
    )
    return bool(reader.scalar(select(exists().where(clause))))


def block(session: Session, other: UUID, *, by: UUID, now: datetime) -> None:
    """Block somebody, who may have left or have blocked one already; again is the same as once.

    Both are locked, as in leaving, so that nothing is being agreed between the two meanwhile.
    Raises ``PersonNotFound`` for an id that nobody ever had, and for oneself.
    """
    both = session.execute(
        select(Person.id, Person.display_name)
        .where(Person.id.in_([by, other]))
        .order_by(Person.id)
        .with_for_update(key_share=True)
    ).all()
    names = {row.id: row.display_name for row in both if row.id != by}
    if other not in names:
        raise PersonNotFound
    # Who blocked one first is to be seen as little as somebody who left, who has no name.
    name = "" if are_apart(session, by, other) else names[other]
    made = session.execute(
        insert(Block)
        .values(blocker_id=by, blocked_id=other, name=name, since_at=now)
        .on_conflict_do_nothing()
        .returning(Block.blocked_id)
    ).first()
    if made is not None:
        _forget_name(session, by, of=other)
        person_blocked.send(session, by=by, other=other, now=now)


def unblock(session: Session, other: UUID, *, by: UUID) -> None:
    """Undo one's own block. What was let go stays so; where there is none, nothing happens."""
    session.execute(delete(Block).where(Block.blocker_id == by, Block.blocked_id == other))


def list_blocks(
    reader: Reader,
    *,
    by: UUID,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List whom a person blocked, the latest first; one more than ``limit`` where there are more.

    A name is empty where the person was not to be seen any more.
    """
    query = select(Block.blocked_id.label("id"), Block.name, Block.since_at)
    query = query.where(Block.blocker_id == by)
    if after is not None:
        query = query.where(tuple_(Block.since_at, Block.blocked_id) < after)
    order = (Block.since_at.desc(), Block.blocked_id.desc())
    return reader.execute(query.order_by(*order).limit(limit + 1)).all()


def forget_person(session: Session, person_id: UUID) -> None:
    """Forget whom somebody blocked who leaves, and what they were called by those who did."""
    session.execute(delete(Block).where(Block.blocker_id == person_id))
    _forget_name(session, person_id)


def _forget_name(session: Session, person_id: UUID, *, of: UUID | None = None) -> None:
    """Empty a name in the blocks of others, as it is when somebody leaves, or in those of one."""
    change = update(Block).where(Block.blocked_id == person_id).values(name="")
    session.execute(change if of is None else change.where(Block.blocker_id == of))
