"""Nobody learns how somebody votes, nor whether they did: not from answers, nor from traces."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from backend.db import db
from backend.decisions.methods import count
from backend.decisions.models import CountedBallot, Decision
from backend.decisions.states import Method
from tests.decisions.sheds import Shed


@pytest.fixture
def shed(neighbour, clock):
    return Shed(neighbour, clock, members=5)


def all_that_is_shown(shed, person, decision):
    """Return everything that somebody can read about a decision and its group, tags included."""
    paths = [
        f"/v1/decisions/{decision['id']}",
        f"/v1/decisions/{decision['id']}/remarks",
        f"{shed.path}/decisions",
        f"{shed.path}/decisions?under_way=true",
        f"{shed.path}",
        f"{shed.path}/members",
        f"{shed.path}/stewards",
        f"{shed.path}/draws",
        f"{shed.path}/record",
        f"{shed.path}/record/export",
        "/v1/me/groups",
        "/v1/notifications",
    ]
    answers = [person.get(path) for path in paths]
    assert {each.status_code for each in answers} == {200}
    return [(each.status_code, each.headers.get("ETag"), each.get_data()) for each in answers]


@pytest.mark.parametrize("method", ["majority", "consent"])
def test_until_the_deadline_nothing_changes_for_the_others_when_somebody_votes(shed, method):
    # Where one asks for objections, one objection would decide it.
    ballots = {"majority": ("yes", "no", "yes"), "consent": ("fine", "object", "fine")}
    asked = shed.propose("Cats?", method=method)
    before = all_that_is_shown(shed, shed[4], asked)
    shed.vote(asked, *ballots[method])
    shed.vote(asked, ballots[method][1])
    shed.clock.pass_time(minutes=5)
    assert all_that_is_shown(shed, shed[4], asked) == before
    assert shed[4].get(f"/v1/decisions/{asked['id']}/ballots").json["code"] == "not_counted_yet"


def test_whose_an_objection_is_is_said_to_nobody(shed):
    asked = shed.propose()
    shed.vote(asked, "fine", "object")
    shed.until(asked)
    seen = shed.see(asked, by=4)
    assert (seen["state"], seen["tally"]["object"]) == ("objected", 1)
    shown = str(all_that_is_shown(shed, shed[4], asked)[:3])
    # The proposer is named, and nobody else.
    assert not [each for each in shed.people[1:] if str(each.id) in shown]


def test_the_log_of_the_server_tells_nothing_of_a_ballot(shed, capsys):
    asked = shed.propose("Cats?", method="majority")
    capsys.readouterr()
    shed.vote(asked, "yes", "no", "abstain")
    said = "".join(capsys.readouterr())
    assert "/ballot" in said, "requests are logged"
    ids = [asked["id"], shed.id, *(str(each.id) for each in shed.people)]
    assert not [each for each in ("yes", "abstain", *ids) if each in said]


def test_each_sees_their_own_ballot_and_only_while_they_may_change_it(shed):
    asked = shed.propose("Cats?", method="majority")
    shed.vote(asked, "yes", "no", "abstain")
    assert shed.see(asked, by=1)["ballot"] == {"vote": "no"}
    assert shed.see(asked, by=4)["ballot"] is None
    shed.until(asked)
    assert shed.see(asked, by=1)["ballot"] is None


def test_voting_first_and_again_look_alike(shed):
    asked = shed.propose("Cats?", method="majority")
    path = f"/v1/decisions/{asked['id']}/ballot"
    first = shed[0].put(path, {"vote": "yes"})
    again = shed[0].put(path, {"vote": "yes"})
    assert first.status_code == again.status_code
    assert first.get_data() == again.get_data()
    assert first.headers["ETag"] == again.headers["ETag"]


def test_counted_ballots_have_neither_name_nor_time_nor_order(shed, app):
    asked = shed.propose("Cats?", method="majority")
    shed.vote(asked, "yes", "yes", "no", "abstain", "yes")
    shed.until(asked)
    assert shed.see(asked)["state"] == "enacted"
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM ballots")) == 0
        assert {each.name for each in CountedBallot.__table__.columns} == {
            "id",
            "decision_id",
            "choice",
        }
        ids = db.session.scalars(select(CountedBallot.id)).all()
        # Random ids hold no time, unlike the others of this house, and the rows lie in their order.
        assert {each.version for each in ids} == {4}
        rows = db.session.scalars(text("SELECT id FROM counted_ballots ORDER BY ctid")).all()
        assert rows == sorted(rows)
        everything = json.dumps(
            [
                dict(row)
                for row in db.session.execute(text("SELECT * FROM record_entries")).mappings()
            ],
            default=str,
        )
    assert not [each for each in shed.people if str(each.id) in everything]


def test_anybody_counts_again_from_what_is_published(shed):
    for method, more, ballots in (
        ("majority", {}, [{"vote": each} for each in ("yes", "no", "yes", "abstain")]),
        ("two_thirds", {}, [{"vote": each} for each in ("yes", "no", "yes", "yes")]),
        ("consent", {}, [{"vote": each} for each in ("fine", "object", "fine")]),
        (
            "support",
            {"options": ["a", "b"]},
            [{"support": each} for each in ([5, 2, 0], [0, 4, 4], [1, 1, 1])],
        ),
        ("lot", {"options": ["a", "b"]}, [{"option": each} for each in (0, 1, 1, 2)]),
    ):
        asked = shed.propose(f"By {method}", method=method, **more)
        shed.vote(asked, *ballots)
        shed.until(asked)
        seen = shed.see(asked)
        page = shed[3].get(f"/v1/decisions/{asked['id']}/ballots?limit=100").json["items"]
        assert len(page) == seen["tally"]["ballots"] == len(ballots)
        published = [
            {name: value for name, value in each.items() if name != "id" and value is not None}
            for each in page
        ]
        tally = {name: value for name, value in seen["tally"].items() if value is not None}
        again = count(
            Method(method),
            published,
            quorum=seen["quorum"],
            options=len(seen["options"]),
            link=bytes.fromhex(tally.get("link", "")),
        )
        assert again.tally == tally


def test_the_list_of_ballots_goes_on_in_the_order_of_their_ids(shed):
    asked = shed.propose("Cats?", method="majority")
    shed.vote(asked, "yes", "no", "yes", "no", "yes")
    shed.until(asked)
    path = f"/v1/decisions/{asked['id']}/ballots"
    seen, cursor = [], ""
    for _ in range(3):
        page = shed[0].get(f"{path}?limit=2{cursor}").json
        seen += page["items"]
        cursor = f"&cursor={page['next']}"
    assert [each["id"] for each in seen] == sorted(each["id"] for each in seen)
    assert len(seen) == 5


def test_whoever_is_erased_in_the_middle_leaves_no_ballot_and_no_name(shed, app):
    asked = shed.propose("Cats?", by=1, method="majority")
    shed.vote(asked, "yes", "no", "yes", "no")
    remark = shed[1].post(f"/v1/decisions/{asked['id']}/remarks", {"words": "I like cats"})
    assert remark.status_code == 201
    about = {"action": "remove_member", "params": {"person_id": str(shed[1].id)}}
    removal = shed.propose("Go", **about)
    assert shed[1].delete("/v1/me").status_code in (202, 204)
    gone = str(shed.people.pop(1).id)
    assert shed[1].get(f"/v1/decisions/{asked['id']}/remarks").json["items"] == []
    shed.until(asked)
    seen = shed.see(asked)
    assert seen["proposed_by"] is None
    assert (seen["electors"], seen["tally"]["yes"], seen["tally"]["no"]) == (5, 2, 1)
    shed.until(removal, "opens_at")
    assert shed.see(removal)["why"] == "Whom it is about is no longer here."
    with app.app_context():
        for table in ("ballots", "electors", "remarks", "decisions", "record_entries"):
            rows = db.session.execute(text(f"SELECT * FROM {table}")).mappings()
            assert gone not in str([dict(row) for row in rows]), table


def test_an_outcome_is_dated_to_the_deadline_and_not_to_who_looked(shed, app):
    asked = shed.propose()
    shed.pass_time(days=3)
    shed.see(asked)
    with app.app_context():
        decision = db.session.scalars(select(Decision)).one()
        assert decision.settled_at == decision.closes_at
        assert decision.closes_at < shed.clock() - timedelta(hours=20)
