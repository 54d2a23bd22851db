"""The one query that gives spaces nearest first, and its parameters.

The index is asked for distance alone: an ``ORDER BY`` of two columns would sort everything there
is. Ties come whole, ``WITH TIES``, and are put in order here. Everything about the place of a
space, its order and its edge, is told from the published point; the hidden one is in no condition.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Float,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import INT4MULTIRANGE, JSONB
from sqlalchemy.engine import Connection

from backend.db.reading import rows_of
from backend.kernel.local_time import zone_named
from backend.kernel.periods import Period
from backend.places.mercator import LEAST_DEGREE, scale_at, to_mercator
from backend.places.zones import zone_at
from backend.spaces.free_times import Timetable, timetable_columns, timetable_of, timetable_span
from backend.spaces.hours import week_pieces
from backend.spaces.keeping import keeps
from backend.spaces.models import HoursException, Space, SpaceKind
from backend.spaces.queries import visible_spaces
from backend.spaces.terms import Confirms

_MARGIN = 10.0  # metres of the map: a published point is moved by up to five

Position = tuple[float, UUID]
"""Where a list has got to: metres of the map, and the id that decides a tie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for around a point, in degrees (WGS 84) and metres on the ground."""

    latitude: float
    longitude: float
    radius_metres: int
    kinds: tuple[str, ...] = ()
    capacity_at_least: int | None = None
    access: tuple[str, ...] = ()
    words: str = ""
    open_in: tuple[Period, ...] = ()
    """Times all through which it must be open."""
    free_in: Period | None = None
    """A time within which it must be free, for ``free_for``."""
    free_for: timedelta = timedelta(0)

    @property
    def wants_all_of_it(self) -> bool:
        """Whether it must be free from the first to the last instant."""
        return self.free_in is not None and self.free_for >= self.free_in.duration


class Shape(NamedTuple):
    """What a query consists of, apart from its parameters: one statement is kept for each."""

    rows: int
    goes_on: bool
    kinds: bool
    capacity: bool
    access: bool
    words: bool
    hours: str
    """Empty, or the operator that weekly hours and the wanted minutes must satisfy."""
    untaken: bool


class Near(NamedTuple):
    """One space as the index gave it."""

    distance: float
    """Metres of the map, moved by up to five: an order, not a distance to tell anybody."""
    timetable: Timetable
    name: str
    kind: str
    published: tuple[float, float]
    exact: tuple[float, float] | None
    """Where it really is, in degrees: for its keepers alone."""
    access: tuple[str, ...]
    """What is known to be there."""
    confirms: Confirms
    min_minutes: int
    max_minutes: int
    notice_minutes: int
    horizon_days: int

    @property
    def position(self) -> Position:
        """Where in the list it stands."""
        return self.distance, self.timetable.space_id


def nearest(
    reader: Connection,
    wanted: Wanted,
    *,
    by: UUID,
    now: datetime,
    span: Period,
    rows: int,
    after: Position | None = None,
) -> tuple[list[Near], bool]:
    """Return the next spaces, nearest first, and whether there may be more. One query.

    ``rows`` is how many at least, where there are so many; timetables hold within ``span``.
    Hours and holds are only sifted: what comes back still has to be put to the exact test.
    """
    if after is not None:
        rows += 1  # The last one that the list had comes again.
    while True:
        statement, params = nearest_query(wanted, by=by, now=now, span=span, rows=rows, after=after)
        found = rows_of(reader, statement, params)
        ordered = sorted((_near(row) for row in found), key=lambda each: each.position)
        if after is not None:
            ordered = [each for each in ordered if each.position > after]
        if ordered or len(found) < rows:
            return ordered, len(found) >= rows
        # All that came are ties which the list had before; what follows them is asked for.
        rows = len(found) + rows


def nearest_query(
    wanted: Wanted,
    *,
    by: UUID,
    now: datetime,
    span: Period,
    rows: int,
    after: Position | None = None,
) -> tuple[Select[Any], dict[str, object]]:
    """Return the statement for what is wanted, one object for each shape, and what to bind.

    With ``after``, the rows at that very distance come again.
    """
    hours, params = _hours_wanted(wanted, span)
    x, y = to_mercator(wanted.latitude, wanted.longitude)
    params |= {
        "x": x,
        "y": y,
        "reach": wanted.radius_metres * _greatest_scale(wanted) + _MARGIN,
        "viewer": by,
        "kinds": list(wanted.kinds),
        "capacity": wanted.capacity_at_least,
        "access": json.dumps(dict.fromkeys(wanted.access, "yes")),
        "words": _as_tsquery(wanted.words),
        "after": after[0] if after else None,
        "now": now,
    }
    statement, names = _statement(
        Shape(
            rows=rows,
            goes_on=after is not None,
            kinds=bool(wanted.kinds),
            capacity=wanted.capacity_at_least is not None,
            access=bool(wanted.access),
            words=bool(wanted.words),
            hours=hours,
            untaken=wanted.wants_all_of_it,
        )
    )
    # Constants of the statement bring their own values.
    return statement, {name: params[name] for name in names if name in params}


def _hours_wanted(wanted: Wanted, span: Period) -> tuple[str, dict[str, object]]:
    """Say how weekly hours can be sifted, and bind the wanted time in minutes of a week.

    Only for spaces in the zone of the point, without exceptions near, and where no clock changes;
    all others pass.
    """
    params: dict[str, object] = dict(timetable_span([span]))
    if wanted.free_in is not None:
        params |= {"starts_at": wanted.free_in.start, "ends_at": wanted.free_in.end}
    window = wanted.open_in[0] if wanted.open_in else wanted.free_in
    if window is None:
        return "", params
    zone = zone_at(wanted.latitude, wanted.longitude)
    pieces = week_pieces(window, zone_named(zone))
    if pieces is None:
        return "", params
    params |= {"zone": zone, "pieces": "{" + ",".join(f"[{a},{b})" for a, b in pieces) + "}"}
    return ("@>" if wanted.open_in or wanted.wants_all_of_it else "&&"), params


def _greatest_scale(wanted: Wanted) -> float:
    """Return the scale at that edge of the circle which is nearest to a pole."""
    return scale_at(abs(wanted.latitude) + wanted.radius_metres / LEAST_DEGREE)


@lru_cache(maxsize=512)
def _statement(shape: Shape) -> tuple[Select[Any], tuple[str, ...]]:
    here = func.point(bindparam("x", type_=Float), bindparam("y", type_=Float))
    distance = Space.nearness.op("<->", return_type=Float())(here)
    viewer: Any = bindparam("viewer", type_=Space.id.type)
    now: Any = bindparam("now", type_=Space.created_at.type)
    query = (
        select(
            distance.label("distance"),
            *timetable_columns(),
            Space.name,
            Space.kind,
            Space.published_latitude,
            Space.published_longitude,
            case((keeps(Space.id, viewer, now), func.point(Space.latitude, Space.longitude))).label(
                "exact"
            ),
            # As text, for there are few different ones, and each is read once.
            cast(Space.access, Text).label("access"),
            Space.confirms,
            Space.min_minutes,
            Space.max_minutes,
            Space.notice_minutes,
            Space.horizon_days,
        )
        .where(
            # Said again for the index, which holds only these.
            Space.retired_at.is_(None),
            visible_spaces(viewer),
            Space.nearness.op("<@", return_type=Boolean())(
                func.circle(here, bindparam("reach", type_=Float))
            ),
            *_conditions(shape, distance),
        )
        .order_by(distance)
        # Written into the statement: with a parameter here, a prepared plan would expect a tenth of
        # all the rows and sort them.
        .fetch(literal_column(str(int(shape.rows)), Integer), with_ties=True)
    )
    return query, tuple(query.compile().params)


def _conditions(shape: Shape, distance: ColumnElement[float]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if shape.goes_on:
        conditions.append(distance >= bindparam("after", type_=Float))
    if shape.kinds:
        conditions.append(Space.kind == func.any(bindparam("kinds", type_=ARRAY(Text))))
    if shape.capacity:
        conditions.append(Space.capacity >= bindparam("capacity", type_=Integer))
    if shape.access:
        conditions.append(Space.access.contains(cast(bindparam("access", type_=Text), JSONB)))
    if shape.words:
        wanted = func.to_tsquery(literal_column("'simple'::regconfig"), bindparam("words"))
        conditions.append(Space.search.op("@@", return_type=Boolean())(wanted))
    if shape.hours:
        pieces = cast(bindparam("pieces", type_=Text), INT4MULTIRANGE)
        conditions.append(
            or_(
                Space.opening_hours.op(shape.hours, return_type=Boolean())(pieces),
                Space.zone != bindparam("zone", type_=Text),
                # With LIMIT it is looked up for each space that gets so far; for a bare EXISTS the
                # exceptions of the whole country are hashed first.
                select(literal_column("true", Boolean))
                .where(
                    HoursException.space_id == Space.id,
                    HoursException.on.between(bindparam("first_on"), bindparam("last_on")),
                )
                .limit(literal_column("1", Integer))
                .scalar_subquery(),
            )
        )
    if shape.untaken:
        # Whether a home is free is for its keepers to know.
        conditions.append(or_(Space.kind == literal_column(f"'{SpaceKind.HOME}'"), _UNTAKEN))
    return conditions


_UNTAKEN: ColumnElement[bool] = text(
    """
    NOT EXISTS (
        SELECT FROM occupancies AS taken
        WHERE int8range(taken.space_number, taken.space_number, '[]')
              && int8range(spaces.number, spaces.number, '[]')
          AND taken.during && tstzrange(:starts_at, :ends_at)
          AND taken.lane IS NULL
          AND (taken.held_until IS NULL OR taken.held_until > :now)
    )
    """
)  # type: ignore[assignment]  # A text is good as a condition.


def _near(row: Sequence[Any]) -> Near:
    name, kind, latitude, longitude, exact, access, confirms = row[10:17]
    return Near(
        row[0],
        timetable_of(*row[1:10]),
        name,
        kind,
        (latitude, longitude),
        None if exact is None else _degrees(exact),
        _known(access),
        _CONFIRMS[confirms],
        *row[17:],
    )


_CONFIRMS = {each.value: each for each in Confirms}


def _degrees(point: str) -> tuple[float, float]:
    latitude, longitude = point.strip("()").split(",")
    return float(latitude), float(longitude)


@lru_cache(maxsize=1024)
def _known(access: str) -> tuple[str, ...]:
    return tuple(fact for fact, known in json.loads(access).items() if known == "yes")


def _as_tsquery(words: str) -> str:
    """Return words as a query for each of them, or what begins with it, accents aside."""
    return " & ".join(f"'{word}':*" for word in searchable_words(words))


def searchable_words(words: str) -> list[str]:
    """List the words in a text as the column ``search`` has them: folded, letters and digits."""
    decomposed = unicodedata.normalize("NFKD", words)
    folded = re.sub(r"[\u0300-\u036f]", "", decomposed).lower()
    return re.findall(r"[^\W_]+", folded)
