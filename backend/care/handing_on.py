"""Handing the key on, from one booking to the next, so that everybody can see where it is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings.errors import BookingNotFound
from backend.bookings.telling import tell_of_booking
from backend.care.access import is_near_key
from backend.care.coming import next_bookings
from backend.care.entrances import entrance_of
from backend.care.errors import KeyNotWithYou
from backend.care.models import Entrance
from backend.care.telling import tell_of_key, tell_of_space
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keeping import keepers_of
from backend.spaces.locks import lock_house
from backend.spaces.models import Space
from backend.spaces.queries import visible_spaces


def take_key(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> None:
    """Say "I have it"; where it was missing, those who were told so learn that it is found.

    Raises SpaceNotFound and KeyNotWithYou.
    """
    space, entrance = _lock_near_key(session, space_id, by=by, now=now)
    _hand(session, space, entrance, to=by, by=by, now=now)


def pass_key_on(
    session: Session, space_id: UUID, *, booking_id: UUID, by: UUID, now: datetime
) -> None:
    """Say that the key went to whoever booked next; they are told.

    Raises BookingNotFound for a booking that is not one of the next here, and what `take_key`
    raises.
    """
    space, entrance = _lock_near_key(session, space_id, by=by, now=now)
    for booking in next_bookings(session, space_id, now=now):
        if booking.id == booking_id and booking.booked_by is not None:
            break
    else:
        raise BookingNotFound
    _hand(session, space, entrance, to=booking.booked_by, by=by, now=now)
    if booking.booked_by != by:
        tell_of_booking(session, [booking.booked_by], "key_passed_on", booking, space, now=now)


def give_key_back(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> None:
    """Say that the keepers have the key again; they are told. Raises what `take_key` raises."""
    space, entrance = _lock_near_key(session, space_id, by=by, now=now)
    was_away = entrance.key_with is not None or entrance.key_missing_at is not None
    _hand(session, space, entrance, to=None, by=by, now=now)
    if was_away:
        others = [each for each in keepers_of(session, space_id, now=now) if each != by]
        tell_of_space(session, others, "key_with_keepers", space, now=now)


def report_key_missing(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> None:
    """Say that nobody knows where the key is; the keepers and who comes next are told, once.

    Raises what `take_key` raises.
    """
    space, entrance = _lock_near_key(session, space_id, by=by, now=now)
    if entrance.key_missing_at is not None:
        return
    entrance.key_missing_at = now
    session.flush()
    keepers = keepers_of(session, space_id, now=now)
    tell_of_key(session, space, "key_missing", but_not=by, keepers=keepers, now=now)


def _lock_near_key(
    session: Session, space_id: UUID, *, by: UUID, now: datetime
) -> tuple[Space, Entrance]:
    seen = visible_spaces(by, by_id=True)
    if session.scalar(select(Space.id).where(Space.id == space_id, seen)) is None:
        raise SpaceNotFound
    space = lock_house(session, space_id)
    entrance = entrance_of(session, space_id)
    if not is_near_key(session, space, by=by, now=now):
        raise KeyNotWithYou
    return space, entrance


def _hand(
    session: Session, space: Space, entrance: Entrance, *, to: UUID | None, by: UUID, now: datetime
) -> None:
    was_missing = entrance.key_missing_at is not None
    if entrance.key_with != to:
        # Of earlier holders only the last is kept.
        entrance.key_from, entrance.key_with = entrance.key_with, to
        entrance.key_since_at = now
    entrance.key_missing_at = None
    session.flush()
    if was_missing:
        keepers = keepers_of(session, space.id, now=now)
        tell_of_key(session, space, "key_found", but_not=by, keepers=keepers, now=now)
