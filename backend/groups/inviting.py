"""Inviting others into a group, by a link or a QR code that works until it expires."""

import hmac
import math
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.groups.asking import find_asked, write_request
from backend.groups.errors import (
    GroupInvitationNotFound,
    NotAMember,
    TooManyGroupInvitations,
)
from backend.groups.models import Group, GroupInvitation
from backend.groups.service import add_member, find_membership, lock_group, was_removed
from backend.groups.settling import settle
from backend.groups.states import Shows
from backend.groups.vouching import lay_word
from backend.people.blocks import are_apart
from backend.people.service import lock_myself

LIVES = timedelta(days=14)
MOST_A_DAY = 10
_SECRET = 16  # bytes
_WINDOW = timedelta(days=1)


def invite_to_group(
    session: Session, group_id: UUID, *, by: UUID, now: datetime
) -> GroupInvitation:
    """Make an invitation that lets in whoever holds it, for 14 days.

    Also into a group that likes to be asked: who is invited by a member was asked for by one.
    Raises GroupNotFound, NotAMember and TooManyGroupInvitations.
    """
    lock_myself(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is None:
        raise NotAMember
    made = session.scalars(
        select(GroupInvitation.made_at)
        .where(GroupInvitation.made_by == by, GroupInvitation.made_at > now - _WINDOW)
        .order_by(GroupInvitation.made_at.desc())
        .limit(MOST_A_DAY)
    ).all()
    if len(made) == MOST_A_DAY:
        wait = (made[-1] + _WINDOW - now).total_seconds()
        raise TooManyGroupInvitations(at_most=MOST_A_DAY, retry_after=max(1, math.ceil(wait)))
    invitation = GroupInvitation(
        group_id=group.id,
        made_by=by,
        secret=secrets.token_bytes(_SECRET),
        made_at=now,
        expires_at=now + LIVES,
    )
    session.add(invitation)
    session.flush()
    return invitation


def code_of(invitation: GroupInvitation) -> str:
    """Return what stands in the link: the id and the secret, in hexadecimal digits."""
    return invitation.id.hex + invitation.secret.hex()


def find_invitation(reader: Session, code: str, *, by: UUID, now: datetime) -> GroupInvitation:
    """Return the invitation that a code opens; raise ``GroupInvitationNotFound``.

    Also where whoever made it belongs to the group no longer, or is out of the caller's sight: it
    has expired.
    """
    try:
        invitation_id, secret = UUID(hex=code[:32]), bytes.fromhex(code[32:])
    except ValueError:
        raise GroupInvitationNotFound from None
    invitation = reader.get(GroupInvitation, invitation_id)
    if (
        invitation is None
        or not hmac.compare_digest(invitation.secret, secret)
        or invitation.withdrawn_at is not None
        or invitation.expires_at <= now
        # It was the word of a member. Whoever was asked to go brings nobody in behind them.
        or find_membership(reader, invitation.group_id, invitation.made_by) is None
        or are_apart(reader, invitation.made_by, by)
    ):
        raise GroupInvitationNotFound
    return invitation


def come_in(session: Session, code: str, *, by: UUID, now: datetime, shows: Shows) -> Group:
    """Join by an invitation; whoever belongs already stays as they are.

    Where the group asks that members vouch, whoever invited them does so by that, and where it
    asked them to go they ask anew. Raises GroupInvitationNotFound, GroupIsFull and TooManyGroups.
    """
    lock_myself(session, by)
    invitation = find_invitation(session, code, by=by, now=now)
    group = lock_invited_group(session, invitation.group_id, now=now)
    if group is None:
        raise GroupInvitationNotFound
    if find_membership(session, group.id, by) is None:
        # What was due may have been that whoever made it is asked to go.
        find_invitation(session, code, by=by, now=now)
        let_in(session, group, invitation.made_by, by=by, now=now, shows=shows)
    return group


def lock_invited_group(session: Session, group_id: UUID, *, now: datetime) -> Group | None:
    """Lock and settle a group into which a person who is locked was invited, None if it is closed.

    Whether they see it otherwise plays no part.
    """
    group = session.scalars(
        select(Group)
        .where(Group.id == group_id, Group.closed_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if group is not None and group.due_at is not None and group.due_at <= now:
        settle(session, group, now)
    return None if group is None or group.closed_at is not None else group


def let_in(
    session: Session, group: Group, invited_by: UUID, *, by: UUID, now: datetime, shows: Shows
) -> None:
    """Let somebody into a locked group whom a member invited, or let them ask with their word."""
    if group.vouched or was_removed(session, group, by, now=now):
        _ask_with_a_word(session, group, invited_by, by=by, now=now)
    else:
        add_member(session, group, by, now=now, shows=shows)


def _ask_with_a_word(
    session: Session, group: Group, invited_by: UUID, *, by: UUID, now: datetime
) -> None:
    request = find_asked(session, group, by, now=now)
    if request is None:
        request = write_request(session, group, by, now=now)
    if group.vouched and find_membership(session, group.id, invited_by) is not None:
        lay_word(session, group, request, by=invited_by, now=now)


def take_invitation_back(session: Session, invitation_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take back an invitation that one made; raise ``GroupInvitationNotFound``."""
    invitation = session.scalars(
        select(GroupInvitation)
        .where(GroupInvitation.id == invitation_id, GroupInvitation.made_by == by)
        .with_for_update()
    ).one_or_none()
    if invitation is None:
        raise GroupInvitationNotFound
    invitation.withdrawn_at = invitation.withdrawn_at or now
    session.flush()


def list_invitations(
    reader: Session, group_id: UUID, *, by: UUID, now: datetime, after: UUID | None, limit: int
) -> list[GroupInvitation]:
    """List one's own invitations into a group that are still good, the newest first. One query."""
    query = select(GroupInvitation).where(
        GroupInvitation.group_id == group_id,
        GroupInvitation.made_by == by,
        GroupInvitation.expires_at > now,
        GroupInvitation.withdrawn_at.is_(None),
    )
    if after is not None:
        query = query.where(GroupInvitation.id < after)
    return list(reader.scalars(query.order_by(GroupInvitation.id.desc()).limit(limit + 1)))
