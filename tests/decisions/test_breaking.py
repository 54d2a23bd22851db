"""Somebody tries to bend a decision: by leaving and coming back, by waiting, by being quick."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from backend.db import db
from backend.decisions import voting
from backend.decisions.errors import NotVotingNow
from backend.groups.models import Agreement, Membership
from tests.decisions.sheds import Shed

HALL = {"name": "Mount Road Hall", "kind": "hall"}


@pytest.fixture
def shed(neighbour, clock):
    return Shed(neighbour, clock, members=4)


def acts(shed):
    items = shed[0].get(f"{shed.path}/record?limit=100").json["items"]
    return [each["act"] for each in reversed(items)]


def asked_to_go(shed, number=3):
    about = {"action": "remove_member", "params": {"person_id": str(shed[number].id)}}
    return shed.propose("Please go", **about)


class TestWhoIsToGo:
    def test_does_not_escape_by_leaving_and_coming_back(self, shed):
        asked = asked_to_go(shed)
        # Away when the vote opens, and there again when it closes.
        assert shed[3].delete(f"{shed.path}/membership").status_code == 204
        shed.until(asked, "opens_at")
        assert shed.see(asked)["state"] == "voting"
        shed.join(shed[3])
        vote = shed[3].put(f"/v1/decisions/{asked['id']}/ballot", {"vote": "no"})
        assert vote.json["code"] == "not_an_elector"
        shed.vote(asked, "yes", "yes", "yes")
        shed.until(asked)
        shed.until(asked, "takes_effect_at")
        done = shed.see(asked)
        assert (done["state"], done["about"], done["params"]) == ("enacted", None, {})
        assert shed[0].get(shed.path).json["members"] == 3
        again = shed[3].put(f"{shed.path}/membership", {})
        assert again.json["code"] == "by_asking_only"

    def test_and_asks_before_coming_again_though_they_went_by_themselves(self, shed):
        asked = asked_to_go(shed)
        shed.until(asked, "opens_at")
        shed.vote(asked, "yes", "yes", "yes")
        gone = shed.people.pop()
        assert gone.delete(f"{shed.path}/membership").status_code == 204
        shed.until(asked)
        shed.until(asked, "takes_effect_at")
        assert shed.see(asked)["state"] == "enacted"
        assert "member_removed" in acts(shed)
        gone.renew()
        assert gone.put(f"{shed.path}/membership", {}).json["code"] == "by_asking_only"

    def test_and_is_forgotten_by_what_did_not_pass(self, shed):
        asked = asked_to_go(shed)
        shed.until(asked, "opens_at")
        shed.vote(asked, "yes", "no", "no")
        gone = shed.people.pop()
        assert gone.delete(f"{shed.path}/membership").status_code == 204
        assert shed.see(asked)["about"]["id"] == str(gone.id)
        shed.until(asked)
        seen = shed.see(asked)
        assert (seen["state"], seen["about"], seen["params"]) == ("rejected", None, {})
        gone.renew()
        shed.join(gone)

    def test_and_is_forgotten_for_good_though_they_had_left_before(self, shed, app):
        asked = asked_to_go(shed)
        gone = shed.people.pop()
        assert gone.delete(f"{shed.path}/membership").status_code == 204
        assert gone.delete("/v1/me").status_code == 204
        with app.app_context():
            rows = db.session.execute(text("SELECT * FROM decisions")).mappings()
            assert str(gone.id) not in str([dict(row) for row in rows])
        shed.until(asked, "opens_at")
        assert shed.see(asked)["why"] == "Whom it is about is no longer here."


class TestDraftsThatWaited:
    def test_silence_does_not_decide_the_charter_of_a_group_that_has_grown(self, shed):
        rule = {"action": "change_rule", "params": {"joining": "invited"}}
        draft = shed.propose("Nobody else", draft=True, **rule)
        assert draft["method"] == "consent"
        for number in range(9):
            shed.newcomer(f"Newcomer {number}")
        assert shed[0].post(f"/v1/decisions/{draft['id']}/opening", {}).status_code == 200
        shed.until(draft, "opens_at")
        assert shed.see(draft)["method"] == "two_thirds"
        shed.pass_time(days=40)
        assert shed.see(draft)["state"] == "no_quorum"

    def test_a_newcomer_does_not_open_where_there_are_many(self, shed):
        for number in range(6):
            shed.newcomer(f"Neighbour {number}")
        shed.pass_time(days=40)
        shed.newcomer("Late")
        draft = shed.propose(by=-1, draft=True)
        shed.newcomer("Another")
        path = f"/v1/decisions/{draft['id']}/opening"
        assert shed[-2].post(path, {}).json["code"] == "not_tenured"
        shed.pass_time(days=14)
        assert shed[-2].post(path, {}).status_code == 200

    def test_nothing_is_hidden_at_the_end_of_the_list_by_an_old_id(self, shed):
        for number in range(3):
            shed.propose(f"Question {number}")
        shed.pass_time(minutes=1)
        old = "00000000-0000-7000-8000-000000000001"
        shed.propose("Hidden?", id=old)
        titles, cursor = [], ""
        for _ in range(2):
            page = shed[1].get(f"{shed.path}/decisions?limit=2{cursor}").json
            titles += [each["title"] for each in page["items"]]
            cursor = f"&cursor={page['next']}"
        assert titles[0] == "Hidden?"
        assert sorted(titles[1:]) == ["Question 0", "Question 1", "Question 2"]
        assert page["next"] is None


class TestTwo:
    def test_of_two_at_odds_neither_decides_against_the_other_and_both_may_go(
        self, neighbour, clock
    ):
        two = Shed(neighbour, clock, members=2)
        about = {"action": "remove_member", "params": {"person_id": str(two[1].id)}}
        assert two.refused(**about) == "action_impossible"
        closing = two.propose("Close it", action="close_group")
        two.until(closing, "opens_at")
        two.vote(closing, "yes", "no")
        two.until(closing)
        assert two.see(closing)["state"] == "rejected"
        tied = two.propose("Mine?", method="majority")
        two.vote(tied, "yes", "no")
        two.until(tied)
        assert two.see(tied)["state"] == "tied"
        assert two.refused("Mine?", by=1) == "tied_lately"
        gone = two.people.pop()
        assert gone.delete(f"{two.path}/membership").status_code == 204
        assert two.decided("Mine", action="change_rule", params={"name": "Mine"})["state"] == (
            "enacted"
        )

    def test_who_was_away_contests_alone_what_the_other_proposed(self, neighbour, clock):
        two = Shed(neighbour, clock, members=2)
        asked = two.propose("Mine", action="change_rule", params={"name": "Mine"})
        two.until(asked)
        assert two.see(asked)["says"].endswith("unless one of you contests it.")
        ended = two[1].post(f"/v1/decisions/{asked['id']}/contest", {"words": "I was away."})
        assert ended.json["state"] == "contested"
        assert ended.json["says"].startswith("It had passed, and one of you contested it.")

    def test_only_those_who_could_vote_contest(self, shed):
        asked = shed.propose("Name", action="change_rule", params={"name": "Shed"})
        late = shed.newcomer("Late")
        shed.until(asked)
        path = f"/v1/decisions/{asked['id']}/contest"
        assert late.post(path, {"words": "No"}).json["code"] == "not_an_elector"
        assert shed.see(asked, by=-1)["can"] == []


class TestCarryingOut:
    def test_what_fails_half_way_leaves_nothing_behind(self, shed, app):
        says = {"agreement_title": "Quiet after ten"}
        asked = shed.propose("Quiet", action="adopt_agreement", params=says)
        other = shed.propose("Name", action="change_rule", params={"name": "Shed"})
        with app.app_context():
            # Something stands in its place, which only the database notices.
            now = datetime(2026, 3, 1, tzinfo=UTC)
            facts = {"title": "Old", "words": "", "version": 1, "group_id": UUID(shed.id)}
            later = {"adopted_at": now, "review_at": now + timedelta(days=900)}
            db.session.add(Agreement(id=UUID(asked["id"]), **facts, **later))
            db.session.commit()
        shed.pass_time(days=30)
        seen = shed.see(asked)
        assert (seen["state"], seen["enacted_at"]) == ("impossible", None)
        assert seen["why"] == "When its time came, it could not be done."
        assert "agreement_adopted" not in acts(shed)
        assert acts(shed)[-1] == "decision_enacted", "which it says is impossible"
        assert shed.see(other)["state"] == "enacted"

    def test_what_became_impossible_while_it_was_talked_about_is_recorded(self, shed):
        asked = asked_to_go(shed)
        gone = shed.people.pop()
        assert gone.delete("/v1/me").status_code == 204
        shed.until(asked, "opens_at")
        assert shed.see(asked)["why"] == "Whom it is about is no longer here."
        (last, *_) = shed[0].get(f"{shed.path}/record").json["items"]
        assert last["facts"] == {"decision": asked["id"], "outcome": "person_gone"}

    def test_a_ballot_at_the_deadline_is_late_also_where_nobody_looked_yet(self, shed, app):
        asked = shed.propose(method="majority")
        closes_at = datetime.fromisoformat(asked["closes_at"])
        ballot = {"vote": "yes"}
        decision, by = UUID(asked["id"]), shed[1].id
        with app.app_context():
            session = db.session()
            with pytest.raises(NotVotingNow):
                voting.cast_ballot(session, decision, ballot, by=by, now=closes_at)
            early = closes_at - timedelta(microseconds=1)
            voting.cast_ballot(session, decision, ballot, by=by, now=early)

    def test_ballots_that_are_never_counted_are_burnt_with_the_group(self, shed, app):
        asked = shed.propose(method="majority")
        shed.vote(asked, "yes", "no", "yes", "no")
        with app.app_context():
            ballots = text("SELECT count(*) FROM ballots")
            assert db.session.scalar(ballots) == 4
        closing = shed.propose("Enough", action="close_group")
        later = (shed.clock() + timedelta(days=40)).isoformat()
        open_still = shed.propose("Cake?", method="majority", closes_at=later)
        shed.vote(open_still, "yes", "no", "yes", "no")
        shed.until(closing, "opens_at")
        shed.vote(closing, "yes", "yes", "yes", "yes")
        shed.until(closing)
        shed.until(closing, "takes_effect_at")
        assert shed[0].get(shed.path).status_code == 404
        with app.app_context():
            assert db.session.scalar(ballots) == 0


def test_who_left_votes_no_more_also_when_they_are_back(shed):
    asked = shed.propose("Cats?", method="majority")
    path = f"/v1/decisions/{asked['id']}/ballot"
    assert shed[1].delete(f"{shed.path}/membership").status_code == 204
    assert shed[1].put(path, {"vote": "no"}).json["code"] == "decision_not_found"
    shed.join(shed[1])
    assert shed[1].put(path, {"vote": "no"}).json["code"] == "not_an_elector"


def test_how_secret_a_vote_is_is_said_as_it_is(shed, neighbour, clock):
    few = shed.propose(method="majority")
    assert few["secrecy"] == (
        "Nobody is told how you vote. But you are so few that the result alone may show it."
    )
    assert shed.propose("Later", draft=True)["secrecy"] is None
    for number in range(2):
        shed.newcomer(f"Newcomer {number}")
    more = shed.propose("Dogs?")
    assert more["secrecy"] == "Nobody is told how you vote. The result is shown without names."
    shed.until(few)
    assert shed.see(more)["secrecy"] is None


def test_a_decision_made_by_nobody_who_was_there_leaves_somebody_to_go_on(shed, app):
    """All who could vote leave; those who came later can decide."""
    asked = shed.propose("Cats?", method="majority")
    late = shed.newcomer("Late")
    for each in shed.people[:4]:
        assert each.delete(f"{shed.path}/membership").status_code == 204
    shed.people = [late]
    shed.pass_time(days=30)
    assert shed.see(asked)["state"] == "no_quorum"
    assert shed.propose("Dogs?")["electors"] == 1
    with app.app_context():
        assert list(db.session.scalars(select(Membership.person_id))) == [late.id]
