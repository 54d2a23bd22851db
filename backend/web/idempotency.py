"""Every write can be repeated safely: the same key and request get the same answer for 24 hours.

The key is looked up before the request is carried out and written in the same transaction as
what it did. Two that arrive at once both carry on; the second to commit breaks the primary key, is
rolled back whole and answers what the first did. So only committed answers are ever kept.
"""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Request
from sqlalchemy import Index, LargeBinary, bindparam, delete, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.db import Base
from backend.db.reading import rows_of
from backend.kernel.facts import Fact, Kind

KEPT_FOR = timedelta(hours=24)
CONSTRAINT = "idempotency_keys_pkey"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


class IdempotencyKeyNeeded(Fact):
    """The request writes something and carries no ``Idempotency-Key``."""

    kind = Kind.BAD_REQUEST


class IdempotencyKeyNotValid(Fact):
    """The key is not 1 to 200 visible ASCII characters."""

    kind = Kind.BAD_REQUEST


class IdempotencyKeyUsedOtherwise(Fact):
    """The same person used the key for another request."""

    kind = Kind.UNPROCESSABLE


class IdempotencyKey(Base):
    """A key a person used, and the answer it got. Keys belong to the person."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "used_at"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(JSONB)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime]


@dataclass(slots=True)
class Keyed:
    """A request that may be repeated, by its key and what it asks for."""

    person_id: UUID
    key: str
    fingerprint: bytes
    was_used_long_ago: bool = False
    """An answer that need not be kept any longer was found under the key."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was given the first time."""

    status: int
    headers: dict[str, str]
    body: bytes


def keyed(request: Request, person_id: UUID) -> Keyed:
    """Return the request's key and fingerprint; raise the facts above for a missing or odd key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise IdempotencyKeyNeeded
    if not _KEY.fullmatch(key):
        raise IdempotencyKeyNotValid
    body = request.get_data(cache=True)
    with suppress(ValueError, RecursionError):
        # The same request may come with its members in another order.
        body = json.dumps(json.loads(body), sort_keys=True).encode()
    asked = b"\0".join([request.method.encode(), request.full_path.encode(), body])
    return Keyed(person_id, key, hashlib.sha256(asked).digest())


_ANSWER = select(
    IdempotencyKey.fingerprint,
    IdempotencyKey.status,
    IdempotencyKey.headers,
    IdempotencyKey.body,
    IdempotencyKey.used_at,
).where(IdempotencyKey.person_id == bindparam("person_id"), IdempotencyKey.key == bindparam("key"))
# Of the table and not of the class: the ORM has nothing to add.
_KEEP = IdempotencyKey.metadata.tables[IdempotencyKey.__tablename__].insert()


def find_answer(reader: Connection, asked: Keyed, now: datetime) -> Answered | None:
    """Return what this request was answered before, None if it is new.

    Raise ``IdempotencyKeyUsedOtherwise`` where the key belongs to another request.
    """
    rows = rows_of(reader, _ANSWER, {"person_id": asked.person_id, "key": asked.key})
    if not rows:
        return None
    fingerprint, status, headers, body, used_at = rows[0]
    if used_at < now - KEPT_FOR:
        asked.was_used_long_ago = True
        return None
    if fingerprint != asked.fingerprint:
        raise IdempotencyKeyUsedOtherwise
    return Answered(status, headers, body)


def remember(session: Session, asked: Keyed, answer: Answered, now: datetime) -> None:
    """Keep an answer in the transaction that it tells of; ``CONSTRAINT`` breaks if one is there."""
    if asked.was_used_long_ago:
        session.execute(
            delete(IdempotencyKey).where(
                IdempotencyKey.person_id == asked.person_id,
                IdempotencyKey.key == asked.key,
                IdempotencyKey.used_at < now - KEPT_FOR,
            )
        )
    session.execute(
        _KEEP,
        {
            "person_id": asked.person_id,
            "key": asked.key,
            "fingerprint": asked.fingerprint,
            "status": answer.status,
            "headers": answer.headers,
            "body": answer.body,
            "used_at": now,
        },
    )


def forget_old(session: Session, now: datetime) -> int:
    """Delete keys older than 24 hours; return how many."""
    old = session.execute(delete(IdempotencyKey).where(IdempotencyKey.used_at < now - KEPT_FOR))
    return int(old.rowcount)  # type: ignore[attr-defined]  # A DELETE gives a cursor result.


def forget_person(session: Session, person_id: UUID) -> None:
    """Delete what a person was answered, as when they leave."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.person_id == person_id))
