"""How two fall out and stay, and how a neighbourhood speaks and draws lots among three hundred.

Scenes of half a year on the bay, in their order.
"""

from tests.stories.bay import (
    is_verified,
    proposes,
    sees,
    takes_out_a_phone,
    vote_of_the_others,
    votes,
)
from tests.stories.residents import instant


def gil_and_joss_fall_out(bay):
    """Somebody is proposed for removal: not by silence, not by one voice, not by their own."""
    gil, joss = bay.gil, bay.joss
    bay.becomes("Monday 20 April, 20:00")
    proposal = {"action": "remove_member", "params": {"person_id": str(joss.id)}}
    by_silence = gil.is_refused(
        f"{bay.shed}/decisions", {"title": "Shall one of us go?", "method": "consent", **proposal}
    )
    assert by_silence["detail"] == (
        "This matter is decided in another way: two thirds of those who say yes or no must be for"
        " it."
    )
    removal = proposes(gil, bay.shed, "Shall one of us go?", words="He never sweeps.", **proposal)
    assert (removal["weight"], removal["about"]["name"]) == ("charter", "Joss")
    joss.does(f"/v1/decisions/{removal['id']}/remarks", {"words": "I sweep on Sundays. Ask me."})
    bay.becomes("Friday 24 April, 12:00")
    assert sees(joss, removal)["can"] == ["remarks"]
    barred = joss.is_refused(f"/v1/decisions/{removal['id']}/ballot", {"vote": "no"}, method="PUT")
    assert barred["detail"] == (
        "Those vote who belonged to the group for a while when the vote opened, and not whom it is"
        " about."
    )
    votes(removal, "yes", gil, bay.kemi, bay.lars)
    votes(removal, "no", bay.bea, bay.dov, bay.fay, bay.wim)
    bay.until(removal["closes_at"], minutes=1)
    kept = sees(joss, removal)
    assert (kept["state"], kept["tally"]["yes"], kept["tally"]["no"]) == ("rejected", 3, 4)
    assert kept["says"] == "It did not pass. All stays as it is."
    assert joss.sees(bay.shed)["says"] == "You belong to Men's shed."


def what_passed_is_contested(bay):
    """A narrow majority would close the door; within three days two of them say no to that."""
    by_invitation = {"action": "change_rule", "params": {"joining": "invited"}}
    closing = proposes(
        bay.lars, bay.shed, "Only by invitation?", method="majority", **by_invitation
    )
    bay.until(closing["opens_at"], hours=2)
    votes(closing, "yes", bay.lars, bay.gil, bay.kemi, bay.nell)
    votes(closing, "no", bay.dov, bay.fay, bay.joss)
    bay.until(closing["closes_at"], minutes=1)
    assert "contest" in sees(bay.dov, closing)["can"]
    contest = f"/v1/decisions/{closing['id']}/contest"
    once = bay.dov.does(contest, {"words": "Olu would never have come."})
    assert (once["state"], once["can"]) == ("cooling_off", [])
    assert bay.fay.does(contest, {"words": "Half of us were away."})["says"] == (
        "It had passed, and 2 of you contested it. All stays as it is."
    )
    assert bay.gil.is_told()[-1] == (
        "It was contested, and nothing changes in Men's shed: “Only by invitation?”"
    )
    assert bay.emre.sees(bay.shed)["joining"] == "ask"
    again = bay.lars.is_refused(
        f"{bay.shed}/decisions",
        {"title": "By invitation, please?", "method": "majority", **by_invitation},
    )
    assert again["detail"] == (
        "The same was contested. It can be asked again as a weightier matter, or with two thirds."
    )


def twenty_strangers_change_nothing(bay):
    """The neighbourhood has something to say, and twenty who joined for the vote do not say it."""
    bay.becomes("Monday 18 May, 09:30")
    words = proposes(
        bay.ida,
        bay.bay,
        "Leave us the boat house in August",
        words="Every Thursday the lights are on. Please do not lock it over the summer.",
        action="publish_words",
        method="majority",
    )
    assert (words["electors"], words["quorum"]) == (300, 90)
    strangers = [bay.month.resident(f"Stranger Number{each}") for each in range(20)]
    for each in strangers:
        each.does(f"{bay.bay}/membership", {}, method="PUT")
        refused = each.is_refused(
            f"/v1/decisions/{words['id']}/ballot", {"vote": "no"}, method="PUT"
        )
        assert refused["code"] == "not_an_elector"
    assert sees(strangers[0], words)["can"] == ["remarks"]
    assert bay.counts("bay") == 320
    vote_of_the_others(bay, words, ["yes"] * 70 + ["no"] * 19)
    votes(words, "yes", bay.hanne, bay.ida)
    bay.until(words["closes_at"], hours=25)
    said = sees(bay.hanne, words)
    assert (said["tally"]["ballots"], said["tally"]["yes"], said["tally"]["no"]) == (91, 72, 19)
    bay.words = said["link"]


def anybody_can_read_what_they_say(bay):
    """At an address of its own, without signing in, with how it was decided."""
    anybody = bay.app.test_client()
    page = anybody.get(bay.words).text
    assert "Leave us the boat house in August" in page
    assert "Members who could vote: 300. For it: 72. Against it: 19." in page
    read = anybody.get(bay.words.removesuffix("/page")).json
    assert (read["group"], read["title"]) == ("Heron Bay", "Leave us the boat house in August")
    assert (read["method"], read["electors"]) == ("majority", 300)
    assert (read["tally"]["yes"], read["tally"]["no"]) == (72, 19)
    assert read["decided_at"] == instant("Saturday 23 May, 09:30")


def a_panel_is_drawn_by_lot(bay, folder):
    bay.becomes("Monday 25 May, 10:00")
    for somebody in (bay.kemi, bay.lars):
        home = {"household": "Slip 4"}
        somebody.does(f"{bay.bay}/membership", home, method="PATCH")
    called = bay.hanne.does(
        f"{bay.bay}/draws",
        {"purpose": "Who writes to the council?", "seats": 7, "by_household": True},
    )
    assert called["says"] == (
        "The lot is drawn on Wednesday 27 May, 10:00. You can step out until then."
    )
    draw = f"/v1/draws/{called['id']}"
    assert bay.nell.is_told()[-1] == (
        "Heron Bay draws a lot: “Who writes to the council?”. You can step out."
    )
    assert bay.nell.does(f"{draw}/stepping_out", method="PUT")["mine"] == "out"
    earlier = bay.dov.sees(f"{draw}/record")
    assert earlier["order"] == []
    bay.becomes("Wednesday 27 May, 10:30")
    drawn = bay.nell.sees(draw)
    assert drawn["says"] == "The lot is drawn: 7 of 7 seats taken."
    record = bay.nell.sees(f"{draw}/record")
    assert len(record["pool"]) == 298, "no stranger, not Nell; Kemi and Lars count once"
    assert is_verified("verify_draw", folder, record, earlier)
    assert not is_verified("verify_draw", folder, {**record, "order": record["order"][::-1]})
    first = drawn["seated"][0]
    seated = next(
        (each for each in bay.month.people if str(each.id) == first["id"]), None
    ) or takes_out_a_phone(bay, first["id"])
    fell = "The lot fell on you in Heron Bay: “Who writes to the council?”. You can say no."
    assert fell in seated.is_told()
    assert seated.sees(draw)["can"] == ["decline"]
    assert seated.does(f"{draw}/declining", method="PUT")["says"] == (
        "You said no. The next was asked."
    )
    now = bay.nell.sees(draw)
    assert len(now["seated"]) == 7
    assert first not in now["seated"]
