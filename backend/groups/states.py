"""What groups and those who would like to join them can be, and what the clock makes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.kernel.sayings import Next


class Joining(StrEnum):
    """How people come in."""

    OPEN = "open"
    ASK = "ask"
    INVITED = "invited"


class Visibility(StrEnum):
    """Who sees that the group is there, and what it says of itself."""

    NEARBY = "nearby"
    """Anybody who looks around there."""
    MEMBERS = "members"
    """Its members, and whoever holds an invitation."""
    HIDDEN = "hidden"
    """As `members`; besides, nobody who is told of it reads its name. For peer support."""


class Shows(StrEnum):
    """What other members see of a member in the list."""

    NAME = "name"
    FIRST_NAME = "first_name"
    NOTHING = "nothing"


class RequestState(StrEnum):
    """What a wish to join is at an instant."""

    ASKED = "asked"
    ADMITTED = "admitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class AskingKind(StrEnum):
    """Whom an invitation in somebody's own words asks in."""

    PERSON = "person"
    STREET = "street"
    """Those who live in one of the cells of the map that are published instead of addresses."""
    NEAR = "near"
    """Everybody who lives within so many metres of the group."""


class AskingState(StrEnum):
    """What such an invitation is at an instant, as far as those learn who asked."""

    WAITING = "waiting"
    """For another member's hand."""
    OPEN = "open"
    CAME = "came"
    """The one person whom it asked belongs to the group by it."""
    OVER = "over"


TO_ANSWER = timedelta(days=28)
"""How long a group has: 21 days and 7 after a nudge (design, section 8). Then one may ask anew."""
NUDGED_AFTER = timedelta(days=21)
ASKS_AFTER_REMOVAL = timedelta(days=182)
"""How long somebody whom the members asked to go asks before they come in again, also where the
group is open to others or somebody invites them."""


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """Hold what is written down about a wish to join."""

    written: RequestState
    answer_by: datetime


def request_state_at(facts: RequestFacts, now: datetime) -> RequestState:
    """Say what a wish to join is at an instant."""
    if facts.written is RequestState.ASKED and now >= facts.answer_by:
        return RequestState.LAPSED
    return facts.written


def find_next(facts: RequestFacts, now: datetime) -> Next | None:
    """Say what the clock will make of a wish to join, None once it is decided."""
    if request_state_at(facts, now) is not RequestState.ASKED:
        return None
    return Next(at=facts.answer_by, becomes=RequestState.LAPSED.value)


class AgreementState(StrEnum):
    """What an agreement is at an instant."""

    HOLDS = "holds"
    LAPSED = "lapsed"
    """Its day of review came, and nobody renewed it."""
    ENDED = "ended"


def agreement_state_at(
    ended_at: datetime | None, review_at: datetime, now: datetime
) -> AgreementState:
    """Say what an agreement is at an instant."""
    if ended_at is not None and ended_at <= now:
        return AgreementState.ENDED
    return AgreementState.LAPSED if review_at <= now else AgreementState.HOLDS
