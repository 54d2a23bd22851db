"""The nearest posts that might fit some others, from one query, and what is compared of a post.

The index sifts by kind, category and how words begin; everything about where something is, is told
from published points alone.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Float,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from backend.kernel.local_time import day_span, zone_named
from backend.kernel.periods import Period
from backend.kernel.recurrence import dates
from backend.places.mercator import LEAST_DEGREE, scale_at, to_mercator
from backend.posts.categories import Category
from backend.posts.concepts import words_meaning
from backend.posts.matching import REACH, Matchable, related_to, ways_for
from backend.posts.models import Post
from backend.posts.queries import visible_posts
from backend.posts.states import PostKind, Way

COMPARED = 200
"""The nearest that are compared with one post; further ones of so many are not looked at."""
AHEAD = timedelta(days=62)
"""How far ahead repeating times are compared."""
_WORDS_AT_MOST = 150
_MARGIN = 10.0  # metres of the map: a published point is moved by up to five

FACTS = (
    Post.id,
    Post.kind,
    Post.way,
    Post.category,
    Post.shown_title,
    Post.shown_words,
    Post.language,
    Post.published_latitude,
    Post.published_longitude,
    Post.zone,
    Post.starts_at,
    Post.ends_at,
    Post.rrule,
    Post.first,
    Post.duration_minutes,
    Post.on_dates,
    Post.open_until,
    Post.posted_by,
)


def matchable_of(row: Any, now: datetime) -> Matchable:
    """Return what is compared of a post, an entity or a row: what others see of it."""
    return Matchable(
        row.id,
        PostKind(row.kind),
        Way(row.way),
        Category(row.category),
        row.shown_title,
        row.shown_words,
        row.language,
        (row.published_latitude, row.published_longitude),
        times_of(row, now),
    )


def times_of(row: Any, now: datetime) -> Sequence[Period] | None:
    """Return the times from now on in which a post can be, None for any time."""
    if row.on_dates:
        spans = (day_span(each, zone_named(row.zone)) for each in row.on_dates)
        return [each for each in spans if each is not None and each.end > now]
    if row.rrule is not None and row.first is not None and row.duration_minutes is not None:
        found = dates(
            row.rrule,
            row.first,
            timedelta(minutes=row.duration_minutes),
            zone_named(row.zone),
            until=now + AHEAD,
            until_stopped=True,
            after=now,
        )
        return [each.period for each in found]
    if row.starts_at is None and row.ends_at is None:
        return None
    start = max(row.starts_at or now, now)
    end = row.ends_at or max(row.open_until or start, start + timedelta(days=1))
    return [Period(start, end)] if start < end else []


def asked_for(ours: Iterable[Matchable], by: UUID, now: datetime) -> dict[str, object]:
    """Return what to bind for those with which something of others is to fit."""
    asked: dict[str, list[object]] = {name: [] for name in _WANTED}
    for mine in ours:
        x, y = to_mercator(*mine.at)
        edge = abs(mine.at[0]) + REACH / LEAST_DEGREE
        across = PostKind.OFFER if mine.kind is PostKind.NEED else PostKind.NEED
        categories = _categories_for(mine.category)
        words = _words_for(mine)
        marks = [f"'={each}'" for each in categories]
        marks += sorted({f"'{word[:3]}'" for word in words})
        row = {
            "x": x,
            "y": y,
            "reach": REACH * scale_at(edge) + _MARGIN,
            "marks": f"'={across}' & ({' | '.join(marks)})",
            "words": " | ".join(f"'{word}':*" for word in words),
            "categories": " ".join(categories),
            "ways": " ".join(ways_for(mine.way)),
        }
        for name, value in row.items():
            asked[name].append(value)
    return {**asked, "viewer": by, "now": now}


def _categories_for(category: Category) -> list[str]:
    # All are related to "other", which would be everything there is.
    if category is Category.OTHER:
        return [category.value]
    return [each.value for each in related_to(category)]


def _words_for(mine: Matchable) -> list[str]:
    """List the words by which something that fits may be found, the weightiest first."""
    found: dict[str, None] = {}
    for each in sorted(mine.said, key=lambda said: -said.weight):
        meant = words_meaning(each.meanings) if each.meanings else {each.word}
        found |= dict.fromkeys(sorted(word for word in meant if word.isalpha() and len(word) > 2))
    return list(found)[:_WORDS_AT_MOST]


def _candidates() -> Select[Any]:
    asked = (
        func.unnest(*(bindparam(name, type_=ARRAY(kind)) for name, kind in _WANTED.items()))
        .table_valued(
            *(column(name, kind) for name, kind in _WANTED.items()), with_ordinality="nth"
        )
        .render_derived("wanted")
    )
    here = func.point(asked.c.x, asked.c.y)
    simple: Any = literal_column("'simple'::regconfig")

    def among(name: str) -> Any:
        return func.any(func.string_to_array(asked.c[name], literal_column("' '")))

    nearest = (
        select(*FACTS)
        .where(
            # Said again for the index, which holds only these.
            Post.state == literal_column("'open'", Text),
            visible_posts(bindparam("viewer", type_=Post.id.type)),
            Post.posted_by != bindparam("viewer", type_=Post.id.type),
            Post.open_until > bindparam("now"),
            or_(Post.full_until.is_(None), Post.full_until <= bindparam("now")),
            Post.nearness.op("<@", return_type=Boolean())(func.circle(here, asked.c.reach)),
            # The index sifts by what a post is about and by how its words begin.
            Post.marks.op("@@", return_type=Boolean())(cast(asked.c.marks, TSQUERY)),
            Post.way == among("ways"),
            or_(
                Post.category == among("categories"),
                Post.search.op("@@", return_type=Boolean())(func.to_tsquery(simple, asked.c.words)),
            ),
        )
        .order_by(Post.nearness.op("<->", return_type=Float())(here))
        .limit(literal_column(str(COMPARED), Integer))
        .lateral("near")
    )
    return select(asked.c.nth, *nearest.c).select_from(asked).join(nearest, literal_column("true"))


_WANTED: dict[str, Any] = {
    "x": Float(),
    "y": Float(),
    "reach": Float(),
    "marks": Text(),
    "words": Text(),
    "categories": Text(),
    "ways": Text(),
}
CANDIDATES = _candidates()
"""The statement; `asked_for` gives what to bind. ``nth`` is the place of the wanted, from 1."""
