"""Taking hold of a promise for changing it: the person, the post, what the clock has made of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from backend.people.service import hold_person
from backend.posts.locks import lock_post
from backend.posts.models import Post
from backend.promises.errors import PromiseCannotBecome, PromiseNotFound
from backend.promises.models import Promise
from backend.promises.settling import settle
from backend.promises.states import Side, Verb, can_do, state_at

_MINE = select(Promise.post_id).where(
    Promise.id == bindparam("promise_id"),
    or_(Promise.poster_id == bindparam("by"), Promise.counterpart_id == bindparam("by")),
)
_FRESH = (
    select(Promise)
    .where(Promise.id == bindparam("promise_id"))
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Deal:
    """A promise and its post, locked and settled, and the side on which the caller is."""

    promise: Promise
    post: Post
    side: Side


def take_up(session: Session, promise_id: UUID, verb: Verb, *, by: UUID, now: datetime) -> Deal:
    """Lock what a verb is about; raise ``PromiseNotFound`` or ``PromiseCannotBecome``."""
    hold_person(session, by)
    post_id = session.scalar(_MINE, {"promise_id": promise_id, "by": by})
    if post_id is None:
        raise PromiseNotFound
    post = lock_post(session, post_id)
    settle(session, post, now=now)
    session.flush()
    promise = session.scalars(_FRESH, {"promise_id": promise_id}).one()
    if by not in (promise.poster_id, promise.counterpart_id):
        raise PromiseNotFound
    side = Side.POSTER if promise.poster_id == by else Side.COUNTERPART
    if verb not in can_do(promise.facts, side, now):
        raise PromiseCannotBecome(state=state_at(promise.facts, now).value)
    return Deal(promise, post, side)
