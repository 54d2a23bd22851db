"""A post as one person sees it at one instant: the same in every list and on its own.

Whoever makes a list selects ``POST_COLUMNS`` first and hands the rows to ``seen_posts``.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select

from backend.groups.holding import GroupNamed
from backend.groups.holding import named as group_as_seen
from backend.groups.models import Group
from backend.groups.states import Visibility
from backend.groups.together import ProposedSeen
from backend.kernel.sayings import Next, Saying, end_as_said
from backend.people.masking import Hint, hints_in
from backend.people.models import Person
from backend.people.rules import first_name
from backend.posts import rules, states
from backend.posts.models import Post
from backend.posts.queries import Clause, Reader
from backend.posts.states import SHOWN, Audience, PostFacts, PostKind, PostState


class PointSeen(NamedTuple):
    """A point, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class PostPlaceSeen(NamedTuple):
    """Where a post is: the centre of its cell, and the exact point for its writer alone."""

    latitude: float
    longitude: float
    cell: str
    exact: PointSeen | None


class WriterSeen(NamedTuple):
    """Who wrote a post."""

    id: UUID
    first_name: str


class RepeatsSeen(NamedTuple):
    """When it is wanted or to be had again and again. ``starts_at`` is a wall time."""

    rrule: str
    starts_at: datetime
    duration_minutes: int


@dataclass(slots=True)
class PostSeen:
    """A post as one person sees it at one instant.

    Nobody changes it. It is not frozen because that makes so many fields four times as dear to
    fill, for each of a list.
    """

    id: UUID
    version: int
    kind: str
    way: str | None
    category: str | None
    title: str
    words: str
    contacts_are_public: bool
    hints: Sequence[Hint]
    """What is masked for others; for its writer alone."""
    language: str
    posted_by: WriterSeen | None
    """None for a quiet one, and once its writer has left."""
    is_mine: bool
    group: GroupNamed | None
    visible_to: str
    place: PostPlaceSeen
    zone: str
    starts_at: datetime | None
    ends_at: datetime | None
    repeats: RepeatsSeen | None
    on_dates: Sequence[date]
    quantity: int | None
    left: int | None
    """Both None for a hello, of which there is nothing to have."""
    lend_days: int | None
    urgent: bool
    standing: bool
    quiet: bool
    scarce: bool
    lot_commitment: str | None
    answered_by_word: bool
    terms_version: int
    created_at: datetime
    opened_at: datetime | None
    open_until: datetime | None
    ended_at: datetime | None
    state: PostState
    proposed: Sequence[ProposedSeen]
    """Changes that wait for another hand of its group; for the post alone, and for members."""
    can: Sequence[str]
    next: Next | None
    says: Saying


class PostRow(NamedTuple):
    """What ``POST_COLUMNS`` select, in their order."""

    id: UUID
    version: int
    kind: str
    way: str | None
    category: str | None
    title: str
    words: str
    shown_title: str
    shown_words: str
    contacts_are_public: bool
    language: str
    posted_by: UUID | None
    latitude: float
    longitude: float
    cell: str
    published_latitude: float
    published_longitude: float
    zone: str
    starts_at: datetime | None
    ends_at: datetime | None
    rrule: str | None
    first: datetime | None
    duration_minutes: int | None
    on_dates: list[date]
    quantity: int
    held: int
    full_until: datetime | None
    lend_days: int | None
    urgent: bool
    standing: bool
    quiet: bool
    scarce: bool
    answered_by_word: bool
    terms_version: int
    state: str
    created_at: datetime
    opened_at: datetime | None
    open_until: datetime | None
    ended_at: datetime | None
    lot_commitment: str | None
    writer_name: str | None
    group_id: UUID | None
    visible_to: str
    group_name: str | None

    @property
    def facts(self) -> PostFacts:
        """What is written down, from which the state at any instant follows."""
        return PostFacts(PostState(self.state), self.open_until, self.full_until, self.ended_at)


_MADE: dict[str, Any] = {
    # The secret itself never leaves the database before the lot is drawn.
    "lot_commitment": func.encode(func.sha256(Post.lot_secret), "hex"),
    "writer_name": select(Person.display_name)
    .where(Person.id == Post.posted_by)
    .correlate(Post)
    .scalar_subquery(),
    # What all may see names no group that hides; what is for a group alone, only members read.
    "group_name": select(Group.name)
    .where(
        Group.id == Post.group_id,
        or_(
            Post.visible_to == Audience.GROUP.value,
            Group.visibility == Visibility.NEARBY.value,
        ),
    )
    .correlate(Post)
    .scalar_subquery(),
}
POST_COLUMNS: tuple[Any, ...] = tuple(
    _MADE[name].label(name) if name in _MADE else getattr(Post, name) for name in PostRow._fields
)
"""What every list of posts selects first. Made for ``select(...)`` from ``Post``."""

_named_to: list[Clause] = []


def let_know_writer(clause: Clause) -> None:
    """Let a room above say who may know the writer of a quiet post. The clause is on ``Post``."""
    _named_to.append(clause)


Also = Callable[[Reader, PostRow, UUID, datetime], bool]
_also: list[tuple[str, Also]] = []


def let_also_do(word: str, can: Also) -> None:
    """Let a room say when somebody may do what else with a post that is open, for the post alone.

    It is asked for one post at a time, and never for lists.
    """
    _also.append((word, can))


def with_all_that_can_be_done(
    reader: Reader, post: PostSeen, row: PostRow, *, by: UUID, now: datetime
) -> PostSeen:
    """Return a post with what else somebody may do with it now."""
    if post.state not in SHOWN:
        return post
    more = [word for word, can in _also if can(reader, row, by, now)]
    return replace(post, can=[*post.can, *more]) if more else post


def seen_posts(
    reader: Reader, rows: Iterable[Sequence[Any]], *, by: UUID, now: datetime
) -> list[PostSeen]:
    """Return rows that begin with ``POST_COLUMNS`` as a person sees them, in their order.

    Asks the database nothing, or once where somebody else's quiet posts are among them.
    """
    read = [PostRow(*row[: len(POST_COLUMNS)]) for row in rows]
    quiet = [row.id for row in read if row.quiet and row.posted_by != by]
    named = _named_among(reader, quiet, by) if quiet else ()
    return [_seen(row, by, now, named) for row in read]


def _named_among(reader: Reader, post_ids: Sequence[UUID], by: UUID) -> Collection[UUID]:
    if not _named_to:
        return ()
    query = select(Post.id).where(Post.id.in_(post_ids), or_(*(each(by) for each in _named_to)))
    return set(reader.scalars(query))


def _seen(row: PostRow, by: UUID, now: datetime, named: Collection[UUID]) -> PostSeen:
    mine = row.posted_by == by
    facts = row.facts
    state = states.state_at(facts, now)
    is_full = state is PostState.RESERVED
    is_hello = row.kind == PostKind.HELLO
    left = rules.left_of(row.quantity, row.held, is_full=is_full) if state in SHOWN else 0
    # Archived ones are scrubbed in time; until then nobody reads more of them either.
    gone = state is PostState.ARCHIVED
    title, words = (row.title, row.words) if mine else (row.shown_title, row.shown_words)
    writer = None
    if row.posted_by is not None and (mine or not row.quiet or row.id in named):
        writer = WriterSeen(row.posted_by, first_name(row.writer_name or ""))
    repeats = None
    if row.rrule is not None and row.first is not None and row.duration_minutes is not None:
        repeats = RepeatsSeen(row.rrule, row.first, row.duration_minutes)
    masked: Sequence[Hint] = ()
    if mine and not gone and not row.contacts_are_public:
        masked = hints_in(f"{row.title}\n{row.words}", row.zone, row.language)
    exact = PointSeen(row.latitude, row.longitude) if mine and not gone else None
    return PostSeen(
        id=row.id,
        version=row.version,
        kind=row.kind,
        way=row.way,
        category=row.category,
        title="" if gone else title,
        words="" if gone else words,
        contacts_are_public=row.contacts_are_public,
        hints=masked,
        language=row.language,
        posted_by=writer,
        is_mine=mine,
        group=group_as_seen(row.group_id, row.group_name),
        visible_to=row.visible_to,
        place=PostPlaceSeen(row.published_latitude, row.published_longitude, row.cell, exact),
        zone=row.zone,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        repeats=repeats,
        on_dates=row.on_dates,
        quantity=None if is_hello else row.quantity,
        left=None if is_hello else row.quantity if state is PostState.DRAFT else left,
        lend_days=row.lend_days,
        urgent=row.urgent,
        standing=row.standing,
        quiet=row.quiet,
        scarce=row.scarce,
        lot_commitment=row.lot_commitment,
        answered_by_word=row.answered_by_word,
        terms_version=row.terms_version,
        created_at=row.created_at,
        opened_at=row.opened_at,
        open_until=row.open_until,
        ended_at=None if state in (PostState.DRAFT, *SHOWN) else states.over_at(facts),
        state=state,
        proposed=(),
        can=can_do(row, state, mine=mine, now=now),
        next=states.find_next(facts, now),
        says=_says(row, state, left, mine=mine),
    )


def can_do(row: PostRow, state: PostState, *, mine: bool, now: datetime) -> list[str]:
    """List what somebody may do with a post now; the words are those of the paths."""
    if not mine:
        if row.kind == PostKind.HELLO:
            return ["conversation"] if row.answered_by_word and state in SHOWN else []
        return ["promise"] if state is PostState.OPEN else []
    if state is PostState.DRAFT:
        return ["edit", "publication", "discard"]
    can = ["edit", "closing", "withdrawal"] if state in SHOWN else []
    if rules.can_be_renewed(row.facts, rules.when_of(row), row.zone, now):
        can.append("renewal")
    return can


def _says(row: PostRow, state: PostState, left: int, *, mine: bool) -> Saying:
    if state is PostState.DRAFT or row.open_until is None:
        return Saying("post_draft")
    until = end_as_said(row.open_until, row.zone)
    if state is PostState.OPEN:
        if left < row.quantity:
            return Saying(
                "post_open_in_part",
                {"kind": row.kind, "left": left, "quantity": row.quantity, "open_until": until},
            )
        return Saying("post_open", {"kind": row.kind, "open_until": until})
    if state is PostState.EXPIRED:
        return Saying("post_expired_mine" if mine else "post_expired", {"open_until": until})
    return Saying(f"post_{state.value}", {"kind": row.kind})
