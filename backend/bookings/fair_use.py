"""Fair use: how much of a space one booker may have. Pure; counted under the lock of the house."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.bookings.errors import FairUseReached
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime
from backend.spaces.terms import FairUse


@dataclass(frozen=True, slots=True)
class Use:
    """A booking that counts: one that holds the time, or held it."""

    period: Period
    series_id: UUID | None = None
    """Dates of one series count once as open."""


def check_fair_use(
    wanted: Period,
    uses: Sequence[Use],
    limits: FairUse,
    zone: ZoneInfo,
    *,
    now: datetime,
    series_id: UUID | None = None,
) -> None:
    """Raise FairUseReached unless the booker may have this time too.

    `uses` are their other bookings of the space, at least those within `limits.days` of the wanted
    time and all that are not over. A booking belongs to the day on which it starts, and a window of
    `limits.days` days may begin at any instant.
    """
    if limits.one_at_a_time:
        met = [use.period.end for use in uses if use.period.overlaps(wanted)]
        if met:
            raise _reached("one_at_a_time", 1, max(met), zone)
    if limits.most_open is not None:
        _check_open(uses, limits.most_open, zone, now, series_id)
    for limit, most in (
        ("most_minutes", limits.most_minutes),
        ("most_bookings", limits.most_bookings),
    ):
        if most is None:
            continue
        tally, amount = _Tally(uses, limit, most, limits.days), _amount(wanted, limit)
        if not tally.has_room(wanted.start, amount):
            again_at = tally.room_again(wanted.start, amount)
            raise _reached(limit, most, again_at, zone, days=limits.days)


def _check_open(
    uses: Sequence[Use], most: int, zone: ZoneInfo, now: datetime, series_id: UUID | None
) -> None:
    ahead = [use for use in uses if use.period.end > now]
    if series_id is not None and any(use.series_id == series_id for use in ahead):
        return
    # Each series is over when its last date is.
    ends: dict[object, datetime] = {}
    for number, use in enumerate(ahead):
        key = use.series_id or number
        ends[key] = max(use.period.end, ends.get(key, use.period.end))
    if len(ends) >= most:
        # Room comes when so many have ended that one fewer than `most` are left.
        raise _reached("most_open", most, sorted(ends.values())[len(ends) - most], zone)


class _Tally:
    """What was used, by when it began, so that any window is one subtraction."""

    def __init__(self, uses: Sequence[Use], limit: str, most: int, days: int) -> None:
        used = sorted((use.period.start, _amount(use.period, limit)) for use in uses)
        self.starts = [start for start, _ in used]
        self.sums = [0, *accumulate(amount for _, amount in used)]
        self.most = most
        self.length = timedelta(days=days)

    def has_room(self, start: datetime, amount: int) -> bool:
        """Answer whether so much more may begin then."""
        if amount > self.most:
            return False
        # It is enough to look at the windows that begin with a booking: any other holds no more.
        first = bisect_right(self.starts, start - self.length)
        last = bisect_right(self.starts, start)
        return all(
            self._used(begins) + amount <= self.most for begins in (*self.starts[first:last], start)
        )

    def room_again(self, start: datetime, amount: int) -> datetime | None:
        """Return the first instant from which so much has room; None where none ever has."""
        for begins in self.starts:
            if begins + self.length > start and self.has_room(begins + self.length, amount):
                return begins + self.length
        return None

    def _used(self, begins: datetime) -> int:
        ends = bisect_left(self.starts, begins + self.length)
        return self.sums[ends] - self.sums[bisect_left(self.starts, begins)]


def _amount(period: Period, limit: str) -> int:
    if limit == "most_bookings":
        return 1
    return int(period.duration.total_seconds() // 60)


def _reached(
    limit: str, most: int, again_at: datetime | None, zone: ZoneInfo, *, days: int | None = None
) -> FairUseReached:
    return FairUseReached(
        limit=limit,
        most=most,
        days=days,
        again_at=LocalTime(again_at, zone.key) if again_at is not None else None,
    )
