"""How other rooms take and show a group in whose name something is, over HTTP."""

from marshmallow import fields

from backend.web.fields import View


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
