"""Deciding something together, over HTTP: from one question to what the server does about it."""

from collections.abc import Callable

import psycopg
import pytest

from tests.decisions.sheds import Shed


@pytest.fixture
def shed(neighbour, clock):
    return Shed(neighbour, clock, members=4)


class TestAsking:
    def test_one_question_is_decided_when_nobody_objects(self, shed):
        asked = shed.propose("Shall we open on Thursdays too?")
        assert (asked["state"], asked["method"], asked["weight"]) == ("voting", "consent", "quick")
        assert asked["says"] == (
            "Any objections until Tuesday 3 March, 10:00? Without any, it is decided."
        )
        assert asked["electors"] == 4
        shed.until(asked)
        done = shed.see(asked, by=2)
        assert done["state"] == "enacted"
        assert done["says"] == "It was decided and done."
        assert done["settled_at"] == done["enacted_at"] == asked["closes_at"]
        assert done["tally"]["object"] == 0

    def test_one_objection_is_enough(self, shed):
        asked = shed.propose()
        shed.vote(asked, "fine", "object")
        shed.until(asked)
        assert shed.see(asked)["state"] == "objected"

    def test_who_objected_may_think_again_until_the_deadline(self, shed):
        asked = shed.propose()
        shed.vote(asked, "object")
        shed.until(asked, seconds=-1)
        shed.vote(asked, "fine")
        shed.pass_time(seconds=1)
        late = shed[0].put(f"/v1/decisions/{asked['id']}/ballot", {"vote": "object"})
        assert late.json["code"] == "not_voting_now"
        assert shed.see(asked)["state"] == "enacted"

    def test_whoever_came_later_is_not_told_that_they_can_vote(self, shed):
        for asked in (shed.propose(), shed.propose("Cake?", method="majority")):
            newcomer = shed.newcomer()
            seen = newcomer.get(f"/v1/decisions/{asked['id']}").json
            assert (seen["can"], seen["secrecy"]) == (["remarks"], None)
            assert seen["says"] == (
                "The others can say what they think of it until Tuesday 3 March, 10:00."
                " You do not vote on this."
            )

    def test_it_does_not_end_at_night(self, shed):
        at = shed.propose(closes_at="2026-03-02T23:30:00Z")["closes_at"]
        assert at == "2026-03-03T09:00:00Z"

    def test_a_vote_on_what_weighs_more_takes_its_time(self, shed):
        too_soon = {"closes_at": "2026-03-02T12:00:00Z"}
        assert shed.refused(weight="normal", **too_soon) == "closing_does_not_fit"
        assert shed.refused(closes_at="2026-03-01T10:10:00Z") == "closing_does_not_fit"
        assert shed.refused(closes_at="2027-03-01T10:10:00Z") == "closing_does_not_fit"
        assert shed.refused(weight="charter", **too_soon) == "closing_does_not_fit"
        soon = {"title": "Now?", "closes_at": "2026-03-01T10:10:00Z"}
        german = (
            shed[0].post(f"{shed.path}/decisions", soon, headers={"Accept-Language": "de"}).json
        )
        assert "frühestens in einer Stunde" in german["detail"]

    def test_weight_is_raised_and_never_lowered(self, shed):
        rule = {"action": "change_rule", "params": {"joining": "ask"}}
        assert shed.refused(**rule, weight="normal") == "weight_only_rises"
        assert shed.propose(weight="charter")["state"] == "discussing"

    def test_only_members_ask_and_see(self, shed, neighbour):
        asked = shed.propose()
        stranger = neighbour("Stranger")
        path = f"/v1/decisions/{asked['id']}"
        assert stranger.post(f"{shed.path}/decisions", {"title": "Hi"}).status_code == 403
        for each in (path, f"{path}/ballots", f"{path}/remarks"):
            assert stranger.get(each).json["code"] == "decision_not_found"
        assert stranger.get(f"{shed.path}/decisions").json["code"] == "not_a_member"
        vote = stranger.put(f"{path}/ballot", {"vote": "object"})
        assert vote.json["code"] == "decision_not_found"

    def test_a_draft_is_seen_by_its_proposer_alone(self, shed):
        draft = shed.propose(draft=True)
        path = f"/v1/decisions/{draft['id']}"
        assert draft["can"] == ["change", "withdrawal", "opening"]
        assert shed[1].get(path).status_code == 404
        assert shed[1].get(f"{shed.path}/decisions").json["items"] == []
        opened = shed[0].post(f"{path}/opening", {"closes_at": "2026-03-05T18:00:00Z"})
        assert opened.json["closes_at"] == "2026-03-05T18:00:00Z"
        assert shed[1].get(path).json["state"] == "voting"
        assert shed[0].post(f"{path}/opening", {}).json["code"] == "decision_is_frozen"


class TestFreezing:
    def test_what_is_voted_on_does_not_change(self, shed):
        asked = shed.propose()
        path = f"/v1/decisions/{asked['id']}"
        seen = shed[0].get(path)
        changed = shed[0].patch(path, {"title": "Shall we close?"}, if_match=seen)
        assert changed.json["code"] == "decision_is_frozen"
        assert shed[0].post(f"{path}/withdrawal").json["code"] == "decision_is_frozen"

    def test_what_is_discussed_may_change_and_is_discussed_anew(self, shed):
        asked = shed.propose(weight="charter")
        path = f"/v1/decisions/{asked['id']}"
        shed.pass_time(hours=47)
        theirs = shed[1].patch(path, {"title": "Mine"}, if_match=shed[1].get(path))
        assert theirs.json["code"] == "not_your_decision"
        mine = shed[0].patch(path, {"title": "Another"}, if_match=shed[0].get(path))
        assert mine.json["opens_at"] == "2026-03-05T09:00:00Z"
        shed.pass_time(hours=2)
        assert shed.see(asked)["state"] == "discussing"
        shed.until(asked, "opens_at")
        assert shed.see(asked)["state"] == "voting"
        frozen = shed[0].patch(path, {"title": "More"}, if_match=shed[0].get(path))
        assert frozen.json["code"] == "decision_is_frozen"

    def test_it_may_be_withdrawn_before_anybody_votes(self, shed):
        asked = shed.propose(weight="charter")
        answer = shed[0].post(f"/v1/decisions/{asked['id']}/withdrawal")
        assert answer.json["state"] == "withdrawn"
        assert shed[1].get(f"/v1/decisions/{asked['id']}").status_code == 404
        shed.pass_time(days=20)
        assert shed.see(asked)["state"] == "withdrawn"

    def test_twenty_who_come_after_it_was_opened_change_nothing(self, shed):
        asked = shed.propose("Close on Sundays?", method="majority")
        shed.vote(asked, "yes", "no", "yes")
        for number in range(20):
            puppet = shed.newcomer(f"Puppet {number}")
            answer = puppet.put(f"/v1/decisions/{asked['id']}/ballot", {"vote": "no"})
            assert answer.json["code"] == "not_an_elector"
        shed.until(asked)
        seen = shed.see(asked)
        assert (seen["state"], seen["electors"]) == ("enacted", 4)
        assert (seen["tally"]["yes"], seen["tally"]["no"]) == (2, 1)

    def test_later_only_those_who_belong_for_a_while_vote(self, shed):
        shed.pass_time(days=40)
        newcomer = shed.newcomer()
        asked = shed.propose()
        assert asked["electors"] == 4
        assert shed.see(asked, by=-1)["can"] == ["remarks"]
        vote = newcomer.put(f"/v1/decisions/{asked['id']}/ballot", {"vote": "object"})
        assert vote.json["code"] == "not_an_elector"

    def test_who_leaves_votes_no_more(self, shed):
        asked = shed.propose()
        shed.vote(asked, "fine", "object")
        assert shed[1].delete(f"{shed.path}/membership").status_code == 204
        shed.until(asked)
        assert shed.see(asked)["state"] == "enacted"


class TestQuorum:
    def test_without_enough_ballots_there_is_more_time_once(self, shed):
        asked = shed.propose("Paint it green?", method="majority")
        assert asked["quorum"] == 3
        shed.vote(asked, "yes", "yes")
        first = asked["closes_at"]
        shed.until(asked)
        longer = shed.see(asked)
        assert (longer["state"], longer["was_extended"]) == ("voting", True)
        assert longer["closes_at"] > first
        assert longer["tally"] is None
        assert longer["ballot"] == {"vote": "yes"}
        shed.vote(asked, "yes", "yes", "no")
        shed.until(asked)
        assert shed.see(asked)["state"] == "enacted"

    def test_and_then_all_stays_as_it_is(self, shed):
        asked = shed.propose("Paint it green?", method="majority")
        # Nobody looks for a month: both deadlines pass unseen.
        shed.pass_time(days=30)
        seen = shed.see(asked)
        assert (seen["state"], seen["tally"]["ballots"]) == ("no_quorum", 0)
        assert seen["settled_at"] == "2026-03-05T10:00:00Z"

    def test_a_group_of_one_and_of_two_can_decide(self, neighbour, clock):
        alone = Shed(neighbour, clock, members=1)
        rule = {"action": "change_rule", "params": {"joining": "ask"}}
        assert alone.decided("Let us be asked", **rule)["state"] == "enacted"
        assert alone[0].get(alone.path).json["joining"] == "ask"
        two = Shed(neighbour, clock, members=2)
        assert two.decided("Us too", **rule)["state"] == "enacted"

    def test_options_are_chosen_from_or_all_stays(self, shed):
        asked = shed.propose("Which colour?", options=["Green", "Blue"])
        assert asked["method"] == "support"
        assert asked["options"] == ["Green", "Blue", "All stays as it is."]
        wrong = shed[0].put(f"/v1/decisions/{asked['id']}/ballot", {"support": [1, 2]})
        assert wrong.json["code"] == "ballot_does_not_fit"
        support = [{"support": each} for each in ([5, 1, 0], [0, 4, 1], [1, 4, 5])]
        shed.vote(asked, *support)
        shed.until(asked)
        seen = shed.see(asked)
        assert seen["tally"]["support"] == [6, 9, 6]
        assert seen["says"] == "You chose: Blue"
        assert shed.refused(action="close_group", options=["a", "b"]) == "options_do_not_fit"
        assert shed.refused(method="support") == "options_do_not_fit"

    def test_nobody_is_asked_to_choose_between_the_same(self, shed):
        assert shed.refused(options=["Green", "green"]) == "not_valid"
        draft = shed.propose("Which colour?", options=["Green", "Blue"], draft=True)
        path = f"/v1/decisions/{draft['id']}"
        changed = shed[0].patch(path, {"options": ["Green", "Green"]}, if_match=shed[0].get(path))
        assert changed.json["errors"]["json"] == {"options": ["An option is there twice."]}

    def test_a_ballot_may_be_drawn_by_a_link_promised_before(self, shed):
        asked = shed.propose("Who tells the story?", options=["Green", "Blue"], method="lot")
        shed.vote(asked, *[{"option": each} for each in (0, 0, 1, 1)])
        shed.until(asked)
        seen = shed.see(asked)
        assert (seen["state"], seen["tally"]["named"]) == ("enacted", [2, 2, 0])
        assert seen["tally"]["chosen"] in (0, 1)
        assert len(seen["tally"]["link"]) == 64


class TestLoops:
    def test_a_tie_is_not_asked_again_at_once(self, shed):
        asked = shed.propose("Cats?", method="majority")
        shed.vote(asked, "yes", "yes", "no", "no")
        shed.until(asked)
        assert shed.see(asked)["state"] == "tied"
        assert shed.refused("Cats?") == "tied_lately"
        assert shed.refused("CATS?") == "tied_lately"
        shed.propose("Dogs?")
        shed.pass_time(days=30)
        assert shed.propose("Cats?")["state"] == "voting"

    def test_what_passed_may_be_contested_while_it_cools_off(self, shed):
        rule = {"action": "change_rule", "params": {"name": "Women's shed"}}
        asked = shed.propose("A new name", **rule)
        shed.until(asked)
        cooling = shed.see(asked)
        assert (cooling["state"], cooling["can"]) == ("cooling_off", ["contest"])
        path = f"/v1/decisions/{asked['id']}/contest"
        for _ in range(2):
            once = shed[1].post(path, {"words": "I was away."})
            assert (once.json["state"], once.json["can"]) == ("cooling_off", [])
        ended = shed[2].post(path, {"words": "So was I."})
        assert ended.json["state"] == "contested"
        shed.pass_time(days=3)
        assert shed[0].get(shed.path).json["name"] == "Men's shed"
        assert shed.refused("A new name", **rule) == "contested_lately"
        assert shed.propose("A new name", weight="charter", **rule)["state"] == "discussing"
        again = shed.propose("A new name", method="two_thirds", **rule)
        assert again["state"] == "voting"

    def test_after_it_took_effect_it_is_contested_no_more(self, shed):
        asked = shed.propose("Name", action="change_rule", params={"name": "Women's shed"})
        shed.until(asked)
        shed.until(asked, "takes_effect_at")
        late = shed[1].post(f"/v1/decisions/{asked['id']}/contest", {"words": "No!"})
        assert late.json["code"] == "nothing_to_contest"
        assert shed[0].get(shed.path).json["name"] == "Women's shed"


class TestTalking:
    def test_members_talk_until_it_is_counted(self, shed):
        asked = shed.propose()
        path = f"/v1/decisions/{asked['id']}/remarks"
        said = shed[1].post(path, {"words": "I could have the key."})
        assert said.json["said_by"]["name"] == "Member"
        assert [each["words"] for each in shed[2].get(path).json["items"]] == [
            "I could have the key."
        ]
        shed.until(asked)
        assert shed[1].post(path, {"words": "Late"}).json["code"] == "not_talked_about"

    def test_who_is_out_of_sight_is_not_heard(self, shed):
        asked = shed.propose()
        path = f"/v1/decisions/{asked['id']}/remarks"
        assert shed[1].post(path, {"words": "Hello"}).status_code == 201
        assert shed[2].put(f"/v1/me/blocks/{shed[1].id}").status_code == 204
        assert shed[2].put(f"/v1/me/blocks/{shed[0].id}").status_code == 204
        assert shed[2].get(path).json["items"] == []
        assert shed.see(asked, by=2)["proposed_by"] is None

    def test_one_does_not_talk_without_end(self, shed):
        asked = shed.propose()
        path = f"/v1/decisions/{asked['id']}/remarks"
        for number in range(20):
            assert shed[1].post(path, {"words": f"{number}"}).status_code == 201
        assert shed[1].post(path, {"words": "more"}).json["code"] == "too_many_remarks"


def test_those_who_may_vote_are_told_and_nothing_of_a_hidden_group(neighbour, clock):
    shed = Shed(neighbour, clock)
    asked = shed.propose("Cake?")
    told = shed[1].get("/v1/notifications").json["items"]
    assert "Men's shed asks: “Cake?”" in told[0]["says"]
    assert all(
        "decision" not in str(each) for each in shed[0].get("/v1/notifications").json["items"]
    )
    shed.until(asked)
    shed.see(asked)
    told = shed[1].get("/v1/notifications").json["items"]
    assert told[0]["says"] == "Men's shed has decided: “Cake?”"
    hidden = Shed(neighbour, clock, members=1, visibility="hidden")
    invited = hidden[0].post(f"{hidden.path}/invitations").json
    ben = neighbour("Ben")
    assert ben.put(f"/v1/groups/invited/{invited['code']}", {}).status_code == 200
    hidden.propose("Something nobody else should read")
    told = ben.get("/v1/notifications").json["items"]
    assert told[0]["says"] == "One of your groups decides something."
    assert "shed" not in str(told)
    assert "Something" not in str(told)


def test_a_ballot_asks_who_is_there_and_then_is_written_by_one_statement(shed, monkeypatch):
    asked = shed.propose(method="majority")
    shed.vote(asked, "yes")
    statements = []
    execute: Callable = psycopg.Cursor.execute

    def note(self, query, *args, **more):
        statements.append(str(query).split()[0])
        return execute(self, query, *args, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", note)
    shed.vote(asked, "no")
    assert statements == ["SELECT", "INSERT"]


def test_what_the_clock_decided_comes_before_a_ballot(shed):
    first = shed.propose("Earlier", closes_at="2026-03-03T10:00:00Z")
    asked = shed.propose("Later", closes_at="2026-03-05T10:00:00Z")
    shed.until(first, seconds=1)
    shed.vote(asked, "fine")
    assert shed.see(first)["settled_at"] == first["closes_at"]
    assert shed.see(asked)["ballot"] == {"vote": "fine"}


def test_a_ballot_that_says_something_else_than_is_asked_is_told_so(shed):
    cakes = shed.propose("Which cake?", method="support", options=["Lemon", "Carrot"])
    path = f"/v1/decisions/{cakes['id']}/ballot"
    for ballot in ({"vote": "yes"}, {"support": [1, 2]}, {"option": 1}):
        answer = shed[0].put(path, ballot)
        assert (answer.status_code, answer.json["code"]) == (422, "ballot_does_not_fit")
    assert shed[0].put(path, {"support": [1, 2, 3]}).status_code == 200


def test_what_a_group_says_that_one_can_do_is_what_one_can_do(neighbour, clock):
    shed = Shed(neighbour, clock, members=12)
    shed.pass_time(days=40)
    newcomer = shed.newcomer()
    draw = {"purpose": "Who has the key", "seats": 1}
    can = newcomer.get(shed.path).json["can"]
    assert can == ["write", "meet", "invite", "silence", "leave"]
    assert newcomer.post(f"{shed.path}/decisions", {"title": "Cake?"}).json["code"] == "not_tenured"
    assert newcomer.post(f"{shed.path}/draws", draw).json["code"] == "not_tenured"
    assert shed[0].get(shed.path).json["can"][:7] == [*can, "propose", "draw"]
    assert shed[0].post(f"{shed.path}/draws", draw).status_code == 201
    assert shed.propose("Cake?")["state"] == "voting"
    shed.people.pop(0).delete(f"{shed.path}/membership")
    assert shed.people.pop(0).delete(f"{shed.path}/membership").status_code == 204
    assert "propose" in newcomer.get(shed.path).json["can"], "they are few now"
    assert "draw" not in newcomer.get(shed.path).json["can"]
    assert newcomer.post(f"{shed.path}/decisions", {"title": "Cake?"}).status_code == 201
