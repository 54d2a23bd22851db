"""Doing something for a group: stewards alone, others by hands, the last of which does it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from backend.groups import powers
from backend.groups.errors import ForStewards, NotAMember, NotTenured
from backend.groups.models import Group, Hand, Membership, StewardTerm
from backend.groups.powers import ALL_TENURED_FOR, TENURE, Act, Mode, Standing, takes

Reader = Connection | Session
"""Anything that can execute a query."""

_NOBODY = Standing(
    is_member=False, is_tenured=False, is_steward=False, members=0, tenured=0, stewards=0
)


def act(
    session: Session, group: Group, act: Act, about_id: UUID, *, by: UUID, now: datetime
) -> bool:
    """Do something about a thing, or lend a hand to it; return whether it is done by that.

    The group is locked. One hand is one hand, and those of people who left do not count. Raises
    NotAMember, NotTenured and ForStewards.
    """
    standing = standing_of(session, group.id, by=by, now=now)
    needed = check_may(act, standing)
    if needed > 1:
        lay_hand(session, act, about_id, by=by, now=now)
        if count_hands(session, group, act, about_id, standing, now) < needed:
            return False
    forget_hands(session, [about_id])
    return True


def lay_hand(session: Session, act: Act, about_id: UUID, *, by: UUID, now: datetime) -> None:
    """Write down that somebody lends a hand to an act about a thing; once is enough."""
    session.execute(
        insert(Hand)
        .values(about_id=about_id, act=act.value, person_id=by, laid_at=now)
        .on_conflict_do_nothing()
    )


def check_may(act: Act, standing: Standing) -> int:
    """Return how many it takes, this one among them; raise whoever may not a fact that says why."""
    needed = takes(act, standing)
    if needed is not None:
        return needed
    if not standing.is_member:
        raise NotAMember
    if standing.mode is Mode.COMMONS and powers.POWERS[act].commons is not None:
        raise NotTenured(days=TENURE.days)
    raise ForStewards(stewards=standing.stewards)


def standing_of(reader: Reader, group_id: UUID, *, by: UUID, now: datetime) -> Standing:
    """Return where somebody stands in a group; one query. Nobody is a member of no group."""
    of_group = Membership.group_id == Group.id
    stewards = select(func.count(func.distinct(StewardTerm.person_id))).where(
        StewardTerm.group_id == Group.id, in_office(now)
    )
    mine = select(func.count()).where(
        StewardTerm.group_id == Group.id, StewardTerm.person_id == by, in_office(now)
    )
    row = reader.execute(
        select(
            select(func.count()).where(of_group).scalar_subquery().label("members"),
            select(func.count())
            .where(of_group, counts_as_tenured(now))
            .scalar_subquery()
            .label("tenured"),
            stewards.scalar_subquery().label("stewards"),
            mine.scalar_subquery().label("terms"),
            select(Membership.joined_at)
            .where(of_group, Membership.person_id == by)
            .scalar_subquery()
            .label("joined_at"),
            Group.founded_at,
        ).where(Group.id == group_id, Group.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        return _NOBODY
    is_member = row.joined_at is not None
    return Standing(
        is_member=is_member,
        is_tenured=is_member and powers.is_tenured(row.joined_at, row.founded_at, now),
        # Where there are few, nobody is one, whatever they were before.
        is_steward=is_member and bool(row.terms) and row.members >= powers.MANY,
        members=row.members,
        tenured=row.tenured,
        stewards=row.stewards if row.members >= powers.MANY else 0,
    )


def in_office(now: datetime | Any) -> ColumnElement[bool]:
    """Return the clause for the terms of those who are stewards at an instant.

    ``now`` may be a bound parameter.
    """
    return and_(
        StewardTerm.person_id.is_not(None),
        StewardTerm.starts_at <= now,
        StewardTerm.ends_at > now,
        or_(StewardTerm.ended_at.is_(None), StewardTerm.ended_at > now),
    )


def counts_as_tenured(now: datetime) -> ColumnElement[bool]:
    """Return the clause, on ``Membership`` and its ``Group``, for those who count as tenured."""
    return or_(
        Group.founded_at > literal(now) - ALL_TENURED_FOR, Membership.joined_at <= now - TENURE
    )


def count_hands(
    reader: Reader, group: Group, act: Act, about_id: UUID, standing: Standing, now: datetime
) -> int:
    """Count the hands lent to an act about a thing by those who count."""
    hands = (
        select(func.count())
        .select_from(Hand)
        .join(
            Membership,
            and_(Membership.person_id == Hand.person_id, Membership.group_id == group.id),
        )
        .join(Group, Group.id == Membership.group_id)
        .where(Hand.about_id == about_id, Hand.act == act.value)
    )
    if standing.mode is not Mode.TOGETHER and standing.tenured:
        hands = hands.where(counts_as_tenured(now))
    return reader.execute(hands).scalar_one()


LENDER = aliased(Membership, name="lender")
"""The membership of whoever lent a hand, in `hands_lent`."""


def hands_lent(what: Any, about_id: Any, act: Any, group_id: Any) -> ColumnElement[Any]:
    """Return an aggregate over the hands lent to an act about a thing, as a column.

    ``what`` is aggregated from ``Hand`` and `LENDER`; the others may be columns of the query
    around. Hands of people who left the group are not among them.
    """
    return (
        select(what)
        .select_from(Hand)
        .join(LENDER, LENDER.person_id == Hand.person_id)
        .where(Hand.about_id == about_id, Hand.act == act, LENDER.group_id == group_id)
        .correlate_except(Hand, LENDER)
        .scalar_subquery()
    )


def forget_hands(session: Session, about_ids: Collection[UUID]) -> None:
    """Forget who lent a hand to things that are settled."""
    session.execute(delete(Hand).where(Hand.about_id.in_(about_ids)))


def take_hand_back(session: Session, about_id: UUID, act: str, *, by: UUID) -> None:
    """Take one's hand back from something that is not done yet."""
    session.execute(
        delete(Hand).where(Hand.about_id == about_id, Hand.act == act, Hand.person_id == by)
    )
