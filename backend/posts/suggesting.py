"""Telling both sides, once, when something opens that fits what somebody else has posted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, bindparam, exists, func, select, union_all
from sqlalchemy.orm import Session

from backend.notifications.models import Notification
from backend.notifications.service import About, Telling, tell_each
from backend.posts.models import Post
from backend.posts.queries import visible_posts
from backend.posts.signals import post_opened
from backend.posts.states import PostKind
from backend.posts.suggestions import MOST, Suggestion, find_suggestions

MOST_TOLD = 3
"""How many others are told of one post."""
MOST_A_DAY = 3
"""How often one person is told of such a thing in a day."""
A_DAY = timedelta(hours=24)

TO_OTHERS = "post_fits_yours"
TO_ITS_WRITER = "posts_fit_yours"
KINDS = (TO_OTHERS, TO_ITS_WRITER)


@post_opened.connect
def tell_of_what_fits(session: Session, *, post: Post, now: datetime) -> None:
    """Tell those whose posts fit one that opens, the best first, and its writer.

    Takes four statements at most, however many fit. Nobody is told what it is about, or who.
    """
    if post.kind == PostKind.HELLO or post.posted_by is None:
        return
    session.flush()
    found = find_suggestions(session, [post], by=post.posted_by, now=now)
    # Of several posts of one person the best is named.
    by_person = {each.posted_by: each for each in reversed(found)}
    best = sorted(by_person.values(), key=lambda each: each.position)
    seeing = _who_see(session, post, best)
    best = [each for each in best if each.posted_by in seeing]
    if not best:
        return
    told = _times_told(session, [post.posted_by, *seeing], now)
    others = [each for each in best if told.get(each.posted_by, 0) < MOST_A_DAY][:MOST_TOLD]
    tellings = [
        Telling(each.posted_by, TO_OTHERS, About("posts", post.id), now, {"mine": each.post_id})
        for each in others
    ]
    if told.get(post.posted_by, 0) < MOST_A_DAY:
        about = About("posts", post.id)
        tellings.append(Telling(post.posted_by, TO_ITS_WRITER, about, now, {}))
    tell_each(session, tellings, now=now, once=f"what fits post {post.id}")


def _who_see(session: Session, post: Post, found: Sequence[Suggestion]) -> set[UUID]:
    """Return the writers of what fits who may see the post in their turn, in one query."""
    if not found:
        return set()
    asked = {f"viewer_{number}": each.posted_by for number, each in enumerate(found)}
    return set(session.scalars(_who_sees(len(found)), {"post_id": post.id, **asked}))


@lru_cache(maxsize=MOST)
def _who_sees(many: int) -> CompoundSelect[Any]:
    """Return the statement for so many people, built once: it is as long as they are many."""
    viewers = [bindparam(f"viewer_{number}", type_=Post.id.type) for number in range(many)]
    return union_all(
        *(
            select(viewer.label("person_id")).where(
                exists().where(Post.id == bindparam("post_id"), visible_posts(viewer))
            )
            for viewer in viewers
        )
    )


def _times_told(session: Session, people: Sequence[UUID], now: datetime) -> dict[UUID, int]:
    query = (
        select(Notification.person_id, func.count().label("times"))
        .where(
            Notification.person_id.in_(people),
            Notification.due_at > now - A_DAY,
            Notification.kind.in_(KINDS),
        )
        .group_by(Notification.person_id)
    )
    return {row.person_id: row.times for row in session.execute(query)}
