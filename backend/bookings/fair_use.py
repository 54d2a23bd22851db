"""Fair use: how much of a space one booker may have. Pure; counted under the lock of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
        if most is not None and not _has_room(wanted, uses, limit, most, limits.days):
            again_at = _room_again(wanted, uses, limit, most, limits.days)
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


def _has_room(wanted: Period, uses: Sequence[Use], limit: str, most: int, days: int) -> bool:
    length = timedelta(days=days)
    amount = _amount(wanted, limit)
    if amount > most:
        return False
    # It is enough to look at the windows that begin with a booking: any other holds no more.
    starts = [use.period.start for use in uses if use.period.start <= wanted.start]
    for begins in (*starts, wanted.start):
        ends = begins + length
        if wanted.start >= ends:
            continue
        used = sum(_amount(use.period, limit) for use in uses if begins <= use.period.start < ends)
        if used + amount > most:
            return False
    return True


def _room_again(
    wanted: Period, uses: Sequence[Use], limit: str, most: int, days: int
) -> datetime | None:
    """Return the first instant from which a booking as long has room; None where none ever has."""
    length = timedelta(days=days)
    candidates = sorted(use.period.start + length for use in uses)
    for start in candidates:
        if start > wanted.start:
            later = Period(start, start + wanted.duration)
            if _has_room(later, uses, limit, most, days):
                return start
    return None


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
