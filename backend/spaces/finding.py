"""Finding a space near somewhere: nearest first, open then, free then.

Two steps. The query gives the nearest, sifted as far as the index can tell; then hours, closures
and what is held decide exactly, here. So it goes on in batches, each of a constant number of
queries, and after a bounded number of them a cursor says where to go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection

from backend.kernel.local_time import ONE_DAY, day_of, midnight_of
from backend.kernel.periods import Period, intersected, unchecked_period
from backend.kernel.sayings import LocalTime, Saying
from backend.places.distance import metres_between
from backend.spaces.errors import SpaceNotFound
from backend.spaces.free_times import free_stretches_of, free_times
from backend.spaces.models import Space, SpaceKind
from backend.spaces.nearest import Near, Position, Wanted, nearest
from backend.spaces.queries import visible_spaces
from backend.spaces.standing import Standing, standing_of, standing_span
from backend.spaces.terms import Confirms

__all__ = ["Found", "SpaceNearby", "find_spaces", "free_stretches_of", "spaces_free_nearby"]

MOST_BATCHES = 10
BATCH = 100
MOST_STRETCHES = 10
NEARBY_METRES = 5_000
_MINUTE = timedelta(minutes=1)


class Degrees(NamedTuple):
    """A point (WGS 84)."""

    latitude: float
    longitude: float


class SpaceNearby(NamedTuple):
    """A space as it stands on a list of what is near."""

    id: UUID
    name: str
    kind: str
    point: Degrees
    """The published point."""
    distance_metres: int
    zone: str
    capacity: int | None
    access: Sequence[str]
    """What is known to be there."""
    is_open_now: bool
    open_until: datetime | None
    opens_at: datetime | None
    free: list[Period]
    can: list[str]
    says: Saying


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what was found, and where to go on."""

    items: list[SpaceNearby]
    next: Position | None


def find_spaces(
    reader: Connection,
    wanted: Wanted,
    *,
    by: UUID,
    now: datetime,
    limit: int,
    after: Position | None = None,
    most_batches: int | None = None,
) -> Found:
    """List the spaces that somebody looks for, nearest first.

    One query for each batch, two where times must be free.
    """
    span = standing_span(now)
    windows = [*wanted.open_in, *([wanted.free_in] if wanted.free_in else [])]
    span = unchecked_period(
        min([span.start, *(each.start for each in windows)]),
        max([span.end, *(each.end for each in windows)]),
    )
    items: list[SpaceNearby] = []
    rows = _first_batch(wanted, limit)
    for _ in range(most_batches or MOST_BATCHES):
        batch, more = nearest(reader, wanted, by=by, now=now, span=span, rows=rows, after=after)
        fitting = _fitting(reader, wanted, batch, now)
        for near, metres, free in fitting:
            if len(items) == limit:
                return Found(items, after)
            items.append(_seen(near, metres, free, wanted, now))
            after = near.position
        if not more:
            return Found(items, None)
        if len(items) == limit:
            return Found(items, after)
        after = batch[-1].position
        rows = BATCH if windows else rows
    return Found(items, after)


def spaces_free_nearby(
    reader: Connection,
    space_id: UUID,
    period: Period,
    *,
    people: int,
    by: UUID,
    now: datetime,
    limit: int = 3,
) -> list[SpaceNearby]:
    """List other spaces near a space that can be booked for all of the period, nearest first.

    Five queries at most. Raises SpaceNotFound.
    """
    here = reader.execute(
        select(Space.published_latitude, Space.published_longitude).where(
            Space.id == space_id, visible_spaces(by, by_id=True)
        )
    ).one_or_none()
    if here is None:
        raise SpaceNotFound
    wanted = Wanted(
        latitude=here[0],
        longitude=here[1],
        radius_metres=NEARBY_METRES,
        capacity_at_least=people,
        free_in=period,
        free_for=period.duration,
    )
    found = find_spaces(reader, wanted, by=by, now=now, limit=limit + 5, most_batches=2)
    return [
        each for each in found.items if each.id != space_id and each.free and "book" in each.can
    ][:limit]


def _first_batch(wanted: Wanted, limit: int) -> int:
    """Say how many to look at first: few more than wanted where the query sifts nearly all."""
    if wanted.free_in is not None and not wanted.wants_all_of_it:
        return min(2 * limit + 10, BATCH)
    if wanted.free_in is not None or wanted.open_in:
        return limit + 10
    return limit + 1


def _fitting(
    reader: Connection, wanted: Wanted, batch: Sequence[Near], now: datetime
) -> list[tuple[Near, float, list[Period]]]:
    """Keep those that are near, open and free as wanted, with the metres and the free times."""
    here = (wanted.latitude, wanted.longitude)
    kept: list[tuple[Near, float]] = []
    # Many share a published point, and a distance takes longer than all else about a space.
    distances: dict[tuple[float, float], float] = {}
    for near in batch:
        metres = distances.get(near.published, -1)
        if metres < 0:
            metres = distances[near.published] = metres_between(here, near.published)
        # The circle on the map is a little too wide, and its points are moved.
        if metres <= wanted.radius_metres and _is_open_all_through(near, wanted.open_in):
            kept.append((near, metres))
    if wanted.free_in is None:
        return [(near, metres, []) for near, metres in kept]
    free = free_times(
        reader,
        [near.timetable for near, _ in kept if not _is_private(near)],
        wanted.free_in,
        now=now,
        at_least=wanted.free_for,
        people=wanted.capacity_at_least or 1,
    )
    fitting: list[tuple[Near, float, list[Period]]] = []
    for near, metres in kept:
        stretches = free.get(near.timetable.space_id, [])
        if stretches or (_is_private(near) and _is_open_within(near, wanted)):
            fitting.append((near, metres, stretches[:MOST_STRETCHES]))
    return fitting


def _is_private(near: Near) -> bool:
    """Answer whether only others may know when it is free: an empty home tells burglars when."""
    return near.kind == SpaceKind.HOME and near.exact is None


def _is_open_within(near: Near, wanted: Wanted) -> bool:
    """Answer whether the hours alone leave as much time as is wanted."""
    assert wanted.free_in is not None
    opened = near.timetable.open_within(wanted.free_in)
    return any(period.duration >= wanted.free_for for period in opened)


def _is_open_all_through(near: Near, windows: Sequence[Period]) -> bool:
    return all(near.timetable.open_within(window) == [window] for window in windows)


def _seen(
    near: Near, metres: float, free: list[Period], wanted: Wanted, now: datetime
) -> SpaceNearby:
    timetable = near.timetable
    standing = standing_of(timetable, now)
    if near.exact is not None:
        metres = metres_between((wanted.latitude, wanted.longitude), near.exact)
    return SpaceNearby(
        id=timetable.space_id,
        name=near.name,
        kind=near.kind,
        point=Degrees(*near.published),
        distance_metres=round(metres) if near.exact else 10 * round(metres / 10),
        zone=timetable.zone.key,
        capacity=timetable.capacity,
        access=near.access,
        is_open_now=standing.is_open,
        open_until=standing.changes_at if standing.is_open else None,
        opens_at=None if standing.is_open else standing.changes_at,
        free=free,
        can=["book"] if _can_be_booked(near, free, wanted, now) else [],
        says=_says(near, standing),
    )


def _can_be_booked(near: Near, free: list[Period], wanted: Wanted, now: datetime) -> bool:
    """Answer whether the terms allow a booking, within a free time where one was looked for."""
    if wanted.free_in is None or _is_private(near):
        return True
    if wanted.free_for > near.max_minutes * _MINUTE:
        return False
    zone = near.timetable.zone
    horizon = midnight_of(day_of(now, zone) + (near.horizon_days + 1) * ONE_DAY, zone)
    start = now + near.notice_minutes * _MINUTE
    # A booking has to begin before the horizon and may end after it.
    shortest = max(near.min_minutes * _MINUTE, wanted.free_for)
    if start >= horizon:
        return False
    return any(
        period.duration >= shortest
        for period in intersected(free, [Period(start, horizon + shortest)])
    )


def _says(near: Near, standing: Standing) -> Saying:
    if near.confirms is Confirms.ASK:
        return Saying("space_found_asks")
    if standing.changes_at is None:
        return Saying("space_found_open" if standing.is_open else "space_found_closed")
    at = LocalTime(standing.changes_at, near.timetable.zone.key)
    code = "space_found_open_until" if standing.is_open else "space_found_opens"
    return Saying(code, {"at": at})
