"""Calling a meeting, and saying whether one comes. Any member may call one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.groups.errors import NotAMember
from backend.groups.models import Group
from backend.groups.service import find_membership, lock_group
from backend.groups.states import Visibility
from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.local_time import wall_of, zone_named
from backend.kernel.periods import Period
from backend.kernel.recurrence import MOST_DAYS, RuleHasNoDates
from backend.meetings import opening, rooms
from backend.meetings.errors import (
    MeetingNotAhead,
    MeetingNotYours,
    SpaceNeededToBook,
    TooManyMeetings,
)
from backend.meetings.models import Meeting, MeetingAnswer
from backend.meetings.rooms import Wanted
from backend.meetings.rules import (
    AHEAD,
    BEGINS_WITHIN,
    MOST_MEETINGS,
    MeetingTime,
    Rhythm,
    dates_by_rule,
    dates_within,
    those_with_a_place,
)
from backend.meetings.states import Answer
from backend.meetings.stored import (
    differing_of,
    get_time_ahead,
    lock_meeting,
    mark_changed,
    rhythm_of,
)
from backend.meetings.telling import (
    coming_in_order,
    tell_of_call,
    tell_of_meeting,
    tell_who_has_a_place_now,
    tell_who_has_none_any_more,
)
from backend.people.service import hold_person
from backend.series.making import Outcomes
from backend.series.rules import Take
from backend.spaces.errors import SpaceNotFound
from backend.spaces.models import Space
from backend.spaces.queries import visible_spaces

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Calling:
    """What a meeting is to be. `starts_at` is a wall time, or an instant."""

    title: str
    starts_at: datetime
    duration: timedelta
    words: str = ""
    rrule: str = ""
    space_id: UUID | None = None
    book: bool = False
    people: int | None = None
    take: Take = Take.ALL_OR_NOTHING
    wait_for_skipped: bool = False
    where: str = ""
    room_for: int | None = None
    opens_up: bool = False
    id: UUID = field(default_factory=new_id)


def call_meeting(
    session: Session, group_id: UUID, calling: Calling, *, by: UUID, now: datetime
) -> tuple[Meeting, Outcomes | None]:
    """Call a meeting, once or by a rule, and book its space in the same step where that is asked.

    Returns what became of each date where a rule was booked. Raises GroupNotFound, NotAMember,
    TooManyMeetings, SpaceNotFound, SpaceNeededToBook, MeetingNotAhead, the facts of
    `recurrence.dates`, and those of `rooms.book_room`; then nothing is called.
    """
    hold_person(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is None:
        raise NotAMember
    _check_count(session, group, now)
    zone = zone_named(_zone_of(session, calling.space_id, group, by=by))
    first = calling.starts_at
    if first.tzinfo is not None:
        first = wall_of(first, zone)
    rhythm = Rhythm(first, calling.rrule, calling.duration, zone)
    check_ahead(rhythm, now=now)
    if calling.book and calling.space_id is None:
        raise SpaceNeededToBook
    meeting = Meeting(
        id=calling.id,
        version=1,
        group_id=group.id,
        called_by=by,
        title=calling.title,
        words=calling.words,
        zone=zone.key,
        first=first,
        rrule=calling.rrule,
        duration_minutes=int(calling.duration.total_seconds() // 60),
        space_id=calling.space_id,
        where=calling.where,
        room_for=calling.room_for,
        opens_up=calling.opens_up,
        created_at=now,
        changed_at=now,
    )
    session.add(meeting)
    session.flush()
    outcomes = None
    if calling.book:
        wanted = Wanted(
            people=calling.people or calling.room_for or 1,
            take=calling.take,
            wait_for_skipped=calling.wait_for_skipped,
            # What a hidden group is about is nobody else's business, the keepers' neither.
            what_for="" if group.visibility == Visibility.HIDDEN else calling.title,
        )
        outcomes = rooms.book_room(session, meeting, rhythm, wanted, by=by, now=now)
    session.flush()
    soonest = dates_within(rhythm, {}, Period(now, now + AHEAD))
    if soonest:
        tell_of_call(session, meeting, group, soonest[0], now=now)
    opening.look_ahead(session, meeting, group, now=now)
    return meeting, outcomes


def answer_meeting(
    session: Session, meeting_id: UUID, on: date, answer: Answer, *, by: UUID, now: datetime
) -> None:
    """Say whether one comes to a date; the same again changes nothing, so one keeps one's place.

    Where there are more than there is room for, who comes is in line, first come, first served.
    Raises MeetingNotFound, MeetingDateNotFound and MeetingDateIsOver.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    time = get_time_ahead(session, meeting, on, now=now)
    in_order = coming_in_order(session, meeting, on)
    if answer is Answer.COMING and by in in_order:
        return
    before = those_with_a_place(in_order, meeting.room_for)
    goes = answer is Answer.NOT and meeting.opens_up
    opens = goes and opening.openers_of(session, meeting, [on])[on] == by
    values = {"answer": answer.value, "answered_at": _after_all_others(session, meeting, on, now)}
    session.execute(
        insert(MeetingAnswer)
        .values(meeting_id=meeting.id, on=on, person_id=by, **values)
        .on_conflict_do_update(
            index_elements=[MeetingAnswer.meeting_id, MeetingAnswer.on, MeetingAnswer.person_id],
            set_=values,
        )
    )
    if by in before:
        tell_who_has_a_place_now(session, meeting, group, time, had_places=before, now=now)
    if opens:
        opening.pass_on(session, meeting, group, time, now=now)


def take_answer_back(
    session: Session, meeting_id: UUID, on: date, *, by: UUID, now: datetime
) -> None:
    """Say nothing of whether one comes; raises what `answer_meeting` raises."""
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    time = get_time_ahead(session, meeting, on, now=now)
    before = those_with_a_place(coming_in_order(session, meeting, on), meeting.room_for)
    session.execute(
        delete(MeetingAnswer).where(
            MeetingAnswer.meeting_id == meeting.id,
            MeetingAnswer.on == on,
            MeetingAnswer.person_id == by,
        )
    )
    if by in before:
        tell_who_has_a_place_now(session, meeting, group, time, had_places=before, now=now)


def change_meeting(
    session: Session,
    meeting_id: UUID,
    changes: Mapping[str, Any],
    *,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
) -> None:
    """Change what is said of a meeting, or for how many there is room; who called it may.

    Those who come are told where it is otherwise. Raises MeetingNotFound, MeetingNotYours and
    ChangedMeanwhile.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    check_mine(meeting, by=by)
    check_version(meeting.version, if_version)
    moves = "where" in changes and changes["where"] != meeting.where
    more_room = "room_for" in changes and changes["room_for"] != meeting.room_for
    ahead = answered_ahead(session, meeting, now=now)
    before = {
        on: those_with_a_place(coming_in_order(session, meeting, on), meeting.room_for)
        for on in (ahead if more_room else ())
    }
    for name, value in changes.items():
        setattr(meeting, name, value)
    mark_changed(meeting, now)
    session.flush()
    opening.look_ahead(session, meeting, group, now=now)
    if moves:
        ons = [each.on for each in opening.times_ahead(session, meeting, now)]
        told = [each for each in opening.those_concerned(session, meeting, ons) if each != by]
        tell_of_meeting(session, told, "meeting_is_elsewhere", meeting, group, now=now)
    for on, had_places in before.items():
        tell_who_has_a_place_now(session, meeting, group, ahead[on], had_places=had_places, now=now)
        tell_who_has_none_any_more(
            session, meeting, group, ahead[on], had_places=had_places, by=by, now=now
        )


def check_mine(meeting: Meeting, *, by: UUID) -> None:
    """Raise MeetingNotYours for all but who called a meeting, or took it over."""
    if meeting.called_by != by:
        raise MeetingNotYours


def check_ahead(rhythm: Rhythm, *, now: datetime) -> None:
    """Raise MeetingNotAhead where a meeting would be over, or begin in more than a year.

    Raises the facts of a rule that cannot be followed, too.
    """
    wall = wall_of(now, rhythm.zone)
    if not wall - timedelta(days=1) < rhythm.first < wall + BEGINS_WITHIN:
        raise MeetingNotAhead(at_most_days=BEGINS_WITHIN.days)
    if dates_by_rule(rhythm, Period(now, now + timedelta(days=MOST_DAYS))):
        return
    if rhythm.rrule:
        raise RuleHasNoDates
    raise MeetingNotAhead(at_most_days=BEGINS_WITHIN.days)


def answered_ahead(session: Session, meeting: Meeting, *, now: datetime) -> dict[date, MeetingTime]:
    """Return the dates to come for which somebody has said whether they come."""
    answered = set(
        session.scalars(
            select(MeetingAnswer.on).where(MeetingAnswer.meeting_id == meeting.id).distinct()
        )
    )
    differing = differing_of(session, [meeting.id])[meeting.id]
    times = dates_within(rhythm_of(meeting), differing, Period(now, now + AHEAD))
    return {each.on: each for each in times if each.on in answered and not each.is_called_off}


def _check_count(session: Session, group: Group, now: datetime) -> None:
    """Count what is not over: what is once counts for a while after it was."""
    count = session.scalar(
        select(func.count()).where(
            Meeting.group_id == group.id,
            Meeting.ended_at.is_(None),
            or_(Meeting.rrule != "", Meeting.first > now.replace(tzinfo=None) - timedelta(days=1)),
        )
    )
    if (count or 0) >= MOST_MEETINGS:
        raise TooManyMeetings(at_most=MOST_MEETINGS)


def _zone_of(session: Session, space_id: UUID | None, group: Group, *, by: UUID) -> str:
    if space_id is None:
        return group.zone
    zone = session.scalar(select(Space.zone).where(Space.id == space_id, visible_spaces(by)))
    if zone is None:
        raise SpaceNotFound
    return zone


def _after_all_others(session: Session, meeting: Meeting, on: date, now: datetime) -> datetime:
    """Return an instant after all answers there are, so that nobody comes before who came first."""
    last = session.scalar(
        select(func.max(MeetingAnswer.answered_at)).where(
            MeetingAnswer.meeting_id == meeting.id, MeetingAnswer.on == on
        )
    )
    return now if last is None or last < now else last + _INSTANT
