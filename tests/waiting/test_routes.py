"""Waiting in line over HTTP, as two phones see it."""

from typing import Any

import pytest

from tests.people.arrivals import Neighbour

EVENING = {"starts_at": "2026-03-08T18:00:00Z", "ends_at": "2026-03-08T20:00:00Z"}


@pytest.fixture
def keeper(neighbour: Any) -> Neighbour:
    return neighbour("Keeper")


@pytest.fixture
def ben(neighbour: Any) -> Neighbour:
    return neighbour("Ben")


@pytest.fixture
def hall(keeper: Neighbour) -> str:
    answer = keeper.post(
        "/v1/spaces",
        {
            "name": "St Anne's hall",
            "kind": "hall",
            "place": {"latitude": 53.9213, "longitude": -3.0178, "address_is_public": True},
            "opening_hours": [{"weekday": "sunday", "opens": "09:00", "closes": "22:00"}],
            "terms": {"confirms": "instant"},
        },
    )
    assert answer.status_code == 201, answer.json
    return f"/v1/spaces/{answer.json['id']}"


def test_a_time_is_waited_for_offered_taken_and_then_a_booking(keeper, ada, ben, hall, clock):
    assert ada.post(f"{hall}/waits", EVENING).json["code"] == "time_is_free"
    booking = keeper.post(f"{hall}/bookings", EVENING)
    waited = ada.post(f"{hall}/waits", {**EVENING, "people": 4, "shown_as": "Choir"})
    assert waited.status_code == 201, waited.json
    assert (waited.json["state"], waited.json["place"]) == ("waiting", 1)
    assert waited.json["says"] == (
        "You are number 1 in line for St Anne's hall on Sunday 8 March, 18:00."
    )
    path = f"/v1/waits/{waited.json['id']}"
    second = ben.post(f"{hall}/waits", EVENING).json
    assert (second["place"], ben.get(path).status_code) == (2, 404)
    assert ada.post(f"{path}/taking").json["code"] == "not_offered_now"

    called_off = f"/v1/bookings/{booking.json['id']}/cancellation"
    assert keeper.post(called_off, {}, if_match=booking).status_code == 200
    assert ada.get("/v1/notifications").json["unread"] == 0
    clock.pass_time(minutes=5)
    told = ada.get("/v1/notifications").json
    assert (told["unread"], told["items"][0]["kind"]) == (1, "offered_time")
    assert told["items"][0]["created_at"] == "2026-03-01T10:05:00Z"
    assert told["items"][0]["says"] == (
        "St Anne's hall is free from Sunday 8 March, 18:00 after all, "
        "and held for you until Sunday 1 March, 12:05."
    )
    [offered] = ada.get("/v1/me/waits").json["items"]
    assert offered["can"] == ["taking", "declining", "leave"]
    assert offered["next"] == {"at": "2026-03-01T12:05:00Z", "becomes": "passed_on"}
    assert ben.post(f"{hall}/bookings", EVENING).json["code"] == "space_already_booked"

    taken = ada.post(f"{path}/taking")
    assert (taken.status_code, taken.json["shown_as"]) == (201, "Choir")
    after = ada.get(path, headers={"Accept-Language": "de"}).json
    assert (after["state"], after["booking_id"]) == ("taken", taken.json["id"])
    assert after["says"] == "Du hast St Anne's hall am Sonntag, 8. März, 18:00 gebucht."
    assert ada.get("/v1/me/waits").json["items"] == []


def test_a_no_gives_the_next_their_turn_and_leaving_is_done_once_for_all(
    keeper, ada, ben, hall, clock
):
    booking = keeper.post(f"{hall}/bookings", EVENING)
    first = ada.post(f"{hall}/waits", EVENING).json
    second = ben.post(f"{hall}/waits", EVENING).json
    keeper.post(f"/v1/bookings/{booking.json['id']}/cancellation", {}, if_match=booking)
    clock.pass_time(minutes=6)
    declined = ada.post(f"/v1/waits/{first['id']}/declining")
    assert (declined.status_code, declined.json["state"]) == (200, "declined")
    assert ben.get(f"/v1/waits/{second['id']}").json["state"] == "offered"
    for _ in range(2):
        assert ben.delete(f"/v1/waits/{second['id']}").status_code == 204
    assert ben.get(f"/v1/waits/{second['id']}").json["state"] == "left"
    assert ada.delete(f"/v1/waits/{second['id']}").json["code"] == "wait_not_found"
    assert ben.post(f"{hall}/bookings", EVENING).status_code == 201


def test_who_leaves_the_neighbourhood_leaves_every_line(keeper, ada, ben, hall, clock):
    keeper.post(f"{hall}/bookings", EVENING)
    ada.post(f"{hall}/waits", EVENING)
    second = ben.post(f"{hall}/waits", EVENING).json
    assert ada.delete("/v1/me").status_code == 204
    assert ben.get(f"/v1/waits/{second['id']}").json["place"] == 1


def test_a_wait_is_refused_like_a_booking_and_once_for_each_time(keeper, ada, hall):
    keeper.post(f"{hall}/bookings", EVENING)
    assert ada.post(f"{hall}/waits", {**EVENING, "people": 9000}).status_code in {201, 422}
    backwards = {"starts_at": EVENING["ends_at"], "ends_at": EVENING["starts_at"]}
    assert ada.post(f"{hall}/waits", backwards).json["code"] == "window_upside_down"
    night = {"starts_at": "2026-03-08T01:00:00Z", "ends_at": "2026-03-08T02:00:00Z"}
    assert ada.post(f"{hall}/waits", night).json["code"] == "closed_then"
    nowhere = "/v1/spaces/0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002/waits"
    assert ada.post(nowhere, EVENING).json["code"] == "space_not_found"
