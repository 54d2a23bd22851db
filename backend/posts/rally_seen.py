"""A rally as whoever started it sees it: how far and since when, never how many or who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.kernel.sayings import LocalTime, Next, Saying
from backend.posts import rings
from backend.posts.errors import NotYourPost, PostNotFound
from backend.posts.models import Post, Rally
from backend.posts.queries import Reader, visible_posts
from backend.posts.rally_errors import RallyNotFound
from backend.posts.rings import RallyState, Ring


@dataclass(frozen=True, slots=True)
class RallySeen:
    """A rally at one instant."""

    post_id: UUID
    state: RallyState
    started_at: datetime
    ended_at: datetime | None
    rings: Sequence[Ring]
    can: Sequence[str]
    next: Next | None
    says: Saying


def get_rally(reader: Reader, post_id: UUID, *, by: UUID, now: datetime) -> RallySeen:
    """Return the rally for a post of one's own.

    Raises PostNotFound, NotYourPost and RallyNotFound.
    """
    row = reader.execute(
        select(
            Post.posted_by,
            Post.zone,
            Post.open_until,
            Post.ended_at.label("post_ended_at"),
            Rally.started_at,
            Rally.ended_at,
        )
        .outerjoin(Rally, Rally.post_id == Post.id)
        .where(Post.id == post_id, visible_posts(by))
    ).one_or_none()
    if row is None:
        raise PostNotFound
    if row.posted_by != by:
        raise NotYourPost
    if row.started_at is None:
        raise RallyNotFound
    ended_at = row.ended_at or row.post_ended_at
    state = rings.state_at(row.started_at, ended_at, row.open_until, now)
    all_rings = rings.rings_of(row.started_at)
    is_over = state is RallyState.OVER
    return RallySeen(
        post_id=post_id,
        state=state,
        started_at=row.started_at,
        ended_at=min(ended_at or row.open_until, row.open_until) if is_over else None,
        rings=all_rings,
        can=[] if is_over else ["call_off"],
        next=rings.find_next(state, row.started_at, row.open_until),
        says=_says(state, all_rings, row.zone, now),
    )


def _says(state: RallyState, all_rings: Sequence[Ring], zone: str, now: datetime) -> Saying:
    if state is RallyState.OVER:
        return Saying("rally_over")
    asked = [ring for ring in all_rings if ring.at <= now]
    if state is RallyState.ASKED:
        return Saying("rally_asked", {"metres": asked[-1].metres})
    wider = all_rings[len(asked)]
    return Saying(
        "rally_asking",
        {
            "metres": asked[-1].metres,
            "wider_metres": wider.metres,
            "at": LocalTime(wider.at, zone),
        },
    )
