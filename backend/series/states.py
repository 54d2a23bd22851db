"""What a series is at an instant: what people made of it, and what silence made of it since."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Written(StrEnum):
    """What was last decided about a series."""

    ASKED = "asked"
    STANDING = "standing"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    RELEASED = "released"
    """The booker has left, or the space is shared no longer."""


class State(StrEnum):
    """What a series is at an instant."""

    ASKED = "asked"
    STANDING = "standing"
    OVER = "over"
    """It had its dates, and no more are to come."""
    DECLINED = "declined"
    LAPSED = "lapsed"
    """Nobody answered, and silence meant no."""
    CANCELLED = "cancelled"
    RELEASED = "released"


GOES_ON = frozenset({State.ASKED, State.STANDING})
"""The states in which something may still be changed."""


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """Hold what is written down about the series as a whole."""

    written: Written
    answer_by: datetime | None
    silence_means_yes: bool


def state_at(facts: SeriesFacts, now: datetime, *, is_over: bool = False) -> State:
    """Say what the series is; `is_over` where its last date has been and no more are made."""
    state = State(facts.written.value)
    if state is State.ASKED and facts.answer_by is not None and now >= facts.answer_by:
        state = State.STANDING if facts.silence_means_yes else State.LAPSED
    return State.OVER if state is State.STANDING and is_over else state
