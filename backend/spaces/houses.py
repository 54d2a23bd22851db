"""Houses and the rooms in them: putting a space inside another, and taking it out.

A booking occupies its space and all inside it (`backend.spaces.models.Occupancy`), so whoever moves
a space also moves the rows that bookings of its old and new house wrote for it. Call these with
the houses locked (`backend.spaces.locks`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, insert, literal, or_, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from backend.db.constraints import broken_constraint
from backend.spaces.errors import (
    HouseTooBig,
    HouseTooDeep,
    OccupanciesWouldCollide,
    SharedHoldsNothingInside,
    SpaceInsideItself,
)
from backend.spaces.models import Occupancy, Space
from backend.spaces.rules import DEEPEST, MOST_IN_A_HOUSE
from backend.spaces.terms import Sharing

_SETTLE_ROOTS = text(
    """
    WITH RECURSIVE house (id, root_id) AS (
        SELECT id, id FROM spaces WHERE root_id = ANY(:roots) AND parent_id IS NULL
        UNION ALL
        SELECT rooms.id, house.root_id
        FROM spaces AS rooms JOIN house ON rooms.parent_id = house.id
    )
    UPDATE spaces SET root_id = house.root_id FROM house
    WHERE spaces.id = house.id AND spaces.root_id <> house.root_id
    """
)


class Inside(NamedTuple):
    """A space somewhere in another; ``level`` 1 is that other itself."""

    id: UUID
    number: int
    level: int


def list_inside(session: Session, space_id: UUID) -> list[Inside]:
    """List a space and all inside it, retired ones too, from the outside inwards."""
    within = select(Space.id, Space.number, literal(1).label("level")).where(Space.id == space_id)
    inside = within.cte("inside", recursive=True)
    room = aliased(Space)
    inside = inside.union_all(
        select(room.id, room.number, inside.c.level + 1).join(inside, room.parent_id == inside.c.id)
    )
    rows = session.execute(select(inside.c.id, inside.c.number, inside.c.level).order_by("level"))
    return [Inside(*row) for row in rows]


def count_rooms(session: Session, space_id: UUID) -> int:
    """Return how many shared spaces are directly inside."""
    rooms = select(func.count()).where(Space.parent_id == space_id, Space.retired_at.is_(None))
    return session.scalar(rooms) or 0


def put_inside(session: Session, space: Space, parent: Space, *, now: datetime) -> None:
    """Put a space, with all inside it, into another; bookings of the new house hold it too.

    Raises SpaceInsideItself, HouseTooDeep, HouseTooBig, SharedHoldsNothingInside, and
    OccupanciesWouldCollide where a booking of the house meets one of the space.
    """
    inside = list_inside(session, space.id)
    if any(each.id == parent.id for each in inside):
        raise SpaceInsideItself
    if parent.sharing == Sharing.SHARED:
        raise SharedHoldsNothingInside
    if _level_of(session, parent) + inside[-1].level > DEEPEST:
        raise HouseTooDeep(at_most=DEEPEST)
    if parent.root_id != space.root_id and (
        _count_house(session, parent.root_id) + len(inside) > MOST_IN_A_HOUSE
    ):
        raise HouseTooBig(at_most=MOST_IN_A_HOUSE)
    take_out(session, space, inside)
    roots = {space.root_id, parent.root_id}
    space.parent_id = parent.id
    session.flush()
    settle_roots(session, roots)
    session.refresh(space, ["root_id"])
    _hold_for_house(session, parent.id, inside, now=now)


def take_out(session: Session, space: Space, inside: list[Inside] | None = None) -> None:
    """Take a space out of its house, so that bookings of the house no longer hold it."""
    if space.parent_id is None:
        return
    inside = inside or list_inside(session, space.id)
    of_the_house = select(Occupancy.booking_id).where(Occupancy.space_id == space.parent_id)
    session.execute(
        delete(Occupancy)
        .where(
            Occupancy.space_id.in_([each.id for each in inside]),
            Occupancy.booking_id.in_(of_the_house),
        )
        .execution_options(synchronize_session=False)
    )
    root = space.root_id
    space.parent_id = None
    session.flush()
    settle_roots(session, [root])
    session.refresh(space, ["root_id"])


def settle_roots(session: Session, roots: Iterable[UUID]) -> None:
    """Write down anew which house each space belongs to, after parents changed in these houses."""
    session.execute(_SETTLE_ROOTS, {"roots": list(roots)})


def _level_of(session: Session, space: Space) -> int:
    above = select(Space.parent_id, literal(1).label("level")).where(Space.id == space.id)
    path = above.cte("path", recursive=True)
    house = aliased(Space)
    path = path.union_all(
        select(house.parent_id, path.c.level + 1).join(path, house.id == path.c.parent_id)
    )
    return session.scalar(select(func.max(path.c.level))) or 1


def _count_house(session: Session, root_id: UUID) -> int:
    spaces = select(func.count()).where(Space.root_id == root_id, Space.retired_at.is_(None))
    return session.scalar(spaces) or 0


def _hold_for_house(
    session: Session, parent_id: UUID, inside: list[Inside], *, now: datetime
) -> None:
    """Write for each space inside what holds the parent from now on."""
    ids = [each.id for each in inside]
    # The constraint does not look at the clock, so holds that have ended must not be in the way.
    session.execute(
        delete(Occupancy)
        .where(Occupancy.space_id.in_(ids), Occupancy.held_until <= now)
        .execution_options(synchronize_session=False)
    )
    held = (
        select(
            func.gen_random_uuid(),
            Space.id,
            Space.number,
            Occupancy.booking_id,
            Occupancy.lane,
            Occupancy.people,
            Occupancy.during,
            Occupancy.held_until,
        )
        .join(Space, Space.id.in_(ids))
        .where(
            Occupancy.space_id == parent_id,
            func.upper(Occupancy.during) > now,
            or_(Occupancy.held_until.is_(None), Occupancy.held_until > now),
        )
    )
    columns = [
        "id",
        "space_id",
        "space_number",
        "booking_id",
        "lane",
        "people",
        "during",
        "held_until",
    ]
    try:
        session.execute(insert(Occupancy).from_select(columns, held, include_defaults=False))
    except IntegrityError as error:
        if broken_constraint(error) == "bookings_do_not_overlap":
            raise OccupanciesWouldCollide from None
        raise
