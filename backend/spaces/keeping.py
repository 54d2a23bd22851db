"""Who keeps a space: whoever holds its key, and those who act for the group that keeps it.

Nothing is written down for the members of a group. Who acts for it is worked out whenever somebody
asks, from who belongs, since when, and who is steward (`groups.powers`): so what a group keeps is
kept from the moment somebody leaves, or a term ends, by those who act then.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Text,
    Uuid,
    any_,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from backend.db.written import Written, outer
from backend.groups import acting
from backend.groups.clauses import ACTING, ACTING_AT, groups_acted_for, takes_of, who_act
from backend.groups.errors import GroupNotFound, NotAMember
from backend.groups.models import Group, Hand, Membership
from backend.groups.powers import Act
from backend.groups.service import lock_group
from backend.people.blocks import in_sight
from backend.people.service import hold_person
from backend.spaces.errors import NotAKeeper
from backend.spaces.models import Keeper, Space

Reader = Connection | Session
"""Anything that can execute a query."""

_OF_GROUP = aliased(Space, name="of_group")


def keeps(space_id: Any, person_id: Any, now: Any) -> ColumnElement[bool]:
    """Return the one clause for spaces that a person keeps, by a column of ids.

    They hold its key, or act, alone or with others, for the group that keeps it. What somebody
    keeps is worked out once in a query. ``person_id`` and ``now`` may be bound parameters.
    """
    # An array, and none at all for whoever keeps nothing: with NULL nothing would be so or not so.
    clause: ColumnElement[bool] = space_id == any_(
        func.coalesce(
            cast(_all_kept().of(acting=person_id, acting_at=now), ARRAY(Uuid)),
            literal_column("'{}'::uuid[]"),
        )
    )
    return clause


@cache
def _all_kept() -> Written:
    """Return the query for the ids of all spaces that somebody keeps."""
    held = select(Keeper.space_id.label("id")).where(Keeper.person_id == ACTING)
    groups = groups_acted_for(
        Act.CONFIRM,
        ACTING,
        ACTING_AT,
        # Most groups keep nothing, and then nobody is counted.
        lambda group_id: exists().where(_OF_GROUP.group_id == group_id),
    )
    of_groups = select(Space.id.label("id")).where(Space.group_id.in_(groups))
    kept = union_all(held, of_groups).subquery()
    return Written(select(func.array_agg(kept.c.id)), ARRAY(Uuid))


def holds_key(space_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Return the clause for spaces, by a column of ids, to which a person holds the key."""
    return exists().where(Keeper.space_id == space_id, Keeper.person_id == person_id)


def kept_in_sight(viewer: UUID | Any) -> ColumnElement[bool]:
    """Return the clause on ``Space`` for those of whose keepers a person sees at least one."""
    return _kept_in_sight().of(acting=viewer)


@cache
def _kept_in_sight() -> Written:
    space_id: Any = literal_column("spaces.id")
    group_id: Any = literal_column("spaces.group_id")
    query = select(
        or_(
            exists().where(Keeper.space_id == space_id, in_sight(Keeper.person_id, ACTING)),
            exists().where(Membership.group_id == group_id, in_sight(Membership.person_id, ACTING)),
        )
    )
    return Written(query, Boolean())


@dataclass(frozen=True, slots=True)
class Keeping:
    """How somebody keeps a space."""

    holds_key: bool
    group_id: UUID | None
    """The group that keeps it, where one does."""
    takes: int | None
    """How many of the group an act takes where this person is one of them; None: not theirs."""

    @property
    def is_keeper(self) -> bool:
        """Whether they keep it at all."""
        return self.holds_key or self.takes is not None

    @property
    def acts_alone(self) -> bool:
        """Whether it takes nobody else."""
        return self.holds_key or self.takes == 1


_NOT_AT_ALL = Keeping(holds_key=False, group_id=None, takes=None)


def keeping_of(
    reader: Reader, space_id: UUID, *, by: UUID, now: datetime, act: Act = Act.CONFIRM
) -> Keeping:
    """Return how somebody keeps a space. One query."""
    row = reader.execute(
        select(
            holds_key(Space.id, by).label("holds_key"),
            Space.group_id,
            takes_of(act, by, Space.group_id, now).label("takes"),
        ).where(Space.id == space_id)
    ).one_or_none()
    return _NOT_AT_ALL if row is None else Keeping(*row)


def is_keeper(reader: Reader, space_id: UUID, *, by: UUID, now: datetime) -> bool:
    """Answer whether somebody keeps a space. One query."""
    return (
        reader.execute(select(keeps(Space.id, by, now)).where(Space.id == space_id)).scalar()
        is True
    )


def keepers_of(reader: Reader, space_id: UUID, *, now: datetime) -> list[UUID]:
    """List whom to tell what keepers must know: who holds a key, and who acts for its group.

    Of a group a few do. One query, and another where a group keeps the space.
    """
    rows = reader.execute(
        select(Space.group_id, Keeper.person_id)
        .outerjoin(Keeper, Keeper.space_id == Space.id)
        .where(Space.id == space_id)
        .order_by(Keeper.since_at, Keeper.person_id)
    ).all()
    groups = {row.group_id for row in rows} - {None}
    found = [row.person_id for row in rows if row.person_id is not None]
    for others in who_act(reader, groups, Act.CONFIRM, now=now, listening=True).values():
        found += [each for each in others if each not in found]
    return found


def lock_group_of(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> Keeping:
    """Lock the group for which somebody keeps a space; return how they keep it.

    Comes before the lock of the house. Nothing is locked for whoever holds the key, or keeps
    nothing there.
    """
    keeping = keeping_of(session, space_id, by=by, now=now)
    if keeping.holds_key or keeping.takes is None or keeping.group_id is None:
        return keeping
    hold_person(session, by)
    try:
        lock_group(session, keeping.group_id, by=by, now=now)
    except GroupNotFound:
        return _NOT_AT_ALL
    # What was due may have changed who acts.
    return keeping_of(session, space_id, by=by, now=now)


def lend_hand(
    session: Session, space: Space, act: Act, about_id: UUID, *, by: UUID, now: datetime
) -> bool:
    """Do something as a keeper of a locked space, or lend a hand to it; say whether it is done.

    Whoever holds the key acts alone. For all others the group was locked before
    (`lock_group_of`). Raises NotAKeeper, NotTenured and ForStewards.
    """
    keeping = keeping_of(session, space.id, by=by, now=now)
    if keeping.holds_key:
        acting.forget_hands(session, [about_id])
        return True
    if keeping.group_id is None:
        raise NotAKeeper
    group = session.get_one(Group, keeping.group_id)
    try:
        return acting.act(session, group, act, about_id, by=by, now=now)
    except NotAMember:
        raise NotAKeeper from None


def offer_hand(
    session: Session, space: Space, act: Act, about_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Lend a hand to something that others of the group do, where one is of those who may."""
    if space.group_id is None:
        return
    if keeping_of(session, space.id, by=by, now=now).takes is not None:
        acting.lay_hand(session, act, about_id, by=by, now=now)


LENT_TO: Mapping[Act, str] = {
    Act.CONFIRM: "yes",
    Act.REFUSE: "no",
    Act.CALL_OFF: "cancellation",
    Act.TAKE_BACK: "taking-back",
    Act.RENEW: "renewal",
}
"""What a hand may be lent to, in the words of a phone."""


@dataclass(frozen=True, slots=True)
class HandsLent:
    """How many members have lent a hand to one thing that may be done."""

    to: str
    hands: int
    is_mine: bool
    """Whether one of them is the caller's."""


@dataclass(frozen=True, slots=True)
class HandsSeen:
    """Who has lent a hand to what, as those see it who keep a space for a group."""

    needed: int
    """How many it takes, the caller among them."""
    lent: tuple[HandsLent, ...]

    def count(self, act: Act) -> int:
        """Return how many have lent a hand to one of the things."""
        return sum(each.hands for each in self.lent if each.to == LENT_TO[act])


def hands_on(about_id: Any, viewer: Any, now: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return columns for who lent a hand to a thing in a joined ``Space``, and how many it takes.

    `hands_seen` reads them. Both are NULL where no group keeps the space, and for whoever is not of
    the group. Hands of those who left it do not count.
    """
    lent = _lent(outer(about_id)).of(acting=viewer)
    takes = takes_of(Act.CONFIRM, viewer, Space.group_id, now)
    needed = case((takes.is_not(None) & holds_key(Space.id, viewer), 1), else_=takes)
    of_group = Space.group_id.is_not(None)
    return case((of_group, lent)), case((of_group, needed))


@lru_cache(maxsize=8)
def _lent(about_id: str) -> Written:
    mine = case((Hand.person_id == ACTING, "mine"), else_="")
    query = (
        select(func.array_agg(aggregate_order_by(func.concat(Hand.act, " ", mine), Hand.act)))
        .join(Membership, Membership.person_id == Hand.person_id)
        .where(
            Hand.about_id == literal_column(about_id),
            Membership.group_id == literal_column("spaces.group_id"),
        )
    )
    return Written(query, ARRAY(Text))


def hands_seen(lent: Sequence[str] | None, needed: int | None) -> HandsSeen | None:
    """Return what the columns of `hands_on` say."""
    if needed is None:
        return None
    hands: dict[Act, list[bool]] = defaultdict(list)
    for each in lent or ():
        act, _, mine = each.partition(" ")
        hands[Act(act)].append(bool(mine))
    return HandsSeen(
        needed,
        tuple(HandsLent(LENT_TO[act], len(mine), any(mine)) for act, mine in hands.items()),
    )
