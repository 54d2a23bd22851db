"""How other rooms take and show a group in whose name something is, over HTTP."""

from marshmallow import fields

from backend.web.fields import Instant, View


class GroupNamedView(View):
    """A group in whose name something is."""

    id = fields.UUID(required=True, allow_none=True)
    name = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null, as its id, where you are not to know which group it is."},
    )


def group_named() -> fields.Nested:
    """Return the field that says of which group something is."""
    return fields.Nested(
        GroupNamedView,
        required=True,
        allow_none=True,
        metadata={"description": "The group in whose name it is; null for none."},
    )


def booked_for() -> fields.UUID:
    """Return the field that says for which group of one's own something is booked."""
    return fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "A group of yours: it counts for the group, and all may act."},
    )


class ProposedView(View):
    """A change that waits for another hand of the group. Whoever makes the same call lends one."""

    id = fields.UUID(required=True)
    operation = fields.String(required=True, metadata={"description": "As in this contract."})
    method = fields.String(required=True)
    path = fields.String(required=True)
    body = fields.Dict(required=True, metadata={"description": "To be sent as it is."})
    proposed_at = Instant(required=True)
    until = Instant(required=True, metadata={"description": "Then it is forgotten."})
    hands = fields.Integer(required=True)
    hands_needed = fields.Integer(required=True)
    is_mine = fields.Boolean(required=True, metadata={"description": "Whether yours is one."})
