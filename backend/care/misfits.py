"""Bookings that fit no longer, after a keeper changed hours, terms or capacity. They stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.models import Booking
from backend.bookings.states import HOLDING, MAY_HOLD
from backend.bookings.telling import tell_of_booking
from backend.care.mending import end_of, mendings_of
from backend.care.telling import tell_of_space
from backend.kernel.periods import Period
from backend.notifications.models import Notification
from backend.spaces.closing import space_changed
from backend.spaces.errors import SpaceNotFound
from backend.spaces.free_times import (
    Held,
    fuller_than,
    timetable_columns,
    timetable_of,
    timetable_span,
)
from backend.spaces.keeping import is_keeper, keepers_of
from backend.spaces.models import Space
from backend.spaces.terms import Sharing

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A booking to come that could not be made so today; `why` are codes of bookings' refusals."""

    id: UUID
    """Of the booking."""
    starts_at: datetime
    ends_at: datetime
    people: int
    why: tuple[str, ...]


def list_misfits(
    session: Session,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 20,
) -> list[Misfit]:
    """List the bookings to come that fit no longer, soonest first, for the keepers of a space.

    One more than `limit` is returned where there are more. Raises SpaceNotFound for everybody else.
    Two queries, however many bookings there are.
    """
    if not is_keeper(session, space_id, by=by, now=now):
        raise SpaceNotFound
    space = session.get_one(Space, space_id)
    found = [misfit for _, misfit in _misfits(session, space, now=now)]
    if after is not None:
        found = [each for each in found if (each.starts_at, each.id) > after]
    return found[: limit + 1]


@space_changed.connect
def tell_of_misfits(session: Session, *, space: Space, by: UUID, now: datetime) -> None:
    """Tell whose booking fits no longer, once, and the keepers how many those are."""
    # Those for whom the space is being mended were told that.
    mended = [end_of(each) for each in mendings_of(session, space.id, now=now)]
    misfits = [
        (booking, misfit)
        for booking, misfit in _misfits(session, space, now=now)
        if not any(booking.starts_at < until for until in mended)
    ]
    once = {booking.id: _once(booking) for booking, _ in misfits if booking.booked_by is not None}
    if not once:
        return
    pairs = tuple_(Notification.person_id, Notification.once)
    which = [(each.booked_by, once[each.id]) for each, _ in misfits if each.id in once]
    query = select(Notification.person_id, Notification.once).where(pairs.in_(which))
    told = {tuple(row) for row in session.execute(query)}
    new = [
        each
        for each, _ in misfits
        if each.id in once and (each.booked_by, once[each.id]) not in told
    ]
    for booking in new:
        whom = [booking.booked_by]
        kind = "no_longer_fits"
        tell_of_booking(session, whom, kind, booking, space, now=now, once=once[booking.id])
    if new:
        keepers = keepers_of(session, space.id, now=now)
        tell_of_space(session, keepers, "bookings_no_longer_fit", space, now=now, bookings=len(new))


def _once(booking: Booking) -> str:
    return f"booking {booking.id} no longer fits from {booking.starts_at.isoformat()}"


def _misfits(session: Session, space: Space, *, now: datetime) -> list[tuple[Booking, Misfit]]:
    found = session.scalars(
        select(Booking)
        .where(Booking.space_id == space.id, Booking.ends_at > now, Booking.state.in_(MAY_HOLD))
        .order_by(Booking.starts_at, Booking.id)
    )
    bookings = [each for each in found if states.state_at(each.facts, now) in HOLDING]
    if not bookings:
        return []
    window = Period(
        min(each.starts_at for each in bookings), max(each.ends_at for each in bookings)
    )
    row = session.execute(
        select(*timetable_columns()).where(Space.id == space.id), timetable_span([window])
    ).one()
    open_ = timetable_of(*row).open_within(window)
    overfull = _overfull(space, bookings)
    misfits: list[tuple[Booking, Misfit]] = []
    for booking in bookings:
        why = _why(space, booking, open_, overfull)
        if why:
            misfits.append(
                (
                    booking,
                    Misfit(
                        booking.id,
                        booking.starts_at,
                        booking.ends_at,
                        booking.people,
                        why,
                    ),
                )
            )
    return misfits


def _why(
    space: Space, booking: Booking, open_: Sequence[Period], overfull: Sequence[Period]
) -> tuple[str, ...]:
    period = Period(booking.starts_at, booking.ends_at)
    why: list[str] = []
    if not any(stretch.contains(period) for stretch in open_):
        why.append("closed_then")
    if _is_too_many(space, booking) or any(each.overlaps(period) for each in overfull):
        why.append("too_many_people")
    if period.duration > space.max_minutes * _MINUTE:
        why.append("booking_too_long")
    if period.duration < space.min_minutes * _MINUTE:
        why.append("booking_too_short")
    return tuple(why)


def _is_too_many(space: Space, booking: Booking) -> bool:
    return space.capacity is not None and booking.people > space.capacity


def _overfull(space: Space, bookings: Sequence[Booking]) -> list[Period]:
    """List when those who share the space are more than it holds."""
    if space.sharing != Sharing.SHARED or space.capacity is None:
        return []
    held = [
        Held(Period(each.starts_at, each.ends_at), each.people, True)
        for each in bookings
        if not each.alone
    ]
    return fuller_than(held, space.capacity)
