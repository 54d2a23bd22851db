"""Hot reads by the driver itself give what SQLAlchemy gives, and fail as it does."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from backend.db import reading_engine
from backend.db.reading import rows_of

ASKED = select(
    bindparam("a", type_=Uuid),
    bindparam("b", type_=DateTime(timezone=True)),
    bindparam("c", type_=Text),
    bindparam("d", type_=Integer),
)
GIVEN = {"a": UUID(int=7), "b": datetime(2026, 3, 1, 12, tzinfo=UTC), "c": "é", "d": None}


def test_rows_are_those_that_sqlalchemy_reads(app: Flask):
    with app.app_context(), reading_engine().connect() as reader:
        assert rows_of(reader, ASKED, GIVEN) == [tuple(reader.execute(ASKED, GIVEN).one())]


def test_a_statement_that_is_wrong_is_refused_as_sqlalchemy_refuses_it(app: Flask):
    with (
        app.app_context(),
        reading_engine().connect() as reader,
        pytest.raises(ProgrammingError),
    ):
        rows_of(reader, text("SELECT nothing_like_this"), {})


def test_a_lost_connection_is_given_up(app: Flask):
    with app.app_context():
        with reading_engine().connect() as reader:
            [(backend,)] = rows_of(reader, text("SELECT pg_backend_pid()"), {})
            with reading_engine().connect() as another:
                another.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
            with pytest.raises(OperationalError) as lost:
                rows_of(reader, text("SELECT 1"), {})
            assert lost.value.connection_invalidated
        with reading_engine().connect() as reader:
            assert rows_of(reader, text("SELECT 1"), {}) == [(1,)]
