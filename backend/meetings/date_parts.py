"""What is read of the dates of a meeting: answers, things, openers and spaces."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, func, null, or_, select
from sqlalchemy.orm import aliased

from backend.groups.models import Membership
from backend.meetings import opening
from backend.meetings.models import MeetingAnswer, MeetingOpener, MeetingTurn, Thing
from backend.meetings.queries import NamedSeen, shown_member
from backend.meetings.rules import MeetingTime
from backend.meetings.states import Turn
from backend.meetings.stored import Reader
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.spaces.models import Space
from backend.spaces.queries import shown_name

_MINE = aliased(Membership)
MOST_NAMED = 30
"""How many of those who come, and of those who may, are named for a date."""


@dataclass(frozen=True, slots=True)
class ThingSeen:
    """Something on the list of a date."""

    id: UUID
    what: str
    brought_by: NamedSeen | None
    is_taken: bool
    is_mine: bool


def answers_of(
    reader: Reader, row: Row[Any], ons: Collection[date], by: UUID
) -> dict[date, list[Row[Any]]]:
    """Return my answer to each date, and those of the first who come or may; how many in each."""
    order = (MeetingAnswer.answered_at, MeetingAnswer.person_id)
    kinds = (MeetingAnswer.on, MeetingAnswer.answer)
    numbered = (
        select(
            MeetingAnswer.on,
            MeetingAnswer.answer,
            MeetingAnswer.person_id,
            func.row_number().over(partition_by=kinds, order_by=order).label("place"),
            func.count().over(partition_by=kinds).label("how_many"),
        )
        .where(MeetingAnswer.meeting_id == row.id, MeetingAnswer.on.in_(list(ons)))
        .subquery()
    )
    query = (
        select(
            numbered,
            case((in_sight(numbered.c.person_id, by), Person.display_name), else_=null()).label(
                "display_name"
            ),
            Membership.shows,
        )
        .select_from(numbered)
        .join(Person, Person.id == numbered.c.person_id)
        .outerjoin(
            Membership,
            and_(Membership.group_id == row.group_id, Membership.person_id == numbered.c.person_id),
        )
        .where(or_(numbered.c.place <= MOST_NAMED, numbered.c.person_id == by))
        .order_by(numbered.c.on, numbered.c.answer, numbered.c.place)
    )
    found: dict[date, list[Row[Any]]] = {}
    for each in reader.execute(query):
        found.setdefault(each.on, []).append(each)
    return found


def things_of(
    reader: Reader, row: Row[Any], ons: Collection[date], by: UUID
) -> dict[date, list[ThingSeen]]:
    """Return what is on the list of each date, and who brings it."""
    query = (
        select(Thing.id, Thing.on, Thing.what, Thing.brought_by, Person.display_name, _MINE.shows)
        .select_from(Thing)
        .outerjoin(Person, and_(Person.id == Thing.brought_by, visible_people(by)))
        .outerjoin(_MINE, and_(_MINE.group_id == row.group_id, _MINE.person_id == Thing.brought_by))
        .where(Thing.meeting_id == row.id, Thing.on.in_(list(ons)))
        .order_by(Thing.id)
    )
    found: dict[date, list[ThingSeen]] = {}
    for each in reader.execute(query):
        seen = ThingSeen(
            id=each.id,
            what=each.what,
            brought_by=shown_member(each.brought_by, each.display_name, each.shows, by),
            is_taken=each.brought_by is not None,
            is_mine=each.brought_by == by,
        )
        found.setdefault(each.on, []).append(seen)
    return found


def names_of_openers(
    reader: Reader, row: Row[Any], ons: Collection[date], by: UUID
) -> dict[date, tuple[UUID | None, NamedSeen | None]]:
    """Return who opens up on each date, and by the name that is shown."""
    openers = opening.openers_of(reader, row, ons)
    ids = {each for each in openers.values() if each is not None}
    query: Select[*tuple[Any, ...]] = (
        select(Person.id, Person.display_name, _MINE.shows)
        .join(_MINE, and_(_MINE.group_id == row.group_id, _MINE.person_id == Person.id))
        .where(Person.id.in_(ids), in_sight(Person.id, by))
    )
    names = {
        each.id: shown_member(each.id, each.display_name, each.shows, by)
        for each in reader.execute(query)
    }
    return {on: (who, None if who is None else names.get(who)) for on, who in openers.items()}


def swaps_of(reader: Reader, row: Row[Any], ons: Collection[date]) -> dict[date, list[date]]:
    """Return for which dates whoever opens up on them would open up on each of these instead."""
    query: Select[*tuple[Any, ...]] = (
        select(MeetingTurn.on, MeetingTurn.with_on)
        .where(
            MeetingTurn.meeting_id == row.id,
            MeetingTurn.says == Turn.SWAPS.value,
            MeetingTurn.with_on.in_(list(ons)),
        )
        .order_by(MeetingTurn.on)
    )
    found: dict[date, list[date]] = {}
    for each in reader.execute(query):
        found.setdefault(each.with_on, []).append(each.on)
    return found


def spaces_of(
    reader: Reader, row: Row[Any], times: Sequence[MeetingTime], by: UUID
) -> dict[UUID | None, NamedSeen]:
    """Return the spaces in which the dates are, as they are shown to somebody."""
    found: dict[UUID | None, NamedSeen] = {}
    if row.space_id is not None:
        found[row.space_id] = NamedSeen(row.space_id, row.space_name)
    others = {each.space_id for each in times if each.space_id is not None} - set(found)
    query: Select[*tuple[Any, ...]] = select(Space.id, shown_name(by).label("name")).where(
        Space.id.in_(others)
    )
    if others:
        found |= {each.id: NamedSeen(each.id, each.name) for each in reader.execute(query)}
    return found


def rota_of(reader: Reader, row: Row[Any], by: UUID) -> Sequence[Row[Any]]:
    """Return the rota in order, with the names of those in sight."""
    query = (
        select(
            MeetingOpener.person_id,
            case((in_sight(MeetingOpener.person_id, by), Person.display_name), else_=null()).label(
                "display_name"
            ),
            _MINE.shows,
        )
        .select_from(MeetingOpener)
        .join(Person, Person.id == MeetingOpener.person_id)
        .join(
            _MINE, and_(_MINE.group_id == row.group_id, _MINE.person_id == MeetingOpener.person_id)
        )
        .where(MeetingOpener.meeting_id == row.id)
        .order_by(MeetingOpener.since_at, MeetingOpener.person_id)
    )
    return reader.execute(query).all()
