"""Reads what was asked: queries and bodies, by one schema instance each, kept for good."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Request as FlaskRequest
from marshmallow import ValidationError, fields

from backend.kernel.facts import Fact, Kind
from backend.web.fields import Request
from backend.web.problems import BadRequest, NotJson, NotValid

Reading = Callable[[FlaskRequest], Mapping[str, Any]]


class WordsSayNothing(Fact):
    """The words hold neither letters nor digits."""

    kind = Kind.UNPROCESSABLE


def query_reader(schema: type[Request]) -> Reading:
    """Return what reads a query; it raises ``NotValid`` with what is wrong under ``query``."""
    known = schema()
    several = {
        field.data_key or name
        for name, field in known.fields.items()
        if isinstance(field, fields.List | fields.Tuple)
    }

    def read(request: FlaskRequest) -> Mapping[str, Any]:
        asked = request.args
        given = {
            # Of what is given twice, the first counts, unless there may be several.
            name: values if name in several else values[0]
            for name, values in asked.lists()
        }
        return _loaded(known, given, "query")

    return read


def body_reader(schema: type[Request]) -> Reading:
    """Return what reads a body; it raises ``NotValid`` with what is wrong under ``json``.

    It raises ``NotJson`` for another content type and ``BadRequest`` for junk.
    """
    known = schema()

    def read(request: FlaskRequest) -> Mapping[str, Any]:
        body = request.get_data(cache=True)
        if not request.is_json:
            raise NotJson
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            raise BadRequest from None
        return _loaded(known, given, "json")

    return read


def _loaded(schema: Request, given: Any, place: str) -> Mapping[str, Any]:
    try:
        loaded: Mapping[str, Any] = schema.load(given)
    except ValidationError as error:
        raise NotValid(members={"errors": {place: error.messages}}) from None
    return loaded
