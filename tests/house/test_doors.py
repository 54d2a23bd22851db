"""Every endpoint asks who is there, and tells strangers nothing.

The lists are checked both ways: an endpoint that opens by mistake fails, and so does one that is
listed as open and is not.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.app import create_app
from backend.settings import Settings
from backend.web.contract import operations
from backend.web.documents import contract_of
from tests.contract.household import Household, a_household

OPEN_TO_EVERYBODY = {
    "about_this_server": "a phone asks before anybody has signed in",
    "send_sign_in_code": "the way in",
    "start_session": "the way in",
    "refresh_session": "the access token has run out; the refresh token says who it is",
    "read_my_calendar": "calendar programs cannot sign in; the address is the secret",
    "read_space_calendar": "when a space is taken, by nobody in particular",
    "read_space_openings": "openings are there to be found",
    "read_words": "what a group says to everybody",
    "read_words_in_a_browser": "the same, as a page",
}
FOR_EVERYBODY_WHO_IS_SIGNED_IN = {
    "get_person": "what somebody says of themself is said to neighbours",
    "get_space": "spaces are there to be found",
    "get_calendar": "when it is free, never by whom",
    "read_my_calendar": "whoever has the address was given it",
    "read_space_calendar": "when it is taken, never by whom",
    "read_space_openings": "openings are there to be found",
    "book_space": "that is what it is for",
    "wait_for_time": "as one may book it",
    "list_openings_of_space": "openings are there to be found",
    "get_opening": "openings are there to be found",
    "get_opening_date": "openings are there to be found, without the door of a home",
    "may_come": "that is what an opening is for",
    "may_not_come": "one takes back what one said oneself",
    "knock": "that is what the door of a home is for",
    "join_openers": "anybody may, but in a home",
    "leave_openers": "one takes back what one said oneself",
    "preview_series": "that is what it is for; nothing is written",
    "book_series": "that is what it is for",
    "read_words": "what a group says to everybody",
    "read_words_in_a_browser": "the same, as a page",
    "print_group_invitation": "whoever has the code was given it",
    "show_group_invitation": "whoever has the code was given it",
    "get_invited_group": "whoever has the code was given it",
    "get_post": "offers and needs are there to be found",
    "list_posts_of_person": "as each of them is",
    "ask_or_answer": "that is what it is for",
    "list_promises_of_post": "one sees one's own among them",
    "share_out_post": "whoever asked may, and here the stranger has asked",
    "answer_hello": "that is what a hello is for",
    "list_thanks_of_person": "those that whoever was thanked shows to all",
    "block_person": "anybody may leave off seeing anybody",
    "unblock_person": "where there is no block, none is undone",
}
"""What may be done with the ids of other people."""
LETS_IN = {"join_group", "come_into_group"}
"""After these a stranger is none any more. Who may come in is in `tests.groups`."""
OUTSIDE_THE_CONTRACT = {
    "/healthz": "asked by machines; says nothing of anybody",
    "/readyz": "asked by machines; says nothing of anybody",
    "/openapi.json": "the contract itself",
    "/docs": "the page on which to read it",
    "/docs/start.js": "part of that page",
    "/docs/assets/<path:name>": "part of that page",
    "/": "the page of the server, for browsers",
    "/join": "a page, where an invitation leads without the app",
    "/groups": "a page, where an invitation into a group leads without the app",
    "/spaces/<uuid:space_id>": "a page, where the card of a space leads without the app",
    "/code.js": "these pages' own script",
}
DOCUMENT = contract_of(create_app(Settings(database_url="postgresql+psycopg://nowhere/nothing")))
OPERATIONS = [
    pytest.param(method.upper(), path, operation, id=operation["operationId"])
    for method, path, operation in operations(DOCUMENT)
]
WITH_IDS = [each for each in OPERATIONS if "{" in each.values[1] and "{on}" not in each.values[1]]
HEADERS = {"Idempotency-Key": "a-key", "If-Match": '"1-00"'}


def somewhere(path: str) -> str:
    """Return a path with ids that nothing has."""
    for name in [part.split("}")[0] for part in path.split("{")[1:]]:
        path = path.replace(f"{{{name}}}", "2026-12-24" if name == "on" else str(uuid4()))
    return path


def sent(operation: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """Return a request as the contract's own example has it."""
    request: dict[str, Any] = {"path": somewhere(path), "method": method, "headers": {**HEADERS}}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None:
        request["json"] = body["example"]
    query = {
        each["name"]: each.get("example", each["schema"].get("example"))
        for each in operation["parameters"]
        if each.get("required") and each.get("in") == "query"
    }
    return {**request, "query_string": query}


def test_every_address_of_the_server_is_in_the_contract_or_in_a_short_list(app: Flask):
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    in_contract = {rule for rule in rules if rule.startswith("/v1/")}
    assert rules - in_contract == set(OUTSIDE_THE_CONTRACT)
    assert len(in_contract) == len(DOCUMENT["paths"])


def test_what_is_open_is_listed_and_what_is_listed_is_open():
    is_open = {
        each.values[2]["operationId"] for each in OPERATIONS if not each.values[2]["security"]
    }
    assert is_open == set(OPEN_TO_EVERYBODY)


def test_every_endpoint_asks_who_is_there(client: FlaskClient):
    for each in OPERATIONS:
        method, path, operation = each.values
        answer = client.open(**sent(operation, method, path))
        name = operation["operationId"]
        if name in OPEN_TO_EVERYBODY:
            said = answer.json["code"] if answer.status_code >= 400 else None
            assert said != "sign_in_needed", name
        else:
            assert (answer.status_code, answer.json["code"]) == (401, "sign_in_needed"), name
            assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_stranger_finds_nothing_behind_made_up_ids(neighbour: Callable[..., Any]):
    stranger = neighbour("Stranger")
    for each in WITH_IDS:
        method, path, operation = each.values
        request = sent(operation, method, path)
        answer = stranger.request(
            method,
            request["path"],
            request.get("json"),
            key=str(uuid4()),
            if_match=HEADERS["If-Match"],
            query_string=request["query_string"],
        )
        if operation["operationId"] == "unblock_person":
            # Saying no more than that nobody is blocked, whoever that is.
            assert answer.status_code == 204
            continue
        assert answer.status_code == 404, (operation["operationId"], answer.json)
        assert answer.json["code"] != "nothing_here"


def test_what_is_somebody_elses_is_neither_seen_nor_changed(
    app: Flask, neighbour: Callable[..., Any]
):
    home, stranger = a_household(app), neighbour("Stranger")
    before = as_seen_by(home)
    for each in OPERATIONS:
        method, path, operation = each.values
        name = operation["operationId"]
        if "{" not in path or name in LETS_IN:
            continue
        request = sent(operation, method, path)
        answer = stranger.request(
            method,
            path.format_map(home.ids),
            request.get("json"),
            key=str(uuid4()),
            if_match=HEADERS["If-Match"],
            query_string=request["query_string"],
        )
        if name in FOR_EVERYBODY_WHO_IS_SIGNED_IN:
            assert answer.status_code not in {401, 403, 404}, (name, answer.json)
        else:
            assert answer.status_code in {403, 404}, (name, answer.json)
    assert as_seen_by(home) == before


def as_seen_by(home: Household) -> list[Any]:
    """Return all that the household has, as it sees it."""
    paths = ["/v1/spaces/{space_id}", "/v1/bookings/{booking_id}", "/v1/invitations", "/v1/me"]
    return [home.ada.get(path.format_map(home.ids)).json for path in paths]


def test_ids_that_are_none_lead_nowhere(neighbour: Callable[..., Any]):
    somebody = neighbour("Ada")
    for each in WITH_IDS:
        method, path, operation = each.values
        for wrong in ("1", "null", "0199d0a0", "%00", "..", "'; --", "ü" * 40):
            path_with_it = path.replace("{", "").split("}")[0].rsplit("/", 1)[0] + f"/{wrong}"
            answer = somebody.request(method, path_with_it, if_match=HEADERS["If-Match"])
            assert answer.status_code in {404, 400, 422, 415}, (operation["operationId"], wrong)
            assert answer.json["code"], (operation["operationId"], wrong)
