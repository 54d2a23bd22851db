import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.local_time import zone_named
from backend.places.zones import _zone_of_the_sun, zone_at


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (53.92, -3.01, "Europe/London"),
        (52.52, 13.40, "Europe/Berlin"),
        (-31.55, 159.08, "Australia/Lord_Howe"),
        (0.0, -150.0, "Etc/GMT+10"),
        (0.0, 0.0, "Etc/GMT"),
    ],
)
def test_a_place_has_the_zone_its_people_use(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(latitude, longitude) == zone


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_on_earth_has_a_zone(latitude: float, longitude: float) -> None:
    assert zone_named(zone_at(latitude, longitude))


@given(st.floats(-180, 180))
def test_where_no_border_is_known_the_sun_gives_the_zone(longitude: float) -> None:
    assert zone_named(_zone_of_the_sun(longitude))
