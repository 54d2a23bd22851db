"""Forgets what has served its time. Nothing here is needed for a rule to hold: clocks are read."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_
from sqlalchemy.orm import DeclarativeBase, Session

from backend.people.models import Invitation, PhoneSession, SignInCode, SigningKey
from backend.people.rules import (
    ACCESS_TOKEN_LIVES,
    CODE_WINDOW,
    INVITATION_LIVES,
    INVITATION_WINDOW,
    REFRESH_TOKEN_LIVES,
)
from backend.web.idempotency import forget_old

SESSIONS_KEPT_FOR = timedelta(days=7)
"""How long an ended session is kept, so that a phone that comes late hears the right words."""
CODES_KEPT_FOR = CODE_WINDOW
"""Spent ones too, for they are counted; longer than a code lives."""
KEYS_KEPT_FOR = max(*INVITATION_LIVES.values(), ACCESS_TOKEN_LIVES)
"""As long as anything that a retired key signed may hold."""


Purge = Callable[[Session, datetime], Mapping[str, int]]
_also: list[Purge] = []


def let_also_purge(purge: Purge) -> None:
    """Let a room above forget what has served its time there, by the words for it how many."""
    _also.append(purge)


def purge(session: Session, *, now: datetime) -> dict[str, int]:
    """Delete spent codes, old invitations, ended and idle sessions, old answers and old keys.

    And what the rooms above let go. Return how many of each.
    """
    gone = _purge_here(session, now)
    for each in _also:
        gone.update(each(session, now))
    return gone


def _purge_here(session: Session, now: datetime) -> dict[str, int]:
    return {
        "codes": _delete(session, SignInCode, SignInCode.made_at < now - CODES_KEPT_FOR),
        "invitations": _delete(
            session,
            Invitation,
            # Those of the last day are counted, whatever became of them.
            (Invitation.made_at < now - INVITATION_WINDOW)
            & or_(
                Invitation.used_at.is_not(None),
                Invitation.withdrawn_at.is_not(None),
                Invitation.expires_at < now,
            ),
        ),
        "sessions": _delete(
            session,
            PhoneSession,
            or_(
                PhoneSession.ended_at < now - SESSIONS_KEPT_FOR,
                PhoneSession.last_used_at < now - REFRESH_TOKEN_LIVES - SESSIONS_KEPT_FOR,
            ),
        ),
        "keys": _delete(
            session,
            SigningKey,
            (SigningKey.retired_at < now - KEYS_KEPT_FOR)
            & ~exists().where(Invitation.key_id == SigningKey.id),
        ),
        "answers": forget_old(session, now),
    }


def _delete(session: Session, kind: type[DeclarativeBase], which: ColumnElement[bool]) -> int:
    gone = session.execute(delete(kind).where(which).execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # A DELETE gives a cursor result.
