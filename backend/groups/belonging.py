"""Reading who belongs to a group, and who would like to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, case, func, or_, select, tuple_

from backend.groups.acting import LENDER, hands_lent, standing_of
from backend.groups.errors import GroupNotFound, JoinRequestNotFound, NotAMember
from backend.groups.households import household_of
from backend.groups.models import Group, Hand, JoinRequest, Membership
from backend.groups.powers import Act, Mode, Standing, takes
from backend.groups.queries import Reader, belongs, visible_groups
from backend.groups.seen import Related
from backend.groups.states import RequestFacts, RequestState, Shows, find_next, request_state_at
from backend.groups.vouching import VOUCH
from backend.kernel.sayings import LocalTime, Next, Saying
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
    by_vouching: bool
    """Whether members vouch for them, of as many households as hands are needed."""
    hands: int
    """How many members have lent a hand to admitting them, or vouched."""
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
    """List who would like to join a group of one's own, who waits longest first.

    Three queries.
    """
    check_belongs(reader, group_id, by=by)
    standing = standing_of(reader, group_id, by=by, now=now)
    query = _requests(by).where(
        JoinRequest.group_id == group_id,
        JoinRequest.state == RequestState.ASKED.value,
        JoinRequest.answer_by > now,
        in_sight(JoinRequest.person_id, by),
    )
    if after is not None:
        query = query.where(JoinRequest.id > after)
    rows = reader.execute(query.order_by(JoinRequest.id).limit(limit + 1))
    return [_request_seen(row, standing, by=by, now=now) for row in rows]


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
    standing = standing_of(reader, row.group_id, by=by, now=now)
    return _request_seen(row, standing, by=by, now=now)


def _requests(by: UUID) -> Any:
    wanted = case((Group.vouched, VOUCH), else_=Act.ADMIT.value)
    lenders = func.array_agg(func.concat(LENDER.person_id, " ", LENDER.household))
    hands = hands_lent(lenders, JoinRequest.id, wanted, JoinRequest.group_id)
    mine = (
        select(func.array_agg(Hand.act))
        .where(Hand.about_id == JoinRequest.id, Hand.person_id == by)
        .scalar_subquery()
    )
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
            mine.label("my_hands"),
            Group.vouched,
            Group.zone,
        )
        .join(Group, Group.id == JoinRequest.group_id)
        .outerjoin(Person, Person.id == JoinRequest.person_id)
    )


def _count(hands: list[str] | None, *, by_vouching: bool) -> int:
    """Count who lent a hand: of those who vouch, each household once."""
    each = [hand.partition(" ") for hand in hands or ()]
    if by_vouching:
        return len({household_of(UUID(person_id), household) for person_id, _, household in each})
    return len(each)


def _request_seen(row: Row[Any], standing: Standing, *, by: UUID, now: datetime) -> RequestSeen:
    facts = RequestFacts(RequestState(row.state), row.answer_by)
    state = request_state_at(facts, now)
    is_mine = row.person_id == by
    can: list[str] = []
    if state is RequestState.ASKED:
        can = ["withdraw"] if is_mine else _can(row, standing)
    name = "" if row.display_name is None else first_name(row.display_name)
    usual = 1 if standing.mode is Mode.STEWARDS else 2
    needed = 2 if row.vouched else takes(Act.ADMIT, standing) or usual
    hands = _count(row.hands, by_vouching=row.vouched)
    return RequestSeen(
        id=row.id,
        group=Related(row.group_id, row.group_name),
        person=None if row.person_id is None else Related(row.person_id, name),
        answers=list(row.answers),
        words=row.words,
        asked_at=row.asked_at,
        state=state,
        by_vouching=row.vouched,
        hands=0 if is_mine else hands,
        hands_needed=needed,
        can=can,
        next=find_next(facts, now),
        says=Saying(
            f"request_mine_{state.value}" if is_mine else f"request_{state.value}",
            {
                "group": row.group_name,
                "name": name,
                "until": LocalTime(row.answer_by, row.zone),
                "hands": hands,
                "needed": needed,
            },
        ),
    )


def _can(row: Row[Any], standing: Standing) -> list[str]:
    mine = row.my_hands or []
    can = [
        word
        for word, act in _ANSWERS.items()
        if act.value not in mine
        and takes(act, standing) is not None
        and not (act is Act.ADMIT and row.vouched)
    ]
    if row.vouched:
        can.append("take_word_back" if VOUCH in mine else "vouching")
    return can


_ANSWERS = {"admission": Act.ADMIT, "declining": Act.DECLINE}
