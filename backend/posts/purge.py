"""Erases the words and the exact places of posts that are archived. No rule needs it to run."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.people.purge import let_also_purge
from backend.posts.leaving import SCRUBBED
from backend.posts.models import Post
from backend.posts.states import ARCHIVED_AFTER, PostState


def purge(session: Session, now: datetime) -> dict[str, int]:
    """Write down what ran out long ago and scrub what is archived; return how many of each."""
    long_ago = now - ARCHIVED_AFTER
    expired = session.execute(
        update(Post)
        .where(Post.state == PostState.OPEN.value, Post.open_until <= long_ago)
        .values(state=PostState.EXPIRED.value, ended_at=Post.open_until)
        .execution_options(synchronize_session=False)
    )
    scrubbed = session.execute(
        update(Post)
        .where(Post.title != "", Post.ended_at <= long_ago)
        .values(**SCRUBBED)
        .execution_options(synchronize_session=False)
    )
    return {
        "posts_expired": int(expired.rowcount),  # type: ignore[attr-defined]
        "posts_scrubbed": int(scrubbed.rowcount),  # type: ignore[attr-defined]
    }


let_also_purge(purge)
