"""What a wish to hold a space must pass, in one place for booking, moving and whatever comes.

Call these with the row of the house locked (`backend.spaces.locks.lock_house`). What is read is
read once for all wishes, in a constant number of queries; the checks themselves are in Python.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.bookings import occupying, rules
from backend.bookings.errors import FairUseReached, SpaceAlreadyBooked, SpaceCannotBeBooked
from backend.bookings.models import Booking
from backend.bookings.occupying import Around
from backend.bookings.sight import Sight, look
from backend.bookings.suggestions import suggestions
from backend.db.constraints import breaking
from backend.kernel.facts import Fact
from backend.kernel.local_time import zone_named
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime
from backend.kernel.signals import Signal
from backend.spaces.models import Space

breaking("bookings_do_not_overlap", SpaceAlreadyBooked)

before_a_wish = Signal(
    "Sent before a wish is checked, the session as its sender, with space and now, the house being "
    "locked. Receivers write what has an older claim, such as the next dates of running series."
)

offered_time_booked = Signal(
    "Sent when a time was booked that had been kept for the booker (`let_past`), the session as "
    "its sender, with booking and now. What had been kept is gone by then."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a space. `alone`: without others in it, where it is shared."""

    by: UUID
    period: Period
    people: int
    alone: bool
    series_id: UUID | None = None
    """The series it is a date of: hours kept free of series are not for it."""
    group_id: UUID | None = None
    """The group in whose name it is wished, for which it counts."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A wish that can be: what it occupies, and for how long with its buffers."""

    zone: ZoneInfo
    around: Around
    occupied: Period
    shares: bool
    gives_way: Collection[UUID] = ()
    """Holds that were kept for this booker, and make room for the booking."""


KeptFor = Callable[[Session, Space, Wish, Collection[UUID], datetime], Collection[UUID]]

_kept_for: list[KeptFor] = []


def let_past(kept_for: KeptFor) -> None:
    """Let a room above say which holds in the way of a wish are kept for this very booker.

    It is asked with the session, the space, the wish, what is in its way (as in
    `Occupancy.booking_id`) and now, only where something is.
    """
    _kept_for.append(kept_for)


def check_wish(
    session: Session, space: Space, wish: Wish, *, now: datetime, moving: Booking | None = None
) -> Granted:
    """Return what a wish would occupy; raise the first reason for which it cannot be.

    `moving` is the booking whose time is being changed: it is not in its own way. Raises
    SpaceCannotBeBooked, the facts of `rules.check_terms` and `rules.check_open`, FairUseReached and
    SpaceAlreadyBooked, each with suggestions of what else there is.
    """
    before_a_wish.send(session, space=space, now=now)
    but_not = [moving.id] if moving else []
    with suggesting(space.id, wish, now=now):
        _check_terms(space, wish, now)
        sight = _look(session, space, [wish], now=now, but_not=but_not)
        series_id = moving.series_id if moving else wish.series_id
        try:
            return _check_in_sight(sight, space, wish, now, counts_with=series_id)
        except SpaceAlreadyBooked:
            in_the_way = sight.in_the_way(rules.occupied_period(wish.period, sight.terms))
            ids = {each.booking_id for each in in_the_way}
            kept = {id_ for ask in _kept_for for id_ in ask(session, space, wish, ids, now)}
            if not kept:
                raise
        but_not += kept
        sight = _look(session, space, [wish], now=now, but_not=but_not)
        granted = _check_in_sight(sight, space, wish, now, counts_with=series_id)
        return replace(granted, gives_way=kept)


def check_wishes(
    session: Session,
    space: Space,
    wishes: Sequence[Wish],
    *,
    now: datetime,
    but_not: Collection[UUID] = (),
    settles: bool = True,
) -> tuple[dict[UUID, int], list[Granted | Fact]]:
    """Return what they would all occupy, and for each wish of one booker what it is or why not.

    Each wish that can be is in the way of those after it. `but_not` are bookings that give up their
    time for these. Without the lock, `settles` must be False. The facts are those of `check_wish`;
    UnknownZone and SpaceCannotBeBooked are raised, for they hold for all.
    """
    if space.retired_at is not None:
        raise SpaceCannotBeBooked(name=space.name)
    zone_named(space.zone)
    results: list[Granted | Fact] = []
    possible: list[Wish] = []
    for wish in wishes:
        try:
            _check_terms(space, wish, now)
            possible.append(wish)
        except Fact:
            continue
    if possible:
        sight = _look(session, space, possible, now=now, but_not=but_not, settles=settles)
    for wish in wishes:
        try:
            _check_terms(space, wish, now)
            granted = _check_in_sight(sight, space, wish, now, counts_with=wish.series_id)
            sight.take(granted.occupied, wish.period, wish.people, granted.shares, wish.series_id)
            results.append(granted)
        except Fact as refusal:
            results.append(refusal)
    return (sight.occupies if possible else {}), results


def _look(
    session: Session,
    space: Space,
    wishes: Sequence[Wish],
    *,
    now: datetime,
    but_not: Collection[UUID],
    settles: bool = True,
) -> Sight:
    """Look at a space for wishes that are all of one booker."""
    return look(
        session,
        space,
        [each.period for each in wishes],
        by=wishes[0].by,
        group_id=wishes[0].group_id,
        now=now,
        but_not=but_not,
        settles=settles,
    )


@contextmanager
def suggesting(space_id: UUID, wish: Wish, *, now: datetime) -> Iterator[None]:
    """Let every refusal look around for what else there is, once the lock is gone."""
    try:
        yield
    except Fact as refusal:
        refusal.look_around = partial(
            suggestions,
            space_id=space_id,
            period=wish.period,
            people=wish.people,
            by=wish.by,
            now=now,
            here_from=room_here_from(refusal, now),
        )
        raise


def room_here_from(refusal: Fact, now: datetime) -> datetime | None:
    """Say from when on somebody may have the space at all; None where no time of it would do."""
    if not isinstance(refusal, FairUseReached):
        return now
    again = refusal.params["again_at"]
    if refusal.params["limit"] == "most_open" or not isinstance(again, LocalTime):
        return None
    return again.at


def _check_terms(space: Space, wish: Wish, now: datetime) -> None:
    if space.retired_at is not None:
        raise SpaceCannotBeBooked(name=space.name)
    zone = zone_named(space.zone)
    rules.check_terms(wish.period, people=wish.people, terms=space.terms, zone=zone, now=now)


def _check_in_sight(
    sight: Sight, space: Space, wish: Wish, now: datetime, *, counts_with: UUID | None
) -> Granted:
    rules.check_open(wish.period, sight.opens_from(wish.period), sight.zone)
    if wish.series_id is not None:
        rules.check_not_kept_free(wish.period, sight.kept_free_in(wish.period))
    sight.check_use(wish.period, now=now, series_id=counts_with)
    shares = rules.shares(sight.terms, alone=wish.alone)
    occupied = rules.occupied_period(wish.period, sight.terms)
    taken = sight.in_the_way(occupied)
    if not occupying.fits(taken, people=wish.people, capacity=space.capacity, shares=shares):
        raise SpaceAlreadyBooked(space_id=space.id)
    return Granted(sight.zone, Around(sight.occupies, taken), occupied, shares)
