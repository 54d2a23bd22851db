"""How long somebody has to answer, and what it means when they do not.

The rule of the house (design, section 3): no time to answer ends between 21:00 and 09:00 local,
nor later than half-way to the start of what it is about; where both cannot hold, half-way wins and
silence means no.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.kernel.local_time import ONE_DAY, instant_of, wall_of

MORNING = time(9)
EVENING = time(21)
LEAST = timedelta(minutes=30)
"""A time to answer shorter than this is none: half-way is taken instead, even at night."""


@dataclass(frozen=True, slots=True)
class TimeToAnswer:
    """Until when somebody may answer. At night silence never means yes."""

    until: datetime
    is_at_night: bool

    def silence_means_yes(self, wanted: bool) -> bool:
        """Say whether silence means yes, where that is what they chose."""
        return wanted and not self.is_at_night


def time_to_answer(
    asked_at: datetime, starts_at: datetime, zone: ZoneInfo, usual: timedelta
) -> TimeToAnswer:
    """Return until when a question asked now may be answered.

    `usual` is how long they have when nothing presses. What it is about begins at `starts_at`;
    where that is past, there is no time at all.
    """
    half_way = asked_at + max(starts_at - asked_at, timedelta(0)) / 2
    wanted = min(asked_at + usual, half_way)
    wall = wall_of(wanted, zone)
    if MORNING <= wall.time() <= EVENING:
        return TimeToAnswer(wanted, is_at_night=False)
    night_began_on = wall.date() if wall.time() > EVENING else wall.date() - ONE_DAY
    morning = instant_of(datetime.combine(night_began_on + ONE_DAY, MORNING), zone)
    if morning <= half_way:
        return TimeToAnswer(morning, is_at_night=False)
    evening = instant_of(datetime.combine(night_began_on, EVENING), zone)
    if evening >= asked_at + LEAST:
        return TimeToAnswer(evening, is_at_night=False)
    return TimeToAnswer(half_way, is_at_night=True)


def not_at_night(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, or nine in the morning after the night it lies in (design, section 3)."""
    wall = wall_of(at, zone)
    if MORNING <= wall.time() <= EVENING:
        return at
    day = wall.date() + ONE_DAY if wall.time() > EVENING else wall.date()
    return instant_of(datetime.combine(day, MORNING), zone)
