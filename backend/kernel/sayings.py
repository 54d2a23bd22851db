"""What a thing says of itself, as a code and parameters; `backend.web.words` makes sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class LocalTime:
    """An instant as the people at a place would say it. ``zone`` is an IANA name."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A local date as people would say it, where the time of day means nothing."""

    on: date
    with_year: bool = False
    """Whether it may be so far away that the year must be said."""


def end_as_said(at: datetime, zone: str, *, with_year: bool = False) -> LocalTime | LocalDay:
    """Return an end as people would say it: at midnight it is the day before that ends."""
    local = at.astimezone(ZoneInfo(zone))
    if local.time() == time():
        return LocalDay(local.date() - timedelta(days=1), with_year)
    return LocalTime(at, zone)


@dataclass(frozen=True, slots=True)
class Saying:
    """One plain sentence, not yet in anybody's language."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Next:
    """What time alone will make of a thing: at ``at`` it becomes ``becomes``."""

    at: datetime
    becomes: str
