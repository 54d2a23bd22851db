"""Others' posts that fit one's own: the nearest that might are read in one query, then compared.

Everything about where something is, its order and its edge, is told from published points alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from backend.kernel.sayings import LocalTime, Saying
from backend.posts.candidates import CANDIDATES, FACTS, asked_for, matchable_of
from backend.posts.errors import NotYourPost, PostNotFound
from backend.posts.matching import Fit, Reason, Why, fit
from backend.posts.models import Post
from backend.posts.queries import Reader, visible_posts
from backend.posts.seen import POST_COLUMNS, PostSeen, seen_posts
from backend.posts.states import PostKind, PostState

MOST = 20
"""Suggestions that anybody is given at once."""
MINE_AT_MOST = 20
"""One's latest open posts, for which something is looked for at once."""

Position = tuple[float, UUID]
"""Where a list has got to: how well the last one fits, and its id."""


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
    mine = reader.execute(_MY_POST, {"by": by, "post_id": post_id}).first()
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
    rows = reader.execute(_MY_NEWEST, {"by": by, "now": now}).all()
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
    for row in reader.execute(CANDIDATES, asked_for(list(ours.values()), by, now)):
        mine = list(ours.values())[row.nth - 1]
        found = fit(mine, matchable_of(row, now))
        if found is None or row.posted_by is None:
            continue
        suggestion = Suggestion(row.id, row.posted_by, mine.id, found)
        known = best.get(row.id)
        if known is None or suggestion.position < known.position:
            best[row.id] = suggestion
    return sorted(best.values(), key=lambda each: each.position)[:MOST]


# Built once: putting a statement together takes longer than it runs.
_COLUMNS: tuple[Any, ...] = (*FACTS, Post.state, Post.full_until)
_MINE: Select[Any] = select(*_COLUMNS).where(
    Post.posted_by == bindparam("by"),
    Post.kind.in_([PostKind.OFFER.value, PostKind.NEED.value]),
)
_MY_POST = _MINE.where(Post.id == bindparam("post_id"))
_MY_NEWEST = (
    _MINE.where(Post.state == PostState.OPEN.value, Post.open_until > bindparam("now"))
    .order_by(Post.id.desc())
    .limit(MINE_AT_MOST)
)
_SUGGESTED = select(*POST_COLUMNS).where(
    Post.id.in_(bindparam("ids", expanding=True)), visible_posts(bindparam("viewer"))
)


def _is_asking(row: Any, now: datetime) -> bool:
    full = row.full_until is not None and now < row.full_until
    return row.state == PostState.OPEN and row.open_until > now and not full


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
    asked = {"ids": [each.post_id for each in page], "viewer": by}
    rows = reader.execute(_SUGGESTED, asked).all()
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
