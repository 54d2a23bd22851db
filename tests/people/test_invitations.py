"""Inviting a neighbour, or one's own second phone."""

import re
from uuid import uuid4

import pytest

from tests.people.arrivals import arrive
from tests.people.races import all_at_once


def invite(somebody, purpose="neighbour", **more):
    return somebody.post("/v1/invitations", {"for": purpose}, **more)


def come_in(client, code, **more):
    return client.post("/v1/sessions", json={"invitation": code, **more})


def test_a_neighbour_without_email_comes_in_by_invitation(neighbour, client):
    made = invite(neighbour("Ada")).json
    assert made["link"] == f"https://neighbours.example/join#{made['code']}"

    answer = come_in(client, made["code"], display_name="Bob Gray", zone="Europe/London")

    assert answer.status_code == 201
    assert answer.json["is_new"] is True
    assert answer.json["person"]["display_name"] == "Bob Gray"
    assert answer.json["person"]["email"] is None
    headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert client.get("/v1/me", headers=headers).json["zone"] == "Europe/London"


def test_a_second_phone_belongs_to_the_same_person(neighbour, client):
    ada = neighbour("Ada")
    answer = come_in(client, invite(ada, "own_phone").json["code"], display_name="Other")

    assert answer.json["person"]["id"] == str(ada.id)
    assert answer.json["person"]["display_name"] == "Ada"
    assert answer.json["is_new"] is False


def test_an_invitation_works_once(neighbour, client):
    code = invite(neighbour("Ada")).json["code"]
    assert come_in(client, code).status_code == 201
    again = come_in(client, code)
    assert (again.status_code, again.json["code"]) == (422, "invitation_not_right")


def test_an_invitation_used_many_times_at_once_lets_one_in(app, neighbour, kept):
    code = invite(neighbour("Ada")).json["code"]
    answers = all_at_once(*[lambda: come_in(app.test_client(), code) for _ in range(6)])

    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 5
    assert kept("SELECT count(*) FROM people") == 2


@pytest.mark.parametrize(("purpose", "minutes"), [("neighbour", 7 * 24 * 60), ("own_phone", 10)])
def test_an_invitation_lives_as_long_as_it_says(neighbour, client, clock, purpose, minutes):
    ada = neighbour("Ada")
    early, late = (invite(ada, purpose).json["code"] for _ in range(2))
    clock.pass_time(minutes=minutes, seconds=-1)
    assert come_in(client, early).status_code == 201
    clock.pass_time(seconds=1)
    assert come_in(client, late).json["code"] == "invitation_not_right"


def test_made_up_invitations_are_refused(neighbour, client):
    code = invite(neighbour("Ada")).json["code"]
    swapped = code[:-2] + ("B" if code[-2] != "B" else "C") + code[-1]
    for made_up in (swapped, code[:-1], code + "A", "x", "é", "A" * 43, "=", code.lower()):
        refused = come_in(client, made_up)
        assert (refused.status_code, refused.json["code"]) == (422, "invitation_not_right")
    assert come_in(client, code).status_code == 201


def test_an_invitation_can_be_taken_back(neighbour, client):
    ada = neighbour("Ada")
    made = invite(ada).json
    assert ada.delete(f"/v1/invitations/{made['id']}").status_code == 204
    assert ada.delete(f"/v1/invitations/{made['id']}").status_code == 204, "repeating is safe"
    assert come_in(client, made["code"]).json["code"] == "invitation_not_right"
    assert ada.get("/v1/invitations").json["items"] == []


def test_the_same_key_gives_the_same_invitation(neighbour, kept):
    ada = neighbour("Ada")
    first, again = invite(ada, key="k"), invite(ada, key="k")
    assert first.json == again.json
    assert kept("SELECT count(*) FROM invitations") == 1


def test_five_neighbours_are_invited_a_day(neighbour, client, clock):
    ada = neighbour("Ada")
    made = [invite(ada) for _ in range(5)]
    ada.delete(f"/v1/invitations/{made[0].json['id']}")
    refused = invite(ada)

    assert {each.status_code for each in made} == {201}
    assert (refused.status_code, refused.json["code"]) == (429, "too_many_invitations")
    assert refused.json["params"] == {"most": 5}
    assert refused.headers["Retry-After"] == str(24 * 60 * 60)
    assert invite(ada, "own_phone").status_code == 201, "one's own phone is counted apart"
    assert invite(neighbour("Bob")).status_code == 201
    clock.pass_time(hours=24)
    fresh = client.post("/v1/sessions/refresh", json={"refresh_token": ada.refresh_token})
    ada.access_token = fresh.json["access_token"]
    assert invite(ada).status_code == 201


def test_inviting_many_at_once_makes_five(neighbour):
    ada = neighbour("Ada")
    answers = all_at_once(*[lambda: invite(ada) for _ in range(8)])
    assert sorted(answer.status_code for answer in answers) == [201] * 5 + [429] * 3


def test_its_maker_sees_how_an_invitation_stands(neighbour, client, clock):
    ada = neighbour("Ada")
    used, open_, over = invite(ada).json, invite(ada).json, invite(ada, "own_phone").json
    come_in(client, used["code"])
    clock.pass_time(minutes=12)

    seen = {each["id"]: each for each in ada.get("/v1/invitations").json["items"]}
    assert {seen[each["id"]]["state"] for each in (used,)} == {"used"}
    assert seen[used["id"]]["used_at"] == "2026-03-01T10:00:00Z"
    assert seen[over["id"]]["state"] == "expired"
    for each in (used, over):
        assert seen[each["id"]]["code"] is seen[each["id"]]["link"] is None
        assert seen[each["id"]]["next"] is None
    assert seen[open_["id"]] == open_
    assert open_["can"] == ["show", "withdraw"]
    assert open_["next"] == {"at": "2026-03-08T10:00:00Z", "becomes": "expired"}
    assert "March" in open_["says"]


def test_who_came_by_whose_invitation_is_seen_nowhere(neighbour, client, kept):
    ada = neighbour("Ada")
    bob = come_in(client, invite(ada).json["code"], display_name="Bob").json
    (seen,) = ada.get("/v1/invitations").json["items"]

    assert bob["person"]["id"] not in str(seen)
    assert str(ada.id) not in str(bob)
    assert bob["person"]["id"] not in kept("SELECT CAST(invitations AS text) FROM invitations")


def test_an_open_invitation_is_shown_as_a_qr_code_to_its_maker_alone(neighbour, client):
    ada, eve = neighbour("Ada"), neighbour("Eve")
    made = invite(ada).json
    picture = ada.get(f"/v1/invitations/{made['id']}/qr.png")

    assert picture.status_code == 200
    assert picture.content_type == "image/png"
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.data.startswith(b"\x89PNG\r\n")
    refused = eve.get(f"/v1/invitations/{made['id']}/qr.png")
    assert (refused.status_code, refused.json["code"]) == (404, "invitation_not_found")
    assert client.get(f"/v1/invitations/{made['id']}/qr.png").status_code == 401
    come_in(client, made["code"])
    over = ada.get(f"/v1/invitations/{made['id']}/qr.png")
    assert (over.status_code, over.json["code"]) == (409, "invitation_not_open")


def test_nobody_takes_back_the_invitation_of_somebody_else(neighbour, client):
    ada, eve = neighbour("Ada"), neighbour("Eve")
    made = invite(ada).json
    for path in (f"/v1/invitations/{made['id']}", f"/v1/invitations/{uuid4()}"):
        refused = eve.delete(path)
        assert (refused.status_code, refused.json["code"]) == (404, "invitation_not_found")
    assert eve.get("/v1/invitations").json["items"] == []
    assert come_in(client, made["code"]).status_code == 201


def test_without_a_public_address_the_link_leads_to_where_the_phone_asked(server, clock):
    ada = arrive(server(), "Ada", now=clock())
    link = invite(ada, base_url="http://192.168.1.7:8000").json["link"]
    assert re.fullmatch(r"http://192\.168\.1\.7:8000/join#[\w-]{43}", link)


def test_an_invitation_is_for_somebody(neighbour):
    for body in [{}, {"for": "everybody"}, {"for": None}, {"for": ["neighbour"]}]:
        refused = neighbour("Ada").post("/v1/invitations", body)
        assert (refused.status_code, refused.json["code"]) == (422, "not_valid")
