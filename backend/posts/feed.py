"""What a phone opens with: what is near, what is soon, and what fits what somebody likes to bring.

Nothing here goes by what others like or look at. For the same person, place and instant it is the
same. There are no pages: it is one screen to look at, and whoever wants more asks the list, which
goes on for ever.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import zip_longest
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from backend.db.reading import rows_of
from backend.kernel.periods import unchecked_period
from backend.kernel.sayings import LocalTime, Saying
from backend.people.models import Person
from backend.places.errors import PlaceNeeded
from backend.posts.finding import Placed, PostNearby, nearby, place_posts
from backend.posts.nearest import Wanted
from backend.posts.searching import sought_any
from backend.posts.states import PostKind

MOST = 30
NEAR = 15
SOON = 10
FITTING = 10
HELLOS = 3
NEAR_METRES = 5_000
SOON_METRES = 3_000
"""Less, for the index does not know when: every post within is read. What is urgent comes first."""
WITHIN = timedelta(days=3)
"""What begins no later than this is soon."""
HELLO_AFTER = 8
"""Other posts between one hello and the next."""

_ASKED_FOR = (PostKind.OFFER, PostKind.NEED)


class Because(StrEnum):
    """Why a post is in the feed."""

    SOON = "soon"
    YOU_LIKE_TO_BRING = "you_like_to_bring"
    NEAR = "near"
    HELLO = "hello"


@dataclass(slots=True)
class PostInFeed(PostNearby):
    """A post, and why it is there."""

    because: Sequence[Because]
    why: Saying


_ME = select(Person.home_latitude, Person.home_longitude, Person.likes_to_bring, Person.languages)
_ME = _ME.where(Person.id == bindparam("person_id", type_=Person.id.type))


def open_feed(
    reader: Connection, *, at: tuple[float, float] | None, language: str, by: UUID, now: datetime
) -> list[PostInFeed]:
    """Return what is worth a look around a point in degrees, or around one's home.

    Six queries at most. Raises PlaceNeeded.
    """
    (latitude, longitude, likes, languages), *_ = rows_of(reader, _ME, {"person_id": by})
    if at is None:
        if latitude is None or longitude is None:
            raise PlaceNeeded
        at = latitude, longitude

    def found(limit: int, **more: Any) -> list[Placed]:
        usual: dict[str, Any] = {"kinds": _ASKED_FOR, "radius_metres": NEAR_METRES}
        wanted = Wanted(latitude=at[0], longitude=at[1], **usual | more)
        return place_posts(reader, wanted, by=by, now=now, limit=limit, most_batches=1)[0]

    days = unchecked_period(now, now + WITHIN)
    soon = found(SOON, period=days, soon=True, radius_metres=SOON_METRES)
    soon.sort(key=lambda placed: not placed.near.post.urgent)
    spoken = (languages or [language])[0].partition("-")[0].lower()
    words = sought_any(likes, spoken)
    fitting = found(FITTING, kinds=(PostKind.NEED,), words=words) if words.search else []
    near = found(NEAR)
    hellos = found(HELLOS, kinds=(PostKind.HELLO,))
    reasons: dict[UUID, list[Because]] = {}
    for because, group in (
        (Because.SOON, soon),
        (Because.YOU_LIKE_TO_BRING, fitting),
        (Because.NEAR, near),
        (Because.HELLO, hellos),
    ):
        for each in group:
            reasons.setdefault(each.near.post.id, []).append(because)
    mixed = _with_hellos(_in_turn(soon, fitting, near), hellos)
    return [
        PostInFeed(*(*_all_of(post), reasons[post.id], _why(post, reasons[post.id], now)))
        for post in nearby(reader, mixed, by=by, now=now)
    ]


_all_of: Callable[[PostNearby], tuple[Any, ...]] = attrgetter(
    *(field.name for field in fields(PostNearby))
)


def _in_turn(*groups: Sequence[Placed]) -> list[Placed]:
    """Take one of each group after another, each post once."""
    taken: dict[UUID, Placed] = {}
    for each in zip_longest(*groups):
        for placed in each:
            if placed is not None:
                taken.setdefault(placed.near.post.id, placed)
    return list(taken.values())


def _with_hellos(posts: Sequence[Placed], hellos: Iterable[Placed]) -> list[Placed]:
    """Put a hello after some posts, and the rest at the end."""
    mixed: list[Placed] = []
    waiting = list(hellos)
    for number, each in enumerate(posts[: MOST - len(waiting)], start=1):
        mixed.append(each)
        if number % HELLO_AFTER == 0 and waiting:
            mixed.append(waiting.pop(0))
    return mixed + waiting


def _why(post: PostNearby, because: Sequence[Because], now: datetime) -> Saying:
    """Say the first reason in a sentence."""
    match because[0]:
        case Because.YOU_LIKE_TO_BRING:
            return Saying("feed_you_like_to_bring")
        case Because.NEAR:
            return Saying("feed_near")
        case Because.HELLO:
            return Saying("feed_hello")
    if post.urgent:
        return Saying("feed_urgent")
    if post.starts_at is None or post.starts_at <= now:
        return Saying("feed_soon")
    return Saying("feed_starts", {"at": LocalTime(post.starts_at, post.zone)})
