"""How a men's shed meets, agrees, chooses, draws lots and waits for those who have not voted yet.

Scenes of half a year on the bay, in their order.
"""

from tests.stories.bay import MIDDLE, asks_to_join, proposes, sees, votes


def a_meeting_every_thursday(bay):
    """Wim calls it, and the boat house is booked for the shed in the same call."""
    bay.becomes("Friday 13 March, 10:00")
    shared = bay.hanne.does(
        "/v1/spaces",
        {
            "name": "The boat house",
            "kind": "hall",
            "place": {**MIDDLE, "address": "Slip 2", "address_is_public": True},
            "opening_hours": [{"weekday": "thursday", "opens": "09:00", "closes": "22:00"}],
        },
    )
    called = bay.wim.does(
        f"{bay.shed}/meetings",
        {
            "title": "Mending evening",
            "starts_at": "2026-03-19T18:00",
            "duration_minutes": 120,
            "rrule": "FREQ=WEEKLY",
            "space_id": shared["id"],
            "book": True,
            "people": 14,
            "opens_up": True,
        },
    )
    assert called["says"] == "Mending evening is next on Thursday 19 March, 18:00."
    assert {each["outcome"] for each in called["booked"]} == {"booked"}
    bay.evening = f"/v1/meetings/{called['id']}"
    bay.evenings = bay.wim.sees(f"{bay.evening}/dates?limit=100")["items"]
    for somebody in (bay.bea, bay.dov, bay.fay):
        somebody.does(f"{bay.evening}/rota", method="PUT")
    first = f"{bay.evening}/dates/2026-03-19"
    seen = bay.emre.does(f"{first}/answer", {"answer": "coming"}, method="PUT")
    assert (seen["room"], seen["coming"], seen["opener"]["name"]) == ("held", 1, "Bea")
    turns = [
        bay.emre.sees(f"{bay.evening}/dates/2026-{on}")["opener"]["name"]
        for on in ("03-26", "04-02", "04-09")
    ]
    assert turns == ["Dov", "Fay", "Bea"]
    kettle = {"what": "A kettle", "i_bring_it": True}
    assert bay.ida.does(f"{first}/things", kettle)["things"][0]["is_mine"]


def something_on_the_board(bay):
    put_up = bay.dov.does(
        f"{bay.shed}/notices", {"title": "The vice is loose", "words": "Who has a 17 mm spanner?"}
    )
    assert bay.fay.sees(bay.shed)["mine"]["has_unread"]
    bay.fay.does(f"/v1/notices/{put_up['id']}/answers", {"words": "I do. On Thursday?"})
    assert bay.dov.is_told()[-1] == "Somebody answered what you put up in Men's shed."


def they_agree_on_tidying_up(bay):
    """Agreements weigh more: two days to talk, ten to vote, three in which it can be contested."""
    agreed = proposes(
        bay.fay,
        bay.shed,
        "Shall we tidy up together?",
        action="adopt_agreement",
        params={
            "agreement_title": "We tidy up together",
            "agreement_words": "Whoever comes stays for the last ten minutes.",
            "review_on": "2026-07-31",
        },
    )
    assert (agreed["method"], agreed["state"]) == ("two_thirds", "discussing")
    assert agreed["says"] == (
        "You can talk about it until Sunday 15 March, 10:00. Then the vote opens."
    )
    said = bay.lars.does(f"/v1/decisions/{agreed['id']}/remarks", {"words": "Also the yard?"})
    assert said["said_by"]["name"] == "Lars"
    bay.becomes("Monday 16 March, 12:00")
    votes(agreed, "yes", bay.wim, bay.bea, bay.dov, bay.emre, bay.fay, bay.gil)
    votes(agreed, "no", bay.joss)
    bay.until(sees(bay.fay, agreed)["closes_at"], minutes=1)
    passed = sees(bay.fay, agreed)
    assert passed["says"] == (
        "It has passed, and takes effect on Saturday 28 March, 10:00 unless 2 of you contest it."
    )
    assert (passed["tally"]["yes"], passed["tally"]["no"], passed["quorum"]) == (6, 1, 6)
    counted = bay.joss.sees(f"/v1/decisions/{agreed['id']}/ballots")["items"]
    assert sorted(each["vote"] for each in counted) == ["no", *["yes"] * 6]
    bay.becomes("Saturday 28 March, 10:30")
    held = bay.olu.sees(f"{bay.shed}/agreements")["items"][0]
    assert held["title"] == "We tidy up together"
    assert held["says"] == "This holds until Thursday 30 July 2026."


def what_to_build_for_the_fair(bay):
    """Everybody says of each how much they are for it; the best must beat that all stays."""
    build = proposes(
        bay.kemi,
        bay.shed,
        "What shall we build for the fair?",
        options=["A swing", "A stage", "Bird boxes"],
    )
    assert (build["method"], build["options"][-1]) == ("support", "All stays as it is.")
    votes(build, {"support": [1, 2, 5, 0]}, bay.kemi, bay.mina, bay.nell)
    votes(build, {"support": [4, 4, 3, 0]}, bay.lars, bay.gil)
    bay.until(build["closes_at"], minutes=1)
    chosen = sees(bay.kemi, build)
    assert chosen["tally"]["support"] == [11, 14, 21, 0]
    assert chosen["says"] == "You chose: Bird boxes"


def where_the_outing_goes_is_drawn(bay):
    outing = proposes(
        bay.ida,
        bay.shed,
        "Where does the outing go?",
        method="lot",
        options=["The lighthouse", "The tram museum"],
    )
    votes(outing, {"option": 0}, bay.ida, bay.dov)
    votes(outing, {"option": 1}, bay.bea, bay.wim)
    bay.until(outing["closes_at"], minutes=1)
    drawn = sees(bay.ida, outing)
    assert drawn["tally"]["named"] == [2, 2, 0]
    assert drawn["says"] in {"You chose: The lighthouse", "You chose: The tram museum"}


def too_few_vote_at_first(bay):
    """Two of four that it takes; as much time again, and then there are enough."""
    bay.becomes("Monday 6 April, 18:00")
    paint = proposes(
        bay.wim, bay.shed, "Shall we paint the door blue?", method="majority", weight="normal"
    )
    assert paint["says"] == "You can vote until Saturday 11 April, 18:00."
    votes(paint, "yes", bay.wim, bay.emre)
    bay.becomes("Saturday 11 April, 18:01")
    seen = sees(bay.wim, paint)
    assert (seen["quorum"], seen["was_extended"], seen["tally"]) == (4, True, None)
    assert seen["says"] == (
        "Too few had voted, so there is more time: until Thursday 16 April, 18:00."
    )
    assert bay.gil.is_told()[-1] == (
        "Men's shed still asks: “Shall we paint the door blue?”. You can answer until"
        " Thursday 16 April, 18:00."
    )
    votes(paint, "no", bay.gil)
    votes(paint, "yes", bay.mina)
    bay.becomes("Friday 17 April, 18:01")
    seen = sees(bay.gil, paint)
    assert (seen["tally"]["yes"], seen["tally"]["no"]) == (3, 1)
    assert seen["says"] == "It was decided and done."


def a_steward_lets_olu_in(bay):
    asked = asks_to_join(bay.olu, bay.shed, "Boats")
    assert bay.bea.is_told()[-1] == "Somebody would like to join Men's shed."
    assert bay.dov.is_refused(f"{asked}/admission")["detail"] == (
        "In a group of this size this is for those who look after it. Please ask one of them."
    )
    assert bay.bea.does(f"{asked}/admission")["says"] == "Olu was let into Men's shed."
    assert bay.counts("shed") == 13
