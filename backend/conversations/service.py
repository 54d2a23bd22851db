"""Talking: opening a conversation, saying something, having read it, and what one shares."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import ceil
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.conversations.errors import (
    ConversationNotFound,
    MessageAlreadySaid,
    TooManyMessages,
)
from backend.conversations.models import Conversation, ConversationSide, Message
from backend.conversations.queries import Talk, Thread, find_thread, get_talk
from backend.conversations.rules import MESSAGES_PER_MINUTE, PER_MINUTE, next_seq
from backend.conversations.seen import MessageSeen, get_message, get_thread, seen_by
from backend.kernel.ids import new_id
from backend.notifications import service as notifications
from backend.people.service import lock_myself


def open_conversation(
    session: Session,
    kind: str,
    about_id: UUID,
    *,
    by: UUID,
    now: datetime,
    answered_by: UUID | None = None,
) -> Conversation:
    """Return the conversation about a thing, begun if it was not, for one of its sides.

    ``answered_by`` is for hellos, which have a conversation with each who answers: the caller.
    Raises ConversationNotFound for whoever is no side, when it is closed, and when nobody else in
    it is here and in sight.
    """
    if answered_by not in {None, by}:
        raise ConversationNotFound
    lock_myself(session, by)
    thread = find_thread(session, kind, about_id, answered_by)
    talk = get_talk(
        session,
        thread or Thread(new_id(), kind, about_id, answered_by),
        by=by,
        now=now,
    )
    if thread is None:
        session.execute(
            insert(Conversation)
            .values(
                id=new_id(),
                about_kind=kind,
                about_id=about_id,
                answered_by=answered_by,
                created_at=now,
                last_at=now,
            )
            .on_conflict_do_nothing()
        )
        thread = find_thread(session, kind, about_id, answered_by)
        assert thread is not None  # Ours, or that of whoever was first.
    _let_in(session, thread.id, talk.sides - talk.rows.keys(), now=now)
    return session.scalars(select(Conversation).where(Conversation.id == thread.id)).one()


def _let_in(session: Session, conversation_id: UUID, people: Iterable[UUID], now: datetime) -> None:
    """Note who is in a conversation, so that each of them finds it in their list."""
    rows = [
        {"conversation_id": conversation_id, "person_id": each, "since_at": now}
        for each in sorted(people)
    ]
    if rows:
        session.execute(insert(ConversationSide).on_conflict_do_nothing(), rows)


def write(
    session: Session,
    conversation_id: UUID,
    words: str,
    *,
    by: UUID,
    now: datetime,
    message_id: UUID | None = None,
) -> MessageSeen:
    """Say something, and return it with its number; the same id and words again are the same.

    Raises ConversationNotFound, MessageAlreadySaid and TooManyMessages.
    """
    # First, so that nobody writes in two conversations at once and more than a minute allows.
    lock_myself(session, by)
    conversation = session.scalars(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if conversation is None:
        raise ConversationNotFound
    talk = get_talk(session, get_thread(session, conversation_id), by=by, now=now)
    said = None if message_id is None else session.get(Message, message_id)
    if said is None:
        _check_pace(session, by=by, now=now)
        conversation.last_seq = next_seq(conversation.last_seq, conversation.created_at, now)
        conversation.last_at = now
        said = Message(
            id=message_id or new_id(),
            conversation_id=conversation_id,
            seq=conversation.last_seq,
            written_by=by,
            words=words,
            written_at=now,
        )
        session.add(said)
        session.flush()
        _let_in(session, conversation_id, talk.sides - talk.rows.keys(), now=now)
        _tell_others(session, conversation_id, talk, by=by, now=now)
    elif (said.conversation_id, said.written_by, said.words) != (conversation_id, by, words):
        raise MessageAlreadySaid
    return get_message(session, said.id, by=by, talk=talk)


def mark_read(
    session: Session, conversation_id: UUID, seq: int, *, by: UUID, now: datetime
) -> None:
    """Note that somebody has read up to a message; marks never go back, nor beyond the newest.

    Raises ConversationNotFound.
    """
    side = _lock_side(session, conversation_id, by=by, now=now)
    newest = session.scalar(
        select(func.max(Message.seq)).where(Message.conversation_id == conversation_id, seen_by(by))
    )
    side.read_seq = max(side.read_seq, min(seq, newest or 0))
    session.flush()
    notifications.mark_read_about(session, "conversations", conversation_id, by=by, now=now)


def keep_in_touch(
    session: Session, conversation_id: UUID, wish: bool, *, by: UUID, now: datetime
) -> None:
    """Say whether one would like to go on talking after the end; it needs every side.

    Raises ConversationNotFound.
    """
    side = _lock_side(session, conversation_id, by=by, now=now)
    side.keeps_in_touch_at = (side.keeps_in_touch_at or now) if wish else None
    session.flush()


def share_contact(
    session: Session,
    conversation_id: UUID,
    *,
    by: UUID,
    now: datetime,
    phone: str = "",
    email: str = "",
    address: str = "",
    place: Mapping[str, float] | None = None,
) -> None:
    """Show the others how one is reached, in place of what one showed before; or take it back.

    With nothing given, nothing is shown any more. Raises ConversationNotFound.
    """
    side = _lock_side(session, conversation_id, by=by, now=now)
    side.shared_phone = phone
    side.shared_email = email
    side.shared_address = address
    side.shared_latitude = place["latitude"] if place else None
    side.shared_longitude = place["longitude"] if place else None
    side.shared_at = now if phone or email or address or place else None
    session.flush()


def _lock_side(
    session: Session, conversation_id: UUID, *, by: UUID, now: datetime
) -> ConversationSide:
    lock_myself(session, by)
    talk = get_talk(session, get_thread(session, conversation_id), by=by, now=now)
    _let_in(session, conversation_id, {by} - talk.rows.keys(), now=now)
    return session.scalars(
        select(ConversationSide)
        .where(
            ConversationSide.conversation_id == conversation_id, ConversationSide.person_id == by
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _check_pace(session: Session, *, by: UUID, now: datetime) -> None:
    written = session.scalars(
        select(Message.written_at)
        .where(Message.written_by == by, Message.written_at > now - PER_MINUTE)
        .order_by(Message.written_at.desc())
        .limit(MESSAGES_PER_MINUTE)
    ).all()
    if len(written) == MESSAGES_PER_MINUTE:
        again_in = (written[-1] + PER_MINUTE - now).total_seconds()
        raise TooManyMessages(most=MESSAGES_PER_MINUTE, retry_after=max(1, ceil(again_in)))


def _tell_others(
    session: Session, conversation_id: UUID, talk: Talk, *, by: UUID, now: datetime
) -> None:
    """Tell the others that somebody wrote, once until they have read it, and never what."""
    named = not talk.is_nameless and talk.my_name
    for each in talk.others:
        read = talk.rows[each].read_seq if each in talk.rows else 0
        notifications.tell(
            session,
            [each],
            "message" if named else "message_from_neighbour",
            about=notifications.About("conversations", conversation_id),
            now=now,
            once=f"messages in {conversation_id} after {read}",
            **({"from": talk.my_name} if named else {}),
        )
