"""Blocks: two who do not see each other, by the will of one, and so that the other cannot tell."""

from typing import Any
from uuid import uuid4

import pytest

from tests.people.arrivals import Neighbour


@pytest.fixture
def ben(neighbour: Any) -> Neighbour:
    return neighbour("Ben")


def blocks(one: Neighbour, other: Neighbour) -> None:
    for _ in range(2):  # again is the same as once
        assert one.put(f"/v1/me/blocks/{other.id}").status_code == 204


def blocked_by(one: Neighbour) -> list[tuple[str, str]]:
    return [(each["id"], each["name"]) for each in one.get("/v1/me/blocks").json["items"]]


def test_neither_sees_the_other_until_whoever_blocked_undoes_it(ada, ben):
    blocks(ada, ben)
    for one, other in ((ada, ben), (ben, ada)):
        assert one.get(f"/v1/people/{other.id}").json["code"] == "person_not_found"
        assert one.get(f"/v1/people/{one.id}").status_code == 200
    assert blocked_by(ada) == [(str(ben.id), "Ben")]
    assert blocked_by(ben) == []
    assert ben.delete(f"/v1/me/blocks/{ada.id}").status_code == 204
    assert ben.get(f"/v1/people/{ada.id}").status_code == 404
    for _ in range(2):
        assert ada.delete(f"/v1/me/blocks/{ben.id}").status_code == 204
    assert ben.get(f"/v1/people/{ada.id}").status_code == 200
    assert blocked_by(ada) == []


def test_nobody_blocks_themself_or_nobody(ada):
    for nobody in (ada.id, uuid4()):
        assert ada.put(f"/v1/me/blocks/{nobody}").json["code"] == "person_not_found"


def test_whom_i_block_back_looks_like_somebody_who_left(ada, ben, neighbour):
    cleo = neighbour("Cleo")
    blocks(ada, ben)
    assert cleo.delete("/v1/me").status_code == 204
    blocks(ben, ada)
    blocks(ben, cleo)
    assert {name for _, name in blocked_by(ben)} == {""}
    assert ada.delete(f"/v1/me/blocks/{ben.id}").status_code == 204
    assert ben.get(f"/v1/people/{ada.id}").status_code == 404, "their own block stands"


def test_a_name_i_kept_is_gone_when_they_block_me_as_when_they_leave(ada, ben, neighbour):
    cleo = neighbour("Cleo")
    blocks(ben, ada)
    blocks(ben, cleo)
    assert {name for _, name in blocked_by(ben)} == {"Ada Byron", "Cleo"}
    blocks(ada, ben)
    assert cleo.delete("/v1/me").status_code == 204
    assert {name for _, name in blocked_by(ben)} == {""}
    assert len(blocked_by(ben)) == 2


ALWAYS = [
    {"weekday": day, "opens": "00:00", "closes": "24:00"}
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
]
EVENING = {"starts_at": "2026-03-04T18:00:00Z", "ends_at": "2026-03-04T20:00:00Z"}


def a_hall(keeper: Neighbour) -> str:
    answer = keeper.post(
        "/v1/spaces",
        {
            "name": "Hall",
            "kind": "hall",
            "place": {"latitude": 53.9213, "longitude": -3.0178},
            "opening_hours": ALWAYS,
            "terms": {"confirms": "instant"},
        },
    )
    assert answer.status_code == 201, answer.json
    return f"/v1/spaces/{answer.json['id']}"


@pytest.mark.parametrize("keeper_blocks", [True, False])
def test_what_was_booked_between_the_two_is_let_go_without_fault(
    ada, ben, neighbour, keeper_blocks
):
    hall = a_hall(ada)
    booking = ben.post(f"{hall}/bookings", {**EVENING, "shown_as": "Choir"}).json
    path = f"/v1/bookings/{booking['id']}"
    blocks(*((ada, ben) if keeper_blocks else (ben, ada)))
    seen = ben.get(path).json
    assert (seen["state"], seen["can"]) == ("released", [])
    assert seen["says"] == ben.get("/v1/notifications").json["items"][0]["says"]
    assert ada.get("/v1/notifications").json["items"] == []
    kept = ada.get(path).json
    assert (kept["state"], kept["booked_by"], kept["shown_as"]) == ("released", None, "")
    assert ben.get(hall).json["code"] == "space_not_found"
    assert ben.post(f"{hall}/bookings", EVENING).json["code"] == "space_not_found"
    assert neighbour("Cleo").post(f"{hall}/bookings", EVENING).status_code == 201
    unblocked = (ada if keeper_blocks else ben).delete(
        f"/v1/me/blocks/{(ben if keeper_blocks else ada).id}"
    )
    assert unblocked.status_code == 204
    assert ben.get(hall).status_code == 200
    assert ben.get(path).json["state"] == "released", "what was let go stays so"


def test_what_was_called_off_is_not_taken_up_again_past_a_block(ada, ben):
    hall = a_hall(ada)
    booking = ben.post(f"{hall}/bookings", EVENING)
    path = f"/v1/bookings/{booking.json['id']}"
    off = ben.post(f"{path}/cancellation", {}, if_match=booking)
    assert "undo" in "".join(off.json["can"])
    blocks(ada, ben)
    assert ben.get(path).json["can"] == []
    undone = ben.post(f"{path}/undo", if_match=ben.get(path))
    assert undone.json["code"] == "too_late_to_undo"


def test_a_space_that_somebody_in_sight_keeps_too_stays(ada, ben, neighbour):
    hall, cleo = a_hall(ada), neighbour("Cleo")
    assert ada.post(f"{hall}/keepers", {"person_id": str(cleo.id)}).status_code == 200
    booking = ben.post(f"{hall}/bookings", EVENING).json
    blocks(ada, ben)
    assert [each["first_name"] for each in ben.get(hall).json["keepers"]] == ["Cleo"]
    assert ben.get(f"/v1/bookings/{booking['id']}").json["state"] == "confirmed"
    assert ada.get(f"/v1/bookings/{booking['id']}").json["booked_by"] is None
    assert cleo.get(f"/v1/bookings/{booking['id']}").json["booked_by"] == "Ben"
    month = "starts_at=2026-03-04T00:00:00Z&ends_at=2026-03-05T00:00:00Z"
    [taken] = ada.get(f"{hall}/calendar?{month}").json["taken"]
    assert (taken["booked_by"], taken["what_for"]) == (None, None)
    blocks(ben, cleo)
    assert ben.get(hall).status_code == 404
    assert ben.get(f"/v1/bookings/{booking['id']}").json["state"] == "released"


def test_two_who_keep_one_space_do_not_name_each_other(ada, ben):
    hall = a_hall(ada)
    assert ada.post(f"{hall}/keepers", {"person_id": str(ben.id)}).status_code == 200
    blocks(ada, ben)
    for each in (ada, ben):
        seen = each.get(hall)
        assert [keeper["id"] for keeper in seen.json["keepers"]] == [str(each.id)]
        assert each.get("/v1/me/spaces").json["items"][0]["name"] == "Hall"
        alone = each.delete(f"{hall}/keepers/{each.id}", if_match=seen)
        assert alone.json["code"] == "last_keeper_must_hand_over_or_retire"
