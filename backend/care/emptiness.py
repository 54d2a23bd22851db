"""An empty room that is booked: somebody who stands in it may ask, and the booker may answer.

Nobody checks in, and nobody is counted. What follows from silence is decided by the clock alone
(`backend.bookings.states`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.errors import BookingCannotBecome, NotYours
from backend.bookings.locks import has_booked, lock_booking
from backend.bookings.models import Booking
from backend.bookings.occupying import holds_changed
from backend.bookings.states import MAY_HOLD, TO_SAY_WE_ARE_HERE, State
from backend.bookings.telling import bookers_of, tell_of_booking
from backend.care.entrances import card_fits
from backend.care.errors import (
    CardDoesNotFit,
    NobodyHasIt,
    SomebodyIsThere,
    TooLateToAsk,
    TooSoonToAsk,
)
from backend.care.models import Entrance
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keeping import is_keeper
from backend.spaces.locks import lock_house
from backend.spaces.models import Occupancy, Space
from backend.spaces.queries import visible_spaces

COMES_LATE = timedelta(minutes=20)
"""How long after the start nobody asks: buses are late."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to whoever has the space: until when they may answer, and what silence means."""

    space_id: UUID
    asked_at: datetime
    answer_by: datetime
    next: Next
    says: Saying


def ask_if_there(
    session: Session, space_id: UUID, *, by: UUID, now: datetime, card: str | None = None
) -> Asked:
    """Ask whoever has the space now whether they are there; who asks again is told the same.

    A keeper may, and whoever scans the `card` on its wall. Raises SpaceNotFound, CardDoesNotFit,
    NobodyHasIt, SomebodyIsThere, TooSoonToAsk and TooLateToAsk.
    """
    if not session.scalar(select(Space.id).where(Space.id == space_id, visible_spaces(by))):
        raise SpaceNotFound
    space = lock_house(session, space_id)
    _check_stands_in_it(session, space, by=by, now=now, card=card)
    bookings = _running(session, space_id, now=now)
    if not bookings:
        raise NobodyHasIt
    # Where several share the space, it is empty only if none of them is there.
    if any(has_booked(session, each, by) or each.here_at is not None for each in bookings):
        raise SomebodyIsThere
    unasked = [each for each in bookings if each.asked_if_there_at is None]
    _check_in_time(unasked, space, now=now)
    _ask(session, unasked, space, now=now)
    asked_at = max(each.asked_if_there_at or now for each in bookings)
    answer_by = asked_at + TO_SAY_WE_ARE_HERE
    return Asked(
        space_id=space_id,
        asked_at=asked_at,
        answer_by=answer_by,
        next=Next(at=answer_by, becomes="free"),
        says=Saying("asked_if_there", {"answer_by": LocalTime(answer_by, space.zone)}),
    )


def say_we_are_here(session: Session, booking_id: UUID, *, by: UUID, now: datetime) -> Booking:
    """Answer that one is there, and keep the time; where nobody asked, nothing changes.

    Raises BookingNotFound, NotYours, and BookingCannotBecome once the time is free again.
    """
    booking, space = lock_booking(session, booking_id, by=by, now=now)
    if not has_booked(session, booking, by):
        raise NotYours
    state = states.state_at(booking.facts, now)
    if state is not State.RUNNING:
        raise BookingCannotBecome(state=state.value, wanted="here")
    if booking.asked_if_there_at is None:
        return booking
    kept = session.execute(
        update(Occupancy).where(Occupancy.booking_id == booking.id).values(held_until=None)
    )
    if not kept.rowcount:  # type: ignore[attr-defined]  # An UPDATE gives a cursor result.
        # Somebody who came at the very instant has the time already.
        raise BookingCannotBecome(state=State.MISSED.value, wanted="here")
    booking.asked_if_there_at, booking.here_at = None, now
    booking.version += 1
    session.flush()
    _changed(session, [booking], space, freed=False, now=now)
    return booking


def _check_stands_in_it(
    session: Session, space: Space, *, by: UUID, now: datetime, card: str | None
) -> None:
    if is_keeper(session, space.id, by=by, now=now):
        return
    if not card_fits(session.get(Entrance, space.id), card):
        raise CardDoesNotFit


def _running(session: Session, space_id: UUID, *, now: datetime) -> list[Booking]:
    query = select(Booking).where(
        Booking.space_id == space_id,
        Booking.starts_at <= now,
        Booking.ends_at > now,
        Booking.state.in_(MAY_HOLD),
    )
    found = session.scalars(query.execution_options(populate_existing=True))
    return [each for each in found if states.state_at(each.facts, now) is State.RUNNING]


def _check_in_time(bookings: Sequence[Booking], space: Space, *, now: datetime) -> None:
    for each in bookings:
        ask_at = each.starts_at + COMES_LATE
        if now < ask_at:
            raise TooSoonToAsk(ask_at=LocalTime(ask_at, space.zone))
        if now + TO_SAY_WE_ARE_HERE >= each.ends_at:
            raise TooLateToAsk(ends_at=LocalTime(each.ends_at, space.zone))


def _ask(session: Session, bookings: Sequence[Booking], space: Space, *, now: datetime) -> None:
    answer_by = now + TO_SAY_WE_ARE_HERE
    for booking in bookings:
        booking.asked_if_there_at = now
        booking.version += 1
    session.flush()
    session.execute(
        update(Occupancy)
        .where(Occupancy.booking_id.in_([each.id for each in bookings]))
        .values(held_until=answer_by)
    )
    for booking in bookings:
        tell_of_booking(
            session,
            bookers_of(session, booking, now=now),
            "are_you_there",
            booking,
            space,
            now=now,
            answer_by=LocalTime(answer_by, space.zone),
        )
    if bookings:
        _changed(session, bookings, space, freed=True, now=now)


def _changed(
    session: Session, bookings: Sequence[Booking], space: Space, *, freed: bool, now: datetime
) -> None:
    """Say that what they hold ends with the question, or goes on after the answer."""
    periods = [Period(each.starts_at, each.ends_at) for each in bookings]
    holds_changed.send(session, space=space, periods=periods, freed=freed, now=now)
