"""Erases what was said in promises that are over for long, as the words of their posts are."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.people.purge import let_also_purge
from backend.posts.models import Post
from backend.posts.states import ARCHIVED_AFTER
from backend.promises.models import HAS_WORDS, Promise

SCRUBBED = {"words": "", "claim_words": "", "contest_words": "", "ended_words": ""}
"""What is left of a promise once its words are erased: what became of it, and nothing personal."""


def purge(session: Session, now: datetime) -> dict[str, int]:
    """Erase the words of promises that are over as long as their posts; return of how many.

    What lasts longer than its post, as what is lent, keeps them until it is over for long itself.
    Thanks stay: they belong to whoever was thanked.
    """
    long_ago = now - ARCHIVED_AFTER
    archived = select(Post.id).where(Post.ended_at <= long_ago)
    scrubbed = session.execute(
        update(Promise)
        .where(
            HAS_WORDS,
            func.coalesce(Promise.ended_at, Promise.stands_until) <= long_ago,
            Promise.post_id.in_(archived),
        )
        .values(**SCRUBBED)
        .execution_options(synchronize_session=False)
    )
    return {"promises_scrubbed": int(scrubbed.rowcount)}  # type: ignore[attr-defined]


let_also_purge(purge)
