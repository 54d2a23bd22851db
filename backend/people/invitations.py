"""Invitations: a way in that one neighbour gives another, or oneself on a second phone."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.kernel.sayings import Next, Saying
from backend.people import rules
from backend.people.errors import (
    InvitationNotFound,
    InvitationNotOpen,
    InvitationNotRight,
    PersonNotFound,
    TooManyInvitations,
)
from backend.people.keys import current_key
from backend.people.models import Invitation, InvitationPurpose, SigningKey
from backend.people.service import hold_person, lock_myself


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    """An invitation as its maker sees it; the code is a secret and None once it is over."""

    id: UUID
    purpose: InvitationPurpose
    state: str
    code: str | None
    link: str | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    can: list[str]
    next: Next | None
    says: Saying


def invite(
    session: Session, purpose: InvitationPurpose, *, by: UUID, now: datetime
) -> tuple[Invitation, bytes]:
    """Make an invitation; return it and the key of its code. Raise ``TooManyInvitations``."""
    lock_myself(session, by)  # so that two at once are counted one after the other
    most = rules.INVITATIONS_PER_DAY[purpose]
    made = session.scalars(
        select(Invitation.made_at)
        .where(
            Invitation.person_id == by,
            Invitation.purpose == purpose,
            Invitation.made_at > now - rules.INVITATION_WINDOW,
        )
        .order_by(Invitation.made_at.desc())
        .limit(most)
    ).all()
    if len(made) == most:
        again_at = made[-1] + rules.INVITATION_WINDOW
        raise TooManyInvitations(
            most=most, retry_after=max(1, math.ceil((again_at - now).total_seconds()))
        )
    key = current_key(session, now=now)
    invitation = Invitation(
        person_id=by,
        purpose=purpose,
        key_id=key.id,
        made_at=now,
        expires_at=now + rules.INVITATION_LIVES[purpose],
    )
    session.add(invitation)
    session.flush()
    return invitation, key.secret


def withdraw_invitation(session: Session, invitation_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take an invitation of one's own back; one that was used can only be forgotten."""
    invitation = session.scalars(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.person_id == by)
        .with_for_update()
    ).one_or_none()
    if invitation is None:
        raise InvitationNotFound
    invitation.withdrawn_at = invitation.withdrawn_at or now
    session.flush()


def use_invitation(session: Session, code: str, *, now: datetime) -> Invitation:
    """Spend an invitation; raise ``InvitationNotRight`` for whatever reason it does not hold."""
    invitation_id = rules.read_invitation_code(code)
    if invitation_id is None:
        raise InvitationNotRight
    made = session.execute(
        select(Invitation.person_id, SigningKey.secret)
        .join(SigningKey, SigningKey.id == Invitation.key_id)
        .where(Invitation.id == invitation_id)
    ).one_or_none()
    if made is None or not rules.is_invitation_code(code, invitation_id, made.secret):
        raise InvitationNotRight
    try:
        # The person before the invitation, as everywhere; who left invites nobody.
        hold_person(session, made.person_id)
    except PersonNotFound:
        raise InvitationNotRight from None
    invitation = session.scalars(
        select(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .with_for_update()
    ).one_or_none()
    if invitation is None:
        raise InvitationNotRight
    invitation.used_at = now
    session.flush()
    return invitation


def seen(row: Any, key: bytes, *, public_url: str, now: datetime) -> InvitationSeen:
    """Return an invitation, an entity or a row, as its maker sees it now."""
    state = "open"
    if row.used_at is not None:
        state = "used"
    elif row.expires_at <= now:
        state = "expired"
    is_open = state == "open"
    code = rules.invitation_code(row.id, key) if is_open else None
    return InvitationSeen(
        id=row.id,
        purpose=row.purpose,
        state=state,
        code=code,
        link=f"{public_url.rstrip('/')}/join#{code}" if is_open else None,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        can=["show", "withdraw"] if is_open else ["withdraw"],
        next=Next(row.expires_at, "expired") if is_open else None,
        says=Saying(f"invitation_{state}", {"until": row.expires_at}),
    )


def link_of(invitation: InvitationSeen) -> str:
    """Return the link of an open invitation; raise ``InvitationNotOpen``."""
    if invitation.link is None:
        raise InvitationNotOpen
    return invitation.link
