"""Writes JSON by orjson, several times as fast as the standard library."""

from typing import Any

import orjson
from flask import Response
from flask.json.provider import DefaultJSONProvider


class QuickJson(DefaultJSONProvider):
    """What Flask's own provider gives, compact and as UTF-8, keys in the order they came."""

    sort_keys = False
    compact = True

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return an answer of JSON that ends its line, so that answers pasted in a row stand apart.

        What orjson refuses (a lone surrogate that somebody sent as a name, a whole number beyond
        64 bits) is left to the standard library.
        """
        body = self._prepare_response_obj(args, kwargs)
        try:
            return Response(
                orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE), mimetype=self.mimetype
            )
        except TypeError:
            return Response(f"{self.dumps(body)}\n", mimetype=self.mimetype)
