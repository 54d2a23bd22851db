"""Turns in opening up that are given back or swapped, and dates for which nobody opens."""

import pytest

from tests.meetings.scenes import NEXT_THURSDAY, THURSDAY, called, dates_of, path_of, says, told


@pytest.fixture
def meeting(ada, ben, cleo, shed):
    """A weekly meeting for which Ada, Ben and then Cleo open up."""
    found = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=3", opens_up=True)
    for each in (ada, ben, cleo):
        assert each.put(f"/v1/meetings/{found['id']}/rota").status_code == 200
    return found


def opener(person, meeting, on=THURSDAY):
    seen = person.get(path_of(meeting, on)).json
    return seen["opener"] and seen["opener"]["name"]


def give_back(person, meeting, on=THURSDAY):
    return person.delete(f"{path_of(meeting, on)}/opener")


def open_up(person, meeting, on=THURSDAY):
    return person.put(f"{path_of(meeting, on)}/opener")


def swap(person, meeting, on, with_on):
    return person.post(f"{path_of(meeting, on)}/swap", {"with_on": with_on})


def test_a_turn_that_is_given_back_goes_on_to_the_next_who_is_told(ada, ben, cleo, meeting):
    assert opener(cleo, meeting) == "Ada"
    assert give_back(ben, meeting).json["code"] == "turn_not_yours"
    assert give_back(ada, meeting).status_code == 204
    assert opener(cleo, meeting) == "Ben"
    assert told(ben) == [
        (
            "It is your turn to open up for Mending evening on Thursday 5 March, 18:00, "
            "for somebody who cannot."
        )
    ]
    assert opener(cleo, meeting, "2026-03-19") == "Cleo", "the other turns are as they were"
    assert ada.get(path_of(meeting)).json["mine"] is None, "who cannot open up may come"


def test_who_does_not_come_does_not_open_up_and_the_next_is_told(ada, ben, meeting):
    says(ada, meeting, "not")
    assert opener(ben, meeting) == "Ben"
    assert len(told(ben, "meeting_you_open")) == 1


def test_anybody_opens_up_where_nobody_on_the_rota_can(ada, ben, cleo, meeting, neighbour, shed):
    dora = neighbour("Dora Marr")
    dora.put(f"/v1/groups/{shed['id']}/membership", {})
    assert open_up(dora, meeting).json["code"] == "turn_is_taken"
    for each in (ada, ben, cleo):
        assert give_back(each, meeting).status_code == 204
    seen = dora.get(path_of(meeting)).json
    assert (seen["needs_opener"], "open" in seen["can"]) == (True, True)
    assert open_up(dora, meeting).json["i_open"] is True
    assert opener(ada, meeting) == "Dora"
    assert dora.delete(f"/v1/groups/{shed['id']}/membership").status_code == 204
    assert ada.get(path_of(meeting)).json["needs_opener"] is True


def test_two_swap_when_each_asks_the_other(ada, ben, cleo, meeting):
    asked = swap(ada, meeting, THURSDAY, NEXT_THURSDAY)
    assert asked.json["i_open"] is True, "nothing is swapped yet"
    assert told(ben) == [
        (
            "Somebody asks you to open up for Mending evening on Thursday 5 March, 18:00, "
            "and would do it on Thursday 12 March, 18:00 instead."
        )
    ]
    assert ben.get(path_of(meeting, NEXT_THURSDAY)).json["swaps"] == [THURSDAY]
    assert cleo.get(path_of(meeting, NEXT_THURSDAY)).json["swaps"] == []
    assert swap(ben, meeting, NEXT_THURSDAY, THURSDAY).json["i_open"] is False
    assert [opener(cleo, meeting, on) for on in (THURSDAY, NEXT_THURSDAY)] == ["Ben", "Ada"]
    assert told(ada) == [
        (
            "You have swapped: you open up for Mending evening on Thursday 12 March, 18:00, "
            "and somebody else on Thursday 5 March, 18:00."
        )
    ]


def test_nobody_swaps_a_turn_that_is_not_theirs(ada, ben, cleo, meeting):
    for who, on, with_on in (
        (ben, THURSDAY, NEXT_THURSDAY),
        (ada, THURSDAY, THURSDAY),
    ):
        assert swap(who, meeting, on, with_on).json["code"] == "turn_not_yours"
    assert swap(ada, meeting, THURSDAY, "2026-03-13").json["code"] == "meeting_date_not_found"
    swap(ada, meeting, THURSDAY, NEXT_THURSDAY)
    give_back(ada, meeting)
    assert swap(ben, meeting, NEXT_THURSDAY, THURSDAY).json["code"] == "turn_not_yours"


def test_who_comes_is_asked_the_day_before_where_nobody_opens_up(ada, ben, cleo, shed, clock):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=2", opens_up=True)
    says(ben, meeting, "coming")

    def later(**passed):
        clock.pass_time(**passed)
        for each in (ada, ben, cleo):
            each.renew()

    later(days=3)
    says(cleo, meeting, "not", NEXT_THURSDAY)
    assert told(ben) == []
    later(hours=10)
    says(ben, meeting, "coming", NEXT_THURSDAY)
    asked = ["Nobody opens up for Mending evening on Thursday 5 March, 18:00 yet. Can you?"]
    assert (told(ben), told(ada), told(cleo)) == (asked, asked, [])
    later(hours=1)
    says(ben, meeting, "maybe", NEXT_THURSDAY)
    assert told(ben) == asked, "once"
    assert open_up(ben, meeting).status_code == 200
    assert give_back(ben, meeting).status_code == 204
    assert told(ben) == asked


def test_where_nobody_takes_turns_there_is_none_to_give_back(ada, shed):
    meeting = called(ada, shed)
    for answer in (open_up(ada, meeting), give_back(ada, meeting)):
        assert answer.json["code"] == "nobody_opens_up"
    assert dates_of(ada, meeting)[0]["needs_opener"] is False


def test_a_turn_is_ones_own_until_another_swaps(ada, ben, cleo, meeting, neighbour, shed):
    dora = neighbour("Dora Marr")
    dora.put(f"/v1/groups/{shed['id']}/membership", {})
    for each in (ada, ben, cleo):
        give_back(each, meeting)
    assert open_up(dora, meeting).status_code == 200
    assert swap(dora, meeting, THURSDAY, NEXT_THURSDAY).json["i_open"] is True
    assert opener(ada, meeting) == "Dora", "nobody has swapped"
    assert swap(ben, meeting, NEXT_THURSDAY, THURSDAY).json["i_open"] is False
    assert [opener(cleo, meeting, on) for on in (THURSDAY, NEXT_THURSDAY)] == ["Ben", "Dora"]


def test_whoever_leaves_the_rota_swaps_nothing_and_keeps_what_they_took_on(
    ada, ben, cleo, meeting, clock
):
    swap(ada, meeting, THURSDAY, NEXT_THURSDAY)
    assert ada.delete(f"/v1/meetings/{meeting['id']}/rota").status_code == 204
    assert opener(cleo, meeting) == "Ben", "the turns move up"
    for each in (ben, cleo):
        give_back(each, meeting)
    assert open_up(ben, meeting).json["i_open"] is True
    clock.pass_time(days=3, hours=20)
    for each in (ada, ben, cleo):
        each.renew()
    assert ben.delete(f"/v1/meetings/{meeting['id']}/rota").status_code == 204
    assert opener(ada, meeting) == "Ben"
    assert told(ben, "meeting_you_open") == [], "nobody tells them that it is their turn"


def test_who_opens_up_or_brings_something_hears_what_becomes_of_the_date(ada, ben, cleo, shed):
    meeting = called(cleo, shed, opens_up=True)
    assert ada.put(f"/v1/meetings/{meeting['id']}/rota").status_code == 200
    ben.post(f"{path_of(meeting)}/things", {"what": "Cake", "i_bring_it": True})
    moved = cleo.post(f"{path_of(meeting)}/moving", {"starts_at": "2026-03-06T18:00"})
    assert moved.status_code == 200, moved.json
    assert cleo.post(f"{path_of(meeting)}/calling_off", {}).status_code == 200
    for each in (ada, ben):
        for kind in ("meeting_moved", "meeting_called_off"):
            assert len(told(each, kind)) == 1, kind


@pytest.mark.parametrize("how", ["membership", "rota"])
def test_who_comes_is_asked_at_once_when_who_opens_up_goes_the_day_before(
    ada, ben, cleo, shed, clock, how
):
    meeting = called(cleo, shed, opens_up=True)
    assert ada.put(f"/v1/meetings/{meeting['id']}/rota").status_code == 200
    says(ben, meeting, "coming")
    clock.pass_time(days=3, hours=20)
    for each in (ada, ben):
        each.renew()
    about = (
        f"groups/{shed['id']}/membership"
        if how == "membership"
        else (f"meetings/{meeting['id']}/rota")
    )
    assert ada.delete(f"/v1/{about}").status_code == 204
    assert told(ben) == [
        "Nobody opens up for Mending evening on Thursday 5 March, 18:00 yet. Can you?"
    ]
