"""Reading the dates of meetings: who comes, who brings what, who opens up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, case, func, null, or_, select
from sqlalchemy.orm import aliased

from backend.groups.models import Membership
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.meetings import rules, states
from backend.meetings.errors import MeetingDateNotFound
from backend.meetings.models import MeetingAnswer, MeetingOpener, Thing
from backend.meetings.queries import NamedSeen, get_row, shown_member
from backend.meetings.rooms import RoomSeen, rooms_of
from backend.meetings.rules import MeetingTime, Rhythm
from backend.meetings.states import Answer, DateState, RoomState
from backend.meetings.stored import Reader, differing_of, rhythm_of
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.queries import visible_people

_MINE = aliased(Membership)
MOST_NAMED = 30
"""How many of those who come, and of those who may, are named for a date."""


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
    row = get_row(reader, meeting_id, by)
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
    row = get_row(reader, meeting_id, by)
    rhythm = rhythm_of(row)
    differing = differing_of(reader, [meeting_id])[meeting_id]
    time = rules.find_date(rhythm, differing, on)
    if time is None:
        raise MeetingDateNotFound
    return _dates_seen(reader, row, rhythm, differing, [time], by, now)[0]


def list_openers(reader: Reader, meeting_id: UUID, *, by: UUID) -> list[NamedSeen]:
    """List who takes turns in opening up, in order, as each shows themself; MeetingNotFound."""
    row = get_row(reader, meeting_id, by)
    seen = (
        shown_member(each.person_id, each.display_name, each.shows, by)
        for each in _rota(reader, row, by)
    )
    return [each for each in seen if each is not None]


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
