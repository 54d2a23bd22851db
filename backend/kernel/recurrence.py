"""Repeating dates: which dates a rule has, and when that is, in local wall time.

The days are found here and not by dateutil, which the tests hold them against: a rule without any
date, such as every 30 February, keeps dateutil busy up to the year 9999, which takes seconds.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backend.kernel.facts import Fact, Kind
from backend.kernel.local_time import ONE_DAY, day_span, instant_of, wall_of
from backend.kernel.periods import Period
from backend.kernel.rrule import MOST_DATES, Frequency, Rule, TooManyDates, Weekday, rule_of

# However far ahead somebody asks, no rule is followed for longer: this bounds the work.
MOST_DAYS = 3 * 366


class RuleNeedsAnEnd(Fact):
    """The rule has neither COUNT nor UNTIL, and nobody said that it runs until stopped."""

    kind = Kind.UNPROCESSABLE


class RuleHasNoDates(Fact):
    """The rule has no date as far ahead as may be booked; it may contradict itself."""

    kind = Kind.UNPROCESSABLE


class Occurrence(NamedTuple):
    """Hold one date of a series: `date` is what the rule says and stays when it is moved."""

    date: date
    period: Period


def dates(
    rule_text: str,
    first: datetime,
    duration: timedelta,
    zone: ZoneInfo,
    *,
    left_out: Collection[date] = frozenset(),
    moved: Mapping[date, datetime] | None = None,
    until: datetime,
    until_stopped: bool = False,
    after: datetime | None = None,
) -> list[Occurrence]:
    """List the dates of a series that begin before the instant `until`, in order.

    `first` is a wall time; the first date is on or after it, and every date begins when the clock
    shows its time: what is skipped in spring moves forward, of what comes twice the first is
    meant. `duration` is elapsed time. Dates `left_out` still count for COUNT; `moved` gives a date
    another wall time. With `after`, only dates that end after that instant are listed. A series
    that runs `until_stopped` is listed for at most 366 dates at a time. No rule is followed for
    more than MOST_DAYS.

    Raises the facts of `rule_of`, RuleNeedsAnEnd, TooManyDates, and RuleHasNoDates (never with
    `after`, for a series may have come to its end).
    """
    rule = rule_of(rule_text)
    if rule.is_endless and not until_stopped:
        raise RuleNeedsAnEnd
    found: list[Occurrence] = []
    counted = 0
    for day in _days(rule, first.date(), _since(rule, first, duration, zone, after), zone, until):
        wall = datetime.combine(day, first.time())
        start = instant_of(wall, zone)
        counted += 1
        if start >= until or counted > (rule.count or counted) or _is_past_end(rule, wall, start):
            break
        if after is not None and start + duration <= after:
            continue
        if len(found) == MOST_DATES:
            if rule.is_endless:
                break
            raise TooManyDates(at_most=MOST_DATES)
        if moved and day in moved:
            start = instant_of(moved[day], zone)
        found.append(Occurrence(day, Period(start, start + duration)))
    kept = [each for each in found if each.date not in left_out]
    if not kept and after is None:
        raise RuleHasNoDates
    return kept


def _is_past_end(rule: Rule, wall: datetime, start: datetime) -> bool:
    if rule.until is None:
        return False
    if not isinstance(rule.until, datetime):
        return wall.date() > rule.until
    return (wall if rule.until.tzinfo is None else start) > rule.until


def _since(
    rule: Rule, first: datetime, duration: timedelta, zone: ZoneInfo, after: datetime | None
) -> date:
    # A rule that counts is followed from its beginning; any other from shortly before `after`.
    if after is None or rule.count is not None:
        return first.date()
    return max(first.date(), (wall_of(after - duration, zone) - 2 * ONE_DAY).date())


def _days(rule: Rule, first: date, since: date, zone: ZoneInfo, until: datetime) -> Iterator[date]:
    last = min(wall_of(until, zone).date().toordinal(), since.toordinal() + MOST_DAYS)
    rule_by_first = _filled_in(rule, first)
    for begins, ends in _stretches(rule, first, since):
        if begins > last:
            return
        for day in _days_within(rule_by_first, begins, ends):
            # A date that the calendar of the place skipped is no date of any series.
            if since <= day and day.toordinal() <= last and day_span(day, zone) is not None:
                yield day


def _filled_in(rule: Rule, first: date) -> Rule:
    """Give the rule with what it leaves to its first date: the weekday, the day, the month."""
    if rule.weekdays or rule.month_days or rule.frequency is Frequency.DAILY:
        return rule
    if rule.frequency is Frequency.WEEKLY:
        return replace(rule, weekdays=(Weekday(0, first.weekday()),))
    if rule.frequency is Frequency.YEARLY and not rule.months:
        return replace(rule, month_days=(first.day,), months=(first.month,))
    return replace(rule, month_days=(first.day,))


def _stretches(rule: Rule, first: date, since: date) -> Iterator[tuple[int, int]]:
    """Give the days, weeks, months or years in which a rule looks, from `since` on, endlessly.

    Days are counted as by `date.toordinal`; a stretch is half-open.
    """
    origin, begin = first.toordinal(), since.toordinal()
    if rule.frequency in (Frequency.DAILY, Frequency.WEEKLY):
        length = 1 if rule.frequency is Frequency.DAILY else 7
        origin -= (first.weekday() - rule.week_starts) % 7 if length == 7 else 0
        stride = length * rule.interval
        at = origin + (begin - origin) // stride * stride
        while at < date.max.toordinal() - stride:
            yield at, at + length
            at += stride
        return
    months = 1 if rule.frequency is Frequency.MONTHLY else 12
    month = first.year * 12 + (first.month - 1 if months == 1 else 0)
    stride = months * rule.interval
    month += max(since.year * 12 + since.month - 1 - month, 0) // stride * stride
    while month + stride < date.max.year * 12:
        yield _first_of(month), _first_of(month + months)
        month += stride


def _first_of(month: int) -> int:
    return date(month // 12, month % 12 + 1, 1).toordinal()


def _days_within(rule: Rule, begins: int, ends: int) -> list[date]:
    days = [
        day for day in map(date.fromordinal, range(begins, ends)) if _fits(rule, day, begins, ends)
    ]
    if not rule.positions:
        return days
    chosen = {at - 1 if at > 0 else len(days) + at for at in rule.positions}
    return [day for at, day in enumerate(days) if at in chosen]


def _fits(rule: Rule, day: date, begins: int, ends: int) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.weekdays and not _is_weekday(rule, day, begins, ends):
        return False
    return not rule.month_days or (
        day.day in rule.month_days or day.day - _length_of_month(day) - 1 in rule.month_days
    )


def _is_weekday(rule: Rule, day: date, begins: int, ends: int) -> bool:
    if rule.frequency is Frequency.YEARLY and rule.months:
        # "The first Sunday in May" counts in the month, "the 20th Monday" in the year.
        begins = day.replace(day=1).toordinal()
        ends = begins + _length_of_month(day)
    from_start = (day.toordinal() - begins) // 7 + 1
    from_end = -((ends - 1 - day.toordinal()) // 7 + 1)
    return any(
        day.weekday() == each.weekday and each.nth in (0, from_start, from_end)
        for each in rule.weekdays
    )


def _length_of_month(day: date) -> int:
    month = day.year * 12 + day.month - 1
    return _first_of(month + 1) - _first_of(month)
