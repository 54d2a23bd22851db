"""Bodies are bounded before anything reads them, whether or not their length was announced."""

import io
from collections.abc import Callable, Iterable
from typing import Any

MOST_BYTES = 1024 * 1024

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def bounded(application: WSGI, most: int = MOST_BYTES) -> WSGI:
    """Wrap a WSGI application so that a chunked body is read whole, and one byte too many shows.

    Without this a chunked body over the limit is cut at the limit and accepted.
    """

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        # Once read, it is no longer chunked: Werkzeug takes a chunked body for an empty one.
        if environ.pop("HTTP_TRANSFER_ENCODING", None):
            body = environ["wsgi.input"].read(most + 1)
            environ["CONTENT_LENGTH"] = str(len(body))
            environ["wsgi.input"] = io.BytesIO(body)
        return application(environ, start_response)

    return wrapped
