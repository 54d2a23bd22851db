"""What the members of a group do together with a post of it that another of them made."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.groups.clauses import takes_of
from backend.groups.errors import GroupNotFound
from backend.groups.models import Group
from backend.groups.powers import Act
from backend.groups.service import find_membership, lock_group
from backend.groups.together import Change, do_together, proposals_seen, proposed_about
from backend.people.service import hold_person
from backend.posts.errors import NotYourPost
from backend.posts.models import Post
from backend.posts.queries import Reader, visible_posts
from backend.posts.seen import PostRow, PostSeen
from backend.posts.states import SHOWN, PostState

_WORDS = {"edit": Act.POST, "closing": Act.POST, "renewal": Act.RENEW}
"""What others of the group may do, in the words of the paths. To take back what was agreed is for
whoever agreed to it."""

_OF_ITS_WRITER = frozenset({"quiet", "contacts_are_public", "answered_by_word"})
"""What says who its writer is, shows how they are reached, or lets others speak to them."""


def do_with_post(
    session: Session,
    post_id: UUID,
    act: Act,
    change: Change,
    do: Callable[[UUID], object],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Do something with a post: with one's own alone, with one of one's group together.

    ``do`` takes the person as whom it is done, which is whoever posted it. Raises NotYourPost for
    what is its writer's alone to change, NotTenured, ForStewards, TooManyProposed and what ``do``
    raises.
    """
    group = _lock_group_of(session, post_id, by=by, now=now)
    posted_by, group_id, state = _facts(session, post_id)
    is_theirs = group is not None and group.id == group_id and state != PostState.DRAFT
    if group is None or posted_by is None or not is_theirs:
        do(by)  # Whoever may not is told so by the verb itself.
        return
    if change.body.keys() & _OF_ITS_WRITER:
        raise NotYourPost
    do_together(session, group, act, post_id, change, lambda: do(posted_by), by=by, now=now)


def with_what_its_group_may(
    reader: Reader, post: PostSeen, row: PostRow, *, by: UUID, now: datetime
) -> PostSeen:
    """Return a post of a group with what another of its members may do. One query."""
    if row.group_id is None:
        return post
    takes = reader.execute(
        select(
            takes_of(Act.POST, by, Post.group_id, now).label("post"),
            takes_of(Act.RENEW, by, Post.group_id, now).label("renew"),
            proposed_about(Post.id, Post.group_id, by, now).label("proposed"),
        )
        .select_from(Post)
        .where(Post.id == row.id)
    ).one()
    if takes.post is None and takes.renew is None:
        return post
    may = {Act.POST: takes.post, Act.RENEW: takes.renew}
    shown = post.state in SHOWN and not post.is_mine
    more = [word for word, act in _WORDS.items() if shown and may[act] is not None]
    proposed = proposals_seen(takes.proposed, takes.post)
    return replace(post, can=[*post.can, *more], proposed=proposed)


def _lock_group_of(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> Group | None:
    """Lock the group of somebody else's post for a member who sees it; None for all others."""
    posted_by, group_id, _ = _facts(session, post_id)
    if posted_by is None or posted_by == by or group_id is None:
        return None
    if session.scalar(select(Post.id).where(Post.id == post_id, visible_posts(by))) is None:
        return None
    hold_person(session, by)
    try:
        group = lock_group(session, group_id, by=by, now=now)
    except GroupNotFound:
        return None
    return None if find_membership(session, group.id, by) is None else group


def _facts(session: Session, post_id: UUID) -> tuple[UUID | None, UUID | None, str]:
    row = session.execute(
        select(Post.posted_by, Post.group_id, Post.state).where(Post.id == post_id)
    ).one_or_none()
    return (None, None, "") if row is None else (row.posted_by, row.group_id, row.state)
