"""Reading draws: how they stand, who has a seat, and the record by which anybody redoes one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import aliased

from backend.decisions.drawing import TreeSeen, tree_of
from backend.decisions.errors import DrawNotFound
from backend.decisions.lots import Answer, DrawState
from backend.decisions.models import Draw, DrawAnswer
from backend.decisions.seen import person_seen
from backend.groups.belonging import check_belongs
from backend.groups.models import Group, Membership
from backend.groups.powers import ALL_TENURED_FOR, TENURE
from backend.groups.queries import Reader
from backend.groups.record import written_at
from backend.groups.seen import Related
from backend.groups.settling import Looking, settle_if_due
from backend.groups.states import Shows
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.people.blocks import in_sight
from backend.people.models import Person

FORMAT = "neighbours-draw-1"
_CALLER = aliased(Person)
_CALLER_IN = aliased(Membership)
_OTHER = aliased(Membership)


@dataclass(frozen=True, slots=True)
class DrawSeen:
    """A draw as a member sees it."""

    id: UUID
    group: Related
    called_by: Related | None
    purpose: str
    seats: int
    by_household: bool
    called_at: datetime
    closes_at: datetime
    state: DrawState
    commitment: str
    link: str | None
    seated: list[Related]
    """Those with a seat whom the reader may see; the lot named others too, perhaps."""
    mine: Answer | None
    can: list[str]
    next: Next | None
    says: Saying


@dataclass(frozen=True, slots=True)
class DrawRecordSeen:
    """All that is needed to redo a draw. Nobody's name or id."""

    format: str
    group: str
    draw: str
    seats: int
    by_household: bool
    called_at: str
    closes_at: str
    commitment: str
    tree: TreeSeen
    link: str | None
    pool: list[str]
    order: list[str]


def settled_reader(looking: Looking, draw_id: UUID, *, by: UUID, now: datetime) -> Reader:
    """Settle the group of a draw if something is due; return what to read with.

    Raises DrawNotFound for who does not belong to the group. One query where nothing is due.
    """
    row = looking.reader.execute(
        select(Draw.group_id, Group.due_at)
        .join(Group, Group.id == Draw.group_id)
        .join(Membership, Membership.group_id == Group.id)
        .where(Draw.id == draw_id, Membership.person_id == by, Group.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise DrawNotFound
    if row.due_at is None or row.due_at > now:
        return looking.reader
    return settle_if_due(looking, row.group_id, now)


def get_draw(reader: Reader, draw_id: UUID, *, by: UUID) -> DrawSeen:
    """Return a draw of a group of one's own; raise ``DrawNotFound``. Two queries."""
    row = reader.execute(_draws(by).where(Draw.id == draw_id)).one_or_none()
    if row is None:
        raise DrawNotFound
    return _seen([row], reader, by=by)[0]


def list_draws(
    reader: Reader, group_id: UUID, *, by: UUID, after: UUID | None, limit: int
) -> list[DrawSeen]:
    """List the draws of a group, the newest first; raise as `check_belongs`. Three queries."""
    check_belongs(reader, group_id, by=by)
    query = _draws(by).where(Draw.group_id == group_id)
    if after is not None:
        query = query.where(Draw.id < after)
    rows = reader.execute(query.order_by(Draw.id.desc()).limit(limit + 1)).all()
    return _seen(rows, reader, by=by)


def get_record(reader: Reader, draw_id: UUID, *, by: UUID) -> DrawRecordSeen:
    """Return the record of a draw, as `scripts/verify_draw` reads it; raise ``DrawNotFound``.

    Two queries. Pool and order are empty, and there is no link, until it is drawn.
    """
    row = reader.execute(
        select(
            Draw.id,
            Draw.group_id,
            Draw.seats,
            Draw.by_household,
            Draw.called_at,
            Draw.closes_at,
            Draw.commitment,
            Draw.chain_number,
            Draw.revealed,
            Draw.pool,
            Draw.drawn,
        )
        .join(Group, Group.id == Draw.group_id)
        .join(Membership, Membership.group_id == Group.id)
        .where(Draw.id == draw_id, Membership.person_id == by, Group.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise DrawNotFound
    return DrawRecordSeen(
        format=FORMAT,
        group=str(row.group_id),
        draw=str(row.id),
        seats=row.seats,
        by_household=row.by_household,
        called_at=written_at(row.called_at),
        closes_at=written_at(row.closes_at),
        commitment=row.commitment,
        tree=tree_of(reader, row.chain_number),
        link=row.revealed or None,
        pool=row.pool,
        order=row.drawn,
    )


def _draws(by: UUID) -> Any:
    mine = (
        select(DrawAnswer.answer)
        .where(DrawAnswer.draw_id == Draw.id, DrawAnswer.person_id == by)
        .scalar_subquery()
    )
    return (
        select(
            Draw.id,
            Draw.group_id,
            Group.name.label("group_name"),
            Group.zone,
            Draw.called_by,
            _CALLER.display_name.label("caller_name"),
            _CALLER_IN.shows.label("caller_shows"),
            Draw.purpose,
            Draw.seats,
            Draw.by_household,
            Draw.called_at,
            Draw.closes_at,
            Draw.commitment,
            Draw.revealed,
            Draw.drawn_at,
            mine.label("mine"),
            _may_be_drawn().label("may_be_drawn"),
        )
        .join(Group, Group.id == Draw.group_id)
        .join(Membership, and_(Membership.group_id == Group.id, Membership.person_id == by))
        .outerjoin(_CALLER, and_(_CALLER.id == Draw.called_by, in_sight(_CALLER.id, by)))
        .outerjoin(
            _CALLER_IN,
            and_(_CALLER_IN.group_id == Draw.group_id, _CALLER_IN.person_id == Draw.called_by),
        )
        .where(Group.closed_at.is_(None))
    )


def _may_be_drawn() -> ColumnElement[bool]:
    """Return the clause for whether the reader counted when the draw was called, as its pool does.

    It is the rule of `opening.clauses_for_voting`, for many draws in one query.
    """
    long_before = Draw.called_at - TENURE
    somebody = exists().where(_OTHER.group_id == Draw.group_id, _OTHER.joined_at <= long_before)
    return and_(
        Membership.joined_at <= Draw.called_at,
        or_(
            Group.founded_at > Draw.called_at - ALL_TENURED_FOR,
            Membership.joined_at <= long_before,
            ~somebody,
        ),
    )


def _seen(rows: Sequence[Row[Any]], reader: Reader, *, by: UUID) -> list[DrawSeen]:
    seated: dict[UUID, list[Related]] = defaultdict(list)
    counts: dict[UUID, int] = defaultdict(int)
    sight = in_sight(DrawAnswer.person_id, by).label("in_sight")
    for each in reader.execute(
        select(
            DrawAnswer.draw_id,
            DrawAnswer.person_id,
            Person.display_name,
            Membership.shows,
            sight,
        )
        .join(Draw, Draw.id == DrawAnswer.draw_id)
        .join(Person, Person.id == DrawAnswer.person_id)
        .join(
            Membership,
            and_(
                Membership.group_id == Draw.group_id, Membership.person_id == DrawAnswer.person_id
            ),
        )
        .where(
            DrawAnswer.draw_id.in_([row.id for row in rows]),
            DrawAnswer.answer == Answer.SEATED.value,
        )
        .order_by(DrawAnswer.draw_id, DrawAnswer.answered_at, DrawAnswer.person_id)
    ):
        counts[each.draw_id] += 1
        is_shown = each.in_sight and (each.shows != Shows.NOTHING or each.person_id == by)
        person = person_seen(each.person_id, each.display_name, each.shows)
        if is_shown and person is not None:
            seated[each.draw_id].append(person)
    return [_draw_seen(row, seated[row.id], counts[row.id]) for row in rows]


def _draw_seen(row: Row[Any], seated: list[Related], count: int) -> DrawSeen:
    state = DrawState.OPEN if row.drawn_at is None else DrawState.DRAWN
    mine = None if row.mine is None else Answer(row.mine)
    can: list[str] = []
    if state is DrawState.OPEN:
        if row.may_be_drawn:
            can = ["step_in"] if mine is Answer.OUT else ["step_out"]
    elif mine is Answer.SEATED:
        can = ["decline"]
    is_open = state is DrawState.OPEN
    params = {
        "purpose": row.purpose,
        "seats": row.seats,
        "taken": count,
        "until": LocalTime(row.closes_at, row.zone),
        "mine": _where_in(row, mine),
    }
    return DrawSeen(
        id=row.id,
        group=Related(row.group_id, row.group_name),
        called_by=person_seen(row.called_by, row.caller_name, row.caller_shows),
        purpose=row.purpose,
        seats=row.seats,
        by_household=row.by_household,
        called_at=row.called_at,
        closes_at=row.closes_at,
        state=state,
        commitment=row.commitment,
        link=row.revealed or None,
        seated=seated,
        mine=mine,
        can=can,
        next=Next(at=row.closes_at, becomes=DrawState.DRAWN.value) if is_open else None,
        says=Saying(f"draw_{state.value}", params),
    )


def _where_in(row: Row[Any], mine: Answer | None) -> str:
    if mine is not None:
        return mine.value
    return "none" if row.may_be_drawn else "late"
