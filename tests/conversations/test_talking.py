"""Talking about a booking over HTTP: whoever booked, and the keepers at that moment."""

from typing import Any
from uuid import uuid4

import pytest

from tests.people.arrivals import Neighbour

EVENING = {"starts_at": "2026-03-08T18:00:00Z", "ends_at": "2026-03-08T20:00:00Z"}


@pytest.fixture
def kim(neighbour: Any) -> Neighbour:
    return neighbour("Kim Keeper")


@pytest.fixture
def ada(neighbour: Any) -> Neighbour:
    return neighbour("Ada Byron", zone="Europe/London")


@pytest.fixture
def ben(neighbour: Any) -> Neighbour:
    return neighbour("Ben")


@pytest.fixture
def hall(kim: Neighbour) -> str:
    answer = kim.post(
        "/v1/spaces",
        {
            "name": "St Anne's hall",
            "kind": "hall",
            "place": {"latitude": 53.9213, "longitude": -3.0178, "address_is_public": True},
            "opening_hours": [{"weekday": "sunday", "opens": "09:00", "closes": "22:00"}],
            "terms": {"confirms": "instant"},
        },
    )
    assert answer.status_code == 201, answer.json
    return f"/v1/spaces/{answer.json['id']}"


@pytest.fixture
def booking(ada: Neighbour, hall: str) -> str:
    answer = ada.post(f"{hall}/bookings", EVENING)
    assert answer.status_code == 201, answer.json
    return f"/v1/bookings/{answer.json['id']}"


@pytest.fixture
def talk(ada: Neighbour, booking: str) -> str:
    answer = ada.post(f"{booking}/conversation")
    assert answer.status_code == 200, answer.json
    return f"/v1/conversations/{answer.json['id']}"


def say(who: Neighbour, talk: str, words: str, **more: Any) -> dict[str, Any]:
    answer = who.post(f"{talk}/messages", {"words": words, **more})
    assert answer.status_code == 201, answer.json
    said: dict[str, Any] = answer.json
    return said


def words_seen(who: Neighbour, talk: str, query: str = "") -> list[str]:
    answer = who.get(f"{talk}/messages{query}")
    assert answer.status_code == 200, answer.json
    return [each["words"] for each in answer.json["items"]]


def is_closed(who: Neighbour, talk: str) -> bool:
    codes = {
        who.get(talk).json.get("code"),
        who.get(f"{talk}/messages").json.get("code"),
        who.post(f"{talk}/messages", {"words": "Hello?"}).json.get("code"),
        who.put(f"{talk}/read", {"seq": 1}).json.get("code"),
        who.put(f"{talk}/contact", {"phone": "1"}).json.get("code"),
        who.put(f"{talk}/keeping_in_touch").json.get("code"),
    }
    assert len(codes) == 1
    listed = [each["id"] for each in who.get("/v1/me/conversations").json["items"]]
    assert talk.rsplit("/", 1)[1] not in listed
    return codes == {"conversation_not_found"}


def test_either_side_opens_the_one_conversation_and_nobody_else_does(ada, ben, kim, booking, talk):
    again = kim.post(f"{booking}/conversation").json
    assert talk.endswith(again["id"])
    assert again["others"] == [{"id": str(ada.id), "first_name": "Ada"}]
    assert again["about"]["title"] == "St Anne's hall"
    assert ada.get(talk).json["others"] == [{"id": str(kim.id), "first_name": "Kim"}]
    assert ben.post(f"{booking}/conversation").json["code"] == "conversation_not_found"
    assert is_closed(ben, talk)
    nothing = f"/v1/bookings/{uuid4()}/conversation"
    assert ada.post(nothing).json["code"] == "conversation_not_found"


def test_what_is_said_is_counted_until_it_is_read_and_read_marks_never_go_back(ada, kim, talk):
    first = say(ada, talk, "Is there a piano?")
    second = say(ada, talk, "And a kettle?")
    assert second["seq"] > first["seq"]
    [listed] = kim.get("/v1/me/conversations").json["items"]
    assert (listed["unread"], listed["last_message"]["words"]) == (2, "And a kettle?")
    assert ada.get(talk).json["unread"] == 0
    assert kim.put(f"{talk}/read", {"seq": first["seq"]}).json["unread"] == 1
    assert kim.put(f"{talk}/read", {"seq": 2**31 - 1}).json["unread"] == 0
    back = kim.put(f"{talk}/read", {"seq": 0}).json
    assert (back["unread"], back["read_seq"]) == (0, second["seq"])
    say(ada, talk, "Oh, and spoons")
    assert kim.get(talk).json["unread"] == 1, "beyond the newest is not the future"


def test_a_phone_reads_what_is_new_to_it_in_order_and_what_is_old_backwards(ada, kim, talk):
    seqs = [say(each, talk, f"{number}")["seq"] for number, each in enumerate([ada, kim] * 3)]
    assert words_seen(kim, talk) == ["5", "4", "3", "2", "1", "0"]
    assert words_seen(kim, talk, f"?after={seqs[1]}") == ["2", "3", "4", "5"]
    assert words_seen(kim, talk, f"?before={seqs[4]}&limit=2") == ["3", "2"]
    assert words_seen(kim, talk, f"?after={seqs[-1]}") == []
    page = kim.get(f"{talk}/messages?after=0&limit=4").json
    onward = f"?after=0&limit=4&cursor={page['next']}"
    assert [each["words"] for each in page["items"]] == ["0", "1", "2", "3"]
    assert words_seen(kim, talk, onward) == ["4", "5"]
    both = kim.get(f"{talk}/messages?after=1&before=3")
    assert both.status_code == 422


def test_the_order_holds_when_the_clock_goes_back(ada, kim, talk, clock):
    clock.pass_time(minutes=12)
    say(ada, talk, "first")
    clock.pass_time(minutes=-8)
    say(kim, talk, "second")
    clock.pass_time(minutes=-4)
    say(ada, talk, "third")
    assert words_seen(kim, talk) == ["third", "second", "first"]


def test_a_message_sent_again_is_said_once_and_with_other_words_refused(ada, kim, talk, clock):
    mine = str(uuid4())
    first = say(ada, talk, "I am on my way", id=mine)
    clock.pass_time(hours=1)
    ada.renew()
    kim.renew()
    assert say(ada, talk, "I am on my way", id=mine) == first
    other = ada.post(f"{talk}/messages", {"id": mine, "words": "I am not"})
    assert (other.status_code, other.json["code"]) == (409, "message_already_said")
    stolen = kim.post(f"{talk}/messages", {"id": mine, "words": "I am on my way"})
    assert stolen.json["code"] == "message_already_said"
    assert words_seen(kim, talk) == ["I am on my way"]


def test_words_are_bounded_in_length_and_number(ada, kim, talk, clock):
    for nothing in ("", "   ", "\u200b", "x" * 2001):
        assert ada.post(f"{talk}/messages", {"words": nothing}).status_code == 422
    for number in range(20):
        say(ada, talk, f"{number}" + "x" * 1990)
        clock.pass_time(seconds=1)
    refused = ada.post(f"{talk}/messages", {"words": "one more"})
    assert (refused.status_code, refused.json["code"]) == (429, "too_many_messages")
    assert refused.headers["Retry-After"] == "40"
    say(kim, talk, "I am listening")
    clock.pass_time(seconds=40)
    say(ada, talk, "one more")


def test_people_are_told_once_until_they_have_read_and_never_what_was_said(ada, kim, talk):
    def told() -> list[str]:
        items = kim.get("/v1/notifications").json["items"]
        return [each["says"] for each in items if each["about_kind"] == "conversations"]

    for _ in range(3):
        last = say(ada, talk, "A secret")
    assert told() == ["Ada wrote to you."]
    kim.put(f"{talk}/read", {"seq": last["seq"]})
    unread = kim.get("/v1/notifications?unread=true").json["items"]
    assert [each for each in unread if each["about_kind"] == "conversations"] == []
    say(ada, talk, "Another")
    say(ada, talk, "And another")
    assert told() == ["Ada wrote to you."] * 2
    assert "ecret" not in kim.get("/v1/notifications").get_data(as_text=True)


def test_it_closes_to_all_fourteen_days_after_the_end(ada, kim, talk, clock):
    ada.put(f"{talk}/contact", {"phone": "01253 496 0123"})
    seen = ada.get(talk).json
    assert seen["next"] == {"at": "2026-03-22T20:00:00Z", "becomes": "closed"}
    assert seen["says"] == (
        "You can talk until Sunday 22 March, 20:00, or for longer if all keep in touch."
    )
    clock.pass_time(days=21, hours=9, minutes=59)
    for each in (ada, kim):
        each.renew()
        assert each.get(talk).status_code == 200
        assert each.get(f"{talk}/messages").status_code == 200
    clock.pass_time(minutes=1)
    assert is_closed(ada, talk)
    assert is_closed(kim, talk)


def test_it_stays_open_where_all_keep_in_touch_until_one_lets_go(ada, kim, talk, clock):
    assert ada.put(f"{talk}/keeping_in_touch").json["closes_at"] is not None
    assert kim.get(talk).json["others_keep_in_touch"] is True
    assert kim.put(f"{talk}/keeping_in_touch").json["closes_at"] is None
    clock.pass_time(days=100)
    ada.renew()
    kim.renew()
    assert say(ada, talk, "How are you?")["is_mine"]
    assert kim.delete(f"{talk}/keeping_in_touch").status_code == 204
    assert is_closed(ada, talk)


def test_an_early_end_counts_from_then(ada, kim, booking, talk):
    off = ada.post(f"{booking}/cancellation", {}, if_match=ada.get(booking))
    assert off.status_code == 200, off.json
    assert kim.get(talk).json["closes_at"] == "2026-03-15T10:00:00Z"


def test_what_i_share_is_seen_by_the_others_until_i_take_it_back(ada, kim, talk):
    place = {"latitude": 53.9, "longitude": -3.0}
    mine = ada.put(f"{talk}/contact", {"email": "ada@example.org", "place": place}).json
    assert mine["contact"]["email"] == "ada@example.org"
    [shared] = kim.get(talk).json["contacts"]
    assert (shared["shared_by"]["first_name"], shared["place"]) == ("Ada", place)
    assert kim.get(talk).json["contact"] is None
    changed = ada.put(f"{talk}/contact", {"phone": "123"}).json["contact"]
    assert (changed["phone"], changed["email"], changed["place"]) == ("123", None, None)
    assert ada.put(f"{talk}/contact", {}).status_code == 422
    assert ada.delete(f"{talk}/contact").status_code == 204
    assert kim.get(talk).json["contacts"] == []


def test_a_keeper_who_gave_back_the_key_is_out_and_a_new_one_comes_in(
    ada, kim, ben, hall, booking, talk
):
    say(kim, talk, "Welcome")
    kim.post(f"{hall}/keepers", {"person_id": str(ben.id)})
    say(ada, talk, "Hello both")
    assert [each["unread"] for each in ben.get("/v1/me/conversations").json["items"]] == [2]
    gone = kim.delete(f"{hall}/keepers/{kim.id}", if_match=kim.get(hall))
    assert gone.status_code < 300, gone.json
    assert is_closed(kim, talk)
    assert words_seen(ben, talk) == ["Hello both", "Welcome"]
    assert [each["first_name"] for each in ada.get(talk).json["others"]] == ["Ben"]


def test_what_somebody_said_and_shared_leaves_with_them(ada, kim, ben, hall, talk):
    kim.post(f"{hall}/keepers", {"person_id": str(ben.id)})
    say(kim, talk, "See you")
    say(ben, talk, "Me too")
    kim.put(f"{talk}/contact", {"phone": "123"})
    assert kim.delete("/v1/me").status_code == 204
    assert words_seen(ada, talk) == ["Me too"]
    seen = ada.get(talk).json
    assert (seen["contacts"], seen["unread"]) == ([], 1)
    assert ben.delete("/v1/me").status_code == 204
    assert is_closed(ada, talk), "nobody is left to talk to"


def test_of_many_only_those_are_left_out_who_are_out_of_sight(ada, kim, ben, hall, talk):
    kim.post(f"{hall}/keepers", {"person_id": str(ben.id)})
    say(kim, talk, "From Kim")
    say(ben, talk, "From Ben")
    assert ben.put(f"/v1/me/blocks/{ada.id}").status_code == 204
    assert words_seen(ada, talk) == ["From Kim"]
    seen = ada.get(talk).json
    assert (seen["unread"], [each["first_name"] for each in seen["others"]]) == (1, ["Kim"])
    say(ada, talk, "Thanks")
    assert words_seen(ben, talk) == ["From Ben", "From Kim"]
    assert words_seen(kim, talk) == ["Thanks", "From Ben", "From Kim"]
    assert ada.put(f"/v1/me/blocks/{kim.id}").status_code == 204
    assert is_closed(ada, talk)
