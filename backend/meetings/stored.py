"""A meeting as it is stored, and as the rules know it; and the locks that its verbs take."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.groups.models import Group, Membership
from backend.groups.service import find_membership, lock_group
from backend.kernel.local_time import zone_named
from backend.meetings.errors import (
    MeetingDateIsOver,
    MeetingDateNotFound,
    MeetingNotFound,
    TooManyDatesDiffer,
)
from backend.meetings.models import Meeting, MeetingDate
from backend.meetings.rules import (
    AHEAD,
    MOST_DIFFERING,
    Differing,
    MeetingTime,
    Rhythm,
    find_date,
)
from backend.meetings.states import DateState
from backend.people.service import hold_person

Reader = Connection | Session


def meetings_of(viewer: UUID | Any) -> ColumnElement[bool]:
    """Return the clause on ``Meeting`` for those of somebody's groups."""
    return exists().where(
        and_(
            Group.id == Meeting.group_id,
            Group.closed_at.is_(None),
            Membership.group_id == Group.id,
            Membership.person_id == viewer,
        )
    )


def rhythm_of(meeting: Meeting | Row[Any]) -> Rhythm:
    """Return when a meeting is by its rule."""
    return Rhythm(
        first=meeting.first,
        rrule=meeting.rrule,
        duration=timedelta(minutes=meeting.duration_minutes),
        zone=zone_named(meeting.zone),
        ended_from=meeting.ended_from,
    )


def differing_of(
    reader: Reader, meeting_ids: Collection[UUID]
) -> Mapping[UUID, dict[date, Differing]]:
    """Return what is otherwise about the dates of some meetings. One query."""
    found: dict[UUID, dict[date, Differing]] = {each: {} for each in meeting_ids}
    query = select(*MeetingDate.__table__.columns).where(
        MeetingDate.meeting_id.in_(list(meeting_ids))
    )
    for row in reader.execute(query):
        minutes = row.duration_minutes
        found[row.meeting_id][row.on] = Differing(
            starts_at=row.starts_at,
            duration=None if minutes is None else timedelta(minutes=minutes),
            called_off_at=row.called_off_at,
            words=row.words,
            space_id=row.space_id,
            booking_id=row.booking_id,
        )
    return found


def lock_meeting(
    session: Session, meeting_id: UUID, *, by: UUID, now: datetime
) -> tuple[Meeting, Group]:
    """Return a meeting with its group locked, for a member; ``MeetingNotFound`` for others."""
    hold_person(session, by)
    group_id = session.scalar(
        select(Meeting.group_id).where(Meeting.id == meeting_id, meetings_of(by))
    )
    if group_id is None:
        raise MeetingNotFound
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is None:
        raise MeetingNotFound
    return session.get_one(Meeting, meeting_id, populate_existing=True), group


def get_time(session: Session, meeting: Meeting, on: date) -> MeetingTime:
    """Return a date of a meeting; raise ``MeetingDateNotFound``."""
    differing = differing_of(session, [meeting.id])[meeting.id]
    found = find_date(rhythm_of(meeting), differing, on)
    if found is None:
        raise MeetingDateNotFound
    return found


def get_time_ahead(session: Session, meeting: Meeting, on: date, *, now: datetime) -> MeetingTime:
    """Return a date that is not over; raise ``MeetingDateNotFound`` or ``MeetingDateIsOver``.

    What lies too far ahead to be shown is no date yet.
    """
    found = get_time(session, meeting, on)
    if found.period.start >= now + AHEAD:
        raise MeetingDateNotFound
    state = found.state_at(now)
    if state in (DateState.OVER, DateState.CALLED_OFF):
        raise MeetingDateIsOver(state=state.value)
    return found


def differ(session: Session, meeting: Meeting, on: date) -> MeetingDate:
    """Return the row in which it stands what is otherwise about a date, made if need be."""
    row = session.get(MeetingDate, (meeting.id, on), populate_existing=True)
    if row is None:
        row = MeetingDate(meeting_id=meeting.id, on=on, words="")
        session.add(row)
    return row


def mark_changed(meeting: Meeting, now: datetime) -> None:
    """Let phones and calendars know that a meeting is otherwise than they have it."""
    meeting.version += 1
    meeting.changed_at = now


def check_few_differ(session: Session, meeting: Meeting) -> None:
    """Raise ``TooManyDatesDiffer`` where hardly a date is as the rule says."""
    count = session.scalar(select(func.count()).where(MeetingDate.meeting_id == meeting.id))
    if (count or 0) > MOST_DIFFERING:
        raise TooManyDatesDiffer
