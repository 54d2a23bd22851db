"""The space of a meeting: booked in calling it, moved along with it, and given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from backend.bookings import ending as booking_ending
from backend.bookings import service as bookings
from backend.bookings import states as booking_states
from backend.bookings.models import Booking
from backend.bookings.states import State as BookingState
from backend.kernel.local_time import wall_of, zone_named
from backend.kernel.periods import Period
from backend.kernel.rrule import rule_of
from backend.meetings.models import Meeting, MeetingDate
from backend.meetings.rules import MeetingTime, Rhythm, find_date
from backend.series import changing
from backend.series import ending as series_ending
from backend.series import service as series_service
from backend.series.making import Outcomes
from backend.series.models import Series
from backend.series.rules import Plan, Take
from backend.series.states import GOES_ON, state_at
from backend.series.stored import plan_date
from backend.spaces.locks import lock_house

_STILL_TO_COME = (BookingState.ASKED, BookingState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be booked in calling a meeting."""

    people: int = 1
    take: Take = Take.ALL_OR_NOTHING
    wait_for_skipped: bool = False
    what_for: str = ""


def book_room(
    session: Session, meeting: Meeting, rhythm: Rhythm, wanted: Wanted, *, by: UUID, now: datetime
) -> Outcomes | None:
    """Book the space of a meeting: once, or every date of its rule, as its own rooms would.

    Returns what became of each date of a rule. Raises the facts of `bookings.service.book` or of
    `series.service.book_series`.
    """
    assert meeting.space_id is not None, "whoever asked for a room said which"
    if not rhythm.rrule:
        only = find_date(rhythm, {}, rhythm.first.date())
        assert only is not None, "what is once has its one date"
        booking = bookings.book(
            session,
            by=by,
            space_id=meeting.space_id,
            period=only.period,
            now=now,
            people=wanted.people,
            what_for=wanted.what_for,
            group_id=meeting.group_id,
        )
        meeting.booking_id = booking.id
        return None
    series, outcomes = series_service.book_series(
        session,
        meeting.space_id,
        Plan(
            rrule=rhythm.rrule,
            first=rhythm.first,
            duration=rhythm.duration,
            people=wanted.people,
            until_stopped=rule_of(rhythm.rrule).is_endless,
        ),
        by=by,
        now=now,
        take=wanted.take,
        what_for=wanted.what_for,
        waits_for_skipped=wanted.wait_for_skipped,
        group_id=meeting.group_id,
    )
    meeting.series_id = series.id
    session.flush()
    return outcomes


def move_room(
    session: Session,
    meeting: Meeting,
    time: MeetingTime,
    period: Period,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Move what is booked for a date along with it; raise what `bookings.move_booking` raises.

    It was booked for the group, so that whoever changes the meeting acts for who booked it.
    """
    booking = find_booking_of(session, meeting, time.on, now=now)
    if booking is not None:
        acting = booking.booked_by or by
        bookings.move_booking(session, booking.id, by=acting, period=period, now=now)
    elif (series := lock_series_ahead(session, meeting, time.on, now=now)) is not None:
        wall = wall_of(period.start, zone_named(meeting.zone))
        plan_date(series, time.on, moved_to=wall)


def give_back_room(
    session: Session, meeting: Meeting, on: date, *, by: UUID, now: datetime
) -> None:
    """Give back what is booked for a date that is called off, or book it not at all."""
    booking = find_booking_of(session, meeting, on, now=now)
    if booking is not None:
        booking_ending.cancel_booking(session, booking.id, by=booking.booked_by or by, now=now)
    elif (series := lock_series_ahead(session, meeting, on, now=now)) is not None:
        plan_date(series, on, left_out=True)


def lock_series_ahead(
    session: Session, meeting: Meeting, on: date, *, now: datetime
) -> Series | None:
    """Return the series that will book a date when its time comes, its house locked; else None."""
    if meeting.series_id is None:
        return None
    series = session.get_one(Series, meeting.series_id)
    lock_house(session, series.space_id)
    session.refresh(series)
    is_ahead = series.until_stopped and on > series.made_through
    return series if is_ahead and state_at(series.facts, now) in GOES_ON else None


def give_back_rooms(
    session: Session, meeting: Meeting, from_on: date, *, by: UUID, now: datetime
) -> None:
    """Give back what is booked for all dates from one on, and book no more of them."""
    give_back_single_rooms(session, meeting, from_on, by=by, now=now)
    if meeting.series_id is None:
        if meeting.first.date() >= from_on:
            give_back_room(session, meeting, meeting.first.date(), by=by, now=now)
        return
    series = session.get_one(Series, meeting.series_id, populate_existing=True)
    if state_at(series.facts, now) in GOES_ON:
        series_ending.cancel_series(
            session, series.id, by=series.booked_by or by, now=now, from_on=from_on
        )


def give_back_single_rooms(
    session: Session, meeting: Meeting, from_on: date, *, by: UUID, now: datetime
) -> None:
    """Give back what was booked for single dates from one on, which are as all others from now."""
    rows = session.scalars(
        select(MeetingDate).where(
            MeetingDate.meeting_id == meeting.id,
            MeetingDate.on >= from_on,
            MeetingDate.space_id.is_not(None),
        )
    ).all()
    ids = [each.booking_id for each in rows if each.booking_id is not None]
    for each in rows:
        each.space_id = each.booking_id = None
    session.flush()
    for booking in session.scalars(select(Booking).where(Booking.id.in_(ids))).all():
        if booking_states.state_at(booking.facts, now) in _STILL_TO_COME:
            acting = booking.booked_by or by
            booking_ending.cancel_booking(session, booking.id, by=acting, now=now)


def give_back_for_nobody(
    session: Session, meeting: Meeting, from_on: date, *, now: datetime
) -> list[UUID]:
    """Give back what somebody booked for a group that is no more, and return who that is."""
    if meeting.series_id is not None:
        booker = session.scalar(select(Series.booked_by).where(Series.id == meeting.series_id))
    else:
        booker = session.scalar(select(Booking.booked_by).where(Booking.id == meeting.booking_id))
    if booker is None:
        return []
    give_back_rooms(session, meeting, from_on, by=booker, now=now)
    return [booker]


def single_spaces(session: Session, meeting: Meeting, from_on: date) -> list[UUID]:
    """Return the spaces that were taken for single dates from one on."""
    return list(
        session.scalars(
            select(MeetingDate.space_id).where(
                MeetingDate.meeting_id == meeting.id,
                MeetingDate.on >= from_on,
                MeetingDate.space_id.is_not(None),
            )
        )
    )


def goes_on(session: Session, meeting: Meeting, *, now: datetime) -> bool:
    """Answer whether what was booked by the rule of a meeting stands still."""
    if meeting.series_id is None:
        return False
    series = session.get_one(Series, meeting.series_id, populate_existing=True)
    return state_at(series.facts, now) in GOES_ON


def change_rooms(
    session: Session,
    meeting: Meeting,
    rhythm: Rhythm,
    from_on: date,
    *,
    take: Take,
    by: UUID,
    now: datetime,
) -> Outcomes | None:
    """Book the dates from one on anew, as they are to be; None where nothing was booked by a rule.

    Raises the facts of `series.changing.change_series`; then all stands as it was.
    """
    if meeting.series_id is None:
        return None
    series = session.get_one(Series, meeting.series_id, populate_existing=True)
    if state_at(series.facts, now) not in GOES_ON:
        return None
    change = changing.Change(
        starts_at=rhythm.first, duration=rhythm.duration, rrule=rhythm.rrule, left_out=(), moved={}
    )
    _, outcomes = changing.change_series(
        session,
        series.id,
        change,
        by=series.booked_by or by,
        now=now,
        first_on=from_on,
        take=take,
    )
    return outcomes


def find_booking_of(
    session: Session, meeting: Meeting, on: date, *, now: datetime
) -> Booking | None:
    """Return the booking of a date while it may still be changed, None where there is none."""
    for booking in _bookings_of(session, meeting, on):
        if booking_states.state_at(booking.facts, now) in _STILL_TO_COME:
            return booking
    return None


def find_last_booking_of(session: Session, meeting: Meeting, on: date) -> Booking | None:
    """Return the last booking that a date has had, None where it has had none."""
    found = _bookings_of(session, meeting, on)
    return max(found, key=lambda each: (each.created_at, each.id), default=None)


def _bookings_of(session: Session, meeting: Meeting, on: date) -> Sequence[Booking]:
    row = session.get(MeetingDate, (meeting.id, on), populate_existing=True)
    if row is not None and row.space_id is not None:
        which = and_(Booking.id == row.booking_id)
    elif meeting.series_id is not None:
        which = and_(Booking.series_id == meeting.series_id, Booking.series_on == on)
    elif meeting.booking_id is not None:
        which = and_(Booking.id == meeting.booking_id)
    else:
        return []
    query = select(Booking).where(which).execution_options(populate_existing=True)
    return session.scalars(query).all()
