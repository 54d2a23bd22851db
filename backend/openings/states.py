"""What a date of an opening is at an instant: what people made of it, and what the clock did.

A home opens unless its host says "not today". Any other place needs somebody to open it: without
one it is shown as not opening two hours before, so that nobody stands before a locked door.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.kernel.periods import Period
from backend.kernel.sayings import Next

GIVEN_UP_BEFORE = timedelta(hours=2)
"""How long before the start a place that nobody opens is shown as not opening."""
ASKED_BEFORE = timedelta(days=1)
"""How long before the start people nearby are asked to open it."""
DOOR_SHOWN_BEFORE = timedelta(hours=2)
"""How long before the start the door is shown to those who say that they may come."""


class Door(StrEnum):
    """How one gets to the door of a home."""

    ASK_ME = "ask_me"
    """A visitor knocks with a first name, and the host's tap shows them the door."""
    ANYONE = "anyone"
    """The door is shown to whoever says that they may come."""


class Part(StrEnum):
    """What somebody on the rota does."""

    OPEN = "open"
    CLOSE = "close"


class Written(StrEnum):
    """What was last decided about a date."""

    PLANNED = "planned"
    NOT_TODAY = "not_today"
    TAKEN = "taken"
    """A booking had the space already when the date was made."""


class State(StrEnum):
    """What a date is at an instant."""

    PLANNED = "planned"
    NEEDS_OPENER = "needs_opener"
    NOT_OPENING = "not_opening"
    """Nobody was found to open the door in time."""
    OPEN = "open"
    OVER = "over"
    NOT_TODAY = "not_today"
    TAKEN = "taken"
    CLOSED = "closed"
    """The keepers have closed the space for a while."""


OFF = frozenset({State.NOT_TODAY, State.TAKEN, State.CLOSED})
"""The states in which it does not happen; of a home, strangers are not told."""
ON = frozenset({State.PLANNED, State.NEEDS_OPENER, State.NOT_OPENING, State.OPEN})
"""The states in which one may still say that one may come, or open the door."""


@dataclass(frozen=True, slots=True)
class DateFacts:
    """Hold what is written down about one date of an opening."""

    period: Period
    written: Written
    is_home: bool
    openers: int
    is_closed: bool = False


def given_up_at(start: datetime) -> datetime:
    """Give the instant at which a place that nobody opens is shown as not opening."""
    return start - GIVEN_UP_BEFORE


def state_at(facts: DateFacts, now: datetime) -> State:
    """Say what the date is at an instant."""
    if now >= facts.period.end:
        return State.OVER
    if facts.written is not Written.PLANNED:
        return State(facts.written.value)
    if facts.is_closed:
        return State.CLOSED
    if not facts.is_home and not facts.openers:
        late = now >= given_up_at(facts.period.start)
        return State.NOT_OPENING if late else State.NEEDS_OPENER
    return State.OPEN if now >= facts.period.start else State.PLANNED


def find_next(facts: DateFacts, now: datetime) -> Next | None:
    """Say what the clock will make of the date next; None where nothing will change it."""
    state = state_at(facts, now)
    if state is State.NEEDS_OPENER:
        at = given_up_at(facts.period.start)
    elif state is State.PLANNED:
        at = facts.period.start
    elif state is State.OPEN:
        at = facts.period.end
    else:
        return None
    return Next(at=at, becomes=state_at(facts, at))
