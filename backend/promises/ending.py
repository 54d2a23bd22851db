"""Saying no, giving back, and saying how it went.

One side's word is never recorded against the other: missed it is only where the other says so too.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.kernel.sayings import LocalTime
from backend.posts.models import Post
from backend.posts.states import PostKind, Way
from backend.promises import rules
from backend.promises.errors import TooEarlyToSay
from backend.promises.locking import Deal, take_up
from backend.promises.models import Promise
from backend.promises.settling import end, recount
from backend.promises.states import (
    TO_CONFIRM,
    TO_SETTLE,
    Claim,
    PromiseState,
    Side,
    Verb,
    whose_word_is_enough,
)
from backend.promises.telling import tell_other, tell_side


def decline(
    session: Session, promise_id: UUID, *, by: UUID, now: datetime, words: str = ""
) -> Promise:
    """Say no: to somebody who asked or answered, or to what is offered to one.

    Raises PromiseNotFound and PromiseCannotBecome.
    """
    deal = take_up(session, promise_id, Verb.DECLINING, by=by, now=now)
    _finish(session, deal, PromiseState.DECLINED, now=now, words=words)
    if deal.side is Side.POSTER:
        tell_side(session, "promise_declined", [deal.promise], deal.post, Side.COUNTERPART, now=now)
    else:
        tell_other(session, "promise_not_wanted", deal.promise, deal.post, by=deal.side, now=now)
    return deal.promise


def release(
    session: Session, promise_id: UUID, *, by: UUID, now: datetime, words: str = ""
) -> Promise:
    """Take back what one asked, answered or offered, or give back what was agreed.

    Only the last can be late. Raises PromiseNotFound and PromiseCannotBecome.
    """
    deal = take_up(session, promise_id, Verb.RELEASE, by=by, now=now)
    promise, post = deal.promise, deal.post
    was_agreed = promise.state == PromiseState.AGREED
    how = release_of(promise, post, deal.side, now=now)
    _finish(session, deal, how, now=now, words=words)
    if was_agreed:
        tell_other(session, "promise_released", promise, post, by=deal.side, now=now)
    else:
        tell_other(session, "promise_taken_back", promise, post, by=deal.side, now=now)
    return promise


def release_of(promise: Promise, post: Post, side: Side, *, now: datetime) -> PromiseState:
    """Return what a promise becomes when this side gives it back now."""
    by_counterpart = side is Side.COUNTERPART
    if promise.state == PromiseState.AGREED and rules.is_late(
        promise, post, by_counterpart=by_counterpart, now=now
    ):
        return PromiseState.RELEASED_LATE
    return PromiseState.RELEASED


def claim(
    session: Session, promise_id: UUID, says: Claim, *, by: UUID, now: datetime, words: str = ""
) -> Promise:
    """Say how it went; where this side's word is enough, that it was kept is settled by it.

    Raises PromiseNotFound, PromiseCannotBecome, and TooEarlyToSay for what nobody can have missed
    yet.
    """
    deal = take_up(session, promise_id, Verb.CLAIM, by=by, now=now)
    promise, post, side = deal.promise, deal.post, deal.side
    missed_from = rules.missed_from(promise, post)
    if says is Claim.MISSED and now < missed_from:
        raise TooEarlyToSay(until=LocalTime(missed_from, post.zone))
    promise.claim, promise.claimed_by, promise.claimed_at = says.value, side.value, now
    promise.claim_words = words
    enough = whose_word_is_enough(PostKind(promise.kind), Way(promise.way))
    if says is Claim.KEPT and side is enough:
        _finish(session, deal, PromiseState.KEPT, now=now)
        tell_other(session, "promise_kept", promise, post, by=side, now=now)
        return promise
    promise.state, promise.stands_until = PromiseState.CLAIMED.value, now + TO_CONFIRM
    promise.version += 1
    recount(session, post, now=now)
    until = promise.stands_until
    if says is Claim.KEPT:
        tell_other(session, "promise_claimed_kept", promise, post, by=side, now=now, until=until)
    else:
        tell_other(session, "promise_claimed_missed", promise, post, by=side, now=now, until=until)
    return promise


def confirm(session: Session, promise_id: UUID, *, by: UUID, now: datetime) -> Promise:
    """Say that it was as the other side says. Raises PromiseNotFound and PromiseCannotBecome."""
    deal = take_up(session, promise_id, Verb.CONFIRMATION, by=by, now=now)
    if deal.promise.claim == Claim.KEPT:
        return _keep(session, deal, now=now)
    return _miss(session, deal, deal.side, now=now)


def contest(
    session: Session, promise_id: UUID, *, by: UUID, now: datetime, words: str = ""
) -> Promise:
    """Say that it was otherwise; it counts for nobody until one side takes the other's word.

    Raises PromiseNotFound and PromiseCannotBecome.
    """
    deal = take_up(session, promise_id, Verb.CONTEST, by=by, now=now)
    promise = deal.promise
    promise.state, promise.stands_until = PromiseState.DISPUTED.value, now + TO_SETTLE
    promise.contest_words = words
    promise.version += 1
    recount(session, deal.post, now=now)
    tell_other(session, "promise_contested", promise, deal.post, by=deal.side, now=now)
    return promise


def concede(session: Session, promise_id: UUID, *, by: UUID, now: datetime) -> Promise:
    """Take the other side's word, whichever side claimed.

    That it was kept, where the other says so; that one missed it oneself, where the other says
    that. Raises PromiseNotFound and PromiseCannotBecome.
    """
    deal = take_up(session, promise_id, Verb.CONCESSION, by=by, now=now)
    claimed_it = deal.promise.claimed_by == deal.side
    if (deal.promise.claim == Claim.KEPT) is not claimed_it:
        return _keep(session, deal, now=now)
    return _miss(session, deal, deal.side, now=now)


def _keep(session: Session, deal: Deal, *, now: datetime) -> Promise:
    _finish(session, deal, PromiseState.KEPT, now=now)
    tell_other(session, "promise_kept", deal.promise, deal.post, by=deal.side, now=now)
    return deal.promise


def _miss(session: Session, deal: Deal, side: Side, *, now: datetime) -> Promise:
    deal.promise.missed_by = side.value
    _finish(session, deal, PromiseState.MISSED, now=now)
    tell_other(session, "promise_missed", deal.promise, deal.post, by=deal.side, now=now)
    return deal.promise


def _finish(
    session: Session, deal: Deal, how: PromiseState, *, now: datetime, words: str = ""
) -> None:
    end(deal.promise, how, now=now, by=deal.side)
    deal.promise.ended_words = words
    recount(session, deal.post, now=now)
