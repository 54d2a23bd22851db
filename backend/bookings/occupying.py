"""Occupying spaces: what is in the way of a booking, and the rows that keep others out of it.

Call these with the row of the house locked (`backend.spaces.locks.lock_house`). The exclusion
constraint `bookings_do_not_overlap` holds underneath; the lock is what keeps it from deadlocking.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from backend.bookings.models import Booking
from backend.kernel.ids import new_id
from backend.kernel.periods import Period
from backend.kernel.signals import Signal
from backend.spaces.models import Occupancy

holds_changed = Signal(
    "Sent when what is held of a space has changed otherwise than by a plain booking, the session "
    "as its sender, with space, periods (of bookings, without buffers), freed (whether time was "
    "given back, now or soon) and now, the house being locked. What is freed later is still held "
    "then, until that instant; a receiver may hold it for longer."
)

_IN_THE_WAY = text(
    """
    WITH RECURSIVE inside (id, root_id, number) AS (
        SELECT id, root_id, number FROM spaces WHERE id = :space_id
        UNION ALL
        SELECT rooms.id, rooms.root_id, rooms.number
        FROM spaces AS rooms
        JOIN inside ON rooms.root_id = inside.root_id AND rooms.parent_id = inside.id
    )
    SELECT inside.id, inside.number, taken.id AS occupancy_id, taken.booking_id, taken.lane,
           taken.people, taken.held_until,
           lower(taken.during) AS starts_at, upper(taken.during) AS ends_at
    FROM inside
    LEFT JOIN occupancies AS taken
      ON int8range(taken.space_number, taken.space_number, '[]')
         && int8range(inside.number, inside.number, '[]')
     AND taken.during && tstzrange(:starts_at, :ends_at)
     AND taken.booking_id <> ALL(CAST(:but_not AS uuid[]))
    """
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody's hold on a space, with its buffers; ``shared`` where others may join it."""

    space_id: UUID
    booking_id: UUID
    period: Period
    people: int
    shared: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What a booking would occupy, and what is in its way."""

    occupies: dict[UUID, int]
    """The space and all inside it, each with its number."""
    taken: list[Taken]


@dataclass(frozen=True, slots=True)
class Hold:
    """What a booking occupies of each space, with its buffers; ``lane`` None has it alone."""

    booking_id: UUID
    lane: int | None
    people: int
    period: Period
    held_until: datetime | None


def look_at_house(
    session: Session,
    space_id: UUID,
    period: Period,
    *,
    now: datetime,
    but_not: Collection[UUID] = (),
    settles: bool = True,
) -> Around:
    """Say what a booking for the occupied `period` would occupy and what is in its way.

    One query. `but_not` are bookings that are being moved and so are not in their own way. Holds
    that time has ended are removed, for the constraint does not look at the clock; unless
    `settles` is False, for a look without the lock.
    """
    occupies: dict[UUID, int] = {}
    taken: list[Taken] = []
    expired: list[UUID] = []
    for row in session.execute(
        _IN_THE_WAY,
        {
            "space_id": space_id,
            "starts_at": period.start,
            "ends_at": period.end,
            "but_not": list(but_not),
        },
    ):
        occupies[row.id] = row.number
        if row.held_until is not None and row.held_until <= now:
            expired.append(row.occupancy_id)
        elif row.booking_id is not None:
            taken.append(
                Taken(
                    space_id=row.id,
                    booking_id=row.booking_id,
                    period=Period(row.starts_at, row.ends_at),
                    people=row.people,
                    shared=row.lane is not None,
                )
            )
    if expired and settles:
        session.execute(delete(Occupancy).where(Occupancy.id.in_(expired)))
    return Around(occupies, taken)


def fits(taken: Iterable[Taken], *, people: int, capacity: int | None, shares: bool) -> bool:
    """Answer whether a booking fits among what is taken in its time.

    Somebody who wants the space alone fits only where nothing is; somebody who shares fits among
    sharers while no moment has more people than the space holds.
    """
    held = list(taken)
    if not shares:
        return not held
    if any(not each.shared for each in held):
        return False
    return capacity is None or most_at_once(held) + people <= capacity


def most_at_once(taken: Iterable[Taken]) -> int:
    """Return how many people there are at the fullest moment."""
    changes: list[tuple[datetime, int]] = []
    for each in taken:
        changes.append((each.period.start, each.people))
        changes.append((each.period.end, -each.people))
    # Who leaves at an instant is gone before who comes then: a time ends where the next begins.
    changes.sort()
    most = present = 0
    for _, change in changes:
        present += change
        most = max(most, present)
    return most


# Of the table and not of the class: the ORM has nothing to add.
_OCCUPY = Occupancy.metadata.tables[Occupancy.__tablename__].insert()


def occupy(
    session: Session,
    booking: Booking,
    around: Around,
    period: Period,
    *,
    shares: bool,
    held_until: datetime | None = None,
) -> None:
    """Write one row for each space the booking occupies, for the occupied `period`."""
    lane = booking.number if shares else None
    hold = Hold(booking.id, lane, booking.people, period, held_until)
    occupy_all(session, [hold], around.occupies)


def occupy_all(session: Session, holds: Iterable[Hold], occupies: Mapping[UUID, int]) -> None:
    """Write the rows of several bookings of one space in one statement."""
    rows = [
        {
            "id": new_id(),
            "space_id": space_id,
            "space_number": number,
            "booking_id": hold.booking_id,
            "lane": hold.lane,
            "people": hold.people,
            "during": range_of(hold.period),
            "held_until": hold.held_until,
        }
        for hold in holds
        for space_id, number in occupies.items()
    ]
    # One row by itself spares the driver its way of sending many.
    session.execute(_OCCUPY, rows[0] if len(rows) == 1 else rows)


def count_people(session: Session, booking_id: UUID, people: int) -> None:
    """Write down that a booking brings another number of people."""
    session.execute(
        update(Occupancy).where(Occupancy.booking_id == booking_id).values(people=people)
    )


def range_of(period: Period) -> Range[datetime]:
    """Return a period as PostgreSQL has it, half-open."""
    return Range(period.start, period.end)


def let_go(session: Session, booking_ids: Iterable[UUID]) -> None:
    """Give back the time of bookings; giving back what is not held does no harm."""
    session.execute(delete(Occupancy).where(Occupancy.booking_id.in_(list(booking_ids))))


def give_way(session: Session, booking_ids: Iterable[UUID]) -> list[Period]:
    """Remove holds for somebody for whom they were kept, and return when they held something."""
    gone = delete(Occupancy).where(Occupancy.booking_id.in_(list(booking_ids)))
    rows = session.scalars(gone.returning(Occupancy.during)).all()
    return [Period(each.lower, each.upper) for each in rows if each.lower and each.upper]
