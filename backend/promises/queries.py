"""Reading promises: a list of them, with the names of the other sides, in one query."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from backend.conversations.about import Subject
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.posts.errors import PostNotFound
from backend.posts.models import Post
from backend.posts.queries import let_also_see, visible_posts
from backend.posts.seen import let_know_writer
from backend.posts.states import PostKind, Way
from backend.promises.errors import PromiseNotFound
from backend.promises.models import Promise, Thanks
from backend.promises.seen import Counts, PromiseSeen, seen
from backend.promises.states import STANDING, PromiseState, Side

Reader = Connection | Session
Position = tuple[datetime, UUID]


def get_promise(reader: Reader, promise_id: UUID, *, by: UUID, now: datetime) -> PromiseSeen:
    """Return a promise of which one is a side; raise PromiseNotFound."""
    row = reader.execute(_seen_by(by).where(Promise.id == promise_id, _mine(by))).one_or_none()
    if row is None:
        raise PromiseNotFound
    return seen(row, by=by, now=now)


def list_promises_of_post(
    reader: Reader, post_id: UUID, *, by: UUID, now: datetime, after: Position | None, limit: int
) -> list[PromiseSeen]:
    """List the promises of a post, first come first: all for its writer, for others their own.

    One more than ``limit`` where there are more. Raises PostNotFound.
    """
    if not reader.scalar(select(exists().where(Post.id == post_id, visible_posts(by, by_id=True)))):
        raise PostNotFound
    query = _seen_by(by).where(Promise.post_id == post_id, _mine(by))
    if after is not None:
        query = query.where(tuple_(Promise.asked_at, Promise.id) > after)
    rows = reader.execute(query.order_by(Promise.asked_at, Promise.id).limit(limit + 1))
    return [seen(row, by=by, now=now) for row in rows]


def list_my_promises(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    over: bool,
    after: Position | None,
    limit: int,
) -> list[PromiseSeen]:
    """List what one owes and what comes to one, in order of time; what is over the latest first.

    One more than ``limit`` where there are more.
    """
    given: dict[str, Any] = {"by": by, "now": now, "rows": limit + 1}
    if after is not None:
        given |= {"after_at": after[0], "after_id": after[1]}
    query = my_promises_query(over=over, goes_on=after is not None)
    return [seen(row, by=by, now=now) for row in reader.execute(query, given)]


@lru_cache
def my_promises_query(*, over: bool, goes_on: bool = False) -> Select[Any]:
    """Return the one statement of the list of one's own; ``list_my_promises`` gives what it takes.

    Built once, for building it costs as much as asking it.
    """
    by: Any = bindparam("by", type_=Uuid())
    place = tuple_(Promise.falls_at, Promise.id)
    order = (Promise.falls_at, Promise.id)
    descending = (Promise.falls_at.desc(), Promise.id.desc())
    is_live = Promise.stands_until > bindparam("now", type_=DateTime(timezone=True))
    clauses = [is_live.is_not(True) if over else is_live]
    if goes_on:
        after = tuple_(
            bindparam("after_at", type_=DateTime(timezone=True)),
            bindparam("after_id", type_=Uuid()),
        )
        clauses.append(place < after if over else place > after)
    rows: Any = bindparam("rows", type_=Integer())
    # Each side by an index of its own, in order; together they are no more than two pages.
    sides = [
        select(Promise.id)
        .where(column == by, *clauses)
        .order_by(*(descending if over else order))
        .limit(rows)
        .subquery()
        for column in (Promise.poster_id, Promise.counterpart_id)
    ]
    mine = union_all(*(select(each.c.id) for each in sides)).subquery()
    query = _seen_by(by).where(Promise.id.in_(select(mine.c.id)))
    return query.order_by(*(descending if over else order)).limit(rows)


def count_my_promises(reader: Reader, *, by: UUID) -> Counts:
    """Count what one kept, missed and received; what was done together is kept by both."""
    sides = union_all(
        *(
            select(
                Promise.kind,
                Promise.way,
                Promise.state,
                Promise.missed_by,
                literal(side.value).label("side"),
            ).where(column == by)
            for side, column in (
                (Side.POSTER, Promise.poster_id),
                (Side.COUNTERPART, Promise.counterpart_id),
            )
        )
    ).subquery()
    mine = sides.c
    is_poster, is_offer = mine.side == Side.POSTER.value, mine.kind == PostKind.OFFER.value
    together = mine.way == Way.TOGETHER.value
    kept = mine.state == PromiseState.KEPT.value
    row = reader.execute(
        select(
            func.count().filter(kept, or_(together, is_poster == is_offer)).label("kept"),
            func.count().filter(mine.missed_by == mine.side).label("missed"),
            func.count().filter(kept, ~together, is_poster != is_offer).label("received"),
        )
    ).one()
    return Counts(row.kept, row.missed, row.received)


def find_subjects(reader: Reader, ids: Sequence[UUID], now: datetime) -> Mapping[UUID, Subject]:
    """Return promises as things that people talk about."""
    rows = reader.execute(
        select(
            Promise.id,
            Promise.poster_id,
            Promise.counterpart_id,
            Promise.agreed_at,
            Promise.ended_at,
            Promise.stands_until,
            Post.shown_title,
            Post.quiet,
        )
        .join(Post, Post.id == Promise.post_id)
        .where(Promise.id.in_(list(ids)))
    )
    found = {}
    for row in rows:
        is_over = row.stands_until is not None and row.stands_until <= now
        nameless = row.quiet and row.agreed_at is None
        found[row.id] = Subject(
            sides=_people(row.poster_id, row.counterpart_id),
            title=row.shown_title,
            ended_at=row.stands_until if is_over else row.ended_at,
            nameless=_people(row.poster_id if nameless else None),
        )
    return found


def _people(*ids: UUID | None) -> frozenset[UUID]:
    return frozenset(each for each in ids if each is not None)


def _mine(by: UUID) -> ColumnElement[bool]:
    return or_(Promise.poster_id == by, Promise.counterpart_id == by)


def _seen_by(by: Any) -> Select[Any]:
    """Select what ``seen`` reads. Of another side that left or is out of sight there is no id."""
    other_id = case((Promise.poster_id == by, Promise.counterpart_id), else_=Promise.poster_id)
    said, received = aliased(Thanks), aliased(Thanks)
    here = and_(Person.id == other_id, Person.left_at.is_(None), in_sight(Person.id, by))
    return (
        select(
            Promise.__table__,
            Post.shown_title,
            Post.category,
            Post.zone,
            Post.quiet,
            Post.scarce,
            Post.terms_version,
            Post.state.label("post_state"),
            Post.open_until,
            Post.ended_at.label("post_ended_at"),
            Person.id.label("other_id"),
            Person.display_name.label("other_name"),
            said.words.label("thanks_said"),
            received.words.label("thanks_received"),
            received.shown_at.label("thanks_shown_at"),
        )
        .join(Post, Post.id == Promise.post_id)
        .outerjoin(Person, here)
        .outerjoin(said, and_(said.promise_id == Promise.id, said.from_id == by))
        .outerjoin(received, and_(received.promise_id == Promise.id, received.to_id == by))
    )


def _counterpart_sees(viewer: UUID) -> ColumnElement[bool]:
    """Return the clause on ``Post`` by which whoever agreed on it still sees it.

    Not where its writer is gone or out of sight, which look the same.
    """
    agreed = [*sorted(STANDING), PromiseState.KEPT.value]
    return exists().where(
        Promise.post_id == Post.id,
        Promise.counterpart_id == viewer,
        Promise.state.in_(agreed),
        Promise.poster_id.is_not(None),
        in_sight(Promise.poster_id, viewer),
    )


def _counterpart_knows(viewer: UUID) -> ColumnElement[bool]:
    """Return the clause on ``Post`` by which whoever was picked knows who wrote a quiet one."""
    return exists().where(
        Promise.post_id == Post.id,
        Promise.counterpart_id == viewer,
        Promise.agreed_at.is_not(None),
    )


let_also_see(_counterpart_sees)
let_know_writer(_counterpart_knows)
