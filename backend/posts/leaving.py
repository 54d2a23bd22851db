"""What becomes of somebody's posts when they leave: taken back, emptied, and nobody's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from backend.people.service import person_left
from backend.posts.ending import end_post
from backend.posts.locks import lock_posts_of
from backend.posts.models import Post
from backend.posts.states import PostState, over_at

SCRUBBED = {
    "title": "",
    "words": "",
    "shown_title": "",
    "shown_words": "",
    "latitude": Post.published_latitude,
    "longitude": Post.published_longitude,
}
"""What is left of a post once its words and its exact place are erased."""


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Take back and empty the posts of somebody who leaves; drafts are gone."""
    session.execute(
        delete(Post).where(Post.posted_by == person_id, Post.state == PostState.DRAFT.value)
    )
    open_ones = lock_posts_of(session, person_id)
    for post in open_ones:
        ran_out_at = over_at(post.facts)
        if ran_out_at is not None and ran_out_at <= now:
            post.state, post.ended_at = PostState.EXPIRED.value, ran_out_at
        else:
            # First, so that nobody takes it for something they did.
            post.posted_by = None
            end_post(session, post, PostState.WITHDRAWN, now=now)
    session.flush()
    ids = [post.id for post in open_ones]
    session.execute(
        update(Post)
        .where((Post.posted_by == person_id) | Post.id.in_(ids))
        .values(**SCRUBBED, posted_by=None)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
