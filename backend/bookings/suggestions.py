"""What else there is for somebody whose booking could not be: in a bounded number of queries."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from uuid import UUID

from sqlalchemy.engine import Connection

from backend.bookings import rules
from backend.bookings.calendar import find_room_to_book
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from backend.spaces.finding import spaces_free_nearby

LOOKS_AROUND = timedelta(days=7)
MOST = 5
Suggestion = Mapping[str, object]


class Why(StrEnum):
    """Why something is suggested."""

    NEAREST_TIME_HERE = "nearest_time_here"
    SHORTER_HERE = "shorter_here"
    """It begins or ends as was asked."""
    SAME_TIME_NEARBY = "same_time_nearby"


FIRST = ((Why.NEAREST_TIME_HERE, 2), (Why.SHORTER_HERE, 1), (Why.SAME_TIME_NEARBY, 2))
"""How many of each are suggested before more of any, in the order in which they stand."""


def suggestions(
    reader: Connection,
    *,
    space_id: UUID,
    period: Period,
    people: int,
    by: UUID,
    now: datetime,
    here_from: datetime | None,
) -> Mapping[str, object]:
    """Return the member `suggestions`: five at most, the likeliest first. Seven queries at most.

    Each has `why`, `space_id`, `starts_at` and `ends_at`; for another space also `name` and
    `distance_metres`. All can be booked as far as the terms go; whether a keeper is asked first and
    what a fair share is, booking tells. `here_from` is from when on this space may be
    suggested; None for never. Other people's homes never are.
    """
    found: dict[Why, Sequence[Suggestion]] = {}
    if here_from is not None:
        found |= _here(reader, space_id, period, people, by, now, here_from)
    found[Why.SAME_TIME_NEARBY] = _nearby(reader, space_id, period, people, by, now)
    first = [each for why, most in FIRST for each in found.get(why, ())[:most]]
    more = chain.from_iterable(found.get(why, ())[most:] for why, most in FIRST)
    return {"suggestions": [*first, *more][:MOST]}


def _here(
    reader: Connection,
    space_id: UUID,
    period: Period,
    people: int,
    by: UUID,
    now: datetime,
    here_from: datetime,
) -> dict[Why, Sequence[Suggestion]]:
    start = max(period.start - LOOKS_AROUND, here_from)
    window = Period(start, max(start, period.end) + LOOKS_AROUND)
    room = find_room_to_book(reader, space_id, by=by, people=people, window=window, now=now)
    if room is None:
        return {}
    free, terms, zone = room.free, room.terms, room.zone
    wanted = Period(period.start, period.start + rules.length_allowed(period.duration, terms))
    times = {
        Why.NEAREST_TIME_HERE: rules.nearest_free(wanted, free, terms, zone, now=now, limit=MOST),
        Why.SHORTER_HERE: rules.shorter_free(period, free, terms, zone, now=now),
    }
    chosen: set[Period] = set()
    found: dict[Why, Sequence[Suggestion]] = {}
    for why, each_time in times.items():
        found[why] = [
            {"why": why.value, "space_id": space_id, "starts_at": each.start, "ends_at": each.end}
            for each in each_time
            if each not in chosen
        ]
        chosen |= set(each_time)
    return found


def _nearby(
    reader: Connection, space_id: UUID, period: Period, people: int, by: UUID, now: datetime
) -> Sequence[Suggestion]:
    try:
        spaces = spaces_free_nearby(
            reader,
            space_id=space_id,
            period=period,
            people=people,
            by=by,
            now=now,
            limit=MOST,
        )
    except Fact:
        # The space cannot be seen, so nothing is said of what is around it.
        return []
    return [
        {
            "why": Why.SAME_TIME_NEARBY.value,
            "space_id": each.id,
            "name": each.name,
            "distance_metres": each.distance_metres,
            "starts_at": period.start,
            "ends_at": period.end,
        }
        for each in spaces
    ]
