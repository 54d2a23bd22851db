"""What phones send and see of notice boards."""

from marshmallow import fields

from backend.groups.schemas import RelatedView
from backend.web.fields import Instant, Request, Text, View

LONGEST_TITLE = 200
LONGEST_WORDS = 5_000
LONGEST_ANSWER = 2_000


class NoticeRequest(Request):
    """What one puts on the board."""

    id = fields.UUID()
    title = Text(max_length=LONGEST_TITLE, required=True)
    words = Text(max_length=LONGEST_WORDS, min_length=0, lines=True, load_default="")


class NoticeAnswerRequest(Request):
    """What one answers to a notice."""

    id = fields.UUID()
    words = Text(max_length=LONGEST_ANSWER, lines=True, required=True)


class BoardReadRequest(Request):
    """Up to when one has read a board: ``last_at`` of the newest one saw."""

    until = Instant(required=True)


class NoticeView(View):
    """A notice, or an answer to one."""

    id = fields.UUID(required=True)
    group = fields.Nested(RelatedView, required=True)
    notice_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The notice it answers."}
    )
    written_by = fields.Nested(RelatedView, required=True, allow_none=True)
    title = fields.String(required=True)
    words = fields.String(
        required=True, metadata={"description": "Empty where its writer is no longer here."}
    )
    written_at = Instant(required=True)
    last_at = Instant(
        required=True, metadata={"description": "When it, or the last answer, was written."}
    )
    answers = fields.Integer(required=True)
    is_unread = fields.Boolean(required=True)
    can = fields.List(fields.String(), required=True)


class TakingDownView(View):
    """Whether something is taken down, or takes another hand."""

    is_down = fields.Boolean(required=True)
