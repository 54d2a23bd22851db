"""Keepers, closures, dates that differ and retiring, over HTTP on real PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, literal, select
from sqlalchemy.dialects.postgresql import Range

from backend.db import db
from backend.kernel.ids import new_id
from backend.spaces.models import Closure, HoursException, Keeper, Space
from backend.spaces.rules import MOST_CLOSURES, MOST_EXCEPTIONS, MOST_KEEPERS, MOST_SPACES_KEPT
from tests.people.arrivals import Neighbour
from tests.people.races import all_at_once
from tests.spaces.listings import PLACE, code_of, listed, path_of

WORKS = {"starts_at": "2026-03-09T00:00:00Z", "ends_at": "2026-03-16T00:00:00Z", "words": "Works"}
HOLIDAY = {"hours": [], "words": "Holiday"}


@pytest.fixture
def bob(neighbour: Callable[..., Neighbour]) -> Neighbour:
    return neighbour("Bob Marsh")


@pytest.fixture
def eve(neighbour: Callable[..., Neighbour]) -> Neighbour:
    return neighbour("Eve")


@pytest.fixture
def path(ada: Neighbour) -> str:
    """Where Ada's living room is."""
    return path_of(listed(ada))


def etag(keeper: Neighbour, path: str) -> str:
    return keeper.get(path).headers["ETag"]


def keep_together(path: str, one: Neighbour, other: Neighbour) -> None:
    assert one.post(f"{path}/keepers", {"person_id": str(other.id)}).status_code == 200


class TestKeepers:
    def test_a_co_keeper_may_do_what_a_keeper_may(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        answer = ada.post(f"{path}/keepers", {"person_id": str(bob.id)})
        assert answer.json["version"] == 2
        assert [keeper["first_name"] for keeper in answer.json["keepers"]] == ["Ada", "Bob"]
        changed = bob.patch(path, {"name": "Ours"}, if_match=answer)
        assert changed.json["name"] == "Ours"
        assert changed.json["place"]["exact"] == PLACE

    def test_adding_somebody_twice_changes_nothing(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        keep_together(path, ada, bob)
        keep_together(path, ada, bob)
        assert ada.get(path).json["version"] == 2

    def test_whoever_is_not_there_cannot_keep_anything(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        bob.delete("/v1/me")
        for person_id in (bob.id, uuid4()):
            for verb, name in (("keepers", "person_id"), ("handover", "to")):
                answer = ada.post(f"{path}/{verb}", {name: str(person_id)})
                assert code_of(answer) == (404, "person_not_found")

    def test_a_co_keeper_is_thanked_off(self, ada: Neighbour, bob: Neighbour, path: str) -> None:
        keep_together(path, ada, bob)
        answer = ada.delete(f"{path}/keepers/{bob.id}", if_match=etag(ada, path))
        assert [keeper["id"] for keeper in answer.json["keepers"]] == [str(ada.id)]
        again = ada.delete(f"{path}/keepers/{bob.id}", if_match='"2-0"')
        assert (again.status_code, again.json["version"]) == (200, 3)
        assert code_of(bob.patch(path, {"name": "x"}, if_match=again)) == (403, "not_a_keeper")

    def test_a_keeper_may_stop_while_somebody_else_goes_on(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        keep_together(path, ada, bob)
        answer = ada.delete(f"{path}/keepers/{ada.id}", if_match=etag(ada, path))
        assert answer.json["is_kept_by_me"] is False
        assert answer.json["place"]["exact"] is None

    def test_the_last_keeper_is_asked_to_hand_over_or_retire(
        self, ada: Neighbour, path: str
    ) -> None:
        answer = ada.delete(f"{path}/keepers/{ada.id}", if_match=etag(ada, path))
        assert code_of(answer) == (409, "last_keeper_must_hand_over_or_retire")
        assert ada.get(path).json["is_kept_by_me"] is True

    def test_thanking_off_needs_the_version_that_was_seen(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        keep_together(path, ada, bob)
        unseen = ada.delete(f"{path}/keepers/{bob.id}")
        assert code_of(unseen) == (428, "version_needed")
        stale = ada.delete(f"{path}/keepers/{bob.id}", if_match='"1-0"')
        assert code_of(stale) == (412, "changed_meanwhile")

    def test_a_key_is_handed_over(self, ada: Neighbour, bob: Neighbour, path: str) -> None:
        answer = ada.post(f"{path}/handover", {"to": str(bob.id)}, key="once")
        assert answer.json["keepers"] == [{"first_name": "Bob", "id": None}]
        assert bob.get(path).json["is_kept_by_me"] is True
        assert ada.get("/v1/me/spaces").json["items"] == []
        again = ada.post(f"{path}/handover", {"to": str(bob.id)}, key="once")
        assert again.json == answer.json

    def test_handing_over_to_oneself_changes_nothing(self, ada: Neighbour, path: str) -> None:
        answer = ada.post(f"{path}/handover", {"to": str(ada.id)})
        assert (answer.status_code, answer.json["version"]) == (200, 1)
        assert answer.json["is_kept_by_me"] is True

    def test_a_space_has_so_many_keepers_and_no_more(
        self, ada: Neighbour, bob: Neighbour, neighbour: Callable[..., Neighbour], path: str
    ) -> None:
        for number in range(MOST_KEEPERS - 1):
            keep_together(path, ada, neighbour(f"Keeper {number}"))
        answer = ada.post(f"{path}/keepers", {"person_id": str(bob.id)})
        assert code_of(answer) == (409, "too_many_keepers")
        assert "add_keeper" not in ada.get(path).json["can"]
        # Handing over leaves as many as there were.
        assert ada.post(f"{path}/handover", {"to": str(bob.id)}).status_code == 200

    def test_one_person_keeps_so_many_spaces_and_no_more(
        self, app: Flask, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        first = UUID(listed(bob).json["id"])
        with app.app_context():
            for copy in _copies(first, MOST_SPACES_KEPT - 1, by=bob.id):
                db.session.execute(*copy)
            db.session.commit()
        body = {"name": "One more", "kind": "room", "place": PLACE}
        assert code_of(bob.post("/v1/spaces", body)) == (409, "too_many_spaces")
        for verb, name in (("keepers", "person_id"), ("handover", "to")):
            answer = ada.post(f"{path}/{verb}", {name: str(bob.id)})
            assert code_of(answer) == (409, "too_many_spaces")

    def test_two_who_thank_each_other_off_at_once_leave_one_keeper(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        one, other = ada, bob
        for _ in range(5):
            keep_together(path, one, other)
            seen = etag(one, path)
            answers = all_at_once(
                partial(one.delete, f"{path}/keepers/{other.id}", if_match=seen),
                partial(other.delete, f"{path}/keepers/{one.id}", if_match=seen),
            )
            assert sorted(answer.status_code for answer in answers) == [200, 403]
            if not one.get(path).json["is_kept_by_me"]:
                one, other = other, one
            assert one.get(path).json["keepers"] == [_named(one)]


def _named(keeper: Neighbour) -> dict[str, str]:
    me = keeper.get("/v1/me").json
    return {"first_name": me["display_name"].split()[0], "id": str(keeper.id)}


def _copies(space_id: UUID, count: int, *, by: UUID) -> Any:
    """Give the statements that copy a space so often, with a keeper for each copy."""
    table: Any = Space.__table__
    own = {"id", "root_id", "number", "search"}
    columns = [column for column in table.columns if column.name not in own]
    for _ in range(count):
        copy = new_id()
        row = select(*(table.c[column.name] for column in columns), literal(copy), literal(copy))
        yield (
            insert(Space).from_select(
                [*(column.name for column in columns), "id", "root_id"],
                row.where(table.c.id == space_id),
                include_defaults=False,
            ),
        )
        yield insert(Keeper), {"space_id": copy, "person_id": by, "since_at": datetime.now(UTC)}


class TestClosing:
    def test_a_space_is_closed_for_a_while_and_opened_again(
        self, ada: Neighbour, path: str
    ) -> None:
        answer = ada.post(f"{path}/closures", WORKS)
        assert answer.status_code == 201
        (closure,) = answer.json["closures"]
        assert {**closure, "id": None} == {**WORKS, "id": None, "kind": "closed"}
        reopened = ada.delete(f"{path}/closures/{closure['id']}", if_match=answer)
        assert reopened.json["closures"] == []
        assert reopened.json["version"] == 3

    def test_a_space_that_is_closed_says_when_it_opens(self, ada: Neighbour, path: str) -> None:
        now = {"starts_at": "2026-02-28T00:00:00Z", "ends_at": "2026-03-03T12:30:00Z"}
        space = ada.post(f"{path}/closures", now).json
        assert space["is_open_now"] is False
        assert space["next"] == {"at": "2026-03-03T12:30:00Z", "becomes": "open"}
        long = {"starts_at": "2026-03-02T00:00:00Z", "ends_at": "2026-06-03T12:30:00Z"}
        space = ada.post(f"{path}/closures", long).json
        assert space["next"] is None
        assert space["says"].startswith("Closed for the next two weeks")

    def test_what_is_over_is_no_longer_listed(self, ada: Neighbour, clock: Any, path: str) -> None:
        ada.post(f"{path}/closures", WORKS)
        ada.put(f"{path}/hours/2026-03-02", HOLIDAY)
        clock.pass_time(minutes=14)
        assert len(ada.get(path).json["closures"]) == 1
        clock.pass_time(days=15)
        space = ada.get(path, headers={"Authorization": f"Bearer {_fresh(ada)}"}).json
        assert space["closures"] == []
        assert space["exceptions"] == []

    def test_a_phone_may_bring_the_id_of_a_closure(self, ada: Neighbour, path: str) -> None:
        own = str(new_id())
        answer = ada.post(f"{path}/closures", {**WORKS, "id": own})
        assert answer.json["closures"][0]["id"] == own
        again = ada.post(f"{path}/closures", {**WORKS, "id": own})
        assert code_of(again) == (409, "id_already_taken")

    @pytest.mark.parametrize(
        ("times", "code"),
        [
            ({"ends_at": WORKS["starts_at"]}, "closure_not_ahead"),
            ({"ends_at": "2026-03-08T00:00:00Z"}, "closure_not_ahead"),
            (
                {"starts_at": "2026-02-01T00:00:00Z", "ends_at": "2026-03-01T10:00:00Z"},
                "closure_not_ahead",
            ),
            ({"ends_at": "2026-03-16"}, "not_valid"),
            ({"ends_at": "2026-03-16T00:00:00"}, "not_valid"),
            ({"ends_at": "9999-12-31T23:59:59Z"}, "not_valid"),
            ({"ends_at": None}, "not_valid"),
            ({"words": "x" * 301}, "not_valid"),
            ({"words": "\u0000"}, "not_valid"),
            ({"why": "x"}, "not_valid"),
        ],
    )
    def test_a_closure_that_cannot_be_is_refused(
        self, ada: Neighbour, path: str, times: dict[str, Any], code: str
    ) -> None:
        assert code_of(ada.post(f"{path}/closures", {**WORKS, **times})) == (422, code)
        assert ada.get(path).json["version"] == 1

    def test_there_are_so_many_closures_and_no_more(
        self, app: Flask, ada: Neighbour, path: str
    ) -> None:
        space_id = UUID(path.rpartition("/")[2])
        with app.app_context():
            begins = datetime(2026, 4, 1, tzinfo=UTC)
            db.session.add_all(
                Closure(
                    space_id=space_id,
                    during=Range(begins + timedelta(days=day), begins + timedelta(days=day + 1)),
                    created_at=begins,
                )
                for day in range(MOST_CLOSURES)
            )
            db.session.commit()
        assert code_of(ada.post(f"{path}/closures", WORKS)) == (409, "too_many_closures")

    def test_a_closure_belongs_to_its_space(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        closure = ada.post(f"{path}/closures", WORKS).json["closures"][0]["id"]
        other = listed(bob)
        answer = bob.delete(f"{path_of(other)}/closures/{closure}", if_match=other)
        assert code_of(answer) == (404, "closure_not_found")
        assert len(ada.get(path).json["closures"]) == 1


def _fresh(neighbour: Neighbour) -> str:
    """Return an access token for later: those given out live for a quarter of an hour."""
    answer = neighbour.client.post(
        "/v1/sessions/refresh", json={"refresh_token": neighbour.refresh_token}
    )
    token: str = answer.json["access_token"]
    return token


class TestDatesThatDiffer:
    def test_a_date_may_have_hours_of_its_own(self, ada: Neighbour, path: str) -> None:
        windows = [{"opens": "12:00", "closes": "14:00"}, {"opens": "22:00", "closes": "01:00"}]
        answer = ada.put(f"{path}/hours/2026-03-01", {"hours": windows, "words": "Party"})
        assert answer.json["exceptions"] == [
            {"on": "2026-03-01", "hours": windows, "words": "Party"}
        ]
        assert answer.json["next"] == {"at": "2026-03-01T12:00:00Z", "becomes": "open"}
        closed = ada.put(f"{path}/hours/2026-03-01", HOLIDAY)
        assert closed.json["exceptions"] == [{"on": "2026-03-01", **HOLIDAY}]
        assert closed.json["next"]["at"] == "2026-03-02T10:00:00Z"

    def test_the_weekly_hours_hold_again_once_it_is_dropped(
        self, ada: Neighbour, path: str
    ) -> None:
        answer = ada.put(f"{path}/hours/2026-03-08", HOLIDAY)
        dropped = ada.delete(f"{path}/hours/2026-03-08", if_match=answer)
        assert (dropped.json["exceptions"], dropped.json["version"]) == ([], 3)
        again = ada.delete(f"{path}/hours/2026-03-08", if_match=answer)
        assert (again.status_code, again.json["version"]) == (200, 3)

    @pytest.mark.parametrize(
        ("on", "status", "code"),
        [
            ("tomorrow", 400, "date_not_readable"),
            ("2026-02-29", 400, "date_not_readable"),
            ("20260308", 400, "date_not_readable"),
            ("2026-W10-7", 400, "date_not_readable"),
            ("٢٠٢٦-03-08", 400, "date_not_readable"),
            ("2026-03-08%00", 400, "date_not_readable"),
            ("2026-02-28", 422, "date_out_of_reach"),
            ("9999-12-31", 422, "date_out_of_reach"),
        ],
    )
    def test_a_date_that_cannot_be_is_refused(
        self, ada: Neighbour, path: str, on: str, status: int, code: str
    ) -> None:
        assert code_of(ada.put(f"{path}/hours/{on}", HOLIDAY)) == (status, code)

    def test_the_29th_of_february_is_a_day_like_any_other(self, ada: Neighbour, path: str) -> None:
        answer = ada.put(f"{path}/hours/2028-02-29", HOLIDAY)
        assert [each["on"] for each in answer.json["exceptions"]] == ["2028-02-29"]

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"hours": None},
            {"hours": [{"opens": "12:00"}]},
            {"hours": [{"opens": "12:00", "closes": "25:00"}]},
            {"hours": [{"opens": "12:00", "closes": "13:00", "weekday": "monday"}]},
            {"hours": [{"opens": "12:00", "closes": "13:00"}] * 51},
            {"hours": [["12:00", "13:00"]]},
            [],
        ],
    )
    def test_hours_that_cannot_be_are_refused(self, ada: Neighbour, path: str, body: Any) -> None:
        answer = ada.put(f"{path}/hours/2026-03-08", body)
        assert code_of(answer) == (422, "not_valid")

    def test_there_are_so_many_dates_and_no_more(
        self, app: Flask, ada: Neighbour, path: str
    ) -> None:
        space_id = UUID(path.rpartition("/")[2])
        with app.app_context():
            db.session.add_all(
                HoursException(
                    space_id=space_id, on=date(2026, 4, 1) + timedelta(days=day), hours=[]
                )
                for day in range(MOST_EXCEPTIONS)
            )
            db.session.commit()
        answer = ada.put(f"{path}/hours/2026-03-08", HOLIDAY)
        assert code_of(answer) == (409, "too_many_hours_exceptions")
        # Those that are there may still change.
        assert ada.put(f"{path}/hours/2026-04-01", HOLIDAY).status_code == 200


class TestRetiring:
    def test_a_retired_space_is_seen_by_its_keepers_alone(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        answer = ada.post(f"{path}/retirement")
        assert answer.json["retired_at"] == "2026-03-01T10:00:00Z"
        assert (answer.json["can"], answer.json["next"]) == ([], None)
        assert answer.json["says"].startswith("No longer shared")
        assert ada.get(path).status_code == 200
        assert code_of(bob.get(path)) == (404, "space_not_found")
        assert bob.get("/v1/spaces?latitude=53.92&longitude=-3.01").json["items"] == []

    def test_nothing_about_it_changes_any_more(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        ada.post(f"{path}/retirement")
        seen = ada.get(path)
        for answer in _all_verbs(ada, path, bob.id, seen.headers["ETag"]):
            assert code_of(answer) == (409, "space_retired")

    def test_what_was_booked_there_is_released(
        self, ada: Neighbour, bob: Neighbour, path: str
    ) -> None:
        time = {"starts_at": "2026-03-04T18:00:00Z", "ends_at": "2026-03-04T20:00:00Z"}
        booking = bob.post(f"{path}/bookings", time)
        assert booking.status_code == 201, booking.json
        ada.post(f"{path}/retirement")
        seen = bob.get(f"/v1/bookings/{booking.json['id']}").json
        assert seen["state"] == "released"
        # Whoever booked there can still look up what it was.
        assert bob.get(path).json["says"].startswith("No longer shared")
        assert bob.get(path).json["place"]["exact"] is None


def _all_verbs(person: Neighbour, path: str, other: UUID, seen: str) -> list[Any]:
    return [
        person.patch(path, {"name": "x"}, if_match=seen),
        person.post(f"{path}/keepers", {"person_id": str(other)}),
        person.delete(f"{path}/keepers/{other}", if_match=seen),
        person.post(f"{path}/handover", {"to": str(other)}),
        person.post(f"{path}/closures", WORKS),
        person.delete(f"{path}/closures/{uuid4()}", if_match=seen),
        person.put(f"{path}/hours/2026-03-08", HOLIDAY),
        person.delete(f"{path}/hours/2026-03-08", if_match=seen),
        person.post(f"{path}/retirement"),
    ]


def test_visitors_do_none_of_it(ada: Neighbour, eve: Neighbour, path: str) -> None:
    before = ada.get(path)
    for answer in _all_verbs(eve, path, eve.id, before.headers["ETag"]):
        assert code_of(answer) == (403, "not_a_keeper")
    assert ada.get(path).json == before.json


def test_what_nobody_may_see_nobody_finds(ada: Neighbour, eve: Neighbour, path: str) -> None:
    ada.post(f"{path}/retirement")
    hidden = _all_verbs(eve, path, eve.id, etag(ada, path))
    absent = _all_verbs(eve, f"/v1/spaces/{uuid4()}", eve.id, '"1-0"')
    for answer in [*hidden, *absent]:
        assert code_of(answer) == (404, "space_not_found")


def test_nobody_does_anything_without_signing_in(client: Any, path: str) -> None:
    assert client.get(path).status_code == 401
    assert client.get("/v1/me/spaces").status_code == 401
    assert client.post("/v1/spaces", json={}).status_code == 401
    assert client.post(f"{path}/retirement").status_code == 401
