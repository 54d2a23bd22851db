"""Reading spaces: who may see one, and one or many of them in a constant number of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.groups.clauses import takes_of
from backend.groups.holding import name_shown, named
from backend.groups.models import Group
from backend.groups.powers import Act
from backend.groups.together import proposals_seen, proposed_about
from backend.kernel.local_time import ONE_DAY, day_of, zone_named
from backend.kernel.periods import Period
from backend.people.blocks import out_of_sight
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.spaces.errors import SpaceNotFound
from backend.spaces.free_times import Timetable
from backend.spaces.hours import Minutes, exception_windows, weekly_windows
from backend.spaces.keeping import holds_key, keeps, kept_in_sight
from backend.spaces.models import (
    AccessFact,
    Closure,
    HoursException,
    Keeper,
    Space,
    SpaceKind,
)
from backend.spaces.rules import FORGOTTEN_NAME, find_next, may_do, says_of
from backend.spaces.seen import (
    ClosureSeen,
    ExceptionSeen,
    HoursOfDay,
    KeeperSeen,
    PlaceSeen,
    PointSeen,
    RelativeSeen,
    SpaceSeen,
    TermsSeen,
)
from backend.spaces.standing import Standing, standing_of
from backend.spaces.terms import Confirms, FairUse, Sharing

Reader = Connection | Session
"""Anything that can execute a query."""

Clause = Callable[[UUID], ColumnElement[bool]]

_also_by_id: list[Clause] = []


def visible_spaces(viewer: UUID, *, by_id: bool = False) -> ColumnElement[bool]:
    """Return the one clause on ``Space`` for those a person may see, in lists and single reads.

    Everybody sees what is shared, unless all who keep it are out of sight, and keepers what they
    retired. Asked for ``by_id``, a space is also seen by those of whom a room above says so, as
    long as somebody in sight keeps it.
    """
    shared = and_(Space.retired_at.is_(None), ~out_of_reach(viewer))
    # A group keeps nothing that is retired, and is always in sight of its members.
    seen = [shared, holds_key(Space.id, viewer)]
    if by_id and _also_by_id:
        also = or_(*(clause(viewer) for clause in _also_by_id))
        seen.append(and_(also, kept_in_sight(viewer)))
    return or_(*seen)


def out_of_reach(viewer: UUID | Any) -> ColumnElement[bool]:
    """Return the clause on ``Space`` for those of which all keepers are out of a person's sight.

    To them it looks as if the keepers had left.
    """
    # Said first, for most people have blocked nobody, and nothing more is looked up for them.
    return and_(out_of_sight(viewer).is_not(None), ~kept_in_sight(viewer))


def shown_name(viewer: UUID | Any) -> ColumnElement[str]:
    """Return a space's name as a person sees it who had to do with it.

    Of a home whose keepers are out of sight there is as little as of one whose keepers have left.
    """
    forgotten = and_(Space.kind == SpaceKind.HOME.value, out_of_reach(viewer))
    return case((forgotten, FORGOTTEN_NAME), else_=Space.name)


def let_also_see(clause: Clause) -> None:
    """Let a room above say who else may read a space by its id, such as who booked it.

    The clause is on ``Space``, for a person's id.
    """
    _also_by_id.append(clause)


def get_space(reader: Reader, space_id: UUID, *, by: UUID, now: datetime) -> SpaceSeen:
    """Return one space as a person sees it; raise SpaceNotFound. Five queries."""
    row = reader.execute(
        select(*_COLUMNS, *_keeping(by, now)).where(
            Space.id == space_id, visible_spaces(by, by_id=True)
        )
    ).one_or_none()
    if row is None:
        raise SpaceNotFound
    return _seen(reader, [row], by=by, now=now)[0]


def list_my_spaces(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    retired: bool = False,
    after: UUID | None = None,
    limit: int = 20,
) -> list[SpaceSeen]:
    """List the spaces a person keeps, newest first; those they retired where asked. Five queries.

    One more than `limit` is returned where there are more.
    """
    query = select(*_COLUMNS, *_keeping(by, now)).where(
        keeps(Space.id, by, now),
        Space.retired_at.is_not(None) if retired else Space.retired_at.is_(None),
    )
    if after is not None:
        query = query.where(Space.id < after)
    rows = reader.execute(query.order_by(Space.id.desc()).limit(limit + 1)).all()
    return _seen(reader, rows, by=by, now=now)


_COLUMNS = (
    Space.id,
    Space.version,
    Space.name,
    Space.kind,
    Space.words,
    Space.latitude,
    Space.longitude,
    Space.address,
    Space.address_is_public,
    Space.cell,
    Space.published_latitude,
    Space.published_longitude,
    Space.zone,
    Space.capacity,
    Space.access,
    Space.things,
    Space.agreements,
    Space.parent_id,
    Space.opening_hours,
    Space.free_of_series,
    Space.min_minutes,
    Space.max_minutes,
    Space.step_minutes,
    Space.notice_minutes,
    Space.horizon_days,
    Space.buffer_before_minutes,
    Space.buffer_after_minutes,
    Space.sharing,
    Space.confirms,
    Space.silence_means,
    Space.fair_use,
    Space.retired_at,
    Space.group_id,
)


def _keeping(by: UUID, now: datetime) -> tuple[ColumnElement[Any], ...]:
    """Return the columns that say how a person keeps a space, and for which group others do."""
    name = select(name_shown(by)).where(Group.id == Space.group_id).scalar_subquery()
    of_group = Space.group_id.is_not(None)
    return (
        keeps(Space.id, by, now).label("keeps"),
        holds_key(Space.id, by).label("holds_key"),
        case((of_group, name)).label("group_name"),
        case((of_group, takes_of(Act.KEEP, by, Space.group_id, now))).label("takes"),
        case((of_group, proposed_about(Space.id, Space.group_id, by, now))).label("proposed"),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What belongs to one space beside its own row."""

    exceptions: list[tuple[date, list[Minutes], str]]
    closures: list[ClosureSeen]
    keepers: list[tuple[UUID, str]]
    rooms: list[RelativeSeen]
    parent: RelativeSeen | None


def _seen(reader: Reader, rows: Sequence[Row[Any]], *, by: UUID, now: datetime) -> list[SpaceSeen]:
    around = _look_around(reader, rows, by=by, now=now) if rows else {}
    return [_space_seen(row, around[row.id], by=by, now=now) for row in rows]


def _look_around(
    reader: Reader, rows: Sequence[Row[Any]], *, by: UUID, now: datetime
) -> dict[UUID, _Around]:
    """Read what belongs to the spaces in four queries, however many they are."""
    ids = [row.id for row in rows]
    exceptions = defaultdict(list)
    # Yesterday's hours may reach into today, and somewhere it is still yesterday.
    since = (now - 2 * ONE_DAY).date()
    for space_id, on, hours, words in reader.execute(
        select(
            HoursException.space_id, HoursException.on, HoursException.hours, HoursException.words
        )
        .where(HoursException.space_id.in_(ids), HoursException.on >= since)
        .order_by(HoursException.on)
    ):
        exceptions[space_id].append((on, _pairs(hours), words))
    closures = defaultdict(list)
    for space_id, *closure in reader.execute(
        select(
            Closure.space_id,
            Closure.id,
            func.lower(Closure.during),
            func.upper(Closure.during),
            Closure.words,
            Closure.kind,
        )
        .where(Closure.space_id.in_(ids), func.upper(Closure.during) > now)
        .order_by(Closure.during, Closure.id)
    ):
        closures[space_id].append(ClosureSeen(*closure))
    keepers = defaultdict(list)
    for space_id, person_id, display_name in reader.execute(
        select(Keeper.space_id, Person.id, Person.display_name)
        .join(Person, Person.id == Keeper.person_id)
        .where(Keeper.space_id.in_(ids), visible_people(by))
        .order_by(Keeper.since_at, Person.id)
    ):
        keepers[space_id].append((person_id, display_name))
    rooms, parents = _relatives(reader, rows, by=by)
    return {
        row.id: _Around(
            exceptions[row.id],
            closures[row.id],
            keepers[row.id],
            rooms.get(row.id, []),
            parents.get(row.parent_id),
        )
        for row in rows
    }


def _relatives(
    reader: Reader, rows: Sequence[Row[Any]], *, by: UUID
) -> tuple[dict[UUID, list[RelativeSeen]], dict[UUID | None, RelativeSeen]]:
    """Return the rooms in each space and the houses they are in, of those the caller may see."""
    ids = {row.id for row in rows}
    parents = {row.parent_id for row in rows if row.parent_id is not None}
    inside: dict[UUID, list[RelativeSeen]] = defaultdict(list)
    houses: dict[UUID | None, RelativeSeen] = {}
    for space_id, name, parent_id, retired_at in reader.execute(
        select(Space.id, Space.name, Space.parent_id, Space.retired_at)
        .where(or_(Space.parent_id.in_(ids), Space.id.in_(parents)), visible_spaces(by))
        .order_by(func.lower(Space.name), Space.id)
    ):
        relative = RelativeSeen(space_id, name)
        if parent_id is not None and parent_id in ids and retired_at is None:
            inside[parent_id].append(relative)
        if space_id in parents:
            houses[space_id] = relative
    return inside, houses


def _space_seen(row: Row[Any], around: _Around, *, by: UUID, now: datetime) -> SpaceSeen:
    keeps = bool(row.keeps)
    confirms = Confirms(row.confirms)
    retired = row.retired_at is not None
    standing = _standing(row, around, now)
    today = day_of(now, zone_named(row.zone))
    return SpaceSeen(
        id=row.id,
        version=row.version,
        name=row.name,
        kind=row.kind,
        words=row.words,
        place=_place_seen(row, keeps=keeps),
        zone=row.zone,
        capacity=row.capacity,
        access={fact.value: row.access.get(fact.value, "unknown") for fact in AccessFact},
        things=row.things,
        agreements=row.agreements,
        opening_hours=weekly_windows(_pairs(row.opening_hours)),
        free_of_series=weekly_windows(_pairs(row.free_of_series)),
        exceptions=[
            ExceptionSeen(on, [HoursOfDay(*each) for each in exception_windows(hours)], words)
            for on, hours, words in around.exceptions
            if on >= today
        ],
        closures=around.closures,
        terms=_terms_seen(row),
        parent=around.parent,
        rooms=around.rooms,
        keepers=[
            KeeperSeen(first_name(display_name), person_id if keeps else None)
            for person_id, display_name in around.keepers
        ],
        group=named(row.group_id, row.group_name),
        proposed=proposals_seen(row.proposed, 1 if row.holds_key else row.takes) if keeps else [],
        is_kept_by_me=keeps,
        is_open_now=standing.is_open and not retired,
        retired_at=row.retired_at,
        can=may_do(
            keeps=keeps,
            retired=retired,
            keepers=len(around.keepers),
            rooms=len(around.rooms),
            holds_key=row.holds_key,
            may_change=row.holds_key or row.takes is not None,
            of_group=row.group_id is not None,
        ),
        next=None
        if retired
        else find_next(is_open=standing.is_open, changes_at=standing.changes_at, confirms=confirms),
        says=says_of(
            is_open=standing.is_open,
            changes_at=standing.changes_at,
            zone=row.zone,
            retired_at=row.retired_at,
            confirms=confirms,
            keeps=keeps,
        ),
    )


def _terms_seen(row: Row[Any]) -> TermsSeen:
    fields = {field: getattr(row, field) for field in TermsSeen.__slots__}
    return TermsSeen(**{**fields, "fair_use": FairUse(**row.fair_use)})


def _standing(row: Row[Any], around: _Around, now: datetime) -> Standing:
    timetable = Timetable(
        space_id=row.id,
        zone=zone_named(row.zone),
        weekly=tuple(_pairs(row.opening_hours)),
        exceptions={on: hours for on, hours, _ in around.exceptions},
        closures=[Period(each.starts_at, each.ends_at) for each in around.closures],
        capacity=row.capacity,
        shares=row.sharing == Sharing.SHARED,
        buffer_before=timedelta(minutes=row.buffer_before_minutes),
        buffer_after=timedelta(minutes=row.buffer_after_minutes),
    )
    return standing_of(timetable, now)


def _place_seen(row: Row[Any], *, keeps: bool) -> PlaceSeen:
    shows_address = keeps or row.address_is_public
    return PlaceSeen(
        latitude=row.published_latitude,
        longitude=row.published_longitude,
        is_exact=row.address_is_public,
        cell=row.cell,
        address=(row.address or None) if shows_address else None,
        exact=PointSeen(row.latitude, row.longitude) if keeps else None,
    )


def _pairs(multirange: Iterable[Any]) -> list[Minutes]:
    return [(each.lower, each.upper) for each in multirange]
