"""The contract that is checked in is valid, and is what the program says."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from backend.app import create_app
from backend.settings import Settings
from backend.web.commands import CHECKED_IN, differences, written
from backend.web.contract import operations
from backend.web.documents import contract_of
from backend.web.words import LANGUAGES
from tests.contract.answers import PROBLEM, Contract


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The contract of the program; the database is never asked."""
    return contract_of(create_app(Settings(database_url="postgresql+psycopg://nowhere/nothing")))


@pytest.fixture(scope="module")
def contract(document: dict[str, Any]) -> Contract:
    return Contract(document)


def responses(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield operation id, status and answer for every answer of the contract."""
    contract = Contract(document)
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            yield operation["operationId"], status, contract.resolved(response)


def test_the_contract_that_is_checked_in_is_the_one_the_program_keeps(document):
    text = CHECKED_IN.read_text(encoding="utf-8")
    assert list(differences(json.loads(text), document)) == [], "run scripts/contract"
    assert text == written(document), "run scripts/contract"


def test_writing_the_contract_twice_gives_the_same_text(document):
    again = create_app(Settings(database_url="postgresql+psycopg://nowhere/nothing"))
    assert written(contract_of(again)) == written(document)


def test_a_difference_is_named_by_its_place(document):
    other = json.loads(written(document))
    del other["paths"]["/v1/me"]["delete"]
    other["info"]["version"] = "9"
    assert list(differences(other, document)) == [
        '~ info version: "9" -> "1.0.0"',
        "+ paths /v1/me delete",
    ]


def test_the_contract_is_a_valid_description_in_openapi_3_0(document):
    assert document["openapi"] == "3.0.3"
    validate(document)


def test_the_contract_says_whose_it_is_and_where(document):
    assert document["info"]["license"]["name"]
    assert "identifier" not in document["info"]["license"], "only OpenAPI 3.1 knows it"
    assert document["servers"]
    named = {tag["name"] for tag in document["tags"] if tag["description"]}
    used = {tag for _, _, operation in operations(document) for tag in operation["tags"]}
    assert used == named


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    for _, _, operation in operations(document):
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"])
        assert operation["summary"].endswith((".", "?")), operation["operationId"]
        assert operation["description"], operation["operationId"]
        assert "security" in operation, operation["operationId"]


def test_every_schema_says_what_it_is(document):
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name), name
        assert not re.search(r"\d$|Schema", name), f"{name} looks made up by the generator"


def test_every_query_of_the_program_is_in_the_contract(document):
    """A list once lost all its parameters, and nobody noticed."""
    for path, wanted in {
        "/v1/spaces": {"latitude", "longitude", "radius_metres", "kind", "cursor", "limit"},
        "/v1/spaces/{space_id}/calendar": {"starts_at", "ends_at"},
        "/v1/places/search": {"q"},
    }.items():
        given = document["paths"][path]["get"]["parameters"]
        assert wanted <= {each.get("name") for each in given}, path


def test_every_request_has_an_example_that_its_schema_takes(document, contract):
    for _, _, operation in operations(document):
        if "requestBody" not in operation:
            continue
        content = operation["requestBody"]["content"]["application/json"]
        assert "example" in content, operation["operationId"]
        errors = contract.validator(content["schema"]).iter_errors(content["example"])
        assert [error.message for error in errors] == [], operation["operationId"]


def test_every_answer_has_an_example_that_its_schema_takes(document, contract):
    for operation_id, status, response in responses(document):
        for content_type, content in response.get("content", {}).items():
            if not content_type.endswith("json"):
                continue
            assert "example" in content, (operation_id, status)
            errors = contract.validator(content["schema"]).iter_errors(content["example"])
            assert [error.message for error in errors] == [], (operation_id, status)


def test_every_refusal_is_a_problem_with_codes_that_are_explained(document):
    for operation_id, status, response in responses(document):
        if int(status) < 400:
            continue
        assert list(response["content"]) == [PROBLEM], (operation_id, status)
        assert response["x-codes"], (operation_id, status)
        for code in response["x-codes"]:
            assert f"`{code}`" in response["description"], (operation_id, status)
            assert document["x-codes"][code]["status"] == int(status)
            assert document["x-codes"][code]["meaning"], code


def test_every_operation_may_be_refused_for_what_can_happen_to_any_request(document):
    for _, path, operation in operations(document):
        expected = {"400", "429", "503"}
        if operation["security"]:
            expected.add("401")
        if "{" in path:
            expected.add("404")
        if "requestBody" in operation:
            expected |= {"413", "415", "422"}
        assert expected <= set(operation["responses"]), operation["operationId"]


def test_answers_name_the_headers_a_phone_needs(document):
    for operation_id, status, response in responses(document):
        headers = set(response["headers"])
        assert {"X-Request-Id", "RateLimit"} <= headers, (operation_id, status)
        if status in {"429", "503"}:
            assert "Retry-After" in headers, (operation_id, status)


def test_what_a_phone_sees_has_nothing_that_is_not_in_the_contract(document):
    for name, schema in document["components"]["schemas"].items():
        if name.endswith(("View", "Page")) and name != "ProblemView":
            assert schema["additionalProperties"] is False, name
            assert set(schema["required"]) == set(schema["properties"]), name


def test_nullable_things_are_their_own_kind_or_null(document, contract):
    booking = document["paths"]["/v1/bookings/{booking_id}"]["get"]["responses"]["200"]
    example = booking["content"]["application/json"]["example"]
    validator = contract.validator({"$ref": "#/components/schemas/BookingView"})
    assert validator.is_valid({**example, "next": None})
    assert not validator.is_valid({**example, "next": {"anything": "at all"}})


def test_the_description_of_the_language_names_those_we_have(document):
    said = document["components"]["parameters"]["AcceptLanguage"]["description"]
    assert all(language in said for language in LANGUAGES)
