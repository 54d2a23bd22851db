"""Booking, moving and calling off: each verb is a list of checks under the lock of the house."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from backend.bookings import occupying, rules, states
from backend.bookings.errors import (
    BookingNotFound,
    NotYours,
    SpaceAlreadyBooked,
    SpaceCannotBeBooked,
)
from backend.bookings.models import Booking
from backend.bookings.states import BookingFacts, State
from backend.bookings.suggestions import suggestions
from backend.db.constraints import breaking
from backend.kernel.facts import Fact, check_version
from backend.kernel.ids import new_id
from backend.kernel.local_time import ONE_DAY, day_of, midnight_of, zone_named
from backend.kernel.periods import Period
from backend.people.service import person_left
from backend.spaces.errors import SpaceNotFound
from backend.spaces.free_times import timetable_columns, timetable_of, timetable_span
from backend.spaces.locks import lock_house
from backend.spaces.models import Keeper, Space
from backend.spaces.queries import visible_spaces
from backend.spaces.service import space_retired
from backend.spaces.terms import Confirms, Sharing

breaking("bookings_do_not_overlap", SpaceAlreadyBooked)

LOOKS_AHEAD = timedelta(days=14)
"""How far ahead a refusal looks for when the space opens next."""


def book(
    session: Session,
    *,
    by: UUID,
    space_id: UUID,
    period: Period,
    now: datetime,
    people: int = 1,
    what_for: str = "",
    shown_as: str = "",
    alone: bool = False,
    booking_id: UUID | None = None,
) -> Booking:
    """Hold a space for a time.

    `alone` asks for a shared space without others in it. Raises SpaceNotFound, SpaceCannotBeBooked,
    the facts of `rules.check_terms` and `rules.check_open`, and SpaceAlreadyBooked; each carries
    suggestions of what else there is.
    """
    if not session.scalar(select(Space.id).where(Space.id == space_id, visible_spaces(by))):
        raise SpaceNotFound
    space = lock_house(session, space_id)
    try:
        _check_bookable(session, space, period, people=people, now=now)
        shares = space.sharing == Sharing.SHARED and not alone
        occupied = rules.occupied_period(period, space.terms)
        around = occupying.look_at_house(session, space.id, occupied, now=now)
        if not occupying.fits(around.taken, people=people, capacity=space.capacity, shares=shares):
            raise SpaceAlreadyBooked(space_id=space.id)
    except Fact as refusal:
        _suggest(refusal, space.id, period, people=people, by=by, now=now)
        raise
    booking = session.scalars(
        insert(Booking)
        .values(
            id=booking_id or new_id(),
            version=1,
            space_id=space.id,
            booked_by=by,
            starts_at=period.start,
            ends_at=period.end,
            people=people,
            what_for=what_for,
            shown_as=shown_as,
            alone=alone,
            state=State.CONFIRMED.value,
            ended_words="",
            created_at=now,
        )
        .returning(Booking)
    ).one()
    occupying.occupy(session, booking, around, occupied, shares=shares)
    return booking


def move_booking(
    session: Session,
    booking_id: UUID,
    *,
    by: UUID,
    period: Period,
    now: datetime,
    if_version: int | None = None,
) -> Booking:
    """Change the time of a booking that has not begun; only who booked it may.

    Raises what `book` raises, BookingNotFound, NotYours, BookingCannotBecome where it has begun or
    is over, and ChangedMeanwhile. When refused, the booking stands as it was.
    """
    booking, space = _lock_booking(session, booking_id, by=by)
    if booking.booked_by != by:
        raise NotYours
    check_version(booking.version, if_version)
    states.check_not_begun(facts_of(booking), now=now)
    try:
        _check_bookable(session, space, period, people=booking.people, now=now)
        shares = space.sharing == Sharing.SHARED and not booking.alone
        occupied = rules.occupied_period(period, space.terms)
        around = occupying.look_at_house(session, space.id, occupied, now=now, but_not=booking.id)
        if not occupying.fits(
            around.taken, people=booking.people, capacity=space.capacity, shares=shares
        ):
            raise SpaceAlreadyBooked(space_id=space.id)
    except Fact as refusal:
        _suggest(refusal, space.id, period, people=booking.people, by=by, now=now)
        raise
    booking.starts_at, booking.ends_at = period.start, period.end
    booking.version += 1
    occupying.let_go(session, [booking.id])
    occupying.occupy(session, booking, around, occupied, shares=shares)
    session.flush()
    return booking


def edit_booking(
    session: Session,
    booking_id: UUID,
    *,
    by: UUID,
    now: datetime,
    if_version: int | None,
    people: int | None = None,
    what_for: str | None = None,
    shown_as: str | None = None,
) -> Booking:
    """Change how many come, what for, or what is shown; only who booked it, until it is over.

    Raises BookingNotFound, NotYours, ChangedMeanwhile, BookingCannotBecome, TooManyPeople, and
    SpaceAlreadyBooked where a shared space has no room for more people.
    """
    booking, space = _lock_booking(session, booking_id, by=by)
    if booking.booked_by != by:
        raise NotYours
    check_version(booking.version, if_version)
    states.check_not_over(facts_of(booking), now=now)
    if people is not None and people != booking.people:
        _change_people(session, booking, space, people, now=now)
    if what_for is not None:
        booking.what_for = what_for
    if shown_as is not None:
        booking.shown_as = shown_as
    booking.version += 1
    session.flush()
    return booking


def _change_people(
    session: Session, booking: Booking, space: Space, people: int, *, now: datetime
) -> None:
    rules.check_people(people, space.terms)
    period = Period(booking.starts_at, booking.ends_at)
    occupied = rules.occupied_period(period, space.terms)
    around = occupying.look_at_house(session, space.id, occupied, now=now, but_not=booking.id)
    shares = space.sharing == Sharing.SHARED and not booking.alone
    if shares and not occupying.fits(
        around.taken, people=people, capacity=space.capacity, shares=True
    ):
        raise SpaceAlreadyBooked(space_id=space.id)
    booking.people = people
    occupying.count_people(session, booking.id, people)


def cancel_booking(
    session: Session,
    booking_id: UUID,
    *,
    by: UUID,
    now: datetime,
    words: str = "",
    if_version: int | None = None,
) -> Booking:
    """Call a booking off: who booked it, or any keeper, with words; the time is free at once.

    Raises BookingNotFound, BookingCannotBecome where it is over, and ChangedMeanwhile.
    """
    booking, _ = _lock_booking(session, booking_id, by=by)
    check_version(booking.version, if_version)
    states.check_can_become(facts_of(booking), State.CANCELLED, now=now)
    booking.state = State.CANCELLED.value
    booking.ended_at, booking.ended_by, booking.ended_words = now, by, words
    booking.version += 1
    occupying.let_go(session, [booking.id])
    session.flush()
    return booking


def facts_of(booking: Booking) -> BookingFacts:
    """Return what is written down about a booking, for the rules."""
    return BookingFacts(
        period=Period(booking.starts_at, booking.ends_at), written=State(booking.state)
    )


def _lock_booking(session: Session, booking_id: UUID, *, by: UUID) -> tuple[Booking, Space]:
    """Return a booking and its space with the house locked; BookingNotFound for those of others."""
    booking = session.get(Booking, booking_id)
    if booking is None:
        raise BookingNotFound
    if booking.booked_by != by and session.get(Keeper, (booking.space_id, by)) is None:
        raise BookingNotFound
    space = lock_house(session, booking.space_id)
    session.refresh(booking)
    return booking, space


def _check_bookable(
    session: Session, space: Space, period: Period, *, people: int, now: datetime
) -> None:
    if space.retired_at is not None:
        raise SpaceCannotBeBooked(name=space.name)
    zone = zone_named(space.zone)
    rules.check_terms(period, people=people, terms=space.terms, zone=zone, now=now)
    if space.confirms != Confirms.INSTANT:
        raise SpaceCannotBeBooked(name=space.name)
    rules.check_open(period, _open_around(session, space, period, zone), zone)


def _open_around(session: Session, space: Space, period: Period, zone: ZoneInfo) -> list[Period]:
    """Return when the space is open from the day of the booking on, two weeks at least."""
    begins_at = midnight_of(day_of(period.start, zone), zone)
    window = Period(begins_at, max(begins_at + LOOKS_AHEAD, period.end + ONE_DAY))
    row = session.execute(
        select(*timetable_columns()).where(Space.id == space.id), timetable_span([window])
    ).one()
    return timetable_of(*row).open_within(window)


def _suggest(
    refusal: Fact, space_id: UUID, period: Period, *, people: int, by: UUID, now: datetime
) -> None:
    refusal.look_around = partial(
        suggestions, space_id=space_id, period=period, people=people, by=by, now=now
    )


@person_left.connect
def release_bookings_of(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Give back what somebody who leaves had booked, and forget that it was them."""
    _release(session, now, Booking.booked_by == person_id)
    session.execute(
        update(Booking)
        .where(Booking.booked_by == person_id)
        .values(booked_by=None, what_for="", shown_as="", version=Booking.version + 1)
    )
    session.execute(
        update(Booking)
        .where(Booking.ended_by == person_id)
        .values(ended_by=None, ended_words="", version=Booking.version + 1)
    )


@space_retired.connect
def release_bookings_in(session: Session, *, space_id: UUID, now: datetime) -> None:
    """Give back what was booked in a space that is no longer shared."""
    _release(session, now, Booking.space_id == space_id)


def _release(session: Session, now: datetime, which: ColumnElement[bool]) -> None:
    released = session.scalars(
        update(Booking)
        .where(
            which,
            Booking.ends_at > now,
            Booking.state.in_([State.ASKED.value, State.CONFIRMED.value]),
        )
        .values(state=State.RELEASED.value, ended_at=now, version=Booking.version + 1)
        .returning(Booking.id)
    ).all()
    occupying.let_go(session, released)
