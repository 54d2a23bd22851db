"""How many posts there are where, for a map: counts by category, by published cell.

What stands alone in a cell is counted in a wider one, and left out where even that holds few. For
that, whatever can belong to a cell on the map is counted, beyond its edge too: what is said of a
cell never depends on where the map was cut. One's own posts are no part of any count, or one could
fill a cell up with them.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Float, Select, Text, bindparam, func, select
from sqlalchemy.engine import Connection

from backend.db.reading import rows_of
from backend.kernel.facts import Fact, Kind
from backend.places.cells import centre_of, parent_of, resolution_of
from backend.places.distance import rough_metres_between
from backend.places.mercator import scale_at, to_mercator
from backend.posts.models import Post
from backend.posts.nearest import listed_posts
from backend.posts.states import PostKind

FEWEST = 3
"""Posts in a cell that is shown."""
WIDEST = 6
"""The resolution (H3) of the widest cells; about 3,700 m from the centre to the edge."""
MOST_KILOMETRES = 60
"""From one side of the map to the other."""
_BEYOND = 6_000
"""Metres from the centre of the widest cell to the farthest centre in it, and more."""


class MapTooLarge(Fact):
    """The map is longer than `at_most_kilometres` from one side to the other."""

    kind = Kind.UNPROCESSABLE


class MapInsideOut(Fact):
    """The west lies east of the east, or the south north of the north."""

    kind = Kind.UNPROCESSABLE


@dataclass(frozen=True, slots=True)
class Bounds:
    """A piece of the map, in degrees (WGS 84). It does not cross the date line."""

    west: float
    south: float
    east: float
    north: float

    def __contains__(self, point: tuple[float, float]) -> bool:
        latitude, longitude = point
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


@dataclass(frozen=True, slots=True)
class CellCount:
    """How many posts there are in a cell, those apart that a smaller cell shows."""

    cell: str
    centre: tuple[float, float]
    """Latitude and longitude, in degrees."""
    by_category: dict[str, int]

    @property
    def posts(self) -> int:
        """How many in all."""
        return sum(self.by_category.values())


def check_bounds(bounds: Bounds) -> None:
    """Raise MapInsideOut or MapTooLarge for what cannot be counted."""
    if bounds.west >= bounds.east or bounds.south >= bounds.north:
        raise MapInsideOut
    most = MOST_KILOMETRES * 1_000
    nearest_the_equator = min(abs(bounds.south), abs(bounds.north))
    if bounds.south < 0 < bounds.north:
        nearest_the_equator = 0.0
    middle = (bounds.west + bounds.east) / 2
    across = rough_metres_between(
        (nearest_the_equator, bounds.west), (nearest_the_equator, bounds.east)
    )
    # Beyond a half turn the short way round is another one.
    across = across if bounds.east - bounds.west < 180 else most + 1
    up = rough_metres_between((bounds.south, middle), (bounds.north, middle))
    if across > most or up > most:
        raise MapTooLarge(at_most_kilometres=MOST_KILOMETRES)


def count_posts(
    reader: Connection, bounds: Bounds, *, kinds: tuple[PostKind, ...], by: UUID, now: datetime
) -> list[CellCount]:
    """Count the posts of others whose cells have their centres on a piece of the map. One query."""
    scale = scale_at(max(abs(bounds.south), abs(bounds.north)) + 0.1)
    left, bottom = to_mercator(bounds.south, bounds.west)
    right, top = to_mercator(bounds.north, bounds.east)
    beyond = _BEYOND * scale
    rows = rows_of(
        reader,
        _counts(),
        {
            "left": left - beyond,
            "bottom": bottom - beyond,
            "right": right + beyond,
            "top": top + beyond,
            "kinds": [kind.value for kind in kinds],
            "viewer": by,
            "now": now,
        },
    )
    cells: dict[str, Counter[str]] = {}
    for cell, category, number in rows:
        cells.setdefault(cell, Counter())[category or PostKind.HELLO.value] += number
    found = [
        CellCount(cell, centre_of(cell), dict(sorted(counts.items())))
        for cell, counts in sorted(merged(cells).items())
    ]
    return [each for each in found if each.centre in bounds]


def merged(cells: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    """Return counts with those of small cells in the wider cells around them, and none small."""
    shown: dict[str, Counter[str]] = {}
    waiting = dict(cells)
    for resolution in range(max(map(resolution_of, cells), default=WIDEST), WIDEST - 1, -1):
        for cell in [each for each in waiting if resolution_of(each) == resolution]:
            counts = waiting.pop(cell)
            if counts.total() >= FEWEST:
                shown[cell] = counts
            elif resolution > WIDEST:
                waiting.setdefault(parent_of(cell), Counter()).update(counts)
    return shown


@lru_cache(maxsize=1)
def _counts() -> Select[*tuple[Any, ...]]:
    corners = (
        func.point(bindparam("left", type_=Float), bindparam("bottom", type_=Float)),
        func.point(bindparam("right", type_=Float), bindparam("top", type_=Float)),
    )
    return (
        select(Post.cell, Post.category, func.count())
        .where(
            *listed_posts(bindparam("viewer", type_=Post.id.type)),
            Post.nearness.op("<@", return_type=Boolean())(func.box(*corners)),
            Post.kind == func.any(bindparam("kinds", type_=ARRAY(Text))),
        )
        .group_by(Post.cell, Post.category)
    )
