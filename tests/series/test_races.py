"""Series against series over the same weeks, on real connections."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.bookings.models import Booking
from backend.kernel.facts import Fact
from backend.series import changing, extending
from backend.series.changing import Change
from backend.series.rules import Take
from backend.spaces.locks import lock_house
from backend.spaces.models import Space
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions
from tests.kernel.zones import wall
from tests.series.clubs import book, running, weekly

ROUNDS = 12
CLUBS = 4


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=CLUBS)
    yield engine
    engine.dispose()


def went(engine: Engine, verb) -> str:
    with Session(engine) as session:
        try:
            verb(session)
            session.commit()
        except Fact as fact:
            return fact.code
        return "done"


@pytest.fixture
def house(engine):
    with Session(engine) as session:
        keeper = a_person(session, "Keeper")
        clubs = [a_person(session, f"Club {number}") for number in range(CLUBS)]
        house = a_space(session, keeper, name="House", horizon_days=400)
        kitchen = a_space(session, keeper, name="Kitchen", parent=house, horizon_days=400)
        session.commit()
        return house.id, kitchen.id, clubs


def test_of_series_over_the_same_weeks_one_has_all_and_the_others_none(engine, house):
    where, _, clubs = house
    start = Barrier(CLUBS)

    def club(number: int) -> list[str]:
        results = []
        for round_ in range(ROUNDS):
            plan = weekly(20, first=wall(2026, 3, 5, 1 + round_))
            start.wait(timeout=60)

            def wish(session, plan=plan):
                # Two hours every week: neighbouring rounds meet as well.
                book(session, session.get(Space, where), clubs[number], plan)

            results.append(went(engine, wish))
        return results

    with ThreadPoolExecutor(CLUBS) as threads:
        rounds = list(zip(*threads.map(club, range(CLUBS)), strict=True))
    for results in rounds:
        assert results.count("done") <= 1
        assert set(results) <= {"done", "no_date_is_free", "series_dates_not_free"}
    assert sum(results.count("done") for results in rounds) == ROUNDS // 2
    with Session(engine) as session:
        assert contradictions(session.connection()) == []
        made = (
            session.execute(select(func.count(Booking.id)).group_by(Booking.series_id))
            .scalars()
            .all()
        )
    assert set(made) == {20}


def test_house_and_rooms_what_is_free_and_changes_never_contradict(engine, house):
    where, kitchen, clubs = house
    start = Barrier(CLUBS)

    def club(number: int) -> set[str]:
        seen = set()
        mine = []
        for round_ in range(6):
            space_id = kitchen if (number + round_) % 2 else where
            plan = weekly(10, first=wall(2026, 3, 5 + number % 2, 8 + 2 * round_))
            start.wait(timeout=60)

            def wish(session, space_id=space_id, plan=plan):
                space = session.get(Space, space_id)
                series, _ = book(session, space, clubs[number], plan, take=Take.WHAT_IS_FREE)
                mine.append(series.id)

            seen.add(went(engine, wish))
            if mine:

                def change(session, later=round_):
                    changing.change_series(
                        session,
                        mine[-1],
                        Change(starts_at=wall(2026, 3, 7, 8 + later)),
                        by=clubs[number],
                        now=NOW,
                        take=Take.WHAT_IS_FREE,
                    )

                seen.add(went(engine, change))
        return seen

    with ThreadPoolExecutor(CLUBS) as threads:
        seen = set().union(*threads.map(club, range(CLUBS)))
    assert "done" in seen
    assert seen <= {"done", "no_date_is_free", "series_not_found", "series_cannot_become"}
    with Session(engine) as session:
        assert contradictions(session.connection()) == []


def test_two_who_make_the_next_dates_at_once_make_them_once(engine, house):
    where, _, clubs = house
    with Session(engine) as session:
        session.get(Space, where).horizon_days = 20
        series, _ = book(session, session.get(Space, where), clubs[0], running())
        session.commit()
        series_id = series.id
    start = Barrier(CLUBS)

    def extend(_: int) -> int:
        with Session(engine) as session:
            start.wait(timeout=60)
            lock_house(session, where)
            later = NOW + timedelta(days=14)
            made = extending.extend_running_series(session, [where], now=later)
            session.commit()
            return made

    with ThreadPoolExecutor(CLUBS) as threads:
        assert sum(threads.map(extend, range(CLUBS))) == 1
    with Session(engine) as session:
        held = select(func.count()).where(Booking.series_id == series_id)
        assert session.scalar(held) == 5
        assert contradictions(session.connection()) == []
