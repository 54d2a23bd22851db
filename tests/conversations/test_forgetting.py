"""Conversations are forgotten when nobody could read them any more, and not before."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from backend.conversations.models import Conversation, ConversationSide, Message
from backend.db import db
from backend.people.purge import purge
from tests.conversations.test_talking import ada, ben, booking, hall, is_closed, kim, say, talk

__all__ = ["ada", "ben", "booking", "hall", "kim", "talk"]


def forgotten(app: Flask, clock: Any) -> int:
    with app.app_context():
        gone = purge(db.session(), now=clock())
        db.session.commit()
        return gone["conversations"]


def kept(app: Flask) -> list[int]:
    with app.app_context():
        return [
            db.session.scalar(select(func.count()).select_from(each)) or 0
            for each in (Conversation, ConversationSide, Message)
        ]


def test_it_is_forgotten_when_it_has_been_closed_for_thirty_days(app, ada, kim, talk, clock):
    say(ada, talk, "See you")
    ada.put(f"{talk}/contact", {"phone": "123"})
    clock.pass_time(days=7 + 14 + 29)
    assert forgotten(app, clock) == 0
    clock.pass_time(days=2)
    assert forgotten(app, clock) == 1
    assert kept(app) == [0, 0, 0]
    ada.renew()
    assert is_closed(ada, talk)


def test_it_is_kept_where_people_keep_in_touch(app, ada, kim, talk, clock):
    say(ada, talk, "See you")
    for each in (ada, kim):
        assert each.put(f"{talk}/keeping_in_touch").status_code == 200
    clock.pass_time(days=170)
    assert forgotten(app, clock) == 0
    ada.renew()
    assert ada.get(f"{talk}/messages").json["items"][0]["words"] == "See you"


def test_what_somebody_said_is_gone_from_the_tables_when_they_leave(app, ada, kim, talk):
    say(ada, talk, "My secret")
    assert ada.delete("/v1/me").status_code == 204
    with app.app_context():
        assert set(db.session.scalars(select(Message.words))) == {""}
        assert list(db.session.scalars(select(ConversationSide.person_id))) == [kim.id]
