"""When a space is open: weekly hours in local time, and dates that differ.

Weekly hours are half-open pairs of local minutes since Monday 00:00, sorted, disjoint, and within
one week; this is also what the column `opening_hours` (int4multirange) holds. The hours of a date
that differs are minutes since that date's 00:00; they stand in place of the weekly ones from
midnight to midnight, and those that pass 1440 are added to the next day, whatever it holds.

On a day with a clock change every edge of the hours is turned into an instant by
`backend.kernel.local_time.instant_of`, and kept within its day. So a space open from 22:00 to 06:00
is open for one hour less in spring and one more in autumn; hours that fall wholly into what is
skipped come later by as much; and hours that come twice count from the first time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backend.kernel.facts import Fact, Kind
from backend.kernel.local_time import (
    ONE_DAY,
    dates_touched,
    day_of,
    has_clock_change,
    instant_of,
    midnight_of,
)
from backend.kernel.periods import Period, subtracted, unchecked_period
from backend.kernel.periods import at_least as lasting

Minutes = tuple[int, int]
Weekly = Sequence[Minutes]
Exceptions = Mapping[date, Sequence[Minutes]]

DAY = 1440
WEEK = 7 * DAY
MOST_WINDOWS = 50

_INSTANT = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)
# Adding a delta made beforehand takes half the time of making one for every edge.
_AFTER_MIDNIGHT = tuple(timedelta(minutes=minute) for minute in range(DAY + 1))


class TooManyOpeningHours(Fact):
    """There are more hours than anybody could read on a door."""

    kind = Kind.UNPROCESSABLE


class ImpossibleOpeningHours(Fact):
    """No clock shows these times."""

    kind = Kind.UNPROCESSABLE


class WeeklyWindow(NamedTuple):
    """Hold one line of the sign on the door, in minutes since 00:00.

    `weekday` 0 is Monday. `closes` up to and including `opens` means the next day; 0 to 1440 is
    the whole day.
    """

    weekday: int
    opens: int
    closes: int


def _span(opens: int, closes: int) -> Minutes:
    if not (0 <= opens < DAY and 0 <= closes <= DAY):
        raise ImpossibleOpeningHours(opens=opens, closes=closes)
    return opens, closes if closes > opens else closes + DAY


def _check_count(windows: Sequence[object]) -> None:
    if len(windows) > MOST_WINDOWS:
        raise TooManyOpeningHours(at_most=MOST_WINDOWS)


def _united(pairs: Iterable[Minutes]) -> list[Minutes]:
    united: list[Minutes] = []
    for start, end in sorted(pairs):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def weekly_minutes(windows: Sequence[tuple[int, int, int]]) -> list[Minutes]:
    """Turn weekly windows, in any order and overlapping as they like, into weekly minutes.

    Raises TooManyOpeningHours and ImpossibleOpeningHours.
    """
    _check_count(windows)
    pieces: list[Minutes] = []
    for weekday, opens, closes in windows:
        if not 0 <= weekday < 7:
            raise ImpossibleOpeningHours(weekday=weekday)
        start, end = (weekday * DAY + minute for minute in _span(opens, closes))
        pieces.append((start, min(end, WEEK)))
        if end > WEEK:
            pieces.append((0, end - WEEK))
    return _united(pieces)


def weekly_windows(weekly: Weekly) -> list[WeeklyWindow]:
    """Turn weekly minutes into what the sign on the door says; the inverse of `weekly_minutes`.

    An evening over midnight stays one window, also from Sunday to Monday. What lasts longer than
    24 hours is cut at midnight.
    """
    pieces = list(weekly)
    if len(pieces) > 1 and pieces[0][0] == 0 and pieces[-1][1] == WEEK:
        pieces[-1] = (pieces[-1][0], WEEK + pieces[0][1])
        del pieces[0]
    windows: list[WeeklyWindow] = []
    for start, end in pieces:
        while start < end:
            weekday, opens = divmod(start, DAY)
            until = end if end - start <= DAY else start - opens + DAY
            closes = until - weekday * DAY
            windows.append(WeeklyWindow(weekday % 7, opens, closes - DAY * (closes > DAY)))
            start = until
    return sorted(windows)


def exception_minutes(windows: Sequence[tuple[int, int]]) -> list[Minutes]:
    """Turn the (opens, closes) windows of one date into minutes since its 00:00, up to 2880.

    Closing up to and including the opening means the next day. No windows: closed.
    Raises TooManyOpeningHours and ImpossibleOpeningHours.
    """
    _check_count(windows)
    return _united(_span(opens, closes) for opens, closes in windows)


def exception_windows(minutes: Sequence[Minutes]) -> list[Minutes]:
    """Turn the minutes of one date into (opens, closes); the inverse of `exception_minutes`."""
    windows: list[Minutes] = []
    for start, end in minutes:
        if end - start > DAY:
            # Two windows of at most 24 hours that overlap are the only way to say this.
            windows.append((start, DAY))
            start = end - DAY
        windows.append((start, end - DAY * (end > DAY)))
    return windows


@lru_cache(maxsize=16_384)
def _by_weekday(weekly: tuple[Minutes, ...]) -> tuple[tuple[Minutes, ...], ...]:
    days: list[list[Minutes]] = [[] for _ in range(7)]
    for start, end in weekly:
        for weekday in range(start // DAY, (end + DAY - 1) // DAY):
            midnight = weekday * DAY
            days[weekday].append((max(start - midnight, 0), min(end - midnight, DAY)))
    return tuple(tuple(day) for day in days)


def _minutes_of_day(
    days: tuple[tuple[Minutes, ...], ...], exceptions: Exceptions, day: date
) -> Sequence[Minutes]:
    own = exceptions.get(day)
    if own is None:
        pieces: Sequence[Minutes] = days[day.weekday()]
    else:
        pieces = [(start, min(end, DAY)) for start, end in own if start < DAY]
    added = [
        (max(start - DAY, 0), end - DAY)
        for start, end in exceptions.get(day - ONE_DAY, ())
        if end > DAY
    ]
    return _united([*pieces, *added]) if added else pieces


def _as_instants(pieces: Sequence[Minutes], day: date, zone: ZoneInfo) -> list[Period]:
    begins = midnight_of(day, zone)
    if not has_clock_change(day, zone):
        return [
            unchecked_period(begins + _AFTER_MIDNIGHT[opens], begins + _AFTER_MIDNIGHT[closes])
            for opens, closes in pieces
        ]
    ends = midnight_of(day + ONE_DAY, zone)
    midnight = datetime.combine(day, time.min)
    found: list[Period] = []
    for opens, closes in pieces:
        start = min(max(instant_of(midnight + _AFTER_MIDNIGHT[opens], zone), begins), ends)
        end = min(max(instant_of(midnight + _AFTER_MIDNIGHT[closes], zone), begins), ends)
        if start < end:
            found.append(unchecked_period(start, end))
    # Hours moved out of what is skipped may land behind those that follow it.
    return sorted(found)


def open_periods(
    weekly: Weekly, exceptions: Exceptions, zone: ZoneInfo, window: Period
) -> list[Period]:
    """List when the space is open within the window, as disjoint periods.

    Hours that touch are one period, so that a space which never closes is one period, across days
    and clock changes. What reaches out of the window is cut.
    """
    days = _by_weekday(tuple(weekly))
    window_start, window_end = window
    day, last = day_of(window_start, zone), day_of(window_end - _INSTANT, zone)
    found: list[Period] = []
    opened: datetime | None = None
    closed = window_start
    while day <= last:
        pieces = _minutes_of_day(days, exceptions, day) if exceptions else days[day.weekday()]
        for start, end in _as_instants(pieces, day, zone):
            start, end = max(start, window_start), min(end, window_end)
            if start >= end:
                continue
            if opened is None:
                opened, closed = start, end
            elif start > closed:
                found.append(unchecked_period(opened, closed))
                opened, closed = start, end
            elif end > closed:
                closed = end
        day += ONE_DAY
    if opened is not None:
        found.append(unchecked_period(opened, closed))
    return found


def is_open(weekly: Weekly, exceptions: Exceptions, zone: ZoneInfo, at: datetime) -> bool:
    """Answer whether the space is open at the instant; at the moment it closes it is not."""
    return bool(open_periods(weekly, exceptions, zone, Period(at, at + _INSTANT)))


def next_change(
    weekly: Weekly,
    exceptions: Exceptions,
    zone: ZoneInfo,
    at: datetime,
    horizon: timedelta = timedelta(days=14),
) -> datetime | None:
    """Say when the space next opens or closes after `at`; None if not within the horizon."""
    window = Period(at, at + horizon)
    periods = open_periods(weekly, exceptions, zone, window)
    if not periods:
        return None
    nearest = periods[0]
    if nearest.start > window.start:
        return nearest.start
    return nearest.end if nearest.end < window.end else None


def free_stretches(
    open_: Iterable[Period], taken: Iterable[Period], *, at_least: timedelta
) -> list[Period]:
    """List what is open and not taken, for `at_least` so long."""
    return lasting(subtracted(open_, taken), at_least)


def week_pieces(window: Period, zone: ZoneInfo) -> list[Minutes] | None:
    """Give the weekly minutes that a window touches, or None if a clock is changed on its days.

    For a query that looks for spaces without exceptions which are open all through the window:
    they are those whose weekly minutes hold every piece. With None there is no such shortcut, and
    the caller has to put every space near enough to `open_periods`. A window of a week or longer
    is the whole week.
    """
    touched = dates_touched(window, zone)
    if any(has_clock_change(day, zone) for day in touched):
        return None
    first, last = touched[0], touched[-1]
    midnight = first.weekday() * DAY
    start = midnight + (window.start - midnight_of(first, zone)) // _MINUTE
    # Twice negated, the division rounds up: a window ending within a minute touches it.
    end = midnight + (last - first).days * DAY - (midnight_of(last, zone) - window.end) // _MINUTE
    if end - start >= WEEK:
        return [(0, WEEK)]
    if end <= WEEK:
        return [(start, end)]
    return [(0, end - WEEK), (start, WEEK)]
