"""Finding posts over HTTP: near, about something, at some time, and never what is over."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from backend.db import db
from backend.people.blocks import block
from backend.places.cells import cell_of, centre_of
from backend.places.distance import metres_between
from tests.posts.planting import NOW, ST_ANNES, a_post

HERE = dict(zip(("latitude", "longitude"), centre_of(cell_of(*ST_ANNES)), strict=True))
METRE = 1 / 111_320
"""Degrees of latitude, nearly."""


def wall(year: int, month: int, day: int, hour: int) -> datetime:
    """Return what the clock shows."""
    return datetime(year, month, day, hour, tzinfo=UTC).replace(tzinfo=None)


Plant = Callable[..., UUID]


@pytest.fixture
def ada(neighbour: Any) -> Any:
    return neighbour("Ada")


@pytest.fixture
def bea(neighbour: Any) -> Any:
    return neighbour("Bea")


@pytest.fixture
def plant(app: Flask, bea: Any) -> Plant:
    """Plant a post of Bea's, or of somebody else's, ``north`` metres from St Anne's."""

    def planted(title: str = "Soup", *, by: Any = None, north: float = 0, **facts: Any) -> UUID:
        at = (ST_ANNES[0] + north * METRE, ST_ANNES[1])
        facts.setdefault("at", at)
        facts.setdefault("words", "")
        with app.app_context():
            post = a_post(db.session(), (by or bea).id, title=title, **facts)
            post_id = post.id
            db.session.commit()
        return post_id

    return planted


def find(person: Any, **query: Any) -> dict[str, Any]:
    query = {"from" if name == "from_" else name: value for name, value in query.items()}
    answer = person.get("/v1/posts", query_string=HERE | query)
    assert answer.status_code == 200, answer.json
    return answer.json


def titles(found: dict[str, Any]) -> list[str]:
    return [item["title"] for item in found["items"]]


def test_posts_come_nearest_first_with_how_far_their_cells_are(ada: Any, plant: Plant):
    for north in (2500, 0, -1500):
        plant(f"{north}", north=north)
    found = find(ada)
    assert titles(found) == ["0", "-1500", "2500"]
    for item in found["items"]:
        shown = (item["place"]["latitude"], item["place"]["longitude"])
        metres = metres_between((HERE["latitude"], HERE["longitude"]), shown)
        assert item["distance_metres"] == 10 * round(metres / 10)
        assert item["place"]["exact"] is None


def test_nothing_beyond_the_radius_is_found(ada: Any, plant: Plant):
    plant("here")
    plant("far", north=9000)
    assert titles(find(ada)) == ["here"]
    assert titles(find(ada, radius_metres=10_000)) == ["here", "far"]


def test_ones_own_posts_are_not_on_the_list_of_what_others_have(bea: Any, plant: Plant):
    plant()
    assert titles(find(bea)) == []


@pytest.mark.parametrize("state", ["draft", "withdrawn", "closed", "fulfilled"])
def test_only_what_is_open_is_found(ada: Any, plant: Plant, state: str):
    plant(state=state)
    assert titles(find(ada)) == []


def test_what_has_run_out_is_gone_the_moment_it_does(ada: Any, plant: Plant, clock: Any):
    plant(open_until=NOW + timedelta(minutes=5))
    assert titles(find(ada)) == ["Soup"]
    clock.pass_time(minutes=5)
    assert titles(find(ada)) == []


def test_what_is_all_held_comes_back_when_the_hold_ends(ada: Any, plant: Plant, clock: Any):
    plant(held=1, full_until=NOW + timedelta(minutes=5))
    assert titles(find(ada)) == []
    clock.pass_time(minutes=5)
    assert titles(find(ada)) == ["Soup"]


def test_those_who_are_apart_do_not_find_each_others_posts(
    app: Flask, ada: Any, bea: Any, plant: Plant
):
    plant("Bea's")
    plant("Ada's", by=ada)
    with app.app_context():
        block(db.session(), bea.id, by=ada.id, now=NOW)
        db.session.commit()
    assert titles(find(ada)) == titles(find(bea)) == []


def test_a_quiet_need_is_found_without_a_name(ada: Any, plant: Plant):
    plant(kind="need", quiet=True)
    plant("Bread")
    named = {item["title"]: item["posted_by"] for item in find(ada)["items"]}
    assert named["Soup"] is None
    assert named["Bread"]["first_name"] == "Bea"


def test_kinds_ways_and_categories_narrow_the_list(ada: Any, plant: Plant):
    plant("drill", category="tools", way="lend")
    plant("soup wanted", kind="need")
    plant("soup")
    plant("hello", kind="hello")
    assert sorted(titles(find(ada))) == ["drill", "hello", "soup", "soup wanted"]
    assert titles(find(ada, kind="need")) == ["soup wanted"]
    assert sorted(titles(find(ada, kind="need,hello"))) == ["hello", "soup wanted"]
    assert titles(find(ada, way="lend")) == ["drill"]
    assert sorted(titles(find(ada, category=["tools", "garden"]))) == ["drill"]
    assert sorted(titles(find(ada, category="food,tools"))) == ["drill", "soup", "soup wanted"]
    assert titles(find(ada, category="food", kind="offer")) == ["soup"]


def test_only_what_is_urgent_or_fresh_is_found_where_that_is_wanted(ada: Any, plant: Plant):
    plant("old", now=NOW - timedelta(days=3))
    plant("new")
    plant("urgent", kind="need", urgent=True)
    assert titles(find(ada, urgent=True)) == ["urgent"]
    since = (NOW - timedelta(days=1)).isoformat()
    assert sorted(titles(find(ada, fresh_since=since))) == ["new", "urgent"]


@pytest.mark.parametrize(
    ("words", "language", "is_found"),
    [
        ("ladder", "en", True),
        ("LADDERS", "en", True),
        ("lad", "en", True),
        ("la", "en", True),
        ("l", "en", True),
        ("long ladder", "en", True),
        ("a ladder please", "en", True),
        ("ladder soup", "en", False),
        ("adder", "en", False),
        ("Leiter", "de", True),
        ("escalera", "es", True),
        ("Werkzeug", "de", True),
        ("tools", "en", True),
        ("fruit picking", "en", True),
        ("picked", "en", True),
        ("24", "en", True),
        ("25", "en", False),
        ("gartenarbeit", "de", False),
    ],
)
def test_words_are_found_in_their_forms_and_in_other_languages(
    ada: Any, plant: Plant, words: str, language: str, is_found: bool
):
    plant("A long ladder", category="tools", words="24 rungs, for picking fruit.")
    assert bool(titles(find(ada, words=words, language=language))) is is_found


@pytest.mark.parametrize(
    ("title", "language", "words"),
    [
        ("Bücherregal zu verschenken", "de", "bucher"),
        ("Bücherregal zu verschenken", "de", "Bücher"),
        ("Crème brûlée", "fr", "creme brulee"),
        ("Стол и стулья", "ru", "стол"),
        ("Çay içelim", "tr", "çay"),
        ("O'Brien's anti-slip/ice-grips", "en", "brien grips slip"),
        ("Straßenfest", "de", "strassenfest"),
    ],
)
def test_accents_and_signs_are_in_nobodys_way(
    ada: Any, plant: Plant, title: str, language: str, words: str
):
    plant(title, language=language, category="other")
    found = titles(find(ada, words=words, language=language))
    assert found == [title]


def test_words_without_letters_say_nothing(ada: Any):
    answer = ada.get("/v1/posts", query_string=HERE | {"words": "🌻🌻 !"})
    assert (answer.status_code, answer.json["code"]) == (422, "words_say_nothing")


WEDNESDAY = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "is_found"),
    [
        ({}, True),
        ({"starts_at": WEDNESDAY - timedelta(hours=2), "ends_at": WEDNESDAY}, False),
        ({"starts_at": WEDNESDAY, "ends_at": WEDNESDAY + timedelta(hours=1)}, True),
        ({"starts_at": WEDNESDAY + timedelta(days=1)}, False),
        ({"ends_at": WEDNESDAY}, False),
        ({"ends_at": WEDNESDAY + timedelta(minutes=1)}, True),
        ({"on_dates": [date(2026, 3, 3), date(2026, 3, 5)]}, False),
        ({"on_dates": [date(2026, 3, 3), date(2026, 3, 4)]}, True),
        # Sunday mornings, and Wednesday evenings.
        ({"rrule": "FREQ=WEEKLY", "first": wall(2026, 2, 1, 9)}, False),
        ({"rrule": "FREQ=WEEKLY", "first": wall(2026, 2, 4, 18)}, True),
        ({"rrule": "FREQ=WEEKLY;COUNT=2", "first": wall(2026, 2, 4, 18)}, False),
        ({"rrule": "FREQ=WEEKLY", "first": wall(2026, 3, 11, 18)}, False),
    ],
)
def test_what_is_for_another_time_is_not_found(
    ada: Any, plant: Plant, facts: dict[str, Any], is_found: bool
):
    plant(**facts, **({"duration_minutes": 60} if "rrule" in facts else {}))
    day = {"from_": WEDNESDAY.isoformat(), "until": (WEDNESDAY + timedelta(days=1)).isoformat()}
    assert bool(titles(find(ada, **day))) is is_found


def test_a_rare_date_is_found_in_a_long_time(ada: Any, plant: Plant):
    plant(rrule="FREQ=YEARLY", first=wall(2025, 12, 24, 18), duration_minutes=60)
    assert titles(find(ada, from_=NOW.isoformat())) == ["Soup"]
    assert titles(find(ada, until=(NOW + timedelta(days=200)).isoformat())) == []


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (1, 0.5, "ends_before_it_starts"),
        (None, -1, "its_time_is_over"),
        (0, 400, "too_far_ahead"),
    ],
)
def test_times_that_cannot_be_are_refused(ada: Any, start: float | None, end: float, code: str):
    query = {"until": (NOW + timedelta(days=end)).isoformat()}
    if start is not None:
        query["from"] = (NOW + timedelta(days=start)).isoformat()
    answer = ada.get("/v1/posts", query_string=HERE | query)
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_pages_follow_one_another_without_gaps_whatever_is_posted_meanwhile(ada: Any, plant: Plant):
    first_seven = {plant(f"{number}") for number in range(7)}
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 3}
    while True:
        page = find(ada, **query)
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
        plant("meanwhile")
    assert len(seen) == len(set(seen))
    assert {str(each) for each in first_seven} <= set(seen)


def test_posts_at_the_very_same_point_are_each_listed_once(ada: Any, plant: Plant):
    same = [plant(f"{number}", nearness=(-335_740.0, 7_157_340.0)) for number in range(7)]
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = find(ada, **query)
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert sorted(seen) == sorted(str(each) for each in same)


def test_what_fits_is_found_behind_many_that_do_not(ada: Any, plant: Plant):
    for _ in range(130):
        plant("Sundays", rrule="FREQ=WEEKLY", first=wall(2026, 2, 1, 9), duration_minutes=60)
    plant("any time", north=2000)
    day = {"from_": WEDNESDAY.isoformat(), "until": (WEDNESDAY + timedelta(days=1)).isoformat()}
    assert titles(find(ada, **day)) == ["any time"]


def test_a_cursor_of_other_filters_is_refused(ada: Any, plant: Plant):
    for number in range(3):
        plant(f"{number}")
    cursor = find(ada, limit=1)["next"]
    query = HERE | {"limit": 1, "cursor": cursor, "kind": "need"}
    answer = ada.get("/v1/posts", query_string=query)
    assert (answer.status_code, answer.json["code"]) == (400, "cursor_of_other_filters")
