"""Forgets conversations that have been closed for long; nobody could read them any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.about import find_subjects
from backend.conversations.hearing import forget
from backend.conversations.models import Conversation, ConversationSide
from backend.conversations.rules import KEPT_FOR, closes_at
from backend.people.purge import let_also_purge

BATCH = 500


def purge(session: Session, now: datetime) -> dict[str, int]:
    """Delete what was said in conversations closed for long, or whose things are gone for long.

    Return how many.
    """
    gone = 0
    after: UUID | None = None
    while True:
        # Nothing that was said lately is closed for long.
        query = select(
            Conversation.id,
            Conversation.about_kind,
            Conversation.about_id,
            Conversation.answered_by,
        ).where(Conversation.last_at < now - KEPT_FOR)
        if after is not None:
            query = query.where(Conversation.id > after)
        rows = session.execute(query.order_by(Conversation.id).limit(BATCH)).all()
        if not rows:
            return {"conversations": gone}
        after = rows[-1].id
        keeping = {
            tuple(row)
            for row in session.execute(
                select(ConversationSide.conversation_id, ConversationSide.person_id).where(
                    ConversationSide.conversation_id.in_([row.id for row in rows]),
                    ConversationSide.keeps_in_touch_at.is_not(None),
                )
            )
        }
        subjects = {
            (kind, about_id): subject
            for kind in {row.about_kind for row in rows}
            for about_id, subject in find_subjects(
                session, kind, [row.about_id for row in rows if row.about_kind == kind], now
            ).items()
        }
        old = []
        for row in rows:
            subject = subjects.get((row.about_kind, row.about_id))
            if subject is not None:
                sides = subject.sides | ({row.answered_by} if row.answered_by else set())
                # Two are enough here, for a third may be out of sight of them.
                kept = sum((row.id, each) in keeping for each in sides) > 1
                until = closes_at(subject.ended_at, kept)
                if len(sides) > 1 and (until is None or until > now - KEPT_FOR):
                    continue
            old.append(row.id)
        gone += forget(session, old)


let_also_purge(purge)
