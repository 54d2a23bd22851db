"""Whether each date of a meeting has its room: worked out from bookings and closures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, or_, select

from backend.bookings import states as booking_states
from backend.bookings.models import Booking
from backend.bookings.queries import facts_of_row
from backend.bookings.states import HOLDING
from backend.bookings.states import State as BookingState
from backend.kernel.periods import Period
from backend.meetings.models import Meeting
from backend.meetings.rules import AHEAD, MeetingTime
from backend.meetings.states import RoomState
from backend.meetings.stored import Reader
from backend.series.models import Series
from backend.series.states import GOES_ON, SeriesFacts, Written, state_at
from backend.spaces.models import Closure, Space


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """Whether a date has its room, and by which booking."""

    state: RoomState
    booking_id: UUID | None = None


def rooms_of(
    reader: Reader,
    meetings: Collection[Meeting | Row[Any]],
    times: Mapping[UUID, Sequence[MeetingTime]],
    *,
    now: datetime,
) -> dict[tuple[UUID, date], RoomSeen]:
    """Say of each date of some meetings whether it has its room. Three queries at most."""
    booked = [each for each in meetings if each.series_id or each.booking_id]
    elsewhere = [
        each.booking_id for those in times.values() for each in those if each.booking_id is not None
    ]
    bookings_of_dates = _bookings(reader, booked, elsewhere)
    series = _series(reader, [each.series_id for each in booked if each.series_id])
    named = [
        each.space_id
        for each in meetings
        if each.space_id and not (each.series_id or each.booking_id)
    ]
    closed = closed_times(reader, named, now=now)
    found: dict[tuple[UUID, date], RoomSeen] = {}
    for meeting in meetings:
        for time in times.get(meeting.id, ()):
            key = meeting.id, time.on
            whole = meeting.series_id or meeting.booking_id
            if time.space_id is not None:
                rows = bookings_of_dates.get((time.booking_id, None), ())
                found[key] = _room(time, rows, None, now)
            elif meeting.space_id is None:
                found[key] = RoomSeen(RoomState.ANYWHERE)
            elif whole is None:
                shut = any(each.overlaps(time.period) for each in closed[meeting.space_id])
                found[key] = RoomSeen(RoomState.LOST if shut else RoomState.NAMED)
            else:
                on = time.on if meeting.series_id else None
                rows = bookings_of_dates.get((whole, on), ())
                found[key] = _room(time, rows, series.get(whole), now)
    return found


def closed_times(
    reader: Reader, space_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, list[Period]]:
    """Return when spaces are closed from now on, by their keepers or for good."""
    found: dict[UUID, list[Period]] = {each: [] for each in space_ids}
    if not found:
        return found
    shut = or_(
        Space.retired_at.is_not(None),
        and_(func.upper(Closure.during) > now, func.lower(Closure.during) < now + AHEAD),
    )
    query: Select[*tuple[Any, ...]] = (
        select(
            Space.id,
            Space.retired_at,
            func.lower(Closure.during).label("starts_at"),
            func.upper(Closure.during).label("ends_at"),
        )
        .outerjoin(Closure, Closure.space_id.in_((Space.id, Space.parent_id, Space.root_id)))
        .where(Space.id.in_(list(found)), shut)
    )
    for row in reader.execute(query):
        if row.retired_at is not None:
            found[row.id].append(Period(row.retired_at, row.retired_at + 10 * AHEAD))
        else:
            ends_at = now + 2 * AHEAD if row.ends_at is None else row.ends_at
            found[row.id].append(Period(row.starts_at, ends_at))
    return found


def _room(
    time: MeetingTime, rows: Iterable[Row[Any]], series: Row[Any] | None, now: datetime
) -> RoomSeen:
    for row in rows:
        facts = facts_of_row(row)
        state = booking_states.state_at(facts, now)
        # Who booked it may have moved it by itself: then the date has no room.
        if state in HOLDING | {BookingState.ENDED} and facts.period.contains(time.period):
            asked = state is BookingState.ASKED
            return RoomSeen(RoomState.ASKED if asked else RoomState.HELD, row.id)
    if series is not None and series.until_stopped and time.on > series.made_through:
        facts_of_series = SeriesFacts(
            Written(series.state), series.answer_by, series.silence_means_yes
        )
        if state_at(facts_of_series, now) in GOES_ON:
            return RoomSeen(RoomState.LATER)
    return RoomSeen(RoomState.LOST)


def _bookings(
    reader: Reader, meetings: Collection[Meeting | Row[Any]], elsewhere: Sequence[UUID]
) -> dict[tuple[UUID | None, date | None], list[Row[Any]]]:
    found: dict[tuple[UUID | None, date | None], list[Row[Any]]] = {}
    of_series = [each.series_id for each in meetings if each.series_id]
    alone = [*elsewhere, *(each.booking_id for each in meetings if each.booking_id)]
    if of_series or alone:
        query = select(*Booking.__table__.columns).where(
            or_(Booking.series_id.in_(of_series), Booking.id.in_(alone))
        )
        for row in reader.execute(query):
            if row.series_id in of_series:
                found.setdefault((row.series_id, row.series_on), []).append(row)
            # What an earlier series holds still is one booking like any other.
            found.setdefault((row.id, None), []).append(row)
    return found


def _series(reader: Reader, series_ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    if not series_ids:
        return {}
    query: Select[*tuple[Any, ...]] = select(
        Series.id,
        Series.state,
        Series.answer_by,
        Series.silence_means_yes,
        Series.until_stopped,
        Series.made_through,
    ).where(Series.id.in_(list(series_ids)))
    return {row.id: row for row in reader.execute(query)}
