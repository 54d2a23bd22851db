"""Doing something in the name of a group that every member may do, and finding whose it is."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, case, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from backend.groups.acting import in_office
from backend.groups.errors import GroupNotFound, NotAMember
from backend.groups.models import Group, Membership, StewardTerm
from backend.groups.queries import visible_groups
from backend.groups.states import Visibility

MOST_HEAR = 3


class GroupNamed(NamedTuple):
    """A group in whose name something is; without a name for whoever is not to know of it."""

    id: UUID | None
    name: str | None


def named(group_id: UUID | None, name: str | None) -> GroupNamed | None:
    """Return the group of something as somebody sees it, None for what is of no group."""
    if group_id is None:
        return None
    return GroupNamed(group_id if name is not None else None, name)


def hold_group(session: Session, group_id: UUID, *, by: UUID) -> None:
    """Keep a group from being closed while one of its members does something in its name.

    Members do not wait for each other. Come with the person's row held, and before any house.
    Raises GroupNotFound and NotAMember.
    """
    held = session.scalar(
        select(Group.id)
        .where(Group.id == group_id, Group.closed_at.is_(None), visible_groups(by))
        .with_for_update(read=True, of=Group)
    )
    if held is None:
        raise GroupNotFound
    if not is_member(session, group_id, by):
        raise NotAMember


def is_member(session: Session, group_id: UUID | None, person_id: UUID) -> bool:
    """Answer whether somebody belongs to a group now; nobody belongs to none."""
    if group_id is None:
        return False
    found = session.execute(
        select(Membership.group_id).where(
            Membership.group_id == group_id, Membership.person_id == person_id
        )
    )
    return found.first() is not None


def of_ones_groups(group_id: Any, viewer: UUID | Any) -> ColumnElement[bool]:
    """Return the clause for what is of a group, by a column of ids, to which a person belongs.

    One's groups are worked out once in a query, so that an index on the column can be used.
    ``viewer`` may be a bound parameter.
    """
    mine = select(func.array_agg(Membership.group_id)).where(Membership.person_id == viewer)
    # Without the cast, ANY would compare with the rows of the query and not with what is in them.
    clause: ColumnElement[bool] = group_id == any_(cast(mine.scalar_subquery(), ARRAY(Uuid)))
    return clause


def name_shown(viewer: UUID | Any) -> ColumnElement[Any]:
    """Return the name of a joined ``Group``, NULL where a person is not to know of the group."""
    seen = or_(Group.visibility == Visibility.NEARBY.value, of_ones_groups(Group.id, viewer))
    return case((seen, Group.name), else_=None)


def who_hears(session: Session, group_id: UUID, *, now: datetime) -> list[UUID]:
    """List a few members to tell what somebody should know: stewards, then who joined first."""
    stewards = exists().where(
        StewardTerm.group_id == group_id,
        StewardTerm.person_id == Membership.person_id,
        in_office(now),
    )
    return list(
        session.scalars(
            select(Membership.person_id)
            .where(Membership.group_id == group_id)
            .order_by(stewards.desc(), Membership.joined_at, Membership.person_id)
            .limit(MOST_HEAR)
        )
    )
