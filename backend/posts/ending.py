"""Closing a post, taking it back, giving it more time, and throwing a draft away."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.groups.holding import is_member
from backend.kernel.local_time import zone_named
from backend.posts import rules
from backend.posts.errors import AlreadyOpened, CannotBeRenewed, PostIsOver
from backend.posts.freshness import warn_ahead
from backend.posts.locks import lock_my_post
from backend.posts.models import Post
from backend.posts.signals import post_changed, post_ended, post_opened, post_settling
from backend.posts.states import SHOWN, Audience, PostKind, PostState, state_at


def close_post(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> Post:
    """Say that a post is done with, whoever helped. What was agreed stands.

    Raises PostNotFound, NotYourPost and PostIsOver.
    """
    post = _lock_open(session, post_id, by=by, now=now)
    end_post(session, post, PostState.CLOSED, now=now)
    return post


def withdraw_post(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> Post:
    """Take a post back, and with it what was agreed. Others do not see it any more.

    Raises PostNotFound, NotYourPost and PostIsOver.
    """
    post = _lock_open(session, post_id, by=by, now=now)
    end_post(session, post, PostState.WITHDRAWN, now=now)
    return post


def renew_post(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> Post:
    """Give a post as much time as a new one has; one that ran out a short while ago comes back.

    Where its own time ends earlier, so does it. Raises PostNotFound, NotYourPost, PostIsOver and
    CannotBeRenewed.
    """
    post = lock_my_post(session, post_id, by=by)
    state = state_at(post.facts, now)
    expired = state is PostState.EXPIRED
    if expired and not rules.can_be_renewed(post.facts, rules.when_of(post), post.zone, now):
        raise CannotBeRenewed
    if expired and post.visible_to == Audience.GROUP and not is_member(session, post.group_id, by):
        raise CannotBeRenewed
    if not expired and state not in SHOWN:
        raise PostIsOver(state=state.value)
    assert post.open_until is not None  # It was opened once.
    until = rules.runs_out_at(
        PostKind(post.kind),
        urgent=post.urgent,
        standing=post.standing,
        ends_at=rules.ends_at_of(rules.when_of(post), zone_named(post.zone)),
        now=now,
    )
    if until <= post.open_until:
        return post
    post_settling.send(session, post=post, now=now)
    if post.state != PostState.OPEN:
        raise PostIsOver(state=post.state)
    post.open_until = until
    if expired:
        post.opened_at = now
    post.version += 1
    session.flush()
    warn_ahead(session, post, now=now)
    (post_opened if expired else post_changed).send(session, post=post, now=now)
    return post


def discard_draft(session: Session, post_id: UUID, *, by: UUID) -> None:
    """Throw a draft away. Raises PostNotFound, NotYourPost and AlreadyOpened."""
    post = lock_my_post(session, post_id, by=by)
    if post.state != PostState.DRAFT:
        raise AlreadyOpened
    session.delete(post)
    session.flush()


def end_post(session: Session, post: Post, how: PostState, *, now: datetime) -> None:
    """Write down that an open post has ended; call with it locked."""
    post.state, post.ended_at = how.value, now
    post.version += 1
    session.flush()
    post_ended.send(session, post=post, now=now, withdrawn=how is PostState.WITHDRAWN)


def _lock_open(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> Post:
    post = lock_my_post(session, post_id, by=by)
    if state_at(post.facts, now) in SHOWN:
        post_settling.send(session, post=post, now=now)
    # Counting what was kept may have shown that all of it is done.
    state = state_at(post.facts, now)
    if state not in SHOWN:
        raise PostIsOver(state=state.value)
    return post
