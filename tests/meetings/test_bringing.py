"""Who brings what, and who opens up, over HTTP."""

from tests.meetings.scenes import NEXT_THURSDAY, a_hall, called, dates_of, path_of, says


def a_thing(person, meeting, what="A kettle", **facts):
    answer = person.post(f"{path_of(meeting)}/things", {"what": what, **facts})
    assert answer.status_code == 201, answer.json
    return next(each for each in answer.json["things"] if each["what"] == what)


def bringer_of(meeting, thing):
    return f"/v1/meetings/{meeting['id']}/things/{thing['id']}/bringer"


def test_one_puts_something_on_the_list_and_another_brings_it(ada, ben, cleo, shed):
    meeting = called(ada, shed)
    thing = a_thing(ada, meeting)
    assert (thing["is_taken"], thing["brought_by"]) == (False, None)
    for _ in range(2):
        assert ben.put(bringer_of(meeting, thing)).status_code == 200
    assert cleo.put(bringer_of(meeting, thing)).json["code"] == "thing_is_taken"
    seen = cleo.get(path_of(meeting)).json["things"][0]
    assert seen["brought_by"] == {"id": str(ben.id), "name": "Ben"}
    assert ben.get(path_of(meeting)).json["things"][0]["is_mine"] is True


def test_what_one_gives_back_another_can_bring(ada, ben, cleo, shed):
    meeting = called(ada, shed)
    thing = a_thing(ben, meeting, i_bring_it=True)
    path = f"/v1/meetings/{meeting['id']}/things/{thing['id']}"
    assert cleo.delete(f"{path}/bringer").status_code == 204, "that of others stays"
    assert cleo.delete(path).json["code"] == "thing_is_taken"
    assert ben.delete(f"{path}/bringer").status_code == 204
    assert cleo.put(f"{path}/bringer").json["things"][0]["is_mine"] is True
    assert cleo.delete(path).status_code == 204
    assert ada.get(path_of(meeting)).json["things"] == []


def test_things_belong_to_one_date(ada, shed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=2")
    a_thing(ada, meeting)
    assert [len(each["things"]) for each in dates_of(ada, meeting)] == [1, 0]


def test_a_list_has_an_end(ada, shed):
    meeting = called(ada, shed)
    for number in range(50):
        a_thing(ada, meeting, f"Cup {number}")
    answer = ada.post(f"{path_of(meeting)}/things", {"what": "One more"})
    assert answer.json["code"] == "too_many_things"


def test_who_leaves_brings_nothing_and_opens_nothing(ada, ben, shed):
    meeting = called(ada, shed, opens_up=True)
    thing = a_thing(ben, meeting, i_bring_it=True)
    assert ben.put(f"/v1/meetings/{meeting['id']}/rota").status_code == 200
    assert ada.get(path_of(meeting)).json["opener"]["name"] == "Ben"
    assert ben.delete(f"/v1/groups/{shed['id']}/membership").status_code == 204
    seen = ada.get(path_of(meeting)).json
    assert (seen["opener"], seen["needs_opener"]) == (None, True)
    assert seen["things"][0]["is_taken"] is False
    assert ada.put(bringer_of(meeting, thing)).status_code == 200


def test_turns_in_opening_up_go_round(ada, ben, cleo, shed, clock):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=5", opens_up=True)
    assert all(each["needs_opener"] for each in dates_of(ada, meeting))
    for each in (ada, ben, cleo):
        assert each.put(f"/v1/meetings/{meeting['id']}/rota").status_code == 200
        clock.pass_time(seconds=1)

    def turns():
        return [each["opener"] and each["opener"]["name"] for each in dates_of(ada, meeting)]

    assert turns() == ["Ada", "Ben", "Cleo", "Ada", "Ben"]
    assert [each["i_open"] for each in dates_of(ben, meeting)] == [False, True, False, False, True]
    says(ben, meeting, "not", NEXT_THURSDAY)
    assert turns() == ["Ada", "Cleo", "Cleo", "Ada", "Ben"], "the next steps in, just then"
    ada.post(f"{path_of(meeting)}/calling_off", {})
    assert turns() == [None, "Cleo", "Cleo", "Ada", "Ben"], "nobody else's turn changes"


def test_the_rota_says_who_is_on_it_and_one_leaves_it(ada, ben, shed, clock):
    meeting = called(ada, shed, opens_up=True)
    path = f"/v1/meetings/{meeting['id']}/rota"
    ben.put(path)
    clock.pass_time(seconds=1)
    assert [each["name"] for each in ada.put(path).json["openers"]] == ["Ben", "Ada"]
    assert ben.delete(path).status_code == 204
    assert [each["name"] for each in ben.get(path).json["openers"]] == ["Ada"]


def test_without_a_rota_nobody_opens_up(ada, shed):
    meeting = called(ada, shed)
    answer = ada.put(f"/v1/meetings/{meeting['id']}/rota")
    assert answer.json["code"] == "nobody_opens_up"
    assert ada.get(path_of(meeting)).json["needs_opener"] is False


def test_who_takes_turns_in_opening_up_gets_in_as_long_as_who_booked_it(
    ada, ben, cleo, shed, clock, neighbour
):
    keeper = neighbour("Keeper")
    hall = a_hall(keeper)
    path = f"/v1/spaces/{hall}/access"
    shown = keeper.put(path, {"notes": "Under the bench", "shown_minutes_before": 60})
    assert shown.status_code == 200, shown.json
    meeting = called(ada, shed, space_id=hall, book=True, opens_up=True)
    ben.put(f"/v1/meetings/{meeting['id']}/rota")
    clock.pass_time(days=4, hours=6)
    for each in (ada, ben, cleo):
        each.renew()
    assert ben.get(path).status_code == 404
    clock.pass_time(hours=1, minutes=5)
    for each in (ada, ben, cleo):
        each.renew()
    assert ben.get(path).json["notes"] == "Under the bench"
    assert cleo.get(path).status_code == 404
    clock.pass_time(hours=3)
    ben.renew()
    assert ben.get(path).status_code == 404


def test_nobody_comes_to_the_key_of_a_home_by_way_of_a_rota(ada, ben, shed, clock, neighbour):
    home = a_hall(neighbour("Host"), kind="home", terms={"confirms": "instant"})
    meeting = called(ada, shed, space_id=home, book=True, opens_up=True)
    ben.put(f"/v1/meetings/{meeting['id']}/rota")
    clock.pass_time(days=4, hours=8)
    ben.renew()
    assert ben.get(f"/v1/spaces/{home}/access").status_code == 404
