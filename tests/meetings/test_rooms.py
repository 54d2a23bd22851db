"""Meetings whose space is booked in calling them, over HTTP: what is had, and what is lost."""

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
    wish,
)


def bookings_of(person):
    return person.get("/v1/me/bookings").json["items"]


def test_a_space_is_booked_in_the_call_by_which_a_meeting_is_called(ada, ben, shed, hall):
    meeting = called(ada, shed, space_id=hall, book=True, people=8)
    assert meeting["space"] == {"id": hall, "name": "Mount Road Hall"}
    booked = bookings_of(ada)
    assert [(each["starts_at"], each["people"]) for each in booked] == [("2026-03-05T18:00:00Z", 8)]
    seen = ben.get(path_of(meeting)).json
    assert (seen["room"], seen["booking_id"]) == ("held", booked[0]["id"])


def test_where_the_space_cannot_be_had_no_meeting_is_called(ada, ben, shed, hall):
    called(ben, shed, space_id=hall, book=True)
    answer = ada.post(f"/v1/groups/{shed['id']}/meetings", wish(space_id=hall, book=True))
    assert answer.json["code"] == "space_already_booked"
    assert answer.json["suggestions"]
    assert len(ada.get(f"/v1/groups/{shed['id']}/meetings").json["items"]) == 1


def test_a_space_may_be_named_without_booking_it(ada, shed, hall):
    meeting = called(ada, shed, space_id=hall)
    assert rooms(ada, meeting) == ["named"]
    assert bookings_of(ada) == []


def test_of_a_rule_what_is_free_is_taken_and_each_date_says_what_became_of_it(ada, ben, shed, hall):
    taken = {"starts_at": f"{NEXT_THURSDAY}T19:00:00Z", "ends_at": f"{NEXT_THURSDAY}T20:00:00Z"}
    assert ben.post(f"/v1/spaces/{hall}/bookings", taken).status_code == 201
    wanted = {"space_id": hall, "book": True, "rrule": "FREQ=WEEKLY;COUNT=3"}
    answer = ada.post(f"/v1/groups/{shed['id']}/meetings", wish(**wanted))
    assert answer.json["code"] == "series_dates_not_free"
    meeting = called(ada, shed, **wanted, take="what_is_free")
    assert [(each["on"], each["outcome"], each["code"]) for each in meeting["booked"]] == [
        (THURSDAY, "booked", None),
        (NEXT_THURSDAY, "skipped", "space_already_booked"),
        ("2026-03-19", "booked", None),
    ]
    assert rooms(ben, meeting) == ["held", "lost", "held"]
    assert dates_of(ben, meeting)[1]["says"] == (
        "Mending evening is on Thursday 12 March, 18:00, but it has no room any more."
    )


def test_a_meeting_without_an_end_has_its_room_as_far_ahead_as_one_may_book(ada, shed, hall):
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY")
    found = rooms(ada, meeting)
    assert found[0] == "held"
    assert found[-1] == "later"
    assert "lost" not in found


def test_where_the_keepers_are_asked_the_room_is_asked_for(ada, shed, keeper):
    hall = a_hall(keeper, terms={"confirms": "ask", "silence_means": "no"})
    meeting = called(ada, shed, space_id=hall, book=True)
    assert rooms(ada, meeting) == ["asked"]
    booking = bookings_of(ada)[0]["id"]
    answered = keeper.post(f"/v1/bookings/{booking}/answer", {"answer": "no"})
    assert answered.status_code == 200, answered.json
    assert rooms(ada, meeting) == ["lost"]


def test_a_booking_that_is_called_off_leaves_its_date_without_a_room(ada, ben, shed, hall):
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY;COUNT=2")
    booking = bookings_of(ada)[0]
    assert ada.post(f"/v1/bookings/{booking['id']}/cancellation", {}).status_code == 200
    assert rooms(ben, meeting) == ["lost", "held"]


def test_a_booking_moved_by_itself_leaves_its_date_without_a_room(ada, ben, shed, hall):
    meeting = called(ada, shed, space_id=hall, book=True)
    path = f"/v1/bookings/{bookings_of(ada)[0]['id']}"
    times = {"starts_at": "2026-03-06T18:00:00Z", "ends_at": "2026-03-06T20:00:00Z"}
    moved = ada.post(f"{path}/move", times, if_match=ada.get(path))
    assert moved.status_code == 200, moved.json
    assert rooms(ben, meeting) == ["lost"]


def test_a_space_that_is_shared_no_longer_leaves_the_meeting_without_a_room(
    ada, ben, shed, hall, keeper
):
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY;COUNT=3")
    gone = keeper.post(f"/v1/spaces/{hall}/retirement")
    assert gone.status_code == 200, gone.json
    assert rooms(ben, meeting) == ["lost"] * 3
    assert says(ben, meeting, "coming")["coming"] == 1, "they may meet all the same"


def test_a_booking_stands_though_the_keepers_close_for_a_while(ada, ben, shed, hall, keeper):
    meeting = called(ada, shed, space_id=hall, book=True)
    closed = {"starts_at": "2026-03-05T00:00:00Z", "ends_at": "2026-03-06T00:00:00Z"}
    assert keeper.post(f"/v1/spaces/{hall}/closures", closed).status_code == 201
    assert rooms(ben, meeting) == ["held"]


def test_a_date_takes_its_room_along_when_it_is_moved(ada, ben, shed, hall):
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY;COUNT=2")
    moved = ada.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-03-06T10:00"})
    assert moved.json["room"] == "held"
    assert sorted(each["starts_at"] for each in bookings_of(ada)) == [
        "2026-03-06T10:00:00Z",
        "2026-03-12T18:00:00Z",
    ]
    taken = {"starts_at": "2026-03-07T10:00:00Z", "ends_at": "2026-03-07T12:00:00Z"}
    assert ben.post(f"/v1/spaces/{hall}/bookings", taken).status_code == 201
    refused = ada.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-03-07T10:00"})
    assert refused.json["code"] == "space_already_booked"
    assert ada.get(path_of(meeting)).json["starts_at"] == "2026-03-06T10:00:00Z"


def test_a_date_that_is_called_off_gives_its_room_back(ada, shed, hall, clock):
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY;COUNT=2")
    assert ada.post(f"{path_of(meeting)}/calling_off", {}).status_code == 200
    states = {each["starts_at"]: each["state"] for each in bookings_of(ada)}
    assert states.get("2026-03-05T18:00:00Z") in (None, "cancelled")
    assert states["2026-03-12T18:00:00Z"] == "confirmed"


def test_a_meeting_that_ends_gives_all_its_rooms_back(ada, ben, shed, hall, clock):
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY")
    ended = ada.post(f"/v1/meetings/{meeting['id']}/ending", {"from_on": NEXT_THURSDAY})
    assert ended.status_code == 200, ended.json
    assert rooms(ada, meeting) == ["held"]
    clock.pass_time(minutes=6)
    again = called(ben, shed, starts_at="2026-03-12T18:00", space_id=hall, book=True)
    assert rooms(ben, again) == ["held"]


def test_when_the_rule_changes_the_rooms_are_booked_anew(ada, ben, shed, hall):
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY;COUNT=3")
    path = f"/v1/meetings/{meeting['id']}/change"
    later = {"from_on": NEXT_THURSDAY, "starts_at": "2026-03-12T19:00"}
    answer = ada.post(path, later)
    assert answer.status_code == 200, answer.json
    assert [each["outcome"] for each in answer.json["booked"]] == ["booked", "booked"]
    assert rooms(ben, meeting) == ["held"] * 3
    taken = {"starts_at": "2026-03-19T10:00:00Z", "ends_at": "2026-03-19T12:00:00Z"}
    assert ben.post(f"/v1/spaces/{hall}/bookings", taken).status_code == 201
    early = {"from_on": NEXT_THURSDAY, "starts_at": "2026-03-12T10:00"}
    before = dates_of(ada, meeting)
    assert ada.post(path, early).json["code"] == "series_dates_not_free"
    assert dates_of(ada, meeting) == before, "refused, all stays as it was"
    answer = ada.post(path, {**early, "take": "what_is_free"})
    assert [each["outcome"] for each in answer.json["booked"]] == ["booked", "skipped"]
    assert rooms(ben, meeting) == ["held", "held", "lost"]


def test_who_took_a_meeting_over_moves_what_another_booked_for_it(ada, ben, cleo, shed, hall):
    meeting = called(ada, shed, space_id=hall, book=True)
    for each in (ben, cleo):
        each.post(f"/v1/meetings/{meeting['id']}/taking_over")
    moved = cleo.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-03-06T10:00"})
    assert moved.json["room"] == "held", moved.json


def test_when_the_booker_is_erased_the_dates_say_whether_the_hall_is_still_held(
    ada, ben, shed, hall, keeper
):
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY;COUNT=2")
    assert ada.delete("/v1/me").status_code == 204
    kept = keeper.get(f"/v1/spaces/{hall}/bookings").json["items"]
    held = [each["starts_at"] for each in kept if each["state"] == "confirmed"]
    for each in dates_of(ben, meeting):
        assert each["room"] == ("held" if each["starts_at"] in held else "lost")


def test_the_keepers_do_not_read_what_a_hidden_group_meets_for(ada, keeper, hall):
    group = a_group(ada, visibility="hidden")
    called(ada, group, title="Sober Thursdays", space_id=hall, book=True)
    seen = keeper.get(f"/v1/spaces/{hall}/bookings").json["items"]
    assert len(seen) == 1
    assert "Sober" not in str(seen)


def test_a_meeting_over_the_change_of_clocks_keeps_its_room(ada, shed, hall):
    night = {
        "starts_at": "2026-03-28T23:00",
        "duration_minutes": 180,
        "rrule": "FREQ=DAILY;COUNT=2",
    }
    meeting = called(ada, shed, space_id=hall, book=True, **night)
    assert [(each["starts_at"], each["room"]) for each in dates_of(ada, meeting)] == [
        ("2026-03-28T23:00:00Z", "held"),
        ("2026-03-29T22:00:00Z", "held"),
    ]


def test_nobody_is_told_twice_that_a_date_with_a_room_is_called_off(ada, ben, shed, hall):
    meeting = called(ada, shed, space_id=hall, book=True)
    says(ben, meeting, "coming")
    ada.post(f"{path_of(meeting)}/calling_off", {})
    assert len(told(ben)) == 1
    assert told(ada) == []


def test_a_group_that_is_no_more_holds_no_rooms(ada, ben, cleo, shed, hall, clock, neighbour):
    called(ben, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY")
    for each in (ben, cleo, ada):
        assert each.delete(f"/v1/groups/{shed['id']}/membership").status_code == 204
    clock.pass_time(minutes=6)
    dora = neighbour("Dora")
    choir = a_group(dora, name="Choir")
    singing = called(dora, choir, space_id=hall, book=True, rrule="FREQ=WEEKLY")
    assert "lost" not in rooms(dora, singing)
