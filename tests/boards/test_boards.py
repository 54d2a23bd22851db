"""The board of a group: for its members, in order, bounded, and without whom one does not see."""

import json
from datetime import datetime
from uuid import uuid4

import pytest

from tests.decisions.sheds import Shed


@pytest.fixture
def shed(neighbour, clock):
    return Shed(neighbour, clock, members=3)


def put_up(shed, title="The vice is loose", by=0, **more):
    answer = shed[by].post(f"{shed.path}/notices", {"title": title, **more})
    assert answer.status_code == 201, answer.json
    return answer.json


def answered(shed, notice, words="I have a spanner", by=1, **more):
    path = f"/v1/notices/{notice['id']}/answers"
    answer = shed[by].post(path, {"words": words, **more})
    assert answer.status_code == 201, answer.json
    return answer.json


def board(shed, by=0, query=""):
    answer = shed[by].get(f"{shed.path}/notices{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def answers(shed, notice, by=0):
    answer = shed[by].get(f"/v1/notices/{notice['id']}/answers")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def take_down(shed, notice, by):
    return shed[by].put(f"/v1/notices/{notice['id']}/taking_down", {})


def is_unread(shed, by):
    return shed[by].get(shed.path).json["mine"]["has_unread"]


def kinds(person):
    return [each["kind"] for each in person.get("/v1/notifications").json["items"]]


def test_what_was_answered_last_is_first_and_answers_stand_in_order(shed):
    old, new = put_up(shed, "Old"), put_up(shed, "New", by=1)
    assert [each["title"] for each in board(shed)] == ["New", "Old"]
    # The clock stands still; their order holds all the same.
    for number in range(4):
        answered(shed, old, str(number), by=number % 3)
    assert [each["title"] for each in board(shed)] == ["Old", "New"]
    assert [each["words"] for each in answers(shed, old)] == ["0", "1", "2", "3"]
    assert [each["answers"] for each in board(shed)] == [4, 0]
    assert answers(shed, new) == []


def test_a_list_goes_on_where_it_ended_though_somebody_answers_meanwhile(shed):
    for number in range(5):
        put_up(shed, str(number))
    page = shed[0].get(f"{shed.path}/notices?limit=2").json
    answered(shed, page["items"][0])
    rest = shed[0].get(f"{shed.path}/notices?limit=9&cursor={page['next']}").json["items"]
    assert [each["title"] for each in rest] == ["2", "1", "0"]


def test_only_members_read_and_write(shed):
    notice = put_up(shed)
    stranger = shed.neighbour("Stranger")
    assert stranger.get(f"{shed.path}/notices").json["code"] == "not_a_member"
    assert stranger.post(f"{shed.path}/notices", {"title": "?"}).json["code"] == "not_a_member"
    for path in ("", "/answers"):
        said = stranger.get(f"/v1/notices/{notice['id']}{path}").json
        assert said["code"] == "notice_not_found"
    said = stranger.post(f"/v1/notices/{notice['id']}/answers", {"words": "?"}).json
    assert said["code"] == "notice_not_found"
    assert stranger.put(f"/v1/notices/{notice['id']}/taking_down", {}).status_code == 404


def test_those_who_do_not_see_each_other_do_not_read_each_other(shed):
    mine, theirs = put_up(shed), put_up(shed, "Theirs", by=1)
    answered(shed, mine, by=1)
    answered(shed, theirs, by=2)
    assert shed[0].put(f"/v1/me/blocks/{shed[1].id}").status_code < 300
    assert [each["title"] for each in board(shed)] == ["The vice is loose"]
    assert (answers(shed, mine), board(shed)[0]["answers"]) == ([], 0)
    assert shed[0].get(f"/v1/notices/{theirs['id']}").status_code == 404
    # An answer of somebody in sight, to a notice that is not, is out of sight as well.
    answer = answers(shed, theirs, by=1)[0]
    assert shed[0].get(f"/v1/notices/{answer['id']}").status_code == 404
    said = shed[0].post(f"/v1/notices/{theirs['id']}/answers", {"words": "?"}).json
    assert said["code"] == "notice_not_found"
    assert len(board(shed, by=2)) == 2


def test_who_is_blocked_is_not_told_either(shed):
    assert shed[1].put(f"/v1/me/blocks/{shed[0].id}").status_code < 300
    put_up(shed)
    assert (kinds(shed[0]), kinds(shed[1]), kinds(shed[2])) == ([], [], ["notice"])


def test_a_board_tells_once_a_day_that_there_is_something(shed):
    for _ in range(3):
        notice = put_up(shed)
    answered(shed, notice)
    answered(shed, notice, by=2)
    answered(shed, notice, by=0)
    assert (kinds(shed[1]), kinds(shed[0])) == (["notice"], ["notice_answered"])
    shed.pass_time(days=1)
    put_up(shed)
    assert kinds(shed[1]) == ["notice", "notice"]


def test_of_a_hidden_group_no_name_is_told(neighbour, clock):
    shed = Shed(neighbour, clock, members=1, visibility="hidden")
    code = shed[0].post(f"{shed.path}/invitations").json["code"]
    other = neighbour("Ben")
    assert other.put(f"/v1/groups/invited/{code}", {}).status_code == 200
    put_up(shed)
    told = other.get("/v1/notifications").json["items"]
    assert [each["kind"] for each in told] == ["notice"]
    assert "shed" not in json.dumps(told)


@pytest.mark.parametrize("path", ["notices", "answers"])
def test_the_same_id_and_words_again_are_the_same(shed, path):
    notice = put_up(shed)
    where = f"{shed.path}/notices"
    body = {"id": str(uuid4()), "title": "Tea", "words": "At four"}
    if path == "answers":
        where = f"/v1/notices/{notice['id']}/answers"
        body.pop("title")
    first, again = shed[0].post(where, body), shed[0].post(where, body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["id"] == again.json["id"]
    other = shed[0].post(where, {**body, "words": "At five"})
    assert (other.status_code, other.json["code"]) == (409, "notice_already_written")
    somebody = shed[1].post(where, body)
    assert somebody.json["code"] == "notice_already_written"
    assert len(board(shed)) + len(answers(shed, notice)) == 2


def test_its_writer_takes_a_notice_down_and_it_is_gone_with_its_answers(shed):
    notice = put_up(shed)
    answer = answered(shed, notice)
    assert take_down(shed, notice, by=0).json == {"is_down": True}
    assert board(shed) == []
    for each in (notice, answer):
        assert shed[1].get(f"/v1/notices/{each['id']}").json["code"] == "notice_not_found"
    said = shed[1].post(f"/v1/notices/{notice['id']}/answers", {"words": "Late"}).json
    assert said["code"] == "notice_not_found"
    # Nor can it be put up again by repeating it.
    again = {"id": notice["id"], "title": notice["title"]}
    assert shed[0].post(f"{shed.path}/notices", again).json["code"] == "notice_already_written"


def test_two_take_down_what_somebody_else_wrote(shed):
    notice = put_up(shed)
    answer = answered(shed, notice)
    assert take_down(shed, answer, by=0).json == {"is_down": False}
    assert take_down(shed, answer, by=0).json == {"is_down": False}
    assert len(answers(shed, notice)) == 1
    assert take_down(shed, answer, by=2).json == {"is_down": True}
    assert (answers(shed, notice), board(shed)[0]["answers"]) == ([], 0)


def test_in_a_large_group_its_first_steward_does(neighbour, clock):
    shed = Shed(neighbour, clock, members=12)
    notice = put_up(shed, by=5)
    assert "take_down" in shed[0].get(f"/v1/notices/{notice['id']}").json["can"]
    assert take_down(shed, notice, by=0).json == {"is_down": True}


def test_answers_have_no_answers(shed):
    answer = answered(shed, put_up(shed))
    said = shed[0].post(f"/v1/notices/{answer['id']}/answers", {"words": "?"}).json
    assert said["code"] == "notice_not_found"
    assert shed[0].get(f"/v1/notices/{answer['id']}/answers").status_code == 404


def test_what_is_new_is_unread_until_one_has_read_it(shed):
    assert not is_unread(shed, by=1)
    shed.pass_time(minutes=1)
    notice = put_up(shed)
    assert (is_unread(shed, by=0), is_unread(shed, by=1)) == (False, True)
    read = shed[1].put(f"{shed.path}/notices/read", {"until": notice["last_at"]})
    assert read.status_code == 204
    assert not is_unread(shed, by=1)
    shed.pass_time(minutes=1)
    second = put_up(shed, by=2)
    # Marks never go back, nor beyond what one can have seen.
    shed[1].put(f"{shed.path}/notices/read", {"until": notice["last_at"]})
    assert [each["is_unread"] for each in board(shed, by=1)] == [True, False]
    shed[1].put(f"{shed.path}/notices/read", {"until": "2100-01-01T00:00:00Z"})
    assert not is_unread(shed, by=1)
    shed.pass_time(minutes=1)
    answered(shed, second, by=0)
    assert is_unread(shed, by=1)


def test_what_somebody_out_of_sight_writes_does_not_stay_unread(shed):
    shed.pass_time(minutes=1)
    notice = put_up(shed)
    shed[2].put(f"/v1/me/blocks/{shed[1].id}")
    shed.pass_time(minutes=1)
    put_up(shed, by=1)
    shed[2].put(f"{shed.path}/notices/read", {"until": notice["last_at"]})
    assert not is_unread(shed, by=2)


def test_whoever_leaves_the_group_has_no_name_there_and_sees_nothing(shed):
    notice = put_up(shed, by=1)
    gone = shed.people.pop(1)
    assert gone.delete(f"{shed.path}/membership").status_code == 204
    assert board(shed)[0]["written_by"] is None
    assert board(shed)[0]["title"] == notice["title"]
    assert gone.get(f"/v1/notices/{notice['id']}").status_code == 404
    assert gone.put(f"/v1/notices/{notice['id']}/taking_down", {}).status_code == 404


def test_the_words_of_somebody_erased_are_gone_and_what_others_said_stays(shed):
    kept, alone = put_up(shed, "Mine", by=1), put_up(shed, "Alone", by=1)
    answered(shed, kept, "Said by another", by=2)
    other = put_up(shed, "Other")
    answered(shed, other, "Said by me", by=1)
    gone = shed.people.pop(1)
    assert gone.delete("/v1/me").status_code < 300
    seen = {each["id"]: each for each in board(shed)}
    assert (seen[kept["id"]]["title"], seen[kept["id"]]["written_by"]) == ("", None)
    assert [each["words"] for each in answers(shed, kept)] == ["Said by another"]
    assert alone["id"] not in seen
    assert seen[other["id"]]["answers"] == 0
    assert answers(shed, other) == []
    assert shed.people.pop(1).delete("/v1/me").status_code < 300
    assert [each["id"] for each in board(shed)] == [other["id"]], "nothing is left of the first"


def test_boards_are_bounded(shed):
    path = f"{shed.path}/notices"
    for wrong in ({"title": ""}, {"title": "x" * 201}, {"words": "x" * 5_001}, {"more": 1}):
        assert shed[0].post(path, {"title": "?", **wrong}).status_code == 422
    notice = put_up(shed)
    for _ in range(9):
        put_up(shed)
    full = shed[0].post(path, {"title": "?"})
    assert (full.status_code, full.json["code"]) == (429, "too_many_notices")
    assert int(full.headers["Retry-After"]) <= 86_401
    for _ in range(30):
        answered(shed, notice, by=0)
    answer = shed[0].post(f"/v1/notices/{notice['id']}/answers", {"words": "?"})
    assert answer.json["code"] == "too_many_notices"
    shed.pass_time(hours=1, seconds=1)
    answered(shed, notice, by=0)


def test_the_board_goes_with_its_group(shed):
    notice = put_up(shed)
    answered(shed, notice)
    for each in shed.people:
        assert each.delete(f"{shed.path}/membership").status_code == 204
    assert shed[0].get(f"/v1/notices/{notice['id']}").status_code == 404


def test_written_at_is_when_it_was_written(shed, clock):
    assert datetime.fromisoformat(put_up(shed)["written_at"]) == clock()
