"""Writes iCalendar as RFC 5545 has it: lines, escapes, time zones, events.

Written here and not by `icalendar`, which the tests read it with: that library (7.3) writes the
beginning of summer time in the new time instead of the old, an hour off, and takes half a
millisecond for an event.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from backend.calendars.entries import Entry, Event
from backend.kernel.local_time import instant_of, wall_of
from backend.kernel.periods import Period

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
"""Octets, without the line break."""
REFRESHED_AFTER = "PT1H"
_PROGRAM = "-//Neighbours//Neighbours//EN"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# Everything that is neither text nor a line break; a text never holds such (section 3.3.11).
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def write_feed(name: str, events: Sequence[Event], *, within: Period) -> bytes:
    """Return a calendar with these events; `within` bounds the zones that are written out."""
    zones = sorted({each.entry.zone for each in events}, key=lambda zone: zone.key)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PROGRAM}",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESHED_AFTER}",
        f"X-PUBLISHED-TTL:{REFRESHED_AFTER}",
    ]
    for zone in zones:
        lines += zone_lines(zone, within.start.year - 1, within.end.year)
    for each in events:
        lines += _event_lines(each)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def text(value: str) -> str:
    """Return words as a TEXT value (section 3.3.11)."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", plain).translate(_ESCAPES)


def folded(line: str) -> bytes:
    """Return a line with its break, folded so that no part is over 75 octets (section 3.1).

    Characters are never cut in two.
    """
    raw = line.encode()
    if len(raw) <= LONGEST_LINE:
        return raw + b"\r\n"
    parts: list[bytes] = []
    begin, most = 0, LONGEST_LINE
    while begin < len(raw):
        end = min(begin + most, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(raw[begin:end])
        begin, most = end, LONGEST_LINE - 1
    return b"\r\n ".join(parts) + b"\r\n"


@lru_cache(maxsize=256)
def zone_lines(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[str, ...]:
    """Return the VTIMEZONE of a zone with every clock change of these years.

    Each change is written as it is, for some, as those around Ramadan, follow no rule. It begins
    at what the clock showed before it (section 3.6.5).
    """
    at = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone.key}"]
    offset = _offset(at, zone)
    lines += _observance(at, offset, zone)
    while at < end:
        after = at + _DAY
        if _offset(after, zone) != offset:
            change = _change_between(at, after, zone)
            lines += _observance(change, offset, zone)
            offset = _offset(after, zone)
        at = after
    lines.append("END:VTIMEZONE")
    return tuple(lines)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old = _offset(before, zone)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after


def _observance(at: datetime, old: timedelta, zone: ZoneInfo) -> list[str]:
    local = at.astimezone(zone)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{_wall((at + old).replace(tzinfo=None))}",
        f"TZOFFSETFROM:{_offset_text(old)}",
        f"TZOFFSETTO:{_offset_text(_offset(at, zone))}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _offset_text(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}{hours:02}{minutes:02}" + (f"{seconds:02}" if seconds else "")


def _event_lines(event: Event) -> Iterable[str]:
    entry = event.entry
    telling = entry.telling
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}@neighbours"
    yield f"DTSTAMP:{_utc(entry.stamp)}"
    yield f"SEQUENCE:{entry.sequence}"
    if event.first is not None:
        yield f"DTSTART;TZID={entry.zone.key}:{_wall(event.first)}"
        yield f"DURATION:{_duration(event.duration)}"
        yield f"RRULE:{event.rrule}"
    else:
        yield f"DTSTART{_at(entry.period.start, entry)}"
        yield f"DTEND{_at(entry.period.end, entry)}"
    for wall in event.left_out:
        yield f"EXDATE;TZID={entry.zone.key}:{_wall(wall)}"
    if event.instead_of is not None:
        yield f"RECURRENCE-ID;TZID={entry.zone.key}:{_wall(event.instead_of)}"
    yield f"SUMMARY:{text(telling.summary)}"
    if telling.description:
        yield f"DESCRIPTION:{text(telling.description)}"
    if telling.location:
        yield f"LOCATION:{text(telling.location)}"
    if telling.point is not None:
        yield f"GEO:{telling.point[0]:.6f};{telling.point[1]:.6f}"
    yield f"STATUS:{telling.status}"
    yield f"TRANSP:{'OPAQUE' if telling.takes_time else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _at(instant: datetime, entry: Entry) -> str:
    """Return an instant as local time with its zone, so that it stays when zone rules change.

    What the clock shows means the first time where it comes twice; the second is said in UTC.
    """
    wall = wall_of(instant, entry.zone)
    if instant_of(wall, entry.zone) != instant:
        return f":{_utc(instant)}"
    return f";TZID={entry.zone.key}:{_wall(wall)}"


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _wall(wall: datetime) -> str:
    return f"{wall:%Y%m%dT%H%M%S}"


def _duration(duration: timedelta) -> str:
    minutes = int(duration.total_seconds()) // 60
    return f"PT{minutes}M"
