"""What a wish to hold a space must pass, in one place for booking, moving and whatever comes.

Call these with the row of the house locked (`backend.spaces.locks.lock_house`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.bookings import occupying, rules
from backend.bookings.errors import SpaceAlreadyBooked, SpaceCannotBeBooked
from backend.bookings.fair_use import Use, check_fair_use
from backend.bookings.models import Booking
from backend.bookings.occupying import Around
from backend.bookings.states import MAY_HOLD
from backend.bookings.suggestions import suggestions
from backend.db.constraints import breaking
from backend.kernel.facts import Fact
from backend.kernel.local_time import ONE_DAY, day_of, midnight_of, zone_named
from backend.kernel.periods import Period
from backend.spaces.free_times import timetable_columns, timetable_of, timetable_span
from backend.spaces.models import Space
from backend.spaces.terms import FairUse

breaking("bookings_do_not_overlap", SpaceAlreadyBooked)

LOOKS_AHEAD = timedelta(days=14)
"""How far ahead a refusal looks for when the space opens next."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a space. `alone`: without others in it, where it is shared."""

    by: UUID
    period: Period
    people: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """A wish that can be: what it occupies, and for how long with its buffers."""

    zone: ZoneInfo
    around: Around
    occupied: Period
    shares: bool


def check_wish(
    session: Session, space: Space, wish: Wish, *, now: datetime, moving: Booking | None = None
) -> Granted:
    """Return what a wish would occupy; raise the first reason for which it cannot be.

    `moving` is the booking whose time is being changed: it is not in its own way. Raises
    SpaceCannotBeBooked, the facts of `rules.check_terms` and `rules.check_open`, FairUseReached and
    SpaceAlreadyBooked, each with suggestions of what else there is.
    """
    with suggesting(space.id, wish, now=now):
        if space.retired_at is not None:
            raise SpaceCannotBeBooked(name=space.name)
        zone = zone_named(space.zone)
        terms = space.terms
        rules.check_terms(wish.period, people=wish.people, terms=terms, zone=zone, now=now)
        rules.check_open(wish.period, open_around(session, space, wish.period, zone), zone)
        check_use(session, space, wish, zone, now=now, moving=moving)
        shares = rules.shares(terms, alone=wish.alone)
        occupied = rules.occupied_period(wish.period, terms)
        around = occupying.look_at_house(
            session, space.id, occupied, now=now, but_not=moving.id if moving else None
        )
        if not occupying.fits(
            around.taken, people=wish.people, capacity=space.capacity, shares=shares
        ):
            raise SpaceAlreadyBooked(space_id=space.id)
    return Granted(zone, around, occupied, shares)


@contextmanager
def suggesting(space_id: UUID, wish: Wish, *, now: datetime) -> Iterator[None]:
    """Let every refusal look around for what else there is, once the lock is gone."""
    try:
        yield
    except Fact as refusal:
        refusal.look_around = partial(
            suggestions,
            space_id=space_id,
            period=wish.period,
            people=wish.people,
            by=wish.by,
            now=now,
        )
        raise


def open_around(session: Session, space: Space, period: Period, zone: ZoneInfo) -> list[Period]:
    """Return when the space is open from the day of the period on, two weeks at least."""
    begins_at = midnight_of(day_of(period.start, zone), zone)
    window = Period(begins_at, max(begins_at + LOOKS_AHEAD, period.end + ONE_DAY))
    row = session.execute(
        select(*timetable_columns()).where(Space.id == space.id), timetable_span([window])
    ).one()
    return timetable_of(*row).open_within(window)


def check_use(
    session: Session,
    space: Space,
    wish: Wish,
    zone: ZoneInfo,
    *,
    now: datetime,
    moving: Booking | None = None,
) -> None:
    """Raise FairUseReached where the booker has as much of the space as one may have."""
    limits = space.terms.fair_use
    if limits == FairUse(days=limits.days):
        return
    reach = timedelta(days=limits.days)
    query = select(Booking.starts_at, Booking.ends_at, Booking.series_id).where(
        Booking.booked_by == wish.by,
        Booking.space_id == space.id,
        Booking.state.in_(MAY_HOLD),
        or_(Booking.answer_by.is_(None), Booking.answer_by > now, Booking.silence_means_yes),
        or_(
            Booking.starts_at.between(wish.period.start - reach, wish.period.start + reach),
            Booking.ends_at > now,
        ),
    )
    if moving is not None:
        query = query.where(Booking.id != moving.id)
    uses = [Use(Period(start, end), series) for start, end, series in session.execute(query)]
    series_id = moving.series_id if moving else None
    check_fair_use(wish.period, uses, limits, zone, now=now, series_id=series_id)
