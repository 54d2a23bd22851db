"""Meetings that are moved, called off, changed, ended or taken over, over HTTP."""

from tests.meetings.scenes import (
    NEXT_THURSDAY,
    THURSDAY,
    a_group,
    called,
    dates_of,
    path_of,
    says,
    told,
)


def change(person, meeting, **facts):
    return person.post(f"/v1/meetings/{meeting['id']}/change", facts)


def test_one_date_is_moved_and_those_who_come_are_told(ada, ben, cleo, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=2")
    says(ben, meeting, "coming")
    says(cleo, meeting, "coming", NEXT_THURSDAY)
    moved = ada.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-03-06T19:00"})
    assert moved.json["starts_at"] == "2026-03-06T19:00:00Z"
    assert (moved.json["on"], moved.json["is_moved"]) == (THURSDAY, True)
    assert moved.json["coming"] == 1
    assert told(ben) == ["Mending evening was moved to Friday 6 March, 19:00."]
    assert told(cleo) == []
    assert [each["starts_at"] for each in dates_of(ben, meeting)] == [
        "2026-03-06T19:00:00Z",
        "2026-03-12T18:00:00Z",
    ]


def test_a_date_moved_behind_the_next_is_listed_behind_it(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=2")
    ada.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-03-20T19:00"})
    assert [each["on"] for each in dates_of(ada, meeting)] == [NEXT_THURSDAY, THURSDAY]


def test_nothing_is_moved_into_the_past_or_out_of_sight(ada, ben, shed):
    meeting = called(ada, shed)
    for when in ("2026-02-27T18:00", "2027-03-20T18:00"):
        answer = ada.post(f"{path_of(meeting)}/moving", {"starts_at": when})
        assert answer.json["code"] == "meeting_not_ahead"
    answer = ben.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-03-06T18:00"})
    assert answer.json["code"] == "meeting_not_yours"
    assert dates_of(ada, meeting)[0]["starts_at"] == "2026-03-05T18:00:00Z"


def test_a_date_that_is_called_off_is_said_so(ada, ben, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=2")
    says(ben, meeting, "maybe")
    for _ in range(2):
        answer = ada.post(f"{path_of(meeting)}/calling_off", {"words": "Too hot."})
        assert answer.status_code == 200
    seen = dates_of(ben, meeting)
    assert [each["state"] for each in seen] == ["called_off", "planned"]
    assert seen[0]["words"] == "Too hot."
    assert told(ben) == ["Mending evening on Thursday 5 March, 18:00 was called off."]
    refused = ben.put(f"{path_of(meeting)}/answer", {"answer": "coming"})
    assert refused.json["code"] == "meeting_date_is_over"
    assert ben.get(f"/v1/meetings/{meeting['id']}").json["next_on"] == NEXT_THURSDAY


def test_from_a_date_on_a_meeting_is_at_another_time(ada, ben, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=4")
    says(ben, meeting, "coming", "2026-03-19")
    answer = change(ada, meeting, from_on=NEXT_THURSDAY, starts_at="2026-03-12T19:30")
    assert answer.status_code == 200, answer.json
    seen = dates_of(ben, meeting)
    assert [each["starts_at"] for each in seen] == [
        "2026-03-05T18:00:00Z",
        "2026-03-12T19:30:00Z",
        "2026-03-19T19:30:00Z",
        "2026-03-26T19:30:00Z",
    ]
    assert seen[2]["coming"] == 1, "who comes still comes"
    assert told(ben) == ["Mending evening is at other times from Thursday 12 March, 19:30 on."]
    assert not any(each["is_moved"] for each in seen)


def test_answers_to_dates_that_are_no_more_are_forgotten(ada, ben, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    says(ben, meeting, "coming", NEXT_THURSDAY)
    change(ada, meeting, from_on=NEXT_THURSDAY, starts_at="2026-03-13T18:00")
    seen = dates_of(ben, meeting)
    assert [each["on"] for each in seen[:3]] == [THURSDAY, "2026-03-13", "2026-03-20"]
    assert sum(each["coming"] for each in seen) == 0
    assert len(told(ben)) == 1


def test_what_was_keeps_its_time_when_the_rule_changes(ada, shed, clock):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    clock.pass_time(days=5)
    ada.renew()
    change(ada, meeting, from_on=NEXT_THURSDAY, starts_at="2026-03-12T10:00", duration_minutes=30)
    was = ada.get(path_of(meeting)).json
    assert (was["starts_at"], was["ends_at"]) == ("2026-03-05T18:00:00Z", "2026-03-05T20:00:00Z")
    assert was["state"] == "over"
    assert dates_of(ada, meeting)[0]["ends_at"] == "2026-03-12T10:30:00Z"


def test_every_second_week_stays_every_second_week(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;INTERVAL=2;COUNT=4")
    answer = change(ada, meeting, from_on="2026-03-19", duration_minutes=60)
    assert answer.json["rrule"] == "FREQ=WEEKLY;INTERVAL=2;COUNT=3"
    assert [each["on"] for each in dates_of(ada, meeting)] == [
        THURSDAY,
        "2026-03-19",
        "2026-04-02",
        "2026-04-16",
    ]


def test_what_was_called_off_stays_so_when_the_rule_changes(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=3")
    ada.post(f"{path_of(meeting, '2026-03-19')}/calling_off", {})
    change(ada, meeting, from_on=NEXT_THURSDAY, starts_at="2026-03-12T10:00")
    assert [each["state"] for each in dates_of(ada, meeting)] == [
        "planned",
        "planned",
        "called_off",
    ]


def test_a_change_begins_with_a_date_of_the_meeting_and_not_before_it(ada, ben, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    no_date = change(ada, meeting, from_on="2026-03-13", duration_minutes=60)
    assert no_date.json["code"] == "meeting_date_not_found"
    before = change(ada, meeting, from_on=NEXT_THURSDAY, starts_at="2026-03-11T18:00")
    assert before.json["code"] == "change_starts_too_early"
    assert change(ada, meeting, from_on=NEXT_THURSDAY).json["code"] == "not_valid"
    not_mine = change(ben, meeting, from_on=NEXT_THURSDAY, duration_minutes=60)
    assert not_mine.json["code"] == "meeting_not_yours"
    assert {each["starts_at"][11:16] for each in dates_of(ada, meeting)[:3]} == {"18:00"}


def test_a_meeting_ends_from_a_date_on(ada, ben, cleo, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    says(ben, meeting, "coming")
    says(cleo, meeting, "coming", "2026-03-19")
    answer = ada.post(f"/v1/meetings/{meeting['id']}/ending", {"from_on": "2026-03-19"})
    assert answer.status_code == 200, answer.json
    assert [each["on"] for each in dates_of(ben, meeting)] == [THURSDAY, NEXT_THURSDAY]
    assert told(cleo) == ["Mending evening is no more, from Thursday 19 March, 18:00 on."]
    assert told(ben) == []
    assert ada.post(f"/v1/meetings/{meeting['id']}/ending", {}).status_code == 200
    over = ada.post(f"/v1/meetings/{meeting['id']}/ending", {})
    assert over.json["code"] == "meeting_is_over"
    assert ben.get(f"/v1/meetings/{meeting['id']}").json["says"] == (
        "Mending evening has no more dates."
    )


def test_what_has_begun_stays_when_a_meeting_ends(ada, ben, shed, clock):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    says(ben, meeting, "coming")
    moved = ada.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-04-21T18:00"})
    assert moved.status_code == 200, moved.json
    clock.pass_time(days=11, hours=9)
    for each in (ada, ben):
        each.renew()
    assert ada.post(f"/v1/meetings/{meeting['id']}/ending", {}).status_code == 200
    assert [each["state"] for each in dates_of(ben, meeting)] == ["running", "called_off"]
    assert told(ben, "meeting_ended") == [
        "Mending evening is no more, from Thursday 19 March, 18:00 on."
    ]


def test_what_has_begun_stays_when_what_was_moved_behind_it_changes(ada, ben, shed, clock):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    says(ben, meeting, "coming", NEXT_THURSDAY)
    moved = ada.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-04-21T18:00"})
    assert moved.status_code == 200, moved.json
    clock.pass_time(days=11, hours=9)
    for each in (ada, ben):
        each.renew()
    change = {"from_on": THURSDAY, "starts_at": "2026-04-23T19:00"}
    changed = ada.post(f"/v1/meetings/{meeting['id']}/change", change)
    assert changed.status_code == 200, changed.json
    seen = ben.get(path_of(meeting, NEXT_THURSDAY)).json
    assert (seen["state"], seen["mine"]) == ("running", "coming")
    assert dates_of(ben, meeting)[1]["on"] == "2026-04-23"


def test_any_two_take_over_a_meeting_whose_caller_has_left(ada, ben, cleo, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    assert ada.delete("/v1/me").status_code == 204
    path = f"/v1/meetings/{meeting['id']}/taking_over"
    first = ben.post(path).json
    assert (first["is_mine"], first["hands"]) == (False, 1)
    assert "take_over" not in first["can"]
    assert first["says"].endswith("One of you would take it over; it takes 2.")
    assert ben.post(path).json["hands"] == 1, "one hand is one hand"
    assert ben.post(f"{path_of(meeting)}/calling_off", {}).json["code"] == "meeting_not_yours"
    second = cleo.post(path).json
    assert (second["is_mine"], second["hands"]) == (True, 0)
    assert cleo.post(f"{path_of(meeting)}/calling_off", {}).status_code == 200


def test_who_called_a_meeting_hears_that_others_took_it_over(ada, ben, cleo, shed):
    meeting = called(ada, shed)
    for each in (ben, cleo):
        each.post(f"/v1/meetings/{meeting['id']}/taking_over")
    assert told(ada) == ["Others of the group look after Mending evening now."]
    refused = ada.post(f"{path_of(meeting)}/calling_off", {})
    assert refused.json["code"] == "meeting_not_yours"


def test_nobody_outside_takes_a_meeting_over(ada, shed, neighbour):
    meeting, stranger = called(ada, shed), neighbour("Stranger")
    a_group(stranger)
    answer = stranger.post(f"/v1/meetings/{meeting['id']}/taking_over")
    assert answer.json["code"] == "meeting_not_found"


def test_what_has_an_end_keeps_it_when_its_times_change(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    ada.post(f"/v1/meetings/{meeting['id']}/ending", {"from_on": "2026-03-26"})
    answer = change(ada, meeting, from_on=NEXT_THURSDAY, starts_at="2026-03-12T10:00")
    assert answer.status_code == 200, answer.json
    assert [each["on"] for each in dates_of(ada, meeting)] == [
        THURSDAY,
        NEXT_THURSDAY,
        "2026-03-19",
    ]


def test_who_says_by_which_rule_it_goes_on_says_that_it_goes_on(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY")
    ada.post(f"/v1/meetings/{meeting['id']}/ending", {"from_on": "2026-03-19"})
    again = change(ada, meeting, from_on=NEXT_THURSDAY, rrule="FREQ=WEEKLY;COUNT=4")
    assert again.json["ended_at"] is None
    assert len(dates_of(ada, meeting)) == 5
