"""What a phone sends and sees when it cares for a place."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.bookings.suggestions import Why
from backend.web.fields import Instant, NextView, Request, Says, Text, View
from backend.web.paging import PageRequest

LONGEST_NOTES = 2_000
LONGEST_CARD = 64
WEEK_MINUTES = 7 * 1440


class QuestionRequest(Request):
    """Asking in the empty room whether anybody is there."""

    card = Text(
        max_length=LONGEST_CARD,
        allow_none=True,
        load_default=None,
        metadata={
            "description": "The code on the card on its wall, after the # of its link. "
            "Keepers need none."
        },
    )


class QuestionView(View):
    """A question to whoever has the space; nothing is said of who that is."""

    space_id = fields.UUID(required=True)
    asked_at = Instant(required=True)
    answer_by = Instant(required=True, metadata={"description": "Then the time is free."})
    next = fields.Nested(NextView, required=True)
    says = Says(required=True)


class WayInRequest(Request):
    """How to get in. What is left out stays."""

    notes = Text(
        max_length=LONGEST_NOTES,
        min_length=0,
        lines=True,
        metadata={"description": "Where the key is, which door, how the alarm is turned off."},
    )
    shown_minutes_before = fields.Integer(
        strict=True,
        validate=validate.Range(0, 4 * WEEK_MINUTES),
        metadata={"description": "How long before its start a booking is told; 1440 at first."},
    )


class KeyRequest(Request):
    """Where the key is now: exactly one of the three."""

    i_have_it = fields.Boolean(validate=validate.Equal(True))
    passed_on_to = fields.String(
        validate=validate.Length(max=36),
        metadata={"description": '"keepers", or the id of one of the next bookings.'},
    )
    missing = fields.Boolean(validate=validate.Equal(True))

    @validates_schema
    def check_one(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse none, and two at once."""
        if len(data) != 1:
            raise ValidationError("Say one of i_have_it, passed_on_to and missing.")


class KeyView(View):
    """Where the key is."""

    where = fields.String(required=True, validate=validate.OneOf(["keepers", "person", "missing"]))
    first_name = fields.String(
        required=True, allow_none=True, metadata={"description": "Who has it, or had it last."}
    )
    is_mine = fields.Boolean(required=True)
    since_at = Instant(required=True, allow_none=True)
    had_before = fields.String(
        required=True, allow_none=True, metadata={"description": "Who handed it on, last."}
    )
    says = Says(required=True)


class NextBookingView(View):
    """The booking to which the key may be passed on."""

    booking_id = fields.UUID(required=True)
    starts_at = Instant(required=True)


class WayInView(View):
    """How to get into a space; all null while that is not shown."""

    space_id = fields.UUID(required=True)
    notes = fields.String(required=True, allow_none=True)
    key = fields.Nested(KeyView, required=True, allow_none=True)
    next_booking = fields.Nested(NextBookingView, required=True, allow_none=True)
    shown_minutes_before = fields.Integer(required=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class LeavingNoteRequest(Request):
    """How one left a space. Nobody has to say anything."""

    as_found = fields.Boolean(required=True, metadata={"description": "False: it is broken."})
    words = Text(max_length=500, min_length=0, lines=True, load_default="")


class LeavingNoteView(View):
    """What somebody said on leaving, without a name."""

    id = fields.UUID(required=True)
    as_found = fields.Boolean(required=True)
    words = fields.String(required=True)
    created_at = Instant(required=True)
    mended_at = Instant(required=True, allow_none=True)


class LeavingNotesQuery(PageRequest):
    """Which notes."""


class MendingRequest(Request):
    """Closing a space from now on, for something in it is broken."""

    words = Text(max_length=300, min_length=0, load_default="")
    until = Instant(
        load_default=None,
        allow_none=True,
        metadata={"description": "Two weeks at first; any keeper ends it at once."},
    )


class MisfitsQuery(PageRequest):
    """Which misfits."""


class MisfitView(View):
    """A booking to come that stands and could not be made so any more."""

    id = fields.UUID(required=True, metadata={"description": "Of the booking."})
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    people = fields.Integer(required=True)
    why = fields.List(
        fields.String(), required=True, metadata={"description": "Codes, as a refusal has them."}
    )


class AlternativeView(View):
    """Another time, or another space, for a booking."""

    why = fields.String(required=True, validate=validate.OneOf([why.value for why in Why]))
    space_id = fields.UUID(required=True)
    name = fields.String(
        required=True, allow_none=True, metadata={"description": "Of another space; here null."}
    )
    distance_metres = fields.Float(required=True, allow_none=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class AlternativesView(View):
    """What else there is for a booking, as a refusal would say it."""

    suggestions = fields.List(fields.Nested(AlternativeView), required=True)
