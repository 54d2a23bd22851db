"""Asking others in and being asked, over HTTP: two phones at once, and what nobody else reads."""

from concurrent.futures import ThreadPoolExecutor

from tests.groups.test_belonging import HERE, PLACE, a_group, join

WORDS = "There is always tea."


def ask_in(person, group, **wish):
    answer = person.post(f"/v1/groups/{group['id']}/asking_in", {"words": WORDS, **wish})
    assert answer.status_code == 201, answer.json
    return answer.json


def ask_person(person, group, whom):
    return ask_in(person, group, kind="person", person_id=str(whom.id))


def test_somebody_is_asked_comes_and_only_these_two_know_by_whom(neighbour, ada, ben):
    group = a_group(ada, joining="invited", visibility="members")
    cleo = neighbour("Cleo Laine")
    asking = ask_person(ada, group, ben)
    (seen,) = ben.get("/v1/me/asked_in").json["items"]
    assert (seen["asked_by"]["name"], seen["words"]) == ("Ada", WORDS)
    assert seen["says"] == "Ada asks you into Men's shed."
    (news,) = ben.get("/v1/notifications").json["items"]
    assert (news["about_kind"], news["about_id"]) == ("asked_in", asking["id"])
    came = ben.post(f"/v1/me/asked_in/{asking['id']}/acceptance", {}).json
    assert came["mine"]["invited_by"] == {"id": str(ada.id), "name": "Ada"}
    assert ben.get("/v1/notifications").json["unread"] == 0
    code = ada.post(f"/v1/groups/{group['id']}/invitations").json["code"]
    assert cleo.put(f"/v1/groups/invited/{code}", {}).json["mine"]["invited_by"] is None
    mine = ada.get(f"/v1/groups/{group['id']}/asking_in").json["items"]
    assert [(each["state"], each["says"]) for each in mine] == [("came", "Ben came in by this.")]
    assert cleo.get(f"/v1/groups/{group['id']}/asking_in").json["items"] == []
    for path in ("members", "record", "record/export"):
        read = cleo.get(f"/v1/groups/{group['id']}/{path}")
        assert read.status_code == 200
        for secret in ("invited_by", asking["id"], WORDS):
            assert secret not in read.get_data(as_text=True)


def test_two_phones_that_say_yes_at_once_come_in_once(ada, ben):
    group = a_group(ada)
    path = f"/v1/me/asked_in/{ask_person(ada, group, ben)['id']}/acceptance"
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: ben.post(path, {}), range(2)))
    assert [each.status_code for each in answers] == [200, 200]
    assert ada.get(f"/v1/groups/{group['id']}").json["members"] == 2


def test_yes_and_no_at_once_end_in_one_of_the_two(ada, ben):
    group = a_group(ada)
    path = f"/v1/me/asked_in/{ask_person(ada, group, ben)['id']}"
    with ThreadPoolExecutor(2) as pool:
        yes = pool.submit(ben.post, f"{path}/acceptance", {})
        no = pool.submit(ben.delete, path)
    assert no.result().status_code == 204
    came = yes.result().status_code == 200
    assert ada.get(f"/v1/groups/{group['id']}").json["members"] == 1 + came


def test_two_members_who_ask_each_other_into_their_groups_do_not_wait_in_a_circle(ada, ben):
    first, second = a_group(ada), a_group(ben)
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(ask_person, ada, first, ben),
            pool.submit(ask_person, ben, second, ada),
        ]
    assert [each.result()["state"] for each in asked] == ["open", "open"]


def test_a_street_is_asked_by_two_and_by_nobody_twice(neighbour, ada, ben):
    group = a_group(ada)
    join(ben, group)
    cleo = neighbour("Cleo")
    assert cleo.patch("/v1/me", {"home": PLACE}, if_match=cleo.get("/v1/me")).status_code == 200
    asking = ask_in(ada, group, kind="street", cell=group["cell"])
    assert asking["says"] == "This waits for another of you."
    lend = f"/v1/asking_in/{asking['id']}/hand"
    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(lambda _: ben.put(lend).status_code, range(2)))
    assert sorted(sent) == [200, 409]
    (seen,) = cleo.get("/v1/me/asked_in").json["items"]
    assert seen["asked_by"] is None
    (listed,) = ben.get(f"/v1/groups/{group['id']}/asking_in").json["items"]
    assert (listed["state"], listed["person"], listed["can"]) == ("open", None, [])
    again = {"kind": "street", "cell": group["cell"], "words": WORDS}
    refused = ben.post(f"/v1/groups/{group['id']}/asking_in", again)
    assert (refused.status_code, refused.json["code"]) == (429, "asked_around_lately")
    assert cleo.delete(f"/v1/me/asked_in/{asking['id']}").status_code == 204
    assert cleo.get("/v1/me/asked_in").json["items"] == []
    assert ada.delete(f"/v1/asking_in/{asking['id']}").status_code == 204


def test_one_says_that_one_wants_none_of_it(ada):
    assert ada.get("/v1/me/asked_in_wish").json == {"around": True}
    for around in (False, False, True):
        assert ada.put("/v1/me/asked_in_wish", {"around": around}).json == {"around": around}
        assert ada.get("/v1/me/asked_in_wish").json == {"around": around}


def test_what_does_not_say_for_whom_is_refused(ada, ben):
    path = f"/v1/groups/{a_group(ada)['id']}/asking_in"
    for wish in (
        {"kind": "person"},
        {"kind": "street", "cell": "89195d2b1d3ffff"},
        {"kind": "street", "cell": "88195d2b1dfffff", "person_id": str(ben.id)},
        {"kind": "near", "radius_metres": 2_001},
        {"kind": "near", "cell": "88195d2b1dfffff"},
        {"kind": "everybody"},
    ):
        assert ada.post(path, {"words": WORDS, **wish}).status_code == 422, wish
    assert ada.post(path, {"kind": "near", "radius_metres": 500}).status_code == 422, "no words"


def test_whoever_may_not_see_the_group_learns_nothing_of_it(ada, ben):
    hidden = a_group(ada, visibility="hidden")
    asking = ask_person(ada, hidden, ben)
    path = f"/v1/groups/{hidden['id']}"
    assert ben.get(path).status_code == 404
    assert ben.get(f"{path}/asking_in").status_code == 404
    assert ben.put(f"/v1/asking_in/{asking['id']}/hand").status_code == 404
    assert ben.delete(f"/v1/asking_in/{asking['id']}").status_code == 404
    assert ben.get(f"/v1/groups?{HERE}").json["items"] == []
    assert ben.get("/v1/me/asked_in").json["items"][0]["group"]["name"] == "Men's shed"
