"""Telling members of what happens in their group. A hidden group is never named."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.groups.models import Group, Membership
from backend.groups.states import Visibility
from backend.notifications.service import About, tell

MOST_TOLD = 200
"""How many of a large group are told of something at once, who has belonged longest first; the
others find it in the group."""


def tell_of_group(
    session: Session,
    group: Group,
    people: Iterable[UUID | None],
    kind: str,
    *,
    now: datetime,
    once: str | None = None,
    **params: object,
) -> None:
    """Tell people something of a group; whoever looks over their shoulder learns no hidden name."""
    is_hidden = group.visibility == Visibility.HIDDEN
    named = {"hidden": "yes", "group": ""} if is_hidden else {"hidden": "no", "group": group.name}
    tell(
        session,
        people,
        kind,
        about=About("groups", group.id),
        now=now,
        once=once,
        **named,
        **params,
    )


def who_listens(session: Session, group: Group, now: datetime) -> list[UUID]:
    """List the members who are told of what concerns all, but those who are silent."""
    return list(
        session.scalars(
            select(Membership.person_id)
            .where(
                Membership.group_id == group.id,
                or_(Membership.silent_until.is_(None), Membership.silent_until <= now),
            )
            .order_by(Membership.joined_at, Membership.person_id)
            .limit(MOST_TOLD)
        )
    )
