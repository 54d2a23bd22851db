"""Stretches of time, and what can be done with lists of them.

A *disjoint* list is sorted and its periods neither overlap nor touch. The functions here return
disjoint lists, in one sweep over sorted input: they run for every space of every list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self


class _Bounds(NamedTuple):
    start: datetime
    end: datetime


class Period(_Bounds):
    """Hold the time from `start` up to, and not including, `end`, as UTC instants.

    Aware datetimes of any zone are accepted and kept as UTC: two datetimes that share a zone object
    are compared by Python as wall times, which is wrong while a clock is turned back.
    Raises ValueError for naive datetimes and for an end that is not after its start.
    """

    __slots__ = ()

    def __new__(cls, start: datetime, end: datetime) -> Self:
        start, end = _as_utc(start), _as_utc(end)
        if end <= start:
            raise ValueError("a period ends after it starts")
        return tuple.__new__(cls, (start, end))

    @property
    def duration(self) -> timedelta:
        """Give the elapsed time."""
        return self.end - self.start

    def overlaps(self, other: Period) -> bool:
        """Answer whether both hold some time in common; touching is not overlapping."""
        return self.start < other.end and other.start < self.end

    def contains(self, inner: Period | datetime) -> bool:
        """Answer whether the whole period, or the instant, lies within this one."""
        if isinstance(inner, datetime):
            return self.start <= inner < self.end
        return self.start <= inner.start and inner.end <= self.end

    def moved(self, by: timedelta) -> Period:
        """Give the same length of time, later by `by`."""
        return unchecked_period(self.start + by, self.end + by)


def _as_utc(instant: datetime) -> datetime:
    if instant.tzinfo is UTC:
        return instant
    if instant.utcoffset() is None:
        raise ValueError("a period needs aware datetimes")
    return instant.astimezone(UTC)


def unchecked_period(start: datetime, end: datetime) -> Period:
    """Make a period of two UTC instants already known to be in order; the checks cost more."""
    return tuple.__new__(Period, (start, end))


def merged(periods: Iterable[Period]) -> list[Period]:
    """Unite periods in any order into a disjoint list; touching ones become one."""
    # Sorting is linear where the input is sorted already, as it is nearly always.
    ordered = sorted(periods)
    if not ordered:
        return []
    united: list[Period] = []
    current = ordered[0]
    start, end = current
    for period in ordered:
        if period[0] <= end:
            if period[1] > end:
                end = period[1]
                current = unchecked_period(start, end)
        else:
            united.append(current)
            current = period
            start, end = period
    united.append(current)
    return united


def subtracted(periods: Iterable[Period], taken: Iterable[Period]) -> list[Period]:
    """Give what is left of `periods` without `taken`; both in any order."""
    cuts = merged(taken)
    whole = merged(periods)
    if not cuts:
        return whole
    left: list[Period] = []
    count = len(cuts)
    at = 0
    for period in whole:
        start, end = period
        while at < count and cuts[at][1] <= start:
            at += 1
        if at == count or cuts[at][0] >= end:
            left.append(period)
            continue
        # A cut may reach over several periods, so the last one looked at stays current.
        while at < count and cuts[at][0] < end:
            cut_start, cut_end = cuts[at]
            if cut_start > start:
                left.append(unchecked_period(start, cut_start))
            start = cut_end
            if cut_end >= end:
                break
            at += 1
        if start < end:
            left.append(unchecked_period(start, end))
    return left


def intersected(one: Iterable[Period], other: Iterable[Period]) -> list[Period]:
    """Give the time that both hold; both in any order."""
    ours, theirs = merged(one), merged(other)
    common: list[Period] = []
    mine = yours = 0
    while mine < len(ours) and yours < len(theirs):
        start = max(ours[mine][0], theirs[yours][0])
        end = min(ours[mine][1], theirs[yours][1])
        if start < end:
            common.append(unchecked_period(start, end))
        if ours[mine][1] <= theirs[yours][1]:
            mine += 1
        else:
            yours += 1
    return common


def at_least(periods: Sequence[Period], length: timedelta) -> list[Period]:
    """Keep the periods that last `length` or longer."""
    return [period for period in periods if period[1] - period[0] >= length]
