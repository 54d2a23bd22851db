"""How long a vote lasts, how many must take part, and which way to decide a matter demands.

Design, section 8. Nothing here knows who anybody is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.decisions.states import Method, Weight
from backend.groups.powers import MANY
from backend.kernel.answering import not_at_night


@dataclass(frozen=True, slots=True)
class Course:
    """What a weight asks of a decision. Shares are in percent of those who may vote."""

    discussed_for: timedelta
    lasts: timedelta
    lasts_at_least: timedelta
    least_voting: int
    share_voting: int
    cools_off_for: timedelta


COURSES: Mapping[Weight, Course] = {
    Weight.QUICK: Course(
        discussed_for=timedelta(0),
        lasts=timedelta(hours=48),
        lasts_at_least=timedelta(hours=1),
        least_voting=3,
        share_voting=15,
        cools_off_for=timedelta(0),
    ),
    Weight.NORMAL: Course(
        discussed_for=timedelta(0),
        lasts=timedelta(days=5),
        lasts_at_least=timedelta(hours=48),
        least_voting=3,
        share_voting=30,
        cools_off_for=timedelta(hours=24),
    ),
    Weight.CHARTER: Course(
        discussed_for=timedelta(hours=48),
        lasts=timedelta(days=10),
        lasts_at_least=timedelta(days=5),
        least_voting=4,
        share_voting=50,
        cools_off_for=timedelta(hours=72),
    ),
}
HEAVIER = tuple(Weight)
"""From the lightest to the heaviest."""
LASTS_AT_MOST = timedelta(days=60)
REMARK, CONTEST = "remark", "contest"
"""What one may say to a decision: a word, or that it should not take effect."""
REMARKS_OF_ONE = 20
"""How many things one may say to a decision."""
LEAST_OPTIONS, MOST_OPTIONS = 2, 12
MOST_SUPPORT = 5
MOST_OPEN = 50
"""How many decisions of a group may be under way at once."""
MOST_OPEN_OF_ONE = 5
"""How many of them one person may have proposed where there are many, drafts counted."""
NOT_AGAIN_FOR = timedelta(days=30)
"""After a tie the same may not be asked again for so long."""
CONTESTED_COUNTS_FOR = timedelta(days=180)
"""How long a contested decision asks for a heavier one."""


def closing(
    opened_at: datetime, wanted: datetime | None, weight: Weight, zone: ZoneInfo
) -> datetime | None:
    """Return when a vote that opens then closes; None where what is wanted is too soon or late."""
    course = COURSES[weight]
    if wanted is None:
        return not_at_night(opened_at + course.lasts, zone)
    closes_at = not_at_night(wanted, zone)
    if not course.lasts_at_least <= closes_at - opened_at <= LASTS_AT_MOST:
        return None
    return closes_at


def extended(opened_at: datetime, closes_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when a vote closes that lacked a quorum: as much later as it had lasted."""
    return not_at_night(closes_at + (closes_at - opened_at), zone)


def quorum(method: Method, weight: Weight, electors: int) -> int:
    """Return how many must vote for the result to hold; never more than there are.

    Silence is consent, so consent needs nobody.
    """
    if method is Method.CONSENT:
        return 0
    course = COURSES[weight]
    share = -(-electors * course.share_voting // 100)
    return min(electors, max(course.least_voting, share))


def contesting(electors: int) -> int:
    """Return how many of those who could vote it takes to contest what has passed.

    Two, and a tenth where they are many. Where only two could vote, one of them is enough: the
    other proposed it.
    """
    return max(min(2, electors - 1), -(-electors // 10))


def is_heavier(weight: Weight, than: Weight) -> bool:
    """Answer whether one weight is above another."""
    return HEAVIER.index(weight) > HEAVIER.index(than)


def methods_for(
    weight: Weight, members: int, *, two_thirds_at_least: bool, has_options: bool
) -> tuple[Method, ...]:
    """Return the ways in which such a matter may be decided, the usual one first.

    A few can always ask whether anybody objects. Where there are many, silence decides nothing
    that is of the charter; and it never removes anybody.
    """
    if two_thirds_at_least:
        return (Method.TWO_THIRDS,)
    if has_options:
        return Method.SUPPORT, Method.LOT
    if weight is Weight.CHARTER and members >= MANY:
        return Method.TWO_THIRDS, Method.MAJORITY
    return Method.CONSENT, Method.MAJORITY, Method.TWO_THIRDS
