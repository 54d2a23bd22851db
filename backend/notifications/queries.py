"""Reading one's notifications, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.kernel.sayings import LocalDay, LocalTime, Saying
from backend.notifications.models import Notification


@dataclass(frozen=True, slots=True)
class Told:
    """A notification as its reader sees it."""

    id: UUID
    kind: str
    params: dict[str, Any]
    about_kind: str
    about_id: UUID
    created_at: datetime
    """When it became something to know, which may be later than it was written."""
    read_at: datetime | None
    says: Saying


def list_notifications(
    reader: Connection | Session,
    *,
    by: UUID,
    now: datetime,
    unread: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Told]:
    """List what a person was told, newest first; one more than ``limit`` where there are more."""
    query = select(
        Notification.id,
        Notification.kind,
        Notification.params,
        Notification.about_kind,
        Notification.about_id,
        Notification.due_at,
        Notification.read_at,
    ).where(Notification.person_id == by, Notification.due_at <= now)
    if unread:
        query = query.where(Notification.read_at.is_(None))
    if after is not None:
        query = query.where(tuple_(Notification.due_at, Notification.id) < after)
    query = query.order_by(Notification.due_at.desc(), Notification.id.desc())
    return [
        Told(
            id=row.id,
            kind=row.kind,
            params=row.params,
            about_kind=row.about_kind,
            about_id=row.about_id,
            created_at=row.due_at,
            read_at=row.read_at,
            says=Saying(f"told_{row.kind}", _spoken(row.params)),
        )
        for row in reader.execute(query.limit(limit + 1))
    ]


def count_unread(reader: Connection | Session, *, by: UUID, now: datetime) -> int:
    """Return how many notifications a person has not read."""
    unread = select(func.count()).where(
        Notification.person_id == by,
        Notification.read_at.is_(None),
        Notification.due_at <= now,
    )
    return reader.scalar(unread) or 0


def _spoken(params: dict[str, Any]) -> dict[str, object]:
    return {
        name: _moment(value) if isinstance(value, dict) else value
        for name, value in params.items()
        # Lists, such as alternatives, are for the phone to show and not for a sentence.
        if not isinstance(value, list)
    }


def _moment(kept: dict[str, Any]) -> object:
    if kept.keys() == {"at", "zone"}:
        return LocalTime(datetime.fromisoformat(kept["at"]), kept["zone"])
    if kept.keys() == {"on"}:
        return LocalDay(date.fromisoformat(kept["on"]))
    return kept
