"""Telling the sides of a promise what they must learn: first names and times, never what it is.

Whoever posted a quiet need has no name here until they picked somebody.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, Telling, tell_each
from backend.people.models import Person
from backend.people.rules import first_name
from backend.posts.models import Post
from backend.promises.models import Promise
from backend.promises.seen import at_as_said
from backend.promises.states import Side

ABOUT = "promises"

_NAME = select(Person.display_name).where(Person.id == bindparam("person_id"))


def person_on(promise: Promise, side: Side) -> UUID | None:
    """Return who is on a side of a promise; None once they have left."""
    return promise.poster_id if side is Side.POSTER else promise.counterpart_id


def is_nameless(promise: Promise, post: Post, side: Side) -> bool:
    """Answer whether a side is not to be named to the other."""
    return side is Side.POSTER and post.quiet and promise.agreed_at is None


def tell_other(
    session: Session,
    kind: str,
    promise: Promise,
    post: Post,
    *,
    by: Side,
    now: datetime,
    until: datetime | None = None,
    once: str | None = None,
) -> None:
    """Tell the other side what this side did, and until when they may do something about it.

    ``once`` as of `notifications.service.tell`.
    """
    person_id = person_on(promise, by.other)
    if person_id is None:
        return
    own = person_on(promise, by)
    name = ""
    if own is not None and not is_nameless(promise, post, by):
        name = first_name(session.scalar(_NAME, {"person_id": own}) or "")
    known = "yes" if name else "no"
    params: dict[str, Any] = {
        "known": known,
        "name": name,
        "way": post.way,
        **_times(promise, post),
    }
    if until is not None:
        params["until"] = LocalTime(until, post.zone)
    telling = Telling(person_id, kind, About(ABOUT, promise.id), now, params)
    tell_each(session, [telling], now=now, once=once)


def tell_side(
    session: Session,
    kind: str,
    promises: Iterable[Promise],
    post: Post,
    side: Side,
    *,
    now: datetime,
) -> None:
    """Tell one side of each of some promises of a post something that names nobody."""
    tellings = []
    for promise in promises:
        person_id = person_on(promise, side)
        if person_id is not None:
            params = _times(promise, post)
            tellings.append(Telling(person_id, kind, About(ABOUT, promise.id), now, params))
    tell_each(session, tellings, now=now)


def _times(promise: Promise, post: Post) -> dict[str, Any]:
    timed = promise.starts_at is not None or bool(promise.on_dates)
    return {"timed": "yes" if timed else "no", "at": at_as_said(promise, post.zone)}
