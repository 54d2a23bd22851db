"""Telling the parties of a booking what they must learn."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.bookings.models import Booking
from backend.groups.holding import who_hears
from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, tell
from backend.spaces.models import Space


def bookers_of(session: Session, booking: Booking, *, now: datetime) -> list[UUID]:
    """Return whom to tell what the booker must learn, for a group a few where that person left."""
    if booking.booked_by is not None:
        return [booking.booked_by]
    return who_hears(session, booking.group_id, now=now) if booking.group_id is not None else []


def tell_of_booking(
    session: Session,
    people: Iterable[UUID | None],
    kind: str,
    booking: Booking,
    space: Space,
    *,
    now: datetime,
    **more: Any,
) -> None:
    """Tell people something about a booking: which space, and when on the clock of the place."""
    tell(
        session,
        people,
        kind,
        about=About("bookings", booking.id),
        now=now,
        space=space.name,
        space_id=space.id,
        starts_at=LocalTime(booking.starts_at, space.zone),
        ends_at=LocalTime(booking.ends_at, space.zone),
        **more,
    )
