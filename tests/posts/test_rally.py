"""Asking the neighbourhood: nearer ones first, never too often, and no further than needed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import db
from backend.kernel.local_time import wall_of, zone_named
from backend.notifications.models import Notification
from backend.people.blocks import block
from backend.people.service import leave
from backend.posts import rallying
from backend.posts.models import Post, Rally, RallyWish
from backend.posts.rings import APART, RINGS, RallyState, asked_at, find_next, rings_of, state_at
from backend.posts.signals import post_ended
from tests.people.arrivals import Neighbour
from tests.posts.planting import ST_ANNES, a_post

URGENT = {"kind": "need", "category": "repairs", "way": "do", "title": "Snow", "urgent": True}
TEN_IN_THE_MORNING = datetime(2026, 3, 1, 10, tzinfo=UTC)
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
zones = st.sampled_from(["Europe/London", "America/St_Johns", "Pacific/Chatham", "Asia/Kolkata"])
instants = st.integers(0, 365 * 1440).map(lambda minutes: YEAR + timedelta(minutes=minutes))


@given(instants, zones, st.booleans(), st.floats(0, 3_000))
def test_nobody_is_asked_at_night_who_does_not_want_to_be(started_at, zone, at_night, metres):
    at = asked_at(started_at, metres, zone=zone, at_night=at_night)
    if metres > RINGS[-1]:
        assert at is None
        return
    ring = next(ring for ring in rings_of(started_at) if metres <= ring.metres)
    assert at is not None
    assert ring.at <= at <= ring.at + timedelta(hours=14)
    if at_night:
        assert at == ring.at
    else:
        assert 9 <= wall_of(at, zone_named(zone)).hour < 21


def test_a_rally_widens_and_ends_by_the_clock():
    start = TEN_IN_THE_MORNING
    until = start + timedelta(hours=48)
    assert state_at(start, None, until, start) is RallyState.ASKING
    assert find_next(RallyState.ASKING, start, until).at == start + 2 * APART
    assert state_at(start, None, until, start + 2 * APART) is RallyState.ASKED
    assert state_at(start, None, until, until) is RallyState.OVER
    assert state_at(start, start + APART, until, start + APART) is RallyState.OVER
    assert find_next(RallyState.OVER, start, until) is None


class Scene:
    """Ada, who has an urgent need, and whoever is told of it."""

    def __init__(self, app: Flask, session: Session, clock: Any, neighbour: Any) -> None:
        self.app, self.session, self.clock, self.neighbour = app, session, clock, neighbour
        self.ada: Neighbour = neighbour("Ada")
        self.centre = self.need(self.ada)
        self.path = f"/v1/posts/{self.centre.id}/rally"

    def need(self, by: Neighbour, **facts: Any) -> Post:
        post = a_post(self.session, by.id, now=self.clock(), **{**URGENT, **facts})
        self.session.commit()
        return post

    def willing(self, name: str, metres: float, **wish: Any) -> Neighbour:
        somebody: Neighbour = self.neighbour(name)
        north = self.centre.published_latitude + metres / 111_300
        place = {"latitude": north, "longitude": self.centre.published_longitude}
        answer = somebody.put("/v1/me/rally_wish", {"place": place, **wish})
        assert answer.status_code == 200, answer.json
        return somebody

    def told(self, who: Neighbour) -> list[dict[str, Any]]:
        who.renew()
        items: list[dict[str, Any]] = who.get("/v1/notifications").json["items"]
        return [each for each in items if each["kind"] == rallying.TOLD]

    def due(self) -> dict[UUID, datetime]:
        rows = self.session.execute(
            select(Notification.person_id, Notification.due_at).where(
                Notification.kind == rallying.TOLD
            )
        )
        found = {row.person_id: row.due_at for row in rows}
        self.session.rollback()
        return found

    def rally(self, post: Post | None = None, by: Neighbour | None = None) -> Any:
        path = self.path if post is None else f"/v1/posts/{post.id}/rally"
        who = by or self.ada
        who.renew()
        return who.post(path)


@pytest.fixture
def scene(app: Flask, clock, neighbour) -> Iterator[Scene]:
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        yield Scene(app, session, clock, neighbour)


def test_rings_widen_ten_minutes_apart_and_say_neither_who_nor_how_many(scene):
    near, nearby, further = (scene.willing(str(m), m) for m in (300, 900, 1_900))
    beyond = scene.willing("beyond", 2_200)
    answer = scene.rally()
    assert answer.status_code == 201, answer.json
    seen = answer.json
    assert seen["state"] == "asking"
    assert [ring["metres"] for ring in seen["rings"]] == [500, 1_000, 2_000]
    assert set(seen) == {
        "post_id", "state", "started_at", "ended_at", "rings", "can", "next", "says",
    }  # fmt: skip
    assert scene.told(near)
    assert not scene.told(nearby)
    scene.clock.pass_time(minutes=10)
    assert scene.told(nearby)
    assert not scene.told(further)
    scene.clock.pass_time(minutes=10)
    assert scene.told(further)
    assert not scene.told(beyond)
    scene.ada.renew()
    assert scene.ada.get(scene.path).json["state"] == "asked"
    assert not scene.told(scene.ada)


def test_a_need_says_whether_one_can_ask_the_neighbourhood(scene):
    path, calm = f"/v1/posts/{scene.centre.id}", scene.need(scene.ada, urgent=False)
    assert "rally" in scene.ada.get(path).json["can"]
    assert "rally" not in scene.neighbour("Ben").get(path).json["can"]
    assert "rally" not in scene.ada.get(f"/v1/posts/{calm.id}").json["can"]
    scene.rally()
    assert "rally" not in scene.ada.get(path).json["can"]


def test_what_is_told_says_nothing_of_what_is_needed_or_by_whom(scene):
    near = scene.willing("Ben", 100)
    scene.rally()
    [told] = scene.told(near)
    assert told["about_id"] == str(scene.centre.id)
    assert "Ada" not in str(told)
    assert "Snow" not in str(told)


def test_nobody_is_asked_any_more_once_enough_have_promised(scene):
    near, further = scene.willing("Ben", 100), scene.willing("Cid", 1_900)
    scene.rally()
    scene.clock.pass_time(minutes=5)
    with scene.session.begin():
        post = scene.session.get_one(Post, scene.centre.id)
        rallying.stop_rally(scene.session, post, scene.clock())
    scene.clock.pass_time(hours=30)
    assert scene.told(near)
    assert not scene.told(further)
    scene.ada.renew()
    seen = scene.ada.get(scene.path).json
    assert (seen["state"], seen["can"], seen["next"]) == ("over", [], None)


def test_a_need_that_ends_asks_nobody_further(scene):
    further = scene.willing("Cid", 1_900)
    scene.rally()
    with scene.session.begin():
        post = scene.session.get_one(Post, scene.centre.id)
        post_ended.send(scene.session, post=post, now=scene.clock(), withdrawn=True)
    assert scene.due() == {}
    assert not scene.told(further)


def test_calling_off_asks_nobody_further_and_may_be_repeated(scene):
    scene.willing("Cid", 1_900)
    assert scene.ada.delete(scene.path).json["code"] == "rally_not_found"
    scene.rally()
    for _ in range(2):
        assert scene.ada.delete(scene.path).status_code == 204
    assert scene.due() == {}


def test_at_night_only_those_are_asked_who_may_be_woken(scene, clock):
    clock.now = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    awake = scene.willing("Ben", 100, at_night=True)
    asleep = scene.willing("Cid", 100)
    asleep_further = scene.willing("Dan", 900)
    post = scene.need(scene.ada)
    assert scene.rally(post).status_code == 201
    nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert scene.due() == {
        awake.id: clock(),
        asleep.id: nine,
        asleep_further.id: nine + APART,
    }


def test_the_morning_is_too_late_for_what_has_run_out_by_then(scene, clock):
    clock.now = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    scene.willing("Cid", 100)
    post = scene.need(scene.ada, open_until=clock() + timedelta(hours=6))
    scene.rally(post)
    assert scene.due() == {}


def test_everybody_is_asked_for_what_they_like_to_do_alone(scene):
    scene.willing("Food", 100, categories=["food"])
    mends = scene.willing("Mends", 100, categories=["repairs", "garden"])
    scene.rally()
    assert set(scene.due()) == {mends.id}


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_people_out_of_sight_are_never_asked(scene, who):
    ben = scene.willing("Ben", 100)
    cid = scene.willing("Cid", 1_900)
    one, other = (scene.ada, ben) if who == "ada" else (ben, scene.ada)
    with scene.session.begin():
        block(scene.session, other.id, by=one.id, now=scene.clock())
    scene.rally()
    assert set(scene.due()) == {cid.id}
    with scene.session.begin():
        block(scene.session, scene.ada.id, by=cid.id, now=scene.clock())
    assert scene.due() == {}


def test_nobody_is_asked_more_than_twice_a_day(scene):
    ben = scene.willing("Ben", 100)
    rallied = []
    for number in range(3):
        somebody = scene.neighbour(f"Neighbour {number}")
        post = scene.need(somebody)
        assert scene.rally(post, by=somebody).status_code == 201
        rallied.append(str(post.id))
    assert {each["about_id"] for each in scene.told(ben)} == set(rallied[:2])
    scene.clock.pass_time(hours=25)
    late = scene.neighbour("Late")
    assert scene.rally(scene.need(late), by=late).status_code == 201
    assert len(scene.told(ben)) == 3


def test_a_need_is_rallied_for_once_and_a_person_rallies_twice_in_thirty_days(scene):
    assert scene.rally().status_code == 201
    assert scene.rally().json["code"] == "already_rallied"
    assert scene.rally(scene.need(scene.ada)).status_code == 201
    refused = scene.rally(scene.need(scene.ada))
    assert refused.status_code == 429
    assert refused.json["code"] == "rally_again_at"
    assert refused.headers["Retry-After"] == str(30 * 24 * 60 * 60)
    scene.clock.pass_time(days=30)
    assert scene.rally(scene.need(scene.ada)).status_code == 201


def test_only_urgent_needs_that_are_open_are_rallied_for(scene):
    now = scene.clock()
    calm = scene.need(scene.ada, urgent=False)
    assert scene.rally(calm).json["code"] == "only_urgent_needs_rally"
    offer = scene.need(scene.ada, kind="offer")
    assert scene.rally(offer).json["code"] == "only_urgent_needs_rally"
    full = scene.need(scene.ada, held=1, full_until=now + timedelta(hours=1))
    assert scene.rally(full).json["code"] == "enough_have_promised"
    over = scene.need(scene.ada, state="closed")
    assert scene.rally(over).json["code"] == "post_is_over"


def test_only_its_writer_rallies_and_reads_of_it(scene):
    ben = scene.willing("Ben", 100)
    scene.rally()
    for method in ("GET", "POST", "DELETE"):
        assert ben.request(method, scene.path).json["code"] == "not_your_post"
    draft = scene.need(scene.ada, state="draft")
    assert ben.post(f"/v1/posts/{draft.id}/rally").json["code"] == "post_not_found"


def test_liking_to_be_asked_is_said_read_and_taken_back(scene):
    ben = scene.neighbour("Ben")
    assert ben.get("/v1/me/rally_wish").json["code"] == "rally_wish_not_found"
    assert ben.put("/v1/me/rally_wish", {}).json["code"] == "place_needed"
    here = {"latitude": ST_ANNES[0], "longitude": ST_ANNES[1]}
    body = {"categories": ["food", "food"], "at_night": True, "place": here}
    assert ben.put("/v1/me/rally_wish", body).status_code == 200
    seen = ben.get("/v1/me/rally_wish").json
    assert seen == {"categories": ["food"], "at_night": True, "since_at": "2026-03-01T10:00:00Z"}
    for _ in range(2):
        assert ben.delete("/v1/me/rally_wish").status_code == 204
    assert ben.get("/v1/me/rally_wish").status_code == 404


@pytest.mark.parametrize("how", ["takes it back", "moves", "leaves"])
def test_whoever_does_not_like_to_be_asked_any_more_is_not(scene, how):
    cid = scene.willing("Cid", 1_900)
    scene.rally()
    if how == "takes it back":
        cid.delete("/v1/me/rally_wish")
    elif how == "moves":
        cid.put("/v1/me/rally_wish", {"place": {"latitude": 48.1, "longitude": 11.5}})
    else:
        with scene.session.begin():
            leave(scene.session, by=cid.id, now=scene.clock())
        assert scene.session.get(RallyWish, cid.id) is None
    assert scene.due() == {}


def lives(somebody, place):
    seen = somebody.get("/v1/me")
    assert somebody.patch("/v1/me", {"home": place}, if_match=seen).status_code == 200


def test_whoever_is_asked_at_home_is_asked_where_they_moved(scene):
    near, far = ({"latitude": ST_ANNES[0], "longitude": each} for each in (ST_ANNES[1], -2.0))
    ben, cid = scene.neighbour("Ben"), scene.neighbour("Cid")
    for each in (ben, cid):
        lives(each, far)
    assert ben.put("/v1/me/rally_wish", {}).status_code == 200
    assert cid.put("/v1/me/rally_wish", {"place": {**far, "longitude": -2.01}}).status_code == 200
    for each in (ben, cid):
        lives(each, near)
    scene.rally()
    assert set(scene.due()) == {ben.id}, "Cid said another place"
    scene.clock.pass_time(hours=3)
    ben.renew()
    lives(ben, None)
    # Who no longer says where they live leaves no trace of it here.
    assert ben.get("/v1/me/rally_wish").json["code"] == "rally_wish_not_found"


def test_whoever_leaves_is_forgotten_as_the_one_who_asked(scene):
    scene.willing("Cid", 1_900)
    scene.rally()
    with scene.session.begin():
        leave(scene.session, by=scene.ada.id, now=scene.clock())
    with scene.session.begin():
        assert scene.session.scalars(select(Rally.started_by)).all() == [None]


def test_the_rally_stops_in_the_moment_in_which_enough_have_promised(scene):
    ben, cid = scene.willing("Ben", 100), scene.willing("Cid", 1_900)
    scene.rally()
    scene.clock.pass_time(minutes=2)
    answered = ben.post(f"/v1/posts/{scene.centre.id}/promises", {"words": "On my way"})
    assert answered.status_code == 201, answered.json
    assert cid.id in scene.due()
    picked = scene.ada.post(f"/v1/promises/{answered.json['id']}/picking", {})
    assert picked.status_code == 200, picked.json
    assert cid.id not in scene.due()
    assert scene.ada.get(scene.path).json["state"] == "over"
    released = ben.post(f"/v1/promises/{answered.json['id']}/release", {})
    assert released.status_code == 200, released.json
    assert scene.ada.get(scene.path).json["state"] == "over"
