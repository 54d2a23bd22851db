"""What two people have of each other's spaces when one blocks the other: as if each had left."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, union
from sqlalchemy.orm import Session

from backend.groups.models import Membership
from backend.kernel.signals import Signal
from backend.people.blocks import person_blocked
from backend.spaces.keeping import kept_in_sight
from backend.spaces.locks import lock_houses
from backend.spaces.models import Keeper, KnownHere, Space

space_out_of_sight = Signal(
    "Sent in the transaction in which somebody is blocked, the session as its sender, with "
    "person_id, space_id and now, for each of the two and each space of whose keepers they see "
    "none any more, the houses being locked. Receivers let go of what the person has there, in "
    "the order in which they do when it is retired."
)

blocker_out_of_sight = Signal(
    "Sent after these, once, with person_id (who blocked the other), space_ids (what the other "
    "keeps) and now. What the blocker has there is another version for who keeps it: the words of "
    "whom one does not see are left out."
)


@person_blocked.connect
def part(session: Session, *, by: UUID, other: UUID, now: datetime) -> None:
    """Let each of the two go of what they have in spaces that the other keeps."""
    kept: dict[UUID, set[UUID]] = {by: set(), other: set()}
    held = select(Keeper.space_id, Keeper.person_id).where(Keeper.person_id.in_(kept))
    of_groups = (
        select(Space.id, Membership.person_id)
        .join(Membership, Membership.group_id == Space.group_id)
        .where(Membership.person_id.in_(kept))
    )
    for space_id, keeper in session.execute(union(held, of_groups)):
        kept[keeper].add(space_id)
    spaces = lock_houses(session, kept[by] | kept[other])
    sole = {
        by: _out_of_sight(session, by, kept[other]),
        other: _out_of_sight(session, other, kept[by]),
    }
    for space in spaces.values():
        for person_id, gone in sole.items():
            if space.id in gone:
                session.execute(
                    delete(KnownHere).where(
                        KnownHere.person_id == person_id, KnownHere.space_id == space.id
                    )
                )
                space_out_of_sight.send(session, person_id=person_id, space_id=space.id, now=now)
        if space.id in kept[by] - sole[other]:
            # As when a keeper leaves whom others stay behind.
            space.version += 1
    session.flush()
    blocker_out_of_sight.send(session, person_id=by, space_ids=kept[other], now=now)


def _out_of_sight(session: Session, person_id: UUID, space_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some spaces of which a person sees nobody at all who keeps them."""
    unseen = select(Space.id).where(Space.id.in_(space_ids), ~kept_in_sight(person_id))
    return set(session.scalars(unseen))
