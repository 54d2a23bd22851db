"""Asking the neighbourhood: an urgent need reaches willing people near it in widening rings.

Everybody is written to at once, and each reads it from the time of their ring on; what is not due
yet is taken back in the transaction in which enough have promised.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Float,
    any_,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from backend.groups.models import Membership
from backend.kernel.sayings import LocalTime
from backend.notifications.models import Notification
from backend.notifications.service import About, Telling, tell_each
from backend.people.blocks import in_sight, person_blocked
from backend.people.service import lock_myself, person_left
from backend.places.mercator import scale_at, to_mercator
from backend.posts import rings
from backend.posts.errors import PostIsOver
from backend.posts.locks import lock_my_post
from backend.posts.models import Post, Rally, RallyWish
from backend.posts.queries import Reader
from backend.posts.rally_errors import (
    AlreadyRallied,
    EnoughHavePromised,
    OnlyUrgentNeedsRally,
    RallyAgainAt,
    RallyNotFound,
)
from backend.posts.seen import PostRow, let_also_do
from backend.posts.signals import post_changed, post_ended
from backend.posts.states import Audience, PostKind, PostState, state_at

TOLD = "help_needed_close_by"
MOST_RALLIES = 2
WITHIN = timedelta(days=30)
MOST_ASKED = 300
"""The nearest; in a crowded place that is enough."""
MOST_TIMES_A_DAY = 2
A_DAY = timedelta(hours=24)


def rally(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> Rally:
    """Ask the neighbourhood for an urgent need of one's own.

    Raises PostNotFound, NotYourPost, OnlyUrgentNeedsRally, PostIsOver, EnoughHavePromised,
    AlreadyRallied and RallyAgainAt.
    """
    # One after the other, so that nobody is asked a third time by two at once. They are rare.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("rallies", 0))))
    lock_myself(session, by)
    post = lock_my_post(session, post_id, by=by)
    if post.kind != PostKind.NEED or not post.urgent:
        raise OnlyUrgentNeedsRally
    state = state_at(post.facts, now)
    if state is PostState.RESERVED:
        raise EnoughHavePromised
    if state is not PostState.OPEN:
        raise PostIsOver(state=state.value)
    if find_rally(session, post_id) is not None:
        raise AlreadyRallied
    _check_rarely(session, by, post.zone, now)
    started = Rally(post_id=post_id, started_by=by, started_at=now)
    session.add(started)
    session.flush()
    _ask(session, post, by, now)
    return started


def call_off(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> None:
    """Ask nobody further. Raises PostNotFound, NotYourPost and RallyNotFound."""
    post = lock_my_post(session, post_id, by=by)
    if find_rally(session, post_id) is None:
        raise RallyNotFound
    stop_rally(session, post, now)


def stop_rally(session: Session, post: Post, now: datetime) -> None:
    """End the rally for a post, if there is one: whoever was not asked yet is not any more.

    For whoever holds the lock of the post and sees that enough have promised. Nothing starts it
    again, also where a promise falls free.
    """
    ended = session.execute(
        update(Rally)
        .where(Rally.post_id == post.id, Rally.ended_at.is_(None))
        .values(ended_at=now)
        .returning(Rally.id)
        .execution_options(synchronize_session="fetch")
    ).first()
    if ended is not None:
        near = select(RallyWish.person_id).where(_within_reach(post))
        session.execute(_not_asked_yet(now, post.id).where(Notification.person_id.in_(near)))


def find_rally(session: Session, post_id: UUID) -> Rally | None:
    """Return the rally for a post, None where there was none."""
    return session.scalars(select(Rally).where(Rally.post_id == post_id)).one_or_none()


def can_rally(reader: Reader, post: PostRow, by: UUID, now: datetime) -> bool:
    """Answer whether somebody may ask the neighbourhood for what they posted."""
    if post.posted_by != by or post.kind != PostKind.NEED or not post.urgent:
        return False
    if state_at(post.facts, now) is not PostState.OPEN:
        return False
    known = select(Rally.post_id, Rally.started_at).where(
        or_(Rally.post_id == post.id, Rally.started_by == by)
    )
    rallies = reader.execute(known).all()
    lately = [each for each in rallies if each.started_at > now - WITHIN]
    return all(each.post_id != post.id for each in rallies) and len(lately) < MOST_RALLIES


let_also_do("rally", can_rally)


def forget_calls(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Take back what somebody would have been asked later: they are elsewhere, or do not like it.

    Whoever is told later is found by where they are, so this goes with every change of that.
    """
    session.execute(_not_asked_yet(now).where(Notification.person_id == person_id))


def _check_rarely(session: Session, by: UUID, zone: str, now: datetime) -> None:
    began = session.scalars(
        select(Rally.started_at)
        .where(Rally.started_by == by, Rally.started_at > now - WITHIN)
        .order_by(Rally.started_at.desc())
        .limit(MOST_RALLIES)
    ).all()
    if len(began) == MOST_RALLIES:
        again_at = began[-1] + WITHIN
        raise RallyAgainAt(
            retry_after=ceil((again_at - now).total_seconds()),
            at=LocalTime(again_at, zone),
            at_most=MOST_RALLIES,
        )


def _ask(session: Session, post: Post, by: UUID, now: datetime) -> None:
    scale = scale_at(post.published_latitude)
    params = {"closes_at": LocalTime(post.open_until, post.zone)} if post.open_until else {}
    tellings = []
    for row in session.execute(_willing(post, by, now)):
        at = rings.asked_at(now, row.distance / scale, zone=row.zone, at_night=row.at_night)
        if at is not None and (post.open_until is None or at < post.open_until):
            tellings.append(Telling(row.person_id, TOLD, About("posts", post.id), at, params))
    tell_each(session, tellings, now=now, once=f"rally for post {post.id}")


def _willing(post: Post, by: UUID, now: datetime) -> Any:
    """Return the query for those who like to be asked for such a thing, nearest first."""
    distance = RallyWish.nearness.op("<->", return_type=Float())(_here(post))
    times_asked = (
        select(func.count())
        .where(
            Notification.person_id == RallyWish.person_id,
            Notification.kind == TOLD,
            # What was asked in the last day, and what is written ahead until tomorrow morning.
            Notification.due_at > now - A_DAY,
        )
        .correlate(RallyWish)
        .scalar_subquery()
    )
    return (
        select(RallyWish.person_id, RallyWish.zone, RallyWish.at_night, distance.label("distance"))
        .where(
            _within_reach(post),
            RallyWish.person_id != by,
            in_sight(RallyWish.person_id, by),
            _among_those_who_see(post),
            or_(
                RallyWish.categories == cast([], ARRAY(Text)),
                literal(post.category) == any_(RallyWish.categories),
            ),
            times_asked < MOST_TIMES_A_DAY,
        )
        .order_by(distance)
        .limit(MOST_ASKED)
    )


def _among_those_who_see(post: Post) -> ColumnElement[bool]:
    if post.visible_to == Audience.NEARBY:
        return true()
    return exists().where(
        Membership.group_id == post.group_id, Membership.person_id == RallyWish.person_id
    )


def _here(post: Post) -> ColumnElement[Any]:
    return func.point(*to_mercator(post.published_latitude, post.published_longitude))


def _within_reach(post: Post) -> ColumnElement[bool]:
    reach = rings.RINGS[-1] * scale_at(post.published_latitude)
    return RallyWish.nearness.op("<@", return_type=Boolean())(func.circle(_here(post), reach))


def _not_asked_yet(now: datetime, post_id: UUID | None = None) -> Any:
    statement = delete(Notification).where(Notification.kind == TOLD, Notification.due_at > now)
    return statement if post_id is None else statement.where(Notification.about_id == post_id)


@post_ended.connect
def stop_with_post(session: Session, *, post: Post, now: datetime, **_: object) -> None:
    """Ask nobody for what is over."""
    stop_rally(session, post, now)


@post_changed.connect
def stop_without_hurry(session: Session, *, post: Post, now: datetime) -> None:
    """Ask nobody any more for what is no longer urgent."""
    if not post.urgent:
        stop_rally(session, post, now)


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget that somebody who leaves liked to be asked, and that they asked."""
    session.execute(delete(RallyWish).where(RallyWish.person_id == person_id))
    session.execute(update(Rally).where(Rally.started_by == person_id).values(started_by=None))


@person_blocked.connect
def ask_apart(session: Session, *, by: UUID, other: UUID, now: datetime) -> None:
    """Take back what either of two who do not see each other would be asked for the other."""
    for asked, asking in ((by, other), (other, by)):
        theirs = (
            select(Rally.post_id)
            .where(Rally.started_by == asking, Rally.ended_at.is_(None))
            .scalar_subquery()
        )
        session.execute(
            _not_asked_yet(now).where(
                Notification.person_id == asked, Notification.about_id.in_(theirs)
            )
        )
