"""Changing how a space is shared that a group keeps: two members together, or a steward."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.groups import together
from backend.groups.models import Group
from backend.groups.powers import Act
from backend.groups.together import Change
from backend.spaces.keeping import lock_group_of


def do_together(
    session: Session,
    space_id: UUID,
    change: Change,
    do: Callable[[], object],
    *,
    by: UUID,
    now: datetime,
) -> bool:
    """Do something to a space as one of its keepers, or lend a hand to it; say whether it is done.

    Whoever holds the key does it alone. Raises ForStewards, TooManyProposed and what ``do`` raises.
    """
    keeping = lock_group_of(session, space_id, by=by, now=now)
    if keeping.holds_key or keeping.takes is None or keeping.group_id is None:
        do()  # Whoever does not keep it is told so by the verb itself.
        return True
    group = session.get_one(Group, keeping.group_id)
    return together.do_together(session, group, Act.KEEP, space_id, change, do, by=by, now=now)
