"""Structured logs without personal data: no addresses, names, texts, tokens or queries."""

import logging
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request

from backend.kernel.ids import new_id

log = structlog.get_logger("request")


def set_up_logs(level: str) -> None:
    """Write one JSON line for each event to standard output."""
    logging.basicConfig(level=level, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
        ),
        cache_logger_on_first_use=True,
    )


def log_requests(app: Flask) -> None:
    """Give every request an id, answer it as ``X-Request-Id``, and log how it went."""

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
