"""Telling those who would stand before a closed door: the keepers, and who comes next."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.bookings.telling import tell_of_booking
from backend.care.coming import next_bookings
from backend.notifications.service import About, tell
from backend.spaces.models import Space


def tell_of_space(
    session: Session,
    people: Iterable[UUID | None],
    kind: str,
    space: Space,
    *,
    now: datetime,
    **more: Any,
) -> None:
    """Tell people something about a space as such."""
    about = About("spaces", space.id)
    tell(session, people, kind, about=about, now=now, space=space.name, space_id=space.id, **more)


def tell_of_key(
    session: Session,
    space: Space,
    kind: str,
    *,
    but_not: UUID,
    keepers: Iterable[UUID],
    now: datetime,
) -> None:
    """Tell the keepers about the key and, as `<kind>_before_you`, who comes next."""
    others = [keeper for keeper in keepers if keeper != but_not]
    tell_of_space(session, others, kind, space, now=now)
    coming = [
        each for each in next_bookings(session, space.id, now=now) if each.booked_by != but_not
    ]
    if coming and coming[0].booked_by not in others:
        booked_by = [coming[0].booked_by]
        tell_of_booking(session, booked_by, f"{kind}_before_you", coming[0], space, now=now)
