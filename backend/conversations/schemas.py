"""What a phone sends and sees of conversations."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.conversations.rules import LONGEST_MESSAGE
from backend.web.fields import Instant, NextView, Point, Request, Says, Text, View
from backend.web.paging import PageRequest

HIGHEST_SEQ = 2**31 - 1


def _seq(**kwargs: Any) -> fields.Integer:
    return fields.Integer(validate=validate.Range(0, HIGHEST_SEQ), **kwargs)


class MessageRequest(Request):
    """Something to say. With an id of the phone's own, sending it again says it once."""

    id = fields.UUID()
    words = Text(max_length=LONGEST_MESSAGE, lines=True, required=True)


class MessagesQuery(PageRequest):
    """Which messages: the newest first, or, with ``after``, what is new to a phone, in order."""

    after = _seq(load_default=None, strict=False)
    before = _seq(load_default=None, strict=False)

    @validates_schema
    def one_way(self, data: dict[str, Any], **kwargs: object) -> None:
        """Refuse both ways at once."""
        if data.get("after") is not None and data.get("before") is not None:
            raise ValidationError("Give either after or before.")


class ReadUpToRequest(Request):
    """How far one has read."""

    seq = _seq(required=True, strict=True)


class ContactRequest(Request):
    """How one is reached, in place of what was shared before. One of them at least."""

    phone = Text(max_length=40, min_length=0, load_default="")
    email = Text(max_length=254, min_length=0, load_default="")
    address = Text(max_length=300, min_length=0, lines=True, load_default="")
    place = fields.Nested(Point, load_default=None, allow_none=True)

    @validates_schema
    def something(self, data: dict[str, Any], **kwargs: object) -> None:
        """Refuse to share nothing; to take it back is another operation."""
        if not any(data.get(each) for each in ("phone", "email", "address", "place")):
            raise ValidationError("Give something to share.")


class InTalkView(View):
    """A neighbour; both are null of whoever posted a need quietly."""

    id = fields.UUID(required=True, allow_none=True)
    first_name = fields.String(required=True, allow_none=True)


class TalkedAboutView(View):
    """What a conversation is about."""

    kind = fields.String(
        required=True, metadata={"description": "As in the path: promises, bookings, posts."}
    )
    id = fields.UUID(required=True)
    title = fields.String(required=True)


class MessageView(View):
    """Something that was said."""

    id = fields.UUID(required=True)
    seq = fields.Integer(
        required=True,
        metadata={"description": "Where it stands. Numbers rise, with gaps that mean nothing."},
    )
    is_mine = fields.Boolean(required=True)
    written_by = fields.Nested(InTalkView, required=True)
    words = fields.String(required=True)
    written_at = Instant(required=True)


class ContactView(View):
    """How somebody is reached, as they shared it."""

    shared_by = fields.Nested(InTalkView, required=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    place = fields.Nested(Point, required=True, allow_none=True)
    shared_at = Instant(required=True)


class ConversationView(View):
    """People talking about one thing."""

    id = fields.UUID(required=True)
    about = fields.Nested(TalkedAboutView, required=True)
    others = fields.List(fields.Nested(InTalkView), required=True)
    unread = fields.Integer(required=True)
    read_seq = fields.Integer(
        required=True, metadata={"description": "The number of the newest message I have read."}
    )
    last_message = fields.Nested(MessageView, required=True, allow_none=True)
    last_at = Instant(required=True)
    keeps_in_touch = fields.Boolean(
        required=True, metadata={"description": "Whether I would like to go on after the end."}
    )
    others_keep_in_touch = fields.Boolean(required=True)
    contact = fields.Nested(
        ContactView,
        required=True,
        allow_none=True,
        metadata={"description": "What I share with the others."},
    )
    contacts = fields.List(
        fields.Nested(ContactView),
        required=True,
        metadata={"description": "What the others share with me."},
    )
    closes_at = Instant(
        required=True,
        allow_none=True,
        metadata={"description": "From when on it is closed to all, unless all keep in touch."},
    )
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)
