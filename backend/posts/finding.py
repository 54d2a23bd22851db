"""Finding a post near somewhere: nearest first, about something, at some time.

Two steps, as with spaces. The query gives the nearest, sifted as far as the index can tell; then
the published point and repeating dates decide exactly, here. So it goes on in batches, and after a
bounded number of them a cursor says where to go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.engine import Connection

from backend.kernel.local_time import day_span, zone_named
from backend.kernel.periods import Period, unchecked_period
from backend.kernel.recurrence import dates
from backend.kernel.rrule import TooManyDates
from backend.places.distance import metres_between
from backend.posts.nearest import Near, Position, Wanted, nearest
from backend.posts.seen import PostRow, PostSeen, seen_posts

MOST_BATCHES = 10
BATCH = 100
_A_MONTH = timedelta(days=31)


@dataclass(slots=True)
class PostNearby(PostSeen):
    """A post as it stands on a list of what is near."""

    distance_metres: int
    """To the published point, to ten metres."""


class Placed(NamedTuple):
    """A post that fits, and how far its published point is, in metres."""

    near: Near
    metres: float


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what was found, and where to go on."""

    items: list[PostNearby]
    next: Position | None


def find_posts(
    reader: Connection,
    wanted: Wanted,
    *,
    by: UUID,
    now: datetime,
    limit: int,
    after: Position | None = None,
) -> Found:
    """List the posts of others that somebody looks for, nearest first.

    One query for each batch, and one more where somebody else's quiet posts are among them.
    """
    placed, following = place_posts(reader, wanted, by=by, now=now, limit=limit, after=after)
    return Found(nearby(reader, placed, by=by, now=now), following)


def place_posts(
    reader: Connection,
    wanted: Wanted,
    *,
    by: UUID,
    now: datetime,
    limit: int,
    after: Position | None = None,
    most_batches: int = MOST_BATCHES,
) -> tuple[list[Placed], Position | None]:
    """Return what fits, nearest first, and where to go on. One query for each batch."""
    found: list[Placed] = []
    # Nearly all that comes fits, unless dates have to be looked at.
    rows = limit + 1 if wanted.period is None else limit + 10
    for _ in range(most_batches):
        batch, more = nearest(reader, wanted, by=by, now=now, rows=rows, after=after)
        for each in _fitting(wanted, batch):
            if len(found) == limit:
                return found, after
            found.append(each)
            after = each.near.position
        if not more:
            return found, None
        if len(found) == limit:
            return found, after
        after = batch[-1].position
        rows = BATCH
    return found, after


def nearby(
    reader: Connection, placed: Sequence[Placed], *, by: UUID, now: datetime
) -> list[PostNearby]:
    """Return posts as somebody sees them, with how far they are."""
    seen = seen_posts(reader, [each.near.post for each in placed], by=by, now=now)
    return [
        PostNearby(*(*_all_of(post), 10 * round(each.metres / 10)))
        for each, post in zip(placed, seen, strict=True)
    ]


_all_of: Callable[[PostSeen], tuple[Any, ...]] = attrgetter(
    *(field.name for field in fields(PostSeen))
)


def _fitting(wanted: Wanted, batch: Sequence[Near]) -> list[Placed]:
    here = (wanted.latitude, wanted.longitude)
    kept: list[Placed] = []
    # Many share a published point, and a distance takes longer than all else about a post.
    distances: dict[tuple[float, float], float] = {}
    for near in batch:
        metres = distances.get(near.published, -1.0)
        if metres < 0:
            metres = distances[near.published] = metres_between(here, near.published)
        # The circle on the map is a little too wide, and its points are moved.
        if metres > wanted.radius_metres:
            continue
        if wanted.period is None or is_within(near.post, wanted.period, soon=wanted.soon):
            kept.append(Placed(near, metres))
    return kept


def is_within(post: PostRow, period: Period, *, soon: bool = False) -> bool:
    """Answer whether a post is for some time within a period.

    What is for any time always is. What must be ``soon`` is urgent, or begins or ends there.
    """
    if soon and post.urgent:
        return True
    if post.on_dates:
        zone = zone_named(post.zone)
        spans = (day_span(each, zone) for each in post.on_dates)
        return any(span is not None and _meet(span, period) for span in spans)
    if post.rrule is not None:
        return _repeats_within(post, period)
    if post.starts_at is None and post.ends_at is None:
        return not soon
    starts = post.starts_at is None or post.starts_at < period.end
    if soon:
        begins = post.starts_at is not None and post.starts_at >= period.start
        starts = starts and (begins or (post.ends_at is not None and post.ends_at <= period.end))
    return starts and (post.ends_at is None or post.ends_at > period.start)


def _meet(one: Period, other: Period) -> bool:
    return one.start < other.end and one.end > other.start


def _repeats_within(post: PostRow, period: Period) -> bool:
    assert post.rrule is not None
    assert post.first is not None
    assert post.duration_minutes is not None
    duration, zone = timedelta(minutes=post.duration_minutes), zone_named(post.zone)
    # What comes every week comes in the first month already; the rest need not be followed.
    for until in (period.start + _A_MONTH, period.end):
        window = unchecked_period(period.start, min(until, period.end))
        try:
            found = dates(
                post.rrule,
                post.first,
                duration,
                zone,
                until=window.end,
                until_stopped=True,
                after=window.start,
            )
        except TooManyDates:
            return True
        if found:
            return True
        if window.end == period.end:
            return False
    return False
