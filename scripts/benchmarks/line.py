"""A slot is freed, and everybody in a line of 100 lets it pass to the next."""

import json
import math
import time
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg

from scripts.benchmarks import data
from scripts.benchmarks.cases import OFTEN_BOOKED, tomorrow
from scripts.benchmarks.loader import Answers, get, load, post
from scripts.benchmarks.servers import running

LONG = 100
NAME = f"pass a freed slot down a line of {LONG}"
AHEAD = timedelta(days=60)
FIRST = 1800
"""The spaces before it are for other cases."""

# Somebody asked for the time, and the line is behind them.
ASKED = """
WITH asked AS (
    INSERT INTO bookings (id, version, space_id, booked_by, starts_at, ends_at, people, alone,
                          what_for, shown_as, state, answer_by, silence_means_yes, ended_words,
                          created_at)
    VALUES (%(booking)s, 1, %(space)s, %(by)s, %(starts)s, %(ends)s, 4, false, '', '', 'asked',
            now() + interval '1 day', false, '', now())
    RETURNING space_id, id, answer_by
)
INSERT INTO occupancies (id, space_id, space_number, booking_id, lane, people, during, held_until)
SELECT gen_random_uuid(), spaces.id, number, asked.id, NULL, 4,
       tstzrange(%(starts)s, %(ends)s), asked.answer_by
FROM asked JOIN spaces ON spaces.id = asked.space_id
"""

# One of those who keep each of them, so that one phone can answer for all.
KEY = """
INSERT INTO keepers (space_id, person_id, since_at) VALUES (%(space)s, %(by)s, now())
ON CONFLICT DO NOTHING
"""

WAITING = """
INSERT INTO waits (id, space_id, person_id, starts_at, ends_at, people, alone, what_for, shown_as,
                   created_at, state)
SELECT wait, %(space)s, person, %(starts)s, %(ends)s, 4, false, '', '',
       now() + place * interval '1 millisecond', 'waiting'
FROM unnest(%(waits)s::uuid[], %(people)s::uuid[]) WITH ORDINALITY AS line (wait, person, place)
"""


@dataclass(frozen=True)
class Line:
    """A line for one time of one space, and the booking before it."""

    booking: UUID
    waits: list[UUID]


def measured(made: data.Made, workers: int, seconds: float) -> dict[str, Any]:
    """Let lines pass a slot on, ours and the limit line in turns; one request after the other."""
    people = data.arrive(made.url, LONG)
    keeper = data.token_of(made.url, made.lister)
    freed, passed, bare = Answers(), Answers(), Answers()
    totals: list[float] = []
    rounds = 0
    with (
        running("ours", made.url, workers) as ours_port,
        running("limit", made.url, workers, BENCH_LISTER=str(made.lister)) as limit_port,
    ):
        until = time.monotonic() + 2 * seconds
        spaces = iter(made.some_spaces[FIRST:-OFTEN_BOOKED])
        # The first round only warms up.
        while rounds < 2 or time.monotonic() < until:
            line = _stand_in_line(made, next(spaces), people)
            answer = json.dumps({"answer": "no"}).encode()
            free = post(f"/v1/bookings/{line.booking}/answer", keeper, f"{line.booking}", answer)
            passing = [
                post(f"/v1/waits/{wait}/declining", token, f"{wait}", b"")
                for wait, (_, token) in zip(line.waits, people, strict=True)
            ]
            first = load(ours_port, iter([free]), phones=1, seconds=math.inf)
            then = load(ours_port, iter(passing), phones=1, seconds=math.inf)
            other = _stand_in_line(made, next(spaces), people)
            ways = [get(f"/pass?{urlencode({'wait': wait})}") for wait in other.waits]
            without = load(limit_port, iter(ways), phones=1, seconds=math.inf)
            rounds += 1
            if rounds > 1:
                freed.add(first)
                passed.add(then)
                bare.add(without)
                totals.append(then.lasted)
    return {
        "case": NAME,
        "spaces": made.spaces,
        "ours": passed.summary | {"total_ms": round(1000 * median(totals))},
        "limit": bare.summary,
        "ratio": round(passed.per_second / bare.per_second, 3),
        "note": f"Freeing it, with {LONG} in line: {freed.percentile(50):.0f} ms; down the whole "
        f"line: {median(totals):.2f} s; {rounds - 1} rounds.",
        "wrong": {**freed.refused(200), **passed.refused(200), **bare.refused(200)},
    }


def _stand_in_line(made: data.Made, space_id: UUID, people: list[tuple[UUID, str]]) -> Line:
    starts = tomorrow() + AHEAD + timedelta(hours=18)
    line = Line(uuid4(), [uuid4() for _ in people])
    wanted = {
        "space": space_id,
        "by": made.lister,
        "booking": line.booking,
        "starts": starts,
        "ends": starts + timedelta(hours=2),
        "waits": line.waits,
        "people": [person_id for person_id, _ in people],
    }
    with psycopg.connect(data.plain(made.url)) as connection:
        connection.execute(KEY, wanted)
        connection.execute(ASKED, wanted)
        connection.execute(WAITING, wanted)
    return line
