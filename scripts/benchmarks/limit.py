"""The limit line: the same SQL on the same server, with a bare function around it.

Nobody signs in, nothing is checked and nothing is counted; PostgreSQL writes the JSON itself.
"""

import os
import re
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

import psycopg
from sqlalchemy.dialects import postgresql

from backend.kernel.periods import Period
from backend.spaces import free_times, nearest
from backend.spaces.nearest import Wanted
from backend.spaces.standing import standing_span
from scripts.benchmarks import bare, bare_posts, deciding, gathering, promising
from scripts.benchmarks.as_json import rows_as_json
from scripts.benchmarks.data import plain

_local = threading.local()

# As `book_space` leaves it, in one statement and without a question asked.
BOOK = """
WITH space AS (SELECT id, number FROM spaces WHERE id = %(space)s),
booked AS (
    INSERT INTO bookings (id, version, space_id, booked_by, starts_at, ends_at, people, alone,
                          what_for, shown_as, state, silence_means_yes, ended_words, created_at)
    SELECT %(id)s, 1, space.id, %(by)s, %(starts)s, %(ends)s, 4, false,
           '', '', 'confirmed', false, '', now()
    FROM space
    RETURNING id, space_id
)
INSERT INTO occupancies (id, space_id, space_number, booking_id, lane, people, during)
SELECT gen_random_uuid(), space.id, space.number, booked.id, NULL, 4,
       tstzrange(%(starts)s, %(ends)s)
FROM booked JOIN space ON space.id = booked.space_id
RETURNING json_build_object('id', booking_id, 'during', during)::text
"""

CALENDAR = """
SELECT json_build_object('space', (SELECT row_to_json(found) FROM (
        SELECT id, zone, opening_hours, capacity FROM spaces WHERE id = %(space)s) AS found),
    'exceptions', (SELECT json_agg(each) FROM hours_exceptions AS each
        WHERE space_id = %(space)s AND "on" BETWEEN %(starts)s AND %(ends)s),
    'closures', (SELECT json_agg(each) FROM closures AS each
        WHERE space_id = %(space)s AND during && tstzrange(%(starts)s, %(ends)s)),
    'taken', (SELECT json_agg(each) FROM occupancies AS each
        WHERE space_id = %(space)s AND during && tstzrange(%(starts)s, %(ends)s)))::text
"""


def connection() -> psycopg.Connection:
    """Return this thread's connection."""
    try:
        found: psycopg.Connection = _local.connection
    except AttributeError:
        found = _local.connection = psycopg.connect(
            plain(os.environ["DATABASE_URL"]), autocommit=True, options="-c timezone=UTC"
        )
    return found


def _near(query: dict[str, str]) -> bytes:
    """Give the nearest by the statement of ours."""
    now = datetime.now(UTC)
    statement, params = nearest.nearest_query(
        Wanted(
            latitude=float(query["latitude"]),
            longitude=float(query["longitude"]),
            radius_metres=int(query["radius_metres"]),
        ),
        by=_NOBODY,
        now=now,
        span=standing_span(now),
        rows=21,
    )
    return rows_as_json(connection(), statement, params).encode()


def _free(query: dict[str, str]) -> bytes:
    """Give the nearest that may be open and free, and read what is held, as ours does."""
    now = datetime.now(UTC)
    free_in = Period(
        datetime.fromisoformat(query["free_from"]), datetime.fromisoformat(query["free_until"])
    )
    open_at = datetime.fromisoformat(query["open_at"])
    statement, params = nearest.nearest_query(
        Wanted(
            latitude=float(query["latitude"]),
            longitude=float(query["longitude"]),
            radius_metres=int(query["radius_metres"]),
            open_in=(Period(open_at, open_at + timedelta(microseconds=1)),),
            free_in=free_in,
            free_for=timedelta(minutes=int(query["free_minutes"])),
        ),
        by=_NOBODY,
        now=now,
        span=standing_span(now),
        rows=50,
    )
    found = rows_as_json(connection(), statement, params)
    held = {"starts_at": free_in.start, "ends_at": free_in.end, "now": now}
    held["ids"] = [UUID(each) for each in _ID.findall(found)]
    connection().execute(_TAKEN, held).fetchall()
    return found.encode()


_TAKEN = str(free_times.TAKEN.compile(dialect=postgresql.psycopg.dialect()))
_ID = re.compile(r'"id":"([^"]+)"')
_NOBODY = UUID(int=1)


def _calendar(query: dict[str, str]) -> bytes:
    starts = datetime.now(UTC)
    return _body(
        connection()
        .execute(
            CALENDAR,
            {"space": query["space"], "starts": starts, "ends": starts + timedelta(days=31)},
        )
        .fetchone()
    )


def _book(query: dict[str, str]) -> bytes:
    wanted = {
        "id": uuid4(),
        "by": os.environ["BENCH_LISTER"],
        "space": query["space"],
        "starts": datetime.fromisoformat(query["starts_at"]),
        "ends": datetime.fromisoformat(query["ends_at"]),
    }
    return _body(connection().execute(BOOK, wanted).fetchone())


def _book_fairly(query: dict[str, str]) -> bytes:
    bare.add_up(connection(), query)
    return _book(query)


def _body(row: Any) -> bytes:
    assert row is not None
    text: str = row[0]
    return text.encode()


WAYS = {"/near": _near, "/free": _free, "/calendar": _calendar, "/book": _book}
WAYS |= {
    "/posts": lambda query: bare_posts.near(connection(), query),
    "/feed": lambda query: bare_posts.opening(connection(), query),
    "/suggestions": lambda query: bare_posts.fitting(connection(), query),
    "/promises": lambda query: promising.bare_mine(connection(), query),
    "/groups": lambda query: gathering.bare_mine(connection(), query),
    "/ballot": lambda query: deciding.bare_ballot(connection(), query),
    "/preview": lambda query: _body(bare.preview(connection(), query)),
    "/series": lambda query: _body(bare.series(connection(), query)),
    "/book_fairly": _book_fairly,
    "/pass": lambda query: _body(bare.pass_on(connection(), query)),
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer, and nothing else."""
    query = dict(parse_qsl(environ["QUERY_STRING"]))
    body = WAYS[environ["PATH_INFO"]](query)
    start_response(
        "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    )
    return [body]
