"""Finding what is near, over HTTP; when it is free is in ``test_finding_free``."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.places.cells import centre_of
from backend.places.distance import metres_between
from tests.spaces.planting import ALWAYS, DAYTIME, FLEETWOOD, METRE, Planter, plant

__all__ = ["plant"]

HERE = {"latitude": FLEETWOOD[0], "longitude": FLEETWOOD[1]}
SUNDAY_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def find(person: Any, **query: Any) -> dict[str, Any]:
    answer = person.get("/v1/spaces", query_string=HERE | query)
    assert answer.status_code == 200, answer.json
    return answer.json


def names(found: dict[str, Any]) -> list[str]:
    return [item["name"] for item in found["items"]]


@pytest.fixture
def ada(neighbour: Any) -> Any:
    return neighbour("Ada")


def test_spaces_come_nearest_first_with_how_far_they_are(ada: Any, plant: Planter):
    plant.space("far", north=900)
    plant.space("near", north=100)
    plant.space("middling", north=-500)
    found = find(ada)
    assert names(found) == ["near", "middling", "far"]
    assert found["next"] is None
    for item, metres in zip(found["items"], [100, 500, 900], strict=True):
        assert item["distance_metres"] == pytest.approx(metres, abs=10)
        assert item["distance_metres"] % 10 == 0


def test_a_list_says_what_is_needed_to_choose(ada: Any, plant: Planter):
    space_id = plant.space(
        hours=DAYTIME, access={"step_free": "yes", "lift": "no"}, capacity=12, kind="kitchen"
    )
    assert find(ada)["items"] == [
        {
            "id": str(space_id),
            "name": "Mount Road Hall",
            "kind": "kitchen",
            "point": HERE,
            "distance_metres": 0,
            "zone": "Europe/London",
            "capacity": 12,
            "access": ["step_free"],
            "is_open_now": True,
            "open_until": "2026-03-01T18:00:00Z",
            "opens_at": None,
            "free": [],
            "can": ["book"],
            "says": "Open until Sunday 1 March, 18:00.",
        }
    ]


def test_nothing_beyond_the_radius_is_found(ada: Any, plant: Planter):
    plant.space("within", north=990)
    plant.space("beyond", north=1010)
    assert names(find(ada, radius_metres=1000)) == ["within"]


def test_the_radius_is_in_metres_on_the_ground_far_north_too(ada: Any, plant: Planter):
    tromso = (69.65, 18.96)
    plant.space("within", at=(tromso[0] + 9_900 * METRE, tromso[1]), zone="Europe/Oslo")
    plant.space("beyond", at=(tromso[0] + 10_100 * METRE, tromso[1]), zone="Europe/Oslo")
    found = find(ada, latitude=tromso[0], longitude=tromso[1], radius_metres=10_000)
    assert names(found) == ["within"]


@pytest.mark.parametrize("pole", [90, -90])
def test_even_at_a_pole_the_answer_is_a_list(ada: Any, pole: int):
    assert find(ada, latitude=pole, longitude=0) == {"items": [], "next": None}


def test_retired_spaces_are_not_found_not_even_by_their_keepers(ada: Any, plant: Planter):
    plant.space("gone", keepers=(ada.id,), retired_at=plant.now)
    assert names(find(ada)) == []


def test_pages_follow_one_another_without_gaps_whatever_is_listed_meanwhile(
    ada: Any, plant: Planter
):
    for number in range(7):
        plant.space(f"{number}", north=100 * (number + 1))
    first = find(ada, limit=3)
    assert names(first) == ["0", "1", "2"]
    plant.space("newly listed, nearer", north=50)
    plant.space("newly listed, farther", north=550)
    second = find(ada, limit=3, cursor=first["next"])
    assert names(second) == ["3", "4", "newly listed, farther"]
    third = find(ada, limit=3, cursor=second["next"])
    assert names(third) == ["5", "6"]
    assert third["next"] is None


def test_a_full_last_page_has_nothing_after_it(ada: Any, plant: Planter):
    for number in range(3):
        plant.space(f"{number}", north=100 * number)
    assert find(ada, limit=3)["next"] is None


def test_spaces_at_the_very_same_point_are_each_listed_once(ada: Any, plant: Planter):
    for number in range(7):
        plant.space(f"{number}", nearness=(-335_940.0, 7_155_340.0))
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = find(ada, limit=2, **cursor)
        seen += names(page)
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert sorted(seen) == [str(number) for number in range(7)]


def test_a_cursor_of_other_filters_is_refused(ada: Any, plant: Planter):
    for north in (0, 10, 20):
        plant.space(north=north)
    cursor = find(ada, limit=1)["next"]
    answer = ada.get(
        "/v1/spaces", query_string=HERE | {"limit": 1, "cursor": cursor, "kind": "hall"}
    )
    assert (answer.status_code, answer.json["code"]) == (400, "cursor_of_other_filters")


@pytest.mark.parametrize("query", [{"kind": "kitchen,garden"}, {"kind": ["kitchen", "garden"]}])
def test_several_kinds_can_be_asked_for_with_commas_or_one_by_one(
    ada: Any, plant: Planter, query: dict[str, Any]
):
    for kind in ("hall", "kitchen", "garden"):
        plant.space(kind, kind=kind)
    assert sorted(names(find(ada, **query))) == ["garden", "kitchen"]


def test_only_spaces_that_surely_hold_so_many_are_found(ada: Any, plant: Planter):
    plant.space("twelve", capacity=12)
    plant.space("thirty", capacity=30)
    plant.space("unknown", capacity=None)
    assert names(find(ada, capacity_at_least=13)) == ["thirty"]


def test_access_has_to_be_known_to_be_there(ada: Any, plant: Planter):
    plant.space("both", access={"step_free": "yes", "lift": "yes"})
    plant.space("one", access={"step_free": "yes", "lift": "no"})
    plant.space("unknown")
    assert sorted(names(find(ada, access="step_free"))) == ["both", "one"]
    assert names(find(ada, access="step_free,lift")) == ["both"]


@pytest.mark.parametrize(
    ("words", "matches"),
    [
        ("cafe", True),
        ("CAFÉ", True),
        ("caf", True),
        ("singing tuesdays", True),
        ("living", True),
        ("tuesdays fishing", False),
        ("afe", False),
        ("' | !café <-> \\", True),
    ],
)
def test_words_are_found_by_how_they_begin_and_without_accents(
    ada: Any, plant: Planter, words: str, matches: bool
):
    plant.space("Café Ångström", words="Singing on Tuesdays", kind="living_room")
    assert bool(names(find(ada, words=words))) is matches


def test_who_keeps_a_space_is_told_how_far_its_door_is(ada: Any, neighbour: Any, plant: Planter):
    plant.space(public=False, north=150, keepers=(ada.id,))
    [seen_by_keeper] = find(ada)["items"]
    assert seen_by_keeper["distance_metres"] == pytest.approx(150, abs=1)
    assert seen_by_keeper["point"] != HERE
    [seen_by_another] = find(neighbour("Bob"))["items"]
    shown = seen_by_another["point"]["latitude"], seen_by_another["point"]["longitude"]
    assert seen_by_another["distance_metres"] == pytest.approx(
        metres_between(FLEETWOOD, shown), abs=5
    )


def test_no_question_tells_two_doors_in_one_cell_apart(ada: Any, app: Any, plant: Planter):
    """Ask from many points, radii and pages about two spaces that differ in their hidden point."""
    same: dict[str, Any] = {"public": False, "id": UUID("0199d0a0-c0de-7000-8000-000000000001")}
    space_id = plant.space(**same)
    with app.app_context():
        from backend.db import db
        from backend.spaces.models import Space

        centre = centre_of(db.session.get_one(Space, space_id).cell)
    questions = [
        {
            "latitude": centre[0] + north * METRE,
            "longitude": centre[1] + east * METRE,
            "radius_metres": radius,
        }
        for north in (-900, -300, 0, 300)
        for east in (-500, 0, 700)
        for radius in (100, 400, 700, 1000, 3000)
    ]
    before = [find(ada, **question) for question in questions]
    plant.changed(space_id, latitude=centre[0] + 200 * METRE, longitude=centre[1] - 200 * METRE)
    assert [find(ada, **question) for question in questions] == before
    assert len({len(each["items"]) for each in before}) == 2


def test_a_space_says_when_it_closes_and_when_it_opens(neighbour: Any, plant: Planter, clock: Any):
    clock.now = datetime(2026, 3, 1, 19, tzinfo=UTC)
    ada = neighbour("Ada")
    space_id = plant.space(hours=[(6, 9 * 60, 18 * 60), (1, 22 * 60, 2 * 60)])
    [seen] = find(ada)["items"]
    assert (seen["is_open_now"], seen["opens_at"]) == (False, "2026-03-03T22:00:00Z")
    assert seen["says"] == "Closed now; opens Tuesday 3 March, 22:00."
    plant.other_hours(space_id, datetime(2026, 3, 3, tzinfo=UTC))
    [seen] = find(ada)["items"]
    # The hours of Wednesday, from midnight to two, are not those of Tuesday.
    assert seen["opens_at"] == "2026-03-04T00:00:00Z"
    plant.closed(space_id, clock.now, None)
    [seen] = find(ada)["items"]
    assert (seen["opens_at"], seen["says"]) == (None, "Closed for the next two weeks.")


def test_sentences_come_in_the_language_of_the_reader(ada: Any, plant: Planter):
    plant.space(hours=ALWAYS)
    answer = ada.get("/v1/spaces", query_string=HERE, headers={"Accept-Language": "de"})
    assert answer.json["items"][0]["says"] == "Rund um die Uhr offen."


def test_only_what_is_open_now_is_found(ada: Any, plant: Planter, clock: Any):
    plant.space("day", hours=DAYTIME)
    plant.space("evening", hours=[(6, 18 * 60, 23 * 60)])
    closed = plant.space("day, closed today", hours=DAYTIME)
    plant.closed(closed, clock.now - timedelta(hours=1), clock.now + timedelta(hours=1))
    other = plant.space("evening, day today", hours=[(6, 18 * 60, 23 * 60)])
    plant.other_hours(other, clock.now, [(9 * 60, 12 * 60)])
    assert sorted(names(find(ada, open_now="true"))) == ["day", "evening, day today"]
    assert sorted(names(find(ada, open_at="2026-03-01T20:00:00Z"))) == ["evening"]
    assert names(find(ada, open_now="true", open_at="2026-03-01T20:00:00Z")) == []


def test_hours_are_those_of_the_place_wherever_one_asks_from(ada: Any, plant: Planter):
    plant.space("Adelaide time", hours=DAYTIME, zone="Australia/Adelaide")
    plant.space("London time", hours=DAYTIME)
    assert names(find(ada, open_at="2026-03-02T00:00:00Z")) == ["Adelaide time"]


def test_a_space_that_wants_asking_says_so(ada: Any, plant: Planter):
    plant.space(kind="home", confirms="ask")
    [seen] = find(ada)["items"]
    assert seen["can"] == ["book"]
    assert "asked first" in seen["says"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"latitude": 91}, "latitude"),
        ({"latitude": "NaN"}, "latitude"),
        ({"longitude": "inf"}, "longitude"),
        ({"latitude": "1e400"}, "latitude"),
        ({"radius_metres": 0}, "radius_metres"),
        ({"radius_metres": -1}, "radius_metres"),
        ({"radius_metres": 1_000_000_000}, "radius_metres"),
        ({"kind": "palace"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"access": "wings"}, "access"),
        ({"capacity_at_least": 0}, "capacity_at_least"),
        ({"words": "a" * 201}, "words"),
        ({"words": "nul\x00"}, "words"),
        ({"open_at": "2026-03-01T10:00:00"}, "open_at"),
        ({"open_now": "perhaps"}, "open_now"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"free_minutes": 10**9}, "free_minutes"),
        ({"price": 5}, "price"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(ada: Any, query: dict[str, Any], field: str):
    answer = ada.get("/v1/spaces", query_string=HERE | query)
    assert (answer.status_code, answer.json["code"]) == (422, "not_valid")
    assert field in answer.json["errors"]["query"]


def test_half_a_point_is_refused(ada: Any):
    answer = ada.get("/v1/spaces", query_string={"latitude": 53})
    assert answer.status_code == 422
    assert list(answer.json["errors"]["query"]) == ["longitude"]


def test_words_without_letters_say_nothing(ada: Any):
    answer = ada.get("/v1/spaces", query_string=HERE | {"words": "!?"})
    assert (answer.status_code, answer.json["code"]) == (422, "words_say_nothing")


@pytest.mark.parametrize(
    "cursor", ["x", "bm90IGpzb24", "W10", "\u2603", "0199d0a0-c0de-7000-8000-000000000001"]
)
def test_a_forged_cursor_is_refused(ada: Any, cursor: str):
    answer = ada.get("/v1/spaces", query_string=HERE | {"cursor": cursor})
    assert (answer.status_code, answer.json["code"]) == (400, "cursor_not_valid")


def test_nobody_in_particular_is_asked_to_sign_in(client: Any):
    assert client.get("/v1/spaces", query_string=HERE).status_code == 401
