"""People who write at the same moment, in real threads."""

from functools import partial

from tests.conversations.test_talking import ada, ben, booking, hall, kim, talk
from tests.people.races import all_at_once

__all__ = ["ada", "ben", "booking", "hall", "kim", "talk"]


def test_each_message_has_a_number_of_its_own_whoever_writes_at_once(ada, kim, talk):
    answers = all_at_once(
        *(
            partial(each.post, f"{talk}/messages", {"words": f"{number}"})
            for number, each in enumerate([ada, kim] * 8)
        )
    )
    assert {answer.status_code for answer in answers} == {201}
    seqs = [answer.json["seq"] for answer in answers]
    assert len(set(seqs)) == len(seqs)
    listed = ada.get(f"{talk}/messages?after=0&limit=100").json["items"]
    assert [each["seq"] for each in listed] == sorted(seqs)


def test_a_message_sent_twice_at_once_is_said_once(ada, kim, talk):
    message = {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be777", "words": "On my way"}
    answers = all_at_once(*(partial(ada.post, f"{talk}/messages", message) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["seq"] for answer in answers}) == 1


def test_nobody_writes_more_than_a_minute_allows_by_writing_at_once(ada, talk):
    answers = all_at_once(
        *(partial(ada.post, f"{talk}/messages", {"words": "and"}) for _ in range(26))
    )
    assert sorted(answer.status_code for answer in answers) == [201] * 20 + [429] * 6


def test_both_may_open_it_block_and_leave_at_once(ada, kim, booking):
    answers = all_at_once(
        partial(ada.post, f"{booking}/conversation"),
        partial(kim.post, f"{booking}/conversation"),
        partial(ada.put, f"/v1/me/blocks/{kim.id}"),
        partial(kim.put, f"/v1/me/blocks/{ada.id}"),
        partial(kim.delete, "/v1/me"),
    )
    assert all(answer.status_code < 500 for answer in answers)
    assert ada.post(f"{booking}/conversation").json["code"] == "conversation_not_found"
