"""Holds every answer that a test sees against the contract.

The phone that tests hold (set in ``tests/conftest.py``) asks here about
each answer. The contract is the program's own; ``test_document.py`` holds it against the file
that is checked in, so both are meant.
"""

import gc
import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import jsonschema_rs
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.web.documents import contract_of

PROBLEM = "application/problem+json"
_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"


class NotInTheContract(AssertionError):
    """An answer that the contract does not promise."""


def json_schema(node: Any) -> Any:
    """Return a schema of OpenAPI 3.0 as JSON Schema: there, null is a type of its own."""
    if isinstance(node, list):
        return [json_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    plain = {
        name: json_schema(each)
        for name, each in node.items()
        if name not in {"nullable", "example", "default", "description"}
    }
    if "properties" in node:
        # A property may be called "description" or "default" itself.
        plain["properties"] = {name: json_schema(each) for name, each in node["properties"].items()}
    if node.get("nullable") is True:
        return {"anyOf": [plain, {"type": "null"}]}
    return plain


class Contract:
    """The contract, ready to be asked about answers."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.schemas = {
            name: json_schema(schema) for name, schema in document["components"]["schemas"].items()
        }
        self._validators: dict[str, jsonschema_rs.Validator] = {}
        # It stays for the whole run, and need not be swept again with every application.
        gc.freeze()

    @cached_property
    def paths(self) -> list[tuple[re.Pattern[str], str]]:
        """Every path as a pattern; those without parameters first, as the server does."""
        found = []
        for path, methods in self.document["paths"].items():
            kinds = {
                each["name"]: each["schema"].get("format") for each in methods.get("parameters", [])
            }
            pattern = re.sub(
                r"\{(\w+)\}",
                lambda match, kinds=kinds: _UUID if kinds[match[1]] == "uuid" else "[^/]+",
                path,
            )
            found.append((re.compile(pattern), path))
        return sorted(found, key=lambda each: each[1].count("{"))

    def find_operation(self, method: str, path: str) -> dict[str, Any] | None:
        """Return the operation that answers, None where the address or the method is unknown."""
        for pattern, template in self.paths:
            if pattern.fullmatch(path):
                operation: dict[str, Any] | None = self.document["paths"][template].get(
                    method.lower()
                )
                if operation is not None:
                    return operation
        return None

    def resolved(self, response: dict[str, Any]) -> dict[str, Any]:
        """Return a response that may be shared between operations."""
        name = response.get("$ref", "").removeprefix("#/components/responses/")
        return self.document["components"]["responses"][name] if name else response

    def validator(self, schema: dict[str, Any]) -> jsonschema_rs.Validator:
        """Return what holds a body against a schema of the document, compiled once."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            self._validators[key] = jsonschema_rs.Draft202012Validator(
                {**json_schema(schema), "components": {"schemas": self.schemas}},
                validate_formats=True,
            )
        return self._validators[key]

    def check(
        self, method: str, path: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Raise ``NotInTheContract`` where an answer is not what the contract promises."""
        where = f"{method} {path} answered {status}"
        if method in {"HEAD", "OPTIONS"} or not path.startswith("/v1"):
            return
        operation = self.find_operation(method, path)
        if operation is None:
            self._check_unknown(where, status, headers, body)
            return
        where = f"{operation['operationId']}: {where}"
        declared = operation["responses"].get(str(status))
        if declared is None:
            raise NotInTheContract(f"{where}, which is not declared: {body[:500]!r}")
        declared = self.resolved(declared)
        self._check_headers(where, declared, headers)
        if not declared.get("content"):
            if body:
                raise NotInTheContract(f"{where} with a body: {body[:500]!r}")
            return
        content_type = headers.get("Content-Type", "").split(";")[0]
        if content_type not in declared["content"]:
            raise NotInTheContract(f"{where} as {content_type!r}")
        if content_type.endswith("json"):
            content = json.loads(body)
            self._check_body(where, declared["content"][content_type]["schema"], content)
            if content_type == PROBLEM and content["code"] not in declared["x-codes"]:
                raise NotInTheContract(f"{where} with a code not declared: {content['code']}")

    def _check_unknown(
        self, where: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> None:
        if status not in {400, 404, 405, 413, 308}:
            raise NotInTheContract(f"{where}, and the contract has no such operation")
        if status == 308:
            return
        if headers.get("Content-Type") != PROBLEM:
            raise NotInTheContract(f"{where} as {headers.get('Content-Type')!r}")
        self._check_body(where, {"$ref": "#/components/schemas/ProblemView"}, json.loads(body))

    def _check_headers(
        self, where: str, declared: dict[str, Any], headers: Mapping[str, str]
    ) -> None:
        for name in declared.get("headers", {}):
            if name not in {"Idempotent-Replayed"} and name not in headers:
                raise NotInTheContract(f"{where} without {name}")

    def _check_body(self, where: str, schema: dict[str, Any], content: object) -> None:
        for error in self.validator(schema).iter_errors(content):
            place = "/".join(str(part) for part in error.instance_path)
            raise NotInTheContract(f"{where}; at {place or 'the top'}: {error.message}")


_contract: Contract | None = None


def contract_for(app: Flask) -> Contract:
    """Return the contract, which is the same for every application that the tests make."""
    global _contract
    if _contract is None:
        _contract = Contract(contract_of(app))
    return _contract


class CheckedClient(FlaskClient):
    """A phone that believes only what the contract promises."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        contract_for(self.application).check(
            answer.request.method,
            answer.request.path,
            answer.status_code,
            answer.headers,
            answer.get_data(),
        )
        return answer
