"""Changing a series: what follows from a date on is given back and booked anew, in one step.

The dates before stay as they are, and so does the series: one thing for the phone, for fair use and
for whoever waits. Who changes one date alone moves or edits that booking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.bookings import occupying, rules, sight
from backend.bookings import states as booking_states
from backend.bookings.ending import end_bookings
from backend.bookings.errors import SpaceAlreadyBooked
from backend.bookings.models import Booking
from backend.bookings.occupying import holds_changed
from backend.bookings.states import State as BookingState
from backend.kernel.facts import check_version
from backend.kernel.local_time import zone_named
from backend.kernel.periods import Period
from backend.kernel.recurrence import RuleHasNoDates
from backend.series.errors import ChangeStartsTooEarly, SeriesCannotBecome, SeriesNotYours
from backend.series.extending import extend_running_series
from backend.series.making import Outcome, Outcomes, check_dates, check_taken, write_dates
from backend.series.models import Series
from backend.series.rules import Plan, Take, from_on, planned
from backend.series.service import ask_once
from backend.series.states import GOES_ON, state_at
from backend.series.stored import (
    dates_to_come,
    forget_skipped,
    has_booked,
    keep_plan,
    lock_series,
    plan_of,
)
from backend.spaces.models import Occupancy, Space
from backend.spaces.terms import Sharing
from backend.waiting.service import leave_lines

_STILL = (BookingState.ASKED, BookingState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be otherwise; None stays as it is. `starts_at` is a wall time."""

    starts_at: datetime | None = None
    duration: timedelta | None = None
    rrule: str | None = None
    left_out: Sequence[date] | None = None
    moved: Mapping[date, datetime] | None = None
    people: int | None = None
    what_for: str | None = None
    shown_as: str | None = None

    @property
    def moves(self) -> bool:
        """Answer whether any date gets another time, so that all are looked at anew."""
        times = (self.starts_at, self.duration, self.rrule, self.left_out, self.moved)
        return any(each is not None for each in times)


def change_series(
    session: Session,
    series_id: UUID,
    change: Change,
    *,
    by: UUID,
    now: datetime,
    first_on: date | None = None,
    take: Take = Take.ALL_OR_NOTHING,
    if_version: int | None = None,
) -> tuple[Series, Outcomes]:
    """Change all dates that have not begun, or those from `first_on` on; only who booked it may.

    Where the times change, keepers who are asked first are asked again, and dates that were called
    off or answered with no stay so. With WHAT_IS_FREE, a date whose new time is taken is given
    back. Raises SeriesNotFound, SeriesNotYours, ChangedMeanwhile, SeriesCannotBecome,
    ChangeStartsTooEarly, and what `book_series` raises; when refused, all stands as it was.
    """
    series, space, _ = lock_series(session, series_id, by=by, now=now)
    if not has_booked(session, series, by):
        raise SeriesNotYours
    check_version(series.version, if_version)
    state = state_at(series.facts, now)
    if state not in GOES_ON:
        raise SeriesCannotBecome(state=state.value, wanted="changed")
    extend_running_series(session, [space.id], now=now)
    to_come = dates_to_come(session, series.id, now=now, from_on=first_on)
    held = [each for each in to_come if booking_states.state_at(each.facts, now) in _STILL]
    if change.what_for is not None:
        series.what_for = change.what_for
    if change.shown_as is not None:
        series.shown_as = change.shown_as
    if change.moves:
        outcomes = _move(session, series, space, change, held, first_on, take=take, by=by, now=now)
    else:
        outcomes = _edit(session, series, space, change, held, by=by, now=now)
    series.version += 1
    session.flush()
    return series, outcomes


def _move(
    session: Session,
    series: Series,
    space: Space,
    change: Change,
    held: Sequence[Booking],
    first_on: date | None,
    *,
    take: Take,
    by: UUID,
    now: datetime,
) -> Outcomes:
    zone = zone_named(space.zone)
    begins_on = first_on or min(
        (each.series_on for each in held if each.series_on), default=series.first.date()
    )
    plan = _plan(plan_of(series), change, begins_on, space, now=now)
    if plan.first.date() < begins_on:
        if first_on is not None:
            raise ChangeStartsTooEarly(from_on=first_on.isoformat())
        begins_on = plan.first.date()
    found = planned(plan, zone, now=now, horizon_days=space.horizon_days)
    ids = [each.id for each in held]
    # What was called off, answered with no, or moved to a time that has begun, is not made anew.
    settled = select(Booking.series_on).where(
        Booking.series_id == series.id, Booking.series_on >= begins_on, Booking.id.not_in(ids)
    )
    over = set(session.scalars(settled))
    wanted = [each for each in found.dates if each.date not in over]
    if not wanted:
        raise RuleHasNoDates
    outcomes = check_dates(
        session,
        space,
        plan,
        wanted,
        by=by,
        series_id=series.id,
        group_id=series.group_id,
        now=now,
        but_not=ids,
    )
    check_taken(outcomes, take, space, by=by, people=plan.people, now=now)
    keep_plan(series, plan)
    series.made_through = found.made_through
    granted = {each.on: each for each in outcomes.granted}
    by_date = {each.series_on: each for each in held}
    keeping = {on: by_date[on] for on in granted if on in by_date}
    _give_back(
        session, [each for each in held if each.series_on not in granted], space, granted, by, now
    )
    asked = ask_once(session, series, space, zone, outcomes, by=by, now=now)
    forget_skipped(session, series.id, begins_on)
    leave_lines(session, space, series_id=series.id, now=now, from_on=begins_on)
    before = [Period(each.starts_at, each.ends_at) for each in keeping.values()]
    outcomes = write_dates(
        session,
        series,
        space,
        outcomes,
        by=by,
        asked=asked,
        now=now,
        keeping=keeping,
    )
    if before:
        holds_changed.send(session, space=space, periods=before, freed=True, now=now)
    return outcomes


def _plan(plan: Plan, change: Change, begins_on: date, space: Space, *, now: datetime) -> Plan:
    """Return the plan as it is to go on."""
    zone = zone_named(space.zone)
    if change.rrule is None or change.starts_at is None:
        # The phase of "every other Thursday" and what is left of "ten times" come from before.
        before = from_on(plan, zone, begins_on, now=now)
    else:
        before = replace(plan, left_out=(), moved={})
    first = before.first if change.starts_at is None else change.starts_at
    moves_away = change.starts_at is not None or change.rrule is not None
    return replace(
        before,
        rrule=change.rrule or before.rrule,
        first=first,
        duration=change.duration or plan.duration,
        people=change.people or plan.people,
        left_out=before.left_out if change.left_out is None else frozenset(change.left_out),
        moved=({} if moves_away else before.moved) if change.moved is None else change.moved,
    )


def _give_back(
    session: Session,
    gone: Sequence[Booking],
    space: Space,
    granted: Mapping[date, Outcome],
    by: UUID,
    now: datetime,
) -> None:
    """Call off the dates that there are no more, and let nobody else have what the others need."""
    needed = [each.granted.occupied for each in granted.values() if each.granted]
    terms = space.terms
    occupying.let_go(
        session,
        [
            each.id
            for each in gone
            if any(
                rules.occupied_period(Period(each.starts_at, each.ends_at), terms).overlaps(time)
                for time in needed
            )
        ],
    )
    end_bookings(session, gone, space, BookingState.CANCELLED, by=by, now=now)


def _edit(
    session: Session,
    series: Series,
    space: Space,
    change: Change,
    held: Sequence[Booking],
    *,
    by: UUID,
    now: datetime,
) -> Outcomes:
    """Change how many come and what is said; the times stay, and so does what was answered."""
    fewer: list[Booking] = []
    if change.people is not None and held:
        _check_people(session, space, change.people, held, by=by, now=now)
        fewer = [each for each in held if change.people < each.people]
        series.people = change.people
        session.execute(
            update(Occupancy)
            .where(Occupancy.booking_id.in_([each.id for each in held]))
            .values(people=change.people)
            .execution_options(synchronize_session=False)
        )
    for booking in held:
        booking.people = change.people or booking.people
        booking.what_for = series.what_for if change.what_for is not None else booking.what_for
        booking.shown_as = series.shown_as if change.shown_as is not None else booking.shown_as
        booking.version += 1
    session.flush()
    if fewer and space.terms.sharing is Sharing.SHARED:
        freed = [Period(each.starts_at, each.ends_at) for each in fewer]
        holds_changed.send(session, space=space, periods=freed, freed=True, now=now)
    return Outcomes([], {})


def _check_people(
    session: Session,
    space: Space,
    people: int,
    held: Sequence[Booking],
    *,
    by: UUID,
    now: datetime,
) -> None:
    terms = space.terms
    rules.check_people(people, terms)
    ids = [each.id for each in held]
    periods = [Period(each.starts_at, each.ends_at) for each in held]
    seen = sight.look(session, space, periods, by=by, now=now, but_not=ids)
    for booking, period in zip(held, periods, strict=True):
        taken = seen.in_the_way(rules.occupied_period(period, terms))
        shares = rules.shares(terms, alone=booking.alone)
        if shares and not occupying.fits(
            taken, people=people, capacity=space.capacity, shares=True
        ):
            raise SpaceAlreadyBooked(space_id=space.id)
