"""Writing down what the clock has made of a post's promises, and how much of it is held.

Everybody who writes does this first, with the post locked (`backend.posts.locks`).
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from backend.kernel.signals import Signal
from backend.posts.models import Post
from backend.posts.rallying import stop_rally
from backend.posts.signals import post_ended
from backend.posts.states import PostState, Way
from backend.promises import rules
from backend.promises.models import Promise
from backend.promises.rules import Holding
from backend.promises.states import (
    LIVE,
    STANDING,
    PromiseState,
    Side,
    state_at,
)

fell_free = Signal(
    "Sent with post and now, the session as its sender, whenever a post is counted and some of it "
    "is free. Receivers offer it to the next in order."
)

HOLDS_NOW = [PromiseState.OFFERED.value, *sorted(STANDING)]
MAY_STILL_HOLD = [PromiseState.KEPT.value, PromiseState.ENDED.value]

_LIVE_OF_POST = (
    select(Promise)
    .where(Promise.post_id == bindparam("post_id"), Promise.state.in_(sorted(LIVE)))
    .order_by(Promise.asked_at, Promise.id)
    .execution_options(populate_existing=True)
)


_HOLDINGS = select(
    Promise.id, Promise.state, Promise.quantity, Promise.on_dates, Promise.stands_until
).where(
    Promise.post_id == bindparam("post_id"),
    or_(
        Promise.state.in_(HOLDS_NOW),
        bindparam("with_past").is_(True) & Promise.state.in_(MAY_STILL_HOLD),
    ),
)


def settle(session: Session, post: Post, *, now: datetime) -> list[Promise]:
    """Write down what the clock has ended; return the promises of a post that are live, by asking.

    The post is locked.
    """
    live: list[Promise] = []
    over = False
    for promise in session.scalars(_LIVE_OF_POST, {"post_id": post.id}):
        state = state_at(promise.facts, now)
        if state in LIVE:
            live.append(promise)
            continue
        over = True
        assert promise.stands_until is not None
        end(promise, state, now=promise.stands_until)
    if over:
        recount(session, post, now=now)
    return live


def end(promise: Promise, how: PromiseState, *, now: datetime, by: Side | None = None) -> None:
    """Write down that a promise has ended. Who sees to the post's count is up to the caller."""
    promise.state = how.value
    promise.stands_until = None
    promise.ended_at = now
    promise.ended_by = None if by is None else by.value
    promise.version += 1


def holdings_of(session: Session, post: Post) -> list[Holding]:
    """Return what the promises of a post hold, after what was changed so far."""
    session.flush()
    gone_when_kept = post.way != Way.LEND and not post.standing
    given = {"post_id": post.id, "with_past": gone_when_kept}
    return [
        Holding(
            row.id,
            PromiseState(row.state),
            row.quantity,
            tuple(row.on_dates),
            row.stands_until,
        )
        for row in session.execute(_HOLDINGS, given)
    ]


def recount(session: Session, post: Post, *, now: datetime) -> None:
    """Write down how much of a post is held; where all of it was kept, the post is fulfilled.

    What is free of a scarce offer goes to the next in order, if its lot is drawn.
    """
    if post.way is None:
        return  # Nobody promises anything to a hello.
    holdings = count(session, post, now=now)
    if post.held < post.quantity:
        fell_free.send(session, post=post, now=now)
    if post.state == PostState.OPEN and rules.is_all_kept(post, holdings):
        post.state, post.ended_at = PostState.FULFILLED.value, now
        post.version += 1
        session.flush()
        post_ended.send(session, post=post, now=now, withdrawn=False)
    session.flush()


def count(session: Session, post: Post, *, now: datetime) -> list[Holding]:
    """Write down how much of a post is held, and nothing that follows from it."""
    holdings = holdings_of(session, post)
    post.held = rules.held_of(post, holdings)
    post.full_until = rules.full_until(post, holdings)
    if post.urgent and post.full_until is not None and now < post.full_until:
        stop_rally(session, post, now)
    session.flush()
    return holdings


def hold_for(promise: Promise, post: Post, *, now: datetime) -> None:
    """Write down that it was offered. Counting and telling are up to the caller."""
    promise.state, promise.offered_at = PromiseState.OFFERED.value, now
    promise.stands_until = rules.stands_until(promise, post)
    promise.falls_at = rules.falls_at(promise, post)
    promise.version += 1


def retime(promises: Iterable[Promise], post: Post, *, now: datetime) -> None:
    """Let the clocks of those not agreed follow the post."""
    for promise in promises:
        if promise.state in STANDING:
            continue
        until = max(rules.stands_until(promise, post), now)
        if until != promise.stands_until:
            promise.stands_until = until
            promise.falls_at = rules.falls_at(promise, post)
            promise.version += 1
