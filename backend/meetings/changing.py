"""Changing a meeting: one date, all dates from one on, or none any more. Those who come are told.

Dates that have been keep the times they had: where the rule changes from a date on, the dates
before are written down one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.groups import acting
from backend.groups.powers import Act
from backend.kernel.facts import check_version
from backend.kernel.local_time import ONE_DAY, instant_of, zone_named
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime
from backend.meetings import opening, rooms, rules
from backend.meetings.errors import (
    MeetingDateIsOver,
    MeetingIsOver,
    MeetingNotAhead,
)
from backend.meetings.models import Meeting, MeetingAnswer, MeetingDate, MeetingTurn, Thing
from backend.meetings.rules import BEGINS_WITHIN, Differing, Rhythm
from backend.meetings.service import check_ahead, check_mine
from backend.meetings.states import DateState
from backend.meetings.stored import (
    check_few_differ,
    differ,
    differing_of,
    get_time,
    get_time_ahead,
    lock_meeting,
    mark_changed,
    rhythm_of,
)
from backend.meetings.telling import tell_of_date, tell_of_meeting
from backend.series.errors import ChangeStartsTooEarly
from backend.series.making import Outcomes
from backend.series.rules import Plan, Take, from_on

_HAS_BEGUN = (DateState.RUNNING, DateState.OVER)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What is to be otherwise; None stays as it is. `starts_at` is a wall time, or an instant."""

    starts_at: datetime | None = None
    duration: timedelta | None = None
    rrule: str | None = None


def move_date(
    session: Session,
    meeting_id: UUID,
    on: date,
    *,
    starts_at: datetime,
    by: UUID,
    now: datetime,
    words: str = "",
) -> None:
    """Move one date, and what is booked for it along with it; `starts_at` may be a wall time.

    Raises MeetingNotFound, MeetingNotYours, MeetingDateNotFound, MeetingDateIsOver,
    MeetingNotAhead, TooManyDatesDiffer, and what `bookings.service.move_booking` raises; then the
    date stays as it was.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    check_mine(meeting, by=by)
    time = get_time_ahead(session, meeting, on, now=now)
    if time.state_at(now) is not DateState.PLANNED:
        raise MeetingDateIsOver(state=DateState.RUNNING.value)
    start = starts_at
    if start.tzinfo is None:
        start = instant_of(start, zone_named(meeting.zone))
    if not now < start < now + BEGINS_WITHIN:
        raise MeetingNotAhead(at_most_days=BEGINS_WITHIN.days)
    period = Period(start, start + time.period.duration)
    row = differ(session, meeting, on)
    row.starts_at, row.words = start, words
    mark_changed(meeting, now)
    session.flush()
    check_few_differ(session, meeting)
    rooms.move_room(session, meeting, time, period, by=by, now=now)
    opening.look_ahead(session, meeting, group, now=now)
    told = [each for each in opening.those_concerned(session, meeting, [on]) if each != by]
    moved = replace(time, period=period)
    tell_of_date(session, told, "meeting_moved", meeting, group, moved, now=now, words=words)


def call_off_date(
    session: Session, meeting_id: UUID, on: date, *, by: UUID, now: datetime, words: str = ""
) -> None:
    """Call one date off, and give back what is booked for it; twice changes nothing.

    Raises MeetingNotFound, MeetingNotYours, MeetingDateNotFound, MeetingDateIsOver and
    TooManyDatesDiffer.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    check_mine(meeting, by=by)
    time = get_time(session, meeting, on)
    if time.is_called_off:
        return
    if time.state_at(now) is DateState.OVER:
        raise MeetingDateIsOver(state=DateState.OVER.value)
    row = differ(session, meeting, on)
    row.called_off_at, row.words = now, words
    mark_changed(meeting, now)
    session.flush()
    check_few_differ(session, meeting)
    rooms.give_back_room(session, meeting, on, by=by, now=now)
    told = [each for each in opening.those_concerned(session, meeting, [on]) if each != by]
    tell_of_date(session, told, "meeting_called_off", meeting, group, time, now=now, words=words)


def change_rule(
    session: Session,
    meeting_id: UUID,
    first_on: date,
    change: RuleChange,
    *,
    by: UUID,
    now: datetime,
    take: Take = Take.ALL_OR_NOTHING,
    words: str = "",
    if_version: int | None = None,
) -> Outcomes | None:
    """Change when a meeting is, from one of its dates on; what is booked is booked anew.

    Dates that there are then as well keep their answers. Raises MeetingNotFound, MeetingNotYours,
    ChangedMeanwhile, MeetingDateNotFound, MeetingDateIsOver, MeetingNotAhead, ChangeStartsTooEarly,
    TooManyDatesDiffer, the facts of rules, and what `rooms.change_rooms` raises; then all stays.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    check_mine(meeting, by=by)
    check_version(meeting.version, if_version)
    time = get_time_ahead(session, meeting, first_on, now=now)
    if time.state_at(now) is not DateState.PLANNED:
        raise MeetingDateIsOver(state=DateState.RUNNING.value)
    before = rhythm_of(meeting)
    after = _changed(before, first_on, change, now)
    if after.first.date() < first_on:
        raise ChangeStartsTooEarly(from_on=first_on.isoformat())
    check_ahead(after, now=now)
    kept = _keep_earlier(session, meeting, before, first_on, now)
    window = Period(now, now + rules.AHEAD)
    ons = {each.date for each in rules.dates_by_rule(after, window)}
    answered = select(MeetingAnswer.on).where(
        MeetingAnswer.meeting_id == meeting.id, MeetingAnswer.on >= first_on
    )
    ahead = [each.on for each in opening.times_ahead(session, meeting, now) if each.on >= first_on]
    told = opening.those_concerned(
        session, meeting, {*session.scalars(answered.distinct()), *ahead}
    )
    rooms.give_back_single_rooms(session, meeting, first_on, by=by, now=now)
    _forget_later(session, meeting, first_on, ons, kept)
    meeting.first, meeting.rrule = after.first, after.rrule
    meeting.ended_from = after.ended_from
    if after.ended_from is None:
        meeting.ended_at = None
    meeting.duration_minutes = int(after.duration.total_seconds() // 60)
    mark_changed(meeting, now)
    session.flush()
    check_few_differ(session, meeting)
    outcomes = rooms.change_rooms(session, meeting, after, first_on, take=take, by=by, now=now)
    start = instant_of(after.first, after.zone)
    if meeting.booking_id is not None:
        period = Period(start, start + after.duration)
        rooms.move_room(session, meeting, time, period, by=by, now=now)
    opening.look_ahead(session, meeting, group, now=now)
    tell_of_meeting(
        session,
        [each for each in told if each != by],
        "meeting_changed",
        meeting,
        group,
        now=now,
        starts_at=LocalTime(start, meeting.zone),
        words=words,
    )
    return outcomes


def end_meeting(
    session: Session,
    meeting_id: UUID,
    *,
    by: UUID,
    now: datetime,
    first_on: date | None = None,
    words: str = "",
) -> None:
    """Let a meeting have no dates any more, from one on or at all; give back what is booked.

    Raises MeetingNotFound, MeetingNotYours and MeetingIsOver where there is nothing to end.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    check_mine(meeting, by=by)
    differing = differing_of(session, [meeting.id])[meeting.id]
    window = Period(now - rules.BACK, now + rules.AHEAD)
    times = rules.dates_within(rhythm_of(meeting), differing, window)
    planned = [each.on for each in times if each.state_at(now) is DateState.PLANNED]
    ending = [on for on in planned if first_on is None or on >= first_on]
    if not ending:
        raise MeetingIsOver
    # What was moved behind a date that has begun is called off by itself, for that one stays.
    begun = max((each.on for each in times if each.state_at(now) in _HAS_BEGUN), default=date.min)
    for on in ending:
        if on < begun:
            differ(session, meeting, on).called_off_at = now
            session.flush()
            rooms.give_back_room(session, meeting, on, by=by, now=now)
    meeting.ended_from = min((on for on in ending if on > begun), default=begun + ONE_DAY)
    if meeting.rrule:
        meeting.rrule = rules.ended_rule(meeting.rrule, meeting.ended_from)
    meeting.ended_at = now
    mark_changed(meeting, now)
    session.flush()
    rooms.give_back_rooms(session, meeting, meeting.ended_from, by=by, now=now)
    told = [each for each in opening.those_concerned(session, meeting, ending) if each != by]
    start = instant_of(
        datetime.combine(meeting.ended_from, meeting.first.time()), zone_named(meeting.zone)
    )
    tell_of_meeting(
        session,
        told,
        "meeting_ended",
        meeting,
        group,
        now=now,
        starts_at=LocalTime(start, meeting.zone),
        words=words,
    )


def take_over(session: Session, meeting_id: UUID, *, by: UUID, now: datetime) -> bool:
    """Take over a meeting from whoever called it, or lend a hand to it; return whether it is done.

    Who may, and how many it takes, stands in `groups.powers`. Whoever lends the last hand changes
    the meeting from then on. Raises MeetingNotFound, NotTenured and ForStewards.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    if meeting.called_by == by:
        return True
    if not acting.act(session, group, Act.CALL_OFF, meeting.id, by=by, now=now):
        return False
    told = [] if meeting.called_by is None else [meeting.called_by]
    meeting.called_by = by
    mark_changed(meeting, now)
    session.flush()
    tell_of_meeting(session, told, "meeting_taken_over", meeting, group, now=now)
    return True


def _changed(before: Rhythm, first_on: date, change: RuleChange, now: datetime) -> Rhythm:
    zone = before.zone
    first = change.starts_at
    if first is None:
        first = datetime.combine(first_on, before.first.time())
    elif first.tzinfo is not None:
        first = first.astimezone(zone).replace(tzinfo=None, fold=0)
    rrule = change.rrule
    if rrule is None and before.rrule:
        # What is left of "ten times" comes from before.
        plan = Plan(rrule=before.rrule, first=before.first, duration=before.duration)
        rrule = from_on(plan, zone, first_on, now=now).rrule
    return Rhythm(
        first=first,
        rrule=rrule or "",
        duration=change.duration or before.duration,
        zone=zone,
        # Whoever says by which rule it goes on says that it goes on.
        ended_from=before.ended_from if change.rrule is None else None,
    )


def _keep_earlier(
    session: Session, meeting: Meeting, before: Rhythm, first_on: date, now: datetime
) -> set[date]:
    """Write down when the dates before the first that changes are, or were, and return them.

    What has begun keeps its time, too, where the first that changes was moved behind it.
    """
    differing: Mapping[date, Differing] = differing_of(session, [meeting.id])[meeting.id]
    until = instant_of(datetime.combine(first_on, before.first.time()), before.zone)
    window = Period(now - rules.BACK, max(until, now) + timedelta(days=1))
    kept: set[date] = set()
    for each in rules.dates_within(before, differing, window):
        if each.on < first_on or each.state_at(now) in _HAS_BEGUN:
            kept.add(each.on)
            row = differ(session, meeting, each.on)
            row.starts_at = each.period.start
            row.duration_minutes = int(each.period.duration.total_seconds() // 60)
    session.flush()
    return kept


def _forget_later(
    session: Session, meeting: Meeting, first_on: date, ons: set[date], kept: set[date]
) -> None:
    """Forget what was said of dates that there are no more, and where dates were moved to."""
    later = session.scalars(
        select(MeetingDate).where(
            MeetingDate.meeting_id == meeting.id,
            MeetingDate.on >= first_on,
            MeetingDate.on.not_in(kept),
        )
    )
    for row in later:
        if row.on in ons and row.called_off_at is not None:
            row.starts_at = row.duration_minutes = None
        else:
            session.delete(row)
    for table in (MeetingAnswer, MeetingTurn, Thing):
        session.execute(
            delete(table).where(
                table.meeting_id == meeting.id, table.on >= first_on, table.on.not_in(ons | kept)
            )
        )
