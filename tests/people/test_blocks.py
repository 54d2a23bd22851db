"""Blocks: two who do not see each other, by the will of one, and so that the other cannot tell."""

from typing import Any
from uuid import uuid4

import pytest

from tests.people.arrivals import Neighbour


@pytest.fixture
def ada(neighbour: Any) -> Neighbour:
    return neighbour("Ada Byron")


@pytest.fixture
def ben(neighbour: Any) -> Neighbour:
    return neighbour("Ben")


def blocks(one: Neighbour, other: Neighbour) -> None:
    for _ in range(2):  # again is the same as once
        assert one.put(f"/v1/me/blocks/{other.id}").status_code == 204


def blocked_by(one: Neighbour) -> list[tuple[str, str]]:
    return [(each["id"], each["name"]) for each in one.get("/v1/me/blocks").json["items"]]


def test_neither_sees_the_other_until_whoever_blocked_undoes_it(ada, ben):
    blocks(ada, ben)
    for one, other in ((ada, ben), (ben, ada)):
        assert one.get(f"/v1/people/{other.id}").json["code"] == "person_not_found"
        assert one.get(f"/v1/people/{one.id}").status_code == 200
    assert blocked_by(ada) == [(str(ben.id), "Ben")]
    assert blocked_by(ben) == []
    assert ben.delete(f"/v1/me/blocks/{ada.id}").status_code == 204
    assert ben.get(f"/v1/people/{ada.id}").status_code == 404
    for _ in range(2):
        assert ada.delete(f"/v1/me/blocks/{ben.id}").status_code == 204
    assert ben.get(f"/v1/people/{ada.id}").status_code == 200
    assert blocked_by(ada) == []


def test_nobody_blocks_themself_or_nobody(ada):
    for nobody in (ada.id, uuid4()):
        assert ada.put(f"/v1/me/blocks/{nobody}").json["code"] == "person_not_found"


def test_whom_i_block_back_looks_like_somebody_who_left(ada, ben, neighbour):
    cleo = neighbour("Cleo")
    blocks(ada, ben)
    assert cleo.delete("/v1/me").status_code == 204
    blocks(ben, ada)
    blocks(ben, cleo)
    assert {name for _, name in blocked_by(ben)} == {""}
    assert ada.delete(f"/v1/me/blocks/{ben.id}").status_code == 204
    assert ben.get(f"/v1/people/{ada.id}").status_code == 404, "their own block stands"


def test_a_name_i_kept_is_gone_when_they_block_me_as_when_they_leave(ada, ben, neighbour):
    cleo = neighbour("Cleo")
    blocks(ben, ada)
    blocks(ben, cleo)
    assert {name for _, name in blocked_by(ben)} == {"Ada Byron", "Cleo"}
    blocks(ada, ben)
    assert cleo.delete("/v1/me").status_code == 204
    assert {name for _, name in blocked_by(ben)} == {""}
    assert len(blocked_by(ben)) == 2
