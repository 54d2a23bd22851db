"""Conversations over HTTP. What they are about opens them: see the rooms above."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.conversations import hearing, purge, seen, service
from backend.conversations.errors import (
    ConversationNotFound,
    MessageAlreadySaid,
    TooManyMessages,
)
from backend.conversations.schemas import (
    ContactRequest,
    ConversationView,
    MessageRequest,
    MessagesQuery,
    MessageView,
    ReadUpToRequest,
)
from backend.conversations.seen import ConversationSeen, MessageSeen
from backend.web.call import Call
from backend.web.paging import (
    Page,
    PageRequest,
    page_of,
    position_in_time,
    read_cursor,
    write_cursor,
)
from backend.web.room import Room

__all__ = ["hearing", "purge", "room"]

room = Room("conversations", description="People talking about what brought them together.")

MESSAGE = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be402",
    "seq": 4211,
    "is_mine": False,
    "written_by": {"id": "0199d0a0-c0de-7000-8000-000000000001", "first_name": "Ada"},
    "words": "Shall I bring the ladder, too?",
    "written_at": "2026-03-01T11:10:10Z",
}
CONVERSATION = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be401",
    "about": {
        "kind": "bookings",
        "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001",
        "title": "St Anne's hall",
    },
    "others": [{"id": "0199d0a0-c0de-7000-8000-000000000001", "first_name": "Ada"}],
    "unread": 1,
    "read_seq": 0,
    "last_message": MESSAGE,
    "last_at": "2026-03-01T11:10:10Z",
    "keeps_in_touch": False,
    "others_keep_in_touch": False,
    "contact": None,
    "contacts": [
        {
            "shared_by": {"id": "0199d0a0-c0de-7000-8000-000000000001", "first_name": "Ada"},
            "phone": "01253 496 0123",
            "email": None,
            "address": None,
            "place": None,
            "shared_at": "2026-03-01T11:12:00Z",
        }
    ],
    "closes_at": "2026-03-18T20:00:00Z",
    "can": ["write", "keep_in_touch", "share_contact"],
    "next": {"at": "2026-03-18T20:00:00Z", "becomes": "closed"},
    "says": "You can talk until Wednesday 18 March, 20:00, or for longer if all keep in touch.",
}


@room.get(
    "/me/conversations",
    query=PageRequest,
    gives=page_of(ConversationView),
    answer_example={"items": [CONVERSATION], "next": None},
)
def list_my_conversations(call: Call) -> Page:
    """List my conversations, the one in which something was said last first."""
    items, position = seen.list_my_conversations(
        call.reader,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return Page(items, _cursor(position, call))


@room.get(
    "/conversations/<uuid:conversation_id>",
    gives=ConversationView,
    refuses=[ConversationNotFound],
    answer_example=CONVERSATION,
)
def get_conversation(call: Call, conversation_id: UUID) -> ConversationSeen:
    """Read one conversation: who is in it, what they share, and until when."""
    return seen.get_conversation(call.reader, conversation_id, by=call.by, now=call.now)


@room.get(
    "/conversations/<uuid:conversation_id>/messages",
    query=MessagesQuery,
    gives=page_of(MessageView),
    refuses=[ConversationNotFound],
    answer_example={"items": [MESSAGE], "next": None},
)
def list_messages(call: Call, conversation_id: UUID) -> Page:
    """List what was said, the newest first; with `after`, what is new since, in order."""
    query = call.query
    position = read_cursor(query["cursor"], query, (_seq,))
    onward = query["after"] is not None
    items = seen.list_messages(
        call.reader,
        conversation_id,
        by=call.by,
        now=call.now,
        after=position[0] if position and onward else query["after"],
        before=position[0] if position and not onward else query["before"],
        limit=query["limit"],
    )
    if len(items) <= query["limit"]:
        return Page(items, None)
    items = items[: query["limit"]]
    return Page(items, write_cursor([items[-1].seq], query))


@room.post(
    "/conversations/<uuid:conversation_id>/messages",
    takes=MessageRequest,
    gives=MessageView,
    status=201,
    refuses=[ConversationNotFound, MessageAlreadySaid, TooManyMessages],
    example={"words": "Shall I bring the ladder, too?"},
    answer_example={**MESSAGE, "is_mine": True},
)
def write_message(call: Call, conversation_id: UUID) -> MessageSeen:
    """Say something. Sent again with the same id and words, it is said once."""
    return service.write(
        call.session,
        conversation_id,
        call.body["words"],
        by=call.by,
        now=call.now,
        message_id=call.body.get("id"),
    )


@room.put(
    "/conversations/<uuid:conversation_id>/read",
    takes=ReadUpToRequest,
    gives=ConversationView,
    refuses=[ConversationNotFound],
    example={"seq": 4211},
    answer_example={**CONVERSATION, "unread": 0, "read_seq": 4211},
)
def mark_conversation_read(call: Call, conversation_id: UUID) -> ConversationSeen:
    """Say how far I have read. The mark never goes back; nobody else sees it."""
    service.mark_read(call.session, conversation_id, call.body["seq"], by=call.by, now=call.now)
    return _now_seen(call, conversation_id)


@room.put(
    "/conversations/<uuid:conversation_id>/keeping_in_touch",
    gives=ConversationView,
    refuses=[ConversationNotFound],
    answer_example={**CONVERSATION, "keeps_in_touch": True},
)
def keep_in_touch(call: Call, conversation_id: UUID) -> ConversationSeen:
    """Say that I would like to go on talking after the end. It needs all of us."""
    service.keep_in_touch(call.session, conversation_id, True, by=call.by, now=call.now)
    return _now_seen(call, conversation_id)


@room.delete(
    "/conversations/<uuid:conversation_id>/keeping_in_touch", refuses=[ConversationNotFound]
)
def keep_in_touch_no_more(call: Call, conversation_id: UUID) -> None:
    """Let the conversation close 14 days after the end, which may be at once."""
    service.keep_in_touch(call.session, conversation_id, False, by=call.by, now=call.now)


@room.put(
    "/conversations/<uuid:conversation_id>/contact",
    takes=ContactRequest,
    gives=ConversationView,
    refuses=[ConversationNotFound],
    example={"phone": "01253 496 0123"},
    answer_example=CONVERSATION,
)
def share_contact(call: Call, conversation_id: UUID) -> ConversationSeen:
    """Show the others in this conversation how I am reached, in place of what I showed before."""
    service.share_contact(call.session, conversation_id, by=call.by, now=call.now, **call.body)
    return _now_seen(call, conversation_id)


@room.delete("/conversations/<uuid:conversation_id>/contact", refuses=[ConversationNotFound])
def take_back_contact(call: Call, conversation_id: UUID) -> None:
    """Show the others no longer how I am reached."""
    service.share_contact(call.session, conversation_id, by=call.by, now=call.now)


def _now_seen(call: Call, conversation_id: UUID) -> ConversationSeen:
    return seen.get_conversation(call.session, conversation_id, by=call.by, now=call.now)


def _cursor(position: tuple[datetime, UUID] | None, call: Call) -> str | None:
    if position is None:
        return None
    return write_cursor([position[0].isoformat(), str(position[1])], call.query)


def _seq(part: Any) -> int:
    seq = int(part)
    if not 0 <= seq < 2**31:
        raise ValueError(part)
    return seq
