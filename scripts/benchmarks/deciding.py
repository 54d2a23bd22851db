"""A neighbourhood of 12,000 decides: a vote is opened, ballots come at once, and are counted."""

import json
import math
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID, uuid4

import psycopg

from scripts.benchmarks import data
from scripts.benchmarks.loader import Answers, Requests, get, load, post, put
from scripts.benchmarks.servers import running

MEMBERS = 12_000
VOTERS = 500
"""Whose phones send ballots; each thinks again and again."""
PHONES = 16
ROUNDS = 5
AIM = 500  # ballots a second
NAME = f"ballots in a neighbourhood of {MEMBERS:,}"

PEOPLE = """
WITH come AS (
    INSERT INTO people (id, display_name, words, likes_to_bring, languages, created_at, version)
    SELECT gen_random_uuid(), 'Person ' || number, '', '', '{}', now(), 1
    FROM generate_series(1, %(many)s) AS number
    RETURNING id
)
INSERT INTO memberships (group_id, person_id, joined_at, shows, household)
SELECT %(group)s, id, now() - interval '1 year', 'name', '' FROM come
"""
VOTER = """
INSERT INTO memberships (group_id, person_id, joined_at, shows, household)
SELECT %(group)s, person, now() - interval '1 year', 'name', ''
FROM unnest(%(people)s::uuid[]) AS person
"""
EVERYBODY_VOTES = """
INSERT INTO ballots (decision_id, person_id, choice)
SELECT decision_id, person_id, jsonb_build_object('vote', 'yes') FROM electors
WHERE decision_id = %(decision)s ON CONFLICT DO NOTHING
"""
# The limit line casts one as ours does, and asks nobody who they are.
BALLOT = """
INSERT INTO ballots (decision_id, person_id, choice)
SELECT electors.decision_id, electors.person_id, jsonb_build_object('vote', %(vote)s::text)
FROM electors JOIN decisions ON decisions.id = electors.decision_id
WHERE electors.decision_id = %(decision)s AND electors.person_id = %(person)s
  AND decisions.state = 'voting' AND decisions.closes_at > now()
FOR KEY SHARE OF electors, decisions
ON CONFLICT (decision_id, person_id) DO UPDATE SET choice = excluded.choice
RETURNING choice::text
"""
DEADLINE = "UPDATE decisions SET closes_at = now() - interval '1 second' WHERE id = %(decision)s"
DUE = "UPDATE groups SET due_at = now() - interval '1 second' WHERE id = %(group)s"


def measured(made: data.Made, workers: int, seconds: float) -> dict[str, Any]:
    """Open votes, cast ballots, count; say how long each takes and how many ballots a second."""
    voters = data.arrive(made.url, VOTERS)
    founder, token = voters[0]
    opened, counted, ballots, bare = Answers(), Answers(), Answers(), Answers()
    with running("ours", made.url, workers) as port, running("limit", made.url, workers) as limit:
        group = neighbourhood(made.url, port, token, founder, [each for each, _ in voters])
        for number in range(ROUNDS):
            decision = uuid4()
            title = {"id": str(decision), "title": f"Cats {number}?", "method": "majority"}
            body = json.dumps(title).encode()
            asking = post(f"/v1/groups/{group}/decisions", token, str(decision), body)
            opened.add(load(port, iter([asking]), phones=1, seconds=math.inf))
            # In turns, so that whatever else the machine does troubles both.
            lasts = seconds / ROUNDS
            casting = _ballots(decision, [each for _, each in voters])
            ballots.add(load(port, casting, phones=PHONES, seconds=lasts))
            casting = _bare_ballots(decision, [each for each, _ in voters])
            bare.add(load(limit, casting, phones=PHONES, seconds=lasts))
            _let_it_close(made.url, group, decision)
            reading = iter([get(f"/v1/decisions/{decision}", token)])
            counted.add(load(port, reading, phones=1, seconds=math.inf))
    return {
        "case": NAME,
        "spaces": MEMBERS,
        "ours": ballots.summary,
        "limit": bare.summary,
        "ratio": round(ballots.per_second / bare.per_second, 3),
        "aim": f"{AIM}/s",
        "note": f"Opening it: {opened.percentile(50):.0f} ms; counting {MEMBERS:,} ballots and "
        f"telling everybody: {counted.percentile(50):.0f} ms; {ROUNDS} rounds.",
        "wrong": {
            **opened.refused(201),
            **ballots.refused(200),
            **bare.refused(200),
            **counted.refused(200),
        },
    }


def neighbourhood(url: str, port: int, token: str, founder: UUID, voters: list[UUID]) -> UUID:
    """Let somebody found a neighbourhood that all those voters belong to, and many more."""
    group = uuid4()
    place = {"latitude": 53.9213, "longitude": -3.0178}
    body = json.dumps({"id": str(group), "name": "Mount Street", "place": place}).encode()
    found = load(
        port, iter([post("/v1/groups", token, str(group), body)]), phones=1, seconds=math.inf
    )
    if found.refused(201):
        raise RuntimeError(f"The neighbourhood was not founded: {found.refused(201)}")
    others = [each for each in voters if each != founder]
    with psycopg.connect(data.plain(url)) as connection:
        connection.execute(VOTER, {"group": group, "people": others})
        connection.execute(PEOPLE, {"group": group, "many": MEMBERS - len(voters)})
        long_ago = datetime.now(UTC) - timedelta(days=400)
        founded = "UPDATE groups SET founded_at = %(at)s WHERE id = %(group)s"
        connection.execute(founded, {"at": long_ago, "group": group})
        joined = "UPDATE memberships SET joined_at = %(at)s WHERE group_id = %(group)s"
        connection.execute(joined, {"at": long_ago, "group": group})
        connection.execute("ANALYZE memberships")
    return group


def _ballots(decision: UUID, tokens: list[str]) -> Requests:
    votes = cycle([b'{"vote": "yes"}', b'{"vote": "no"}', b'{"vote": "yes"}'])
    for token, vote in zip(cycle(tokens), votes, strict=False):
        yield put(f"/v1/decisions/{decision}/ballot", token, vote)


def _bare_ballots(decision: UUID, people: list[UUID]) -> Requests:
    for person, vote in zip(cycle(people), cycle(["yes", "no", "yes"]), strict=False):
        yield get(f"/ballot?decision={decision}&person={person}&vote={vote}")


def bare_ballot(connection: psycopg.Connection, query: dict[str, str]) -> bytes:
    """Cast a ballot by a statement like that of ours."""
    row = connection.execute(BALLOT, query).fetchone()
    assert row is not None
    text: str = row[0]
    return text.encode()


def _let_it_close(url: str, group: UUID, decision: UUID) -> None:
    with psycopg.connect(data.plain(url)) as connection:
        connection.execute(EVERYBODY_VOTES, {"decision": decision})
        connection.execute(DEADLINE, {"decision": decision})
        connection.execute(DUE, {"group": group})
