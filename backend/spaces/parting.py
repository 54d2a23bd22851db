"""What two people have of each other's spaces when one blocks the other: as if each had left."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from blinker import Signal
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session, aliased

from backend.people.blocks import in_sight, person_blocked
from backend.spaces.locks import lock_houses
from backend.spaces.models import Keeper, KnownHere

space_out_of_sight = Signal(
    "Sent in the transaction in which somebody is blocked, the session as its sender, once for "
    "each of the two, with person_id, space_ids (of whose keepers that person sees none any more) "
    "and now, the houses being locked. Receivers let go of what the person has there."
)


@person_blocked.connect
def part(session: Session, *, by: UUID, other: UUID, now: datetime) -> None:
    """Let each of the two go of what they have in spaces that the other keeps."""
    kept = session.execute(
        select(Keeper.space_id, Keeper.person_id).where(Keeper.person_id.in_([by, other]))
    ).all()
    spaces = lock_houses(session, {row.space_id for row in kept})
    for space in spaces.values():
        # Each of the two is named to the other no more among those who keep it.
        space.version += 1
    session.flush()
    for person_id, keeper in ((by, other), (other, by)):
        gone = _out_of_sight(session, person_id, keeper)
        if gone:
            session.execute(
                delete(KnownHere).where(
                    KnownHere.person_id == person_id, KnownHere.space_id.in_(gone)
                )
            )
            space_out_of_sight.send(session, person_id=person_id, space_ids=gone, now=now)


def _out_of_sight(session: Session, person_id: UUID, keeper: UUID) -> Sequence[UUID]:
    """Return the spaces that somebody keeps and of which a person sees no keeper at all."""
    others = aliased(Keeper)
    return session.scalars(
        select(Keeper.space_id)
        .where(
            Keeper.person_id == keeper,
            ~exists().where(
                others.space_id == Keeper.space_id, in_sight(others.person_id, person_id)
            ),
        )
        .order_by(Keeper.space_id)
    ).all()
