"""What stands in the public calendar of a space: what a stranger may know, and no more.

When it is taken, in the words that the booker chose for everybody; of homes nothing of that, for
an empty calendar tells burglars when nobody is there.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, Row, func, or_, select
from sqlalchemy.orm import aliased

from backend.bookings import states
from backend.bookings.models import Booking
from backend.bookings.queries import Reader, facts_of_row
from backend.bookings.states import MAY_HOLD
from backend.calendars import rules
from backend.calendars.entries import Entry, Event, Telling, single
from backend.calendars.series import repeated_series
from backend.kernel.local_time import zone_named
from backend.kernel.periods import Period
from backend.spaces.errors import SpaceNotFound
from backend.spaces.models import Occupancy, Space, SpaceKind
from backend.spaces.queries import visible_spaces

ANYBODY = UUID(int=0)
"""Stands for somebody who has not signed in, in clauses that ask who looks."""


@dataclass(frozen=True, slots=True)
class SpaceOfFeed:
    """What a public calendar says of its space."""

    id: UUID
    root_id: UUID
    name: str
    zone: ZoneInfo
    is_home: bool
    point: tuple[float, float]
    location: str
    listed_at: datetime


def get_space_of_feed(reader: Reader, space_id: UUID) -> SpaceOfFeed:
    """Return a space as everybody sees it; raise SpaceNotFound. One query."""
    row = reader.execute(
        select(
            Space.id,
            Space.root_id,
            Space.name,
            Space.kind,
            Space.zone,
            Space.address,
            Space.address_is_public,
            Space.published_latitude,
            Space.published_longitude,
            Space.created_at,
        ).where(Space.id == space_id, visible_spaces(ANYBODY))
    ).one_or_none()
    if row is None:
        raise SpaceNotFound
    return SpaceOfFeed(
        id=row.id,
        root_id=row.root_id,
        name=row.name,
        zone=zone_named(row.zone),
        is_home=row.kind == SpaceKind.HOME,
        point=(row.published_latitude, row.published_longitude),
        location=row.address if row.address_is_public else "",
        listed_at=row.created_at,
    )


def events_of_space(
    reader: Reader, space: SpaceOfFeed, *, window: Period, now: datetime, taken: str
) -> list[Event]:
    """Return when a space, or a room inside it, is taken; `taken` is said where nobody said more.

    Two queries. A home has none of these.
    """
    if space.is_home:
        return []
    alone: list[Event] = []
    of_series: dict[UUID, list[Entry]] = defaultdict(list)
    for row in _bookings(reader, space, window, now):
        if states.state_at(facts_of_row(row), now) not in _SHOWN:
            continue
        entry = _entry(row, space, taken)
        if row.series_id is None:
            alone.append(single(entry))
        else:
            of_series[row.series_id].append(entry)
    return [*alone, *repeated_series(reader, of_series, shown_id=rules.public_id)]


_SHOWN = states.HOLDING | {states.State.ENDED}


def _bookings(reader: Reader, space: SpaceOfFeed, window: Period, now: datetime) -> list[Row[Any]]:
    """Return the bookings that hold the space or a room inside it, a house's own included."""
    rooms = aliased(Space)
    inside = select(Space.id, Space.root_id).where(Space.id == space.id).cte(recursive=True)
    inside = inside.union_all(
        select(rooms.id, rooms.root_id).where(
            rooms.root_id == inside.c.root_id, rooms.parent_id == inside.c.id
        )
    )
    held = select(Occupancy.booking_id).where(
        Occupancy.space_id.in_(select(inside.c.id)),
        Occupancy.during.op("&&", return_type=Boolean())(func.tstzrange(window.start, window.end)),
        or_(Occupancy.held_until.is_(None), Occupancy.held_until > now),
    )
    return list(
        reader.execute(
            select(
                Booking.id,
                Booking.version,
                Booking.starts_at,
                Booking.ends_at,
                Booking.shown_as,
                Booking.state,
                Booking.answer_by,
                Booking.silence_means_yes,
                Booking.asked_if_there_at,
                Booking.series_id,
                Booking.series_on,
            )
            .where(Booking.id.in_(held), Booking.state.in_(MAY_HOLD))
            .order_by(Booking.starts_at, Booking.id)
            .limit(rules.MOST_EVENTS)
        )
    )


def _entry(row: Row[Any], space: SpaceOfFeed, taken: str) -> Entry:
    return Entry(
        id=rules.public_id(row.id),
        period=Period(row.starts_at, row.ends_at),
        zone=space.zone,
        telling=Telling(summary=row.shown_as or taken, location=space.location, point=space.point),
        sequence=row.version,
        # When somebody booked is nobody's business; a public calendar says what it always said.
        stamp=space.listed_at,
        on=row.series_on,
    )
