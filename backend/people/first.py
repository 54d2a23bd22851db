"""Letting the very first person in, where no mail and no Firebase could."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.people import rules
from backend.people.invitations import invite
from backend.people.models import InvitationPurpose, Person, PhoneSession
from backend.people.service import welcome


class SomebodyIsHere(Exception):
    """The door opens from the inside now: whoever lives here invites the next."""


def is_anybody_here(session: Session) -> bool:
    """Say whether anybody has come in who has not left."""
    here = _first_two(session)
    return len(here) > 1 or any(_has_come_in(session, person) for person in here)


def let_in_the_first(session: Session, *, display_name: str, now: datetime) -> str:
    """Add the first person and return the code with which their phone comes in, once.

    May be repeated, with another name too, until that phone has come in. Raises SomebodyIsHere from
    then on, and TooManyInvitations.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("first person", 0))))
    if is_anybody_here(session):
        raise SomebodyIsHere
    expected = _first_two(session)
    if expected:
        person = expected[0]
        person.display_name = display_name
    else:
        person = welcome(session, display_name=display_name, now=now)
    invitation, key = invite(session, InvitationPurpose.OWN_PHONE, by=person.id, now=now)
    return rules.invitation_code(invitation.id, key)


def _first_two(session: Session) -> Sequence[Person]:
    return session.scalars(select(Person).where(Person.left_at.is_(None)).limit(2)).all()


def _has_come_in(session: Session, person: Person) -> bool:
    if person.email is not None or person.firebase_uid is not None:
        return True
    phone = select(PhoneSession.id).where(PhoneSession.person_id == person.id).limit(1)
    return session.scalar(phone) is not None
