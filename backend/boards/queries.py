"""Reading the board of a group one belongs to: notices by their last answer, answers in order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from backend.boards.errors import NoticeNotFound
from backend.boards.models import Notice
from backend.groups.acting import standing_of
from backend.groups.belonging import check_belongs
from backend.groups.models import Group, Membership
from backend.groups.powers import Act, takes
from backend.groups.queries import Reader
from backend.groups.seen import Related
from backend.groups.states import Shows
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.rules import first_name

_MINE = aliased(Membership)
_THREAD = aliased(Notice)
_ANSWER = aliased(Notice)
_WRITER_IN = aliased(Membership)


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """A notice or an answer as a member sees it."""

    id: UUID
    group: Related
    notice_id: UUID | None
    """The notice it answers."""
    written_by: Related | None
    title: str
    words: str
    written_at: datetime
    last_at: datetime
    answers: int
    is_unread: bool
    can: list[str]


def visible_notices(viewer: UUID) -> ColumnElement[bool]:
    """Return the one clause on ``Notice`` for those a person may see: of those in sight, standing.

    An answer is seen as long as what it answers is.
    """
    belongs = exists().where(
        Membership.group_id == Notice.group_id,
        Membership.person_id == viewer,
        Group.id == Notice.group_id,
        Group.closed_at.is_(None),
    )
    thread_stands = exists().where(
        _THREAD.id == Notice.thread_id,
        _THREAD.taken_down_at.is_(None),
        in_sight(_THREAD.written_by, viewer),
    )
    return and_(
        belongs,
        Notice.taken_down_at.is_(None),
        in_sight(Notice.written_by, viewer),
        or_(Notice.thread_id.is_(None), thread_stands),
    )


def get_notice(reader: Reader, notice_id: UUID, *, by: UUID, now: datetime) -> NoticeSeen:
    """Return a notice or an answer; raise ``NoticeNotFound``. Two queries."""
    row = reader.execute(_notices(by).where(Notice.id == notice_id)).one_or_none()
    if row is None:
        raise NoticeNotFound
    return _seen(row, by, _may_take_down(reader, row.group_id, by=by, now=now))


def list_notices(
    reader: Reader,
    group_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[NoticeSeen]:
    """List what is on a board, the latest answered first; raise as `check_belongs`.

    Three queries.
    """
    check_belongs(reader, group_id, by=by)
    query = _notices(by).where(Notice.group_id == group_id, Notice.thread_id.is_(None))
    if after is not None:
        query = query.where(tuple_(Notice.last_at, Notice.id) < after)
    rows = reader.execute(query.order_by(Notice.last_at.desc(), Notice.id.desc()).limit(limit + 1))
    may_take_down = _may_take_down(reader, group_id, by=by, now=now)
    return [_seen(row, by, may_take_down) for row in rows]


def list_answers(
    reader: Reader,
    notice_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[NoticeSeen]:
    """List the answers to a notice in order; raise ``NoticeNotFound``. Three queries."""
    thread = select(Notice.group_id).where(
        Notice.id == notice_id, Notice.thread_id.is_(None), visible_notices(by)
    )
    group_id = reader.scalar(thread)
    if group_id is None:
        raise NoticeNotFound
    query = _notices(by).where(Notice.thread_id == notice_id)
    if after is not None:
        query = query.where(tuple_(Notice.last_at, Notice.id) > after)
    rows = reader.execute(query.order_by(Notice.last_at, Notice.id).limit(limit + 1))
    may_take_down = _may_take_down(reader, group_id, by=by, now=now)
    return [_seen(row, by, may_take_down) for row in rows]


def _may_take_down(reader: Reader, group_id: UUID, *, by: UUID, now: datetime) -> bool:
    """Answer whether somebody may take down, or help to, what others put up."""
    return takes(Act.TAKE_DOWN, standing_of(reader, group_id, by=by, now=now)) is not None


def _notices(by: UUID) -> Any:
    answers = (
        select(func.count())
        .where(
            _ANSWER.thread_id == Notice.id,
            _ANSWER.taken_down_at.is_(None),
            in_sight(_ANSWER.written_by, by),
        )
        .scalar_subquery()
    )
    return (
        select(
            Notice.id,
            Notice.group_id,
            Group.name.label("group_name"),
            Notice.thread_id,
            Notice.written_by,
            Person.display_name,
            _WRITER_IN.shows,
            Notice.title,
            Notice.words,
            Notice.written_at,
            Notice.last_at,
            answers.label("answers"),
            (Notice.last_at > func.coalesce(_MINE.read_until, _MINE.joined_at)).label("is_unread"),
        )
        .join(Group, Group.id == Notice.group_id)
        .join(_MINE, and_(_MINE.group_id == Notice.group_id, _MINE.person_id == by))
        .outerjoin(
            _WRITER_IN,
            and_(_WRITER_IN.group_id == Notice.group_id, _WRITER_IN.person_id == Notice.written_by),
        )
        # Whoever left the group has no name there any more.
        .outerjoin(Person, Person.id == _WRITER_IN.person_id)
        .where(visible_notices(by))
    )


def _seen(row: Row[Any], by: UUID, may_take_down: bool) -> NoticeSeen:
    writer = None
    if row.display_name is not None:
        whole = row.shows == Shows.NAME
        name = row.display_name if whole else first_name(row.display_name)
        writer = Related(row.written_by, name)
    can = [] if row.thread_id else ["answer"]
    if may_take_down or row.written_by == by:
        can.append("take_down")
    return NoticeSeen(
        id=row.id,
        group=Related(row.group_id, row.group_name),
        notice_id=row.thread_id,
        written_by=writer,
        title=row.title,
        words=row.words,
        written_at=row.written_at,
        last_at=row.last_at,
        answers=row.answers,
        is_unread=row.is_unread,
        can=can,
    )
