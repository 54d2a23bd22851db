"""Reading the dates of meetings: who comes, who brings what, who opens up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.meetings import date_parts as parts
from backend.meetings import rules, states
from backend.meetings.date_parts import ThingSeen
from backend.meetings.errors import MeetingDateNotFound
from backend.meetings.queries import NamedSeen, get_row, shown_member
from backend.meetings.rooms_seen import RoomSeen, rooms_of
from backend.meetings.rules import MeetingTime
from backend.meetings.states import Answer, DateState, RoomState
from backend.meetings.stored import Reader, differing_of, rhythm_of


@dataclass(frozen=True, slots=True)
class ComingSeen:
    """Somebody who comes, or may come."""

    id: UUID
    name: str
    answer: Answer
    in_line: int | None


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
    space: NamedSeen | None
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
    swaps: Sequence[date]
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
    """List the dates of a meeting that are not over, soonest first. Twelve queries at most."""
    row = get_row(reader, meeting_id, by)
    rhythm = rhythm_of(row)
    differing = differing_of(reader, [meeting_id])[meeting_id]
    times = rules.dates_within(rhythm, differing, Period(now, now + rules.AHEAD))
    if after is not None:
        times = [each for each in times if (each.period.start, each.on) > after]
    return _dates_seen(reader, row, times[: limit + 1], by, now)


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
    return _dates_seen(reader, row, [time], by, now)[0]


def list_openers(reader: Reader, meeting_id: UUID, *, by: UUID) -> list[NamedSeen]:
    """List who takes turns in opening up, in order, as each shows themself; MeetingNotFound."""
    row = get_row(reader, meeting_id, by)
    seen = (
        shown_member(each.person_id, each.display_name, each.shows, by)
        for each in parts.rota_of(reader, row, by)
    )
    return [each for each in seen if each is not None]


def _dates_seen(
    reader: Reader,
    row: Row[Any],
    times: Sequence[MeetingTime],
    by: UUID,
    now: datetime,
) -> list[MeetingDateSeen]:
    if not times:
        return []
    ons = [each.on for each in times]
    answers = parts.answers_of(reader, row, ons, by)
    things = parts.things_of(reader, row, ons, by)
    openers = parts.names_of_openers(reader, row, ons, by) if row.opens_up else {}
    swaps = parts.swaps_of(reader, row, ons) if row.opens_up else {}
    rooms = rooms_of(reader, [row], {row.id: times}, now=now)
    spaces = parts.spaces_of(reader, row, times, by)
    return [
        _date_seen(
            row,
            each,
            answers.get(each.on, []),
            things.get(each.on, []),
            openers.get(each.on),
            swaps.get(each.on, []),
            rooms[row.id, each.on],
            spaces.get(each.space_id or row.space_id),
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
    swaps: Sequence[date],
    room: RoomSeen,
    space: NamedSeen | None,
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
        space=space,
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
        swaps=swaps if is_ahead and opener_id == by else [],
        can=_can(row, state, room.state, opener_id, by, now < time.period.end),
        next=states.find_next(time.period, state),
        says=_says(row, time, state, room.state, my_line),
    )


def _can(
    row: Row[Any],
    state: DateState,
    room: RoomState,
    opener_id: UUID | None,
    by: UUID,
    is_not_over: bool,
) -> list[str]:
    is_mine = row.called_by == by
    if state is DateState.CALLED_OFF and is_mine and is_not_over:
        return ["take_up"]
    if state in (DateState.OVER, DateState.CALLED_OFF):
        return []
    can = ["answer", "things"]
    if row.opens_up:
        can.append("rota")
        if opener_id == by:
            can += ["give_turn_back", "swap"]
        elif opener_id is None:
            can.append("open")
    if is_mine:
        can.append("call_off")
    if state is DateState.PLANNED:
        if is_mine:
            can.append("move")
        if is_mine or room is RoomState.LOST:
            can.append("room")
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
