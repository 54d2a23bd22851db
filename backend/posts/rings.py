"""The rings in which a neighbourhood is asked for help: how far, when, and not at night. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.kernel.answering import EVENING, MORNING
from backend.kernel.local_time import ONE_DAY, instant_of, wall_of, zone_named
from backend.kernel.sayings import Next

RINGS = (500, 1_000, 2_000)
"""Metres on the ground from the published point, so that nothing about homes follows from them."""
APART = timedelta(minutes=10)


class RallyState(StrEnum):
    """What a rally is at an instant."""

    ASKING = "asking"
    """Wider rings are still to come."""
    ASKED = "asked"
    """All rings have been asked."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Ring:
    """Those within so many metres, and from when on they are asked."""

    metres: int
    at: datetime


def rings_of(started_at: datetime) -> tuple[Ring, ...]:
    """Return the rings of a rally, nearest first."""
    return tuple(Ring(metres, started_at + n * APART) for n, metres in enumerate(RINGS))


def asked_at(started_at: datetime, metres: float, *, zone: str, at_night: bool) -> datetime | None:
    """Return when somebody so far away is asked; None beyond the last ring.

    Between 21:00 and 09:00 on their clock only those who may be woken are; the others from 09:00
    on, in rings again.
    """
    nth = next((n for n, ring in enumerate(RINGS) if metres <= ring), None)
    if nth is None:
        return None
    at = started_at + nth * APART
    local = zone_named(zone)
    wall = wall_of(at, local)
    if at_night or MORNING <= wall.time() < EVENING:
        return at
    day = wall.date() + ONE_DAY if wall.time() >= EVENING else wall.date()
    return instant_of(datetime.combine(day, MORNING), local) + nth * APART


def state_at(
    started_at: datetime, ended_at: datetime | None, open_until: datetime, now: datetime
) -> RallyState:
    """Say what a rally is, for a need that runs out at ``open_until``."""
    if (ended_at is not None and now >= ended_at) or now >= open_until:
        return RallyState.OVER
    return RallyState.ASKING if now < rings_of(started_at)[-1].at else RallyState.ASKED


def find_next(state: RallyState, started_at: datetime, open_until: datetime) -> Next | None:
    """Say what the clock will make of it next."""
    last = rings_of(started_at)[-1].at
    if state is RallyState.ASKING and last < open_until:
        return Next(last, RallyState.ASKED.value)
    return None if state is RallyState.OVER else Next(open_until, RallyState.OVER.value)
