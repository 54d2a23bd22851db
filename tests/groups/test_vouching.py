"""Vouching by two households, and coming back after the members asked one to go: over HTTP."""

import pytest

from backend.db import db
from backend.groups import record, service
from backend.groups.households import household_of
from backend.groups.models import Group
from backend.groups.record import Recorded
from tests.groups.test_belonging import a_group, ask, join


@pytest.fixture
def dora(neighbour):
    return neighbour("Dora")


def decided(app, group, **facts):
    """Change a group as its members do by a decision, in a room above."""
    with app.app_context():
        found = db.session.get_one(Group, group["id"])
        for name, value in facts.items():
            setattr(found, name, value)
        db.session.commit()


@pytest.fixture
def street(app, ada, ben, cleo):
    """A group that asks for two households, of which Ada and Ben are one."""
    group = a_group(ada)
    join(ben, group)
    join(cleo, group)
    path = f"/v1/groups/{group['id']}/membership"
    assert ada.patch(path, {"household": "Mount Street 4"}).status_code == 200
    assert ben.patch(path, {"household": "  mount  STREET 4"}).status_code == 200
    decided(app, group, vouched=True)
    return group


def test_members_of_two_households_let_somebody_in(street, ada, ben, cleo, dora):
    assert dora.get(f"/v1/groups/{street['id']}").json["can"] == ["ask"]
    refused = dora.put(f"/v1/groups/{street['id']}/membership", {})
    assert refused.json["code"] == "by_asking_only"
    path = f"/v1/join_requests/{ask(dora, street)['id']}"
    assert ada.post(f"{path}/admission").json["code"] == "by_vouching_only"
    first = ada.put(f"{path}/vouching").json
    assert (first["state"], first["hands"], first["hands_needed"]) == ("asked", 1, 2)
    assert first["can"] == ["declining", "take_word_back"]
    second = ben.put(f"{path}/vouching").json
    assert (second["state"], second["hands"]) == ("asked", 1), "they live together"
    assert cleo.put(f"{path}/vouching").json["state"] == "admitted"
    assert dora.get(f"/v1/groups/{street['id']}").json["members"] == 4


def test_a_word_can_be_taken_back(street, ada, cleo, dora):
    path = f"/v1/join_requests/{ask(dora, street)['id']}"
    ada.put(f"{path}/vouching")
    assert ada.delete(f"{path}/vouching").status_code == 204
    assert cleo.put(f"{path}/vouching").json["state"] == "asked"


def test_whoever_invites_vouches_by_that_and_one_more_does(street, ada, cleo, dora):
    code = ada.post(f"/v1/groups/{street['id']}/invitations").json["code"]
    came = dora.put(f"/v1/groups/invited/{code}", {}).json
    assert came["mine"] is None
    path = f"/v1/join_requests/{came['asked']}"
    assert cleo.put(f"{path}/vouching").json["state"] == "admitted"


def test_a_group_of_one_household_vouches_alone(app, ada, dora):
    group = a_group(ada)
    decided(app, group, vouched=True)
    path = f"/v1/join_requests/{ask(dora, group)['id']}"
    assert ada.put(f"{path}/vouching").json["state"] == "admitted"


def test_a_household_is_one_however_it_is_written(app, ada, ben, dora):
    group = a_group(ada)
    join(ben, group)
    for each, household in ((ada, "Große Straße 4"), (ben, "GROSSE\u00a0STRASSE 4")):
        path = f"/v1/groups/{group['id']}/membership"
        assert each.patch(path, {"household": household}).status_code == 200
    decided(app, group, vouched=True)
    path = f"/v1/join_requests/{ask(dora, group)['id']}"
    assert ada.put(f"{path}/vouching").json["state"] == "admitted", "there is no other household"


def test_strangers_vouch_for_nobody(street, dora, neighbour):
    path = f"/v1/join_requests/{ask(dora, street)['id']}/vouching"
    for somebody in (dora, neighbour("Eve")):
        assert somebody.put(path).status_code == 404


def test_where_nobody_has_to_vouch_nobody_does(ada, dora):
    group = a_group(ada, joining="ask")
    path = f"/v1/join_requests/{ask(dora, group)['id']}/vouching"
    assert ada.put(path).json["code"] == "nothing_to_vouch"


def test_nobody_else_reads_who_lives_together(street, ada, cleo):
    mine = ada.get(f"/v1/groups/{street['id']}").json["mine"]
    assert mine["household"] == "Mount Street 4"
    for path in ("", "/members", "/record", "/stewards"):
        assert "Mount" not in cleo.get(f"/v1/groups/{street['id']}{path}").get_data(as_text=True)


def test_households_are_the_same_whatever_case_they_are_written_in(ada, ben):
    assert household_of(ada.id, "Große Straße") == household_of(ben.id, " GROSSE  STRASSE ")
    assert household_of(ada.id, "") != household_of(ben.id, " ")


def test_somebody_who_was_asked_to_go_asks_before_they_come_again(app, ada, ben, cleo, clock):
    group = a_group(ada)
    for each in (ben, cleo):
        join(each, group)
    code = ben.post(f"/v1/groups/{group['id']}/invitations").json["code"]
    with app.app_context():
        found = service.lock_group(db.session, group["id"], by=ada.id, now=clock())
        service.take_out(db.session, found, cleo.id, now=clock())
        facts = {"member": record.pseudonym(found.id, cleo.id)}
        record.write(db.session, found, Recorded.MEMBER_REMOVED, facts, clock())
        db.session.commit()
    path = f"/v1/groups/{group['id']}"
    seen = cleo.get(path).json
    assert (seen["can"], seen["says"]) == (["ask"], "You can ask Men's shed to let you in.")
    assert cleo.put(f"{path}/membership", {}).json["code"] == "by_asking_only"
    assert cleo.put(f"/v1/groups/invited/{code}", {}).json["mine"] is None
    request = cleo.get(path).json["asked"]
    for each in (ada, ben):
        admitted = each.post(f"/v1/join_requests/{request}/admission").json
    assert admitted["state"] == "admitted", "the members may think again"
