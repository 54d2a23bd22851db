"""Liking to be asked when a neighbour close by needs help at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.people.service import Home, home_changed, lock_myself
from backend.places.errors import PlaceNeeded
from backend.places.mercator import nearness_of
from backend.places.zones import zone_at
from backend.posts.models import RallyWish
from backend.posts.queries import Reader
from backend.posts.rally_errors import RallyWishNotFound
from backend.posts.rallying import forget_calls


@dataclass(frozen=True, slots=True)
class RallyWishSeen:
    """For what somebody likes to be asked, as they alone see it; where they are is not told."""

    categories: Sequence[str]
    at_night: bool
    since_at: datetime


def set_rally_wish(session: Session, given: Mapping[str, Any], *, by: UUID, now: datetime) -> None:
    """Say that one likes to be asked; again in other words takes the place of what was said.

    ``given`` may hold ``categories``, ``at_night`` and ``place``, one's home by default. Raises
    PlaceNeeded.
    """
    me = lock_myself(session, by)
    place = given.get("place") or {"latitude": me.home_latitude, "longitude": me.home_longitude}
    if place["latitude"] is None or place["longitude"] is None:
        raise PlaceNeeded
    latitude, longitude = place["latitude"], place["longitude"]
    nearness = nearness_of(by, latitude, longitude)
    wish = session.get(RallyWish, by)
    if wish is None:
        wish = RallyWish(person_id=by, since_at=now)
        session.add(wish)
    elif wish.nearness != nearness:
        forget_calls(session, by, now=now)
    wish.categories = sorted(set(given.get("categories", ())))
    wish.at_night = given.get("at_night", False)
    wish.nearness = nearness
    wish.zone = zone_at(latitude, longitude)
    session.flush()


@home_changed.connect
def move_with_home(
    session: Session, *, person_id: UUID, before: Home, after: Home, now: datetime
) -> None:
    """Let who is asked at their home be asked where it is now, and nowhere once they do not say.

    What they said for another place stays there.
    """
    if before is None:
        return
    wish = session.get(RallyWish, person_id)
    if wish is None or wish.nearness != nearness_of(person_id, *before):
        return
    if after is None:
        session.delete(wish)
    else:
        wish.nearness = nearness_of(person_id, *after)
        wish.zone = zone_at(*after)
    forget_calls(session, person_id, now=now)
    session.flush()


def drop_rally_wish(session: Session, *, by: UUID, now: datetime) -> None:
    """Say that one does not like to be asked any more; again is the same as once."""
    lock_myself(session, by)
    wish = session.get(RallyWish, by)
    if wish is not None:
        session.delete(wish)
        forget_calls(session, by, now=now)
        session.flush()


def get_rally_wish(reader: Reader, *, by: UUID) -> RallyWishSeen:
    """Return for what one likes to be asked; raise RallyWishNotFound."""
    row = reader.execute(
        select(RallyWish.categories, RallyWish.at_night, RallyWish.since_at).where(
            RallyWish.person_id == by
        )
    ).one_or_none()
    if row is None:
        raise RallyWishNotFound
    return RallyWishSeen(row.categories, row.at_night, row.since_at)
