"""Spaces for tests, listed over HTTP by a neighbour."""

from typing import Any

from werkzeug.test import TestResponse

from tests.people.arrivals import Neighbour

LATITUDE, LONGITUDE = 53.92314159, -3.01516171
"""An exact point that must never reach anybody but keepers."""
PLACE = {"latitude": LATITUDE, "longitude": LONGITUDE}
ADDRESS = "7 Secret Lane"


def listed(keeper: Neighbour, **given: Any) -> TestResponse:
    """List a living room, or whatever is given, and return the answer."""
    body = {"name": "Front room", "kind": "living_room", **given}
    if "parent_id" not in body:
        body.setdefault("place", PLACE)
    answer = keeper.post("/v1/spaces", body)
    assert answer.status_code == 201, answer.json
    return answer


def path_of(answer: TestResponse) -> str:
    """Return where a space that was answered is."""
    return f"/v1/spaces/{answer.json['id']}"


def code_of(answer: TestResponse) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    return answer.status_code, answer.json["code"]
