"""The feed: near, soon, fitting, some hellos; each says why it is there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from backend.db import db
from backend.people.models import Person
from backend.places.cells import cell_of, centre_of
from tests.posts.planting import NOW, ST_ANNES, a_post

HERE = dict(zip(("latitude", "longitude"), centre_of(cell_of(*ST_ANNES)), strict=True))


@pytest.fixture
def ada(neighbour: Any) -> Any:
    return neighbour("Ada")


@pytest.fixture
def bea(neighbour: Any) -> Any:
    return neighbour("Bea")


def plant(app: Flask, by: UUID, title: str, **facts: Any) -> None:
    facts.setdefault("words", "")
    with app.app_context():
        a_post(db.session(), by, title=title, **facts)
        db.session.commit()


def is_known(app: Flask, person_id: UUID, **facts: Any) -> None:
    with app.app_context():
        person = db.session.get_one(Person, person_id)
        for name, value in facts.items():
            setattr(person, name, value)
        db.session.commit()


def feed(person: Any, **query: Any) -> list[dict[str, Any]]:
    answer = person.get("/v1/feed", query_string=query or HERE)
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def because(items: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {item["title"]: item["because"] for item in items}


def test_each_post_says_why_it_is_there(app: Flask, ada: Any, bea: Any):
    is_known(app, ada.id, likes_to_bring="Warm bread, and help with a bicycle")
    plant(app, bea.id, "Sofa", category="household")
    plant(app, bea.id, "Walk", category="company", starts_at=NOW + timedelta(days=1))
    plant(app, bea.id, "Party", category="celebrations", starts_at=NOW + timedelta(days=9))
    plant(app, bea.id, "Brot gesucht", kind="need", language="de")
    plant(app, bea.id, "Bread to give")
    plant(app, bea.id, "Prescription", kind="need", category="health_errands", urgent=True)
    plant(app, bea.id, "I am Bea", kind="hello")
    items = feed(ada)
    assert because(items) == {
        "Sofa": ["near"],
        "Walk": ["soon", "near"],
        "Party": ["near"],
        "Brot gesucht": ["you_like_to_bring", "near"],
        "Bread to give": ["near"],
        "Prescription": ["soon", "near"],
        "I am Bea": ["hello"],
    }
    whys = {item["title"]: item["why"] for item in items}
    assert whys["Sofa"] == "This is near you."
    assert whys["Walk"] == "This begins Monday 2 March, 10:00."
    assert whys["Prescription"] == "Somebody could use this right away."
    assert whys["Brot gesucht"] == "You said that you like to bring something like this."
    assert whys["I am Bea"] == "A neighbour says hello."


def test_what_began_long_ago_and_goes_on_is_not_soon(app: Flask, ada: Any, bea: Any):
    month = timedelta(days=30)
    plant(app, bea.id, "All spring", starts_at=NOW - month / 2, ends_at=NOW + month)
    plant(app, bea.id, "Last days", starts_at=NOW - month / 2, ends_at=NOW + month / 20)
    assert because(feed(ada)) == {"All spring": ["near"], "Last days": ["soon", "near"]}


def test_without_a_place_it_opens_around_ones_home(app: Flask, ada: Any, bea: Any):
    plant(app, bea.id, "Sofa")
    answer = ada.get("/v1/feed")
    assert (answer.status_code, answer.json["code"]) == (422, "place_needed")
    is_known(app, ada.id, home_latitude=ST_ANNES[0], home_longitude=ST_ANNES[1])
    assert because(ada.get("/v1/feed").json["items"]) == {"Sofa": ["near"]}


def test_it_is_one_screen_the_same_every_time_with_a_few_hellos_between(
    app: Flask, ada: Any, bea: Any
):
    for number in range(40):
        days = number % 5 + 1
        plant(app, bea.id, f"{number}", starts_at=NOW + timedelta(days=days))
    for number in range(9):
        plant(app, bea.id, f"hello {number}", kind="hello")
    items = feed(ada)
    assert len(items) <= 30
    kinds = [item["kind"] for item in items]
    assert kinds.count("hello") == 3
    assert "hello" not in kinds[:8]
    assert len({item["id"] for item in items}) == len(items)
    assert feed(ada) == items


def test_ones_own_and_what_is_far_away_are_not_in_it(app: Flask, ada: Any, bea: Any):
    plant(app, ada.id, "mine")
    plant(app, bea.id, "far", at=(ST_ANNES[0] + 0.2, ST_ANNES[1]))
    assert feed(ada) == []


def test_a_quiet_need_is_in_it_without_a_name(app: Flask, ada: Any, bea: Any):
    plant(app, bea.id, "A talk", kind="need", category="company", quiet=True)
    (item,) = feed(ada)
    assert item["posted_by"] is None
