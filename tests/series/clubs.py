"""Clubs that meet again and again, for tests."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings.models import Booking
from backend.kernel.local_time import wall_of, zone_named
from backend.notifications.models import Notification
from backend.series import service
from backend.series.rules import Plan
from backend.spaces.models import Space
from tests.bookings.rooms import NOW
from tests.kernel.zones import wall

THURSDAY = wall(2026, 3, 5, 19)


def weekly(count: int = 4, first: datetime = THURSDAY, **more: object) -> Plan:
    """Return two hours every week, on Thursdays at seven."""
    facts = {"rrule": f"FREQ=WEEKLY;COUNT={count}", "duration": timedelta(hours=2), **more}
    return Plan(first=first, **facts)  # type: ignore[arg-type]


def running(first: datetime = THURSDAY, rrule: str = "FREQ=WEEKLY", **more: object) -> Plan:
    """Return two hours every week until stopped."""
    return weekly(first=first, rrule=rrule, until_stopped=True, **more)


def book(session: Session, space: Space, by: UUID, plan: Plan, now: datetime = NOW, **more):
    """Book a series and return it with what became of its dates."""
    return service.book_series(session, space.id, plan, by=by, now=now, **more)


def dates_held(session: Session, series_id: UUID) -> list[date]:
    """Return the dates of a series that hold their time, as written."""
    held = select(Booking.series_on).where(
        Booking.series_id == series_id, Booking.state.in_(["asked", "confirmed"])
    )
    return list(session.scalars(held.order_by(Booking.series_on)))


def walls(session: Session, space: Space, series_id: UUID) -> list[datetime]:
    """Return what the clock shows when the held dates of a series begin."""
    starts = select(Booking.starts_at).where(
        Booking.series_id == series_id, Booking.state.in_(["asked", "confirmed"])
    )
    zone = zone_named(space.zone)
    return [wall_of(at, zone) for at in session.scalars(starts.order_by(Booking.starts_at))]


def told(session: Session, person: UUID) -> list[str]:
    """Return what somebody was told, in order."""
    kinds = select(Notification.kind).where(Notification.person_id == person)
    return list(session.scalars(kinds.order_by(Notification.id)))


def reasons(outcomes) -> dict[date, str | None]:
    """Return why each date was skipped, None for those that were not."""
    return {each.on: each.refused.code if each.refused else None for each in outcomes.dates}
