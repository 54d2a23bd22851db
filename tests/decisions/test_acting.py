"""What the server does once members have decided: wholly, or not at all and saying why."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from backend.db import db
from backend.groups.models import Agreement, Group, StewardTerm
from backend.spaces.models import Space
from tests.decisions.sheds import PLACE, Shed

HALL = {"name": "Mount Road Hall", "kind": "hall", "place": PLACE}


@pytest.fixture
def shed(neighbour, clock):
    return Shed(neighbour, clock, members=4)


def hall(keeper):
    answer = keeper.post("/v1/spaces", HALL)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def keeping_group(app, space_id):
    with app.app_context():
        return db.session.scalar(select(Space.group_id).where(Space.id == space_id))


class TestRules:
    def test_several_rules_change_at_once_and_it_is_recorded(self, shed, app):
        rules = {"joining": "ask", "questions": ["What do you mend?"], "vouched": True}
        done = shed.decided("Let us be asked", action="change_rule", params=rules)
        assert (done["state"], done["weight"]) == ("enacted", "charter")
        group = shed[0].get(shed.path).json
        assert (group["joining"], group["questions"]) == ("ask", ["What do you mend?"])
        with app.app_context():
            acts = db.session.execute(
                text("SELECT act FROM record_entries WHERE group_id = :id ORDER BY seq"),
                {"id": shed.id},
            ).scalars()
            assert list(acts)[-4:] == [
                "decision_opened",
                "decision_settled",
                "rule_changed",
                "decision_enacted",
            ]

    def test_what_would_change_nothing_is_not_asked(self, shed):
        same = {"action": "change_rule", "params": {"joining": "open"}}
        assert shed.refused(**same) == "action_impossible"

    def test_params_fit_the_action(self, shed):
        for action, params in (
            ("change_rule", {}),
            ("change_rule", {"space_id": str(shed[0].id)}),
            ("remove_member", {}),
            ("words", {"name": "x"}),
            ("hand_over_space", {"space_id": str(shed[0].id)}),
            ("adopt_agreement", {"agreement_words": "Quiet after ten."}),
        ):
            assert shed.refused(action=action, params=params) == "not_valid", action

    def test_two_that_contradict_each_other_in_the_same_minute_are_both_looked_at(self, shed):
        first = shed.propose("Rename", action="change_rule", params={"name": "Shed"})
        second = shed.propose("Too", by=1, action="change_rule", params={"name": "Shed"})
        shed.pass_time(days=30)
        assert shed.see(first)["state"] == "enacted"
        other = shed.see(second)
        assert (other["state"], other["why"]) == ("impossible", "It would change nothing.")
        assert shed[0].get(shed.path).json["name"] == "Shed"


class TestMembers:
    def test_whom_it_is_about_does_not_vote_on_it(self, shed):
        about = {"action": "remove_member", "params": {"person_id": str(shed[3].id)}}
        asked = shed.propose("Please go", **about)
        shed.until(asked, "opens_at")
        mine = shed.see(asked, by=3)
        assert (mine["electors"], mine["can"]) == (3, ["remarks"])
        vote = shed[3].put(f"/v1/decisions/{asked['id']}/ballot", {"vote": "no"})
        assert vote.json["code"] == "not_an_elector"
        shed.vote(asked, "yes", "yes", "no")
        shed.until(asked)
        assert shed.see(asked)["state"] == "cooling_off"
        shed.until(asked, "takes_effect_at")
        done = shed.see(asked)
        assert (done["state"], done["about"], done["params"]) == ("enacted", None, {})
        assert shed[3].get(f"/v1/decisions/{asked['id']}").status_code == 404
        assert shed[0].get(shed.path).json["members"] == 3

    def test_nobody_is_removed_by_silence_or_by_one_voice(self, shed, neighbour, clock):
        about = {"action": "remove_member", "params": {"person_id": str(shed[3].id)}}
        assert shed.refused(**about, method="consent") == "method_not_for_this"
        assert shed.refused(**about, method="majority") == "method_not_for_this"
        two = Shed(neighbour, clock, members=2)
        about = {"action": "remove_member", "params": {"person_id": str(two[1].id)}}
        assert two.refused(**about) == "action_impossible"

    def test_only_who_asked_is_let_in(self, neighbour, clock):
        shed = Shed(neighbour, clock, members=1, joining="ask")
        ben = neighbour("Ben")
        about = {"action": "admit_member", "params": {"person_id": str(ben.id)}}
        assert shed.refused(**about) == "action_impossible"
        asked = ben.post(f"{shed.path}/join_requests", {})
        assert asked.status_code == 201, asked.json
        assert shed.decided("Ben?", **about)["state"] == "enacted"
        assert shed[0].get(shed.path).json["members"] == 2
        ben.renew()
        told = [each["kind"] for each in ben.get("/v1/notifications").json["items"]]
        assert told == ["join_request_admitted"]

    def test_who_was_let_in_before_is_not_let_in_twice(self, neighbour, clock):
        shed = Shed(neighbour, clock, members=1, joining="ask")
        ben = neighbour("Ben")
        request = ben.post(f"{shed.path}/join_requests", {}).json
        about = {"action": "admit_member", "params": {"person_id": str(ben.id)}}
        asked = shed.propose("Ben?", **about)
        admitted = shed[0].post(f"/v1/join_requests/{request['id']}/admission")
        assert admitted.status_code == 200, admitted.json
        shed.until(asked)
        seen = shed.see(asked)
        assert seen["state"] == "impossible"
        assert seen["why"] == "They have not asked to join, or not any more."

    def test_a_small_group_has_no_stewards_and_a_large_one_recalls_them(
        self, neighbour, clock, app
    ):
        shed = Shed(neighbour, clock, members=3)
        about = {"action": "elect_steward", "params": {"person_id": str(shed[1].id)}}
        assert shed.refused(**about) == "action_impossible"
        large = Shed(neighbour, clock, members=12)
        about = {"params": {"person_id": str(large[1].id)}}
        elected = large.decided("Ben?", action="elect_steward", method="majority", **about)
        assert elected["state"] == "enacted"
        with app.app_context():
            terms = db.session.scalars(select(StewardTerm).where(StewardTerm.ended_at.is_(None)))
            assert large[1].id in {each.person_id for each in terms}
        recalled = large.decided("Enough", action="recall_steward", method="majority", **about)
        assert recalled["state"] == "enacted"
        with app.app_context():
            term = db.session.scalars(
                select(StewardTerm).where(StewardTerm.person_id == large[1].id)
            ).one()
            assert term.ended_how == "recalled"


class TestAgreements:
    def test_an_agreement_is_adopted_changed_and_ended(self, shed, app):
        says = {"agreement_title": "Quiet after ten", "review_on": "2026-09-01"}
        adopted = shed.decided("Quiet", action="adopt_agreement", params=says)
        assert adopted["state"] == "enacted"
        which = {"agreement_id": adopted["id"]}
        later = {**which, "review_on": "2027-09-01"}
        assert shed.decided("Longer", action="change_agreement", params=later)["state"] == (
            "enacted"
        )
        with app.app_context():
            agreement = db.session.get(Agreement, adopted["id"])
            assert agreement.title == "Quiet after ten"
            assert agreement.review_at.isoformat() == "2027-08-31T23:00:00+00:00"
        (seen,) = shed[0].get(f"{shed.path}/agreements").json["items"]
        assert seen["says"] == "This holds until Tuesday 31 August 2027."
        ended = shed.decided("No longer", action="end_agreement", params=which)
        assert ended["state"] == "enacted"
        assert shed.refused(action="end_agreement", params=which) == "action_impossible"

    def test_members_are_told_in_time_to_renew_it(self, shed):
        says = {"agreement_title": "Quiet after ten", "review_on": "2026-05-01"}
        adopted = shed.decided("Quiet", action="adopt_agreement", params=says)
        lapses = (
            "Men's shed agreed on this: “Quiet after ten”. It holds until Thursday 30 April,"
            " unless you renew it."
        )

        def told():
            shed[0].get(f"{shed.path}/agreements")
            return [each["says"] for each in shed[0].get("/v1/notifications").json["items"]]

        shed.clock.now = datetime(2026, 4, 10, 7, 59, tzinfo=UTC)
        shed.pass_time()
        assert lapses not in told()
        shed.pass_time(minutes=1)
        assert told()[0] == lapses
        later = {"agreement_id": adopted["id"], "review_on": "2027-05-01"}
        shed.decided("Longer", action="change_agreement", params=later)
        shed.pass_time(days=30)
        assert told().count(lapses) == 1

    def test_one_that_lapsed_meanwhile_is_renewed_no_more(self, shed):
        says = {"agreement_title": "Quiet after ten", "review_on": "2026-03-25"}
        adopted = shed.decided("Quiet", action="adopt_agreement", params=says)
        later = {"agreement_id": adopted["id"], "review_on": "2027-09-01"}
        asked = shed.propose("Longer", action="change_agreement", params=later)
        shed.pass_time(days=60)
        assert shed.see(asked)["why"] == "This agreement no longer holds."

    def test_where_nobody_says_when_it_is_looked_at_again_after_a_year(self, shed):
        says = {"agreement_title": "Quiet after ten"}
        shed.decided("Quiet", action="adopt_agreement", params=says)
        path = f"{shed.path}/agreements"
        assert (
            shed[0].get(path).json["items"][0]["says"] == "This holds until Monday 15 March 2027."
        )
        german = shed[0].get(path, headers={"Accept-Language": "de"}).json["items"][0]
        assert german["says"] == "Das gilt bis Montag, 15. März 2027."

    def test_a_review_is_ahead_and_not_for_ever(self, shed):
        before_it_takes_effect = "2026-03-10"
        for day in ("2026-02-01", before_it_takes_effect, "2040-01-01"):
            says = {"agreement_title": "Quiet", "review_on": day}
            assert shed.refused(action="adopt_agreement", params=says) == "action_impossible"


class TestSpaces:
    def test_a_keeper_brings_a_space_and_nobody_else(self, shed, app):
        space = hall(shed[1])
        take = {"action": "take_space", "params": {"space_id": space}}
        assert shed.refused(**take) == "action_impossible"
        asked = shed.propose("Our hall", by=1, **take)
        shed.pass_time(days=30)
        assert shed.see(asked)["state"] == "enacted"
        assert str(keeping_group(app, space)) == shed.id
        given = shed.decided("Too much", action="give_up_space", params={"space_id": space})
        assert given["state"] == "enacted"
        assert keeping_group(app, space) is None

    def test_a_space_goes_to_a_group_that_decided_to_take_it(self, shed, neighbour, clock, app):
        space = hall(shed[0])
        take = {"action": "take_space", "params": {"space_id": space}}
        shed.decided("Our hall", **take)
        choir = Shed(neighbour, clock, members=2, name="Choir")
        shed.people += choir.people  # so that their phones renew their tokens too
        over = {
            "action": "hand_over_space",
            "params": {"space_id": space, "group_id": choir.id},
        }
        assert shed.refused(**over) == "action_impossible"
        willing = choir.propose("We would", **take)
        shed.pass_time(days=30)
        assert choir.see(willing)["state"] == "enacted"
        assert str(keeping_group(app, space)) == shed.id
        asked = shed.propose("To the choir", **over)
        shed.pass_time(days=30)
        assert shed.see(asked)["state"] == "enacted"
        assert str(keeping_group(app, space)) == choir.id

    def test_a_space_that_is_shared_no_longer_is_not_taken(self, shed):
        space = hall(shed[0])
        asked = shed.propose("Hall", action="take_space", params={"space_id": space})
        seen = shed[0].get(f"/v1/spaces/{space}")
        retired = shed[0].post(f"/v1/spaces/{space}/retirement", if_match=seen)
        assert retired.status_code == 200, retired.json
        shed.pass_time(days=30)
        assert shed.see(asked)["why"] == "The space is no longer shared."


class TestTheGroupItself:
    def test_a_neighbourhood_is_joined_and_left(self, shed, neighbour, clock):
        circle = {"type": "Circle", "coordinates": [-3.0178, 53.9213], "radius_metres": 800}
        town = neighbour("Dee").post("/v1/groups", {"name": "Town", "circle": circle}).json
        params = {"neighbourhood_id": town["id"]}
        joined = shed.decided("Belong", action="join_neighbourhood", params=params)
        assert joined["state"] == "enacted"
        assert shed[0].get(shed.path).json["neighbourhood"]["name"] == "Town"
        assert shed.decided("Leave", action="leave_neighbourhood")["state"] == "enacted"
        assert shed[0].get(shed.path).json["neighbourhood"] is None

    def test_words_are_read_by_anybody_with_how_they_were_decided(self, shed, client):
        said = {"action": "publish_words", "words": "Keep the hall open in August."}
        done = shed.decided("The hall", method="majority", **said)
        assert done["link"].startswith("http"), "it can be handed to anybody as it is"
        found = client.get(done["link"].removesuffix("/page"))
        assert found.status_code == 200, found.json
        assert found.json["words"] == "Keep the hall open in August."
        assert (found.json["group"], found.json["tally"]["yes"]) == ("Men's shed", 4)
        page = client.get(done["link"], headers={"Accept-Language": "de"})
        assert page.content_type == "text/html; charset=utf-8"
        assert "Keep the hall open in August." in page.text
        assert "Stimmberechtigte Mitglieder: 4. Dafür: 4. Dagegen: 0." in page.text
        assert client.get("/v1/words/0123").json["code"] == "words_not_found"

    def test_nothing_that_a_group_says_becomes_part_of_the_page(self, shed, client):
        said = {"action": "publish_words", "words": "<script>alert(1)</script> & {title}"}
        page = client.get(shed.decided("</title><b>", **said)["link"])
        assert "<script" not in page.text
        assert "</title><b>" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {title}" in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]

    def test_a_group_closes_when_two_thirds_say_so(self, shed, app):
        space = hall(shed[0])
        shed.decided("Hall", action="take_space", params={"space_id": space})
        asked = shed.propose("Enough", action="close_group")
        other = shed.propose("Cake?", closes_at=(shed.clock() + timedelta(days=40)).isoformat())
        shed.until(asked, "opens_at")
        shed.vote(asked, "yes", "yes", "yes", "no")
        shed.until(asked)
        shed.until(asked, "takes_effect_at")
        assert shed[0].get(f"/v1/decisions/{asked['id']}").status_code == 404
        with app.app_context():
            # The look itself was refused, and what it carried out is kept.
            assert db.session.get(Group, shed.id).closed_at is not None
        for path in (f"/v1/decisions/{other['id']}", shed.path):
            assert shed[0].get(path).status_code == 404
        assert keeping_group(app, space) is None
        assert shed[0].get(f"/v1/spaces/{space}").status_code == 200
