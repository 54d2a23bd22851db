"""Telling people: the row is written with the change it tells of, and handed to phones later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, column, delete, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from backend.kernel.ids import new_id
from backend.kernel.sayings import LocalDay, LocalTime
from backend.notifications.models import Notification

MANY = 100
"""From so many people on, what all are told alike is written from one list of their ids."""


@dataclass(frozen=True, slots=True)
class About:
    """The thing a notification is about, by the word in its path and its id."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Telling:
    """What one person is told of something, and from when on it is so."""

    person_id: UUID
    kind: str
    about: About
    due_at: datetime
    params: Mapping[str, object]


def tell(
    session: Session,
    people: Iterable[UUID | None],
    kind: str,
    *,
    about: About,
    now: datetime,
    once: str | None = None,
    **params: object,
) -> None:
    """Tell people something, each once; ids that are None (somebody who left) are passed over.

    ``kind`` has a sentence ``told-<kind>`` in ``backend.web.words``. ``once`` names what is told a
    person one time only, however often it is said, such as "booking <id> begins soon".
    """
    whom = [person_id for person_id in dict.fromkeys(people) if person_id is not None]
    if len(whom) > MANY:
        _tell_many(session, whom, Telling(whom[0], kind, about, now, params), once=once)
        return
    tellings = [Telling(person_id, kind, about, now, params) for person_id in whom]
    tell_each(session, tellings, now=now, once=once)


def _tell_many(
    session: Session, people: Sequence[UUID], telling: Telling, *, once: str | None
) -> None:
    """Tell a crowd the same in one statement that is as short as for one."""
    ids = [new_id() for _ in people]
    each = (
        func.unnest(literal(ids, ARRAY(Uuid)), literal(list(people), ARRAY(Uuid)))
        .table_valued(column("id", Uuid), column("person_id", Uuid))
        .render_derived()
    )
    same = {
        "kind": telling.kind,
        "params": {name: _kept(value) for name, value in telling.params.items()},
        "about_kind": telling.about.kind,
        "about_id": telling.about.id,
        "once": once,
        "created_at": telling.due_at,
        "due_at": telling.due_at,
    }
    columns = Notification.__table__.c
    told = [literal(value, columns[name].type) for name, value in same.items()]
    session.execute(
        insert(Notification)
        .from_select(["id", "person_id", *same], select(each.c.id, each.c.person_id, *told))
        .on_conflict_do_nothing()
    )


def tell_each(
    session: Session, tellings: Sequence[Telling], *, now: datetime, once: str | None = None
) -> None:
    """Tell people each their own, now or when it is due, in one statement."""
    rows = [
        {
            "id": new_id(),
            "person_id": each.person_id,
            "kind": each.kind,
            "params": {name: _kept(value) for name, value in each.params.items()},
            "about_kind": each.about.kind,
            "about_id": each.about.id,
            "once": once,
            "created_at": now,
            "due_at": each.due_at,
        }
        for each in tellings
    ]
    if rows:
        session.execute(insert(Notification).on_conflict_do_nothing(), rows)


def take_back(
    session: Session,
    people: Iterable[UUID],
    about_kind: str,
    about_ids: Iterable[UUID],
    *,
    now: datetime,
) -> None:
    """Take back what people would have been told of some things later than now."""
    session.execute(
        delete(Notification).where(
            Notification.person_id.in_(list(people)),
            Notification.about_kind == about_kind,
            Notification.about_id.in_(list(about_ids)),
            Notification.due_at > now,
        )
    )


def forget_about(
    session: Session, about_kind: str, whom_and_what: Any, *, saying: str | None = None
) -> None:
    """Delete what people were told about things, given as a query of (person, id of the thing).

    With ``saying``, only where the parameter of that name says something.
    """
    told = delete(Notification).where(
        Notification.about_kind == about_kind,
        tuple_(Notification.person_id, Notification.about_id).in_(whom_and_what),
    )
    if saying is not None:
        told = told.where(Notification.params[saying].astext != "")
    session.execute(told)


def mark_read(session: Session, *, by: UUID, ids: Iterable[UUID], now: datetime) -> None:
    """Mark one's own notifications as read; those of others and unknown ids are passed over."""
    session.execute(
        update(Notification)
        .where(
            Notification.person_id == by,
            Notification.id.in_(list(ids)),
            Notification.read_at.is_(None),
        )
        .values(read_at=now)
    )


def mark_read_about(
    session: Session, about_kind: str, about_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Mark as read what one was told about a thing, for one has looked at the thing itself."""
    session.execute(
        update(Notification)
        .where(
            Notification.person_id == by,
            Notification.about_kind == about_kind,
            Notification.about_id == about_id,
            Notification.due_at <= now,
            Notification.read_at.is_(None),
        )
        .values(read_at=now)
    )


def mark_all_read(session: Session, *, by: UUID, until: datetime, now: datetime) -> None:
    """Mark all of one's notifications up to an instant as read; later ones were not seen yet."""
    session.execute(
        update(Notification)
        .where(
            Notification.person_id == by,
            Notification.due_at <= min(until, now),
            Notification.read_at.is_(None),
        )
        .values(read_at=now)
    )


def forget_person(session: Session, person_id: UUID) -> None:
    """Delete what somebody who leaves was told."""
    session.execute(delete(Notification).where(Notification.person_id == person_id))


def _kept(value: object) -> object:
    if isinstance(value, LocalTime):
        return {"at": _kept(value.at), "zone": value.zone}
    if isinstance(value, LocalDay):
        return {"on": value.on.isoformat()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _kept(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
