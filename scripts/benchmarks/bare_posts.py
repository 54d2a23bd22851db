"""The limit line of posts: the same statements, their rows made into JSON by PostgreSQL."""

import os
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import psycopg

from backend.kernel.periods import Period
from backend.posts import feed
from backend.posts.candidates import CANDIDATES, FACTS, asked_for, matchable_of
from backend.posts.nearest import Wanted, nearest_query
from backend.posts.searching import sought, sought_any
from backend.posts.states import PostKind
from scripts.benchmarks.as_json import rows_as_json

_NOBODY = UUID(int=1)
_MINE = f"SELECT {', '.join(column.key for column in FACTS)} FROM posts WHERE id = %s"


def _nearest(connection: psycopg.Connection, wanted: Wanted, rows: int, now: datetime) -> str:
    statement, params = nearest_query(wanted, by=_NOBODY, now=now, rows=rows)
    return rows_as_json(connection, statement, params)


def near(connection: psycopg.Connection, query: dict[str, str]) -> bytes:
    """Give the nearest of some posts by the statement of ours."""
    period = None
    if "from" in query:
        period = Period(
            datetime.fromisoformat(query["from"]), datetime.fromisoformat(query["until"])
        )
    wanted = Wanted(
        latitude=float(query["latitude"]),
        longitude=float(query["longitude"]),
        radius_metres=int(query["radius_metres"]),
        categories=(query["category"],) if "category" in query else (),
        words=sought(query.get("words", ""), "en"),
        period=period,
    )
    rows = 21 if period is None else 30
    return _nearest(connection, wanted, rows, datetime.now(UTC)).encode()


def opening(connection: psycopg.Connection, query: dict[str, str]) -> bytes:
    """Give what the feed is made of, by the statements of ours."""
    now = datetime.now(UTC)
    at = {
        "latitude": float(query["latitude"]),
        "longitude": float(query["longitude"]),
        "radius_metres": feed.NEAR_METRES,
    }
    asked = (PostKind.OFFER, PostKind.NEED)
    row = connection.execute(
        "SELECT likes_to_bring FROM people WHERE id = %s", [os.environ["BENCH_LISTER"]]
    ).fetchone()
    assert row is not None
    soon = Period(now, now + feed.WITHIN)
    words = sought_any(row[0], "en")
    parts = [
        _nearest(
            connection,
            Wanted(**at | {"radius_metres": feed.SOON_METRES}, kinds=asked, period=soon, soon=True),
            20,
            now,
        ),
        _nearest(connection, Wanted(**at, kinds=(PostKind.NEED,), words=words), 11, now),
        _nearest(connection, Wanted(**at, kinds=asked), 16, now),
        _nearest(connection, Wanted(**at, kinds=(PostKind.HELLO,)), 4, now),
    ]
    return ("[" + ",".join(parts) + "]").encode()


def fitting(connection: psycopg.Connection, query: dict[str, str]) -> bytes:
    """Give what might fit a post, by the statements of ours; nothing is compared."""
    now = datetime.now(UTC)
    mine = connection.execute(_MINE, [query["post"]]).fetchone()
    assert mine is not None
    row = SimpleNamespace(**dict(zip((column.key for column in FACTS), mine, strict=True)))
    asked = asked_for([matchable_of(row, now)], row.posted_by, now)
    return rows_as_json(connection, CANDIDATES, asked).encode()
