"""What has served its time is forgotten by the running server, without anybody's doing."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from backend.app import create_app
from backend.forgetting import AFTER_TROUBLE, EVERY, forget, keep_forgetting
from backend.groups import standing
from backend.groups.models import StewardTerm
from backend.kernel.clock import utc_now
from backend.settings import Settings
from tests.conftest import SettableClock
from tests.groups.gatherings import a_group
from tests.infrastructure.processes import eventually
from tests.serving import Server


class Enough(Exception):
    """Ends what would go on for ever."""


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, show_sign_in_codes=True)


@pytest.fixture
def engine(database_url: str) -> Engine:
    return create_engine(database_url, poolclass=NullPool)


def codes(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM sign_in_codes")) or 0


def ask_for_a_code(client: FlaskClient) -> None:
    asked = client.post("/v1/sign-in/codes", json={"email": "ada@example.org"})
    assert asked.status_code == 202, asked.json


def test_a_running_server_forgets_old_codes_and_says_only_how_many(
    app: Flask,
    client: FlaskClient,
    clock: SettableClock,
    engine: Engine,
    start_server: Callable[..., Server],
    database_url: str,
    tmp_path: Path,
):
    clock.now = utc_now() - timedelta(days=2)
    ask_for_a_code(client)
    clock.now = utc_now()
    ask_for_a_code(client)
    assert codes(engine) == 2
    server = start_server("--workers", "1", DATABASE_URL=database_url, DATA_DIR=str(tmp_path))
    server.wait_until_ready()
    assert eventually(lambda: codes(engine) == 1)
    assert eventually(lambda: '"forgotten"' in server.words)
    line = json.loads(next(each for each in server.said if '"forgotten"' in each))
    del line["timestamp"]
    assert line.pop("event") == "forgotten"
    assert line.pop("level") == "info"
    assert line.pop("codes") == 1
    assert set(line.values()) == {0}


def test_it_forgets_every_hour(
    app: Flask, client: FlaskClient, clock: SettableClock, engine: Engine
):
    left: list[int] = []

    def pause(seconds: float) -> None:
        assert seconds == EVERY
        left.append(codes(engine))
        if len(left) == 3:
            raise Enough
        clock.pass_time(seconds=seconds + 1)

    ask_for_a_code(client)
    with pytest.raises(Enough):
        keep_forgetting(app, pause)
    assert left == [1, 0, 0]


def test_when_the_database_is_away_it_tries_again_soon(tmp_path: Path, app: Flask):
    nowhere = create_app(Settings(database_url=f"postgresql+psycopg://nobody@/no?host={tmp_path}"))

    def pause(seconds: float) -> None:
        assert seconds == AFTER_TROUBLE
        raise Enough

    with pytest.raises(Enough):
        keep_forgetting(nowhere, pause)
    assert forget(app)


def test_a_group_that_nobody_looks_at_is_settled_all_the_same(
    app: Flask, session: Session, clock: SettableClock
):
    group, people = a_group(session, 12, founded_at=clock())
    standing.stand(session, group.id, by=people[3], now=clock())
    session.commit()
    clock.pass_time(days=30)
    assert forget(app)
    session.expire_all()
    began = session.scalars(select(StewardTerm.starts_at).order_by(StewardTerm.starts_at)).all()
    assert began == [clock.now - timedelta(days=30), clock.now - timedelta(days=23)]
