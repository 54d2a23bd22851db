"""What phones send and see of draws by lot."""

from marshmallow import fields, validate

from backend.decisions.draws import MOST_SEATS
from backend.decisions.lots import Answer, DrawState
from backend.groups.schemas import RelatedView
from backend.web.fields import Instant, NextView, Request, Says, Text, View

LONGEST_PURPOSE = 300


class DrawRequest(Request):
    """What is to be drawn by lot, among all members who belong for long enough."""

    purpose = Text(max_length=LONGEST_PURPOSE, required=True)
    seats = fields.Integer(strict=True, load_default=1, validate=validate.Range(1, MOST_SEATS))
    by_household = fields.Boolean(
        load_default=False, metadata={"description": "Whether households count once."}
    )
    closes_at = Instant(
        metadata={
            "description": "Until when members may step out; two days if not said. Never at night."
        }
    )


class DrawView(View):
    """A draw as a member sees it."""

    id = fields.UUID(required=True)
    group = fields.Nested(RelatedView, required=True)
    called_by = fields.Nested(RelatedView, required=True, allow_none=True)
    purpose = fields.String(required=True)
    seats = fields.Integer(required=True)
    by_household = fields.Boolean(required=True)
    called_at = Instant(required=True)
    closes_at = Instant(required=True)
    state = fields.Enum(DrawState, by_value=True, required=True)
    commitment = fields.String(
        required=True,
        metadata={"description": "SHA-256 of the link that will be revealed (hexadecimal)."},
    )
    link = fields.String(required=True, allow_none=True)
    seated = fields.List(
        fields.Nested(RelatedView),
        required=True,
        metadata={"description": "On whom the lot fell, as far as they show themselves to you."},
    )
    mine = fields.Enum(Answer, by_value=True, required=True, allow_none=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class TreeView(View):
    """What shows that the link was there before the draw was called."""

    root = fields.String(required=True)
    number = fields.Integer(required=True)
    path = fields.List(fields.String(), required=True)


class DrawRecordView(View):
    """All that is needed to redo a draw, offline."""

    format = fields.String(required=True)
    group = fields.String(required=True)
    draw = fields.String(required=True)
    seats = fields.Integer(required=True)
    by_household = fields.Boolean(required=True)
    called_at = fields.String(required=True)
    closes_at = fields.String(required=True)
    commitment = fields.String(required=True)
    tree = fields.Nested(TreeView, required=True)
    link = fields.String(required=True, allow_none=True)
    pool = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "What stands for each: the first 32 digits of the SHA-256 of "
            "<id of the group>:<id of the person>."
        },
    )
    order = fields.List(fields.String(), required=True)
