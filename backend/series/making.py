"""Making the dates of a series: all checked in one look, and written in a few statements.

Call these with the house locked; only `check_dates` with `settles=False` may do without.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.bookings import guard, occupying
from backend.bookings.asking import Question
from backend.bookings.errors import SpaceAlreadyBooked
from backend.bookings.guard import Granted, Wish
from backend.bookings.models import Booking
from backend.bookings.occupying import Hold, holds_changed
from backend.bookings.states import State as BookingState
from backend.bookings.suggestions import suggestions
from backend.kernel.facts import Fact
from backend.kernel.ids import new_id
from backend.kernel.periods import Period
from backend.kernel.recurrence import Occurrence
from backend.kernel.sayings import LocalTime
from backend.series.errors import NoDateIsFree, SeriesDatesNotFree
from backend.series.models import Series, SkippedDate
from backend.series.rules import Plan, Take
from backend.spaces.models import Space
from backend.waiting.service import SkippedDate as WaitedFor
from backend.waiting.service import join_lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one date: what it occupies, or the fact for which it cannot be had."""

    on: date
    period: Period
    result: Granted | Fact
    booking_id: UUID | None = None

    @property
    def granted(self) -> Granted | None:
        """Return what it occupies, None where it cannot be had."""
        return self.result if isinstance(self.result, Granted) else None

    @property
    def refused(self) -> Fact | None:
        """Return why it cannot be had, None where it can."""
        return self.result if isinstance(self.result, Fact) else None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of all dates, in order, and which spaces each of them occupies."""

    dates: Sequence[Outcome]
    occupies: Mapping[UUID, int]

    @property
    def granted(self) -> list[Outcome]:
        """Return those that can be had."""
        return [each for each in self.dates if each.granted is not None]

    @property
    def skipped(self) -> list[Outcome]:
        """Return those that cannot."""
        return [each for each in self.dates if each.granted is None]


def check_dates(
    session: Session,
    space: Space,
    plan: Plan,
    occurrences: Sequence[Occurrence],
    *,
    by: UUID,
    series_id: UUID,
    now: datetime,
    group_id: UUID | None = None,
    but_not: Collection[UUID] = (),
    settles: bool = True,
) -> Outcomes:
    """Say of each date whether it can be had; `but_not` are bookings it takes the place of."""
    wishes = [
        Wish(
            by=by,
            period=each.period,
            people=plan.people,
            alone=plan.alone,
            series_id=series_id,
            group_id=group_id,
        )
        for each in occurrences
    ]
    occupies, results = guard.check_wishes(
        session, space, wishes, now=now, but_not=but_not, settles=settles
    )
    paired = zip(occurrences, results, strict=True)
    return Outcomes([Outcome(each.date, each.period, result) for each, result in paired], occupies)


def check_taken(
    outcomes: Outcomes, take: Take, space: Space, *, by: UUID, people: int, now: datetime
) -> None:
    """Raise SeriesDatesNotFree or NoDateIsFree where that is not what the caller would take."""
    skipped = outcomes.skipped
    if not skipped or (take is Take.WHAT_IS_FREE and outcomes.granted):
        return
    first = skipped[0].period
    here_from = guard.room_here_from(skipped[0].refused, now) if skipped[0].refused else now
    refusal = SeriesDatesNotFree if outcomes.granted else NoDateIsFree
    fact = refusal(
        wanted=len(outcomes.dates),
        skipped=len(skipped),
        starts_at=LocalTime(first.start, space.zone),
        members={"dates": [_told(each, each.refused) for each in skipped if each.refused]},
    )
    # What else there is, is looked for once the lock is gone, for the first of them.
    fact.look_around = partial(
        suggestions,
        space_id=space.id,
        period=first,
        people=people,
        by=by,
        now=now,
        here_from=here_from,
    )
    raise fact


def write_dates(
    session: Session,
    series: Series,
    space: Space,
    outcomes: Outcomes,
    *,
    by: UUID | None,
    asked: Question | None,
    now: datetime,
    keeping: Mapping[date, Booking] | None = None,
) -> Outcomes:
    """Write the dates that can be had as bookings, and the others as skipped.

    `keeping` are bookings of the series that stay the same thing for the phone and get the time of
    their date. Returns the outcomes with the ids of the bookings.
    """
    kept = keeping or {}
    state = (BookingState.ASKED if asked else BookingState.CONFIRMED).value
    common = {
        "people": series.people,
        "alone": series.alone,
        "what_for": series.what_for,
        "shown_as": series.shown_as,
        "state": state,
        "answer_by": asked.answer_by if asked else None,
        "silence_means_yes": asked.silence_means_yes if asked else False,
    }
    numbers: dict[date, tuple[UUID, int]] = {}
    for each in outcomes.granted:
        if each.on in kept:
            booking = kept[each.on]
            changes = {**common, "starts_at": each.period.start, "ends_at": each.period.end}
            for name, value in changes.items():
                setattr(booking, name, value)
            booking.answered_by = None
            booking.version += 1
            numbers[each.on] = booking.id, booking.number
    occupying.let_go(session, [booking.id for booking in kept.values()])
    session.flush()
    rows = [
        {
            **common,
            "id": new_id(),
            "version": 1,
            "space_id": series.space_id,
            "booked_by": by,
            "group_id": series.group_id,
            "starts_at": each.period.start,
            "ends_at": each.period.end,
            "series_id": series.id,
            "series_on": each.on,
            "ended_words": "",
            "created_at": now,
        }
        for each in outcomes.granted
        if each.on not in kept
    ]
    if rows:
        made = insert(Booking).returning(Booking.series_on, Booking.id, Booking.number)
        for on, booking_id, number in session.execute(made, rows):
            assert on is not None, "every date of a series says which"
            numbers[on] = booking_id, number
    if numbers:
        held_until = None if asked is None or asked.silence_means_yes else asked.answer_by
        occupying.occupy_all(
            session,
            [
                Hold(
                    booking_id=numbers[each.on][0],
                    lane=numbers[each.on][1] if each.granted and each.granted.shares else None,
                    people=series.people,
                    period=each.granted.occupied if each.granted else each.period,
                    held_until=held_until,
                )
                for each in outcomes.granted
            ],
            outcomes.occupies,
        )
        if held_until is not None:
            # What silence may give back is for whoever waits, to know now.
            periods = [each.period for each in outcomes.granted]
            holds_changed.send(session, space=space, periods=periods, freed=True, now=now)
    _write_skipped(session, series.id, outcomes.skipped)
    _wait_for_skipped(session, series, space, outcomes.skipped, by=by, now=now)
    return replace(
        outcomes,
        dates=[
            replace(each, booking_id=numbers[each.on][0]) if each.on in numbers else each
            for each in outcomes.dates
        ],
    )


def _wait_for_skipped(
    session: Session,
    series: Series,
    space: Space,
    skipped: Sequence[Outcome],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    taken = [each for each in skipped if isinstance(each.result, SpaceAlreadyBooked)]
    if by is None or not series.waits_for_skipped or not taken:
        return
    join_lines(
        session,
        by=by,
        space=space,
        dates=[WaitedFor(each.on, each.period) for each in taken],
        people=series.people,
        alone=series.alone,
        series_id=series.id,
        now=now,
        what_for=series.what_for,
        shown_as=series.shown_as,
    )


def _write_skipped(session: Session, series_id: UUID, skipped: Sequence[Outcome]) -> None:
    rows = [
        {
            "series_id": series_id,
            "on": each.on,
            "starts_at": each.period.start,
            "ends_at": each.period.end,
            "code": each.refused.code,
        }
        for each in skipped
        if each.refused is not None
    ]
    if rows:
        session.execute(upsert(SkippedDate).on_conflict_do_nothing(), rows)


def _told(outcome: Outcome, refused: Fact) -> dict[str, object]:
    return {
        "on": outcome.on.isoformat(),
        "starts_at": outcome.period.start,
        "ends_at": outcome.period.end,
        "code": refused.code,
    }
