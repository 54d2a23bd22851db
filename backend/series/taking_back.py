"""Taking one date back: a keeper needs the space then, for a funeral, and says so with words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.ending import end_bookings
from backend.bookings.errors import BookingCannotBecome, NotYours
from backend.bookings.locks import has_booked, lock_booking
from backend.bookings.models import Booking
from backend.bookings.states import MAY_HOLD, State
from backend.bookings.suggestions import suggestions
from backend.bookings.telling import bookers_of, tell_of_booking
from backend.groups.powers import Act
from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.periods import Period
from backend.spaces.keeping import Keeping, keeping_of, lend_hand
from backend.spaces.models import Occupancy


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The booking that was taken back, the keeper's own for that time, and what else there is."""

    booking_id: UUID
    booked_id: UUID | None
    alternatives: Sequence[Any]


def take_back(
    session: Session,
    booking_id: UUID,
    *,
    by: UUID,
    words: str,
    now: datetime,
    then_book: bool = True,
    what_for: str = "",
    shown_as: str = "",
    if_version: int | None = None,
) -> TakenBack:
    """Take a booking that has not begun back from whoever made it; only a keeper may, with words.

    With `then_book` the time is the keeper's own in the same step, so that nobody else gets it. Two
    of a group that keeps the space do so, or a steward, and it is the group's then. The booker is
    told, with words and alternatives. Raises BookingNotFound, NotYours where it is one's own or one
    keeps nothing, NotTenured, ForStewards, ChangedMeanwhile, and BookingCannotBecome.
    """
    booking, space = lock_booking(session, booking_id, by=by, now=now)
    keeping = keeping_of(session, space.id, by=by, now=now)
    if has_booked(session, booking, by) or not keeping.is_keeper:
        raise NotYours
    check_version(booking.version, if_version)
    state = states.state_at(booking.facts, now)
    if state.value not in MAY_HOLD:
        raise BookingCannotBecome(state=state.value, wanted="taken_back")
    if not lend_hand(session, space, Act.TAKE_BACK, booking.id, by=by, now=now):
        return TakenBack(booking.id, None, ())
    period = Period(booking.starts_at, booking.ends_at)
    booked_id = None
    if then_book:
        booked_id = _book(session, booking, by, keeping, what_for, shown_as, now)
    booker = booking.booked_by
    end_bookings(session, [booking], space, State.CANCELLED, by=by, now=now, words=words)
    alternatives: Sequence[Any] = ()
    if booker is not None:
        found = suggestions(
            session.connection(),
            space_id=space.id,
            period=period,
            people=booking.people,
            by=booker,
            now=now,
            here_from=now,
        )
        alternatives = cast(Sequence[Any], found["suggestions"])
    tell_of_booking(
        session,
        bookers_of(session, booking, now=now),
        "date_taken_back",
        booking,
        space,
        now=now,
        words=words,
        alternatives=alternatives,
    )
    return TakenBack(booking.id, booked_id, alternatives)


def _book(
    session: Session,
    booking: Booking,
    by: UUID,
    keeping: Keeping,
    what_for: str,
    shown_as: str,
    now: datetime,
) -> UUID:
    """Give the time to the keeper, or their group, as it is held: nobody else comes between."""
    made = insert(Booking).returning(Booking.id, Booking.number)
    values = {
        "id": new_id(),
        "version": 1,
        "space_id": booking.space_id,
        "booked_by": by,
        "group_id": None if keeping.holds_key else keeping.group_id,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "people": booking.people,
        "alone": booking.alone,
        "what_for": what_for,
        "shown_as": shown_as,
        "state": State.CONFIRMED.value,
        "silence_means_yes": False,
        "ended_words": "",
        "created_at": now,
    }
    booked_id, number = session.execute(made.values(**values)).one()
    held = update(Occupancy).where(Occupancy.booking_id == booking.id)
    session.execute(held.where(Occupancy.lane.is_not(None)).values(lane=number))
    session.execute(held.values(booking_id=booked_id, held_until=None))
    return booked_id
