"""The boundary of a neighbourhood: a GeoJSON polygon (RFC 7946) or a circle.

It is kept as it was given, for maps, and as a polygon on the Mercator map, for finding who is
inside. What is no plain area on the ground is refused.
"""

import math
from collections.abc import Sequence
from typing import Any

from backend.groups.errors import BoundaryNotUsable
from backend.places.distance import metres_between
from backend.places.mercator import scale_at, to_mercator

MOST_CORNERS = 1_000
LEAST_METRES = 50
MOST_METRES = 20_000
"""Of a circle's radius; a polygon lies in a circle of it."""
_CIRCLE_CORNERS = 64

Corners = list[tuple[float, float]]


def outline_of(boundary: dict[str, Any]) -> Corners:
    """Return a boundary as corners on the map, in metres; raise ``BoundaryNotUsable``."""
    if boundary["type"] == "Circle":
        return _circle(boundary["coordinates"], boundary["radius_metres"])
    rings = boundary["coordinates"]
    if len(rings) != 1:
        raise BoundaryNotUsable(why="holes")
    ring = rings[0]
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise BoundaryNotUsable(why="not_closed")
    # Seldom needed, and with numpy beneath it a twentieth of what a worker reads to begin.
    from shapely.geometry import Polygon
    from shapely.validation import explain_validity

    polygon = Polygon(ring)
    if not polygon.is_valid or polygon.is_empty or polygon.area == 0:
        raise BoundaryNotUsable(why="crosses_itself", more=explain_validity(polygon))
    west, south, east, north = polygon.bounds
    # On the map nothing goes over the date line: what seems to goes all the way round.
    goes_round = east - west > 180
    if goes_round or metres_between((south, west), (north, east)) > 2 * MOST_METRES:
        raise BoundaryNotUsable(why="too_large")
    return [to_mercator(latitude, longitude) for longitude, latitude in ring[:-1]]


def middle_of(boundary: dict[str, Any]) -> tuple[float, float]:
    """Return a point inside a boundary that can be used, as latitude and longitude in degrees."""
    if boundary["type"] == "Circle":
        longitude, latitude = boundary["coordinates"]
    else:
        from shapely.geometry import Polygon  # As above.

        inside = Polygon(boundary["coordinates"][0]).representative_point()
        longitude, latitude = inside.x, inside.y
    return latitude, longitude


def _circle(centre: Sequence[float], radius_metres: float) -> Corners:
    longitude, latitude = centre
    x, y = to_mercator(latitude, longitude)
    radius = radius_metres * scale_at(latitude)
    return [
        (
            x + radius * math.cos(2 * math.pi * each / _CIRCLE_CORNERS),
            y + radius * math.sin(2 * math.pi * each / _CIRCLE_CORNERS),
        )
        for each in range(_CIRCLE_CORNERS)
    ]
