"""What holds about people, whoever asks: pure decisions, no database and no HTTP."""

import base64
import binascii
import hashlib
import hmac
import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from backend.people.errors import EmailNotValid

ACCESS_TOKEN_LIVES = timedelta(minutes=15)
REFRESH_TOKEN_LIVES = timedelta(days=180)
"""Without being used; each use starts it anew."""
SUCCESSOR_AGAIN_FOR = timedelta(seconds=60)
"""How long a phone that lost the answer may ask for the same refresh token again."""

CODE_LIVES = timedelta(minutes=30)
CODE_TRIES = 5
CODE_WINDOW = timedelta(hours=1)
CODES_PER_EMAIL = 5
CODES_PER_CALLER = 20

INVITATION_LIVES = {"neighbour": timedelta(days=7), "own_phone": timedelta(minutes=10)}
INVITATIONS_PER_DAY = {"neighbour": 5, "own_phone": 10}
INVITATION_WINDOW = timedelta(days=1)

LONGEST_NAME = 80
LONGEST_WORDS = 2000
LONGEST_LIKES = 500
MOST_LANGUAGES = 12
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"
"""A language tag (BCP 47), as far as people need one."""

_SECRET = 32  # bytes
_MAC = 16  # bytes


def is_plain(text: str) -> bool:
    """Say whether a text has no control characters and no lone surrogates."""
    return not any(unicodedata.category(each) in {"Cc", "Cs"} for each in text)


def tidy_name(name: str) -> str:
    """Return a name from elsewhere as one of ours: composed, bounded, no control characters."""
    kept = "".join(
        each for each in name if unicodedata.category(each)[0] != "C" or each == "\u200d"
    )
    return unicodedata.normalize("NFC", kept)[:LONGEST_NAME].strip()


def first_name(display_name: str) -> str:
    """Return what neighbours call somebody: the first word of the name, without a title."""
    words = display_name.split()
    while len(words) > 1 and re.fullmatch(r"(?i)(mr|mrs|ms|mx|dr|prof|herr|frau)\.?", words[0]):
        words = words[1:]
    return words[0].rstrip(",") if words else ""


def normal_email(email: str) -> str:
    """Return an address in the one form in which it is kept; raise ``EmailNotValid``.

    Nothing is looked up. An international domain is kept as people write it (IDNA 2008).
    """
    try:
        found = validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        raise EmailNotValid from None
    # No mail server in use tells apart A and a; in other scripts lower case may be another word.
    local = found.local_part.lower() if found.local_part.isascii() else found.local_part
    return f"{local}@{found.domain}"


def postal_email(email: str) -> str:
    """Return an address as mail servers take it: in ASCII where that is possible."""
    found = validate_email(email, check_deliverability=False)
    return found.ascii_email or found.normalized


def network_of(address: str) -> str:
    """Return the network of a caller's address: an IPv6 customer has a whole /64."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def code_hash(code_id: UUID, code: str) -> bytes:
    """Return what is kept of a code."""
    return hmac.digest(code_id.bytes, code.encode(), hashlib.sha256)


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token, taken apart: whose it is, its secret, and the mark that we made it."""

    session_id: UUID
    secret: bytes
    mac: bytes

    def __str__(self) -> str:
        return _text(self.session_id.bytes + self.secret + self.mac)

    def hash(self) -> bytes:
        """Return what is kept of it."""
        return hashlib.sha256(self.secret).digest()

    def is_marked_by(self, mac_key: bytes) -> bool:
        """Say whether we made it, however long ago."""
        return hmac.compare_digest(self.mac, _mac(mac_key, self.session_id, self.secret))

    def successor(self, mac_key: bytes, salt: bytes) -> "RefreshToken":
        """Return the token that follows it, the same one every time for the same salt."""
        return refresh_token(
            self.session_id, hmac.digest(salt, self.secret, hashlib.sha256), mac_key
        )


def refresh_token(session_id: UUID, secret: bytes, mac_key: bytes) -> RefreshToken:
    """Return the refresh token of a session with this secret, 32 random bytes."""
    return RefreshToken(session_id, secret, _mac(mac_key, session_id, secret))


def read_refresh_token(text: str) -> RefreshToken | None:
    """Return a refresh token as it was sent, None where it cannot be one of ours."""
    raw = _bytes(text, 16 + _SECRET + _MAC)
    if raw is None:
        return None
    return RefreshToken(UUID(bytes=raw[:16]), raw[16 : 16 + _SECRET], raw[16 + _SECRET :])


def invitation_code(invitation_id: UUID, key: bytes) -> str:
    """Return the code of an invitation: its id, and a mark that only the key's holder can make."""
    return _text(invitation_id.bytes + _invitation_mac(invitation_id, key))


def read_invitation_code(code: str) -> UUID | None:
    """Return the invitation a code claims to be, None where it cannot be one of ours."""
    raw = _bytes(code, 16 + _MAC)
    return None if raw is None else UUID(bytes=raw[:16])


def is_invitation_code(code: str, invitation_id: UUID, key: bytes) -> bool:
    """Say whether a code is the one of this invitation, in constant time."""
    return hmac.compare_digest(code.encode(), invitation_code(invitation_id, key).encode())


def is_idle(last_used_at: datetime, now: datetime) -> bool:
    """Say whether a session has been left alone for too long."""
    return last_used_at < now - REFRESH_TOKEN_LIVES


def _mac(key: bytes, session_id: UUID, secret: bytes) -> bytes:
    return hmac.digest(key, session_id.bytes + secret, hashlib.sha256)[:_MAC]


def _invitation_mac(invitation_id: UUID, key: bytes) -> bytes:
    return hmac.digest(key, b"invitation" + invitation_id.bytes, hashlib.sha256)[:_MAC]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str, length: int) -> bytes | None:
    try:
        padded = text + "=" * (-len(text) % 4)
        raw = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    # The last character has spare bits: only one way of writing it is ours.
    return raw if len(raw) == length and _text(raw) == text else None
