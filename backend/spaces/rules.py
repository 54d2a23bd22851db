"""What a kind of space fills in, who may do what with a space, and what it says of itself.

Pure decisions: no database and no HTTP.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from backend.kernel.sayings import LocalTime, Next, Saying
from backend.spaces.errors import SharedNeedsACapacity, TermsDoNotFit
from backend.spaces.hours import DAY, Minutes, weekly_minutes
from backend.spaces.models import SpaceKind
from backend.spaces.terms import Confirms, Sharing, Silence, Terms

MOST_SPACES_KEPT = 200
FORGOTTEN_NAME = "…"
"""What a home is called once its keeper has left."""
MOST_KEEPERS = 20
MOST_IN_A_HOUSE = 200
DEEPEST = 4
"""How many levels a house may have, itself counted."""
MOST_CLOSURES = 100
MOST_EXCEPTIONS = 400
MOST_THINGS = 50
EXCEPTIONS_AHEAD = timedelta(days=800)

STEPS = (5, 10, 15, 20, 30, 60, 90, 120, 180, 240, 360, 720, 1440)
"""Minutes; each divides the day, so that every day begins on a step."""

_INSTANT = Terms(
    min_minutes=60,
    max_minutes=480,
    step_minutes=30,
    notice_minutes=60,
    horizon_days=90,
    buffer_before_minutes=0,
    buffer_after_minutes=0,
    capacity=None,
    sharing=Sharing.EXCLUSIVE,
    confirms=Confirms.INSTANT,
)


@dataclass(frozen=True, slots=True)
class Defaults:
    """Hold what a kind of space fills in where its lister said nothing."""

    terms: Terms
    opening_hours: tuple[Minutes, ...]


def _daily(opens: int, closes: int, *, days: int = 7) -> tuple[Minutes, ...]:
    return tuple(weekly_minutes([(day, opens * 60, closes * 60) for day in range(days)]))


DEFAULTS: Mapping[SpaceKind, Defaults] = {
    # Whoever opens their home is asked, a day before at least, and has time to tidy up.
    SpaceKind.HOME: Defaults(
        replace(
            _INSTANT,
            capacity=6,
            max_minutes=240,
            notice_minutes=DAY,
            horizon_days=30,
            buffer_after_minutes=30,
            confirms=Confirms.ASK,
            silence_means=Silence.NO,
        ),
        _daily(10, 21),
    ),
    SpaceKind.LIVING_ROOM: Defaults(
        replace(_INSTANT, capacity=12, max_minutes=240), _daily(10, 21)
    ),
    SpaceKind.HALL: Defaults(
        replace(_INSTANT, capacity=60, max_minutes=720, horizon_days=180), _daily(8, 22)
    ),
    SpaceKind.ROOM: Defaults(replace(_INSTANT, capacity=12), _daily(8, 22)),
    # Pots want washing before the next cook comes.
    SpaceKind.KITCHEN: Defaults(
        replace(_INSTANT, capacity=8, max_minutes=360, buffer_after_minutes=30), _daily(8, 21)
    ),
    SpaceKind.GARDEN: Defaults(
        replace(_INSTANT, capacity=20, min_minutes=30, max_minutes=360, notice_minutes=0),
        _daily(8, 21),
    ),
    # Machines are loud: not at night, and not on Sundays.
    SpaceKind.WORKSHOP: Defaults(replace(_INSTANT, capacity=8), _daily(9, 19, days=6)),
    SpaceKind.STUDIO: Defaults(replace(_INSTANT, capacity=10), _daily(9, 21)),
    SpaceKind.OUTDOORS: Defaults(
        replace(_INSTANT, min_minutes=30, max_minutes=720, notice_minutes=0), _daily(0, 24)
    ),
    SpaceKind.OTHER: Defaults(replace(_INSTANT, capacity=10), _daily(9, 20)),
}


def terms_with(terms: Terms, changes: Mapping[str, Any]) -> Terms:
    """Return the terms with some of them changed; raise where no booking could meet them.

    Raises TermsDoNotFit and SharedNeedsACapacity.
    """
    changed = replace(terms, **changes)
    longest_needed = max(changed.min_minutes, changed.step_minutes)
    if changed.max_minutes < longest_needed:
        raise TermsDoNotFit(max_minutes=changed.max_minutes, at_least_minutes=longest_needed)
    if changed.sharing is Sharing.SHARED and changed.capacity is None:
        raise SharedNeedsACapacity
    return changed


def terms_for(kind: SpaceKind, given: Mapping[str, Any]) -> Terms:
    """Return what the lister said of the terms, and the kind's own where they said nothing.

    Somebody who says only "at least two hours" or "up to one" moves the other end along.
    """
    terms = DEFAULTS[kind].terms
    changes = dict(given)
    shortest = max(
        changes.get("min_minutes", terms.min_minutes),
        changes.get("step_minutes", terms.step_minutes),
    )
    if "max_minutes" not in changes:
        changes["max_minutes"] = max(terms.max_minutes, shortest)
    elif "min_minutes" not in changes:
        changes["min_minutes"] = min(terms.min_minutes, changes["max_minutes"])
        if "step_minutes" not in changes and changes["max_minutes"] < terms.step_minutes:
            changes["step_minutes"] = max(
                (step for step in STEPS if step <= changes["max_minutes"]), default=STEPS[0]
            )
    return terms_with(terms, changes)


def may_do(
    *,
    keeps: bool,
    retired: bool,
    keepers: int,
    rooms: int,
    holds_key: bool = True,
    may_change: bool = True,
    of_group: bool = False,
) -> list[str]:
    """List what a person may do with a space: everybody may book, keepers care for it.

    ``keepers`` and ``rooms`` are how many keep it and how many spaces are inside. Some keep it
    without a key, for a group; not all of them may change how it is shared.
    """
    can: list[str] = []
    if not retired:
        can.append("book")
    if keeps and not retired:
        if may_change:
            can += ["edit", "close"]
            if keepers < MOST_KEEPERS:
                can.append("add_keeper")
        if holds_key:
            can.append("hand_over")
        if (may_change and keepers > 1) or (of_group and keepers):
            can.append("thank_off_keeper")
        # What a group keeps, its members decide to give up.
        if not rooms and not of_group:
            can.append("retire")
    return can


def find_next(*, is_open: bool, changes_at: datetime | None, confirms: Confirms) -> Next | None:
    """Say what the clock will make of a space; None where nothing for two weeks.

    Of a home that wants asking nothing is said: its hours are for asking, and its door is shut.
    """
    if changes_at is None or confirms is Confirms.ASK:
        return None
    return Next(at=changes_at, becomes="closed" if is_open else "open")


def says_of(
    *,
    is_open: bool,
    changes_at: datetime | None,
    zone: str,
    retired_at: datetime | None,
    confirms: Confirms,
    keeps: bool = False,
) -> Saying:
    """Return the one sentence in which a space says how it is."""
    if retired_at is not None:
        return Saying("space_retired_since", {"retired_at": LocalTime(retired_at, zone)})
    if confirms is Confirms.ASK:
        return Saying("space_asks_you" if keeps else "space_wants_asking")
    if changes_at is None:
        return Saying("space_open_for_now" if is_open else "space_closed_for_now")
    at = LocalTime(changes_at, zone)
    if is_open:
        return Saying("space_open_until", {"closes_at": at})
    return Saying("space_closed_until", {"opens_at": at})
