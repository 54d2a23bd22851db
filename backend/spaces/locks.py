"""The lock that everybody takes who writes about a house: the row of its root space.

Whoever also locks people's rows does so before the house's, so that nobody waits in a circle.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from backend.spaces.errors import SpaceNotFound
from backend.spaces.models import Space

_ROOT, _INSIDE = aliased(Space), aliased(Space)
# Written once: making them anew costs more than the queries.
_LOCK_HOUSE = (
    select(Space)
    .where(Space.id == bindparam("space_id"), Space.root_id == Space.id)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_SPACE = (
    select(Space).where(Space.id == bindparam("space_id")).execution_options(populate_existing=True)
)
_LOCK_ROOT = (
    select(_ROOT.id)
    .join(_INSIDE, _INSIDE.root_id == _ROOT.id)
    .where(_INSIDE.id == bindparam("space_id"))
    .with_for_update(key_share=True, of=_ROOT)
)


def lock_house(session: Session, space_id: UUID) -> Space:
    """Lock the house a space belongs to until the transaction ends, and return the space as it is.

    Raises SpaceNotFound. Retired spaces are found too; whether the caller may see the space is
    for them to ask.
    """
    # Most spaces are in no other. The own row of a room is not locked, for others who have its
    # house may write it.
    house = session.scalars(_LOCK_HOUSE, {"space_id": space_id}).one_or_none()
    if house is not None:
        return house
    while True:
        locked = session.scalar(_LOCK_ROOT, {"space_id": space_id})
        if locked is None and not session.scalar(select(Space.id).where(Space.id == space_id)):
            raise SpaceNotFound
        # What was read while waiting for the lock may be older than it.
        space = session.scalars(_SPACE, {"space_id": space_id}).one()
        if space.root_id == locked:
            return space


def lock_houses(session: Session, space_ids: Iterable[UUID]) -> dict[UUID, Space]:
    """Lock the houses of several spaces, always in the same order, and return those that exist."""
    wanted = set(space_ids)
    locked: set[UUID] = set()
    while True:
        roots = set(session.scalars(select(Space.root_id).where(Space.id.in_(wanted))))
        missing = roots - locked
        if not missing:
            break
        session.execute(
            select(Space.id)
            .where(Space.id.in_(missing))
            .order_by(Space.id)
            .with_for_update(key_share=True)
        )
        locked |= missing
    found = session.scalars(
        select(Space).where(Space.id.in_(wanted)).execution_options(populate_existing=True)
    )
    return {space.id: space for space in found}
