"""What the tests of meetings begin with: a group, its members, a meeting on Thursdays."""

from typing import Any

from tests.people.arrivals import Neighbour

PLACE = {"latitude": 53.9213, "longitude": -3.0178}
THURSDAY = "2026-03-05"
NEXT_THURSDAY = "2026-03-12"
EVERY_DAY = [
    {"weekday": day, "opens": "00:00", "closes": "24:00"}
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
]


def a_group(founder: Neighbour, *members: Neighbour, **facts: Any) -> dict[str, Any]:
    answer = founder.post("/v1/groups", {"name": "Men's shed", "place": PLACE, **facts})
    assert answer.status_code == 201, answer.json
    for each in members:
        joined = each.put(f"/v1/groups/{answer.json['id']}/membership", {})
        assert joined.status_code == 200, joined.json
    return answer.json


def a_hall(keeper: Neighbour, **facts: Any) -> str:
    answer = keeper.post(
        "/v1/spaces",
        {
            "name": "Mount Road Hall",
            "kind": "hall",
            "place": {**PLACE, "address_is_public": True},
            "opening_hours": EVERY_DAY,
            **facts,
        },
    )
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def called(caller: Neighbour, group: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Call a meeting on Thursday evening, as the facts have it."""
    answer = caller.post(f"/v1/groups/{group['id']}/meetings", wish(**facts))
    assert answer.status_code == 201, answer.json
    return answer.json


def wish(**facts: Any) -> dict[str, Any]:
    return {
        "title": "Mending evening",
        "starts_at": f"{THURSDAY}T18:00",
        "duration_minutes": 120,
        **facts,
    }


def path_of(meeting: dict[str, Any], on: str = THURSDAY) -> str:
    return f"/v1/meetings/{meeting['id']}/dates/{on}"


def says(person: Neighbour, meeting: dict[str, Any], answer: str, on: str = THURSDAY) -> Any:
    given = person.put(f"{path_of(meeting, on)}/answer", {"answer": answer})
    assert given.status_code == 200, given.json
    return given.json


def dates_of(person: Neighbour, meeting: dict[str, Any]) -> list[dict[str, Any]]:
    answer = person.get(f"/v1/meetings/{meeting['id']}/dates?limit=100")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def rooms(person: Neighbour, meeting: dict[str, Any]) -> list[Any]:
    return [each["room"] for each in dates_of(person, meeting)]


def told(person: Neighbour, kind: str = "") -> list[str]:
    """What somebody was told, of one kind or of all but that a meeting was called."""
    return [
        each["says"]
        for each in person.get("/v1/notifications").json["items"]
        if each["kind"] == kind or (not kind and each["kind"] != "meeting_called")
    ]
