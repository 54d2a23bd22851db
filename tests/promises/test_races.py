"""Promises under true concurrency: real connections, everybody at once."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.kernel.facts import Fact
from backend.people.blocks import block
from backend.people.service import leave
from backend.posts.locks import lock_post
from backend.posts.signals import post_ended
from backend.promises import ending, service
from backend.promises.states import Claim
from tests.posts.planting import NOW, a_post
from tests.promises.scenes import a_person
from tests.promises.truth import wrongs

CROWD = 64
QUANTITY = 5
CONNECTIONS = 20
ROUNDS = 10
LATER = NOW + timedelta(days=1)

Verb = Callable[[Session], object]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=60)
    yield engine
    engine.dispose()


def tried(engine: Engine, verb: Verb) -> str:
    """Do something in a transaction of its own and return how it went."""
    with Session(engine) as session:
        try:
            verb(session)
            session.commit()
        except Fact as fact:
            return fact.code
        return "done"


def all_at_once(engine: Engine, verbs: list[Verb]) -> list[str]:
    """Return how it went for each, once all have started together."""
    start = Barrier(len(verbs))

    def run(verb: Verb) -> str:
        start.wait(60)
        return tried(engine, verb)

    with ThreadPoolExecutor(len(verbs)) as threads:
        return list(threads.map(run, verbs))


def people(engine: Engine, count: int) -> list[UUID]:
    with Session(engine) as session:
        found = [a_person(session, f"Person {number}") for number in range(count)]
        session.commit()
    return found


def posted(engine: Engine, by: UUID, **facts: object) -> UUID:
    with Session(engine) as session:
        post = a_post(session, by, **facts).id
        session.commit()
    return post


def asked(engine: Engine, post: UUID, by: UUID) -> UUID:
    with Session(engine) as session:
        promise = service.ask(session, post, by=by, now=NOW).id
        session.commit()
    return promise


def all_is_well(engine: Engine) -> None:
    with engine.connect() as connection:
        assert wrongs(connection, NOW) == []


def states(engine: Engine) -> Counter[str]:
    with engine.connect() as connection:
        return Counter(connection.scalars(text("SELECT state FROM promises")))


@pytest.mark.parametrize("kind", ["offer", "need"])
def test_of_64_who_want_one_of_five_exactly_five_have_it(engine, kind):
    ada, *crowd = people(engine, CROWD + 1)
    post = posted(engine, ada, kind=kind, way="do", quantity=QUANTITY)
    went = all_at_once(
        engine,
        [lambda session, by=who: service.ask(session, post, by=by, now=NOW) for who in crowd],
    )
    assert went == ["done"] * CROWD
    with engine.connect() as connection:
        promises = list(connection.scalars(text("SELECT id FROM promises")))
    give = service.offer if kind == "offer" else service.pick
    went = all_at_once(
        engine,
        [lambda session, it=each: give(session, it, by=ada, now=NOW) for each in promises],
    )
    assert Counter(went) == {"done": QUANTITY, "not_so_many_left": CROWD - QUANTITY}
    all_is_well(engine)
    holding = states(engine)
    assert holding["offered" if kind == "offer" else "agreed"] == QUANTITY


def test_two_phones_of_one_person_ask_once(engine):
    ada, ben = people(engine, 2)
    for _ in range(ROUNDS):
        post = posted(engine, ada, quantity=9)
        went = all_at_once(
            engine, [lambda session, it=post: service.ask(session, it, by=ben, now=NOW)] * 4
        )
        assert sorted(went) == ["already_promised"] * 3 + ["done"]
    all_is_well(engine)


def test_a_yes_and_taking_it_back_at_once_are_one_of_the_two(engine):
    ada, ben = people(engine, 2)
    for _ in range(ROUNDS):
        promise = asked(engine, posted(engine, ada), ben)
        tried(engine, lambda session, it=promise: service.offer(session, it, by=ada, now=NOW))
        went = all_at_once(
            engine,
            [
                lambda session, it=promise: service.agree(session, it, by=ben, now=NOW),
                lambda session, it=promise: ending.decline(session, it, by=ben, now=NOW),
            ],
        )
        assert sorted(went) == ["done", "promise_cannot_become"]
    all_is_well(engine)


def test_both_sides_say_opposite_things_at_once(engine):
    ada, ben = people(engine, 2)
    for _ in range(ROUNDS):
        promise = asked(engine, posted(engine, ada, kind="need", way="do"), ben)
        tried(engine, lambda session, it=promise: service.pick(session, it, by=ada, now=NOW))
        went = all_at_once(
            engine,
            [
                lambda session, it=promise: ending.claim(
                    session, it, Claim.MISSED, by=ada, now=LATER
                ),
                lambda session, it=promise: ending.claim(
                    session, it, Claim.KEPT, by=ben, now=LATER
                ),
            ],
        )
        assert sorted(went) == ["done", "promise_cannot_become"]
    assert states(engine) == {"claimed": ROUNDS}
    all_is_well(engine)


def test_two_who_leave_at_once_do_not_wait_for_each_other_over_what_is_long_over(engine):
    for _ in range(4):
        pair = people(engine, 2)
        for one, other in (pair, reversed(pair)):
            for _ in range(6):
                promise = asked(engine, posted(engine, one), other)
                tried(
                    engine,
                    lambda session, it=promise, by=one: ending.decline(session, it, by=by, now=NOW),
                )
        went = all_at_once(
            engine, [lambda session, by=each: leave(session, by=by, now=NOW) for each in pair]
        )
        assert went == ["done", "done"]


def closing(post: UUID) -> Verb:
    def close(session: Session) -> None:
        found = lock_post(session, post)
        if found.state == "open":
            found.state, found.ended_at = "closed", NOW
            session.flush()
            post_ended.send(session, post=found, now=NOW, withdrawn=False)

    return close


def test_whatever_happens_at_once_nothing_contradicts(engine):
    """Asking, offering, agreeing, closing, blocking and leaving, all of the same few posts."""
    seeded = random.Random(4)
    allowed = {
        "done",
        "post_not_found",
        "post_is_over",
        "already_promised",
        "not_so_many_left",
        "promise_cannot_become",
        "promise_not_found",
        "person_not_found",
        "sign_in_needed",
    }
    for _ in range(ROUNDS):
        crowd = people(engine, 6)
        posts = [posted(engine, who, quantity=2) for who in crowd[:3]]
        promises = [
            (asked(engine, post, who), post, crowd[number], who)
            for number, post in enumerate(posts)
            for who in crowd
            if who != crowd[number]
        ]
        verbs: list[Verb] = [closing(posts[0])]
        for promise, _post, poster, counterpart in promises:
            verbs += [
                lambda session, it=promise, by=poster: service.offer(session, it, by=by, now=NOW),
                lambda session, it=promise, by=counterpart: service.agree(
                    session, it, by=by, now=NOW
                ),
                lambda session, it=promise, by=counterpart: ending.release(
                    session, it, by=by, now=NOW
                ),
            ]
        # Two who leave at once and have things with each other, and two who part.
        verbs += [
            lambda session, by=crowd[0]: leave(session, by=by, now=NOW),
            lambda session, by=crowd[1]: leave(session, by=by, now=NOW),
            lambda session, by=crowd[2], other=crowd[3]: block(session, other, by=by, now=NOW),
            lambda session, by=crowd[3], other=crowd[2]: block(session, other, by=by, now=NOW),
        ]
        seeded.shuffle(verbs)
        went = all_at_once(engine, verbs)
        assert set(went) <= allowed, set(went) - allowed
        all_is_well(engine)
