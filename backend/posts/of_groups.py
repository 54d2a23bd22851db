"""Posts of a group: in its name, or for its members alone; and what becomes of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from backend.groups.holding import hold_group
from backend.groups.models import Group
from backend.groups.service import group_closed, member_left
from backend.groups.states import Visibility
from backend.people.models import Person
from backend.posts.errors import OnlyForItsMembers
from backend.posts.models import Post
from backend.posts.signals import post_ended
from backend.posts.states import Audience, PostState


def check_group(session: Session, group_id: UUID | None, audience: Audience, *, by: UUID) -> None:
    """Keep the group of a post from being closed while it is posted; come with the person locked.

    What everybody nearby sees names no group that not everybody may know of. Raises GroupNotFound,
    NotAMember and OnlyForItsMembers.
    """
    if group_id is None:
        return
    hold_group(session, group_id, by=by)
    known = select(Group.visibility).where(Group.id == group_id)
    if audience is Audience.NEARBY and session.scalar(known) != Visibility.NEARBY:
        raise OnlyForItsMembers


@member_left.connect
def let_go_of_posts_of(session: Session, *, group: Group, person_id: UUID, now: datetime) -> None:
    """Close what somebody posted for a group they leave; what was in its name is theirs alone."""
    theirs = and_(Post.group_id == group.id, Post.posted_by == person_id)
    _let_go(session, theirs, now=now)


@group_closed.connect
def let_go_of_posts_of_group(session: Session, *, group: Group, now: datetime) -> None:
    """Close what was posted for a group that is no more; what was in its name is its writers'."""
    _let_go(session, Post.group_id == group.id, now=now)


def _let_go(session: Session, which: ColumnElement[bool], *, now: datetime) -> None:
    """What was agreed about a post that is closed by this stands.

    What somebody posted who leaves altogether is taken back with all else of theirs, and locked
    with it: here it would be out of the order of the ids, and end in other words than by a block.
    """
    here = select(Person.id).where(Person.left_at.is_(None))
    opened = and_(which, Post.state != PostState.DRAFT.value, Post.posted_by.in_(here))
    posts = session.scalars(
        select(Post)
        .where(opened, Post.state == PostState.OPEN.value, Post.visible_to == Audience.GROUP.value)
        .order_by(Post.id)
        .with_for_update(key_share=True, of=Post)
        .execution_options(populate_existing=True)
    ).all()
    for post in posts:
        # Also what ran out, which would otherwise be renewed for a group that is not theirs.
        post.state = PostState.CLOSED.value
        post.ended_at = now if post.open_until is None else min(now, post.open_until)
        post.version += 1
        session.flush()
        post_ended.send(session, post=post, now=now, withdrawn=False)
    session.execute(
        update(Post)
        .where(opened, Post.visible_to == Audience.NEARBY.value)
        .values(group_id=None, version=Post.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
