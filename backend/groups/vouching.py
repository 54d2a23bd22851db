"""Vouching: where a group wants it, two members of different households let somebody in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.groups.acting import take_hand_back
from backend.groups.asking import admit, lock_request
from backend.groups.errors import NothingToVouch
from backend.groups.households import has_two_households, households_of
from backend.groups.models import Group, Hand, JoinRequest

VOUCH = "vouch"
"""As an act of hands. It is no power: everybody vouches for whom they know."""
HOUSEHOLDS = 2


def vouch(session: Session, request_id: UUID, *, by: UUID, now: datetime) -> JoinRequest:
    """Vouch for somebody who asked; the second household lets them in. Again is the same.

    Raises JoinRequestNotFound, RequestIsDecided, NothingToVouch where the group asks for no such
    thing, and what `service.add_member` raises.
    """
    request, group = lock_request(session, request_id, by=by, now=now)
    if not group.vouched:
        raise NothingToVouch(group=group.name)
    lay_word(session, group, request, by=by, now=now)
    return request


def lay_word(
    session: Session, group: Group, request: JoinRequest, *, by: UUID, now: datetime
) -> None:
    """Add a member's word for somebody to a locked group, and let them in where it is enough."""
    session.execute(
        insert(Hand)
        .values(about_id=request.id, act=VOUCH, person_id=by, laid_at=now)
        .on_conflict_do_nothing()
    )
    people = session.scalars(select(Hand.person_id).where(_for(request)))
    # Of a group that is one household, or one person, nobody else can vouch.
    needed = HOUSEHOLDS if has_two_households(session, group.id) else 1
    if len(households_of(session, group.id, people.all())) >= needed:
        admit(session, group, request, now=now)


def take_word_back(session: Session, request_id: UUID, *, by: UUID, now: datetime) -> None:
    """Vouch no longer; raise JoinRequestNotFound and RequestIsDecided."""
    request, _ = lock_request(session, request_id, by=by, now=now)
    take_hand_back(session, request.id, VOUCH, by=by)


def _for(request: JoinRequest) -> ColumnElement[bool]:
    return (Hand.about_id == request.id) & (Hand.act == VOUCH)
