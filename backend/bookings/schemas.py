"""What a phone sends and sees of bookings and calendars."""

from marshmallow import fields, validate

from backend.bookings.states import State
from backend.groups.naming import booked_for, group_named
from backend.spaces.views import HandsView
from backend.web.fields import Instant, NextView, PeriodView, Request, Says, Text, View
from backend.web.paging import PageRequest

MOST_PEOPLE = 10_000


def _people(**kwargs: object) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(1, MOST_PEOPLE), **kwargs)  # type: ignore[arg-type]


class BookingRequest(Request):
    """A wish to hold a space for a time."""

    id = fields.UUID(metadata={"description": "Your own id for it (UUIDv7), if you made one."})
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    people = _people(load_default=1)
    what_for = Text(
        max_length=500,
        min_length=0,
        lines=True,
        load_default="",
        metadata={"description": "Seen by you and the keepers only; never needed."},
    )
    shown_as = Text(
        max_length=100,
        min_length=0,
        load_default="",
        metadata={"description": 'Shown to everybody, such as "Choir, come along".'},
    )
    alone = fields.Boolean(
        load_default=False, metadata={"description": "Without others, where the space is shared."}
    )
    group_id = booked_for()


class BookingEdit(Request):
    """What may change about a booking beside its time."""

    people = _people()
    what_for = Text(max_length=500, min_length=0, lines=True)
    shown_as = Text(max_length=100, min_length=0)


class MoveRequest(Request):
    """Another time for a booking."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class CancellationRequest(Request):
    """Calling a booking off, with a word to the others if one likes."""

    words = Text(max_length=500, min_length=0, lines=True, load_default="")


class AnswerRequest(Request):
    """A keeper's answer to somebody who asked."""

    answer = fields.String(required=True, validate=validate.OneOf(["yes", "no"]))
    words = Text(max_length=500, min_length=0, lines=True, load_default="")


class SpaceOfBookingView(View):
    """The space of a booking; where it is exactly is told while the booking stands."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})
    address = fields.String(required=True, allow_none=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)


class BookingView(View):
    """A booking, as one of its parties sees it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    space = fields.Nested(SpaceOfBookingView, required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    people = fields.Integer(required=True)
    alone = fields.Boolean(required=True)
    what_for = fields.String(required=True)
    shown_as = fields.String(required=True)
    state = fields.Enum(State, by_value=True, required=True)
    is_mine = fields.Boolean(required=True)
    booked_by = fields.String(
        required=True, allow_none=True, metadata={"description": "A first name, for keepers."}
    )
    group = group_named()
    ended_words = fields.String(required=True, allow_none=True)
    created_at = Instant(required=True)
    series_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The series it is a date of."}
    )
    series_on = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "Which date of the series; stays when it is moved."},
    )
    hands = fields.Nested(HandsView, required=True, allow_none=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class BookingsQuery(PageRequest):
    """Which bookings."""

    when = fields.String(load_default="coming", validate=validate.OneOf(["coming", "past"]))


class CalendarQuery(Request):
    """Which window of the calendar, 31 days at most."""

    starts_at = Instant(required=True, metadata={"example": "2027-03-01T00:00:00Z"})
    ends_at = Instant(required=True, metadata={"example": "2027-03-08T00:00:00Z"})


class FreeView(PeriodView):
    """A time that can be booked now."""

    places = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "For how many people, in a shared space; else null."},
    )


class TakenView(PeriodView):
    """A time somebody has; who and what for only where it is the caller's to know."""

    shown_as = fields.String(required=True, allow_none=True)
    is_mine = fields.Boolean(required=True)
    booking_id = fields.UUID(required=True, allow_none=True)
    booked_by = fields.String(required=True, allow_none=True)
    people = fields.Integer(required=True, allow_none=True)
    what_for = fields.String(required=True, allow_none=True)
    opening_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The opening, where the space is open to everybody then."},
    )


class CalendarView(View):
    """When a space is open, what is free and what is taken."""

    space_id = fields.UUID(required=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    open = fields.List(fields.Nested(PeriodView), required=True)
    free = fields.List(fields.Nested(FreeView), required=True)
    taken = fields.List(fields.Nested(TakenView), required=True)
    shows_taken = fields.Boolean(
        required=True,
        metadata={"description": "False for other people's homes, whose calendars are private."},
    )
