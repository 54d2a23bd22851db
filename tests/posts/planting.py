"""Posts for tests, put straight into the database: an offer of soup, open, at St Anne's."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.kernel.ids import new_id
from backend.places.cells import cell_of, centre_of
from backend.places.mercator import nearness_of
from backend.posts.models import Post
from backend.posts.states import PostKind, PostState, lives_for

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
ST_ANNES = (53.9231, -3.0154)
"""The exact point where things are planted unless ``at`` says another, in degrees."""


def a_post(
    session: Session,
    by: UUID | None,
    *,
    at: tuple[float, float] = ST_ANNES,
    countryside: bool = False,
    now: datetime = NOW,
    **facts: Any,
) -> Post:
    """Add an open offer by somebody, written at ``now``; ``facts`` are columns that overrule.

    The published point and everything that follows from the kind are worked out. ``on_dates``
    brings its quantity with it, ``title`` and ``words`` are shown as they are.
    """
    post_id = facts.get("id") or new_id()
    kind = PostKind(facts.get("kind", PostKind.OFFER))
    state = PostState(facts.get("state", PostState.OPEN))
    cell = cell_of(*at, countryside=countryside)
    centre = centre_of(cell)
    is_hello = kind is PostKind.HELLO
    dates: list[date] = facts.get("on_dates", [])
    title = facts.get("title", "Soup")
    words = facts.get("words", "A pot of lentil soup, still warm")
    lives = lives_for(
        kind, urgent=facts.get("urgent", False), standing=facts.get("standing", False)
    )
    opened_at = None if state is PostState.DRAFT else now
    open_until = facts.get("open_until", opened_at and opened_at + lives)
    is_over = state not in (PostState.DRAFT, PostState.OPEN)
    known: dict[str, Any] = {
        "id": post_id,
        "kind": kind.value,
        "way": None if is_hello else "give",
        "category": None if is_hello else "food",
        "title": title,
        "words": words,
        "shown_title": title,
        "shown_words": words,
        "language": "en",
        "posted_by": by,
        "latitude": at[0],
        "longitude": at[1],
        "cell": cell,
        "published_latitude": centre[0],
        "published_longitude": centre[1],
        "nearness": nearness_of(post_id, *centre),
        "zone": "Europe/London",
        "quantity": len(dates) or 1,
        "lot_secret": bytes(32) if facts.get("scarce") else None,
        "state": state.value,
        "created_at": now,
        "opened_at": opened_at,
        "open_until": open_until,
        "ended_at": now if is_over else None,
    }
    post = Post(**{**known, **facts})
    session.add(post)
    session.flush()
    return post


def in_days(days: float, *, now: datetime = NOW) -> datetime:
    """Return the instant so many days after ``now``."""
    return now + timedelta(days=days)
