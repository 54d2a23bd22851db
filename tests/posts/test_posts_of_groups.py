"""What is posted for a group alone is nowhere else; what is in its name says so."""

from typing import Any

import pytest
from flask import Flask

from backend.db import db
from backend.groups.models import Group
from backend.groups.states import Visibility
from backend.posts.map import FEWEST
from tests.posts.planting import ST_ANNES

PLACE = {"latitude": ST_ANNES[0], "longitude": ST_ANNES[1]}
HERE = {"latitude": str(ST_ANNES[0]), "longitude": str(ST_ANNES[1])}
MAP = {"west": -3.2, "south": 53.8, "east": -2.8, "north": 54.05}
OFFER = {"kind": "offer", "way": "lend", "category": "tools", "title": "Drill", "place": PLACE}


@pytest.fixture
def ada(neighbour: Any) -> Any:
    return neighbour("Ada")


@pytest.fixture
def ben(neighbour: Any) -> Any:
    return neighbour("Ben")


@pytest.fixture
def cleo(neighbour: Any) -> Any:
    """A neighbour who does not belong."""
    return neighbour("Cleo")


@pytest.fixture
def shed(ada: Any, ben: Any) -> str:
    made = ada.post("/v1/groups", {"name": "Men's shed", "place": PLACE, "joining": "open"})
    assert made.status_code == 201, made.json
    path = f"/v1/groups/{made.json['id']}"
    assert ben.put(f"{path}/membership", {}).status_code < 300
    return made.json["id"]


def posted(person: Any, group: str, visible_to: str = "group", **more: Any) -> dict[str, Any]:
    wish = {**OFFER, "group_id": group, "visible_to": visible_to, **more}
    answer = person.post("/v1/posts", wish)
    assert answer.status_code == 201, answer.json
    return answer.json


def everything_seen(person: Any) -> set[str]:
    """Return the ids of all posts that somebody comes upon, however they look."""
    seen = set()
    for path, query in (
        ("/v1/posts", {**HERE, "radius_metres": "3000"}),
        ("/v1/posts", {**HERE, "radius_metres": "3000", "words": "drill"}),
        ("/v1/feed", HERE),
        ("/v1/me/suggestions", {}),
    ):
        answer = person.get(path, query_string=query)
        assert answer.status_code == 200, answer.json
        seen |= {each.get("post", each)["id"] for each in answer.json["items"]}
    return seen


def counted(person: Any) -> int:
    features = person.get("/v1/posts/map", query_string=MAP).json["features"]
    return sum(sum(each["properties"]["by_category"].values()) for each in features)


def test_what_is_for_a_group_alone_is_in_nobody_elses_list_count_or_suggestion(
    ada, ben, cleo, shed
):
    drills = {posted(ada, shed)["id"] for _ in range(FEWEST)}
    need = {**OFFER, "kind": "need", "title": "A drill"}
    for each in (ben, cleo):
        assert each.post("/v1/posts", need).status_code == 201
    assert drills <= everything_seen(ben)
    assert not drills & everything_seen(cleo)
    assert counted(ben) > counted(cleo)
    theirs = cleo.get(f"/v1/people/{ada.id}/posts").json["items"]
    assert theirs == []
    for drill in drills:
        assert ben.get(f"/v1/posts/{drill}").status_code == 200
        assert cleo.get(f"/v1/posts/{drill}").json["code"] == "post_not_found"
        refused = cleo.post(f"/v1/posts/{drill}/promises", {})
        assert refused.json["code"] == "post_not_found"


def test_what_is_in_the_name_of_a_group_is_for_all_and_names_it(ada, cleo, shed):
    post = posted(ada, shed, "nearby")
    assert post["id"] in everything_seen(cleo)
    seen = cleo.get(f"/v1/posts/{post['id']}").json
    assert seen["group"] == {"id": shed, "name": "Men's shed"}


def test_nobody_hears_that_something_of_a_group_would_fit_who_is_not_in_it(ada, cleo, shed):
    need = {**OFFER, "kind": "need", "title": "A drill"}
    assert cleo.post("/v1/posts", need).status_code == 201
    posted(ada, shed)
    assert cleo.get("/v1/notifications").json["items"] == []


def test_a_rally_for_a_need_of_a_group_asks_its_members_alone(ada, ben, cleo, shed, clock):
    for each in (ben, cleo):
        assert each.put("/v1/me/rally_wish", {"place": PLACE}).status_code < 300
    post = posted(ada, shed, kind="need", way="do", category="repairs", urgent=True)
    assert ada.post(f"/v1/posts/{post['id']}/rally", {}).status_code < 300
    clock.pass_time(minutes=21)
    for each in (ben, cleo):
        each.renew()
    kinds = {
        each.id: [news["kind"] for news in each.get("/v1/notifications").json["items"]]
        for each in (ben, cleo)
    }
    assert "help_needed_close_by" in kinds[ben.id]
    assert "help_needed_close_by" not in kinds[cleo.id]


def test_one_posts_for_groups_of_ones_own_only(cleo, ada, shed):
    wish = {**OFFER, "group_id": shed, "visible_to": "group"}
    assert cleo.post("/v1/posts", wish).json["code"] == "not_a_member"
    nobody = cleo.post("/v1/posts", {**OFFER, "visible_to": "group"})
    assert nobody.status_code == 422


def test_nothing_is_posted_for_all_in_the_name_of_a_group_that_hides(app: Flask, ada, shed):
    with app.app_context():
        db.session().get_one(Group, shed).visibility = Visibility.HIDDEN.value
        db.session.commit()
    refused = ada.post("/v1/posts", {**OFFER, "group_id": shed})
    assert refused.json["code"] == "only_for_its_members"
    assert posted(ada, shed)["visible_to"] == "group"


def test_whoever_leaves_the_group_reads_its_posts_no_more_and_theirs_are_closed(ada, ben, shed):
    of_ada, of_ben = posted(ada, shed), posted(ben, shed)
    named = posted(ben, shed, "nearby")
    draft = posted(ben, shed, draft=True)
    assert ben.delete(f"/v1/groups/{shed}/membership").status_code == 204
    assert ben.get(f"/v1/posts/{of_ada['id']}").json["code"] == "post_not_found"
    assert ben.get(f"/v1/posts/{of_ben['id']}").json["state"] == "closed"
    assert ada.get(f"/v1/posts/{named['id']}").json["group"] is None
    refused = ben.post(f"/v1/posts/{draft['id']}/publication")
    assert refused.json["code"] == "not_a_member"


def test_a_group_that_is_no_more_leaves_no_post_behind(ada, ben, shed):
    post = posted(ada, shed)
    for each in (ben, ada):
        assert each.delete(f"/v1/groups/{shed}/membership").status_code == 204
    assert ada.get(f"/v1/posts/{post['id']}").json["state"] == "closed"


def test_the_list_of_a_group_is_for_its_members(ada, ben, cleo, shed):
    mine = [posted(ada, shed)["id"], posted(ada, shed, "nearby")["id"]]
    listed = ben.get(f"/v1/groups/{shed}/posts").json["items"]
    assert {each["id"] for each in listed} == set(mine)
    assert cleo.get(f"/v1/groups/{shed}/posts").json["code"] == "not_a_member"


@pytest.fixture
def dan(neighbour: Any, shed: str) -> Any:
    somebody = neighbour("Dan")
    assert somebody.put(f"/v1/groups/{shed}/membership", {}).status_code < 300
    return somebody


def test_others_of_the_group_close_what_one_of_them_posted_together(
    ada: Any, ben: Any, dan: Any, cleo: Any, shed: str
) -> None:
    path = f"/v1/posts/{posted(ada, shed, 'nearby')['id']}"
    assert {"edit", "closing", "renewal"} <= set(ben.get(path).json["can"])
    first = ben.post(f"{path}/closing")
    assert (first.status_code, first.json["state"]) == (200, "open")
    [proposed] = ada.get(path).json["proposed"]
    assert (proposed["operation"], proposed["hands"], proposed["hands_needed"]) == (
        "close_post",
        1,
        2,
    )
    assert cleo.get(path).json["proposed"] == []
    assert cleo.post(f"{path}/closing").json["code"] == "not_your_post"
    assert ben.post(f"{path}/closing").json["state"] == "open", "one hand is one hand"
    assert dan.post(f"{path}/closing").json["state"] == "closed"


def test_whoever_posted_it_for_the_group_acts_on_it_alone(ada: Any, ben: Any, shed: str) -> None:
    path = f"/v1/posts/{posted(ada, shed)['id']}"
    ben.patch(path, {"words": "Ask Ada."}, if_match=ben.get(path))
    changed = ada.patch(path, {"words": "In the hut."}, if_match=ada.get(path))
    assert changed.json["words"] == "In the hut."


def test_two_changes_of_a_post_want_two_hands_each(ada: Any, ben: Any, dan: Any, shed: str) -> None:
    path = f"/v1/posts/{posted(ada, shed)['id']}"
    ben.patch(path, {"words": "Ask Ben."}, if_match=ben.get(path))
    other = dan.patch(path, {"words": "Ask Dan."}, if_match=dan.get(path))
    assert (other.json["words"], len(other.json["proposed"])) == ("", 2)
    assert dan.post(f"{path}/withdrawal").json["code"] == "not_your_post", "that is Ada's to do"
    changed = dan.patch(path, {"words": "Ask Ben."}, if_match=dan.get(path))
    assert changed.json["words"] == "Ask Ben."


def test_a_draft_is_nobody_elses_to_change(ada: Any, ben: Any, shed: str) -> None:
    path = f"/v1/posts/{posted(ada, shed, draft=True)['id']}"
    assert ben.patch(path, {"words": "Mine."}, if_match='"1-aa"').status_code == 404


@pytest.mark.parametrize(
    ("kind", "more", "change"),
    [
        ("need", {"quiet": True}, {"quiet": False}),
        ("need", {"words": "Ring 07700 900123"}, {"contacts_are_public": True}),
        ("hello", {}, {"answered_by_word": True}),
    ],
)
def test_who_somebody_is_and_how_they_are_reached_no_hands_of_a_group_show(
    ada: Any, ben: Any, dan: Any, cleo: Any, shed: str, kind: str, more: Any, change: Any
) -> None:
    mine = {"title": "Soup", "place": PLACE, "group_id": shed, "kind": kind, **more}
    path = f"/v1/posts/{ada.post('/v1/posts', mine).json['id']}"
    before = cleo.get(path).json
    for each in (ben, dan):
        refused = each.patch(path, change, if_match=each.get(path))
        assert refused.json["code"] == "not_your_post"
    assert cleo.get(path).json == before
    assert ada.patch(path, change, if_match=ada.get(path)).status_code == 200


def test_a_member_who_is_blocked_finds_no_post_to_lend_a_hand_to(
    ada: Any, ben: Any, dan: Any, shed: str
) -> None:
    path = f"/v1/posts/{posted(ada, shed)['id']}"
    assert ada.put(f"/v1/me/blocks/{ben.id}").status_code < 300
    for answer in (
        ben.patch(path, {"words": "Mine."}, if_match='"9-aa"'),
        ben.patch(path, {"quantity": 1, "lend_days": 3, "quiet": True}, if_match='"1-aa"'),
        ben.post(f"{path}/closing"),
    ):
        assert (answer.status_code, answer.json["code"]) == (404, "post_not_found")
    assert dan.post(f"{path}/closing").json["proposed"][0]["hands"] == 1
