"""When spaces are open and free: hours, closures and what is taken, many spaces at a time.

Every function here costs the same number of queries for one space as for a hundred.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Label, Select, Text, TextClause, bindparam, cast, func, select, text
from sqlalchemy.engine import Connection

from backend.db.reading import rows_of
from backend.kernel.local_time import ONE_DAY, zone_named
from backend.kernel.periods import Period, subtracted, unchecked_period
from backend.spaces.hours import Minutes, free_stretches, open_periods
from backend.spaces.models import Closure, HoursException, Space
from backend.spaces.terms import Sharing

_PIECE = re.compile(r"\[(\d+),(\d+)\)")

TAKEN = text(
    """
    WITH RECURSIVE inside (top, id, root_id, number) AS (
        SELECT id, id, root_id, number FROM spaces WHERE id = ANY(:ids)
        UNION ALL
        SELECT inside.top, rooms.id, rooms.root_id, rooms.number
        FROM inside JOIN spaces AS rooms
          ON rooms.root_id = inside.root_id AND rooms.parent_id = inside.id
    )
    SELECT inside.top, lower(taken.during), upper(taken.during), taken.people,
           taken.lane IS NOT NULL AND inside.top = inside.id
    FROM inside JOIN occupancies AS taken
      ON int8range(taken.space_number, taken.space_number, '[]')
         && int8range(inside.number, inside.number, '[]')
     AND taken.during && tstzrange(:starts_at, :ends_at)
    WHERE taken.held_until IS NULL OR taken.held_until > :now
    """
)
"""What holds each space: its own rows, in which bookings of its house are too, and those of the
rooms inside it. Written out, for the recursion is easier to read so than as expressions."""


class Held(NamedTuple):
    """A time somebody holds, with its buffers; ``shared`` where others may join it."""

    period: Period
    people: int
    shared: bool


class Timetable(NamedTuple):
    """All that decides when one space is open, for the dates it was read for."""

    space_id: UUID
    zone: ZoneInfo
    weekly: tuple[Minutes, ...]
    exceptions: Mapping[date, Sequence[Minutes]]
    closures: Sequence[Period]
    capacity: int | None
    shares: bool
    buffer_before: timedelta
    buffer_after: timedelta

    def open_within(self, window: Period) -> list[Period]:
        """List when it is open in the window: its hours without its closures."""
        opened = open_periods(self.weekly, self.exceptions, self.zone, window)
        return subtracted(opened, self.closures) if self.closures else opened


def free_stretches_of(
    reader: Connection,
    space_ids: Iterable[UUID],
    window: Period,
    *,
    now: datetime,
    at_least: timedelta = timedelta(minutes=1),
    people: int = 1,
) -> dict[UUID, list[Period]]:
    """List when each space is open and could be booked by so many, for ``at_least`` so long.

    Two queries. Spaces that do not exist are absent; whether the caller may see them, and the terms
    of booking but for buffers, are for them to ask.
    """
    rows = rows_of(reader, _timetables(), {"ids": list(space_ids)} | timetable_span([window]))
    timetables = [timetable_of(*row) for row in rows]
    return free_times(reader, timetables, window, now=now, at_least=at_least, people=people)


@cache
def _timetables() -> Select[Any]:
    ids = bindparam("ids", type_=ARRAY(Space.id.type))
    return select(*timetable_columns()).where(Space.id == func.any(ids))


def free_times(
    reader: Connection,
    timetables: Sequence[Timetable],
    window: Period,
    *,
    now: datetime,
    at_least: timedelta,
    people: int = 1,
) -> dict[UUID, list[Period]]:
    """List when each space is free, of those whose timetables were read already. One query."""
    held = _held(reader, timetables, window, now)
    return {
        each.space_id: free_stretches(
            each.open_within(window),
            taken_times(each, held.get(each.space_id, ()), people=people),
            at_least=at_least,
        )
        for each in timetables
    }


def taken_times(timetable: Timetable, held: Sequence[Held], *, people: int) -> list[Period]:
    """List when a booking for so many cannot be: held times, widened by the space's buffers.

    A booking's own buffers must not touch what others hold with theirs, so it ends ``buffer_after``
    earlier and begins ``buffer_before`` later.
    """
    if not held:
        return []
    alone = [each.period for each in held if not (timetable.shares and each.shared)]
    if len(alone) < len(held) and timetable.capacity is not None:
        sharers = [each for each in held if each.shared]
        alone += fuller_than(sharers, timetable.capacity - people)
    before, after = timetable.buffer_before, timetable.buffer_after
    if not (before or after):
        return alone
    return [unchecked_period(start - after, end + before) for start, end in alone]


def fuller_than(held: Iterable[Held], most: int) -> list[Period]:
    """List when more than ``most`` people are there at once."""
    changes: list[tuple[datetime, int]] = []
    for (start, end), people, _ in held:
        changes += [(start, people), (end, -people)]
    changes.sort()
    full: list[Period] = []
    present = 0
    since: datetime | None = None
    for at, change in changes:
        present += change
        if present > most and since is None:
            since = at
        elif present <= most and since is not None:
            if since < at:
                full.append(unchecked_period(since, at))
            since = None
    return full


@cache
def timetable_columns() -> tuple[Label[Any], ...]:
    """Return what to select of ``spaces`` for ``timetable_of``; bind ``timetable_span`` with it.

    Exceptions and closures come in the row of their space, as JSON, and are NULL for nearly all.
    """
    exceptions = (
        select(
            func.json_agg(
                func.json_build_array(
                    cast(HoursException.on, Text), cast(HoursException.hours, Text)
                )
            )
        )
        .where(
            HoursException.space_id == Space.id,
            HoursException.on.between(bindparam("first_on"), bindparam("last_on")),
        )
        .scalar_subquery()
    )
    # A closure without an end is closed for as long as anybody looks.
    closures = (
        select(
            func.json_agg(
                func.json_build_array(
                    func.extract(
                        "epoch", func.greatest(func.lower(Closure.during), bindparam("span_start"))
                    ),
                    func.extract(
                        "epoch", func.least(func.upper(Closure.during), bindparam("span_end"))
                    ),
                )
            )
        )
        .where(
            # A closed house closes the rooms in it: those on its floors and those on theirs.
            Closure.space_id.in_((Space.id, Space.parent_id, Space.root_id)),
            Closure.during.op("&&")(func.tstzrange(bindparam("span_start"), bindparam("span_end"))),
        )
        .scalar_subquery()
    )
    return (
        Space.id.label("id"),
        Space.zone.label("zone"),
        cast(Space.opening_hours, Text).label("weekly"),
        exceptions.label("exceptions"),
        closures.label("closures"),
        Space.capacity.label("capacity"),
        Space.sharing.label("sharing"),
        Space.buffer_before_minutes.label("buffer_before"),
        Space.buffer_after_minutes.label("buffer_after"),
    )


def timetable_span(windows: Iterable[Period]) -> dict[str, object]:
    """Return what to bind in ``timetable_columns`` for timetables that hold within the windows."""
    windows = list(windows)
    start = min(window.start for window in windows)
    end = max(window.end for window in windows)
    return {
        "span_start": start,
        "span_end": end,
        # A local date is at most one off the date in UTC, and hours over midnight begin the day
        # before.
        "first_on": start.date() - 2 * ONE_DAY,
        "last_on": end.date() + ONE_DAY,
    }


def timetable_of(
    space_id: UUID,
    zone: str,
    weekly: str,
    exceptions: Sequence[tuple[str, str]] | None,
    closures: Sequence[tuple[float, float]] | None,
    capacity: int | None,
    sharing: str,
    buffer_before: int,
    buffer_after: int,
) -> Timetable:
    """Make a timetable of what ``timetable_columns`` selected, in that order."""
    return Timetable(
        space_id=space_id,
        zone=zone_named(zone),
        weekly=minutes_of(weekly),
        exceptions={date.fromisoformat(on): minutes_of(hours) for on, hours in exceptions or ()},
        closures=[
            Period(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
            for start, end in closures or ()
        ],
        capacity=capacity,
        shares=sharing == Sharing.SHARED,
        buffer_before=timedelta(minutes=buffer_before),
        buffer_after=timedelta(minutes=buffer_after),
    )


@lru_cache(maxsize=16_384)
def minutes_of(multirange: str) -> tuple[Minutes, ...]:
    """Read an ``int4multirange`` as PostgreSQL writes it; neighbours keep much the same hours."""
    return tuple((int(start), int(end)) for start, end in _PIECE.findall(multirange))


def _held(
    reader: Connection, timetables: Sequence[Timetable], window: Period, now: datetime
) -> dict[UUID, list[Held]]:
    if not timetables:
        return {}
    held: dict[UUID, list[Held]] = {}
    for top, start, end, people, shared in rows_of(reader, *taken_query(timetables, window, now)):
        held.setdefault(top, []).append(Held(Period(start, end), people, shared))
    return held


def taken_query(
    timetables: Sequence[Timetable], window: Period, now: datetime
) -> tuple[TextClause, dict[str, object]]:
    """Return the statement for what holds the spaces in the window, and what to bind."""
    # What is held beside the window reaches into it with the buffers of who would come.
    before = max(each.buffer_before for each in timetables)
    after = max(each.buffer_after for each in timetables)
    return TAKEN, {
        "ids": [each.space_id for each in timetables],
        "starts_at": window.start - before,
        "ends_at": window.end + after,
        "now": now,
    }
