"""Reading who belongs to a group, and who would like to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select, tuple_

from backend.groups.errors import GroupNotFound, JoinRequestNotFound, NotAMember
from backend.groups.models import Group, Hand, JoinRequest, Membership
from backend.groups.powers import Act, hands_needed
from backend.groups.queries import Reader, Related, belongs, visible_groups
from backend.groups.states import RequestFacts, RequestState, Shows, find_next, request_state_at
from backend.kernel.sayings import Next, Saying
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.rules import first_name


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """Somebody in a group, as far as they show themselves to the others."""

    id: UUID | None
    name: str
    joined_at: datetime
    position: UUID
    """Orders the list; not shown."""


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """A wish to join, as its maker or a member sees it. Never with a way to reach anybody."""

    id: UUID
    group: Related
    person: Related | None
    answers: list[str]
    words: str
    asked_at: datetime
    state: RequestState
    hands: int
    """How many members have lent a hand to admitting them."""
    hands_needed: int
    can: list[str]
    next: Next | None
    says: Saying


def list_members(
    reader: Reader,
    group_id: UUID,
    *,
    by: UUID,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[MemberSeen]:
    """List who belongs to a group of one's own, as each likes to be seen, the longest first.

    Raises GroupNotFound and NotAMember. Whoever shows nothing is left out, and so are people out
    of sight. Two queries.
    """
    check_belongs(reader, group_id, by=by)
    query = (
        select(Membership.person_id, Membership.joined_at, Membership.shows, Person.display_name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.group_id == group_id,
            or_(Membership.shows != Shows.NOTHING.value, Membership.person_id == by),
            in_sight(Membership.person_id, by),
        )
    )
    if after is not None:
        query = query.where(tuple_(Membership.joined_at, Membership.person_id) > after)
    rows = reader.execute(
        query.order_by(Membership.joined_at, Membership.person_id).limit(limit + 1)
    )
    return [
        MemberSeen(
            id=row.person_id,
            name=row.display_name if row.shows == Shows.NAME else first_name(row.display_name),
            joined_at=row.joined_at,
            position=row.person_id,
        )
        for row in rows
    ]


def check_belongs(reader: Reader, group_id: UUID, *, by: UUID) -> None:
    """Raise GroupNotFound for whoever may not see a group, NotAMember for who may."""
    mine = reader.execute(
        select(belongs(by)).where(
            Group.id == group_id, Group.closed_at.is_(None), visible_groups(by)
        )
    ).scalar_one_or_none()
    if mine is None:
        raise GroupNotFound
    if not mine:
        raise NotAMember


def list_join_requests(
    reader: Reader,
    group_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: UUID | None,
    limit: int,
) -> list[RequestSeen]:
    """List who would like to join a group of one's own, who waits longest first. Two queries."""
    check_belongs(reader, group_id, by=by)
    query = _requests(by).where(
        JoinRequest.group_id == group_id,
        JoinRequest.state == RequestState.ASKED.value,
        JoinRequest.answer_by > now,
        in_sight(JoinRequest.person_id, by),
    )
    if after is not None:
        query = query.where(JoinRequest.id > after)
    rows = reader.execute(query.order_by(JoinRequest.id).limit(limit + 1))
    return [_request_seen(row, by=by, now=now) for row in rows]


def get_join_request(reader: Reader, request_id: UUID, *, by: UUID, now: datetime) -> RequestSeen:
    """Return a wish to join, one's own or to a group of one's own; ``JoinRequestNotFound``."""
    row = reader.execute(
        _requests(by).where(
            JoinRequest.id == request_id,
            or_(
                JoinRequest.person_id == by,
                and_(belongs(by), in_sight(JoinRequest.person_id, by)),
            ),
        )
    ).one_or_none()
    if row is None:
        raise JoinRequestNotFound
    return _request_seen(row, by=by, now=now)


def _requests(by: UUID) -> Any:
    hands = (
        select(func.count())
        .where(Hand.about_id == JoinRequest.id, Hand.act == Act.ADMIT.value)
        .scalar_subquery()
    )
    mine = (
        select(Hand.act)
        .where(Hand.about_id == JoinRequest.id, Hand.person_id == by)
        .scalar_subquery()
    )
    members = select(func.count()).where(Membership.group_id == Group.id).scalar_subquery()
    return (
        select(
            JoinRequest.id,
            JoinRequest.group_id,
            Group.name.label("group_name"),
            JoinRequest.person_id,
            Person.display_name,
            JoinRequest.answers,
            JoinRequest.words,
            JoinRequest.asked_at,
            JoinRequest.answer_by,
            JoinRequest.state,
            hands.label("hands"),
            mine.label("my_hand"),
            members.label("members"),
        )
        .join(Group, Group.id == JoinRequest.group_id)
        .outerjoin(Person, Person.id == JoinRequest.person_id)
    )


def _request_seen(row: Row[Any], *, by: UUID, now: datetime) -> RequestSeen:
    facts = RequestFacts(RequestState(row.state), row.answer_by)
    state = request_state_at(facts, now)
    is_mine = row.person_id == by
    can: list[str] = []
    if state is RequestState.ASKED:
        if is_mine:
            can = ["withdraw"]
        else:
            can = [act for act, hand in _ANSWERS.items() if row.my_hand != hand]
    name = "" if row.display_name is None else first_name(row.display_name)
    said = "request_mine" if is_mine else "request"
    return RequestSeen(
        id=row.id,
        group=Related(row.group_id, row.group_name),
        person=None if row.person_id is None else Related(row.person_id, name),
        answers=list(row.answers),
        words=row.words,
        asked_at=row.asked_at,
        state=state,
        hands=0 if is_mine else row.hands,
        hands_needed=hands_needed(Act.ADMIT, row.members),
        can=can,
        next=find_next(facts, now),
        says=Saying(
            f"{said}_{state.value}",
            {"group": row.group_name, "name": name, "until": row.answer_by},
        ),
    )


_ANSWERS = {"admission": Act.ADMIT.value, "declining": Act.DECLINE.value}
