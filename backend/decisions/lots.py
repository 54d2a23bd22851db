"""What the clock makes of draws: the pool closes, and seats fall to those whom the lot names.

Called under the group's lock (`backend.groups.settling`), so that the pool is who belongs at the
instant at which it closes, whenever somebody looks. Who comes after the call is not in it.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.decisions.drawing import reveal
from backend.decisions.models import Draw, DrawAnswer
from backend.decisions.opening import clauses_for_voting
from backend.groups import record
from backend.groups.households import household_of
from backend.groups.models import Group, Membership
from backend.groups.record import Recorded, pseudonym
from backend.groups.service import member_left
from backend.groups.settling import on_settle
from backend.groups.states import Visibility
from backend.kernel.lots import order_by_lot, seed_of
from backend.notifications.service import About, tell
from backend.people.service import person_left

ABOUT = "draws"
FOLLOWED_FOR = timedelta(days=30)
"""Whoever declines a seat or leaves within that time is followed by the next of the lot."""


class DrawState(StrEnum):
    """What a draw is."""

    OPEN = "open"
    """Members may step out of the pool."""
    DRAWN = "drawn"


class Answer(StrEnum):
    """Where somebody stands in a draw."""

    OUT = "out"
    """They stepped out of the pool in time."""
    SEATED = "seated"
    """The lot fell on them."""
    DECLINED = "declined"


@on_settle
def draw_what_is_due(session: Session, group: Group, at: datetime) -> datetime | None:
    """Draw a locked group's lots whose pools are closed by then; return when the next one is."""
    if group.closed_at is not None:
        return None
    undrawn = session.scalars(
        select(Draw)
        .where(Draw.group_id == group.id, Draw.drawn_at.is_(None))
        .order_by(Draw.closes_at, Draw.id)
    ).all()
    for draw in undrawn:
        if draw.closes_at > at:
            return draw.closes_at
        _draw(session, group, draw)
    return None


def _draw(session: Session, group: Group, draw: Draw) -> None:
    at = draw.closes_at
    link = reveal(session, draw.id)
    people = _who_is_in(session, group, draw)
    draw.pool = sorted(people)
    draw.drawn = order_by_lot(seed_of(link, draw.pool), draw.pool)
    draw.revealed = link.hex()
    draw.drawn_at = at
    session.flush()
    facts = {
        "draw": draw.id,
        "link": draw.revealed,
        "pool": hashlib.sha256(record.canonical({"pool": draw.pool})).hexdigest(),
        "seats": draw.drawn[: draw.seats],
    }
    record.write(session, group, Recorded.DRAWN, facts, at)
    seated = [people[each] for each in draw.drawn[: draw.seats]]
    _seat(session, group, draw, seated, at)


def decline_seat(session: Session, group: Group, draw: Draw, person_id: UUID, at: datetime) -> None:
    """Let somebody who has a seat of a draw have none; the next of the lot follows, if any."""
    session.execute(
        update(DrawAnswer)
        .where(DrawAnswer.draw_id == draw.id, DrawAnswer.person_id == person_id)
        .values(answer=Answer.DECLINED.value, answered_at=at)
    )
    _follow(session, group, draw, at)


def _follow(session: Session, group: Group, draw: Draw, at: datetime) -> None:
    """Give a seat that is free to the next of the lot who is still there and was not asked."""
    if draw.drawn_at is None or at >= draw.drawn_at + FOLLOWED_FOR:
        return
    asked = select(DrawAnswer.person_id).where(DrawAnswer.draw_id == draw.id)
    members = session.scalars(
        select(Membership.person_id).where(
            Membership.group_id == group.id, Membership.person_id.not_in(asked)
        )
    )
    people = {pseudonym(group.id, each): each for each in members}
    following = next((people[each] for each in draw.drawn if each in people), None)
    if following is not None:
        _seat(session, group, draw, [following], at)


def _seat(session: Session, group: Group, draw: Draw, people: Iterable[UUID], at: datetime) -> None:
    seated = list(people)
    if not seated:
        return
    common = {"draw_id": draw.id, "answer": Answer.SEATED.value, "answered_at": at}
    session.execute(insert(DrawAnswer).values([{**common, "person_id": each} for each in seated]))
    tell_of_draw(session, group, draw, "drawn_by_lot", seated, at)


def _who_is_in(session: Session, group: Group, draw: Draw) -> dict[str, UUID]:
    """Return who is drawn from, by what stands for them, of each household one where it counts."""
    out = select(DrawAnswer.person_id).where(
        DrawAnswer.draw_id == draw.id, DrawAnswer.answer == Answer.OUT.value
    )
    rows = session.execute(
        select(Membership.person_id, Membership.household).where(
            *clauses_for_voting(session, group, None, draw.called_at),
            Membership.person_id.not_in(out),
        )
    ).all()
    people = {pseudonym(group.id, row.person_id): row.person_id for row in rows}
    if not draw.by_household:
        return people
    homes = {row.person_id: household_of(row.person_id, row.household) for row in rows}
    # Who stands for a household is another one in each draw, and nobody can choose it.
    turn = sorted(people, key=lambda each: _turn(draw, each), reverse=True)
    stand_ins = {homes[people[each]]: each for each in turn}
    return {each: people[each] for each in stand_ins.values()}


def _turn(draw: Draw, member: str) -> bytes:
    return hashlib.sha256(f"{draw.commitment}:{member}".encode()).digest()


def tell_of_draw(
    session: Session, group: Group, draw: Draw, kind: str, people: Iterable[UUID], at: datetime
) -> None:
    """Tell people of a draw; of a hidden group neither its name nor what for."""
    about = About(ABOUT, draw.id)
    if group.visibility == Visibility.HIDDEN:
        tell(session, people, "draw_of_mine", about=about, now=at)
        return
    tell(session, people, kind, about=about, now=at, purpose=draw.purpose, group=group.name)


@member_left.connect
def give_seats_up(session: Session, *, group: Group, person_id: UUID, now: datetime) -> None:
    """Let somebody who left a group hold no seats there, and not be in its pools."""
    mine = (
        select(Draw)
        .join(DrawAnswer, DrawAnswer.draw_id == Draw.id)
        .where(
            Draw.group_id == group.id,
            DrawAnswer.person_id == person_id,
            DrawAnswer.answer == Answer.SEATED.value,
        )
        .order_by(Draw.id)
    )
    if group.closed_at is None:
        for draw in session.scalars(mine).all():
            decline_seat(session, group, draw, person_id, now)
    session.execute(
        update(Draw)
        .where(Draw.group_id == group.id, Draw.called_by == person_id)
        .values(called_by=None)
    )


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget where somebody stood in draws. What stands for them leads to nobody then."""
    session.execute(delete(DrawAnswer).where(DrawAnswer.person_id == person_id))
    session.execute(update(Draw).where(Draw.called_by == person_id).values(called_by=None))
