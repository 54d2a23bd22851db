"""Nobody can tell whether a neighbour has left or does not want to see them.

Two towns are alike but for one thing: in one of them Ada leaves, in the other she blocks Ben. All
that Ben can ask about her and her things must get the same answers in both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from backend.web.contract import operations
from backend.web.documents import contract_of
from tests.people.arrivals import Neighbour

ALWAYS = [
    {"weekday": day, "opens": "00:00", "closes": "24:00"}
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
]
OF_THE_PLACE = {"latitude", "longitude", "cell", "request_id", "link", "key", "distance_metres"}
OF_THE_PLACE |= {"hash", "previous"}  # of a record, the ids of the town among what they hold
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
FOR_ALL_THE_WORLD = {"read_space_calendar", "read_space_openings"}
"""Whoever has not signed in sees these, and nobody is kept from signing out."""
GEO = re.compile(r"GEO:.*\r\n")
NEVER = ("0199d0a0-7a1c-7c3e-9a51-3f1f4a1beeee", "x" * 43)
"""An id that nothing ever had, and a secret that nobody has."""


@dataclass
class Town:
    """Ada, who is gone for Ben in one of two ways, Cleo, who is here, and what they share."""

    ada: Neighbour
    ben: Neighbour
    cleo: Neighbour
    latitude: float
    ids: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, answer: Any, kind: str) -> dict[str, Any]:
        """Remember a thing by a name that is the same in both towns."""
        assert answer.status_code < 300, answer.json
        body: dict[str, Any] = answer.json
        self.ids.setdefault(kind, []).append(body["id"])
        self.names[body["id"]] = name
        return body


def at(day: int, hour: int) -> dict[str, str]:
    return {
        "starts_at": f"2026-03-{day:02}T{hour:02}:00:00Z",
        "ends_at": f"2026-03-{day:02}T{hour + 1:02}:00:00Z",
    }


def a_town(neighbour: Any, latitude: float) -> Town:
    town = Town(neighbour("Ada Byron"), neighbour("Ben"), neighbour("Cleo"), latitude)
    ada, ben, cleo = town.ada, town.ben, town.cleo
    for each, name in ((ada, "ada"), (ben, "ben"), (cleo, "cleo")):
        town.names[str(each.id)] = name
        town.ids.setdefault("person_id", []).append(str(each.id))

    def space(keeper: Neighbour, name: str, kind: str, confirms: str = "instant") -> str:
        # Each well away from the others, so that all lists have them in one order.
        north = latitude + 0.004 * len(town.ids.get("space_id", [])) ** 2
        place = {"latitude": north, "longitude": -3.0178, "address": f"{name} Lane 1"}
        place["address_is_public"] = kind == "hall"
        answer = keeper.post(
            "/v1/spaces",
            {
                "name": name,
                "kind": kind,
                "words": f"words of {name}",
                "place": place,
                "opening_hours": ALWAYS,
                "terms": {"confirms": confirms},
            },
        )
        return f"/v1/spaces/{town.note(name, answer, 'space_id')['id']}"

    hall, home = space(ada, "Ada hall", "hall"), space(ada, "Ada home", "home", "ask")
    shared, bens = space(ada, "Shared hall", "hall"), space(ben, "Ben hall", "hall")
    space(cleo, "Cleo hall", "hall")
    both = ada.post(f"{shared}/keepers", {"person_id": str(cleo.id)})
    assert both.status_code == 200, both.json
    for number, path in enumerate((hall, home, shared)):
        answer = ben.post(f"{path}/bookings", {**at(3, 10 + 2 * number), "shown_as": "Choir"})
        booking = town.note(f"ben books {number}", answer, "booking_id")
        talk = ben.post(f"/v1/bookings/{booking['id']}/conversation")
        town.note(f"talk {number}", talk, "conversation_id")
        said = {"words": f"Hello {number}"}
        for each in (ben, ada):
            spoken = each.post(f"/v1/conversations/{talk.json['id']}/messages", said)
            assert spoken.status_code == 201, spoken.json
            town.names[spoken.json["id"]] = f"message {number} of {town.names[str(each.id)]}"
    theirs = {**at(4, 10), "shown_as": "Quilting", "what_for": "A secret"}
    town.note("ada books", ada.post(f"{bens}/bookings", theirs), "booking_id")
    wish = {"rrule": "FREQ=WEEKLY;COUNT=3", "starts_at": "2026-03-05T18:00", "duration_minutes": 60}
    town.note("ben's series", ben.post(f"{hall}/series", wish), "series_id")
    town.note("ada's series", ada.post(f"{bens}/series", wish), "series_id")
    cleo.post(f"{hall}/bookings", at(6, 10))
    town.note("ben waits", ben.post(f"{hall}/waits", at(6, 10)), "wait_id")
    opening = {"on": "2026-03-07", "from": "14:00", "until": "16:00"}
    for path, name in ((home, "home opens"), (hall, "hall opens")):
        found = town.note(name, ada.post(f"{path}/openings", opening), "opening_id")
        at_it = f"/v1/openings/{found['id']}/dates/2026-03-07"
        if path == home:
            assert ben.post(f"{at_it}/knock", {"first_name": "Ben"}).status_code == 200
    town.ids["on"] = ["2026-03-07"]
    assert ben.put(f"{bens}/known/{ada.id}").status_code < 300
    place = {"latitude": latitude, "longitude": -3.0178}
    shed = town.note("shed", ben.post("/v1/groups", {"name": "Shed", "place": place}), "group_id")
    choir = {"name": "Choir", "place": place, "visibility": "members"}
    choir = town.note("choir", ada.post("/v1/groups", choir), "group_id")
    for asker, group, asked in ((ben, shed, ada), (ben, shed, cleo), (ada, choir, ben)):
        wish = {"kind": "person", "person_id": str(asked.id), "words": "Come in!"}
        made = asker.post(f"/v1/groups/{group['id']}/asking_in", wish)
        town.note(f"{town.names[str(asker.id)]} asks", made, "asking_id")
    link = ben.post("/v1/me/calendar").json["link"]
    town.ids["token"] = [link.rsplit("/", 1)[1].removesuffix(".ics")]
    return town


def asked_of(town: Town, document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every GET of the contract with every id there is, and the operation it is."""
    latitude = f"latitude={town.latitude}&longitude=-3.0178"
    for method, path, operation in operations(document):
        if method != "get" or operation["operationId"] in FOR_ALL_THE_WORLD:
            continue
        paths = [path]
        for name in re.findall(r"{(\w+)}", path):
            known = town.ids.get(name, [NEVER[name == "token"]])
            paths = [each.replace(f"{{{name}}}", id_) for each in paths for id_ in known]
        known_as = {each.get("name") for each in operation.get("parameters", [])}
        needed = {each["name"] for each in operation.get("parameters", []) if each.get("required")}
        query = [latitude] if "latitude" in needed else []
        if "radius_metres" in known_as:
            query.append("radius_metres=10000")
        if "starts_at" in needed:
            query.append("starts_at=2026-03-01T00:00:00Z&ends_at=2026-03-20T00:00:00Z")
        for each in paths:
            yield operation["operationId"], each + ("?" + "&".join(query) if query else "")


def answered(town: Town, answer: TestResponse) -> Any:
    """Return an answer with the names of things in place of their ids, and without the place."""
    tag = answer.headers.get("ETag", "").split("-")[0]
    kept = (answer.status_code, answer.headers.get("Retry-After"), tag)
    if "json" in answer.content_type:
        return *kept, alike(town, answer.json)
    if not answer.content_type.startswith("text/"):
        return kept  # A card shows the link of its space.
    return *kept, alike(town, GEO.sub("", answer.get_data(as_text=True)).splitlines())


def alike(town: Town, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: alike(town, each) for key, each in value.items() if key not in OF_THE_PLACE}
    if isinstance(value, list):
        return [alike(town, each) for each in value]
    if isinstance(value, str):
        return ID.sub(lambda found: town.names.get(found[0], "?"), value)
    return value


def first_difference(one: Any, other: Any) -> Any:
    """Return where two answers part, so that the test can say so in few words."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return next(
            (key, first_difference(one[key], other[key])) for key in one if one[key] != other[key]
        )
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = zip(one, other, strict=True)
        return next(first_difference(left, right) for left, right in pairs if left != right)
    return one, other


def test_ben_cannot_tell_whether_ada_left_or_blocked_him(neighbour: Any, app: Flask):
    document = contract_of(app)
    gone, blocked = a_town(neighbour, 53.9), a_town(neighbour, 52.9)
    before = [
        (name, answered(gone, gone.ben.get(one)), answered(blocked, blocked.ben.get(other)))
        for (name, one), (_, other) in zip(
            asked_of(gone, document), asked_of(blocked, document), strict=True
        )
    ]
    unlike = {each[0]: first_difference(each[1], each[2]) for each in before if each[1] != each[2]}
    assert unlike == {}, "the towns are alike"
    assert len([each for each in before if each[1][0] == 200]) > 40, "there is much to see"

    assert gone.ada.delete("/v1/me").status_code == 204
    assert blocked.ada.put(f"/v1/me/blocks/{blocked.ben.id}").status_code == 204
    told_apart = {}
    for (name, one), (_, other) in zip(
        asked_of(gone, document), asked_of(blocked, document), strict=True
    ):
        left = answered(gone, gone.ben.get(one))
        apart = answered(blocked, blocked.ben.get(other))
        if left != apart:
            told_apart[one] = (name, first_difference(left, apart))
    assert told_apart == {}


def test_nor_by_anything_he_tries(neighbour: Any, app: Flask):
    gone, blocked = a_town(neighbour, 53.9), a_town(neighbour, 52.9)
    assert gone.ada.delete("/v1/me").status_code == 204
    assert blocked.ada.put(f"/v1/me/blocks/{blocked.ben.id}").status_code == 204
    for one, other in zip(tries(gone), tries(blocked), strict=True):
        left = answered(gone, gone.ben.request(*one[:2], one[2], if_match='"1-x"'))
        apart = answered(blocked, blocked.ben.request(*other[:2], other[2], if_match='"1-x"'))
        assert left == apart, one


def tries(town: Town) -> Iterator[tuple[str, str, Any]]:
    hall, home, _, _, cleos = (f"/v1/spaces/{each}" for each in town.ids["space_id"])
    for path in (hall, home):
        yield "POST", f"{path}/bookings", at(9, 10)
        yield "POST", f"{path}/waits", at(9, 10)
        yield "PATCH", path, {"words": "Mine"}
        yield "POST", f"{path}/retirement", None
        yield "PUT", f"{path}/known/{town.ben.id}", None
    yield "POST", f"{cleos}/bookings", {**at(9, 10), "people": 1}
    for each in town.ids["booking_id"]:
        yield "POST", f"/v1/bookings/{each}/conversation", None
        yield "POST", f"/v1/bookings/{each}/cancellation", {}
        yield "POST", f"/v1/bookings/{each}/undo", None
        yield "PATCH", f"/v1/bookings/{each}", {"what_for": "Tea"}
    for each in town.ids["conversation_id"]:
        yield "POST", f"/v1/conversations/{each}/messages", {"words": "Are you there?"}
        yield "PUT", f"/v1/conversations/{each}/read", {"seq": 1}
        yield "PUT", f"/v1/conversations/{each}/contact", {"phone": "1"}
    for each in town.ids["wait_id"]:
        yield "POST", f"/v1/waits/{each}/taking", None
        yield "DELETE", f"/v1/waits/{each}", None
    for each in town.ids["opening_id"]:
        yield "POST", f"/v1/openings/{each}/dates/2026-03-07/coming", None
        yield "PUT", f"/v1/openings/{each}/dates/2026-03-07/knock", {"first_name": "Ben"}
    for each in town.ids["asking_id"]:
        yield "POST", f"/v1/me/asked_in/{each}/acceptance", {}
    for each in (town.ada.id, town.ben.id):
        wish = {"kind": "person", "person_id": str(each), "words": "Do come!"}
        yield "POST", f"/v1/groups/{town.ids['group_id'][0]}/asking_in", wish
    yield "DELETE", f"/v1/asking_in/{town.ids['asking_id'][0]}", None
    wish = {"kind": "person", "person_id": str(town.ada.id), "words": "Do come!"}
    yield "POST", f"/v1/groups/{town.ids['group_id'][0]}/asking_in", wish
    yield "PUT", f"/v1/me/blocks/{town.ada.id}", None
    yield "GET", "/v1/me/blocks", None
    yield "DELETE", f"/v1/me/blocks/{town.ada.id}", None
    yield "GET", f"/v1/people/{town.ada.id}", None
