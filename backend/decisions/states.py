"""What a decision can be, what the clock makes of it, and what one may do with it.

    draft -> discussing -> voting -> rejected | objected | no_quorum | tied | cooling_off
    cooling_off -> enacted | impossible | contested

Votes close and decisions take effect at their instant; whoever looks at the group after that
carries it out first (``backend.groups.settling``), so that what is written is what is so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.kernel.sayings import Next


class Method(StrEnum):
    """How the members decide."""

    CONSENT = "consent"
    """It is done when nobody objects."""
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    """Of those who say yes or no."""
    SUPPORT = "support"
    """Each says for each option how much they are for it; it must beat that all stays."""
    LOT = "lot"
    """Each names an option, and one of the ballots is drawn."""


class Weight(StrEnum):
    """How much it matters; the heavier, the more take part and the longer it takes."""

    QUICK = "quick"
    NORMAL = "normal"
    CHARTER = "charter"


class DecisionState(StrEnum):
    """What a decision is at an instant."""

    DRAFT = "draft"
    """Seen by its proposer alone."""
    DISCUSSING = "discussing"
    """It opens by itself, and may be changed until then."""
    VOTING = "voting"
    """Frozen, all of it."""
    REJECTED = "rejected"
    OBJECTED = "objected"
    NO_QUORUM = "no_quorum"
    TIED = "tied"
    COOLING_OFF = "cooling_off"
    """It has passed, and those who could vote may contest it."""
    CONTESTED = "contested"
    ENACTED = "enacted"
    IMPOSSIBLE = "impossible"
    """It passed, and there was no longer a way to do it."""
    WITHDRAWN = "withdrawn"
    """Its proposer let it go before anybody could vote."""


CHANGEABLE = frozenset({DecisionState.DRAFT, DecisionState.DISCUSSING})
LIVE = frozenset({DecisionState.DISCUSSING, DecisionState.VOTING, DecisionState.COOLING_OFF})
"""Those of which the clock will make something."""
COUNTED = frozenset(
    {
        DecisionState.REJECTED,
        DecisionState.OBJECTED,
        DecisionState.NO_QUORUM,
        DecisionState.TIED,
        DecisionState.COOLING_OFF,
        DecisionState.CONTESTED,
        DecisionState.ENACTED,
        DecisionState.IMPOSSIBLE,
    }
)
"""Those of which one may see how the result came about."""
TALKED_ABOUT = frozenset({DecisionState.DISCUSSING, DecisionState.VOTING})


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Hold what is written down about a decision."""

    state: DecisionState
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    enact_at: datetime | None = None


def changes_at(facts: DecisionFacts) -> datetime | None:
    """Return the instant at which the clock makes something of a decision, None where never."""
    return {
        DecisionState.DISCUSSING: facts.opened_at,
        DecisionState.VOTING: facts.closes_at,
        DecisionState.COOLING_OFF: facts.enact_at,
    }.get(facts.state)


def find_next(facts: DecisionFacts) -> Next | None:
    """Say what the clock will make of a decision. Of a vote only that it will be counted."""
    at = changes_at(facts)
    if at is None:
        return None
    becomes = {
        DecisionState.DISCUSSING: DecisionState.VOTING.value,
        DecisionState.VOTING: "counted",
        DecisionState.COOLING_OFF: DecisionState.ENACTED.value,
    }[facts.state]
    return Next(at=at, becomes=becomes)


def can_do(
    state: DecisionState, *, is_mine: bool, is_elector: bool, has_contested: bool
) -> list[str]:
    """List what somebody may do with a decision; the words are those of the paths."""
    can: list[str] = []
    if is_mine and state in CHANGEABLE:
        can += ["change", "withdrawal"]
        if state is DecisionState.DRAFT:
            can.append("opening")
    if state is DecisionState.VOTING and is_elector:
        can.append("ballot")
    if state in TALKED_ABOUT:
        can.append("remarks")
    if state is DecisionState.COOLING_OFF and is_elector and not has_contested:
        can.append("contest")
    return can


def is_counted(state: DecisionState, among: Collection[DecisionState] = COUNTED) -> bool:
    """Answer whether the vote is over and its ballots have lost their names."""
    return state in among
