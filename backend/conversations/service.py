"""Talking: opening a conversation, saying something, having read it, and what one shares."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.conversations.errors import ConversationNotFound
from backend.conversations.models import Conversation, ConversationSide
from backend.conversations.queries import Thread, find_thread, get_talk
from backend.kernel.ids import new_id
from backend.people.service import hold_person


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
    hold_person(session, by)
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
