"""When a meeting is, who has a place and who is in line, and whose turn it is to open up.

Pure: no session, no clock of its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kernel.local_time import ONE_DAY, instant_of
from backend.kernel.periods import Period
from backend.kernel.recurrence import Occurrence, dates
from backend.kernel.rrule import LONGEST_RULE
from backend.meetings.states import DateState, state_at

BACK = timedelta(days=60)
"""For how long dates that have been are shown, and kept when the rule changes."""
AHEAD = timedelta(days=400)
"""How far ahead dates are shown."""
BEGINS_WITHIN = timedelta(days=366)
MOST_MEETINGS = 100
"""How many a group has at once."""
MOST_DIFFERING = 800
"""Of a meeting's dates. A daily one that changes its rule keeps the dates of a year."""
MOST_THINGS = 50
MOST_OPENERS = 50
_AT_ONCE = timedelta(days=300)
"""A rule is followed in steps of so many days, for it gives at most 366 dates at a time."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a meeting is by its rule: `first` is a wall time, the duration elapses."""

    first: datetime
    rrule: str
    duration: timedelta
    zone: ZoneInfo
    ended_from: date | None = None


@dataclass(frozen=True, slots=True)
class Differing:
    """What is otherwise about one date."""

    starts_at: datetime | None = None
    duration: timedelta | None = None
    called_off_at: datetime | None = None
    words: str = ""
    space_id: UUID | None = None
    booking_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """One date of a meeting: which of the rule, and when it really is."""

    on: date
    period: Period
    is_called_off: bool = False
    is_moved: bool = False
    words: str = ""
    space_id: UUID | None = None
    """Where it is instead, where another space was taken for it."""
    booking_id: UUID | None = None

    def state_at(self, now: datetime) -> DateState:
        """Say what the date is at an instant."""
        return state_at(self.period, is_called_off=self.is_called_off, now=now)


def window_at(now: datetime) -> Period:
    """Return the time of which meetings are told."""
    return Period(now - BACK, now + AHEAD)


def dates_by_rule(rhythm: Rhythm, window: Period) -> list[Occurrence]:
    """List what the rule has that ends after the window begins and begins before it ends."""
    if not rhythm.rrule:
        start = instant_of(rhythm.first, rhythm.zone)
        only = Occurrence(rhythm.first.date(), Period(start, start + rhythm.duration))
        found = {only.date: only} if only.period.overlaps(window) else {}
    else:
        found = {}
        since = max(window.start, instant_of(rhythm.first, rhythm.zone) - rhythm.duration)
        while since < window.end:
            until = min(since + _AT_ONCE, window.end)
            for each in dates(
                rhythm.rrule,
                rhythm.first,
                rhythm.duration,
                rhythm.zone,
                until=until,
                until_stopped=True,
                after=since,
            ):
                found[each.date] = each
            since = until
    return [each for on, each in found.items() if _goes_on(rhythm, on)]


def dates_within(
    rhythm: Rhythm, differing: Mapping[date, Differing], window: Period
) -> list[MeetingTime]:
    """List the dates of a meeting in a window, in the order in which they really are."""
    found = {
        each.date: MeetingTime(each.date, each.period)
        for each in dates_by_rule(rhythm, window)
        if each.date not in differing
    }
    for on, how in differing.items():
        if not _goes_on(rhythm, on):
            continue
        time = _as_it_is(rhythm, on, how)
        if time.period.overlaps(window):
            found[on] = time
    return sorted(found.values(), key=lambda each: (each.period.start, each.on))


def ended_rule(rrule: str, ended_from: date) -> str:
    """Return a rule as it is where it has no dates from one on: it ends the day before."""
    text = rrule.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts = [part for part in text.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    ended = ";".join([*parts, f"UNTIL={ended_from - ONE_DAY:%Y%m%d}"])
    return ended if len(ended) <= LONGEST_RULE else rrule


def find_date(rhythm: Rhythm, differing: Mapping[date, Differing], on: date) -> MeetingTime | None:
    """Return one date of a meeting by which of the rule it is, None where it has none such."""
    if not _goes_on(rhythm, on) or not 1971 < on.year < 2199:
        return None
    if on in differing:
        return _as_it_is(rhythm, on, differing[on])
    start = instant_of(datetime.combine(on, rhythm.first.time()), rhythm.zone)
    around = Period(start - timedelta(days=1), start + timedelta(days=1))
    for each in dates_by_rule(rhythm, around):
        if each.date == on:
            return MeetingTime(on, each.period)
    return None


def _as_it_is(rhythm: Rhythm, on: date, how: Differing) -> MeetingTime:
    usual = instant_of(datetime.combine(on, rhythm.first.time()), rhythm.zone)
    start = how.starts_at or usual
    return MeetingTime(
        on=on,
        period=Period(start, start + (how.duration or rhythm.duration)),
        is_called_off=how.called_off_at is not None,
        is_moved=start != usual and on >= rhythm.first.date(),
        words=how.words,
        space_id=how.space_id,
        booking_id=how.booking_id,
    )


def _goes_on(rhythm: Rhythm, on: date) -> bool:
    return rhythm.ended_from is None or on < rhythm.ended_from


def place_in_line(place: int, room_for: int | None) -> int | None:
    """Return who is how far from a place; None for whoever has one.

    `place` counts those who come in the order in which they said so, from 1.
    """
    return place - room_for if room_for is not None and place > room_for else None


def those_with_a_place(in_order: Sequence[UUID], room_for: int | None) -> Sequence[UUID]:
    """Return who of those who would come has a place: first come, first served."""
    return in_order if room_for is None else in_order[:room_for]


def turns_of(rhythm: Rhythm, differing: Collection[date], ons: Collection[date]) -> dict[date, int]:
    """Return which turn each of some dates is: how many dates the rule has before it.

    Dates that are called off or moved have their turn all the same, so that nobody else's changes.
    Those from before the rule was changed count backwards from its first.
    """
    if not ons:
        return {}
    begins = instant_of(rhythm.first, rhythm.zone)
    last = instant_of(datetime.combine(max(ons), rhythm.first.time()), rhythm.zone)
    turns: dict[date, int] = {}
    if last >= begins:
        by_rule = dates_by_rule(rhythm, Period(begins, last + timedelta(days=1)))
        turns = {each.date: turn for turn, each in enumerate(by_rule)}
    before = sorted((on for on in differing if on < rhythm.first.date()), reverse=True)
    turns.update({on: -1 - at for at, on in enumerate(before)})
    return {on: turns.get(on, 0) for on in ons}


def opener_of(
    order: Sequence[UUID], turn: int, cannot: Collection[UUID], opens: Sequence[UUID] = ()
) -> UUID | None:
    """Return who opens up: the first who said so, else whose turn it is by the rota.

    `order` is the rota as people joined it; who cannot is passed over, for the next. None where
    nobody can.
    """
    for who in opens:
        if who not in cannot:
            return who
    for step in range(len(order)):
        who = order[(turn + step) % len(order)]
        if who not in cannot:
            return who
    return None
