"""Access tokens (JWT, RFC 7519): short, signed by us, and over when their session is."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import jwt
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from backend.db.reading import rows_of
from backend.people.keys import KeyRing
from backend.people.models import Person, PhoneSession, SigningKey
from backend.people.rules import ACCESS_TOKEN_LIVES
from backend.web.call import Caller, SignInNeeded

ALGORITHM = "HS256"
ISSUER = "neighbours"
AUDIENCE = "neighbours-phone"
_LONGEST = 2000
_MOST_SEEN = 10_000
_KEY_ID = re.compile(r"[0-9a-f]{16}")

# Built once, for every request asks it.
_IS_HERE = (
    select(PhoneSession.id)
    .join(Person, Person.id == PhoneSession.person_id)
    .where(
        PhoneSession.id == bindparam("session_id"),
        PhoneSession.person_id == bindparam("person_id"),
        PhoneSession.ended_at.is_(None),
        Person.left_at.is_(None),
    )
)


def write_access_token(
    key: SigningKey, *, person_id: UUID, session_id: UUID, now: datetime
) -> tuple[str, datetime]:
    """Return an access token and when it expires."""
    # A token knows whole seconds only; it must not outlive what we say of it.
    issued_at = now.replace(microsecond=0)
    expires_at = issued_at + ACCESS_TOKEN_LIVES
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(person_id),
        "sid": str(session_id),
        "iat": int(issued_at.timestamp()),
        "exp": int(expires_at.timestamp()),
    }
    return jwt.encode(claims, key.secret, ALGORITHM, headers={"kid": key.id}), expires_at


class AccessTokens:
    """Tells who holds an access token, for one worker."""

    def __init__(self) -> None:
        self._keys = KeyRing()
        self._seen: dict[str, tuple[str, dict[str, Any]]] = {}
        """Tokens whose signatures were checked, with the key's id and the claims."""

    def identify(self, reader: Connection, token: str, now: datetime) -> Caller:
        """Return who calls; raise ``SignInNeeded`` unless the token and its session both hold."""
        claims = self._read(reader, token, now)
        try:
            caller = Caller(UUID(claims["sub"]), UUID(claims["sid"]))
        except (ValueError, AttributeError, TypeError):
            raise SignInNeeded from None
        # Signing out and leaving count at once, so every request asks.
        here = {"session_id": caller.session_id, "person_id": caller.person_id}
        if not rows_of(reader, _IS_HERE, here):
            raise SignInNeeded
        return caller

    def _read(self, reader: Connection, token: str, now: datetime) -> dict[str, Any]:
        """Return the claims of a token that we signed and that holds now."""
        if len(token) > _LONGEST:
            raise SignInNeeded
        try:
            seen = self._seen.get(token)
            key_id = seen[0] if seen else jwt.get_unverified_header(token).get("kid", "")
            if not _KEY_ID.fullmatch(key_id):
                raise SignInNeeded
            key = self._keys.find(key_id, now, lambda: reader)
            if key is None:
                raise SignInNeeded
            claims: dict[str, Any] = (
                seen[1]
                if seen
                else jwt.decode(
                    token,
                    key.secret,
                    algorithms=[ALGORITHM],
                    audience=AUDIENCE,
                    issuer=ISSUER,
                    options={
                        "require": ["iss", "aud", "sub", "sid", "iat", "exp"],
                        # The library would look at the machine's clock; ours is passed in.
                        "verify_exp": False,
                        "verify_iat": False,
                        "verify_nbf": False,
                    },
                )
            )
            expires_at = datetime.fromtimestamp(claims["exp"], UTC)
        except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError, OSError):
            raise SignInNeeded from None
        if expires_at <= now:
            self._seen.pop(token, None)
            raise SignInNeeded
        if seen is None:
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            self._seen[token] = (key_id, claims)
        return claims
