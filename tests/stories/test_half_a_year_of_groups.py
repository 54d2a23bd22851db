"""Half a year of a men's shed and of a neighbourhood of three hundred, from 22 February to
6 September 2026.

The shed is founded by one man and looked after by two; two of it fall out; its founder is gone from
one day to the next; all summer nobody opens the app. Nobody is ever in charge, and it goes on. Read
it aloud: each sentence is what somebody reads on a phone.
"""

import json
import os
from pathlib import Path

import pytest

from backend.forgetting import forget
from scripts.pictures.half_a_year import draw_half_a_year
from tests.stories.bay import (
    MIDDLE,
    asks_to_join,
    is_verified,
    on_the_bay,
    plant_the_others,
    proposes,
    sees,
    votes,
)
from tests.stories.deciding import (
    a_meeting_every_thursday,
    a_steward_lets_olu_in,
    something_on_the_board,
    they_agree_on_tidying_up,
    too_few_vote_at_first,
    what_to_build_for_the_fair,
    where_the_outing_goes_is_drawn,
)
from tests.stories.falling_out import (
    a_panel_is_drawn_by_lot,
    anybody_can_read_what_they_say,
    gil_and_joss_fall_out,
    twenty_strangers_change_nothing,
    what_passed_is_contested,
)
from tests.stories.residents import Month, instant, moment, words_of
from tests.stories.without_wim import (
    a_summer_in_which_nobody_opens_the_app,
    before_the_summer,
    nobody_stands_and_two_keep_it_going,
    somebody_stands,
    they_met_all_the_same,
    wim_is_gone,
)

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "half_a_year.svg"
INNER_WORDS = {
    "quorum",
    "elector",
    "electors",
    "tenure",
    "tenured",
    "candidacy",
    "commons",
    "charter",
    "enacted",
    "pseudonym",
    "null",
    "none",
    "utc",
}
MENDS = "What do you like to mend?"


@pytest.fixture
def bay(clock, neighbour, app):
    clock.now = moment("Sunday 22 February, 10:00")
    return on_the_bay(Month(clock, neighbour), app)


def test_half_a_year_of_groups(bay, tmp_path):
    the_neighbourhood_draws_a_line_around_itself(bay)
    more_stand_than_there_are_seats(bay, tmp_path)
    wim_founds_a_shed_alone(bay)
    two_hands_let_somebody_in(bay)
    others_come_by_a_link(bay)
    any_objections_by_thursday_evening(bay)
    the_shed_joins_the_neighbourhood(bay)
    there_are_twelve(bay)
    a_meeting_every_thursday(bay)
    something_on_the_board(bay)
    they_agree_on_tidying_up(bay)
    what_to_build_for_the_fair(bay)
    where_the_outing_goes_is_drawn(bay)
    too_few_vote_at_first(bay)
    a_steward_lets_olu_in(bay)
    gil_and_joss_fall_out(bay)
    what_passed_is_contested(bay)
    twenty_strangers_change_nothing(bay)
    anybody_can_read_what_they_say(bay)
    a_panel_is_drawn_by_lot(bay, tmp_path)
    wim_is_gone(bay)
    nobody_stands_and_two_keep_it_going(bay)
    before_the_summer(bay)
    a_summer_in_which_nobody_opens_the_app(bay)
    they_met_all_the_same(bay)
    somebody_stands(bay)
    it_is_alive(bay, tmp_path)
    all_was_said_in_plain_words(bay)
    a_picture_of_half_a_year(bay)


def the_neighbourhood_draws_a_line_around_itself(bay):
    hanne = bay.hanne
    circle = {
        "type": "Circle",
        "coordinates": [MIDDLE["longitude"], MIDDLE["latitude"]],
        "radius_metres": 1_200,
    }
    founded = hanne.does("/v1/groups", {"name": "Heron Bay", "circle": circle})
    assert founded["says"] == "You belong to Heron Bay."
    bay.bay = f"/v1/groups/{founded['id']}"
    bay.bay_id = founded["id"]
    around = "{latitude},{longitude}".format(**MIDDLE)
    found = bay.wim.sees(f"/v1/neighbourhoods?at={around}")["items"]
    assert [(each["name"], each["can"]) for each in found] == [("Heron Bay", ["join"])]
    assert found[0]["says"] == "Heron Bay is open to everybody. You can join."
    for somebody in bay.all_but("hanne"):
        somebody.does(f"{bay.bay}/membership", {}, method="PUT")
    assert bay.wim.sees("/v1/neighbourhoods?at=51.5,-0.1")["items"] == []
    plant_the_others(bay, bay.bay_id, hanne.id)
    assert bay.counts("bay") == 300
    seen = hanne.sees(f"{bay.bay}/stewards")
    assert (seen["seats"], seen["mode"]) == (7, "commons")
    assert seen["says"] == "You look after Heron Bay until Saturday 22 August, 11:00."


def more_stand_than_there_are_seats(bay, folder):
    """Seven for six seats: the lot decides, and anybody can check that nobody steered it."""
    standing = bay.all_but("wim", "bea", "dov", "gil", "hanne", "joss", "olu")
    assert bay.dov.is_told() == [
        "Heron Bay is looking for somebody who looks after it. You could stand."
    ]
    for somebody in standing:
        stands = somebody.does(f"{bay.bay}/stewards/candidacies/mine", method="PUT")
    assert stands["next"] == {"at": instant("Sunday 1 March, 10:00"), "becomes": "decided"}
    assert "withdraw" in [can for each in stands["standing"] for can in each["can"]]
    assert bay.hanne.is_refused(f"{bay.bay}/stewards/candidacies/mine", method="PUT")["detail"] == (
        "You look after the group already, for longer than that."
    )
    bay.becomes("Sunday 1 March, 10:00")
    seen = bay.dov.sees(f"{bay.bay}/stewards")
    assert [each["how"] for each in seen["stewards"]] == ["founding", *["lot"] * 6]
    assert seen["says"] == "7 of you look after Heron Bay."
    assert (seen["mode"], seen["called_at"], seen["can"]) == ("stewards", None, [])
    drawn = {each["person"]["name"] for each in seen["stewards"]} - {"Hanne"}
    began = "You look after Heron Bay until Tuesday 1 September, 11:00."
    for somebody in standing[:3]:
        assert (began in somebody.is_told()) == (somebody.name.split()[0] in drawn)
    bay.record_of_the_bay = bay.dov.sees(f"{bay.bay}/record/export")
    assert is_verified("verify_record", folder, bay.record_of_the_bay)
    lot = next(each for each in bay.record_of_the_bay["entries"] if each["act"] == "lot_drawn")
    lot["facts"]["order"].reverse()
    assert not is_verified("verify_record", folder, bay.record_of_the_bay)
    lot["facts"]["order"].reverse()


def wim_founds_a_shed_alone(bay):
    bay.becomes("Sunday 1 March, 11:00")
    founded = bay.wim.does(
        "/v1/groups",
        {"name": "Men's shed", "place": MIDDLE, "joining": "ask", "questions": [MENDS]},
    )
    assert founded["says"] == "You belong to Men's shed."
    bay.shed = f"/v1/groups/{founded['id']}"
    assert bay.counts("shed") == 1
    assert bay.bea.is_refused(f"{bay.shed}/membership", {}, method="PUT")["detail"] == (
        "Men's shed likes to be asked. You can ask to join."
    )
    asked = asks_to_join(bay.bea, bay.shed, "Radios")
    assert bay.wim.is_told()[-1] == "Somebody would like to join Men's shed."
    assert bay.wim.does(f"{asked}/admission")["says"] == "Bea was let into Men's shed."
    assert bay.bea.is_told()[-1] == "Men's shed has let you in."


def two_hands_let_somebody_in(bay):
    asked = asks_to_join(bay.dov, bay.shed, "Clocks")
    one = bay.wim.does(f"{asked}/admission")
    assert (one["state"], one["hands"], one["hands_needed"]) == ("asked", 1, 2)
    assert bay.dov.sees(asked)["says"] == (
        "Men's shed has until Sunday 29 March, 12:00 to answer you."
    )
    assert bay.bea.does(f"{asked}/admission")["state"] == "admitted"
    seen = bay.dov.sees(f"{bay.shed}/stewards")
    assert seen["says"] == "Men's shed is small: any two of you act together."
    assert {"act": "admit", "takes": 2} in seen["may"]


def others_come_by_a_link(bay):
    made = bay.dov.does(f"{bay.shed}/invitations")
    link = f"/v1/groups/invited/{made['code']}"
    assert bay.dov.get(f"{link}/qr.png").status_code == 200
    assert bay.emre.sees(link)["says"] == "You are invited to Men's shed. You can join."
    for somebody in bay.all_but("wim", "bea", "dov", "hanne", "nell", "olu"):
        inside = somebody.does(link, {}, method="PUT")
    assert (inside["says"], bay.counts("shed")) == ("You belong to Men's shed.", 11)
    names = [each["name"] for each in bay.emre.sees(f"{bay.shed}/members")["items"]]
    assert names[:3] == ["Wim", "Bea", "Dov"]


def any_objections_by_thursday_evening(bay):
    bay.becomes("Monday 2 March, 09:00")
    asked = proposes(
        bay.wim,
        bay.shed,
        "Shall we meet on Thursdays?",
        closes_at=instant("Thursday 5 March, 20:00"),
    )
    assert asked["says"] == (
        "Any objections until Thursday 5 March, 20:00? Without any, it is decided."
    )
    assert bay.gil.is_told()[-1] == (
        "Men's shed asks: “Shall we meet on Thursdays?”. You can answer until Thursday 5 March,"
        " 20:00."
    )
    votes(asked, "fine", bay.gil)
    seen = sees(bay.gil, asked)
    assert (seen["ballot"], seen["tally"], seen["can"]) == (
        {"vote": "fine"},
        None,
        ["ballot", "remarks"],
    )
    bay.thursdays = asked


def the_shed_joins_the_neighbourhood(bay):
    bay.becomes("Monday 2 March, 18:00")
    belongs = proposes(
        bay.bea,
        bay.shed,
        "Shall the shed belong to Heron Bay?",
        action="join_neighbourhood",
        params={"neighbourhood_id": bay.bay_id},
    )
    assert (belongs["method"], belongs["weight"]) == ("consent", "normal")
    bay.belongs = belongs


def there_are_twelve(bay):
    """Wim, who founded it, is its first steward, for one term; the other seat is open to all."""
    bay.becomes("Thursday 5 March, 19:00")
    asked = asks_to_join(bay.nell, bay.shed, "Chairs")
    for somebody in (bay.emre, bay.fay):
        somebody.does(f"{asked}/admission")
    assert bay.counts("shed") == 12
    assert bay.wim.sees(f"{bay.shed}/stewards")["says"] == (
        "You look after Men's shed until Saturday 5 September, 20:00."
    )
    call = "Men's shed is looking for somebody who looks after it. You could stand."
    for somebody in (bay.bea, bay.nell):
        assert call in somebody.is_told()
    bay.bea.does(f"{bay.shed}/stewards/candidacies/mine", method="PUT")
    stands = bay.gil.does(f"{bay.shed}/stewards/candidacies/mine", method="PUT")
    his = next(each for each in stands["standing"] if each["person"]["name"] == "Gil")
    objection = f"{bay.shed}/stewards/candidacies/{his['id']}/objection"
    seen = bay.joss.does(objection, method="PUT")
    assert [each["is_objected"] for each in seen["standing"]] == [False, True]
    bay.becomes("Thursday 5 March, 20:00")
    assert sees(bay.joss, bay.thursdays)["says"] == "It was decided and done."
    assert "Men's shed has decided: “Shall we meet on Thursdays?”" in bay.joss.is_told()
    bay.becomes("Saturday 7 March, 18:30")
    assert sees(bay.joss, bay.belongs)["says"] == (
        "It has passed, and takes effect on Sunday 8 March, 18:00 unless 2 of you contest it."
    )
    bay.becomes("Thursday 12 March, 19:00")
    assert bay.dov.sees(bay.shed)["neighbourhood"]["name"] == "Heron Bay"
    assert bay.bea.is_told()[-1] == "You look after Men's shed until Saturday 12 September, 20:00."
    seen = bay.gil.sees(f"{bay.shed}/stewards")
    assert [(each["person"]["name"], each["how"]) for each in seen["stewards"]] == [
        ("Wim", "founding"),
        ("Bea", "consent"),
    ]
    assert (seen["says"], seen["standing"]) == ("2 of you look after Men's shed.", [])


def it_is_alive(bay, folder):
    bay.becomes("Sunday 6 September, 18:00")
    assert (bay.counts("shed"), bay.counts("bay")) == (14, 319)
    assert bay.rosa.sees(bay.shed)["says"] == "You belong to Men's shed."
    # As the server does every hour.
    assert forget(bay.app)
    mine = bay.rosa.sees("/v1/me/meetings")["items"][0]
    assert mine["says"] == "Mending evening is on Thursday 10 September, 18:00."
    assert (mine["room"], mine["state"]) == ("held", "planned")
    bay.records = {
        "bay": bay.rosa.sees(f"{bay.bay}/record/export"),
        "shed": bay.rosa.sees(f"{bay.shed}/record/export"),
    }
    record = bay.records["shed"]
    assert is_verified("verify_record", folder, record, bay.record_of_the_shed)
    assert is_verified("verify_record", folder, bay.records["bay"], bay.record_of_the_bay)
    changed = {**record, "entries": [each for each in record["entries"] if each["seq"] != 9]}
    assert not is_verified("verify_record", folder, changed)
    assert "Wim" not in bay.rosa.get(f"{bay.shed}/record?limit=100").text


def all_was_said_in_plain_words(bay):
    for name, sentence in bay.month.told_words():
        assert not words_of(sentence) & INNER_WORDS, (name, sentence)
        assert "_" not in sentence, (name, sentence)


def a_picture_of_half_a_year(bay):
    """What both groups were, as the README shows it; TIMELINE names a file for what was told."""
    told = {
        "title": "Half a year of two groups",
        "words": "A men's shed and its neighbourhood, 22 February to 6 September 2026",
        "zone": "Europe/London",
        "starts_at": instant("Sunday 22 February, 10:00"),
        "ends_at": bay.month.clock().isoformat(),
        "silent": [instant("Saturday 20 June, 12:00"), instant("Saturday 29 August, 12:00")],
        "groups": [bay.told_of("shed", bay.dov), bay.told_of("bay", bay.hanne)],
    }
    if "TIMELINE" in os.environ:
        Path(os.environ["TIMELINE"]).write_text(json.dumps(told, indent=1))
    drawn = draw_half_a_year(told)
    if os.environ.get("DRAW_AGAIN"):
        PICTURE.write_text(drawn)
    assert PICTURE.read_text() == drawn, "DRAW_AGAIN=1 draws it anew"
