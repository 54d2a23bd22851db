"""Meetings of somebody's groups in their own calendar: all that they did not say no to.

Whoever looks over their shoulder learns nothing of a hidden group: neither its name nor what its
meetings are about, nor where they are.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, Select, or_, select

from backend.bookings.queries import Reader
from backend.calendars import rules
from backend.calendars.entries import Entry, Event, Repeating, Telling, repeated, single
from backend.groups.models import Group
from backend.groups.states import Visibility
from backend.kernel.periods import Period
from backend.meetings.models import Meeting, MeetingAnswer
from backend.meetings.rooms import RoomSeen, rooms_of
from backend.meetings.rules import MeetingTime, dates_within
from backend.meetings.states import Answer, RoomState
from backend.meetings.stored import differing_of, meetings_of, rhythm_of
from backend.spaces.models import Space
from backend.spaces.queries import shown_name

_STATUS = {
    Answer.COMING: rules.CONFIRMED,
    Answer.MAYBE: rules.TENTATIVE,
    None: rules.TENTATIVE,
}


def meetings_of_person(
    reader: Reader,
    person_id: UUID,
    *,
    window: Period,
    now: datetime,
    says: Callable[[str], str],
) -> list[Event]:
    """Return the meetings of somebody's groups in the window; five queries, however many.

    `says` gives the words for a code. A date that one does not come to is left out; one that was
    called off stays, struck through, for who meant to come.
    """
    rows = reader.execute(_meetings(person_id, window)).all()
    if not rows:
        return []
    differing = differing_of(reader, [row.id for row in rows])
    times: dict[UUID, list[MeetingTime]] = {}
    left = rules.MOST_EVENTS
    for row in rows:
        times[row.id] = dates_within(rhythm_of(row), differing[row.id], window)[: max(left, 0)]
        left -= len(times[row.id])
    answers = _answers(reader, person_id, list(times))
    rooms = rooms_of(reader, rows, times, now=now)
    events: list[Event] = []
    for row in rows:
        entries = [
            _entry(row, each, answers.get((row.id, each.on)), rooms[row.id, each.on], says)
            for each in times[row.id]
            if _is_told(each, answers.get((row.id, each.on)))
        ]
        events += _events(row, entries)
    return events


def _meetings(person_id: UUID, window: Period) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *Meeting.__table__.columns,
            Group.visibility,
            shown_name(person_id).label("space_name"),
            Space.address,
            Space.address_is_public,
            Space.published_latitude,
            Space.published_longitude,
        )
        .select_from(Meeting)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Space, Space.id == Meeting.space_id)
        .where(
            meetings_of(person_id),
            or_(Meeting.rrule != "", Meeting.created_at > window.start - rules.DAYS_AHEAD),
        )
        .order_by(Meeting.created_at.desc(), Meeting.id)
        .limit(rules.MOST_EVENTS)
    )


def _answers(
    reader: Reader, person_id: UUID, meeting_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, date], Answer]:
    query: Select[*tuple[Any, ...]] = select(
        MeetingAnswer.meeting_id, MeetingAnswer.on, MeetingAnswer.answer
    ).where(MeetingAnswer.person_id == person_id, MeetingAnswer.meeting_id.in_(meeting_ids))
    return {(row.meeting_id, row.on): Answer(row.answer) for row in reader.execute(query)}


def _is_told(time: MeetingTime, answer: Answer | None) -> bool:
    if answer is Answer.NOT:
        return False
    return not time.is_called_off or answer is not None


def _entry(
    row: Row[Any],
    time: MeetingTime,
    answer: Answer | None,
    room: RoomSeen,
    says: Callable[[str], str],
) -> Entry:
    rhythm = rhythm_of(row)
    status = rules.CANCELLED if time.is_called_off else _STATUS[answer]
    if row.visibility == Visibility.HIDDEN:
        telling = Telling(says("calendar_meeting"), status, takes_time=answer is Answer.COMING)
    else:
        has_space = row.space_id is not None and room.state is not RoomState.LOST
        lost = [says("calendar_no_room")] if room.state is RoomState.LOST else []
        address = row.address if row.address_is_public else ""
        places = [row.space_name, address, row.where] if has_space else [row.where]
        telling = Telling(
            summary=row.title,
            status=status,
            description="\n".join(filter(None, [*lost, time.words, row.words])),
            location=", ".join(filter(None, places)),
            point=(row.published_latitude, row.published_longitude) if has_space else None,
            takes_time=answer is Answer.COMING,
        )
    return Entry(
        # Dates from before the rule was changed stand alone, each under an id of its own.
        id=uuid5(row.id, time.on.isoformat()) if row.rrule else row.id,
        period=time.period,
        zone=rhythm.zone,
        telling=telling,
        sequence=row.version,
        stamp=row.created_at,
        on=time.on,
    )


def _events(row: Row[Any], entries: Sequence[Entry]) -> list[Event]:
    if not row.rrule:
        return [single(each) for each in entries]
    rhythm = rhythm_of(row)
    rule = Repeating(row.id, row.rrule, rhythm.first, rhythm.duration, row.version)
    return repeated(rule, entries)
