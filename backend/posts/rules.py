"""What a post may say, when it runs out, and what is left of it. Pure: no session, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.kernel.local_time import ONE_DAY, day_of, midnight_of, zone_named
from backend.kernel.recurrence import MOST_DAYS, RuleHasNoDates, dates
from backend.kernel.rrule import rule_of
from backend.posts.errors import (
    EndsBeforeItStarts,
    ItsTimeIsOver,
    NotForThisKind,
    TooFarAhead,
    UrgentOrStanding,
)
from backend.posts.states import (
    CAN_BE_RENEWED_FOR,
    SHOWN,
    PostFacts,
    PostKind,
    PostState,
    Way,
    lives_for,
    over_at,
    state_at,
)

FURTHEST = timedelta(days=366)
"""How far ahead anything may be wanted or to be had."""
MOST_POSTS = 100
"""Drafts and open posts of one person."""

NOT_OF_HELLOS = frozenset(
    {
        "way",
        "category",
        "quantity",
        "starts_at",
        "ends_at",
        "repeats",
        "on_dates",
        "lend_days",
        "urgent",
        "standing",
        "quiet",
        "scarce",
    }
)
TERMS = frozenset(
    {
        "title",
        "words",
        "latitude",
        "longitude",
        "cell",
        "starts_at",
        "ends_at",
        "rrule",
        "first",
        "duration_minutes",
        "on_dates",
        "quantity",
        "lend_days",
    }
)
"""What somebody may have relied on who asked or promised."""


@dataclass(frozen=True, slots=True)
class When:
    """When something is wanted or to be had; any time where nothing is said.

    ``first`` is a wall time; the dates are local ones.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    rrule: str | None = None
    first: datetime | None = None
    duration_minutes: int | None = None
    on_dates: tuple[date, ...] = ()


def when_of(post: Any) -> When:
    """Return when a post, an entity or a row, is wanted or to be had."""
    return When(
        post.starts_at,
        post.ends_at,
        post.rrule,
        post.first,
        post.duration_minutes,
        tuple(post.on_dates),
    )


def when_with(when: When, given: Mapping[str, Any]) -> When:
    """Return the time with some of it changed. One way of saying it takes the place of another.

    ``given`` may hold ``starts_at``, ``ends_at``, ``repeats`` and ``on_dates``, None or empty to
    take them away.
    """
    if given.get("on_dates"):
        return When(on_dates=tuple(sorted(given["on_dates"])))
    if given.get("repeats"):
        each = given["repeats"]
        return When(
            rrule=each["rrule"], first=each["starts_at"], duration_minutes=each["duration_minutes"]
        )
    window = {name: given[name] for name in ("starts_at", "ends_at") if name in given}
    if any(window.values()):
        return When(**{"starts_at": when.starts_at, "ends_at": when.ends_at, **window})
    dates_left = () if "on_dates" in given else when.on_dates
    repeats = (None, None, None)
    if "repeats" not in given:
        repeats = (when.rrule, when.first, when.duration_minutes)  # type: ignore[assignment]
    return When(
        window.get("starts_at", when.starts_at),
        window.get("ends_at", when.ends_at),
        *repeats,
        on_dates=dates_left,
    )


def ends_at_of(when: When, zone: ZoneInfo) -> datetime | None:
    """Return when its time is over: after the window, the last date or the last repetition.

    None for what may be at any time, and for what repeats without an end. Raises the facts of
    ``recurrence.dates``.
    """
    if when.rrule is not None and when.first is not None and when.duration_minutes is not None:
        duration = timedelta(minutes=when.duration_minutes)
        # From long before the first date on: what counts are all dates of the rule.
        until = midnight_of(when.first.date(), zone) + MOST_DAYS * ONE_DAY
        found = dates(when.rrule, when.first, duration, zone, until=until, until_stopped=True)
        return None if rule_of(when.rrule).is_endless else found[-1].period.end
    if when.on_dates:
        return midnight_of(max(when.on_dates) + ONE_DAY, zone)
    return when.ends_at


def check_when(when: When, zone: ZoneInfo, now: datetime, *, known: Collection[date] = ()) -> None:
    """Refuse a time that ends before it begins, is over, or is further ahead than anybody plans.

    Of the dates that are ``known`` already, some may be past. Raises EndsBeforeItStarts,
    ItsTimeIsOver, TooFarAhead, and the facts of ``recurrence.dates``.
    """
    today = day_of(now, zone)
    days = [*when.on_dates, *([when.first.date()] if when.first else [])]
    instants = [each for each in (when.starts_at, when.ends_at) if each is not None]
    if any(each > today + FURTHEST for each in days) or any(
        each > now + FURTHEST for each in instants
    ):
        raise TooFarAhead(at_most_days=FURTHEST.days)
    if when.starts_at and when.ends_at and when.ends_at <= when.starts_at:
        raise EndsBeforeItStarts
    if any(each < today and each not in known for each in when.on_dates):
        raise ItsTimeIsOver
    ends_at = ends_at_of(when, zone)
    if ends_at is not None and ends_at <= now:
        raise ItsTimeIsOver
    if when.rrule is not None and when.first is not None and when.duration_minutes is not None:
        duration = timedelta(minutes=when.duration_minutes)
        ahead = dates(
            when.rrule,
            when.first,
            duration,
            zone,
            until=now + MOST_DAYS * ONE_DAY,
            until_stopped=True,
            after=now,
        )
        if not ahead:
            raise RuleHasNoDates


def check_fits_kind(kind: PostKind, way: Way | None, said: Mapping[str, Any]) -> None:
    """Refuse what a post of this kind does not have. ``said`` holds what was given, by field.

    Raises NotForThisKind and UrgentOrStanding.
    """
    meant = {name for name, value in said.items() if value not in (None, False, (), [])}
    wrong: Collection[str] = ()
    if kind is PostKind.HELLO:
        wrong = meant & NOT_OF_HELLOS
    else:
        wrong = meant & {"answered_by_word"}
        if kind is not PostKind.NEED:
            wrong |= meant & {"quiet"}
        if kind is not PostKind.OFFER:
            wrong |= meant & {"scarce"}
        if way is not Way.LEND:
            wrong |= meant & {"lend_days"}
    if wrong:
        raise NotForThisKind(what=min(wrong), kind=kind.value)
    if {"urgent", "standing"} <= meant:
        raise UrgentOrStanding


def runs_out_at(
    kind: PostKind, *, urgent: bool, standing: bool, ends_at: datetime | None, now: datetime
) -> datetime:
    """Return when a post runs out that is opened or renewed now: never after its own time."""
    lives_until = now + lives_for(kind, urgent=urgent, standing=standing)
    return lives_until if ends_at is None else min(lives_until, ends_at)


def can_be_renewed(facts: PostFacts, when: When, zone: str, now: datetime) -> bool:
    """Answer whether a tap gives a post more time: it is open, or has run out not long ago.

    What has a time of its own is over with it.
    """
    state, ended_at = state_at(facts, now), over_at(facts)
    if ended_at is None or state not in {*SHOWN, PostState.EXPIRED}:
        return False
    if state is PostState.EXPIRED and (
        facts.written is not PostState.OPEN or now >= ended_at + CAN_BE_RENEWED_FOR
    ):
        return False
    ends_at = ends_at_of(when, zone_named(zone))
    return ends_at is None or (ended_at < ends_at and now < ends_at)


def left_of(quantity: int, held: int, *, is_full: bool) -> int:
    """Return how much is left by the clock.

    ``held`` is as of the last time somebody wrote: where all was held then and is not any more, at
    least one has come free.
    """
    if is_full:
        return 0
    return max(quantity - held, 1)
