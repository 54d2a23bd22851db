"""Whom an invitation to a street, or to everybody near, reaches: where people live decides it.

Who they are and how many is told to nobody, also not to whoever asks.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from backend.groups.models import AskedNeighbour, Asking, Group, Membership, UnaskedNeighbour
from backend.groups.states import AskingKind
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.service import lock_myself
from backend.places.boxes import box_around, box_of_cell
from backend.places.cells import cell_of, centre_of, is_countryside
from backend.places.distance import metres_between, rough_metres_between

AGAIN_AFTER = timedelta(days=7)
"""How long somebody whom such an invitation reached hears no other, of whatever group."""
NO_HOLDS_FOR = timedelta(days=90)
"""How long a group does not ask somebody again by their street who said no to it."""
MOST_REACHED = 5_000
"""The nearest: a neighbourhood is no larger (design, section 8), and a list of it can be held."""


def homes_reached(session: Session, group: Group, asking: Asking, *, now: datetime) -> list[UUID]:
    """List who lives where an invitation goes to and may be asked, the nearest first.

    Not the members, nor people out of sight of whoever asks, nor those who like to hear none, who
    heard one this week, or who said no to this group.
    """
    middle = (group.published_latitude, group.published_longitude)
    if asking.cell is not None:
        middle, box = centre_of(asking.cell), box_of_cell(asking.cell)
    else:
        box = box_around(*middle, asking.radius_metres or 0)
    heard_lately = (
        exists()
        .where(
            AskedNeighbour.person_id == Person.id,
            AskedNeighbour.asked_at > now - AGAIN_AFTER,
            AskedNeighbour.asking_id == Asking.id,
            Asking.kind != AskingKind.PERSON.value,
        )
        .correlate(Person)
    )
    said_no = (
        exists()
        .where(
            AskedNeighbour.person_id == Person.id,
            AskedNeighbour.declined_at > now - NO_HOLDS_FOR,
            AskedNeighbour.asking_id == Asking.id,
            Asking.group_id == group.id,
        )
        .correlate(Person)
    )
    rows = session.execute(
        select(Person.id, Person.home_latitude, Person.home_longitude).where(
            Person.left_at.is_(None),
            Person.home_latitude.between(box.south, box.north),
            Person.home_longitude.between(box.west, box.east),
            in_sight(Person.id, asking.asked_by),
            ~exists().where(Membership.group_id == group.id, Membership.person_id == Person.id),
            ~exists().where(UnaskedNeighbour.person_id == Person.id),
            ~heard_lately,
            ~said_no,
        )
    )
    found = [
        (rough_metres_between(middle, (row.home_latitude, row.home_longitude)), row.id)
        for row in rows
        if _lives_there((row.home_latitude, row.home_longitude), middle, asking)
    ]
    return [person_id for _, person_id in sorted(found)[:MOST_REACHED]]


def _lives_there(home: tuple[float, float], middle: tuple[float, float], asking: Asking) -> bool:
    if asking.cell is not None:
        return cell_of(*home, countryside=is_countryside(asking.cell)) == asking.cell
    return metres_between(middle, home) <= (asking.radius_metres or 0)


def set_wish(session: Session, *, around: bool, by: UUID, now: datetime) -> None:
    """Say whether one likes to be asked with one's street; again is the same as once."""
    lock_myself(session, by)
    session.execute(delete(UnaskedNeighbour).where(UnaskedNeighbour.person_id == by))
    if not around:
        session.add(UnaskedNeighbour(person_id=by, since_at=now))
        session.flush()
