"""Groups: those of one person, and whether there is news in each, among very many memberships."""

from datetime import UTC, datetime
from itertools import cycle
from typing import Any
from uuid import UUID

import psycopg

from backend.groups import queries
from scripts.benchmarks.as_json import rows_as_json
from scripts.benchmarks.cases import Case
from scripts.benchmarks.data import Made, plain, token_of
from scripts.benchmarks.loader import Requests, get

OF_ONE = 20
"""Groups that one person belongs to, a page of them."""
MEMBERS = 10
"""Of each group, but for the one neighbourhood that as many belong to as there are, or so many."""
NEIGHBOURS = 12_000

PEOPLE = """
CREATE TABLE bench_joiners AS
SELECT n, gen_random_uuid() AS id FROM generate_series(0, %(people)s - 1) AS n;
INSERT INTO people (id, version, display_name, words, languages, likes_to_bring, zone, created_at)
SELECT id, 1, 'Joiner ' || n, '', '{en}', '', 'Europe/London', now() FROM bench_joiners
"""
# The first of them is the neighbourhood. In every third nobody has written anything yet.
GROUPS = """
CREATE TABLE bench_groups AS
SELECT n, gen_random_uuid() AS id FROM generate_series(0, %(groups)s) AS n;
INSERT INTO groups (
    id, version, name, purpose, languages, cell, published_latitude, published_longitude, nearness,
    zone, joining, visibility, questions, founded_at, vouched, last_seq, last_notice_at
)
SELECT id, 1, 'Group ' || n, 'We meet on Thursdays', '{en}', 'none', 53.9, -3.0,
    point(-333958, 7148000), 'Europe/London', 'ask', 'nearby', '{}', now() - interval '1 year',
    false, 0, CASE WHEN n %% 3 <> 0 THEN now() - interval '1 day' END
FROM bench_groups
"""
MEMBERSHIPS = """
INSERT INTO memberships (group_id, person_id, joined_at, shows, household, read_until)
SELECT g.id, p.id, now() - interval '1 minute' * (1 + nth %% 100000), 'name', '',
    CASE WHEN nth %% 2 = 0 THEN now() END
FROM generate_series(0, %(groups)s * %(members)s - 1) AS each (nth)
JOIN bench_groups AS g ON g.n = 1 + nth / %(members)s
JOIN bench_joiners AS p ON p.n = (nth * 7 + nth / %(people)s) %% %(people)s
ON CONFLICT DO NOTHING;
INSERT INTO memberships (group_id, person_id, joined_at, shows, household)
SELECT g.id, p.id, now() - interval '200 days', 'name', ''
FROM bench_groups AS g JOIN bench_joiners AS p ON p.n < %(neighbours)s WHERE g.n = 0
"""


def _joiners(made: Made) -> list[UUID]:
    """Return some who belong to groups; these are made now unless they have been already."""
    with psycopg.connect(plain(made.url), autocommit=True) as connection:
        row = connection.execute("SELECT to_regclass('bench_joiners')").fetchone()
        if row is None or row[0] is None:
            groups = max(made.spaces // MEMBERS, OF_ONE)
            wanted = {
                "groups": groups,
                "members": MEMBERS,
                "people": max(groups * MEMBERS // OF_ONE, 2 * MEMBERS),
                "neighbours": NEIGHBOURS,
            }
            connection.execute("SET synchronous_commit = off")
            for statements in (PEOPLE, GROUPS, MEMBERSHIPS):
                for statement in statements.split(";"):
                    connection.execute(statement, wanted)
            connection.execute("VACUUM ANALYZE people, groups, memberships")
        people = connection.execute("SELECT id FROM bench_joiners ORDER BY n LIMIT 8")
        return [row[0] for row in people.fetchall()]


def _mine(made: Made, tokens: list[str]) -> Requests:
    mine = [token_of(made.url, each) for each in _joiners(made)]
    return (get("/v1/me/groups", token) for token in cycle(mine))


def _bare(made: Made) -> Requests:
    return (get(f"/groups?by={each}") for each in cycle(_joiners(made)))


class _Listener:
    """Hears what a reader would be asked, and finds nothing."""

    statement: Any = None
    asked: dict[str, Any]

    def execute(self, statement: Any, asked: dict[str, Any]) -> list[Any]:
        """Keep a statement, and what to bind."""
        self.statement, self.asked = statement, asked
        return []


def bare_mine(connection: psycopg.Connection, query: dict[str, str]) -> bytes:
    """Give somebody's groups by the statement of ours."""
    heard: Any = _Listener()
    by, now = UUID(query["by"]), datetime.now(UTC)
    queries.list_my_groups(heard, by=by, now=now, after=None, limit=OF_ONE)
    return rows_as_json(connection, heard.statement, heard.asked).encode()


MINE = Case("my groups, and what is new in them", None, _mine, _bare)
