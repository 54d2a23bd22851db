"""How a space was left: an optional note, for those who come next and for its keepers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, distinct, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.errors import BookingCannotBecome, NotYours
from backend.bookings.locks import has_booked, lock_booking
from backend.bookings.models import Booking
from backend.bookings.states import State
from backend.bookings.telling import tell_of_booking
from backend.care.coming import next_bookings
from backend.care.errors import TooEarlyToLeave, TooLateForNote
from backend.care.mending import MENDS_FOR, is_being_mended, mend
from backend.care.models import LeavingNote
from backend.care.telling import tell_of_space
from backend.kernel.ids import new_id
from backend.kernel.sayings import LocalTime
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keeping import is_keeper, keepers_of
from backend.spaces.models import Space

SAID_WITHIN = timedelta(hours=48)
KEPT_FOR = timedelta(days=30)
"""Notes older than this are nobody's business any more."""
BROKEN_FOR_SO_MANY = 3
BROKEN_WITHIN = timedelta(days=14)
"""So many different people who say so within so long a time set the space to being mended."""


@dataclass(frozen=True, slots=True)
class NoteSeen:
    """What somebody said on leaving; who, is nobody's business."""

    id: UUID
    as_found: bool
    words: str
    created_at: datetime
    mended_at: datetime | None


def leave_note(
    session: Session, booking_id: UUID, *, by: UUID, now: datetime, as_found: bool, words: str = ""
) -> NoteSeen:
    """Say how one left a space: as found, or broken; said again, it takes the place of the first.

    Raises BookingNotFound, NotYours, BookingCannotBecome where it was never used, TooEarlyToLeave
    and TooLateForNote.
    """
    booking, space = lock_booking(session, booking_id, by=by, now=now)
    if not has_booked(session, booking, by):
        raise NotYours
    _check_was_used(booking, now)
    session.execute(
        delete(LeavingNote).where(
            LeavingNote.space_id == space.id, LeavingNote.created_at <= now - KEPT_FOR
        )
    )
    values = {"as_found": as_found, "words": words, "created_at": now, "mended_at": None}
    note = session.scalars(
        insert(LeavingNote)
        .values(id=new_id(), space_id=space.id, booking_id=booking_id, written_by=by, **values)
        .on_conflict_do_update(index_elements=["booking_id"], set_=values)
        .returning(LeavingNote)
        .execution_options(populate_existing=True)
    ).one()
    if not as_found:
        keepers = [each for each in keepers_of(session, space.id, now=now) if each != by]
        tell_of_booking(session, keepers, "left_broken", booking, space, now=now, words=words)
        _mend_if_many_say_so(session, space, now=now)
    return _seen(note)


def list_notes(
    session: Session,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[NoteSeen]:
    """List the notes of the last 30 days, newest first, for keepers and those who come next.

    One more than `limit` is returned where there are more. Raises SpaceNotFound for all others.
    """
    if not is_keeper(session, space_id, by=by, now=now) and not next_bookings(
        session, space_id, now=now, by=by
    ):
        raise SpaceNotFound
    query = select(LeavingNote).where(
        LeavingNote.space_id == space_id, LeavingNote.created_at > now - KEPT_FOR
    )
    if after is not None:
        query = query.where(tuple_(LeavingNote.created_at, LeavingNote.id) < after)
    query = query.order_by(LeavingNote.created_at.desc(), LeavingNote.id.desc()).limit(limit + 1)
    return [_seen(each) for each in session.scalars(query)]


def _check_was_used(booking: Booking, now: datetime) -> None:
    state = states.state_at(booking.facts, now)
    if state in (State.ASKED, State.CONFIRMED):
        raise TooEarlyToLeave
    if state not in (State.RUNNING, State.ENDED):
        raise BookingCannotBecome(state=state.value, wanted="left")
    if now >= booking.ends_at + SAID_WITHIN:
        raise TooLateForNote(at_most_hours=SAID_WITHIN // timedelta(hours=1))


def _mend_if_many_say_so(session: Session, space: Space, *, now: datetime) -> None:
    people = session.scalar(
        select(func.count(distinct(LeavingNote.written_by))).where(
            LeavingNote.space_id == space.id,
            ~LeavingNote.as_found,
            LeavingNote.mended_at.is_(None),
            LeavingNote.created_at > now - BROKEN_WITHIN,
        )
    )
    if (people or 0) < BROKEN_FOR_SO_MANY or is_being_mended(session, space.id, now=now):
        return
    # What they wrote is for the keepers and the next; the calendar shows everybody no more than
    # that the space is being mended.
    mend(session, space, until=now + MENDS_FOR, words="", now=now)
    tell_of_space(
        session,
        keepers_of(session, space.id, now=now),
        "mending_since_many_say_so",
        space,
        now=now,
        until=LocalTime(now + MENDS_FOR, space.zone),
    )


def _seen(note: LeavingNote) -> NoteSeen:
    return NoteSeen(note.id, note.as_found, note.words, note.created_at, note.mended_at)
