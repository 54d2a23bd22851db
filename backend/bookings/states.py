"""What a booking can be, what people make of it, and what the clock alone makes of it.

    asked -> confirmed -> (running -> ended), or declined | lapsed | cancelled | released | missed

`running`, `ended`, `lapsed` and `missed` are true from their instant on, whether or not anybody
looked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.bookings.errors import BookingCannotBecome
from backend.kernel.periods import Period
from backend.kernel.sayings import Next


class State(StrEnum):
    """What a booking is at an instant."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    RUNNING = "running"
    ENDED = "ended"
    DECLINED = "declined"
    """A keeper said no."""
    LAPSED = "lapsed"
    """Nobody answered, and silence meant no."""
    CANCELLED = "cancelled"
    """The booker or a keeper called it off."""
    RELEASED = "released"
    """The time was given back, as when the booker has left or the space is retired."""
    MISSED = "missed"
    """Somebody stood in the empty room, and the booker did not answer."""


HOLDING = frozenset({State.ASKED, State.CONFIRMED, State.RUNNING})
"""The states that hold the time against others."""

MAY_HOLD = (State.ASKED.value, State.CONFIRMED.value)
"""What is written of bookings that hold their time, unless the clock has ended them."""

OVER = frozenset(State) - HOLDING
"""The states that nothing leaves again."""

MADE_BY_PEOPLE: Mapping[State, frozenset[State]] = {
    State.ASKED: frozenset({State.CONFIRMED, State.DECLINED, State.CANCELLED, State.RELEASED}),
    State.CONFIRMED: frozenset({State.CANCELLED, State.RELEASED}),
    State.RUNNING: frozenset({State.CANCELLED, State.RELEASED}),
}


TO_SAY_WE_ARE_HERE = timedelta(minutes=10)
"""How long the booker has to say so when somebody stands in the empty room."""


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """Hold what is written down about a booking, from which its state follows at any instant.

    `written` is what people last made of it. `answer_by` is until when keepers may answer an
    asked booking; without it, until the start. `asked_if_there_at` is when somebody stood in the
    empty room and asked; it is taken away again by the answer "we are here".
    """

    period: Period
    written: State
    answer_by: datetime | None = None
    silence_means_yes: bool = False
    asked_if_there_at: datetime | None = None

    @property
    def lapses_at(self) -> datetime:
        """Give the instant at which silence becomes an answer, at the start at the latest."""
        if self.answer_by is None:
            return self.period.start
        return min(self.answer_by, self.period.start)

    @property
    def missed_at(self) -> datetime | None:
        """Give the instant at which the time is free again unless the booker says they are there.

        None where nobody asked, or where the booking is over by then.
        """
        if self.asked_if_there_at is None:
            return None
        at = self.asked_if_there_at + TO_SAY_WE_ARE_HERE
        return at if at < self.period.end else None


def state_at(facts: BookingFacts, now: datetime) -> State:
    """Say what the booking is at an instant."""
    state = facts.written
    if state is State.ASKED and now >= facts.lapses_at:
        state = State.CONFIRMED if facts.silence_means_yes else State.LAPSED
    if state in (State.CONFIRMED, State.RUNNING):
        if facts.missed_at is not None and now >= facts.missed_at:
            return State.MISSED
        if now >= facts.period.end:
            return State.ENDED
        return State.RUNNING if now >= facts.period.start else State.CONFIRMED
    return state


def find_next(facts: BookingFacts, now: datetime) -> Next | None:
    """Say what the clock will make of the booking next; None where nothing will change it."""
    state = state_at(facts, now)
    if state is State.ASKED:
        at = facts.lapses_at
    elif state is State.CONFIRMED:
        at = facts.period.start
    elif state is State.RUNNING:
        at = facts.missed_at or facts.period.end
    else:
        return None
    return Next(at=at, becomes=state_at(facts, at))


CAN_BE_UNDONE_FOR = timedelta(minutes=5)
"""How long whoever called a booking off may take it up again; the time stays held until then."""


def can_be_undone(ended_at: datetime | None, now: datetime) -> bool:
    """Answer whether what was called off at an instant can still be taken up again."""
    return ended_at is not None and now < ended_at + CAN_BE_UNDONE_FOR


def can_become(state: State, wanted: State) -> bool:
    """Answer whether people can make this of a booking that is in this state now."""
    return wanted in MADE_BY_PEOPLE.get(state, ())


def check_can_become(facts: BookingFacts, wanted: State, *, now: datetime) -> None:
    """Raise BookingCannotBecome unless people can make this of the booking now."""
    state = state_at(facts, now)
    if not can_become(state, wanted):
        raise BookingCannotBecome(state=state.value, wanted=wanted.value)


def check_not_begun(facts: BookingFacts, *, now: datetime) -> None:
    """Raise BookingCannotBecome unless the booking holds a time that lies ahead."""
    state = state_at(facts, now)
    if state not in (State.ASKED, State.CONFIRMED):
        raise BookingCannotBecome(state=state.value, wanted="moved")


def check_not_over(facts: BookingFacts, *, now: datetime) -> None:
    """Raise BookingCannotBecome once the booking is over."""
    state = state_at(facts, now)
    if state in OVER:
        raise BookingCannotBecome(state=state.value, wanted="changed")
