"""What becomes of the spaces of somebody who leaves, on real PostgreSQL."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.db import db
from backend.people.models import Person
from backend.spaces.models import Keeper, Space
from tests.people.arrivals import Neighbour
from tests.people.races import all_at_once
from tests.spaces.listings import ADDRESS, LATITUDE, PLACE, code_of, listed, path_of

EVENING = {"starts_at": "2026-03-04T18:00:00Z", "ends_at": "2026-03-04T20:00:00Z"}


@pytest.fixture
def bob(neighbour: Callable[..., Neighbour]) -> Neighbour:
    return neighbour("Bob Marsh")


def leaves(person: Neighbour) -> None:
    answer = person.delete("/v1/me")
    assert answer.status_code in {200, 202, 204}, answer.json


def test_a_sole_kept_space_retires_and_its_bookings_say_so(ada: Neighbour, bob: Neighbour) -> None:
    path = path_of(listed(ada, kind="hall"))
    booking = bob.post(f"{path}/bookings", EVENING).json["id"]
    leaves(ada)
    seen = bob.get(f"/v1/bookings/{booking}").json
    assert seen["state"] == "released"
    assert "no longer shared" in seen["says"]
    # Nobody keeps it any more, so nothing more is said of it.
    assert code_of(bob.get(path)) == (404, "space_not_found")
    assert bob.get("/v1/spaces?latitude=53.92&longitude=-3.01").json["items"] == []


def test_a_co_kept_space_goes_on(ada: Neighbour, bob: Neighbour) -> None:
    path = path_of(listed(ada, place={**PLACE, "address": ADDRESS}))
    ada.post(f"{path}/keepers", {"person_id": str(bob.id)})
    leaves(ada)
    seen = bob.get(path).json
    assert [keeper["first_name"] for keeper in seen["keepers"]] == ["Bob"]
    assert seen["retired_at"] is None
    assert seen["place"]["address"] == ADDRESS


def test_where_somebody_lived_is_forgotten_with_them(ada: Neighbour, app: Flask) -> None:
    home = {"kind": "home", "name": "Ada's kitchen", "words": "Mind the cat"}
    place = {**PLACE, "address": ADDRESS}
    listed(ada, **home, place=place)
    earlier = path_of(listed(ada, **home, place=place))
    ada.post(f"{earlier}/retirement")
    leaves(ada)
    with app.app_context():
        for space in db.session.scalars(select(Space)):
            assert space.retired_at is not None
            assert (space.name, space.words, space.address) == ("…", "", "")
            assert space.latitude != LATITUDE
            assert space.latitude == space.published_latitude


def test_rooms_of_others_in_a_house_that_retires_so_become_houses_of_their_own(
    ada: Neighbour, bob: Neighbour, app: Flask
) -> None:
    house = listed(ada, name="House", kind="hall")
    floor = listed(ada, name="Floor", kind="room", parent_id=house.json["id"])
    ada.post(f"{path_of(floor)}/keepers", {"person_id": str(bob.id)})
    corner = listed(ada, name="Corner", kind="room", parent_id=floor.json["id"])
    booking = bob.post(f"{path_of(house)}/bookings", EVENING)
    assert booking.status_code == 201
    assert bob.post(f"{path_of(floor)}/bookings", EVENING).status_code == 409
    leaves(ada)
    assert bob.get(path_of(floor)).json["parent"] is None
    assert code_of(bob.get(path_of(corner))) == (404, "space_not_found")
    # What the house held is free again.
    assert bob.post(f"{path_of(floor)}/bookings", EVENING).status_code == 201
    with app.app_context():
        rooted = {space.name: space.root_id for space in db.session.scalars(select(Space))}
    assert str(rooted["Floor"]) == floor.json["id"]
    assert str(rooted["House"]) == house.json["id"]


def test_nobody_who_has_left_holds_a_key_whatever_came_at_the_same_moment(
    ada: Neighbour, neighbour: Callable[..., Neighbour], app: Flask
) -> None:
    path = path_of(listed(ada))
    for number in range(6):
        goer = neighbour(f"Goer {number}")
        kept = path_of(listed(goer))
        new = {"name": "Last", "kind": "room", "place": PLACE}
        answers = all_at_once(
            partial(goer.delete, "/v1/me"),
            partial(goer.post, "/v1/spaces", new),
            partial(ada.post, f"{path}/keepers", {"person_id": str(goer.id)}),
            partial(goer.post, f"{kept}/handover", {"to": str(ada.id)}),
        )
        assert all(answer.status_code < 500 for answer in answers)
    with app.app_context():
        ghosts = db.session.scalar(
            select(func.count())
            .select_from(Keeper)
            .join(Person, Person.id == Keeper.person_id)
            .where(Person.left_at.is_not(None))
        )
        unkept = db.session.scalar(
            select(func.count())
            .select_from(Space)
            .where(
                Space.retired_at.is_(None),
                ~select(Keeper).where(Keeper.space_id == Space.id).exists(),
            )
        )
    assert (ghosts, unkept) == (0, 0)
