"""Times on the step: those at which the clock at a place shows a multiple of some minutes.

Steps are counted from 00:00 on the wall, so that a step of 60 is the full hour in half-hour zones
and after a clock change too. What is skipped in spring has no steps; what comes twice has them
twice.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from backend.kernel.local_time import ONE_DAY, day_of, has_clock_change, midnight_of

_MINUTES_OF_DAY = 1440


def is_on_step(instant: datetime, zone: ZoneInfo, step_minutes: int) -> bool:
    """Answer whether the clock at the place shows a multiple of the step."""
    wall = instant.astimezone(zone)
    if wall.second or wall.microsecond:
        return False
    return (wall.hour * 60 + wall.minute) % step_minutes == 0


@lru_cache(maxsize=512)
def steps_of_day(day: date, zone: ZoneInfo, step_minutes: int) -> tuple[datetime, ...]:
    """List the instants of a local day that are on the step; none where the day was skipped."""
    minutes = range(0, _MINUTES_OF_DAY, step_minutes)
    begins, ends = midnight_of(day, zone), midnight_of(day + ONE_DAY, zone)
    if not has_clock_change(day, zone):
        return tuple(begins + timedelta(minutes=minute) for minute in minutes)
    # A clock turned back over midnight shows the evening of the date before once more.
    walls = [
        datetime.combine(on, time.min) + timedelta(minutes=minute)
        for on in (day - ONE_DAY, day, day + ONE_DAY)
        for minute in minutes
    ]
    instants = {
        wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for wall in walls for fold in (0, 1)
    }
    # An instant made of a skipped time is not shown by the clock as that time.
    return tuple(
        sorted(
            instant
            for instant in instants
            if begins <= instant < ends and is_on_step(instant, zone, step_minutes)
        )
    )


def next_on_step(instant: datetime, zone: ZoneInfo, step_minutes: int) -> datetime:
    """Give the first instant on the step that is not before this one."""
    day = day_of(instant, zone)
    while True:
        steps = steps_of_day(day, zone, step_minutes)
        at = bisect_left(steps, instant)
        if at < len(steps):
            return steps[at]
        day += ONE_DAY


def last_on_step(instant: datetime, zone: ZoneInfo, step_minutes: int) -> datetime:
    """Give the last instant on the step that is not after this one."""
    day = day_of(instant, zone)
    while True:
        steps = steps_of_day(day, zone, step_minutes)
        at = bisect_right(steps, instant)
        if at:
            return steps[at - 1]
        day -= ONE_DAY
