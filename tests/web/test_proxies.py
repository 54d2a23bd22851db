"""Who is asking, where proxies stand in between."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.app import create_app
from backend.db import db
from backend.settings import Settings

MOST = 3


@pytest.fixture
def behind(database_url: str, clock) -> Iterator[Callable[[int], FlaskClient]]:
    """Return a function that gives a phone to a server behind so many trusted proxies."""
    started: list[Flask] = []

    def start(proxies: int) -> FlaskClient:
        app = create_app(
            Settings(
                database_url=database_url, trusted_proxies=proxies, rate_limit_per_minute=MOST
            ),
            clock=clock,
        )
        started.append(app)
        return app.test_client()

    yield start
    for app in started:
        with app.app_context():
            db.engine.dispose()


def statuses(phone: FlaskClient, *forwarded_for: str) -> list[int]:
    return [
        phone.get("/v1/about", headers={"X-Forwarded-For": each}).status_code
        for each in forwarded_for
    ]


def test_without_a_proxy_nobody_may_say_where_they_come_from(behind):
    claims = [f"203.0.113.{number}" for number in range(MOST + 1)]
    assert statuses(behind(0), *claims) == [200] * MOST + [429]


def test_behind_a_proxy_each_address_that_it_saw_has_its_own_limit(behind):
    phone = behind(1)
    assert statuses(phone, *["203.0.113.1"] * (MOST + 1)) == [200] * MOST + [429]
    assert statuses(phone, "203.0.113.2") == [200]


def test_what_a_phone_claims_to_the_proxy_is_not_believed(behind):
    # The proxy adds the address it saw at the end; what stands before came from the phone.
    claims = [f"198.51.100.{number}, 203.0.113.1" for number in range(MOST + 1)]
    assert statuses(behind(1), *claims) == [200] * MOST + [429]


def test_behind_two_proxies_the_last_but_one_counts(behind):
    phone = behind(2)
    claims = [f"198.51.100.{number}, 203.0.113.1, 192.0.2.9" for number in range(MOST + 1)]
    assert statuses(phone, *claims) == [200] * MOST + [429]
    assert statuses(phone, "203.0.113.1, 203.0.113.2, 192.0.2.9") == [200]


def test_every_answer_has_an_id_of_its_own_which_a_refusal_repeats(client: FlaskClient):
    asked = {"X-Request-Id": "chosen by the phone"}
    answers = [client.get("/v1/me", headers=asked) for _ in range(2)]
    ids = [answer.headers["X-Request-Id"] for answer in answers]
    assert len({*ids, "chosen by the phone"}) == 3
    assert [answer.json["request_id"] for answer in answers] == ids
