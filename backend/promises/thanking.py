"""A few words of thanks after a promise was kept; whoever is thanked decides who else sees them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, case, delete, or_, select, tuple_
from sqlalchemy.orm import Session

from backend.people.blocks import are_apart, in_sight
from backend.people.errors import PersonNotFound
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.people.service import hold_person, person_left
from backend.posts.models import Post
from backend.promises.errors import AlreadyThanked, NobodyToThank, ThanksNotFound
from backend.promises.locking import take_up
from backend.promises.models import Promise, Thanks
from backend.promises.queries import Position, Reader
from backend.promises.seen import ThanksSeen
from backend.promises.states import Verb
from backend.promises.telling import person_on, tell_other


def thank(session: Session, promise_id: UUID, words: str, *, by: UUID, now: datetime) -> Thanks:
    """Say thanks for a kept promise to its other side, once.

    Raises PromiseNotFound, PromiseCannotBecome, NobodyToThank and AlreadyThanked.
    """
    deal = take_up(session, promise_id, Verb.THANKS, by=by, now=now)
    other = person_on(deal.promise, deal.side.other)
    if other is None or are_apart(session, by, other):
        raise NobodyToThank
    if session.get(Thanks, (promise_id, by)) is not None:
        raise AlreadyThanked
    thanks = Thanks(promise_id=promise_id, from_id=by, to_id=other, words=words, said_at=now)
    session.add(thanks)
    session.flush()
    tell_other(session, "promise_thanked", deal.promise, deal.post, by=deal.side, now=now)
    return thanks


def show(
    session: Session, promise_id: UUID, *, by: UUID, now: datetime, shown: bool = True
) -> None:
    """Show the thanks that one was given to others, or no longer. Raises ThanksNotFound."""
    hold_person(session, by)
    thanks = session.scalar(
        select(Thanks)
        .where(Thanks.promise_id == promise_id, Thanks.to_id == by, in_sight(Thanks.from_id, by))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if thanks is None:
        raise ThanksNotFound
    thanks.shown_at = (thanks.shown_at or now) if shown else None
    session.flush()


def list_thanks(
    reader: Reader, person_id: UUID, *, by: UUID, after: Position | None, limit: int
) -> Sequence[ThanksSeen]:
    """List the thanks that somebody shows, the latest first; one more than ``limit``, if any.

    Whoever asked quietly for help is not named by it. Raises PersonNotFound.
    """
    here = select(Person.id).where(Person.id == person_id, visible_people(by))
    if reader.scalar(here) is None:
        raise PersonNotFound
    by_quiet_one = and_(Post.quiet, Promise.poster_id == Thanks.from_id)
    query = (
        select(
            Thanks.promise_id,
            Thanks.words,
            Thanks.said_at,
            case((by_quiet_one, None), else_=Person.display_name).label("from_name"),
        )
        .join(Promise, Promise.id == Thanks.promise_id)
        .join(Post, Post.id == Promise.post_id)
        .join(Person, Person.id == Thanks.from_id)
        .where(Thanks.to_id == person_id, Thanks.shown_at.is_not(None), visible_people(by))
    )
    place = tuple_(Thanks.said_at, Thanks.promise_id)
    if after is not None:
        query = query.where(place < after)
    order = (Thanks.said_at.desc(), Thanks.promise_id.desc())
    return [_seen(row) for row in reader.execute(query.order_by(*order).limit(limit + 1))]


def _seen(row: Row[Any]) -> ThanksSeen:
    name = None if row.from_name is None else first_name(row.from_name)
    return ThanksSeen(row.promise_id, row.words, row.said_at, name)


@person_left.connect
def forget_thanks(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget what somebody who leaves said in thanks, and what was said to them."""
    del now
    theirs = or_(Thanks.from_id == person_id, Thanks.to_id == person_id)
    session.execute(delete(Thanks).where(theirs))
