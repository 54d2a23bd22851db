"""What two people have of each other's spaces when one blocks the other: as if each had left."""

from datetime import datetime
from uuid import UUID

from blinker import Signal
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session, aliased

from backend.people.blocks import in_sight, person_blocked
from backend.spaces.locks import lock_houses
from backend.spaces.models import Keeper, KnownHere

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
    for space_id, keeper in session.execute(
        select(Keeper.space_id, Keeper.person_id).where(Keeper.person_id.in_(kept))
    ):
        kept[keeper].add(space_id)
    spaces = lock_houses(session, kept[by] | kept[other])
    sole = {each: _out_of_sight(session, each, *(kept.keys() - {each})) for each in kept}
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


def _out_of_sight(session: Session, person_id: UUID, keeper: UUID) -> set[UUID]:
    """Return the spaces that somebody keeps and of which a person sees no keeper at all."""
    others = aliased(Keeper)
    seen = select(Keeper.space_id).where(
        Keeper.person_id == keeper,
        ~exists().where(others.space_id == Keeper.space_id, in_sight(others.person_id, person_id)),
    )
    return set(session.scalars(seen))
