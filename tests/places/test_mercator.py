import math
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.places.distance import metres_between, rough_metres_between
from backend.places.mercator import APART, nearness_of, scale_at, to_mercator


def test_a_known_point_is_where_the_standard_has_it() -> None:
    # The worked example of IOGP Publication 373-7-2 for this projection.
    x, y = to_mercator(24 + 22 / 60 + 54.433 / 3600, -(100 + 20 / 60))
    assert x == pytest.approx(-11_169_055.58, abs=0.01)
    assert y == pytest.approx(2_800_000.00, abs=0.01)


@pytest.mark.parametrize("latitude", [-90.0, 90.0])
def test_the_poles_are_on_the_map(latitude: float) -> None:
    _, y = to_mercator(latitude, 180.0)
    assert abs(y) == pytest.approx(20_037_508.34, abs=1)
    assert math.isfinite(scale_at(latitude))


@given(st.floats(-80, 80), st.floats(-179, 179))
def test_a_short_way_on_the_map_is_a_longer_one_on_the_ground(
    latitude: float, longitude: float
) -> None:
    here, there = (latitude, longitude), (latitude, longitude + 0.001)
    on_the_map = math.dist(to_mercator(*here), to_mercator(*there))
    on_the_ground = on_the_map / scale_at(latitude)
    assert on_the_ground == pytest.approx(metres_between(here, there), rel=0.01)


@given(st.uuids(), st.floats(-90, 90), st.floats(-180, 180))
def test_a_point_is_moved_by_five_metres_at_most_and_always_alike(
    space_id: UUID, latitude: float, longitude: float
) -> None:
    moved = nearness_of(space_id, latitude, longitude)
    assert math.dist(moved, to_mercator(latitude, longitude)) <= APART + 1e-6
    assert moved == nearness_of(space_id, latitude, longitude)


def test_spaces_in_one_cell_do_not_tie() -> None:
    moved = {nearness_of(UUID(int=number), 53.9, -3.0) for number in range(2_000)}
    assert len(moved) == 2_000


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_the_fast_distance_is_good_enough_to_sort_by(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> None:
    one, other = (latitude, longitude), (other_latitude, other_longitude)
    assert rough_metres_between(one, other) == pytest.approx(
        metres_between(one, other), rel=0.006, abs=1
    )


def test_a_geodesic_is_known_to_the_metre() -> None:
    # Flinders Peak to Buninyong, as the GDA technical manual gives it on GRS 80.
    flinders = (-37.95103341666667, 144.42486788888888)
    buninyong = (-37.65282113888889, 143.92649552777777)
    assert metres_between(flinders, buninyong) == pytest.approx(54_972.271, abs=0.01)
