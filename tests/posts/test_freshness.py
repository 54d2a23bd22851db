"""Nothing old is shown: posts run out, are warned of, renewed, archived and scrubbed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.db import db
from backend.forgetting import forget
from backend.posts.models import Post
from backend.posts.reading import is_open

HERE = {"latitude": 53.9231, "longitude": -3.0154}
NEED = {"kind": "need", "title": "A hand with my hedge", "words": "It is tall", "place": HERE}


@pytest.fixture
def ada(neighbour):
    return neighbour("Ada")


@pytest.fixture
def bob(neighbour):
    return neighbour("Bob")


def posted(who, **facts):
    answer = who.post("/v1/posts", {**NEED, **facts})
    assert answer.status_code == 201, answer.json
    return answer.json


def told(who):
    return [
        (each["kind"], each["created_at"]) for each in who.get("/v1/notifications").json["items"]
    ]


def on(clock, day, hour=10, *phones):
    """Turn the clock to an hour of a day in March; the phones get new tokens."""
    clock.now = datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)
    for phone in phones:
        phone.renew()


def stored(app, post_id):
    with app.app_context():
        return db.session.scalars(select(Post).where(Post.id == post_id)).one()


def test_a_post_runs_out_by_the_clock_alone(ada, bob, clock):
    post = posted(ada)
    path = f"/v1/posts/{post['id']}"
    on(clock, 15, 9, ada, bob)
    assert bob.get(path).json["state"] == "open"
    on(clock, 15, 10, ada, bob)
    assert (bob.get(path).json["state"], bob.get(path).json["can"]) == ("expired", [])
    assert bob.get(path).json["left"] == 0
    mine = ada.get(path).json
    assert (mine["can"], mine["ended_at"]) == (["renewal"], "2026-03-15T10:00:00Z")
    assert mine["next"] == {"at": "2026-04-14T10:00:00Z", "becomes": "archived"}
    assert bob.get(f"/v1/people/{ada.id}/posts").json["items"] == []
    assert ada.get("/v1/me/posts").json["items"] == []
    assert [each["id"] for each in ada.get("/v1/me/posts?state=over").json["items"]] == [post["id"]]
    for verb in ("closing", "withdrawal"):
        assert ada.post(f"{path}/{verb}").json["code"] == "post_is_over"
    assert ada.patch(path, {"title": "New"}, if_match=ada.get(path)).json["code"] == "post_is_over"


def test_its_writer_is_warned_three_days_and_a_day_before(ada, clock):
    posted(ada)
    assert told(ada) == []
    on(clock, 12, 10, ada)
    assert told(ada) == [("post_runs_out", "2026-03-12T10:00:00Z")]
    on(clock, 14, 10, ada)
    assert told(ada)[0] == ("post_runs_out", "2026-03-14T10:00:00Z")
    [newest, _] = ada.get("/v1/notifications").json["items"]
    assert newest["says"] == (
        "Something you posted runs out on Sunday 15 March, 10:00. One tap keeps it."
    )
    assert "hedge" not in str(newest)


def test_what_is_urgent_is_warned_of_once_and_what_ends_by_itself_not_at_all(ada, clock):
    posted(ada, urgent=True)
    posted(ada, ends_at="2026-03-10T10:00:00Z")
    on(clock, 10, 10, ada)
    assert told(ada) == [("post_runs_out", "2026-03-02T10:00:00Z")]


def test_a_standing_offer_is_asked_after_every_ninety_days(ada, clock):
    post = posted(ada, kind="offer", standing=True)
    on(clock, 88, 10, ada)
    assert told(ada) == [("post_to_reconfirm", "2026-05-27T10:00:00Z")]
    again = ada.post(f"/v1/posts/{post['id']}/renewal").json
    assert again["open_until"] == "2026-08-25T10:00:00Z"
    on(clock, 91, 10, ada)
    assert len(told(ada)) == 1


def test_a_tap_gives_it_time_anew_and_takes_the_warnings_along(ada, clock):
    post = posted(ada)
    path = f"/v1/posts/{post['id']}"
    on(clock, 10, 10, ada)
    renewed = ada.post(f"{path}/renewal").json
    assert (renewed["open_until"], renewed["version"]) == ("2026-03-24T10:00:00Z", 2)
    assert renewed["terms_version"] == 1
    assert ada.post(f"{path}/renewal").json["version"] == 2
    on(clock, 20, 10, ada)
    assert told(ada) == []
    on(clock, 21, 10, ada)
    assert told(ada) == [("post_runs_out", "2026-03-21T10:00:00Z")]


@pytest.mark.parametrize("verb", ["closing", "withdrawal"])
def test_nobody_is_warned_of_what_is_over(ada, clock, verb):
    post = posted(ada)
    assert ada.post(f"/v1/posts/{post['id']}/{verb}").json["state"] in {"closed", "withdrawn"}
    on(clock, 15, 10, ada)
    assert told(ada) == []


def test_what_ran_out_comes_back_within_two_weeks(ada, bob, clock):
    post = posted(ada)
    path = f"/v1/posts/{post['id']}"
    on(clock, 29, 9, ada, bob)
    back = ada.post(f"{path}/renewal").json
    assert (back["state"], back["open_until"]) == ("open", "2026-04-12T09:00:00Z")
    assert bob.get(path).json["state"] == "open"
    # A phone that asks for what is new since its last look had seen it go.
    fresh = {**NEED["place"], "fresh_since": "2026-03-29T08:00:00Z"}
    found = bob.get("/v1/posts", query_string=fresh).json["items"]
    assert [(each["id"], each["opened_at"]) for each in found] == [
        (post["id"], "2026-03-29T09:00:00Z")
    ]


def test_after_two_weeks_it_is_too_late(ada, clock):
    post = posted(ada)
    on(clock, 29, 10, ada)
    answer = ada.post(f"/v1/posts/{post['id']}/renewal")
    assert (answer.status_code, answer.json["code"]) == (409, "cannot_be_renewed")
    assert ada.get(f"/v1/posts/{post['id']}").json["can"] == []


def test_what_has_a_time_of_its_own_is_over_with_it(ada, clock):
    post = posted(ada, on_dates=["2026-03-04", "2026-03-05"])
    assert post["can"] == ["edit", "closing", "withdrawal"]
    assert ada.post(f"/v1/posts/{post['id']}/renewal").json["version"] == 1
    on(clock, 6, 10, ada)
    assert ada.get(f"/v1/posts/{post['id']}").json["state"] == "expired"
    assert ada.post(f"/v1/posts/{post['id']}/renewal").json["code"] == "cannot_be_renewed"


def test_closing_is_one_tap_and_taking_back_hides_it(ada, bob):
    closed, withdrawn = posted(ada), posted(ada)
    one = ada.post(f"/v1/posts/{closed['id']}/closing").json
    assert (one["state"], one["can"], one["left"]) == ("closed", [], 0)
    assert ada.post(f"/v1/posts/{closed['id']}/renewal").json["code"] == "post_is_over"
    ada.post(f"/v1/posts/{withdrawn['id']}/withdrawal")
    assert bob.get(f"/v1/posts/{closed['id']}").json["says"] == "Not needed any more."
    assert bob.get(f"/v1/posts/{withdrawn['id']}").json["code"] == "post_not_found"
    assert ada.get(f"/v1/posts/{withdrawn['id']}").json["state"] == "withdrawn"


@pytest.mark.parametrize("end", ["closing", "withdrawal", None])
def test_after_thirty_days_it_is_archived_scrubbed_and_its_writers_alone(app, ada, bob, clock, end):
    post = posted(ada)
    path = f"/v1/posts/{post['id']}"
    if end:
        ada.post(f"{path}/{end}")
    on(clock, 30 if end else 44, 10, ada, bob)
    assert ada.get(path).json["state"] != "archived"
    on(clock, 31 if end else 45, 10, ada, bob)
    assert bob.get(path).json["code"] == "post_not_found"
    before = ada.get(path).json
    assert (before["state"], before["title"], before["words"]) == ("archived", "", "")
    assert (before["place"]["exact"], before["kind"], before["next"]) == (None, "need", None)
    assert stored(app, post["id"]).words == "It is tall"
    assert forget(app)
    row = stored(app, post["id"])
    assert (row.title, row.words, row.shown_title, row.shown_words) == ("", "", "", "")
    assert (row.latitude, row.longitude) == (row.published_latitude, row.published_longitude)
    assert ada.get(path).json == before


def test_forgetting_leaves_what_is_not_old(app, ada, clock):
    post, draft = posted(ada), posted(ada, draft=True)
    on(clock, 44, 10)
    assert forget(app)
    assert stored(app, post["id"]).title == NEED["title"]
    on(clock, 400, 10)
    assert forget(app)
    assert stored(app, draft["id"]).title == NEED["title"]


def test_who_leaves_leaves_nothing_behind(app, ada, clock):
    post, over, draft = posted(ada), posted(ada), posted(ada, draft=True)
    ada.post(f"/v1/posts/{over['id']}/closing")
    old = posted(ada, ends_at="2026-03-02T10:00:00Z")
    on(clock, 3, 10, ada)
    assert ada.delete("/v1/me").status_code == 204
    with app.app_context():
        rows = {str(row.id): row for row in db.session.scalars(select(Post))}
    assert set(rows) == {post["id"], over["id"], old["id"]}
    assert {rows[each["id"]].state for each in (post, over, old)} == {
        "withdrawn",
        "closed",
        "expired",
    }
    for row in rows.values():
        assert (row.posted_by, row.title, row.words, row.shown_words) == (None, "", "", "")
        assert row.latitude == row.published_latitude
    assert draft["id"] not in rows


def test_the_clause_for_open_ones_and_the_state_agree_at_every_instant(app, ada, clock):
    post = posted(ada)
    for day in (1, 14, 15, 16, 46):
        on(clock, day, 10, ada)
        with app.app_context():
            clause = bool(db.session.scalar(select(Post.id).where(is_open(clock()))))
        state = ada.get(f"/v1/posts/{post['id']}").json["state"]
        assert clause == (state in {"open", "reserved"}), day
