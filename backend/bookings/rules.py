"""What a booking must keep to, decided from facts alone: no session, no clock of its own.

`check_terms` and `check_open` raise one fact for each reason, with what would be allowed instead.
Bookings over midnight, over new year and over clock changes are like any other. Lengths are elapsed
minutes; steps are what the clock at the place shows.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.bookings.errors import (
    BookingInThePast,
    BookingOffStep,
    BookingTooFarAhead,
    BookingTooLong,
    BookingTooShort,
    BookingTooSoon,
    ClosedThen,
    KeptFreeOfSeries,
    TooManyPeople,
)
from backend.bookings.states import OVER, State
from backend.kernel.local_time import ONE_DAY, day_of, midnight_of
from backend.kernel.periods import Period, intersected, subtracted
from backend.kernel.sayings import LocalTime
from backend.kernel.steps import is_on_step, last_on_step, next_on_step
from backend.spaces.terms import Sharing, Terms

_INSTANT = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)


def occupied_period(period: Period, terms: Terms) -> Period:
    """Give the time that a booking takes from others: its own, and the buffers around it."""
    return Period(
        period.start - terms.buffer_before_minutes * _MINUTE,
        period.end + terms.buffer_after_minutes * _MINUTE,
    )


def bookable_stretches(
    open_: Iterable[Period], taken: Iterable[Period], terms: Terms
) -> list[Period]:
    """List where a booking may lie so that its buffers meet nothing that is taken.

    `taken` is occupied time, with the buffers of others already in it. Buffers may reach out of
    the opening hours: a room is swept after it closes.
    """
    return subtracted(open_, (kept_clear(each, terms) for each in taken))


def kept_clear(taken: Period, terms: Terms) -> Period:
    """Give the time in which no booking may lie, so that its buffers do not meet what is taken."""
    return Period(
        taken.start - terms.buffer_after_minutes * _MINUTE,
        taken.end + terms.buffer_before_minutes * _MINUTE,
    )


def earliest_start(terms: Terms, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the next start on the step that leaves the keepers their notice."""
    return next_on_step(now + terms.notice_minutes * _MINUTE, zone, terms.step_minutes)


def latest_start(terms: Terms, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the last start on the step within the horizon, late on its last local day."""
    return last_on_step(_horizon(terms, zone, now) - _INSTANT, zone, terms.step_minutes)


def _horizon(terms: Terms, zone: ZoneInfo, now: datetime) -> datetime:
    return midnight_of(day_of(now, zone) + (terms.horizon_days + 1) * ONE_DAY, zone)


def check_terms(
    period: Period, *, people: int, terms: Terms, zone: ZoneInfo, now: datetime
) -> None:
    """Raise the first reason for which the terms do not allow the booking.

    Raises BookingInThePast, BookingTooSoon, BookingTooFarAhead, BookingTooShort, BookingTooLong,
    BookingOffStep, TooManyPeople.
    """
    _check_start(period, terms, zone, now)
    _check_length(period, terms)
    _check_step(period, terms, zone, now)
    check_people(people, terms)


def check_people(people: int, terms: Terms) -> None:
    """Raise TooManyPeople where more come than the space holds."""
    if terms.capacity is not None and people > terms.capacity:
        raise TooManyPeople(at_most=terms.capacity)


def _check_start(period: Period, terms: Terms, zone: ZoneInfo, now: datetime) -> None:
    if period.start < now + terms.notice_minutes * _MINUTE:
        refusal = BookingInThePast if period.start < now else BookingTooSoon
        raise refusal(earliest_at=_local(earliest_start(terms, zone, now), zone))
    if period.start >= _horizon(terms, zone, now):
        raise BookingTooFarAhead(latest_at=_local(latest_start(terms, zone, now), zone))


def _check_length(period: Period, terms: Terms) -> None:
    if period.duration < terms.min_minutes * _MINUTE:
        raise BookingTooShort(at_least_minutes=terms.min_minutes)
    if period.duration > terms.max_minutes * _MINUTE:
        raise BookingTooLong(at_most_minutes=terms.max_minutes)


def _check_step(period: Period, terms: Terms, zone: ZoneInfo, now: datetime) -> None:
    if _fits_step(period, terms.step_minutes, zone):
        return
    nearest = _nearest_on_step(period, terms, zone, now)
    raise BookingOffStep(
        step_minutes=terms.step_minutes,
        starts_at=_local(nearest[0].start, zone),
        members={"nearest": _shown(nearest)},
    )


def _fits_step(period: Period, step: int, zone: ZoneInfo) -> bool:
    # Where clocks change by half an hour, a whole number of hours ends off the full hour, and
    # ending on it is not a whole number of hours. Either is good.
    return is_on_step(period.start, zone, step) and (
        period.duration % (step * _MINUTE) == timedelta(0) or is_on_step(period.end, zone, step)
    )


def _nearest_on_step(period: Period, terms: Terms, zone: ZoneInfo, now: datetime) -> list[Period]:
    step = terms.step_minutes
    length = length_allowed(period.duration, terms)
    later = next_on_step(period.start, zone, step)
    earlier = last_on_step(period.start, zone, step)
    starts = {later, earlier} if earlier >= earliest_start(terms, zone, now) else {later}
    nearest = sorted(starts, key=lambda start: (abs(start - period.start), start))
    return [Period(start, start + length) for start in nearest]


def check_open(period: Period, open_: Sequence[Period], zone: ZoneInfo) -> None:
    """Raise ClosedThen unless the space is open all through.

    `open_` is when it is open, disjoint, from the midnight before the booking to as far ahead as
    one wants to tell when it opens next.
    """
    if any(stretch.contains(period) for stretch in open_):
        return
    day = day_of(period.start, zone)
    day_ends_at = midnight_of(day + ONE_DAY, zone)
    day_begins_at = midnight_of(day, zone)
    opens = [each for each in open_ if each.end > day_begins_at and each.start < day_ends_at]
    opens = opens or [each for each in open_ if each.start >= period.start][:1]
    raise ClosedThen(
        opens_at=_local(opens[0].start, zone) if opens else None,
        closes_at=_local(opens[0].end, zone) if opens else None,
        members={"opens": _shown(opens)},
    )


def check_not_kept_free(period: Period, kept_free: Sequence[Period]) -> None:
    """Raise KeptFreeOfSeries where the period reaches into hours that are kept free of series."""
    if any(each.overlaps(period) for each in kept_free):
        raise KeptFreeOfSeries


def nearest_free(
    period: Period,
    free: Iterable[Period],
    terms: Terms,
    zone: ZoneInfo,
    *,
    now: datetime,
    limit: int = 3,
) -> list[Period]:
    """List the times of the same length nearest to what was asked that the terms allow.

    `free` is where a booking may lie (`bookable_stretches`). Nearest first, of two equally near
    the earlier. What is listed does not overlap: three times are three different choices.
    """
    length, step = period.duration, terms.step_minutes
    soonest, horizon = now + terms.notice_minutes * _MINUTE, _horizon(terms, zone, now)
    if soonest >= horizon:
        return []
    reach = Period(soonest, horizon + length - _INSTANT)
    candidates: list[datetime] = []
    for stretch in intersected(free, [reach]):
        first, last = stretch.start, stretch.end - length
        if last < first:
            continue
        at = min(max(period.start, first), last)
        later, earlier = next_on_step(at, zone, step), last_on_step(at, zone, step)
        for _ in range(limit):
            if later <= last:
                candidates.append(later)
                later = next_on_step(later + length, zone, step)
            if earlier >= first:
                candidates.append(earlier)
                earlier = last_on_step(earlier - length, zone, step)
    candidates.sort(key=lambda start: (abs(start - period.start), start))
    chosen: list[Period] = []
    for start in candidates:
        if len(chosen) == limit:
            break
        choice = Period(start, start + length)
        if _fits_step(choice, step, zone) and not any(choice.overlaps(each) for each in chosen):
            chosen.append(choice)
    return chosen


def length_allowed(length: timedelta, terms: Terms) -> timedelta:
    """Give the length nearest to what was asked that the terms allow, in whole steps."""
    step = terms.step_minutes
    fewest, most = -(-terms.min_minutes // step), terms.max_minutes // step
    return max(min(round(length / (step * _MINUTE)), most), fewest) * step * _MINUTE


def shorter_free(
    period: Period, free: Iterable[Period], terms: Terms, zone: ZoneInfo, *, now: datetime
) -> list[Period]:
    """List what the terms allow of the time that was asked, with its start or its end; long first.

    `free` is where a booking may lie (`bookable_stretches`).
    """
    step = terms.step_minutes
    soonest, horizon = now + terms.notice_minutes * _MINUTE, _horizon(terms, zone, now)
    longest = terms.max_minutes * _MINUTE
    found: list[Period] = []
    for start, end in intersected(free, [period]):
        starts, ends = start, end
        if start == period.start:
            ends = last_on_step(min(end, start + longest), zone, step)
        elif end == period.end:
            starts = next_on_step(max(start, end - longest), zone, step)
        else:
            continue
        if not (soonest <= starts < horizon and ends - starts >= terms.min_minutes * _MINUTE):
            continue
        choice = Period(starts, ends)
        if choice != period and _fits_step(choice, step, zone):
            found.append(choice)
    return sorted(found, key=lambda each: (-each.duration, each.start))


def shares(terms: Terms, *, alone: bool) -> bool:
    """Answer whether a booking leaves room for others in the space."""
    return terms.sharing is Sharing.SHARED and not alone


def may_do(
    state: State,
    *,
    is_mine: bool,
    keeps: bool,
    asked_if_there: bool = False,
    can_undo: bool = False,
) -> list[str]:
    """List what somebody may do with a booking in this state; the words are those of the paths.

    `asked_if_there` says that somebody stands in the empty room and waits for an answer, `can_undo`
    that they called it off themselves a moment ago.
    """
    if state is State.CANCELLED and can_undo:
        return ["undo"]
    if not (is_mine or keeps) or state in OVER:
        return []
    can = ["answer"] if keeps and state is State.ASKED else []
    if is_mine and state is State.RUNNING and asked_if_there:
        can.append("here")
    if is_mine:
        can += ["edit"] if state is State.RUNNING else ["edit", "move"]
    elif state is not State.RUNNING:
        can.append("taking-back")
    return [*can, "cancellation"]


def _local(instant: datetime, zone: ZoneInfo) -> LocalTime:
    return LocalTime(at=instant, zone=zone.key)


def _shown(periods: Iterable[Period]) -> list[dict[str, datetime]]:
    return [{"starts_at": each.start, "ends_at": each.end} for each in periods]
