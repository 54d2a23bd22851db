"""What is suggested to whom: the nearest that fits, and never more than a neighbour would say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from backend.db import db
from backend.notifications.models import Notification
from backend.people.blocks import block
from backend.posts import suggesting
from backend.posts.models import Post
from backend.posts.signals import post_opened
from backend.posts.suggestions import find_suggestions
from tests.people.arrivals import Neighbour
from tests.posts.planting import NOW, ST_ANNES, a_post, in_days

Planted = Callable[..., Post]

DRILL = {"category": "tools", "way": "lend", "title": "Power drill", "words": ""}
NEED = {"kind": "need", "category": "tools", "way": "lend", "words": ""}
WHAT_TELLS = set(suggesting.KINDS)


@pytest.fixture
def ben(neighbour) -> Neighbour:
    return neighbour("Ben Nevis")


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


def north(metres: float) -> tuple[float, float]:
    return ST_ANNES[0] + metres / 111_300, ST_ANNES[1]


def found(session: Session, post: Post, by: Neighbour, now=NOW) -> list[UUID]:
    return [each.post_id for each in find_suggestions(session, [post], by=by.id, now=now)]


def test_a_need_finds_offers_that_fit_and_no_others(session, ada, ben):
    need = a_post(session, ada.id, **NEED, title="Drill for one afternoon")
    fits = a_post(session, ben.id, **DRILL)
    abroad = {**DRILL, "title": "Bohrmaschine", "language": "de"}
    in_german = a_post(session, ben.id, **abroad, at=north(700))
    a_post(session, ben.id, **{**DRILL, "title": "Long ladder"})
    a_post(session, ben.id, **{**DRILL, "way": "do"})
    a_post(session, ben.id, **{**DRILL, "kind": "need"})
    a_post(session, ada.id, **DRILL)
    a_post(session, ben.id, **DRILL, at=north(4_500))
    a_post(session, ben.id, **DRILL, state="withdrawn")
    a_post(session, ben.id, **DRILL, open_until=in_days(-1))
    a_post(session, ben.id, **DRILL, held=1, full_until=in_days(2))
    elsewhere = {**DRILL, "category": "household", "title": "Drill and bits"}
    by_word = a_post(session, ben.id, **elsewhere)
    assert found(session, need, ada) == [fits.id, by_word.id, in_german.id]


def test_what_is_full_is_suggested_again_once_it_comes_free(session, ada, ben):
    need = a_post(session, ada.id, **NEED, title="Drill")
    offer = a_post(session, ben.id, **DRILL, held=1, full_until=in_days(2))
    assert found(session, need, ada) == []
    assert found(session, need, ada, now=in_days(2)) == [offer.id]


def test_times_that_cannot_meet_are_not_suggested(session, ada, ben):
    need = a_post(
        session, ada.id, **NEED, title="Drill", starts_at=in_days(2), ends_at=in_days(2.2)
    )
    a_post(session, ben.id, **DRILL, starts_at=in_days(3), ends_at=in_days(4))
    a_post(session, ben.id, **DRILL, on_dates=[in_days(1).date(), in_days(4).date()])
    on_the_day = a_post(session, ben.id, **DRILL, on_dates=[in_days(2).date()])
    weekly = {"rrule": "FREQ=WEEKLY", "duration_minutes": 600}
    first = in_days(2).replace(tzinfo=None)
    repeating = a_post(session, ben.id, **DRILL, **weekly, first=first)
    assert set(found(session, need, ada)) == {on_the_day.id, repeating.id}


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    asked: list[str] = []

    def listen(_: Any, __: Any, statement: str, *more: Any) -> None:
        asked.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def told(session: Session) -> list[tuple[UUID, str, UUID]]:
    rows = session.execute(
        select(Notification.person_id, Notification.kind, Notification.about_id)
        .where(Notification.kind.in_(WHAT_TELLS))
        .order_by(Notification.id)
    )
    return [tuple(row) for row in rows]


def opened(session: Session, post: Post, now=NOW) -> None:
    post_opened.send(session, post=post, now=now)


def test_both_sides_are_told_once_when_something_that_fits_opens(session, ada, ben):
    a_post(session, ben.id, **DRILL)
    need = a_post(session, ada.id, **NEED, title="Drill", quiet=True)
    opened(session, need)
    opened(session, need, now=in_days(3))
    assert set(told(session)) == {
        (ben.id, suggesting.TO_OTHERS, need.id),
        (ada.id, suggesting.TO_ITS_WRITER, need.id),
    }
    assert len(told(session)) == 2
    params = session.scalars(select(Notification.params)).all()
    assert "Drill" not in str(params)
    assert "Ada" not in str(params)


def test_nobody_is_told_of_what_does_not_fit(session, ada, ben):
    a_post(session, ben.id, **DRILL)
    opened(session, a_post(session, ada.id, **NEED, title="Ladder"))
    opened(session, a_post(session, ada.id, kind="hello", title="I have a drill"))
    assert told(session) == []


def test_three_others_are_told_at_most_the_nearest_first(session, neighbour, ada):
    near = [neighbour(f"Neighbour {number}") for number in range(5)]
    for number, each in enumerate(near):
        # Two each: of the several posts of one person the best counts.
        a_post(session, each.id, **DRILL, at=north(2_400 - 500 * number))
        a_post(session, each.id, **DRILL, at=north(2_400 - 500 * number))
    need = a_post(session, ada.id, **NEED, title="Drill")
    opened(session, need)
    others = [who for who, kind, _ in told(session) if kind == suggesting.TO_OTHERS]
    assert set(others) == {each.id for each in near[2:]}


def test_nobody_is_told_more_than_three_times_a_day(session, neighbour, ben):
    a_post(session, ben.id, **DRILL)
    for number in range(5):
        somebody = neighbour(f"Neighbour {number}")
        opened(session, a_post(session, somebody.id, **NEED, title="Drill"))
    assert [who for who, _, _ in told(session)].count(ben.id) == 3
    late = neighbour("Late")
    opened(session, a_post(session, late.id, **NEED, title="Drill"), now=in_days(1.1))
    assert [who for who, _, _ in told(session)].count(ben.id) == 4


def test_telling_takes_as_many_statements_for_many_as_for_one(session, neighbour, ada, ben):
    a_post(session, ben.id, **DRILL)
    need = a_post(session, ada.id, **NEED, title="Drill")
    with statements(session) as few:
        opened(session, need)
    for number in range(6):
        a_post(session, neighbour(f"Neighbour {number}").id, **DRILL)
    again = a_post(session, ada.id, **NEED, title="Drill for a day")
    with statements(session) as many:
        opened(session, again)
    assert len(few) == len(many) == 4, many


@pytest.mark.parametrize("blocks", ["ada", "ben"])
def test_who_are_out_of_sight_are_neither_suggested_nor_told(session, ada, ben, blocks):
    a_post(session, ben.id, **DRILL)
    one, other = (ada, ben) if blocks == "ada" else (ben, ada)
    block(session, other.id, by=one.id, now=NOW)
    need = a_post(session, ada.id, **NEED, title="Drill")
    assert found(session, need, ada) == []
    opened(session, need)
    assert told(session) == []


def test_suggestions_are_read_over_http_with_their_reasons(app, session, ada, ben):
    need = a_post(session, ada.id, **NEED, title="Drill")
    german = {"title": "Bohrmaschine", "language": "de"}
    a_post(session, ben.id, **{**DRILL, **german}, at=north(900))
    session.commit()
    answer = ada.get(f"/v1/posts/{need.id}/suggestions")
    assert answer.status_code == 200, answer.json
    [item] = answer.json["items"]
    assert item["for_post_id"] == str(need.id)
    assert item["post"]["posted_by"]["first_name"] == "Ben"
    assert item["post"]["place"]["exact"] is None
    assert [each["code"] for each in item["reasons"]] == ["words", "category", "distance"]
    assert item["reasons"][0]["says"] == "It speaks of bohrmaschine."
    assert ada.get("/v1/me/suggestions").json == answer.json
    [back] = ben.get("/v1/me/suggestions").json["items"]
    assert back["post"]["id"] == str(need.id)


def test_a_quiet_need_is_suggested_without_a_name(session, ada, ben):
    need = a_post(session, ada.id, **NEED, title="Drill", quiet=True)
    a_post(session, ben.id, **DRILL)
    session.commit()
    answer = ben.get("/v1/me/suggestions")
    assert [each["post"]["id"] for each in answer.json["items"]] == [str(need.id)]
    assert answer.json["items"][0]["post"]["posted_by"] is None
    assert "Ada" not in answer.text
    assert str(ada.id) not in answer.text


def test_suggestions_are_for_the_writer_alone(session, ada, ben):
    need = a_post(session, ada.id, **NEED, title="Drill")
    draft = a_post(session, ada.id, **NEED, title="Drill", state="draft")
    hello = a_post(session, ada.id, kind="hello", title="I am Ada")
    session.commit()
    assert ben.get(f"/v1/posts/{need.id}/suggestions").json["code"] == "not_your_post"
    assert ben.get(f"/v1/posts/{draft.id}/suggestions").json["code"] == "post_not_found"
    for post in (draft, hello):
        answer = ada.get(f"/v1/posts/{post.id}/suggestions")
        assert answer.json == {"items": [], "next": None}


def test_each_post_of_others_is_suggested_once_for_the_one_it_fits_best(session, ada, ben):
    for title in ("Drill", "Drill and something to cut tiles with"):
        a_post(session, ada.id, **NEED, title=title)
    a_post(session, ben.id, **DRILL)
    session.commit()
    assert len(ada.get("/v1/me/suggestions").json["items"]) == 1


def test_posting_tells_both_sides_over_http(session, ada, ben):
    place = {"latitude": ST_ANNES[0], "longitude": ST_ANNES[1]}
    tool = {"category": "tools", "way": "lend", "place": place}
    offer = {**tool, "kind": "offer", "title": "Power drill"}
    assert ben.post("/v1/posts", offer).status_code == 201
    wanted = {**tool, "kind": "need", "title": "Drill"}
    assert ada.post("/v1/posts", wanted).status_code == 201
    for who, kind in ((ada, suggesting.TO_ITS_WRITER), (ben, suggesting.TO_OTHERS)):
        [told_of] = who.get("/v1/notifications").json["items"]
        assert told_of["kind"] == kind
        assert "drill" not in str(told_of).lower()
