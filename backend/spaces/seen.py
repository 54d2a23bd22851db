"""A space as one person sees it at one instant: what queries return and schemas write out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from backend.groups.holding import GroupNamed
from backend.groups.together import ProposedSeen
from backend.kernel.sayings import Next, Saying
from backend.spaces.hours import WeeklyWindow
from backend.spaces.terms import FairUse


@dataclass(frozen=True, slots=True)
class PointSeen:
    """A point, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """Where a space is: the published point, and the exact one for keepers alone."""

    latitude: float
    longitude: float
    is_exact: bool
    cell: str
    address: str | None
    exact: PointSeen | None


@dataclass(frozen=True, slots=True)
class TermsSeen:
    """On what terms a space may be booked."""

    min_minutes: int
    max_minutes: int
    step_minutes: int
    notice_minutes: int
    horizon_days: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    sharing: str
    confirms: str
    silence_means: str
    fair_use: FairUse


class HoursOfDay(NamedTuple):
    """Hours on one date, in minutes since its midnight."""

    opens: int
    closes: int


class ExceptionSeen(NamedTuple):
    """A date with hours of its own."""

    on: date
    hours: Sequence[HoursOfDay]
    words: str


class ClosureSeen(NamedTuple):
    """A time for which a space is closed."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    words: str
    kind: str


class RelativeSeen(NamedTuple):
    """The house a space is in, or a room in it."""

    id: UUID
    name: str


class KeeperSeen(NamedTuple):
    """Who holds the key; the id for other keepers alone."""

    first_name: str
    id: UUID | None


@dataclass(frozen=True, slots=True)
class SpaceSeen:
    """A space as one person sees it at one instant."""

    id: UUID
    version: int
    name: str
    kind: str
    words: str
    place: PlaceSeen
    zone: str
    capacity: int | None
    access: Mapping[str, str]
    things: Sequence[str]
    agreements: str
    opening_hours: Sequence[WeeklyWindow]
    free_of_series: Sequence[WeeklyWindow]
    exceptions: Sequence[ExceptionSeen]
    closures: Sequence[ClosureSeen]
    terms: TermsSeen
    parent: RelativeSeen | None
    rooms: Sequence[RelativeSeen]
    keepers: Sequence[KeeperSeen]
    group: GroupNamed | None
    """The group that keeps it, where one does."""
    proposed: Sequence[ProposedSeen]
    is_kept_by_me: bool
    is_open_now: bool
    retired_at: datetime | None
    can: Sequence[str]
    next: Next | None
    says: Saying
