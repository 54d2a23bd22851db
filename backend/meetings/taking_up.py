"""Taking up again a date that was called off, and its room where that can be had."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.bookings import ending as booking_ending
from backend.bookings.models import Booking
from backend.bookings.states import State as BookingState
from backend.groups.models import Group
from backend.kernel.facts import Fact
from backend.kernel.local_time import wall_of
from backend.kernel.sayings import Saying
from backend.meetings import opening, rooms
from backend.meetings.errors import MeetingDateIsOver
from backend.meetings.models import Meeting
from backend.meetings.rules import MeetingTime
from backend.meetings.service import check_mine
from backend.meetings.states import DateState
from backend.meetings.stored import differ, get_time, lock_meeting, mark_changed, rhythm_of
from backend.meetings.taking_rooms import book_for, booked_for, hold
from backend.meetings.telling import tell_of_date
from backend.series.queries import DateSeen
from backend.series.stored import plan_date


def take_up_date(
    session: Session, meeting_id: UUID, on: date, *, by: UUID, now: datetime
) -> Sequence[DateSeen]:
    """Take up again a date that was called off, and its room again where that is free.

    Returns what became of its room, nothing where none had been booked. Who had said that they
    come still do, and are told. Raises MeetingNotFound, MeetingNotYours, MeetingDateNotFound and
    MeetingDateIsOver.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    check_mine(meeting, by=by)
    time = get_time(session, meeting, on)
    if now >= time.period.end:
        raise MeetingDateIsOver(state=DateState.OVER.value)
    if not time.is_called_off:
        return []
    # As long as it is called off, nobody is told of its room apart from it.
    outcomes = _book_again(session, meeting, group, time, by=by, now=now)
    row = differ(session, meeting, on)
    row.called_off_at, row.words = None, ""
    mark_changed(meeting, now)
    session.flush()
    told = [each for each in opening.those_concerned(session, meeting, [on]) if each != by]
    tell_of_date(session, told, "meeting_is_on_again", meeting, group, time, now=now)
    return outcomes


def _book_again(
    session: Session,
    meeting: Meeting,
    group: Group,
    time: MeetingTime,
    *,
    by: UUID,
    now: datetime,
) -> Sequence[DateSeen]:
    """Take a room again that was given back: as it was while it is kept, else if it is free."""
    last = rooms.find_last_booking_of(session, meeting, time.on)
    if last is None:
        series = rooms.lock_series_ahead(session, meeting, time.on, now=now)
        if series is not None:
            wall = wall_of(time.period.start, rhythm_of(meeting).zone)
            plan_date(series, time.on, moved_to=wall if time.is_moved else None)
        return []
    try:
        with session.begin_nested():
            if last.state == BookingState.CANCELLED and last.ended_by is not None:
                return [_undone(session, time, last, now=now)]
    except Fact:
        session.expire_all()
    try:
        with session.begin_nested():
            found = book_for(
                session, meeting, group, last.space_id, time, last.people, by=by, now=now
            )
            hold(session, meeting, time.on, found, now=now)
            return [booked_for(time, found)]
    except Fact as refused:
        session.expire_all()
        return [
            DateSeen(
                on=time.on,
                starts_at=time.period.start,
                ends_at=time.period.end,
                outcome="skipped",
                code=refused.code,
                says=Saying(refused.code, refused.params),
            )
        ]


def _undone(session: Session, time: MeetingTime, last: Booking, *, now: datetime) -> DateSeen:
    assert last.ended_by is not None
    taken_up = booking_ending.undo_cancellation(session, last.id, by=last.ended_by, now=now)
    return booked_for(time, taken_up)
