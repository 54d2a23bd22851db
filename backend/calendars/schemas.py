"""What a phone sees of calendar addresses."""

from marshmallow import fields

from backend.web.fields import Instant, View


class CalendarAddressView(View):
    """The secret address of one's own calendar, told this once."""

    link = fields.String(
        required=True,
        metadata={
            "description": "To be added to any calendar program. Whoever has it sees your bookings."
        },
    )
    made_at = Instant(required=True)


class MyCalendarView(View):
    """Whether one's own calendar can be subscribed to. The address is told only when made."""

    made_at = Instant(required=True, allow_none=True)
    can = fields.List(fields.String(), required=True)
