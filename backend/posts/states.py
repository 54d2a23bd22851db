"""What a post can be, what its writer makes of it, and what the clock alone makes of it.

    draft -> open <-> reserved -> fulfilled | closed | withdrawn | expired -> archived

`reserved`, `expired` and `archived` are true from their instant on, whether or not anybody looked.
How long posts live is section 7 of the design.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.kernel.sayings import Next


class PostKind(StrEnum):
    """What a post is."""

    OFFER = "offer"
    NEED = "need"
    HELLO = "hello"
    """Who somebody is and what matters to them. It asks for nothing."""


class Way(StrEnum):
    """What would be done with it."""

    GIVE = "give"
    LEND = "lend"
    DO = "do"
    TOGETHER = "together"


class Audience(StrEnum):
    """To whom a post is visible."""

    NEARBY = "nearby"
    GROUP = "group"
    """The members of its group alone."""


class PostState(StrEnum):
    """What a post is at an instant."""

    DRAFT = "draft"
    OPEN = "open"
    RESERVED = "reserved"
    """All of it is held by promises."""
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    """Its writer said that it is done with, whoever helped."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ARCHIVED = "archived"
    """Over for so long that its words and its place are erased."""


SHOWN = frozenset({PostState.OPEN, PostState.RESERVED})
"""The states in which others find it."""

OVER = frozenset({PostState.FULFILLED, PostState.CLOSED, PostState.WITHDRAWN, PostState.EXPIRED})

LIVES = {PostKind.OFFER: timedelta(30), PostKind.NEED: timedelta(14), PostKind.HELLO: timedelta(90)}
URGENT_LIVES = timedelta(hours=48)
STANDING_LIVES = timedelta(90)
"""After which its writer is asked whether it still stands."""
WARNED_BEFORE = (timedelta(days=3), timedelta(hours=24))
CAN_BE_RENEWED_FOR = timedelta(days=14)
"""How long after it has run out one tap still brings it back."""
ARCHIVED_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """Hold what is written down about a post, from which its state at any instant follows.

    ``open_until`` is when it runs out. All of it is held until ``full_until``, where it is.
    """

    written: PostState
    open_until: datetime | None = None
    full_until: datetime | None = None
    ended_at: datetime | None = None


def lives_for(kind: PostKind, *, urgent: bool, standing: bool) -> timedelta:
    """Return how long a post lives from its opening or renewal on."""
    if standing:
        return STANDING_LIVES
    return URGENT_LIVES if urgent else LIVES[kind]


def state_at(facts: PostFacts, now: datetime) -> PostState:
    """Say what the post is at an instant."""
    if facts.written is PostState.DRAFT:
        return PostState.DRAFT
    ended_at = over_at(facts)
    if ended_at is None or now < ended_at:
        full = facts.full_until is not None and now < facts.full_until
        return PostState.RESERVED if full else PostState.OPEN
    if now >= ended_at + ARCHIVED_AFTER:
        return PostState.ARCHIVED
    return PostState.EXPIRED if facts.written is PostState.OPEN else facts.written


def over_at(facts: PostFacts) -> datetime | None:
    """Return when the post ended or will end if nobody renews it; None for a draft."""
    return facts.open_until if facts.written is PostState.OPEN else facts.ended_at


def find_next(facts: PostFacts, now: datetime) -> Next | None:
    """Say what the clock will make of the post next; None where nothing will change it."""
    ended_at = over_at(facts)
    if ended_at is None or facts.written is PostState.DRAFT:
        return None
    changes = [ended_at, ended_at + ARCHIVED_AFTER]
    if facts.full_until is not None:
        changes.append(facts.full_until)
    ahead = [each for each in changes if each > now]
    if not ahead:
        return None
    at = min(ahead)
    return Next(at=at, becomes=state_at(facts, at).value)
