"""Making the dates of openings ahead, and holding the space for them. The house is locked.

Nobody extends by hand and no job has to run: whoever writes about a house, or looks for openings,
makes what is due. However many dates there are, the number of queries is the same.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.orm import Session

from backend.bookings import guard, occupying, rules
from backend.bookings.errors import SpaceAlreadyBooked
from backend.bookings.occupying import Around, Hold, Taken
from backend.kernel import recurrence
from backend.kernel.facts import Fact
from backend.kernel.ids import new_id
from backend.kernel.local_time import ONE_DAY, day_of, instant_of, midnight_of, zone_named
from backend.kernel.periods import Period
from backend.kernel.recurrence import Occurrence
from backend.openings.models import Opener, Opening, OpeningDate
from backend.openings.rules import first_wall
from backend.openings.states import Part, Written, given_up_at
from backend.spaces.models import Occupancy, Space, SpaceKind
from backend.spaces.terms import Sharing

AHEAD = timedelta(weeks=8)
"""How far ahead the dates of an opening are made."""
DUE_WITHIN = timedelta(weeks=4)
"""Dates are made anew when fewer than these are left."""
MOST_AHEAD = timedelta(days=366)
"""Further ahead an opening keeps no booking away."""


class Made(NamedTuple):
    """A date, and whether the space could be had for it."""

    on: date
    period: Period
    fits: bool


@guard.before_a_wish.connect
def make_before_a_wish(session: Session, *, space: Space, now: datetime) -> None:
    """Make the dates of a house's openings as far ahead as anybody could wish to book there."""
    longest = timedelta(minutes=space.terms.max_minutes) + 2 * ONE_DAY
    reach = min(space.terms.horizon_days * ONE_DAY + longest, MOST_AHEAD)
    make_dates_of_houses(session, [space.root_id], through=(now + reach).date(), now=now)


# Written once, for it is asked before every booking.
_DUE = (
    select(Opening, Space)
    .join(Space, Space.id == Opening.space_id)
    .where(
        Space.root_id.in_(bindparam("root_ids", expanding=True)),
        Space.retired_at.is_(None),
        Opening.ended_at.is_(None),
        Opening.rrule != "",
        Opening.made_through < bindparam("through"),
    )
    .order_by(Opening.created_at, Opening.id)
)


def make_dates_of_houses(
    session: Session, root_ids: Collection[UUID], *, through: date, now: datetime
) -> None:
    """Make what is due of all openings in these houses, who began first before who came later."""
    due = session.execute(_DUE, {"root_ids": list(root_ids), "through": through}).all()
    if not due:
        return
    for opening, space in due:
        try:
            occurrences = dates_ahead(opening, space, through=through, now=now)
        except Fact:
            # A zone that is gone, or a rule understood no longer: the dates made so far stand.
            continue
        make_dates(session, opening, space, occurrences, now=now)
        opening.made_through = through
    session.flush()


def dates_ahead(
    opening: Opening, space: Space, *, through: date, now: datetime
) -> list[Occurrence]:
    """List the dates of an opening that are not made yet and not over, through a local date.

    Raises the facts of `kernel.recurrence.dates` and UnknownZone.
    """
    zone = zone_named(space.zone)
    length = timedelta(minutes=opening.minutes)
    first = first_wall(opening.first_on, opening.opens)
    if not opening.rrule:
        start = instant_of(first, zone)
        only = Occurrence(opening.first_on, Period(start, start + length))
        return [only] if only.period.end > now else []
    made_until = midnight_of(opening.made_through + ONE_DAY, zone)
    found = recurrence.dates(
        opening.rrule,
        first,
        length,
        zone,
        until=midnight_of(through + ONE_DAY, zone),
        until_stopped=True,
        after=max(now, made_until - length),
    )
    return [each for each in found if each.date > opening.made_through]


def make_dates(
    session: Session,
    opening: Opening,
    space: Space,
    occurrences: Sequence[Occurrence],
    *,
    now: datetime,
    refuse: bool = False,
) -> list[Made]:
    """Write dates and hold the space for those that can be. Six queries, however many dates.

    A date that is written already stays as it is. A date at which a booking has the space is
    written as taken; where none of them can be and `refuse`, SpaceAlreadyBooked is raised.
    """
    known = set(session.scalars(select(OpeningDate.on).where(OpeningDate.opening_id == opening.id)))
    new = [each for each in occurrences if each.date not in known]
    if not new:
        return []
    around = _look(session, opening, space, [each.period for each in new], now=now)
    made = [
        Made(each.date, each.period, _fits(opening, space, around.taken, each.period))
        for each in new
    ]
    if refuse and not any(each.fits for each in made):
        raise SpaceAlreadyBooked(space_id=space.id)
    rows = session.execute(
        insert(OpeningDate).returning(
            OpeningDate.id, OpeningDate.number, OpeningDate.on, sort_by_parameter_order=True
        ),
        [
            {
                "id": new_id(),
                "opening_id": opening.id,
                "on": each.on,
                "starts_at": each.period.start,
                "ends_at": each.period.end,
                "state": (Written.PLANNED if each.fits else Written.TAKEN).value,
                "words": "",
            }
            for each in made
        ],
    ).all()
    if opening.standing_opener_id is not None and not is_home(space):
        session.execute(
            insert_once(Opener).on_conflict_do_nothing(),
            [
                {
                    "date_id": row.id,
                    "person_id": opening.standing_opener_id,
                    "part": Part.OPEN.value,
                    "since_at": now,
                }
                for row in rows
            ],
        )
    has_opener = is_home(space) or opening.standing_opener_id is not None
    _occupy(
        session,
        opening,
        space,
        around,
        [
            (row.id, row.number, each.period, has_opener)
            for row, each in zip(rows, made, strict=True)
            if each.fits
        ],
        now=now,
    )
    return made


def hold(
    session: Session,
    opening: Opening,
    space: Space,
    opening_date: OpeningDate,
    *,
    has_opener: bool,
    now: datetime,
) -> None:
    """Hold the space for one date anew, as it is written now; raise SpaceAlreadyBooked.

    A place that nobody opens is held only until it is shown as not opening.
    """
    occupying.let_go(session, [opening_date.id])
    period = Period(opening_date.starts_at, opening_date.ends_at)
    around = _look(session, opening, space, [period], now=now)
    if not _fits(opening, space, around.taken, period):
        raise SpaceAlreadyBooked(space_id=space.id)
    held = (opening_date.id, opening_date.number, period, has_opener)
    _occupy(session, opening, space, around, [held], now=now)


def count_places(session: Session, opening: Opening) -> None:
    """Write down in a shared space how many places the dates of an opening take now."""
    dates = select(OpeningDate.id).where(OpeningDate.opening_id == opening.id)
    session.execute(
        update(Occupancy)
        .where(Occupancy.booking_id.in_(dates))
        .values(people=opening.places or 0)
        .execution_options(synchronize_session=False)
    )


def is_home(space: Space) -> bool:
    """Answer whether a place is somebody's home."""
    return space.kind == SpaceKind.HOME


def due_before(now: datetime) -> date:
    """Give the date up to which the dates of an opening have to be made by now."""
    return (now + DUE_WITHIN).date()


def today_in(space: Space, now: datetime) -> date:
    """Give the date on the calendar of the place."""
    return day_of(now, zone_named(space.zone))


def _look(
    session: Session, opening: Opening, space: Space, periods: Iterable[Period], *, now: datetime
) -> Around:
    occupied = [rules.occupied_period(each, space.terms) for each in periods]
    span = Period(min(each.start for each in occupied), max(each.end for each in occupied))
    return occupying.look_at_house(session, space.id, span, now=now)


def _fits(opening: Opening, space: Space, taken: Iterable[Taken], period: Period) -> bool:
    """Answer whether an opening fits; in a shared space it takes as many places as it lets in."""
    occupied = rules.occupied_period(period, space.terms)
    return occupying.fits(
        [each for each in taken if each.period.overlaps(occupied)],
        people=opening.places or 0,
        capacity=space.capacity,
        shares=_shares(space),
    )


def _shares(space: Space) -> bool:
    return space.terms.sharing is Sharing.SHARED


def _occupy(
    session: Session,
    opening: Opening,
    space: Space,
    around: Around,
    dates: Iterable[tuple[UUID, int, Period, bool]],
    *,
    now: datetime,
) -> None:
    holds = []
    for date_id, number, period, has_opener in dates:
        held_until = None if has_opener else given_up_at(period.start)
        if held_until is None or held_until > now:
            holds.append(
                Hold(
                    date_id,
                    -number if _shares(space) else None,
                    opening.places or 0,
                    rules.occupied_period(period, space.terms),
                    held_until,
                )
            )
    if holds:
        occupying.occupy_all(session, holds, around.occupies)


def hold_no_longer_than(session: Session, date_id: UUID, starts_at: datetime) -> None:
    """Hold the space for a date that nobody opens until it is shown as not opening."""
    session.execute(
        update(Occupancy)
        .where(Occupancy.booking_id == date_id)
        .values(held_until=given_up_at(starts_at))
        .execution_options(synchronize_session=False)
    )
