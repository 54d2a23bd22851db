"""Known here: a private, only ever positive mark for people whom the keepers need not ask about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.people.errors import PersonNotFound
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.service import person_left
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keys import check_keeps
from backend.spaces.models import KnownHere, Space


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is known in a space."""

    id: UUID
    display_name: str
    since_at: datetime


def mark_known(
    session: Session, space_id: UUID, person_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Mark somebody as known in a space; doing so twice changes nothing.

    Raises SpaceNotFound, NotAKeeper and PersonNotFound. Nobody is told, and nobody but the keepers
    ever sees it.
    """
    _check_keeper(session, space_id, by=by, now=now)
    visible = select(Person.id).where(Person.id == person_id, visible_people(by))
    if session.scalar(visible) is None:
        raise PersonNotFound
    session.execute(
        insert(KnownHere)
        .values(space_id=space_id, person_id=person_id, since_at=now)
        .on_conflict_do_nothing()
    )


def forget_known(
    session: Session, space_id: UUID, person_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Take the mark back; where there was none, nothing changes."""
    _check_keeper(session, space_id, by=by, now=now)
    session.execute(
        delete(KnownHere).where(KnownHere.space_id == space_id, KnownHere.person_id == person_id)
    )


def list_known(
    session: Session,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Known]:
    """List who is known in a space, for its keepers; one more than `limit` where there are more."""
    _check_keeper(session, space_id, by=by, now=now)
    query = (
        select(Person.id, Person.display_name, KnownHere.since_at)
        .join(Person, Person.id == KnownHere.person_id)
        .where(KnownHere.space_id == space_id, visible_people(by))
        .order_by(KnownHere.since_at, Person.id)
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(tuple_(KnownHere.since_at, KnownHere.person_id) > after)
    return [Known(*row) for row in session.execute(query)]


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget where somebody who leaves was known."""
    session.execute(delete(KnownHere).where(KnownHere.person_id == person_id))


def _check_keeper(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> None:
    space = session.get(Space, space_id)
    if space is None:
        raise SpaceNotFound
    check_keeps(session, space, by=by, now=now)
