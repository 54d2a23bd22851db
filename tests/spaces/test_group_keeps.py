"""A group keeps a space: its stewards, or any two of its members, act as keepers."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete

from backend.db import db
from backend.groups.models import Group, Membership, StewardTerm
from backend.kernel.ids import new_id
from backend.spaces import group_keys
from backend.spaces.models import Keeper
from tests.bookings.rooms import a_space
from tests.groups.gatherings import a_group
from tests.people.races import all_at_once
from tests.spaces.test_costs import queries_counted

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


def test_who_says_no_after_a_yes_lends_the_hand_to_the_other(kept, neighbour):
    hall, _, (ada, ben, _) = kept(3)
    booking = ask(neighbour("Flo"), hall)
    answer(ada, booking)
    turned = answer(ada, booking, "no")
    assert turned.json["hands"]["lent"] == [{"to": "no", "hands": 1, "is_mine": True}]
    assert answer(ben, booking, "yes").json["state"] == "asked", "one for each is two for none"
    assert answer(ben, booking, "no").json["state"] == "declined"


def test_a_hand_is_gone_with_the_member_who_lent_it(kept, neighbour):
    hall, group, (ada, ben, cem) = kept(3)
    booking = ask(neighbour("Flo"), hall)
    answer(ada, booking)
    ada.delete(f"/v1/groups/{group}/membership")
    assert ada.get(f"/v1/bookings/{booking['id']}").status_code == 404, "nor do they read it"
    assert answer(ada, booking).status_code == 404
    first = answer(ben, booking)
    assert first.json["hands"]["lent"] == [{"to": "yes", "hands": 1, "is_mine": True}]
    assert answer(cem, booking).json["state"] == "confirmed"


def test_who_asks_the_others_has_lent_a_hand(kept):
    hall, group, (ada, ben, _) = kept(3)
    booking = ask(ada, hall)
    assert booking["state"] == "asked", "alone one does not keep it"
    assert answer(ben, booking).json["state"] == "confirmed"
    for_the_group = ask(ben, hall, starts_at="2026-03-03T18:00:00Z", ends_at="2026-03-03T19:00:00Z")
    assert for_the_group["state"] == "asked"
    theirs = {"starts_at": "2026-03-04T18:00:00Z", "ends_at": "2026-03-04T19:00:00Z"}
    of_group = ask(ben, hall, **theirs, group_id=str(group))
    assert of_group["state"] == "confirmed", "the group need not ask itself"


def test_a_time_that_moves_wants_hands_anew(kept, neighbour):
    hall, _, (ada, ben, _) = kept(3)
    flo = neighbour("Flo")
    booking = ask(flo, hall)
    answer(ada, booking)
    later = {"starts_at": "2026-03-02T19:00:00Z", "ends_at": "2026-03-02T21:00:00Z"}
    flo.post(f"/v1/bookings/{booking['id']}/move", later)
    assert answer(ben, booking).json["hands"]["lent"][0]["hands"] == 1


def test_calling_off_and_taking_back_take_two_and_are_two_things(kept, neighbour):
    hall, group, (ada, ben, cem) = kept(3, confirms="instant")
    flo = neighbour("Flo")
    booking = ask(flo, hall)
    path = f"/v1/bookings/{booking['id']}"
    assert booking["state"] == "confirmed"
    assert ada.post(f"{path}/cancellation", {}).json["state"] == "confirmed"
    taken = ben.post(f"{path}/taking-back", {"words": "A funeral, we are sorry."})
    assert (taken.status_code, taken.json["booked"]) == (200, None)
    assert taken.json["taken_back"]["hands"]["lent"] == [
        {"to": "cancellation", "hands": 1, "is_mine": False},
        {"to": "taking-back", "hands": 1, "is_mine": True},
    ]
    taken = cem.post(f"{path}/taking-back", {"words": "A funeral, we are sorry."})
    assert taken.json["taken_back"]["state"] == "cancelled"
    assert taken.json["booked"]["group"]["id"] == str(group), "it is the group's then"


def test_where_there_are_stewards_they_act_alone_and_others_do_not(kept, neighbour):
    hall, _, (ada, ben, cem) = kept(3, of_many=14, stewards=2)
    flo = neighbour("Flo")
    booking = ask(flo, hall)
    assert "booking_asked" in kinds(ada)
    assert "booking_asked" not in kinds(cem)
    assert cem.get(f"/v1/bookings/{booking['id']}").status_code == 404
    assert cem.get("/v1/me/spaces").json["items"] == []
    assert answer(cem, booking).status_code == 404
    seen = ada.get(f"/v1/bookings/{booking['id']}").json
    assert seen["hands"] == {"needed": 1, "lent": []}
    assert answer(ben, booking).json["state"] == "confirmed"
    edited = ada.patch(
        f"/v1/spaces/{hall}", {"words": "Warm."}, if_match=ada.get(f"/v1/spaces/{hall}")
    )
    assert (edited.json["words"], edited.json["proposed"]) == ("Warm.", [])


def test_a_steward_whose_term_is_over_keeps_nothing(kept, neighbour, clock):
    hall, _, (ada, _, _) = kept(3, of_many=14, stewards=2)
    assert [each["id"] for each in ada.get("/v1/me/spaces").json["items"]] == [str(hall)]
    clock.pass_time(days=91)
    ada.renew()
    seen = ada.get(f"/v1/spaces/{hall}").json
    assert seen["is_kept_by_me"], "nobody is steward: any two who belong for long keep it"
    assert seen["can"] == ["book"], "and change nothing about it"


def test_where_stewards_are_missing_two_tenured_members_keep_it_going(kept, neighbour, clock):
    hall, _, (ada, ben, cem) = kept(3, of_many=14)
    booking = ask(neighbour("Flo"), hall)
    assert answer(ada, booking).json["hands"]["needed"] == 2
    assert answer(ben, booking).json["state"] == "confirmed"
    seen = cem.get(f"/v1/spaces/{hall}")
    refused = cem.patch(f"/v1/spaces/{hall}", {"words": "Ours."}, if_match=seen)
    assert (refused.status_code, refused.json["code"]) == (403, "for_stewards")


def test_newcomers_keep_nothing_where_stewards_are_missing(kept, neighbour, clock):
    hall, _, (ada, _, _) = kept(3, of_many=14, joined_at=clock.now - timedelta(days=3))
    booking = ask(neighbour("Flo"), hall)
    assert ada.get(f"/v1/bookings/{booking['id']}").status_code == 404
    assert "booking_asked" not in kinds(ada)


class TestChanging:
    """How a space is shared: what the first proposes, the second makes."""

    def test_the_second_makes_the_change_that_the_first_proposed(self, kept):
        hall, group, (ada, ben, _) = kept(3)
        path = f"/v1/spaces/{hall}"
        before = ada.get(path)
        assert before.json["group"] == {"id": str(group), "name": "Men's shed"}
        assert "edit" in before.json["can"]
        assert "hand_over" not in before.json["can"]
        words = {"words": "Now with a piano.", "things": ["piano"]}
        first = ada.patch(path, words, if_match=before)
        assert (first.status_code, first.json["words"]) == (200, "")
        assert first.json["version"] == before.json["version"]
        [proposed] = ben.get(path).json["proposed"]
        assert (proposed["operation"], proposed["hands"], proposed["hands_needed"]) == (
            "edit_space",
            1,
            2,
        )
        assert not proposed["is_mine"]
        repeated = ben.request(
            proposed["method"], proposed["path"], proposed["body"], if_match=ben.get(path)
        )
        assert repeated.json["words"] == "Now with a piano."
        assert repeated.json["proposed"] == []

    def test_two_hands_on_two_changes_are_not_two_on_one(self, kept):
        hall, _, (ada, ben, cem) = kept(3)
        path = f"/v1/spaces/{hall}"
        ada.patch(path, {"words": "One."}, if_match=ada.get(path))
        other = ben.patch(path, {"words": "Two."}, if_match=ben.get(path))
        assert other.json["words"] == ""
        assert [each["is_mine"] for each in other.json["proposed"]] == [False, True]
        assert cem.patch(path, {"words": "Two."}, if_match=cem.get(path)).json["words"] == "Two."
        assert len(cem.get(path).json["proposed"]) == 1

    def test_nonsense_is_refused_at_the_first_hand(self, kept):
        hall, _, (ada, *_) = kept(3)
        past = {"starts_at": "2020-01-01T00:00:00Z", "ends_at": "2020-01-02T00:00:00Z"}
        refused = ada.post(f"/v1/spaces/{hall}/closures", past)
        assert refused.json["code"] == "closure_not_ahead"
        stale = ada.patch(f"/v1/spaces/{hall}", {"words": "Old."}, if_match='"77-aa"')
        assert stale.status_code == 412
        assert ada.get(f"/v1/spaces/{hall}").json["proposed"] == []

    def test_a_closure_is_one_change_whatever_ids_the_phones_made(self, kept):
        hall, _, (ada, ben, _) = kept(3)
        path = f"/v1/spaces/{hall}/closures"
        works = {"starts_at": "2026-03-09T00:00:00Z", "ends_at": "2026-03-16T00:00:00Z"}
        first = ada.post(path, {**works, "id": str(new_id())})
        assert (first.status_code, first.json["closures"]) == (201, [])
        second = ben.post(path, {**works, "id": str(new_id())})
        assert len(second.json["closures"]) == 1

    def test_what_nobody_takes_up_in_a_week_is_forgotten(self, kept, clock):
        hall, _, (ada, ben, _) = kept(3)
        path = f"/v1/spaces/{hall}"
        ada.patch(path, {"words": "One."}, if_match=ada.get(path))
        clock.pass_time(days=7)
        for each in (ada, ben):
            each.renew()
        assert ben.get(path).json["proposed"] == []
        assert ben.patch(path, {"words": "One."}, if_match=ben.get(path)).json["words"] == ""

    def test_what_somebody_proposed_who_left_is_proposed_no_more(self, kept):
        hall, group, (ada, ben, _) = kept(3)
        path = f"/v1/spaces/{hall}"
        ada.patch(path, {"words": "One."}, if_match=ada.get(path))
        ada.delete(f"/v1/groups/{group}/membership")
        assert ada.get(path).json["proposed"] == []
        assert ben.get(path).json["proposed"] == []
        assert ben.patch(path, {"words": "One."}, if_match=ben.get(path)).json["words"] == ""

    def test_others_see_nothing_of_what_is_proposed(self, kept, neighbour):
        hall, _, (ada, *_) = kept(3, visibility="hidden")
        flo = neighbour("Flo")
        ada.patch(f"/v1/spaces/{hall}", {"words": "One."}, if_match=ada.get(f"/v1/spaces/{hall}"))
        seen = flo.get(f"/v1/spaces/{hall}").json
        assert seen["proposed"] == []
        assert seen["group"] == {"id": None, "name": None}, "nor which hidden group keeps it"
        refused = flo.patch(f"/v1/spaces/{hall}", {"words": "Mine."}, if_match='"1-aa"')
        assert refused.json["code"] == "not_a_keeper"

    def test_whoever_holds_a_key_acts_alone_and_gives_it_back_alone(self, kept, neighbour):
        hall, _, (ada, ben, _) = kept(3)
        eve = neighbour("Eve")
        path = f"/v1/spaces/{hall}"
        ada.post(f"{path}/keepers", {"person_id": str(eve.id)})
        given = ben.post(f"{path}/keepers", {"person_id": str(eve.id)})
        assert [each["first_name"] for each in given.json["keepers"]] == ["Eve"]
        assert (
            eve.patch(path, {"words": "Eve's."}, if_match=eve.get(path)).json["words"] == "Eve's."
        )
        handed = ben.post(f"{path}/handover", {"to": str(ada.id)})
        assert handed.json["code"] == "not_a_keeper", "ben has no key to give"
        back = eve.delete(f"{path}/keepers/{eve.id}", if_match=eve.get(path))
        assert (back.status_code, back.json["keepers"], back.json["can"]) == (200, [], ["book"])


def test_of_two_second_hands_at_once_one_answers_and_the_other_is_told(kept, neighbour):
    hall, _, (ada, ben, cem, dan) = kept(4)
    flo = neighbour("Flo")
    for hour in range(3):
        booking = ask(
            flo,
            hall,
            starts_at=f"2026-03-0{3 + hour}T18:00:00Z",
            ends_at=f"2026-03-0{3 + hour}T20:00:00Z",
        )
        assert answer(ada, booking).json["state"] == "asked"
        answers = all_at_once(*[partial(answer, each, booking) for each in (ben, cem, dan)])
        assert sorted(each.status_code for each in answers) == [200, 409, 409]
        assert {each.json["code"] for each in answers if each.status_code == 409} == {
            "booking_cannot_become"
        }
        assert flo.get(f"/v1/bookings/{booking['id']}").json["version"] == booking["version"] + 1


def test_of_first_hands_that_come_at_once_none_is_lost(kept, neighbour):
    hall, _, (ada, ben, *_) = kept(3)
    path = f"/v1/spaces/{hall}"
    seen = ada.get(path)
    words = {"words": "Both say so."}
    answers = all_at_once(*[partial(each.patch, path, words, if_match=seen) for each in (ada, ben)])
    assert sorted(each.json["words"] for each in answers) == ["", "Both say so."]
    assert ada.get(path).json["proposed"] == []


def test_members_read_what_keepers_read_and_others_do_not(kept, neighbour, app):
    hall, group, (ada, ben, cem) = kept(3, confirms="instant")
    flo = neighbour("Flo")
    booking = ask(flo, hall, what_for="Choir")
    day = {"starts_at": "2026-03-02T00:00:00Z", "ends_at": "2026-03-03T00:00:00Z"}

    def named(person):
        [taken] = person.get(f"/v1/spaces/{hall}/calendar", query_string=day).json["taken"]
        return taken["booked_by"], taken["what_for"]

    def reads(person, what):
        return person.get(f"/v1/spaces/{hall}/{what}").status_code

    assert named(ada) == ("Flo", "Choir")
    assert named(neighbour("Gus")) == (None, None)
    assert [each["id"] for each in ben.get("/v1/me/spaces").json["items"]] == [str(hall)]
    for what in ("bookings", "access", "misfits", "notes", "known"):
        assert (what, reads(ada, what)) == (what, 200)
        assert reads(flo, what) in (403, 404) or what == "notes"
    assert ada.put(f"/v1/spaces/{hall}/access", {"notes": "Under the mat."}).status_code == 200
    assert ben.get(f"/v1/spaces/{hall}/access").json["notes"] == "Under the mat."
    talk = cem.post(f"/v1/bookings/{booking['id']}/conversation")
    assert talk.status_code == 200
    cem.delete(f"/v1/groups/{group}/membership")
    assert cem.get(f"/v1/conversations/{talk.json['id']}").status_code == 404
    assert reads(cem, "access") == 404
    with queries_counted(app) as for_a_group:
        ada.get(f"/v1/spaces/{hall}")
        ada.get(f"/v1/bookings/{booking['id']}")
        ada.get(f"/v1/spaces/{hall}/calendar", query_string=day)
    with queries_counted(app) as for_another:
        flo.get(f"/v1/spaces/{hall}")
        flo.get(f"/v1/bookings/{booking['id']}")
        flo.get(f"/v1/spaces/{hall}/calendar", query_string=day)
    assert len(for_a_group) == len(for_another), "to belong is asked for in the same queries"


def test_all_dates_of_a_series_are_answered_and_called_off_by_two(kept, neighbour):
    hall, _, (ada, ben, cem) = kept(3)
    choir = {
        "rrule": "FREQ=WEEKLY;COUNT=3",
        "starts_at": "2026-03-12T19:00",
        "duration_minutes": 60,
    }
    asked = neighbour("Flo").post(f"/v1/spaces/{hall}/series", choir)
    assert asked.json["state"] == "asked", asked.json
    path = f"/v1/series/{asked.json['id']}"
    first = ada.post(f"{path}/answer", {"answer": "yes"})
    assert (first.status_code, first.json["state"]) == (200, "asked")
    assert first.json["hands"]["lent"] == [{"to": "yes", "hands": 1, "is_mine": True}]
    assert "so far 1 said yes" in first.json["says"]
    assert ben.post(f"{path}/answer", {"answer": "yes"}).json["state"] == "standing"
    off = ben.post(f"{path}/cancellation", {"from_on": "2026-03-19"})
    assert off.json["ahead"] == 3, "and to call off all of it is another thing"
    assert cem.post(f"{path}/cancellation", {}).json["ahead"] == 3
    assert cem.post(f"{path}/cancellation", {"from_on": "2026-03-19"}).json["ahead"] == 1
