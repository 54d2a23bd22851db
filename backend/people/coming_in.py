"""The three ways in; each leads to the same kind of person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from backend.kernel.letters import is_visible
from backend.people import codes, rules
from backend.people.errors import EmailNotFree, EmailNotValid
from backend.people.firebase import FirebaseUser
from backend.people.invitations import use_invitation
from backend.people.models import CodePurpose, InvitationPurpose, Person
from backend.people.service import lock_myself, welcome
from backend.people.sessions import SignedIn, start_session


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a phone says of itself and, should they be new, of the person; each may be left out."""

    display_name: str
    languages: Sequence[str] = ()
    zone: str | None = None
    device_name: str = ""

    def called(self, *names: str, otherwise: str) -> "Newcomer":
        """Return the same with a name: their own, else the first that can be seen."""
        known = (name for name in (self.display_name, *names) if is_visible(name))
        return replace(self, display_name=next(known, otherwise)[: rules.LONGEST_NAME])


def sign_in_by_email(
    session: Session, *, email: str, code: str, newcomer: Newcomer, now: datetime
) -> SignedIn:
    """Sign in whoever reads the mail of an address; raise ``CodeNotRight``."""
    address = rules.normal_email(email)
    # The person before the code, as everywhere, so that nobody deadlocks with who is leaving.
    person = _find_here(session, Person.email == address)
    codes.use_sign_in_code(session, email=address, code=code, now=now)
    if person is None:
        _hold(session, f"email {address}")
        person = _find_here(session, Person.email == address)
    return _enter(session, person, newcomer, now=now, email=address)


def sign_in_by_invitation(
    session: Session, *, code: str, newcomer: Newcomer, now: datetime
) -> SignedIn:
    """Sign in whoever holds an invitation: somebody new, or its maker on another phone."""
    invitation = use_invitation(session, code, now=now)
    person = None
    if invitation.purpose == InvitationPurpose.OWN_PHONE:
        person = session.get_one(Person, invitation.person_id)
    return _enter(session, person, newcomer, now=now)


def sign_in_by_firebase(
    session: Session, *, user: FirebaseUser, newcomer: Newcomer, now: datetime
) -> SignedIn:
    """Sign in whom a checked Firebase token speaks of."""
    # Two first tokens at once make one person.
    _hold(session, f"firebase {user.uid}")
    person = _find_here(session, Person.firebase_uid == user.uid)
    email = _free_email(session, user.email) if person is None and user.email else None
    return _enter(session, person, newcomer, now=now, email=email, firebase_uid=user.uid)


def ask_to_add_email(session: Session, *, email: str, caller: str, by: UUID, now: datetime) -> str:
    """Return a code for adding an address to one's account, whoever else may have it."""
    lock_myself(session, by)
    return codes.make_code(
        session,
        email=email,
        purpose=CodePurpose.ADD_EMAIL,
        person_id=by,
        caller=caller,
        now=now,
    )


def add_email(session: Session, *, code: str, by: UUID, now: datetime) -> Person:
    """Add the address that the code went to; raise ``CodeNotRight`` or ``EmailNotFree``."""
    person = lock_myself(session, by)
    address = codes.use_add_email_code(session, code=code, by=by, now=now)
    _hold(session, f"email {address}")
    if not _is_free(session, address, besides=by):
        raise EmailNotFree
    person.email = address
    person.version += 1
    session.flush()
    return person


def _enter(
    session: Session,
    person: Person | None,
    newcomer: Newcomer,
    *,
    now: datetime,
    email: str | None = None,
    firebase_uid: str | None = None,
) -> SignedIn:
    is_new = person is None
    if person is None:
        person = welcome(
            session,
            display_name=newcomer.display_name,
            languages=newcomer.languages,
            zone=newcomer.zone,
            email=email,
            firebase_uid=firebase_uid,
            now=now,
        )
    return start_session(session, person, device_name=newcomer.device_name, is_new=is_new, now=now)


def _find_here(session: Session, known_by: ColumnElement[bool]) -> Person | None:
    """Return the person an identity belongs to, kept from leaving meanwhile."""
    return session.scalars(
        select(Person).where(known_by, Person.left_at.is_(None)).with_for_update(read=True)
    ).one_or_none()


def _free_email(session: Session, email: str) -> str | None:
    """Return an address if it is nobody's: a second account is not merged with the first."""
    try:
        address = rules.normal_email(email)
    except EmailNotValid:
        return None
    _hold(session, f"email {address}")
    return address if _is_free(session, address) else None


def _is_free(session: Session, address: str, *, besides: UUID | None = None) -> bool:
    owner = session.scalars(select(Person.id).where(Person.email == address)).one_or_none()
    return owner is None or owner == besides


def _hold(session: Session, what: str) -> None:
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))
