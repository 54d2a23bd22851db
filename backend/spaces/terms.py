"""On what terms a space may be booked. Pure: both the tables and the rules build on it."""

from dataclasses import dataclass
from enum import StrEnum


class Sharing(StrEnum):
    """Whether a booking has the space for itself or shares it by headcount."""

    EXCLUSIVE = "exclusive"
    SHARED = "shared"


class Confirms(StrEnum):
    """Whether a booking stands at once or a keeper is asked first."""

    INSTANT = "instant"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold what the keepers of a space ask of a booking.

    Lengths are elapsed minutes. Steps are counted on the clock of the place, from its midnight.
    `horizon_days` is how many local days after today a booking may still start. `capacity` None
    means that nobody counts.
    """

    min_minutes: int
    max_minutes: int
    step_minutes: int
    notice_minutes: int
    horizon_days: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    capacity: int | None
    sharing: Sharing
    confirms: Confirms
