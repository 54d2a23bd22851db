"""What is read about people, and the one clause that says who sees whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.engine import Connection

from backend.people.blocks import in_sight
from backend.people.errors import InvitationNotFound, PersonNotFound
from backend.people.models import Invitation, Person, PhoneSession, SigningKey
from backend.people.rules import REFRESH_TOKEN_LIVES
from backend.web.call import SignInNeeded


@dataclass(frozen=True, slots=True)
class Me:
    """What one sees of oneself; ``home`` is a point in degrees."""

    id: UUID
    display_name: str
    words: str
    languages: list[str]
    likes_to_bring: str
    zone: str | None
    home: dict[str, float] | None
    email: str | None
    created_at: datetime
    version: int


def visible_people(viewer: UUID | None) -> ColumnElement[bool]:
    """Return the one clause on ``Person`` for those whom ``viewer`` may see: here and in sight."""
    here = Person.left_at.is_(None)
    return here if viewer is None else and_(here, in_sight(Person.id, viewer))


def get_person(reader: Connection, person_id: UUID, *, by: UUID) -> Row[*tuple[Any, ...]]:
    """Return what neighbours see of a person; raise ``PersonNotFound``."""
    row = reader.execute(
        select(
            Person.id,
            Person.display_name,
            Person.words,
            Person.languages,
            Person.likes_to_bring,
            Person.version,
        ).where(Person.id == person_id, visible_people(by))
    ).one_or_none()
    if row is None:
        raise PersonNotFound
    return row


def get_me(reader: Connection, *, by: UUID) -> Me:
    """Return what one sees of oneself; raise ``SignInNeeded`` if one has left meanwhile."""
    row = reader.execute(
        select(Person.__table__).where(Person.id == by, Person.left_at.is_(None))
    ).one_or_none()
    if row is None:
        raise SignInNeeded
    return me_of(row)


def me_of(person: Any) -> Me:
    """Return a person, an entity or a row, as they see themself."""
    home = None
    if person.home_latitude is not None and person.home_longitude is not None:
        home = {"latitude": person.home_latitude, "longitude": person.home_longitude}
    return Me(
        id=person.id,
        display_name=person.display_name,
        words=person.words,
        languages=list(person.languages),
        likes_to_bring=person.likes_to_bring,
        zone=person.zone,
        home=home,
        email=person.email,
        created_at=person.created_at,
        version=person.version,
    )


def list_sessions(
    reader: Connection, *, by: UUID, now: datetime, after: UUID | None, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return one's own phones that are signed in, the newest first."""
    query = select(
        PhoneSession.id,
        PhoneSession.device_name,
        PhoneSession.created_at,
        PhoneSession.last_used_at,
    ).where(
        PhoneSession.person_id == by,
        PhoneSession.ended_at.is_(None),
        PhoneSession.last_used_at >= now - REFRESH_TOKEN_LIVES,
    )
    if after is not None:
        query = query.where(PhoneSession.id < after)
    return reader.execute(query.order_by(PhoneSession.id.desc()).limit(limit)).all()


_INVITATION = (
    select(
        Invitation.id,
        Invitation.purpose,
        Invitation.made_at,
        Invitation.expires_at,
        Invitation.used_at,
        SigningKey.secret,
    )
    .join(SigningKey, SigningKey.id == Invitation.key_id)
    .where(Invitation.withdrawn_at.is_(None))
)


def list_invitations(
    reader: Connection, *, by: UUID, after: UUID | None, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the invitations somebody made and did not withdraw, the newest first."""
    query = _INVITATION.where(Invitation.person_id == by)
    if after is not None:
        query = query.where(Invitation.id < after)
    return reader.execute(query.order_by(Invitation.id.desc()).limit(limit)).all()


def get_invitation(reader: Connection, invitation_id: UUID, *, by: UUID) -> Row[*tuple[Any, ...]]:
    """Return one of somebody's own invitations; raise ``InvitationNotFound``."""
    row = reader.execute(
        _INVITATION.where(Invitation.id == invitation_id, Invitation.person_id == by)
    ).one_or_none()
    if row is None:
        raise InvitationNotFound
    return row
