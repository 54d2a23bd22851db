"""Meetings that lose their room, and what they take instead, over HTTP."""

import pytest

from tests.meetings.scenes import (
    NEXT_THURSDAY,
    THURSDAY,
    a_group,
    a_hall,
    called,
    dates_of,
    path_of,
    rooms,
    says,
    told,
)

WEEKLY = {"rrule": "FREQ=WEEKLY;COUNT=3", "book": True}


@pytest.fixture
def barn(keeper):
    return a_hall(keeper, name="The barn")


def lost(person):
    return told(person, "meeting_lost_its_room")


def take(person, meeting, space, on=THURSDAY, **facts):
    return person.post(f"{path_of(meeting, on)}/room", {"space_id": space, **facts})


def test_members_who_listen_hear_that_a_meeting_was_called(ada, ben, cleo, shed):
    silent = {"silent_until": "2026-04-01T00:00:00Z"}
    assert cleo.patch(f"/v1/groups/{shed['id']}/membership", silent).status_code == 200
    called(ada, shed, rrule="FREQ=WEEKLY;COUNT=3")
    called(ada, shed, title="Another")
    assert told(ben, "meeting_called") == [
        "Mending evening is on Thursday 5 March, 18:00. Would you like to come?"
    ], "once, though there are many dates, and two meetings on one day"
    assert told(ada, "meeting_called") == told(cleo, "meeting_called") == []


def test_nothing_that_members_are_told_names_a_hidden_group(ada, neighbour, hall, keeper):
    dora = neighbour("Dora")
    group = a_group(ada, visibility="hidden", name="After the drink")
    code = ada.post(f"/v1/groups/{group['id']}/invitations").json["code"]
    assert dora.put(f"/v1/groups/invited/{code}", {}).status_code == 200
    meeting = called(ada, group, title="Sober Thursdays", space_id=hall, book=True)
    says(dora, meeting, "coming")
    assert keeper.post(f"/v1/spaces/{hall}/retirement").status_code == 200
    heard = [each["says"] for each in dora.get("/v1/notifications").json["items"]]
    assert heard == [
        "One of your meetings, on Thursday 5 March, 18:00, has no room any more.",
        "One of your groups meets on Thursday 5 March, 18:00. Would you like to come?",
    ]


def test_who_comes_and_who_called_hear_that_the_keeper_took_the_room_back(
    ada, ben, cleo, shed, hall, keeper
):
    meeting = called(ada, shed, space_id=hall, **WEEKLY)
    says(ben, meeting, "maybe")
    says(cleo, meeting, "not")
    booking = ben.get(path_of(meeting)).json["booking_id"]
    gone = keeper.post(f"/v1/bookings/{booking}/taking-back", {"words": "A funeral."})
    assert gone.status_code == 200, gone.json
    sentence = (
        "Mending evening on Thursday 5 March, 18:00 has no room any more. You could find another."
    )
    assert (lost(ada), lost(ben), lost(cleo)) == ([sentence], [sentence], [])
    assert rooms(ben, meeting) == ["lost", "held", "held"]


def test_a_space_that_is_no_more_is_told_of_once_for_all_dates(ada, ben, shed, hall, keeper):
    meeting = called(ada, shed, space_id=hall, **WEEKLY)
    says(ben, meeting, "coming", NEXT_THURSDAY)
    assert keeper.post(f"/v1/spaces/{hall}/retirement").status_code == 200
    assert lost(ben) == [
        (
            "Mending evening has no room any more on 3 dates, first on Thursday 5 March, 18:00. "
            "You could find another."
        )
    ]
    assert len(lost(ada)) == 1


def test_a_space_that_was_only_named_is_lost_while_it_is_closed(ada, ben, shed, hall, keeper):
    meeting = called(ada, shed, space_id=hall, rrule="FREQ=WEEKLY;COUNT=2")
    says(ben, meeting, "coming")
    closed = {"starts_at": "2026-03-05T00:00:00Z", "ends_at": "2026-03-06T00:00:00Z"}
    assert keeper.post(f"/v1/spaces/{hall}/closures", closed).status_code == 201
    assert rooms(ben, meeting) == ["lost", "named"]
    assert len(lost(ben)) == 1
    later = {"starts_at": "2026-05-05T00:00:00Z", "ends_at": "2026-05-06T00:00:00Z"}
    assert keeper.post(f"/v1/spaces/{hall}/closures", later).status_code == 201
    assert len(lost(ben)) == 1, "nobody is told twice"


def test_what_the_meeting_gives_back_itself_is_not_lost(ada, ben, shed, hall):
    meeting = called(ada, shed, space_id=hall, **WEEKLY)
    says(ben, meeting, "coming")
    says(ben, meeting, "coming", NEXT_THURSDAY)
    ada.post(f"{path_of(meeting)}/calling_off", {})
    change = {"from_on": NEXT_THURSDAY, "starts_at": f"{NEXT_THURSDAY}T10:00"}
    assert ada.post(f"/v1/meetings/{meeting['id']}/change", change).status_code == 200
    ada.post(f"/v1/meetings/{meeting['id']}/ending", {})
    assert lost(ben) == []


def test_any_member_finds_a_room_for_a_date_that_has_lost_its_own(
    ada, ben, cleo, shed, hall, barn, keeper
):
    meeting = called(ada, shed, space_id=hall, **WEEKLY)
    says(cleo, meeting, "coming")
    assert take(ben, meeting, barn).json["code"] == "meeting_not_yours"
    booking = ben.get(path_of(meeting)).json["booking_id"]
    keeper.post(f"/v1/bookings/{booking}/taking-back", {"words": "A funeral."})
    assert "room" in ben.get(path_of(meeting)).json["can"]
    taken = take(ben, meeting, barn)
    assert taken.status_code == 200, taken.json
    assert [(each["on"], each["outcome"]) for each in taken.json["booked"]] == [
        (THURSDAY, "booked")
    ]
    seen = dates_of(cleo, meeting)
    assert [each["room"] for each in seen] == ["held"] * 3
    assert [each["space"]["name"] for each in seen] == ["The barn", *["Mount Road Hall"] * 2]
    assert told(cleo, "meeting_has_a_room") == [
        "Mending evening on Thursday 5 March, 18:00 is in another place: look where."
    ]
    moved = ada.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-03-06T10:00"})
    assert (moved.json["room"], moved.json["space"]["name"]) == ("held", "The barn")


def test_another_space_is_taken_for_all_dates_from_one_on(ada, ben, shed, hall, barn, keeper):
    meeting = called(ada, shed, space_id=hall, **WEEKLY)
    says(ben, meeting, "coming", "2026-03-19")
    theirs = {"starts_at": "2026-03-19T18:00:00Z", "ends_at": "2026-03-19T19:00:00Z"}
    assert keeper.post(f"/v1/spaces/{barn}/bookings", theirs).status_code == 201
    wish = {"and_following": True}
    refused = take(ada, meeting, barn, NEXT_THURSDAY, **wish)
    assert refused.json["code"] == "series_dates_not_free"
    assert [each["space"]["name"] for each in dates_of(ben, meeting)] == ["Mount Road Hall"] * 3
    taken = take(ada, meeting, barn, NEXT_THURSDAY, **wish, take="what_is_free")
    assert taken.status_code == 200, taken.json
    assert [(each["on"], each["outcome"]) for each in taken.json["booked"]] == [
        (NEXT_THURSDAY, "booked"),
        ("2026-03-19", "skipped"),
    ]
    seen = dates_of(ben, meeting)
    assert [(each["room"], each["space"]["name"]) for each in seen] == [
        ("held", "Mount Road Hall"),
        ("held", "The barn"),
        ("lost", "The barn"),
    ]
    assert told(ben, "meeting_has_other_rooms") == [
        "Mending evening is in another place from Thursday 12 March, 18:00 on: look where."
    ]
    free = keeper.get(f"/v1/spaces/{hall}/calendar?from=2026-03-12&to=2026-03-13").json
    assert "Mending" not in str(free)


def test_a_single_meeting_takes_another_space_and_only_once(ada, shed, hall, barn):
    meeting = called(ada, shed, space_id=hall, book=True)
    assert take(ada, meeting, hall).json["code"] == "meeting_in_this_space"
    assert take(ada, meeting, barn).json["space"]["name"] == "The barn"
    assert rooms(ada, meeting) == ["held"]
    mine = ada.get("/v1/me/bookings").json["items"]
    assert sorted(each["state"] for each in mine) == ["cancelled", "confirmed"]


def test_a_meeting_anywhere_can_have_a_room_later(ada, shed, hall):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=2")
    assert take(ada, meeting, hall, and_following=True).status_code == 200
    assert rooms(ada, meeting) == ["held", "held"]


def test_a_date_called_off_by_mistake_is_taken_up_with_its_room(ada, ben, shed, hall):
    meeting = called(ada, shed, space_id=hall, **WEEKLY)
    says(ben, meeting, "coming")
    off = ada.post(f"{path_of(meeting)}/calling_off", {"words": "Too hot."})
    assert off.json["can"] == ["take_up"]
    again = ada.post(f"{path_of(meeting)}/taking_up")
    assert again.status_code == 200, again.json
    assert [each["outcome"] for each in again.json["booked"]] == ["booked"]
    seen = ben.get(path_of(meeting)).json
    assert (seen["state"], seen["room"], seen["words"], seen["coming"]) == (
        "planned",
        "held",
        "",
        1,
    )
    assert told(ben)[0] == "Mending evening on Thursday 5 March, 18:00 takes place after all."
    assert ben.post(f"{path_of(meeting)}/taking_up").json["code"] == "meeting_not_yours"


def test_what_was_taken_meanwhile_is_said_when_a_date_is_taken_up(
    ada, ben, shed, hall, keeper, clock
):
    meeting = called(ada, shed, space_id=hall, **WEEKLY)
    for on in (THURSDAY, NEXT_THURSDAY):
        ada.post(f"{path_of(meeting, on)}/calling_off", {})
    clock.pass_time(minutes=10)
    theirs = {"starts_at": f"{THURSDAY}T18:00:00Z", "ends_at": f"{THURSDAY}T19:00:00Z"}
    assert keeper.post(f"/v1/spaces/{hall}/bookings", theirs).status_code == 201
    again = ada.post(f"{path_of(meeting)}/taking_up").json["booked"]
    assert [(each["outcome"], each["code"]) for each in again] == [
        ("skipped", "space_already_booked")
    ]
    later = ada.post(f"{path_of(meeting, NEXT_THURSDAY)}/taking_up").json["booked"]
    assert [each["outcome"] for each in later] == ["booked"], "it was free still"
    assert rooms(ben, meeting) == ["lost", "held", "held"]
    assert ben.get(path_of(meeting)).json["says"].endswith("but it has no room any more.")


def test_a_room_that_was_given_back_by_mistake_is_back_and_said_so(ada, ben, shed, hall, keeper):
    meeting = called(ada, shed, space_id=hall, book=True)
    says(ben, meeting, "coming")
    booking = f"/v1/bookings/{ben.get(path_of(meeting)).json['booking_id']}"
    assert keeper.post(f"{booking}/cancellation", {"words": "Wrong day."}).status_code == 200
    assert keeper.post(f"{booking}/undo").status_code == 200
    assert told(ben) == [
        "Mending evening on Thursday 5 March, 18:00 has its room again.",
        *lost(ben),
    ]
    assert rooms(ben, meeting) == ["held"]


def test_what_is_called_off_or_moved_far_ahead_is_booked_accordingly(ada, shed, hall, clock):
    meeting = called(ada, shed, space_id=hall, rrule="FREQ=WEEKLY", book=True)
    later = [each["on"] for each in dates_of(ada, meeting) if each["room"] == "later"][:3]
    assert ada.post(f"{path_of(meeting, later[0])}/calling_off", {}).status_code == 200
    for verb in ("calling_off", "taking_up"):
        assert ada.post(f"{path_of(meeting, later[1])}/{verb}", {}).status_code == 200
    moved = {"starts_at": f"{later[2]}T10:00"}
    assert ada.post(f"{path_of(meeting, later[2])}/moving", moved).status_code == 200
    clock.pass_time(days=40)
    ada.renew()
    elsewhere = {"starts_at": "2026-05-01T10:00:00Z", "ends_at": "2026-05-01T11:00:00Z"}
    assert ada.post(f"/v1/spaces/{hall}/bookings", elsewhere).status_code == 201
    seen = [ada.get(path_of(meeting, each)).json for each in later]
    assert [(each["state"], each["room"]) for each in seen] == [
        ("called_off", "lost"),
        ("planned", "held"),
        ("planned", "held"),
    ]
