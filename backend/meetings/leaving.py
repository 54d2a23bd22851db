"""What becomes of somebody's part in meetings when they leave the group, or altogether."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.groups.models import Group
from backend.groups.service import group_closed, member_left
from backend.kernel.local_time import day_of, zone_named
from backend.meetings import opening, rooms
from backend.meetings.models import Meeting, MeetingAnswer, MeetingOpener, MeetingTurn, Thing
from backend.meetings.rules import those_with_a_place
from backend.meetings.service import answered_ahead
from backend.meetings.stored import mark_changed
from backend.meetings.telling import coming_in_order, tell_bookers, tell_who_has_a_place_now
from backend.people.service import person_left
from backend.spaces.locks import lock_houses


@member_left.connect
def let_go_of_meetings(session: Session, *, group: Group, person_id: UUID, now: datetime) -> None:
    """Give up somebody's places, things and turns in a group they leave, for the next in line."""
    meetings = session.scalars(
        select(Meeting)
        .join(MeetingAnswer, MeetingAnswer.meeting_id == Meeting.id)
        .where(Meeting.group_id == group.id, MeetingAnswer.person_id == person_id)
        .distinct()
    ).all()
    before = [
        (meeting, time, those_with_a_place(in_order, meeting.room_for))
        for meeting in meetings
        if meeting.room_for is not None and group.closed_at is None
        for time in answered_ahead(session, meeting, now=now).values()
        if person_id in (in_order := coming_in_order(session, meeting, time.on))
    ]
    theirs = select(Meeting.id).where(Meeting.group_id == group.id)
    opened_up = session.scalars(
        select(Meeting).where(
            Meeting.group_id == group.id, Meeting.opens_up, Meeting.ended_at.is_(None)
        )
    ).all()
    turns = opening.turns_soon(session, opened_up, person_id, now=now)
    for table in (MeetingAnswer, MeetingOpener, MeetingTurn):
        session.execute(
            delete(table).where(table.person_id == person_id, table.meeting_id.in_(theirs))
        )
    session.execute(
        update(Thing)
        .where(Thing.brought_by == person_id, Thing.meeting_id.in_(theirs))
        .values(brought_by=None)
    )
    for meeting, time, had_places in before:
        tell_who_has_a_place_now(session, meeting, group, time, had_places=had_places, now=now)
    for meeting, time in turns if group.closed_at is None else ():
        opening.pass_on(session, meeting, group, time, now=now)


@group_closed.connect
def end_meetings(session: Session, *, group: Group, now: datetime) -> None:
    """End what a group that is no more would have met for, and give its rooms back."""
    meetings = session.scalars(
        select(Meeting)
        .where(Meeting.group_id == group.id, Meeting.ended_at.is_(None))
        .order_by(Meeting.id)
    ).all()
    lock_houses(session, [each.space_id for each in meetings if each.space_id is not None])
    for meeting in meetings:
        meeting.ended_at = now
        mark_changed(meeting, now)
        session.flush()
        today = day_of(now, zone_named(meeting.zone))
        bookers = rooms.give_back_for_nobody(session, meeting, today, now=now)
        tell_bookers(session, bookers, meeting, group, now=now)


@person_left.connect
def forget_in_meetings(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget that somebody who leaves came, opened up, brought something or called a meeting."""
    del now
    for table in (MeetingAnswer, MeetingOpener, MeetingTurn):
        session.execute(delete(table).where(table.person_id == person_id))
    session.execute(update(Thing).where(Thing.brought_by == person_id).values(brought_by=None))
    session.execute(
        update(Meeting)
        .where(Meeting.called_by == person_id)
        .values(called_by=None, version=Meeting.version + 1)
    )
    session.expire_all()
