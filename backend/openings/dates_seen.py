"""One date of an opening as somebody sees it: every answer about a date is made here.

What hides the exact place and what hides a home's days off is decided in `rules`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from backend.bookings.others import OpenToAll, let_also_hold
from backend.bookings.queries import Reader
from backend.db.reading import rows_of
from backend.kernel.local_time import wall_of, zone_named
from backend.kernel.periods import Period
from backend.openings import rules, states
from backend.openings.models import Coming, Knock, Opener, Opening, OpeningDate, WelcomeGuest
from backend.openings.rules import Viewer
from backend.openings.seen import DateSeen, DoorSeen, OnRota, PointSeen, SpaceOfOpening
from backend.openings.states import DateFacts, Door, Part, State, Written
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.spaces.keeping import keeps
from backend.spaces.models import Closure, Space, SpaceKind
from backend.spaces.queries import visible_spaces


def dates_query(viewer: UUID, now: datetime, *more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Return the query for the dates that somebody may see, with all that decides about them."""
    return (
        select(
            OpeningDate.id,
            OpeningDate.opening_id,
            OpeningDate.on,
            OpeningDate.starts_at,
            OpeningDate.ends_at,
            OpeningDate.state,
            OpeningDate.words,
            Opening.shown_as,
            Opening.places,
            Opening.door,
            Space.id.label("space_id"),
            Space.name,
            Space.kind,
            Space.zone,
            Space.address,
            Space.address_is_public,
            Space.latitude,
            Space.longitude,
            Space.published_latitude,
            Space.published_longitude,
            keeps(Space.id, viewer, now).label("keeps"),
            is_closed().label("is_closed"),
            _on_rota(Part.OPEN, in_sight(Opener.person_id, viewer)).label("openers"),
            _on_rota(Part.CLOSE, in_sight(Opener.person_id, viewer)).label("closers"),
            _on_rota(Part.OPEN, Opener.person_id == viewer).label("i_open"),
            _on_rota(Part.CLOSE, Opener.person_id == viewer).label("i_close"),
            _count(Coming).label("coming"),
            _mine(Coming, viewer).label("i_may_come"),
            _mine(Knock, viewer).label("i_knocked"),
            or_(
                _mine(Knock, viewer).where(Knock.welcomed_at.is_not(None)),
                and_(
                    _mine(Coming, viewer),
                    exists().where(
                        WelcomeGuest.space_id == Space.id, WelcomeGuest.person_id == viewer
                    ),
                ),
            ).label("is_welcome"),
            _count(Knock, Knock.welcomed_at.is_(None), in_sight(Knock.person_id, viewer)).label(
                "knocks"
            ),
            *more,
        )
        .join(Opening, Opening.id == OpeningDate.opening_id)
        .join(Space, Space.id == Opening.space_id)
        .where(Opening.ended_at.is_(None), Space.retired_at.is_(None), visible_spaces(viewer))
    )


def is_closed() -> ColumnElement[bool]:
    """Return the clause for dates in a time for which the keepers closed the space."""
    return exists().where(
        Closure.space_id == Space.id,
        Closure.during.op("&&", return_type=Boolean())(
            func.tstzrange(OpeningDate.starts_at, OpeningDate.ends_at)
        ),
    )


def seen_dates(
    reader: Reader, rows: Sequence[Row[Any]], *, by: UUID, now: datetime
) -> list[DateSeen]:
    """Return the dates of `dates_query` as somebody sees them, without those they are not told of.

    One query, for the names on the rotas that the caller is on or keeps.
    """
    rotas = _rotas(reader, [row.id for row in rows if row.keeps or row.i_open or row.i_close], by)
    seen: list[DateSeen] = []
    for row in rows:
        viewer = _viewer(row)
        state = states.state_at(_facts(row), now)
        if rules.is_told(viewer, state, is_home=row.kind == SpaceKind.HOME):
            seen.append(_seen(row, viewer, state, rotas, now))
    return seen


def _seen(
    row: Row[Any],
    viewer: Viewer,
    state: State,
    rotas: Mapping[UUID, Sequence[OnRota]],
    now: datetime,
) -> DateSeen:
    is_home = row.kind == SpaceKind.HOME
    door = Door(row.door)
    is_full = row.places is not None and row.coming >= row.places
    sees = rules.sees_door(
        viewer, state, is_home=is_home, door=door, starts_at=row.starts_at, now=now
    )
    shown = sees or rules.shows_address(row.kind, address_is_public=row.address_is_public)
    return DateSeen(
        id=row.id,
        opening_id=row.opening_id,
        on=row.on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        space=space_of(row),
        shown_as=row.shown_as,
        words=row.words,
        state=state,
        places=row.places,
        coming=row.coming,
        i_may_come=row.i_may_come,
        i_knocked=row.i_knocked,
        i_open=viewer.opens,
        i_close=viewer.closes,
        openers=row.openers,
        closers=row.closers,
        rota=rotas.get(row.id, ()) if viewer.keeps or viewer.opens or viewer.closes else None,
        knocks=row.knocks if viewer.keeps and is_home else None,
        door=DoorSeen(row.address or None, row.latitude, row.longitude) if shown else None,
        can=rules.may_do(
            viewer,
            state,
            is_home=is_home,
            door=door,
            is_full=is_full,
            on_rota=row.openers + row.closers,
        ),
        next=states.find_next(_facts(row), now),
        says=rules.says_of(
            viewer,
            state,
            is_home=is_home,
            door=door,
            sees=sees,
            is_full=is_full,
            space=row.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            zone=row.zone,
            until=f"{wall_of(row.ends_at, zone_named(row.zone)):%H:%M}",
        ),
    )


def space_of(row: Row[Any]) -> SpaceOfOpening:
    point = PointSeen(row.published_latitude, row.published_longitude)
    return SpaceOfOpening(row.space_id, row.name, row.kind, row.zone, point)


def _facts(row: Row[Any]) -> DateFacts:
    return DateFacts(
        period=Period(row.starts_at, row.ends_at),
        written=Written(row.state),
        is_home=row.kind == SpaceKind.HOME,
        openers=row.openers,
        is_closed=row.is_closed,
    )


def _viewer(row: Row[Any]) -> Viewer:
    return Viewer(
        keeps=row.keeps,
        may_come=row.i_may_come,
        opens=bool(row.i_open),
        closes=bool(row.i_close),
        knocked=row.i_knocked,
        is_welcome=row.is_welcome,
    )


def _rotas(reader: Reader, date_ids: Iterable[UUID], viewer: UUID) -> dict[UUID, list[OnRota]]:
    ids = list(date_ids)
    rotas: dict[UUID, list[OnRota]] = defaultdict(list)
    if ids:
        for date_id, name, part in reader.execute(
            select(Opener.date_id, Person.display_name, Opener.part)
            .join(Person, Person.id == Opener.person_id)
            .where(Opener.date_id.in_(ids), visible_people(viewer))
            .order_by(Opener.since_at, Opener.person_id)
        ):
            rotas[date_id].append(OnRota(first_name(name), part))
    return rotas


def _on_rota(part: Part, whose: ColumnElement[bool]) -> Any:
    return (
        select(func.count())
        .where(Opener.date_id == OpeningDate.id, Opener.part == part.value, whose)
        .correlate(OpeningDate)
        .scalar_subquery()
    )


def _count(table: Any, *more: ColumnElement[bool]) -> Any:
    return (
        select(func.count())
        .where(table.date_id == OpeningDate.id, *more)
        .correlate(OpeningDate)
        .scalar_subquery()
    )


def _mine(table: Any, viewer: UUID) -> Any:
    return exists().where(table.date_id == OpeningDate.id, table.person_id == viewer)


_OPEN_TO_ALL = (
    select(
        OpeningDate.id,
        OpeningDate.starts_at,
        OpeningDate.ends_at,
        Opening.shown_as,
        Opening.id.label("opening_id"),
    )
    .join(Opening, Opening.id == OpeningDate.opening_id)
    .where(OpeningDate.id == func.any(bindparam("ids", type_=ARRAY(OpeningDate.id.type))))
)


def _open_to_all(reader: Connection, ids: Sequence[UUID]) -> dict[UUID, OpenToAll]:
    """Say which holders of a space are dates of openings. One query."""
    rows = rows_of(reader, _OPEN_TO_ALL, {"ids": list(ids)})
    return {row[0]: OpenToAll(*row[1:]) for row in rows}


let_also_hold(_open_to_all)
