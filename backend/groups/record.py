"""The record of a group: what was done about who may do what, appended and chained by hashes.

Whoever changes one entry changes its hash, and with it every hash after it; a member who once
exported the record can tell. `scripts/verify_record` checks an export with nothing but Python.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from backend.groups.models import Group, RecordEntry

FIRST_PREVIOUS = ""
"""What stands for the hash before the first entry."""


class Recorded(StrEnum):
    """What is written into a record."""

    FOUNDED = "founded"
    RULE_CHANGED = "rule_changed"
    MEMBER_ADMITTED = "member_admitted"
    MEMBER_REMOVED = "member_removed"
    STEWARD_BEGAN = "steward_began"
    STEWARD_ENDED = "steward_ended"
    CALL_OPENED = "call_opened"
    STOOD = "stood"
    LOT_DRAWN = "lot_drawn"
    DECISION_OPENED = "decision_opened"
    DECISION_SETTLED = "decision_settled"
    DECISION_CONTESTED = "decision_contested"
    DECISION_ENACTED = "decision_enacted"
    DRAW_CALLED = "draw_called"
    DRAWN = "drawn"
    AGREEMENT_ADOPTED = "agreement_adopted"
    AGREEMENT_CHANGED = "agreement_changed"
    AGREEMENT_ENDED = "agreement_ended"
    SPACE_TAKEN = "space_taken"
    SPACE_HANDED_OVER = "space_handed_over"
    SPACE_GIVEN_UP = "space_given_up"
    NEIGHBOURHOOD_JOINED = "neighbourhood_joined"
    NEIGHBOURHOOD_LEFT = "neighbourhood_left"
    WORDS_PUBLISHED = "words_published"
    CLOSED = "closed"


def write(
    session: Session, group: Group, act: Recorded, facts: Mapping[str, Any], at: datetime
) -> int:
    """Append an act to the record of a locked group, as of an instant; return its number.

    ``facts`` never hold a name or an id of a person: pass ids of people through `pseudonym`. Ids,
    instants and enumerations are written as text; fractions are refused, for each language writes
    them its own way.
    """
    previous = FIRST_PREVIOUS
    if group.last_seq:
        previous = session.execute(
            select(RecordEntry.hash).where(
                RecordEntry.group_id == group.id, RecordEntry.seq == group.last_seq
            )
        ).scalar_one()
    entry = {
        "group": str(group.id),
        "seq": group.last_seq + 1,
        "at": written_at(at),
        "act": act.value,
        "facts": _plain(facts),
        "previous": previous,
    }
    session.execute(
        insert(RecordEntry).values(
            group_id=group.id,
            seq=entry["seq"],
            at=entry["at"],
            act=act.value,
            facts=entry["facts"],
            previous=previous,
            hash=hash_of(entry),
        )
    )
    group.last_seq += 1
    session.flush()
    return group.last_seq


def pseudonym(group_id: UUID, person_id: UUID) -> str:
    """Return what stands for a person in the record of one group.

    It is told from their id, which nobody can guess and which is gone from everywhere once they
    are erased; the record need not change for that.
    """
    return hashlib.sha256(f"{group_id}:{person_id}".encode()).hexdigest()[:32]


def canonical(entry: Mapping[str, Any]) -> bytes:
    """Return an entry as the bytes that are hashed: JSON, keys sorted, no spaces, UTF-8."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def hash_of(entry: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an entry without its hash, in hexadecimal digits."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def written_at(at: datetime) -> str:
    """Return an instant as it is hashed (RFC 3339, UTC)."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return written_at(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    assert value is None or isinstance(value, str | int), f"{value!r} has more than one spelling"
    return value
