"""The entrance of a space, and the secret of the card beside it."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, true, update
from sqlalchemy.orm import Session

from backend.care.models import Entrance, LeavingNote
from backend.care.telling import tell_of_key
from backend.people.service import person_left
from backend.spaces.keeping import keepers_of
from backend.spaces.keys import lock_kept_space
from backend.spaces.locks import lock_houses
from backend.spaces.models import Space
from backend.spaces.parting import space_out_of_sight
from backend.spaces.service import space_retired

_CODE_BYTES = 10
"""Eighty bits, sixteen letters: more than anybody tries, and few enough for a coarse QR code."""


def entrance_of(session: Session, space_id: UUID) -> Entrance:
    """Return the entrance of a space whose house is locked; it is made where there was none."""
    entrance = session.get(Entrance, space_id, populate_existing=True)
    if entrance is None:
        entrance = Entrance(space_id=space_id)
        session.add(entrance)
        session.flush()
    return entrance


def code_of_card(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> tuple[Space, str]:
    """Return a space and the code on its card, for its keepers.

    Raises what `lock_kept_space` raises.
    """
    space = lock_kept_space(session, space_id, by=by, now=now)
    entrance = entrance_of(session, space_id)
    if entrance.card_key is None:
        entrance.card_key = secrets.token_bytes(32)
        session.flush()
    return space, card_code(entrance.card_key, space_id)


def renew_card(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> None:
    """Let the cards that hang or went astray fit no longer; the next that is read is another.

    Raises what `lock_kept_space` raises.
    """
    lock_kept_space(session, space_id, by=by, now=now)
    entrance_of(session, space_id).card_key = secrets.token_bytes(32)
    session.flush()


def card_code(key: bytes, space_id: UUID) -> str:
    """Return the code on the card of a space: an HMAC (RFC 2104) of its id, in base 32."""
    return b32encode(hmac.digest(key, space_id.bytes, "sha256")[:_CODE_BYTES]).decode().lower()


def card_fits(entrance: Entrance | None, card: str | None) -> bool:
    """Answer whether this is the code on the card of the space."""
    if entrance is None or entrance.card_key is None or card is None:
        return False
    code = card_code(entrance.card_key, entrance.space_id)
    return hmac.compare_digest(code.encode(), card.strip().lower().encode())


@space_retired.connect
def forget_entrance(session: Session, *, space_id: UUID, now: datetime) -> None:
    """Forget how one got into a space that is shared no longer, and how it was left."""
    session.execute(delete(Entrance).where(Entrance.space_id == space_id))
    session.execute(delete(LeavingNote).where(LeavingNote.space_id == space_id))


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Say that the key is missing where somebody who leaves had it, and forget who wrote notes."""
    _lose_keys(session, person_id, true(), now=now)
    session.execute(
        update(LeavingNote).where(LeavingNote.written_by == person_id).values(written_by=None)
    )


@space_out_of_sight.connect
def lose_keys_out_of_sight(
    session: Session, *, person_id: UUID, space_id: UUID, now: datetime
) -> None:
    """Say that a key is missing that is with somebody whom no keeper sees any more."""
    _lose_keys(session, person_id, Entrance.space_id == space_id, now=now)


def _lose_keys(
    session: Session, person_id: UUID, which: ColumnElement[bool], *, now: datetime
) -> None:
    held = select(Entrance.space_id).where(
        or_(Entrance.key_with == person_id, Entrance.key_from == person_id), which
    )
    spaces = lock_houses(session, session.scalars(held).all())
    for space_id, space in spaces.items():
        entrance = entrance_of(session, space_id)
        if entrance.key_from == person_id:
            entrance.key_from = None
        if entrance.key_with == person_id:
            entrance.key_with = None
            entrance.key_missing_at = entrance.key_since_at = now
            tell_of_key(
                session,
                space,
                "key_holder_left",
                but_not=person_id,
                keepers=keepers_of(session, space_id, now=now),
                now=now,
            )
    session.flush()
