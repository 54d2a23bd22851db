"""Decisions under true concurrency: real connections, at the last millisecond."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.decisions import proposing, routes, voting
from backend.decisions.actions import ActionKind
from backend.decisions.models import Decision
from backend.decisions.proposing import Proposal
from backend.decisions.states import Method
from backend.groups import asking
from backend.groups import service as groups
from backend.groups.settling import settle_if_due
from backend.groups.states import Shows
from backend.kernel.facts import Fact
from backend.people import service as people
from backend.spaces import group_keys
from backend.spaces.models import Space, SpaceKind
from backend.spaces.service import Place, list_space
from tests.decisions.sheds import PLACE

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
LAST = timedelta(milliseconds=1)
MEMBERS = 8
ROUNDS = 25

assert routes.room, "rooms listen only once they are loaded"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=2 * MEMBERS)
    yield engine
    engine.dispose()


def tried(engine: Engine, verb) -> str:
    """Do something in a transaction of its own and return how it went."""
    with Session(engine) as session:
        try:
            verb(session)
            session.commit()
        except Fact as fact:
            session.rollback()
            return fact.code
        return "done"


def voted(engine: Engine, decision: Decision, choice: dict[str, str], *, by, now) -> str:
    """Vote as a phone does: at once where that is possible, or by being told why not."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as reader:
        if voting.is_cast_at_once(reader, decision.id, choice, by=by, now=now):
            return "done"
    return tried(engine, lambda each: voting.cast_ballot(each, decision.id, choice, by=by, now=now))


@pytest.fixture
def crowd(engine):
    """A group, and the ids of its members."""
    with Session(engine) as session:
        ids = [
            people.welcome(session, display_name=f"Member {number}", now=NOW).id
            for number in range(MEMBERS)
        ]
        founding = groups.Founding("Shed", place=(PLACE["latitude"], PLACE["longitude"]))
        group = groups.found(session, founding, by=ids[0], now=NOW).id
        for each in ids[1:]:
            groups.join(session, group, by=each, now=NOW, shows=Shows.NAME)
        session.commit()
    return group, ids


def asked(engine, crowd, title, **more) -> Decision:
    group, ids = crowd
    with Session(engine, expire_on_commit=False) as session:
        proposal = Proposal(title, **more)
        decision = proposing.propose(session, group, proposal, by=ids[0], now=NOW)
        session.commit()
        return decision


def row(engine, decision):
    with engine.connect() as connection:
        query = "SELECT state, tally, outcome FROM decisions WHERE id = :id"
        return connection.execute(text(query), {"id": decision.id}).one()


def test_ballots_of_the_last_millisecond_count_whole_or_are_told_so(engine, crowd):
    group, ids = crowd
    for number in range(ROUNDS):
        decision = asked(engine, crowd, f"Round {number}", method=Method.MAJORITY)
        closes_at = decision.closes_at
        start = Barrier(MEMBERS + 2)

        def ballot(by, decision=decision, closes_at=closes_at, start=start):
            start.wait(timeout=60)
            return voted(engine, decision, {"vote": "yes"}, by=by, now=closes_at - LAST)

        def look(_, closes_at=closes_at, start=start):
            start.wait(timeout=60)
            return tried(engine, lambda session: settle_if_due(session, group, closes_at))

        with ThreadPoolExecutor(MEMBERS + 2) as threads:
            votes = [threads.submit(ballot, each) for each in ids]
            looks = [threads.submit(look, each) for each in range(2)]
            said = [each.result() for each in votes]
            assert {each.result() for each in looks} == {"done"}
        look_again = tried(engine, lambda each, at=closes_at: settle_if_due(each, group, at))
        assert look_again == "done"
        found = row(engine, decision)
        with engine.connect() as connection:
            kept, counted = (
                connection.scalar(
                    text(f"SELECT count(*) FROM {table} WHERE decision_id = :id"),
                    {"id": decision.id},
                )
                for table in ("ballots", "counted_ballots")
            )
        # Whoever was told that it is done is counted; whoever came too late was told so.
        done = said.count("done")
        assert set(said) <= {"done", "not_voting_now"}
        if found.state == "voting":
            assert (kept, counted) == (done, 0), "there was no quorum yet, so there is more time"
        else:
            assert (kept, counted, found.tally["yes"]) == (0, done, done)


def test_one_person_on_two_phones_has_one_ballot(engine, crowd):
    _, ids = crowd
    decision = asked(engine, crowd, "Cats?", method=Method.MAJORITY)
    at = decision.closes_at - LAST
    both = Barrier(2)

    def vote(choice):
        both.wait(timeout=60)
        return voted(engine, decision, {"vote": choice}, by=ids[0], now=at)

    for _ in range(ROUNDS):
        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(vote, ["yes", "no"])) == ["done", "done"]
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ballots")) == 1


def test_many_who_look_at_once_carry_it_out_once(engine, crowd):
    group, _ = crowd
    decision = asked(engine, crowd, "Cake?")
    start = Barrier(MEMBERS)

    def look(_):
        start.wait(timeout=60)
        return tried(engine, lambda session: settle_if_due(session, group, decision.closes_at))

    with ThreadPoolExecutor(MEMBERS) as threads:
        assert set(threads.map(look, range(MEMBERS))) == {"done"}
    assert row(engine, decision).state == "enacted"
    with engine.connect() as connection:
        settled = text("SELECT count(*) FROM record_entries WHERE act = 'decision_enacted'")
        assert connection.scalar(settled) == 1
        told = text("SELECT count(*) FROM notifications WHERE kind = 'decision_settled'")
        assert connection.scalar(told) == MEMBERS


def test_leaving_while_voting_leaves_no_ballot_behind(engine, crowd):
    group, ids = crowd
    decision = asked(engine, crowd, "Cats?", method=Method.MAJORITY)
    start = Barrier(2 * (MEMBERS - 1))

    def vote(by):
        start.wait(timeout=60)
        return voted(engine, decision, {"vote": "yes"}, by=by, now=NOW)

    def leave(by):
        start.wait(timeout=60)
        return tried(engine, lambda each: groups.leave_group(each, group, by=by, now=NOW))

    with ThreadPoolExecutor(2 * MEMBERS) as threads:
        voting_now = [threads.submit(vote, each) for each in ids[1:]]
        leaving_now = [threads.submit(leave, each) for each in ids[1:]]
        assert {each.result() for each in leaving_now} == {"done"}
        assert {each.result() for each in voting_now} <= {"done", "not_an_elector"}
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ballots")) == 0


def test_letting_somebody_in_waits_for_nobody_who_is_leaving(engine, crowd):
    """They hold their own row; the group does not wait for it, and finds them gone."""

    group, ids = crowd
    with Session(engine) as session:
        ben = people.welcome(session, display_name="Ben", now=NOW).id
        session.execute(text("UPDATE groups SET joining = 'ask'"))
        session.flush()
        asking.ask_to_join(session, group, by=ben, now=NOW)
        session.commit()
    decision = asked(
        engine, crowd, "Ben?", action=ActionKind.ADMIT_MEMBER, params={"person_id": str(ben)}
    )
    with Session(engine) as leaving:
        people.lock_myself(leaving, ben)
        assert tried(engine, lambda each: settle_if_due(each, group, decision.closes_at)) == "done"
        assert row(engine, decision).state == "cooling_off"
        people.leave(leaving, by=ben, now=decision.closes_at)
        leaving.commit()
    later = decision.closes_at + timedelta(minutes=2)
    assert tried(engine, lambda each: settle_if_due(each, group, later)) == "done"
    assert row(engine, decision).state == "impossible"
    assert len(ids) == MEMBERS


def test_a_space_is_not_handed_to_a_group_that_is_just_closing(engine, crowd):
    group, ids = crowd
    later, much_later = NOW + timedelta(days=20), NOW + timedelta(days=40)
    with Session(engine) as session:
        founding = groups.Founding("Choir", place=(PLACE["latitude"], PLACE["longitude"]))
        choir = groups.found(session, founding, by=ids[0], now=NOW).id
        place = Place(PLACE["latitude"], PLACE["longitude"])
        hall = list_space(
            session, by=ids[0], now=NOW, name="Hall", kind=SpaceKind.HALL, place=place
        )
        group_keys.take_over(session, hall, group)
        params = {"space_id": str(hall.id)}
        willing = Proposal("Ours?", action=ActionKind.TAKE_SPACE, params=params)
        proposing.propose(session, choir, willing, by=ids[0], now=NOW)
        settle_if_due(session, choir, later)
        over = Proposal(
            "To the choir?",
            action=ActionKind.HAND_OVER_SPACE,
            params={**params, "group_id": str(choir)},
        )
        decision = proposing.propose(session, group, over, by=ids[0], now=later)
        session.commit()
        hall_id = hall.id
        asked_of_the_group = decision.id
    with Session(engine) as closing:
        held = groups.lock_group(closing, choir, by=ids[0], now=later)
        # Nobody waits for whoever closes it: they might be waiting for this group.
        assert tried(engine, lambda each: settle_if_due(each, group, much_later)) == "done"
        with Session(engine) as session:
            assert session.get(Decision, asked_of_the_group).state == "cooling_off"
        groups.close_group(closing, held, now=later)
        closing.commit()
    again = much_later + timedelta(minutes=2)
    assert tried(engine, lambda each: settle_if_due(each, group, again)) == "done"
    with Session(engine) as session:
        assert session.get(Decision, asked_of_the_group).state == "impossible"
        assert session.get(Space, hall_id).group_id == group
