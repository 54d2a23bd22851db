"""Openings under true concurrency: real connections."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.bookings import service as booking
from backend.kernel.facts import Fact
from backend.openings import rota, service, visiting
from backend.openings.models import Coming, Opener
from backend.openings.rules import MOST_ON_ROTA
from backend.openings.states import Door
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions
from tests.openings.test_opening import FOUR, THURSDAY, TWO, at

CLIENTS = 12


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=CLIENTS)
    yield engine
    engine.dispose()


def all_at_once(engine, verbs):
    """Do everything at the same time, each in a transaction of its own; say how it went."""
    start = Barrier(len(verbs))

    def tried(verb):
        with Session(engine) as session:
            start.wait(timeout=60)
            try:
                verb(session)
                session.commit()
            except Fact as fact:
                return fact.code
            return "done"

    with ThreadPoolExecutor(len(verbs)) as threads:
        return sorted(threads.map(tried, verbs))


def planted(engine, **space):
    """Put a keeper, a space and twelve neighbours there."""
    with Session(engine) as session:
        keeper = a_person(session, "Keeper")
        people = [a_person(session, f"Person {number}") for number in range(CLIENTS)]
        space_id = a_space(session, keeper, **space).id
        session.commit()
    return keeper, people, space_id


def opened(engine, keeper, space_id, **more):
    with Session(engine) as session:
        opening = service.open_place(
            session,
            by=keeper,
            space_id=space_id,
            weekday=3,
            opens=TWO,
            closes=FOUR,
            now=NOW,
            **more,
        )
        session.commit()
        return opening.id


def test_of_twelve_who_come_at_once_to_a_home_for_five_exactly_five_may(engine):
    keeper, people, home = planted(engine, kind="home")
    opening = opened(engine, keeper, home, door=Door.ANYONE, places=5)
    went = all_at_once(
        engine,
        [
            lambda session, by=by: visiting.may_come(session, opening, THURSDAY, by=by, now=NOW)
            for by in people
        ],
    )
    assert went == ["done"] * 5 + ["opening_is_full"] * 7
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Coming)) == 5


def test_a_rota_never_holds_more_than_it_should(engine):
    keeper, people, hall = planted(engine)
    opening = opened(engine, keeper, hall)
    went = all_at_once(
        engine,
        [
            lambda session, by=by: rota.join_rota(session, opening, THURSDAY, by=by, now=NOW)
            for by in people
        ],
    )
    assert went == ["done"] * MOST_ON_ROTA + ["rota_is_full"] * (CLIENTS - MOST_ON_ROTA)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Opener)) == MOST_ON_ROTA
        assert contradictions(session.connection()) == []


def test_an_opening_and_bookings_racing_for_the_same_time_never_both_have_it(engine):
    keeper, people, hall = planted(engine)

    def open_once(session):
        service.open_place(
            session,
            by=keeper,
            space_id=hall,
            on=date(2026, 3, 5),
            opens=TWO,
            closes=FOUR,
            now=NOW,
        )

    def book(session, by):
        booking.book(session, by=by, space_id=hall, period=at(5, 15), now=NOW)

    went = all_at_once(
        engine,
        [open_once, *(lambda session, by=by: book(session, by) for by in people[1:])],
    )
    assert went == ["done"] + ["space_already_booked"] * (CLIENTS - 1)
    with Session(engine) as session:
        assert contradictions(session.connection()) == []
