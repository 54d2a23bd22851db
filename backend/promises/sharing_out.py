"""Sharing out a scarce offer by the rule, and offering to the next in order what falls free.

Whoever shares it out draws the lot, once; after that nobody chooses. See `fairness`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from backend.kernel.sayings import LocalTime
from backend.people.blocks import in_sight
from backend.people.service import hold_person
from backend.posts import states as post_states
from backend.posts.errors import PostIsOver, PostNotFound
from backend.posts.locks import lock_post
from backend.posts.models import Post
from backend.posts.queries import visible_posts
from backend.posts.seen import PostRow, let_also_do
from backend.posts.states import SHOWN, PostKind, Way
from backend.promises import fairness, rules
from backend.promises.errors import (
    LotNotFound,
    NobodyAsked,
    NotAmongThoseWhoAsked,
    NotNextInOrder,
    NotScarce,
    TooSoonToShareOut,
)
from backend.promises.fairness import Asked
from backend.promises.models import Lot, Promise
from backend.promises.queries import Reader
from backend.promises.seen import LotSeen, seen_lot
from backend.promises.settling import count, fell_free, hold_for, holdings_of, recount, settle
from backend.promises.states import PromiseState, Side
from backend.promises.telling import tell_other


def share_out(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> LotSeen:
    """Draw the lot, if it is not drawn, and offer to as many in its order as there is.

    For whoever offers it and everybody who waits for it. Raises PostNotFound, NotScarce,
    NotAmongThoseWhoAsked, PostIsOver, NobodyAsked and TooSoonToShareOut.
    """
    hold_person(session, by)
    post = lock_post(session, post_id)
    if session.scalar(select(Post.id).where(Post.id == post_id, visible_posts(by))) is None:
        raise PostNotFound
    if not post.scarce:
        raise NotScarce
    live = settle(session, post, now=now)
    if by != post.posted_by and all(each.counterpart_id != by for each in live):
        raise NotAmongThoseWhoAsked
    state = post_states.state_at(post.facts, now)
    if state not in SHOWN:
        raise PostIsOver(state=state.value)
    lot = _lot_of(session, post, now=now)
    recount(session, post, now=now)
    return seen_lot(lot)


def check_next(session: Session, promise: Promise, post: Post, *, now: datetime) -> None:
    """Raise ``NotNextInOrder`` unless it is to be offered to them; draws the lot if need be.

    Raises TooSoonToShareOut too.
    """
    lot = _lot_of(session, post, now=now)
    if next(iter(_next_ones(session, post, lot)), None) is not promise:
        raise NotNextInOrder


def get_lot(reader: Reader, post_id: UUID, *, by: UUID) -> LotSeen:
    """Return how a scarce offer was shared out, for its writer and who asked for it.

    Raises LotNotFound, also as long as it is not drawn.
    """
    asked = select(Promise.id).where(
        Promise.post_id == Post.id,
        Promise.counterpart_id == by,
        Promise.poster_id.is_not(None),
        in_sight(Promise.poster_id, by),
    )
    row = reader.execute(
        select(Lot.__table__)
        .join(Post, Post.id == Lot.post_id)
        .where(Lot.post_id == post_id, or_(Post.posted_by == by, asked.exists()))
    ).one_or_none()
    if row is None:
        raise LotNotFound
    return seen_lot(row)


def can_share_out(reader: Reader, post: PostRow, by: UUID, now: datetime) -> bool:
    """Answer whether somebody may have a scarce offer shared out by the rule now."""
    if not post.scarce:
        return False
    waiting = reader.execute(
        select(Promise.counterpart_id, Promise.asked_at).where(
            Promise.post_id == post.id,
            Promise.state == PromiseState.ASKED.value,
            or_(Promise.stands_until.is_(None), Promise.stands_until > now),
            ~select(Lot.post_id).where(Lot.post_id == post.id).exists(),
        )
    ).all()
    if not waiting or by not in (post.posted_by, *(each.counterpart_id for each in waiting)):
        return False
    first = min(each.asked_at for each in waiting)
    return now >= fairness.gathered_until(first, rules.needed_at(post, first))


let_also_do("sharing_out", can_share_out)


@fell_free.connect
def offer_in_order(session: Session, *, post: Post, now: datetime) -> None:
    """Offer what is free to the next in order; nothing before the lot is drawn."""
    if not post.scarce or post_states.state_at(post.facts, now) not in SHOWN:
        return
    lot = session.get(Lot, post.id)
    if lot is None:
        return
    next_ones = _next_ones(session, post, lot)
    for promise in next_ones:
        hold_for(promise, post, now=now)
    if not next_ones:
        return
    count(session, post, now=now)
    for promise in next_ones:
        until = promise.stands_until
        tell_other(session, "promise_offered", promise, post, by=Side.POSTER, now=now, until=until)
        tell_other(
            session, "promise_in_order", promise, post, by=Side.COUNTERPART, now=now, until=until
        )


def _lot_of(session: Session, post: Post, *, now: datetime) -> Lot:
    lot = session.get(Lot, post.id)
    if lot is not None:
        return lot
    waiting = _waiting(session, post)
    if not waiting:
        raise NobodyAsked
    first = min(each.asked_at for each in waiting)
    until = fairness.gathered_until(first, rules.needed_at(post, first))
    if now < until:
        raise TooSoonToShareOut(until=LocalTime(until, post.zone))
    asked = [each for each in map(_asked, waiting) if each.asked_at <= until]
    tiers = fairness.tiers_of(asked, _received(session, asked, now))
    assert post.lot_secret is not None
    order = fairness.drawn(post.lot_secret, tiers)
    lot = Lot(
        post_id=post.id,
        drawn_at=now,
        secret=post.lot_secret,
        tiers=[[str(each) for each in tier] for tier in tiers],
        drawn=[str(each) for each in order],
    )
    session.add(lot)
    session.flush()
    return lot


def _next_ones(session: Session, post: Post, lot: Lot) -> list[Promise]:
    """Return to whom what is free now is to be offered, in order.

    Who would like more than is left, or dates that somebody has, is passed over until that is free.
    """
    waiting = {each.id: each for each in _waiting(session, post)}
    left = post.quantity - post.held
    taken = rules.held_dates(post, holdings_of(session, post))
    chosen = []
    drawn = [UUID(each) for each in lot.drawn]
    for promise_id in fairness.in_order([_asked(each) for each in waiting.values()], drawn):
        promise = waiting[promise_id]
        if promise.quantity <= left and taken.isdisjoint(promise.on_dates):
            chosen.append(promise)
            left -= promise.quantity
            taken.update(promise.on_dates)
    return chosen


def _waiting(session: Session, post: Post) -> Sequence[Promise]:
    session.flush()
    return session.scalars(
        select(Promise)
        .where(Promise.post_id == post.id, Promise.state == PromiseState.ASKED.value)
        .order_by(Promise.asked_at, Promise.id)
    ).all()


def _asked(promise: Promise) -> Asked:
    assert promise.counterpart_id is not None
    return Asked(promise.id, promise.counterpart_id, promise.asked_at)


def _received(session: Session, asked: Collection[Asked], now: datetime) -> dict[UUID, int]:
    """Return how many promises to each of those who asked were kept of late."""
    people = [each.person_id for each in asked]
    kept = and_(
        Promise.state == PromiseState.KEPT.value,
        Promise.way != Way.TOGETHER.value,
        Promise.ended_at > now - fairness.RECEIVED_WITHIN,
    )
    of_offers = select(Promise.counterpart_id.label("person_id")).where(
        kept, Promise.kind == PostKind.OFFER.value, Promise.counterpart_id.in_(people)
    )
    of_needs = select(Promise.poster_id).where(
        kept, Promise.kind == PostKind.NEED.value, Promise.poster_id.in_(people)
    )
    received = union_all(of_offers, of_needs).subquery()
    counts = select(received.c.person_id, func.count()).group_by(received.c.person_id)
    return {row[0]: row[1] for row in session.execute(counts)}
