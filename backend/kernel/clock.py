"""The clock is passed in, so that every rule about time can be tested at any time."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return this instant in UTC, to the microsecond, as PostgreSQL keeps it."""
    return datetime.now(UTC)
