"""Founding a group, saying what it is, belonging to it, and leaving. Leaving is never refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from backend.groups import record, settling, stewards
from backend.groups.boundaries import middle_of, outline_of
from backend.groups.errors import (
    AlreadyAMember,
    ByAskingOnly,
    ByInvitationOnly,
    GroupIsFull,
    GroupNotFound,
    NotAMember,
    PlaceOfGroupNeeded,
    TooManyGroups,
)
from backend.groups.models import (
    AskedNeighbour,
    Asking,
    Group,
    GroupInvitation,
    Hand,
    JoinRequest,
    Membership,
    RecordEntry,
)
from backend.groups.powers import seats_for
from backend.groups.queries import visible_groups
from backend.groups.record import Recorded
from backend.groups.states import (
    ASKS_AFTER_REMOVAL,
    Joining,
    RequestState,
    Shows,
    Visibility,
)
from backend.kernel.ids import new_id
from backend.kernel.signals import Signal
from backend.people.service import (
    hold_person,
    lock_myself,
    person_leaving,
    person_left,
)
from backend.places.cells import cell_of, centre_of
from backend.places.mercator import nearness_of
from backend.places.zones import zone_at

MOST_MEMBERS = 20_000
"""More than any neighbourhood that still knows itself (mission: 8,000 to 12,000 people)."""
MOST_MEMBERSHIPS = 100
MOST_FOUNDED = 5
FOUNDED_WITHIN = timedelta(days=7)

member_left = Signal(
    "Sent in the transaction in which somebody leaves a group, the session as its sender, with "
    "group, person_id and now, the group being locked. Receivers never refuse."
)

group_closed = Signal(
    "Sent in the transaction in which a group is closed, the session as its sender, with group and "
    "now, the group being locked. Receivers never refuse."
)


@dataclass(frozen=True, slots=True)
class Founding:
    """What a group is to be. The place is a point in degrees, of which only the cell is kept."""

    name: str
    purpose: str = ""
    place: tuple[float, float] | None = None
    countryside: bool = False
    languages: Sequence[str] = ()
    joining: Joining = Joining.OPEN
    visibility: Visibility = Visibility.NEARBY
    questions: Sequence[str] = ()
    boundary: Mapping[str, Any] | None = None
    neighbourhood_id: UUID | None = None
    shows: Shows = Shows.FIRST_NAME
    id: UUID = field(default_factory=new_id)


def found(session: Session, founding: Founding, *, by: UUID, now: datetime) -> Group:
    """Found a group, alone, and belong to it. Nobody has to approve.

    Raises TooManyGroups, PlaceOfGroupNeeded, BoundaryNotUsable, and GroupNotFound for a
    neighbourhood that is none.
    """
    person = lock_myself(session, by)
    _check_may_found(session, by, now)
    _check_may_belong(session, by)
    if founding.neighbourhood_id is not None:
        _check_neighbourhood(session, founding.neighbourhood_id, by=by)
    boundary = dict(founding.boundary) if founding.boundary else None
    place = founding.place or (middle_of(boundary) if boundary else None)
    if place is None:
        if person.home_latitude is None or person.home_longitude is None:
            raise PlaceOfGroupNeeded
        place = person.home_latitude, person.home_longitude
    cell = cell_of(*place, countryside=founding.countryside)
    published = centre_of(cell)
    group = Group(
        id=founding.id,
        version=1,
        name=founding.name,
        purpose=founding.purpose,
        languages=list(founding.languages),
        cell=cell,
        published_latitude=published[0],
        published_longitude=published[1],
        nearness=nearness_of(founding.id, *published),
        zone=zone_at(*place),
        joining=founding.joining.value,
        visibility=founding.visibility.value,
        questions=list(founding.questions),
        boundary=boundary,
        outline=outline_of(boundary) if boundary else None,
        neighbourhood_id=founding.neighbourhood_id,
        founded_by=by,
        founded_at=now,
    )
    session.add(group)
    session.flush()
    facts = {"joining": group.joining, "visibility": group.visibility}
    record.write(session, group, Recorded.FOUNDED, facts, now)
    add_member(session, group, by, now=now, shows=founding.shows)
    return group


def lock_group(session: Session, group_id: UUID, *, by: UUID, now: datetime) -> Group:
    """Lock a group that a person may see and that is not closed; raise ``GroupNotFound``.

    What the clock decided until now is carried out first. Come with the person's row locked or
    held before.
    """
    group = session.scalars(
        select(Group)
        .where(Group.id == group_id, Group.closed_at.is_(None), visible_groups(by))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if group is None:
        raise GroupNotFound
    return as_settled(session, group, by=by, now=now)


def as_settled(session: Session, group: Group, *, by: UUID, now: datetime) -> Group:
    """Return a locked group after all that was due; raise ``GroupNotFound`` if that was its end."""
    if group.due_at is None or group.due_at > now:
        return group
    settling.settle(session, group, now)
    if group.closed_at is not None:
        raise GroupNotFound
    if group.visibility != Visibility.NEARBY and find_membership(session, group.id, by) is None:
        raise GroupNotFound
    return group


def find_membership(session: Session, group_id: UUID, person_id: UUID) -> Membership | None:
    """Return somebody's membership as it is now, None where they do not belong."""
    return session.scalars(
        select(Membership)
        .where(Membership.group_id == group_id, Membership.person_id == person_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def join(session: Session, group_id: UUID, *, by: UUID, now: datetime, shows: Shows) -> None:
    """Join an open group; again is the same as once.

    Raises GroupNotFound, ByAskingOnly, ByInvitationOnly, GroupIsFull and TooManyGroups.
    """
    lock_myself(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is not None:
        return
    if group.joining == Joining.INVITED:
        raise ByInvitationOnly(name=group.name)
    if group.joining == Joining.ASK or group.vouched or was_removed(session, group, by, now=now):
        raise ByAskingOnly(name=group.name)
    add_member(session, group, by, now=now, shows=shows)


def add_member(
    session: Session, group: Group, person_id: UUID, *, now: datetime, shows: Shows
) -> None:
    """Let somebody belong; the group is locked, or nobody else knows it yet.

    Whatever they had asked is answered by that. Raises AlreadyAMember, GroupIsFull, TooManyGroups.
    """
    if find_membership(session, group.id, person_id) is not None:
        raise AlreadyAMember
    _check_may_belong(session, person_id)
    members = count_members(session, group.id)
    if members >= MOST_MEMBERS:
        raise GroupIsFull(at_most=MOST_MEMBERS)
    membership = Membership(
        group_id=group.id, person_id=person_id, joined_at=now, shows=shows.value
    )
    membership.invited_by = _who_asked_in(session, group, person_id, now)
    session.add(membership)
    session.execute(
        update(JoinRequest)
        .where(
            JoinRequest.group_id == group.id,
            JoinRequest.person_id == person_id,
            JoinRequest.state == RequestState.ASKED.value,
        )
        .values(state=RequestState.ADMITTED.value, decided_at=now)
    )
    session.flush()
    if seats_for(members + 1) != seats_for(members):
        settling.expect(group, now)


def _who_asked_in(session: Session, group: Group, person_id: UUID, now: datetime) -> UUID | None:
    """Return by whose invitation somebody comes in, which is over by that; None for no person's."""
    asking = session.scalars(
        select(Asking)
        .join(AskedNeighbour, AskedNeighbour.asking_id == Asking.id)
        .where(
            Asking.group_id == group.id,
            Asking.person_id == person_id,
            Asking.ended_at.is_(None),
            AskedNeighbour.person_id == person_id,
            AskedNeighbour.accepted_at.is_not(None),
        )
        .order_by(AskedNeighbour.accepted_at.desc())
        .limit(1)
    ).one_or_none()
    if asking is None:
        return None
    asking.ended_at = now
    return asking.asked_by


def was_removed(session: Session, group: Group, person_id: UUID, *, now: datetime) -> bool:
    """Answer whether a group asked somebody to go not long ago: they ask before they come again."""
    removed = (
        select(RecordEntry.at)
        .where(
            RecordEntry.group_id == group.id,
            RecordEntry.act == Recorded.MEMBER_REMOVED.value,
            RecordEntry.facts["member"].astext == record.pseudonym(group.id, person_id),
        )
        .order_by(RecordEntry.seq.desc())
        .limit(1)
    )
    at = session.scalars(removed).one_or_none()
    return at is not None and datetime.fromisoformat(at) > now - ASKS_AFTER_REMOVAL


def leave_group(session: Session, group_id: UUID, *, by: UUID, now: datetime) -> None:
    """Leave a group at once; whoever does not belong has left already. Raise ``GroupNotFound``.

    The last one to leave closes it.
    """
    hold_person(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    take_out(session, group, by, now=now)


def change_membership(
    session: Session, group_id: UUID, changes: Mapping[str, Any], *, by: UUID, now: datetime
) -> Membership:
    """Change what one shows, or how long one hears nothing. Raise GroupNotFound, NotAMember."""
    group = lock_group(session, group_id, by=by, now=now)
    membership = find_membership(session, group.id, by)
    if membership is None:
        raise NotAMember
    for name, value in changes.items():
        setattr(membership, name, value)
    session.flush()
    return membership


def count_members(session: Session, group_id: UUID) -> int:
    """Return how many belong to a group."""
    return session.scalar(select(func.count()).where(Membership.group_id == group_id)) or 0


@person_leaving.connect
def lock_all_groups(session: Session, *, person_id: UUID, now: datetime) -> Sequence[Group]:
    """Lock and settle every group of somebody who leaves, before any house is locked."""
    groups = session.scalars(
        select(Group)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.person_id == person_id, Group.closed_at.is_(None))
        .order_by(Group.id)
        .with_for_update(key_share=True, of=Group)
        .execution_options(populate_existing=True)
    ).all()
    for group in groups:
        settling.settle(session, group, now)
    return groups


@person_left.connect
def leave_all_groups(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Take somebody who leaves out of every group, in the order of their ids."""
    for group in lock_all_groups(session, person_id=person_id, now=now):
        take_out(session, group, person_id, now=now)
    session.execute(delete(Membership).where(Membership.person_id == person_id))
    stewards.forget_candidate(session, person_id)
    session.execute(delete(Hand).where(Hand.person_id == person_id))
    session.execute(delete(GroupInvitation).where(GroupInvitation.made_by == person_id))
    session.execute(
        update(JoinRequest)
        .where(JoinRequest.person_id == person_id)
        .values(person_id=None, answers=[], words="")
    )
    session.execute(
        update(JoinRequest)
        .where(JoinRequest.person_id.is_(None), JoinRequest.state == RequestState.ASKED.value)
        .values(state=RequestState.WITHDRAWN.value, decided_at=now)
    )
    session.execute(update(Group).where(Group.founded_by == person_id).values(founded_by=None))


def take_out(session: Session, group: Group, person_id: UUID, *, now: datetime) -> None:
    """Take somebody out of a locked group, whether they leave or it was decided.

    The last one to go closes it.
    """
    if find_membership(session, group.id, person_id) is None:
        return
    stewards.let_go(session, group, person_id, now)
    session.execute(
        delete(Membership).where(Membership.group_id == group.id, Membership.person_id == person_id)
    )
    members = count_members(session, group.id)
    if seats_for(members + 1) != seats_for(members):
        settling.expect(group, now)
    if members == 0:
        record.write(session, group, Recorded.CLOSED, {}, now)
        close_group(session, group, now=now)
    member_left.send(session, group=group, person_id=person_id, now=now)


def close_group(session: Session, group: Group, *, now: datetime) -> None:
    """Close a locked group. Its members can read its record still, and nothing else."""
    group.closed_at = now
    group.due_at = group.called_at = None
    group.version += 1
    session.flush()
    group_closed.send(session, group=group, now=now)


def _check_may_found(session: Session, by: UUID, now: datetime) -> None:
    founded = session.scalars(
        select(Group.founded_at)
        .where(Group.founded_by == by, Group.founded_at > now - FOUNDED_WITHIN)
        .order_by(Group.founded_at.desc())
        .limit(MOST_FOUNDED)
    ).all()
    if len(founded) == MOST_FOUNDED:
        again_at = founded[-1] + FOUNDED_WITHIN
        raise TooManyGroups(
            at_most=MOST_FOUNDED, retry_after=max(1, int((again_at - now).total_seconds()) + 1)
        )


def _check_may_belong(session: Session, person_id: UUID) -> None:
    open_ones = (
        select(func.count())
        .select_from(Membership)
        .join(Group, Group.id == Membership.group_id)
        .where(Membership.person_id == person_id, Group.closed_at.is_(None))
    )
    count = session.scalar(open_ones) or 0
    if count >= MOST_MEMBERSHIPS:
        raise TooManyGroups(at_most=MOST_MEMBERSHIPS)


def _check_neighbourhood(session: Session, neighbourhood_id: UUID, *, by: UUID) -> None:
    found = session.scalar(
        select(Group.id).where(
            Group.id == neighbourhood_id,
            Group.closed_at.is_(None),
            Group.outline.is_not(None),
            visible_groups(by),
        )
    )
    if found is None:
        raise GroupNotFound
