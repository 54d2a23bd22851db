"""What there is to know about a space for the time that somebody looks at, read once.

Three queries, for one wish as for the 366 of a series. Call with the house locked, unless nothing
is to be settled.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from backend.bookings import occupying, rules
from backend.bookings.errors import FairUseReached
from backend.bookings.fair_use import Use, check_fair_use
from backend.bookings.models import Booking
from backend.bookings.occupying import Taken
from backend.bookings.states import MAY_HOLD, TO_SAY_WE_ARE_HERE
from backend.kernel.ids import new_id
from backend.kernel.local_time import ONE_DAY, day_of, midnight_of, zone_named
from backend.kernel.periods import Period
from backend.spaces.free_times import timetable_columns, timetable_of, timetable_span
from backend.spaces.hours import open_periods
from backend.spaces.models import Space
from backend.spaces.terms import FairUse, Terms

LOOKS_AHEAD = timedelta(days=14)
"""How far ahead a refusal looks for when the space opens next."""

_start = attrgetter("start")
_end = attrgetter("end")


class Sight:
    """When a space is open and held, and what one booker has of it, for a stretch of time."""

    def __init__(
        self,
        terms: Terms,
        zone: ZoneInfo,
        *,
        opens: list[Period],
        kept_free: list[Period],
        uses: list[Use],
        occupies: dict[UUID, int],
        taken: Sequence[Taken],
    ) -> None:
        self.terms = terms
        self.zone = zone
        self.opens = opens
        self._kept_free = kept_free
        self.uses = uses
        self.occupies = occupies
        self._taken = sorted(taken, key=_taken_from)
        self._longest = max((each.period.duration for each in taken), default=timedelta(0))
        self._full: tuple[datetime, datetime, FairUseReached] | None = None

    def opens_from(self, period: Period) -> list[Period]:
        """Return when the space is open from the day of the period on, two weeks at least."""
        begins_at = midnight_of(day_of(period.start, self.zone), self.zone)
        until = max(begins_at + LOOKS_AHEAD, period.end + ONE_DAY)
        first = bisect_right(self.opens, begins_at, key=_end)
        return self.opens[first : bisect_left(self.opens, until, key=_start)]

    def kept_free_in(self, period: Period) -> list[Period]:
        """Return what is kept free of series around the period."""
        first = bisect_right(self._kept_free, period.start, key=_end)
        return self._kept_free[first : bisect_left(self._kept_free, period.end, key=_start)]

    def in_the_way(self, period: Period) -> list[Taken]:
        """Return what is held in the period."""
        first = bisect_left(self._taken, period.start - self._longest, key=_taken_from)
        last = bisect_left(self._taken, period.end, key=_taken_from)
        return [each for each in self._taken[first:last] if each.period.overlaps(period)]

    def check_use(self, period: Period, *, now: datetime, series_id: UUID | None) -> None:
        """Raise FairUseReached where the booker has as much of the space as one may have."""
        limits = self.terms.fair_use
        if limits == FairUse(days=limits.days):
            return
        if self._full is not None and self._full[0] <= period.start < self._full[1]:
            # Until there is room again, every date as long is refused for the same reason.
            raise self._full[2].with_traceback(None)
        try:
            check_fair_use(period, self.uses, limits, self.zone, now=now, series_id=series_id)
        except FairUseReached as reached:
            again = reached.params["again_at"]
            if again is not None and reached.params["days"] is not None:
                self._full = period.start, again.at, reached  # type: ignore[attr-defined]
            raise

    def take(
        self, occupied: Period, period: Period, people: int, shared: bool, series_id: UUID | None
    ) -> None:
        """Count a wish that was granted among what is held and used."""
        held = Taken(next(iter(self.occupies)), new_id(), occupied, people, shared)
        insort(self._taken, held, key=_taken_from)
        self._longest = max(self._longest, occupied.duration)
        self.uses.append(Use(period, series_id))


@cache
def _timetable() -> Select[Any]:
    return select(*timetable_columns()).where(Space.id == bindparam("space_id"))


def look(
    session: Session,
    space: Space,
    periods: Sequence[Period],
    *,
    by: UUID,
    now: datetime,
    group_id: UUID | None = None,
    but_not: Collection[UUID] = (),
    settles: bool = True,
) -> Sight:
    """Look at a space for all of the periods at once; `but_not` are bookings to look past.

    What was used is that of the group where one is given, and else of the person alone.
    """
    booker = uses_of(by, group_id)
    zone = zone_named(space.zone)
    terms = space.terms
    starts = min(each.start for each in periods)
    ends = max(each.end for each in periods)
    begins_at = midnight_of(day_of(starts, zone), zone)
    last_day = midnight_of(day_of(max(each.start for each in periods), zone), zone)
    window = Period(begins_at, max(last_day + LOOKS_AHEAD, ends + ONE_DAY))
    timetable = session.execute(
        _timetable(), {"space_id": space.id} | timetable_span([window])
    ).one()
    kept_free = [(each.lower, each.upper) for each in space.free_of_series]
    around = occupying.look_at_house(
        session,
        space.id,
        rules.occupied_period(Period(starts, ends), terms),
        now=now,
        but_not=but_not,
        settles=settles,
    )
    return Sight(
        terms,
        zone,
        opens=timetable_of(*timetable).open_within(window),
        kept_free=open_periods(kept_free, {}, zone, window) if kept_free else [],
        uses=_uses(session, space, Period(starts, ends), booker, now=now, but_not=but_not),
        occupies=around.occupies,
        taken=around.taken,
    )


def uses_of(by: UUID, group_id: UUID | None) -> ColumnElement[bool]:
    """Return the clause for what one booker has: a group, or a person for themselves."""
    if group_id is not None:
        return Booking.group_id == group_id
    return and_(Booking.booked_by == by, Booking.group_id.is_(None))


def _uses(
    session: Session,
    space: Space,
    span: Period,
    booker: ColumnElement[bool],
    *,
    now: datetime,
    but_not: Collection[UUID],
) -> list[Use]:
    """Return what the booker has of the space around the time and ahead, where that is limited."""
    limits = space.terms.fair_use
    if limits == FairUse(days=limits.days):
        return []
    reach = timedelta(days=limits.days)
    query = select(Booking.starts_at, Booking.ends_at, Booking.series_id).where(
        booker,
        Booking.space_id == space.id,
        Booking.state.in_(MAY_HOLD),
        or_(Booking.answer_by.is_(None), Booking.answer_by > now, Booking.silence_means_yes),
        or_(
            Booking.asked_if_there_at.is_(None),
            Booking.asked_if_there_at > now - TO_SAY_WE_ARE_HERE,
        ),
        or_(Booking.starts_at.between(span.start - reach, span.end + reach), Booking.ends_at > now),
    )
    if but_not:
        query = query.where(Booking.id.not_in(but_not))
    return [Use(Period(start, end), series) for start, end, series in session.execute(query)]


def _taken_from(taken: Taken) -> datetime:
    return taken.period.start
