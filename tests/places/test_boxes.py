"""A box holds all that it is around, also where the map ends."""

from hypothesis import example, given
from hypothesis import strategies as st

from backend.places.boxes import box_around, box_of_cell, is_published
from backend.places.cells import cell_of
from backend.places.distance import metres_between

latitudes = st.floats(-84, 84)
longitudes = st.floats(-180, 180)
steps = st.floats(-0.02, 0.02)


def holds(box, latitude, longitude):
    return box.south <= latitude <= box.north and box.west <= longitude <= box.east


@given(latitudes, longitudes, st.booleans())
def test_whoever_lives_in_a_cell_is_in_its_box(latitude, longitude, countryside):
    cell = cell_of(latitude, longitude, countryside=countryside)
    assert holds(box_of_cell(cell), latitude, longitude)


@given(latitudes, longitudes, steps, steps)
@example(0.0, 0.0, 0.018022, 0.0)  # Degrees of latitude are shortest there.
def test_whoever_is_close_is_in_the_box_around(latitude, longitude, north, east):
    there = latitude + north, (longitude + east + 180) % 360 - 180
    if metres_between((latitude, longitude), there) <= 2_000:
        assert holds(box_around(latitude, longitude, 2_000), *there)


def test_only_cells_of_the_two_sizes_are_published():
    cell = cell_of(53.9213, -3.0178)
    assert is_published(cell)
    assert is_published(cell_of(53.9213, -3.0178, countryside=True))
    for other in ("", "x", "88195d2b1dffff", "89195d2b1d3ffff", "0", "zz195d2b1dfffff"):
        assert not is_published(other)
