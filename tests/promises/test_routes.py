"""Promises over HTTP: what phones send twice, late, out of order, or about what is not theirs."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from backend.db import db
from tests.people.arrivals import Neighbour
from tests.posts.planting import a_post


class Street:
    """Ada, who posted things, and Ben and Cleo, who would like them or would help."""

    def __init__(self, app: Flask, neighbour: Callable[..., Neighbour], clock: Any) -> None:
        self.app, self.clock = app, clock
        self.ada = neighbour("Ada Byron")
        self.ben = neighbour("Ben Okri")
        self.cleo = neighbour("Cleo")

    @contextmanager
    def session(self):
        with self.app.app_context():
            yield db.session()
            db.session.commit()

    def post(self, by: Neighbour | None = None, **facts: Any) -> UUID:
        with self.session() as session:
            by_id = (by or self.ada).id
            return a_post(session, by_id, now=self.clock(), **facts).id

    def ask(self, who: Neighbour, post: UUID, **body: Any) -> dict[str, Any]:
        answer = who.post(f"/v1/posts/{post}/promises", body)
        assert answer.status_code == 201, answer.json
        return answer.json

    def passes(self, **time: float) -> None:
        """Let time pass, after which every phone renews its token."""
        self.clock.pass_time(**time)
        for each in (self.ada, self.ben, self.cleo):
            each.renew()

    def do(self, who: Neighbour, promise: dict[str, Any], verb: str, **body: Any):
        return who.post(f"/v1/promises/{promise['id']}/{verb}", body if body else None)


@pytest.fixture
def street(app, neighbour, clock):
    return Street(app, neighbour, clock)


WITH_BODY = {"offering", "picking", "declining", "release", "contest"}


def done(street: Street, who: Neighbour, promise: dict[str, Any], verb: str, **body: Any):
    """Do something and return what the promise then is."""
    path = f"/v1/promises/{promise['id']}/{verb}"
    answer = who.post(path, body if body or verb in WITH_BODY else None)
    assert answer.status_code == 200, answer.json
    return answer.json


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_an_offer_goes_from_asking_to_thanks_for_it(street):
    promise = street.ask(street.ben, street.post(), words="Is there bread, too?")
    assert (promise["state"], promise["mine"], promise["can"]) == (
        "asked",
        "comes_to_me",
        ["release"],
    )
    assert promise["with"] == {"id": str(street.ada.id), "first_name": "Ada"}
    assert promise["next"]["becomes"] == "lapsed"
    theirs = street.ada.get(f"/v1/promises/{promise['id']}").json
    assert (theirs["mine"], theirs["can"]) == ("owe", ["offering", "declining"])
    assert theirs["with"]["first_name"] == "Ben"
    assert theirs["words"] == "Is there bread, too?"
    assert done(street, street.ada, promise, "offering")["state"] == "offered"
    agreed = done(street, street.ben, promise, "agreeing")
    assert (agreed["state"], agreed["says"]) == ("agreed", "Agreed with Ada.")
    kept = done(street, street.ben, promise, "claim", says="kept")
    assert (kept["state"], kept["can"], kept["next"]) == ("kept", ["thanks"], None)


def test_a_disputed_no_show_counts_for_nobody(street):
    promise = street.ask(street.ben, street.post(kind="need", way="do"))
    done(street, street.ada, promise, "picking")
    street.passes(days=1)
    claimed = done(street, street.ada, promise, "claim", says="missed", words="Nobody came")
    assert claimed["state"] == "claimed"
    contested = done(street, street.ben, promise, "contest", words="I rang twice")
    assert (contested["state"], contested["contest_words"]) == ("disputed", "I rang twice")
    street.passes(days=14)
    seen = street.ada.get(f"/v1/promises/{promise['id']}").json
    assert (seen["state"], seen["missed_by"], seen["can"]) == ("unresolved", None, [])
    assert seen["ended_at"] == "2026-03-16T10:00:00Z"


class TestAnHourOffline:
    """A phone without a network keeps what it is to send, and sends it again and again."""

    def test_what_is_sent_twice_is_done_once_and_answered_the_same(self, street):
        post, key, own = street.post(), str(uuid4()), str(uuid4())
        path = f"/v1/posts/{post}/promises"
        first = street.ben.post(path, {"id": own}, key=key)
        street.clock.pass_time(hours=1)
        street.ben.renew()
        again = street.ben.post(path, {"id": own}, key=key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json == again.json
        assert first.json["id"] == own
        street.ada.renew()
        assert len(street.ada.get(path).json["items"]) == 1

    def test_an_id_that_something_else_has_is_refused(self, street):
        promise = street.ask(street.ben, street.post())
        answer = street.cleo.post(f"/v1/posts/{street.post()}/promises", {"id": promise["id"]})
        assert refused(answer) == (409, "id_already_taken")

    def test_every_step_can_be_sent_again(self, street):
        promise = street.ask(street.ben, street.post())
        for who, verb, body in (
            (street.ada, "offering", {}),
            (street.ben, "agreeing", None),
            (street.ada, "claim", {"says": "missed"}),
            (street.ben, "contest", {}),
            (street.ada, "concession", None),
        ):
            if verb == "claim":
                street.passes(days=1)  # Nobody can have missed it before.
            key, path = str(uuid4()), f"/v1/promises/{promise['id']}/{verb}"
            first, again = (who.post(path, body, key=key) for _ in range(2))
            assert first.status_code == 200, first.json
            assert again.json == first.json
        assert first.json["state"] == "kept"

    def test_what_arrives_out_of_order_is_refused_with_what_it_is_by_then(self, street):
        promise = street.ask(street.ben, street.post())
        early = street.do(street.ben, promise, "agreeing")
        assert refused(early) == (409, "promise_cannot_become")
        assert early.json["params"] == {"state": "asked"}
        done(street, street.ada, promise, "offering")
        done(street, street.ben, promise, "declining")
        late = street.do(street.ben, promise, "agreeing")
        assert late.json["params"] == {"state": "declined"}

    def test_what_arrives_after_its_time_is_refused(self, street):
        promise = street.ask(street.ben, street.post())
        done(street, street.ada, promise, "offering")
        street.clock.pass_time(hours=24)
        street.ben.renew()
        late = street.do(street.ben, promise, "agreeing")
        assert refused(late) == (409, "promise_cannot_become")
        assert late.json["params"] == {"state": "lapsed"}


class TestWhatIsNotTheirs:
    def test_nobody_promises_to_themself(self, street):
        answer = street.ada.post(f"/v1/posts/{street.post()}/promises", {})
        assert refused(answer) == (409, "your_own_post")

    def test_others_find_nothing_there(self, street):
        promise = street.ask(street.ben, street.post())
        assert refused(street.cleo.get(f"/v1/promises/{promise['id']}")) == (
            404,
            "promise_not_found",
        )
        for verb in ("offering", "picking", "declining", "release", "contest"):
            answer = street.cleo.post(f"/v1/promises/{promise['id']}/{verb}", {})
            assert refused(answer) == (404, "promise_not_found")
        for verb in ("agreeing", "confirmation", "concession", "conversation"):
            answer = street.cleo.post(f"/v1/promises/{promise['id']}/{verb}")
            assert refused(answer) == (404, "promise_not_found")

    def test_somebody_who_never_asked_cannot_be_picked(self, street):
        street.post(kind="need", way="do")
        for made_up in (street.ben.id, uuid4()):
            answer = street.ada.post(f"/v1/promises/{made_up}/picking", {})
            assert refused(answer) == (404, "promise_not_found")

    def test_who_asked_sees_of_the_others_nothing_at_all(self, street):
        post = street.post(quantity=3)
        mine = street.ask(street.ben, post)
        street.ask(street.cleo, post)
        path = f"/v1/posts/{post}/promises"
        assert [each["id"] for each in street.ben.get(path).json["items"]] == [mine["id"]]
        assert len(street.ada.get(path).json["items"]) == 2

    def test_each_side_does_only_its_own(self, street):
        promise = street.ask(street.ben, street.post(kind="need", way="do"))
        answer = street.ben.post(f"/v1/promises/{promise['id']}/picking", {})
        assert refused(answer) == (409, "promise_cannot_become")


def test_dates_say_how_much_it_is(street):
    days = ["2026-03-03", "2026-03-04"]
    post = street.post(kind="need", way="do", on_dates=days)
    path = f"/v1/posts/{post}/promises"
    both = street.ben.post(path, {"on_dates": days, "quantity": 2})
    assert refused(both) == (422, "not_valid")
    assert refused(street.ben.post(path, {})) == (422, "dates_needed")
    promise = street.ask(street.ben, post, on_dates=days[:1])
    assert (promise["on_dates"], promise["quantity"]) == (days[:1], 1)


@pytest.mark.parametrize(
    "body",
    [
        {"quantity": 0},
        {"quantity": 10**9},
        {"quantity": "2"},
        {"words": "a" * 501},
        {"words": "left\u202eright"},
        {"on_dates": ["2026-02-30"]},
        {"starts_at": "tomorrow"},
        {"somebody": "else"},
    ],
)
def test_what_makes_no_sense_is_refused(street, body):
    answer = street.ben.post(f"/v1/posts/{street.post()}/promises", body)
    assert answer.status_code == 422
    assert answer.json["code"] == "not_valid"


def test_a_quiet_need_is_met_and_a_name_is_shown_only_to_whom_was_picked(street):
    post = street.post(kind="need", way="do", quiet=True, quantity=1)
    mine, other = street.ask(street.ben, post), street.ask(street.cleo, post)
    assert mine["with"] is None
    talk = street.do(street.ben, mine, "conversation")
    assert talk.status_code == 200, talk.json
    assert "Ada" not in talk.text
    done(street, street.ada, mine, "picking")
    assert street.ben.get(f"/v1/promises/{mine['id']}").json["with"]["first_name"] == "Ada"
    assert "Ada" not in street.cleo.get(f"/v1/promises/{other['id']}").text
    assert "Ada" not in street.cleo.get("/v1/notifications").text
    assert "Ada" not in street.cleo.get("/v1/me/promises").text


def test_the_two_sides_talk_about_it(street):
    promise = street.ask(street.ben, street.post())
    talk = street.do(street.ben, promise, "conversation").json
    assert talk["about"]["id"] == promise["id"]
    assert [each["first_name"] for each in talk["others"]] == ["Ada"]
    assert street.do(street.ada, promise, "conversation").json["id"] == talk["id"]


def test_mine_are_listed_in_order_of_time_and_those_over_apart(street):
    given = street.ask(street.ben, street.post())
    done(street, street.ada, given, "offering")
    answered = street.ask(street.ada, street.post(street.ben, kind="need", way="do"))
    live = street.ada.get("/v1/me/promises").json["items"]
    assert [each["id"] for each in live] == [given["id"], answered["id"]]
    assert {each["mine"] for each in live} == {"owe"}
    done(street, street.ben, given, "declining", words="Thank you, no")
    assert len(street.ada.get("/v1/me/promises").json["items"]) == 1
    over = street.ada.get("/v1/me/promises?over=true").json["items"]
    assert [each["ended_words"] for each in over] == ["Thank you, no"]


def test_what_is_said_is_said_in_german_too(street):
    promise = street.ask(street.ben, street.post())
    german = {"Accept-Language": "de"}
    seen = street.ben.get(f"/v1/promises/{promise['id']}", headers=german).json
    assert seen["says"].startswith("Du hast darum gebeten.")
    told = street.ada.get("/v1/notifications", headers=german).json["items"][0]
    assert told["says"].startswith("Ben bittet um etwas, das du anbietest.")
