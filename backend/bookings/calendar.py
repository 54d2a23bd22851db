"""The calendar of one space: when it is open, what is taken, what is free.

Two queries; one more where something else than bookings holds it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, bindparam, select, text

from backend.bookings.errors import WindowTooLong, WindowUpsideDown
from backend.bookings.free import FreeStretch, free_stretches
from backend.bookings.occupying import Taken
from backend.bookings.others import OpenToAll, find_others
from backend.db.reading import rows_of
from backend.kernel.periods import Period, merged
from backend.people.rules import first_name
from backend.spaces.errors import SpaceNotFound
from backend.spaces.free_times import (
    Timetable,
    timetable_columns,
    timetable_of,
    timetable_span,
)
from backend.spaces.keeping import keeps
from backend.spaces.models import Space, SpaceKind
from backend.spaces.queries import visible_spaces
from backend.spaces.terms import Confirms, Sharing, Terms

MOST_DAYS = 31
_SLACK = timedelta(hours=2)
"""Thirty-one local days are an hour or so longer in autumn."""

# Everything that holds the space, or a room inside it, with the booking it belongs to.
_TAKEN = text(
    """
    WITH RECURSIVE inside (id, root_id, number) AS (
        SELECT id, root_id, number FROM spaces WHERE id = :space_id
        UNION ALL
        SELECT rooms.id, rooms.root_id, rooms.number
        FROM spaces AS rooms
        JOIN inside ON rooms.root_id = inside.root_id AND rooms.parent_id = inside.id
    )
    SELECT inside.id AS space_id, taken.lane, taken.people AS brings,
           lower(taken.during) AS taken_from, upper(taken.during) AS taken_until,
           taken.booking_id AS id, bookings.id IS NULL AS is_other,
           taken.held_until IS NOT NULL AND (
               bookings.id IS NULL OR bookings.state NOT IN ('asked', 'confirmed')
               OR (bookings.state = 'asked' AND NOT bookings.silence_means_yes
                   AND LEAST(bookings.answer_by, bookings.starts_at) <= :now)
           ) AS is_kept,
           bookings.starts_at, bookings.ends_at, bookings.shown_as, bookings.what_for,
           bookings.booked_by, people.display_name,
           bookings.group_id IS NOT NULL AS is_of_group,
           EXISTS (
               SELECT FROM memberships
               WHERE memberships.group_id = bookings.group_id AND person_id = :viewer
           ) AS is_of_my_group
    FROM inside
    JOIN occupancies AS taken
      ON int8range(taken.space_number, taken.space_number, '[]')
         && int8range(inside.number, inside.number, '[]')
     AND taken.during && tstzrange(:starts_at, :ends_at)
     AND (taken.held_until IS NULL OR taken.held_until > :now)
    LEFT JOIN bookings ON bookings.id = taken.booking_id
    LEFT JOIN people
      ON people.id = bookings.booked_by
     AND NOT EXISTS (
         SELECT FROM blocks
         WHERE (blocker_id = people.id AND blocked_id = :viewer)
            OR (blocker_id = :viewer AND blocked_id = people.id)
     )
    ORDER BY taken_from, taken.booking_id
    """
)


class TakenRow(NamedTuple):
    """What `_TAKEN` selects, in its order."""

    space_id: UUID
    lane: int | None
    brings: int
    taken_from: datetime
    taken_until: datetime
    id: UUID
    is_other: bool
    is_kept: bool
    starts_at: datetime | None
    ends_at: datetime | None
    shown_as: str | None
    what_for: str | None
    booked_by: UUID | None
    display_name: str | None
    is_of_group: bool
    is_of_my_group: bool

    def is_of(self, viewer: UUID) -> bool:
        """Answer whether somebody booked it, or a group of theirs."""
        return self.booked_by == viewer or self.is_of_my_group


class SpaceRow(NamedTuple):
    """What `_space_query` selects, in its order: `timetable_columns`, and the rest."""

    id: UUID
    zone: str
    weekly: str
    exceptions: Any
    closures: Any
    capacity: int | None
    sharing: str
    buffer_before: int
    buffer_after: int
    kind: str
    retired_at: datetime | None
    min_minutes: int
    max_minutes: int
    step_minutes: int
    notice_minutes: int
    horizon_days: int
    confirms: str
    keeps: bool


@dataclass(frozen=True, slots=True)
class TakenTime:
    """A time somebody has. Who and what for is told to the keepers and to who booked it.

    `opening_id` says that the space is open to everybody then.
    """

    start: datetime
    end: datetime
    shown_as: str | None
    is_mine: bool
    booking_id: UUID | None
    booked_by: str | None
    people: int | None
    what_for: str | None
    opening_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CalendarSeen:
    """The calendar of a space in a window, as one person sees it."""

    space_id: UUID
    zone: str
    starts_at: datetime
    ends_at: datetime
    open: Sequence[Period]
    free: Sequence[FreeStretch]
    taken: Sequence[TakenTime]
    shows_taken: bool


def window_of(starts_at: datetime, ends_at: datetime) -> Period:
    """Return the window; raise WindowUpsideDown or WindowTooLong."""
    if ends_at <= starts_at:
        raise WindowUpsideDown
    if ends_at - starts_at > timedelta(days=MOST_DAYS) + _SLACK:
        raise WindowTooLong(at_most_days=MOST_DAYS)
    return Period(starts_at, ends_at)


def get_calendar(
    reader: Connection, space_id: UUID, *, by: UUID, window: Period, now: datetime
) -> CalendarSeen:
    """Return the calendar of a space in a window; SpaceNotFound where it cannot be seen.

    Of a home, only its keepers are told what is taken and free: an empty calendar tells burglars
    when nobody is there. When it is open to everybody is for all to know.
    """
    space, timetable = _space(reader, space_id, by, window, now)
    open_ = timetable.open_within(window)
    rows = _rows(reader, space_id, window, by, now)
    shows_taken = bool(space.keeps) or space.kind != SpaceKind.HOME
    free: list[FreeStretch] = []
    if _shows_free(space):
        free = free_stretches(open_, taken_of(rows), _terms(space), timetable.zone, now=now)
    told = _one_for_each_booking(rows)
    others = find_others(reader, [row.id for row in told if row.is_other])
    return CalendarSeen(
        space_id=space_id,
        zone=space.zone,
        starts_at=window.start,
        ends_at=window.end,
        open=open_,
        free=free,
        taken=[
            _open_to_all(others[row.id])
            if row.id in others
            else _kept(row)
            if row.is_kept
            else _taken(row, by, space.keeps)
            for row in told
            if shows_taken or row.id in others or (row.is_of(by) and not row.is_kept)
        ],
        shows_taken=shows_taken,
    )


@dataclass(frozen=True, slots=True)
class RoomToBook:
    """Where a booking for so many may lie in a space, and on what terms."""

    free: Sequence[Period]
    terms: Terms
    zone: ZoneInfo


def find_room_to_book(
    reader: Connection, space_id: UUID, *, by: UUID, people: int, window: Period, now: datetime
) -> RoomToBook | None:
    """Return where in the window somebody could book a space; None where they are not to know.

    Two queries.
    """
    try:
        space, timetable = _space(reader, space_id, by, window, now)
    except SpaceNotFound:
        return None
    zone, terms = timetable.zone, _terms(space)
    holds_so_many = terms.capacity is None or people <= terms.capacity
    if not _shows_free(space) or not holds_so_many:
        return None
    taken = taken_of(_rows(reader, space_id, window, by, now))
    free = free_stretches(timetable.open_within(window), taken, terms, zone, now=now)
    room = [each for each in free if each.places is None or each.places >= people]
    return RoomToBook(merged(Period(each.start, each.end) for each in room), terms, zone)


def _shows_free(space: SpaceRow) -> bool:
    """Say whether this caller is told what is free: not of other people's homes."""
    return (space.keeps or space.kind != SpaceKind.HOME) and space.retired_at is None


def taken_of(rows: Iterable[TakenRow]) -> list[Taken]:
    """Return the rows of `_TAKEN` as the guard knows them."""
    return [
        Taken(
            space_id=row.space_id,
            booking_id=row.id,
            period=Period(row.taken_from, row.taken_until),
            people=row.brings,
            shared=row.lane is not None,
        )
        for row in rows
    ]


def _space(
    reader: Connection, space_id: UUID, by: UUID, window: Period, now: datetime
) -> tuple[SpaceRow, Timetable]:
    rows = rows_of(
        reader,
        _space_query(),
        {"space_id": space_id, "viewer": by, "now": now} | timetable_span([window]),
    )
    if not rows:
        raise SpaceNotFound
    return SpaceRow._make(rows[0]), timetable_of(*rows[0][: len(timetable_columns())])


@cache
def _space_query() -> Select[Any]:
    """Build what reads a space, on first use: by then every room has said who else may see one."""
    viewer: Any = bindparam("viewer", type_=Space.id.type)
    now: Any = bindparam("now", type_=Space.created_at.type)
    return select(
        *timetable_columns(),
        Space.kind,
        Space.retired_at,
        Space.min_minutes,
        Space.max_minutes,
        Space.step_minutes,
        Space.notice_minutes,
        Space.horizon_days,
        Space.confirms,
        keeps(Space.id, viewer, now).label("keeps"),
    ).where(Space.id == bindparam("space_id"), visible_spaces(viewer, by_id=True))


def _rows(
    reader: Connection, space_id: UUID, window: Period, by: UUID, now: datetime
) -> Sequence[TakenRow]:
    rows = rows_of(
        reader,
        _TAKEN,
        {
            "space_id": space_id,
            "starts_at": window.start,
            "ends_at": window.end,
            "viewer": by,
            "now": now,
        },
    )
    return [TakenRow._make(row) for row in rows]


def _terms(space: SpaceRow) -> Terms:
    return Terms(
        min_minutes=space.min_minutes,
        max_minutes=space.max_minutes,
        step_minutes=space.step_minutes,
        notice_minutes=space.notice_minutes,
        horizon_days=space.horizon_days,
        buffer_before_minutes=space.buffer_before,
        buffer_after_minutes=space.buffer_after,
        capacity=space.capacity,
        sharing=Sharing(space.sharing),
        confirms=Confirms(space.confirms),
    )


def _one_for_each_booking(rows: Iterable[TakenRow]) -> list[TakenRow]:
    """Leave out the further rows of a booking that holds a house and so each room in it."""
    keys = {(row.taken_from, row.taken_until) if row.is_kept else row.id: row for row in rows}
    return list(keys.values())


def _kept(row: TakenRow) -> TakenTime:
    """Show a time that was given back and is kept a while, for undoing it or for who waits."""
    return TakenTime(
        start=row.taken_from,
        end=row.taken_until,
        shown_as=None,
        is_mine=False,
        booking_id=None,
        booked_by=None,
        people=None,
        what_for=None,
        opening_id=None,
    )


def _open_to_all(other: OpenToAll) -> TakenTime:
    return TakenTime(
        start=other.start,
        end=other.end,
        shown_as=other.shown_as or None,
        is_mine=False,
        booking_id=None,
        booked_by=None,
        people=None,
        what_for=None,
        opening_id=other.opening_id,
    )


def _taken(row: TakenRow, viewer: UUID, keeps: bool) -> TakenTime:
    is_mine = row.is_of(viewer)
    told = keeps or is_mine
    # Nameless is who has left, and who is out of sight; neither says what it is for. A group says.
    named = row.display_name is not None or (row.is_of_group and row.booked_by is None)
    return TakenTime(
        start=row.starts_at or row.taken_from,
        end=row.ends_at or row.taken_until,
        shown_as=(row.shown_as or None) if named else None,
        is_mine=is_mine,
        booking_id=row.id if told and not row.is_other else None,
        booked_by=first_name(row.display_name) if keeps and row.display_name else None,
        people=row.brings if told else None,
        what_for=(row.what_for or None) if told and named else None,
    )
