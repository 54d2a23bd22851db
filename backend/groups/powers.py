"""Who may do what in a group: one table, read by everybody who asks.

Nobody is above the others. What changes the group itself is a decision (the room of governance);
what keeps it going from day to day takes two members, whoever they are, so that nobody is in charge
and nothing waits for one person. Design, section 8.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

TENURE = timedelta(days=14)
"""How long somebody belongs before they count as tenured."""
ALL_TENURED_FOR = timedelta(days=30)
"""From a group's founding: until then everybody in it counts."""
MANY = 12
"""From so many members on, those who act together must be tenured."""


class Act(StrEnum):
    """What members do for a group without changing it."""

    INVITE = "invite"
    """Make a link by which others come in, where the group lets anybody join or be asked."""
    INVITE_TO_CLOSED = "invite_to_closed"
    """The same where one comes in by invitation only."""
    ADMIT = "admit"
    DECLINE = "decline"
    EDIT = "edit"
    """Change what the group says of itself, while it is small."""


HANDS: Mapping[Act, int] = {
    Act.INVITE: 1,
    Act.INVITE_TO_CLOSED: 1,
    Act.ADMIT: 2,
    Act.DECLINE: 2,
    Act.EDIT: 2,
}
"""How many members each takes, or all where there are fewer."""


def is_tenured(joined_at: datetime, founded_at: datetime, now: datetime) -> bool:
    """Answer whether a member has belonged for long enough to count."""
    return now < founded_at + ALL_TENURED_FOR or joined_at <= now - TENURE


def hands_needed(act: Act, who_may: int) -> int:
    """Return how many of those who may must lend a hand; never more than there are, never none."""
    return max(1, min(HANDS[act], who_may))


def is_done(act: Act, hands: Collection[UUID], may: Collection[UUID]) -> bool:
    """Answer whether enough of those who may have lent a hand. Hands of others do not count."""
    return len(set(hands) & set(may)) >= hands_needed(act, len(may))
