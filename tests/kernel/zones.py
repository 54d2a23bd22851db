"""The zones in which every rule about time is tried, and instants near their clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from backend.kernel.local_time import instant_of

LONDON = ZoneInfo("Europe/London")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ST_JOHNS = ZoneInfo("America/St_Johns")
CASABLANCA = ZoneInfo("Africa/Casablanca")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
HAVANA = ZoneInfo("America/Havana")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
APIA = ZoneInfo("Pacific/Apia")
TORONTO = ZoneInfo("America/Toronto")

CHANGES = [
    (LONDON, date(2026, 3, 29)),
    (LONDON, date(2026, 10, 25)),
    (LORD_HOWE, date(2026, 4, 5)),
    (LORD_HOWE, date(2026, 10, 4)),
    (ST_JOHNS, date(2026, 3, 8)),
    (ST_JOHNS, date(2026, 11, 1)),
    # Until 2011 the clocks of Newfoundland changed one minute after midnight.
    (ST_JOHNS, date(2010, 3, 14)),
    (ST_JOHNS, date(2010, 11, 7)),
    (CASABLANCA, date(2026, 2, 15)),
    (CASABLANCA, date(2026, 3, 22)),
    # Midnight itself is skipped, or comes twice.
    (HAVANA, date(2026, 3, 8)),
    (HAVANA, date(2026, 11, 1)),
    (SAO_PAULO, date(2018, 2, 18)),
    (SAO_PAULO, date(2018, 11, 4)),
    # From half an hour before midnight the clock went to half an hour after it.
    (TORONTO, date(1919, 3, 31)),
    # A whole Friday was skipped.
    (APIA, date(2011, 12, 30)),
    (KATHMANDU, date(2028, 2, 29)),
    (LONDON, date(2027, 1, 1)),
]


def utc(*parts: int) -> datetime:
    year, month, day, *rest = parts
    return datetime(year, month, day, *rest, tzinfo=UTC)  # type: ignore[misc, arg-type]


def wall(*parts: int) -> datetime:
    """Give what a clock on a wall shows: a datetime without a zone, on purpose."""
    return utc(*parts).replace(tzinfo=None)


def local(zone: ZoneInfo, *parts: int) -> datetime:
    return instant_of(wall(*parts), zone)


@st.composite
def zone_and_instant(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """Draw an instant to the minute, often within hours or days of a clock change."""
    zone, day = draw(st.sampled_from(CHANGES))
    near = local(zone, day.year, day.month, day.day, 1)
    spread = draw(st.sampled_from([180, 2 * 1440, 400 * 1440]))
    return zone, near + timedelta(minutes=draw(st.integers(-spread, spread)))
