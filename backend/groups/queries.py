"""Reading groups: who may see one, those near or around somewhere, mine, and who belongs."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Float,
    Integer,
    Row,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from backend.groups.clauses import takes_of
from backend.groups.errors import GroupNotFound
from backend.groups.models import Group, GroupInvitation, JoinRequest, Membership, RecordEntry
from backend.groups.powers import ALL_TENURED_FOR, MANY, TENURE, Act
from backend.groups.record import Recorded, pseudonym, written_at
from backend.groups.seen import GroupSeen, MineSeen, PointSeen, Related
from backend.groups.states import (
    ASKS_AFTER_REMOVAL,
    Joining,
    RequestState,
    Shows,
    Visibility,
)
from backend.groups.together import proposals_seen, proposed_about
from backend.kernel.sayings import Saying
from backend.people.models import Person
from backend.people.rules import first_name
from backend.places.distance import metres_between
from backend.places.mercator import LEAST_DEGREE, scale_at, to_mercator

Reader = Connection | Session

_MARGIN = 10.0  # metres of the map: a published point is moved by up to five
_MINE = aliased(Membership)
_AROUND = aliased(Group)
_INVITER = aliased(Person)


_VIEWER = bindparam("viewer", type_=Uuid())
_NOW = bindparam("now", type_=DateTime(timezone=True))


def belongs(viewer: UUID) -> ColumnElement[bool]:
    """Return the clause on ``Group`` for those a person belongs to."""
    return exists().where(Membership.group_id == Group.id, Membership.person_id == viewer)


def visible_groups(viewer: UUID) -> ColumnElement[bool]:
    """Return the one clause on ``Group`` for those a person may see, in lists and single reads.

    Those for anybody nearby, and one's own. Whoever holds an invitation reads it by that.
    """
    return or_(Group.visibility == Visibility.NEARBY.value, belongs(viewer))


def get_group(reader: Reader, group_id: UUID, *, by: UUID, now: datetime) -> GroupSeen:
    """Return a group that is not closed; raise ``GroupNotFound``. One query."""
    asked_to_go = exists().where(
        RecordEntry.group_id == group_id,
        RecordEntry.act == Recorded.MEMBER_REMOVED.value,
        RecordEntry.facts["member"].astext == pseudonym(group_id, by),
        RecordEntry.at > written_at(now - ASKS_AFTER_REMOVAL),
    )
    row = reader.execute(
        _groups(by, now, case((_MINE.person_id.is_(None), asked_to_go)).label("must_ask")).where(
            Group.id == group_id, Group.closed_at.is_(None), visible_groups(by)
        )
    ).one_or_none()
    if row is None:
        raise GroupNotFound
    return _seen(row, must_ask=bool(row.must_ask))


def get_invited(reader: Reader, invitation_id: UUID, *, by: UUID, now: datetime) -> GroupSeen:
    """Return the group to which an invitation leads; raise ``GroupNotFound``. One query."""
    row = reader.execute(
        _groups(by, now)
        .join(GroupInvitation, GroupInvitation.group_id == Group.id)
        .where(GroupInvitation.id == invitation_id, Group.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise GroupNotFound
    return _seen(row, is_invited=True)


def get_asked_into(reader: Reader, group_id: UUID, *, by: UUID, now: datetime) -> GroupSeen:
    """Return a group into which somebody was asked, for them; raise ``GroupNotFound``.

    One query. Whether they may see it otherwise plays no part.
    """
    row = reader.execute(
        _groups(by, now).where(Group.id == group_id, Group.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise GroupNotFound
    return _seen(row)


def get_boundary(reader: Reader, group_id: UUID, *, by: UUID) -> dict[str, Any]:
    """Return the boundary of a neighbourhood as it was given; raise ``GroupNotFound``."""
    boundary: dict[str, Any] | None = reader.scalar(
        select(Group.boundary).where(
            Group.id == group_id, Group.closed_at.is_(None), visible_groups(by)
        )
    )
    if boundary is None:
        raise GroupNotFound
    return boundary


def list_my_groups(
    reader: Reader, *, by: UUID, now: datetime, after: tuple[datetime, UUID] | None, limit: int
) -> list[GroupSeen]:
    """List the groups a person belongs to, in the order in which they joined. One query."""
    asked: dict[str, object] = {"viewer": by, "now": now, "rows": limit + 1}
    if after is not None:
        asked |= {"after_at": after[0], "after_id": after[1]}
    return [_seen(row) for row in reader.execute(_my_groups(goes_on=after is not None), asked)]


@cache
def _my_groups(*, goes_on: bool) -> Any:
    # Built once: it is what a phone opens with, and takes longer to put together than to answer.
    query = _groups(_VIEWER, _NOW).where(_MINE.person_id.is_not(None), Group.closed_at.is_(None))
    if goes_on:
        after = tuple_(
            bindparam("after_at", type_=DateTime(timezone=True)),
            bindparam("after_id", type_=Uuid()),
        )
        query = query.where(tuple_(_MINE.joined_at, Group.id) > after)
    return query.order_by(_MINE.joined_at, Group.id).limit(bindparam("rows", type_=Integer))


def list_neighbourhoods(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    latitude: float,
    longitude: float,
    after: tuple[float, UUID] | None,
    limit: int,
) -> tuple[list[GroupSeen], tuple[float, UUID] | None]:
    """List the neighbourhoods around a point, the smallest first, and where to go on. One query."""
    x, y = to_mercator(latitude, longitude)
    point = func.point(literal(x, Float), literal(y, Float))
    here = func.polygon(func.box(point, point))
    size = func.area(func.box(Group.outline), type_=Float())
    query = _groups(by, now, size.label("size")).where(
        Group.closed_at.is_(None),
        visible_groups(by),
        # The first for the index, which has no points; the second is exact.
        Group.outline.op("&&", return_type=Boolean())(here),
        Group.outline.op("@>", return_type=Boolean())(point),
    )
    if after is not None:
        query = query.where(tuple_(size, Group.id) > after)
    rows = reader.execute(query.order_by(size, Group.id).limit(limit + 1)).all()
    following = (rows[limit - 1].size, rows[limit - 1].id) if len(rows) > limit else None
    return [_seen(row) for row in rows[:limit]], following


def list_groups_near(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    latitude: float,
    longitude: float,
    radius_metres: int,
    words: str,
    after: tuple[float, UUID] | None,
    limit: int,
) -> tuple[list[GroupSeen], tuple[float, UUID] | None]:
    """List the groups near a point, nearest first, and where to go on. One query.

    Distances are to the published point, from which also the order and the edge are told.
    """
    x, y = to_mercator(latitude, longitude)
    here = func.point(literal(x, Float), literal(y, Float))
    distance = Group.nearness.op("<->", return_type=Float())(here)
    reach = radius_metres * scale_at(abs(latitude) + radius_metres / LEAST_DEGREE) + _MARGIN
    query = _groups(by, now, distance.label("distance")).where(
        Group.closed_at.is_(None),
        # For the index, which holds only these; one's own hidden ones are in one's own list.
        Group.visibility == literal_column("'nearby'"),
        Group.nearness.op("<@", return_type=Boolean())(func.circle(here, literal(reach, Float))),
    )
    for word in words.split():
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(or_(Group.name.ilike(pattern), Group.purpose.ilike(pattern)))
    if after is not None:
        query = query.where(tuple_(distance, Group.id) > after)
    # Groups are few enough for a tie to be broken here: a town has hundreds of them.
    rows = reader.execute(query.order_by(distance, Group.id).limit(limit + 1)).all()
    page = rows[:limit]
    items: list[GroupSeen] = []
    for row in page:
        metres = metres_between(
            (latitude, longitude), (row.published_latitude, row.published_longitude)
        )
        if metres <= radius_metres:
            items.append(_seen(row, distance_metres=10 * round(metres / 10)))
    following = (page[-1].distance, page[-1].id) if len(rows) > limit else None
    return items, following


def _groups(by: UUID | Any, now: datetime | Any, *more: Any) -> Any:
    asked = (
        select(JoinRequest.id)
        .where(
            JoinRequest.group_id == Group.id,
            JoinRequest.person_id == by,
            JoinRequest.state == RequestState.ASKED.value,
            JoinRequest.answer_by > now,
        )
        .scalar_subquery()
    )
    members = select(func.count()).where(Membership.group_id == Group.id).scalar_subquery()
    is_mine = _MINE.person_id.is_not(None)
    return (
        select(
            Group.id,
            Group.version,
            Group.name,
            Group.purpose,
            Group.languages,
            Group.published_latitude,
            Group.published_longitude,
            Group.cell,
            Group.zone,
            Group.joining,
            Group.visibility,
            Group.questions,
            Group.vouched,
            Group.due_at,
            Group.outline.is_not(None).label("is_neighbourhood"),
            _AROUND.id.label("around_id"),
            _AROUND.name.label("around_name"),
            members.label("members"),
            Group.founded_at,
            _MINE.joined_at,
            _MINE.shows,
            _MINE.silent_until,
            _MINE.household,
            _INVITER.id.label("inviter_id"),
            _INVITER.display_name.label("inviter_name"),
            (Group.last_notice_at > func.coalesce(_MINE.read_until, _MINE.joined_at)).label(
                "has_unread"
            ),
            asked.label("asked"),
            case((is_mine, _is_heard(now))).label("is_heard"),
            case((is_mine, takes_of(Act.EDIT, by, Group.id, now))).label("takes_to_edit"),
            case((is_mine, proposed_about(Group.id, Group.id, by, now))).label("proposed"),
            *more,
        )
        .outerjoin(_MINE, and_(_MINE.group_id == Group.id, _MINE.person_id == by))
        .outerjoin(_INVITER, _INVITER.id == _MINE.invited_by)
        .outerjoin(_AROUND, and_(_AROUND.id == Group.neighbourhood_id, _AROUND.closed_at.is_(None)))
    )


def _is_heard(now: datetime | Any) -> ColumnElement[bool]:
    """Return the clause for whether one has belonged for long enough, or nobody has."""
    long_ago = now - TENURE
    somebody = exists().where(Membership.group_id == Group.id, Membership.joined_at <= long_ago)
    return or_(Group.founded_at > now - ALL_TENURED_FOR, _MINE.joined_at <= long_ago, ~somebody)


def _seen(
    row: Row[Any],
    *,
    distance_metres: int | None = None,
    is_invited: bool = False,
    must_ask: bool = False,
) -> GroupSeen:
    mine = None
    if row.joined_at is not None:
        inviter = None
        if row.inviter_id is not None:
            inviter = Related(row.inviter_id, first_name(row.inviter_name))
        mine = MineSeen(
            row.joined_at,
            Shows(row.shows),
            row.silent_until,
            row.household,
            bool(row.has_unread),
            inviter,
        )
    joining = Joining(row.joining)
    return GroupSeen(
        id=row.id,
        version=row.version,
        name=row.name,
        purpose=row.purpose,
        languages=list(row.languages),
        point=PointSeen(row.published_latitude, row.published_longitude),
        cell=row.cell,
        zone=row.zone,
        joining=joining,
        visibility=Visibility(row.visibility),
        questions=list(row.questions),
        vouched=row.vouched,
        is_neighbourhood=row.is_neighbourhood,
        neighbourhood=None if row.around_id is None else Related(row.around_id, row.around_name),
        members=row.members,
        founded_at=row.founded_at,
        mine=mine,
        asked=row.asked,
        distance_metres=distance_metres,
        proposed=proposals_seen(row.proposed, row.takes_to_edit),
        can=[
            *_can(row, joining, is_invited=is_invited, must_ask=must_ask),
            *(["edit"] if row.takes_to_edit is not None else []),
        ],
        says=_says(row, Joining.ASK if must_ask else joining, is_invited=is_invited),
        due_at=row.due_at,
    )


def _says(row: Row[Any], joining: Joining, *, is_invited: bool) -> Saying:
    params = {"name": row.name, "members": row.members}
    if row.joined_at is not None:
        return Saying("group_mine", params)
    if row.asked:
        return Saying("group_asked", params)
    if is_invited:
        return Saying("group_invited_you", {**params, "vouched": "yes" if row.vouched else "no"})
    if row.vouched:
        return Saying("group_vouched", params)
    return Saying(f"group_{joining.value}", params)


def _can(row: Row[Any], joining: Joining, *, is_invited: bool, must_ask: bool) -> list[str]:
    if row.joined_at is not None:
        can = ["write", "meet", "invite", "silence", "leave"]
        if row.is_heard or row.members < MANY:
            can.append("propose")
        return [*can, "draw"] if row.is_heard else can
    if row.asked is not None:
        return ["withdraw"]
    if is_invited:
        return ["join"]
    if row.vouched or must_ask:
        return ["ask"]
    return {Joining.OPEN: ["join"], Joining.ASK: ["ask"], Joining.INVITED: []}[joining]
