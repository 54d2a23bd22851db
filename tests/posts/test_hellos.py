"""A hello is answered with a word, where its writer likes, and never with a promise."""

import pytest

HERE = {"latitude": 53.9231, "longitude": -3.0154}
HELLO = {
    "kind": "hello",
    "title": "New here",
    "words": "I like to sing",
    "place": HERE,
    "answered_by_word": True,
}


@pytest.fixture
def ada(neighbour):
    return neighbour("Ada")


@pytest.fixture
def bob(neighbour):
    return neighbour("Bob")


def said_hello(who, **facts):
    answer = who.post("/v1/posts", {**HELLO, **facts})
    assert answer.status_code == 201, answer.json
    return answer.json


def test_a_word_opens_a_conversation_and_finds_it_again(ada, bob, neighbour):
    hello = said_hello(ada)
    path = f"/v1/posts/{hello['id']}/conversation"
    talk = bob.post(path)
    assert talk.status_code == 200, talk.json
    assert bob.post(path).json["id"] == talk.json["id"]
    said = bob.post(f"/v1/conversations/{talk.json['id']}/messages", {"words": "Welcome!"})
    assert said.status_code == 201
    [mine] = ada.get("/v1/me/conversations").json["items"]
    assert (mine["id"], mine["unread"]) == (talk.json["id"], 1)
    # Each who answers talks with the writer alone.
    cleo = neighbour("Cleo")
    assert cleo.post(path).json["id"] != talk.json["id"]
    messages = f"/v1/conversations/{talk.json['id']}/messages"
    assert cleo.get(messages).json["code"] == "conversation_not_found"


def test_there_is_nothing_to_have_of_a_hello(ada, bob):
    hello = said_hello(ada)
    for who in (ada, bob):
        seen = who.get(f"/v1/posts/{hello['id']}").json
        assert (seen["quantity"], seen["left"]) == (None, None)


def test_what_is_no_hello_or_wants_no_answer_is_not_answered(ada, bob):
    shy = said_hello(ada, answered_by_word=False)
    soup = ada.post("/v1/posts", {"kind": "offer", "title": "Soup", "place": HERE}).json
    own = said_hello(bob)
    for post in (shy, soup, own):
        answer = bob.post(f"/v1/posts/{post['id']}/conversation")
        assert (answer.status_code, answer.json["code"]) == (409, "not_answered_by_word")


def test_a_hello_that_is_over_is_not_answered_any_more_but_goes_on_where_it_was(
    ada, bob, neighbour
):
    hello = said_hello(ada)
    path = f"/v1/posts/{hello['id']}/conversation"
    talk = bob.post(path).json
    ada.post(f"/v1/posts/{hello['id']}/closing")
    assert neighbour("Cleo").post(path).json["code"] == "post_is_over"
    assert bob.post(path).json["id"] == talk["id"]


def test_hellos_out_of_sight_do_not_exist(ada, bob):
    hello = said_hello(ada)
    ada.put(f"/v1/me/blocks/{bob.id}")
    assert bob.post(f"/v1/posts/{hello['id']}/conversation").json["code"] == "post_not_found"
    draft = said_hello(ada, draft=True)
    assert bob.post(f"/v1/posts/{draft['id']}/conversation").json["code"] == "post_not_found"


def test_nobody_writes_to_everybody_in_a_day(neighbour, bob, clock):
    hellos = [said_hello(neighbour(f"N{number}")) for number in range(11)]
    paths = [f"/v1/posts/{each['id']}/conversation" for each in hellos]
    assert [bob.post(path).status_code for path in paths[:10]] == [200] * 10
    answer = bob.post(paths[10])
    assert (answer.status_code, answer.json["code"]) == (429, "many_answers_today")
    assert int(answer.headers["Retry-After"]) == 24 * 3600 + 1
    assert bob.post(paths[0]).status_code == 200
    clock.pass_time(days=1, seconds=1)
    bob.renew()
    assert bob.post(paths[10]).status_code == 200


def test_a_conversation_shows_no_contacts_that_the_hello_masks(ada, bob):
    hello = said_hello(ada, title="Ring Ada on 07700 900123")
    talk = bob.post(f"/v1/posts/{hello['id']}/conversation").json
    assert "900123" not in talk["about"]["title"]


def test_a_hello_can_be_changed_and_renewed(ada, clock):
    path = f"/v1/posts/{said_hello(ada)['id']}"
    changed = ada.patch(path, {"words": "I like to dance"}, if_match=ada.get(path))
    assert (changed.status_code, changed.json["words"]) == (200, "I like to dance")
    clock.pass_time(days=1)
    ada.renew()
    assert ada.post(f"{path}/renewal").json["version"] == 3
