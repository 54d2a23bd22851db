"""Made-up posts in the towns of the bench: what neighbours could give, could use and say."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import create_engine

from backend.db import Base
from backend.db.embedded import Attached
from backend.posts.categories import Category
from backend.posts.models import Post
from scripts.benchmarks.data import TOWNS, Made, plain

POSTS_PER_TOWN = 500
PEOPLE = 2_000

SUBJECTS = {
    Category.FOOD: "soup bread apples rice cake vegetables jam eggs",
    Category.SHOPPING: "groceries milk errand parcel",
    Category.HEALTH_ERRANDS: "prescription pharmacy doctor",
    Category.TRANSPORT: "lift ride car van station",
    Category.TOOLS: "drill ladder saw hammer tent",
    Category.HOUSEHOLD: "heater sofa table fridge blanket lamp",
    Category.CLOTHES: "coat shoes jumper boots",
    Category.CHILDREN: "pram babysitting school toys",
    Category.REPAIRS: "bicycle tap shelf moving snow",
    Category.GARDEN: "lawn hedge seedlings compost tree",
    Category.ANIMALS: "dog cat rabbit walking",
    Category.COMPANY: "tea walk chat visit",
    Category.LANGUAGES: "english spanish german interpreting",
    Category.LEARNING: "maths homework reading",
    Category.COMPUTERS: "laptop phone printer",
    Category.PAPERWORK: "form letter tax",
    Category.MUSIC_AND_ARTS: "guitar choir painting",
    Category.SPORT_AND_GAMES: "chess football cards",
    Category.CELEBRATIONS: "birthday candles tables",
    Category.OTHER: "something anything",
}
"""What posts of a category are about; the first categories have more of them."""

FILLER = (
    "good old warm small large fresh spare happy weekend morning evening street neighbour kitchen"
    " house share borrow need offer together week tomorrow quickly gladly anybody welcome please"
)

# Published points, ties and towns as in `data`. A third have a window in the next weeks, every
# twentieth repeats, every fiftieth is full, every twenty-fifth is over.
POSTS = """
INSERT INTO posts (
    id, kind, way, category, title, words, shown_title, shown_words, language, posted_by,
    latitude, longitude, cell, published_latitude, published_longitude, nearness, zone,
    starts_at, ends_at, rrule, first, duration_minutes, quantity, held, full_until, urgent,
    state, created_at, opened_at, open_until {more}
)
SELECT id, kind, CASE WHEN kind <> 'hello' THEN 'give' END, CASE WHEN kind <> 'hello' THEN about[1]
    END, title, words, title, words, 'en', person, latitude, longitude, 'none',
    degrees(2 * atan(exp(y / 6378137)) - pi() / 2), degrees(x / 6378137),
    point(x + shift * cos(angle), y + shift * sin(angle)), 'Europe/London',
    CASE WHEN n %% 3 = 0 THEN begins END,
    CASE WHEN n %% 3 = 0 THEN begins + interval '4 hours' END,
    CASE WHEN n %% 20 = 1 THEN 'FREQ=WEEKLY;COUNT=20' END,
    CASE WHEN n %% 20 = 1 THEN date_trunc('hour', begins)::timestamp END,
    CASE WHEN n %% 20 = 1 THEN 120 END,
    1, (n %% 50 = 7)::int, CASE WHEN n %% 50 = 7 THEN now() + interval '9 days' END,
    n %% 40 = 3, 'open', opened, opened,
    CASE WHEN n %% 25 = 11 THEN now() - interval '1 minute' ELSE now() + interval '20 days' END
    {values}
FROM (
    SELECT placed.*, 'A ' || filler[f1] || ' ' || about[3 + (g1 %% (cardinality(about) - 2))]
            AS title,
        filler[f2] || ' ' || filler[f3] || ' ' || about[3 + (g2 %% (cardinality(about) - 2))]
            || ' ' || filler[f4] || ', ' || filler[f5] || ' ' || filler[f6] || ' ' || filler[f7]
            || '. number ' || n %% 1000 AS words
    FROM (
        SELECT n, gen_random_uuid() AS id, latitude, longitude,
            (ARRAY['offer', 'offer', 'offer', 'offer', 'offer', 'need', 'need', 'need', 'need',
                   'hello'])[1 + floor(10 * random())::int] AS kind,
            string_to_array((%(subjects)s::text[])[1 + floor(20 * random() ^ 2)::int], ' ')
                AS about,
            %(filler)s::text[] AS filler,
            (%(people)s::uuid[])[1 + n %% cardinality(%(people)s::uuid[])] AS person,
            900 * round(radians(longitude) * 6378137 / 900) AS x,
            900 * round(6378137 * asinh(tan(radians(latitude))) / 900) AS y,
            5 * sqrt(random()) AS shift, 2 * pi() * random() AS angle,
            date_trunc('hour', now()) + interval '1 hour' * floor(500 * random()) AS begins,
            now() - interval '10 days' * random() AS opened,
            floor(8 * random())::int AS g1, floor(8 * random())::int AS g2,
            {fillers}
        FROM (
            SELECT places.n, town.latitude + random_normal(0, 0.018) AS latitude,
                town.longitude + random_normal(0, 0.03) AS longitude
            FROM generate_series(%(first)s::int, %(last)s::int) AS places (n)
            JOIN bench_towns AS town ON town.n = places.n %% %(towns)s
        ) AS scattered
    ) AS placed
) AS written
"""

NEIGHBOURS = """
INSERT INTO people (id, version, display_name, words, languages, likes_to_bring, zone, created_at)
SELECT gen_random_uuid(), 1, 'Neighbour ' || n, '', '{en}', 'soup, bread and a drill',
    'Europe/London', now()
FROM generate_series(1, %s) AS n
RETURNING id
"""

Progress = Callable[[str], None]


def posts_made_in(attached: Attached, posts: int, progress: Progress) -> Made:
    """Return a database with so many posts, filled now unless it has been already."""
    url = attached.create(f"bench_posts_{posts}")
    with psycopg.connect(plain(url), autocommit=True) as connection:
        row = connection.execute("SELECT to_regclass('bench_is_made')").fetchone()
        if row is None or row[0] is None:
            _fill(url, connection, posts, progress)
        towns = connection.execute("SELECT latitude, longitude FROM bench_towns").fetchall()
        person = connection.execute("SELECT id FROM people ORDER BY id LIMIT 1").fetchone()
    assert person is not None
    places = [(latitude, longitude) for latitude, longitude in towns]
    return Made(url, posts, places, [], person[0], int(datetime.now(UTC).timestamp()))


def _fill(url: str, connection: psycopg.Connection, posts: int, progress: Progress) -> None:
    engine = create_engine(url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    engine.dispose()
    towns = max(posts // POSTS_PER_TOWN, 1)
    connection.execute("DROP TABLE IF EXISTS bench_towns")
    connection.execute("SET synchronous_commit = off")
    connection.execute("SELECT setseed(0.5)")
    connection.execute(TOWNS, {"towns": towns})
    people: list[UUID] = [row[0] for row in connection.execute(NEIGHBOURS, [PEOPLE]).fetchall()]
    wanted: dict[str, Any] = {
        "towns": towns,
        "people": people,
        "subjects": [f"{about.value} {words} {words}" for about, words in SUBJECTS.items()],
        "filler": FILLER.split(),
    }
    indexes = _without_indexes(connection)
    step = 100_000
    for first in range(1, posts + 1, step):
        progress(f"{posts:,} posts: from {first:,}")
        last = min(first + step - 1, posts)
        connection.execute(_posts(), wanted | {"first": first, "last": last})
    for index in indexes:
        progress(f"{posts:,} posts: {index.split()[2]}")
        connection.execute(index)
    progress(f"{posts:,} posts: statistics")
    connection.execute("VACUUM ANALYZE")
    connection.execute("CREATE TABLE bench_is_made ()")


def _posts() -> str:
    """Return the statement with every column that has a default in the models and not here."""
    table: Any = Post.__table__
    named = POSTS.split("SELECT")[0]
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if column.default is not None
        and column.default.is_scalar
        and not re.search(rf"\b{column.name}\b", named)
    } | {"on_dates": "{}"}
    words = len(FILLER.split())
    return POSTS.format(
        more="".join(f", {name}" for name in defaults),
        values="".join(f", '{value}'" for value in defaults.values()),
        fillers=",".join(f"1 + floor({words} * random())::int AS f{n}" for n in range(1, 8)),
    )


def _without_indexes(connection: psycopg.Connection) -> list[str]:
    """Drop the indexes that are faster made at the end; return what makes them again."""
    rows = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'posts'"
        " AND indexname NOT LIKE '%pkey'"
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"DROP INDEX {name}")
    return [definition for _, definition in rows]
