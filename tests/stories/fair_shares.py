"""Scenes of the snow week: a heater goes by the rule, a drill is kept longer, thanks are shown."""

from hashlib import sha256
from uuid import UUID

from tests.stories.residents import instant
from tests.stories.snow import Snowed, post, promise


def a_heater_is_asked_for(snow: Snowed) -> None:
    snow.becomes("Monday 12 January, 19:45")
    jonas = snow.jonas
    heater = post(jonas, "offer", "An oil heater", way="lend", category="household", scarce=True)
    snow.commitment = snow.agnes.sees(heater)["lot_commitment"]
    snow.asked = {}
    for somebody in (snow.agnes, snow.kiran, snow.elif_):
        snow.asked[promise(somebody, heater)] = somebody
        snow.passes(minutes=2)
    early = snow.kiran.is_refused(f"{heater}/sharing_out")
    assert early["detail"] == (
        "Others may still ask until Tuesday 13 January, 07:45. Nobody has to be quick."
    )
    assert snow.kiran.is_refused(f"{heater}/lot", method="GET")["code"] == "lot_not_found"
    snow.heater = heater
    assert snow.agnes.sees(next(iter(snow.asked)))["says"] == (
        "You asked for it. It goes by the rule, and you will hear when it is your turn."
    )


def the_heater_goes_by_the_rule(snow: Snowed) -> None:
    """Agnes was first, and was helped this week already; between the other two the lot decides."""
    snow.becomes("Tuesday 13 January, 12:30")
    jonas, agnes, heater = snow.jonas, snow.agnes, snow.heater
    path_of_agnes, *paths = snow.asked
    chosen = jonas.is_refused(f"{path_of_agnes}/offering", {})
    assert chosen["detail"] == "Somebody else is next in order for this."
    lot = snow.kiran.does(f"{heater}/sharing_out")
    assert lot == jonas.sees(f"{heater}/lot") == agnes.sees(f"{heater}/lot")
    secret = bytes.fromhex(lot["secret"])
    assert sha256(secret).hexdigest() == snow.commitment
    ids = [UUID(each.rsplit("/", 1)[1]) for each in paths]
    ids.sort(key=lambda each: sha256(secret + each.bytes).digest())
    last = UUID(path_of_agnes.rsplit("/", 1)[1])
    assert [set(tier) for tier in lot["tiers"]] == [set(map(str, ids)), {str(last)}]
    assert lot["drawn"] == [str(each) for each in (*ids, last)]
    assert snow.dario.is_refused(f"{heater}/lot", method="GET")["code"] == "lot_not_found"
    first, second = (f"/v1/promises/{each}" for each in ids)
    assert snow.asked[first].sees(first)["can"] == ["agreeing", "declining"]
    assert snow.asked[second].sees(second)["state"] == "asked"
    snow.asked[first].is_told()
    snow.asked[second].is_told()
    snow.asked[first].does(f"{first}/declining", {"words": "My sister has one for me."})
    assert snow.asked[second].is_told() == [
        "Jonas offers what you asked for. It is held for you until Wednesday 14 January, 12:30."
    ]
    assert snow.asked[second].does(f"{second}/agreeing")["state"] == "agreed"


def the_drill_is_kept_longer(snow: Snowed) -> None:
    bruno, clara = snow.bruno, snow.clara
    bruno.is_told()
    wish = clara.does(
        f"{snow.drill_lent}/extension", {"due_at": instant("Wednesday 14 January, 11:00")}
    )
    assert wish["due_at"] == instant("Tuesday 13 January, 11:00")
    assert bruno.is_told() == [
        "Clara would like to keep something until Wednesday 14 January, 11:00."
    ]
    granted = bruno.does(f"{snow.drill_lent}/extension", {"due_at": wish["wished_due_at"]})
    assert granted["due_at"] == instant("Wednesday 14 January, 11:00")
    assert clara.is_told()[-1] == "Bruno lets you keep it until Wednesday 14 January, 11:00."


def thanks_are_shown_by_choice(snow: Snowed) -> None:
    agnes, helper, fetched = snow.agnes, snow.elif_, snow.fetched
    helper.is_told()
    said = agnes.does(f"{fetched}/thanks", {"words": "You even shook the snow off."})
    assert (said["thanks_said"], said["can"]) == ("You even shook the snow off.", [])
    assert helper.is_told() == ["Agnes says thank you."]
    thanks = f"/v1/people/{helper.id}/thanks"
    assert snow.frida.sees(thanks)["items"] == []
    helper.does(f"{fetched}/thanks/showing", method="PUT")
    shown = snow.frida.sees(thanks)["items"]
    assert [(each["words"], each["from_first_name"]) for each in shown] == [
        ("You even shook the snow off.", "Agnes")
    ]
    helper.does(f"{fetched}/thanks/showing", method="DELETE")
    assert snow.frida.sees(thanks)["items"] == []
    assert helper.sees("/v1/me/promises/counts") == {"kept": 1, "missed": 0, "received": 0}


def nobody_is_counted_for_what_is_disputed(snow: Snowed) -> None:
    for somebody in (snow.dario, snow.kiran):
        counts = somebody.sees("/v1/me/promises/counts")
        assert counts == {"kept": 0, "missed": 0, "received": 0}, somebody.name
