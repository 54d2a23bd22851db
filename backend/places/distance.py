"""How far two points are apart, in metres over the ground."""

import math

from geopy.distance import geodesic

MEAN_RADIUS = 6_371_008.8
"""Metres; the mean radius of the earth (IUGG)."""

Degrees = tuple[float, float]
"""Latitude and longitude (WGS 84)."""


def metres_between(one: Degrees, other: Degrees) -> float:
    """Return the geodesic distance on the ellipsoid; what answers say."""
    return float(geodesic(one, other).meters)


def rough_metres_between(one: Degrees, other: Degrees) -> float:
    """Return the distance on a sphere, within 0.6 %, forty times as fast; for sorting alone."""
    phi, other_phi = math.radians(one[0]), math.radians(other[0])
    half_up = math.sin((other_phi - phi) / 2)
    half_across = math.sin(math.radians(other[1] - one[1]) / 2)
    chord = half_up * half_up + math.cos(phi) * math.cos(other_phi) * half_across * half_across
    return 2 * MEAN_RADIUS * math.asin(math.sqrt(min(1.0, chord)))
