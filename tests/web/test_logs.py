"""What a server writes down says how it is, and nothing about anybody."""

import json
from collections.abc import Callable
from pathlib import Path

import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from structlog.testing import capture_logs

from backend.alone import free_port
from backend.app import create_app
from backend.db import db
from backend.kernel.clock import utc_now
from backend.settings import Settings
from backend.web.logs import say_where_it_broke
from tests.infrastructure.processes import eventually
from tests.people.arrivals import arrive
from tests.serving import Server

NAME = "Wilhelmina Quuxby"
EMAIL = "wilhelmina@quuxby.example"
WORDS = "since my husband died"
SECRETS = [NAME, "Quuxby", EMAIL, WORDS, "53.91827", "-3.04566", "Rose Cottage", "198.51.100.77"]


def test_nothing_that_people_send_or_are_is_found_in_what_the_server_says(
    start_server: Callable[..., Server], database_url: str, tmp_path: Path
):
    app = create_app(Settings(database_url=database_url))
    ada = arrive(app, NAME, now=utc_now())
    with app.app_context():
        db.engine.dispose()
    nobody_listens = free_port("127.0.0.1", 0)
    server = start_server(
        "--workers", "1",
        DATABASE_URL=database_url, DATA_DIR=str(tmp_path), LOG_LEVEL="DEBUG", TRUSTED_PROXIES="1",
        SMTP_URL=f"smtp://127.0.0.1:{nobody_listens}", MAIL_FROM="hello@neighbours.example",
    ).wait_until_ready()  # fmt: skip
    known = {"Authorization": f"Bearer {ada.access_token}", "X-Forwarded-For": "198.51.100.77"}
    secrets = [*SECRETS, ada.access_token, ada.refresh_token, str(ada.id)]
    seen: list[requests.Response] = []

    def ask(method: str, path: str, body: object = None, **headers: str) -> None:
        key = f"{WORDS}-{len(seen)}".replace(" ", "-")
        headers = {**known, "Idempotency-Key": key, **headers}
        seen.append(
            requests.request(method, server.address + path, json=body, headers=headers, timeout=20)
        )

    ask("POST", "/v1/sign-in/codes", {"email": EMAIL})
    ask("POST", "/v1/sessions", {"email": EMAIL, "code": "123456"})
    ask("POST", "/v1/sessions/refresh", {"refresh_token": ada.refresh_token})
    ask("PATCH", "/v1/me", {"about": WORDS}, **{"If-Match": '"1-00"'})
    ask("PATCH", "/v1/me", {"about": [WORDS], EMAIL: NAME}, **{"If-Match": f'"{NAME}"'})
    ask("GET", f"/v1/spaces?latitude=53.91827&longitude=-3.04566&words={NAME}")
    ask("GET", f"/v1/spaces?latitude={WORDS}&longitude=-3.04566")
    ask("GET", f"/v1/{EMAIL}/{ada.id}")
    ask("GET", f"/v1/spaces/{ada.id}")
    ask("GET", f"/v1/places/search?words={NAME}")
    place = {"latitude": 53.91827, "longitude": -3.04566, "address": "Rose Cottage"}
    ask("POST", "/v1/spaces", {"name": NAME, "kind": "home", "place": place})
    ask("GET", "/v1/me", Authorization=f"Bearer {ada.access_token}{NAME.split()[0]}")
    for path in ("/v1/sessions", "/v1/me", "/v1/spaces"):
        ask("POST", path, f'{{"{EMAIL}": {WORDS}')
    with_database_away(database_url, lambda: ask("GET", "/v1/me"))
    count = len(seen)
    assert {200, 404, 422} <= {answer.status_code for answer in seen}
    assert eventually(lambda: server.words.count('"request_id"') >= count), server.words
    server.stop()
    assert "mail_not_sent" in server.words
    assert [secret for secret in secrets if secret in server.words] == []
    # Each request has one line, which can be found by the id that the answer had.
    for answer in seen:
        assert server.words.count(answer.headers["X-Request-Id"]) >= 1
    lines = [json.loads(line) for line in server.said if line.startswith("{")]
    assert len(lines) >= count


def with_database_away(url: str, do: Callable[[], None]) -> None:
    """Do something while connections to the database at ``url`` have just been cut."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        do()


def test_a_fault_of_ours_is_logged_by_where_it_was_and_not_by_what_it_was_about(
    app: Flask, client: FlaskClient
):
    @app.get("/broken/<name>")
    def broken(name: str) -> None:
        db.session.execute(text("SELECT CAST(:name AS uuid)"), {"name": name})

    with capture_logs([say_where_it_broke]) as said:
        answer = client.get(f"/broken/{EMAIL}")
    assert answer.status_code == 500
    (fault,) = [each for each in said if each["event"] == "fault"]
    assert fault["request_id"] == answer.headers["X-Request-Id"]
    words = "\n".join(fault["exception"])
    assert "sqlalchemy.exc.DataError" in words
    assert "psycopg.errors.InvalidTextRepresentation" in words
    assert "broken: db.session.execute" in words
    assert EMAIL not in repr(said) + answer.get_data(as_text=True)
