"""What a wait can be, what people make of it, and what the clock alone makes of it.

    waiting -> offered -> taken | declined | passed_on, and from each of the first: left | over

`offered`, `passed_on` and `over` are true from their instant on, whether or not anybody looked.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.kernel.sayings import Next


class Written(StrEnum):
    """What people made of a wait."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"
    LEFT = "left"
    OVER = "over"
    """The space is no longer shared."""


class WaitState(StrEnum):
    """What a wait is at an instant."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    PASSED_ON = "passed_on"
    """It was offered and not answered. They stay in line for when it is freed again."""
    OVER = "over"
    LEFT = "left"


IN_LINE = frozenset({WaitState.WAITING, WaitState.OFFERED, WaitState.PASSED_ON})


@dataclass(frozen=True, slots=True)
class WaitFacts:
    """Hold what is written down about a wait."""

    written: Written
    starts_at: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def state_at(facts: WaitFacts, now: datetime) -> WaitState:
    """Say what the wait is at an instant."""
    if facts.written is not Written.WAITING:
        return WaitState(facts.written.value)
    if now >= facts.starts_at:
        return WaitState.OVER
    if facts.opens_at is None or facts.closes_at is None or now < facts.opens_at:
        return WaitState.WAITING
    return WaitState.OFFERED if now < facts.closes_at else WaitState.PASSED_ON


def find_next(facts: WaitFacts, now: datetime) -> Next | None:
    """Say what the clock will make of the wait next, if nobody does anything."""
    state = state_at(facts, now)
    if state not in IN_LINE:
        return None
    changes = (facts.opens_at, facts.closes_at, facts.starts_at)
    at = min(each for each in changes if each is not None and each > now)
    return Next(at=at, becomes=state_at(facts, at).value)


def can_do(state: WaitState) -> list[str]:
    """List what its owner may do with a wait; the words are those of the paths."""
    if state is WaitState.OFFERED:
        return ["taking", "declining", "leave"]
    return ["leave"] if state in IN_LINE else []
