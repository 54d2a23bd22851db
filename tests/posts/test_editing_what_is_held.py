"""What others hold is not edited away, and closing or taking back a post reaches them."""

import pytest

HERE = {"latitude": 53.9231, "longitude": -3.0154}
DATES = ["2026-03-09", "2026-03-10", "2026-03-11"]


@pytest.fixture
def ada(neighbour):
    return neighbour("Ada")


@pytest.fixture
def bob(neighbour):
    return neighbour("Bob")


def a_need(ada, **facts):
    answer = ada.post("/v1/posts", {"kind": "need", "title": "Walks", "place": HERE, **facts})
    assert answer.status_code == 201, answer.json
    return f"/v1/posts/{answer.json['id']}"


def picked(ada, bob, need, **part):
    promise = bob.post(f"{need}/promises", part)
    assert promise.status_code == 201, promise.json
    answer = ada.post(f"/v1/promises/{promise.json['id']}/picking", {})
    assert answer.status_code == 200, answer.json
    return f"/v1/promises/{promise.json['id']}"


def test_the_quantity_does_not_fall_below_what_is_held(ada, bob):
    need = a_need(ada, quantity=5)
    picked(ada, bob, need, quantity=3)
    seen = bob.get(need).json
    assert (seen["left"], seen["says"].split(",")[0]) == (2, "2 of 5 still wanted")
    less = ada.patch(need, {"quantity": 2}, if_match=ada.get(need))
    assert (less.status_code, less.json["code"], less.json["params"]) == (
        409,
        "more_is_held",
        {"held": 3},
    )
    just = ada.patch(need, {"quantity": 3}, if_match=ada.get(need))
    assert (just.json["left"], just.json["state"]) == (0, "reserved")
    more = ada.patch(need, {"quantity": 4}, if_match=just)
    assert (more.json["left"], more.json["state"]) == (1, "open")


def test_a_date_that_is_held_is_not_taken_away(ada, bob):
    need = a_need(ada, on_dates=DATES)
    picked(ada, bob, need, on_dates=DATES[:1])
    assert ada.patch(need, {"on_dates": DATES[1:]}, if_match=ada.get(need)).json["code"] == (
        "more_is_held"
    )
    kept = ada.patch(need, {"on_dates": DATES[:2]}, if_match=ada.get(need))
    assert (kept.json["quantity"], kept.json["left"]) == (2, 1)
    none = ada.patch(need, {"on_dates": []}, if_match=kept)
    assert none.json["code"] == "more_is_held"


def test_what_came_free_by_the_clock_can_be_taken_away(ada, bob, clock):
    offer = ada.post("/v1/posts", {"kind": "offer", "way": "give", "title": "Eggs", "place": HERE})
    path = f"/v1/posts/{offer.json['id']}"
    asked = bob.post(f"{path}/promises", {}).json
    assert ada.post(f"/v1/promises/{asked['id']}/offering", {}).status_code == 200
    assert ada.get(path).json["state"] == "reserved"
    clock.pass_time(days=2)
    ada.renew()
    assert ada.get(path).json["state"] == "open"
    more = ada.patch(path, {"quantity": 2}, if_match=ada.get(path)).json
    assert (more["left"], more["quantity"]) == (2, 2)


def test_who_agreed_learns_that_the_terms_have_changed(ada, bob):
    need = a_need(ada)
    promise = picked(ada, bob, need)
    ada.patch(need, {"ends_at": "2026-03-09T10:00:00Z"}, if_match=ada.get(need))
    kinds = [each["kind"] for each in bob.get("/v1/notifications").json["items"]]
    assert "promise_terms_changed" in kinds
    assert bob.get(promise).json["state"] == "agreed"


@pytest.mark.parametrize(("verb", "becomes"), [("closing", "agreed"), ("withdrawal", "released")])
def test_what_was_agreed_stands_unless_the_post_is_taken_back(ada, bob, verb, becomes):
    need = a_need(ada, ends_at="2026-03-14T10:00:00Z")
    promise = picked(ada, bob, need)
    assert ada.post(f"{need}/{verb}").status_code == 200
    assert bob.get(promise).json["state"] == becomes
    # Whoever is still bound by it reads what it is about.
    assert bob.get(need).status_code == (200 if becomes == "agreed" else 404)


def test_a_quiet_need_has_a_name_for_whom_its_writer_picked(ada, bob, neighbour):
    need = a_need(ada, quiet=True)
    assert bob.get(need).json["posted_by"] is None
    promise = bob.post(f"{need}/promises", {}).json
    assert bob.get(need).json["posted_by"] is None
    ada.post(f"/v1/promises/{promise['id']}/picking", {})
    assert bob.get(need).json["posted_by"] == {"id": str(ada.id), "first_name": "Ada"}
    assert neighbour("Cleo").get(need).json["posted_by"] is None
