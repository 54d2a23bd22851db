"""Web Mercator (EPSG:3857), in which PostgreSQL's core ``point`` can be searched nearest first.

Its metres are stretched by 1 / cos(latitude), so a radius has to be multiplied by `scale_at`, and
true distances come from `backend.places.distance`.
"""

import math
from hashlib import blake2b
from uuid import UUID

EARTH_RADIUS = 6_378_137.0
"""Metres, as EPSG:3857 has it."""
MOST_LATITUDE = 85.051_128_779_806_59
"""Degrees; beyond it the map would grow without end."""
LEAST_DEGREE = 110_574.0
"""Metres on the ground of a degree of latitude where it is shortest, at the equator (WGS 84)."""
APART = 5.0
"""Metres by which a published point is moved at most, so that no two tie."""

_TURN = 2 * math.pi
_UNITS = 2.0**32


def to_mercator(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the x and y of a point, in metres; near the poles those of the last latitude."""
    phi = math.radians(_clamped(latitude))
    x = EARTH_RADIUS * math.radians(longitude)
    return x, EARTH_RADIUS * math.asinh(math.tan(phi))


def scale_at(latitude: float) -> float:
    """Return how many metres of the map one metre on the ground is."""
    return 1 / math.cos(math.radians(_clamped(latitude)))


def nearness_of(space_id: UUID, latitude: float, longitude: float) -> tuple[float, float]:
    """Return the point on the map by which a thing is sorted: its published point, moved a little.

    Thousands of things share the centre of a cell, and ties make the nearest-first index slow. The
    shift, 5 m at most, is a formula of the id, so it is always the same and says nothing of the
    hidden point.
    """
    x, y = to_mercator(latitude, longitude)
    digest = blake2b(space_id.bytes, digest_size=8).digest()
    angle = _TURN * int.from_bytes(digest[:4]) / _UNITS
    # The root spreads the points evenly over the disc instead of heaping them in its middle.
    distance = APART * math.sqrt(int.from_bytes(digest[4:]) / _UNITS)
    return x + distance * math.cos(angle), y + distance * math.sin(angle)


def _clamped(latitude: float) -> float:
    return max(-MOST_LATITUDE, min(MOST_LATITUDE, latitude))
