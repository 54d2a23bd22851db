"""The cell that is published instead of an address (H3), computed once and stored.

The centre of a cell says nothing about where in it somebody lives. Noise drawn per read would be
averaged away, and a displacement by a public formula can be inverted.
"""

import h3  # type: ignore[import-untyped]  # It comes without types.

NEIGHBOURHOOD = 8
"""The resolution in towns; a cell is about 500 m from its centre to its edge."""
COUNTRYSIDE = 7
"""The resolution where few houses stand; a cell is about 1,200 m from its centre to its edge."""


def cell_of(latitude: float, longitude: float, *, countryside: bool = False) -> str:
    """Return the cell that holds a point, in degrees (WGS 84)."""
    resolution = COUNTRYSIDE if countryside else NEIGHBOURHOOD
    return str(h3.latlng_to_cell(latitude, longitude, resolution))


def centre_of(cell: str) -> tuple[float, float]:
    """Return the centre of a cell, as latitude and longitude in degrees (WGS 84)."""
    latitude, longitude = h3.cell_to_latlng(cell)
    return float(latitude), float(longitude)


def is_countryside(cell: str) -> bool:
    """Answer whether the lister chose the wider cell."""
    return int(h3.get_resolution(cell)) == COUNTRYSIDE


def resolution_of(cell: str) -> int:
    """Return how fine a cell is; a greater number is a smaller cell."""
    return int(h3.get_resolution(cell))


def parent_of(cell: str) -> str:
    """Return the next wider cell, about seven times as large, around a cell's centre."""
    return str(h3.cell_to_parent(cell))
