"""What reading spaces costs: the same number of queries, however many there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import event

from backend.db import db
from tests.people.arrivals import Neighbour
from tests.people.races import all_at_once
from tests.spaces.listings import PLACE, listed, path_of

WORKS = {"starts_at": "2026-03-09T00:00:00Z", "ends_at": "2026-03-16T00:00:00Z"}


@contextmanager
def queries_counted(app: Flask) -> Iterator[list[str]]:
    """Collect what is sent to the database meanwhile."""
    sent: list[str] = []

    def note(*execution: Any) -> None:
        sent.append(execution[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_twenty_spaces_cost_as_many_queries_as_one(
    app: Flask, neighbour: Callable[..., Neighbour]
) -> None:
    ada, bob = neighbour("Ada"), neighbour("Bob")
    first = listed(ada)
    with queries_counted(app) as for_one:
        assert len(ada.get("/v1/me/spaces").json["items"]) == 1
    for _ in range(6):
        house = listed(ada, kind="hall")
        listed(ada, kind="room", parent_id=house.json["id"])
        room = path_of(listed(ada, kind="room", parent_id=house.json["id"]))
        ada.post(f"{room}/keepers", {"person_id": str(bob.id)})
        ada.post(f"{room}/closures", WORKS)
        ada.put(f"{room}/hours/2026-03-08", {"hours": []})
    with queries_counted(app) as for_many:
        assert len(ada.get("/v1/me/spaces").json["items"]) == 19
    assert len(for_many) == len(for_one)
    with queries_counted(app) as for_a_read:
        ada.get(path_of(first))
    assert len(for_a_read) == len(for_one)
    about_spaces = [query for query in for_a_read if "keepers" in query or "hours" in query]
    assert len(about_spaces) <= 5


def test_a_phone_that_asks_twice_at_once_lists_one_space(
    neighbour: Callable[..., Neighbour],
) -> None:
    ada = neighbour("Ada")
    body = {"name": "Front room", "kind": "living_room", "place": PLACE}
    for number in range(5):
        answers = all_at_once(
            *[partial(ada.post, "/v1/spaces", body, key=f"once-{number}") for _ in range(3)]
        )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json["id"] for answer in answers}) == 1
        assert len(ada.get("/v1/me/spaces").json["items"]) == number + 1
