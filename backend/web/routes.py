"""How the server is, and what a phone should know of it before anybody signs in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app
from marshmallow import fields
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.db import reading_engine
from backend.settings import Settings
from backend.web.body import MOST_BYTES
from backend.web.call import Call
from backend.web.documents import CONTRACT_VERSION
from backend.web.fields import Instant, View
from backend.web.idempotency import KEPT_FOR
from backend.web.paging import MOST_PER_PAGE
from backend.web.problems import DatabaseAway, problem_of
from backend.web.room import Room

LEAST_APP_VERSION = "1.0.0"

health = Blueprint("health", __name__)
about = Room("about", description="What this server is and takes.")


class LimitsView(View):
    """What the server takes."""

    body_bytes = fields.Integer(required=True)
    page_items = fields.Integer(required=True)
    requests_per_minute = fields.Integer(required=True)
    idempotency_hours = fields.Integer(required=True)


class AboutView(View):
    """What this server is."""

    name = fields.String(required=True)
    contract_version = fields.String(required=True)
    least_app_version = fields.String(required=True)
    server_time = Instant(required=True)
    languages = fields.List(fields.String(), required=True)
    contact = fields.String(required=True, allow_none=True)
    sign_in = fields.List(
        fields.String(), required=True, metadata={"description": "Ways to sign in that are on."}
    )
    place_search = fields.Boolean(required=True)
    sample = fields.Boolean(
        required=True, metadata={"description": "Everybody and everything here is made up."}
    )
    limits = fields.Nested(LimitsView, required=True)


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What the application knows about itself, handed in by ``create_app``."""

    settings: Settings
    languages: tuple[str, ...]
    sign_in: tuple[str, ...]

    def at(self, now: datetime) -> dict[str, Any]:
        """Return them as the phone sees them."""
        return {
            "name": "Neighbours",
            "contract_version": CONTRACT_VERSION,
            "least_app_version": LEAST_APP_VERSION,
            "server_time": now,
            "languages": list(self.languages),
            "contact": self.settings.contact or None,
            "sign_in": list(self.sign_in),
            "place_search": bool(self.settings.geocoder_url),
            "sample": self.settings.show_sign_in_codes,
            "limits": {
                "body_bytes": MOST_BYTES,
                "page_items": MOST_PER_PAGE,
                "requests_per_minute": self.settings.rate_limit_per_minute,
                "idempotency_hours": int(KEPT_FOR.total_seconds() // 3600),
            },
        }


@about.get(
    "/about",
    gives=AboutView,
    signed_in=False,
    answer_example={
        "name": "Neighbours",
        "contract_version": "1.0.0",
        "least_app_version": "1.0.0",
        "server_time": "2027-03-01T10:00:00Z",
        "languages": ["en", "de"],
        "contact": "keeper-of-the-machine@example.org",
        "sign_in": ["email", "invitation"],
        "place_search": True,
        "sample": False,
        "limits": {
            "body_bytes": 1048576,
            "page_items": 100,
            "requests_per_minute": 600,
            "idempotency_hours": 24,
        },
    },
)
def about_this_server(call: Call) -> dict[str, Any]:
    """Say what this server is, which ways to sign in are on, and what it takes."""
    facts: ServerFacts = current_app.extensions["server_facts"]
    return facts.at(call.now)


@health.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return Response("ok\n", content_type="text/plain")


@health.get("/readyz")
def ready() -> Response:
    """Say whether the database answers too."""
    try:
        with reading_engine().connect() as reader:
            reader.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return problem_of(DatabaseAway(retry_after=1))
    return Response("ready\n", content_type="text/plain")
