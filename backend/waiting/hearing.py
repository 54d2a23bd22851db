"""What a line hears of: holds that change, offers that are booked, people and spaces that leave."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from backend.bookings.guard import let_past, offered_time_booked
from backend.bookings.models import Booking
from backend.bookings.occupying import holds_changed
from backend.kernel.periods import Period
from backend.people.service import person_left
from backend.spaces.closing import space_changed
from backend.spaces.models import Space
from backend.spaces.parting import space_out_of_sight
from backend.spaces.service import space_retired
from backend.waiting.models import Wait
from backend.waiting.service import find_offered, give_to, kept_for
from backend.waiting.states import Written
from backend.waiting.telling import take_back_turns
from backend.waiting.timing import retime_line

AHEAD = timedelta(days=800)
"""Further than anybody can wait for: no horizon is as long."""

let_past(kept_for)


@holds_changed.connect
def time_the_line(
    session: Session, *, space: Space, periods: Sequence[Period], freed: bool, now: datetime
) -> None:
    """Give everybody in line their turn anew."""
    retime_line(session, space, periods, now=now, freed=freed)


@space_changed.connect
def time_what_fits_now(session: Session, *, space: Space, by: UUID, now: datetime) -> None:
    """Give a turn to whom a space suits since it opened again, grew, or changed its terms."""
    retime_line(session, space, [Period(now, now + AHEAD)], now=now)


@offered_time_booked.connect
def take_the_offer(session: Session, *, booking: Booking, now: datetime) -> None:
    """Write down that an offer was taken, whichever way it was booked."""
    wait = find_offered(session, booking, now=now)
    if wait is not None:
        give_to(session, wait, booking, now=now)


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Take somebody who leaves out of every line; an offer they had open runs out by itself."""
    session.execute(
        update(Wait)
        .where(Wait.person_id == person_id, Wait.state == Written.WAITING.value)
        .values(state=Written.LEFT.value, ended_at=now)
    )
    session.execute(
        update(Wait)
        .where(Wait.person_id == person_id)
        .values(person_id=None, what_for="", shown_as="")
    )


@space_out_of_sight.connect
def end_waits_out_of_sight(
    session: Session, *, person_id: UUID, space_id: UUID, now: datetime
) -> None:
    """Take somebody out of the lines of a space of which they see no keeper any more."""
    _end(session, (Wait.space_id == space_id) & (Wait.person_id == person_id), now=now)


@space_retired.connect
def end_lines_in(session: Session, *, space_id: UUID, now: datetime) -> None:
    """End the lines of a space that is no longer shared."""
    session.flush()
    _end(session, Wait.space_id == space_id, now=now)


def _end(session: Session, which: ColumnElement[bool], *, now: datetime) -> None:
    ended = session.execute(
        update(Wait)
        .where(which, Wait.state == Written.WAITING.value)
        .values(state=Written.OVER.value, ended_at=now)
        .returning(Wait.id, Wait.person_id)
    ).all()
    if ended:
        take_back_turns(session, [(row.id, row.person_id) for row in ended], now=now)
