"""Being mended: a closure that a keeper, or three who say so, may set, and any keeper ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.models import Booking
from backend.bookings.occupying import holds_changed
from backend.bookings.states import HOLDING, MAY_HOLD
from backend.bookings.telling import tell_of_booking
from backend.care.errors import MendingNotAhead
from backend.care.models import LeavingNote
from backend.kernel.ids import new_id
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime
from backend.spaces.closing import space_changed
from backend.spaces.keys import lock_kept_space
from backend.spaces.models import Closure, ClosureKind, Space

MENDS_FOR = timedelta(days=14)
"""How long a space is being mended where nobody says: it must not stay shut because somebody
forgot it."""
MENDS_AT_MOST = timedelta(days=366)


def set_mending(
    session: Session,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    words: str = "",
    until: datetime | None = None,
) -> Space:
    """Close a space from now on, for something in it is broken; said again, it is said anew.

    The bookings in that time stand until somebody decides; they are told. Raises MendingNotAhead
    and what `lock_kept_space` raises.
    """
    space = lock_kept_space(session, space_id, by=by, now=now)
    until = until or now + MENDS_FOR
    if not now < until <= now + MENDS_AT_MOST:
        raise MendingNotAhead(at_most_days=MENDS_AT_MOST.days)
    mend(session, space, until=until, words=words, now=now)
    return space


def mend(session: Session, space: Space, *, until: datetime, words: str, now: datetime) -> None:
    """Write that a space is being mended, and tell the bookings in that time; lock its house."""
    told_until = now
    for closure in mendings_of(session, space.id, now=now):
        told_until = max(told_until, end_of(closure))
        session.delete(closure)
    session.add(
        Closure(
            id=new_id(),
            space_id=space.id,
            kind=ClosureKind.MENDING.value,
            during=Range(now, until),
            words=words,
            created_at=now,
        )
    )
    space.version += 1
    session.flush()
    # Whoever was told of the time before is not told again.
    for booking in _bookings_in(session, space.id, Period(now, until), now=now):
        if booking.starts_at >= told_until or told_until == now:
            tell_of_booking(
                session,
                [booking.booked_by],
                "space_being_mended",
                booking,
                space,
                now=now,
                words=words,
                until=LocalTime(until, space.zone),
            )


def end_mending(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> Space:
    """Open a space again at once; where it was not being mended, nothing changes.

    What was said to be broken counts no longer, and bookings in the time are told. Raises what
    `lock_kept_space` raises.
    """
    space = lock_kept_space(session, space_id, by=by, now=now)
    closures = mendings_of(session, space_id, now=now)
    if not closures:
        return space
    freed = Period(now, max(end_of(closure) for closure in closures))
    for closure in closures:
        session.delete(closure)
    session.execute(
        update(LeavingNote)
        .where(
            LeavingNote.space_id == space_id,
            ~LeavingNote.as_found,
            LeavingNote.mended_at.is_(None),
        )
        .values(mended_at=now)
    )
    space.version += 1
    session.flush()
    for booking in _bookings_in(session, space_id, freed, now=now):
        tell_of_booking(session, [booking.booked_by], "space_mended", booking, space, now=now)
    space_changed.send(session, space=space, by=by, now=now)
    holds_changed.send(session, space=space, periods=[freed], freed=True, now=now)
    return space


def is_being_mended(session: Session, space_id: UUID, *, now: datetime) -> bool:
    """Answer whether a space is being mended now or will be."""
    return bool(mendings_of(session, space_id, now=now))


def mendings_of(session: Session, space_id: UUID, *, now: datetime) -> Sequence[Closure]:
    """Return the closures for which a space is being mended; one at a time, as a rule."""
    return session.scalars(
        select(Closure).where(
            Closure.space_id == space_id,
            Closure.kind == ClosureKind.MENDING.value,
            func.upper(Closure.during) > now,
        )
    ).all()


def end_of(closure: Closure) -> datetime:
    """Return until when a space is being mended."""
    end = closure.during.upper
    assert end is not None, "mending always has an end"
    return end


def _bookings_in(
    session: Session, space_id: UUID, period: Period, *, now: datetime
) -> list[Booking]:
    found = session.scalars(
        select(Booking)
        .where(
            Booking.space_id == space_id,
            Booking.starts_at < period.end,
            Booking.ends_at > period.start,
            Booking.state.in_(MAY_HOLD),
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    return [each for each in found if states.state_at(each.facts, now) in HOLDING]
