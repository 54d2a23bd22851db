"""Coming into a line, taking what is offered, declining it, and leaving the line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, insert, or_, select
from sqlalchemy.orm import Session

from backend.bookings import guard
from backend.bookings import service as bookings
from backend.bookings.errors import SpaceAlreadyBooked
from backend.bookings.guard import Wish
from backend.bookings.models import Booking
from backend.bookings.states import MAY_HOLD, TO_SAY_WE_ARE_HERE
from backend.db.constraints import breaking
from backend.kernel.ids import new_id
from backend.kernel.periods import Period
from backend.kernel.signals import Signal
from backend.people.service import hold_person
from backend.spaces.errors import SpaceNotFound
from backend.spaces.locks import lock_house
from backend.spaces.models import Space
from backend.spaces.queries import visible_spaces
from backend.waiting.errors import (
    AlreadyInLine,
    NotOfferedNow,
    TimeIsFree,
    TooManyWaits,
    WaitNotFound,
)
from backend.waiting.models import Wait
from backend.waiting.states import IN_LINE, WaitState, Written, state_at
from backend.waiting.telling import take_back_turns
from backend.waiting.timing import retime_line

MOST_WAITS = 50
"""For how many times one person waits at once, skipped dates of series aside."""

breaking("nobody_waits_twice_for_one_time", AlreadyInLine)

wait_taken = Signal(
    "Sent when somebody got what they waited for, the session as its sender, with wait, booking "
    "and now, the house being locked."
)


@dataclass(frozen=True, slots=True)
class SkippedDate:
    """A date of a series that could not be had, and is waited for."""

    on: date
    period: Period


def wait_for(
    session: Session,
    *,
    by: UUID,
    space_id: UUID,
    period: Period,
    now: datetime,
    people: int = 1,
    alone: bool = False,
    what_for: str = "",
    shown_as: str = "",
    wait_id: UUID | None = None,
) -> UUID:
    """Come into the line for a time that somebody has, and return the id of the wait.

    Raises SpaceNotFound, TooManyWaits, AlreadyInLine, TimeIsFree, and the facts of
    `guard.check_wish` but SpaceAlreadyBooked.
    """
    hold_person(session, by)
    if not session.scalar(select(Space.id).where(Space.id == space_id, visible_spaces(by))):
        raise SpaceNotFound
    space = lock_house(session, space_id)
    mine = session.scalars(
        select(Wait).where(
            Wait.person_id == by,
            Wait.state == Written.WAITING.value,
            Wait.starts_at > now,
            Wait.series_id.is_(None),
        )
    ).all()
    if any((each.space_id, each.starts_at, each.ends_at) == (space_id, *period) for each in mine):
        raise AlreadyInLine
    if len(mine) >= MOST_WAITS:
        raise TooManyWaits(at_most=MOST_WAITS)
    if _can_be_had(session, space, Wish(by, period, people, alone), now):
        raise TimeIsFree(name=space.name)
    wait_id = wait_id or new_id()
    values = {
        "id": wait_id,
        "space_id": space.id,
        "person_id": by,
        "starts_at": period.start,
        "ends_at": period.end,
        "people": people,
        "alone": alone,
        "what_for": what_for,
        "shown_as": shown_as,
        "state": Written.WAITING.value,
        "created_at": now,
    }
    session.execute(insert(Wait), [values])
    retime_line(session, space, [period], now=now)
    return wait_id


def _can_be_had(session: Session, space: Space, wish: Wish, now: datetime) -> bool:
    try:
        guard.check_wish(session, space, wish, now=now)
    except SpaceAlreadyBooked:
        return False
    return True


def join_lines(
    session: Session,
    *,
    by: UUID,
    space: Space,
    dates: Iterable[SkippedDate],
    people: int,
    alone: bool,
    series_id: UUID,
    now: datetime,
    what_for: str = "",
    shown_as: str = "",
) -> list[UUID]:
    """Wait for the skipped dates of a series, in a constant number of queries; return the waits.

    Call with the house locked and the dates checked: each taken, and allowed but for that. Dates
    for which the person waits already are passed over.
    """
    already = {
        tuple(row)
        for row in session.execute(
            select(Wait.starts_at, Wait.ends_at).where(
                Wait.person_id == by,
                Wait.space_id == space.id,
                Wait.state == Written.WAITING.value,
            )
        )
    }
    values = [
        {
            "id": new_id(),
            "space_id": space.id,
            "person_id": by,
            "starts_at": each.period.start,
            "ends_at": each.period.end,
            "people": people,
            "alone": alone,
            "what_for": what_for,
            "shown_as": shown_as,
            "series_id": series_id,
            "series_on": each.on,
            "state": Written.WAITING.value,
            "created_at": now,
        }
        for each in dates
        if tuple(each.period) not in already
    ]
    if not values:
        return []
    session.execute(insert(Wait), values)
    periods = [Period(each["starts_at"], each["ends_at"]) for each in values]  # type: ignore[arg-type]
    retime_line(session, space, periods, now=now)
    return [each["id"] for each in values]  # type: ignore[misc]


def join_line(
    session: Session,
    *,
    by: UUID,
    space: Space,
    period: Period,
    people: int,
    alone: bool,
    series_id: UUID,
    series_on: date,
    now: datetime,
) -> None:
    """Wait for one skipped date of a series; see `join_lines`."""
    join_lines(
        session,
        by=by,
        space=space,
        dates=[SkippedDate(series_on, period)],
        people=people,
        alone=alone,
        series_id=series_id,
        now=now,
    )


def leave_lines(
    session: Session,
    space: Space,
    *,
    series_id: UUID,
    now: datetime,
    from_on: date | None = None,
) -> None:
    """Wait no longer for dates of a series, from a date on or at all; the house is locked."""
    query = select(Wait).where(Wait.series_id == series_id, Wait.state == Written.WAITING.value)
    if from_on is not None:
        query = query.where(Wait.series_on >= from_on)
    waits = session.scalars(query).all()
    _end(session, space, waits, Written.LEFT, now=now)


def take_offered(session: Session, wait_id: UUID, *, by: UUID, now: datetime) -> Booking:
    """Book the time that is offered, or that has been free again since it was.

    Where the keepers want to be asked, they are. Raises WaitNotFound, NotOfferedNow, and the facts
    of `guard.check_wish`.
    """
    hold_person(session, by)
    wait, space = _lock_wait(session, wait_id, by=by)
    state = state_at(wait.facts, now)
    if state is not WaitState.OFFERED:
        raise NotOfferedNow(state=state.value)
    period = Period(wait.starts_at, wait.ends_at)
    booking = bookings.book(
        session,
        by=by,
        space_id=wait.space_id,
        period=period,
        now=now,
        people=wait.people,
        what_for=wait.what_for,
        shown_as=wait.shown_as,
        alone=wait.alone,
        series_id=wait.series_id,
        series_on=wait.series_on,
    )
    if wait.state == Written.WAITING:
        # Nothing had to be held for it, so nobody has noticed yet.
        give_to(session, wait, booking, now=now)
        retime_line(session, space, [period], now=now, ended=True)
    return booking


def decline_offered(session: Session, wait_id: UUID, *, by: UUID, now: datetime) -> None:
    """Say no to what is offered, so that the next have their turn at once.

    Raises WaitNotFound and NotOfferedNow.
    """
    wait, space = _lock_wait(session, wait_id, by=by)
    state = state_at(wait.facts, now)
    if state is not WaitState.OFFERED:
        raise NotOfferedNow(state=state.value)
    _end(session, space, [wait], Written.DECLINED, now=now)


def leave_line(session: Session, wait_id: UUID, *, by: UUID, now: datetime) -> None:
    """Wait no longer; nothing changes where it is over already. Raises WaitNotFound."""
    wait, space = _lock_wait(session, wait_id, by=by)
    if state_at(wait.facts, now) in IN_LINE:
        _end(session, space, [wait], Written.LEFT, now=now)


def give_to(session: Session, wait: Wait, booking: Booking, *, now: datetime) -> None:
    """Write down that somebody got what they waited for."""
    wait.state, wait.ended_at, wait.booking_id = Written.TAKEN.value, now, booking.id
    session.flush()
    take_back_turns(session, [(wait.id, wait.person_id)], now=now)
    wait_taken.send(session, wait=wait, booking=booking, now=now)


def find_offered(session: Session, booking: Booking, *, now: datetime) -> Wait | None:
    """Return the wait whose open offer a booking takes."""
    return session.scalar(_offered(booking.booked_by, booking.space_id, now, booking.facts.period))


def kept_for(
    session: Session, space: Space, wish: Wish, in_the_way: Collection[UUID], now: datetime
) -> Collection[UUID]:
    """Say which holds in the way of a wish are there for the offer that its booker has open."""
    if session.scalar(_offered(wish.by, space.id, now, wish.period)) is None:
        return ()
    holding = select(Booking.id).where(
        Booking.id.in_(in_the_way),
        Booking.state.in_(MAY_HOLD),
        or_(
            Booking.answer_by.is_(None),
            func.least(Booking.answer_by, Booking.starts_at) > now,
            Booking.silence_means_yes,
        ),
        or_(
            Booking.asked_if_there_at.is_(None),
            Booking.asked_if_there_at > now - TO_SAY_WE_ARE_HERE,
        ),
    )
    known = select(Booking.id).where(Booking.id.in_(in_the_way))
    ours = select(Wait.id).where(Wait.id.in_(in_the_way))
    lines = set(session.scalars(known.union(ours)))
    return lines - set(session.scalars(holding))


def _offered(by: UUID | None, space_id: UUID, now: datetime, period: Period) -> Select[Wait]:
    return select(Wait).where(
        Wait.person_id == by,
        Wait.space_id == space_id,
        Wait.state == Written.WAITING.value,
        Wait.opens_at <= now,
        Wait.closes_at > now,
        Wait.starts_at <= period.start,
        Wait.ends_at >= period.end,
    )


def _lock_wait(session: Session, wait_id: UUID, *, by: UUID) -> tuple[Wait, Space]:
    wait = session.get(Wait, wait_id)
    if wait is None or wait.person_id != by:
        raise WaitNotFound
    space = lock_house(session, wait.space_id)
    session.refresh(wait)
    return wait, space


def _end(
    session: Session, space: Space, waits: Collection[Wait], how: Written, *, now: datetime
) -> None:
    if not waits:
        return
    for wait in waits:
        wait.state, wait.ended_at = how.value, now
    take_back_turns(session, [(wait.id, wait.person_id) for wait in waits], now=now)
    periods = [Period(wait.starts_at, wait.ends_at) for wait in waits]
    retime_line(session, space, periods, now=now, ended=True)
