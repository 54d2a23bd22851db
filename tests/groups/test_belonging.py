"""Founding groups, finding them, coming in and leaving: what neighbours do, over HTTP."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from backend.db import db
from backend.groups.models import Group

PLACE = {"latitude": 53.9213, "longitude": -3.0178}
HERE = "latitude=53.9213&longitude=-3.0178"


def a_group(founder, **facts):
    answer = founder.post("/v1/groups", {"name": "Men's shed", "place": PLACE, **facts})
    assert answer.status_code == 201, answer.json
    return answer.json


def join(person, group):
    answer = person.put(f"/v1/groups/{group['id']}/membership", {})
    assert answer.status_code == 200, answer.json
    return answer.json


def ask(person, group, **words):
    answer = person.post(f"/v1/groups/{group['id']}/join_requests", words)
    assert answer.status_code == 201, answer.json
    return answer.json


def test_one_founds_a_group_alone_and_belongs_to_it_at_once(ada):
    group = a_group(ada)
    assert group["members"] == 1
    assert group["mine"]["shows"] == "first_name"
    assert group["says"] == "You belong to Men's shed."
    assert ada.get("/v1/me/groups").json["items"][0]["id"] == group["id"]


def test_a_name_is_enough_where_one_has_a_home_here(ada):
    assert ada.post("/v1/groups", {"name": "Choir"}).json["code"] == "place_of_group_needed"
    assert ada.patch("/v1/me", {"home": PLACE}, if_match=ada.get("/v1/me")).status_code == 200
    assert ada.post("/v1/groups", {"name": "Choir"}).status_code == 201


def test_nobody_learns_where_exactly_a_group_is(ada, ben):
    group = a_group(ada)
    seen = ben.get(f"/v1/groups/{group['id']}").json
    assert seen["point"] != PLACE
    assert str(PLACE["latitude"]) not in str(seen)


def test_groups_are_found_nearest_first_and_by_words(ada, ben):
    far = a_group(ada, name="Far choir", place={"latitude": 53.95, "longitude": -3.0178})
    near = a_group(ada, name="Near choir", purpose="We sing 100%_loud")
    a_group(ada, name="Hidden choir", visibility="hidden")
    found = ben.get(f"/v1/groups?{HERE}&radius_metres=10000&words=choir").json["items"]
    assert [each["id"] for each in found] == [near["id"], far["id"]]
    assert ben.get(f"/v1/groups?{HERE}&words=100%25_loud").json["items"][0]["id"] == near["id"]
    assert ben.get(f"/v1/groups?{HERE}&words=100%25_soft").json["items"] == []
    close = ben.get(f"/v1/groups?{HERE}&radius_metres=1000").json["items"]
    assert [each["name"] for each in close] == ["Near choir"]


def test_a_list_of_groups_goes_on_where_it_stopped(ada, ben, clock):
    for number in range(5):
        a_group(ada, name=f"Group {number}")
    path, seen = f"/v1/groups?{HERE}&limit=2", []
    following = ""
    while following is not None:
        page = ben.get(path + (f"&cursor={following}" if following else "")).json
        seen += [each["name"] for each in page["items"]]
        following = page["next"]
    assert sorted(seen) == [f"Group {number}" for number in range(5)]


def test_an_open_group_is_joined_with_one_tap_and_again_is_the_same_as_once(ada, ben):
    group = a_group(ada)
    join(ben, group)
    assert join(ben, group)["members"] == 2
    names = [each["name"] for each in ben.get(f"/v1/groups/{group['id']}/members").json["items"]]
    assert names == ["Ada", "Ben"]


def test_a_group_that_is_not_for_all_to_see_is_not_there_for_others(ada, ben):
    for visibility in ("members", "hidden"):
        path = f"/v1/groups/{a_group(ada, visibility=visibility)['id']}"
        nowhere = "/v1/groups/0199d0a0-7a1c-7c3e-9a51-3f1f4a1bffff"
        for more in ("", "/members", "/join_requests"):
            assert ben.get(path + more).json["code"] == ben.get(nowhere + more).json["code"]
        assert ben.put(f"{path}/membership", {}).status_code == 404
        assert ben.delete(f"{path}/membership").status_code == 404
        assert ben.post(f"{path}/join_requests", {}).status_code == 404
        assert ben.post(f"{path}/invitations").status_code == 404


def test_each_shows_in_the_list_what_they_like(ada, ben, cleo):
    group = a_group(ada)
    join(ben, group)
    join(cleo, group)
    path = f"/v1/groups/{group['id']}"
    assert ben.patch(f"{path}/membership", {"shows": "name"}).status_code == 200
    assert cleo.patch(f"{path}/membership", {"shows": "nothing"}).status_code == 200
    names = [each["name"] for each in ada.get(f"{path}/members").json["items"]]
    assert names == ["Ada", "Ben Okri"]
    assert len(cleo.get(f"{path}/members").json["items"]) == 3, "one sees oneself"
    assert ada.get(path).json["members"] == 3


def test_people_out_of_sight_are_not_in_the_list(ada, ben, cleo):
    group = a_group(ada)
    join(ben, group)
    join(cleo, group)
    assert cleo.put(f"/v1/me/blocks/{ben.id}").status_code == 204
    path = f"/v1/groups/{group['id']}/members"
    assert [each["name"] for each in ben.get(path).json["items"]] == ["Ada", "Ben"]
    assert [each["name"] for each in cleo.get(path).json["items"]] == ["Ada", "Cleo"]
    assert len(ada.get(path).json["items"]) == 3


def test_leaving_is_never_refused_and_the_last_one_closes_the_group(ada, ben):
    group = a_group(ada)
    join(ben, group)
    path = f"/v1/groups/{group['id']}"
    assert ada.delete(f"{path}/membership").status_code == 204
    assert ada.delete(f"{path}/membership").status_code == 204, "whoever left has left"
    assert ben.get(path).json["members"] == 1, "it goes on without its founder"
    assert ben.delete(f"{path}/membership").status_code == 204
    assert ada.get(path).status_code == 404
    assert ada.get("/v1/me/groups").json["items"] == []


def test_somebody_who_leaves_altogether_is_in_no_group_any_more(ada, ben):
    group = a_group(ada)
    join(ben, group)
    alone = a_group(ada, name="Only me")
    asked = a_group(ben, name="Asks", joining="ask")
    request = ask(ada, asked)
    assert ada.delete("/v1/me").status_code == 204
    assert ben.get(f"/v1/groups/{group['id']}").json["members"] == 1
    assert ben.get(f"/v1/groups/{alone['id']}").status_code == 404
    assert ben.get(f"/v1/groups/{asked['id']}/join_requests").json["items"] == []
    answer = ben.post(f"/v1/join_requests/{request['id']}/admission")
    assert answer.json["params"] == {"state": "withdrawn"}


def let_ask(app, group):
    """Let a group ask from now on; members do that by a decision, in a room above."""
    with app.app_context():
        db.session.execute(update(Group).where(Group.id == group["id"]).values(joining="ask"))
        db.session.commit()


class TestAsking:
    def test_two_members_let_somebody_in_and_one_alone_does_not(self, app, ada, ben, cleo):
        group = a_group(ada)
        join(ben, group)
        let_ask(app, group)
        request = ask(cleo, group)
        path = f"/v1/join_requests/{request['id']}"
        first = ada.post(f"{path}/admission").json
        assert (first["state"], first["hands"], first["hands_needed"]) == ("asked", 1, 2)
        assert first["says"].endswith("One of you has said yes; it takes 2.")
        assert ada.post(f"{path}/admission").json["hands"] == 1, "one hand is one hand"
        assert cleo.get(path).json["state"] == "asked"
        assert ben.post(f"{path}/admission").json["state"] == "admitted"
        assert cleo.get(f"/v1/groups/{group['id']}").json["mine"] is not None
        told = [each["kind"] for each in cleo.get("/v1/notifications").json["items"]]
        assert told == ["join_request_admitted"]

    def test_a_group_of_one_answers_alone(self, ada, ben):
        group = a_group(ada, joining="ask", questions=["What do you like to mend?"])
        path = f"/v1/groups/{group['id']}"
        refused = ben.post(f"{path}/join_requests", {"answers": []})
        assert refused.json["code"] == "answers_do_not_fit"
        request = ask(ben, group, answers=["Radios"])
        assert ben.get(path).json["asked"] == request["id"]
        assert ben.get(path).json["can"] == ["withdraw"]
        listed = ada.get(f"{path}/join_requests").json["items"]
        assert [(each["person"]["name"], each["answers"]) for each in listed] == [
            ("Ben", ["Radios"])
        ]
        assert ada.post(f"/v1/join_requests/{request['id']}/admission").json["state"] == "admitted"

    def test_one_asks_once_and_anew_when_nobody_answered(self, ada, ben, clock):
        group = a_group(ada, joining="ask")
        path = f"/v1/groups/{group['id']}/join_requests"
        first = ask(ben, group)
        assert ben.post(path, {}).json["code"] == "already_asked"
        clock.pass_time(days=28)
        ben.renew()
        ada.renew()
        assert ben.get(f"/v1/join_requests/{first['id']}").json["state"] == "lapsed"
        late = ada.post(f"/v1/join_requests/{first['id']}/admission")
        assert late.json["params"] == {"state": "lapsed"}
        assert ada.get(path).json["items"] == []
        ada.get(f"/v1/groups/{group['id']}")
        told = ben.get("/v1/notifications").json["items"]
        assert [each["says"] for each in told] == [
            "Men's shed has not answered you. You can ask again."
        ]
        assert ask(ben, group)["state"] == "asked"

    def test_what_does_not_fit_is_refused_with_a_code(self, ada, ben, cleo):
        asks = a_group(ada, joining="ask")
        opened, closed = a_group(ada), a_group(ada, joining="invited")
        for group, code in ((opened, "nothing_to_ask"), (closed, "by_invitation_only")):
            answer = ben.post(f"/v1/groups/{group['id']}/join_requests", {})
            assert answer.json["code"] == code
        assert ada.post(f"/v1/groups/{asks['id']}/join_requests", {}).json["code"] == (
            "already_a_member"
        )
        for group, code in ((asks, "by_asking_only"), (closed, "by_invitation_only")):
            assert ben.put(f"/v1/groups/{group['id']}/membership", {}).json["code"] == code
        request = ask(ben, asks)
        path = f"/v1/join_requests/{request['id']}"
        for somebody in (ben, cleo):
            assert somebody.post(f"{path}/admission").status_code == 404, "not theirs to decide"
        assert cleo.get(path).status_code == 404
        assert cleo.delete(path).status_code == 404
        assert ben.delete(path).status_code == 204
        assert ben.delete(path).json["code"] == "request_is_decided"

    def test_whoever_changes_their_mind_lends_their_hand_to_the_other(self, app, ada, ben, cleo):
        group = a_group(ada)
        join(ben, group)
        let_ask(app, group)
        path = f"/v1/join_requests/{ask(cleo, group)['id']}"
        ada.post(f"{path}/admission")
        ada.post(f"{path}/declining")
        assert ben.post(f"{path}/admission").json["state"] == "asked", "one for each"
        assert ada.post(f"{path}/admission").json["state"] == "admitted"

    def test_whoever_asks_again_and_again_is_told_of_once_a_day(self, ada, ben, cleo, clock):
        group = a_group(ada, joining="ask")

        def told():
            return [each["kind"] for each in ada.get("/v1/notifications").json["items"]]

        for _ in range(3):
            request = ask(ben, group)
            assert ben.delete(f"/v1/join_requests/{request['id']}").status_code == 204
        assert told() == ["join_request_asked"]
        ask(cleo, group)
        clock.pass_time(days=1)
        for each in (ada, ben):
            each.renew()
        ask(ben, group)
        assert told() == ["join_request_asked"] * 3

    def test_a_hand_of_somebody_who_left_counts_no_more(self, app, ada, ben, cleo, neighbour):
        group = a_group(ada)
        join(ben, group)
        join(cleo, group)
        let_ask(app, group)
        path = f"/v1/join_requests/{ask(neighbour('Dora'), group)['id']}"
        assert ada.post(f"{path}/admission").json["hands"] == 1
        assert ada.delete(f"/v1/groups/{group['id']}/membership").status_code == 204
        seen = ben.get(path).json
        assert (seen["hands"], seen["hands_needed"]) == (0, 2)
        assert ben.post(f"{path}/admission").json["state"] == "asked"

    def test_in_a_group_of_many_those_answer_who_look_after_it(
        self, app, ada, ben, neighbour, clock
    ):
        group = a_group(ada)
        join(ben, group)
        clock.pass_time(days=40)
        newcomers = [neighbour(f"Newcomer {number}") for number in range(10)]
        for each in newcomers:
            join(each, group)
        let_ask(app, group)
        request = ask(neighbour("Dora"), group)
        path = f"/v1/join_requests/{request['id']}/admission"
        ada.renew()
        ben.renew()
        assert newcomers[0].post(path).json["code"] == "not_tenured"
        assert newcomers[0].get(path.removesuffix("/admission")).json["can"] == []
        assert ben.post(path).json["state"] == "asked", "a steward is missing: two who are tenured"
        assert ada.post(path).json["state"] == "admitted", "the founder is the first steward"

    def test_two_hands_at_the_same_moment_let_somebody_in_once(self, app, ada, ben, cleo):
        group = a_group(ada)
        join(ben, group)
        let_ask(app, group)
        path = f"/v1/join_requests/{ask(cleo, group)['id']}/admission"
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda each: each.post(path), (ada, ben)))
        assert {each.status_code for each in answers} == {200}
        assert ada.get(f"/v1/groups/{group['id']}").json["members"] == 3


class TestInvitations:
    def test_an_invitation_lets_others_into_a_hidden_group(self, ada, ben, cleo):
        group = a_group(ada, joining="invited", visibility="hidden")
        made = ada.post(f"/v1/groups/{group['id']}/invitations").json
        path = f"/v1/groups/invited/{made['code']}"
        invited = ben.get(path).json
        assert (invited["name"], invited["can"]) == ("Men's shed", ["join"])
        assert invited["says"] == "You are invited to Men's shed. You can join."
        assert ben.put(path, {}).json["members"] == 2
        assert ben.put(path, {}).json["members"] == 2
        assert cleo.put(path, {}).json["members"] == 3, "until it expires it is for several"
        assert ben.get(f"{path}/qr.png").data.startswith(b"\x89PNG")

    def test_one_that_is_over_or_made_up_opens_nothing(self, ada, ben, clock):
        group = a_group(ada, joining="invited")
        first, second = (ada.post(f"/v1/groups/{group['id']}/invitations").json for _ in "12")
        forged = first["code"][:-1] + ("0" if first["code"][-1] != "0" else "1")
        mixed = first["code"][:32] + second["code"][32:]
        for code in (forged, mixed, "x", "0" * 64, first["code"][:32]):
            answer = ben.get(f"/v1/groups/invited/{code}")
            assert answer.json["code"] == "group_invitation_not_found", code
        assert ada.delete(f"/v1/groups/invitations/{first['id']}").status_code == 204
        assert ben.put(f"/v1/groups/invited/{first['code']}", {}).status_code == 404
        listed = ada.get(f"/v1/groups/{group['id']}/invitations").json["items"]
        assert [each["id"] for each in listed] == [second["id"]]
        clock.pass_time(days=14)
        ben.renew()
        assert ben.put(f"/v1/groups/invited/{second['code']}", {}).status_code == 404

    def test_only_members_invite_and_only_so_often(self, ada, ben):
        group = a_group(ada)
        path = f"/v1/groups/{group['id']}/invitations"
        assert ben.post(path).json["code"] == "not_a_member"
        for _ in range(10):
            assert ada.post(path).status_code == 201
        assert ada.post(path).json["code"] == "too_many_group_invitations"

    def test_one_made_by_somebody_who_left_opens_nothing_until_they_are_back(self, ada, ben, cleo):
        group = a_group(ada, visibility="members")
        code = ada.post(f"/v1/groups/{group['id']}/invitations").json["code"]
        path = f"/v1/groups/invited/{code}"
        assert ben.put(path, {}).status_code == 200
        bens = ben.post(f"/v1/groups/{group['id']}/invitations").json["code"]
        assert ben.delete(f"/v1/groups/{group['id']}/membership").status_code == 204
        for answer in (
            ben.get(f"/v1/groups/invited/{bens}"),
            cleo.get(f"/v1/groups/invited/{bens}"),
            cleo.put(f"/v1/groups/invited/{bens}", {}),
            cleo.get(f"/v1/groups/invited/{bens}/qr.png"),
        ):
            assert answer.json["code"] == "group_invitation_not_found"
        assert ben.put(path, {}).status_code == 200
        assert cleo.put(f"/v1/groups/invited/{bens}", {}).json["members"] == 3


SQUARE = [[-3.03, 53.91], [-3.0, 53.91], [-3.0, 53.93], [-3.03, 53.93], [-3.03, 53.91]]


class TestNeighbourhoods:
    def test_they_are_found_by_a_point_inside_the_smallest_first(self, ada, ben):
        boundary = {"type": "Polygon", "coordinates": [SQUARE]}
        town = a_group(ada, name="Town", boundary=boundary)
        street = a_group(
            ada,
            name="Street",
            circle={"type": "Circle", "coordinates": [-3.0178, 53.9213], "radius_metres": 300},
        )
        assert self.names(ben, "53.9213,-3.0178") == ["Street", "Town"]
        assert self.names(ben, "53.9125,-3.0290") == ["Town"]
        assert self.names(ben, "53.9000,-3.0290") == []
        assert ben.get(f"/v1/groups/{town['id']}/boundary").json["coordinates"] == [SQUARE]
        circle = ben.get(f"/v1/groups/{street['id']}/boundary").json
        assert circle["radius_metres"] == 300
        club = a_group(ben, name="Choir", neighbourhood_id=town["id"])
        assert club["neighbourhood"] == {"id": town["id"], "name": "Town"}
        refused = ben.post(
            "/v1/groups", {"name": "Band", "place": PLACE, "neighbourhood_id": club["id"]}
        )
        assert refused.json["code"] == "group_not_found", "a club is no neighbourhood"

    def names(self, person, at):
        found = person.get(f"/v1/neighbourhoods?at={at}").json["items"]
        return [each["name"] for each in found]

    @pytest.mark.parametrize(
        "ring",
        [
            [[0, 0], [0.01, 0.01], [0.01, 0], [0, 0.01], [0, 0]],
            [[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0.001, 0]],
            [[0, 0], [0, 0], [0, 0], [0, 0]],
            [[0, 0], [20, 0], [20, 20], [0, 0]],
            [[0, 0], [0.01, 0.01], [0.02, 0.02], [0, 0]],
            [[-179.99, 53.9], [179.99, 53.9], [179.99, 54.0], [-179.99, 53.9]],
        ],
        ids=[
            "crosses itself",
            "not closed",
            "no ground",
            "a continent",
            "a line",
            "round the world",
        ],
    )
    def test_what_is_no_area_on_the_ground_is_refused(self, ada, ring):
        answer = ada.post(
            "/v1/groups",
            {"name": "Nowhere", "boundary": {"type": "Polygon", "coordinates": [ring]}},
        )
        assert answer.status_code == 422
        assert answer.json["code"] == "boundary_not_usable"

    @pytest.mark.parametrize("at", ["53.9", "53.9,-3.0,1", "north,east", "53.9,-3.0%00", "nan,nan"])
    def test_what_is_no_point_is_refused(self, ada, at):
        assert ada.get(f"/v1/neighbourhoods?at={at}").status_code == 422

    def test_a_point_beyond_the_map_is_in_no_neighbourhood(self, ada):
        assert self.names(ada, "99.0,-999.0") == []


def test_somebody_founds_a_few_groups_a_week(ada, clock):
    for number in range(5):
        a_group(ada, name=f"Group {number}")
    refused = ada.post("/v1/groups", {"name": "One more", "place": PLACE})
    assert refused.status_code == 429
    assert refused.json["code"] == "too_many_groups"
    clock.pass_time(days=7, seconds=1)
    ada.renew()
    a_group(ada, name="One more")
