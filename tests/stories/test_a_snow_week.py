"""A week of snow, from Saturday 10 to Sunday 18 January 2026, and how it ends in March.

A drill comes back late, a prescription is fetched, soup is brought on three days, a heater goes by
the rule, a path is or is not cleared; somebody asks without a name, a pipe bursts, one of them
blocks another and one moves away. Read it aloud: each sentence is what somebody reads on a phone.
"""

import pytest

from backend.db import db
from backend.forgetting import forget
from tests.promises.truth import wrongs
from tests.stories.fair_shares import (
    a_heater_is_asked_for,
    nobody_is_counted_for_what_is_disputed,
    thanks_are_shown_by_choice,
    the_drill_is_kept_longer,
    the_heater_goes_by_the_rule,
)
from tests.stories.residents import Month, between, instant, moment, words_of
from tests.stories.snow import NAMES, looks_everywhere, post, promise, snowed_in

INNER_WORDS = {
    "counterpart",
    "poster",
    "quantity",
    "instant",
    "null",
    "none",
    "invalid",
    "false",
    "true",
}


@pytest.fixture
def snow(clock, neighbour):
    clock.now = moment("Saturday 10 January, 10:00")
    return snowed_in(Month(clock, neighbour))


def test_a_snow_week(snow, app):
    a_hello_is_answered_with_a_word(snow)
    a_drill_is_lent(snow)
    some_like_to_be_asked(snow)
    a_prescription_is_fetched(snow)
    thanks_are_shown_by_choice(snow)
    the_drill_is_kept_longer(snow)
    soup_is_promised_for_three_days(snow)
    noor_asks_without_her_name(snow)
    a_pipe_bursts_and_the_hill_rallies(snow)
    a_heater_is_asked_for(snow)
    a_path_is_or_is_not_cleared(snow)
    nobody_is_counted_for_what_is_disputed(snow)
    the_heater_goes_by_the_rule(snow)
    ines_moves_away(snow)
    dario_blocks_kiran(snow)
    the_drill_comes_back_late(snow)
    the_soup_was_good(snow)
    everything_is_over(snow)
    all_is_well(snow, app)


def a_hello_is_answered_with_a_word(snow):
    jonas, kiran = snow.jonas, snow.kiran
    snow.hello = post(
        jonas,
        "hello",
        "New on the hill",
        words="I play chess, badly. Ring me: 01253 496 0123.",
        answered_by_word=True,
    )
    seen = kiran.sees(snow.hello)
    assert seen["words"] == "I play chess, badly. Ring me: •••."
    assert (seen["posted_by"]["first_name"], seen["can"]) == ("Jonas", ["conversation"])
    assert jonas.sees(snow.hello)["hints"] == [{"what": "phone", "text": "01253 496 0123"}]
    assert kiran.is_refused(f"{snow.hello}/promises", {})["code"] == "hellos_are_not_promised"

    talk = kiran.does(f"{snow.hello}/conversation")
    assert talk["others"] == [{"id": str(jonas.id), "first_name": "Jonas"}]
    snow.talk = f"/v1/conversations/{talk['id']}"
    kiran.does(f"{snow.talk}/messages", {"words": "So do I. Tomorrow?"})
    assert jonas.is_told() == ["Kiran wrote to you."]
    assert jonas.sees(snow.talk)["unread"] == 1
    said = jonas.sees(f"{snow.talk}/messages")["items"][0]
    assert said["words"] == "So do I. Tomorrow?"
    assert jonas.does(f"{snow.talk}/read", {"seq": said["seq"]}, method="PUT")["unread"] == 0

    jonas.does(f"{snow.talk}/contact", {"phone": "01253 496 0123"}, method="PUT")
    assert kiran.sees(snow.talk)["contacts"][0]["phone"] == "01253 496 0123"
    jonas.does(f"{snow.talk}/contact", method="DELETE")
    assert kiran.sees(snow.talk)["contacts"] == []


def a_drill_is_lent(snow):
    bruno, clara = snow.bruno, snow.clara
    snow.becomes("Saturday 10 January, 11:00")
    snow.drill = post(
        bruno, "offer", "A drill with all its bits", way="lend", category="tools", lend_days=3
    )
    assert bruno.sees(snow.drill)["says"] == "To be had until Monday 9 February, 11:00."
    asked = promise(clara, snow.drill, words="For a shelf.")
    assert clara.sees(asked)["says"] == (
        "You asked for it. You will hear by Tuesday 13 January, 11:00."
    )
    assert bruno.is_told() == [
        "Clara asks for something you offer. Answer by Tuesday 13 January, 11:00."
    ]
    offered = bruno.does(f"{asked}/offering", {})
    assert offered["says"] == "Held for Clara until Sunday 11 January, 11:00."
    assert snow.dario.sees(snow.drill)["says"] == "All of it is promised for now."
    agreed = clara.does(f"{asked}/agreeing")
    assert agreed["due_at"] == instant("Tuesday 13 January, 11:00")
    assert agreed["says"] == "Agreed with Bruno, to be back by Tuesday 13 January, 11:00."
    assert (agreed["mine"], bruno.sees(asked)["mine"]) == ("comes_to_me", "owe")
    snow.drill_lent = asked


def some_like_to_be_asked(snow):
    for somebody in (snow.goran, snow.hetty, snow.ines):
        somebody.does("/v1/me/rally_wish", {"categories": []}, method="PUT")
    snow.elif_ = getattr(snow, "elif")
    snow.elif_.does("/v1/me/rally_wish", {"categories": ["animals"]}, method="PUT")


def a_prescription_is_fetched(snow):
    agnes, helper = snow.agnes, snow.elif_
    snow.becomes("Monday 12 January, 09:30")
    need = post(agnes, "need", "Prescription from the chemist", category="health_errands")
    assert helper.sees(need)["says"] == "Wanted until Monday 26 January, 09:30."
    answered = promise(helper, need, words="I pass there at noon.")
    assert agnes.is_told() == ["Elif would help with something you need."]
    assert agnes.sees(answered)["says"] == "Elif would do it."
    assert agnes.does(f"{answered}/picking", {})["says"] == "Agreed with Elif."
    assert helper.is_told() == ["You and Agnes have agreed."]
    snow.becomes("Monday 12 January, 12:40")
    done = helper.does(f"{answered}/claim", {"says": "kept"})
    assert done["says"] == "You say that it was done. It counts once the other side says so too."
    assert agnes.is_told() == [
        "Elif says that it was done. Is it so? You have until Monday 19 January, 12:40."
    ]
    assert agnes.does(f"{answered}/confirmation")["says"] == "Kept, with Elif."
    assert agnes.sees(need)["says"] == "Neighbours have done it."
    snow.prescription, snow.fetched = need, answered


def soup_is_promised_for_three_days(snow):
    frida, goran, hetty = snow.frida, snow.goran, snow.hetty
    snow.becomes("Monday 12 January, 14:00")
    soup = post(
        frida,
        "need",
        "Soup while my leg is in plaster",
        category="food",
        on_dates=["2026-01-13", "2026-01-14", "2026-01-15"],
    )
    assert (goran.sees(soup)["quantity"], goran.sees(soup)["left"]) == (3, 3)
    assert goran.is_refused(f"{soup}/promises", {})["code"] == "dates_needed"
    tuesday = promise(goran, soup, on_dates=["2026-01-13"])
    the_others = promise(hetty, soup, on_dates=["2026-01-14", "2026-01-15"])
    frida.does(f"{tuesday}/picking", {})
    assert hetty.sees(soup)["says"] == "2 of 3 still wanted, until Thursday 15 January."
    taken = snow.dario.is_refused(f"{soup}/promises", {"on_dates": ["2026-01-13"]})
    assert (taken["code"], taken["dates"]) == ("dates_already_held", ["2026-01-13"])
    agreed = frida.does(f"{the_others}/picking", {})
    assert agreed["says"] == "Agreed with Hetty, for Wednesday 14 January and one more date."
    assert hetty.sees(soup)["says"] == "Enough neighbours have promised for now."
    owed = [each["post"]["title"] for each in hetty.sees("/v1/me/promises")["items"]]
    assert owed == ["Soup while my leg is in plaster"]
    snow.soup, snow.soup_parts = soup, (tuesday, the_others)


def noor_asks_without_her_name(snow):
    """A quiet need: nothing that anybody else's phone is sent has the name or the home in it."""
    noor, hetty = snow.noor, snow.hetty
    snow.becomes("Monday 12 January, 15:00")
    quiet = post(noor, "need", "Somebody to sit with me", category="company", quiet=True)
    answered = promise(hetty, quiet, words="I knit. I come along.")
    before = hetty.sees(answered)
    assert (before["with"], before["post"]["title"]) == (None, "Somebody to sit with me")
    talk = f"/v1/conversations/{hetty.does(f'{answered}/conversation')['id']}"
    noor.does(f"{talk}/messages", {"words": "After four would be kind."})
    assert hetty.is_told()[-1] == "A neighbour wrote to you."
    assert hetty.sees(f"{talk}/messages")["items"][0]["written_by"] == {
        "id": None,
        "first_name": None,
    }
    for somebody in snow.others.values():
        if somebody is not noor:
            looks_everywhere(somebody, quiet, answered, talk)
            somebody.get(f"/v1/people/{noor.id}/posts")
    assert_without_a_trace(noor, [each for each in snow.others.values() if each is not noor])
    noor.does(f"{answered}/picking", {})
    assert hetty.sees(answered)["with"]["first_name"] == "Noor"
    assert hetty.sees(quiet)["posted_by"]["first_name"] == "Noor"
    snow.quiet = (quiet, answered, talk)


def assert_without_a_trace(noor, others):
    """Search all that others were ever sent; their own asking for her by id is no answer of it."""
    home = str(noor.sees("/v1/me")["home"]["latitude"])
    for somebody in others:
        for answer in somebody.read:
            for trace in (*noor.name.split(), str(noor.id), home):
                assert trace not in answer, (somebody.name, answer)


def a_pipe_bursts_and_the_hill_rallies(snow):
    clara, goran, hetty, ines = snow.clara, snow.goran, snow.hetty, snow.ines
    snow.becomes("Monday 12 January, 17:00")
    for somebody in (goran, hetty, ines, snow.elif_):
        somebody.is_told()
    pipe = post(
        clara, "need", "Buckets, my pipe burst", category="repairs", urgent=True, quantity=2
    )
    rally = clara.does(f"{pipe}/rally")
    assert rally["says"] == (
        "Those within 500 metres who like to be asked have been. From Monday 12 January, 17:10 on"
        " it goes to those within 1,000 metres."
    )
    close_by = "A neighbour close by could use help now, until Wednesday 14 January, 17:00."
    assert (goran.is_told(), hetty.is_told()) == ([close_by], [])
    too_many = goran.is_refused(f"{pipe}/promises", {"quantity": 5})
    assert too_many["detail"] == "No more than 2 are wanted now."
    first = promise(goran, pipe)
    clara.does(f"{first}/picking", {})
    snow.passes(minutes=12)
    assert (hetty.is_told(), ines.is_told()) == ([close_by], [])
    second = promise(hetty, pipe)
    clara.does(f"{second}/picking", {})
    assert clara.sees(f"{pipe}/rally")["says"] == "Nobody further is being asked."
    snow.passes(minutes=30)
    assert (ines.is_told(), snow.elif_.is_told()) == ([], [])
    snow.passes(hours=2)
    for part in (first, second):
        assert clara.does(f"{part}/claim", {"says": "kept"})["state"] == "kept"
    assert clara.sees(pipe)["state"] == "fulfilled"


def a_path_is_or_is_not_cleared(snow):
    dario, kiran = snow.dario, snow.kiran
    snow.becomes("Monday 12 January, 20:00")
    when = between("Tuesday 13 January, 10:00", "11:00")
    path = post(dario, "need", "My path cleared of snow", category="repairs", **when)
    cleared = promise(kiran, path)
    agreed = dario.does(f"{cleared}/picking", {})
    assert agreed["says"] == "Agreed with Kiran, for Tuesday 13 January, 10:00."
    early = dario.is_refused(f"{cleared}/claim", {"says": "missed"})
    assert early["code"] == "too_early_to_say"
    assert early["detail"] == "Its time has not come yet: Tuesday 13 January, 10:00."
    snow.becomes("Tuesday 13 January, 12:00")
    dario.does(f"{cleared}/claim", {"says": "missed", "words": "Nobody came."})
    said = kiran.sees(cleared)
    assert said["says"] == (
        "Dario says that you could not do it. Say how it was; until then it counts for nobody."
    )
    assert (said["can"], said["missed_by"]) == (["confirmation", "contest"], None)
    kiran.does(f"{cleared}/contest", {"words": "I was there at ten; it had snowed again by noon."})
    for somebody in (dario, kiran):
        assert somebody.sees(cleared)["says"] == (
            "The two of you remember it differently. It counts for nobody."
        )
    snow.cleared = cleared


def ines_moves_away(snow):
    """She leaves in the middle of the week, with something to do and something to get."""
    ines, frida, goran = snow.ines, snow.frida, snow.goran
    snow.becomes("Tuesday 13 January, 13:00")
    sledge = post(ines, "offer", "A sledge for the children", way="lend", category="children")
    asked = promise(goran, sledge)
    ines.does(f"{asked}/offering", {})
    goran.does(f"{asked}/agreeing")
    bread = post(frida, "need", "A loaf of bread", category="shopping")
    brings = promise(ines, bread)
    frida.does(f"{brings}/picking", {})
    for somebody in (goran, frida):
        somebody.is_told()
    assert ines.does("/v1/me", method="DELETE") == {}
    gone = "Something you had agreed or asked for cannot be any more. It is nobody's fault."
    snow.gone_words = gone
    assert (goran.is_told(), frida.is_told()) == ([gone], [gone])
    for somebody, path in ((goran, asked), (frida, brings)):
        seen = somebody.sees(path)
        assert (seen["state"], seen["with"], seen["can"]) == ("released", None, [])
        assert seen["says"] == "It cannot be any more. It is nobody's fault."
    assert goran.get(sledge).status_code == 404
    assert frida.sees(bread)["left"] == 1


def dario_blocks_kiran(snow):
    """To Kiran it looks as if Dario had left, in the very same words."""
    dario, kiran = snow.dario, snow.kiran
    snow.becomes("Tuesday 13 January, 18:00")
    wood = post(dario, "offer", "Firewood, sawn", way="give", category="household")
    asked = promise(kiran, wood)
    dario.does(f"{asked}/offering", {})
    kiran.does(f"{asked}/agreeing")
    kiran.is_told()
    dario.does(f"/v1/me/blocks/{kiran.id}", method="PUT")
    assert sorted(kiran.is_told()) == [
        snow.gone_words,
        (
            "What you had agreed or asked for, for Tuesday 13 January, 10:00, cannot be any more."
            " It is nobody's fault."
        ),
    ]
    seen = kiran.sees(asked)
    assert (seen["state"], seen["with"], seen["post"]) == ("released", None, None)
    assert seen["says"] == "It cannot be any more. It is nobody's fault."
    for path in (wood, f"/v1/people/{dario.id}", f"/v1/people/{dario.id}/posts"):
        assert kiran.get(path).status_code == 404
    assert kiran.is_refused(f"{wood}/promises", {})["code"] == "post_not_found"
    assert dario.sees(wood)["left"] == 1
    # What they disputed counts for nobody, and is over now.
    assert kiran.sees(snow.cleared)["missed_by"] is None


def the_drill_comes_back_late(snow):
    bruno, clara = snow.bruno, snow.clara
    snow.becomes("Thursday 15 January, 09:00")
    assert bruno.sees(snow.drill_lent)["says"] == (
        "Agreed with Clara, to be back by Wednesday 14 January, 11:00. How did it go?"
    )
    back = clara.does(f"{snow.drill_lent}/claim", {"says": "kept", "words": "On your step."})
    assert back["says"] == "You say that it is back. It counts once the other side says so too."
    assert bruno.does(f"{snow.drill_lent}/confirmation")["says"] == "Kept, with Clara."
    # What was lent is back, so it can be lent again.
    assert snow.agnes.sees(snow.drill)["can"] == ["promise"]


def the_soup_was_good(snow):
    frida = snow.frida
    snow.becomes("Thursday 15 January, 20:00")
    for part in snow.soup_parts:
        assert frida.does(f"{part}/claim", {"says": "kept"})["state"] == "kept"
    assert frida.sees(snow.soup)["says"] == "Neighbours have done it."
    _, sat_with, _ = snow.quiet
    # They did it together, so it takes the word of both.
    snow.noor.does(f"{sat_with}/claim", {"says": "kept"})
    assert snow.hetty.does(f"{sat_with}/confirmation")["says"] == "Kept, with Noor."


def everything_is_over(snow):
    snow.becomes("Sunday 18 January, 10:00")
    snow.agnes.does(f"{snow.drill}/promises", {})
    closed = snow.bruno.does(f"{snow.drill}/closing")
    assert closed["says"] == "Not to be had any more."
    assert snow.agnes.is_told() == ["Something you asked about is over. Thank you for asking."]
    snow.jonas.does(f"{snow.hello}/closing")
    quiet, _, talk = snow.quiet
    for somebody in (snow.noor, snow.hetty):
        somebody.does(f"{talk}/keeping_in_touch", method="PUT")
    snow.becomes("Monday 2 March, 10:00")
    assert snow.jonas.get(snow.talk).status_code == 404
    assert snow.hetty.get(talk).status_code == 200
    assert snow.agnes.sees("/v1/me/posts?state=over")["items"][0]["says"] == (
        "Over for a while; its words are erased."
    )
    for path in (snow.soup, snow.drill, snow.hello, quiet):
        assert snow.clara.get(path).status_code == 404
    for somebody in snow.others.values():
        if somebody is not snow.ines:
            assert somebody.sees("/v1/me/promises")["items"] == []


def all_is_well(snow, app):
    assert forget(app)
    with app.app_context(), db.engine.connect() as connection:
        assert wrongs(connection, snow.month.clock.now) == []
        kept = connection.exec_driver_sql(
            "SELECT count(*) FROM posts WHERE ended_at < '2026-01-30' AND title <> ''"
        ).scalar_one()
    assert kept == 0
    assert_without_a_trace(
        snow.noor,
        [each for each in snow.others.values() if each not in (snow.noor, snow.hetty)],
    )
    assert len(snow.month.people) == len(NAMES)
    for name, sentence in snow.month.told_words():
        assert not words_of(sentence) & INNER_WORDS, (name, sentence)
