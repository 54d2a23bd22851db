"""The examples beside the contract are what the server really answers.

A short story is told over HTTP; what was sent and answered is written down in
``mobile_api_spec/examples``. Ids, tokens and tags are replaced by ones that stay the same.

    WRITE_EXAMPLES=1 scripts/test tests/contract/test_examples.py

writes them anew, after a change that was meant.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.settings import Settings
from backend.web.commands import CHECKED_IN
from tests.people.arrivals import Neighbour

FOLDER = CHECKED_IN.parent / "examples"
SENT = ("Idempotency-Key", "If-Match", "If-None-Match", "Accept-Language")
ANSWERED = ("Content-Type", "ETag", "Idempotent-Replayed", "RateLimit-Policy", "Retry-After")
SPACE = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002"
BOOKING = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001"
EVENING = {"starts_at": "2026-03-05T18:00:00Z", "ends_at": "2026-03-05T20:00:00Z"}
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_TAG = re.compile(r'^"(\d+)-[0-9a-f]+"$')


class Scribe:
    """Writes down what a neighbour sends and is answered."""

    def __init__(self) -> None:
        self.written: dict[str, Any] = {}
        self._ids = {SPACE: SPACE, BOOKING: BOOKING}

    def tell(
        self, name: str, who: Neighbour, method: str, path: str, body: Any = None, **more: Any
    ) -> Any:
        """Send something and write it down under a name."""
        answer = who.request(method, path, body, **more)
        request = {"method": method, "path": answer.request.full_path.rstrip("?")}
        headers = {
            each: answer.request.headers[each] for each in SENT if each in answer.request.headers
        }
        self.written[name] = self._steady(
            {
                "request": {**request, "headers": {"Authorization": "Bearer …", **headers}}
                | ({"body": body} if body is not None else {}),
                "response": {
                    "status": answer.status_code,
                    "headers": {
                        each: answer.headers[each] for each in ANSWERED if each in answer.headers
                    },
                }
                | ({"body": answer.json} if answer.get_data() else {}),
            }
        )
        return answer

    def _steady(self, node: Any) -> Any:
        if isinstance(node, dict):
            return {name: self._steady(each) for name, each in node.items()}
        if isinstance(node, list):
            return [self._steady(each) for each in node]
        if isinstance(node, str):
            return _TAG.sub(r'"\1-9d3f0a1b2c4d5e6f"', _ID.sub(self._same_id, node))
        return node

    def _same_id(self, match: re.Match[str]) -> str:
        made_up = f"0199d0a0-c0de-7000-8000-{len(self._ids):012x}"
        return self._ids.setdefault(match[0], made_up)


@pytest.fixture
def settings(database_url: str) -> Settings:
    """The server as it comes."""
    return Settings(database_url=database_url)


@pytest.fixture
def story(neighbour: Callable[..., Neighbour]) -> dict[str, Any]:
    """Ada shares a hall, Bob finds it and books it, and Grace comes too late."""
    ada, bob, grace = neighbour("Ada Byron"), neighbour("Bob"), neighbour("Grace")
    scribe = Scribe()
    scribe.tell("read-me", bob, "GET", "/v1/me")
    scribe.tell(
        "share-a-space",
        ada,
        "POST",
        "/v1/spaces",
        {
            "id": SPACE,
            "name": "St Anne's hall",
            "kind": "hall",
            "place": {
                "latitude": 53.9231,
                "longitude": -3.0154,
                "address": "Church Lane 4",
                "address_is_public": True,
            },
        },
        key="share-st-annes",
    )
    near = "/v1/spaces?latitude=53.92&longitude=-3.01&radius_metres=2000"
    free = f"&free_from={EVENING['starts_at']}&free_until={EVENING['ends_at']}&free_minutes=60"
    scribe.tell("find-a-space", bob, "GET", near + free)
    booked = scribe.tell(
        "book-a-space",
        bob,
        "POST",
        f"/v1/spaces/{SPACE}/bookings",
        {"id": BOOKING, **EVENING, "people": 12, "shown_as": "Choir, come along"},
        key="choir-thursday",
    )
    scribe.tell(
        "book-it-again-after-a-lost-answer",
        bob,
        "POST",
        f"/v1/spaces/{SPACE}/bookings",
        {"id": BOOKING, **EVENING, "people": 12, "shown_as": "Choir, come along"},
        key="choir-thursday",
    )
    scribe.tell(
        "somebody-else-was-quicker",
        grace,
        "POST",
        f"/v1/spaces/{SPACE}/bookings",
        {**EVENING, "people": 3},
        key="chess",
        headers={"Accept-Language": "de-AT, en;q=0.5"},
    )
    path = f"/v1/bookings/{BOOKING}"
    scribe.tell("change-a-booking", bob, "PATCH", path, {"people": 14}, if_match=booked)
    scribe.tell("change-what-has-changed", bob, "PATCH", path, {"people": 15}, if_match=booked)
    seen = bob.get(path)
    scribe.tell(
        "refresh-without-news", bob, "GET", path, headers={"If-None-Match": seen.headers["ETag"]}
    )
    day = "starts_at=2026-03-05T00:00:00Z&ends_at=2026-03-06T00:00:00Z"
    scribe.tell("read-a-calendar", grace, "GET", f"/v1/spaces/{SPACE}/calendar?{day}")
    scribe.tell(
        "send-something-odd", bob, "POST", "/v1/spaces", {"name": "", "colour": "green"}, key="odd"
    )
    scribe.tell("call-it-off", bob, "POST", f"{path}/cancellation", {}, key="no-choir")
    return scribe.written


def examples() -> Iterator[tuple[str, Any]]:
    """Yield the examples that are checked in, by name."""
    for file in sorted(FOLDER.glob("*.json")):
        yield file.stem, json.loads(file.read_text(encoding="utf-8"))


def test_the_examples_are_what_the_server_answers(story):
    if os.environ.get("WRITE_EXAMPLES"):
        FOLDER.mkdir(exist_ok=True)
        for name, example in story.items():
            text = json.dumps(example, indent=2, ensure_ascii=False) + "\n"
            (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    checked_in = dict(examples())
    assert set(checked_in) == set(story)
    for name, example in story.items():
        assert checked_in[name] == example, f"{name}: WRITE_EXAMPLES=1 where that was meant"


def test_the_examples_tell_what_they_are_called_after():
    told = {name: example["response"]["status"] for name, example in examples()}
    assert told == {
        "read-me": 200,
        "share-a-space": 201,
        "find-a-space": 200,
        "book-a-space": 201,
        "book-it-again-after-a-lost-answer": 201,
        "somebody-else-was-quicker": 409,
        "change-a-booking": 200,
        "change-what-has-changed": 412,
        "refresh-without-news": 304,
        "read-a-calendar": 200,
        "send-something-odd": 422,
        "call-it-off": 200,
    }
