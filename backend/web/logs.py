"""Structured logs without personal data: no addresses, names, texts, tokens or queries."""

import logging
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request

from backend.kernel.ids import new_id

log = structlog.get_logger("request")


def set_up_logs(level: str) -> None:
    """Write one JSON line for each event to standard output.

    Of the libraries only warnings are heard: what they say in passing may name people.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            say_where_it_broke,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
        ),
        cache_logger_on_first_use=True,
    )


def say_where_it_broke(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Write an exception as its kinds and the lines of ours it went through, without its words.

    The words of a broken constraint quote the row, those of a refused mail the address.
    """
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = _kinds_and_lines(error)
    return event


def _kinds_and_lines(error: BaseException | None) -> list[str]:
    said: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        said.append(f"{type(error).__module__}.{type(error).__qualname__}")
        lines = traceback.extract_tb(error.__traceback__)
        said += [f"  {line.filename}:{line.lineno} {line.name}: {line.line}" for line in lines]
        error = error.__cause__ or error.__context__
    return said


def log_requests(app: Flask) -> None:
    """Give every request an id, answer it as ``X-Request-Id``, and log how it went."""

    def log_fault(exc_info: Any) -> None:
        log.error("fault", request_id=g.get("request_id"), exc_info=exc_info)

    # Flask's own line has the path in it, and all that the exception says.
    app.log_exception = log_fault  # type: ignore[method-assign]

    @app.before_request
    def begin() -> None:
        g.request_id = str(new_id())
        g.began = time.perf_counter()

    @app.after_request
    def end(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = g.get("request_id", "")
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        facts: dict[str, Any] = {
            "request_id": g.get("request_id"),
            "method": request.method,
            # The rule and not the path: ids of people and things stay out of the log.
            "route": request.url_rule.rule if request.url_rule else None,
            "status": answer.status_code,
            "milliseconds": round((time.perf_counter() - g.get("began", 0.0)) * 1000, 2),
        }
        log.info("request", **facts)
        return answer
