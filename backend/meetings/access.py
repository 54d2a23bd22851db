"""How those who take turns in opening up get in: as whoever booked does, and no longer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select

from backend.bookings.models import Booking
from backend.bookings.states import State
from backend.care.access import let_also_enter
from backend.care.models import USUALLY_SHOWN_MINUTES_BEFORE, Entrance
from backend.meetings.models import Meeting, MeetingDate, MeetingOpener, MeetingTurn
from backend.meetings.states import Turn
from backend.spaces.models import Space, SpaceKind


def _opens_meeting_soon(person_id: UUID, now: datetime) -> ColumnElement[bool]:
    """Return the clause on `Space` for those that somebody is on the rota for about now.

    Whoever is on it may have to step in for another, and others may for a date. Any member may come
    onto a rota, which opens no home: there, who booked it opens.
    """
    minutes = (
        select(Entrance.shown_minutes_before)
        .where(Entrance.space_id == Space.id)
        .correlate(Space)
        .scalar_subquery()
    )
    before = func.make_interval(0, 0, 0, 0, 0, func.coalesce(minutes, USUALLY_SHOWN_MINUTES_BEFORE))
    return exists().where(
        Space.kind != SpaceKind.HOME.value,
        Booking.space_id == Space.id,
        Booking.state == State.CONFIRMED.value,
        Booking.starts_at - before <= now,
        Booking.ends_at > now,
        Meeting.opens_up,
        or_(
            Meeting.series_id == Booking.series_id,
            Meeting.booking_id == Booking.id,
            exists().where(
                MeetingDate.meeting_id == Meeting.id, MeetingDate.booking_id == Booking.id
            ),
        ),
        or_(
            exists().where(
                MeetingOpener.meeting_id == Meeting.id, MeetingOpener.person_id == person_id
            ),
            exists().where(
                MeetingTurn.meeting_id == Meeting.id,
                MeetingTurn.person_id == person_id,
                # Who would swap opens up until another does.
                MeetingTurn.says.in_([Turn.OPENS.value, Turn.SWAPS.value]),
                or_(
                    Meeting.booking_id == Booking.id,
                    MeetingTurn.on == Booking.series_on,
                    exists().where(
                        MeetingDate.booking_id == Booking.id, MeetingDate.on == MeetingTurn.on
                    ),
                ),
            ),
        ),
    )


let_also_enter(_opens_meeting_soon)
"""Whoever opens the door has to know where the key is."""
