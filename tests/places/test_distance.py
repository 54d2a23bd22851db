import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from backend.places.distance import Degrees, metres_between

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
steps = st.floats(-0.5, 0.5)


@given(st.tuples(latitudes, longitudes), st.tuples(latitudes, longitudes))
def test_distances_are_those_of_the_geodesic(one: Degrees, other: Degrees):
    assert metres_between(one, other) == pytest.approx(geodesic(one, other).meters, abs=0.01)


@given(st.floats(-89, 89), st.floats(-179, 179), steps, steps)
def test_distances_in_a_neighbourhood_are_exact(
    latitude: float, longitude: float, up: float, across: float
):
    one, other = (latitude, longitude), (latitude + up, longitude + across)
    assert metres_between(one, other) == pytest.approx(geodesic(one, other).meters, abs=0.001)


def test_a_point_is_nowhere_from_itself():
    assert metres_between((51.5, -0.1), (51.5, -0.1)) == 0


def test_the_far_side_of_the_date_line_is_near():
    assert metres_between((-17, 179.999), (-17, -179.999)) < 300


def test_opposite_sides_of_the_earth_have_a_distance_too():
    assert metres_between((0.2, 0), (-0.1, 179.8)) == pytest.approx(
        geodesic((0.2, 0), (-0.1, 179.8)).meters, abs=0.01
    )
