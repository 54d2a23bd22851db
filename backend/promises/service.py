"""Asking for an offer or answering a need, and agreeing on it."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from backend.kernel.ids import new_id
from backend.kernel.sayings import LocalTime
from backend.people.service import hold_person
from backend.posts import states as post_states
from backend.posts.errors import PostIsOver, PostNotFound
from backend.posts.locks import lock_post
from backend.posts.models import Post
from backend.posts.queries import visible_posts
from backend.posts.states import SHOWN, PostKind, Way
from backend.promises import rules
from backend.promises.errors import (
    AlreadyPromised,
    AskedOftenEnough,
    DatesAlreadyHeld,
    HellosAreNotPromised,
    NotSoManyLeft,
    YourOwnPost,
)
from backend.promises.locking import take_up
from backend.promises.models import Promise
from backend.promises.settling import hold_for, holdings_of, recount, settle
from backend.promises.sharing_out import check_next
from backend.promises.states import PromiseState, Side, Verb
from backend.promises.telling import tell_other

_SEEN = select(Post.id).where(Post.id == bindparam("post_id"), visible_posts(bindparam("by")))


def ask(
    session: Session,
    post_id: UUID,
    *,
    by: UUID,
    now: datetime,
    quantity: int = 1,
    on_dates: Iterable[date] = (),
    words: str = "",
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    promise_id: UUID | None = None,
) -> Promise:
    """Ask for an offer, or answer a need; nothing is held by that.

    Of a post for certain dates the quantity is how many of them one does. Raises PostNotFound,
    YourOwnPost, HellosAreNotPromised, PostIsOver, AlreadyPromised, AskedOftenEnough, NotSoManyLeft,
    DatesNeeded, NotThoseDates, DatesAlreadyHeld and TimeNotPossible.
    """
    hold_person(session, by)
    post = lock_post(session, post_id)
    if session.scalar(_SEEN, {"post_id": post_id, "by": by}) is None:
        raise PostNotFound
    if post.posted_by == by:
        raise YourOwnPost
    kind = PostKind(post.kind)
    if kind is PostKind.HELLO or post.way is None:
        raise HellosAreNotPromised
    live = settle(session, post, now=now)
    state = post_states.state_at(post.facts, now)
    if state not in SHOWN:
        raise PostIsOver(state=state.value)
    mine = next((each for each in live if each.counterpart_id == by), None)
    if mine is not None:
        raise AlreadyPromised(members={"promise_id": str(mine.id)})
    _check_not_again_and_again(session, post, by=by, now=now)
    dates = rules.check_dates(post, on_dates, now=now)
    rules.check_time(post, starts_at, ends_at, now=now)
    first = PromiseState.ASKED if kind is PostKind.OFFER else PromiseState.ANSWERED
    promise = Promise(
        id=promise_id or new_id(),
        post_id=post.id,
        kind=post.kind,
        way=post.way,
        poster_id=post.posted_by,
        counterpart_id=by,
        quantity=len(dates) or quantity,
        on_dates=list(dates),
        words=words,
        starts_at=starts_at,
        ends_at=ends_at,
        state=first.value,
        asked_at=now,
        # Answering is agreeing to what the post says now.
        agreed_terms=post.terms_version if kind is PostKind.NEED else None,
        claim_words="",
        contest_words="",
        ended_words="",
        version=1,
    )
    _check_left(session, post, promise)
    _retime(promise, post)
    session.add(promise)
    session.flush()
    if kind is PostKind.OFFER:
        until = promise.stands_until
        tell_other(
            session, "promise_asked", promise, post, by=Side.COUNTERPART, now=now, until=until
        )
    else:
        tell_other(session, "promise_answered", promise, post, by=Side.COUNTERPART, now=now)
    return promise


def offer(
    session: Session,
    promise_id: UUID,
    *,
    by: UUID,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    due_at: datetime | None = None,
) -> Promise:
    """Offer it to somebody who asked, and hold it for them, at a time if one is named.

    Raises PromiseNotFound, PromiseCannotBecome, NotSoManyLeft, DatesAlreadyHeld, TimeNotPossible,
    NotLent and DueTooEarly; of what is scarce NotNextInOrder and TooSoonToShareOut too.
    """
    deal = take_up(session, promise_id, Verb.OFFERING, by=by, now=now)
    promise, post = deal.promise, deal.post
    if post.scarce:
        check_next(session, promise, post, now=now)
    _check_left(session, post, promise)
    rules.check_time(post, starts_at, ends_at, now=now)
    if starts_at is not None:
        promise.starts_at, promise.ends_at = starts_at, ends_at
    rules.check_due(Way(promise.way), due_at, promise.starts_at, now)
    promise.due_at = due_at
    hold_for(promise, post, now=now)
    recount(session, post, now=now)
    tell_other(
        session,
        "promise_offered",
        promise,
        post,
        by=Side.POSTER,
        now=now,
        until=promise.stands_until,
    )
    return promise


def pick(
    session: Session,
    promise_id: UUID,
    *,
    by: UUID,
    now: datetime,
    due_at: datetime | None = None,
) -> Promise:
    """Pick somebody who answered: with that it is agreed.

    Raises PromiseNotFound, PromiseCannotBecome, NotSoManyLeft, DatesAlreadyHeld, NotLent and
    DueTooEarly.
    """
    deal = take_up(session, promise_id, Verb.PICKING, by=by, now=now)
    promise, post = deal.promise, deal.post
    _check_left(session, post, promise)
    rules.check_due(Way(promise.way), due_at, promise.starts_at, now)
    promise.due_at = due_at
    _agree(promise, post, now=now)
    recount(session, post, now=now)
    tell_other(session, "promise_agreed", promise, post, by=Side.POSTER, now=now)
    return promise


def agree(session: Session, promise_id: UUID, *, by: UUID, now: datetime) -> Promise:
    """Say yes to what is offered to one, as the post says it now.

    Raises PromiseNotFound and PromiseCannotBecome.
    """
    deal = take_up(session, promise_id, Verb.AGREEING, by=by, now=now)
    promise, post = deal.promise, deal.post
    promise.agreed_terms = post.terms_version
    _agree(promise, post, now=now)
    recount(session, post, now=now)
    tell_other(session, "promise_agreed", promise, post, by=Side.COUNTERPART, now=now)
    return promise


def _agree(promise: Promise, post: Post, *, now: datetime) -> None:
    promise.state, promise.agreed_at = PromiseState.AGREED.value, now
    promise.starts_at, promise.ends_at = rules.time_of(post, promise.starts_at, promise.ends_at)
    promise.due_at = rules.due_of(promise, post, promise.due_at)
    _retime(promise, post)
    promise.version += 1


def _retime(promise: Promise, post: Post) -> None:
    promise.stands_until = rules.stands_until(promise, post)
    promise.falls_at = rules.falls_at(promise, post)


def _check_not_again_and_again(session: Session, post: Post, *, by: UUID, now: datetime) -> None:
    """Leave whoever said no in peace: each question is one more thing they are told."""
    came_to_nothing = session.scalars(
        select(Promise.ended_at)
        .where(
            Promise.post_id == post.id,
            Promise.counterpart_id == by,
            Promise.agreed_at.is_(None),
            Promise.ended_at > now - rules.ASKED_WITHIN,
            or_(
                Promise.state == PromiseState.DECLINED.value,
                (Promise.state == PromiseState.RELEASED.value)
                & (Promise.ended_by == Side.COUNTERPART.value),
            ),
        )
        .order_by(Promise.ended_at.desc())
        .limit(rules.MOST_ASKED)
    ).all()
    if len(came_to_nothing) < rules.MOST_ASKED:
        return
    first = came_to_nothing[-1]
    assert first is not None, "it is asked for those that have ended"
    until = LocalTime(first + rules.ASKED_WITHIN, post.zone)
    raise AskedOftenEnough(times=rules.MOST_ASKED, until=until)


def _check_left(session: Session, post: Post, promise: Promise) -> None:
    left = post.quantity - post.held
    if promise.quantity > left:
        raise NotSoManyLeft(left=left, kind=post.kind)
    if promise.on_dates:
        held = rules.held_dates(post, holdings_of(session, post)).intersection(promise.on_dates)
        if held:
            raise DatesAlreadyHeld(members={"dates": [each.isoformat() for each in sorted(held)]})
