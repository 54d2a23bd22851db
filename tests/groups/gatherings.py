"""Groups for tests, put straight into the database with as many members as a test needs."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.groups import service
from backend.groups.models import Group
from backend.groups.service import Founding
from backend.groups.states import Shows
from backend.people.service import welcome

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)


def a_person(session: Session, name: str = "Ada Byron", now: datetime = NOW) -> UUID:
    """Add somebody and return their id."""
    return welcome(session, display_name=name, now=now).id


def a_group(
    session: Session, members: int = 1, *, founded_at: datetime = LONG_AGO, **facts: Any
) -> tuple[Group, list[UUID]]:
    """Found a group with so many members, the founder first, who all joined on its first day.

    It is settled as of then; ``facts`` are set on it as a decision would.
    """
    people = [a_person(session, f"Person {number}", founded_at) for number in range(members)]
    founding = Founding(name="Men's shed", place=(53.9213, -3.0178))
    group = service.found(session, founding, by=people[0], now=founded_at)
    for each in people[1:]:
        service.add_member(session, group, each, now=founded_at, shows=Shows.FIRST_NAME)
    for name, value in facts.items():
        setattr(group, name, value)
    session.flush()
    service.lock_group(session, group.id, by=people[0], now=founded_at)
    session.commit()
    return group, people
