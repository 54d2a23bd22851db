"""Writes JSON by orjson, several times as fast as the standard library."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from flask import Response
from flask.json.provider import DefaultJSONProvider

_HOW = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


class QuickJson(DefaultJSONProvider):
    """What Flask's own provider gives, compact and as UTF-8, keys in the order they came."""

    sort_keys = False
    compact = True

    @staticmethod
    def default(value: Any) -> Any:
        """Write what the standard library does not know as orjson does; instants are in UTC."""
        if isinstance(value, datetime):
            return value.isoformat().replace("+00:00", "Z")
        if isinstance(value, UUID):
            return str(value)
        return DefaultJSONProvider.default(value)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return an answer of JSON that ends its line, so that answers pasted in a row stand apart.

        What orjson refuses (a lone surrogate that somebody sent as a name, a whole number beyond
        64 bits) is left to the standard library.
        """
        body = self._prepare_response_obj(args, kwargs)
        try:
            return Response(orjson.dumps(body, option=_HOW), mimetype=self.mimetype)
        except TypeError:
            return Response(f"{self.dumps(body)}\n", mimetype=self.mimetype)
