"""Listing, reading and editing spaces, over HTTP on real PostgreSQL."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from marshmallow import Schema

from backend.kernel.ids import new_id
from backend.places.cells import cell_of, centre_of
from backend.spaces.models import AccessFact, SpaceKind
from backend.spaces.schemas import AccessRequest
from backend.spaces.views import AccessView
from tests.people.arrivals import Neighbour
from tests.spaces.listings import ADDRESS, LATITUDE, LONGITUDE, PLACE, code_of, listed, path_of


@pytest.fixture
def bob(neighbour: Callable[..., Neighbour]) -> Neighbour:
    return neighbour("Bob Marsh")


@pytest.mark.parametrize("kind", [kind.value for kind in SpaceKind])
def test_three_words_list_a_space(ada: Neighbour, kind: str) -> None:
    space = listed(ada, kind=kind).json
    assert space["kind"] == kind
    assert space["zone"] == "Europe/London"
    assert space["opening_hours"]
    assert space["terms"]["confirms"] == ("ask" if kind == "home" else "instant")
    assert "book" in space["can"]
    assert space["keepers"] == [{"first_name": "Ada", "id": str(ada.id)}]


def test_a_living_room_says_how_it_is(ada: Neighbour) -> None:
    space = listed(ada).json
    assert space["is_open_now"] is True
    assert space["next"] == {"at": "2026-03-01T21:00:00Z", "becomes": "closed"}
    assert space["says"].startswith("Open now until Sunday 1 March")
    assert set(space["access"].values()) == {"unknown"}
    assert space["capacity"] == 12


def test_a_home_says_that_somebody_is_asked_first_and_nothing_of_its_door(
    ada: Neighbour, bob: Neighbour
) -> None:
    home = listed(ada, kind="home")
    seen = bob.get(path_of(home), headers={"Accept-Language": "de"}).json
    assert seen["can"] == ["book"]
    assert seen["next"] is None
    assert "gefragt" in seen["says"]


def test_a_phone_may_bring_its_own_id_and_say_everything(ada: Neighbour) -> None:
    own = str(new_id())
    space = listed(
        ada,
        id=own,
        name="  Hall  ",
        kind="hall",
        words="Light\nand wide",
        place={**PLACE, "address": ADDRESS, "countryside": True},
        zone="Europe/Paris",
        capacity=80,
        access={"step_free": "yes", "lift": "no", "quiet": "unknown"},
        things=["piano"],
        agreements="Sweep.",
        opening_hours=[
            {"weekday": "friday", "opens": "18:00", "closes": "02:00"},
            {"weekday": "monday", "opens": "00:00", "closes": "24:00"},
        ],
        terms={"step_minutes": 15, "sharing": "shared", "confirms": "ask"},
    ).json
    assert space["id"] == own
    assert space["name"] == "Hall"
    assert space["zone"] == "Europe/Paris"
    assert space["capacity"] == 80
    assert space["access"]["step_free"] == "yes"
    assert space["access"]["lift"] == "no"
    assert space["access"]["quiet"] == "unknown"
    assert space["opening_hours"] == [
        {"weekday": "monday", "opens": "00:00", "closes": "24:00"},
        {"weekday": "friday", "opens": "18:00", "closes": "02:00"},
    ]
    assert space["place"]["cell"] == cell_of(LATITUDE, LONGITUDE, countryside=True)
    assert space["place"]["address"] == ADDRESS
    assert space["terms"]["step_minutes"] == 15
    assert (space["terms"]["sharing"], space["terms"]["confirms"]) == ("shared", "ask")


def test_the_same_request_twice_lists_one_space(ada: Neighbour) -> None:
    body = {"name": "Front room", "kind": "living_room", "place": PLACE}
    first = ada.post("/v1/spaces", body, key="once")
    again = ada.post("/v1/spaces", body, key="once")
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(ada.get("/v1/me/spaces").json["items"]) == 1


def test_an_id_that_is_taken_lists_nothing(ada: Neighbour, bob: Neighbour) -> None:
    taken = listed(ada).json["id"]
    body = {"id": taken, "name": "Mine", "kind": "room", "place": PLACE}
    assert code_of(bob.post("/v1/spaces", body)) == (409, "id_already_taken")
    assert bob.get("/v1/me/spaces").json["items"] == []


class TestWhereItIs:
    def test_neighbours_see_the_cell_and_keepers_the_place(
        self, ada: Neighbour, bob: Neighbour
    ) -> None:
        space = listed(ada, place={**PLACE, "address": ADDRESS})
        latitude, longitude = centre_of(cell_of(LATITUDE, LONGITUDE))
        mine = space.json["place"]
        assert mine["exact"] == PLACE
        assert mine["address"] == ADDRESS
        theirs = bob.get(path_of(space)).json["place"]
        assert theirs == {
            "latitude": latitude,
            "longitude": longitude,
            "is_exact": False,
            "cell": cell_of(LATITUDE, LONGITUDE),
            "address": None,
            "exact": None,
        }

    def test_the_exact_place_reaches_nobody_else_by_any_answer(
        self, ada: Neighbour, bob: Neighbour
    ) -> None:
        space = listed(ada, kind="hall", place={**PLACE, "address": ADDRESS})
        path = path_of(space)
        answers = [
            bob.get(path),
            bob.get("/v1/spaces?latitude=53.92&longitude=-3.01"),
            bob.get("/v1/me/spaces"),
            bob.patch(path, {"name": "x"}, if_match=space),
            bob.post(f"{path}/retirement"),
            bob.post("/v1/spaces", {"name": "x", "kind": "room", "parent_id": space.json["id"]}),
            bob.post("/v1/spaces", {**space.json["place"], "id": space.json["id"]}),
        ]
        for answer in answers:
            shown = answer.get_data(as_text=True) + str(answer.headers)
            assert ADDRESS not in shown
            assert str(LATITUDE)[:8] not in shown
            assert str(LONGITUDE)[:8] not in shown

    def test_moving_within_the_cell_shows_in_nobody_elses_answer(
        self, ada: Neighbour, bob: Neighbour
    ) -> None:
        space = listed(ada)
        before = bob.get(path_of(space)).json
        moved = {"latitude": LATITUDE + 0.0001, "longitude": LONGITUDE}
        assert ada.patch(path_of(space), {"place": moved}, if_match=space).status_code == 200
        after = bob.get(path_of(space)).json
        assert {**after, "version": 0} == {**before, "version": 0}

    def test_a_public_hall_shows_its_address_to_everybody(
        self, ada: Neighbour, bob: Neighbour
    ) -> None:
        hall = listed(
            ada, kind="hall", place={**PLACE, "address": ADDRESS, "address_is_public": True}
        )
        place = bob.get(path_of(hall)).json["place"]
        assert (place["latitude"], place["longitude"]) == (LATITUDE, LONGITUDE)
        assert place["is_exact"] is True
        assert place["address"] == ADDRESS
        hidden = ada.patch(path_of(hall), {"place": {"address_is_public": False}}, if_match=hall)
        assert hidden.json["place"]["is_exact"] is False
        assert bob.get(path_of(hall)).json["place"]["address"] is None

    def test_visitors_learn_first_names_of_keepers_and_no_ids(
        self, ada: Neighbour, bob: Neighbour
    ) -> None:
        answer = bob.get(path_of(listed(ada)))
        assert answer.json["keepers"] == [{"first_name": "Ada", "id": None}]
        assert str(ada.id) not in answer.get_data(as_text=True)
        assert "Byron" not in answer.get_data(as_text=True)

    def test_a_place_that_moves_takes_the_time_of_its_new_home(self, ada: Neighbour) -> None:
        space = listed(ada)
        moved = {"place": {"latitude": 52.52, "longitude": 13.4}}
        answer = ada.patch(path_of(space), moved, if_match=space)
        assert answer.json["zone"] == "Europe/Berlin"
        assert answer.json["place"]["cell"] == cell_of(52.52, 13.4)


class TestEditing:
    def test_what_is_left_out_stays(self, ada: Neighbour) -> None:
        space = listed(ada, access={"lift": "yes", "quiet": "yes"}, things=["sofa"])
        changes = {"name": "Back room", "access": {"lift": "unknown"}, "capacity": 4}
        answer = ada.patch(path_of(space), changes, if_match=space)
        assert answer.status_code == 200
        changed = {"name": "Back room", "capacity": 4, "version": 2}
        changed["access"] = {**space.json["access"], "lift": "unknown"}
        assert answer.json == {**space.json, **changed}
        assert answer.headers["ETag"].startswith('"2-')

    def test_every_field_may_change(self, ada: Neighbour) -> None:
        space = listed(ada)
        changes = {
            "kind": "studio",
            "words": "Bright",
            "zone": "Europe/Madrid",
            "things": ["easel"],
            "agreements": "Wash brushes.",
            "opening_hours": [],
            "terms": {"min_minutes": 30, "max_minutes": 90, "confirms": "ask"},
            "capacity": None,
        }
        answer = ada.patch(path_of(space), changes, if_match=space).json
        terms = {**space.json["terms"], **changes.pop("terms")}
        assert answer["terms"] == terms
        assert {name: answer[name] for name in changes} == changes
        assert answer["is_open_now"] is False

    def test_nobody_changes_what_somebody_else_changed_meanwhile(self, ada: Neighbour) -> None:
        space = listed(ada)
        ada.patch(path_of(space), {"name": "First"}, if_match=space)
        late = ada.patch(path_of(space), {"name": "Second"}, if_match=space)
        assert code_of(late) == (412, "changed_meanwhile")
        assert ada.get(path_of(space)).json["name"] == "First"

    def test_a_change_needs_the_version_that_was_seen(self, ada: Neighbour) -> None:
        space = listed(ada)
        assert code_of(ada.patch(path_of(space), {"name": "x"})) == (428, "version_needed")
        odd = ada.patch(path_of(space), {"name": "x"}, if_match="*")
        assert code_of(odd) == (400, "version_not_readable")

    def test_visitors_see_and_do_not_change(self, ada: Neighbour, bob: Neighbour) -> None:
        space = listed(ada)
        refused = bob.patch(path_of(space), {"name": "Mine"}, if_match=space)
        assert code_of(refused) == (403, "not_a_keeper")
        assert bob.get(path_of(space)).json["name"] == "Front room"

    def test_shared_by_headcount_needs_a_headcount_and_nothing_inside(self, ada: Neighbour) -> None:
        meadow = listed(ada, kind="outdoors")
        shared = {"terms": {"sharing": "shared"}}
        refused = ada.patch(path_of(meadow), shared, if_match=meadow)
        assert code_of(refused) == (422, "shared_needs_a_capacity")
        house = listed(ada, kind="hall")
        listed(ada, parent_id=house.json["id"])
        refused = ada.patch(path_of(house), shared, if_match=house)
        assert code_of(refused) == (409, "shared_holds_nothing_inside")

    def test_terms_that_nobody_could_meet_are_refused_with_what_they_would_be(
        self, ada: Neighbour
    ) -> None:
        space = listed(ada)
        refused = ada.patch(path_of(space), {"terms": {"max_minutes": 30}}, if_match=space)
        assert code_of(refused) == (422, "terms_do_not_fit")
        assert refused.json["params"] == {"max_minutes": 30, "at_least_minutes": 60}

    def test_a_phone_that_has_it_already_is_told_so(self, ada: Neighbour) -> None:
        space = listed(ada)
        seen = ada.get(path_of(space))
        again = ada.get(path_of(space), headers={"If-None-Match": seen.headers["ETag"]})
        assert again.status_code == 304


class TestMySpaces:
    def test_they_come_newest_first_and_page_by_page(self, ada: Neighbour, bob: Neighbour) -> None:
        ids = [listed(ada, name=f"Room {number}").json["id"] for number in range(5)]
        listed(bob)
        found: list[str] = []
        cursor = ""
        while True:
            page = ada.get(f"/v1/me/spaces?limit=2{cursor}").json
            found += [space["id"] for space in page["items"]]
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
        assert found == ids[::-1]

    def test_retired_ones_are_listed_when_asked_for(self, ada: Neighbour) -> None:
        space = listed(ada)
        ada.post(f"{path_of(space)}/retirement")
        assert ada.get("/v1/me/spaces").json["items"] == []
        retired = ada.get("/v1/me/spaces?retired=true").json["items"]
        assert [each["id"] for each in retired] == [space.json["id"]]

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("limit=0", 422),
            ("limit=101", 422),
            ("limit=NaN", 422),
            ("cursor=abc", 400),
            ("cursor=%00", 400),
            ("shape=round", 422),
            ("retired=perhaps", 422),
        ],
    )
    def test_odd_questions_are_refused(self, ada: Neighbour, query: str, status: int) -> None:
        assert ada.get(f"/v1/me/spaces?{query}").status_code == status

    def test_a_cursor_belongs_to_its_question(self, ada: Neighbour) -> None:
        for _ in range(2):
            listed(ada)
        cursor = ada.get("/v1/me/spaces?limit=1").json["next"]
        other = ada.get(f"/v1/me/spaces?limit=1&retired=true&cursor={cursor}")
        assert code_of(other) == (400, "cursor_of_other_filters")
        assert ada.get(f"/v1/me/spaces?cursor={cursor[:-3]}").status_code == 400


HALL = {"name": "Hall", "kind": "hall", "place": PLACE}
BAD_BODIES: list[Any] = [
    [],
    [HALL],
    "hall",
    7,
    None,
    {},
    {**HALL, "name": ""},
    {**HALL, "name": " \n "},
    {**HALL, "name": "x" * 101},
    {**HALL, "name": "a\u0000b"},
    {**HALL, "name": "a\ud800b"},
    {**HALL, "name": "a\u202eb"},
    {**HALL, "name": ["Hall"]},
    {**HALL, "name": None},
    {**HALL, "words": "x" * 2_001},
    {**HALL, "kind": "palace"},
    {**HALL, "kind": ["hall"]},
    {**HALL, "price": 5},
    {**HALL, "place": {**PLACE, "latitude": 91}},
    {**HALL, "place": {**PLACE, "longitude": -180.5}},
    {**HALL, "place": {**PLACE, "latitude": float("nan")}},
    {**HALL, "place": {**PLACE, "latitude": float("inf")}},
    {**HALL, "place": {**PLACE, "latitude": "north"}},
    {**HALL, "place": {**PLACE, "latitude": True, "longitude": None}},
    {**HALL, "place": {"latitude": 1}},
    {**HALL, "place": {"longitude": 1}},
    {**HALL, "place": [1, 2]},
    {**HALL, "place": None},
    {**HALL, "place": {**PLACE, "address": "x" * 301}},
    {**HALL, "place": {**PLACE, "street": "x"}},
    {**HALL, "zone": "Europe/Atlantis"},
    {**HALL, "zone": "../../etc/passwd"},
    {**HALL, "capacity": 0},
    {**HALL, "capacity": 1.5},
    {**HALL, "capacity": 10**30},
    {**HALL, "capacity": "many"},
    {**HALL, "access": {"step_free": "perhaps"}},
    {**HALL, "access": {"view": "yes"}},
    {**HALL, "access": []},
    {**HALL, "things": ["x"] * 51},
    {**HALL, "things": ["\u0000"]},
    {**HALL, "things": {"0": "x"}},
    {**HALL, "opening_hours": [{"weekday": "monday", "opens": "08:00", "closes": "09:00"}] * 51},
    {**HALL, "opening_hours": [{"weekday": "funday", "opens": "08:00", "closes": "09:00"}]},
    {**HALL, "opening_hours": [{"weekday": ["monday"], "opens": "08:00", "closes": "09:00"}]},
    {**HALL, "opening_hours": [{"weekday": "monday", "opens": "8", "closes": "09:00"}]},
    {**HALL, "opening_hours": [{"weekday": "monday", "opens": "08:60", "closes": "09:00"}]},
    {**HALL, "opening_hours": [{"weekday": "monday", "opens": "24:00", "closes": "09:00"}]},
    {**HALL, "opening_hours": [{"weekday": "monday", "opens": 480, "closes": "09:00"}]},
    {**HALL, "opening_hours": "always"},
    {**HALL, "terms": {"step_minutes": 7}},
    {**HALL, "terms": {"min_minutes": 0}},
    {**HALL, "terms": {"min_minutes": 60.5}},
    {**HALL, "terms": {"horizon_days": 10**9}},
    {**HALL, "terms": {"notice_minutes": -1}},
    {**HALL, "terms": {"sharing": "both"}},
    {**HALL, "terms": {"min_minutes": 120, "max_minutes": 60}},
    {**HALL, "terms": {"capacity": 5}},
    {**HALL, "parent_id": "the big house"},
    {**HALL, "id": "0"},
    {**HALL, "id": ["0"]},
    {"name": "Hall", "kind": "hall"},
]


def test_what_cannot_be_a_space_is_refused_and_nothing_is_written(ada: Neighbour) -> None:
    for body in BAD_BODIES:
        # In one database: there are many of them, and nothing is written by any.
        if body is None:
            answer = ada.post("/v1/spaces", data="null", content_type="application/json")
        else:
            answer = ada.post("/v1/spaces", body)
        assert (answer.status_code, body) == (422, body)
        assert answer.json["code"]
    assert ada.get("/v1/me/spaces").json["items"] == []


EDITS = [
    {field: value}
    for body in BAD_BODIES
    if isinstance(body, dict) and body
    for field, value in body.items()
    if body.get(field) != HALL.get(field) and field != "id" and field != "parent_id"
]


def test_what_cannot_be_a_space_is_refused_in_edits_too(ada: Neighbour) -> None:
    space = listed(ada, kind="hall")
    for changes in EDITS:
        answer = ada.patch(path_of(space), changes, if_match=space)
        assert (answer.status_code, changes) == (422, changes)
    assert ada.get(path_of(space)).json == space.json


@pytest.mark.parametrize(
    ("content_type", "data", "status"),
    [
        ("application/json", b"{", 400),
        ("application/json", b"\xff", 400),
        ("application/json", b"[" * 100_000, 400),
        ("text/plain", b"{}", 415),
        ("application/json", b'{"name": "' + b"x" * 2_097_152 + b'"}', 413),
    ],
)
def test_what_is_no_json_is_refused(
    ada: Neighbour, content_type: str, data: bytes, status: int
) -> None:
    answer = ada.post("/v1/spaces", data=data, content_type=content_type)
    assert answer.status_code == status


def test_a_space_that_is_not_there_is_not_found(ada: Neighbour) -> None:
    assert code_of(ada.get(f"/v1/spaces/{uuid4()}")) == (404, "space_not_found")
    assert ada.get("/v1/spaces/front-room").status_code == 404


@pytest.mark.parametrize("schema", [AccessRequest, AccessView])
def test_every_access_fact_can_be_said_and_seen(schema: type[Schema]) -> None:
    assert set(schema._declared_fields) == set(AccessFact)
