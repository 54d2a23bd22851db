"""Answering a hello with a word: it opens a conversation with whoever wrote it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.conversations.about import Reader, Subject, let_talk_about
from backend.conversations.models import Conversation
from backend.conversations.service import open_conversation
from backend.people.service import lock_myself
from backend.posts.errors import ManyAnswersToday, NotAnsweredByWord, PostIsOver, PostNotFound
from backend.posts.models import Post
from backend.posts.queries import visible_posts
from backend.posts.states import SHOWN, PostFacts, PostKind, PostState, over_at, state_at

MOST_ANSWERS = 10
"""How many hellos one person answers a day: more would be canvassing."""
A_DAY = timedelta(days=1)


def answer_by_word(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> Conversation:
    """Return the conversation of a person with the writer of a hello, begun if it was not.

    Raises PostNotFound, NotAnsweredByWord, PostIsOver, ManyAnswersToday and ConversationNotFound.
    """
    lock_myself(session, by)
    post = session.scalar(select(Post).where(Post.id == post_id, visible_posts(by)))
    if post is None:
        raise PostNotFound
    if post.kind != PostKind.HELLO or not post.answered_by_word or post.posted_by == by:
        raise NotAnsweredByWord
    answered = select(Conversation).where(
        Conversation.about_kind == "posts", Conversation.answered_by == by
    )
    if session.scalar(answered.where(Conversation.about_id == post_id)) is None:
        state = state_at(post.facts, now)
        if state not in SHOWN:
            raise PostIsOver(state=state.value)
        _check_not_many(session, by, now)
    return open_conversation(session, "posts", post_id, by=by, now=now, answered_by=by)


def _check_not_many(session: Session, by: UUID, now: datetime) -> None:
    lately = session.execute(
        select(func.count(), func.min(Conversation.created_at)).where(
            Conversation.about_kind == "posts",
            Conversation.answered_by == by,
            Conversation.created_at > now - A_DAY,
        )
    ).one()
    count, first_at = lately
    if count >= MOST_ANSWERS:
        wait = int((first_at + A_DAY - now).total_seconds()) + 1
        raise ManyAnswersToday(at_most=MOST_ANSWERS, retry_after=wait)


def find_hellos(reader: Reader, ids: Sequence[UUID], now: datetime) -> Mapping[UUID, Subject]:
    """Return the hellos of some ids as things to talk about; their writers are the one side."""
    rows = reader.execute(
        select(
            Post.id,
            Post.posted_by,
            Post.shown_title,
            Post.state,
            Post.open_until,
            Post.ended_at,
        ).where(Post.id.in_(ids), Post.posted_by.is_not(None))
    )
    found = {}
    for row in rows:
        facts = PostFacts(PostState(row.state), row.open_until, None, row.ended_at)
        ended_at = over_at(facts)
        found[row.id] = Subject(
            sides=frozenset({row.posted_by}),
            title=row.shown_title,
            ended_at=ended_at if ended_at is not None and ended_at <= now else None,
        )
    return found


let_talk_about("posts", find_hellos)
