"""What somebody sees of their conversations, in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, true, tuple_

from backend.conversations.errors import ConversationNotFound
from backend.conversations.models import Conversation, ConversationSide, Message
from backend.conversations.queries import Reader, Talk, Thread, find_talks, get_talk
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.rules import first_name

BATCH = 200
"""How many of somebody's conversations are looked at for a page: some may be closed."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Another side, or who wrote; both are None of whoever is not named."""

    id: UUID | None
    first_name: str | None


NOT_NAMED = Somebody(None, None)


@dataclass(frozen=True, slots=True)
class AboutSeen:
    """What a conversation is about, as in the thing's path."""

    kind: str
    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """Something that was said."""

    id: UUID
    seq: int
    is_mine: bool
    written_by: Somebody
    words: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """What somebody shares with the others."""

    shared_by: Somebody
    phone: str | None
    email: str | None
    address: str | None
    place: dict[str, float] | None
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class ConversationSeen:
    """A conversation as one of its sides sees it."""

    id: UUID
    about: AboutSeen
    others: list[Somebody]
    unread: int
    read_seq: int
    last_message: MessageSeen | None
    last_at: datetime
    keeps_in_touch: bool
    others_keep_in_touch: bool
    contact: ContactSeen | None
    contacts: list[ContactSeen]
    closes_at: datetime | None
    can: list[str]
    next: Next | None
    says: Saying


def seen_by(viewer: UUID) -> ColumnElement[bool]:
    """Return the one clause on ``Message`` for those somebody sees, of a conversation of theirs.

    What people said who have left is gone, and what those said who are out of sight looks so.
    """
    return and_(Message.written_by.is_not(None), in_sight(Message.written_by, viewer))


def get_conversation(
    reader: Reader, conversation_id: UUID, *, by: UUID, now: datetime
) -> ConversationSeen:
    """Return one conversation; raise ConversationNotFound. Six queries at most."""
    row = reader.execute(_conversations(by).where(Conversation.id == conversation_id)).one_or_none()
    if row is None:
        raise ConversationNotFound
    return _seen(row, get_talk(reader, _thread(row), by=by, now=now), by=by)


def list_my_conversations(
    reader: Reader,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> tuple[list[ConversationSeen], tuple[datetime, UUID] | None]:
    """List the conversations that are open to somebody, newest first, and where it goes on.

    In each is how much is unread, out of the same query.
    """
    query = _conversations(by).where(ConversationSide.person_id == by)
    if after is not None:
        query = query.where(tuple_(_last_at(query), Conversation.id) < after)
    rows = reader.execute(
        query.order_by(_last_at(query).desc(), Conversation.id.desc()).limit(BATCH)
    ).all()
    talks = find_talks(reader, map(_thread, rows), by=by, now=now)
    seen: list[ConversationSeen] = []
    for row in rows:
        if len(seen) == limit:
            return seen, (seen[-1].last_at, seen[-1].id)
        talk = talks.get(row.id)
        if talk is not None and talk.is_open(by, now):
            seen.append(_seen(row, talk, by=by))
    return seen, (rows[-1].last_at, rows[-1].id) if len(rows) == BATCH else None


def list_messages(
    reader: Reader,
    conversation_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: int | None,
    before: int | None,
    limit: int,
) -> list[MessageSeen]:
    """List what was said: after a number in order, or else the newest first.

    One more than ``limit`` is returned where there are more. Raises ConversationNotFound.
    """
    thread = get_thread(reader, conversation_id)
    talk = get_talk(reader, thread, by=by, now=now)
    query = (
        select(
            Message.id,
            Message.seq,
            Message.written_by,
            Message.words,
            Message.written_at,
            Person.display_name,
        )
        .join(Person, Person.id == Message.written_by)
        .where(Message.conversation_id == conversation_id, seen_by(by))
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Message.seq < before)
    if after is not None:
        query = query.where(Message.seq > after).order_by(Message.seq)
    else:
        query = query.order_by(Message.seq.desc())
    return [_message(row, talk, by) for row in reader.execute(query)]


def get_message(reader: Reader, message_id: UUID, *, by: UUID, talk: Talk) -> MessageSeen:
    """Return a message that was just said."""
    table = Message.__table__
    row = reader.execute(
        select(table, Person.display_name)
        .join(Person, Person.id == table.c.written_by)
        .where(table.c.id == message_id)
    ).one()
    return _message(row, talk, by)


def get_thread(reader: Reader, conversation_id: UUID) -> Thread:
    """Return what a conversation is about, whoever asks; raise ConversationNotFound."""
    row = reader.execute(
        select(
            Conversation.id,
            Conversation.about_kind,
            Conversation.about_id,
            Conversation.answered_by,
        ).where(Conversation.id == conversation_id)
    ).one_or_none()
    if row is None:
        raise ConversationNotFound
    return _thread(row)


def _thread(row: Any) -> Thread:
    return Thread(row.id, row.about_kind, row.about_id, row.answered_by)


def _conversations(by: UUID) -> Select[Any]:
    of_it = Message.conversation_id == Conversation.id
    last = (
        select(
            Message.id,
            Message.seq,
            Message.written_by,
            Message.words,
            Message.written_at,
            Person.display_name,
        )
        .join(Person, Person.id == Message.written_by)
        .where(of_it, seen_by(by))
        .order_by(Message.seq.desc())
        .limit(1)
        .lateral("last")
    )
    unread = (
        select(func.count())
        .where(
            of_it,
            seen_by(by),
            Message.written_by != by,
            Message.seq > func.coalesce(ConversationSide.read_seq, 0),
        )
        .correlate(Conversation, ConversationSide)
        .scalar_subquery()
    )
    mine = and_(
        ConversationSide.conversation_id == Conversation.id, ConversationSide.person_id == by
    )
    last_at = func.coalesce(last.c.written_at, Conversation.created_at)
    return (
        select(
            Conversation.id,
            Conversation.about_kind,
            Conversation.about_id,
            Conversation.answered_by,
            func.coalesce(ConversationSide.read_seq, 0).label("read_seq"),
            unread.label("unread"),
            last.c.id.label("last_id"),
            last.c.seq,
            last.c.written_by,
            last.c.words,
            last.c.written_at,
            last.c.display_name,
            last_at.label("last_at"),
        )
        .outerjoin(ConversationSide, mine)
        .outerjoin(last, true())
    )


def _last_at(query: Select[Any]) -> ColumnElement[Any]:
    return query.exported_columns["last_at"].element  # type: ignore[no-any-return]


def _seen(row: Row[Any], talk: Talk, *, by: UUID) -> ConversationSeen:
    closes_at = talk.closes_at(by)
    keeps = talk.keeps_in_touch(by)
    contacts = {each: _contact(talk, each) for each in (by, *talk.others)}
    shared = contacts.pop(by)
    last = None
    if row.last_id is not None:
        last = _message(row, talk, by, message_id=row.last_id)
    return ConversationSeen(
        id=row.id,
        about=AboutSeen(row.about_kind, row.about_id, talk.title),
        others=[_somebody(talk, each, name) for each, name in talk.others.items()],
        unread=row.unread,
        read_seq=row.read_seq,
        last_message=last,
        last_at=row.last_at,
        keeps_in_touch=keeps,
        others_keep_in_touch=talk.others_keep_in_touch,
        contact=shared,
        contacts=[each for each in contacts.values() if each is not None],
        closes_at=closes_at,
        can=[
            "write",
            "let_go" if keeps else "keep_in_touch",
            "share_contact",
            *(["take_back_contact"] if shared else []),
        ],
        next=None if closes_at is None else Next(closes_at, "closed"),
        says=_says(talk, closes_at, keeps),
    )


def _says(talk: Talk, closes_at: datetime | None, keeps: bool) -> Saying:
    if closes_at is None:
        return Saying("conversation_open")
    code = "conversation_kept_by_me" if keeps else "conversation_open_until"
    return Saying(code, {"until": LocalTime(closes_at, talk.my_zone)})


def _somebody(talk: Talk, person_id: UUID, name: str) -> Somebody:
    return NOT_NAMED if person_id in talk.nameless else Somebody(person_id, name)


def _message(row: Any, talk: Talk, by: UUID, *, message_id: UUID | None = None) -> MessageSeen:
    return MessageSeen(
        id=message_id or row.id,
        seq=row.seq,
        is_mine=row.written_by == by,
        written_by=_somebody(talk, row.written_by, first_name(row.display_name)),
        words=row.words,
        written_at=row.written_at,
    )


def _contact(talk: Talk, person_id: UUID) -> ContactSeen | None:
    row = talk.rows.get(person_id)
    if row is None or row.shared_at is None:
        return None
    place = None
    if row.shared_latitude is not None:
        place = {"latitude": row.shared_latitude, "longitude": row.shared_longitude}
    return ContactSeen(
        shared_by=_somebody(talk, person_id, talk.others.get(person_id, talk.my_name)),
        phone=row.shared_phone or None,
        email=row.shared_email or None,
        address=row.shared_address or None,
        place=place,
        shared_at=row.shared_at,
    )
