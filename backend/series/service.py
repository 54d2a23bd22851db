"""Booking a series, and looking at one before: each verb is a list of checks under the lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings import asking
from backend.bookings.guard import room_here_from
from backend.bookings.suggestions import suggestions
from backend.groups.acting import forget_hands
from backend.groups.belonging import check_belongs
from backend.groups.holding import hold_group
from backend.groups.powers import Act
from backend.kernel.ids import new_id
from backend.kernel.local_time import wall_of, zone_named
from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, tell
from backend.people.service import hold_person
from backend.series.extending import extend_running_series
from backend.series.making import Outcomes, check_dates, check_taken, write_dates
from backend.series.models import Series
from backend.series.rules import LOOKED_AT_EVERY, Plan, Take, planned
from backend.series.states import Written
from backend.series.stored import keep_plan
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keeping import keepers_of, offer_hand
from backend.spaces.locks import lock_house
from backend.spaces.models import Space
from backend.spaces.queries import visible_spaces

SUGGESTS_FOR = 3
"""For so many of the dates that cannot be had it is looked for what else there is."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of a series, and whether the keepers would be asked."""

    zone: str
    outcomes: Outcomes
    asks: bool
    suggestions: Sequence[Sequence[Any]]
    """For the first few dates that cannot be had, in their order."""


def preview_series(
    session: Session,
    space_id: UUID,
    plan: Plan,
    *,
    by: UUID,
    now: datetime,
    group_id: UUID | None = None,
) -> Preview:
    """Say what would become of each date of a series, and write nothing.

    Raises SpaceNotFound, GroupNotFound, NotAMember, SpaceCannotBeBooked, UnknownZone and what
    `rules.planned` raises.
    """
    if group_id is not None:
        check_belongs(session, group_id, by=by)
    space = session.get(Space, _seen(session, space_id, by))
    if space is None:
        raise SpaceNotFound
    zone = zone_named(space.zone)
    found = planned(plan, zone, now=now, horizon_days=space.horizon_days)
    outcomes = check_dates(
        session,
        space,
        plan,
        found.dates,
        by=by,
        series_id=new_id(),
        group_id=group_id,
        now=now,
        settles=False,
    )
    return Preview(
        zone=space.zone,
        outcomes=outcomes,
        asks=asking.must_ask(session, space, by, now=now, group_id=group_id),
        suggestions=[
            cast(
                Sequence[Any],
                suggestions(
                    session.connection(),
                    space_id=space_id,
                    period=each.period,
                    people=plan.people,
                    by=by,
                    now=now,
                    here_from=room_here_from(each.refused, now),
                )["suggestions"],
            )
            for each in outcomes.skipped[:SUGGESTS_FOR]
            if each.refused is not None
        ],
    )


def book_series(
    session: Session,
    space_id: UUID,
    plan: Plan,
    *,
    by: UUID,
    now: datetime,
    take: Take = Take.ALL_OR_NOTHING,
    what_for: str = "",
    shown_as: str = "",
    waits_for_skipped: bool = False,
    series_id: UUID | None = None,
    group_id: UUID | None = None,
) -> tuple[Series, Outcomes]:
    """Book every date of a series, or what is free of it; the keepers are asked one question.

    With `waits_for_skipped`, the booker comes into line for each date that somebody else has.
    Booked for a group, it counts for the group, and every member may act on it. Raises
    SeriesDatesNotFree, NoDateIsFree and what `preview_series` raises.
    """
    if group_id is not None:
        hold_person(session, by)
        hold_group(session, group_id, by=by)
    space = lock_house(session, _seen(session, space_id, by))
    zone = zone_named(space.zone)
    extend_running_series(session, [space.id], now=now)
    found = planned(plan, zone, now=now, horizon_days=space.horizon_days)
    series = Series(
        id=series_id or new_id(),
        version=1,
        space_id=space.id,
        booked_by=by,
        group_id=group_id,
        what_for=what_for,
        shown_as=shown_as,
        waits_for_skipped=waits_for_skipped,
        made_through=found.made_through,
        renew_by=now + LOOKED_AT_EVERY if plan.until_stopped else None,
        created_at=now,
    )
    keep_plan(series, plan)
    outcomes = check_dates(
        session,
        space,
        plan,
        found.dates,
        by=by,
        series_id=series.id,
        group_id=group_id,
        now=now,
    )
    check_taken(outcomes, take, space, by=by, people=plan.people, now=now)
    asked = ask_once(session, series, space, zone, outcomes, by=by, now=now)
    session.add(series)
    session.flush()
    outcomes = write_dates(session, series, space, outcomes, by=by, asked=asked, now=now)
    return series, outcomes


def ask_once(
    session: Session,
    series: Series,
    space: Space,
    zone: ZoneInfo,
    outcomes: Outcomes,
    *,
    by: UUID,
    now: datetime,
) -> asking.Question | None:
    """Ask the keepers for all dates at once, by the first of them, where they are to be asked."""
    dates = outcomes.granted
    first = min(each.period.start for each in dates)
    asked = asking.question_for(session, space, by, first, zone, now=now, group_id=series.group_id)
    series.state = (Written.ASKED if asked else Written.STANDING).value
    series.answer_by = asked.answer_by if asked else None
    series.silence_means_yes = asked.silence_means_yes if asked else False
    series.answered_by = None
    if space.group_id is not None:
        # Who lent a hand to it, did so for other dates.
        forget_hands(session, [series.id])
    if asked:
        keepers = keepers_of(session, space.id, now=now)
        # One of them who asks the others has lent a hand by that.
        offer_hand(session, space, Act.CONFIRM, series.id, by=by, now=now)
        tell(
            session,
            [each for each in keepers if each != by],
            "series_asked",
            about=About("series", series.id),
            now=now,
            space=space.name,
            space_id=space.id,
            dates=len(dates),
            starts_at=LocalTime(first, space.zone),
            answer_by=LocalTime(asked.answer_by, space.zone),
        )
    return asked


def local_start(session: Session, space_id: UUID, starts_at: datetime, *, by: UUID) -> datetime:
    """Return a wall time as it is, and an instant as the clock at the space shows it.

    Raises SpaceNotFound and UnknownZone.
    """
    if starts_at.tzinfo is None:
        return starts_at
    zone = session.scalar(select(Space.zone).where(Space.id == _seen(session, space_id, by)))
    return wall_of(starts_at, zone_named(zone or ""))


def duration_of(minutes: int) -> timedelta:
    """Return a length in minutes as elapsed time."""
    return timedelta(minutes=minutes)


def _seen(session: Session, space_id: UUID, by: UUID) -> UUID:
    seen = session.scalar(select(Space.id).where(Space.id == space_id, visible_spaces(by)))
    if seen is None:
        raise SpaceNotFound
    return seen
