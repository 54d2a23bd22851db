"""What a date of a meeting is at an instant, whether somebody comes, and whether it has a room."""

from datetime import datetime
from enum import StrEnum

from backend.kernel.periods import Period
from backend.kernel.sayings import Next


class Answer(StrEnum):
    """Whether somebody comes."""

    COMING = "coming"
    MAYBE = "maybe"
    NOT = "not"


class Turn(StrEnum):
    """What somebody says to opening up on one date."""

    OPENS = "opens"
    CANNOT = "cannot"
    """They give their turn back; it goes on to the next on the rota."""
    SWAPS = "swaps"
    """They would open up on another date instead, if whoever has that one takes theirs."""


class DateState(StrEnum):
    """What a date of a meeting is."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    CALLED_OFF = "called_off"


class RoomState(StrEnum):
    """Whether a date has the room that was to be booked for it."""

    ANYWHERE = "anywhere"
    """No space is named."""
    NAMED = "named"
    """A space is named, and was not booked in calling the meeting."""
    ASKED = "asked"
    HELD = "held"
    LATER = "later"
    """The date lies further ahead than may be booked yet; it is booked when its time comes."""
    LOST = "lost"
    """It was called off, given back or never to be had: the date has no room."""


def state_at(period: Period, *, is_called_off: bool, now: datetime) -> DateState:
    """Say what a date of a meeting is at an instant."""
    if is_called_off:
        return DateState.CALLED_OFF
    if now >= period.end:
        return DateState.OVER
    return DateState.RUNNING if now >= period.start else DateState.PLANNED


def find_next(period: Period, state: DateState) -> Next | None:
    """Say what the clock will make of a date; None where nothing will change it."""
    if state is DateState.PLANNED:
        return Next(at=period.start, becomes=DateState.RUNNING.value)
    if state is DateState.RUNNING:
        return Next(at=period.end, becomes=DateState.OVER.value)
    return None
