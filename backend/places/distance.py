"""How far two points are apart, in metres over the ground."""

import math

from geopy.distance import geodesic

MEAN_RADIUS = 6_371_008.8
"""Metres; the mean radius of the earth (IUGG)."""

EQUATOR = 6_378_137.0
"""Metres from the middle of the earth to its equator (WGS 84)."""
FLATTENING = 1 / 298.257_223_563
POLE = EQUATOR * (1 - FLATTENING)

Degrees = tuple[float, float]
"""Latitude and longitude (WGS 84)."""


def metres_between(one: Degrees, other: Degrees) -> float:
    """Return the geodesic distance on the ellipsoid; what answers say.

    By the inverse formula of T. Vincenty (Survey Review XXIII, 176, 1975), within a millimetre. It
    takes a tenth of the time of the general solution, which is left to points on opposite sides
    of the earth.
    """
    if one == other:
        return 0.0
    tan_u1 = (1 - FLATTENING) * math.tan(math.radians(one[0]))
    tan_u2 = (1 - FLATTENING) * math.tan(math.radians(other[0]))
    cos_u1 = 1 / math.sqrt(1 + tan_u1 * tan_u1)
    cos_u2 = 1 / math.sqrt(1 + tan_u2 * tan_u2)
    sin_u1, sin_u2 = tan_u1 * cos_u1, tan_u2 * cos_u2
    apart = math.radians(math.remainder(other[1] - one[1], 360))
    longitude = apart
    for _ in range(20):
        sin_longitude, cos_longitude = math.sin(longitude), math.cos(longitude)
        sin_sigma = math.hypot(
            cos_u2 * sin_longitude, cos_u1 * sin_u2 - sin_u1 * cos_u2 * cos_longitude
        )
        if sin_sigma == 0:
            return 0.0
        cos_sigma = sin_u1 * sin_u2 + cos_u1 * cos_u2 * cos_longitude
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = cos_u1 * cos_u2 * sin_longitude / sin_sigma
        cos2_alpha = 1 - sin_alpha * sin_alpha
        # On the equator the middle is everywhere.
        middle = cos_sigma - 2 * sin_u1 * sin_u2 / cos2_alpha if cos2_alpha > 1e-15 else 0.0
        c = FLATTENING / 16 * cos2_alpha * (4 + FLATTENING * (4 - 3 * cos2_alpha))
        bulge = cos_sigma * (2 * middle * middle - 1)
        before, longitude = (
            longitude,
            apart
            + (1 - c) * FLATTENING * sin_alpha * (sigma + c * sin_sigma * (middle + c * bulge)),
        )
        if abs(longitude - before) < 1e-12:
            break
    else:
        return float(geodesic(one, other).meters)
    u2 = cos2_alpha * (EQUATOR**2 - POLE**2) / POLE**2
    a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    inner = b / 6 * middle * (4 * sin_sigma * sin_sigma - 3) * (4 * middle * middle - 3)
    return POLE * a * (sigma - b * sin_sigma * (middle + b / 4 * (bulge - inner)))


def rough_metres_between(one: Degrees, other: Degrees) -> float:
    """Return the distance on a sphere, within 0.6 %, forty times as fast; for sorting alone."""
    phi, other_phi = math.radians(one[0]), math.radians(other[0])
    half_up = math.sin((other_phi - phi) / 2)
    half_across = math.sin(math.radians(other[1] - one[1]) / 2)
    chord = half_up * half_up + math.cos(phi) * math.cos(other_phi) * half_across * half_across
    return 2 * MEAN_RADIUS * math.asin(math.sqrt(min(1.0, chord)))
