"""What holds a space beside bookings: rooms above say what it is, and the calendar shows it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection


class OpenToAll(NamedTuple):
    """A time when the space is open to everybody, which is for all to know."""

    start: datetime
    end: datetime
    shown_as: str
    opening_id: UUID


Finder = Callable[[Connection, Sequence[UUID]], Mapping[UUID, OpenToAll]]

_finders: list[Finder] = []


def let_also_hold(find: Finder) -> None:
    """Let a room above say which of the ids in the occupancies are its own, and what they are."""
    _finders.append(find)


def find_others(reader: Connection, ids: Sequence[UUID]) -> dict[UUID, OpenToAll]:
    """Return what is known of these holders, which are no bookings. One query for each room."""
    found: dict[UUID, OpenToAll] = {}
    for find in _finders if ids else ():
        found.update(find(reader, ids))
    return found
