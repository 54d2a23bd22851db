"""What somebody's groups meet for, over all of them: for their own list, and their calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, or_, select

from backend.groups.models import Group
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime, Saying
from backend.meetings.models import Meeting, MeetingAnswer
from backend.meetings.queries import NamedSeen
from backend.meetings.rooms_seen import RoomSeen, rooms_of
from backend.meetings.rules import AHEAD, MeetingTime, dates_within
from backend.meetings.states import Answer, DateState, RoomState
from backend.meetings.stored import Reader, differing_of, meetings_of, rhythm_of
from backend.spaces.models import Space
from backend.spaces.queries import out_of_reach, shown_name

SHOWN_AHEAD = timedelta(days=60)
MOST_MEETINGS_READ = 2_000
MOST_DATES_READ = 2_000


@dataclass(frozen=True, slots=True)
class Mine:
    """One date of a meeting of one's groups, and what one said to it; `row` is the meeting.

    `place` is the space in which it is, as its reader may know it: the meeting's own, or another.
    """

    row: Row[Any]
    time: MeetingTime
    answer: Answer | None
    room: RoomSeen
    place: Row[Any]


@dataclass(frozen=True, slots=True)
class MyDateSeen:
    """One date of a meeting of one's groups, as it stands in one's own list."""

    id: UUID
    group: NamedSeen
    title: str
    on: date
    starts_at: datetime
    ends_at: datetime
    state: DateState
    room: RoomState
    mine: Answer | None
    says: Saying


def dates_of_person(
    reader: Reader, person_id: UUID, *, window: Period, now: datetime
) -> list[Mine]:
    """Return the dates that somebody's groups have in a window; seven queries at most."""
    rows = reader.execute(_meetings(person_id, window)).all()
    if not rows:
        return []
    differing = differing_of(reader, [row.id for row in rows])
    times: dict[UUID, list[MeetingTime]] = {}
    left = MOST_DATES_READ
    for row in rows:
        # Those called last come first where there are more than anybody could go to.
        found = dates_within(rhythm_of(row), differing[row.id], window)[:left] if left else []
        times[row.id] = found
        left -= len(found)
    answers = _answers(reader, person_id, list(times))
    rooms = rooms_of(reader, rows, times, now=now)
    places = _places(reader, person_id, times)
    return [
        Mine(
            row,
            time,
            answers.get((row.id, time.on)),
            rooms[row.id, time.on],
            row if time.space_id is None else places[time.space_id],
        )
        for row in rows
        for time in times[row.id]
    ]


def list_my_dates(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[MyDateSeen]:
    """List what my groups meet for in the next weeks, soonest first, but what I said no to."""
    found = dates_of_person(reader, by, window=Period(now, now + SHOWN_AHEAD), now=now)
    mine = sorted(
        (each for each in found if each.answer is not Answer.NOT),
        key=lambda each: (each.time.period.start, each.row.id),
    )
    if after is not None:
        mine = [each for each in mine if (each.time.period.start, each.row.id) > after]
    return [_seen(each, now) for each in mine[: limit + 1]]


def _seen(mine: Mine, now: datetime) -> MyDateSeen:
    row, time = mine.row, mine.time
    state = time.state_at(now)
    code = "meeting_date_planned"
    if state is DateState.CALLED_OFF:
        code = "meeting_date_called_off"
    elif state is DateState.RUNNING:
        code = "meeting_date_running"
    elif mine.room.state is RoomState.LOST:
        code = "meeting_date_has_no_room"
    starts_at = LocalTime(time.period.start, row.zone)
    return MyDateSeen(
        id=row.id,
        group=NamedSeen(row.group_id, row.group_name),
        title=row.title,
        on=time.on,
        starts_at=time.period.start,
        ends_at=time.period.end,
        state=state,
        room=mine.room.state,
        mine=mine.answer,
        says=Saying(code, {"title": row.title, "starts_at": starts_at}),
    )


def _meetings(person_id: UUID, window: Period) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *Meeting.__table__.columns,
            Group.name.label("group_name"),
            Group.visibility,
            *_place(person_id),
        )
        .select_from(Meeting)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Space, Space.id == Meeting.space_id)
        .where(
            meetings_of(person_id),
            # What is once lies no further ahead of its being called, however it was moved.
            or_(Meeting.rrule != "", Meeting.created_at > window.start - 2 * AHEAD),
        )
        .order_by(Meeting.created_at.desc(), Meeting.id)
        .limit(MOST_MEETINGS_READ)
    )


def _place(viewer: UUID) -> tuple[Any, ...]:
    """Return what is said of a space in which somebody's group meets."""
    return (
        shown_name(viewer).label("space_name"),
        Space.address,
        and_(Space.address_is_public, ~out_of_reach(viewer)).label("address_is_public"),
        out_of_reach(viewer).label("is_out_of_reach"),
        Space.published_latitude,
        Space.published_longitude,
    )


def _places(
    reader: Reader, viewer: UUID, times: Mapping[UUID, Sequence[MeetingTime]]
) -> dict[UUID, Row[Any]]:
    """Return the spaces that were taken for single dates."""
    ids = {time.space_id for those in times.values() for time in those if time.space_id is not None}
    if not ids:
        return {}
    query: Select[*tuple[Any, ...]] = select(Space.id, *_place(viewer)).where(Space.id.in_(ids))
    return {row.id: row for row in reader.execute(query)}


def _answers(
    reader: Reader, person_id: UUID, meeting_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, date], Answer]:
    query: Select[*tuple[Any, ...]] = select(
        MeetingAnswer.meeting_id, MeetingAnswer.on, MeetingAnswer.answer
    ).where(MeetingAnswer.person_id == person_id, MeetingAnswer.meeting_id.in_(meeting_ids))
    return {(row.meeting_id, row.on): Answer(row.answer) for row in reader.execute(query)}
