"""Whatever a schema can say of a field has words in every language, and no words are left over."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import validate

from backend.web.field_words import errors_in_words, find_field_code
from backend.web.fields import Request
from backend.web.words import LANGUAGES
from tests.house.sources import calls, facts, sources
from tests.house.test_words import sentences, text_of

SAID_FROM_A_NAME = {"groups/asking_schemas.py": {"Say for whom.", "Not for this kind."}}
"""What is refused with words that were put together before, by module."""
IN_GAPS = {"min": 1, "max": 9, "equal": 3, "other": "Polygon", "choices": "a, b", "input": "2027"}
IN_GAPS |= {"awareness": "naive", "obj_type": "date"}


def requests(known: type[Request] = Request) -> Iterator[type[Request]]:
    for each in known.__subclasses__():
        yield each
        yield from requests(each)


def of_field(field: Any) -> Iterator[str]:
    """Yield what a field can say by itself, and what its validators can."""
    yield from (str(each) for each in field.error_messages.values())
    for check in field.validators:
        yield from of_validator(check)
    for inner in ("inner", "key_field", "value_field"):
        if getattr(field, inner, None) is not None:
            yield from of_field(getattr(field, inner))


def of_validator(check: Any) -> Iterator[str]:
    if isinstance(check, validate.And):
        for each in check.validators:
            yield from of_validator(each)
    elif isinstance(check, validate.Length | validate.Range):
        names = ("message_min", "message_max", "message_all", "message_equal")
        yield from (getattr(check, each) for each in names if hasattr(check, each))
    elif isinstance(check, validate.Validator):
        yield str(check.error)


def by_marshmallow() -> Iterator[str]:
    facts()  # All rooms are in the house now, with their schemas.
    for request in requests():
        schema = request()
        yield from (str(each) for each in schema.error_messages.values())
        for field in schema.load_fields.values():
            yield from of_field(field)


def by_us() -> Iterator[str]:
    """Yield what our schemas refuse in words of their own."""
    for source in sources():
        for name, call in calls(source):
            if name != "ValidationError":
                continue
            given = call.args[0]
            said = [text_of(each) for each in ast.walk(given) if text_of(each)]
            if isinstance(given, ast.Name):
                yield from SAID_FROM_A_NAME[source.name]
            elif isinstance(given, ast.Dict):
                # Field by field: the sentences are those in lists.
                lists = [each for each in ast.walk(given) if isinstance(each, ast.List)]
                yield from (text_of(each.elts[0]) or "" for each in lists)
            else:
                yield from (each or "" for each in said[:1])


def all_said() -> set[str]:
    said = {each.replace("{}", "a, b") for each in by_us()}
    return said | {each.format(**IN_GAPS) for each in by_marshmallow()}


def test_whatever_a_schema_can_say_has_a_code():
    said = all_said()
    assert len(said) > 50, "the search for what schemas say finds little any more"
    assert {each for each in said if find_field_code(each) is None} == set()


def test_no_words_for_fields_are_left_over():
    used = {found[0] for found in map(find_field_code, all_said()) if found is not None}
    # Said in a dict that is put together before it is raised.
    used |= {"field_not_for_this_action", "field_needed_by_this_action"}
    used |= {"field_to_whom", "field_what_changes"}
    for language in LANGUAGES:
        assert {each for each in sentences(language) if each.startswith("field_")} == used


@pytest.mark.parametrize("said", ["Not for this action.", "This action needs it."])
def test_what_decisions_refuse_has_a_code(said):
    assert find_field_code(said) is not None


def test_all_of_it_is_said_in_german_field_by_field():
    errors = {"json": {"name": ["Missing data for required field.", "Not known at all."]}}
    errors["json"]["places"] = {0: {"x": ["Length must be between 1 and 80."]}}
    assert errors_in_words(errors, "de") == {
        "json": {
            "name": ["Das fehlt noch.", "Not known at all."],
            "places": {0: {"x": ["Es dürfen 1 bis 80 sein."]}},
        }
    }
    assert errors_in_words(errors, "en") is errors


def test_a_german_phone_reads_german(neighbour):
    ada = neighbour("Ada")
    german = {"Accept-Language": "de-AT"}
    answer = ada.post("/v1/groups", {"name": "", "joining": "never"}, headers=german)
    assert answer.json["code"] == "not_valid"
    assert answer.json["errors"]["json"] == {
        "name": ["Es dürfen 1 bis 80 sein."],
        "joining": ["Möglich ist eines davon: open, ask, invited."],
    }
