"""The server's signing keys: one signs, those before it verify until nothing of theirs is left."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.people.models import SigningKey
from backend.people.rules import ACCESS_TOKEN_LIVES

RELOADED_AFTER = timedelta(minutes=1)
"""How long a worker believes what it knows of a key, so that a retired one is noticed."""
_LOCK = "signing_keys"


@dataclass(frozen=True, slots=True)
class Key:
    """A signing key as a worker remembers it."""

    id: str
    secret: bytes
    retired_at: datetime | None
    seen_at: datetime


class KeyRing:
    """The keys one worker has seen, by their id."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}

    def find(self, key_id: str, now: datetime, reader: Callable[[], Connection]) -> Key | None:
        """Return the key with which a token was signed, None if its tokens are all over."""
        key = self._keys.get(key_id)
        if key is None or abs(now - key.seen_at) > RELOADED_AFTER:
            row = (
                reader()
                .execute(
                    select(SigningKey.secret, SigningKey.retired_at).where(SigningKey.id == key_id)
                )
                .one_or_none()
            )
            if row is None:
                self._keys.pop(key_id, None)
                return None
            key = Key(key_id, row.secret, row.retired_at, now)
            self._keys[key_id] = key
        if key.retired_at is not None and key.retired_at + ACCESS_TOKEN_LIVES < now:
            return None
        return key


def current_key(session: Session, *, now: datetime) -> SigningKey:
    """Return the key that signs, made now if there is none; two that start at once make one."""
    key = _find_current(session)
    if key is None:
        _hold_keys(session)
        key = _find_current(session)
    if key is None:
        key = _add_key(session, now)
    return key


def rotate_keys(session: Session, *, now: datetime) -> SigningKey:
    """Make a new key sign from now on; what the old one signed holds until its time is over."""
    _hold_keys(session)
    key = _find_current(session)
    if key is not None:
        key.retired_at = now
        session.flush()
    return _add_key(session, now)


def _hold_keys(session: Session) -> None:
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(_LOCK, 0))))


def _find_current(session: Session) -> SigningKey | None:
    return session.scalars(select(SigningKey).where(SigningKey.retired_at.is_(None))).one_or_none()


def _add_key(session: Session, now: datetime) -> SigningKey:
    key = SigningKey(id=secrets.token_hex(8), secret=secrets.token_bytes(32), created_at=now)
    session.add(key)
    session.flush()
    return key
