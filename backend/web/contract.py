"""What the generator leaves open in the contract: headers, codes, one spelling for each thing.

flask-smorest writes down schemas and endpoints. This completes the document it made, once, from
what each endpoint declares in ``Room.operation``; nothing here is written by hand for one endpoint.
"""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backend.kernel.facts import Fact
from backend.web.problems import CONTENT_TYPE, STATUS
from backend.web.words import DEFAULT_LANGUAGE, LANGUAGES, sentence

NOTES = "x-edge"
"""Where ``Room.operation`` leaves what the generator has no word for; gone when finished."""
MOST_CODES_SHARED = 2

PARAMETERS: dict[str, dict[str, Any]] = {
    "IdempotencyKey": {
        "in": "header",
        "name": "Idempotency-Key",
        "required": True,
        "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
        "description": (
            "Any text of your own, 1 to 200 visible ASCII characters. For 24 hours the same key "
            "with the same request gets the same answer, however often it is sent."
        ),
        "example": "7f1c0c4e-book-thursday",
    },
    "IfMatch": {
        "in": "header",
        "name": "If-Match",
        "required": True,
        "schema": {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}-[0-9a-f]{1,64}"$'},
        "description": "The ETag you last saw; only its version counts.",
        "example": '"1-9d3f0a1b2c4d5e6f"',
    },
    "IfNoneMatch": {
        "in": "header",
        "name": "If-None-Match",
        "schema": {"type": "string"},
        "description": "The ETag you have; 304 where nothing has changed since.",
        "example": '"1-9d3f0a1b2c4d5e6f"',
    },
    "AcceptLanguage": {
        "in": "header",
        "name": "Accept-Language",
        "schema": {"type": "string"},
        "description": (
            f"The language of `says` and `detail`: {', '.join(LANGUAGES)}; "
            f"{DEFAULT_LANGUAGE} where none of them is wanted."
        ),
        "example": "de, en;q=0.8",
    },
}
PARAMETERS["IfMatchOptional"] = {
    **PARAMETERS["IfMatch"],
    "required": False,
    "description": "The ETag you last saw, to be told (412) if the thing has changed since.",
}

HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "description": "Names this request in our logs; the same as `request_id` of a problem.",
        "schema": {"type": "string", "format": "uuid"},
    },
    "RateLimit": {
        "description": "How many requests are left (`r`) and for how many seconds (`t`): "
        "draft-ietf-httpapi-ratelimit-headers.",
        "schema": {"type": "string", "example": '"minute";r=597;t=41'},
    },
    "RateLimit-Policy": {
        "description": "How many requests (`q`) there may be in how many seconds (`w`).",
        "schema": {"type": "string", "example": '"minute";q=600;w=60'},
    },
    "ETag": {
        "description": '`"<version>-<hash>"`, for `If-Match` and `If-None-Match`.',
        "schema": {"type": "string", "example": '"1-9d3f0a1b2c4d5e6f"'},
    },
    "Retry-After": {
        "description": "Seconds after which it is worth trying again.",
        "schema": {"type": "integer", "minimum": 0, "example": 12},
    },
    "WWW-Authenticate": {
        "description": "How to say who is calling.",
        "schema": {"type": "string", "example": "Bearer"},
    },
    "Idempotent-Replayed": {
        "description": "`true` where this answer was given before, to the same key and request.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}


def finished(document: dict[str, Any], schemas: Mapping[str, type]) -> dict[str, Any]:
    """Return the generated document completed, in an order that never changes by itself.

    ``schemas`` are the classes behind the document's schemas, whose docstrings describe them.
    """
    components = document.setdefault("components", {})
    for name, schema in components["schemas"].items():
        if name in schemas:
            schema.setdefault("description", _sentence(schemas[name]))
    known: dict[str, type[Fact]] = {}
    for _, _, operation in operations(document):
        known.update(_finish(operation))
    _spell(document)
    components["responses"] = _shared_refusals(document)
    components["parameters"] = PARAMETERS
    components["headers"] = HEADERS
    components["schemas"] = _used(document)
    document["servers"] = [{"url": "/", "description": "The server that gave you this document."}]
    document["x-codes"] = {
        code: {"status": _status(fact), "meaning": _sentence(fact)}
        for code, fact in sorted(known.items())
    }
    first = ["openapi", "info", "servers", "tags", "paths", "components"]
    return {name: document[name] for name in [*first, *sorted(set(document) - set(first))]}


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield method, path and operation for each operation of a document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield method, path, operation


def _finish(operation: dict[str, Any]) -> dict[str, type[Fact]]:
    notes = operation.pop(NOTES)
    facts: Sequence[type[Fact]] = notes["facts"]
    is_read = notes["method"] == "GET"
    wanted = ["AcceptLanguage"]
    if notes["keyed"]:
        wanted.append("IdempotencyKey")
    if notes["versioned"]:
        wanted.append("IfMatch")
    elif notes["may_be_versioned"]:
        wanted.append("IfMatchOptional")
    if is_read and notes["gives"]:
        wanted.append("IfNoneMatch")
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        # Nobody can write null in an address: what is not wanted is left out.
        if parameter["schema"].pop("nullable", False):
            parameter["schema"].pop("default", None)
    parameters += [{"$ref": f"#/components/parameters/{name}"} for name in wanted]
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    operation.setdefault("description", _usual_description(operation["summary"], notes))

    responses = operation["responses"]
    responses.pop("default", None)
    if is_read and notes["gives"]:
        responses["304"] = {"description": "Nothing has changed since the ETag you have."}
    for status, response in responses.items():
        _finish_response(int(status), response, keyed=notes["keyed"], gives=notes["gives"])
    for status in sorted({_status(fact) for fact in facts}):
        meant = sorted((fact for fact in facts if _status(fact) == status), key=_code)
        content = responses[str(status)]["content"][CONTENT_TYPE]
        content["example"] = _example(meant[0], status)
        responses[str(status)]["x-codes"] = sorted({fact.code for fact in meant})
    operation["responses"] = dict(sorted(responses.items()))
    return {fact.code: fact for fact in facts}


def _finish_response(status: int, response: dict[str, Any], *, keyed: bool, gives: bool) -> None:
    names = ["X-Request-Id", "RateLimit", "RateLimit-Policy"]
    if (status < 300 and gives) or status == 304:
        names.append("ETag")
    if status in {429, 503}:
        names.append("Retry-After")
    if status == 401:
        names.append("WWW-Authenticate")
    if keyed and status < 300:
        names.append("Idempotent-Replayed")
    response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _usual_description(summary: str, notes: Mapping[str, Any]) -> str:
    said = [summary]
    said.append("For whoever is signed in." if notes["signed_in"] else "Open to everybody.")
    if notes["keyed"]:
        said.append("Safe to repeat with the same `Idempotency-Key`.")
    if notes["versioned"]:
        said.append("Needs the `ETag` you last saw as `If-Match`.")
    return " ".join(said)


def _example(fact: type[Fact], status: int) -> dict[str, Any]:
    detail = sentence(fact.code, {}, DEFAULT_LANGUAGE)
    example: dict[str, Any] = {
        "type": f"urn:neighbours:problem:{fact.code}",
        "title": sentence(f"{fact.kind}-title", {}, DEFAULT_LANGUAGE),
        "status": status,
        "code": fact.code,
        # A sentence that needs parameters would show holes here.
        "detail": _sentence(fact) if "{" in detail else detail,
        "request_id": "0199d0a0-c0de-7000-8000-00000000cafe",
    }
    if fact.code == "not_valid":
        example["errors"] = {"json": {"name": ["Missing data for required field."]}}
    return example


def _spell(node: Any) -> None:
    """Write what can be said in several ways in the one that every reader of 3.0 understands."""
    if isinstance(node, list):
        for each in node:
            _spell(each)
        return
    if not isinstance(node, dict):
        return
    choices = node.get("anyOf")
    if isinstance(choices, list) and {"type": "object", "nullable": True} in choices:
        # As it was, the empty alternative took any object at all.
        node["allOf"] = [each for each in choices if "nullable" not in each]
        node["nullable"] = True
        del node["anyOf"]
    if isinstance(node.get("enum"), list) and "type" not in node and "schema" not in node:
        node["type"] = "string"
    if isinstance(node.get("pattern"), str):
        node["pattern"] = node["pattern"].replace("\\Z", "$")  # ECMA 262 has no \Z.
    for each in node.values():
        _spell(each)


def _shared_refusals(document: Mapping[str, Any]) -> dict[str, Any]:
    """Take the refusals of few codes out of the operations, and return them by name."""
    shared: dict[str, Any] = {}
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            codes = response.get("x-codes", [])
            if 1 <= len(codes) <= MOST_CODES_SHARED:
                name = "Or".join(code.title().replace("_", "") for code in codes)
                shared[name] = response
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    return dict(sorted(shared.items()))


def _used(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schemas that some operation reaches, by name."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    found: set[str] = set()

    def look(node: Any) -> None:
        if isinstance(node, list):
            for each in node:
                look(each)
        elif isinstance(node, dict):
            reference = node.get("$ref", "")
            name = reference.removeprefix("#/components/schemas/")
            if name != reference and name not in found:
                found.add(name)
                look(schemas[name])
            for each in node.values():
                look(each)

    look(document["paths"])
    look(document["components"]["responses"])
    return {name: schemas[name] for name in sorted(found)}


def _status(fact: type[Fact]) -> int:
    return STATUS[fact.kind]


def _code(fact: type[Fact]) -> str:
    return fact.code


def _sentence(documented: type) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(documented) or "").split("\n\n")[0].split())
