"""Phones on which somebody is signed in: starting, keeping and ending a session."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.kernel.ids import new_id
from backend.people import rules
from backend.people.errors import RefreshTokenNotValid, RefreshTokenReused, SessionNotFound
from backend.people.keys import current_key
from backend.people.models import Invitation, InvitationPurpose, Person, PhoneSession
from backend.people.tokens import write_access_token


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a phone keeps so as to be let in; both tokens are secrets."""

    person: Person
    is_new: bool
    access_token: str
    access_expires_at: datetime
    refresh_token: str


def start_session(
    session: Session, person: Person, *, device_name: str = "", is_new: bool = False, now: datetime
) -> SignedIn:
    """Sign a person in on a phone."""
    mac_key = secrets.token_bytes(32)
    token = rules.refresh_token(new_id(), secrets.token_bytes(32), mac_key)
    session.add(
        PhoneSession(
            id=token.session_id,
            person_id=person.id,
            device_name=device_name,
            created_at=now,
            last_used_at=now,
            mac_key=mac_key,
            token_hash=token.hash(),
        )
    )
    session.flush()
    return _signed_in(session, person, token, is_new=is_new, now=now)


def refresh_session(session: Session, token: str, *, now: datetime) -> SignedIn:
    """Exchange a refresh token for the next one.

    The previous token gives the same successor until that one is used, for 60 seconds at most. An
    older one ends the session and raises ``RefreshTokenReused``; anything else that is not current
    raises ``RefreshTokenNotValid``.
    """
    given = rules.read_refresh_token(token)
    if given is None:
        raise RefreshTokenNotValid
    phone = session.scalars(
        select(PhoneSession).where(PhoneSession.id == given.session_id).with_for_update()
    ).one_or_none()
    if phone is None or not given.is_marked_by(phone.mac_key):
        raise RefreshTokenNotValid
    if phone.ended_at is not None or rules.is_idle(phone.last_used_at, now):
        raise RefreshTokenNotValid
    person = session.get_one(Person, phone.person_id)
    if person.left_at is not None:
        raise RefreshTokenNotValid
    if hmac.compare_digest(given.hash(), phone.token_hash):
        phone.successor_salt = secrets.token_bytes(32)
        phone.previous_hash = phone.token_hash
        phone.rotated_at = now
        successor = given.successor(phone.mac_key, phone.successor_salt)
        phone.token_hash = successor.hash()
    elif _may_have_lost_the_answer(phone, given, now):
        assert phone.successor_salt is not None
        successor = given.successor(phone.mac_key, phone.successor_salt)
    else:
        end_session(session, phone.id, by=person.id, now=now)
        raise RefreshTokenReused
    phone.last_used_at = now
    session.flush()
    return _signed_in(session, person, successor, is_new=False, now=now)


def end_session(session: Session, session_id: UUID, *, by: UUID, now: datetime) -> None:
    """Sign a phone of one's own out, at once; raise ``SessionNotFound`` for anybody else's."""
    phone = session.scalars(
        select(PhoneSession)
        .where(PhoneSession.id == session_id, PhoneSession.person_id == by)
        .with_for_update()
    ).one_or_none()
    if phone is None:
        raise SessionNotFound
    phone.ended_at = phone.ended_at or now
    session.flush()
    _withdraw_own_phone_invitations(session, by, now)


def end_all_sessions(session: Session, *, by: UUID, now: datetime) -> None:
    """Sign all phones of one's own out."""
    session.execute(
        update(PhoneSession)
        .where(PhoneSession.person_id == by, PhoneSession.ended_at.is_(None))
        .values(ended_at=now)
    )
    _withdraw_own_phone_invitations(session, by, now)


def _withdraw_own_phone_invitations(session: Session, person_id: UUID, now: datetime) -> None:
    # Whoever held the phone that is signed out may have made themself a second way in.
    session.execute(
        update(Invitation)
        .where(
            Invitation.person_id == person_id,
            Invitation.purpose == InvitationPurpose.OWN_PHONE,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )


def _may_have_lost_the_answer(
    phone: PhoneSession, given: rules.RefreshToken, now: datetime
) -> bool:
    return (
        phone.previous_hash is not None
        and phone.rotated_at is not None
        and hmac.compare_digest(given.hash(), phone.previous_hash)
        and now - phone.rotated_at <= rules.SUCCESSOR_AGAIN_FOR
    )


def _signed_in(
    session: Session, person: Person, token: rules.RefreshToken, *, is_new: bool, now: datetime
) -> SignedIn:
    access_token, expires_at = write_access_token(
        current_key(session, now=now),
        person_id=person.id,
        session_id=token.session_id,
        now=now,
    )
    return SignedIn(person, is_new, access_token, expires_at, str(token))
