"""The lock under which everything about a post and its promises is written: the post's own row.

Whoever also locks people's rows does so before the post's, so that nobody waits in a circle.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from backend.posts.errors import NotYourPost, PostNotFound
from backend.posts.models import Post
from backend.posts.queries import Clause, visible_posts
from backend.posts.states import PostState

_LOCK = (
    select(Post)
    .where(Post.id == bindparam("post_id"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


def lock_post(session: Session, post_id: UUID) -> Post:
    """Lock a post until the transaction ends, and return it as it is; raise ``PostNotFound``.

    Whether the caller may see it is for them to ask.
    """
    post = session.scalars(_LOCK, {"post_id": post_id}).one_or_none()
    if post is None:
        raise PostNotFound
    return post


def lock_my_post(session: Session, post_id: UUID, *, by: UUID) -> Post:
    """Lock a post of one's own; raise ``PostNotFound`` or ``NotYourPost``."""
    post = lock_post(session, post_id)
    if post.posted_by != by:
        seen = session.scalar(select(Post.id).where(Post.id == post_id, visible_posts(by)))
        raise PostNotFound if seen is None else NotYourPost
    return post


_let_go_with: list[Clause] = []


def lock_with_those_of(clause: Clause) -> None:
    """Let a room above say which posts of others it writes when somebody leaves."""
    _let_go_with.append(clause)


def lock_posts_of(session: Session, person_id: UUID) -> Sequence[Post]:
    """Lock all posts that are written when somebody leaves, and return those of theirs still open.

    All at once and in the order of their ids, whichever room hears of it first, so that two who
    leave at the same time do not wait for each other.
    """
    is_theirs = (Post.posted_by == person_id) & (Post.state == PostState.OPEN.value)
    posts = session.scalars(
        select(Post)
        .where(or_(is_theirs, *(clause(person_id) for clause in _let_go_with)))
        .order_by(Post.id)
        .with_for_update(key_share=True, of=Post)
        .execution_options(populate_existing=True)
    ).all()
    return [each for each in posts if (each.posted_by, each.state) == (person_id, PostState.OPEN)]
