"""Reads a repeating rule: the part of RFC 5545 (section 3.3.10) that people use.

`FREQ` of days, weeks, months or years, with `INTERVAL`, `COUNT` or `UNTIL`, `BYDAY`, `BYMONTHDAY`,
`BYMONTH`, `BYSETPOS` and `WKST`. Everything else is refused in words.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from backend.kernel.facts import Fact, Kind

LONGEST_RULE = 500
MOST_DATES = 366

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class RuleTooLong(Fact):
    """The rule is longer than `at_most` characters."""

    kind = Kind.UNPROCESSABLE


class RuleNotUnderstood(Fact):
    """The rule is not RFC 5545, or more of it than is understood here; `part` is where."""

    kind = Kind.UNPROCESSABLE


class RuleTooFine(Fact):
    """The rule repeats within a day; a series has one time a day at most."""

    kind = Kind.UNPROCESSABLE


class TooManyDates(Fact):
    """The rule has more than `at_most` dates."""

    kind = Kind.UNPROCESSABLE


class Frequency(StrEnum):
    """How often a rule looks for dates."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class Weekday(NamedTuple):
    """Hold one BYDAY: `weekday` 0 is Monday; `nth` 0 is every one, negative counts from the end."""

    nth: int
    weekday: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold a rule as read; `until` is a local date, a local time or an instant, inclusive."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    weekdays: tuple[Weekday, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_starts: int = 0

    @property
    def is_endless(self) -> bool:
        """Answer whether the rule itself never ends."""
        return self.count is None and self.until is None


@lru_cache(maxsize=1024)
def rule_of(text: str) -> Rule:
    """Read a rule, with or without ``RRULE:`` before it.

    Raises RuleTooLong, RuleNotUnderstood, RuleTooFine, TooManyDates.
    """
    if len(text) > LONGEST_RULE:
        raise RuleTooLong(at_most=LONGEST_RULE)
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, _, value = part.partition("=")
        if not value or name in parts:
            raise _not_understood(part)
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise RuleTooFine
    if frequency not in set(Frequency):
        raise _not_understood(f"FREQ={frequency}")
    rule = _rule_of_parts(Frequency(frequency), parts)
    _check_sense(rule)
    return rule


def _rule_of_parts(frequency: Frequency, parts: dict[str, str]) -> Rule:
    read = dict(parts)
    interval = _numbers(read.pop("INTERVAL", "1"), 1, 999)
    count = _numbers(read.pop("COUNT", "1"), 1, 9999)
    if len(interval) > 1 or len(count) > 1:
        raise _not_understood("INTERVAL" if len(interval) > 1 else "COUNT")
    until = read.pop("UNTIL", None)
    week_starts = read.pop("WKST", "MO")
    if week_starts not in _WEEKDAYS:
        raise _not_understood(f"WKST={week_starts}")
    rule = Rule(
        frequency,
        interval=interval[0],
        count=count[0] if "COUNT" in parts else None,
        until=None if until is None else _until(until),
        weekdays=_weekdays(read.pop("BYDAY", "")),
        month_days=_numbers(read.pop("BYMONTHDAY", ""), 1, 31, negative=True),
        months=_numbers(read.pop("BYMONTH", ""), 1, 12),
        positions=_numbers(read.pop("BYSETPOS", ""), 1, 366, negative=True),
        week_starts=_WEEKDAYS.index(week_starts),
    )
    if read:
        raise _not_understood(next(iter(read)))
    return rule


def _check_sense(rule: Rule) -> None:
    within = rule.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
    if not within and any(day.nth for day in rule.weekdays):
        raise _not_understood("BYDAY")
    if rule.frequency is Frequency.WEEKLY and rule.month_days:
        raise _not_understood("BYMONTHDAY")
    if rule.count is not None and rule.until is not None:
        raise _not_understood("COUNT;UNTIL")
    if rule.count is not None and rule.count > MOST_DATES:
        raise TooManyDates(at_most=MOST_DATES)


def _not_understood(part: str) -> RuleNotUnderstood:
    return RuleNotUnderstood(part=part[:40])


def _numbers(text: str, least: int, most: int, *, negative: bool = False) -> tuple[int, ...]:
    if not text:
        return ()
    found: set[int] = set()
    for word in text.split(","):
        if not re.fullmatch(r"[+-]?[0-9]{1,4}", word):
            raise _not_understood(word)
        number = int(word)
        if not least <= (abs(number) if negative else number) <= most:
            raise _not_understood(word)
        found.add(number)
    return tuple(sorted(found))


def _weekdays(text: str) -> tuple[Weekday, ...]:
    found: set[Weekday] = set()
    for word in text.split(",") if text else ():
        matched = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", word)
        nth = int(matched[1] or 0) if matched else 0
        if matched is None or abs(nth) > 53 or (matched[1] and not nth):
            raise _not_understood(word)
        found.add(Weekday(nth, _WEEKDAYS.index(matched[2])))
    return tuple(sorted(found))


def _until(text: str) -> date | datetime:
    if not re.fullmatch(r"[0-9]{8}(T[0-9]{6}Z?)?", text):
        raise _not_understood(f"UNTIL={text}")
    try:
        if len(text) == 8:
            return date.fromisoformat(text)
        # Without a Z it is a time on the wall, and stays without a zone.
        wall = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        raise _not_understood(f"UNTIL={text}") from None
    return wall.replace(tzinfo=UTC) if text.endswith("Z") else wall
