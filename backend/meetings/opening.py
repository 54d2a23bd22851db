"""Whose turn it is to open up: by the rota, and by what people say of single dates.

Whoever cannot gives the turn back, and it goes on to the next, who is told. Two swap when each asks
the other for it. Where nobody opens up by the day before, those who come are asked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.groups import settling
from backend.groups.models import Group
from backend.groups.settling import on_settle
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime
from backend.meetings import rules
from backend.meetings.errors import NobodyOpensUp, TurnIsTaken, TurnNotYours
from backend.meetings.models import Meeting, MeetingAnswer, MeetingOpener, MeetingTurn
from backend.meetings.rules import MeetingTime
from backend.meetings.states import Answer, DateState, Turn
from backend.meetings.stored import Reader, differing_of, get_time_ahead, lock_meeting, rhythm_of
from backend.meetings.telling import coming_in_order, tell_of_date, those_who_count_on

ASKED_BEFORE = timedelta(days=1)
"""So long before a date that nobody opens up for, those who come are asked."""


def openers_of(
    reader: Reader, meeting: Meeting | Row[Any], ons: Collection[date]
) -> dict[date, UUID | None]:
    """Return who opens up on some dates of a meeting, None where nobody does. Four queries."""
    rota = reader.execute(
        select(MeetingOpener.person_id)
        .where(MeetingOpener.meeting_id == meeting.id)
        .order_by(MeetingOpener.since_at, MeetingOpener.person_id)
    ).scalars()
    order = list(rota)
    cannot: dict[date, set[UUID]] = defaultdict(set)
    opens: dict[date, list[UUID]] = defaultdict(list)
    said: Select[*tuple[Any, ...]] = (
        select(MeetingTurn.on, MeetingTurn.person_id, MeetingTurn.says)
        .where(MeetingTurn.meeting_id == meeting.id, MeetingTurn.on.in_(list(ons)))
        .order_by(MeetingTurn.said_at, MeetingTurn.person_id)
    )
    for each in reader.execute(said):
        if each.says == Turn.CANNOT:
            cannot[each.on].add(each.person_id)
        else:
            # Also who would swap: until another does, it is theirs.
            opens[each.on].append(each.person_id)
    not_coming: Select[*tuple[Any, ...]] = select(MeetingAnswer.on, MeetingAnswer.person_id).where(
        MeetingAnswer.meeting_id == meeting.id,
        MeetingAnswer.on.in_(list(ons)),
        MeetingAnswer.answer == Answer.NOT.value,
    )
    for each in reader.execute(not_coming):
        cannot[each.on].add(each.person_id)
    differing = differing_of(reader, [meeting.id])[meeting.id]
    turns = rules.turns_of(rhythm_of(meeting), differing, ons)
    return {on: rules.opener_of(order, turns[on], cannot[on], opens[on]) for on in ons}


def those_concerned(session: Session, meeting: Meeting, ons: Collection[date]) -> list[UUID]:
    """Return whom it concerns what becomes of some dates: who counts on them, and who opens up."""
    who = those_who_count_on(session, meeting, ons)
    if meeting.opens_up and ons:
        who += [each for each in openers_of(session, meeting, ons).values() if each is not None]
    return who


def take_turn(session: Session, meeting_id: UUID, on: date, *, by: UUID, now: datetime) -> None:
    """Open up on a date for which nobody else does; any member may.

    Raises MeetingNotFound, MeetingDateNotFound, MeetingDateIsOver, NobodyOpensUp and TurnIsTaken.
    """
    meeting, _ = _lock(session, meeting_id, by=by, now=now)
    get_time_ahead(session, meeting, on, now=now)
    opener = openers_of(session, meeting, [on])[on]
    if opener not in (None, by):
        raise TurnIsTaken
    # Whoever opens up is there.
    session.execute(
        delete(MeetingAnswer).where(
            MeetingAnswer.meeting_id == meeting.id,
            MeetingAnswer.on == on,
            MeetingAnswer.person_id == by,
            MeetingAnswer.answer == Answer.NOT.value,
        )
    )
    _say(session, meeting, on, by, Turn.OPENS, now=now)


def give_turn_back(
    session: Session, meeting_id: UUID, on: date, *, by: UUID, now: datetime
) -> None:
    """Give one's turn back; it goes on to the next, who is told.

    Raises MeetingNotFound, MeetingDateNotFound, MeetingDateIsOver, NobodyOpensUp and TurnNotYours.
    """
    meeting, group = _lock(session, meeting_id, by=by, now=now)
    time = get_time_ahead(session, meeting, on, now=now)
    if openers_of(session, meeting, [on])[on] != by:
        raise TurnNotYours
    _say(session, meeting, on, by, Turn.CANNOT, now=now)
    pass_on(session, meeting, group, time, now=now)


def ask_to_swap(
    session: Session, meeting_id: UUID, on: date, with_on: date, *, by: UUID, now: datetime
) -> bool:
    """Ask whoever opens up on another date to swap; return whether they had asked already.

    Once both have asked each other, they have swapped. Raises MeetingNotFound,
    MeetingDateNotFound, MeetingDateIsOver, NobodyOpensUp, and TurnNotYours where the one turn is
    not one's own, or the other is nobody's or one's own, too.
    """
    meeting, group = _lock(session, meeting_id, by=by, now=now)
    times = {each: get_time_ahead(session, meeting, each, now=now) for each in (on, with_on)}
    openers = openers_of(session, meeting, [on, with_on])
    other = openers[with_on]
    if openers[on] != by or other is None or other == by:
        raise TurnNotYours
    theirs = session.get(MeetingTurn, (meeting.id, with_on, other), populate_existing=True)
    is_mutual = theirs is not None and theirs.says == Turn.SWAPS and theirs.with_on == on
    if is_mutual:
        _say(session, meeting, on, by, Turn.CANNOT, now=now)
        _say(session, meeting, with_on, other, Turn.CANNOT, now=now)
        _say(session, meeting, on, other, Turn.OPENS, now=now)
        _say(session, meeting, with_on, by, Turn.OPENS, now=now)
    else:
        _say(session, meeting, on, by, Turn.SWAPS, now=now, with_on=with_on)
    tell_of_date(
        session,
        [other],
        "meeting_turns_swapped" if is_mutual else "meeting_swap_asked",
        meeting,
        group,
        times[on],
        now=now,
        with_on=with_on.isoformat(),
        other=LocalTime(times[with_on].period.start, meeting.zone),
    )
    return is_mutual


def pass_on(
    session: Session, meeting: Meeting, group: Group, time: MeetingTime, *, now: datetime
) -> None:
    """Tell whose turn a date is now; where it is nobody's and the date is near, ask who comes."""
    opener = openers_of(session, meeting, [time.on])[time.on]
    if opener is not None:
        tell_of_date(session, [opener], "meeting_you_open", meeting, group, time, now=now)
    elif time.period.start - ASKED_BEFORE <= now:
        _ask_who_comes(session, meeting, group, time, now=now)


def turns_soon(
    session: Session, meetings: Iterable[Meeting], person_id: UUID, *, now: datetime
) -> list[tuple[Meeting, MeetingTime]]:
    """Return the dates of the next day on which somebody opens up, in case they go."""
    found: list[tuple[Meeting, MeetingTime]] = []
    for meeting in meetings:
        soon = _planned_soon(times_ahead(session, meeting, now), now)
        openers = openers_of(session, meeting, [each.on for each in soon]) if soon else {}
        found += [(meeting, each) for each in soon if openers[each.on] == person_id]
    return found


def times_ahead(session: Session, meeting: Meeting, now: datetime) -> list[MeetingTime]:
    """Return the dates of a meeting that are not over, as far ahead as they are shown."""
    differing = differing_of(session, [meeting.id])[meeting.id]
    return rules.dates_within(rhythm_of(meeting), differing, Period(now, now + rules.AHEAD))


def look_ahead(session: Session, meeting: Meeting, group: Group, *, now: datetime) -> None:
    """Have it looked at, the day before each date, whether somebody opens up."""
    if meeting.opens_up:
        due_at = _next_look(times_ahead(session, meeting, now), now)
        if due_at is not None:
            settling.expect(group, due_at)


@on_settle
def ask_who_opens(session: Session, group: Group, now: datetime) -> datetime | None:
    """Ask those who come to a date of the next day for which nobody opens up."""
    meetings = session.scalars(
        select(Meeting).where(
            Meeting.group_id == group.id, Meeting.opens_up, Meeting.ended_at.is_(None)
        )
    ).all()
    looks: list[datetime] = []
    for meeting in meetings:
        times = times_ahead(session, meeting, now)
        soon = _planned_soon(times, now)
        openers = openers_of(session, meeting, [each.on for each in soon]) if soon else {}
        for each in soon:
            if openers[each.on] is None:
                _ask_who_comes(session, meeting, group, each, now=now)
        following = _next_look(times, now)
        if following is not None:
            looks.append(following)
    return min(looks, default=None)


def _planned_soon(times: Iterable[MeetingTime], now: datetime) -> list[MeetingTime]:
    return [
        each
        for each in times
        if each.state_at(now) is DateState.PLANNED and each.period.start - ASKED_BEFORE <= now
    ]


def _next_look(times: list[MeetingTime], now: datetime) -> datetime | None:
    looks = (each.period.start - ASKED_BEFORE for each in times if not each.is_called_off)
    return min((at for at in looks if at > now), default=None)


def _ask_who_comes(
    session: Session, meeting: Meeting, group: Group, time: MeetingTime, *, now: datetime
) -> None:
    who = list(coming_in_order(session, meeting, time.on))
    if meeting.called_by is not None:
        who.append(meeting.called_by)
    tell_of_date(
        session,
        who,
        "meeting_nobody_opens",
        meeting,
        group,
        time,
        now=now,
        once=f"nobody opens for {meeting.id} on {time.on}",
    )


def _lock(session: Session, meeting_id: UUID, *, by: UUID, now: datetime) -> tuple[Meeting, Group]:
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    if not meeting.opens_up:
        raise NobodyOpensUp
    return meeting, group


def _say(
    session: Session,
    meeting: Meeting,
    on: date,
    person_id: UUID,
    says: Turn,
    *,
    now: datetime,
    with_on: date | None = None,
) -> None:
    values = {"says": says.value, "with_on": with_on, "said_at": now}
    session.execute(
        insert(MeetingTurn)
        .values(meeting_id=meeting.id, on=on, person_id=person_id, **values)
        .on_conflict_do_update(
            index_elements=[MeetingTurn.meeting_id, MeetingTurn.on, MeetingTurn.person_id],
            set_=values,
        )
    )
