"""Reading bookings and calendars: rows, not entities, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, exists, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.bookings import rules, states
from backend.bookings.errors import BookingNotFound
from backend.bookings.models import Booking
from backend.bookings.states import MAY_HOLD, BookingFacts, State
from backend.groups.belonging import check_belongs
from backend.groups.holding import GroupNamed, name_shown, named, of_ones_groups
from backend.groups.models import Group, Membership
from backend.groups.powers import Act
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keeping import HandsSeen, hands_on, hands_seen, is_keeper, keeps
from backend.spaces.models import Space
from backend.spaces.queries import let_also_see, out_of_reach, shown_name

Reader = Connection | Session
"""Anything that can execute a query."""


@dataclass(frozen=True, slots=True)
class SpaceOfBooking:
    """What a booking says of its space."""

    id: UUID
    name: str
    kind: str
    zone: str
    address: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class BookingSeen:
    """A booking as one of its parties sees it at an instant."""

    id: UUID
    version: int
    space: SpaceOfBooking
    starts_at: datetime
    ends_at: datetime
    people: int
    alone: bool
    what_for: str
    shown_as: str
    state: State
    is_mine: bool
    booked_by: str | None
    """The first name of who booked, for keepers."""
    group: GroupNamed | None
    ended_words: str | None
    created_at: datetime
    series_id: UUID | None
    series_on: date | None
    hands: HandsSeen | None
    """Of those who keep the space for a group, who has lent a hand to what."""
    can: list[str]
    next: Next | None
    says: Saying


def parties_see(viewer: UUID, now: datetime | Any) -> ColumnElement[bool]:
    """Say who may see a booking: who made it, whose group has it, and who keeps the space.

    The one clause for lists and single reads. Who is out of sight of whom
    changes not whether but what of it they see.
    """
    return or_(_is_of(viewer), keeps(Booking.space_id, viewer, now))


def _is_of(viewer: UUID) -> ColumnElement[bool]:
    return or_(Booking.booked_by == viewer, of_ones_groups(Booking.group_id, viewer))


def _booked_by(viewer: UUID) -> ColumnElement[bool]:
    return exists().where(Booking.space_id == Space.id, Booking.booked_by == viewer)


# Whoever booked a space may look it up after it was retired: it is where they were to go.
let_also_see(_booked_by)


def get_booking(reader: Reader, booking_id: UUID, *, by: UUID, now: datetime) -> BookingSeen:
    """Return one booking; BookingNotFound where it is none of the caller's business."""
    row = reader.execute(
        _booking(), {"booking_id": booking_id, "viewer": by, "now": now}
    ).one_or_none()
    if row is None:
        raise BookingNotFound
    return _seen(row, by, now)


@cache
def _booking() -> Select[Any]:
    viewer: Any = bindparam("viewer", type_=Booking.id.type)
    one = Booking.id == bindparam("booking_id")
    now: Any = bindparam("now", type_=Booking.starts_at.type)
    query: Select[Any] = _bookings(viewer, now).where(one, parties_see(viewer, now))
    return query


def list_my_bookings(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    past: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[BookingSeen]:
    """List what the caller booked: to come, soonest first, or past, latest first.

    Called-off bookings whose time is still ahead are among those to come, so that nobody stands
    before a closed door. One more than `limit` is returned where there are more.
    """
    query = _bookings(by, now).where(Booking.booked_by == by)
    query = query.where(Booking.ends_at <= now if past else Booking.ends_at > now)
    return [_seen(row, by, now) for row in reader.execute(_paged(query, past, after, limit))]


def list_bookings_of_group(
    reader: Reader,
    group_id: UUID,
    *,
    by: UUID,
    now: datetime,
    past: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[BookingSeen]:
    """List what was booked for a group of one's own; raise GroupNotFound, NotAMember.

    One more than `limit` is returned where there are more. Two queries.
    """
    check_belongs(reader, group_id, by=by)
    query = _bookings(by, now).where(
        Booking.group_id == group_id,
        Booking.ends_at <= now if past else Booking.ends_at > now,
    )
    return [_seen(row, by, now) for row in reader.execute(_paged(query, past, after, limit))]


def list_bookings_of_space(
    reader: Reader,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    past: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[BookingSeen]:
    """List the bookings of a space, for its keepers; raise SpaceNotFound for everybody else."""
    if not is_keeper(reader, space_id, by=by, now=now):
        raise SpaceNotFound
    query = _bookings(by, now).where(
        Booking.space_id == space_id,
        Booking.ends_at <= now if past else Booking.ends_at > now,
    )
    return [_seen(row, by, now) for row in reader.execute(_paged(query, past, after, limit))]


def _paged(
    query: Select[Any], past: bool, after: tuple[datetime, UUID] | None, limit: int
) -> Select[Any]:
    if past:
        order = (Booking.starts_at.desc(), Booking.id.desc())
    else:
        order = (Booking.starts_at.asc(), Booking.id.asc())
    if after is not None:
        at, last = after
        beyond = Booking.starts_at < at if past else Booking.starts_at > at
        tied = Booking.id < last if past else Booking.id > last
        query = query.where(or_(beyond, and_(Booking.starts_at == at, tied)))
    return query.order_by(*order).limit(limit + 1)


def _bookings(viewer: UUID, now: datetime | Any) -> Any:
    lent, needed = hands_on(Booking.id, viewer, now)
    booker_in_sight = in_sight(Booking.booked_by, viewer)
    return (
        select(
            Booking.id,
            Booking.version,
            Booking.starts_at,
            Booking.ends_at,
            Booking.people,
            Booking.alone,
            case((booker_in_sight, Booking.what_for), else_="").label("what_for"),
            case((booker_in_sight, Booking.shown_as), else_="").label("shown_as"),
            Booking.state,
            Booking.booked_by,
            Booking.group_id,
            name_shown(viewer).label("group_name"),
            # NULL, which is not so, for what is of nobody and of no group.
            _is_of(viewer).is_(True).label("is_mine"),
            Booking.answer_by,
            Booking.silence_means_yes,
            Booking.asked_if_there_at,
            Booking.ended_at,
            Booking.ended_by,
            or_(
                Booking.ended_by.is_(None),
                exists().where(
                    Membership.group_id == Booking.group_id,
                    Membership.person_id == Booking.ended_by,
                ),
            ).label("ended_in_group"),
            Booking.ended_words,
            Booking.created_at,
            Booking.series_id,
            Booking.series_on,
            Space.id.label("space_id"),
            shown_name(viewer).label("name"),
            Space.kind,
            Space.zone,
            Space.address,
            Space.latitude,
            Space.longitude,
            or_(Space.retired_at.is_not(None), out_of_reach(viewer)).label("is_gone"),
            Person.display_name,
            keeps(Booking.space_id, viewer, now).label("keeps"),
            case((Booking.state.in_(MAY_HOLD), lent)).label("hands"),
            case((Booking.state.in_(MAY_HOLD), needed)).label("hands_needed"),
        )
        .join(Space, Space.id == Booking.space_id)
        .outerjoin(Person, and_(Person.id == Booking.booked_by, visible_people(viewer)))
        .outerjoin(Group, Group.id == Booking.group_id)
    )


def facts_of_row(row: Row[Any]) -> BookingFacts:
    """Return what is written down about a booking, for the rules."""
    return BookingFacts(
        period=Period(row.starts_at, row.ends_at),
        written=State(row.state),
        answer_by=row.answer_by,
        silence_means_yes=row.silence_means_yes,
        asked_if_there_at=row.asked_if_there_at,
    )


def _seen(row: Row[Any], viewer: UUID, now: datetime) -> BookingSeen:
    facts = facts_of_row(row)
    state = states.state_at(facts, now)
    is_mine = row.is_mine
    hands = None
    if row.keeps and state not in states.OVER:
        hands = hands_seen(row.hands, row.hands_needed)
    # The exact place is shown to whom it was promised, for as long as the promise holds.
    shows_place = row.keeps or state in states.HOLDING - {State.ASKED}
    return BookingSeen(
        id=row.id,
        version=row.version,
        space=SpaceOfBooking(
            id=row.space_id,
            name=row.name,
            kind=row.kind,
            zone=row.zone,
            address=(row.address or None) if shows_place else None,
            latitude=row.latitude if shows_place else None,
            longitude=row.longitude if shows_place else None,
        ),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        people=row.people,
        alone=row.alone,
        what_for=row.what_for,
        shown_as=row.shown_as,
        state=state,
        is_mine=is_mine,
        booked_by=first_name(row.display_name) if row.keeps and row.display_name else None,
        group=named(row.group_id, row.group_name),
        ended_words=row.ended_words or None,
        created_at=row.created_at,
        series_id=row.series_id,
        series_on=row.series_on,
        hands=hands,
        can=rules.may_do(
            state,
            is_mine=is_mine,
            keeps=row.keeps,
            asked_if_there=facts.missed_at is not None,
            can_undo=row.ended_by == viewer
            and not row.is_gone
            and states.can_be_undone(row.ended_at, now),
        ),
        next=states.find_next(facts, now),
        says=_says(row, state, viewer, hands),
    )


def _says(row: Row[Any], state: State, viewer: UUID, hands: HandsSeen | None) -> Saying:
    is_mine = row.is_mine
    params: dict[str, object] = {
        "starts_at": LocalTime(row.starts_at, row.zone),
        "ends_at": LocalTime(row.ends_at, row.zone),
        "space": row.name,
        "answer_by": LocalTime(row.answer_by or row.starts_at, row.zone),
        "is_group": "no" if row.group_id is None else "yes",
    }
    if state is State.ASKED:
        silence = "yes" if row.silence_means_yes else "no"
        if hands is not None and hands.lent and hands.needed > 1:
            said = {"yes": hands.count(Act.CONFIRM), "no": hands.count(Act.REFUSE)}
            return Saying(
                "booking_asked_of_group",
                {**params, **said, "silence": silence, "needed": hands.needed},
            )
        asked = "booking_asked" if is_mine else "booking_asked_for_keeper"
        return Saying(asked, {**params, "silence": silence})
    missed_at = facts_of_row(row).missed_at
    if state is State.RUNNING and is_mine and missed_at is not None:
        return Saying("booking_asked_if_there", {**params, "until": LocalTime(missed_at, row.zone)})
    by_group = row.group_id is not None and row.ended_in_group
    if state is State.CANCELLED and by_group and is_mine and row.ended_by != viewer:
        return Saying("booking_cancelled_by_group", params)
    if state is State.CANCELLED and row.ended_by != row.booked_by and not by_group:
        return Saying("booking_cancelled_by_keeper", params)
    if state is State.RELEASED and row.is_gone:
        return Saying("booking_released_space_retired", params)
    return Saying(f"booking_{state}" if is_mine else f"booking_{state}_for_keeper", params)
