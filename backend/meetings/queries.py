"""Reading meetings: those of a group, and their dates, in a constant number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, and_, case, func, null, or_, select
from sqlalchemy.orm import aliased

from backend.groups.belonging import check_belongs
from backend.groups.models import Group, Hand, Membership
from backend.groups.powers import Act
from backend.groups.states import Shows
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.meetings import rules, states
from backend.meetings.errors import MeetingDateNotFound, MeetingNotFound
from backend.meetings.models import Meeting, MeetingAnswer, MeetingOpener, Thing
from backend.meetings.rooms import RoomSeen, rooms_of
from backend.meetings.rules import MeetingTime, Rhythm
from backend.meetings.states import Answer, DateState, RoomState
from backend.meetings.stored import Reader, differing_of, meetings_of, rhythm_of
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.series.queries import DateSeen as BookedDate
from backend.spaces.models import Space
from backend.spaces.queries import shown_name

MOST_NAMED = 30
"""How many of those who come, and of those who may, are named for a date."""
_MINE = aliased(Membership)


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


@dataclass(frozen=True, slots=True)
class ComingSeen:
    """Somebody who comes, or may come."""

    id: UUID
    name: str
    answer: Answer
    in_line: int | None


@dataclass(frozen=True, slots=True)
class ThingSeen:
    """Something on the list of a date."""

    id: UUID
    what: str
    brought_by: NamedSeen | None
    is_taken: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class MeetingDateSeen:
    """One date of a meeting as a member sees it."""

    meeting_id: UUID
    on: date
    starts_at: datetime
    ends_at: datetime
    state: DateState
    is_moved: bool
    words: str
    room: RoomState
    booking_id: UUID | None
    room_for: int | None
    coming: int
    maybe: int
    in_line: int
    mine: Answer | None
    my_place_in_line: int | None
    people: Sequence[ComingSeen]
    things: Sequence[ThingSeen]
    opener: NamedSeen | None
    needs_opener: bool
    i_open: bool
    can: list[str]
    next: Next | None
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
    row = _get_row(reader, meeting_id, by)
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
    query = _meetings(by).where(
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


def list_meeting_dates(
    reader: Reader,
    meeting_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, date] | None,
    limit: int,
) -> list[MeetingDateSeen]:
    """List the dates of a meeting that are not over, soonest first. Seven queries at most."""
    row = _get_row(reader, meeting_id, by)
    rhythm = rhythm_of(row)
    differing = differing_of(reader, [meeting_id])[meeting_id]
    times = rules.dates_within(rhythm, differing, Period(now, now + rules.AHEAD))
    if after is not None:
        times = [each for each in times if (each.period.start, each.on) > after]
    return _dates_seen(reader, row, rhythm, differing, times[: limit + 1], by, now)


def get_meeting_date(
    reader: Reader, meeting_id: UUID, on: date, *, by: UUID, now: datetime
) -> MeetingDateSeen:
    """Return one date of a meeting; raise ``MeetingNotFound`` or ``MeetingDateNotFound``."""
    row = _get_row(reader, meeting_id, by)
    rhythm = rhythm_of(row)
    differing = differing_of(reader, [meeting_id])[meeting_id]
    time = rules.find_date(rhythm, differing, on)
    if time is None:
        raise MeetingDateNotFound
    return _dates_seen(reader, row, rhythm, differing, [time], by, now)[0]


def list_openers(reader: Reader, meeting_id: UUID, *, by: UUID) -> list[NamedSeen]:
    """List who takes turns in opening up, in order, as each shows themself; MeetingNotFound."""
    row = _get_row(reader, meeting_id, by)
    seen = (
        shown_member(each.person_id, each.display_name, each.shows, by)
        for each in _rota(reader, row, by)
    )
    return [each for each in seen if each is not None]


def _get_row(reader: Reader, meeting_id: UUID, by: UUID) -> Row[Any]:
    row: Row[Any] | None = reader.execute(
        _meetings(by).where(Meeting.id == meeting_id, meetings_of(by))
    ).one_or_none()
    if row is None:
        raise MeetingNotFound
    return row


def _meetings(viewer: UUID) -> Any:
    hands = (
        select(func.count())
        .where(Hand.about_id == Meeting.id, Hand.act == Act.CALL_OFF.value)
        .correlate(Meeting)
        .scalar_subquery()
    )
    return (
        select(
            *Meeting.__table__.columns,
            Group.name.label("group_name"),
            shown_name(viewer).label("space_name"),
            Person.display_name,
            _MINE.shows,
            hands.label("hands"),
        )
        .select_from(Meeting)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Space, Space.id == Meeting.space_id)
        .outerjoin(Person, and_(Person.id == Meeting.called_by, visible_people(viewer)))
        .outerjoin(
            _MINE, and_(_MINE.group_id == Meeting.group_id, _MINE.person_id == Meeting.called_by)
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
        starts_at = LocalTime(following.period.start, row.zone)
        says = Saying("meeting_next", {"title": row.title, "starts_at": starts_at})
    can = ["answer"] if following else []
    if is_mine and following:
        can += ["change", "end"]
    if following and row.opens_up:
        can.append("rota")
    if following and not is_mine:
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


def _dates_seen(
    reader: Reader,
    row: Row[Any],
    rhythm: Rhythm,
    differing: Mapping[date, rules.Differing],
    times: Sequence[MeetingTime],
    by: UUID,
    now: datetime,
) -> list[MeetingDateSeen]:
    if not times:
        return []
    ons = [each.on for each in times]
    answers = _answers(reader, row, ons, by)
    things = _things(reader, row, ons, by)
    openers = _openers(reader, row, rhythm, differing, ons, by) if row.opens_up else {}
    rooms = rooms_of(reader, [row], {row.id: times}, now=now)
    return [
        _date_seen(
            row,
            each,
            answers.get(each.on, []),
            things.get(each.on, []),
            openers.get(each.on),
            rooms[row.id, each.on],
            by,
            now,
        )
        for each in times
    ]


def _date_seen(
    row: Row[Any],
    time: MeetingTime,
    answers: Sequence[Row[Any]],
    things: Sequence[ThingSeen],
    opener: tuple[UUID | None, NamedSeen | None] | None,
    room: RoomSeen,
    by: UUID,
    now: datetime,
) -> MeetingDateSeen:
    state = time.state_at(now)
    counts: dict[str, int] = {each.answer: each.how_many for each in answers}
    would_come = counts.get(Answer.COMING.value, 0)
    mine = next((each for each in answers if each.person_id == by), None)
    my_line = None
    if mine is not None and mine.answer == Answer.COMING:
        my_line = rules.place_in_line(mine.place, row.room_for)
    people: list[ComingSeen] = []
    for each in answers:
        who = shown_member(each.person_id, each.display_name, each.shows, by)
        if who is None or each.answer == Answer.NOT:
            continue
        answer = Answer(each.answer)
        line = rules.place_in_line(each.place, row.room_for) if answer is Answer.COMING else None
        people.append(ComingSeen(who.id, who.name, answer, line))
    coming = would_come if row.room_for is None else min(would_come, row.room_for)
    is_ahead = state in (DateState.PLANNED, DateState.RUNNING)
    opener_id, opener_seen = opener or (None, None)
    return MeetingDateSeen(
        meeting_id=row.id,
        on=time.on,
        starts_at=time.period.start,
        ends_at=time.period.end,
        state=state,
        is_moved=time.is_moved,
        words=time.words,
        room=room.state,
        booking_id=room.booking_id,
        room_for=row.room_for,
        coming=coming,
        maybe=counts.get(Answer.MAYBE.value, 0),
        in_line=would_come - coming,
        mine=None if mine is None else Answer(mine.answer),
        my_place_in_line=my_line,
        people=people,
        things=things,
        opener=opener_seen if is_ahead else None,
        needs_opener=row.opens_up and is_ahead and opener_id is None,
        i_open=is_ahead and opener_id == by,
        can=_can(row, state, by),
        next=states.find_next(time.period, state),
        says=_says(row, time, state, room.state, my_line),
    )


def _can(row: Row[Any], state: DateState, by: UUID) -> list[str]:
    if state in (DateState.OVER, DateState.CALLED_OFF):
        return []
    can = ["answer", "things"]
    if row.opens_up:
        can.append("rota")
    if row.called_by == by:
        can.append("call_off")
        if state is DateState.PLANNED:
            can.append("move")
    return can


_SAYS = {
    DateState.PLANNED: "meeting_date_planned",
    DateState.RUNNING: "meeting_date_running",
    DateState.OVER: "meeting_date_over",
    DateState.CALLED_OFF: "meeting_date_called_off",
}


def _says(
    row: Row[Any], time: MeetingTime, state: DateState, room: RoomState, my_line: int | None
) -> Saying:
    params = {"title": row.title, "starts_at": LocalTime(time.period.start, row.zone)}
    if state is DateState.PLANNED:
        if room is RoomState.LOST:
            return Saying("meeting_date_has_no_room", params)
        if my_line is not None:
            return Saying("meeting_date_in_line", {**params, "place": my_line})
        if time.is_moved:
            return Saying("meeting_date_moved", params)
    return Saying(_SAYS[state], params)


def _answers(
    reader: Reader, row: Row[Any], ons: Collection[date], by: UUID
) -> dict[date, list[Row[Any]]]:
    """Return my answer to each date, and those of the first who come or may; how many in each."""
    order = (MeetingAnswer.answered_at, MeetingAnswer.person_id)
    kinds = (MeetingAnswer.on, MeetingAnswer.answer)
    numbered = (
        select(
            MeetingAnswer.on,
            MeetingAnswer.answer,
            MeetingAnswer.person_id,
            func.row_number().over(partition_by=kinds, order_by=order).label("place"),
            func.count().over(partition_by=kinds).label("how_many"),
        )
        .where(MeetingAnswer.meeting_id == row.id, MeetingAnswer.on.in_(list(ons)))
        .subquery()
    )
    query = (
        select(
            numbered,
            case((in_sight(numbered.c.person_id, by), Person.display_name), else_=null()).label(
                "display_name"
            ),
            Membership.shows,
        )
        .select_from(numbered)
        .join(Person, Person.id == numbered.c.person_id)
        .outerjoin(
            Membership,
            and_(Membership.group_id == row.group_id, Membership.person_id == numbered.c.person_id),
        )
        .where(or_(numbered.c.place <= MOST_NAMED, numbered.c.person_id == by))
        .order_by(numbered.c.on, numbered.c.answer, numbered.c.place)
    )
    found: dict[date, list[Row[Any]]] = {}
    for each in reader.execute(query):
        found.setdefault(each.on, []).append(each)
    return found


def _things(
    reader: Reader, row: Row[Any], ons: Collection[date], by: UUID
) -> dict[date, list[ThingSeen]]:
    query = (
        select(Thing.id, Thing.on, Thing.what, Thing.brought_by, Person.display_name, _MINE.shows)
        .select_from(Thing)
        .outerjoin(Person, and_(Person.id == Thing.brought_by, visible_people(by)))
        .outerjoin(_MINE, and_(_MINE.group_id == row.group_id, _MINE.person_id == Thing.brought_by))
        .where(Thing.meeting_id == row.id, Thing.on.in_(list(ons)))
        .order_by(Thing.id)
    )
    found: dict[date, list[ThingSeen]] = {}
    for each in reader.execute(query):
        seen = ThingSeen(
            id=each.id,
            what=each.what,
            brought_by=shown_member(each.brought_by, each.display_name, each.shows, by),
            is_taken=each.brought_by is not None,
            is_mine=each.brought_by == by,
        )
        found.setdefault(each.on, []).append(seen)
    return found


def _openers(
    reader: Reader,
    row: Row[Any],
    rhythm: Rhythm,
    differing: Mapping[date, rules.Differing],
    ons: Collection[date],
    by: UUID,
) -> dict[date, tuple[UUID | None, NamedSeen | None]]:
    """Return whose turn each date is: who it is, and by the name that is shown. Two queries."""
    rota = {each.person_id: each for each in _rota(reader, row, by)}
    not_coming: dict[date, set[UUID]] = {}
    cannot = select(MeetingAnswer.on, MeetingAnswer.person_id).where(
        MeetingAnswer.meeting_id == row.id,
        MeetingAnswer.on.in_(list(ons)),
        MeetingAnswer.answer == Answer.NOT.value,
        MeetingAnswer.person_id.in_(list(rota)),
    )
    for each in reader.execute(cannot):
        not_coming.setdefault(each.on, set()).add(each.person_id)
    turns = rules.turns_of(rhythm, differing, ons)
    found: dict[date, tuple[UUID | None, NamedSeen | None]] = {}
    for on in ons:
        who = rules.opener_of(list(rota), turns[on], not_coming.get(on, ()))
        shown = None
        if who is not None:
            shown = shown_member(who, rota[who].display_name, rota[who].shows, by)
        found[on] = who, shown
    return found


def _rota(reader: Reader, row: Row[Any], by: UUID) -> Sequence[Row[Any]]:
    """Return the rota in order, with the names of those in sight."""
    query = (
        select(
            MeetingOpener.person_id,
            case((in_sight(MeetingOpener.person_id, by), Person.display_name), else_=null()).label(
                "display_name"
            ),
            _MINE.shows,
        )
        .select_from(MeetingOpener)
        .join(Person, Person.id == MeetingOpener.person_id)
        .join(
            _MINE, and_(_MINE.group_id == row.group_id, _MINE.person_id == MeetingOpener.person_id)
        )
        .where(MeetingOpener.meeting_id == row.id)
        .order_by(MeetingOpener.since_at, MeetingOpener.person_id)
    )
    return reader.execute(query).all()
