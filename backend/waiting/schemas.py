"""What a phone sends and sees of waiting for a time."""

from marshmallow import fields

from backend.bookings.schemas import BookingRequest
from backend.waiting.states import WaitState
from backend.web.fields import Instant, NextView, Says, View
from backend.web.paging import PageRequest


class WaitRequest(BookingRequest):
    """A wish for a time that somebody has: what one would book if it were free."""


class WaitsQuery(PageRequest):
    """Which of one's waits: all for which one is in line."""


class SpaceOfWaitView(View):
    """The space that is waited for."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})


class WaitView(View):
    """One's own place in a line, and what is offered."""

    id = fields.UUID(required=True)
    space = fields.Nested(SpaceOfWaitView, required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    people = fields.Integer(required=True)
    alone = fields.Boolean(required=True)
    what_for = fields.String(required=True)
    shown_as = fields.String(required=True)
    series_id = fields.UUID(required=True, allow_none=True)
    series_on = fields.Date(required=True, allow_none=True)
    state = fields.Enum(WaitState, by_value=True, required=True)
    place = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "One's place in the line, 1 for the first; null once it is over."},
    )
    offered_until = Instant(required=True, allow_none=True)
    booking_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The booking that came of it."}
    )
    created_at = Instant(required=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)
