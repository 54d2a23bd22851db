"""What is measured of finding posts: the list with all its filters, and the feed."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import psycopg

from scripts.benchmarks.cases import Case, tomorrow
from scripts.benchmarks.data import Made, plain, token_of
from scripts.benchmarks.loader import Requests, get
from scripts.benchmarks.posts_data import SUBJECTS

RADIUS = 10_000
"""Metres, so that about twenty fit."""


def _places(made: Made) -> Iterator[dict[str, Any]]:
    for latitude, longitude in cycle(made.points(2000, seed=11)):
        yield {"latitude": round(latitude, 5), "longitude": round(longitude, 5)}


def _wishes(made: Made) -> Iterator[str]:
    """Give what people look for: of a category, by a word, in the next three days."""
    when = {"from": tomorrow().isoformat(), "until": (tomorrow() + timedelta(days=3)).isoformat()}
    asked = [(about.value, words.split()[0]) for about, words in SUBJECTS.items()]
    for place, (category, word) in zip(_places(made), cycle(asked), strict=False):
        yield urlencode(
            place | when | {"radius_metres": RADIUS, "category": category, "words": word}
        )


def _list(made: Made, tokens: list[str]) -> Requests:
    for wish, token in zip(_wishes(made), cycle(tokens), strict=False):
        yield get(f"/v1/posts?{wish}", token)


def _plain_list(made: Made, tokens: list[str]) -> Requests:
    for place, token in zip(_places(made), cycle(tokens), strict=False):
        yield get(f"/v1/posts?{urlencode(place | {'radius_metres': RADIUS})}", token)


def _feed(made: Made, tokens: list[str]) -> Requests:
    # Somebody who said what they like to bring.
    token = token_of(made.url, made.lister)
    return (get(f"/v1/feed?{urlencode(place)}", token) for place in _places(made))


_ASKING = "state = 'open' AND open_until > now() AND full_until IS NULL"
_OWN = f"""
SELECT posted_by, id FROM posts
WHERE {_ASKING} AND kind = 'need' AND posted_by = (
    SELECT posted_by FROM posts WHERE {_ASKING} AND kind = 'need' ORDER BY id DESC LIMIT 1)
ORDER BY id DESC LIMIT 200
"""


def _own(made: Made) -> tuple[UUID, list[UUID]]:
    """Return somebody, and what they need: any of it could have been opened just now."""
    with psycopg.connect(plain(made.url)) as connection:
        rows = connection.execute(_OWN).fetchall()
    return rows[0][0], [post_id for _, post_id in rows]


def _suggestions(made: Made, tokens: list[str]) -> Requests:
    person, needs = _own(made)
    token = token_of(made.url, person)
    return (get(f"/v1/posts/{each}/suggestions", token) for each in cycle(needs))


POSTS = Case(
    "20 nearest posts with category, words and when",
    0.65,
    _list,
    lambda made: (get(f"/posts?{each}") for each in _wishes(made)),
)
PLAIN = Case(
    "20 nearest posts",
    0.65,
    _plain_list,
    lambda made: (
        get(f"/posts?{urlencode(place | {'radius_metres': RADIUS})}") for place in _places(made)
    ),
)
FEED = Case(
    "the feed of posts a phone opens with",
    None,
    _feed,
    lambda made: (get(f"/feed?{urlencode(place)}") for place in _places(made)),
)
SUGGESTIONS = Case(
    "suggestions for one new post",
    None,
    _suggestions,
    lambda made: (get(f"/suggestions?post={each}") for each in cycle(_own(made)[1])),
)
CASES = (POSTS, PLAIN, FEED, SUGGESTIONS)
