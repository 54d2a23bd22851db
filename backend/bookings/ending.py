"""How bookings end before their time, and what becomes of the time that is freed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.errors import NotYours, TooLateToUndo
from backend.bookings.locks import has_booked, lock_booking
from backend.bookings.models import Booking
from backend.bookings.occupying import holds_changed
from backend.bookings.states import HOLDING, MAY_HOLD, State
from backend.bookings.telling import bookers_of, tell_of_booking
from backend.db.constraints import breaking
from backend.groups.holding import is_member
from backend.groups.models import Group
from backend.groups.powers import Act
from backend.groups.service import group_closed, member_left
from backend.kernel.facts import check_version
from backend.kernel.periods import Period
from backend.kernel.signals import Signal
from backend.people.service import person_left
from backend.spaces.keeping import keepers_of, lend_hand
from backend.spaces.locks import lock_houses
from backend.spaces.models import Occupancy, Space
from backend.spaces.parting import blocker_out_of_sight, space_out_of_sight
from backend.spaces.queries import visible_spaces
from backend.spaces.service import space_retired

bookings_ended = Signal(
    "Sent in the transaction in which bookings of one space end before their time, the session as "
    "its sender, with bookings, by (who ended them, None where nobody did) and now, the house "
    "being locked. Receivers never refuse, and lock neither people nor groups."
)

booking_taken_up = Signal(
    "Sent in the transaction in which somebody takes up again what they had called off, the "
    "session as its sender, with booking, by and now, the house being locked."
)


def cancel_booking(
    session: Session,
    booking_id: UUID,
    *,
    by: UUID,
    now: datetime,
    words: str = "",
    if_version: int | None = None,
) -> Booking:
    """Call a booking off: who booked it, any member of their group, or any keeper, with words.

    For a group that keeps the space, two do so, or a steward. It can be undone for five minutes,
    and the time stays held until then. Raises BookingNotFound, BookingCannotBecome where it is
    over, NotTenured, ForStewards and ChangedMeanwhile.
    """
    booking, space = lock_booking(session, booking_id, by=by, now=now)
    check_version(booking.version, if_version)
    states.check_can_become(booking.facts, State.CANCELLED, now=now)
    if not has_booked(session, booking, by) and not lend_hand(
        session, space, Act.CALL_OFF, booking.id, by=by, now=now
    ):
        return booking
    was = states.state_at(booking.facts, now)
    end_booking(
        session,
        booking,
        space,
        State.CANCELLED,
        by=by,
        now=now,
        words=words,
        opens_at=now + states.CAN_BE_UNDONE_FOR,
    )
    if by != booking.booked_by:
        theirs = is_member(session, booking.group_id, by)
        kind = "booking_cancelled_by_group" if theirs else "booking_cancelled_by_keeper"
        told = [each for each in bookers_of(session, booking, now=now) if each != by]
        tell_of_booking(session, told, kind, booking, space, now=now, words=words)
    elif was is State.ASKED:
        keepers = keepers_of(session, space.id, now=now)
        tell_of_booking(session, keepers, "booking_asked_no_more", booking, space, now=now)
    return booking


def undo_cancellation(
    session: Session, booking_id: UUID, *, by: UUID, now: datetime, if_version: int | None = None
) -> Booking:
    """Take up again what one called off less than five minutes ago, as it was.

    Raises BookingNotFound, NotYours for what somebody else called off, TooLateToUndo, and
    ChangedMeanwhile.
    """
    booking, space = lock_booking(session, booking_id, by=by, now=now)
    check_version(booking.version, if_version)
    if booking.state != State.CANCELLED or not states.can_be_undone(booking.ended_at, now):
        raise TooLateToUndo
    if booking.ended_by != by:
        raise NotYours
    if booking.ends_at <= now:
        raise TooLateToUndo
    booker = booking.booked_by or by
    seen = session.scalar(select(Space.id).where(Space.id == space.id, visible_spaces(booker)))
    if space.retired_at is not None or seen is None:
        raise TooLateToUndo
    booking.state = (State.ASKED if booking.answer_by is not None else State.CONFIRMED).value
    booking.ended_at = booking.ended_by = None
    booking.ended_words = ""
    booking.version += 1
    lapses = booking.answer_by if not booking.silence_means_yes else None
    held = session.execute(
        update(Occupancy).where(Occupancy.booking_id == booking.id).values(held_until=lapses)
    )
    if not held.rowcount:  # type: ignore[attr-defined]  # An UPDATE gives a cursor result.
        raise TooLateToUndo
    session.flush()
    period = Period(booking.starts_at, booking.ends_at)
    holds_changed.send(session, space=space, periods=[period], freed=False, now=now)
    booking_taken_up.send(session, booking=booking, by=by, now=now)
    if by != booking.booked_by:
        told = [each for each in bookers_of(session, booking, now=now) if each != by]
        tell_of_booking(session, told, "booking_taken_up", booking, space, now=now)
    return booking


def end_booking(
    session: Session,
    booking: Booking,
    space: Space,
    state: State,
    *,
    by: UUID | None,
    now: datetime,
    words: str = "",
    opens_at: datetime | None = None,
) -> None:
    """Write that a booking ended and give its time back, at `opens_at` where that is later."""
    end_bookings(session, [booking], space, state, by=by, now=now, words=words, opens_at=opens_at)


def end_bookings(
    session: Session,
    bookings: Sequence[Booking],
    space: Space,
    state: State,
    *,
    by: UUID | None,
    now: datetime,
    words: str = "",
    opens_at: datetime | None = None,
) -> None:
    """Write that bookings of one space ended, in as many statements as for one of them."""
    if not bookings:
        return
    ids = [booking.id for booking in bookings]
    for booking in bookings:
        booking.state = state.value
        booking.ended_at, booking.ended_by, booking.ended_words = now, by, words
        booking.asked_if_there_at = None
        booking.version += 1
    session.flush()
    until = opens_at or now
    # Nothing is held for longer than it was booked for.
    session.execute(
        update(Occupancy)
        .where(Occupancy.booking_id.in_(ids), Booking.id == Occupancy.booking_id)
        .values(held_until=func.least(until, Booking.ends_at))
        .execution_options(synchronize_session=False)
    )
    periods = [Period(booking.starts_at, booking.ends_at) for booking in bookings]
    holds_changed.send(session, space=space, periods=periods, freed=True, now=now)
    bookings_ended.send(session, bookings=bookings, by=by, now=now)
    # What nobody holds any longer need not wait for the next who comes by.
    session.execute(
        delete(Occupancy).where(Occupancy.booking_id.in_(ids), Occupancy.held_until <= now)
    )


# A date of a series that was made anew meanwhile is not taken up a second time.
breaking("a_series_has_each_date_once", TooLateToUndo)


@person_left.connect
def release_bookings_of(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Give back what somebody who leaves had booked, and forget that it was them.

    What they booked for a group stays the group's.
    """
    own = and_(Booking.booked_by == person_id, Booking.group_id.is_(None))
    _release(session, own, now=now)
    _let_go_of_groups(session, Booking.group_id.is_not(None), person_id=person_id)
    session.execute(
        update(Booking)
        .where(own)
        .values(booked_by=None, what_for="", shown_as="", version=Booking.version + 1)
    )
    for column in (Booking.ended_by, Booking.answered_by):
        session.execute(update(Booking).where(column == person_id).values({column: None}))
    session.expire_all()


@member_left.connect
def let_go_of_bookings_of(
    session: Session, *, group: Group, person_id: UUID, now: datetime
) -> None:
    """Let what somebody booked for a group they leave be the group's and nobody's."""
    del now
    _let_go_of_groups(session, Booking.group_id == group.id, person_id=person_id)
    session.expire_all()


def _let_go_of_groups(session: Session, which: ColumnElement[bool], *, person_id: UUID) -> None:
    for column in (Booking.booked_by, Booking.ended_by):
        session.execute(
            update(Booking)
            .where(which, column == person_id)
            .values({column: None, Booking.version: Booking.version + 1})
            .execution_options(synchronize_session=False)
        )


@group_closed.connect
def release_bookings_of_group(session: Session, *, group: Group, now: datetime) -> None:
    """Give back what was booked for a group that is closed."""
    _release(session, Booking.group_id == group.id, now=now)


@space_retired.connect
def release_bookings_in(session: Session, *, space_id: UUID, now: datetime) -> None:
    """Give back what was booked in a space that is no longer shared, and say so."""
    released = _release(session, Booking.space_id == space_id, now=now)
    _tell_of_released(session, released, now=now)


@space_out_of_sight.connect
def release_bookings_out_of_sight(
    session: Session, *, person_id: UUID, space_id: UUID, now: datetime
) -> None:
    """Give back what somebody booked where nobody is in sight any more, as if all had left."""
    theirs = and_(
        Booking.booked_by == person_id,
        Booking.space_id == space_id,
        Booking.group_id.is_(None),
    )
    _tell_of_released(session, _release(session, theirs, now=now), now=now)


@blocker_out_of_sight.connect
def take_back_words(
    session: Session, *, person_id: UUID, space_ids: Collection[UUID], now: datetime
) -> None:
    """Count as changed what the keepers see from now on without the booker's words."""
    session.execute(
        update(Booking)
        .where(Booking.booked_by == person_id, Booking.space_id.in_(space_ids))
        .values(version=Booking.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def _tell_of_released(
    session: Session, released: Sequence[tuple[Booking, Space]], *, now: datetime
) -> None:
    for booking, space in released:
        if booking.series_id is not None:
            continue  # The booker is told once of the whole series.
        tell_of_booking(
            session,
            bookers_of(session, booking, now=now),
            "booking_released_space_retired",
            booking,
            space,
            now=now,
        )


def _release(
    session: Session, which: ColumnElement[bool], *, now: datetime
) -> list[tuple[Booking, Space]]:
    query = select(Booking).where(which, Booking.ends_at > now, Booking.state.in_(MAY_HOLD))
    spaces = lock_houses(session, {each.space_id for each in session.scalars(query)})
    released = [
        (booking, spaces[booking.space_id])
        for booking in session.scalars(query.execution_options(populate_existing=True))
        if states.state_at(booking.facts, now) in HOLDING and booking.space_id in spaces
    ]
    for space in spaces.values():
        freed = [booking for booking, where in released if where is space]
        end_bookings(session, freed, space, State.RELEASED, by=None, now=now)
    return released
