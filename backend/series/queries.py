"""Reading series: as one of their parties sees them, in four queries for however many dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.bookings import states as booking_states
from backend.bookings.models import Booking
from backend.bookings.queries import facts_of_row
from backend.bookings.states import MAY_HOLD
from backend.bookings.states import State as BookingState
from backend.groups.holding import GroupNamed, name_shown, named, of_ones_groups
from backend.groups.models import Group, Membership
from backend.groups.powers import Act
from backend.kernel.rrule import MOST_DATES
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.series.errors import SeriesNotFound
from backend.series.making import Outcomes
from backend.series.models import Series, SkippedDate
from backend.series.rules import may_do
from backend.series.states import GOES_ON, SeriesFacts, State, Written, state_at
from backend.spaces.keeping import HandsSeen, hands_on, hands_seen, keeps
from backend.spaces.models import Space
from backend.spaces.queries import shown_name
from backend.waiting.models import Wait
from backend.waiting.states import Written as Waiting

Reader = Connection | Session


@dataclass(frozen=True, slots=True)
class DateSeen:
    """One date of a series: booked, or skipped with why."""

    on: date
    starts_at: datetime
    ends_at: datetime
    outcome: str
    booking_id: UUID | None = None
    wait_id: UUID | None = None
    state: BookingState | None = None
    code: str | None = None
    says: Saying | None = None
    suggestions: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class SpaceOfSeries:
    """What a series says of its space."""

    id: UUID
    name: str
    kind: str
    zone: str


@dataclass(frozen=True, slots=True)
class SeriesSeen:
    """A series as one of its parties sees it at an instant."""

    id: UUID
    version: int
    space: SpaceOfSeries
    rrule: str
    starts_at: datetime
    duration_minutes: int
    people: int
    alone: bool
    what_for: str
    shown_as: str
    until_stopped: bool
    renew_by: datetime | None
    state: State
    is_mine: bool
    booked_by: str | None
    group: GroupNamed | None
    ended_words: str | None
    created_at: datetime
    ahead: int
    dates: Sequence[DateSeen]
    hands: HandsSeen | None
    """Of those who keep the space for a group, who has lent a hand to what."""
    can: list[str]
    next: Next | None
    says: Saying


def get_series(reader: Reader, series_id: UUID, *, by: UUID, now: datetime) -> SeriesSeen:
    """Return a series with its dates to come; SeriesNotFound where it is not the caller's."""
    row = reader.execute(
        _series(by, now).where(
            Series.id == series_id, or_(_is_of(by), keeps(Series.space_id, by, now))
        )
    ).one_or_none()
    if row is None:
        raise SeriesNotFound
    return _seen(row, _dates(reader, row, now), by, now)


def list_my_series(
    reader: Reader, *, by: UUID, now: datetime, after: tuple[datetime, UUID] | None, limit: int
) -> list[SeriesSeen]:
    """List the series I booked, newest first, without their dates; one more if there are more."""
    query = _series(by, now).where(Series.booked_by == by)
    if after is not None:
        at, last = after
        tied = and_(Series.created_at == at, Series.id < last)
        query = query.where(or_(Series.created_at < at, tied))
    query = query.order_by(Series.created_at.desc(), Series.id.desc()).limit(limit + 1)
    return [_seen(row, [], by, now) for row in reader.execute(query)]


def dates_of(outcomes: Outcomes, suggested: Sequence[Sequence[Any]] = ()) -> list[DateSeen]:
    """Return outcomes as a phone sees them; `suggested` is for the first that are skipped."""
    seen: list[DateSeen] = []
    suggestions = iter(suggested)
    for each in outcomes.dates:
        if each.refused is None:
            seen.append(
                DateSeen(each.on, each.period.start, each.period.end, "booked", each.booking_id)
            )
            continue
        seen.append(
            DateSeen(
                on=each.on,
                starts_at=each.period.start,
                ends_at=each.period.end,
                outcome="skipped",
                code=each.refused.code,
                says=Saying(each.refused.code, each.refused.params),
                suggestions=suggested_as_seen(next(suggestions, ())),
            )
        )
    return seen


def suggested_as_seen(suggested: Sequence[Any]) -> list[Any]:
    """Return suggestions with all that a phone sees of each."""
    return [{"name": None, "distance_metres": None, **each} for each in suggested]


def _is_of(viewer: UUID) -> ColumnElement[bool]:
    return or_(Series.booked_by == viewer, of_ones_groups(Series.group_id, viewer))


def _series(viewer: UUID, now: datetime) -> Any:
    held = (
        select(
            func.count().label("ahead"),
            func.min(Booking.starts_at).label("next_at"),
            func.max(Booking.ends_at).label("last_until"),
        )
        .where(
            Booking.series_id == Series.id,
            Booking.ends_at > now,
            Booking.state.in_(MAY_HOLD),
            or_(
                Booking.state == BookingState.CONFIRMED.value,
                Booking.answer_by > now,
                Booking.silence_means_yes,
            ),
        )
        .correlate(Series)
        .lateral("held")
    )
    lent, needed = hands_on(Series.id, viewer, now)
    return (
        select(
            *Series.__table__.columns,
            shown_name(viewer).label("name"),
            Space.kind,
            Space.zone,
            Person.display_name,
            keeps(Series.space_id, viewer, now).label("keeps"),
            _is_of(viewer).is_(True).label("is_mine"),
            name_shown(viewer).label("group_name"),
            or_(
                Series.ended_by.is_(None),
                exists().where(
                    Membership.group_id == Series.group_id,
                    Membership.person_id == Series.ended_by,
                ),
            ).label("ended_in_group"),
            held.c.ahead,
            held.c.next_at,
            held.c.last_until,
            lent.label("hands"),
            needed.label("hands_needed"),
        )
        .join(Space, Space.id == Series.space_id)
        .outerjoin(Person, and_(Person.id == Series.booked_by, visible_people(viewer)))
        .outerjoin(Group, Group.id == Series.group_id)
        .join(held, held.c.ahead >= 0)
    )


def _dates(reader: Reader, row: Row[Any], now: datetime) -> list[DateSeen]:
    booked: Iterable[Row[Any]] = reader.execute(
        select(*Booking.__table__.columns)
        .where(Booking.series_id == row.id, Booking.ends_at > now)
        .order_by(Booking.starts_at)
        .limit(2 * MOST_DATES)
    )
    dates: list[DateSeen] = []
    for each in booked:
        state = booking_states.state_at(facts_of_row(each), now)
        holds = state in booking_states.HOLDING
        dates.append(
            DateSeen(
                on=each.series_on,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                outcome="booked" if holds else "skipped",
                booking_id=each.id,
                state=state,
                code=None if holds else state.value,
            )
        )
    skipped = reader.execute(
        select(SkippedDate.on, SkippedDate.starts_at, SkippedDate.ends_at, SkippedDate.code)
        .where(SkippedDate.series_id == row.id, SkippedDate.ends_at > now)
        .limit(2 * MOST_DATES)
    )
    for on, starts_at, ends_at, code in skipped:
        says = Saying("series_date_skipped", {"starts_at": LocalTime(starts_at, row.zone)})
        dates.append(DateSeen(on, starts_at, ends_at, "skipped", code=code, says=says))
    waits = reader.execute(
        select(Wait.id, Wait.series_on, Wait.starts_at, Wait.ends_at).where(
            Wait.series_id == row.id, Wait.state == Waiting.WAITING.value, Wait.starts_at > now
        )
    )
    for wait_id, waited_on, starts_at, ends_at in waits:
        if waited_on is not None:
            seen = DateSeen(waited_on, starts_at, ends_at, "waitlisted", wait_id=wait_id)
            dates.append(seen)
    # A date called off and made anew is seen once, as what it is now.
    newest = {each.on: each for each in sorted(dates, key=_most_telling_last)}
    return sorted(newest.values(), key=lambda each: (each.starts_at, each.on))


def _most_telling_last(date_: DateSeen) -> int:
    return ("skipped", "waitlisted", "booked").index(date_.outcome)


def _seen(row: Row[Any], dates: Sequence[DateSeen], viewer: UUID, now: datetime) -> SeriesSeen:
    facts = SeriesFacts(Written(row.state), row.answer_by, row.silence_means_yes)
    state = state_at(facts, now, is_over=not row.until_stopped and row.ahead == 0)
    is_mine = row.is_mine
    is_said = row.display_name or (row.group_id is not None and row.booked_by is None)
    renew_by = row.renew_by if row.until_stopped else None
    goes_on = row.keeps and state in GOES_ON
    hands = hands_seen(row.hands, row.hands_needed) if goes_on else None
    return SeriesSeen(
        id=row.id,
        version=row.version,
        space=SpaceOfSeries(row.space_id, row.name, row.kind, row.zone),
        rrule=row.rrule,
        starts_at=row.first,
        duration_minutes=row.duration_minutes,
        people=row.people,
        alone=row.alone,
        # Nameless is who has left, and who is out of sight; neither says what it is for. A group
        # goes on saying it.
        what_for=row.what_for if is_said else "",
        shown_as=row.shown_as if is_said else "",
        until_stopped=row.until_stopped,
        renew_by=renew_by,
        state=state,
        is_mine=is_mine,
        booked_by=first_name(row.display_name) if row.keeps and row.display_name else None,
        group=named(row.group_id, row.group_name),
        ended_words=row.ended_words or None,
        created_at=row.created_at,
        ahead=row.ahead,
        dates=dates,
        hands=hands,
        can=may_do(state, is_mine=is_mine, keeps=row.keeps, renew_by=renew_by, now=now),
        next=_next(row, facts, state),
        says=_says(row, state, hands, is_mine=is_mine),
    )


def _next(row: Row[Any], facts: SeriesFacts, state: State) -> Next | None:
    if state is State.ASKED and row.answer_by is not None:
        return Next(row.answer_by, state_at(facts, row.answer_by).value)
    if state is State.STANDING and not row.until_stopped and row.last_until is not None:
        return Next(row.last_until, State.OVER.value)
    return None


def _says(row: Row[Any], state: State, hands: HandsSeen | None, *, is_mine: bool) -> Saying:
    params: dict[str, object] = {"space": row.name, "ahead": row.ahead}
    if row.next_at is not None:
        params["next_at"] = LocalTime(row.next_at, row.zone)
    if state is State.ASKED and row.next_at is not None:
        silence = "yes" if row.silence_means_yes else "no"
        asked = {"answer_by": LocalTime(row.answer_by, row.zone), "silence": silence}
        if hands is not None and hands.lent and hands.needed > 1:
            said = {"yes": hands.count(Act.CONFIRM), "no": hands.count(Act.REFUSE)}
            together = {**params, **asked, **said, "needed": hands.needed}
            return Saying("series_asked_of_group", together)
        code = "series_asked" if is_mine else "series_asked_for_keeper"
        return Saying(code, {**params, **asked})
    if state in GOES_ON and row.next_at is None:
        return Saying("series_waits_for_dates", params)
    if state is State.STANDING:
        return Saying("series_until_stopped" if row.until_stopped else "series_standing", params)
    by_group = row.group_id is not None and row.ended_in_group
    if state is State.CANCELLED and row.ended_by != row.booked_by and not by_group:
        return Saying("series_cancelled_by_keeper", params)
    return Saying(f"series_{state}", params)
