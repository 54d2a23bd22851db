"""Putting up notices and answering them, taking them down, and having read them."""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from backend.boards import rules
from backend.boards.errors import (
    NoticeAlreadyWritten,
    NoticeNotFound,
    ThreadIsFull,
    TooManyNotices,
)
from backend.boards.models import Notice
from backend.boards.queries import visible_notices
from backend.groups import acting
from backend.groups.errors import NotAMember
from backend.groups.models import Group, Membership
from backend.groups.powers import Act
from backend.groups.service import find_membership, group_closed, lock_group
from backend.groups.telling import tell_of_group
from backend.kernel.ids import new_id
from backend.people.blocks import in_sight
from backend.people.service import lock_myself, person_left

_ANSWER = aliased(Notice)
_TICK = timedelta(microseconds=1)


def put_up(
    session: Session,
    group_id: UUID,
    title: str,
    words: str,
    *,
    by: UUID,
    now: datetime,
    notice_id: UUID | None = None,
) -> Notice:
    """Put a notice on the board of a group; the same id and words again are the same.

    Raises GroupNotFound, NotAMember, TooManyNotices and NoticeAlreadyWritten.
    """
    lock_myself(session, by)
    group, membership = _lock_board(session, group_id, by=by, now=now)
    before = None if notice_id is None else session.get(Notice, notice_id)
    if before is not None:
        return _the_same(before, (group.id, None, by, title, words))
    _check_pace(session, is_answer=False, by=by, now=now)
    notice = Notice(
        id=notice_id or new_id(),
        group_id=group.id,
        thread_id=None,
        written_by=by,
        title=title,
        words=words,
        written_at=now,
        last_at=_next_instant(group, now),
    )
    session.add(notice)
    _is_new(group, membership, notice.last_at)
    session.flush()
    people = _who_hears(session, group, by=by, now=now)
    # Once a day is enough: a board is for when one has time.
    once = f"board of {group.id} on {now.date()}"
    tell_of_group(session, group, people, "notice", now=now, once=once)
    return notice


def answer(
    session: Session,
    notice_id: UUID,
    words: str,
    *,
    by: UUID,
    now: datetime,
    answer_id: UUID | None = None,
) -> Notice:
    """Answer a notice; the same id and words again are the same.

    Raises NoticeNotFound, also for one that was taken down meanwhile, ThreadIsFull, TooManyNotices
    and NoticeAlreadyWritten.
    """
    lock_myself(session, by)
    notice, group = _lock_notice(session, notice_id, by=by, now=now)
    if notice.thread_id is not None:
        raise NoticeNotFound
    before = None if answer_id is None else session.get(Notice, answer_id)
    if before is not None:
        return _the_same(before, (group.id, notice.id, by, "", words))
    if notice.answers >= rules.MOST_ANSWERS:
        raise ThreadIsFull(at_most=rules.MOST_ANSWERS)
    _check_pace(session, is_answer=True, by=by, now=now)
    membership = find_membership(session, group.id, by)
    assert membership is not None, "only members see notices"
    at = _next_instant(group, now)
    said = Notice(
        id=answer_id or new_id(),
        group_id=group.id,
        thread_id=notice.id,
        written_by=by,
        title="",
        words=words,
        written_at=now,
        last_at=at,
    )
    session.add(said)
    notice.answers += 1
    notice.last_at = at
    _is_new(group, membership, at)
    session.flush()
    if notice.written_by not in (None, by):
        people = _who_hears(session, group, by=by, now=now, only=notice.written_by)
        once = f"answers to {notice.id} on {now.date()}"
        tell_of_group(session, group, people, "notice_answered", now=now, once=once)
    return said


def take_down(session: Session, notice_id: UUID, *, by: UUID, now: datetime) -> bool:
    """Take down what one wrote, or lend a hand to taking down what somebody else did.

    Return whether it is down by that. Raises NoticeNotFound and what `acting.act` raises.
    """
    lock_myself(session, by)
    notice, group = _lock_notice(session, notice_id, by=by, now=now)
    is_mine = notice.written_by == by
    if not is_mine and not acting.act(session, group, Act.TAKE_DOWN, notice.id, by=by, now=now):
        return False
    if notice.thread_id is not None:
        session.execute(
            update(Notice).where(Notice.id == notice.thread_id).values(answers=Notice.answers - 1)
        )
    _empty(session, notice, now)
    return True


def mark_read(
    session: Session, group_id: UUID, until: datetime, *, by: UUID, now: datetime
) -> None:
    """Note up to when one has read a board; marks never go back.

    Raises GroupNotFound and NotAMember.
    """
    group, membership = _lock_board(session, group_id, by=by, now=now)
    if group.last_notice_at is None:
        return
    newer = select(Notice.id).where(
        Notice.group_id == group.id, Notice.last_at > until, visible_notices(by)
    )
    # What is newest may be from somebody whom one does not see: then all is read as well.
    mark = until if session.scalars(newer.limit(1)).first() else group.last_notice_at
    if membership.read_until is None or mark > membership.read_until:
        membership.read_until = mark
        session.flush()


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget what somebody wrote who leaves; what others answered stays."""
    mine = Notice.written_by == person_id
    answered = select(Notice.thread_id).where(mine, Notice.thread_id.is_not(None))
    left = (
        select(func.count())
        .where(
            _ANSWER.thread_id == Notice.id,
            _ANSWER.taken_down_at.is_(None),
            _ANSWER.written_by.is_distinct_from(person_id),
        )
        .scalar_subquery()
    )
    unsynchronized = {"synchronize_session": False}
    session.execute(
        update(Notice)
        .where(Notice.id.in_(answered))
        .values(
            answers=left,
            # Of what somebody wrote who is gone, too, nothing is left with the last answer.
            taken_down_at=case(
                (and_(Notice.written_by.is_(None), left == 0), now), else_=Notice.taken_down_at
            ),
        )
        .execution_options(**unsynchronized)
    )
    session.execute(delete(Notice).where(mine, Notice.thread_id.is_not(None)))
    nothing_left = case((Notice.answers == 0, now), else_=Notice.taken_down_at)
    session.execute(
        update(Notice)
        .where(mine)
        .values(written_by=None, title="", words="", taken_down_at=nothing_left)
        .execution_options(**unsynchronized)
    )


@group_closed.connect
def clear_board(session: Session, *, group: Group, now: datetime) -> None:
    """Take everything off the board of a group that is closed; nobody could read it any more."""
    session.execute(delete(Notice).where(Notice.group_id == group.id))


def _lock_board(
    session: Session, group_id: UUID, *, by: UUID, now: datetime
) -> tuple[Group, Membership]:
    group = lock_group(session, group_id, by=by, now=now)
    membership = find_membership(session, group.id, by)
    if membership is None:
        raise NotAMember
    return group, membership


def _lock_notice(
    session: Session, notice_id: UUID, *, by: UUID, now: datetime
) -> tuple[Notice, Group]:
    seen = select(Notice.group_id).where(Notice.id == notice_id, visible_notices(by))
    group_id = session.scalar(seen)
    if group_id is None:
        raise NoticeNotFound
    group = lock_group(session, group_id, by=by, now=now)
    notice = session.scalars(
        select(Notice)
        .where(Notice.id == notice_id, visible_notices(by))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if notice is None:
        raise NoticeNotFound
    return notice, group


def _next_instant(group: Group, now: datetime) -> datetime:
    """Return an instant after all that is on a locked board, so that lists go on without gaps."""
    return now if group.last_notice_at is None else max(now, group.last_notice_at + _TICK)


def _is_new(group: Group, membership: Membership, at: datetime) -> None:
    """Note that something is new, but not to its writer, unless they have not read the rest."""
    has_read = membership.read_until or membership.joined_at
    if group.last_notice_at is None or group.last_notice_at <= has_read:
        membership.read_until = at
    group.last_notice_at = at


def _the_same(before: Notice, wanted: tuple[object, ...]) -> Notice:
    was = (before.group_id, before.thread_id, before.written_by, before.title, before.words)
    if was != wanted or before.taken_down_at is not None:
        raise NoticeAlreadyWritten
    return before


def _empty(session: Session, notice: Notice, now: datetime) -> None:
    notice.title = notice.words = ""
    notice.taken_down_at = now
    acting.forget_hands(session, [notice.id])
    session.flush()


def _who_hears(
    session: Session, group: Group, *, by: UUID, now: datetime, only: UUID | None = None
) -> list[UUID]:
    """List the members who are told of something that somebody wrote, whom they see."""
    people = select(Membership.person_id).where(
        Membership.group_id == group.id,
        Membership.person_id != by,
        in_sight(Membership.person_id, by),
        or_(Membership.silent_until.is_(None), Membership.silent_until <= now),
    )
    if only is not None:
        people = people.where(Membership.person_id == only)
    order = (Membership.joined_at, Membership.person_id)
    return list(session.scalars(people.order_by(*order).limit(rules.MOST_TOLD)))


def _check_pace(session: Session, *, is_answer: bool, by: UUID, now: datetime) -> None:
    most, within = (
        (rules.ANSWERS, rules.ANSWERS_WITHIN)
        if is_answer
        else (rules.NOTICES, rules.NOTICES_WITHIN)
    )
    written = session.scalars(
        select(Notice.written_at)
        .where(
            Notice.written_by == by,
            Notice.thread_id.is_not(None) if is_answer else Notice.thread_id.is_(None),
            Notice.written_at > now - within,
        )
        .order_by(Notice.written_at.desc())
        .limit(most)
    ).all()
    if len(written) == most:
        again_in = (written[-1] + within - now).total_seconds()
        raise TooManyNotices(at_most=most, retry_after=max(1, ceil(again_in)))
