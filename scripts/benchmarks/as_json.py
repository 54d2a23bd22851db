"""Rows of a statement of ours, made into JSON by PostgreSQL itself: what the limit line gives."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy.dialects import postgresql


def rows_as_json(
    connection: psycopg.Connection, statement: Any, params: Mapping[str, object]
) -> str:
    """Return all rows of a statement, which is compiled once, as the text of a JSON array."""
    sql, constants = _compiled(statement)
    row = connection.execute(sql, {**constants, **params}).fetchone()
    assert row is not None
    text: str = row[0]
    return text


@lru_cache
def _compiled(statement: Any) -> tuple[str, dict[str, Any]]:
    compiled = statement.compile(dialect=postgresql.psycopg.dialect())
    sql = f"SELECT coalesce(json_agg(found), '[]')::text FROM ({compiled}) AS found"
    return sql, dict(compiled.params)
