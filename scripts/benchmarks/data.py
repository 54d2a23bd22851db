"""Made-up towns full of spaces, written by PostgreSQL itself in seconds."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.app import create_app
from backend.db import Base
from backend.db.embedded import Attached
from backend.people.models import Person
from backend.people.service import welcome
from backend.people.sessions import start_session
from backend.settings import Settings
from backend.spaces.models import Space

SPACES_PER_TOWN = 500
SPACES_PER_KEEPER = 5
MOST_HELD = 400_000
"""Times held in one database, at most; two for each space below that."""

# Towns all over Britain; around each, spaces lie as thick as people do (2 km from the middle, on
# average). Published points are the middles of squares of 500 m, so that there are as many ties as
# with real cells, and every point is moved by up to five metres, as the server does it.
TOWNS = """
CREATE TABLE bench_towns AS
SELECT n, 50.5 + 5.5 * random() AS latitude, -4.5 + 5.5 * random() AS longitude
FROM generate_series(0, %(towns)s - 1) AS n
"""

# Each keeps a few, as neighbours do: where one kept all of them, PostgreSQL would expect as much of
# everybody, and plan for it.
KEEPING = """
CREATE TABLE bench_keepers AS
SELECT n, gen_random_uuid() AS id FROM generate_series(0, %(spaces)s / %(each)s) AS n
"""
PEOPLE = """
INSERT INTO people (id, version, display_name, words, languages, likes_to_bring, zone, created_at)
SELECT id, 1, 'Keeper ' || n, '', '{en}', '', 'Europe/London', now() FROM bench_keepers
"""

SPACES = """
INSERT INTO spaces (
    id, name, kind, words, latitude, longitude, address, address_is_public, cell,
    published_latitude, published_longitude, nearness, zone, capacity, access, things, agreements,
    root_id, opening_hours, min_minutes, max_minutes, step_minutes, notice_minutes, horizon_days,
    buffer_before_minutes, buffer_after_minutes, sharing, confirms, listed_by, created_at, version
    {more}
)
SELECT id, 'Place ' || n,
    (ARRAY['hall', 'room', 'kitchen', 'garden', 'workshop', 'studio'])[1 + n %% 6],
    'A good place for people of the street, number ' || n %% 1000,
    latitude, longitude, '', false, 'none',
    degrees(2 * atan(exp(y / 6378137)) - pi() / 2), degrees(x / 6378137),
    point(x + shift * cos(angle), y + shift * sin(angle)),
    'Europe/London', 5 + n %% 60,
    CASE n %% 3 WHEN 0 THEN '{{"step_free": "yes"}}'
         WHEN 1 THEN '{{"step_free": "yes", "lift": "no"}}'
         ELSE '{{}}' END::jsonb,
    '{{}}', '', id,
    (%(hours)s::int4multirange[])[1 + n %% array_length(%(hours)s::int4multirange[], 1)],
    30, 600, 15, 0, %(horizon)s, 0, 0, 'exclusive', 'instant', keeper, now(), 1
    {values}
FROM (
    SELECT n, gen_random_uuid() AS id, keeper, latitude, longitude,
        900 * round(radians(longitude) * 6378137 / 900) AS x,
        900 * round(6378137 * asinh(tan(radians(latitude))) / 900) AS y,
        5 * sqrt(random()) AS shift, 2 * pi() * random() AS angle
    FROM (
        SELECT places.n, bench_keepers.id AS keeper,
            town.latitude + random_normal(0, 0.018) AS latitude,
            town.longitude + random_normal(0, 0.03) AS longitude
        FROM generate_series(1, %(spaces)s) AS places (n)
        JOIN bench_towns AS town ON town.n = places.n %% %(towns)s
        JOIN bench_keepers ON bench_keepers.n = places.n / %(each)s
    ) AS scattered
) AS placed
"""

KEEPERS = """
INSERT INTO keepers (space_id, person_id, since_at) SELECT id, listed_by, created_at FROM spaces
"""

# Each space has a slot every three hours of the next week; some are held. Slots do not overlap, so
# neither do these.
HELD = """
INSERT INTO occupancies (id, space_id, space_number, booking_id, lane, people, during)
SELECT gen_random_uuid(), id, number, gen_random_uuid(), NULL, 5,
    tstzrange(starts, starts + interval '2 hours')
FROM (
    SELECT id, number,
        %(from)s::timestamptz + interval '3 hours' * ((number * 7 + slot * 23) %% 56) AS starts
    FROM spaces, generate_series(1, 2) AS slot
    ORDER BY number
    LIMIT %(held)s
) AS taken
"""

# One space in fifty has other hours on some day soon, and one in a hundred is closed for a while.
EXCEPTIONS = """
INSERT INTO hours_exceptions (space_id, "on", hours, words)
SELECT id, current_date + (number %% 11)::int, '{[600,1200)}', '' FROM spaces WHERE number %% 50 = 0
"""
CLOSURES = """
INSERT INTO closures (id, space_id, kind, during, words, created_at)
SELECT gen_random_uuid(), id, 'closed',
    tstzrange(now() + interval '2 days', now() + interval '4 days'),
    '', now()
FROM spaces WHERE number %% 100 = 7
"""

BOOKED = (
    "notifications",
    "waits",
    "occupancies",
    "bookings",
    "skipped_dates",
    "series",
    "idempotency_keys",
)
"""The tables that a run fills, in an order in which they can be emptied."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A database of made-up towns, and some of what is in it."""

    url: str
    spaces: int
    towns: list[tuple[float, float]]
    some_spaces: list[UUID]
    lister: UUID
    nonce: int
    """Another number in every run, for what may be sent only once."""

    def points(self, count: int, seed: int) -> list[tuple[float, float]]:
        """Return points where people may stand, each in or near a town; the same for a seed."""
        chance = Random(seed)
        return [
            (latitude + chance.gauss(0, 0.01), longitude + chance.gauss(0, 0.015))
            for latitude, longitude in chance.choices(self.towns, k=count)
        ]


def opening_hours(kinds: int = 300, *, seed: int = 7) -> list[str]:
    """Return weekly hours as neighbours keep them, as PostgreSQL reads them."""
    chance = Random(seed)
    hours = ["{[0,10080)}"]
    for _ in range(kinds):
        opens, closes = chance.randrange(7, 16) * 60, chance.randrange(17, 24) * 60
        days = [day for day in range(7) if chance.random() < 0.8] or [3]
        pieces = ",".join(f"[{day * 1440 + opens},{day * 1440 + closes})" for day in days)
        hours.append("{" + pieces + "}")
    return hours


def made_in(
    attached: Attached, name: str, spaces: int, progress: Progress, *, held: bool = True
) -> Made:
    """Return a database of that name, filled now unless it has been already.

    With ``held=False`` every space is always open, for a year and more, and nothing is held.
    """
    url = attached.create(name)
    with psycopg.connect(plain(url), autocommit=True) as connection:
        row = connection.execute("SELECT to_regclass('bench_is_made')").fetchone()
        if row is None or row[0] is None:
            _fill(url, connection, spaces, progress, held=held)
        elif not held:
            # What an earlier run booked is in the way of this one.
            for table in BOOKED:
                connection.execute(f"DELETE FROM {table}")
            connection.execute("UPDATE spaces SET fair_use = '{}' WHERE fair_use <> '{}'")
        towns = connection.execute("SELECT latitude, longitude FROM bench_towns").fetchall()
        some = connection.execute(
            "SELECT id, listed_by FROM spaces ORDER BY number LIMIT 2000"
        ).fetchall()
    return Made(
        url,
        spaces,
        [(latitude, longitude) for latitude, longitude in towns],
        [space_id for space_id, _ in some],
        some[0][1],
        int(datetime.now(UTC).timestamp()),
    )


def _fill(
    url: str, connection: psycopg.Connection, spaces: int, progress: Progress, *, held: bool
) -> None:
    engine = create_engine(url)
    # Importing the application, above, has told the metadata of every table.
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    engine.dispose()
    wanted = {
        "spaces": spaces,
        "towns": max(spaces // SPACES_PER_TOWN, 1),
        "each": SPACES_PER_KEEPER,
        "hours": opening_hours() if held else ["{[0,10080)}"],
        "horizon": 90 if held else 400,
        "held": min(2 * spaces, MOST_HELD) if held else 0,
        "from": datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
    }
    connection.execute("DROP TABLE IF EXISTS bench_towns, bench_keepers")
    connection.execute("SET synchronous_commit = off")
    connection.execute("SELECT setseed(0.5)")
    indexes = _without_indexes(connection, spaces)
    steps = {
        "towns": TOWNS,
        "who keeps them": KEEPING,
        "people": PEOPLE,
        "spaces": _spaces(),
        "keys": KEEPERS,
        "what is held": HELD,
    }
    if held:
        steps |= {"other hours": EXCEPTIONS, "closures": CLOSURES}
    for name, statement in steps.items():
        progress(f"{spaces:,} spaces: {name}")
        connection.execute(statement, wanted)
    for index in indexes:
        progress(f"{spaces:,} spaces: {index.split()[2]}")
        connection.execute(index)
    progress(f"{spaces:,} spaces: statistics")
    connection.execute("VACUUM ANALYZE")
    connection.execute("CREATE TABLE bench_is_made ()")


def sign_in(url: str, people: int) -> list[str]:
    """Return the access tokens of new people, good for a quarter of an hour."""
    return [token for _, token in arrive(url, people)]


def arrive(url: str, people: int) -> list[tuple[UUID, str]]:
    """Return the ids and access tokens of new people."""
    with _at_the_door(url) as (session, now):
        arrived = [
            welcome(session, display_name=f"Person {number}", now=now) for number in range(people)
        ]
        return [(person.id, _token(session, person, now)) for person in arrived]


def token_of(url: str, person_id: UUID) -> str:
    """Return an access token of somebody who is there already."""
    with _at_the_door(url) as (session, now):
        return _token(session, session.get_one(Person, person_id), now)


@contextmanager
def _at_the_door(url: str) -> Iterator[tuple[Session, datetime]]:
    engine = create_engine(url)
    app = create_app(Settings(database_url=url))
    with app.app_context(), Session(engine) as session:
        yield session, datetime.now(UTC) - timedelta(seconds=1)
        session.commit()
    engine.dispose()


def _token(session: Session, person: Person, now: datetime) -> str:
    return start_session(session, person, device_name="bench", now=now).access_token


def plain(url: str) -> str:
    """Return an address as psycopg reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def _spaces() -> str:
    """Return the statement with every column that has a default in the models and not here."""
    table: Any = Space.__table__
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if column.default is not None
        and column.default.is_scalar
        and not re.search(rf"\b{column.name}\b", SPACES.split("SELECT")[0])
    }
    defaults |= {"fair_use": "{}"} if "fair_use" in table.columns else {}
    return SPACES.format(
        more="".join(f", {name}" for name in defaults),
        values="".join(f", '{value}'" for value in defaults.values()),
    )


def _without_indexes(connection: psycopg.Connection, spaces: int) -> list[str]:
    """Drop the indexes that are faster made at the end; return what makes them again."""
    if spaces < 50_000:
        return []
    rows = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'spaces'"
        " AND indexname IN ('spaces_nearest_idx', 'spaces_words_idx', 'spaces_root_id_idx')"
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"DROP INDEX {name}")
    return [definition for _, definition in rows]
