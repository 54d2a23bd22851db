"""Who may do what in a group: one table, read by everybody who asks.

Nobody is above the others. What changes the group itself is a decision (the room of decisions).
What keeps it going from day to day takes two members in a small group, whoever they are, and one
steward in a large one; where stewards are missing, two who have belonged for a while do it, so that
nothing ever waits for one person. Design, section 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TENURE = timedelta(days=14)
"""How long somebody belongs before they count as tenured."""
ALL_TENURED_FOR = timedelta(days=30)
"""From a group's founding: until then everybody in it counts."""
MANY = 12
"""From so many members on, a group has stewards; below, any two act and nobody is one."""
LEAST_SEATS = 2
MOST_SEATS = 7
MEMBERS_A_SEAT = 50
"""For every so many members there is one seat more."""


class Act(StrEnum):
    """What members do for a group without changing it."""

    INVITE = "invite"
    """Make a link by which others come in, or ask one person."""
    ASK_AROUND = "ask_around"
    """Ask a street in, or everybody near."""
    ADMIT = "admit"
    DECLINE = "decline"
    CONFIRM = "confirm"
    """Let whoever asks use a space that the group keeps, and look after it from day to day."""
    REFUSE = "refuse"
    """Tell them that they cannot."""
    TAKE_BACK = "take_back"
    """Take a time back from whoever booked it."""
    RENEW = "renew"
    """Keep going what would run out: a series, a post of the group."""
    POST = "post"
    """Offer or need something as a group."""
    TAKE_DOWN = "take_down"
    """Take down what somebody else put on the board."""
    CALL_OFF = "call_off"
    """Change or call off a meeting that somebody else called, or call off what somebody booked."""
    EDIT = "edit"
    """Change what the group says of itself: its words, not its rules."""
    KEEP = "keep"
    """Change how a space that the group keeps is shared."""


@dataclass(frozen=True, slots=True)
class Power:
    """How many it takes of whom."""

    small: int
    """Members, under twelve."""
    steward: int | None
    """Stewards, from twelve members on; None where it is not for stewards but for members."""
    commons: int | None
    """Tenured members while stewards are missing; None where it waits for a steward."""


POWERS: Mapping[Act, Power] = {
    # act                    small  steward  commons
    Act.INVITE: Power(1, None, 1),
    Act.ASK_AROUND: Power(2, 1, 2),
    Act.ADMIT: Power(2, 1, 2),
    Act.DECLINE: Power(2, 1, 2),
    Act.CONFIRM: Power(2, 1, 2),
    Act.REFUSE: Power(2, 1, 2),
    Act.TAKE_BACK: Power(2, 1, 2),
    Act.RENEW: Power(2, 1, 2),
    Act.POST: Power(2, 1, 2),
    Act.TAKE_DOWN: Power(2, 1, 2),
    Act.CALL_OFF: Power(2, 1, 2),
    Act.EDIT: Power(2, 1, None),
    Act.KEEP: Power(2, 1, None),
}
"""All else that a group does is a decision of its members."""


class Mode(StrEnum):
    """Who keeps a group going from day to day."""

    TOGETHER = "together"
    """Any two members; there are few."""
    STEWARDS = "stewards"
    COMMONS = "commons"
    """Any two tenured members, beside the stewards there are: some are missing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a group at an instant, and how many there are of whom."""

    is_member: bool
    is_tenured: bool
    is_steward: bool
    members: int
    tenured: int
    stewards: int

    @property
    def seats(self) -> int:
        """How many stewards the group should have."""
        return seats_for(self.members)

    @property
    def mode(self) -> Mode:
        """Who keeps the group going."""
        if self.members < MANY:
            return Mode.TOGETHER
        return Mode.STEWARDS if self.stewards >= self.seats else Mode.COMMONS


def seats_for(members: int) -> int:
    """Return how many stewards a group of so many has."""
    if members < MANY:
        return 0
    return min(MOST_SEATS, LEAST_SEATS + members // MEMBERS_A_SEAT)


def is_tenured(joined_at: datetime, founded_at: datetime, now: datetime) -> bool:
    """Answer whether a member has belonged for long enough to count."""
    return now < founded_at + ALL_TENURED_FOR or joined_at <= now - TENURE


def takes(act: Act, standing: Standing) -> int | None:
    """Return how many like this one an act takes together, this one among them.

    None where they may not. It is never more than there are, so that no group is ever stuck: where
    nobody is tenured, everybody counts.
    """
    if not standing.is_member:
        return None
    power = POWERS[act]
    if standing.mode is Mode.TOGETHER:
        return max(1, min(power.small, standing.members))
    if power.steward is None:
        return 1
    if standing.is_steward:
        return power.steward
    counts = standing.is_tenured or standing.tenured == 0
    if standing.mode is Mode.STEWARDS or power.commons is None or not counts:
        return None
    return max(1, min(power.commons, standing.tenured or standing.members))
