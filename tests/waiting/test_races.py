"""Lines under true concurrency: real connections, seeded rounds."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.app import ROOMS
from backend.bookings import ending
from backend.bookings import service as bookings
from backend.kernel.periods import Period
from backend.waiting import service
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.test_races import tried
from tests.bookings.truth import contradictions
from tests.waiting.truth import wrongs

assert ROOMS

HOUR = timedelta(hours=1)
OFFERED = NOW + timedelta(minutes=5)
ROUNDS = 12
CROWD = 8

Verb = Callable[[Session, int], object]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=CROWD)
    yield engine
    engine.dispose()


class Evenings:
    """One evening for each round, called off by who had it, with two people in line for it."""

    def __init__(self, engine: Engine) -> None:
        with Session(engine) as session:
            keeper = a_person(session, "Keeper")
            self.ada, self.ben, self.cleo, self.dan = (
                a_person(session, name) for name in ("Ada", "Ben", "Cleo", "Dan")
            )
            self.hall = a_space(session, keeper).id
            self.booked: list[UUID] = []
            self.waits: list[tuple[UUID, UUID]] = []
            for number in range(ROUNDS):
                more = {"space_id": self.hall, "period": self.evening(number), "now": NOW}
                self.booked.append(bookings.book(session, by=self.ada, **more).id)
                first, second = (
                    service.wait_for(session, by=who, **more) for who in (self.ben, self.cleo)
                )
                self.waits.append((first, second))
            session.commit()

    def evening(self, number: int) -> Period:
        start = NOW + timedelta(days=7 + number, hours=8)
        return Period(start, start + 2 * HOUR)

    def call_off_all(self, engine: Engine) -> None:
        with Session(engine) as session:
            for booking in self.booked:
                ending.cancel_booking(session, booking, by=self.ada, now=NOW)
            session.commit()


def race(engine: Engine, *verbs: Verb) -> list[tuple[str, ...]]:
    """Let each of the verbs race the others, round after round; return how it went for each."""
    together = Barrier(len(verbs))

    def run(verb: Verb) -> list[str]:
        went = []
        for number in range(ROUNDS):
            together.wait(timeout=60)
            went.append(tried(engine, lambda session, at=number: verb(session, at)))
        return went

    with ThreadPoolExecutor(len(verbs)) as threads:
        return list(zip(*threads.map(run, verbs), strict=True))


def all_is_well(engine: Engine, now) -> None:
    with Session(engine) as session:
        assert wrongs(session, now) == []
        assert contradictions(session.connection()) == []


def test_what_is_called_off_while_a_stranger_tries_to_book_it_goes_to_the_line(engine):
    evenings = Evenings(engine)

    def call_off(session: Session, number: int) -> object:
        return ending.cancel_booking(session, evenings.booked[number], by=evenings.ada, now=NOW)

    def book(now) -> Verb:
        return lambda session, number: bookings.book(
            session,
            by=evenings.dan,
            space_id=evenings.hall,
            period=evenings.evening(number),
            now=now,
        )

    went = race(engine, call_off, book(NOW), book(OFFERED))
    assert set(went) == {("done", "space_already_booked", "space_already_booked")}
    all_is_well(engine, OFFERED)


def test_of_an_offer_taken_on_two_phones_there_is_one_booking(engine):
    evenings = Evenings(engine)
    evenings.call_off_all(engine)

    def take(session: Session, number: int) -> object:
        return service.take_offered(
            session, evenings.waits[number][0], by=evenings.ben, now=OFFERED
        )

    def book(session: Session, number: int) -> object:
        return bookings.book(
            session,
            by=evenings.ben,
            space_id=evenings.hall,
            period=evenings.evening(number),
            now=OFFERED,
        )

    went = race(engine, take, take, book)
    assert all(sorted(each).count("done") == 1 for each in went), went
    assert {code for each in went for code in each} <= {
        "done",
        "not_offered_now",
        "space_already_booked",
    }
    with engine.connect() as connection:
        held = "SELECT count(*) FROM bookings WHERE state = 'confirmed'"
        taken = "SELECT count(*) FROM waits WHERE state = 'taken'"
        assert connection.scalar(text(held)) == connection.scalar(text(taken)) == ROUNDS
    all_is_well(engine, OFFERED)


def test_a_yes_and_a_no_at_once_are_one_of_the_two_and_the_next_is_told_accordingly(engine):
    evenings = Evenings(engine)
    evenings.call_off_all(engine)

    def take(session: Session, number: int) -> object:
        return service.take_offered(
            session, evenings.waits[number][0], by=evenings.ben, now=OFFERED
        )

    def decline(session: Session, number: int) -> object:
        return service.decline_offered(
            session, evenings.waits[number][0], by=evenings.ben, now=OFFERED
        )

    went = race(engine, take, decline)
    assert set(went) <= {("done", "not_offered_now"), ("not_offered_now", "done")}
    all_is_well(engine, OFFERED)
    for (took, _), (_, second) in zip(went, evenings.waits, strict=True):
        next_in_line = tried(
            engine,
            lambda session, wait=second: service.take_offered(
                session, wait, by=evenings.cleo, now=OFFERED
            ),
        )
        assert next_in_line == ("not_offered_now" if took == "done" else "done")


def test_many_who_come_into_line_at_once_have_their_turns_one_after_the_other(engine):
    evenings = Evenings(engine)
    with Session(engine) as session:
        crowd = [a_person(session, f"Person {number}") for number in range(CROWD - 1)]
        session.commit()

    def wait(who: UUID) -> Verb:
        return lambda session, number: service.wait_for(
            session,
            by=who,
            space_id=evenings.hall,
            period=evenings.evening(number),
            now=NOW,
        )

    def call_off(session: Session, number: int) -> object:
        return ending.cancel_booking(session, evenings.booked[number], by=evenings.ada, now=NOW)

    went = race(engine, call_off, *(wait(who) for who in crowd))
    assert {code for each in went for code in each} == {"done"}
    all_is_well(engine, OFFERED)
    with engine.connect() as connection:
        turns = "SELECT count(DISTINCT opens_at) FROM waits GROUP BY starts_at"
        assert set(connection.scalars(text(turns))) == {len(crowd) + 2}
