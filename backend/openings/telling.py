"""Telling people about a date of an opening. Nobody who is told learns who else was."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, tell
from backend.openings.models import Coming, Knock, Opener, OpeningDate
from backend.spaces.models import Space


def tell_of_date(
    session: Session,
    people: Iterable[UUID | None],
    kind: str,
    opening_date: OpeningDate,
    space: Space,
    *,
    now: datetime,
    once: str | None = None,
    **more: Any,
) -> None:
    """Tell people something about a date: which place, and when on its clock; never where."""
    tell(
        session,
        people,
        kind,
        about=About("openings", opening_date.opening_id),
        now=now,
        once=once,
        space=space.name,
        space_id=space.id,
        on=opening_date.on.isoformat(),
        starts_at=LocalTime(opening_date.starts_at, space.zone),
        ends_at=LocalTime(opening_date.ends_at, space.zone),
        **more,
    )


def those_who_count_on(session: Session, date_ids: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    """Return for each date who may come, who knocked and who opens. One query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    who = union(
        *(
            select(table.date_id, table.person_id).where(table.date_id.in_(date_ids))
            for table in (Coming, Knock, Opener)
        )
    )
    for date_id, person_id in session.execute(who):
        found[date_id].append(person_id)
    return found
