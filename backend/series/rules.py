"""What a series asks for: its dates, how far ahead they are made, and who may do what with it.

Pure: no session, no clock of its own.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from backend.kernel.local_time import ONE_DAY, day_of, midnight_of
from backend.kernel.recurrence import MOST_DAYS, Occurrence, RuleHasNoDates, dates
from backend.kernel.rrule import MOST_DATES, rule_of
from backend.series.errors import RuleHasAnEnd
from backend.series.states import GOES_ON, State

LOOKED_AT_EVERY = timedelta(days=365)
LOOKED_AT_AHEAD = timedelta(days=30)
"""How long before a running series goes on for another year its keepers are told."""

_COUNT = re.compile(r"COUNT=\d+", re.IGNORECASE)


class Take(StrEnum):
    """What to do where some dates cannot be had."""

    ALL_OR_NOTHING = "all_or_nothing"
    WHAT_IS_FREE = "what_is_free"


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants again and again. `first` is a wall time; `duration` is elapsed time."""

    rrule: str
    first: datetime
    duration: timedelta
    people: int = 1
    alone: bool = False
    left_out: Collection[date] = frozenset()
    moved: Mapping[date, datetime] = field(default_factory=dict)
    until_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """The dates of a plan, and through which local date its rule was followed for them."""

    dates: list[Occurrence]
    made_through: date


def last_day(now: datetime, zone: ZoneInfo, horizon_days: int) -> date:
    """Return the last local date on which a booking may begin."""
    return day_of(now, zone) + horizon_days * ONE_DAY


def planned(
    plan: Plan, zone: ZoneInfo, *, now: datetime, horizon_days: int, after: date | None = None
) -> Planned:
    """Return the dates to ask for: all of a rule that ends, else those that may be booked now.

    With `after`, only later dates; there may be none. Raises the facts of `recurrence.dates` and
    RuleHasAnEnd.
    """
    horizon = last_day(now, zone, horizon_days)
    if plan.until_stopped:
        if not rule_of(plan.rrule).is_endless:
            raise RuleHasAnEnd
        until = midnight_of(horizon + ONE_DAY, zone)
    else:
        # What lies beyond the horizon is named too, and refused for that reason.
        until = now + MOST_DAYS * ONE_DAY
    found = dates(
        plan.rrule,
        plan.first,
        plan.duration,
        zone,
        left_out=plan.left_out,
        moved=plan.moved,
        until=until,
        until_stopped=plan.until_stopped,
        after=None if after is None else midnight_of(after + ONE_DAY, zone),
    )
    if after is not None:
        # An evening over midnight began on the date before, and was made then.
        found = [each for each in found if each.date > after]
    if plan.until_stopped and len(found) + len(plan.left_out) < MOST_DATES:
        return Planned(found, horizon)
    return Planned(found, found[-1].date if found else horizon)


def from_on(plan: Plan, zone: ZoneInfo, first_on: date, *, now: datetime) -> Plan:
    """Return the plan as it goes on from its first date on or after `first_on`.

    A rule that counts has so many dates fewer. Raises RuleHasNoDates where none is left.
    """
    until = now + MOST_DAYS * ONE_DAY
    all_of_it = replace(plan, left_out=(), moved={})
    found = dates(
        plan.rrule,
        plan.first,
        plan.duration,
        zone,
        until=until,
        until_stopped=True,
        after=midnight_of(first_on, zone) if rule_of(plan.rrule).count is None else None,
    )
    rest = [each for each in found if each.date >= first_on]
    if not rest:
        raise RuleHasNoDates
    return replace(
        all_of_it,
        rrule=_COUNT.sub(f"COUNT={len(rest)}", plan.rrule),
        first=datetime.combine(rest[0].date, plan.first.time()),
        left_out=[each for each in plan.left_out if each >= first_on],
        moved={on: wall for on, wall in plan.moved.items() if on >= first_on},
    )


def may_do(
    state: State, *, is_mine: bool, keeps: bool, renew_by: datetime | None, now: datetime
) -> list[str]:
    """List what somebody may do with a series; the words are those of the paths."""
    if state not in GOES_ON or not (is_mine or keeps):
        return []
    can = ["answer"] if keeps and not is_mine and state is State.ASKED else []
    if is_mine:
        can.append("change")
    if keeps and renew_by is not None and now >= renew_by - LOOKED_AT_AHEAD:
        can.append("renewal")
    return [*can, "cancellation"]
