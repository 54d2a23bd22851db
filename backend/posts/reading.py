"""Reading one post, my own, and a neighbour's."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, not_, or_, select

from backend.groups.belonging import check_belongs
from backend.people.errors import PersonNotFound
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.posts.errors import PostNotFound
from backend.posts.models import Post
from backend.posts.queries import Reader, visible_posts
from backend.posts.seen import (
    POST_COLUMNS,
    PostRow,
    PostSeen,
    seen_posts,
    with_all_that_can_be_done,
)
from backend.posts.states import PostState
from backend.posts.together import with_what_its_group_may


class Which(StrEnum):
    """Which of one's own posts."""

    OPEN = "open"
    OVER = "over"
    DRAFT = "draft"


def get_post(reader: Reader, post_id: UUID, *, by: UUID, now: datetime) -> PostSeen:
    """Return a post; raise ``PostNotFound``. What is archived is there for its writer alone."""
    rows = reader.execute(_one_post(), {"post_id": post_id, "viewer": by}).all()
    for post in seen_posts(reader, rows, by=by, now=now):
        if post.is_mine or post.state is not PostState.ARCHIVED:
            row = PostRow(*rows[0])
            post = with_what_its_group_may(reader, post, row, by=by, now=now)
            return with_all_that_can_be_done(reader, post, row, by=by, now=now)
    raise PostNotFound


@cache
def _one_post() -> Select[Any]:
    # Built once, when all rooms have said who else sees a post.
    seen = visible_posts(bindparam("viewer", type_=Post.id.type), by_id=True)
    return select(*POST_COLUMNS).where(Post.id == bindparam("post_id"), seen)


def list_my_posts(
    reader: Reader, which: Which, *, by: UUID, now: datetime, after: UUID | None, limit: int
) -> Sequence[PostSeen]:
    """List one's own posts, the newest first; one more than ``limit`` where there are more."""
    clauses = {
        Which.OPEN: is_open(now),
        Which.DRAFT: Post.state == PostState.DRAFT.value,
        Which.OVER: and_(Post.state != PostState.DRAFT.value, not_(is_open(now))),
    }
    query = select(*POST_COLUMNS).where(Post.posted_by == by, clauses[which])
    if after is not None:
        query = query.where(Post.id < after)
    rows = reader.execute(query.order_by(Post.id.desc()).limit(limit + 1)).all()
    return seen_posts(reader, rows, by=by, now=now)


def list_posts_of(
    reader: Reader, person_id: UUID, *, by: UUID, now: datetime, after: UUID | None, limit: int
) -> Sequence[PostSeen]:
    """List what somebody has posted under their name and is open, the newest first.

    One more than ``limit`` where there are more. Raises ``PersonNotFound``.
    """
    here = select(Person.id).where(Person.id == person_id, visible_people(by))
    if reader.scalar(here) is None:
        raise PersonNotFound
    query = select(*POST_COLUMNS).where(
        Post.posted_by == person_id, Post.quiet.is_(False), is_open(now), visible_posts(by)
    )
    if after is not None:
        query = query.where(Post.id < after)
    rows = reader.execute(query.order_by(Post.id.desc()).limit(limit + 1)).all()
    return seen_posts(reader, rows, by=by, now=now)


def list_posts_of_group(
    reader: Reader, group_id: UUID, *, by: UUID, now: datetime, after: UUID | None, limit: int
) -> Sequence[PostSeen]:
    """List what is open in the name of a group of one's own or for it, the newest first.

    One more than ``limit`` where there are more. Raises ``GroupNotFound`` and ``NotAMember``.
    """
    check_belongs(reader, group_id, by=by)
    query = select(*POST_COLUMNS).where(Post.group_id == group_id, is_open(now), visible_posts(by))
    if after is not None:
        query = query.where(Post.id < after)
    rows = reader.execute(query.order_by(Post.id.desc()).limit(limit + 1)).all()
    return seen_posts(reader, rows, by=by, now=now)


def is_open(now: datetime) -> ColumnElement[bool]:
    """Return the clause on ``Post`` for what others may find: open and not run out."""
    return and_(
        Post.state == PostState.OPEN.value,
        or_(Post.open_until.is_(None), Post.open_until > now),
    )
