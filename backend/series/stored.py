"""A series as it is stored, and as the rules know it; and the lock that its verbs take."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.bookings.models import Booking
from backend.groups.holding import is_member, who_hears
from backend.series.errors import SeriesNotFound
from backend.series.models import Series, SkippedDate
from backend.series.rules import Plan
from backend.spaces.keeping import is_keeper, lock_group_of
from backend.spaces.locks import lock_house
from backend.spaces.models import Space


def plan_of(series: Series) -> Plan:
    """Return what a series asks for."""
    return Plan(
        rrule=series.rrule,
        first=series.first,
        duration=timedelta(minutes=series.duration_minutes),
        people=series.people,
        alone=series.alone,
        left_out=frozenset(series.left_out),
        moved={
            date.fromisoformat(on): datetime.fromisoformat(wall)
            for on, wall in series.moved.items()
        },
        until_stopped=series.until_stopped,
    )


def keep_plan(series: Series, plan: Plan) -> None:
    """Write down what a series asks for."""
    series.rrule = plan.rrule
    series.first = plan.first
    series.duration_minutes = int(plan.duration.total_seconds() // 60)
    series.people, series.alone = plan.people, plan.alone
    series.left_out = sorted(plan.left_out)
    series.moved = {on.isoformat(): wall.isoformat() for on, wall in plan.moved.items()}
    series.until_stopped = plan.until_stopped


def plan_date(
    series: Series, on: date, *, left_out: bool = False, moved_to: datetime | None = None
) -> None:
    """Write down what becomes of a date that is not made yet: left out, moved, or as the rule says.

    `moved_to` is a wall time. Come with the house locked.
    """
    series.left_out = sorted({*series.left_out, on} if left_out else {*series.left_out} - {on})
    moved = {each: wall for each, wall in series.moved.items() if each != on.isoformat()}
    if moved_to is not None:
        moved[on.isoformat()] = moved_to.isoformat()
    series.moved = moved
    series.version += 1


def lock_series(
    session: Session, series_id: UUID, *, by: UUID, now: datetime
) -> tuple[Series, Space, bool]:
    """Return a series, its space with the house locked, and whether the caller keeps it.

    Where they keep it for a group, that group is locked before. Raises SeriesNotFound for those
    whose it is not and who keep nothing there.
    """
    series = session.get(Series, series_id)
    if series is None:
        raise SeriesNotFound
    keeping = lock_group_of(session, series.space_id, by=by, now=now)
    space = lock_house(session, series.space_id)
    session.refresh(series)
    # Who gave their key back meanwhile keeps it no longer.
    keeps = keeping.is_keeper and is_keeper(session, space.id, by=by, now=now)
    if not keeps and not has_booked(session, series, by):
        raise SeriesNotFound
    return series, space, keeps


def has_booked(session: Session, series: Series, person_id: UUID) -> bool:
    """Answer whether a series is somebody's to act on: their own, or one of their group."""
    return series.booked_by == person_id or is_member(session, series.group_id, person_id)


def bookers_of(session: Session, series: Series, *, now: datetime) -> list[UUID]:
    """Return whom to tell what the booker must learn, for a group a few where that person left."""
    if series.booked_by is not None:
        return [series.booked_by]
    return who_hears(session, series.group_id, now=now) if series.group_id is not None else []


def dates_to_come(
    session: Session, series_id: UUID, *, now: datetime, from_on: date | None = None
) -> list[Booking]:
    """Return the bookings of a series that have not begun, whatever became of them."""
    query = select(Booking).where(Booking.series_id == series_id, Booking.starts_at > now)
    if from_on is not None:
        query = query.where(Booking.series_on >= from_on)
    query = query.order_by(Booking.starts_at).execution_options(populate_existing=True)
    return list(session.scalars(query))


def forget_skipped(session: Session, series_id: UUID, from_on: date | None) -> None:
    """Forget which dates could not be had, from a date on."""
    query = delete(SkippedDate).where(SkippedDate.series_id == series_id)
    session.execute(query if from_on is None else query.where(SkippedDate.on >= from_on))
