"""A mailbox, a look at what is kept, and servers with other settings."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from backend.app import create_app
from backend.db import db
from backend.settings import Settings
from tests.people.mailbox import Mailbox


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    yield mailbox
    mailbox.close()


@pytest.fixture
def settings(database_url: str, mailbox: Mailbox) -> Settings:
    return Settings(
        database_url=database_url,
        smtp_url=f"smtp://127.0.0.1:{mailbox.port}",
        mail_from="Neighbours <hello@neighbours.example>",
        public_url="https://neighbours.example",
        rate_limit_per_minute=100_000,
    )


@pytest.fixture
def kept(database_url: str) -> Callable[..., Any]:
    """Return a function that asks the database for one value: ``kept("SELECT …", id=…)``."""

    def ask(question: str, **params: object) -> Any:
        with create_engine(database_url, poolclass=NullPool).connect() as connection:
            return connection.scalar(text(question), params)

    return ask


@pytest.fixture
def server(database_url: str, clock: Callable[..., Any]) -> Iterator[Callable[..., Flask]]:
    """Return a function that starts another server on the same data, with these settings."""
    started: list[Flask] = []

    def start(**given: Any) -> Flask:
        app = create_app(Settings(database_url=database_url, **given), clock=clock)
        started.append(app)
        return app

    yield start
    for app in started:
        with app.app_context():
            db.engine.dispose()
