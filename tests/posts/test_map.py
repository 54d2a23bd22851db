"""Counts of posts on a map: by cell and category, and of nothing that stands alone."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from backend.db import db
from backend.people.blocks import block
from backend.places.cells import cell_of, centre_of, parent_of
from backend.posts.map import FEWEST, merged
from tests.posts.planting import NOW, ST_ANNES, a_post

MAP = {"west": -3.2, "south": 53.8, "east": -2.8, "north": 54.05}
CELL = cell_of(*ST_ANNES)


@pytest.fixture
def ada(neighbour: Any) -> Any:
    return neighbour("Ada")


@pytest.fixture
def bea(neighbour: Any) -> Any:
    return neighbour("Bea")


def plant(app: Flask, by: UUID, count: int = 1, **facts: Any) -> None:
    with app.app_context():
        for _ in range(count):
            a_post(db.session(), by, **facts)
        db.session.commit()


def shown(person: Any, **query: Any) -> dict[str, dict[str, int]]:
    answer = person.get("/v1/posts/map", query_string=MAP | query)
    assert answer.status_code == 200, answer.json
    assert answer.mimetype == "application/geo+json"
    assert answer.json["type"] == "FeatureCollection"
    return {
        feature["properties"]["cell"]: feature["properties"]["by_category"]
        for feature in answer.json["features"]
    }


def test_a_cell_says_how_much_of_what_there_is(app: Flask, ada: Any, bea: Any):
    plant(app, bea.id, 3)
    plant(app, bea.id, 1, kind="need", category="tools")
    plant(app, bea.id, 2, kind="hello")
    assert shown(ada) == {CELL: {"food": 3, "hello": 2, "tools": 1}}
    assert shown(ada, kind="offer") == {CELL: {"food": 3}}


def test_a_feature_is_a_point_as_geojson_has_it(app: Flask, ada: Any, bea: Any):
    plant(app, bea.id, 3)
    (feature,) = ada.get("/v1/posts/map", query_string=MAP).json["features"]
    latitude, longitude = centre_of(CELL)
    assert feature["geometry"]["coordinates"] == [
        pytest.approx(longitude, abs=1e-5),
        pytest.approx(latitude, abs=1e-5),
    ]
    assert feature["properties"]["posts"] == 3


def test_few_are_counted_in_the_wider_cell_and_very_few_nowhere(app: Flask, ada: Any, bea: Any):
    plant(app, bea.id, 2)
    assert shown(ada) == {}
    # A neighbour of the first cell, in the same wider one.
    parent = parent_of(CELL)
    beside = next(
        (latitude, longitude)
        for latitude, longitude in (
            (ST_ANNES[0] + north, ST_ANNES[1] + east)
            for north in (-0.01, 0, 0.01)
            for east in (-0.015, 0, 0.015)
        )
        if cell_of(latitude, longitude) != CELL
        and parent_of(cell_of(latitude, longitude)) == parent
    )
    plant(app, bea.id, 1, at=beside)
    assert shown(ada) == {parent: {"food": 3}}


def test_what_is_said_of_a_cell_does_not_depend_on_where_the_map_ends(
    app: Flask, ada: Any, bea: Any
):
    parent = parent_of(CELL)
    plant(app, bea.id, 2)
    plant(app, bea.id, 2, at=(ST_ANNES[0] + 0.012, ST_ANNES[1]))
    plant(app, bea.id, 2, at=(ST_ANNES[0] - 0.012, ST_ANNES[1]))
    whole = shown(ada)
    centres = {cell: centre_of(cell) for cell in whole}
    assert whole
    for edge in range(40):
        south = 53.88 + edge * 0.002
        cut = shown(ada, south=south)
        assert cut == {cell: whole[cell] for cell in whole if centres[cell][0] >= south}
    assert parent not in whole or whole[parent]["food"] >= FEWEST


def test_ones_own_posts_do_not_fill_up_a_cell(app: Flask, ada: Any, bea: Any):
    plant(app, bea.id, 1)
    plant(app, ada.id, 5)
    assert shown(ada) == {}
    assert shown(bea) == {CELL: {"food": 5}}


def test_a_block_changes_the_map_of_the_two_and_of_nobody_else(
    app: Flask, ada: Any, bea: Any, neighbour: Any
):
    cleo = neighbour("Cleo")
    plant(app, bea.id, 3)
    with app.app_context():
        block(db.session(), bea.id, by=ada.id, now=NOW)
        db.session.commit()
    assert shown(ada) == {}
    assert shown(cleo) == {CELL: {"food": 3}}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"north": 54.6}, "map_too_large"),
        ({"east": -1.5}, "map_too_large"),
        ({"west": -179, "east": 179}, "map_too_large"),
        ({"west": -2.5}, "map_inside_out"),
        ({"south": 54.05}, "map_inside_out"),
    ],
)
def test_a_map_that_cannot_be_counted_is_refused(ada: Any, changed: dict[str, Any], code: str):
    answer = ada.get("/v1/posts/map", query_string=MAP | changed)
    assert (answer.status_code, answer.json["code"]) == (422, code)


AROUND = st.tuples(
    st.floats(ST_ANNES[0] - 0.05, ST_ANNES[0] + 0.05),
    st.floats(ST_ANNES[1] - 0.05, ST_ANNES[1] + 0.05),
    st.booleans(),
)


@given(st.lists(AROUND, max_size=40))
def test_no_cell_is_shown_with_few_and_nothing_is_counted_twice(
    points: list[tuple[float, float, bool]],
):
    cells: dict[str, Counter[str]] = {}
    for latitude, longitude, countryside in points:
        cell = cell_of(latitude, longitude, countryside=countryside)
        cells.setdefault(cell, Counter())["food"] += 1
    found = merged(cells)
    assert all(counts.total() >= FEWEST for counts in found.values())
    assert sum(counts.total() for counts in found.values()) <= len(points)
    for cell, counts in cells.items():
        if counts.total() >= FEWEST:
            assert found[cell].total() >= counts.total()
