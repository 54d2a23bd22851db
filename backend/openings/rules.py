"""What decides about openings: when they begin, who sees the door, who may do what. Pure.

A place with a rota is one that is nobody's home.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.kernel.local_time import ONE_DAY
from backend.kernel.rrule import Frequency, rule_of
from backend.kernel.sayings import LocalTime, Saying
from backend.openings.states import DOOR_SHOWN_BEFORE, OFF, ON, Door, State
from backend.spaces.errors import DateNotReadable

MOST_OPENINGS = 50
"""In one space."""
MOST_ON_ROTA = 10
DAYS_AHEAD = timedelta(days=366)
"""How far ahead a date may be changed or added."""
DAY = 1440

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHOWS_ITSELF = frozenset({"hall", "outdoors"})
"""Kinds of places whose address is no secret once they are open to everybody."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a date of an opening."""

    keeps: bool = False
    may_come: bool = False
    """Said that they may come."""
    opens: bool = False
    """Is on the rota to open."""
    closes: bool = False
    knocked: bool = False
    is_welcome: bool = False
    """Was let in by the host, or always is."""


def date_of(text: str) -> date:
    """Read a date in an address, such as 2027-03-04; raise DateNotReadable."""
    # Other ways in which ISO 8601 writes dates would give one date several addresses.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise DateNotReadable
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DateNotReadable from None


def weekly_rule(weekday: int) -> str:
    """Return the rule for every such day; Monday is 0."""
    return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[weekday]}"


def first_wall(on: date, opens: int) -> datetime:
    """Give what the clock shows when the first date begins."""
    return datetime.combine(on, time.min) + timedelta(minutes=opens)


def first_on(rule: str, today: date) -> date:
    """Give the date from which a rule is followed where nobody said: today, or its week's begin.

    A rule that leaves its day to the first date, such as "every second week", begins today.
    """
    read = rule_of(rule)
    if read.frequency is Frequency.WEEKLY and read.weekdays and read.interval > 1:
        while today.weekday() not in {each.weekday for each in read.weekdays}:
            today += ONE_DAY
    return today


def length_of(opens: int, closes: int) -> int:
    """Give for how many minutes it is open; closing at or before the opening is the next day."""
    return closes - opens if closes > opens else closes - opens + DAY


def shows_address(kind: str, *, address_is_public: bool) -> bool:
    """Answer whether everybody may see where it is: in halls, and where the keepers publish it."""
    return address_is_public or kind in _SHOWS_ITSELF


def sees_door(
    viewer: Viewer, state: State, *, is_home: bool, door: Door, starts_at: datetime, now: datetime
) -> bool:
    """Answer whether somebody is shown the exact place for a date.

    Keepers know it. A visitor whom the host let in, and whoever opens or closes a hall, sees it
    until the end; where the door is for anyone, those who said that they may come see it from two
    hours before the start.
    """
    if viewer.keeps:
        return True
    if state not in ON:
        return False
    if is_home and door is Door.ASK_ME:
        return viewer.is_welcome
    if not is_home and (viewer.opens or viewer.closes):
        return True
    return viewer.may_come and now >= starts_at - DOOR_SHOWN_BEFORE


def is_told(viewer: Viewer, state: State, *, is_home: bool) -> bool:
    """Answer whether somebody learns of a date at all.

    That a home does not open tells burglars when nobody is in: only its hosts learn it, and those
    who were to come.
    """
    if not is_home or state not in OFF:
        return True
    return viewer.keeps or viewer.may_come or viewer.knocked


def may_do(
    viewer: Viewer, state: State, *, is_home: bool, door: Door, is_full: bool, on_rota: int
) -> list[str]:
    """List what somebody may do with a date; the words are those of the paths."""
    can: list[str] = []
    if state in ON:
        asks = is_home and door is Door.ASK_ME
        if viewer.may_come:
            can.append("may_not_come")
        elif asks and not viewer.is_welcome:
            if not (viewer.knocked or viewer.keeps or is_full):
                can.append("knock")
        elif not is_full:
            can.append("may_come")
        if not is_home:
            if on_rota < MOST_ON_ROTA and not (viewer.opens and viewer.closes):
                can.append("openers")
            if viewer.opens or viewer.closes:
                can.append("leave_openers")
        if viewer.keeps:
            can.append("not_today")
    if viewer.keeps and state is not State.OVER:
        if state in (State.NOT_TODAY, State.TAKEN):
            can.append("open_after_all")
        can.append("change")
    return can


_SAYS = {
    State.PLANNED: "opening_planned",
    State.OPEN: "opening_open",
    State.NEEDS_OPENER: "opening_needs_opener",
    State.NOT_OPENING: "opening_not_opening",
    State.OVER: "opening_over",
    State.NOT_TODAY: "opening_not_today",
    State.TAKEN: "opening_taken",
    State.CLOSED: "opening_closed",
}
_SAYS_OF_HOME = {
    Door.ASK_ME: "opening_of_home_ask_me",
    Door.ANYONE: "opening_of_home_anyone",
}
_SAYS_TO_HOST = {
    Door.ASK_ME: "opening_of_mine_ask_me",
    Door.ANYONE: "opening_of_mine_anyone",
}


def says_of(
    viewer: Viewer,
    state: State,
    *,
    is_home: bool,
    door: Door,
    sees: bool,
    is_full: bool,
    space: str,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    until: str,
) -> Saying:
    """Return the one sentence in which a date says how it is; `until` is a time on the clock."""
    code = _SAYS[state]
    if state in (State.PLANNED, State.OPEN) and is_home:
        if viewer.keeps:
            code = _SAYS_TO_HOST[door]
        elif sees:
            code = "opening_you_are_welcome"
        elif viewer.knocked:
            code = "opening_knocked"
        elif is_full and not viewer.may_come:
            code = "opening_full"
        else:
            code = _SAYS_OF_HOME[door]
    return Saying(code, {"space": space, "starts_at": LocalTime(starts_at, zone), "until": until})
