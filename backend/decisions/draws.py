"""Calling a draw by lot, stepping out of its pool, and declining a seat, which costs nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.decisions import lots, opening, rules
from backend.decisions.drawing import keep_link, tree_of
from backend.decisions.errors import (
    DrawClosingDoesNotFit,
    DrawNotFound,
    NotDrawn,
    PoolIsClosed,
    TooManyDraws,
)
from backend.decisions.lots import Answer
from backend.decisions.models import Draw, DrawAnswer
from backend.decisions.states import Weight
from backend.groups.errors import NotAMember, NotTenured
from backend.groups.models import Group, Membership
from backend.groups.powers import TENURE
from backend.groups.record import Recorded, write
from backend.groups.service import find_membership, lock_group
from backend.groups.settling import expect
from backend.groups.telling import who_listens
from backend.kernel.ids import new_id
from backend.kernel.local_time import zone_named
from backend.kernel.lots import commitment_to
from backend.people.service import hold_person

MOST_SEATS = 100
MOST_OPEN = 20
"""How many draws of a group may be open at once."""
MOST_OPEN_OF_ONE = 3


@dataclass(frozen=True, slots=True)
class DrawCall:
    """What is to be drawn by lot."""

    purpose: str
    seats: int
    by_household: bool = False
    closes_at: datetime | None = None
    """When the pool closes; in two days unless it says otherwise. Never at night."""


def call_draw(
    session: Session, group_id: UUID, called: DrawCall, *, by: UUID, now: datetime
) -> Draw:
    """Call a draw among the members as they are now; what binds the server to it is shown at once.

    Raises GroupNotFound, NotAMember, NotTenured, TooManyDraws and DrawClosingDoesNotFit.
    """
    hold_person(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is None:
        raise NotAMember
    if not opening.may_vote(session, group, by, now):
        raise NotTenured(days=TENURE.days)
    _check_not_too_many(session, group, by)
    closes_at = rules.closing(now, called.closes_at, Weight.QUICK, zone_named(group.zone))
    if closes_at is None:
        raise DrawClosingDoesNotFit(days=rules.LASTS_AT_MOST.days)
    # Its id is ours: who is drawn must not depend on anything that somebody chose.
    draw_id = new_id()
    link = keep_link(session, draw_id)
    draw = Draw(
        id=draw_id,
        group_id=group.id,
        called_by=by,
        purpose=called.purpose,
        seats=called.seats,
        by_household=called.by_household,
        called_at=now,
        closes_at=closes_at,
        commitment=commitment_to(link.secret),
        chain_number=link.number,
        drawn_at=None,
    )
    session.add(draw)
    session.flush()
    expect(group, closes_at)
    facts = {
        "draw": draw.id,
        "seats": draw.seats,
        "by_household": "yes" if draw.by_household else "no",
        "closes_at": closes_at,
        "commitment": draw.commitment,
        "root": tree_of(session, link.number).root,
    }
    write(session, group, Recorded.DRAW_CALLED, facts, now)
    others = [each for each in who_listens(session, group, now) if each != by]
    lots.tell_of_draw(session, group, draw, "draw_called", others, now)
    return draw


def step_out(session: Session, draw_id: UUID, *, by: UUID, now: datetime) -> None:
    """Step out of a pool that is open; again is the same as once. DrawNotFound, PoolIsClosed."""
    hold_person(session, by)
    draw, _ = lock_draw(session, draw_id, by=by, now=now)
    if draw.drawn_at is not None:
        raise PoolIsClosed
    session.execute(
        insert(DrawAnswer)
        .values(draw_id=draw.id, person_id=by, answer=Answer.OUT.value, answered_at=now)
        .on_conflict_do_nothing()
    )


def step_in(session: Session, draw_id: UUID, *, by: UUID, now: datetime) -> None:
    """Be in a pool again that is open; raise DrawNotFound and PoolIsClosed."""
    draw, _ = lock_draw(session, draw_id, by=by, now=now)
    if draw.drawn_at is not None:
        raise PoolIsClosed
    session.execute(
        delete(DrawAnswer).where(DrawAnswer.draw_id == draw.id, DrawAnswer.person_id == by)
    )


def decline(session: Session, draw_id: UUID, *, by: UUID, now: datetime) -> Draw:
    """Decline what the lot gave one, at any time; again is the same as once.

    The next of the lot follows. Raises DrawNotFound and NotDrawn.
    """
    hold_person(session, by)
    draw, group = lock_draw(session, draw_id, by=by, now=now)
    mine = session.get(DrawAnswer, (draw.id, by), populate_existing=True)
    if mine is None or mine.answer == Answer.OUT:
        raise NotDrawn
    if mine.answer == Answer.SEATED:
        lots.decline_seat(session, group, draw, by, now)
    return draw


def lock_draw(session: Session, draw_id: UUID, *, by: UUID, now: datetime) -> tuple[Draw, Group]:
    """Lock the group of a draw, settled until now, for a member; raise ``DrawNotFound``."""
    group_id = session.scalar(
        select(Draw.group_id)
        .join(Group, Group.id == Draw.group_id)
        .join(Membership, Membership.group_id == Draw.group_id)
        .where(Draw.id == draw_id, Membership.person_id == by, Group.closed_at.is_(None))
    )
    if group_id is None:
        raise DrawNotFound
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is None:
        raise DrawNotFound
    return session.get_one(Draw, draw_id, populate_existing=True), group


def _check_not_too_many(session: Session, group: Group, by: UUID) -> None:
    open_ones = select(func.count()).where(Draw.group_id == group.id, Draw.drawn_at.is_(None))
    for query, at_most in (
        (open_ones, MOST_OPEN),
        (open_ones.where(Draw.called_by == by), MOST_OPEN_OF_ONE),
    ):
        if (session.scalar(query) or 0) >= at_most:
            raise TooManyDraws(at_most=at_most)
