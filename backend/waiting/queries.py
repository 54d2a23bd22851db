"""Reading one's own waits: rows, in one query. Of others in line there is a number and no more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select, tuple_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from backend.kernel.sayings import LocalTime, Next, Saying
from backend.spaces.models import Space
from backend.spaces.queries import shown_name
from backend.waiting import states
from backend.waiting.errors import WaitNotFound
from backend.waiting.models import Wait
from backend.waiting.states import IN_LINE, WaitFacts, WaitState, Written

Reader = Connection | Session
"""Anything that can execute a query."""


@dataclass(frozen=True, slots=True)
class SpaceOfWait:
    """What a wait says of its space."""

    id: UUID
    name: str
    kind: str
    zone: str


@dataclass(frozen=True, slots=True)
class WaitSeen:
    """A wait as its owner sees it at an instant."""

    id: UUID
    space: SpaceOfWait
    starts_at: datetime
    ends_at: datetime
    people: int
    alone: bool
    what_for: str
    shown_as: str
    series_id: UUID | None
    series_on: date | None
    state: WaitState
    place: int | None
    """How many are in line up to and with oneself; None once one is not."""
    offered_until: datetime | None
    booking_id: UUID | None
    created_at: datetime
    can: list[str]
    next: Next | None
    says: Saying


def get_wait(reader: Reader, wait_id: UUID, *, by: UUID, now: datetime) -> WaitSeen:
    """Return one of one's own waits; raise WaitNotFound."""
    row = reader.execute(
        _waits(by, now).where(Wait.id == wait_id, Wait.person_id == by)
    ).one_or_none()
    if row is None:
        raise WaitNotFound
    return _seen(row, now)


def list_my_waits(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[WaitSeen]:
    """List what one waits for, soonest first; one more than `limit` where there are more."""
    query = _waits(by, now).where(
        Wait.person_id == by, Wait.state == Written.WAITING.value, Wait.starts_at > now
    )
    if after is not None:
        query = query.where(tuple_(Wait.starts_at, Wait.id) > after)
    rows = reader.execute(query.order_by(Wait.starts_at, Wait.id).limit(limit + 1))
    return [_seen(row, now) for row in rows]


def _waits(by: UUID, now: datetime) -> Any:
    before, there = aliased(Wait), aliased(Space)
    ahead = (
        select(func.count())
        .select_from(before)
        .join(there, there.id == before.space_id)
        .where(
            # In the way of a room are those who want it, and those who want the whole house.
            or_(
                before.space_id == Wait.space_id,
                before.space_id == Space.root_id,
                there.root_id == Wait.space_id,
            ),
            before.state == Written.WAITING.value,
            before.starts_at < Wait.ends_at,
            before.ends_at > Wait.starts_at,
            before.starts_at > now,
            or_(before.closes_at.is_(None), before.closes_at > now),
            tuple_(before.created_at, before.id) < tuple_(Wait.created_at, Wait.id),
        )
        .correlate(Wait, Space)
        .scalar_subquery()
    )
    return select(
        Wait.id,
        Wait.starts_at,
        Wait.ends_at,
        Wait.people,
        Wait.alone,
        Wait.what_for,
        Wait.shown_as,
        Wait.series_id,
        Wait.series_on,
        Wait.opens_at,
        Wait.closes_at,
        Wait.state,
        Wait.booking_id,
        Wait.created_at,
        Space.id.label("space_id"),
        shown_name(by).label("name"),
        Space.kind,
        Space.zone,
        ahead.label("ahead"),
    ).join(Space, Space.id == Wait.space_id)


def _seen(row: Row[Any], now: datetime) -> WaitSeen:
    facts = WaitFacts(Written(row.state), row.starts_at, row.opens_at, row.closes_at)
    state = states.state_at(facts, now)
    place = row.ahead + 1 if state in IN_LINE else None
    offered_until = row.closes_at if state is WaitState.OFFERED else None
    return WaitSeen(
        id=row.id,
        space=SpaceOfWait(row.space_id, row.name, row.kind, row.zone),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        people=row.people,
        alone=row.alone,
        what_for=row.what_for,
        shown_as=row.shown_as,
        series_id=row.series_id,
        series_on=row.series_on,
        state=state,
        place=place,
        offered_until=offered_until,
        booking_id=row.booking_id,
        created_at=row.created_at,
        can=states.can_do(state),
        next=states.find_next(facts, now),
        says=Saying(
            f"wait_{state}",
            {
                "space": row.name,
                "starts_at": LocalTime(row.starts_at, row.zone),
                "place": place or 0,
                "offered_until": LocalTime(offered_until or row.starts_at, row.zone),
            },
        ),
    )
