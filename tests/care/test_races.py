"""Caring under true concurrency: real connections, seeded rounds."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.bookings import service
from backend.bookings.models import Booking
from backend.bookings.states import State, state_at
from backend.care import emptiness, handing_on, leaving, mending
from backend.care.models import Entrance, LeavingNote
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from backend.notifications.models import Notification
from backend.spaces.models import Closure
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions
from tests.care.scenes import EVENING, MINUTE, START, book, later

ASKED_AT = START + 25 * MINUTE
FREE_AT = ASKED_AT + 10 * MINUTE
REST = Period(START + 45 * MINUTE, EVENING.end)
INSTANT = timedelta(microseconds=1)
ROUNDS = 25


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=12)
    yield engine
    engine.dispose()


@pytest.fixture
def people(engine):
    """Ids of a keeper and three others."""
    with Session(engine) as session:
        ids = [a_person(session, name) for name in ("Keeper", "Ada", "Ben", "Cleo")]
        session.commit()
    return ids


def a_hall(engine: Engine, keeper, **facts):
    with Session(engine) as session:
        hall = a_space(session, keeper, **facts).id
        session.commit()
    return hall


def booked(engine: Engine, hall, by, period=EVENING):
    with Session(engine) as session:
        booking = service.book(session, by=by, space_id=hall, period=period, now=NOW).id
        session.commit()
    return booking


def at_once(engine: Engine, *verbs: Callable[[Session], object]) -> list[str]:
    """Do several things at once, each in a transaction of its own, and return how each went."""
    start = Barrier(len(verbs))

    def tried(verb: Callable[[Session], object]) -> str:
        with Session(engine) as session:
            start.wait(timeout=60)
            try:
                verb(session)
                session.commit()
            except Fact as fact:
                return fact.code
        return "done"

    with ThreadPoolExecutor(len(verbs)) as threads:
        return list(threads.map(tried, verbs))


def count(engine: Engine, what, **where) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(what).filter_by(**where))


def test_two_who_ask_at_once_ask_once(engine, people):
    keeper, ada, *_ = people
    for day in range(ROUNDS):
        hall = a_hall(engine, keeper)
        booked(engine, hall, ada, later(days=day))
        now = ASKED_AT + timedelta(days=day)

        def ask(session, hall=hall, now=now):
            emptiness.ask_if_there(session, hall, by=keeper, now=now)

        assert at_once(engine, ask, ask, ask) == ["done"] * 3
    assert count(engine, Notification, kind="are_you_there", person_id=ada) == ROUNDS


def test_at_the_last_instant_either_they_are_here_or_somebody_else_has_it(engine, people):
    keeper, ada, ben, _ = people
    chance = random.Random(20260301)
    seen = set()
    for _ in range(ROUNDS):
        hall = a_hall(engine, keeper)
        booking = booked(engine, hall, ada)
        with Session(engine) as session:
            emptiness.ask_if_there(session, hall, by=keeper, now=ASKED_AT)
            session.commit()

        verbs = [
            lambda session, id_=booking: emptiness.say_we_are_here(
                session, id_, by=ada, now=FREE_AT - INSTANT
            ),
            lambda session, hall=hall: service.book(
                session, by=ben, space_id=hall, period=REST, now=FREE_AT
            ),
        ]
        order = chance.sample([0, 1], 2)
        went = dict(zip(order, at_once(engine, *[verbs[at] for at in order]), strict=True))
        seen.add((went[0], went[1]))
        with engine.connect() as connection:
            assert contradictions(connection, FREE_AT) == []
        with Session(engine) as session:
            state = state_at(session.get_one(Booking, booking).facts, FREE_AT)
            assert state is (State.RUNNING if went[0] == "done" else State.MISSED)
    assert seen <= {("done", "space_already_booked"), ("booking_cannot_become", "done")}


def test_twelve_in_the_room_and_one_who_answers(engine, people):
    keeper, ada, *_ = people
    hall = a_hall(engine, keeper)
    booking = booked(engine, hall, ada)
    with Session(engine) as session:
        emptiness.ask_if_there(session, hall, by=keeper, now=ASKED_AT)
        session.commit()

    def here(session):
        emptiness.say_we_are_here(session, booking, by=ada, now=ASKED_AT + MINUTE)

    def ask(session):
        emptiness.ask_if_there(session, hall, by=keeper, now=ASKED_AT + MINUTE)

    went = at_once(engine, here, *[ask] * 8)
    assert went[0] == "done"
    assert set(went[1:]) <= {"done", "somebody_is_there"}
    with engine.connect() as connection:
        assert contradictions(connection, FREE_AT) == []


def test_a_key_taken_by_two_at_once_is_with_one_of_them(engine, people):
    keeper, ada, ben, _ = people
    for _ in range(5):
        hall = a_hall(engine, keeper)
        booked(engine, hall, ada)
        booked(engine, hall, ben, Period(EVENING.end, EVENING.end + 60 * MINUTE))
        takes = [
            lambda session, by=by, hall=hall: handing_on.take_key(session, hall, by=by, now=START)
            for by in (ada, ben, keeper)
        ]
        assert at_once(engine, *takes) == ["done"] * 3
        with Session(engine) as session:
            entrance = session.get_one(Entrance, hall)
            assert entrance.key_with in {ada, ben, keeper}
            assert entrance.key_from in {ada, ben, keeper} - {entrance.key_with}


def test_three_who_say_at_once_that_it_is_broken_close_it_once(engine, people):
    keeper, *three = people
    hall = a_hall(engine, keeper)
    bookings = [booked(engine, hall, by, later(days=day)) for day, by in enumerate(three)]
    now = EVENING.end + timedelta(days=2) - INSTANT
    verbs = [
        lambda session, id_=id_, by=by: leaving.leave_note(
            session, id_, by=by, now=now, as_found=False
        )
        for id_, by in zip(bookings, three, strict=True)
    ]
    assert at_once(engine, *verbs) == ["done"] * 3
    assert count(engine, Closure, space_id=hall) == 1
    assert count(engine, LeavingNote, space_id=hall) == 3


def test_setting_and_ending_the_mending_at_once_leaves_one_or_none(engine, people):
    keeper, *_ = people
    for _ in range(5):
        hall = a_hall(engine, keeper)

        def mend(session, hall=hall):
            mending.set_mending(session, hall, by=keeper, now=NOW)

        def end(session, hall=hall):
            mending.end_mending(session, hall, by=keeper, now=NOW)

        assert at_once(engine, mend, end, mend, end) == ["done"] * 4
        assert count(engine, Closure, space_id=hall) <= 1


def test_the_line_of_the_house_is_kept(engine, people):
    # Somebody books the room while the house, which is empty, is asked about.
    keeper, ada, ben, _ = people
    with Session(engine) as session:
        house = a_space(session, keeper)
        room = a_space(session, keeper, parent=house)
        book(session, house, ada)
        house, room = house.id, room.id
        session.commit()

    went = at_once(
        engine,
        lambda session: emptiness.ask_if_there(session, house, by=keeper, now=ASKED_AT),
        lambda session: service.book(session, by=ben, space_id=room, period=REST, now=ASKED_AT),
    )
    assert went == ["done", "space_already_booked"]
    with engine.connect() as connection:
        assert contradictions(connection, ASKED_AT) == contradictions(connection, FREE_AT) == []
