"""A group keeps a space: its stewards, or any two of its members, act as keepers."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from backend.db import db
from backend.groups.models import Group, Membership, StewardTerm
from backend.kernel.ids import new_id
from backend.spaces import group_keys
from backend.spaces.models import Keeper
from tests.bookings.rooms import a_space
from tests.groups.gatherings import a_group

EVENING = {"starts_at": "2026-03-02T18:00:00Z", "ends_at": "2026-03-02T20:00:00Z"}


@pytest.fixture
def kept(app, clock, neighbour):
    """Return a hall that a group keeps, to which nobody holds a key, and so many members of it."""

    def hall(members=3, *, of_many=0, stewards=0, joined_at=None, visibility="nearby", **facts):
        people = [neighbour(name) for name in ("Ada", "Ben", "Cem", "Dan", "Eve")[:members]]
        with app.app_context():
            session = db.session()
            since = clock.now - timedelta(days=400)
            group, others = a_group(session, max(1, of_many - members), founded_at=since)
            session.execute(delete(StewardTerm))
            if not of_many:
                session.execute(delete(Membership).where(Membership.person_id == others[0]))
            group = session.get_one(Group, group.id)
            group.visibility, group.due_at = visibility, None
            for each in people:
                session.add(
                    Membership(
                        group_id=group.id,
                        person_id=each.id,
                        joined_at=joined_at or since,
                        shows="first_name",
                    )
                )
            for each in people[:stewards]:
                session.add(
                    StewardTerm(
                        id=new_id(),
                        group_id=group.id,
                        person_id=each.id,
                        starts_at=since,
                        ends_at=clock.now + timedelta(days=90),
                        how="decision",
                    )
                )
            space = a_space(session, people[0].id, **{"confirms": "ask", **facts})
            group_keys.take_over(session, space, group.id)
            session.execute(delete(Keeper))
            made = space.id, group.id
            session.commit()
        return *made, people

    return hall


def ask(person, hall, **more):
    asked = person.post(f"/v1/spaces/{hall}/bookings", {**EVENING, **more})
    assert asked.status_code == 201, asked.json
    return asked.json


def answer(person, booking, says="yes"):
    return person.post(f"/v1/bookings/{booking['id']}/answer", {"answer": says})


def kinds(person):
    return [each["kind"] for each in person.get("/v1/notifications").json["items"]]


def test_two_members_of_a_small_group_answer_together(kept, neighbour):
    hall, _, (ada, ben, cem) = kept(3)
    flo = neighbour("Flo")
    booking = ask(flo, hall, what_for="Choir")
    assert booking["state"] == "asked"
    assert all("booking_asked" in kinds(each) for each in (ada, ben, cem))
    seen = ada.get(f"/v1/bookings/{booking['id']}").json
    assert seen["can"] == ["answer", "taking-back", "cancellation"]
    assert seen["hands"] == {"needed": 2, "lent": []}
    first = answer(ada, booking)
    assert first.status_code == 200
    assert (first.json["state"], first.json["version"]) == ("asked", booking["version"])
    assert first.json["hands"] == {
        "needed": 2,
        "lent": [{"to": "yes", "hands": 1, "is_mine": True}],
    }
    assert "so far 1 said yes and 0 no" in first.json["says"]
    again = answer(ada, booking)
    assert again.json["state"] == "asked", "one hand is one hand"
    seen = ben.get(f"/v1/bookings/{booking['id']}").json
    assert seen["hands"]["lent"] == [{"to": "yes", "hands": 1, "is_mine": False}]
    assert "answer" in seen["can"]
    assert flo.get(f"/v1/bookings/{booking['id']}").json["hands"] is None
    second = answer(ben, booking)
    assert second.json["state"] == "confirmed"
    assert second.json["hands"] == {"needed": 2, "lent": []}
    assert "booking_answered_yes" in kinds(flo)
