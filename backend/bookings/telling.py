"""Telling the parties of a booking what they must learn."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings.models import Booking
from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, tell
from backend.spaces.models import Keeper, Space


def keepers_of(session: Session, space_id: UUID) -> list[UUID]:
    """Return who keeps a space."""
    return list(session.scalars(select(Keeper.person_id).where(Keeper.space_id == space_id)))


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
