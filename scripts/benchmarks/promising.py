"""Promises: five to be had and 64 who want them at once; and a person's own among very many."""

import json
from datetime import UTC, datetime
from itertools import cycle
from typing import Any
from uuid import UUID

import psycopg

from backend.kernel.ids import new_id
from backend.promises.queries import my_promises_query
from scripts.benchmarks.as_json import rows_as_json
from scripts.benchmarks.cases import Case
from scripts.benchmarks.data import Made, plain, sign_in, token_of
from scripts.benchmarks.loader import Answers, Phone, Requests, all_at_once, get, post
from scripts.benchmarks.servers import running

CLIENTS = 64
THERE_IS = 5
WARMING_UP = 2
"""Rounds that open connections and are not counted."""
NAME = "64 clients promising a quantity of 5"
EACH_HAS = 100
"""Promises of one person, half of them on either side; a quarter are live."""

PEOPLE = """
CREATE TABLE bench_promisers AS
SELECT n, gen_random_uuid() AS id FROM generate_series(0, %(people)s - 1) AS n;
INSERT INTO people (id, version, display_name, words, languages, likes_to_bring, zone, created_at)
SELECT id, 1, 'Neighbour ' || n, '', '{en}', '', 'Europe/London', now() FROM bench_promisers
"""
# Between people of their own, whoever wrote the post: so that everybody has as many at every size.
PROMISES = """
INSERT INTO promises (
    id, version, post_id, kind, way, poster_id, counterpart_id, quantity, on_dates, words, falls_at,
    state, stands_until, asked_at, agreed_at, agreed_terms, claim_words, contest_words,
    ended_words, ended_at
)
SELECT gen_random_uuid(), 1, about.id, about.kind, about.way, one.id, other.id, 1, '{}', '',
    now() + interval '1 hour' * (nth %% 300), CASE WHEN nth %% 4 = 0 THEN 'agreed' ELSE 'kept' END,
    CASE WHEN nth %% 4 = 0 THEN now() + interval '40 days' END, now(), now(), 1, '', '', '',
    CASE WHEN nth %% 4 <> 0 THEN now() END
FROM (
    SELECT id, kind, way, row_number() OVER () - 1 AS number FROM posts WHERE kind <> 'hello'
) AS about
JOIN generate_series(0, %(promises)s - 1) AS each (nth)
  ON about.number = nth %% (SELECT count(*) FROM posts WHERE kind <> 'hello')
JOIN bench_promisers AS one ON one.n = nth %% %(people)s
JOIN bench_promisers AS other ON other.n = (nth + 1 + nth / %(people)s) %% %(people)s
ON CONFLICT DO NOTHING
"""


def measured(made: Made, workers: int, rounds: int) -> dict[str, Any]:
    """Offer one thing after another to all who asked at once; say whether five hold each time."""
    total, wrong = Answers(), 0
    with running("ours", made.url, workers) as port:
        poster, *askers = sign_in(made.url, CLIENTS + 1)
        phones = [Phone(port) for _ in askers]
        for number in range(rounds + WARMING_UP):
            asked = _asked(port, phones, poster, askers)
            requests = [
                post(f"/v1/promises/{each}/offering", poster, f"{each}-offering", b"{}")
                for each in asked
            ]
            answers = all_at_once(port, requests, phones)
            if number < WARMING_UP:
                continue
            total.add(answers)
            held = {200: THERE_IS, 409: CLIENTS - THERE_IS}
            wrong += answers.statuses != held or _held(made, asked) != THERE_IS
        for phone in phones:
            phone.socket.close()
    return {
        "case": NAME,
        "spaces": made.spaces,
        "ours": total.summary,
        "note": f"{rounds} rounds: {total.statuses}.",
        "wrong": f"{wrong} rounds in which not exactly {THERE_IS} held" if wrong else "",
    }


def _asked(port: int, phones: list[Phone], poster: str, askers: list[str]) -> list[UUID]:
    """Let everybody ask for something new; return the ids of what they asked."""
    post_id, asked = new_id(), [new_id() for _ in askers]
    place = {"latitude": 53.9, "longitude": -3.0}
    offer = {"id": str(post_id), "kind": "offer", "title": "Soup", "quantity": THERE_IS}
    made = all_at_once(
        port,
        [post("/v1/posts", poster, f"{post_id}", json.dumps(offer | {"place": place}).encode())],
        phones[:1],
    )
    asking = [
        post(f"/v1/posts/{post_id}/promises", token, f"{each}", f'{{"id": "{each}"}}'.encode())
        for each, token in zip(asked, askers, strict=True)
    ]
    answers = all_at_once(port, asking, phones)
    if (made.statuses, answers.statuses) != ({201: 1}, {201: CLIENTS}):
        raise RuntimeError(f"Not everybody could ask: {made.statuses}, {answers.statuses}.")
    return asked


def _held(made: Made, asked: list[UUID]) -> int:
    """Return how many hold it, as the rows have it."""
    with psycopg.connect(plain(made.url)) as connection:
        row = connection.execute(
            "SELECT count(*) FROM promises WHERE id = ANY(%s) AND state = 'offered'", [asked]
        ).fetchone()
    assert row is not None
    return int(row[0])


def _promisers(made: Made) -> list[UUID]:
    """Return some who have promises; these are made now unless they have been already."""
    with psycopg.connect(plain(made.url), autocommit=True) as connection:
        row = connection.execute("SELECT to_regclass('bench_promisers')").fetchone()
        if row is None or row[0] is None:
            wanted = {"people": max(made.spaces * 2 // EACH_HAS, 2), "promises": made.spaces}
            connection.execute("SET synchronous_commit = off")
            for statement in (*PEOPLE.split(";"), PROMISES):
                connection.execute(statement, wanted)
            connection.execute("ANALYZE people, promises")
        people = connection.execute("SELECT id FROM bench_promisers ORDER BY n LIMIT 8")
        return [row[0] for row in people.fetchall()]


def _mine(made: Made, tokens: list[str]) -> Requests:
    mine = [token_of(made.url, each) for each in _promisers(made)]
    return (get("/v1/me/promises", token) for token in cycle(mine))


def _bare(made: Made) -> Requests:
    return (get(f"/promises?by={each}") for each in cycle(_promisers(made)))


def bare_mine(connection: psycopg.Connection, query: dict[str, str]) -> bytes:
    """Give somebody's promises by the statement of ours."""
    given = {"by": UUID(query["by"]), "now": datetime.now(UTC), "rows": 21}
    return rows_as_json(connection, my_promises_query(over=False), given).encode()


MINE = Case("a person's promises", None, _mine, _bare)
