"""Who holds the key: the check that begins every verb of a keeper, and handing the key on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.groups.powers import Act
from backend.kernel.facts import check_version
from backend.people.blocks import in_sight
from backend.people.errors import PersonNotFound
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.service import lock_person
from backend.spaces.errors import (
    LastKeeperMustHandOverOrRetire,
    NotAKeeper,
    SpaceNotFound,
    SpaceRetired,
    TooManyKeepers,
    TooManySpaces,
)
from backend.spaces.keeping import keeping_of, keeps
from backend.spaces.locks import lock_house
from backend.spaces.models import Keeper, Space
from backend.spaces.queries import visible_spaces
from backend.spaces.rules import MOST_KEEPERS, MOST_SPACES_KEPT


def lock_kept_space(
    session: Session, space_id: UUID, *, by: UUID, now: datetime, if_version: int | None = None
) -> Space:
    """Lock the house and return the space, for a keeper who wants to change something.

    Raises SpaceNotFound, NotAKeeper, SpaceRetired and ChangedMeanwhile.
    """
    space = lock_house(session, space_id)
    check_keeps(session, space, by=by, now=now)
    check_version(space.version, if_version)
    return space


def check_keeps(session: Session, space: Space, *, by: UUID, now: datetime) -> None:
    """Raise unless a person keeps a space, themself or for its group, that is still shared.

    SpaceNotFound for whoever may not see it, NotAKeeper for who may, SpaceRetired for keepers.
    """
    is_keeper, sees = session.execute(
        select(keeps(Space.id, by, now), visible_spaces(by, by_id=True)).where(Space.id == space.id)
    ).one()
    if not sees:
        raise SpaceNotFound
    if not is_keeper:
        raise NotAKeeper
    if space.retired_at is not None:
        raise SpaceRetired


def check_may_keep_another(session: Session, person_id: UUID) -> None:
    """Lock a person and raise TooManySpaces where they keep enough; PersonNotFound if they left.

    Comes before the lock of a house.
    """
    lock_person(session, person_id)
    kept = session.scalar(
        select(func.count())
        .select_from(Keeper)
        .join(Space, Space.id == Keeper.space_id)
        .where(Keeper.person_id == person_id, Space.retired_at.is_(None))
    )
    if (kept or 0) >= MOST_SPACES_KEPT:
        raise TooManySpaces(at_most=MOST_SPACES_KEPT)


def give_key(session: Session, space_id: UUID, person_id: UUID, *, now: datetime) -> None:
    """Write down that somebody keeps a space; once is enough."""
    session.execute(
        insert(Keeper)
        .values(space_id=space_id, person_id=person_id, since_at=now)
        .on_conflict_do_nothing()
    )


def add_keeper(
    session: Session,
    space_id: UUID,
    *,
    person_id: UUID,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
) -> Space:
    """Let somebody else hold the key too; nothing changes where they do already.

    Raises PersonNotFound, TooManySpaces, TooManyKeepers and what `lock_kept_space` raises.
    """
    find_keeper_to_be(session, person_id, by=by)
    space = lock_kept_space(session, space_id, by=by, now=now, if_version=if_version)
    keepers = _keepers_of(session, space_id)
    if person_id in keepers:
        return space
    if len(keepers) >= MOST_KEEPERS:
        raise TooManyKeepers(at_most=MOST_KEEPERS)
    give_key(session, space_id, person_id, now=now)
    return _changed(session, space)


def thank_off_keeper(
    session: Session,
    space_id: UUID,
    *,
    person_id: UUID,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
) -> Space:
    """Take the key back from a co-keeper, or give back one's own; nothing changes if it was.

    Raises LastKeeperMustHandOverOrRetire and what `lock_kept_space` raises.
    """
    space = lock_kept_space(session, space_id, by=by, now=now)
    # Whoever is out of sight is no more there for the caller than somebody who left.
    keepers = list(
        session.scalars(
            select(Keeper.person_id).where(
                Keeper.space_id == space_id, in_sight(Keeper.person_id, by)
            )
        )
    )
    if person_id not in keepers:
        return space
    check_version(space.version, if_version)
    if len(keepers) == 1 and space.group_id is None:
        raise LastKeeperMustHandOverOrRetire
    _take_key(session, space_id, person_id)
    return _changed(session, space)


def hand_over(
    session: Session,
    space_id: UUID,
    *,
    to: UUID,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
) -> Space:
    """Give one's own key to somebody else, who may hold one already.

    Whoever keeps the space for a group has none to give. Raises PersonNotFound, TooManySpaces and
    what `lock_kept_space` raises.
    """
    find_keeper_to_be(session, to, by=by)
    space = lock_kept_space(session, space_id, by=by, now=now, if_version=if_version)
    if not keeping_of(session, space_id, by=by, now=now).holds_key:
        raise NotAKeeper
    if to == by:
        return space
    give_key(session, space_id, to, now=now)
    _take_key(session, space_id, by)
    return _changed(session, space)


def check_keeps_alone(session: Session, space: Space, *, by: UUID, now: datetime) -> None:
    """Raise NotAKeeper where it takes others of the group to change how a space is shared."""
    if not keeping_of(session, space.id, by=by, now=now, act=Act.KEEP).acts_alone:
        raise NotAKeeper


def find_keeper_to_be(session: Session, person_id: UUID, *, by: UUID) -> None:
    """Lock somebody who is to keep a space; raise PersonNotFound or TooManySpaces.

    Comes before any group and any house is locked.
    """
    seen = select(Person.id).where(Person.id == person_id, visible_people(by))
    if session.scalar(seen) is None:
        raise PersonNotFound
    check_may_keep_another(session, person_id)


def _keepers_of(session: Session, space_id: UUID) -> list[UUID]:
    return list(session.scalars(select(Keeper.person_id).where(Keeper.space_id == space_id)))


def _take_key(session: Session, space_id: UUID, person_id: UUID) -> None:
    session.execute(
        delete(Keeper).where(Keeper.space_id == space_id, Keeper.person_id == person_id)
    )


def _changed(session: Session, space: Space) -> Space:
    space.version += 1
    session.flush()
    return space
