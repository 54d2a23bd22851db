"""Rooms in houses: what may be inside what, and whose bookings hold it, on real PostgreSQL."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from backend.db import db
from backend.spaces.rules import DEEPEST
from tests.people.arrivals import Neighbour
from tests.people.races import all_at_once
from tests.spaces.listings import PLACE, code_of, listed, path_of

EVENING = {"starts_at": "2026-03-04T18:00:00Z", "ends_at": "2026-03-04T20:00:00Z"}
MORNING = {"starts_at": "2026-03-05T10:00:00Z", "ends_at": "2026-03-05T12:00:00Z"}


@pytest.fixture
def bob(neighbour: Callable[..., Neighbour]) -> Neighbour:
    return neighbour("Bob Marsh")


def a_house(keeper: Neighbour, name: str = "House", **given: Any) -> Any:
    return listed(keeper, name=name, kind="hall", **given)


def a_room(keeper: Neighbour, house: Any, name: str = "Room", **given: Any) -> Any:
    return listed(keeper, name=name, kind="room", parent_id=house.json["id"], **given)


def moved(keeper: Neighbour, space: Any, house: Any | None) -> Any:
    seen = keeper.get(path_of(space))
    parent = None if house is None else house.json["id"]
    return keeper.patch(path_of(space), {"parent_id": parent}, if_match=seen)


def booked(person: Neighbour, space: Any, time: dict[str, str] = EVENING) -> int:
    return person.post(f"{path_of(space)}/bookings", time).status_code


def roots(app: Flask) -> dict[str, str]:
    """Return the name of the house of each space, by name."""
    with app.app_context():
        rows = db.session.execute(
            text("SELECT s.name, r.name FROM spaces s JOIN spaces r ON r.id = s.root_id")
        )
        return {row[0]: row[1] for row in rows}


def is_consistent(app: Flask) -> bool:
    """Say whether every space has the root that its parents lead to."""
    with app.app_context():
        return not db.session.scalar(
            text(
                """
                WITH RECURSIVE house (id, root) AS (
                    SELECT id, id FROM spaces WHERE parent_id IS NULL
                    UNION ALL
                    SELECT s.id, house.root FROM spaces s JOIN house ON s.parent_id = house.id
                )
                SELECT count(*) FROM spaces LEFT JOIN house USING (id)
                WHERE house.root IS DISTINCT FROM spaces.root_id
                """
            )
        )


class TestRooms:
    def test_a_room_takes_the_place_of_its_house(self, ada: Neighbour, bob: Neighbour) -> None:
        house = a_house(ada, place={**PLACE, "address": "Church Lane 4"})
        room = a_room(ada, house)
        assert room.json["place"] == house.json["place"]
        assert room.json["parent"] == {"id": house.json["id"], "name": "House"}
        seen = bob.get(path_of(house)).json
        assert seen["rooms"] == [{"id": room.json["id"], "name": "Room"}]
        assert "retire" not in ada.get(path_of(house)).json["can"]

    def test_only_a_keeper_puts_rooms_into_a_house(self, ada: Neighbour, bob: Neighbour) -> None:
        house = a_house(ada)
        body = {"name": "Mine", "kind": "room", "place": PLACE}
        into = bob.post("/v1/spaces", {**body, "parent_id": house.json["id"]})
        assert code_of(into) == (403, "not_a_keeper")
        nowhere = bob.post("/v1/spaces", {**body, "parent_id": str(uuid4())})
        assert code_of(nowhere) == (404, "space_not_found")
        own = listed(bob)
        assert code_of(moved(bob, own, house)) == (403, "not_a_keeper")
        absent = {"parent_id": str(uuid4())}
        refused = bob.patch(path_of(own), absent, if_match=own)
        assert code_of(refused) == (404, "space_not_found")

    def test_a_house_is_not_inside_itself(self, ada: Neighbour, app: Flask) -> None:
        house = a_house(ada)
        room = a_room(ada, house)
        assert code_of(moved(ada, house, house)) == (409, "space_inside_itself")
        assert code_of(moved(ada, house, room)) == (409, "space_inside_itself")
        assert is_consistent(app)

    def test_a_house_has_four_levels_at_most(self, ada: Neighbour, app: Flask) -> None:
        levels = [a_house(ada)]
        for level in range(2, DEEPEST + 1):
            levels.append(a_room(ada, levels[-1], f"Level {level}"))
        body = {"name": "x", "kind": "room", "parent_id": levels[-1].json["id"]}
        assert code_of(ada.post("/v1/spaces", body)) == (409, "house_too_deep")
        other = a_house(ada, "Other")
        assert code_of(moved(ada, levels[0], other)) == (409, "house_too_deep")
        assert moved(ada, levels[1], other).status_code == 200
        assert roots(app) == {
            "House": "House",
            "Other": "Other",
            "Level 2": "Other",
            "Level 3": "Other",
            "Level 4": "Other",
        }

    def test_what_is_shared_by_headcount_has_no_rooms(self, ada: Neighbour) -> None:
        hall = a_house(ada, terms={"sharing": "shared"})
        body = {"name": "x", "kind": "room", "parent_id": hall.json["id"]}
        assert code_of(ada.post("/v1/spaces", body)) == (409, "shared_holds_nothing_inside")
        assert code_of(moved(ada, listed(ada), hall)) == (409, "shared_holds_nothing_inside")

    def test_a_house_with_rooms_is_not_retired_first(self, ada: Neighbour) -> None:
        house = a_house(ada)
        room = a_room(ada, house)
        answer = ada.post(f"{path_of(house)}/retirement")
        assert code_of(answer) == (409, "rooms_inside_first")
        assert answer.json["params"] == {"rooms": 1}
        assert ada.post(f"{path_of(room)}/retirement").status_code == 200
        assert ada.post(f"{path_of(house)}/retirement").status_code == 200

    def test_nothing_moves_into_what_is_retired(self, ada: Neighbour) -> None:
        house = a_house(ada)
        ada.post(f"{path_of(house)}/retirement")
        assert code_of(moved(ada, listed(ada), house)) == (409, "space_retired")

    def test_whoever_keeps_a_room_alone_may_name_its_house_and_not_change_it(
        self, ada: Neighbour, bob: Neighbour
    ) -> None:
        house, other = a_house(ada), a_house(ada, "Other")
        room = a_room(ada, house)
        ada.post(f"{path_of(room)}/handover", {"to": str(bob.id)})
        assert moved(bob, room, house).json["parent"] == room.json["parent"]
        assert code_of(moved(bob, room, other)) == (403, "not_a_keeper")
        assert moved(bob, room, None).json["parent"] is None
        assert code_of(moved(bob, room, house)) == (403, "not_a_keeper")


class TestWhoseBookingsHoldIt:
    def test_a_booked_house_holds_rooms_that_come_later(
        self, ada: Neighbour, bob: Neighbour
    ) -> None:
        house = a_house(ada)
        assert booked(bob, house) == 201
        room = a_room(ada, house)
        assert booked(bob, room) == 409
        assert booked(bob, room, MORNING) == 201
        assert booked(bob, house, MORNING) == 409

    def test_a_space_that_moves_in_is_held_by_the_house_with_all_inside_it(
        self, ada: Neighbour, bob: Neighbour
    ) -> None:
        house, annexe = a_house(ada), a_house(ada, "Annexe")
        room = a_room(ada, annexe)
        assert booked(bob, house) == 201
        assert booked(bob, room, MORNING) == 201
        assert moved(ada, annexe, house).status_code == 200
        assert booked(bob, annexe) == 409
        assert booked(bob, room) == 409
        assert booked(bob, house, MORNING) == 409

    def test_a_space_that_moves_out_is_held_by_its_own_bookings_alone(
        self, ada: Neighbour, bob: Neighbour, app: Flask
    ) -> None:
        house = a_house(ada)
        room = a_room(ada, house)
        assert booked(bob, house) == 201
        assert booked(bob, room, MORNING) == 201
        assert moved(ada, room, None).json["parent"] is None
        assert roots(app) == {"House": "House", "Room": "Room"}
        assert booked(bob, room) == 201
        assert booked(bob, room, MORNING) == 409
        assert booked(bob, house, MORNING) == 201

    def test_bookings_that_would_collide_keep_a_space_where_it_is(
        self, ada: Neighbour, bob: Neighbour, app: Flask
    ) -> None:
        house, annexe = a_house(ada), a_house(ada, "Annexe")
        assert booked(bob, house) == 201
        assert booked(bob, annexe) == 201
        assert code_of(moved(ada, annexe, house)) == (409, "occupancies_would_collide")
        assert ada.get(path_of(annexe)).json["parent"] is None
        assert roots(app) == {"House": "House", "Annexe": "Annexe"}

    def test_moving_between_floors_of_one_house_keeps_what_the_house_holds(
        self, ada: Neighbour, bob: Neighbour, app: Flask
    ) -> None:
        house = a_house(ada)
        first, second = a_room(ada, house, "First"), a_room(ada, house, "Second")
        room = a_room(ada, first)
        assert booked(bob, house) == 201
        assert booked(bob, first, MORNING) == 201
        assert moved(ada, room, second).status_code == 200
        assert booked(bob, room) == 409
        assert booked(bob, room, MORNING) == 201
        assert is_consistent(app)


def test_two_houses_that_move_into_each_other_at_once_never_make_a_ring(
    ada: Neighbour, app: Flask
) -> None:
    one, other = a_house(ada, "One"), a_house(ada, "Other")
    for _ in range(8):
        answers = all_at_once(partial(moved, ada, one, other), partial(moved, ada, other, one))
        assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 412])
        assert is_consistent(app)
        for space in (one, other):
            assert moved(ada, space, None).status_code == 200


def test_moving_and_booking_at_once_never_holds_a_time_twice(
    ada: Neighbour, bob: Neighbour, app: Flask
) -> None:
    house, annexe = a_house(ada), a_house(ada, "Annexe")
    times = [
        {"starts_at": f"2026-03-{day:02}T18:00:00Z", "ends_at": f"2026-03-{day:02}T19:00:00Z"}
        for day in range(2, 8)
    ]
    inside = False
    for time in times:
        answers = all_at_once(
            partial(moved, ada, annexe, None if inside else house),
            partial(bob.post, f"{path_of(house)}/bookings", time),
            partial(bob.post, f"{path_of(annexe)}/bookings", time),
        )
        assert all(answer.status_code in {200, 201, 409} for answer in answers)
        inside = ada.get(path_of(annexe)).json["parent"] is not None
        assert is_consistent(app)
        with app.app_context():
            # Where the annexe is inside, each booking of the house holds it too.
            missing = db.session.scalar(
                text(
                    """
                    SELECT count(*) FROM occupancies o JOIN spaces s ON s.id = o.space_id
                    JOIN spaces room ON room.parent_id = s.id
                    WHERE NOT EXISTS (SELECT FROM occupancies i
                        WHERE i.space_id = room.id AND i.booking_id = o.booking_id)
                    """
                )
            )
            extra = db.session.scalar(
                text(
                    """
                    SELECT count(*) FROM occupancies o JOIN bookings b ON b.id = o.booking_id
                    JOIN spaces s ON s.id = o.space_id
                    WHERE b.space_id <> o.space_id AND b.space_id IS DISTINCT FROM s.parent_id
                    """
                )
            )
        assert (missing, extra) == (0, 0)
