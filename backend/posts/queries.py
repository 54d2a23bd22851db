"""Reading posts: who may see one, and one or many of them in a constant number of queries."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.groups.holding import of_ones_groups
from backend.people.blocks import in_sight
from backend.posts.models import Post
from backend.posts.states import Audience, PostState

Reader = Connection | Session

_UNSEEN = (PostState.DRAFT.value, PostState.WITHDRAWN.value)

Clause = Callable[[UUID], ColumnElement[bool]]

_also_by_id: list[Clause] = []


def visible_posts(viewer: UUID | Any, *, by_id: bool = False) -> ColumnElement[bool]:
    """Return the one clause on ``Post`` for those a person may see, in lists and single reads.

    One's own, and those of neighbours that were opened and not taken back, whose writers are here
    and in sight. What is for a group alone, its members see.
    Asked for ``by_id``, a post is also seen by those of whom a room above says so, such as the
    other side of a promise. Hiding will join it here. Lists add that it is not over.
    """
    others = and_(
        # One by one: a list of values would not be compiled for hot reads.
        *(Post.state != each for each in _UNSEEN),
        Post.posted_by.is_not(None),
        in_sight(Post.posted_by, viewer),
        or_(Post.visible_to == Audience.NEARBY.value, of_ones_groups(Post.group_id, viewer)),
    )
    seen = [Post.posted_by == viewer, others]
    if by_id:
        seen += [clause(viewer) for clause in _also_by_id]
    return or_(*seen)


def let_also_see(clause: Clause) -> None:
    """Let a room above say who else may read a post by its id. The clause is on ``Post``."""
    _also_by_id.append(clause)
