"""What conversations are about: rooms above say who may talk about a thing, and until when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

Reader = Connection | Session


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that people talk about, as it is now.

    ``sides`` are those who may talk. A side in ``nameless`` is shown without a name, as whoever
    posted a quiet need is. ``ended_at`` is when the thing ended, None while it has not; the
    conversation closes 14 days later unless both keep in touch.
    """

    sides: frozenset[UUID]
    title: str
    """What the thing is called, for those who talk about it."""
    ended_at: datetime | None = None
    nameless: frozenset[UUID] = frozenset()


Finder = Callable[[Reader, Sequence[UUID], datetime], Mapping[UUID, Subject]]
"""Takes ids of things and the instant; those that are gone are left out. One query for each kind.

For hellos, ``sides`` holds their writer alone: whoever answered is in the conversation itself.
"""

_finders: dict[str, Finder] = {}


def let_talk_about(kind: str, find: Finder) -> None:
    """Say how to find the things of a kind, which is the word in their path."""
    _finders[kind] = find


def find_subjects(
    reader: Reader, kind: str, ids: Sequence[UUID], now: datetime
) -> Mapping[UUID, Subject]:
    """Return what is known of things of one kind."""
    return _finders[kind](reader, ids, now) if ids else {}
