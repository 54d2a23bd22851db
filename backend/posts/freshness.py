"""Telling the writer of a post, ahead of time, that it will run out."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.kernel.local_time import zone_named
from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, Telling, take_back, tell_each
from backend.posts import rules
from backend.posts.models import Post
from backend.posts.signals import post_ended
from backend.posts.states import WARNED_BEFORE


def warn_ahead(session: Session, post: Post, *, now: datetime) -> None:
    """Write the warnings anew that a post will run out, each due when it is time.

    What ends with its own time is not warned of: no tap would keep it.
    """
    take_back_warnings(session, post=post, now=now)
    until = post.open_until
    if post.posted_by is None or until is None:
        return
    if until == rules.ends_at_of(rules.when_of(post), zone_named(post.zone)):
        return
    kind = "post_to_reconfirm" if post.standing else "post_runs_out"
    about = About("posts", post.id)
    params = {"open_until": LocalTime(until, post.zone)}
    tell_each(
        session,
        [
            Telling(post.posted_by, kind, about, until - before, params)
            for before in WARNED_BEFORE
            # A warning at once would tell people what they have just done.
            if until - before > now
        ],
        now=now,
    )


@post_ended.connect
def take_back_warnings(
    session: Session, *, post: Post, now: datetime, withdrawn: bool = False
) -> None:
    """Take back what has not been told yet: the post is over, or runs out at another time."""
    if post.posted_by is not None:
        take_back(session, [post.posted_by], "posts", [post.id], now=now)
