"""Where a post really is: not to be found out by distances, filters, order, radius, feed or map."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.app import create_app
from backend.db import db
from backend.kernel.ids import new_id
from backend.places.cells import cell_of, centre_of
from backend.posts.models import Post
from backend.settings import Settings
from tests.people.arrivals import Neighbour, arrive
from tests.postgres import copied_database
from tests.posts.planting import NOW, ST_ANNES, a_post

CELL = cell_of(*ST_ANNES)
CENTRE = centre_of(CELL)
POSTS = [new_id() for _ in range(4)]


def in_the_cell(north: float, east: float) -> tuple[float, float]:
    """Return a point of the cell, as far from its centre towards its edge as is said."""
    point = (CENTRE[0] + 0.004 * north, CENTRE[1] + 0.006 * east)
    return point if cell_of(*point) == CELL else CENTRE


@pytest.fixture(scope="module")
def world(cluster: Any, template: str) -> Iterator[tuple[Flask, Neighbour, UUID]]:
    """One house for all examples: asking is what is tried out, not moving in."""
    with copied_database(cluster, template) as url:
        app = create_app(Settings(database_url=url, rate_limit_per_minute=10_000_000), clock=_now)
        asker = arrive(app, "Ada", now=NOW)
        writer = arrive(app, "Bea", now=NOW)
        yield app, asker, writer.id
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _now() -> Any:
    return NOW


def live_at(app: Flask, writer: UUID, points: list[tuple[float, float]]) -> None:
    """Let the same posts, to the last letter, be really at these points."""
    with app.app_context():
        db.session.query(Post).delete()
        for post_id, point in zip(POSTS, points, strict=True):
            a_post(db.session(), writer, id=post_id, at=point)
        db.session.commit()


offsets = st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(lambda each: in_the_cell(*each))
standing = st.tuples(
    st.floats(ST_ANNES[0] - 0.03, ST_ANNES[0] + 0.03),
    st.floats(ST_ANNES[1] - 0.05, ST_ANNES[1] + 0.05),
)


@st.composite
def questions(draw: st.DrawFn) -> list[tuple[str, dict[str, object]]]:
    """Draw some places to ask from, with the edge of the circle close to the cell."""
    asked: list[tuple[str, dict[str, object]]] = []
    for latitude, longitude in draw(st.lists(standing, min_size=2, max_size=4)):
        here: dict[str, object] = {"latitude": latitude, "longitude": longitude}
        asked += [
            ("/v1/posts", here | {"radius_metres": radius, "words": "soup"})
            for radius in draw(st.lists(st.integers(1, 4000), min_size=1, max_size=3))
        ]
        asked.append(("/v1/posts", here | {"limit": 2, "category": "food", "kind": "offer"}))
        asked.append(("/v1/feed", here))
        box = {
            "west": longitude - 0.02,
            "south": latitude,
            "east": longitude + 0.01,
            "north": latitude + 0.02,
        }
        asked.append(("/v1/posts/map", box))
    return asked


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    here=st.lists(offsets, min_size=4, max_size=4),
    there=st.lists(offsets, min_size=4, max_size=4),
    asked=questions(),
)
def test_two_places_in_one_cell_cannot_be_told_apart_by_any_question(
    world: tuple[Flask, Neighbour, UUID],
    here: list[tuple[float, float]],
    there: list[tuple[float, float]],
    asked: list[tuple[str, dict[str, object]]],
):
    app, asker, writer = world
    answers = []
    for points in (here, there):
        live_at(app, writer, points)
        answers.append([asker.get(path, query_string=query).data for path, query in asked])
    assert answers[0] == answers[1]


def test_the_questions_are_such_that_something_is_answered(
    world: tuple[Flask, Neighbour, UUID],
):
    app, asker, writer = world
    live_at(app, writer, [ST_ANNES] * 4)
    at = {"latitude": CENTRE[0] + 0.01, "longitude": CENTRE[1]}
    metres = [
        item["distance_metres"] for item in asker.get("/v1/posts", query_string=at).json["items"]
    ]
    assert len(metres) == 4
    inside = asker.get("/v1/posts", query_string=at | {"radius_metres": metres[0] + 10})
    outside = asker.get("/v1/posts", query_string=at | {"radius_metres": metres[0] - 10})
    assert (len(inside.json["items"]), len(outside.json["items"])) == (4, 0)
    box = {"west": -3.2, "south": 53.8, "east": -2.8, "north": 54.05}
    assert asker.get("/v1/posts/map", query_string=box).json["features"]
