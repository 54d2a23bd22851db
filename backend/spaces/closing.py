"""Closing a space for a while, and dates on which other hours hold. Bookings that stand, stand."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.local_time import day_of, zone_named
from backend.kernel.signals import Signal
from backend.spaces.errors import (
    ClosureNotAhead,
    ClosureNotFound,
    DateOutOfReach,
    TooManyClosures,
    TooManyHoursExceptions,
)
from backend.spaces.hours import Minutes, exception_minutes
from backend.spaces.keys import lock_kept_space
from backend.spaces.models import Closure, HoursException, Space
from backend.spaces.rules import EXCEPTIONS_AHEAD, MOST_CLOSURES, MOST_EXCEPTIONS

space_changed = Signal(
    "Sent in the transaction in which a keeper changed when, or on what terms, a space may be "
    "booked, the session as its sender, with space, by and now, the house being locked. Bookings "
    "that stand, stand."
)


def multirange_of(minutes: Sequence[Minutes]) -> list[Range[int]]:
    """Return minutes as the column of a multirange takes them."""
    return [Range(start, end) for start, end in minutes]


def close_for_a_while(
    session: Session,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    starts_at: datetime,
    ends_at: datetime,
    words: str = "",
    closure_id: UUID | None = None,
    if_version: int | None = None,
) -> Closure:
    """Close a space from one instant to another, for works or a holiday.

    Raises ClosureNotAhead, TooManyClosures and what `lock_kept_space` raises.
    """
    if ends_at <= starts_at or ends_at <= now:
        raise ClosureNotAhead
    space = lock_kept_space(session, space_id, by=by, now=now, if_version=if_version)
    ahead = session.scalar(
        select(func.count())
        .select_from(Closure)
        .where(Closure.space_id == space_id, func.upper(Closure.during) > now)
    )
    if (ahead or 0) >= MOST_CLOSURES:
        raise TooManyClosures(at_most=MOST_CLOSURES)
    closure = Closure(
        id=closure_id or new_id(),
        space_id=space_id,
        during=Range(starts_at, ends_at),
        words=words,
        created_at=now,
    )
    session.add(closure)
    _changed(session, space, by=by, now=now)
    return closure


def reopen(
    session: Session,
    space_id: UUID,
    closure_id: UUID,
    *,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
) -> Space:
    """Take a closure back; raise ClosureNotFound and what `lock_kept_space` raises."""
    space = lock_kept_space(session, space_id, by=by, now=now)
    closure = session.get(Closure, closure_id)
    if closure is None or closure.space_id != space_id:
        raise ClosureNotFound
    check_version(space.version, if_version)
    session.delete(closure)
    return _changed(session, space, by=by, now=now)


def set_exception(
    session: Session,
    space_id: UUID,
    *,
    on: date,
    windows: Sequence[tuple[int, int]],
    by: UUID,
    now: datetime,
    words: str = "",
    if_version: int | None = None,
) -> Space:
    """Set the hours of one date, in (opens, closes) minutes since its midnight; none is closed.

    Raises DateOutOfReach, TooManyHoursExceptions, ImpossibleOpeningHours, TooManyOpeningHours and
    what `lock_kept_space` raises.
    """
    space = lock_kept_space(session, space_id, by=by, now=now, if_version=if_version)
    today = day_of(now, zone_named(space.zone))
    if not today <= on <= today + EXCEPTIONS_AHEAD:
        raise DateOutOfReach(at_most_days=EXCEPTIONS_AHEAD.days)
    hours = multirange_of(exception_minutes(windows))
    exception = session.get(HoursException, (space_id, on))
    if exception is None:
        ahead = session.scalar(
            select(func.count())
            .select_from(HoursException)
            .where(HoursException.space_id == space_id, HoursException.on >= today)
        )
        if (ahead or 0) >= MOST_EXCEPTIONS:
            raise TooManyHoursExceptions(at_most=MOST_EXCEPTIONS)
        exception = HoursException(space_id=space_id, on=on)
        session.add(exception)
    exception.hours, exception.words = hours, words
    return _changed(session, space, by=by, now=now)


def drop_exception(
    session: Session,
    space_id: UUID,
    *,
    on: date,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
) -> Space:
    """Let the weekly hours hold on a date again; nothing changes where they did."""
    space = lock_kept_space(session, space_id, by=by, now=now)
    exception = session.get(HoursException, (space_id, on))
    if exception is None:
        return space
    check_version(space.version, if_version)
    session.delete(exception)
    return _changed(session, space, by=by, now=now)


def _changed(session: Session, space: Space, *, by: UUID, now: datetime) -> Space:
    space.version += 1
    session.flush()
    space_changed.send(session, space=space, by=by, now=now)
    return space
