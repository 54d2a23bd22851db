"""Who brings what to a date of a meeting, and who takes turns in opening up."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.kernel.ids import new_id
from backend.meetings import opening
from backend.meetings.errors import (
    NobodyOpensUp,
    ThingIsTaken,
    ThingNotFound,
    TooManyOnTheRota,
    TooManyThings,
)
from backend.meetings.models import Meeting, MeetingOpener, MeetingTurn, Thing
from backend.meetings.rules import MOST_OPENERS, MOST_THINGS
from backend.meetings.states import Turn
from backend.meetings.stored import get_time_ahead, lock_meeting


def add_thing(
    session: Session,
    meeting_id: UUID,
    on: date,
    what: str,
    *,
    by: UUID,
    now: datetime,
    i_bring_it: bool = False,
    thing_id: UUID | None = None,
) -> Thing:
    """Put something on the list of a date; who brings it may be said later.

    Raises MeetingNotFound, MeetingDateNotFound, MeetingDateIsOver and TooManyThings.
    """
    meeting, _ = lock_meeting(session, meeting_id, by=by, now=now)
    get_time_ahead(session, meeting, on, now=now)
    of_date = (Thing.meeting_id == meeting.id, Thing.on == on)
    if (session.scalar(select(func.count()).where(*of_date)) or 0) >= MOST_THINGS:
        raise TooManyThings(at_most=MOST_THINGS)
    thing = Thing(
        id=thing_id or new_id(),
        meeting_id=meeting.id,
        on=on,
        what=what,
        brought_by=by if i_bring_it else None,
    )
    session.add(thing)
    session.flush()
    return thing


def bring_thing(
    session: Session, meeting_id: UUID, thing_id: UUID, *, by: UUID, now: datetime
) -> Thing:
    """Say that one brings something; raise ThingIsTaken where somebody else does.

    Raises MeetingNotFound, ThingNotFound and MeetingDateIsOver, too.
    """
    thing = _lock_thing(session, meeting_id, thing_id, by=by, now=now)
    if thing.brought_by not in (None, by):
        raise ThingIsTaken
    thing.brought_by = by
    session.flush()
    return thing


def bring_no_more(
    session: Session, meeting_id: UUID, thing_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Bring something no more, so that somebody else can; what others bring stays as it is.

    Raises MeetingNotFound, ThingNotFound and MeetingDateIsOver.
    """
    thing = _lock_thing(session, meeting_id, thing_id, by=by, now=now)
    if thing.brought_by == by:
        thing.brought_by = None
        session.flush()


def take_off_list(
    session: Session, meeting_id: UUID, thing_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Take something off the list; raise ThingIsTaken where somebody else brings it.

    Raises MeetingNotFound, ThingNotFound and MeetingDateIsOver, too.
    """
    thing = _lock_thing(session, meeting_id, thing_id, by=by, now=now)
    if thing.brought_by not in (None, by):
        raise ThingIsTaken
    session.delete(thing)
    session.flush()


def join_openers(session: Session, meeting_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take turns in opening up; again is the same as once.

    Raises MeetingNotFound, NobodyOpensUp and TooManyOnTheRota.
    """
    meeting, _ = lock_meeting(session, meeting_id, by=by, now=now)
    if not meeting.opens_up:
        raise NobodyOpensUp
    rota = _rota(session, meeting)
    if by in rota:
        return
    if len(rota) >= MOST_OPENERS:
        raise TooManyOnTheRota(at_most=MOST_OPENERS)
    session.execute(insert(MeetingOpener).values(meeting_id=meeting.id, person_id=by, since_at=now))


def leave_openers(session: Session, meeting_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take no more turns; the others' come sooner. Raises MeetingNotFound.

    What one has taken on for a date stays; whoever cannot gives it back.
    """
    meeting, group = lock_meeting(session, meeting_id, by=by, now=now)
    if by not in _rota(session, meeting):
        return
    turns = opening.turns_soon(session, [meeting], by, now=now) if meeting.opens_up else []
    session.execute(
        delete(MeetingOpener).where(
            MeetingOpener.meeting_id == meeting.id, MeetingOpener.person_id == by
        )
    )
    # Whoever takes no turns swaps none.
    session.execute(
        delete(MeetingTurn).where(
            MeetingTurn.meeting_id == meeting.id,
            MeetingTurn.person_id == by,
            MeetingTurn.says == Turn.SWAPS.value,
        )
    )
    for _, time in turns:
        if opening.openers_of(session, meeting, [time.on])[time.on] != by:
            opening.pass_on(session, meeting, group, time, now=now)


def _rota(session: Session, meeting: Meeting) -> list[UUID]:
    return list(
        session.scalars(
            select(MeetingOpener.person_id).where(MeetingOpener.meeting_id == meeting.id)
        )
    )


def _lock_thing(
    session: Session, meeting_id: UUID, thing_id: UUID, *, by: UUID, now: datetime
) -> Thing:
    meeting, _ = lock_meeting(session, meeting_id, by=by, now=now)
    thing = session.get(Thing, thing_id, populate_existing=True)
    if thing is None or thing.meeting_id != meeting.id:
        raise ThingNotFound
    get_time_ahead(session, meeting, thing.on, now=now)
    return thing
