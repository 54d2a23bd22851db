"""Booking, moving and editing: each verb is a list of checks under the lock of the house."""

from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, insert, select
from sqlalchemy.orm import Session

from backend.bookings import asking, guard, occupying, rules, states
from backend.bookings.errors import NotYours, SpaceAlreadyBooked
from backend.bookings.guard import Granted, Wish, offered_time_booked
from backend.bookings.locks import has_booked, lock_booking
from backend.bookings.models import Booking
from backend.bookings.occupying import holds_changed
from backend.bookings.states import State
from backend.groups.acting import forget_hands
from backend.groups.holding import hold_group
from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.periods import Period
from backend.people.service import hold_person
from backend.spaces.errors import SpaceNotFound
from backend.spaces.locks import lock_house
from backend.spaces.models import Space
from backend.spaces.queries import visible_spaces

_BOOK = insert(Booking).returning(Booking)


@cache
def _visible_space() -> Select[UUID]:
    """Build it on first use: by then every room has said who else may see a space."""
    viewer: Any = bindparam("viewer", type_=Space.id.type)
    return select(Space.id).where(Space.id == bindparam("space_id"), visible_spaces(viewer))


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
    series_id: UUID | None = None,
    series_on: date | None = None,
    group_id: UUID | None = None,
) -> Booking:
    """Hold a space for a time; where a keeper is asked first, the time is held meanwhile.

    `alone` asks for a shared space without others in it. `series_id` and `series_on` say of which
    series it is which date. Booked for a group, it counts for the group, and every member may act
    on it. Raises SpaceNotFound, GroupNotFound, NotAMember and the facts of `guard.check_wish`.
    """
    hold_person(session, by)
    if group_id is not None:
        hold_group(session, group_id, by=by)
    if not session.scalar(_visible_space(), {"space_id": space_id, "viewer": by}):
        raise SpaceNotFound
    space = lock_house(session, space_id)
    wish = Wish(
        by=by, period=period, people=people, alone=alone, series_id=series_id, group_id=group_id
    )
    granted = guard.check_wish(session, space, wish, now=now)
    asked = asking.question_for(
        session, space, by, period.start, granted.zone, now=now, group_id=group_id
    )
    booking = session.scalars(
        _BOOK,
        {
            "id": booking_id or new_id(),
            "version": 1,
            "space_id": space.id,
            "booked_by": by,
            "group_id": group_id,
            "starts_at": period.start,
            "ends_at": period.end,
            "people": people,
            "what_for": what_for,
            "shown_as": shown_as,
            "alone": alone,
            "state": (State.ASKED if asked else State.CONFIRMED).value,
            "answer_by": asked.answer_by if asked else None,
            "silence_means_yes": asked.silence_means_yes if asked else False,
            "ended_words": "",
            "created_at": now,
            "series_id": series_id,
            "series_on": series_on,
        },
    ).one()
    _hold(session, booking, space, granted, now=now)
    if asked:
        asking.ask_keepers(session, booking, space, now=now)
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
    """Change the time of a booking that has not begun; only who booked it may, or their group.

    Where a keeper is asked first, they are asked again. Raises the facts of `guard.check_wish`,
    BookingNotFound, NotYours, BookingCannotBecome where it has begun or is over, and
    ChangedMeanwhile. When refused, the booking stands as it was.
    """
    booking, space = lock_booking(session, booking_id, by=by, now=now)
    if not has_booked(session, booking, by):
        raise NotYours
    check_version(booking.version, if_version)
    states.check_not_begun(booking.facts, now=now)
    wish = Wish(
        by=by,
        period=period,
        people=booking.people,
        alone=booking.alone,
        group_id=booking.group_id,
    )
    granted = guard.check_wish(session, space, wish, now=now, moving=booking)
    asked = asking.question_for(
        session, space, by, period.start, granted.zone, now=now, group_id=booking.group_id
    )
    left = Period(booking.starts_at, booking.ends_at)
    booking.starts_at, booking.ends_at = period.start, period.end
    if space.group_id is not None:
        # Who lent a hand to it, did so for another time.
        forget_hands(session, [booking.id])
    booking.state = (State.ASKED if asked else State.CONFIRMED).value
    booking.answer_by = asked.answer_by if asked else None
    booking.silence_means_yes = asked.silence_means_yes if asked else False
    booking.answered_by = None
    booking.version += 1
    session.flush()
    occupying.let_go(session, [booking.id])
    _hold(session, booking, space, granted, now=now)
    holds_changed.send(session, space=space, periods=[left], freed=True, now=now)
    if asked:
        asking.ask_keepers(session, booking, space, now=now)
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
    booking, space = lock_booking(session, booking_id, by=by, now=now)
    if not has_booked(session, booking, by):
        raise NotYours
    check_version(booking.version, if_version)
    states.check_not_over(booking.facts, now=now)
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
    terms = space.terms
    rules.check_people(people, terms)
    occupied = rules.occupied_period(Period(booking.starts_at, booking.ends_at), terms)
    around = occupying.look_at_house(session, space.id, occupied, now=now, but_not=[booking.id])
    shares = rules.shares(terms, alone=booking.alone)
    if shares and not occupying.fits(
        around.taken, people=people, capacity=space.capacity, shares=True
    ):
        raise SpaceAlreadyBooked(space_id=space.id)
    fewer = people < booking.people
    booking.people = people
    occupying.count_people(session, booking.id, people)
    if shares and fewer:
        period = Period(booking.starts_at, booking.ends_at)
        holds_changed.send(session, space=space, periods=[period], freed=True, now=now)


def _hold(
    session: Session, booking: Booking, space: Space, granted: Granted, *, now: datetime
) -> None:
    lapses = booking.answer_by if not booking.silence_means_yes else None
    changed = [Period(booking.starts_at, booking.ends_at)]
    if granted.gives_way:
        changed += occupying.give_way(session, granted.gives_way)
    occupying.occupy(
        session,
        booking,
        granted.around,
        granted.occupied,
        shares=granted.shares,
        held_until=lapses,
    )
    if granted.gives_way:
        offered_time_booked.send(session, booking=booking, now=now)
    if granted.gives_way or lapses is not None:
        freed = lapses is not None
        holds_changed.send(session, space=space, periods=changed, freed=freed, now=now)
