"""What stands in a feed, whoever it is for: single times, and rules with the dates that differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.calendars.rules import CANCELLED, CONFIRMED
from backend.kernel.local_time import ONE_DAY, instant_of, wall_of
from backend.kernel.periods import Period
from backend.kernel.recurrence import dates


@dataclass(frozen=True, slots=True)
class Telling:
    """What is said of a time beside when it is."""

    summary: str
    status: str = CONFIRMED
    description: str = ""
    location: str = ""
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees, published ones only."""
    takes_time: bool = True
    """Whether its reader is busy then."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A time in a feed; `on` is which date of a rule it is."""

    id: UUID
    period: Period
    zone: ZoneInfo
    telling: Telling
    sequence: int
    stamp: datetime
    """When what is said of it is known to have changed last."""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Repeating:
    """A rule; `first` is what the clock shows, and `duration` elapses."""

    id: UUID
    rrule: str
    first: datetime
    duration: timedelta
    sequence: int


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT: a single time, a rule (`rrule`) or a date that differs (`instead_of`)."""

    uid: UUID
    entry: Entry
    rrule: str = ""
    first: datetime | None = None
    """The wall time at which the rule begins."""
    duration: timedelta = timedelta(0)
    left_out: Sequence[datetime] = field(default_factory=tuple)
    """Wall times."""
    instead_of: datetime | None = None
    """The wall time at which the rule has the date."""


def single(entry: Entry) -> Event:
    """Return the event of a time that stands alone."""
    return Event(entry.id, entry)


def repeated(rule: Repeating, entries: Sequence[Entry]) -> list[Event]:
    """Return the events of a rule whose dates turned out as `entries` say, all in one zone.

    The entries are what is true: dates that the rule has beside them are left out, dates that
    differ are written out, and so is what the rule does not have. The rule is written as beginning
    at the first date shown, for its phase is the same there, and as having so many dates.
    """
    known = _one_for_each_date(entries)
    if not known:
        return []
    zone, time = entries[0].zone, rule.first.time()
    first_on, last_on = min(known), max(known)
    found = _days_of(rule, zone, first_on, last_on)
    days = [day for day in found if first_on <= day <= last_on]
    of_rule = [known[day] for day in days if day in known]
    events = [single(each) for on, each in known.items() if on not in days]
    if not of_rule:
        return events
    usual = Counter(each.telling for each in of_rule if each.telling.status != CANCELLED)
    telling = usual.most_common(1)[0][0] if usual else of_rule[0].telling
    left_out: list[datetime] = []
    for day in days:
        wall = datetime.combine(day, time)
        entry = known.get(day)
        if entry is None:
            left_out.append(wall)
        elif entry.telling != telling or not _is_as_ruled(entry, wall, rule.duration):
            events.append(Event(rule.id, entry, instead_of=wall))
    first = datetime.combine(days[0], time)
    begins = instant_of(first, zone)
    whole = replace(
        of_rule[0],
        period=Period(begins, begins + rule.duration),
        telling=telling,
        sequence=max(rule.sequence, *(each.sequence for each in of_rule)),
        stamp=max(each.stamp for each in of_rule),
    )
    master = Event(
        rule.id,
        whole,
        rrule=_with_count(rule.rrule, len(days)),
        first=first,
        duration=rule.duration,
        left_out=left_out,
    )
    return [master, *events]


def _days_of(rule: Repeating, zone: ZoneInfo, first: date, last: date) -> list[date]:
    begin = datetime.combine(first, rule.first.time())
    found = dates(
        rule.rrule,
        rule.first,
        rule.duration,
        zone,
        until=instant_of(datetime.combine(last, rule.first.time()), zone) + ONE_DAY,
        until_stopped=True,
        after=instant_of(begin, zone) - ONE_DAY,
    )
    return [each.date for each in found]


def _one_for_each_date(entries: Sequence[Entry]) -> dict[date, Entry]:
    """Return the entry of each date: a time that was called off gives way to one that stands."""
    known: dict[date, Entry] = {}
    for each in entries:
        assert each.on is not None
        before = known.get(each.on)
        if before is None or before.telling.status == CANCELLED:
            known[each.on] = each
    return known


def _is_as_ruled(entry: Entry, wall: datetime, duration: timedelta) -> bool:
    """Answer whether a date is what every program makes of the rule.

    Where a clock change falls into a date, or the rule's time is skipped, programs disagree about
    when it ends or begins; such dates are written out.
    """
    start, end = wall_of(entry.period.start, entry.zone), wall_of(entry.period.end, entry.zone)
    return (
        start == wall
        and end == wall + duration
        and entry.period.duration == duration
        and instant_of(wall, entry.zone) == entry.period.start
    )


def _with_count(rrule: str, count: int) -> str:
    text = rrule.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts = [part for part in text.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    return ";".join([*parts, f"COUNT={count}"])
