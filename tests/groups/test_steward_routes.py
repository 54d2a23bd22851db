"""Stewards, the record and agreements over HTTP, and groups of one and of two at odds."""

from datetime import timedelta

import pytest

from backend.db import db
from backend.groups import service
from backend.groups.models import Agreement
from backend.groups.states import Shows
from tests.groups.test_belonging import a_group, ask, join, let_ask
from tests.groups.test_record import verify


@pytest.fixture
def dozen(app, ada, ben, cleo, neighbour, clock):
    """A group of twelve: Ada founded it, Ben and Cleo belong."""
    group = a_group(ada)
    with app.app_context():
        found = service.lock_group(db.session, group["id"], by=ada.id, now=clock())
        for each in (ben, cleo, *(neighbour(f"Member {number}") for number in range(9))):
            service.add_member(db.session, found, each.id, now=clock(), shows=Shows.NAME)
        db.session.commit()
    return group


def pass_time(clock, *people, **time):
    clock.pass_time(**time)
    for each in people:
        each.renew()


def test_a_call_over_http_from_vacancy_to_a_steward(dozen, ada, ben, cleo, clock):
    path = f"/v1/groups/{dozen['id']}/stewards"
    first = ben.get(path).json
    assert [each["person"]["name"] for each in first["stewards"]] == ["Ada"]
    assert (first["mode"], first["seats"], first["can"]) == ("commons", 2, ["stand"])
    assert {"act": "admit", "takes": 2} in first["may"]
    assert {"act": "admit", "takes": 1} in ada.get(path).json["may"]
    stood = ben.put(f"{path}/candidacies/mine").json
    assert stood["standing"][0]["can"] == ["withdraw"]
    assert stood["says"] == (
        "You would look after Men's shed. On Sunday 8 March, 10:00 you begin, unless somebody"
        " objects; where more of you stand than there are seats, the lot decides."
    )
    assert ben.delete(f"{path}/candidacies/mine").status_code == 204
    assert ben.put(f"{path}/candidacies/mine").status_code == 200
    seen = cleo.get(path).json["standing"][0]
    assert (seen["person"]["name"], seen["can"]) == ("Ben", ["object"])
    pass_time(clock, ada, ben, cleo, days=7)
    after = cleo.get(path).json
    assert after["mode"] == "stewards"
    assert [each["person"]["name"] for each in after["stewards"]] == ["Ada", "Ben"]
    assert after["says"] == "2 of you look after Men's shed."
    assert cleo.put(f"{path}/candidacies/mine").json["code"] == "no_seat_free"
    assert ben.delete(f"{path}/mine").status_code == 204
    assert ben.delete(f"{path}/mine").json["code"] == "not_a_steward"
    assert cleo.get(path).json["can"] == ["stand"]


def test_somebody_objects_and_nobody_learns_who(dozen, ada, ben, cleo, clock):
    path = f"/v1/groups/{dozen['id']}/stewards"
    candidacy = ben.put(f"{path}/candidacies/mine").json["standing"][0]["id"]
    own = ben.put(f"{path}/candidacies/{candidacy}/objection")
    assert own.json["code"] == "candidacy_not_found"
    answer = cleo.put(f"{path}/candidacies/{candidacy}/objection")
    assert answer.json["standing"][0]["is_objected"]
    assert "Now it takes a decision." in ben.get(path).json["says"]
    for where in (path, f"/v1/groups/{dozen['id']}/record"):
        seen = ada.get(where).get_data(as_text=True)
        assert str(cleo.id) not in seen
        assert "Cleo" not in seen


def test_people_out_of_sight_look_after_a_group_without_a_name(dozen, ada, ben):
    assert ben.put(f"/v1/me/blocks/{ada.id}").status_code == 204
    path = f"/v1/groups/{dozen['id']}/stewards"
    assert [each["person"] for each in ben.get(path).json["stewards"]] == [None]
    assert "Ada" not in ben.get(f"/v1/groups/{dozen['id']}/record").get_data(as_text=True)


def test_a_member_takes_the_record_home_and_checks_it(dozen, ada, ben, neighbour, tmp_path):
    path = f"/v1/groups/{dozen['id']}/record"
    listed = ben.get(path).json["items"]
    assert listed[-1]["says"] == "The group was founded."
    assert "Ada began to look after the group." in [each["says"] for each in listed]
    document = ben.get(f"{path}/export")
    assert verify(document.json, folder=tmp_path).returncode == 0
    stranger = neighbour("Eve")
    for more in ("/record", "/record/export", "/stewards"):
        answer = stranger.get(f"/v1/groups/{dozen['id']}{more}")
        assert answer.json["code"] == "not_a_member"


def test_an_agreement_lapses_on_its_day_of_review_unless_it_is_renewed(app, ada, ben, clock):
    group = a_group(ada)
    with app.app_context():
        for title, days in (("Tidy up", 30), ("Lock up", 60)):
            review_at = clock() + timedelta(days=days)
            agreement = Agreement(group_id=group["id"], version=1, title=title, words="")
            agreement.adopted_at, agreement.review_at = clock(), review_at
            db.session.add(agreement)
        db.session.commit()
    path = f"/v1/groups/{group['id']}/agreements"
    pass_time(clock, ada, ben, days=31)
    seen = {each["title"]: each for each in ada.get(path).json["items"]}
    assert (seen["Tidy up"]["state"], seen["Tidy up"]["next"]) == ("lapsed", None)
    assert seen["Lock up"]["next"]["becomes"] == "lapsed"
    assert seen["Lock up"]["can"] == ["propose_change", "propose_end"]
    assert [each["can"] for each in ben.get(path).json["items"]] == [[], []], "they may read it"


def test_a_group_of_one_does_alone_what_takes_two(ada, ben):
    group = a_group(ada, joining="ask")
    seen = ada.get(f"/v1/groups/{group['id']}/stewards").json
    assert {each["takes"] for each in seen["may"]} == {1}
    request = ask(ben, group)
    assert ada.post(f"/v1/join_requests/{request['id']}/admission").json["state"] == "admitted"


def test_two_at_odds_are_not_stuck_with_each_other(app, ada, ben, cleo, clock):
    group = a_group(ada)
    join(ben, group)
    let_ask(app, group)
    request = ask(cleo, group)
    path = f"/v1/join_requests/{request['id']}"
    assert ada.post(f"{path}/admission").json["state"] == "asked"
    assert ben.post(f"{path}/declining").json["state"] == "asked"
    code = ada.post(f"/v1/groups/{group['id']}/invitations").json["code"]
    assert cleo.put(f"/v1/groups/invited/{code}", {}).json["members"] == 3, "each can invite"
    assert ben.delete(f"/v1/groups/{group['id']}/membership").status_code == 204, "or leave"
    pass_time(clock, ada, cleo, days=28)
    assert cleo.get(path).json["state"] == "admitted"
    assert ada.get(f"/v1/groups/{group['id']}/stewards").json["mode"] == "together"
