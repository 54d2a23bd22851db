"""Being asked in: coming, saying no without a reason, and what becomes of it when people part."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from backend.groups.asking import find_asked, write_request
from backend.groups.asking_in import ASKED_IN, end_askings, is_open
from backend.groups.errors import AnswersDoNotFit, AskingNotFound
from backend.groups.inviting import let_in, lock_invited_group
from backend.groups.models import AskedNeighbour, Asking, Group, Membership, UnaskedNeighbour
from backend.groups.reaching import set_wish
from backend.groups.service import (
    add_member,
    find_membership,
    group_closed,
    member_left,
    was_removed,
)
from backend.groups.states import AskingKind, Joining, Shows, Visibility
from backend.notifications.service import forget_about, mark_read_about, take_back
from backend.people.blocks import in_sight, person_blocked
from backend.people.service import lock_myself, person_left


def open_to(by: UUID, now: datetime) -> ColumnElement[bool]:
    """Return the clause, on what reached somebody and its group, for what they can still answer."""
    return and_(
        AskedNeighbour.person_id == by,
        AskedNeighbour.accepted_at.is_(None),
        AskedNeighbour.declined_at.is_(None),
        Asking.asked_at.is_not(None),
        is_open(now),
        in_sight(Asking.asked_by, by),
        Group.closed_at.is_(None),
        # It may have hidden itself since it asked.
        or_(Asking.kind == AskingKind.PERSON.value, Group.visibility != Visibility.HIDDEN.value),
        ~exists().where(Membership.group_id == Group.id, Membership.person_id == by),
    )


def accept(
    session: Session,
    asking_id: UUID,
    *,
    by: UUID,
    now: datetime,
    shows: Shows,
    answers: Sequence[str] = (),
    words: str = "",
) -> Group:
    """Come into the group one was asked into, or ask it to let one in; again is the same as once.

    Whom a member asked comes in as with a link. Whom a group asked with their whole street joins it
    where it is open, and asks it elsewhere. Raises AskingNotFound, AnswersDoNotFit, GroupIsFull
    and TooManyGroups.
    """
    lock_myself(session, by)
    group_id = session.scalar(
        select(Asking.group_id)
        .join(AskedNeighbour, AskedNeighbour.asking_id == Asking.id)
        .where(Asking.id == asking_id, AskedNeighbour.person_id == by)
    )
    group = None if group_id is None else lock_invited_group(session, group_id, now=now)
    if group is None:
        raise AskingNotFound
    if find_membership(session, group.id, by) is not None:
        return group
    asked, asking = session.execute(
        select(AskedNeighbour, Asking)
        .join(Asking, Asking.id == AskedNeighbour.asking_id)
        .join(Group, Group.id == Asking.group_id)
        .where(Asking.id == asking_id, open_to(by, now))
        .execution_options(populate_existing=True)
    ).one_or_none() or (None, None)
    if asked is None or asking is None:
        _check_has_asked(session, group, asking_id, by=by, now=now)
        return group
    # Before they come in, for whoever lets them in looks here for who asked them.
    asked.accepted_at = now
    session.flush()
    if asking.kind == AskingKind.PERSON:
        assert asking.asked_by is not None, "an invitation without its writer is over"
        let_in(session, group, asking.asked_by, by=by, now=now, shows=shows)
    elif group.joining == Joining.OPEN and not (
        group.vouched or was_removed(session, group, by, now=now)
    ):
        add_member(session, group, by, now=now, shows=shows)
    elif find_asked(session, group, by, now=now) is None:
        if len(answers) != len(group.questions):
            raise AnswersDoNotFit(questions=len(group.questions))
        write_request(session, group, by, now=now, answers=answers, words=words)
    _is_answered(session, [asking_id], by=by, now=now)
    return group


def _check_has_asked(
    session: Session, group: Group, asking_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Pass over a second tap of who asked the group by the first; raise AskingNotFound."""
    accepted = session.get(AskedNeighbour, (asking_id, by), populate_existing=True)
    has_accepted = accepted is not None and accepted.accepted_at is not None
    if not has_accepted or find_asked(session, group, by, now=now) is None:
        raise AskingNotFound


def decline(session: Session, asking_id: UUID, *, by: UUID, now: datetime) -> None:
    """Say no. Nobody is told, and no reason is asked for; again is the same as once.

    Raises AskingNotFound for what was never asked of one.
    """
    lock_myself(session, by)
    if session.get(AskedNeighbour, (asking_id, by)) is None:
        raise AskingNotFound
    _decline(session, AskedNeighbour.asking_id == asking_id, by=by, now=now)


def set_asked_in_wish(session: Session, *, around: bool, by: UUID, now: datetime) -> None:
    """Say whether one likes to be asked with one's street; a no is one to what is open, too."""
    set_wish(session, around=around, by=by, now=now)
    if not around:
        kinds = select(Asking.id).where(Asking.kind != AskingKind.PERSON.value)
        _decline(session, AskedNeighbour.asking_id.in_(kinds), by=by, now=now)


def _decline(session: Session, which: ColumnElement[bool], *, by: UUID, now: datetime) -> None:
    declined = session.scalars(
        update(AskedNeighbour)
        .where(
            which,
            AskedNeighbour.person_id == by,
            AskedNeighbour.accepted_at.is_(None),
            AskedNeighbour.declined_at.is_(None),
        )
        .values(declined_at=now)
        .returning(AskedNeighbour.asking_id)
        .execution_options(synchronize_session=False)
    ).all()
    _is_answered(session, declined, by=by, now=now)


def _is_answered(session: Session, asking_ids: Sequence[UUID], *, by: UUID, now: datetime) -> None:
    for asking_id in asking_ids:
        mark_read_about(session, ASKED_IN, asking_id, by=by, now=now)
    take_back(session, [by], ASKED_IN, asking_ids, now=now)


@member_left.connect
def end_what_they_asked(session: Session, *, group: Group, person_id: UUID, now: datetime) -> None:
    """Ask nobody any more in the words of somebody who left the group."""
    _end(session, and_(Asking.group_id == group.id, Asking.asked_by == person_id), now)


@group_closed.connect
def end_what_a_group_asked(session: Session, *, group: Group, now: datetime) -> None:
    """Ask nobody into a group that is no more."""
    _end(session, Asking.group_id == group.id, now)


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget whom somebody asked who leaves, who asked them, and whose words brought others in.

    That a street was asked is kept without them, for it counts for the group and for the street.
    """
    _end(session, Asking.asked_by == person_id, now)
    forget_about(session, ASKED_IN, _told_by(person_id))
    session.execute(delete(AskedNeighbour).where(AskedNeighbour.person_id == person_id))
    session.execute(delete(UnaskedNeighbour).where(UnaskedNeighbour.person_id == person_id))
    alone = and_(Asking.asked_by == person_id, Asking.kind == AskingKind.PERSON.value)
    session.execute(
        delete(AskedNeighbour)
        .where(AskedNeighbour.asking_id.in_(select(Asking.id).where(alone)))
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(Asking).where(alone).execution_options(synchronize_session=False))
    session.execute(
        update(Asking)
        .where(Asking.asked_by == person_id)
        .values(asked_by=None, words="")
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Membership).where(Membership.invited_by == person_id).values(invited_by=None)
    )


@person_blocked.connect
def part(session: Session, *, by: UUID, other: UUID, now: datetime) -> None:
    """Let an invitation between two who part never have arrived, and forget who brought whom in.

    To the other it looks as if one had left.
    """
    for asker, asked in ((by, other), (other, by)):
        # Before the rows go by which they are found.
        told = _told_by(asker).where(AskedNeighbour.person_id == asked)
        forget_about(session, ASKED_IN, told)
        between = select(Asking.id).where(Asking.asked_by == asker, Asking.person_id == asked)
        session.execute(
            delete(AskedNeighbour)
            .where(AskedNeighbour.asking_id.in_(between), AskedNeighbour.person_id == asked)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(Membership)
            .where(Membership.person_id == asked, Membership.invited_by == asker)
            .values(invited_by=None)
        )


def _told_by(person_id: UUID) -> Select[UUID, UUID]:
    """Return the query for whom somebody's words reached, and with which invitation."""
    return (
        select(AskedNeighbour.person_id, AskedNeighbour.asking_id)
        .join(Asking, Asking.id == AskedNeighbour.asking_id)
        .where(Asking.asked_by == person_id)
    )


def _end(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    end_askings(session, session.scalars(select(Asking).where(which, is_open(now))).all(), now)
