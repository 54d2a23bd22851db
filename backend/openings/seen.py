"""Openings and their dates as one person sees them at one instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from backend.kernel.sayings import Next, Saying
from backend.openings.states import Door, State


class PointSeen(NamedTuple):
    """A point, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class DoorSeen(NamedTuple):
    """Exactly where it is, for whom it was promised."""

    address: str | None
    latitude: float
    longitude: float


class OnRota(NamedTuple):
    """Somebody on the rota, as the others on it see them."""

    first_name: str
    part: str


class SpaceOfOpening(NamedTuple):
    """What an opening says of its space; the point is the published one."""

    id: UUID
    name: str
    kind: str
    zone: str
    point: PointSeen


@dataclass(frozen=True, slots=True)
class DateSeen:
    """One date of an opening."""

    id: UUID
    opening_id: UUID
    on: date
    starts_at: datetime
    ends_at: datetime
    space: SpaceOfOpening
    shown_as: str
    words: str
    state: State
    places: int | None
    coming: int
    i_may_come: bool
    i_knocked: bool
    i_open: bool
    i_close: bool
    openers: int
    closers: int
    rota: Sequence[OnRota] | None
    knocks: int | None
    """How many wait at the door, for the hosts."""
    door: DoorSeen | None
    can: Sequence[str]
    next: Next | None
    says: Saying


@dataclass(frozen=True, slots=True)
class OpeningSeen:
    """An opening with its next dates."""

    id: UUID
    version: int
    space: SpaceOfOpening
    rrule: str | None
    first_on: date
    opens: int
    closes: int
    shown_as: str
    places: int | None
    door: Door | None
    """How one gets to the door of a home; None for all others."""
    created_at: datetime
    is_mine: bool
    """Whether the caller keeps the space."""
    dates: Sequence[DateSeen]
    can: Sequence[str]
    next: Next | None
    says: Saying


class OpeningNearby(NamedTuple):
    """A date as it stands on a list of what is near; to the published point."""

    date: DateSeen
    distance_metres: int
