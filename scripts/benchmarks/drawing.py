"""A draw of seven out of a neighbourhood of 12,000: called, and drawn when its pool closes."""

import json
import math
from typing import Any
from uuid import UUID, uuid4

import psycopg

from scripts.benchmarks import data
from scripts.benchmarks.deciding import DUE, MEMBERS, neighbourhood
from scripts.benchmarks.loader import Answers, get, load, post
from scripts.benchmarks.servers import running

SEATS = 7
ROUNDS = 7
NAME = f"a draw of {SEATS} from {MEMBERS:,}"

NEWEST = "SELECT id FROM draws WHERE group_id = %s ORDER BY id DESC LIMIT 1"
CLOSED = "UPDATE draws SET closes_at = now() - interval '1 second' WHERE id = %s"
POOL = "SELECT jsonb_array_length(drawn) FROM draws WHERE id = %s"


def measured(made: data.Made, workers: int) -> dict[str, Any]:
    """Call draws, let their pools close, and have them drawn by whoever looks next."""
    founder, token = data.arrive(made.url, 1)[0]
    called, drawn, wrong = Answers(), Answers(), 0
    with running("ours", made.url, workers) as port:
        group = neighbourhood(made.url, port, token, founder, [founder])
        for number in range(ROUNDS):
            wish = json.dumps({"purpose": f"Judges of the cakes, {number}", "seats": SEATS})
            path, key = f"/v1/groups/{group}/draws", str(uuid4())
            asking = iter([post(path, token, key, wish.encode())])
            called.add(load(port, asking, phones=1, seconds=math.inf))
            draw = _let_it_close(made.url, group)
            looking = iter([get(f"/v1/draws/{draw}", token)])
            drawn.add(load(port, looking, phones=1, seconds=math.inf))
            wrong += _drawn(made.url, draw) != MEMBERS
    return {
        "case": NAME,
        "spaces": MEMBERS,
        "ours": drawn.summary,
        "note": f"Calling it: {called.percentile(50):.0f} ms; drawing it and telling everybody: "
        f"{drawn.percentile(50):.0f} ms; {ROUNDS} rounds.",
        "wrong": {**called.refused(201), **drawn.refused(200)} or (wrong and f"{wrong} pools"),
    }


def _let_it_close(url: str, group: UUID) -> UUID:
    with psycopg.connect(data.plain(url)) as connection:
        row = connection.execute(NEWEST, [group]).fetchone()
        assert row is not None
        connection.execute(CLOSED, [row[0]])
        connection.execute(DUE, {"group": group})
    draw: UUID = row[0]
    return draw


def _drawn(url: str, draw: UUID) -> int:
    """Return how many were in the order of the lot, as the row has it."""
    with psycopg.connect(data.plain(url)) as connection:
        row = connection.execute(POOL, [draw]).fetchone()
    assert row is not None
    return int(row[0])
