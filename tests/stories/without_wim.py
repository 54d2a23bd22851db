"""How a shed goes on without the man who founded it, and through a summer without anybody.

Scenes of half a year on the bay, in their order.
"""

from tests.stories.bay import asks_to_join, proposes, sees, takes_out_a_phone
from tests.stories.residents import instant


def wim_is_gone(bay):
    """He erases his account, and nobody is asked to take over before he may go."""
    bay.becomes("Saturday 30 May, 08:00")
    bay.record_of_the_shed = bay.dov.sees(f"{bay.shed}/record/export")
    for somebody in (bay.dov, bay.emre):
        somebody.is_told()
    bay.wim.does("/v1/me", method="DELETE")
    seen = bay.dov.sees(f"{bay.shed}/stewards")
    call = "Men's shed is looking for somebody who looks after it. You could stand."
    assert (bay.dov.is_told(), bay.emre.is_told()) == ([call], [call])
    assert (seen["mode"], seen["can"]) == ("commons", ["stand"])
    assert [each["person"]["name"] for each in seen["stewards"]] == ["Bea"]
    assert seen["says"] == (
        "Men's shed is looking for people who look after it, 2 in all. Until then any two of you"
        " who have belonged for a while keep it going."
    )
    assert (bay.counts("shed"), bay.counts("bay")) == (12, 319)
    evening = bay.dov.sees(bay.evening)
    assert (evening["called_by"], evening["next_on"]) == (None, "2026-06-04")
    assert "take_over" in evening["can"]
    assert bay.dov.sees(f"{bay.evening}/dates/2026-06-04")["room"] == "held"


def nobody_stands_and_two_keep_it_going(bay):
    bay.becomes("Saturday 6 June, 10:00")
    assert bay.dov.sees(f"{bay.shed}/stewards")["standing"] == []
    pia = takes_out_a_phone(bay, bay.others[0])
    asked = asks_to_join(pia, bay.shed, "Lamps")
    assert bay.dov.does(f"{asked}/admission")["hands"] == 1
    assert bay.fay.does(f"{asked}/admission")["state"] == "admitted"
    assert bay.counts("shed") == 13
    rosa = takes_out_a_phone(bay, bay.others[1])
    asked = asks_to_join(rosa, bay.shed, "Shoes")
    assert pia.is_refused(f"{asked}/admission")["detail"] == (
        "In a group of this size, those who have belonged for 14 days do this."
    )
    rosa.does(asked, method="DELETE")
    bay.rosa = rosa
    taken = [
        somebody.does(f"{bay.evening}/taking_over")["hands"] for somebody in (bay.dov, bay.emre)
    ]
    assert taken == [1, 0]
    assert bay.emre.sees(bay.evening)["is_mine"]


def before_the_summer(bay):
    """Four things are begun that nobody will be there for."""
    bay.becomes("Friday 19 June, 18:00")
    bay.shoes = asks_to_join(bay.rosa, bay.shed, "Shoes")
    bay.garden = proposes(bay.emre, bay.shed, "Shall we plant leeks?", method="majority")
    lots = {"purpose": "Who waters the garden?", "seats": 1}
    bay.watering = f"/v1/draws/{bay.ida.does(f'{bay.shed}/draws', lots)['id']}"
    assert bay.bea.does(f"{bay.watering}/stepping_out", method="PUT")["says"] == (
        "You stepped out. The lot is drawn on Sunday 21 June, 18:00."
    )
    bay.becomes("Saturday 20 June, 12:00")
    for somebody in (bay.bea, bay.hanne):
        somebody.is_told()


def a_summer_in_which_nobody_opens_the_app(bay):
    """Ten weeks. The first look after them finds everything done, each thing on its own day."""
    bay.becomes("Saturday 29 August, 12:00")
    record = bay.dov.sees(f"{bay.shed}/record/export")["entries"]
    summer = [
        (each["at"], each["act"], each["facts"].get("result", ""))
        for each in record
        if each["at"] > instant("Saturday 20 June, 12:00")
    ]
    assert summer == [
        (instant("Sunday 21 June, 18:00"), "drawn", ""),
        (instant("Tuesday 23 June, 18:00"), "decision_settled", "no_quorum"),
        (instant("Friday 17 July, 18:00"), "steward_ended", ""),
    ]
    assert record[-1]["facts"]["how"] == "silent"
    assert sees(bay.dov, bay.garden)["says"] == "Fewer than 3 voted. All stays as it is."
    assert bay.dov.sees(f"{bay.shed}/agreements")["items"][0]["says"] == (
        "This held until Thursday 30 July 2026, and nobody renewed it."
    )
    seen = bay.dov.sees(f"{bay.shed}/stewards")
    assert (seen["stewards"], seen["mode"], seen["can"]) == ([], "commons", ["stand"])
    assert bay.bea.is_told() == [
        (
            "Men's shed still asks: “Shall we plant leeks?”. You can answer until Tuesday 23 June,"
            " 18:00."
        ),
        "Too few voted in Men's shed: “Shall we plant leeks?”",
        (
            "Men's shed agreed on this: “We tidy up together”. It holds until Thursday 30 July,"
            " unless you renew it."
        ),
        "Something has waited for three weeks for an answer in Men's shed.",
        (
            "Something waited too long for an answer, so you look after Men's shed no longer. You"
            " can stand again."
        ),
    ]
    assert bay.rosa.is_told()[-1] == "Men's shed has not answered you. You can ask again."
    assert bay.rosa.sees(bay.shoes)["says"] == "Men's shed did not answer. You can ask again."
    seen = bay.nell.sees(f"{bay.bay}/stewards")
    assert "Your time of looking after Heron Bay is over. Thank you." in bay.hanne.is_told()
    ended = [
        (each["at"], each["facts"]["how"])
        for each in bay.nell.sees(f"{bay.bay}/record/export")["entries"]
        if each["act"] == "steward_ended"
    ]
    assert ended == [(instant("Saturday 22 August, 11:00"), "over")]


def they_met_all_the_same(bay):
    evening = bay.emre.sees(bay.evening)
    assert evening["says"] == "Mending evening is next on Thursday 3 September, 18:00."
    assert bay.dov.sees(f"{bay.evening}/dates/2026-07-16")["says"] == (
        "Mending evening was on Thursday 16 July, 18:00."
    )
    assert bay.dov.sees(f"{bay.evening}/dates/2026-09-03")["room"] == "held"


def somebody_stands(bay):
    for somebody in (bay.bea, bay.dov):
        somebody.does(f"{bay.shed}/stewards/candidacies/mine", method="PUT")
    for somebody in (bay.hanne, bay.mina, bay.olu):
        somebody.does(f"{bay.bay}/stewards/candidacies/mine", method="PUT")
    asked = asks_to_join(bay.rosa, bay.shed, "Shoes")
    for somebody in (bay.emre, bay.gil):
        somebody.does(f"{asked}/admission")
    assert bay.rosa.is_told()[-1] == "Men's shed has let you in."
    bay.becomes("Saturday 5 September, 12:00")
    seen = bay.rosa.sees(f"{bay.shed}/stewards")
    assert [each["person"]["name"] for each in seen["stewards"]] == ["Bea", "Dov"]
    assert seen["says"] == "2 of you look after Men's shed."
