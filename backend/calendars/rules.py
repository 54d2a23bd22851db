"""What decides about feeds: how much they hold, and what a calendar program is told of a state."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from backend.bookings.states import HOLDING, BookingFacts, State
from backend.kernel.periods import Period

DAYS_BACK = timedelta(days=60)
DAYS_AHEAD = timedelta(days=400)
MOST_EVENTS = 2_000
CALLED_OFF_SHOWN_FOR = timedelta(days=30)
"""How long a booking that came to nothing stays, struck through, so that nobody goes there."""
TOKEN_BYTES = 32
_LONGEST_TOKEN = 43
"""What 32 bytes are in the URL-safe alphabet."""

CONFIRMED = "CONFIRMED"
TENTATIVE = "TENTATIVE"
CANCELLED = "CANCELLED"


def window_at(now: datetime) -> Period:
    """Return the time that a feed tells of."""
    return Period(now - DAYS_BACK, now + DAYS_AHEAD)


def new_token() -> str:
    """Return a secret of 256 bits as it stands in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> bytes | None:
    """Return what is stored of a secret; None for what cannot be one."""
    if len(token) != _LONGEST_TOKEN or not token.isascii():
        return None
    return hashlib.sha256(token.encode()).digest()


def status_of(state: State) -> str:
    """Return the STATUS of a booking in this state (RFC 5545, section 3.8.1.11)."""
    if state is State.ASKED:
        return TENTATIVE
    return CONFIRMED if state in HOLDING or state is State.ENDED else CANCELLED


def is_told(facts: BookingFacts, state: State, *, ended_at: datetime | None, now: datetime) -> bool:
    """Answer whether who booked still finds it in their calendar."""
    if status_of(state) != CANCELLED:
        return True
    over_at = ended_at or (facts.missed_at if state is State.MISSED else facts.lapses_at)
    return over_at is None or now < over_at + CALLED_OFF_SHOWN_FOR


def public_id(kept: UUID) -> UUID:
    """Return an id that stays the same and leads nobody back to the booking.

    The ids of bookings say when they were made, and are known to their parties alone.
    """
    return uuid5(kept, "public calendar")
