"""What promises hear of: posts that change or end, people who leave, and people who part."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, case, or_, select, union, union_all, update
from sqlalchemy.orm import Session

from backend.conversations.about import let_talk_about
from backend.notifications.service import forget_about
from backend.people.blocks import person_blocked
from backend.people.models import Person
from backend.people.service import person_left
from backend.posts.errors import MoreIsHeld
from backend.posts.locks import lock_post, lock_posts_of, lock_with_those_of
from backend.posts.models import Post
from backend.posts.signals import dates_taken_away, post_changed, post_ended, post_settling
from backend.promises.ending import release_of
from backend.promises.models import Promise
from backend.promises.queries import find_subjects
from backend.promises.settling import end, holdings_of, recount, retime, settle
from backend.promises.states import LIVE, STANDING, PromiseState, Side
from backend.promises.telling import ABOUT, person_on, tell_other, tell_side

let_talk_about("promises", find_subjects)


@post_settling.connect
def count_anew(session: Session, *, post: Post, now: datetime) -> None:
    """Write down what is held before the post is changed, so that nothing held is lost."""
    settle(session, post, now=now)
    recount(session, post, now=now)


@dates_taken_away.connect
def keep_dates(session: Session, *, post: Post, dates: Collection[date], now: datetime) -> None:
    """Refuse to take dates away that somebody holds; raise ``MoreIsHeld``."""
    held = {on for each in holdings_of(session, post) for on in each.on_dates}
    if held & set(dates):
        raise MoreIsHeld(held=len(held & set(dates)))


@post_changed.connect
def follow_the_post(session: Session, *, post: Post, now: datetime) -> None:
    """Let clocks follow a post, and tell who relied on its terms that they are others now."""
    live = settle(session, post, now=now)
    retime(live, post, now=now)
    recount(session, post, now=now)
    for promise in live:
        if promise.agreed_terms is None or promise.agreed_terms == post.terms_version:
            continue
        if promise.state in (PromiseState.ANSWERED, PromiseState.AGREED):
            tell_other(session, "promise_terms_changed", promise, post, by=Side.POSTER, now=now)


@post_ended.connect
def end_with_the_post(session: Session, *, post: Post, now: datetime, withdrawn: bool) -> None:
    """End what was not agreed; what was agreed stands, unless the post is withdrawn."""
    live = settle(session, post, now=now)
    if withdrawn and live and _has_left(session, live[0].poster_id):
        # The same as when we hear first that they leave: nobody knows who hears what first.
        _release(session, post, live, {live[0].poster_id}, now=now)
        return
    waiting = [each for each in live if each.state not in STANDING]
    agreed = [each for each in live if withdrawn and each.state == PromiseState.AGREED]
    for promise in waiting:
        end(promise, PromiseState.LAPSED, now=now)
    for promise in agreed:
        how = release_of(promise, post, Side.POSTER, now=now)
        end(promise, how, now=now, by=Side.POSTER)
    recount(session, post, now=now)
    tell_side(session, "promise_not_needed", waiting, post, Side.COUNTERPART, now=now)
    for promise in agreed:
        tell_other(session, "promise_released", promise, post, by=Side.POSTER, now=now)


@person_left.connect
def let_go_of_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Release without fault what somebody who leaves had with others, and forget who they were."""
    lock_posts_of(session, person_id)
    theirs = or_(Promise.poster_id == person_id, Promise.counterpart_id == person_id)
    _let_go(session, theirs, {person_id}, now=now)
    session.flush()
    # What ended long ago is under no lock of its post, and two who had it may leave at once.
    session.execute(select(Promise.id).where(theirs).order_by(Promise.id).with_for_update())
    forget_about(session, ABOUT, _told_of(person_id), saying="name")
    for side, column in (
        (Side.POSTER, Promise.poster_id),
        (Side.COUNTERPART, Promise.counterpart_id),
    ):
        by_them = Promise.claimed_by == side.value
        by_others = Promise.claimed_by == side.other.value
        words = Promise.words if side is Side.POSTER else ""
        session.execute(
            update(Promise)
            .where(column == person_id)
            .values(
                {
                    column: None,
                    Promise.words: words,
                    Promise.claim_words: case((by_them, ""), else_=Promise.claim_words),
                    Promise.contest_words: case((by_others, ""), else_=Promise.contest_words),
                    Promise.ended_words: case(
                        (Promise.ended_by == side.value, ""), else_=Promise.ended_words
                    ),
                }
            )
        )


@person_blocked.connect
def let_go_between(session: Session, *, by: UUID, other: UUID, now: datetime) -> None:
    """Release without fault what two who part had with each other, as if one had left."""
    pair = [by, other]
    _let_go(session, Promise.poster_id.in_(pair) & Promise.counterpart_id.in_(pair), {by}, now=now)
    for one, told in ((by, other), (other, by)):
        forget_about(session, ABOUT, _told_of(one, told), saying="name")


def _let_go(
    session: Session, which: ColumnElement[bool], gone: Collection[UUID], *, now: datetime
) -> None:
    """End live promises without anybody's doing, and tell those who are not gone.

    Posts are locked in the order of their ids, so that nobody waits in a circle.
    """
    live_ones = which & Promise.state.in_(sorted(LIVE))
    posts = select(Promise.post_id).where(live_ones).distinct().order_by(Promise.post_id)
    for post_id in session.scalars(posts).all():
        post = lock_post(session, post_id)
        settle(session, post, now=now)
        session.flush()
        theirs = session.scalars(
            select(Promise).where(Promise.post_id == post_id, live_ones).order_by(Promise.id)
        ).all()
        _release(session, post, theirs, gone, now=now)


def _release(
    session: Session,
    post: Post,
    promises: Sequence[Promise],
    gone: Collection[UUID | None],
    *,
    now: datetime,
) -> None:
    for promise in promises:
        end(promise, PromiseState.RELEASED, now=now)
    recount(session, post, now=now)
    for side in Side:
        told = [each for each in promises if person_on(each, side) not in gone]
        tell_side(session, "promise_let_go", told, post, side, now=now)


def _told_of(person_id: UUID, told: UUID | None = None) -> CompoundSelect[Any]:
    """Return who was told of somebody in which promises: all others, or one of them."""
    sides = (
        (Promise.poster_id, Promise.counterpart_id),
        (Promise.counterpart_id, Promise.poster_id),
    )
    return union_all(
        *(
            select(other, Promise.id).where(
                side == person_id, other.is_not(None) if told is None else other == told
            )
            for side, other in sides
        )
    )


def _with_promises_of(person_id: UUID) -> ColumnElement[bool]:
    """Return the clause on ``Post`` for those of which somebody has, or gave, something live."""
    live = Promise.state.in_(sorted(LIVE))
    return Post.id.in_(
        union(
            select(Promise.post_id).where(Promise.poster_id == person_id, live),
            select(Promise.post_id).where(Promise.counterpart_id == person_id, live),
        )
    )


lock_with_those_of(_with_promises_of)


def _has_left(session: Session, person_id: UUID | None) -> bool:
    if person_id is None:
        return True
    return session.scalar(select(Person.left_at).where(Person.id == person_id)) is not None
