"""Spaces for tests of bookings, put straight into the database: open all day, every day."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from backend.kernel.ids import new_id
from backend.people.service import welcome
from backend.places.mercator import nearness_of
from backend.spaces.models import Keeper, Space

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def a_person(session: Session, name: str = "Ada Byron") -> UUID:
    """Add somebody and return their id."""
    return welcome(session, display_name=name, now=NOW).id


def a_space(session: Session, keeper: UUID, *, parent: Space | None = None, **facts: Any) -> Space:
    """Add a space with this keeper, open around the clock; ``facts`` overrule the rest."""
    space_id = new_id()
    known: dict[str, Any] = {
        "id": space_id,
        "name": "St Anne's hall",
        "kind": "hall",
        "latitude": 53.9231,
        "longitude": -3.0154,
        "address": "Church Lane 4",
        "cell": "8819",
        "published_latitude": 53.92,
        "published_longitude": -3.01,
        "nearness": nearness_of(space_id, 53.92, -3.01),
        "zone": "Europe/London",
        "capacity": 30,
        "parent_id": parent.id if parent else None,
        "root_id": parent.root_id if parent else space_id,
        "opening_hours": [Range(0, 10080)],
        "min_minutes": 15,
        "max_minutes": 24 * 60,
        "step_minutes": 15,
        "notice_minutes": 0,
        "horizon_days": 365,
        "sharing": "exclusive",
        "confirms": "instant",
        "listed_by": keeper,
        "created_at": NOW,
    }
    space = Space(**{**known, **facts})
    session.add(space)
    session.flush()
    session.add(Keeper(space_id=space.id, person_id=keeper, since_at=NOW))
    session.flush()
    return space
