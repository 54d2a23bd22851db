"""Draws of many at once, and among many: real connections, and a neighbourhood of 12,000."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from time import perf_counter

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.decisions import draw_queries, draw_routes, drawing, draws
from backend.decisions.draws import DrawCall
from backend.decisions.lots import Answer
from backend.decisions.models import ChainLink, Draw, DrawAnswer
from backend.groups.settling import settle_if_due
from tests.groups.gatherings import LONG_AGO, a_group

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
GROUPS = 6
MANY = 12_000
PEOPLE = """
WITH come AS (
    INSERT INTO people (id, display_name, words, likes_to_bring, languages, created_at, version)
    SELECT gen_random_uuid(), 'Person ' || number, '', '', '{}', now(), 1
    FROM generate_series(1, :many) AS number
    RETURNING id
)
INSERT INTO memberships (group_id, person_id, joined_at, shows, household)
SELECT :group, id, CAST(:at AS timestamptz), 'name', '' FROM come
"""

assert draw_routes.room, "rooms listen only once they are loaded"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=2 * GROUPS)
    yield engine
    engine.dispose()


def test_draws_that_are_called_at_once_share_no_link_though_none_was_made_yet(engine):
    with Session(engine, expire_on_commit=False) as session:
        groups = [a_group(session, 3) for _ in range(GROUPS)]
    start = Barrier(GROUPS)

    def call(group, by):
        with Session(engine) as session:
            start.wait(timeout=60)
            draw = draws.call_draw(session, group.id, DrawCall("Tea", 1), by=by, now=NOW)
            session.commit()
            return draw.id

    with ThreadPoolExecutor(GROUPS) as threads:
        calls = [threads.submit(call, group, people[0]) for group, people in groups]
        made = {each.result() for each in calls}
    with Session(engine) as session:
        numbers = session.scalars(select(Draw.chain_number)).all()
        assert len(made) == len(set(numbers)) == GROUPS
        assert len(session.scalars(select(ChainLink.number)).all()) == drawing.AT_ONCE


def test_a_draw_is_drawn_once_by_however_many_look_at_once(engine):
    with Session(engine, expire_on_commit=False) as session:
        group, people = a_group(session, 5)
        draw = draws.call_draw(session, group.id, DrawCall("Tea", 2), by=people[0], now=NOW).id
        session.commit()
    start = Barrier(GROUPS)

    def look(number):
        with Session(engine) as session:
            start.wait(timeout=60)
            settle_if_due(session, group.id, LATER)
            if number % 2:
                # Somebody says no in the same moment, and the next follows.
                answer = session.get(DrawAnswer, (draw, people[number % 5]))
                if answer is not None and answer.answer == Answer.SEATED:
                    draws.decline(session, draw, by=people[number % 5], now=LATER)
            session.commit()

    with ThreadPoolExecutor(GROUPS) as threads:
        for each in [threads.submit(look, number) for number in range(GROUPS)]:
            each.result()
    with Session(engine) as session:
        seated = select(DrawAnswer.person_id).where(DrawAnswer.answer == Answer.SEATED.value)
        assert len(session.scalars(seated).all()) == 2
        record = "SELECT count(*) FROM record_entries WHERE act = 'drawn'"
        assert session.scalar(text(record)) == 1


def test_seven_are_drawn_of_twelve_thousand(engine):
    with Session(engine, expire_on_commit=False) as session:
        group, people = a_group(session, 2)
        facts = {"many": MANY - 2, "group": group.id, "at": LONG_AGO}
        session.execute(text(PEOPLE), facts)
        session.commit()
        draw = draws.call_draw(session, group.id, DrawCall("Jury", 7), by=people[0], now=NOW)
        session.commit()
        began = perf_counter()
        settle_if_due(session, group.id, LATER)
        session.commit()
        took = perf_counter() - began

        # Loosely, for machines that are busy with something else: it takes less than one.
        assert took < 10
        found = draw_queries.get_record(session, draw.id, by=people[0])
        assert len(found.pool) == len(set(found.order)) == MANY
        seated = select(DrawAnswer.person_id).where(DrawAnswer.answer == Answer.SEATED.value)
        assert len(session.scalars(seated).all()) == 7
