"""Posts under true concurrency: several phones at the same moment."""

from collections import Counter

import pytest

from tests.people.races import all_at_once

HERE = {"latitude": 53.9231, "longitude": -3.0154}
NEED = {"kind": "need", "title": "A hand with my hedge", "place": HERE}
PHONES = 6


@pytest.fixture
def ada(neighbour):
    return neighbour("Ada")


def outcomes(answers):
    return Counter(each.json.get("code") or each.json["state"] for each in answers)


def test_of_changes_from_one_version_exactly_one_is_made(ada):
    post = ada.post("/v1/posts", NEED)
    path = f"/v1/posts/{post.json['id']}"
    answers = all_at_once(
        *(
            lambda number=number: ada.patch(path, {"title": f"No {number}"}, if_match=post)
            for number in range(PHONES)
        )
    )
    assert outcomes(answers) == {"open": 1, "changed_meanwhile": PHONES - 1}
    after = ada.get(path).json
    assert (after["version"], after["terms_version"]) == (2, 2)


def test_a_post_ends_once_however_many_end_it(ada):
    path = f"/v1/posts/{ada.post('/v1/posts', NEED).json['id']}"
    verbs = ["closing", "withdrawal"] * (PHONES // 2)
    answers = all_at_once(*(lambda verb=verb: ada.post(f"{path}/{verb}") for verb in verbs))
    found = outcomes(answers)
    assert found.pop("post_is_over") == PHONES - 1
    assert found in ({"closed": 1}, {"withdrawn": 1})
    assert ada.get(path).json["state"] in found


def test_the_same_request_from_a_nervous_phone_posts_once(ada):
    answers = all_at_once(*(lambda: ada.post("/v1/posts", NEED, key="k") for _ in range(PHONES)))
    assert {each.status_code for each in answers} == {201}
    assert len({each.json["id"] for each in answers}) == 1
    assert len(ada.get("/v1/me/posts").json["items"]) == 1


def test_who_leaves_while_posting_leaves_nothing_open(ada, neighbour):
    ben = neighbour("Ben")
    asks = [lambda: ada.post("/v1/posts", NEED) for _ in range(PHONES - 1)]
    answers = all_at_once(*asks, lambda: ada.delete("/v1/me"))
    assert answers[-1].status_code == 204
    for each in answers[:-1]:
        assert each.status_code in {201, 401}
        if each.status_code == 201:
            assert ben.get(f"/v1/posts/{each.json['id']}").json["code"] == "post_not_found"
