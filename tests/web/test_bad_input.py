"""What arrives in no proper shape is refused in the one shape, and nothing is written."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.kernel.facts import Kind
from backend.web.body import MOST_BYTES
from backend.web.edge import etag_of
from backend.web.problems import CONTENT_TYPE, STATUS, plain

MEMBERS = {"type", "title", "status", "code", "detail", "request_id"}
SPACE = {
    "name": "Our front room",
    "kind": "living_room",
    "place": {"latitude": 53.9231, "longitude": -3.0154},
}


@pytest.fixture
def ada(neighbour: Callable[..., Any]) -> Any:
    return neighbour("Ada")


def refused(answer: Any, status: int, code: str) -> None:
    """Hold an answer against the one shape of refusals (RFC 9457)."""
    said = (answer.status_code, answer.json and answer.json.get("code"))
    assert said == (status, code), answer.get_data()
    assert answer.content_type == CONTENT_TYPE
    assert set(answer.json) >= MEMBERS
    assert answer.json["status"] == status
    assert answer.json["type"] == f"urn:neighbours:problem:{code}"
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert answer.headers["Cache-Control"] == "no-store"


def raw(ada: Any, body: bytes, content_type: str | None = "application/json") -> Any:
    return ada.post("/v1/spaces", data=body, content_type=content_type)


def test_every_refusal_has_one_shape(client: FlaskClient, ada: Any):
    refused(ada.post("/v1/spaces", key=" "), 400, "idempotency_key_not_valid")
    refused(client.get("/v1/me"), 401, "sign_in_needed")
    refused(client.get("/v1/nowhere"), 404, "nothing_here")
    refused(client.put("/v1/me"), 405, "method_not_known")
    refused(raw(ada, b"[" + b" " * MOST_BYTES + b"]"), 413, "too_large")
    refused(raw(ada, b"name=x", "application/x-www-form-urlencoded"), 415, "not_json")
    refused(ada.post("/v1/spaces", {"name": ""}), 422, "not_valid")
    refused(ada.patch("/v1/me", {"words": "x"}), 428, "version_needed")


def test_every_kind_of_fact_has_a_status():
    assert set(STATUS) == set(Kind)


def test_an_unknown_method_names_those_that_are_known(client: FlaskClient):
    answer = client.put("/v1/me")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "PATCH", "DELETE", "OPTIONS"}


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW", "PROPFIND"])
def test_methods_nobody_knows_are_refused(client: FlaskClient, method: str):
    answer = client.open("/v1/me", method=method)
    refused(answer, 405, "method_not_known")


def test_head_answers_as_get_without_a_body(ada: Any):
    read, headed = ada.get("/v1/me"), ada.request("HEAD", "/v1/me")
    assert (headed.status_code, headed.get_data()) == (200, b"")
    assert headed.headers["ETag"] == read.headers["ETag"]
    assert headed.headers["Content-Length"] == read.headers["Content-Length"]


def test_options_says_what_there_is_and_nothing_else(client: FlaskClient):
    answer = client.options("/v1/me")
    assert (answer.status_code, answer.get_data()) == (200, b"")
    assert "PATCH" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "//v1/me", "/v1//me", "/v1/me/", "/v1/%00", "/v1/spaces/%00", "/v1/me%2F..%2Fme",
        "/v1/../etc/passwd", "/v1/spaces/%ff%fe", "/%", "/v1/spaces/" + "x" * 5000,
        "/v1/spaces/%0d%0aX: y",
    ],
)  # fmt: skip
def test_odd_paths_lead_nowhere(ada: Any, path: str):
    answer = ada.get(path)
    if answer.status_code == 308:
        # Doubled slashes are one; the phone is sent there and nothing has happened.
        assert answer.headers["Location"].startswith("http://localhost/v1/")
        return
    refused(answer, 404, "nothing_here")


@pytest.mark.parametrize(
    "body", [b"[]", b"[{}]", b'"x"', b"1", b"null", b"true", b"1e999", b"NaN", b'{"name": NaN}']
)
def test_what_is_no_object_is_refused(ada: Any, body: bytes):
    refused(raw(ada, body), 422, "not_valid")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"}", b"{'name': 1}", b'{"name": }', b"\x00", b"\xff\xfe", b"[" * 100_000,
        b'{"a":' * 100_000, b'{"name": "\xff"}', b'{"a": 1}{"b": 2}',
        b"1" * 5_000,
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_json_is_refused(ada: Any, body: bytes):
    refused(raw(ada, body), 400, "bad_request")


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/xml", "a" * 500])
def test_what_is_not_called_json_is_refused(ada: Any, content_type: str | None):
    refused(raw(ada, json.dumps(SPACE).encode(), content_type), 415, "not_json")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nul", "a\x00b"), ("lone surrogate", "a\ud800b"), ("other half", "\udfff"),
        ("escape", "\x1b[31m"), ("bidi override", "a\u202eb"), ("a list", ["x"]), ("a number", 7),
        ("an object", {"a": 1}), ("nothing", None), ("only spaces", "   "), ("too long", "x" * 101),
        ("a truth", True),
    ],
)  # fmt: skip
def test_words_that_cannot_be_kept_are_refused(ada: Any, name: str, value: object):
    answer = ada.post("/v1/spaces", {**SPACE, "name": value})
    refused(answer, 422, "not_valid")
    assert list(answer.json["errors"]["json"]) == ["name"]


@pytest.mark.parametrize(
    "place",
    [
        {"latitude": 91, "longitude": 0}, {"latitude": -90.001, "longitude": 0},
        {"latitude": 0, "longitude": 180.5}, {"latitude": "north", "longitude": 0},
        {"latitude": None, "longitude": 0}, {"latitude": [1], "longitude": 0},
        {"latitude": 1e400, "longitude": 0}, {"latitude": 10**400, "longitude": 0}, [0, 0],
        "53.9,-3.0", {"latitude": 0}, {},
    ],
    ids=range(12),
)  # fmt: skip
def test_places_that_are_not_on_earth_are_refused(ada: Any, place: object):
    refused(ada.post("/v1/spaces", {**SPACE, "place": place}), 422, "not_valid")


def test_numbers_that_are_none_are_refused(ada: Any):
    for word in ("NaN", "Infinity", "-Infinity"):
        body = json.dumps({**SPACE, "place": {"latitude": 0, "longitude": 0}})
        answer = raw(ada, body.replace('"latitude": 0', f'"latitude": {word}').encode())
        assert answer.status_code in {400, 422}, word
        refused(answer, answer.status_code, answer.json["code"])


def test_fields_nobody_knows_are_refused_by_name(ada: Any):
    answer = ada.post("/v1/spaces", {**SPACE, "price": 5})
    refused(answer, 422, "not_valid")
    assert list(answer.json["errors"]["json"]) == ["price"]
    answer = ada.get("/v1/me/bookings", query_string={"order": "desc"})
    refused(answer, 422, "not_valid")


def test_a_member_that_is_there_twice_does_no_harm(ada: Any):
    body = json.dumps(SPACE)[:-1] + ', "name": "Another"}'
    answer = raw(ada, body.encode())
    assert (answer.status_code, answer.json["name"]) == (201, "Another")


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "schlüssel", "a b", "\x7f", "\t"])
def test_keys_that_are_none_are_refused(ada: Any, key: str):
    answer = ada.post("/v1/spaces", SPACE, headers={"Idempotency-Key": key})
    refused(answer, 400, "idempotency_key_not_valid")


def test_a_key_of_two_hundred_characters_is_one(ada: Any):
    assert ada.post("/v1/spaces", SPACE, key="~" * 200).status_code == 201


@pytest.mark.parametrize(
    "tag",
    ["1", '"1"', "*", '"-1-ab"', '"1-xyz"', '"' + "9" * 10 + '-ab"', "W/", '"1-ab", "2-cd"', ""],
)
def test_versions_that_are_none_are_refused(ada: Any, tag: str):
    answer = ada.patch("/v1/me", {"words": "x"}, headers={"If-Match": tag})
    refused(answer, 400, "version_not_readable")


def test_a_version_is_compared_and_the_rest_of_the_tag_is_not(ada: Any):
    assert ada.patch("/v1/me", {"words": "x"}, if_match=etag_of(1, b"other")).status_code == 200
    answer = ada.patch("/v1/me", {"words": "y"}, if_match=etag_of(1, b"other"))
    refused(answer, 412, "changed_meanwhile")


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("de", "de"), ("de-AT, en;q=0.1", "de"), ("fr, de;q=0.5", "de"), ("fr", "en"), ("", "en"),
        (";;;q=,,,", "en"), ("*", "en"), ("de;q=0", "en"), ("x" * 3000, "en"), ("de;q=nan", "en"),
        ("\xff\xfe", "en"), ("en;q=0.1, de;q=0.9", "de"),
    ],
)  # fmt: skip
def test_any_wish_for_a_language_is_answered_in_one_we_have(
    client: FlaskClient, wanted: str, language: str
):
    answer = client.get("/v1/me", headers={"Accept-Language": wanted})
    refused(answer, 401, "sign_in_needed")
    assert ("Bitte" in answer.json["detail"]) == (language == "de"), answer.json["detail"]


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c", "Bearer " + "x" * 9000, "Bearer \xff",
     "bearer null", "Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer a b c"],
)  # fmt: skip
def test_whoever_shows_something_else_is_nobody(client: FlaskClient, header: str):
    refused(client.get("/v1/me", headers={"Authorization": header}), 401, "sign_in_needed")


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"}, {"limit": "101"}, {"limit": "ten"}, {"limit": "1.5"}, {"limit": "1e1"},
        {"limit": "9" * 5000}, {"when": "soon"}, {"when": "\x00"}, {"limit": ""}, {"cursor": ""},
        {"cursor": "x" * 501},
    ],
    ids=range(11),
)  # fmt: skip
def test_questions_that_are_none_are_refused(ada: Any, query: dict[str, str]):
    refused(ada.get("/v1/me/bookings", query_string=query), 422, "not_valid")


@pytest.mark.parametrize(
    "cursor",
    ["x", "null", "W10", "e30", "WzFd", "bnVsbA", "\u2603", "\x00", "A" * 500, "====",
     "W1tbW1tbW1tbW1tbW1tbW1tbW1tbW10"],
)  # fmt: skip
def test_cursors_we_never_gave_are_refused(ada: Any, cursor: str):
    for path in ("/v1/me/bookings", "/v1/notifications", "/v1/me/sessions", "/v1/invitations"):
        refused(ada.get(path, query_string={"cursor": cursor}), 400, "cursor_not_valid")


def test_a_cursor_belongs_to_its_question(ada: Any):
    answer = ada.get("/v1/me/bookings", query_string={"cursor": "WyIiLCIiLCIiXQ"})
    refused(answer, 400, "cursor_of_other_filters")


def test_a_very_long_question_is_answered(ada: Any):
    answer = ada.get("/v1/me/bookings?" + "a=1&" * 20_000)
    refused(answer, 422, "not_valid")


def test_the_same_question_twice_is_one_question(ada: Any):
    assert ada.get("/v1/me/bookings?limit=5&limit=6").status_code in {200, 422}


def test_nothing_that_was_refused_has_left_a_trace(ada: Any, session: Session):
    for body in (b"[]", b"{", b'{"name": "\\u0000"}', json.dumps({**SPACE, "x": 1}).encode()):
        assert raw(ada, body).status_code in {400, 422}
    for table in ("spaces", "idempotency_keys", "notifications"):
        assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table


def test_a_refusal_is_not_kept_under_its_key(ada: Any):
    key = str(uuid4())
    refused(ada.post("/v1/spaces", {"name": ""}, key=key), 422, "not_valid")
    assert ada.post("/v1/spaces", SPACE, key=key).status_code == 201


def test_a_server_fault_says_nothing_of_the_inside(app: Any, client: FlaskClient):
    def breaks() -> None:
        raise RuntimeError("the password is swordfish")

    app.add_url_rule("/breaks", view_func=breaks)
    answer = client.get("/breaks")
    refused(answer, 500, "server_fault")
    assert "swordfish" not in answer.get_data(as_text=True)


def test_parameters_of_a_refusal_are_always_json():
    assert plain({"a": [uuid4()], 1: None})["1"] is None
