"""The lock that everybody takes who writes about a house: the row of its root space.

Whoever also locks people's rows does so before the house's, so that nobody waits in a circle.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from backend.spaces.errors import SpaceNotFound
from backend.spaces.models import Space


def lock_house(session: Session, space_id: UUID) -> Space:
    """Lock the house a space belongs to until the transaction ends, and return the space as it is.

    Raises SpaceNotFound. Retired spaces are found too; whether the caller may see the space is
    for them to ask.
    """
    root, inside = aliased(Space), aliased(Space)
    while True:
        locked = session.scalar(
            select(root.id)
            .join(inside, inside.root_id == root.id)
            .where(inside.id == space_id)
            .with_for_update(key_share=True, of=root)
        )
        if locked is None and not session.scalar(select(Space.id).where(Space.id == space_id)):
            raise SpaceNotFound
        # What was read while waiting for the lock may be older than it.
        space = session.scalars(
            select(Space).where(Space.id == space_id).execution_options(populate_existing=True)
        ).one()
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
