"""What a phone sees of notifications."""

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.web.fields import Instant, Request, Says, View
from backend.web.paging import PageRequest, page_of

MOST_AT_ONCE = 200


class NotificationView(View):
    """Something one was told."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"description": "Stable; branch on this."})
    params = fields.Dict(keys=fields.String(), required=True)
    about_kind = fields.String(
        required=True, metadata={"description": "As in the path: bookings, spaces, ..."}
    )
    about_id = fields.UUID(required=True)
    created_at = Instant(required=True)
    read_at = Instant(required=True, allow_none=True)
    says = Says(required=True)


class NotificationsQuery(PageRequest):
    """Which notifications."""

    unread = fields.Boolean(load_default=False)


class NotificationsPage(page_of(NotificationView)):  # type: ignore[misc]  # Made at run time.
    """Some of one's notifications, and how many are unread."""

    unread = fields.Integer(required=True)


class ReadRequest(Request):
    """What was read: some, by their ids, or all up to an instant."""

    ids = fields.List(fields.UUID(), validate=validate.Length(1, MOST_AT_ONCE))
    until = Instant()

    @validates_schema
    def one_of_the_two(self, data: dict[str, object], **kwargs: object) -> None:
        """Refuse both and neither."""
        if ("ids" in data) == ("until" in data):
            raise ValidationError("Give either ids or until.")


class UnreadView(View):
    """How many are unread now."""

    unread = fields.Integer(required=True)
