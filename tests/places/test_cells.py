from hypothesis import given
from hypothesis import strategies as st

from backend.places.cells import cell_of, centre_of, is_countryside
from backend.places.distance import metres_between

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


@given(LATITUDES, LONGITUDES)
def test_what_is_published_is_the_same_for_everybody_in_the_cell(
    latitude: float, longitude: float
) -> None:
    cell = cell_of(latitude, longitude)
    assert cell_of(*centre_of(cell)) == cell


@given(LATITUDES, LONGITUDES)
def test_what_is_published_is_near_the_place(latitude: float, longitude: float) -> None:
    published = centre_of(cell_of(latitude, longitude))
    assert metres_between((latitude, longitude), published) < 900
    wider = centre_of(cell_of(latitude, longitude, countryside=True))
    assert metres_between((latitude, longitude), wider) < 2_300


def test_neighbours_in_one_street_are_published_alike() -> None:
    assert cell_of(53.9230, -3.0150) == cell_of(53.9231, -3.0152)


def test_the_countryside_can_be_told_from_the_cell() -> None:
    assert is_countryside(cell_of(53.92, -3.01, countryside=True))
    assert not is_countryside(cell_of(53.92, -3.01))
