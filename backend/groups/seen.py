"""A group as one person sees it at one instant: what queries return and schemas write out."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from backend.groups.states import Joining, Shows, Visibility
from backend.groups.together import ProposedSeen
from backend.kernel.sayings import Saying


class PointSeen(NamedTuple):
    """A point (WGS 84)."""

    latitude: float
    longitude: float


class Related(NamedTuple):
    """A group by its name."""

    id: UUID
    name: str


class MineSeen(NamedTuple):
    """One's own membership."""

    joined_at: datetime
    shows: Shows
    silent_until: datetime | None
    household: str
    has_unread: bool
    """Whether something is on the board that they have not read."""
    invited_by: Related | None
    """Who asked them in; between these two."""


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group as somebody sees it."""

    id: UUID
    version: int
    name: str
    purpose: str
    languages: list[str]
    point: PointSeen
    cell: str
    zone: str
    joining: Joining
    visibility: Visibility
    questions: list[str]
    vouched: bool
    is_neighbourhood: bool
    neighbourhood: Related | None
    members: int
    founded_at: datetime
    mine: MineSeen | None
    asked: UUID | None
    """One's own wish to join that waits for an answer."""
    distance_metres: int | None
    proposed: list[ProposedSeen]
    """Changes of its words that wait for another hand; for members."""
    can: list[str]
    says: Saying
    due_at: datetime | None
    """When the clock next makes something of it; not shown."""
