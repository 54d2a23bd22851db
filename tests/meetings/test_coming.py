"""Calling meetings, and coming to them: what members do, over HTTP."""

import pytest

from tests.meetings.scenes import (
    NEXT_THURSDAY,
    THURSDAY,
    a_group,
    called,
    dates_of,
    path_of,
    says,
    told,
    wish,
)


def test_any_member_calls_a_meeting_and_the_others_find_it(ben, cleo, shed):
    meeting = called(ben, shed)
    assert meeting["says"] == "Mending evening is next on Thursday 5 March, 18:00."
    seen = cleo.get(f"/v1/groups/{shed['id']}/meetings").json["items"]
    assert [each["id"] for each in seen] == [meeting["id"]]
    assert seen[0]["called_by"] == {"id": str(ben.id), "name": "Ben"}
    assert seen[0]["can"] == ["answer", "take_over"]


def test_who_comes_is_seen_by_all_members(ada, ben, cleo, shed):
    meeting = called(ada, shed)
    says(ada, meeting, "coming")
    says(ben, meeting, "maybe")
    seen = says(cleo, meeting, "not")
    assert (seen["coming"], seen["maybe"], seen["mine"]) == (1, 1, "not")
    assert [(each["name"], each["answer"]) for each in seen["people"]] == [
        ("Ada", "coming"),
        ("Ben", "maybe"),
    ]


def test_strangers_learn_nothing_of_a_meeting(ada, shed, neighbour):
    meeting, stranger = called(ada, shed), neighbour("Stranger")
    assert stranger.get(f"/v1/groups/{shed['id']}/meetings").json["code"] == "not_a_member"
    assert stranger.post(f"/v1/groups/{shed['id']}/meetings", wish()).json["code"] == "not_a_member"
    for path in (f"/v1/meetings/{meeting['id']}", path_of(meeting)):
        assert stranger.get(path).json["code"] == "meeting_not_found"
    answer = stranger.put(f"{path_of(meeting)}/answer", {"answer": "coming"})
    assert answer.json["code"] == "meeting_not_found"
    hidden = a_group(ada, visibility="hidden")
    assert stranger.get(f"/v1/groups/{hidden['id']}/meetings").json["code"] == "group_not_found"


def test_an_answer_can_be_changed_and_taken_back(ada, ben, shed):
    meeting = called(ada, shed)
    says(ben, meeting, "coming")
    assert says(ben, meeting, "maybe")["coming"] == 0
    assert ben.delete(f"{path_of(meeting)}/answer").status_code == 204
    seen = ben.get(path_of(meeting)).json
    assert (seen["mine"], seen["maybe"]) == (None, 0)


def test_where_there_is_room_for_few_the_others_are_in_line(ada, ben, cleo, shed):
    meeting = called(ada, shed, room_for=1)
    assert says(ben, meeting, "coming")["my_place_in_line"] is None
    seen = says(cleo, meeting, "coming")
    assert (seen["coming"], seen["in_line"], seen["my_place_in_line"]) == (1, 1, 1)
    assert seen["says"].endswith("is full. You are number 1 in line.")
    assert says(ada, meeting, "coming")["my_place_in_line"] == 2
    assert says(cleo, meeting, "coming")["my_place_in_line"] == 1, "saying it again loses nothing"


def test_a_place_that_is_given_up_goes_to_who_was_first_in_line(ada, ben, cleo, shed):
    meeting = called(ada, shed, room_for=1)
    for each in (ben, cleo, ada):
        says(each, meeting, "coming")
    says(ben, meeting, "not")
    assert cleo.get(path_of(meeting)).json["my_place_in_line"] is None
    assert told(cleo) == [
        "There is a place for you at Mending evening on Thursday 5 March, 18:00 now."
    ]
    assert told(ada) == []
    assert says(ben, meeting, "coming")["my_place_in_line"] == 2, "who comes back comes last"


def test_more_room_is_for_those_in_line(ada, ben, cleo, shed):
    meeting = called(ada, shed, room_for=1)
    says(ben, meeting, "coming")
    says(cleo, meeting, "coming")
    path = f"/v1/meetings/{meeting['id']}"
    assert ada.patch(path, {"room_for": 2}, if_match=ada.get(path)).status_code == 200
    assert len(told(cleo)) == 1
    assert told(ben) == []


def test_who_has_a_place_no_longer_is_told(ada, ben, cleo, shed):
    meeting = called(ada, shed)
    for each in (ben, cleo, ada):
        says(each, meeting, "coming")
    path = f"/v1/meetings/{meeting['id']}"
    assert ada.patch(path, {"room_for": 1}, if_match=ada.get(path)).status_code == 200
    assert told(cleo) == [
        (
            "There is room for fewer at Mending evening on Thursday 5 March, 18:00: "
            "you are in line now."
        )
    ]
    assert told(ben) == told(ada) == []


def test_those_who_come_are_told_of_another_place(ada, ben, cleo, shed):
    meeting = called(ada, shed, where="At Ada's")
    says(ben, meeting, "maybe")
    says(cleo, meeting, "not")
    path = f"/v1/meetings/{meeting['id']}"
    changed = ada.patch(path, {"where": "At Ben's"}, if_match=ada.get(path))
    assert changed.json["where"] == "At Ben's"
    assert told(ben) == ["Mending evening is somewhere else now."]
    assert told(cleo) == told(ada) == []
    refused = ben.patch(path, {"where": "Nowhere"}, if_match=ben.get(path))
    assert refused.json["code"] == "meeting_not_yours"


def test_a_hidden_group_is_named_in_nothing_that_is_told(ada, ben):
    group = a_group(ada, visibility="hidden", name="After the drink")
    code = ada.post(f"/v1/groups/{group['id']}/invitations").json["code"]
    assert ben.put(f"/v1/groups/invited/{code}", {}).status_code == 200
    meeting = called(ada, group, title="Sober Thursdays", where="At Ada's")
    says(ben, meeting, "coming")
    path = f"/v1/meetings/{meeting['id']}"
    ada.patch(path, {"where": "At Ben's"}, if_match=ada.get(path))
    news = ben.get("/v1/notifications").json["items"]
    assert [each["says"] for each in news] == [
        "One of your meetings is somewhere else now.",
        "One of your groups meets on Thursday 5 March, 18:00. Would you like to come?",
    ]
    assert "Sober" not in str(news)
    assert "drink" not in str(news)


def test_who_hears_nothing_for_a_while_hears_nothing_of_meetings(ada, ben, shed):
    meeting = called(ada, shed, where="At Ada's")
    says(ben, meeting, "coming")
    silent = {"silent_until": "2026-04-01T00:00:00Z"}
    assert ben.patch(f"/v1/groups/{shed['id']}/membership", silent).status_code == 200
    path = f"/v1/meetings/{meeting['id']}"
    ada.patch(path, {"where": "At Ben's"}, if_match=ada.get(path))
    assert told(ben) == []


def test_people_out_of_sight_are_counted_and_not_named(ada, ben, cleo, shed):
    meeting = called(ben, shed)
    says(ben, meeting, "coming")
    says(ada, meeting, "coming")
    assert cleo.put(f"/v1/me/blocks/{ben.id}").status_code == 204
    seen = cleo.get(path_of(meeting)).json
    assert [each["name"] for each in seen["people"]] == ["Ada"]
    assert seen["coming"] == 2
    assert cleo.get(f"/v1/meetings/{meeting['id']}").json["called_by"] is None


def test_who_shows_nothing_to_the_group_is_not_named_at_its_meetings(ada, ben, shed):
    meeting = called(ada, shed)
    says(ben, meeting, "coming")
    path = f"/v1/groups/{shed['id']}/membership"
    assert ben.patch(path, {"shows": "nothing"}).status_code == 200
    assert ada.get(path_of(meeting)).json["people"] == []
    assert ada.get(path_of(meeting)).json["coming"] == 1


def test_who_leaves_the_group_gives_up_their_place(ada, ben, cleo, shed):
    meeting = called(ada, shed, room_for=1)
    says(ben, meeting, "coming")
    says(cleo, meeting, "coming")
    assert ben.delete(f"/v1/groups/{shed['id']}/membership").status_code == 204
    seen = cleo.get(path_of(meeting)).json
    assert (seen["coming"], seen["in_line"], seen["my_place_in_line"]) == (1, 0, None)
    assert len(told(cleo)) == 1
    assert ben.get(path_of(meeting)).json["code"] == "meeting_not_found"


def test_a_meeting_outlives_who_called_it(ada, ben, cleo, shed):
    meeting = called(ben, shed)
    says(ben, meeting, "coming")
    assert ben.delete("/v1/me").status_code == 204
    seen = cleo.get(f"/v1/meetings/{meeting['id']}").json
    assert seen["called_by"] is None
    assert cleo.get(path_of(meeting)).json["coming"] == 0


def test_a_date_that_has_been_takes_no_answers(ada, ben, shed, clock):
    meeting = called(ada, shed)
    clock.pass_time(days=5)
    answer = ben.put(f"{path_of(meeting)}/answer", {"answer": "coming"})
    assert answer.json["code"] == "sign_in_needed"
    ben.renew()
    answer = ben.put(f"{path_of(meeting)}/answer", {"answer": "coming"})
    assert answer.json["code"] == "meeting_date_is_over"
    assert ben.get(path_of(meeting)).json["state"] == "over"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"starts_at": "2026-02-27T18:00"}, "meeting_not_ahead"),
        ({"starts_at": "2027-03-05T18:00"}, "meeting_not_ahead"),
        ({"rrule": "FREQ=MINUTELY"}, "rule_too_fine"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule_has_no_dates"),
        ({"book": True}, "space_needed_to_book"),
        ({"space_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1bffff"}, "space_not_found"),
    ],
)
def test_what_can_be_no_meeting_is_none(ada, shed, facts, code):
    answer = ada.post(f"/v1/groups/{shed['id']}/meetings", wish(**facts))
    assert answer.json["code"] == code
    assert ada.get(f"/v1/groups/{shed['id']}/meetings").json["items"] == []


def test_a_rule_without_an_end_goes_on(ada, ben, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    dates = dates_of(ben, meeting)
    assert [each["on"] for each in dates[:2]] == [THURSDAY, NEXT_THURSDAY]
    assert len(dates) == 57, "what is told of is 400 days"
    says(ben, meeting, "coming", NEXT_THURSDAY)
    assert [each["coming"] for each in dates_of(ada, meeting)[:3]] == [0, 1, 0]
    answer = ben.put(f"{path_of(meeting, '2026-03-06')}/answer", {"answer": "coming"})
    assert answer.json["code"] == "meeting_date_not_found"
    far = ben.put(f"{path_of(meeting, '2036-03-06')}/answer", {"answer": "coming"})
    assert far.json["code"] == "meeting_date_not_found", "nobody answers for years to come"
    assert ben.get(path_of(meeting, "9999-12-31")).json["code"] == "meeting_date_not_found"
    assert ben.get(path_of(meeting, "tomorrow")).json["code"] == "date_not_readable"


def test_a_meeting_every_day_for_years_can_be_read(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=DAILY;UNTIL=20290101")
    assert len(dates_of(ada, meeting)) == 100


def test_meetings_keep_their_time_on_the_clock_when_clocks_change(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=5")
    assert [each["starts_at"] for each in dates_of(ada, meeting)] == [
        "2026-03-05T18:00:00Z",
        "2026-03-12T18:00:00Z",
        "2026-03-19T18:00:00Z",
        "2026-03-26T18:00:00Z",
        "2026-04-02T17:00:00Z",
    ]


def test_a_meeting_at_a_time_that_the_clock_skips_is_an_hour_later_on_the_clock(ada, shed):
    meeting = called(ada, shed, starts_at="2026-03-29T01:30")
    assert dates_of(ada, meeting)[0]["starts_at"] == "2026-03-29T01:30:00Z"


def test_dates_go_on_where_they_stopped(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=7")
    path, seen, following = f"/v1/meetings/{meeting['id']}/dates?limit=3", [], ""
    while following is not None:
        page = ada.get(path + (f"&cursor={following}" if following else "")).json
        seen += [each["on"] for each in page["items"]]
        following = page["next"]
    assert seen == [each["on"] for each in dates_of(ada, meeting)]
    assert len(seen) == 7


def test_without_a_space_the_clock_is_that_of_the_group(neighbour):
    someone = neighbour("Someone")
    group = a_group(someone, place={"latitude": 52.52, "longitude": 13.405})
    meeting = called(someone, group)
    assert meeting["zone"] == "Europe/Berlin"
    assert meeting["next_at"] == "2026-03-05T17:00:00Z"


def test_one_sees_what_all_ones_groups_meet_for(ada, ben, cleo, shed, clock):
    choir = a_group(cleo, ben, name="Choir")
    singing = called(cleo, choir, title="Singing", starts_at=f"{THURSDAY}T10:00")
    mending = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=2")
    says(ben, singing, "maybe")
    seen = ben.get("/v1/me/meetings").json["items"]
    assert [(each["title"], each["on"], each["mine"]) for each in seen] == [
        ("Singing", THURSDAY, "maybe"),
        ("Mending evening", THURSDAY, None),
        ("Mending evening", NEXT_THURSDAY, None),
    ]
    assert seen[0]["group"]["name"] == "Choir"
    says(ben, mending, "not")
    assert [each["on"] for each in ben.get("/v1/me/meetings").json["items"]] == [
        THURSDAY,
        NEXT_THURSDAY,
    ]
    assert len(ada.get("/v1/me/meetings").json["items"]) == 2
