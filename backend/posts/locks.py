"""The lock under which everything about a post and its promises is written: the post's own row.

Whoever also locks people's rows does so before the post's, so that nobody waits in a circle.
"""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.posts.errors import NotYourPost, PostNotFound
from backend.posts.models import Post
from backend.posts.queries import visible_posts

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
