"""Counts the statements that a request sends to PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg

from backend.app import create_app
from backend.settings import Settings
from backend.web.logs import set_up_logs
from scripts.benchmarks.loader import Requests


def statements_of(url: str, requests: Requests) -> int:
    """Return how many statements the second of the requests takes, answered in this process.

    Many rows written by one statement count once. The first request fills what is kept.
    """
    set_up_logs("WARNING")
    app = create_app(Settings(database_url=url, rate_limit_per_minute=100_000_000))
    client = app.test_client()
    _ask(client, next(requests))
    with _counting() as counted:
        _ask(client, next(requests))
    return len(counted)


def _ask(client: Any, request: bytes) -> None:
    head, body = request.split(b"\r\n\r\n", 1)
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    answer = client.open(path, method=method, headers=headers, data=body)
    if answer.status_code >= 400:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")


@contextmanager
def _counting() -> Iterator[list[object]]:
    """List what the driver is given, whichever way it comes there."""
    counted: list[object] = []
    execute, executemany = psycopg.Cursor.execute, psycopg.Cursor.executemany

    def one(self: Any, query: Any, *args: Any, **more: Any) -> Any:
        counted.append(query)
        return execute(self, query, *args, **more)

    def many(self: Any, query: Any, *args: Any, **more: Any) -> Any:
        counted.append(query)
        return executemany(self, query, *args, **more)

    with (
        patch.object(psycopg.Cursor, "execute", one),
        patch.object(psycopg.Cursor, "executemany", many),
    ):
        yield counted
