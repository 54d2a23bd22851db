"""A database, an application, a clock and neighbours for every test that asks for them."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.app import create_app
from backend.db import db
from backend.settings import Settings
from tests.contract.answers import CheckedClient
from tests.people.arrivals import Neighbour, arrive

pytest_plugins = ["tests.postgres", "tests.serving"]

# Whatever a test asks, the answer is held against the contract.
Flask.test_client_class = CheckedClient


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over the tests themselves, which stay until the end.

    Every test makes and drops an application, and each time all that lives would be looked through:
    half of the time of a run.
    """
    gc.collect()
    gc.freeze()


class SettableClock:
    """The clock of one test: it stands still until told otherwise."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_time(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ):
        self.now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


@pytest.fixture
def clock() -> SettableClock:
    """Sunday 1 March 2026, ten in the morning in London."""
    return SettableClock(datetime(2026, 3, 1, 10, 0, tzinfo=UTC))


@pytest.fixture
def settings(database_url: str) -> Settings:
    """The settings of the application; override this fixture to change them."""
    return Settings(database_url=database_url, rate_limit_per_minute=100_000)


@pytest.fixture
def app(settings: Settings, clock: SettableClock) -> Iterator[Flask]:
    """The whole application, on a database and a clock of this test's own."""
    app = create_app(settings, clock=clock)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A phone on which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def neighbour(app: Flask, clock: SettableClock) -> Callable[..., Neighbour]:
    """Return somebody who is signed in: ``neighbour("Ada")``; see ``tests.people.arrivals``."""

    def somebody(display_name: str = "Ada Byron", **person: object) -> Neighbour:
        return arrive(app, display_name, now=clock(), **person)

    return somebody


@pytest.fixture
def ada(neighbour: Callable[..., Neighbour]) -> Neighbour:
    """The neighbour whom most tests are about."""
    return neighbour("Ada Byron")


@pytest.fixture
def ben(neighbour: Callable[..., Neighbour]) -> Neighbour:
    """Another."""
    return neighbour("Ben Okri")


@pytest.fixture
def cleo(neighbour: Callable[..., Neighbour]) -> Neighbour:
    """A third."""
    return neighbour("Cleo Laine")
