"""Neighbours for every room's tests: each with a phone of their own, signed in.

def test_ada_sees_herself(neighbour):
    ada = neighbour("Ada")
    assert ada.get("/v1/me").json["display_name"] == "Ada"
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.db import db
from backend.people.service import welcome
from backend.people.sessions import SignedIn, start_session


class Neighbour:
    """A person and the phone they hold.

    Every request carries the access token, and every write an ``Idempotency-Key`` unless one is
    given. ``if_match=`` takes the answer or the ETag that the phone last saw.
    """

    def __init__(self, client: FlaskClient, signed_in: SignedIn, person_id: UUID) -> None:
        self.client = client
        self.id = person_id
        self.access_token = signed_in.access_token
        self.refresh_token = signed_in.refresh_token

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.request("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.request("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.request("PUT", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.request("PATCH", path, body, **more)

    def delete(self, path: str, **more: Any) -> TestResponse:
        return self.request("DELETE", path, **more)

    def renew(self) -> None:
        """Get new tokens, as a phone does that lay in a drawer for longer than a quarter hour."""
        answer = self.client.post(
            "/v1/sessions/refresh", json={"refresh_token": self.refresh_token}
        )
        assert answer.status_code == 200, answer.json
        self.access_token = answer.json["access_token"]
        self.refresh_token = answer.json["refresh_token"]

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        if_match: TestResponse | str | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> TestResponse:
        """Send a request as this neighbour; ``body`` goes as JSON."""
        sent = {"Authorization": f"Bearer {self.access_token}"}
        if method == "POST":
            sent["Idempotency-Key"] = key or str(uuid4())
        if if_match is not None:
            sent["If-Match"] = if_match if isinstance(if_match, str) else if_match.headers["ETag"]
        sent.update(headers or {})
        if body is not None:
            more["json"] = body
        return self.client.open(path, method=method, headers=sent, **more)


def arrive(app: Flask, display_name: str, *, now: datetime, **person: Any) -> Neighbour:
    """Add a person who is signed in on a phone, without any of the ways in."""
    with app.app_context():
        session = db.session()
        somebody = welcome(session, display_name=display_name, now=now, **person)
        signed_in = start_session(session, somebody, device_name="Test phone", now=now)
        person_id = somebody.id
        session.commit()
    return Neighbour(app.test_client(), signed_in, person_id)
