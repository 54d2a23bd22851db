"""When a promise is about, how long each of its states stands, and what of a post it takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kernel.answering import time_to_answer
from backend.kernel.local_time import ONE_DAY, midnight_of, zone_named
from backend.posts.models import Post
from backend.posts.seen import PostRow
from backend.posts.states import Way
from backend.promises.errors import (
    DatesNeeded,
    DueTooEarly,
    NotLent,
    NotThoseDates,
    TimeNotPossible,
)
from backend.promises.models import Promise
from backend.promises.states import (
    BY_THE_CLOCK,
    LATE_WITHIN,
    TO_AGREE,
    TO_CLAIM,
    TO_OFFER,
    WITHOUT_A_TIME,
    PromiseState,
    holds,
)

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when something is held that nothing frees by itself."""

MOST_ASKED = 3
"""How often one asks for the same, or answers it, where it is declined or one takes it back."""
ASKED_WITHIN = timedelta(days=30)

Window = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one promise takes of a post as long as it holds."""

    id: UUID
    state: PromiseState
    quantity: int
    on_dates: tuple[date, ...]
    stands_until: datetime | None


def check_dates(post: Post, on_dates: Iterable[date], *, now: datetime) -> tuple[date, ...]:
    """Return the dates in order and each once; raise ``DatesNeeded`` or ``NotThoseDates``."""
    wanted = tuple(sorted(set(on_dates)))
    if post.on_dates and not wanted:
        raise DatesNeeded(members={"dates": [each.isoformat() for each in post.on_dates]})
    zone = zone_named(post.zone)
    wrong = [
        each
        for each in wanted
        if each not in post.on_dates or midnight_of(each + ONE_DAY, zone) <= now
    ]
    if wrong:
        raise NotThoseDates(members={"dates": [each.isoformat() for each in wrong]})
    return wanted


def check_time(
    post: Post, starts_at: datetime | None, ends_at: datetime | None, *, now: datetime
) -> None:
    """Raise ``TimeNotPossible`` unless there is no time, or one ahead within that of the post."""
    if starts_at is None and ends_at is None:
        return
    if starts_at is None or ends_at is None or not now <= starts_at < ends_at:
        raise TimeNotPossible
    too_early = post.starts_at is not None and starts_at < post.starts_at
    if too_early or (post.ends_at is not None and ends_at > post.ends_at):
        raise TimeNotPossible


def check_due(way: Way, due_at: datetime | None, starts_at: datetime | None, now: datetime) -> None:
    """Raise ``NotLent`` or ``DueTooEarly`` unless something lent may be due then."""
    if due_at is None:
        return
    if way is not Way.LEND:
        raise NotLent
    if due_at <= max(now, starts_at or now):
        raise DueTooEarly


def begins_at(promise: Promise, post: Post) -> datetime | None:
    """Return when it is to be done or handed over, None where no time was agreed on."""
    if promise.starts_at is not None:
        return promise.starts_at
    if promise.on_dates:
        return midnight_of(min(promise.on_dates), zone_named(post.zone))
    return promise.due_at or promise.ends_at


def missed_from(promise: Promise, post: Post) -> datetime:
    """Return from when on an agreed promise can have been missed.

    Where no time was agreed on, the other side has a day at least.
    """
    begins = begins_at(promise, post)
    if begins is not None:
        return begins
    assert promise.agreed_at is not None, "only what was agreed is claimed"
    return promise.agreed_at + ONE_DAY


def time_of(post: Post, starts_at: datetime | None, ends_at: datetime | None) -> Window:
    """Return the time that is agreed on where one was named, or the post has one.

    Of a post that leaves more than a day there is only the end.
    """
    if starts_at is not None or post.starts_at is None or post.ends_at is None or post.on_dates:
        return starts_at, ends_at
    if post.ends_at - post.starts_at > ONE_DAY:
        return None, post.ends_at
    return post.starts_at, post.ends_at


def stands_until(promise: Promise, post: Post) -> datetime:
    """Return until when the clock lets stand what nobody has yet said how it went.

    Worked out anew whenever the post changes; it follows from what is written down alone.
    """
    state = PromiseState(promise.state)
    if state is PromiseState.AGREED:
        assert promise.agreed_at is not None
        return max(_over_at(promise, post), promise.agreed_at) + TO_CLAIM
    assert post.open_until is not None
    if state is PromiseState.ANSWERED:
        return min(_own_end(promise, post) or post.open_until, post.open_until)
    asked_at = promise.asked_at if state is PromiseState.ASKED else promise.offered_at
    assert asked_at is not None
    if state is PromiseState.ASKED and post.scarce:
        # It goes from one to the next in order, so nobody's place may run out on the way.
        return min(_about_at(promise, post, asked_at), post.open_until)
    usual = TO_OFFER if state is PromiseState.ASKED else TO_AGREE
    zone = zone_named(post.zone)
    until = time_to_answer(asked_at, _about_at(promise, post, asked_at), zone, usual).until
    return min(until, post.open_until)


def falls_at(promise: Promise, post: Post) -> datetime:
    """Return where a promise stands among others, in order of time."""
    begins = begins_at(promise, post)
    if begins is not None:
        return begins
    if promise.agreed_at is not None:
        return promise.agreed_at + WITHOUT_A_TIME
    return promise.stands_until or promise.asked_at


def due_of(promise: Promise, post: Post, due_at: datetime | None) -> datetime | None:
    """Return when what is lent is to be back: as it was said, else after the post's usual days."""
    if Way(promise.way) is not Way.LEND:
        return None
    if due_at is not None or post.lend_days is None:
        return due_at
    assert promise.agreed_at is not None
    return (promise.starts_at or promise.agreed_at) + timedelta(days=post.lend_days)


def is_late(promise: Promise, post: Post, *, by_counterpart: bool, now: datetime) -> bool:
    """Answer whether giving back an agreed promise now is late.

    It is not for whoever answered a post whose terms were changed after that.
    """
    if by_counterpart and promise.agreed_terms != post.terms_version:
        return False
    begins = begins_at(promise, post)
    return begins is not None and now > begins - LATE_WITHIN


def held_of(post: Post, holdings: Iterable[Holding]) -> int:
    """Return how much of a post is held."""
    return sum(each.quantity for each in holdings if _holds(post, each.state))


def held_dates(post: Post, holdings: Iterable[Holding]) -> set[date]:
    """Return the dates of a post that somebody has."""
    return {on for each in holdings if _holds(post, each.state) for on in each.on_dates}


def full_until(post: Post, holdings: Iterable[Holding]) -> datetime | None:
    """Return until when all of it is held if nobody does anything; None where some is left."""
    holdings = [each for each in holdings if _holds(post, each.state)]
    if sum(each.quantity for each in holdings) < post.quantity:
        return None
    return min((_held_until(post, each) for each in holdings), default=FOR_GOOD)


def is_all_kept(post: Post, holdings: Iterable[Holding]) -> bool:
    """Answer whether all of it was kept, and is gone with that."""
    kept = [each for each in holdings if each.state is PromiseState.KEPT]
    return _holds(post, PromiseState.KEPT) and sum(each.quantity for each in kept) >= post.quantity


def _holds(post: Post, state: PromiseState) -> bool:
    assert post.way is not None
    return holds(state, Way(post.way), standing=post.standing)


def _held_until(post: Post, holding: Holding) -> datetime:
    if holding.stands_until is None or _holds(post, BY_THE_CLOCK[holding.state]):
        return FOR_GOOD
    return holding.stands_until


def needed_at(post: Post | PostRow, after: datetime) -> datetime:
    """Return the first instant after another at which what is posted is of use."""
    assert post.open_until is not None
    dates = _edge_after(post.on_dates, zone_named(post.zone), after)
    if dates is not None:
        return dates
    for instant in (post.starts_at, post.ends_at):
        if instant is not None and instant > after:
            return instant
    return max(post.open_until, after)


def _about_at(promise: Promise, post: Post, asked_at: datetime) -> datetime:
    """Return the first instant after the question at which its answer is of use."""
    if promise.starts_at is not None and promise.starts_at > asked_at:
        return promise.starts_at
    dates = _edge_after(promise.on_dates, zone_named(post.zone), asked_at)
    return needed_at(post, asked_at) if dates is None else dates


def _edge_after(dates: Iterable[date], zone: ZoneInfo, after: datetime) -> datetime | None:
    """Return when the first of some dates begins or ends after an instant, None if none does."""
    edges = sorted({edge for on in dates for edge in (on, on + ONE_DAY)})
    midnights = (midnight_of(edge, zone) for edge in edges)
    return next((each for each in midnights if each > after), None)


def _over_at(promise: Promise, post: Post) -> datetime:
    if promise.due_at is not None:
        return promise.due_at
    own_end = _own_end(promise, post)
    if own_end is not None:
        return own_end
    assert promise.agreed_at is not None
    return promise.agreed_at + WITHOUT_A_TIME


def _own_end(promise: Promise, post: Post) -> datetime | None:
    """Return when the hours or the last of the dates of a promise are over, None for any time."""
    if promise.ends_at is not None:
        return promise.ends_at
    if promise.on_dates:
        return midnight_of(max(promise.on_dates) + ONE_DAY, zone_named(post.zone))
    return None
