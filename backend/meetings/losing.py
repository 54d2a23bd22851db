"""Telling those who come that a meeting has lost its room, and whoever called it.

Meetings are only read here: whoever ends a booking has a house locked, and whoever changes a
meeting locks its group before any house.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.bookings.ending import booking_taken_up, bookings_ended
from backend.bookings.models import Booking
from backend.groups.models import Group
from backend.kernel.periods import Period
from backend.meetings import opening
from backend.meetings.models import Meeting, MeetingDate
from backend.meetings.rooms_seen import rooms_of
from backend.meetings.rules import AHEAD, MeetingTime, dates_within
from backend.meetings.states import DateState, RoomState
from backend.meetings.stored import differing_of, rhythm_of
from backend.meetings.telling import tell_of_date
from backend.spaces.closing import space_changed
from backend.spaces.models import Space
from backend.spaces.service import space_retired

_A_WHILE = timedelta(days=2)
_MAY_BE_LOST = (DateState.PLANNED, DateState.RUNNING)

IsMeant = Callable[[Meeting, MeetingTime], bool]


@bookings_ended.connect
def tell_of_ended_bookings(
    session: Session, *, bookings: Sequence[Booking], by: UUID | None, now: datetime
) -> None:
    """Tell of the dates that were to be held in what somebody gave back or took back."""
    _tell_of_bookings(session, bookings, RoomState.LOST, by=by, now=now)


@booking_taken_up.connect
def tell_of_booking_taken_up(
    session: Session, *, booking: Booking, by: UUID, now: datetime
) -> None:
    """Tell of a date that has its room again, for who called it off has thought better of it."""
    _tell_of_bookings(session, [booking], RoomState.HELD, by=by, now=now)


def _tell_of_bookings(
    session: Session,
    bookings: Sequence[Booking],
    room: RoomState,
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    ids = {each.id for each in bookings}
    dates = {(each.series_id, each.series_on) for each in bookings if each.series_id is not None}
    elsewhere = select(MeetingDate.meeting_id).where(MeetingDate.booking_id.in_(ids))
    meetings = session.scalars(
        select(Meeting).where(
            or_(
                Meeting.booking_id.in_(ids),
                Meeting.series_id.in_([series_id for series_id, _ in dates]),
                Meeting.id.in_(elsewhere),
            )
        )
    ).all()
    until = max(each.ends_at for each in bookings) + _A_WHILE

    def was_there(meeting: Meeting, time: MeetingTime) -> bool:
        if time.space_id is not None:
            return time.booking_id in ids
        return meeting.booking_id in ids or (meeting.series_id, time.on) in dates

    if meetings and until > now:
        _tell(session, meetings, Period(now, until), was_there, room=room, by=by, now=now)


@space_retired.connect
def tell_of_retired_space(session: Session, *, space_id: UUID, now: datetime) -> None:
    """Tell of the meetings in a space that is shared no longer, and that had not booked it."""
    _tell_of_named(session, [space_id], by=None, now=now)


@space_changed.connect
def tell_of_closed_space(session: Session, *, space: Space, by: UUID, now: datetime) -> None:
    """Tell of the meetings that are while a space is closed, and that had not booked it."""
    inside = or_(Space.id == space.id, Space.parent_id == space.id, Space.root_id == space.id)
    _tell_of_named(session, session.scalars(select(Space.id).where(inside)).all(), by=by, now=now)


def _tell_of_named(
    session: Session, space_ids: Sequence[UUID], *, by: UUID | None, now: datetime
) -> None:
    meetings = session.scalars(
        select(Meeting).where(
            Meeting.space_id.in_(space_ids),
            Meeting.booking_id.is_(None),
            Meeting.series_id.is_(None),
            Meeting.ended_at.is_(None),
        )
    ).all()
    if meetings:
        window = Period(now, now + AHEAD)
        _tell(session, meetings, window, lambda *_: True, by=by, now=now, once=True)


def _tell(
    session: Session,
    meetings: Sequence[Meeting],
    window: Period,
    is_meant: IsMeant,
    *,
    room: RoomState = RoomState.LOST,
    by: UUID | None,
    now: datetime,
    once: bool = False,
) -> None:
    """Tell of each meeting one time: of the first date with such a room, and how many there are."""
    differing = differing_of(session, [each.id for each in meetings])
    times = {
        each.id: [
            time
            for time in dates_within(rhythm_of(each), differing[each.id], window)
            if time.state_at(now) in _MAY_BE_LOST and is_meant(each, time)
        ]
        for each in meetings
    }
    rooms = rooms_of(session, meetings, times, now=now)
    for meeting in meetings:
        told = [time for time in times[meeting.id] if rooms[meeting.id, time.on].state is room]
        group = session.get_one(Group, meeting.group_id)
        if not told or group.closed_at is not None:
            continue
        ons = [each.on for each in told]
        who = [*opening.those_concerned(session, meeting, ons), meeting.called_by]
        tell_of_date(
            session,
            [each for each in who if each is not None and each != by],
            "meeting_lost_its_room" if room is RoomState.LOST else "meeting_has_its_room",
            meeting,
            group,
            told[0],
            now=now,
            once=f"meeting {meeting.id} shut out on {ons[0]}" if once else None,
            dates=len(told),
        )
