"""Taking another space for one date of a meeting, or for all from one on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings import ending as booking_ending
from backend.bookings import service as bookings
from backend.bookings.models import Booking
from backend.groups.models import Group
from backend.groups.states import Visibility
from backend.kernel.local_time import wall_of
from backend.kernel.periods import Period
from backend.kernel.rrule import rule_of
from backend.meetings import rooms, rules
from backend.meetings.errors import MeetingDateIsOver, MeetingInThisSpace, SpaceKeepsOtherTime
from backend.meetings.models import Meeting
from backend.meetings.rooms_seen import RoomSeen, rooms_of
from backend.meetings.rules import MeetingTime
from backend.meetings.service import check_mine
from backend.meetings.states import DateState, RoomState
from backend.meetings.stored import (
    check_few_differ,
    differ,
    differing_of,
    get_time_ahead,
    lock_meeting,
    mark_changed,
    rhythm_of,
)
from backend.meetings.telling import tell_of_date, those_who_count_on
from backend.series import service as series_service
from backend.series.models import Series
from backend.series.queries import DateSeen, dates_of
from backend.series.rules import Plan, Take, from_on
from backend.series.stored import plan_date
from backend.spaces.errors import SpaceNotFound
from backend.spaces.locks import lock_houses
from backend.spaces.models import Space
from backend.spaces.queries import visible_spaces


@dataclass(frozen=True, slots=True)
class Taking:
    """Which space is to be taken, and how; `people` are as many as before by default."""

    space_id: UUID
    people: int | None = None
    and_following: bool = False
    take: Take = Take.ALL_OR_NOTHING


def take_room(
    session: Session, meeting_id: UUID, on: date, taking: Taking, *, by: UUID, now: datetime
) -> Sequence[DateSeen]:
    """Book a space for a date, or for all from it on, and give back what was booked before.

    Who called the meeting may; where a date has lost its room, every member may for that date.
    Returns what became of each date. Raises MeetingNotFound, MeetingNotYours, MeetingDateNotFound,
    MeetingDateIsOver, MeetingInThisSpace, SpaceKeepsOtherTime, TooManyDatesDiffer, and what
    `bookings.service.book` or `series.service.book_series` raises; then all stays as it was.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    time = get_time_ahead(session, meeting, on, now=now)
    room = rooms_of(session, [meeting], {meeting.id: [time]}, now=now)[meeting.id, on]
    if taking.and_following or room.state is not RoomState.LOST:
        check_mine(meeting, by=by)
    if time.state_at(now) is not DateState.PLANNED:
        raise MeetingDateIsOver(state=DateState.RUNNING.value)
    _lock_spaces(session, meeting, taking.space_id, time, by=by)
    if taking.and_following and meeting.rrule:
        outcomes = _take_following(session, meeting, group, time, taking, by=by, now=now)
    else:
        outcomes = [_take_one(session, meeting, group, time, room, taking, by=by, now=now)]
    tell = [each.on for each in outcomes] if taking.and_following else [on]
    told = [each for each in those_who_count_on(session, meeting, tell) if each != by]
    kind = "meeting_has_other_rooms" if taking.and_following else "meeting_has_a_room"
    tell_of_date(session, told, kind, meeting, group, time, now=now)
    return outcomes


def _take_one(
    session: Session,
    meeting: Meeting,
    group: Group,
    time: MeetingTime,
    room: RoomSeen,
    taking: Taking,
    *,
    by: UUID,
    now: datetime,
) -> DateSeen:
    space_id = time.space_id or meeting.space_id
    if taking.space_id == space_id and room.state in (RoomState.HELD, RoomState.ASKED):
        raise MeetingInThisSpace
    before = rooms.find_booking_of(session, meeting, time.on, now=now)
    people = taking.people or _people_before(session, meeting, before)
    booking = book_for(session, meeting, group, taking.space_id, time, people, by=by, now=now)
    hold(session, meeting, time.on, booking, now=now)
    check_few_differ(session, meeting)
    series = rooms.lock_series_ahead(session, meeting, time.on, now=now) if meeting.rrule else None
    if series is not None:
        plan_date(series, time.on, left_out=True)
    if before is not None:
        acting = before.booked_by or by
        booking_ending.cancel_booking(session, before.id, by=acting, now=now)
    return booked_for(time, booking)


def _take_following(
    session: Session,
    meeting: Meeting,
    group: Group,
    time: MeetingTime,
    taking: Taking,
    *,
    by: UUID,
    now: datetime,
) -> Sequence[DateSeen]:
    space = session.get_one(Space, taking.space_id)
    if space.zone != meeting.zone:
        raise SpaceKeepsOtherTime
    if space.id == meeting.space_id and rooms.goes_on(session, meeting, now=now):
        raise MeetingInThisSpace
    series = session.get(Series, meeting.series_id) if meeting.series_id else None
    people = taking.people or (series.people if series else None) or meeting.room_for or 1
    series, outcomes = series_service.book_series(
        session,
        space.id,
        _plan_from(session, meeting, time.on, people, now=now),
        by=by,
        now=now,
        take=taking.take,
        what_for=_what_for(meeting, group),
        group_id=meeting.group_id,
    )
    _keep_earlier_rooms(session, meeting, time.on, now=now)
    rooms.give_back_rooms(session, meeting, time.on, by=by, now=now)
    meeting.space_id, meeting.series_id, meeting.booking_id = space.id, series.id, None
    mark_changed(meeting, now)
    session.flush()
    check_few_differ(session, meeting)
    return dates_of(outcomes)


def _plan_from(
    session: Session, meeting: Meeting, first_on: date, people: int, *, now: datetime
) -> Plan:
    """Return what is to be booked: the rule from a date on, with what was moved or called off."""
    rhythm = rhythm_of(meeting)
    differing = differing_of(session, [meeting.id])[meeting.id]
    plan = Plan(
        rrule=rhythm.rrule,
        first=rhythm.first,
        duration=rhythm.duration,
        people=people,
        left_out=[on for on, how in differing.items() if how.called_off_at is not None],
        moved={
            on: wall_of(how.starts_at, rhythm.zone)
            for on, how in differing.items()
            if how.starts_at is not None and how.called_off_at is None
        },
        until_stopped=rule_of(rhythm.rrule).is_endless,
    )
    return from_on(plan, rhythm.zone, first_on, now=now)


def _keep_earlier_rooms(
    session: Session, meeting: Meeting, first_on: date, *, now: datetime
) -> None:
    """Write down where the dates before the first that changes are, or were."""
    differing = differing_of(session, [meeting.id])[meeting.id]
    window = Period(now - rules.BACK, now + rules.AHEAD)
    times = [
        each
        for each in rules.dates_within(rhythm_of(meeting), differing, window)
        if each.on < first_on and each.space_id is None
    ]
    found = rooms_of(session, [meeting], {meeting.id: times}, now=now)
    for each in times:
        booking_id = found[meeting.id, each.on].booking_id
        if booking_id is not None:
            row = differ(session, meeting, each.on)
            row.space_id, row.booking_id = meeting.space_id, booking_id
    session.flush()


def book_for(
    session: Session,
    meeting: Meeting,
    group: Group,
    space_id: UUID,
    time: MeetingTime,
    people: int,
    *,
    by: UUID,
    now: datetime,
) -> Booking:
    """Book a space for a date, in the name of the group."""
    return bookings.book(
        session,
        by=by,
        space_id=space_id,
        period=time.period,
        now=now,
        people=people,
        what_for=_what_for(meeting, group),
        group_id=meeting.group_id,
    )


def hold(session: Session, meeting: Meeting, on: date, booking: Booking, *, now: datetime) -> None:
    """Write where a date is: with the meeting itself where that is its only one."""
    if meeting.rrule:
        row = differ(session, meeting, on)
        row.space_id, row.booking_id = booking.space_id, booking.id
    else:
        meeting.space_id, meeting.booking_id = booking.space_id, booking.id
        meeting.series_id = None
    mark_changed(meeting, now)
    session.flush()


def _people_before(session: Session, meeting: Meeting, before: Booking | None) -> int:
    if before is not None:
        return before.people
    series = session.get(Series, meeting.series_id) if meeting.series_id else None
    return series.people if series is not None else meeting.room_for or 1


def _what_for(meeting: Meeting, group: Group) -> str:
    # What a hidden group is about is nobody else's business, the keepers' neither.
    return "" if group.visibility == Visibility.HIDDEN else meeting.title


def booked_for(time: MeetingTime, booking: Booking) -> DateSeen:
    """Return a date as what became of it: it is booked."""
    return DateSeen(
        on=time.on,
        starts_at=time.period.start,
        ends_at=time.period.end,
        outcome="booked",
        booking_id=booking.id,
    )


def _lock_spaces(
    session: Session, meeting: Meeting, space_id: UUID, time: MeetingTime, *, by: UUID
) -> None:
    """Lock what is given back and what is taken, in the order in which all lock houses."""
    seen = select(Space.id).where(Space.id == space_id, visible_spaces(by))
    if session.scalar(seen) is None:
        raise SpaceNotFound
    before = (time.space_id, meeting.space_id, *rooms.single_spaces(session, meeting, time.on))
    lock_houses(session, [space_id, *(each for each in before if each is not None)])
