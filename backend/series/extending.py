"""Series that run until stopped: their next dates are made ahead of anybody else's wish.

Whoever next writes about a house makes them, under its lock; no job has to run. Done twice, nothing
changes.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from backend.bookings import guard
from backend.bookings.asking import Question
from backend.bookings.models import Booking
from backend.bookings.states import MAY_HOLD
from backend.kernel.facts import Fact
from backend.kernel.local_time import ONE_DAY, day_of, zone_named
from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, tell
from backend.series.making import check_dates, write_dates
from backend.series.models import Series
from backend.series.rules import LOOKED_AT_AHEAD, LOOKED_AT_EVERY, last_day, planned
from backend.series.states import State, state_at
from backend.series.stored import bookers_of, plan_of
from backend.spaces.keeping import keepers_of
from backend.spaces.models import Space
from backend.waiting.models import Wait
from backend.waiting.states import Written as Waiting


@guard.before_a_wish.connect
def extend_before_a_wish(session: Session, *, space: Space, now: datetime) -> None:
    """Make the next dates of the series in a house before anybody else's wish is checked."""
    extend_running_series(session, [space.id], now=now)


_ROOTS = select(Space.root_id).where(Space.id.in_(bindparam("space_ids", expanding=True)))
# Written once, for it is asked before every booking.
_RUNNING = (
    select(Series, Space)
    .join(Space, Space.id == Series.space_id)
    .where(
        Space.root_id.in_(_ROOTS),
        Space.retired_at.is_(None),
        Series.until_stopped,
        Series.ended_at.is_(None),
    )
    .order_by(Series.created_at, Series.id)
)


def extend_running_series(session: Session, space_ids: Collection[UUID], *, now: datetime) -> int:
    """Make the next dates of the running series in the houses of these spaces; they are locked.

    Who began first comes first. Returns how many series went on.
    """
    running = session.execute(_RUNNING, {"space_ids": list(space_ids)}).all()
    return sum(_extend(session, series, space, now=now) for series, space in running)


def spaces_with_running_series(session: Session) -> list[UUID]:
    """Return the spaces in which a series runs until stopped."""
    return list(
        session.scalars(
            select(Series.space_id)
            .where(Series.until_stopped, Series.ended_at.is_(None))
            .distinct()
            .order_by(Series.space_id)
        )
    )


def _extend(session: Session, series: Series, space: Space, *, now: datetime) -> bool:
    try:
        zone = zone_named(space.zone)
        horizon = last_day(now, zone, space.horizon_days)
        if series.made_through >= horizon:
            return False
        bookers = bookers_of(session, series, now=now)
        if not bookers or state_at(series.facts, now) is State.LAPSED:
            return False
        if not _goes_on(session, series, space, now=now):
            return False
        # What was not made while nobody wrote here is past, and made no more.
        after = max(series.made_through, day_of(now, zone) - ONE_DAY)
        plan = plan_of(series)
        found = planned(plan, zone, now=now, horizon_days=space.horizon_days, after=after)
        outcomes = check_dates(
            session,
            space,
            plan,
            found.dates,
            by=bookers[0],
            series_id=series.id,
            group_id=series.group_id,
            now=now,
        )
    except Fact:
        # A zone that is gone, or a rule that is understood no longer: the dates made so far stand.
        return False
    asked = None
    if state_at(series.facts, now) is State.ASKED and series.answer_by is not None:
        asked = Question(series.answer_by, series.silence_means_yes)
    write_dates(session, series, space, outcomes, by=series.booked_by, asked=asked, now=now)
    if outcomes.skipped:
        tell(
            session,
            bookers,
            "series_dates_skipped",
            about=About("series", series.id),
            now=now,
            space=space.name,
            space_id=space.id,
            skipped=len(outcomes.skipped),
            starts_at=LocalTime(outcomes.skipped[0].period.start, space.zone),
        )
    series.made_through = found.made_through
    session.flush()
    return True


def _goes_on(session: Session, series: Series, space: Space, *, now: datetime) -> bool:
    """Look at a series once a year: silence renews it, unless somebody waits."""
    if series.renew_by is None:
        return True
    about = About("series", series.id)
    if now >= series.renew_by:
        if _somebody_waits(session, series, now=now):
            series.until_stopped = False
            series.version += 1
            told = [*bookers_of(session, series, now=now), *keepers_of(session, space.id, now=now)]
            tell(
                session,
                told,
                "series_not_renewed",
                about=about,
                now=now,
                space=space.name,
                space_id=space.id,
            )
            session.flush()
            return False
        while series.renew_by <= now:
            series.renew_by += LOOKED_AT_EVERY
        series.version += 1
    elif now >= series.renew_by - LOOKED_AT_AHEAD:
        tell(
            session,
            [*bookers_of(session, series, now=now), *keepers_of(session, space.id, now=now)],
            "series_looked_at",
            about=about,
            now=now,
            once=f"series {series.id} renews {series.renew_by.date()}",
            space=space.name,
            space_id=space.id,
            renew_by=LocalTime(series.renew_by, space.zone),
        )
    return True


def _somebody_waits(session: Session, series: Series, *, now: datetime) -> bool:
    """Answer whether anybody else is in line for a time that the series holds."""
    waits = (
        exists()
        .where(
            Booking.series_id == series.id,
            Booking.starts_at > now,
            Booking.state.in_(MAY_HOLD),
            Wait.space_id == series.space_id,
            Wait.state == Waiting.WAITING.value,
            Wait.person_id != series.booked_by,
            Wait.starts_at < Booking.ends_at,
            Wait.ends_at > Booking.starts_at,
        )
        .select()
    )
    return bool(session.scalar(waits))
