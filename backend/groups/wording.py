"""What a group says of itself: its words, which a steward or two members change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.groups.powers import Act
from backend.groups.service import lock_group
from backend.groups.together import Change, do_together
from backend.kernel.facts import check_version
from backend.people.service import hold_person


def change_words(
    session: Session,
    group_id: UUID,
    changes: Mapping[str, Any],
    change: Change,
    *,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
) -> bool:
    """Change the purpose or the languages of a group, or lend a hand to it; say whether it is done.

    Raises GroupNotFound, ChangedMeanwhile, NotAMember, ForStewards and TooManyProposed.
    """
    hold_person(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    check_version(group.version, if_version)

    def write() -> None:
        for name, value in changes.items():
            setattr(group, name, value)
        group.version += 1
        session.flush()

    return do_together(session, group, Act.EDIT, group.id, change, write, by=by, now=now)
