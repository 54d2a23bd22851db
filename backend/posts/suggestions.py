"""Others' posts that fit one's own: the nearest that might are read in one query, then compared.

Everything about where something is, its order and its edge, is told from published points alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from backend.kernel.sayings import LocalTime, Saying
from backend.places.mercator import scale_at, to_mercator
from backend.posts.categories import Category
from backend.posts.concepts import words_meaning
from backend.posts.errors import NotYourPost, PostNotFound
from backend.posts.matching import REACH, Fit, Matchable, Reason, Why, fit, related_to, ways_for
from backend.posts.models import Post
from backend.posts.queries import Reader, visible_posts
from backend.posts.seen import POST_COLUMNS, PostSeen, seen_posts
from backend.posts.states import PostKind, PostState, Way

MOST = 20
"""Suggestions that anybody is given at once."""
COMPARED = 200
"""The nearest that are compared with one post; further ones of so many are not looked at."""
MINE_AT_MOST = 20
"""One's latest open posts, for which something is looked for at once."""
AHEAD = timedelta(days=62)
"""How far ahead repeating times are compared."""
_WORDS_AT_MOST = 150
_MARGIN = 10.0  # metres of the map: a published point is moved by up to five

Position = tuple[float, UUID]
"""Where a list has got to: how well the last one fits, and its id."""

_FACTS = (
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


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A post of somebody else's, which of one's own it fits, how well and why."""

    post_id: UUID
    posted_by: UUID
    for_post_id: UUID
    fit: Fit

    @property
    def position(self) -> Position:
        """Where in a list it stands: the best first."""
        return -self.fit.score, self.post_id


@dataclass(frozen=True, slots=True)
class ReasonSeen:
    """One reason as a phone shows it."""

    code: Why
    words: Sequence[str]
    says: Saying


@dataclass(frozen=True, slots=True)
class SuggestionSeen:
    """A suggestion as whoever it is made to sees it."""

    id: UUID
    post: PostSeen
    for_post_id: UUID
    distance_metres: int
    reasons: Sequence[ReasonSeen]
    position: Position


def list_suggestions_for(
    reader: Reader,
    post_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: Position | None,
    limit: int,
) -> list[SuggestionSeen]:
    """List what fits a post of one's own, best first; one more than ``limit`` where there is more.

    Nothing fits what is not open. Raises ``PostNotFound`` and ``NotYourPost``.
    """
    mine = reader.execute(_mine(by).where(Post.id == post_id)).first()
    if mine is None:
        seen = reader.execute(select(Post.posted_by).where(Post.id == post_id, visible_posts(by)))
        whose = seen.first()
        if whose is None:
            raise PostNotFound
        if whose.posted_by != by:
            raise NotYourPost
    wanted = [mine] if mine is not None and _is_asking(mine, now) else []
    return _seen(reader, find_suggestions(reader, wanted, by=by, now=now), by, now, after, limit)


def list_my_suggestions(
    reader: Reader, *, by: UUID, now: datetime, after: Position | None, limit: int
) -> list[SuggestionSeen]:
    """List what fits any of one's own open posts, best first, each post of others once."""
    newest = _mine(by).where(Post.state == PostState.OPEN.value, Post.open_until > now)
    rows = reader.execute(newest.order_by(Post.id.desc()).limit(MINE_AT_MOST)).all()
    wanted = [row for row in rows if _is_asking(row, now)]
    return _seen(reader, find_suggestions(reader, wanted, by=by, now=now), by, now, after, limit)


def find_suggestions(
    reader: Reader, wanted: Sequence[Any], *, by: UUID, now: datetime
) -> list[Suggestion]:
    """Return the posts of others that fit some of one's own, the best first. One query at most.

    ``wanted`` are posts or rows of them; each post of others comes for the one it fits best.
    """
    if not wanted:
        return []
    ours = {row.id: matchable_of(row, now) for row in wanted}
    best: dict[UUID, Suggestion] = {}
    for row in reader.execute(_CANDIDATES, _asked(list(ours.values()), by, now)):
        mine = list(ours.values())[row.nth - 1]
        found = fit(mine, matchable_of(row, now))
        if found is None or row.posted_by is None:
            continue
        suggestion = Suggestion(row.id, row.posted_by, mine.id, found)
        known = best.get(row.id)
        if known is None or suggestion.position < known.position:
            best[row.id] = suggestion
    return sorted(best.values(), key=lambda each: each.position)[:MOST]


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


def _mine(by: UUID) -> Select[Any]:
    columns: tuple[Any, ...] = (*_FACTS, Post.state, Post.full_until)
    return select(*columns).where(
        Post.posted_by == by, Post.kind.in_([PostKind.OFFER.value, PostKind.NEED.value])
    )


def _is_asking(row: Any, now: datetime) -> bool:
    full = row.full_until is not None and now < row.full_until
    return row.state == PostState.OPEN and row.open_until > now and not full


def _asked(ours: Iterable[Matchable], by: UUID, now: datetime) -> dict[str, object]:
    asked: dict[str, list[object]] = {name: [] for name in _WANTED}
    for mine in ours:
        x, y = to_mercator(*mine.at)
        edge = abs(mine.at[0]) + REACH / 111_000
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
        select(*_FACTS)
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
_CANDIDATES = _candidates()


def _seen(
    reader: Reader,
    found: Sequence[Suggestion],
    by: UUID,
    now: datetime,
    after: Position | None,
    limit: int,
) -> list[SuggestionSeen]:
    page = [each for each in found if after is None or each.position > after][: limit + 1]
    if not page:
        return []
    query = select(*POST_COLUMNS).where(
        Post.id.in_([each.post_id for each in page]), visible_posts(by)
    )
    rows = reader.execute(query).all()
    posts = {post.id: post for post in seen_posts(reader, rows, by=by, now=now)}
    return [
        SuggestionSeen(
            id=each.post_id,
            post=posts[each.post_id],
            for_post_id=each.for_post_id,
            distance_metres=next(why.metres or 0 for why in each.fit.reasons if _is_distance(why)),
            reasons=[_reason_seen(why, posts[each.post_id].zone) for why in each.fit.reasons],
            position=each.position,
        )
        for each in page
        if each.post_id in posts
    ]


def _is_distance(reason: Reason) -> bool:
    return reason.code is Why.DISTANCE


def _reason_seen(reason: Reason, zone: str) -> ReasonSeen:
    if reason.code is Why.WORDS:
        says = Saying("fits_by_words", {"words": ", ".join(reason.words)})
    elif reason.code is Why.CATEGORY:
        says = Saying("fits_by_category")
    elif reason.at is not None:
        says = Saying("fits_by_time", {"at": LocalTime(reason.at, zone)})
    else:
        says = Saying("fits_by_distance", {"metres": reason.metres})
    return ReasonSeen(reason.code, reason.words, says)
