"""Bookings under true concurrency: real connections, seeded rounds."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.bookings import ending, service
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions

HOUR = timedelta(hours=1)
ROUNDS = 200
CLIENTS = 12


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=CLIENTS)
    yield engine
    engine.dispose()


def tried(engine: Engine, verb: Callable[[Session], object]) -> str:
    """Do something in a transaction of its own and return how it went."""
    with Session(engine) as session:
        try:
            verb(session)
            session.commit()
        except Fact as fact:
            return fact.code
        return "done"


def hour(number: int, hours: int = 1) -> Period:
    start = NOW + timedelta(days=1) + number * HOUR
    return Period(start, start + hours * HOUR)


def test_of_two_racing_for_one_slot_exactly_one_gets_it_two_hundred_times(engine):
    with Session(engine) as session:
        keeper, ada, ben = (a_person(session, name) for name in ("Keeper", "Ada", "Ben"))
        hall = a_space(session, keeper).id
        session.commit()
    both = Barrier(2)

    def race(by: UUID) -> list[str]:
        results = []
        for number in range(ROUNDS):
            both.wait(timeout=60)
            results.append(
                tried(
                    engine,
                    lambda session, at=number: service.book(
                        session, by=by, space_id=hall, period=hour(at), now=NOW
                    ),
                )
            )
        return results

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(race, [ada, ben])
    assert [sorted(pair) for pair in zip(first, second, strict=True)] == [
        ["done", "space_already_booked"]
    ] * ROUNDS
    # Neither of the two always wins, or they would not have raced.
    assert {"done", "space_already_booked"} == set(first)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_at_once_no_two_hold_the_same_place(engine, seed):
    with Session(engine) as session:
        keeper = a_person(session, "Keeper")
        people = [a_person(session, f"Person {number}") for number in range(CLIENTS)]
        house = a_space(session, keeper, name="House")
        rooms = [
            a_space(session, keeper, name="Kitchen", parent=house),
            a_space(session, keeper, name="Lounge", parent=house, sharing="shared", capacity=10),
        ]
        alone = a_space(session, keeper, sharing="shared", capacity=10)
        places = [house.id, *(room.id for room in rooms), alone.id]
        session.commit()

    def day_of(number: int) -> dict[str, int]:
        dice = random.Random(seed * 1000 + number)
        mine: list[UUID] = []
        went: dict[str, int] = {}
        for _ in range(25):
            what = dice.random()
            time = hour(dice.randrange(8), dice.choice([1, 1, 2, 3]))
            if what < 0.6 or not mine:
                more = {
                    "space_id": dice.choice(places),
                    "people": dice.randrange(1, 8),
                    "alone": dice.random() < 0.2,
                }

                def book(session, time=time, more=more):
                    made = service.book(session, by=people[number], period=time, now=NOW, **more)
                    mine.append(made.id)

                result = tried(engine, book)
            else:
                which = dice.choice(mine)
                if what < 0.8:

                    def move(session, which=which, time=time):
                        service.move_booking(
                            session, which, by=people[number], period=time, now=NOW
                        )

                    result = tried(engine, move)
                else:

                    def cancel(session, which=which):
                        ending.cancel_booking(session, which, by=people[number], now=NOW)

                    result = tried(engine, cancel)
            went[result] = went.get(result, 0) + 1
        return went

    with ThreadPoolExecutor(CLIENTS) as threads:
        results = list(threads.map(day_of, range(CLIENTS)))
    seen = {code for went in results for code in went}
    assert {"done", "space_already_booked"} <= seen
    assert seen <= {"done", "space_already_booked", "booking_cannot_become"}
    with engine.connect() as connection:
        assert contradictions(connection) == []
        held = connection.scalar(text("SELECT count(*) FROM occupancies"))
    assert held
