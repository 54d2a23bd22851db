"""What else there is for somebody whose booking could not be: in a bounded number of queries."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.engine import Connection

from backend.bookings import calendar
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from backend.spaces.finding import spaces_free_nearby

LOOKS_AROUND = timedelta(days=7)
MOST = 5
MOST_HERE = 3


def suggestions(
    reader: Connection,
    *,
    space_id: UUID,
    period: Period,
    people: int,
    by: UUID,
    now: datetime,
) -> Mapping[str, object]:
    """Return the member `suggestions`: five at most, the nearest times here before other places.

    Each has `space_id`, `name`, `starts_at`, `ends_at`, and for another space `distance_metres`.
    """
    here = [
        {"space_id": space_id, "starts_at": each.start, "ends_at": each.end}
        for each in _nearest_times_here(reader, space_id, period, people, by, now)
    ]
    elsewhere = [
        {
            "space_id": each.id,
            "name": each.name,
            "distance_metres": each.distance_metres,
            "starts_at": period.start,
            "ends_at": period.end,
        }
        for each in spaces_free_nearby(
            reader,
            space_id=space_id,
            period=period,
            people=people,
            by=by,
            now=now,
            limit=MOST - len(here),
        )
    ]
    return {"suggestions": [*here, *elsewhere]}


def _nearest_times_here(
    reader: Connection, space_id: UUID, period: Period, people: int, by: UUID, now: datetime
) -> list[Period]:
    start = max(period.start - LOOKS_AROUND, now)
    window = Period(start, max(start, period.end) + LOOKS_AROUND)
    try:
        return calendar.nearest_free_times(
            reader,
            space_id,
            by=by,
            period=period,
            people=people,
            window=window,
            now=now,
            limit=MOST_HERE,
        )
    except Fact:
        # The space cannot be seen or booked at all; there is nothing to suggest in it.
        return []
