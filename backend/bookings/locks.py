"""Locking a booking: its house first, then what is written of it is read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.bookings.errors import BookingNotFound
from backend.bookings.models import Booking
from backend.groups.holding import is_member
from backend.spaces.keeping import lock_group_of
from backend.spaces.locks import lock_house
from backend.spaces.models import Space


def lock_booking(
    session: Session, booking_id: UUID, *, by: UUID, now: datetime
) -> tuple[Booking, Space]:
    """Return a booking and its space with the house locked; BookingNotFound for those of others.

    Where somebody keeps the space for a group, that group is locked before.
    """
    booking = session.get(Booking, booking_id)
    if booking is None:
        raise BookingNotFound
    keeping = lock_group_of(session, booking.space_id, by=by, now=now)
    if not keeping.is_keeper and not has_booked(session, booking, by):
        raise BookingNotFound
    space = lock_house(session, booking.space_id)
    session.refresh(booking)
    return booking, space


def has_booked(session: Session, booking: Booking, person_id: UUID) -> bool:
    """Answer whether a booking is somebody's to act on: their own, or one of their group."""
    return booking.booked_by == person_id or is_member(session, booking.group_id, person_id)
