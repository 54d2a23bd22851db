"""Draws by lot: anybody can draw them again, nobody steers them, and saying no costs nothing."""

import hashlib
import json
import subprocess
import sys
from copy import deepcopy
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.db import db
from backend.kernel.lots import climb, commitment_to, path_of, root_of
from tests.decisions.sheds import Shed

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_draw"


def called(shed, by=0, **more):
    answer = shed[by].post(f"{shed.path}/draws", {"purpose": "Who plans the fair?", **more})
    assert answer.status_code == 201, answer.json
    return answer.json


def seen(shed, draw, by=0):
    answer = shed[by].get(f"/v1/draws/{draw['id']}")
    assert answer.status_code == 200, answer.json
    return answer.json


def record(shed, draw, by=0):
    answer = shed[by].get(f"/v1/draws/{draw['id']}/record")
    assert answer.status_code == 200, answer.json
    return answer.json


def drawn(shed, draw, **later):
    """Wait until the pool is closed, and return what came of it."""
    until = datetime.fromisoformat(draw["closes_at"]) - shed.clock()
    shed.pass_time(seconds=until.total_seconds())
    shed.pass_time(**later)
    return seen(shed, draw)


def stands_for(shed, person):
    return hashlib.sha256(f"{shed.id}:{person.id}".encode()).hexdigest()[:32]


def who(shed, stand_in):
    return next(each for each in shed.people if stands_for(shed, each) == stand_in)


def lives_in(person, shed, household):
    answer = person.patch(f"{shed.path}/membership", {"household": household})
    assert answer.status_code == 200, answer.json


def verify(*documents, folder):
    paths = []
    for number, document in enumerate(documents):
        path = folder / f"{number}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        paths.append(str(path))
    command = [sys.executable, "-I", "-S", str(SCRIPT), *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def shed(neighbour, clock):
    return Shed(neighbour, clock, members=5)


def test_a_draw_is_drawn_when_its_pool_closes_and_anybody_can_draw_it_again(shed, tmp_path):
    draw = called(shed, seats=2)
    assert (draw["state"], draw["link"], draw["seated"]) == ("open", None, [])
    early = record(shed, draw, by=3)
    answer = drawn(shed, draw)
    assert answer["state"] == "drawn"
    late = record(shed, draw, by=4)
    assert sorted(late["pool"]) == sorted(stands_for(shed, each) for each in shed.people)
    seats = {str(who(shed, each).id) for each in late["order"][:2]}
    assert {each["id"] for each in answer["seated"]} == seats
    said = verify(late, early, folder=tmp_path)
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.startswith("All is well: of 5 the lot fell on ")


def test_whoever_comes_after_the_call_is_not_told_that_they_could_step_out(shed):
    draw = called(shed)
    shed.pass_time(minutes=1)
    newcomer = shed.newcomer()
    seen = newcomer.get(f"/v1/draws/{draw['id']}").json
    assert seen["can"] == []
    assert "among those who had belonged" in seen["says"]
    assert shed[1].get(f"/v1/draws/{draw['id']}").json["can"] == ["step_out"]
    drawn(shed, draw)
    assert stands_for(shed, newcomer) not in record(shed, draw)["pool"]


def test_a_record_taken_before_the_draw_tells_nothing_but_binds(shed, tmp_path):
    early = record(shed, called(shed))
    assert (early["link"], early["pool"], early["order"]) == (None, [], [])
    assert verify(early, folder=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "tampered",
    [
        lambda late: late["order"].reverse(),
        lambda late: late["pool"].pop(),
        lambda late: late.update(link="ab" * 32),
        lambda late: late["tree"].update(root="cd" * 32),
        lambda late: late["tree"].update(number=late["tree"]["number"] ^ 1),
        lambda late: late.update(seats=late["seats"] + 1),
        lambda late: late.update(commitment="ef" * 32),
        lambda late: late.update(order=None),
        lambda late: late.pop("link"),
    ],
)
def test_whoever_changes_a_draw_is_found_out(shed, tmp_path, tampered):
    draw = called(shed)
    early = record(shed, draw)
    drawn(shed, draw)
    late = deepcopy(record(shed, draw))
    tampered(late)
    assert verify(late, early, folder=tmp_path).returncode == 1


def test_a_link_that_was_made_up_for_a_draw_does_not_stand_in_the_tree(shed, tmp_path):
    draw = called(shed)
    drawn(shed, draw)
    late = record(shed, draw)
    made_up = "12" * 32
    late.update(link=made_up, commitment=commitment_to(bytes.fromhex(made_up)))
    assert "does not stand in its tree" in verify(late, folder=tmp_path).stdout


def test_joining_or_leaving_after_the_call_or_the_closing_steers_nothing(shed):
    draw = called(shed)
    shed.pass_time(seconds=1)
    shed.newcomer()
    until = datetime.fromisoformat(draw["closes_at"]) - shed.clock()
    # Nobody looks when it is due.
    shed.pass_time(seconds=until.total_seconds(), hours=5)
    shed.newcomer()
    assert shed[4].delete(f"{shed.path}/membership").status_code == 204
    pool = record(shed, draw)["pool"]
    assert pool == sorted(stands_for(shed, each) for each in shed.people[:5])
    entries = shed[0].get(f"{shed.path}/record").json["items"]
    at = next(each["at"] for each in entries if each["act"] == "drawn")
    assert datetime.fromisoformat(at) == datetime.fromisoformat(draw["closes_at"])


def test_what_was_committed_to_is_in_the_record_of_the_group_from_the_call_on(shed):
    draw = called(shed)
    entries = shed[0].get(f"{shed.path}/record").json["items"]
    facts = next(each["facts"] for each in entries if each["act"] == "draw_called")
    assert facts["commitment"] == draw["commitment"]
    assert facts["root"] == record(shed, draw)["tree"]["root"]


def test_two_draws_use_different_links_and_one_tells_nothing_of_the_other(shed, tmp_path):
    first, second = called(shed), called(shed, closes_at="2026-03-02T12:00:00Z")
    drawn(shed, second)
    link = bytes.fromhex(record(shed, second)["link"])
    assert first["commitment"] not in {link.hex(), hashlib.sha256(link).hexdigest()}
    tree = record(shed, first)["tree"]
    # The way to the root may show the hash of a link that stands beside, never a link.
    assert link.hex() not in tree["path"]
    drawn(shed, first)
    one, other = record(shed, first), record(shed, second)
    assert one["link"] != other["link"]
    assert one["tree"]["root"] == other["tree"]["root"]
    assert verify(one, folder=tmp_path).returncode == 0


def test_links_last_over_a_restart_and_new_ones_are_made_when_they_are_used_up(shed, app):
    first = called(shed)
    with app.app_context():
        unused = "UPDATE chain_links SET used_for = gen_random_uuid() WHERE used_for IS NULL"
        db.session.execute(text(unused))
        db.session.commit()
        db.engine.dispose()
    second = called(shed)
    one, other = record(shed, first)["tree"], record(shed, second)["tree"]
    assert one["root"] != other["root"]
    drawn(shed, first)
    assert commitment_to(bytes.fromhex(record(shed, first)["link"])) == first["commitment"]


def test_whoever_steps_out_is_not_drawn_and_may_come_back(shed):
    draw = called(shed, seats=5)
    path = f"/v1/draws/{draw['id']}/stepping_out"
    for each in shed.people[:3]:
        answer = each.put(path, {})
        assert (answer.json["mine"], answer.json["can"]) == ("out", ["step_in"])
    assert shed[0].delete(path).status_code == 204
    answer = drawn(shed, draw)
    assert {each["id"] for each in answer["seated"]} == {
        str(shed[number].id) for number in (0, 3, 4)
    }
    assert shed[3].put(path, {}).json["code"] == "pool_is_closed"
    assert shed[1].delete(path).json["code"] == "pool_is_closed"


def test_a_pool_smaller_than_the_seats_is_drawn_whole(shed):
    assert len(drawn(shed, called(shed, seats=50))["seated"]) == 5


def test_whoever_declines_is_followed_by_the_next_until_nobody_is_left(shed):
    draw = called(shed)
    drawn(shed, draw)
    order = record(shed, draw)["order"]
    for number, each in enumerate(order):
        person = who(shed, each)
        assert seen(shed, draw)["seated"] == [{"id": str(person.id), "name": "Member"}]
        told = [each["kind"] for each in person.get("/v1/notifications").json["items"]]
        assert "drawn_by_lot" in told
        if number + 1 < len(order):
            following = who(shed, order[number + 1])
            said = following.put(f"/v1/draws/{draw['id']}/declining", {}).json
            assert said["code"] == "not_drawn"
        for _ in range(2):
            said = person.put(f"/v1/draws/{draw['id']}/declining", {}).json
            assert (said["mine"], said["can"]) == ("declined", [])
    assert seen(shed, draw)["seated"] == []


def test_whoever_leaves_with_a_seat_is_followed_for_a_month(shed):
    draw = called(shed)
    drawn(shed, draw)
    order = [who(shed, each) for each in record(shed, draw)["order"]]
    assert order[0].delete(f"{shed.path}/membership").status_code == 204
    shed.people.remove(order[0])
    assert seen(shed, draw)["seated"][0]["id"] == str(order[1].id)
    shed.pass_time(days=31)
    assert order[1].put(f"/v1/draws/{draw['id']}/declining", {}).status_code == 200
    assert seen(shed, draw)["seated"] == []


def test_households_count_once_whoever_of_them_stepped_out(shed):
    for each in shed.people[:3]:
        lives_in(each, shed, "Mount Road 3")
    draw = called(shed, seats=5, by_household=True)
    assert shed[0].put(f"/v1/draws/{draw['id']}/stepping_out", {}).status_code == 200
    answer = drawn(shed, draw)
    assert len(answer["seated"]) == 3
    together = {str(each.id) for each in shed.people[1:3]}
    assert len(together & {each["id"] for each in answer["seated"]}) == 1
    assert len(record(shed, draw)["pool"]) == 3


@pytest.mark.parametrize("when", ["before", "after"])
def test_somebody_erased_leaves_no_trace_and_the_draw_holds(shed, tmp_path, when):
    draw = called(shed, by=1, seats=5)
    if when == "after":
        drawn(shed, draw)
    gone = shed.people.pop(1)
    assert gone.delete("/v1/me").status_code < 300
    answer = drawn(shed, draw) if when == "before" else seen(shed, draw)
    assert answer["called_by"] is None
    assert str(gone.id) not in {each["id"] for each in answer["seated"]}
    late = record(shed, draw)
    assert len(late["pool"]) == (4 if when == "before" else 5)
    assert str(gone.id) not in json.dumps(late)
    assert verify(late, folder=tmp_path).returncode == 0


def test_only_members_see_draws_and_only_tenured_ones_call_them(shed):
    draw = called(shed)
    stranger = shed.neighbour("Stranger")
    for path in ("", "/record"):
        assert stranger.get(f"/v1/draws/{draw['id']}{path}").json["code"] == "draw_not_found"
    assert stranger.put(f"/v1/draws/{draw['id']}/stepping_out", {}).status_code == 404
    assert stranger.post(f"{shed.path}/draws", {"purpose": "?"}).json["code"] == "not_a_member"
    shed.pass_time(days=40)
    newcomer = shed.newcomer()
    assert newcomer.post(f"{shed.path}/draws", {"purpose": "?"}).json["code"] == "not_tenured"


def test_draws_are_bounded(shed):
    path = f"{shed.path}/draws"
    for wrong in ({"seats": 0}, {"seats": 101}, {"seats": "1"}, {"purpose": ""}, {"id": "1"}):
        assert shed[0].post(path, {"purpose": "?", **wrong}).status_code == 422
    soon = shed[0].post(path, {"purpose": "?", "closes_at": "2026-03-01T10:10:00Z"})
    assert soon.json["code"] == "draw_closing_does_not_fit"
    for _ in range(3):
        called(shed)
    assert shed[0].post(path, {"purpose": "?"}).json["code"] == "too_many_draws"
    called(shed, by=1)


def test_of_a_hidden_group_nothing_is_told_but_that_there_is_news(neighbour, clock):
    shed = Shed(neighbour, clock, members=1, visibility="hidden")
    code = shed[0].post(f"{shed.path}/invitations").json["code"]
    other = neighbour("Ben")
    assert other.put(f"/v1/groups/invited/{code}", {}).status_code == 200
    called(shed)
    told = other.get("/v1/notifications").json["items"]
    assert [each["kind"] for each in told] == ["draw_of_mine"]
    assert "fair" not in json.dumps(told)
    assert "shed" not in json.dumps(told)


def test_whoever_shows_nothing_or_is_blocked_is_not_named(shed):
    draw = called(shed, seats=5)
    shed[1].patch(f"{shed.path}/membership", {"shows": "nothing"})
    assert shed[0].put(f"/v1/me/blocks/{shed[2].id}").status_code < 300
    names = {each["id"] for each in drawn(shed, draw)["seated"]}
    assert names == {str(shed[number].id) for number in (0, 3, 4)}


def test_every_leaf_climbs_to_the_root_and_no_other():
    leaves = [commitment_to(bytes([each])) for each in range(8)]
    root = root_of(leaves)
    for number, leaf in enumerate(leaves):
        assert climb(leaf, number, path_of(leaves, number)) == root
        assert climb(leaf, number ^ 1, path_of(leaves, number)) != root
