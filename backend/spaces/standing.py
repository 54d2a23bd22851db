"""Whether a space is open at an instant, and when that changes next."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backend.kernel.periods import Period
from backend.spaces.free_times import Timetable
from backend.spaces.hours import Minutes, open_periods

LOOKS_AHEAD = timedelta(days=14)
"""How far ahead a change is looked for; what is further off is no news on a list."""


class Standing(NamedTuple):
    """Whether it is open, and when it next closes or opens: None where not within two weeks."""

    is_open: bool
    changes_at: datetime | None


def standing_span(now: datetime) -> Period:
    """Give the window for which timetables must have been read to tell how spaces stand."""
    # Whole days, so that what was found out for one request serves those of all the day.
    begins = datetime.combine(now.date(), time.min, tzinfo=now.tzinfo)
    return Period(begins, begins + LOOKS_AHEAD + timedelta(days=2))


def standing_of(timetable: Timetable, now: datetime) -> Standing:
    """Say whether a space is open now, and until when it stays so."""
    if timetable.exceptions or timetable.closures:
        return _standing(timetable.open_within(standing_span(now)), now)
    # Doors open and close on whole minutes, and neighbours keep much the same hours.
    return _usual_standing(timetable.weekly, timetable.zone, now.replace(second=0, microsecond=0))


@lru_cache(maxsize=4096)
def _usual_standing(weekly: tuple[Minutes, ...], zone: ZoneInfo, now: datetime) -> Standing:
    return _standing(_usually_open(weekly, zone, standing_span(now)), now)


def _standing(opened: Iterable[Period], now: datetime) -> Standing:
    for start, end in opened:
        if end <= now:
            continue
        changes_at = end if start <= now else start
        is_near = changes_at < now + LOOKS_AHEAD
        return Standing(start <= now, changes_at if is_near else None)
    return Standing(False, None)


@lru_cache(maxsize=4096)
def _usually_open(weekly: tuple[Minutes, ...], zone: ZoneInfo, span: Period) -> tuple[Period, ...]:
    return tuple(open_periods(weekly, {}, zone, span))
