"""Openings near somewhere, today or in the seven days that begin today.

Day by day, and on each day nearest first. Place, order and edge are told from the published point
alone; the hidden one is in no condition and in no distance. One query for a page, two where the
caller is on a rota.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Boolean, Float, exists, func, literal, or_, select, tuple_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.kernel.local_time import ONE_DAY, day_of, midnight_of, zone_named
from backend.openings.dates_seen import dates_query, is_closed, seen_dates
from backend.openings.models import OpeningDate
from backend.openings.rota import dates_to_ask_for, openings_due
from backend.openings.seen import OpeningNearby
from backend.openings.states import Written
from backend.places.distance import metres_between
from backend.places.mercator import LEAST_DEGREE, scale_at, to_mercator
from backend.places.zones import zone_at
from backend.spaces.models import Space

_MARGIN = 10.0  # metres of the map: a published point is moved by up to five


class When(StrEnum):
    """Which openings are looked for."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    """Today and the six days after it."""


class Position(NamedTuple):
    """Where a list has got to: the day, metres of the map, and the id that decides a tie."""

    on: date
    distance: float
    id: UUID


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what was found, and where to go on."""

    items: list[OpeningNearby]
    next: Position | None


def is_something_due(reader: Connection | Session, *, now: datetime) -> bool:
    """Answer whether `rota.look_ahead` has anything to do."""
    due = or_(exists(openings_due(now)), exists(dates_to_ask_for(now)))
    return bool(reader.scalar(select(due)))


def openings_near(
    reader: Connection | Session,
    *,
    latitude: float,
    longitude: float,
    radius_metres: int,
    when: When,
    by: UUID,
    now: datetime,
    limit: int,
    after: Position | None = None,
) -> Found:
    """List what is open to everybody near a point, day by day and nearest first.

    Dates that were called off are left out; those that nobody opens are shown as such.
    """
    zone = zone_named(zone_at(latitude, longitude))
    days = 1 if when is When.TODAY else 7
    until = midnight_of(day_of(now, zone) + days * ONE_DAY, zone)
    x, y = to_mercator(latitude, longitude)
    here = func.point(literal(x, Float), literal(y, Float))
    distance = Space.nearness.op("<->", return_type=Float())(here)
    reach = radius_metres * scale_at(abs(latitude) + radius_metres / LEAST_DEGREE) + _MARGIN
    query = (
        dates_query(by, now, distance.label("distance"))
        .where(
            OpeningDate.ends_at > now,
            # For the index: no opening lasts longer than a day.
            OpeningDate.ends_at < until + timedelta(days=1),
            OpeningDate.starts_at < until,
            OpeningDate.state == Written.PLANNED.value,
            ~is_closed(),
            Space.nearness.op("<@", return_type=Boolean())(
                func.circle(here, literal(reach, Float))
            ),
        )
        .order_by(OpeningDate.on, distance, OpeningDate.id)
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(tuple_(OpeningDate.on, distance, OpeningDate.id) > tuple_(*after))
    rows = reader.execute(query).all()
    page = rows[:limit]
    distances: dict[tuple[float, float], float] = {}
    items: list[OpeningNearby] = []
    for each in seen_dates(reader, page, by=by, now=now):
        point = each.space.point
        metres = distances.get(point, -1.0)
        if metres < 0:
            metres = distances[point] = metres_between((latitude, longitude), point)
        # The circle on the map is a little too wide, and its points are moved.
        if metres <= radius_metres:
            items.append(OpeningNearby(each, 10 * round(metres / 10)))
    following = None
    if len(rows) > limit:
        last = page[-1]
        following = Position(last.on, last.distance, last.id)
    return Found(items, following)
