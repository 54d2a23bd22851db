"""Reading meetings: those of a group, and their dates, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from backend.groups import acting
from backend.groups.belonging import check_belongs
from backend.groups.clauses import takes_of
from backend.groups.models import Group, Hand, Membership
from backend.groups.powers import Act
from backend.groups.states import Shows
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime, Saying
from backend.meetings import rules
from backend.meetings.errors import MeetingNotFound
from backend.meetings.models import Meeting
from backend.meetings.stored import Reader, differing_of, meetings_of, rhythm_of
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.series.queries import DateSeen as BookedDate
from backend.spaces.models import Space
from backend.spaces.queries import shown_name

_CALLER = aliased(Membership)


class NamedSeen(NamedTuple):
    """A group, a space or a person by name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """A meeting as a member of its group sees it."""

    id: UUID
    version: int
    group: NamedSeen
    title: str
    words: str
    starts_at: datetime
    zone: str
    rrule: str
    duration_minutes: int
    space: NamedSeen | None
    where: str
    room_for: int | None
    opens_up: bool
    called_by: NamedSeen | None
    is_mine: bool
    hands: int
    """How many would take it over from whoever called it."""
    booking_id: UUID | None
    series_id: UUID | None
    created_at: datetime
    ended_at: datetime | None
    next_on: date | None
    next_at: datetime | None
    booked: Sequence[BookedDate]
    can: list[str]
    says: Saying


def get_meeting(
    reader: Reader,
    meeting_id: UUID,
    *,
    by: UUID,
    now: datetime,
    booked: Sequence[BookedDate] = (),
) -> MeetingSeen:
    """Return a meeting of one of one's groups; raise ``MeetingNotFound``. Two queries.

    ``booked`` is what became of each date where its space was just booked.
    """
    query = _meetings(by, *_taking_over(by, now)).where(Meeting.id == meeting_id, meetings_of(by))
    row = reader.execute(query).one_or_none()
    if row is None:
        raise MeetingNotFound
    return _meetings_seen(reader, [row], by, now, booked)[0]


def list_meetings(
    reader: Reader,
    group_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[MeetingSeen]:
    """List the meetings of a group of one's own that are not over, as they were called.

    Raises GroupNotFound and NotAMember. Three queries.
    """
    check_belongs(reader, group_id, by=by)
    query = _meetings(by, *_taking_over(by, now)).where(
        Meeting.group_id == group_id,
        or_(Meeting.ended_at.is_(None), Meeting.ended_at > now - rules.BACK),
        or_(Meeting.rrule != "", Meeting.first > (now - rules.BACK).replace(tzinfo=None)),
    )
    if after is not None:
        at, last = after
        tied = and_(Meeting.created_at == at, Meeting.id > last)
        query = query.where(or_(Meeting.created_at > at, tied))
    rows = reader.execute(query.order_by(Meeting.created_at, Meeting.id).limit(limit + 1)).all()
    return _meetings_seen(reader, rows, by, now)


def get_row(reader: Reader, meeting_id: UUID, by: UUID) -> Row[Any]:
    """Return what is read of a meeting of one's groups; raise ``MeetingNotFound``."""
    row: Row[Any] | None = reader.execute(
        _meetings(by).where(Meeting.id == meeting_id, meetings_of(by))
    ).one_or_none()
    if row is None:
        raise MeetingNotFound
    return row


def _taking_over(viewer: UUID, now: datetime) -> list[ColumnElement[Any]]:
    """Return the columns for who would take a meeting over, and how many that takes."""
    hand = (Hand.about_id == Meeting.id, Hand.act == Act.CALL_OFF.value)
    hands = acting.hands_lent(func.count(), Meeting.id, Act.CALL_OFF.value, Meeting.group_id)
    mine = exists().where(*hand, Hand.person_id == viewer).correlate(Meeting)
    takes = takes_of(Act.CALL_OFF, viewer, Meeting.group_id, now)
    return [hands.label("hands"), mine.label("my_hand"), takes.label("takes")]


def _meetings(viewer: UUID, *more: ColumnElement[Any]) -> Any:
    return (
        select(
            *Meeting.__table__.columns,
            Group.name.label("group_name"),
            shown_name(viewer).label("space_name"),
            Person.display_name,
            _CALLER.shows,
            *more,
        )
        .select_from(Meeting)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Space, Space.id == Meeting.space_id)
        .outerjoin(Person, and_(Person.id == Meeting.called_by, visible_people(viewer)))
        .outerjoin(
            _CALLER,
            and_(_CALLER.group_id == Meeting.group_id, _CALLER.person_id == Meeting.called_by),
        )
    )


def _meetings_seen(
    reader: Reader,
    rows: Sequence[Row[Any]],
    by: UUID,
    now: datetime,
    booked: Sequence[BookedDate] = (),
) -> list[MeetingSeen]:
    differing = differing_of(reader, [row.id for row in rows]) if rows else {}
    return [_meeting_seen(row, differing[row.id], by, now, booked) for row in rows]


def _meeting_seen(
    row: Row[Any],
    differing: Mapping[date, rules.Differing],
    by: UUID,
    now: datetime,
    booked: Sequence[BookedDate],
) -> MeetingSeen:
    times = rules.dates_within(rhythm_of(row), differing, Period(now, now + rules.AHEAD))
    following = next((each for each in times if not each.is_called_off), None)
    is_mine = row.called_by == by
    name = shown_member(row.called_by, row.display_name, row.shows, by)
    if following is None:
        says = Saying("meeting_is_over_now", {"title": row.title})
    else:
        params = {
            "title": row.title,
            "starts_at": LocalTime(following.period.start, row.zone),
            "hands": row.hands,
            "needed": row.takes,
        }
        would_be_taken = row.hands and row.takes is not None
        says = Saying("meeting_to_be_taken_over" if would_be_taken else "meeting_next", params)
    can = ["answer"] if following else []
    if is_mine and following:
        can += ["change", "end"]
    if following and row.opens_up:
        can.append("rota")
    if following and not is_mine and row.takes is not None and not row.my_hand:
        can.append("take_over")
    return MeetingSeen(
        id=row.id,
        version=row.version,
        group=NamedSeen(row.group_id, row.group_name),
        title=row.title,
        words=row.words,
        starts_at=row.first,
        zone=row.zone,
        rrule=row.rrule,
        duration_minutes=row.duration_minutes,
        space=None if row.space_id is None else NamedSeen(row.space_id, row.space_name),
        where=row.where,
        room_for=row.room_for,
        opens_up=row.opens_up,
        called_by=name,
        is_mine=is_mine,
        hands=row.hands,
        booking_id=row.booking_id,
        series_id=row.series_id,
        created_at=row.created_at,
        ended_at=row.ended_at,
        next_on=following.on if following else None,
        next_at=following.period.start if following else None,
        booked=booked,
        can=can,
        says=says,
    )


def shown_member(
    person_id: UUID | None, display_name: str | None, shows: str | None, by: UUID
) -> NamedSeen | None:
    """Return a member by the name that they show; None for who shows none or is not to be seen."""
    if person_id is None or display_name is None or shows is None:
        return None
    if shows == Shows.NOTHING and person_id != by:
        return None
    name = display_name if shows == Shows.NAME else first_name(display_name)
    return NamedSeen(person_id, name)
