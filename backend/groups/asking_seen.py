"""Reading invitations in somebody's own words: whom one asked in, and who asks oneself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, func, or_, select, tuple_

from backend.groups.acting import hands_lent, standing_of
from backend.groups.asked_in import open_to
from backend.groups.belonging import check_belongs
from backend.groups.errors import AskingNotFound
from backend.groups.models import (
    AskedNeighbour,
    Asking,
    Group,
    Hand,
    Membership,
    UnaskedNeighbour,
)
from backend.groups.powers import Act, Standing, takes
from backend.groups.queries import Reader
from backend.groups.seen import Related
from backend.groups.states import AskingKind, AskingState, Joining
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name


@dataclass(frozen=True, slots=True)
class AskingSeen:
    """An invitation as those see it who ask: never how many it reached, nor who said no."""

    id: UUID
    kind: AskingKind
    person: Related | None
    cell: str | None
    radius_metres: int | None
    words: str
    is_mine: bool
    state: AskingState
    made_at: datetime
    asked_at: datetime | None
    expires_at: datetime
    hands: int
    hands_needed: int
    can: list[str]
    next: Next | None
    says: Saying


@dataclass(frozen=True, slots=True)
class GroupAsking:
    """What somebody should know of a group that asks them in."""

    id: UUID
    name: str
    purpose: str
    joining: Joining
    questions: list[str]
    vouched: bool


@dataclass(frozen=True, slots=True)
class AskedInSeen:
    """An invitation as whoever is asked sees it."""

    id: UUID
    kind: AskingKind
    group: GroupAsking
    asked_by: Related | None
    """Who asks one; None where a group asks a street or everybody near."""
    words: str
    asked_at: datetime
    expires_at: datetime
    can: list[str]
    next: Next
    says: Saying


def list_askings(
    reader: Reader, group_id: UUID, *, by: UUID, now: datetime, after: UUID | None, limit: int
) -> list[AskingSeen]:
    """List whom one asked into a group of one's own, and which streets it asked, newest first.

    Raises GroupNotFound and NotAMember. Three queries.
    """
    check_belongs(reader, group_id, by=by)
    query = _askings(by).where(Asking.group_id == group_id)
    if after is not None:
        query = query.where(Asking.id < after)
    standing = standing_of(reader, group_id, by=by, now=now)
    rows = reader.execute(query.order_by(Asking.id.desc()).limit(limit + 1))
    return [_asking_seen(row, standing, by=by, now=now) for row in rows]


def get_asking(reader: Reader, asking_id: UUID, *, by: UUID, now: datetime) -> AskingSeen:
    """Return an invitation of one's own, or of a group of one's own; raise ``AskingNotFound``."""
    row = reader.execute(_askings(by).where(Asking.id == asking_id)).one_or_none()
    if row is None:
        raise AskingNotFound
    standing = standing_of(reader, row.group_id, by=by, now=now)
    return _asking_seen(row, standing, by=by, now=now)


def list_asked_in(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[AskedInSeen]:
    """List what somebody is asked into and has not answered, the latest first. One query."""
    query: Any = (
        select(
            Asking.id,
            Asking.kind,
            Asking.words,
            Asking.expires_at,
            AskedNeighbour.asked_at,
            Person.id.label("person_id"),
            Person.display_name,
            Group.id.label("group_id"),
            Group.name,
            Group.purpose,
            Group.joining,
            Group.questions,
            Group.vouched,
            Group.zone,
        )
        .join(AskedNeighbour, AskedNeighbour.asking_id == Asking.id)
        .join(Group, Group.id == Asking.group_id)
        .outerjoin(
            Person,
            and_(Person.id == Asking.asked_by, Asking.kind == AskingKind.PERSON.value),
        )
        .where(open_to(by, now))
    )
    position = (AskedNeighbour.asked_at, AskedNeighbour.asking_id)
    if after is not None:
        query = query.where(tuple_(*position) < after)
    rows = reader.execute(query.order_by(*(each.desc() for each in position)).limit(limit + 1))
    return [_asked_seen(row) for row in rows]


def likes_to_be_asked(reader: Reader, *, by: UUID) -> bool:
    """Answer whether somebody may be asked with their street."""
    unasked = select(exists().where(UnaskedNeighbour.person_id == by))
    return not reader.execute(unasked).scalar_one()


def _askings(by: UUID) -> Any:
    hands = hands_lent(func.count(), Asking.id, Act.ASK_AROUND.value, Asking.group_id)
    lent = exists().where(
        Hand.about_id == Asking.id, Hand.act == Act.ASK_AROUND.value, Hand.person_id == by
    )
    came = exists().where(
        Membership.group_id == Asking.group_id,
        Membership.person_id == Asking.person_id,
        Membership.invited_by == by,
    )
    return (
        select(
            Asking.id,
            Asking.group_id,
            Asking.kind,
            Asking.asked_by,
            Asking.cell,
            Asking.radius_metres,
            Asking.words,
            Asking.made_at,
            Asking.asked_at,
            Asking.expires_at,
            Asking.ended_at,
            Person.id.label("person_id"),
            Person.display_name,
            Group.zone,
            hands.label("hands"),
            lent.label("has_lent"),
            came.label("has_come"),
        )
        .join(Group, Group.id == Asking.group_id)
        .outerjoin(Person, and_(Person.id == Asking.person_id, visible_people(by)))
        .where(
            Group.closed_at.is_(None),
            exists().where(Membership.group_id == Group.id, Membership.person_id == by),
            or_(
                Asking.asked_by == by,
                and_(Asking.kind != AskingKind.PERSON.value, in_sight(Asking.asked_by, by)),
            ),
        )
    )


def _asking_seen(row: Row[Any], standing: Standing, *, by: UUID, now: datetime) -> AskingSeen:
    kind, state, is_mine = AskingKind(row.kind), _state(row, now), row.asked_by == by
    act = Act.INVITE if kind is AskingKind.PERSON else Act.ASK_AROUND
    can = []
    if state in (AskingState.WAITING, AskingState.OPEN):
        if is_mine:
            can = ["take_back"]
        if state is AskingState.WAITING and not row.has_lent and takes(act, standing):
            can.append("lend_hand")
    person = None
    if row.person_id is not None:
        person = Related(row.person_id, first_name(row.display_name))
    is_under_way = state in (AskingState.WAITING, AskingState.OPEN)
    return AskingSeen(
        id=row.id,
        kind=kind,
        person=person,
        cell=row.cell,
        radius_metres=row.radius_metres,
        words=row.words,
        is_mine=is_mine,
        state=state,
        made_at=row.made_at,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        hands=row.hands,
        hands_needed=takes(act, standing) or 1,
        can=can,
        next=Next(row.expires_at, AskingState.OVER.value) if is_under_way else None,
        says=Saying(
            f"asking_{state.value}",
            {
                "kind": kind.value,
                "name": "" if person is None else person.name,
                "until": LocalTime(row.expires_at, row.zone),
            },
        ),
    )


def _state(row: Row[Any], now: datetime) -> AskingState:
    if row.has_come:
        return AskingState.CAME
    if row.ended_at is not None or row.expires_at <= now:
        return AskingState.OVER
    return AskingState.OPEN if row.asked_at is not None else AskingState.WAITING


def _asked_seen(row: Row[Any]) -> AskedInSeen:
    asked_by = None
    if row.person_id is not None:
        asked_by = Related(row.person_id, first_name(row.display_name))
    return AskedInSeen(
        id=row.id,
        kind=AskingKind(row.kind),
        group=GroupAsking(
            row.group_id,
            row.name,
            row.purpose,
            Joining(row.joining),
            list(row.questions),
            row.vouched,
        ),
        asked_by=asked_by,
        words=row.words,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        can=["accept", "decline"],
        next=Next(row.expires_at, AskingState.OVER.value),
        says=Saying(
            "asked_in_by_person" if asked_by else "asked_in_by_group",
            {
                "name": asked_by.name if asked_by else "",
                "group": row.name,
                "until": LocalTime(row.expires_at, row.zone),
            },
        ),
    )
