"""What conversations hear of people: that somebody leaves, or does not want to see somebody."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from backend.conversations.models import Conversation, ConversationSide, Message
from backend.notifications.service import forget_about
from backend.people.blocks import person_blocked
from backend.people.service import person_left

ABOUT = "conversations"


@person_left.connect
def forget_person(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Empty what somebody who leaves has said and shared, and forget whom they answered."""
    mine = select(ConversationSide.conversation_id).where(ConversationSide.person_id == person_id)
    # Locked first and in order, as whoever writes does, so that no two wait for each other.
    ids = session.scalars(
        select(Conversation.id)
        .where(Conversation.id.in_(mine) | (Conversation.answered_by == person_id))
        .order_by(Conversation.id)
        .with_for_update()
    ).all()
    _forget_tellings(session, person_id)
    session.execute(
        update(Message).where(Message.written_by == person_id).values(written_by=None, words="")
    )
    session.execute(delete(ConversationSide).where(ConversationSide.person_id == person_id))
    answered = session.scalars(
        select(Conversation.id).where(
            Conversation.id.in_(ids), Conversation.answered_by == person_id
        )
    ).all()
    forget(session, answered)


@person_blocked.connect
def forget_tellings(session: Session, *, by: UUID, other: UUID, now: datetime) -> None:
    """Forget that either was told that the other wrote, as when somebody leaves."""
    _forget_tellings(session, by, other)
    _forget_tellings(session, other, by)


def forget(session: Session, ids: Sequence[UUID]) -> int:
    """Delete conversations with all that was said; return how many."""
    if ids:
        session.execute(delete(Message).where(Message.conversation_id.in_(ids)))
        session.execute(delete(ConversationSide).where(ConversationSide.conversation_id.in_(ids)))
        session.execute(delete(Conversation).where(Conversation.id.in_(ids)))
    return len(ids)


def _forget_tellings(session: Session, person_id: UUID, told: UUID | None = None) -> None:
    """Forget what others in a person's conversations were told, or what one of them was told."""
    theirs = aliased(ConversationSide)
    side = select(ConversationSide.person_id, ConversationSide.conversation_id).where(
        ConversationSide.person_id != person_id,
        exists().where(
            theirs.conversation_id == ConversationSide.conversation_id,
            theirs.person_id == person_id,
        ),
    )
    if told is not None:
        side = side.where(ConversationSide.person_id == told)
    forget_about(session, ABOUT, side)
