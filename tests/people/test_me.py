"""What one says of oneself, and what neighbours see of it."""

from uuid import uuid4

import pytest

from backend.people.rules import first_name
from tests.people.races import all_at_once


def change(somebody, **changes):
    return somebody.patch("/v1/me", changes, if_match=somebody.get("/v1/me"))


def test_ada_sees_herself(neighbour):
    ada = neighbour("Ada Byron")
    seen = ada.get("/v1/me")

    assert seen.status_code == 200
    assert seen.json == {
        "id": str(ada.id),
        "display_name": "Ada Byron",
        "words": "",
        "languages": [],
        "likes_to_bring": "",
        "zone": None,
        "home": None,
        "email": None,
        "created_at": "2026-03-01T10:00:00Z",
    }
    again = ada.get("/v1/me", headers={"If-None-Match": seen.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_nobody_is_seen_without_signing_in(client):
    for path in ("/v1/me", f"/v1/people/{uuid4()}", "/v1/me/sessions", "/v1/invitations"):
        refused = client.get(path)
        assert (refused.status_code, refused.json["code"]) == (401, "sign_in_needed")


def test_ada_says_who_she_is(neighbour):
    ada = neighbour("Ada")
    said = {
        "display_name": "Ada Byron",
        "words": "I mend radios.\nAnd sing.",
        "languages": ["en", "cy", "pt-BR"],
        "likes_to_bring": "Tea",
        "zone": "Europe/London",
        "home": {"latitude": 53.9, "longitude": -3.0},
    }
    changed = change(ada, **said)
    assert changed.status_code == 200
    for answer in (changed, ada.get("/v1/me")):
        assert {name: answer.json[name] for name in said} == said
    assert changed.headers["ETag"].startswith('"2-')
    assert change(ada, home=None, zone=None).json["home"] is None


def test_what_is_not_sent_stays(neighbour):
    ada = neighbour("Ada")
    change(ada, words="Hello", home={"latitude": 1, "longitude": 2})
    assert change(ada, words="").json["home"] == {"latitude": 1.0, "longitude": 2.0}
    assert change(ada).status_code == 200


def test_neighbours_see_neither_home_nor_email_nor_zone(neighbour):
    ada, bob = neighbour("Ada", email="ada@example.org"), neighbour("Bob")
    change(ada, home={"latitude": 53.9, "longitude": -3.0}, zone="Europe/London", words="Hi")
    seen = bob.get(f"/v1/people/{ada.id}")

    assert seen.json == {
        "id": str(ada.id),
        "display_name": "Ada",
        "words": "Hi",
        "languages": [],
        "likes_to_bring": "",
    }


def test_nobody_is_found_under_an_unknown_id(neighbour):
    refused = neighbour("Ada").get(f"/v1/people/{uuid4()}")
    assert (refused.status_code, refused.json["code"]) == (404, "person_not_found")
    assert neighbour("Bob").get("/v1/people/7").status_code == 404


def test_a_change_says_which_version_it_is_of(neighbour):
    ada = neighbour("Ada")
    old = ada.get("/v1/me").headers["ETag"]
    assert ada.patch("/v1/me", {"words": "x"}).status_code == 428
    assert ada.patch("/v1/me", {"words": "x"}, if_match="x").status_code == 400
    assert ada.patch("/v1/me", {"words": "x"}, if_match=old).status_code == 200
    refused = ada.patch("/v1/me", {"words": "y"}, if_match=old)
    assert (refused.status_code, refused.json["code"]) == (412, "changed_meanwhile")
    assert ada.get("/v1/me").json["words"] == "x"


def test_of_two_changes_at_once_one_is_told(neighbour):
    ada = neighbour("Ada")
    seen = ada.get("/v1/me")
    answers = all_at_once(
        *[lambda n=n: ada.patch("/v1/me", {"words": str(n)}, if_match=seen) for n in range(4)]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]


def test_what_cannot_be_right_is_refused_and_changes_nothing(neighbour):
    ada = neighbour("Ada")
    before = ada.get("/v1/me")
    for body in [
        {"display_name": ""},
        {"display_name": "   "},
        {"display_name": "\u200b\u200d"},
        {"display_name": "\u3164"},
        {"display_name": "\u0301"},
        {"display_name": "a" * 81},
        {"display_name": "Ada\u0000"},
        {"display_name": "Ada\u202eB"},
        {"display_name": "Ada\nByron"},
        {"display_name": None},
        {"display_name": 7},
        {"words": "\ud800"},
        {"words": "x" * 2001},
        {"words": None},
        {"languages": "en"},
        {"languages": ["en", "en"]},
        {"languages": ["English"]},
        {"languages": ["e\nn"]},
        {"languages": [f"a{chr(97 + n)}" for n in range(13)]},
        {"zone": "Mars/Olympus"},
        {"zone": "../etc/passwd"},
        {"home": {"latitude": 91, "longitude": 0}},
        {"home": {"latitude": "NaN", "longitude": 0}},
        {"home": {"latitude": 0}},
        {"home": [0, 0]},
        {"email": "eve@example.org"},
        {"id": "0199d0a0-c0de-7000-8000-000000000001"},
        {"unknown": 1},
        [],
        "x",
    ]:
        refused = ada.patch("/v1/me", body, if_match=before)

        assert (refused.status_code, refused.json["code"]) == (422, "not_valid"), body
        assert ada.get("/v1/me").json == before.json


def test_a_name_is_composed(neighbour):
    assert change(neighbour("Ada"), display_name=" Zoe\u0308 ").json["display_name"] == "Zoë"


def test_names_of_all_kinds_are_welcome(neighbour):
    for name in ["Ærø", "李", "👩‍🌾 Farmer", "محمد", "O’Brien-Smith"]:
        assert change(neighbour("Ada"), display_name=name).json["display_name"] == name


@pytest.mark.parametrize(
    ("display_name", "called"),
    [
        ("Ada Byron", "Ada"),
        ("Ada", "Ada"),
        ("Dr. Ada Byron", "Ada"),
        ("Frau Byron", "Byron"),
        ("Dr", "Dr"),
        ("Byron, Ada", "Byron"),
        ("李", "李"),
        ("", ""),
    ],
)
def test_neighbours_call_each_other_by_first_names(display_name, called):
    assert first_name(display_name) == called
