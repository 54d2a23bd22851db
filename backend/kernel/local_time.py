"""Wall time and instants: what the clock at a place says, and when that is.

A local day runs from its midnight to the next date's midnight, as instants. Days cut the line of
time without gaps or overlaps, also where a clock change moves, repeats or skips midnight. The zone
rules come from `zoneinfo`; PostgreSQL has a zone database of its own, which is never asked.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from backend.kernel.facts import Fact, Kind
from backend.kernel.periods import Period, unchecked_period

ONE_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


class UnknownZone(Fact):
    """No such time zone is in the IANA database."""

    kind = Kind.UNPROCESSABLE


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    # The list inside the tzdata package holds IANA names only; the directories of a system also
    # hold "localtime", "posixrules" and whatever else somebody put there.
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


@lru_cache(maxsize=1024)
def _loaded_zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zone_named(name: str) -> ZoneInfo:
    """Give the zone with this IANA name, such as ``Europe/London``.

    Raises UnknownZone, also for paths and for names of another case.
    """
    if name not in _zone_names():
        raise UnknownZone(zone=name[:100])
    return _loaded_zone(name)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Give the UTC instant at which the clock at the place says `wall`, a naive datetime.

    A time that is skipped in spring moves forward by what is skipped; of a time that comes twice
    in autumn the first is meant (RFC 5545, section 3.3.5).
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """Give what the clock at the place says, as a naive datetime; the inverse of `instant_of`."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


@lru_cache(maxsize=65_536)
def midnight_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the instant at which the local day begins."""
    return instant_of(datetime.combine(day, time.min), zone)


@lru_cache(maxsize=65_536)
def has_clock_change(day: date, zone: ZoneInfo) -> bool:
    """Answer whether the local day is anything but 24 hours with one and the same UTC offset.

    A change at the very end of the day counts too, so that on the other days instants are the
    day's midnight plus the wall time.
    """
    begins, ends = midnight_of(day, zone), midnight_of(day + ONE_DAY, zone)
    if ends - begins != ONE_DAY:
        return True
    return begins.astimezone(zone).utcoffset() != ends.astimezone(zone).utcoffset()


def day_span(day: date, zone: ZoneInfo) -> Period | None:
    """Give the local day as a period, or None where the calendar skipped it (Apia, 30 Dec 2011)."""
    begins, ends = midnight_of(day, zone), midnight_of(day + ONE_DAY, zone)
    return unchecked_period(begins, ends) if begins < ends else None


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Give the local day that holds the instant.

    Nearly always the date that the clock says. Where it is turned back over midnight, the time
    that comes twice belongs to the later date.
    """
    day = instant.astimezone(zone).date()
    while instant < midnight_of(day, zone):
        day -= ONE_DAY
    while instant >= midnight_of(day + ONE_DAY, zone):
        day += ONE_DAY
    return day


def dates_touched(period: Period, zone: ZoneInfo) -> list[date]:
    """List the local days that hold some of the period, in order, without skipped ones."""
    day, last = day_of(period.start, zone), day_of(period.end - _INSTANT, zone)
    touched: list[date] = []
    while day <= last:
        if midnight_of(day, zone) < midnight_of(day + ONE_DAY, zone):
            touched.append(day)
        day += ONE_DAY
    return touched
