"""Who may act for groups, said in SQL: the table of `powers`, for many groups in one query.

`powers.takes` is the same for one person and one group; tests hold the two against each other.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Uuid,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from backend.db.written import Written, name, outer
from backend.groups.acting import Reader, in_office
from backend.groups.models import Group, Membership, StewardTerm
from backend.groups.powers import (
    ALL_TENURED_FOR,
    LEAST_SEATS,
    MANY,
    MEMBERS_A_SEAT,
    MOST_SEATS,
    POWERS,
    TENURE,
    Act,
)

MOST_ACT = 12
"""How many of those who may act for a group are told, or talk, for all of them."""

_ENOUGH = MEMBERS_A_SEAT * (MOST_SEATS - LEAST_SEATS)
"""From so many members on there are no more seats, and nobody counts any further."""

ACTING, ACTING_AT = name("acting", Uuid()), name("acting_at", DateTime(timezone=True))
"""Who acts, and when, in a query that is `written` once."""

_GROUP = aliased(Group, name="acting_group")
_MINE = aliased(Membership, name="acting_member")


def takes_of(act: Act, person_id: Any, group_id: Any, now: Any) -> ColumnElement[int | None]:
    """Return how many of a group an act takes where this person is one of them; NULL: not theirs.

    ``group_id`` is a column of the query around, NULL for what is of no group. ``person_id`` and
    ``now`` are values or bound parameters.
    """
    return _takes_of(act, outer(group_id)).of(acting=person_id, acting_at=now)


@lru_cache(maxsize=64)
def _takes_of(act: Act, group_id: str) -> Written:
    counts = _counts(ACTING_AT)
    query = (
        select(_takes(act, counts, ACTING_AT))
        .select_from(_MINE)
        .join(_GROUP, and_(_GROUP.id == _MINE.group_id, _GROUP.closed_at.is_(None)))
        .join(counts, true())
        .where(_MINE.group_id == literal_column(group_id), _MINE.person_id == ACTING)
    )
    return Written(query, Integer())


def groups_acted_for(act: Act, person_id: Any, now: Any, *more: Any) -> Select[Any]:
    """Select the ids of the groups for which a person may act, alone or with others.

    ``more`` are conditions on the id of the group. Slow to make: see `db.written`.
    """
    counts = _counts(now)
    return (
        select(_GROUP.id)
        .select_from(_MINE)
        .join(_GROUP, and_(_GROUP.id == _MINE.group_id, _GROUP.closed_at.is_(None)))
        .join(counts, true())
        .where(
            _MINE.person_id == person_id,
            _takes(act, counts, now).is_not(None),
            *(each(_GROUP.id) for each in more),
        )
    )


def who_act(
    reader: Reader,
    group_ids: Collection[UUID],
    act: Act,
    *,
    now: datetime,
    most: int = MOST_ACT,
    listening: bool = False,
) -> dict[UUID, list[UUID]]:
    """List who may act for each of some groups, stewards first, then who belongs longest.

    Of those who are silent none where they are to be told, ``listening``. One query, and none for
    no group.
    """
    if not group_ids:
        return {}
    counts = _counts(now)
    listens = or_(_MINE.silent_until.is_(None), _MINE.silent_until <= now)
    able = (
        select(_MINE.person_id, _is_steward(now).label("is_steward"), _MINE.joined_at)
        .where(
            _MINE.group_id == _GROUP.id,
            _takes(act, counts, now).is_not(None),
            listens if listening else true(),
        )
        .order_by(_is_steward(now).desc(), _MINE.joined_at, _MINE.person_id)
        .limit(most)
        .correlate(_GROUP, counts)
        .lateral("able")
    )
    rows = reader.execute(
        select(_GROUP.id, able.c.person_id)
        .select_from(_GROUP)
        .join(counts, true())
        .join(able, true())
        .where(_GROUP.id.in_(group_ids), _GROUP.closed_at.is_(None))
        .order_by(_GROUP.id, able.c.is_steward.desc(), able.c.joined_at, able.c.person_id)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for group_id, person_id in rows:
        found[group_id].append(person_id)
    return dict(found)


def _counts(now: Any) -> Any:
    """Count members, tenured ones and stewards of the group, no further than it makes a change."""
    each = aliased(Membership)
    of_group = each.group_id == _GROUP.id
    members = select(literal(1, Integer)).where(of_group).limit(_ENOUGH)
    tenured = select(literal(1, Integer)).where(of_group, _is_tenured(each, now)).limit(2)
    return (
        select(
            _count(members).label("members"),
            _count(tenured).label("tenured"),
            select(func.count(func.distinct(StewardTerm.person_id)))
            .where(StewardTerm.group_id == _GROUP.id, in_office(now))
            .correlate(_GROUP)
            .scalar_subquery()
            .label("stewards"),
        )
        .correlate(_GROUP)
        .lateral("counts")
    )


def _count(rows: Select[Any]) -> ColumnElement[int]:
    counted = rows.correlate(_GROUP).subquery()
    return select(func.count()).select_from(counted).correlate(_GROUP).scalar_subquery()


def _takes(act: Act, counts: Any, now: Any) -> ColumnElement[int | None]:
    """Return `powers.takes` for the member and the group of a row."""
    power, members, tenured = POWERS[act], counts.c.members, counts.c.tenured
    if power.steward is None:
        return case((members < MANY, func.least(power.small, members)), else_=1)
    seats = func.least(MOST_SEATS, LEAST_SEATS + members // literal(MEMBERS_A_SEAT, Integer))
    by_steward = [
        (members < MANY, func.least(power.small, members)),
        (_is_steward(now), literal(power.steward, Integer)),
    ]
    if power.commons is None:
        return case(*by_steward, else_=None)
    return case(
        *by_steward,
        (counts.c.stewards >= seats, None),
        (tenured == 0, func.least(power.commons, members)),
        (_is_tenured(_MINE, now), func.least(power.commons, tenured)),
        else_=None,
    )


def _is_steward(now: Any) -> ColumnElement[bool]:
    return (
        select(StewardTerm.id)
        .where(
            StewardTerm.group_id == _GROUP.id,
            StewardTerm.person_id == _MINE.person_id,
            in_office(now),
        )
        .correlate(_GROUP, _MINE)
        .exists()
    )


def _is_tenured(member: Any, now: Any) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = or_(
        _GROUP.founded_at + ALL_TENURED_FOR > now, member.joined_at + TENURE <= now
    )
    return clause
