"""Who uses a space now and who comes next: the bookings that care is about."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.models import Booking
from backend.bookings.states import MAY_HOLD, State

SOON = timedelta(days=14)
"""Whose booking begins within this time is one of the next."""

CERTAIN = frozenset({State.CONFIRMED, State.RUNNING})
"""The states in which a booking is, or will be, used."""


def next_bookings(
    session: Session, space_id: UUID, *, now: datetime, by: UUID | None = None
) -> list[Booking]:
    """List the certain bookings of a space that run or begin soon, soonest first. One query.

    Those of one person where `by` is given.
    """
    query = select(Booking).where(
        Booking.space_id == space_id,
        Booking.ends_at > now,
        Booking.starts_at <= now + SOON,
        Booking.state.in_(MAY_HOLD),
    )
    if by is not None:
        query = query.where(Booking.booked_by == by)
    found = session.scalars(query.order_by(Booking.starts_at, Booking.id))
    return [each for each in found if states.state_at(each.facts, now) in CERTAIN]
