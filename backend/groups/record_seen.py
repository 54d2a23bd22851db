"""Reading and exporting the record of a group. Members read it, also of a group that is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, literal, select

from backend.groups.errors import GroupNotFound, NotAMember
from backend.groups.models import Group, Membership, RecordEntry
from backend.groups.queries import Reader, belongs, visible_groups
from backend.groups.record import Recorded
from backend.groups.seen import Related
from backend.groups.states import Shows
from backend.kernel.sayings import Saying
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.rules import first_name

FORMAT = "neighbours-record-1"


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """An entry as a member sees it."""

    seq: int
    at: str
    act: str
    facts: dict[str, Any]
    previous: str
    hash: str
    member: Related | None
    says: Saying


def list_record(
    reader: Reader, group_id: UUID, *, by: UUID, before: int | None, limit: int
) -> list[EntrySeen]:
    """List the entries of a record, the newest first; GroupNotFound, NotAMember. Three queries."""
    _check_may_read(reader, group_id, by=by)
    query = select(RecordEntry).where(RecordEntry.group_id == group_id)
    if before is not None:
        query = query.where(RecordEntry.seq < before)
    columns = RecordEntry.__table__.c
    rows = reader.execute(
        query.with_only_columns(*columns).order_by(RecordEntry.seq.desc()).limit(limit + 1)
    ).all()
    wanted = {row.facts["member"] for row in rows if isinstance(row.facts.get("member"), str)}
    people = _who_they_are(reader, group_id, wanted, by=by)
    seen = []
    for row in rows:
        member = people.get(row.facts.get("member", ""))
        params = {"known": "yes" if member else "no", "name": member.name if member else ""}
        seen.append(
            EntrySeen(
                seq=row.seq,
                at=row.at,
                act=row.act,
                facts=row.facts,
                previous=row.previous,
                hash=row.hash,
                member=member,
                says=Saying(f"recorded_{Recorded(row.act).value}", params),
            )
        )
    return seen


def export_record(reader: Reader, group_id: UUID, *, by: UUID) -> dict[str, Any]:
    """Return the whole record as one document that `scripts/verify_record` checks. Two queries."""
    _check_may_read(reader, group_id, by=by)
    columns = RecordEntry.__table__.c
    rows = reader.execute(
        select(columns.seq, columns.at, columns.act, columns.facts, columns.previous, columns.hash)
        .where(RecordEntry.group_id == group_id)
        .order_by(RecordEntry.seq)
    )
    entries = [dict(row._mapping) for row in rows]
    return {"format": FORMAT, "group": str(group_id), "entries": entries}


def _check_may_read(reader: Reader, group_id: UUID, *, by: UUID) -> None:
    row = reader.execute(
        select(belongs(by).label("is_mine"), Group.closed_at).where(
            Group.id == group_id, visible_groups(by)
        )
    ).one_or_none()
    if row is None or (row.closed_at is not None and not row.is_mine):
        raise GroupNotFound
    if not row.is_mine:
        raise NotAMember


def _who_they_are(
    reader: Reader, group_id: UUID, pseudonyms: Iterable[str], *, by: UUID
) -> dict[str, Related]:
    """Return who of the members is meant, as they show themselves; one query for all of them."""
    whole = literal(f"{group_id}:").concat(cast(Membership.person_id, Text))
    digest = func.encode(func.sha256(func.convert_to(whole, "UTF8")), "hex")
    pseudonym = func.left(digest, 32)
    rows = reader.execute(
        select(pseudonym.label("pseudonym"), Membership.person_id, Person.display_name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.group_id == group_id,
            Membership.shows != Shows.NOTHING.value,
            pseudonym.in_(list(pseudonyms)),
            in_sight(Membership.person_id, by),
        )
    )
    return {row.pseudonym: Related(row.person_id, first_name(row.display_name)) for row in rows}
