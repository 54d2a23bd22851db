"""The hot reads: statements of Core, run by the driver itself.

SQLAlchemy prepares every execution and wraps every row; for a list that phones open all day that is
half of what its query costs. Here a statement is compiled once and what the driver gives is used.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ClauseElement


def rows_of(
    reader: Connection, statement: Executable, params: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """Return the rows of a read as plain tuples.

    ``reader`` must be in AUTOCOMMIT, and every value one that psycopg knows by itself: instants,
    UUIDs, numbers, texts and lists of them. Keep the statement: each object is compiled once.
    """
    driver = reader.connection.driver_connection
    if driver is not None:
        try:
            sql, constants = _compiled(statement)
            rows: list[tuple[Any, ...]] = driver.execute(sql, {**constants, **params}).fetchall()
            return rows
        except psycopg.Error:
            # Asked again below, where SQLAlchemy says what it was and gives a lost connection up.
            pass
    return [tuple(row) for row in reader.execute(statement, dict(params))]


@lru_cache(maxsize=1024)
def _compiled(statement: Executable) -> tuple[str, dict[str, Any]]:
    """Return a statement as the driver takes it, and the constants written into it."""
    assert isinstance(statement, ClauseElement)
    compiled = statement.compile(dialect=dialect())  # type: ignore[no-untyped-call]
    return str(compiled), dict(compiled.params)
