"""Problem details (RFC 9457): the one shape of every refusal, and the one table of statuses."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import structlog
from flask import Response, current_app, g
from marshmallow import fields
from werkzeug.exceptions import HTTPException

from backend.kernel.facts import Fact, Kind
from backend.kernel.sayings import LocalTime
from backend.web.field_words import errors_in_words
from backend.web.fields import Shape
from backend.web.words import current_language, sentence

log = structlog.get_logger(__name__)

STATUS = {
    Kind.BAD_REQUEST: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.CHANGED_MEANWHILE: 412,
    Kind.TOO_LARGE: 413,
    Kind.UNSUPPORTED: 415,
    Kind.UNPROCESSABLE: 422,
    Kind.PRECONDITION_REQUIRED: 428,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}

CONTENT_TYPE = "application/problem+json"


class BadRequest(Fact):
    """The request cannot be understood at all."""

    kind = Kind.BAD_REQUEST


class NotValid(Fact):
    """The request is understood, and something in it cannot be right; ``errors`` says what."""

    kind = Kind.UNPROCESSABLE


class TooLarge(Fact):
    """The body is larger than the server takes."""

    kind = Kind.TOO_LARGE


class NotJson(Fact):
    """The body is not sent as ``application/json``."""

    kind = Kind.UNSUPPORTED


class NothingHere(Fact):
    """There is no such address."""

    kind = Kind.NOT_FOUND


class MethodNotKnown(Fact):
    """The address exists, the method does not."""

    kind = Kind.BAD_REQUEST


class ServerFault(Fact):
    """Our own fault; the answer says nothing of the inside."""

    kind = Kind.UNAVAILABLE


class DatabaseAway(Fact):
    """The database cannot be reached, or is too busy; trying again soon helps."""

    kind = Kind.UNAVAILABLE


class ProblemView(Shape):
    """A refusal, as RFC 9457 has it, with a code that never changes."""

    class Meta:
        unknown = "include"

    type = fields.String(required=True, metadata={"description": "A URI for the code."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "Stable; branch on this."})
    detail = fields.String(
        required=True, metadata={"description": "A sentence for people, in their language."}
    )
    params = fields.Dict(keys=fields.String(), metadata={"description": "What the code speaks of."})
    errors = fields.Dict(keys=fields.String(), metadata={"description": "What is wrong, by field."})
    request_id = fields.String(required=True)


PROBLEM = ProblemView()


def plain(value: object) -> object:
    """Return a parameter as JSON has it: instants as RFC 3339 in UTC, ids as text."""
    if isinstance(value, LocalTime):
        return plain(value.at)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def json_answer(body: object, status: int) -> Response:
    """Return an answer of JSON."""
    answer = cast(Response, current_app.json.response(body))
    answer.status_code = status
    return answer


def problem_of(fact: Fact, status: int | None = None) -> Response:
    """Return a fact as the answer that a phone gets."""
    status = status or STATUS[fact.kind]
    body: dict[str, object] = {
        "type": f"urn:neighbours:problem:{fact.code}",
        "title": sentence(f"{fact.kind}-title", {}, current_language()),
        "status": status,
        "code": fact.code,
        "detail": sentence(fact.code, fact.params, current_language()),
        "request_id": g.get("request_id", ""),
    }
    if fact.params:
        body["params"] = plain(fact.params)
    for name, value in fact.members.items():
        body[name] = plain(value)
    if isinstance(fact, NotValid) and "errors" in body:
        body["errors"] = errors_in_words(body["errors"], current_language())
    answer = json_answer(body, status)
    answer.content_type = CONTENT_TYPE
    if fact.retry_after is not None:
        answer.headers["Retry-After"] = str(fact.retry_after)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def fact_of_http(error: HTTPException) -> tuple[Fact, int]:
    """Return what Flask and webargs refuse by themselves, as a fact and its status."""
    data: dict[str, Any] = getattr(error, "data", None) or {}
    if "messages" in data:
        return NotValid(members={"errors": data["messages"]}), 422
    status = error.code or 500
    by_status: dict[int, type[Fact]] = {
        400: BadRequest,
        404: NothingHere,
        405: MethodNotKnown,
        413: TooLarge,
        415: NotJson,
    }
    if status >= 500:
        return ServerFault(), status
    return by_status.get(status, BadRequest)(), status


def answer_http_error(error: HTTPException) -> Response:
    """Answer a refusal of Flask's own as a problem; redirects stay as they are."""
    if error.code is not None and error.code < 400:
        return Response(error.get_response().get_data(), error.code, error.get_headers())
    fact, status = fact_of_http(error)
    answer = problem_of(fact, status)
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer
