"""The space of a meeting: booked in calling it, and whether each date still has it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from backend.bookings import ending as booking_ending
from backend.bookings import service as bookings
from backend.bookings import states as booking_states
from backend.bookings.models import Booking
from backend.bookings.queries import facts_of_row
from backend.bookings.states import HOLDING
from backend.bookings.states import State as BookingState
from backend.kernel.periods import Period
from backend.kernel.rrule import rule_of
from backend.meetings.models import Meeting
from backend.meetings.rules import MeetingTime, Rhythm, find_date
from backend.meetings.states import RoomState
from backend.meetings.stored import Reader
from backend.series import changing
from backend.series import ending as series_ending
from backend.series import service as series_service
from backend.series.making import Outcomes
from backend.series.models import Series
from backend.series.rules import Plan, Take
from backend.series.states import GOES_ON, SeriesFacts, Written, state_at

_STILL_TO_COME = (BookingState.ASKED, BookingState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """Whether a date has its room, and by which booking."""

    state: RoomState
    booking_id: UUID | None = None


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


def give_back_room(
    session: Session, meeting: Meeting, on: date, *, by: UUID, now: datetime
) -> None:
    """Give back what is booked for a date that is called off."""
    booking = find_booking_of(session, meeting, on, now=now)
    if booking is not None:
        booking_ending.cancel_booking(session, booking.id, by=booking.booked_by or by, now=now)


def give_back_rooms(
    session: Session, meeting: Meeting, from_on: date, *, by: UUID, now: datetime
) -> None:
    """Give back what is booked for all dates from one on, and book no more of them."""
    if meeting.series_id is None:
        if meeting.first.date() >= from_on:
            give_back_room(session, meeting, meeting.first.date(), by=by, now=now)
        return
    series = session.get_one(Series, meeting.series_id, populate_existing=True)
    if state_at(series.facts, now) in GOES_ON:
        series_ending.cancel_series(
            session, series.id, by=series.booked_by or by, now=now, from_on=from_on
        )


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
    if meeting.series_id is not None:
        which = and_(Booking.series_id == meeting.series_id, Booking.series_on == on)
    elif meeting.booking_id is not None:
        which = and_(Booking.id == meeting.booking_id)
    else:
        return None
    found = session.scalars(
        select(Booking).where(which).execution_options(populate_existing=True)
    ).all()
    for booking in found:
        if booking_states.state_at(booking.facts, now) in _STILL_TO_COME:
            return booking
    return None


def rooms_of(
    reader: Reader,
    meetings: Collection[Meeting | Row[Any]],
    times: Mapping[UUID, Sequence[MeetingTime]],
    *,
    now: datetime,
) -> dict[tuple[UUID, date], RoomSeen]:
    """Say of each date of some meetings whether it has its room. Two queries at most."""
    booked = [each for each in meetings if each.series_id or each.booking_id]
    bookings_of_dates = _bookings(reader, booked)
    series = _series(reader, [each.series_id for each in booked if each.series_id])
    found: dict[tuple[UUID, date], RoomSeen] = {}
    for meeting in meetings:
        for time in times.get(meeting.id, ()):
            key = meeting.id, time.on
            if meeting.space_id is None:
                found[key] = RoomSeen(RoomState.ANYWHERE)
            elif (whole := meeting.series_id or meeting.booking_id) is None:
                found[key] = RoomSeen(RoomState.NAMED)
            else:
                on = time.on if meeting.series_id else None
                rows = bookings_of_dates.get((whole, on), ())
                found[key] = _room(time, rows, series.get(whole), now)
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
    reader: Reader, meetings: Collection[Meeting | Row[Any]]
) -> dict[tuple[UUID, date | None], list[Row[Any]]]:
    found: dict[tuple[UUID, date | None], list[Row[Any]]] = {}
    of_series = [each.series_id for each in meetings if each.series_id]
    alone = [each.booking_id for each in meetings if each.booking_id]
    if of_series or alone:
        query = select(*Booking.__table__.columns).where(
            or_(Booking.series_id.in_(of_series), Booking.id.in_(alone))
        )
        for row in reader.execute(query):
            if row.series_id in of_series:
                found.setdefault((row.series_id, row.series_on), []).append(row)
            else:
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
