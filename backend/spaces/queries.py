"""Reading spaces: who may see one, and one or many of them in a constant number of queries."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_

from backend.spaces.models import Keeper, Space

Clause = Callable[[UUID], ColumnElement[bool]]

_also_by_id: list[Clause] = []


def kept_by(person_id: UUID) -> ColumnElement[bool]:
    """Return the clause on ``Space`` for those whose key a person holds."""
    return exists().where(Keeper.space_id == Space.id, Keeper.person_id == person_id)


def visible_spaces(viewer: UUID, *, by_id: bool = False) -> ColumnElement[bool]:
    """Return the one clause on ``Space`` for those a person may see, in lists and single reads.

    Everybody sees what is shared, and keepers what they retired. Asked for ``by_id``, a space is
    also seen by those of whom a room above says so. Groups, blocks and hiding will join it here.
    """
    seen = [Space.retired_at.is_(None), kept_by(viewer)]
    if by_id:
        seen += [clause(viewer) for clause in _also_by_id]
    return or_(*seen)


def let_also_see(clause: Clause) -> None:
    """Let a room above say who else may read a space by its id, such as who booked it.

    The clause is on ``Space``, for a person's id.
    """
    _also_by_id.append(clause)
