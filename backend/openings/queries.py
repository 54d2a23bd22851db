"""Reading openings and their dates: rows, not entities, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, tuple_

from backend.bookings.queries import Reader
from backend.kernel.sayings import Saying
from backend.openings import states
from backend.openings.dates_seen import dates_query, seen_dates, space_of
from backend.openings.errors import OpeningDateNotFound, OpeningNotFound
from backend.openings.models import Opening, OpeningDate
from backend.openings.rules import DAY, MOST_OPENINGS
from backend.openings.seen import DateSeen, OpeningSeen
from backend.openings.states import Door, State
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keeping import keeps
from backend.spaces.models import Space, SpaceKind
from backend.spaces.queries import visible_spaces

DATES_SHOWN = 8
"""How many of its next dates an opening is shown with."""


def get_opening(reader: Reader, opening_id: UUID, *, by: UUID, now: datetime) -> OpeningSeen:
    """Return an opening with its next dates; raise OpeningNotFound. Three queries."""
    found = _openings(reader, Opening.id == opening_id, by=by, now=now)
    if not found:
        raise OpeningNotFound
    return found[0]


def list_openings_of_space(
    reader: Reader,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None = None,
    limit: int = MOST_OPENINGS,
) -> list[OpeningSeen]:
    """List the openings of a space that have dates ahead, each with the next; four queries.

    One more than `limit` is returned where there are more. Raises SpaceNotFound.
    """
    if not reader.scalar(
        select(Space.id).where(Space.id == space_id, visible_spaces(by, by_id=True))
    ):
        raise SpaceNotFound
    which = (Opening.space_id == space_id) & has_dates_ahead(now)
    if after is not None:
        which &= tuple_(Opening.created_at, Opening.id) > after
    return _openings(reader, which, by=by, now=now, limit=limit + 1)


def has_dates_ahead(now: datetime) -> ColumnElement[bool]:
    """Return the clause for openings that have a date which is not over."""
    return exists().where(OpeningDate.opening_id == Opening.id, OpeningDate.ends_at > now)


def get_date(reader: Reader, opening_id: UUID, on: date, *, by: UUID, now: datetime) -> DateSeen:
    """Return one date that is not over; raise OpeningNotFound and OpeningDateNotFound."""
    query = dates_query(by, now).where(Opening.id == opening_id, OpeningDate.on == on)
    found = seen_dates(reader, reader.execute(query).all(), by=by, now=now)
    if found and found[0].state is not State.OVER:
        return found[0]
    if not reader.scalar(
        select(Opening.id)
        .join(Space, Space.id == Opening.space_id)
        .where(Opening.id == opening_id, Opening.ended_at.is_(None), visible_spaces(by))
    ):
        raise OpeningNotFound
    raise OpeningDateNotFound


def _openings(
    reader: Reader, which: ColumnElement[bool], *, by: UUID, now: datetime, limit: int = 1
) -> list[OpeningSeen]:
    rows = reader.execute(
        select(
            Opening.id,
            Opening.version,
            Opening.rrule,
            Opening.first_on,
            Opening.opens,
            Opening.minutes,
            Opening.shown_as,
            Opening.places,
            Opening.door,
            Opening.created_at,
            Space.id.label("space_id"),
            Space.name,
            Space.kind,
            Space.zone,
            Space.published_latitude,
            Space.published_longitude,
            keeps(Space.id, by, now).label("keeps"),
        )
        .join(Space, Space.id == Opening.space_id)
        .where(which, Opening.ended_at.is_(None), Space.retired_at.is_(None), visible_spaces(by))
        .order_by(Opening.created_at, Opening.id)
        .limit(limit)
    ).all()
    if not rows:
        return []
    nth = func.row_number().over(
        partition_by=OpeningDate.opening_id, order_by=OpeningDate.starts_at
    )
    ahead = (
        select(OpeningDate.id, nth.label("nth"))
        .where(OpeningDate.opening_id.in_([row.id for row in rows]), OpeningDate.ends_at > now)
        .subquery()
    )
    dates = reader.execute(
        dates_query(by, now)
        .where(OpeningDate.id.in_(select(ahead.c.id).where(ahead.c.nth <= DATES_SHOWN)))
        .order_by(OpeningDate.starts_at, OpeningDate.id)
    ).all()
    by_opening: dict[UUID, list[DateSeen]] = defaultdict(list)
    for each in seen_dates(reader, dates, by=by, now=now):
        by_opening[each.opening_id].append(each)
    return [_opening_seen(row, by_opening[row.id]) for row in rows]


def _opening_seen(row: Any, dates: Sequence[DateSeen]) -> OpeningSeen:
    # The next date that happens speaks for the opening; where none does, the next at all.
    on = [each for each in dates if each.state not in states.OFF]
    first = next(iter([*on, *dates]), None)
    return OpeningSeen(
        id=row.id,
        version=row.version,
        space=space_of(row),
        rrule=row.rrule or None,
        first_on=row.first_on,
        opens=row.opens,
        closes=(row.opens + row.minutes - 1) % DAY + 1,
        shown_as=row.shown_as,
        places=row.places,
        door=Door(row.door) if row.kind == SpaceKind.HOME else None,
        created_at=row.created_at,
        is_mine=row.keeps,
        dates=dates,
        can=["edit", "change", "stop"] if row.keeps else [],
        next=None if first is None else first.next,
        says=first.says if first is not None else Saying("opening_no_dates", {"space": row.name}),
    )
