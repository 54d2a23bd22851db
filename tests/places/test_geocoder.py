from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from backend.places.errors import PlaceSearchAway, PlaceSearchBusy, PlaceSearchOff
from backend.places.geocoder import KEPT_FOR, MOST_KEPT, FoundPlace, Geocoder, geocoder_at
from backend.settings import Settings
from tests.people.arrivals import Neighbour
from tests.places.geocoding import NOMINATIM, PHOTON, LoopbackGeocoder, loopback_geocoder

LORD_STREET = FoundPlace("Lord Street, Fleetwood, England", 53.9226, -3.0149)


class Watch:
    """A clock of seconds which only sleeping moves on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def server() -> Iterator[LoopbackGeocoder]:
    with loopback_geocoder() as server:
        yield server


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def geocoder(server: LoopbackGeocoder, watch: Watch) -> Geocoder:
    return Geocoder(server.url, "nominatim", monotonic=watch, sleep=watch.sleep, timeout=2)


def test_nominatim_finds_a_street(geocoder: Geocoder, server: LoopbackGeocoder) -> None:
    found = geocoder.search("Lord Street", language="de")
    assert found[0] == LORD_STREET
    assert [place.name for place in found] == [LORD_STREET.name, "Lordstraße, Wien"]
    assert server.asked[0]["q"] == ["Lord Street"]
    assert server.asked[0]["accept-language"] == ["de"]
    assert "neighbours" in str(server.agents[0])


def test_photon_finds_a_street(server: LoopbackGeocoder) -> None:
    server.says(PHOTON)
    assert Geocoder(server.url, "photon").search("Lord Street", language="en") == [LORD_STREET]


@pytest.mark.parametrize(("kind", "nothing"), [("nominatim", []), ("photon", {"features": []})])
def test_words_that_mean_no_place_find_nothing(
    server: LoopbackGeocoder, kind: str, nothing: Any
) -> None:
    server.says(nothing)
    assert Geocoder(server.url, kind).search("qwertz", language="en") == []


@pytest.mark.parametrize("kind", ["nominatim", "photon"])
@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"<html>busy</html>",
        b"\xff\xfe\x00",
        b"[1, 2]",
        b'{"error": "Bandwidth limit exceeded"}',
        b'{"features": 7}',
        b'[{"lat": "north", "lon": "west", "display_name": "x"}]',
        b'{"features": [{"geometry": null, "properties": {}}]}',
        b'{"features": [{"geometry": {"coordinates": []}, "properties": {"name": 7}}]}',
        b"[" * 100_000,
    ],
)
def test_an_answer_that_makes_no_sense_is_no_answer(
    server: LoopbackGeocoder, kind: str, garbage: bytes
) -> None:
    server.says(garbage)
    with pytest.raises(PlaceSearchAway):
        Geocoder(server.url, kind).search("Lord Street", language="en")


@pytest.mark.filterwarnings("ignore:Latitude normalization")  # geopy says it and refuses.
def test_an_answer_beyond_the_pole_is_no_answer(
    geocoder: Geocoder, server: LoopbackGeocoder
) -> None:
    server.says([{"lat": "91", "lon": "0", "display_name": "Beyond"}])
    with pytest.raises(PlaceSearchAway):
        geocoder.search("Lord Street", language="en")


def test_what_is_no_place_is_left_out(geocoder: Geocoder, server: LoopbackGeocoder) -> None:
    nowhere = {"lat": None, "lon": None, "display_name": "Nowhere"}
    nameless = {"lat": "1", "lon": "0", "display_name": "\u0007\u202e"}
    server.says([nowhere, nameless, *NOMINATIM[:1]])
    assert geocoder.search("Lord Street", language="en") == [LORD_STREET]


def test_a_name_is_shown_in_one_line_and_bounded(
    geocoder: Geocoder, server: LoopbackGeocoder
) -> None:
    server.says([{"lat": "1", "lon": "2", "display_name": "A\u0000\nB" + "x" * 5_000}])
    name = geocoder.search("Lord Street", language="en")[0].name
    assert name.startswith("A B")
    assert len(name) == 300


@pytest.mark.parametrize("status", [301, 403, 404, 429, 500, 503])
def test_a_geocoder_that_refuses_is_away(
    geocoder: Geocoder, server: LoopbackGeocoder, status: int
) -> None:
    server.status = status
    with pytest.raises(PlaceSearchAway):
        geocoder.search("Lord Street", language="en")


def test_a_geocoder_that_is_too_slow_is_away(server: LoopbackGeocoder) -> None:
    server.may_answer.clear()
    with pytest.raises(PlaceSearchAway):
        Geocoder(server.url, "nominatim", timeout=0.1).search("Lord Street", language="en")


def test_an_answer_without_end_is_not_read(geocoder: Geocoder, server: LoopbackGeocoder) -> None:
    server.says(b" " * 2_000_000 + b"[]")
    with pytest.raises(PlaceSearchAway):
        geocoder.search("Lord Street", language="en")


def test_a_geocoder_that_is_not_there_is_away() -> None:
    with loopback_geocoder() as gone:
        url = gone.url
    with pytest.raises(PlaceSearchAway):
        Geocoder(url, "nominatim", timeout=1).search("Lord Street", language="en")


def test_the_same_words_are_asked_once_a_day(
    geocoder: Geocoder, server: LoopbackGeocoder, watch: Watch
) -> None:
    geocoder.search("Lord Street", language="en")
    geocoder.search("  lord  STREET ", language="en")
    assert len(server.asked) == 1
    watch.now += KEPT_FOR
    geocoder.search("Lord Street", language="en")
    assert len(server.asked) == 2


def test_what_went_wrong_is_not_remembered(geocoder: Geocoder, server: LoopbackGeocoder) -> None:
    server.status = 500
    with pytest.raises(PlaceSearchAway):
        geocoder.search("Lord Street", language="en")
    server.status = 200
    assert geocoder.search("Lord Street", language="en")


def test_what_is_remembered_is_bounded(geocoder: Geocoder, watch: Watch) -> None:
    for number in range(MOST_KEPT + 1):
        geocoder._kept["x" + str(number), "en"] = (watch.now + KEPT_FOR, [])
    geocoder.search("Lord Street", language="en")
    assert len(geocoder._kept) == MOST_KEPT


def test_the_geocoder_is_asked_once_a_second(geocoder: Geocoder, watch: Watch) -> None:
    for street in ("First", "Second", "Third"):
        geocoder.search(street, language="en")
    assert watch.slept == [1.0, 1.0]


def test_when_many_ask_at_once_the_last_are_told_to_come_back(
    server: LoopbackGeocoder, watch: Watch
) -> None:
    # Nobody's waiting moves the clock on here, as when all arrive at the same moment.
    geocoder = Geocoder(server.url, "nominatim", monotonic=watch, sleep=lambda seconds: None)
    for street in ("First", "Second", "Third"):
        geocoder.search(street, language="en")
    with pytest.raises(PlaceSearchBusy) as refused:
        geocoder.search("Fourth", language="en")
    assert refused.value.retry_after == 3


def test_without_a_geocoder_nothing_is_searched() -> None:
    with pytest.raises(PlaceSearchOff):
        geocoder_at("", "nominatim")


class TestOverHttp:
    def test_a_server_without_a_geocoder_says_so(self, neighbour: Callable[..., Neighbour]) -> None:
        answer = neighbour().get("/v1/places/search?q=Lord+Street")
        assert (answer.status_code, answer.json["code"]) == (409, "place_search_off")
        assert "map" in answer.json["detail"]

    @pytest.mark.parametrize(
        "query", ["", "?q=", "?q=%20", "?q=a%00b", "?q=a&z=1", "?q=" + "a" * 201]
    )
    def test_words_that_are_none_are_refused(
        self, neighbour: Callable[..., Neighbour], query: str
    ) -> None:
        answer = neighbour().get("/v1/places/search" + query)
        assert (answer.status_code, answer.json["code"]) == (422, "not_valid")

    def test_nobody_searches_without_signing_in(self, client: Any) -> None:
        assert client.get("/v1/places/search?q=Lord+Street").status_code == 401


class TestOverHttpWithAGeocoder:
    @pytest.fixture
    def settings(self, settings: Settings, server: LoopbackGeocoder) -> Settings:
        return replace(settings, geocoder_url=server.url)

    def test_a_neighbour_finds_a_street(self, neighbour: Callable[..., Neighbour]) -> None:
        answer = neighbour().get("/v1/places/search?q=Lord+Street")
        assert answer.status_code == 200
        assert answer.json["items"][0] == {
            "name": "Lord Street, Fleetwood, England",
            "latitude": 53.9226,
            "longitude": -3.0149,
        }

    def test_a_broken_geocoder_is_not_our_fault_and_is_said(
        self, neighbour: Callable[..., Neighbour], server: LoopbackGeocoder
    ) -> None:
        server.status = 500
        answer = neighbour().get("/v1/places/search?q=Lord+Street")
        assert (answer.status_code, answer.json["code"]) == (503, "place_search_away")
        assert answer.headers["Retry-After"]
