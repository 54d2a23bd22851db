"""Keys that a group holds: taking a space over, handing it on, giving it up.

The room of decisions does these once the members have decided; the group is locked, and the house
of the space is locked here. A group holds no keys: who acts for it keeps the space (`keeping`).
People who hold keys go on holding them until they give them back.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from backend.groups.models import Group
from backend.groups.service import group_closed
from backend.spaces.locks import lock_houses
from backend.spaces.models import Keeper, Space
from backend.spaces.service import space_retired


class WhyNot(StrEnum):
    """Why a group cannot take a space, or do anything with it."""

    SPACE_GONE = "space_gone"
    SPACE_KEPT_BY_ANOTHER = "space_kept_by_another"
    KEY_NOT_BROUGHT = "key_not_brought"
    SPACE_NOT_OURS = "space_not_ours"
    SPACE_OURS_ALREADY = "space_ours_already"
    NO_KEY_THERE = "no_key_there"
    ROOMS_INSIDE = "rooms_inside"


def lock_shared_space(session: Session, space_id: UUID) -> Space | None:
    """Lock the house of a space and return the space, None where it is shared no longer."""
    space = lock_houses(session, [space_id]).get(space_id)
    return space if space is not None and space.retired_at is None else None


def why_not_take_over(
    session: Session, space: Space | None, group_id: UUID, *, brought_by: UUID | None
) -> WhyNot | None:
    """Say why a group cannot take a space to which one of its members would bring the key.

    A space that another group keeps is handed over by that group and by nobody else.
    """
    if space is None:
        return WhyNot.SPACE_GONE
    if space.group_id == group_id:
        return WhyNot.SPACE_OURS_ALREADY
    if space.group_id is not None:
        return WhyNot.SPACE_KEPT_BY_ANOTHER
    if brought_by is None or not holds_key(session, space.id, brought_by):
        return WhyNot.KEY_NOT_BROUGHT
    return None


def why_not_let_go(session: Session, space: Space | None, group_id: UUID) -> WhyNot | None:
    """Say why a group cannot give up a space: it is not its own, or rooms inside would be lost."""
    if space is None:
        return WhyNot.SPACE_GONE
    if space.group_id != group_id:
        return WhyNot.SPACE_NOT_OURS
    if not has_keeper(session, space.id) and _has_rooms(session, space.id):
        return WhyNot.ROOMS_INSIDE
    return None


def holds_key(session: Session, space_id: UUID, person_id: UUID) -> bool:
    """Answer whether a person holds the key to a space."""
    return bool(
        session.scalar(
            select(exists().where(Keeper.space_id == space_id, Keeper.person_id == person_id))
        )
    )


def has_keeper(session: Session, space_id: UUID) -> bool:
    """Answer whether anybody holds the key to a space."""
    return bool(session.scalar(select(exists().where(Keeper.space_id == space_id))))


def take_over(session: Session, space: Space, group_id: UUID | None) -> None:
    """Let a group keep a locked space from now on; None for nobody but those with keys."""
    space.group_id = group_id
    space.version += 1
    session.flush()


def give_up(session: Session, space: Space, *, now: datetime) -> None:
    """Keep a locked space no longer. It is shared on by those who hold keys, or no more."""
    take_over(session, space, None)
    if not has_keeper(session, space.id):
        space.retired_at = now
        session.flush()
        space_retired.send(session, space_id=space.id, now=now)


def lock_all_kept(session: Session, group_id: UUID) -> list[Space]:
    """Lock and return the spaces that a group keeps, rooms before the houses they are in."""
    kept = session.scalars(
        select(Space.id).where(Space.group_id == group_id, Space.retired_at.is_(None))
    )
    locked = lock_houses(session, kept.all()).values()
    ours = [each for each in locked if each.group_id == group_id and each.retired_at is None]
    return sorted(ours, key=lambda each: (each.parent_id is None, each.id))


@group_closed.connect
def give_up_all(session: Session, *, group: Group, now: datetime) -> None:
    """Give up what a group kept that is no more; those who hold keys go on sharing it."""
    for space in lock_all_kept(session, group.id):
        give_up(session, space, now=now)


def _has_rooms(session: Session, space_id: UUID) -> bool:
    inside = exists().where(Space.parent_id == space_id, Space.retired_at.is_(None))
    return bool(session.scalar(select(inside)))
