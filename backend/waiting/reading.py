"""What there is to know about a house before its line is timed: four queries, however long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from backend.bookings.models import Booking
from backend.bookings.occupying import Taken
from backend.bookings.states import CAN_BE_UNDONE_FOR, MAY_HOLD, TO_SAY_WE_ARE_HERE, State
from backend.kernel.local_time import ONE_DAY
from backend.kernel.periods import Period
from backend.spaces.free_times import Timetable, timetable_columns, timetable_of, timetable_span
from backend.spaces.models import Occupancy, Space
from backend.waiting.models import Wait
from backend.waiting.states import Written


@dataclass(frozen=True, slots=True)
class House:
    """The spaces of a house, and for each all that lies inside it, itself included."""

    spaces: Mapping[UUID, Space]
    inside: Mapping[UUID, frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class Held:
    """A row that holds a space. `gives_way_at` is when it will be gone; None where it stays."""

    id: UUID
    taken: Taken
    held_until: datetime | None
    gives_way_at: datetime | None
    is_ours: bool
    """Whether it holds for a line and nothing else."""


def waiting_in_house(session: Session, space: Space, now: datetime) -> Sequence[Any]:
    """Return who is in line anywhere in the house, in their order."""
    return session.execute(
        select(
            Wait.id,
            Wait.space_id,
            Wait.person_id,
            Wait.starts_at,
            Wait.ends_at,
            Wait.people,
            Wait.alone,
            Wait.opens_at,
            Wait.closes_at,
            Space.buffer_before_minutes,
            Space.buffer_after_minutes,
        )
        .join(Space, Space.id == Wait.space_id)
        .where(
            Space.root_id == space.root_id,
            Wait.state == Written.WAITING.value,
            Wait.starts_at > now,
        )
        .order_by(Wait.created_at, Wait.id)
    ).all()


def house_of(session: Session, space: Space) -> House:
    """Return the spaces of the house that a space is in."""
    spaces = {
        each.id: each
        for each in session.scalars(select(Space).where(Space.root_id == space.root_id))
    }
    inside = {id_: {id_} for id_ in spaces}
    for each in spaces.values():
        above = each.parent_id
        while above is not None:
            inside[above].add(each.id)
            above = spaces[above].parent_id
    return House(spaces, {id_: frozenset(rooms) for id_, rooms in inside.items()})


def held_in_house(session: Session, house: House, span: Period, now: datetime) -> list[Held]:
    """Return all that holds a space of the house in the span, with what is known of its end."""
    rows = session.execute(
        select(
            Occupancy.id,
            Occupancy.space_id,
            Occupancy.booking_id,
            Occupancy.lane,
            Occupancy.people,
            func.lower(Occupancy.during).label("starts_at"),
            func.upper(Occupancy.during).label("ends_at"),
            Occupancy.held_until,
            Wait.id.label("wait_id"),
            Booking.state,
            Booking.starts_at.label("booked_from"),
            Booking.ends_at.label("booked_until"),
            Booking.answer_by,
            Booking.silence_means_yes,
            Booking.asked_if_there_at,
            Booking.ended_at,
        )
        .outerjoin(Booking, Booking.id == Occupancy.booking_id)
        .outerjoin(Wait, and_(Wait.id == Occupancy.booking_id, Occupancy.held_until.is_not(None)))
        .where(
            Occupancy.space_id.in_(house.spaces),
            Occupancy.during.op("&&")(Range(span.start, span.end)),
        )
    )
    return [
        Held(
            id=row.id,
            taken=Taken(
                space_id=row.space_id,
                booking_id=row.booking_id,
                period=Period(row.starts_at, row.ends_at),
                people=row.people,
                shared=row.lane is not None,
            ),
            held_until=row.held_until,
            gives_way_at=_gives_way_at(row, now),
            is_ours=row.wait_id is not None,
        )
        for row in rows
    ]


def _gives_way_at(row: Row[Any], now: datetime) -> datetime | None:
    """Say when a hold gives its time back, as far as is decided; None where it keeps it."""
    at: datetime | None = None
    if row.held_until is None:
        return None
    if row.state == State.CANCELLED:
        at = min(row.ended_at + CAN_BE_UNDONE_FOR, row.booked_until)
    elif row.state == State.ASKED and not row.silence_means_yes:
        at = min(row.answer_by or row.booked_from, row.booked_from)
    elif row.state == State.CONFIRMED and row.asked_if_there_at is not None:
        # Somebody stands in the empty room; the answer "we are here" gives the time anew.
        at = row.asked_if_there_at + TO_SAY_WE_ARE_HERE
    elif row.state is not None and row.state not in MAY_HOLD:
        at = row.ended_at
    elif row.held_until <= now:
        at = row.held_until
    return at


def timetables_of(
    session: Session, space_ids: Iterable[UUID], span: Period
) -> dict[UUID, Timetable]:
    """Return when spaces are open, good for the span."""
    window = Period(span.start - ONE_DAY, span.end + ONE_DAY)
    rows = session.execute(
        select(*timetable_columns()).where(Space.id.in_(set(space_ids))), timetable_span([window])
    )
    return {row[0]: timetable_of(*row) for row in rows}
