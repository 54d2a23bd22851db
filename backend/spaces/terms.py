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
    ASK_STRANGERS = "ask_strangers"
    """Those whom the keepers marked as known here need not ask."""
    ASK = "ask"


class Silence(StrEnum):
    """What it means when no keeper answers in time."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class FairUse:
    """Hold how much of a space one booker may have; None where there is no such limit.

    `most_minutes` and `most_bookings` are in any `days` days, rolling. `most_open` counts bookings
    that are not over. `one_at_a_time` keeps a booker from having a shared space twice at once.
    """

    most_minutes: int | None = None
    most_bookings: int | None = None
    days: int = 7
    most_open: int | None = None
    one_at_a_time: bool = False


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
    silence_means: Silence = Silence.NO
    fair_use: FairUse = FairUse()
