"""The one query that gives posts nearest first, and its parameters; see decision 10.

The index is asked for distance alone, and passes by what its marks say is about something else.
Everything about the place of a post, its order and its edge, is told from the published point; the
exact one is in no condition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Float,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.engine import Connection

from backend.db.reading import rows_of
from backend.kernel.local_time import ONE_DAY
from backend.kernel.periods import Period
from backend.places.mercator import LEAST_DEGREE, scale_at, to_mercator
from backend.posts.models import Post
from backend.posts.queries import visible_posts
from backend.posts.searching import Sought, marked
from backend.posts.seen import POST_COLUMNS, PostRow
from backend.posts.states import PostKind

_MARGIN = 10.0  # metres of the map: a published point is moved by up to five
_NOTHING = Sought("", "")

Position = tuple[float, UUID]
"""Where a list has got to: metres of the map, and the id that decides a tie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for around a point, in degrees (WGS 84) and metres on the ground."""

    latitude: float
    longitude: float
    radius_metres: int
    kinds: tuple[PostKind, ...] = tuple(PostKind)
    ways: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    words: Sought = _NOTHING
    period: Period | None = None
    """A time in which it may be, all of it or in part."""
    fresh_since: datetime | None = None
    """An instant since which it was opened or renewed."""
    urgent: bool = False
    soon: bool = False
    """Whether it must be urgent, or begin or end within the period."""


class Shape(NamedTuple):
    """What a query consists of, apart from its parameters: one statement is kept for each."""

    rows: int
    goes_on: bool
    ways: bool
    words: bool
    when: bool
    fresh: bool
    soon: bool


class Near(NamedTuple):
    """One post as the index gave it."""

    distance: float
    """Metres of the map, moved by up to five: an order, not a distance to tell anybody."""
    post: PostRow

    @property
    def position(self) -> Position:
        """Where in the list it stands."""
        return self.distance, self.post.id

    @property
    def published(self) -> tuple[float, float]:
        """The point that is shown, in degrees."""
        return self.post.published_latitude, self.post.published_longitude


def nearest(
    reader: Connection,
    wanted: Wanted,
    *,
    by: UUID,
    now: datetime,
    rows: int,
    after: Position | None = None,
) -> tuple[list[Near], bool]:
    """Return the next posts, nearest first, and whether there may be more. One query.

    ``rows`` is how many at least, where there are so many. Times are only sifted: what comes back
    still has to be put to the exact test.
    """
    if after is not None:
        rows += 1  # The last one that the list had comes again.
    while True:
        statement, params = nearest_query(wanted, by=by, now=now, rows=rows, after=after)
        found = rows_of(reader, statement, params)
        ordered = sorted((_near(row) for row in found), key=lambda each: each.position)
        if after is not None:
            ordered = [each for each in ordered if each.position > after]
        if ordered or len(found) < rows:
            return ordered, len(found) >= rows
        # All that came are ties which the list had before; what follows them is asked for.
        rows = len(found) + rows


def _near(row: Sequence[Any]) -> Near:
    return Near(row[-1], PostRow(*row[:-1]))


def nearest_query(
    wanted: Wanted, *, by: UUID, now: datetime, rows: int, after: Position | None = None
) -> tuple[Select[Any], dict[str, object]]:
    """Return the statement for what is wanted, one object for each shape, and what to bind.

    With ``after``, the rows at that very distance come again.
    """
    x, y = to_mercator(wanted.latitude, wanted.longitude)
    params: dict[str, object] = {
        "x": x,
        "y": y,
        "reach": wanted.radius_metres * _greatest_scale(wanted) + _MARGIN,
        "viewer": by,
        "now": now,
        "marks": _marks(wanted),
        "words": wanted.words.search,
        "ways": list(wanted.ways),
        "fresh_since": wanted.fresh_since,
        "after": after[0] if after else None,
    }
    if wanted.period is not None:
        params |= {
            "starts_at": wanted.period.start,
            "ends_at": wanted.period.end,
            "ends_on_the_wall": (wanted.period.end + ONE_DAY).replace(tzinfo=None),
            "days": _days_around(wanted.period),
        }
    statement, names = _statement(
        Shape(
            rows=rows,
            goes_on=after is not None,
            ways=bool(wanted.ways),
            words=bool(wanted.words.search),
            when=wanted.period is not None,
            fresh=wanted.fresh_since is not None,
            soon=wanted.soon,
        )
    )
    return statement, {name: value for name, value in params.items() if name in names}


def _marks(wanted: Wanted) -> str:
    parts = [marked([kind.value for kind in wanted.kinds])]
    if wanted.categories:
        parts.append(marked(list(wanted.categories)))
    if wanted.urgent:
        parts.append(marked(["urgent"]))
    if wanted.words.marks:
        parts.append(wanted.words.marks)
    return " & ".join(parts)


def _days_around(period: Period) -> list[date]:
    """List the days that hold some of a period anywhere on earth."""
    first, last = (period.start - ONE_DAY).date(), (period.end + ONE_DAY).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _greatest_scale(wanted: Wanted) -> float:
    """Return the scale at that edge of the circle which is nearest to a pole."""
    return scale_at(abs(wanted.latitude) + wanted.radius_metres / LEAST_DEGREE)


@lru_cache(maxsize=512)
def _statement(shape: Shape) -> tuple[Select[Any], frozenset[str]]:
    here = func.point(bindparam("x", type_=Float), bindparam("y", type_=Float))
    distance = Post.nearness.op("<->", return_type=Float())(here)
    query = (
        select(*POST_COLUMNS, distance.label("distance"))
        .where(
            *listed_posts(bindparam("viewer", type_=Post.id.type)),
            Post.nearness.op("<@", return_type=Boolean())(
                func.circle(here, bindparam("reach", type_=Float))
            ),
            Post.marks.op("@@", return_type=Boolean())(_as_tsquery("marks")),
            *_conditions(shape, distance),
        )
        .order_by(distance)
        # Written into the statement: with a parameter here, a prepared plan would expect a tenth of
        # all the rows and sort them.
        .fetch(literal_column(str(int(shape.rows)), Integer), with_ties=True)
    )
    return query, frozenset(query.compile().params)


def listed_posts(viewer: Any) -> tuple[ColumnElement[bool], ...]:
    """Return the clauses on ``Post`` for what others offer, need and say, and still can be had.

    ``now`` is to be bound.
    """
    now = bindparam("now", type_=DateTime(timezone=True))
    return (
        # As it is written in the index, which holds only these.
        literal_column("posts.state = 'open'", Boolean),
        visible_posts(viewer),
        Post.posted_by != viewer,
        Post.open_until > now,
        or_(Post.full_until.is_(None), Post.full_until <= now),
    )


def _as_tsquery(name: str) -> ColumnElement[Any]:
    """Return a parameter as what is looked for, read once.

    Nor can the planner look into it: expecting little of what is common, it would sort it all.
    """
    return select(cast(bindparam(name, type_=Text), TSQUERY)).scalar_subquery()


def _conditions(shape: Shape, distance: ColumnElement[float]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if shape.goes_on:
        conditions.append(distance >= bindparam("after", type_=Float))
    if shape.ways:
        conditions.append(Post.way == func.any(bindparam("ways", type_=ARRAY(Text))))
    if shape.words:
        conditions.append(Post.search.op("@@", return_type=Boolean())(_as_tsquery("words")))
    if shape.fresh:
        since = bindparam("fresh_since", type_=DateTime(timezone=True))
        conditions.append(Post.opened_at >= since)
    if shape.when:
        conditions.append(or_(_WINDOW_MEETS, _DATES_MAY_TOUCH, _MAY_REPEAT))
    if shape.soon:
        conditions.append(
            or_(
                Post.urgent,
                Post.starts_at >= _STARTS_AT,
                Post.ends_at <= _ENDS_AT,
                Post.on_dates != _NO_DATES,
                Post.rrule.is_not(None),
            )
        )
    return conditions


_STARTS_AT = bindparam("starts_at", type_=DateTime(timezone=True))
_ENDS_AT = bindparam("ends_at", type_=DateTime(timezone=True))
_NO_DATES: ColumnElement[Any] = literal_column("'{}'", ARRAY(Date))
_WINDOW_MEETS = (
    Post.rrule.is_(None)
    & (Post.on_dates == _NO_DATES)
    & or_(Post.starts_at.is_(None), Post.starts_at < _ENDS_AT)
    & or_(Post.ends_at.is_(None), Post.ends_at > _STARTS_AT)
)
_DATES_MAY_TOUCH = Post.on_dates.overlap(cast(bindparam("days", type_=ARRAY(Date)), ARRAY(Date)))
_MAY_REPEAT = Post.rrule.is_not(None) & (
    Post.first < bindparam("ends_on_the_wall", type_=DateTime(timezone=False))
)
