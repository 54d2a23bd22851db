"""Boxes of degrees around something, for a first rough look at who is there."""

from typing import NamedTuple

import h3  # type: ignore[import-untyped]  # It comes without types.

from backend.places.cells import COUNTRYSIDE, NEIGHBOURHOOD
from backend.places.mercator import LEAST_DEGREE, scale_at


class Box(NamedTuple):
    """All between two parallels and two meridians, in degrees (WGS 84)."""

    south: float
    west: float
    north: float
    east: float


def is_published(cell: str) -> bool:
    """Answer whether something is a cell of one of the two sizes that are published."""
    return h3.is_valid_cell(cell) and h3.get_resolution(cell) in (NEIGHBOURHOOD, COUNTRYSIDE)


def box_of_cell(cell: str) -> Box:
    """Return a box that holds a cell."""
    corners = h3.cell_to_boundary(cell)
    latitudes, longitudes = zip(*corners, strict=True)
    return _whole(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


def box_around(latitude: float, longitude: float, metres: float) -> Box:
    """Return a box that holds all within some metres of a point."""
    up = metres / LEAST_DEGREE
    across = up * scale_at(abs(latitude) + up)
    return _whole(latitude - up, longitude - across, latitude + up, longitude + across)


def _whole(south: float, west: float, north: float, east: float) -> Box:
    """Return a box that goes all around where it would meet the 180th meridian."""
    if west < -180 or east > 180 or east - west > 180:
        west, east = -180.0, 180.0
    return Box(south, west, north, east)
