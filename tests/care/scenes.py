"""Scenes for tests of caring: a hall with its keeper, and people who book it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings import service, states
from backend.bookings.models import Booking
from backend.bookings.states import State
from backend.kernel.periods import Period
from backend.notifications.models import Notification
from backend.spaces.models import Space
from tests.bookings.rooms import NOW

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
START = NOW + 8 * HOUR
"""Six in the evening."""
EVENING = Period(START, START + 3 * HOUR)


def book(
    session: Session,
    space: Space,
    by: UUID,
    period: Period = EVENING,
    *,
    now: datetime = NOW,
    **more: object,
) -> Booking:
    return service.book(session, by=by, space_id=space.id, period=period, now=now, **more)


def later(days: float = 0, **more: float) -> Period:
    """Return the evening some time later."""
    by = timedelta(days=days, **more)
    return Period(EVENING.start + by, EVENING.end + by)


def state(booking: Booking, now: datetime) -> State:
    return states.state_at(booking.facts, now)


def told(session: Session, person: UUID) -> list[str]:
    """Return the kinds of what somebody was told, in order."""
    kinds = select(Notification.kind).where(Notification.person_id == person)
    return list(session.scalars(kinds.order_by(Notification.id)))


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    from sqlalchemy import event

    statements: list[str] = []
    engine = session.get_bind()

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
