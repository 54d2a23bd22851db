"""Finding what is free when it is wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask import Flask

from backend.db import reading_engine
from backend.kernel.periods import Period
from backend.spaces.errors import SpaceNotFound
from backend.spaces.finding import free_stretches_of, spaces_free_nearby
from tests.spaces.planting import ALWAYS, DAYTIME, FLEETWOOD, Planter, hours, plant
from tests.spaces.test_finding import HERE, ada, find, names

__all__ = ["ada", "plant"]

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
AFTERNOON = {"free_from": "2026-03-02T13:00:00Z", "free_until": "2026-03-02T17:00:00Z"}


def at(hour: float, day: datetime = MONDAY) -> datetime:
    return day + hours(hour)


def free(item: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["starts_at"][11:16], each["ends_at"][11:16]) for each in item["free"]]


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Note what the driver sends to the database, the question who is calling apart."""
    asked: list[str] = []
    sends = psycopg.Cursor.execute

    def noted(cursor: Any, query: Any, *arguments: Any, **more: Any) -> Any:
        if "FROM spaces" in query or "occupancies" in query:
            asked.append(query)
        return sends(cursor, query, *arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noted)
        yield asked


def test_what_is_free_all_the_time_is_found_and_what_is_taken_is_not(ada: Any, plant: Planter):
    plant.space("free")
    taken = plant.space("taken in the middle")
    plant.held(taken, at(14), at(15))
    before = plant.space("taken until then, and after")
    plant.held(before, at(10), at(13))
    plant.held(before, at(17), at(19))
    plant.space("closed at five", hours=[(0, 9 * 60, 16 * 60)])
    found = find(ada, **AFTERNOON)
    assert sorted(names(found)) == ["free", "taken until then, and after"]
    assert free(found["items"][0]) == [("13:00", "17:00")]


def test_a_shorter_time_is_found_in_any_gap_that_holds_it(ada: Any, plant: Planter):
    space_id = plant.space(hours=DAYTIME)
    plant.held(space_id, at(13.5), at(14))
    plant.held(space_id, at(15), at(16.5))
    [seen] = find(ada, **AFTERNOON, free_minutes=30)["items"]
    assert free(seen) == [("13:00", "13:30"), ("14:00", "15:00"), ("16:30", "17:00")]
    [seen] = find(ada, **AFTERNOON, free_minutes=60)["items"]
    assert free(seen) == [("14:00", "15:00")]
    assert names(find(ada, **AFTERNOON, free_minutes=61)) == []


def test_a_hold_that_has_run_out_is_in_nobody_s_way(ada: Any, plant: Planter):
    space_id = plant.space()
    plant.held(space_id, at(14), at(15), held_until=plant.now - timedelta(minutes=1))
    assert len(names(find(ada, **AFTERNOON))) == 1
    plant.held(space_id, at(16), at(17), held_until=plant.now + timedelta(minutes=1))
    assert names(find(ada, **AFTERNOON)) == []


def test_buffers_of_whoever_would_come_are_kept_free_of_others(ada: Any, plant: Planter):
    space_id = plant.space(buffer_before_minutes=15, buffer_after_minutes=30)
    plant.held(space_id, at(14), at(15))
    plant.held(space_id, at(17), at(18))
    [seen] = find(ada, **AFTERNOON, free_minutes=30)["items"]
    assert free(seen) == [("13:00", "13:30"), ("15:15", "16:30")]


def test_a_shared_space_is_free_while_there_is_room_for_so_many(ada: Any, plant: Planter):
    space_id = plant.space(sharing="shared", capacity=10)
    plant.held(space_id, at(13), at(16), people=4, shares=True)
    plant.held(space_id, at(15), at(17), people=5, shares=True)
    assert free(find(ada, **AFTERNOON)["items"][0]) == [("13:00", "17:00")]
    [seen] = find(ada, **AFTERNOON, free_minutes=30, capacity_at_least=6)["items"]
    assert free(seen) == [("13:00", "15:00")]
    [seen] = find(ada, **AFTERNOON, free_minutes=30, capacity_at_least=2)["items"]
    assert free(seen) == [("13:00", "15:00"), ("16:00", "17:00")]
    plant.held(space_id, at(17), at(18))
    evening = {"free_from": "2026-03-02T16:00:00Z", "free_until": "2026-03-02T19:00:00Z"}
    [seen] = find(ada, **evening, free_minutes=30)["items"]
    assert free(seen) == [("16:00", "17:00"), ("18:00", "19:00")]


def test_a_house_is_not_free_while_a_room_in_it_is_taken(ada: Any, plant: Planter):
    house = plant.space("house")
    floor = plant.room(house, "floor")
    room = plant.room(floor, "room")
    plant.room(house, "other room")
    plant.held(room, at(14), at(15))
    assert sorted(names(find(ada, **AFTERNOON))) == ["other room"]
    seen = {item["name"]: free(item) for item in find(ada, **AFTERNOON, free_minutes=30)["items"]}
    gaps = [("13:00", "14:00"), ("15:00", "17:00")]
    assert seen == {
        "house": gaps,
        "floor": gaps,
        "room": gaps,
        "other room": [("13:00", "17:00")],
    }


def test_a_space_that_never_closes_is_free_over_midnight_and_clock_changes(
    ada: Any, plant: Planter
):
    plant.space(hours=ALWAYS)
    window = {"free_from": "2026-03-28T20:00:00Z", "free_until": "2026-03-29T12:00:00Z"}
    [seen] = find(ada, **window)["items"]
    assert free(seen) == [("20:00", "12:00")]
    # In summer nine o'clock in the morning comes an hour earlier.
    plant.space("by day", hours=DAYTIME, north=100)
    seen = find(ada, **window, free_minutes=60)["items"][1]
    assert free(seen) == [("08:00", "12:00")]


def test_closures_and_other_hours_are_not_free(ada: Any, plant: Planter):
    closed = plant.space("closed")
    plant.closed(closed, at(14), at(14.5))
    other = plant.space("opens later that day")
    plant.other_hours(other, MONDAY, [(15 * 60, 20 * 60)])
    unusual = plant.space("opens only that day", hours=[])
    plant.other_hours(unusual, MONDAY, [(12 * 60, 20 * 60)])
    assert names(find(ada, **AFTERNOON)) == ["opens only that day"]
    seen = {item["name"]: free(item) for item in find(ada, **AFTERNOON, free_minutes=60)["items"]}
    assert seen == {
        "closed": [("13:00", "14:00"), ("14:30", "17:00")],
        "opens later that day": [("15:00", "17:00")],
        "opens only that day": [("13:00", "17:00")],
    }


def test_open_at_one_time_and_free_at_another_can_be_asked_together(ada: Any, plant: Planter):
    both = plant.space("both", hours=DAYTIME)
    plant.space("open, not free", hours=[(6, 9 * 60, 18 * 60)])
    plant.space("free, not open", hours=[(0, 9 * 60, 18 * 60)])
    assert names(find(ada, open_now="true", **AFTERNOON)) == ["both"]
    plant.held(both, at(10, MONDAY - hours(24)), at(20, MONDAY - hours(24)))
    assert names(find(ada, open_now="true", **AFTERNOON)) == ["both"]


def test_whether_a_home_is_free_is_told_to_its_keepers_alone(
    ada: Any, neighbour: Any, plant: Planter
):
    home = plant.space("home", kind="home", keepers=(ada.id,), hours=DAYTIME)
    bob = neighbour("Bob")
    questions = (AFTERNOON, AFTERNOON | {"free_minutes": 30})
    before = [find(bob, **question) for question in questions]
    assert [(names(each), each["items"][0]["free"]) for each in before] == [(["home"], [])] * 2
    plant.held(home, at(13), at(14))
    assert [find(bob, **question) for question in questions] == before
    assert names(find(ada, **AFTERNOON)) == []
    [seen] = find(ada, **AFTERNOON, free_minutes=30)["items"]
    assert free(seen) == [("14:00", "17:00")]


def test_what_has_passed_of_the_time_is_not_looked_at(ada: Any, plant: Planter):
    space_id = plant.space()
    plant.held(space_id, plant.now - hours(1), plant.now)
    window = {
        "free_from": (plant.now - hours(1)).isoformat(),
        "free_until": (plant.now + hours(1)).isoformat(),
    }
    [seen] = find(ada, **window)["items"]
    assert free(seen) == [("10:00", "11:00")]


def test_only_what_the_terms_allow_can_be_booked(ada: Any, plant: Planter):
    plant.space("now")
    plant.space("with notice", notice_minutes=3 * 24 * 60)
    plant.space("not so long", max_minutes=120)
    plant.space("longer only", min_minutes=300)
    plant.space("not so far ahead", horizon_days=1)
    seen = {item["name"]: item["can"] for item in find(ada, **AFTERNOON)["items"]}
    assert seen == {
        "now": ["book"],
        "with notice": [],
        "not so long": [],
        "longer only": [],
        "not so far ahead": ["book"],
    }


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"free_from": "2026-03-02T13:00:00Z"}, "free_time_needs_both_ends"),
        ({"free_until": "2026-03-02T13:00:00Z"}, "free_time_needs_both_ends"),
        ({"free_minutes": 60}, "free_time_needs_both_ends"),
        (
            {"free_from": "2026-03-02T13:00:00Z", "free_until": "2026-03-02T13:00:00Z"},
            "free_time_wrong_way_round",
        ),
        (
            {"free_from": "2026-03-02T13:00:00Z", "free_until": "2026-04-03T13:00:00Z"},
            "free_time_too_far_apart",
        ),
        (
            {"free_from": "2026-02-01T13:00:00Z", "free_until": "2026-02-02T13:00:00Z"},
            "free_time_in_the_past",
        ),
        (AFTERNOON | {"free_minutes": 241}, "free_time_longer_than_its_window"),
    ],
)
def test_times_that_cannot_be_are_refused(ada: Any, query: dict[str, Any], code: str):
    answer = ada.get("/v1/spaces", query_string=HERE | query)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["detail"] != code


def test_a_page_costs_as_many_queries_for_two_spaces_as_for_forty(
    ada: Any, app: Flask, plant: Planter
):
    def costs() -> list[int]:
        counts = []
        for query in ({}, {"open_now": "true"}, AFTERNOON, AFTERNOON | {"free_minutes": 30}):
            with counted_queries() as asked:
                find(ada, limit=40, **query)
            counts.append(len(asked))
        return counts

    plant.space()
    plant.space()
    few = costs()
    for number in range(38):
        space_id = plant.space(north=number)
        plant.closed(space_id, at(20), at(21))
        plant.other_hours(space_id, MONDAY + hours(24))
        plant.held(space_id, at(8), at(9))
    assert costs() == few == [1, 1, 2, 2]


def test_where_few_of_many_fit_the_search_goes_on_in_batches_and_then_by_cursor(
    ada: Any, app: Flask, plant: Planter, monkeypatch: pytest.MonkeyPatch
):
    from backend.spaces import finding

    monkeypatch.setattr(finding, "BATCH", 5)
    monkeypatch.setattr(finding, "MOST_BATCHES", 2)
    for number in range(40):
        space_id = plant.space(f"{number}", north=10 * number)
        if number % 13 != 12:
            # Two gaps of 45 minutes: nothing that a query can sift.
            for hour in (13, 14, 15, 16):
                plant.held(space_id, at(hour + 0.75), at(hour + 1))
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    for _ in range(20):
        with counted_queries() as asked:
            page = find(ada, limit=2, **AFTERNOON, free_minutes=60, **cursor)
        assert len(asked) <= 4
        seen += names(page)
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == ["12", "25", "38"]


def test_free_stretches_of_several_spaces_come_in_two_queries(app: Flask, plant: Planter):
    hall, taken = plant.space(hours=DAYTIME), plant.space()
    plant.held(taken, at(13), at(14))
    window = Period(at(8), at(15))
    with counted_queries() as asked, app.app_context(), reading_engine().connect() as reader:
        found = free_stretches_of(reader, [hall, taken, UUID(int=7)], window, now=plant.now)
    assert len(asked) == 2
    assert found == {
        hall: [Period(at(9), at(15))],
        taken: [Period(at(8), at(13)), Period(at(14), at(15))],
    }


def test_others_nearby_can_be_told_to_whom_a_space_was_taken_from(
    app: Flask, plant: Planter, ada: Any
):
    wanted = plant.space("wanted")
    plant.space("free", north=300)
    plant.space("small", north=100, capacity=2)
    plant.space("asks", north=200, confirms="ask")
    plant.held(plant.space("taken", north=250), at(13), at(14))
    plant.space("far away", north=8000)
    period = Period(at(13), at(15))
    with counted_queries() as asked, app.app_context(), reading_engine().connect() as reader:
        found = spaces_free_nearby(reader, wanted, period, people=5, by=ada.id, now=plant.now)
        with pytest.raises(SpaceNotFound):
            spaces_free_nearby(reader, UUID(int=7), period, people=5, by=ada.id, now=plant.now)
    assert [each.name for each in found] == ["asks", "free"]
    assert found[1].point == pytest.approx((FLEETWOOD[0] + 0.0027, FLEETWOOD[1]), abs=1e-4)
    assert len(asked) <= 6
