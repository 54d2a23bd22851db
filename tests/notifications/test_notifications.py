"""What people are told: rows with a kind and parameters, read in the reader's language."""

from datetime import UTC, datetime

import pytest

from backend.db import db
from backend.kernel.ids import new_id
from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, tell

THURSDAY = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)


@pytest.fixture
def ben(neighbour):
    return neighbour("Ben Bell")


@pytest.fixture
def told(app, clock):
    """Tell people that their booking stands."""

    def telling(*people, once=None, space="St Anne's hall"):
        clock.pass_time(minutes=1)
        with app.app_context():
            tell(
                db.session(),
                [person if person is None else person.id for person in people],
                "booking_answered_yes",
                about=About("bookings", new_id()),
                now=clock(),
                once=once,
                space=space,
                starts_at=LocalTime(THURSDAY, "Europe/London"),
            )
            db.session.commit()

    return telling


def test_one_reads_it_in_ones_own_language_on_the_clock_of_the_place(ada, told):
    told(ada)
    (english,) = ada.get("/v1/notifications").json["items"]
    assert english["kind"] == "booking_answered_yes"
    assert english["says"] == "St Anne's hall is yours from Thursday 5 March, 18:00."
    assert english["params"]["starts_at"] == {
        "at": "2026-03-05T18:00:00+00:00",
        "zone": "Europe/London",
    }
    german = ada.get("/v1/notifications", headers={"Accept-Language": "de-CH, en;q=0.5"})
    assert german.json["items"][0]["says"] == (
        "St Anne's hall gehört dir ab Donnerstag, 5. März, 18:00."
    )


def test_one_is_told_what_is_ones_own_and_nothing_else(ada, ben, told):
    told(ada)
    assert len(ada.get("/v1/notifications").json["items"]) == 1
    assert ben.get("/v1/notifications").json == {"items": [], "next": None, "unread": 0}


def test_whoever_has_left_is_passed_over_and_nobody_is_told_the_same_twice(ada, ben, told):
    told(None, ada, ada)
    told(ada, ben, once="closing of the hall")
    told(ada, ben, once="closing of the hall")
    assert ada.get("/v1/notifications").json["unread"] == 2
    assert ben.get("/v1/notifications").json["unread"] == 1


def test_the_server_owns_the_count_of_what_is_unread(ada, ben, told):
    for _ in range(3):
        told(ada)
    newest, middle, oldest = ada.get("/v1/notifications").json["items"]
    assert newest["created_at"] > middle["created_at"] > oldest["created_at"]
    assert ben.post("/v1/notifications/read", {"ids": [oldest["id"]]}).json == {"unread": 0}
    assert ada.post("/v1/notifications/read", {"ids": [oldest["id"]]}).json == {"unread": 2}
    assert ada.post("/v1/notifications/read", {"ids": [oldest["id"]]}).json == {"unread": 2}
    unread = ada.get("/v1/notifications?unread=true").json
    assert [each["id"] for each in unread["items"]] == [newest["id"], middle["id"]]
    until = {"until": middle["created_at"]}
    assert ada.post("/v1/notifications/read", until).json == {"unread": 1}


def test_a_long_list_goes_on_where_it_stopped_even_when_more_is_told_meanwhile(ada, told):
    for number in range(5):
        told(ada, space=f"Hall {number}")
    first = ada.get("/v1/notifications?limit=2").json
    told(ada, space="Hall 9")
    rest = ada.get(f"/v1/notifications?limit=10&cursor={first['next']}").json
    seen = [each["params"]["space"] for each in first["items"] + rest["items"]]
    assert seen == ["Hall 4", "Hall 3", "Hall 2", "Hall 1", "Hall 0"]


@pytest.mark.parametrize("body", [{}, {"ids": []}, {"ids": ["x"]}, {"until": "soon"}, []])
def test_what_was_read_has_to_be_said(ada, body):
    refused = ada.post("/v1/notifications/read", body)
    assert (refused.status_code, refused.json["code"]) == (422, "not_valid")


def test_either_some_or_all_and_not_both(ada, told):
    told(ada)
    (one,) = ada.get("/v1/notifications").json["items"]
    both = {"ids": [one["id"]], "until": one["created_at"]}
    assert ada.post("/v1/notifications/read", both).status_code == 422
    assert ada.get("/v1/notifications").json["unread"] == 1


def test_whoever_leaves_leaves_no_notifications_behind(app, ada, told):
    told(ada)
    assert ada.delete("/v1/me").status_code in {200, 204}
    with app.app_context():
        assert db.session.scalar(db.text("SELECT count(*) FROM notifications")) == 0
