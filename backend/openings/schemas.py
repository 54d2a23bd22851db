"""What a phone sends and sees of openings."""

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from backend.openings.nearby import When
from backend.openings.states import Door, Part, State
from backend.spaces.finding_schemas import DEFAULT_RADIUS, MOST_RADIUS
from backend.spaces.hours_fields import ClockTime, Weekday
from backend.web.fields import (
    Instant,
    Latitude,
    Longitude,
    NextView,
    Point,
    Request,
    Says,
    Text,
    View,
)
from backend.web.paging import PageRequest

LONGEST_RULE = 500


def _one_of(names: Iterable[object], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([str(name) for name in names]), **kwargs)


def _places(**kwargs: Any) -> fields.Integer:
    return fields.Integer(
        strict=True,
        validate=validate.Range(1, 10_000),
        metadata={"description": "How many may come; without it, nobody counts."},
        **kwargs,
    )


def _shown_as(**kwargs: Any) -> Text:
    return Text(
        max_length=100,
        min_length=0,
        metadata={"description": 'Shown to everybody, such as "Tea and company".'},
        **kwargs,
    )


def _words(**kwargs: Any) -> Text:
    return Text(max_length=500, min_length=0, lines=True, **kwargs)


class OpeningRequest(Request):
    """A time when the place is open to everybody. A weekday and two times are enough."""

    id = fields.UUID(metadata={"description": "Your own id for it (UUIDv7), if you made one."})
    weekday = Weekday(metadata={"description": "Every such day, until you stop it."})
    on = fields.Date(
        metadata={"description": "A single date; with a weekday or a rule, the first."}
    )
    rrule = Text(
        max_length=LONGEST_RULE,
        metadata={
            "description": "Any other repetition, as RFC 5545 has it.",
            "example": "FREQ=MONTHLY;BYDAY=1SU",
        },
    )
    opens = ClockTime(required=True, data_key="from")
    closes = ClockTime(
        required=True,
        data_key="until",
        metadata={"description": "At or before `from`, it is the next day."},
    )
    shown_as = _shown_as(load_default="")
    places = _places(load_default=None, allow_none=True)
    door = _one_of(
        Door,
        load_default=Door.ASK_ME.value,
        metadata={"description": "How one gets to the door, where it is a home."},
    )
    i_open = fields.Boolean(
        load_default=False,
        metadata={"description": "I am there to open on every date. A home's host always is."},
    )


class OpeningEdit(Request):
    """What may change about an opening; its dates have hours of their own."""

    shown_as = _shown_as()
    places = _places(allow_none=True)
    door = _one_of(Door)


class DateRequest(Request):
    """Other hours on a date, or a date more."""

    opens = ClockTime(required=True, data_key="from")
    closes = ClockTime(required=True, data_key="until")
    words = _words(load_default="")


class WordsRequest(Request):
    """A word to those who counted on it, if one likes."""

    words = _words(load_default="")


class RotaRequest(Request):
    """What one does on the rota."""

    part = _one_of(Part, load_default=Part.OPEN.value)


class KnockRequest(Request):
    """A first name, by which the host is asked. The host learns nothing else."""

    first_name = Text(max_length=40, required=True)


class WelcomeRequest(Request):
    """Letting somebody in."""

    always = fields.Boolean(
        load_default=False, metadata={"description": "From now on without asking."}
    )


class OpeningsNearRequest(PageRequest):
    """Where to look, and when."""

    latitude = Latitude(required=True, metadata={"example": 53.92})
    longitude = Longitude(required=True, metadata={"example": -3.01})
    radius_metres = fields.Integer(
        load_default=DEFAULT_RADIUS, validate=validate.Range(1, MOST_RADIUS)
    )
    when = _one_of(
        When,
        load_default=When.THIS_WEEK.value,
        metadata={"description": "Today, or today and the six days after it."},
    )


class SpaceOfOpeningView(View):
    """What an opening says of its space."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})
    point = fields.Nested(
        Point, required=True, metadata={"description": "About where it is; exact where public."}
    )


class DoorView(Point):
    """Exactly where it is."""

    address = fields.String(required=True, allow_none=True)


class OnRotaView(View):
    """Somebody on the rota."""

    first_name = fields.String(required=True)
    part = _one_of(Part, required=True)


class OpeningDateView(View):
    """One date of an opening."""

    id = fields.UUID(required=True)
    opening_id = fields.UUID(required=True)
    on = fields.Date(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    space = fields.Nested(SpaceOfOpeningView, required=True)
    shown_as = fields.String(required=True)
    words = fields.String(required=True, metadata={"description": "About this date, or empty."})
    state = _one_of(State, required=True)
    places = fields.Integer(required=True, allow_none=True)
    coming = fields.Integer(
        required=True, metadata={"description": "How many may come. Nobody sees who."}
    )
    i_may_come = fields.Boolean(required=True)
    i_knocked = fields.Boolean(required=True)
    i_open = fields.Boolean(required=True)
    i_close = fields.Boolean(required=True)
    openers = fields.Integer(required=True)
    closers = fields.Integer(required=True)
    rota = fields.List(
        fields.Nested(OnRotaView),
        required=True,
        allow_none=True,
        metadata={"description": "For the keepers, and for those who are on it."},
    )
    knocks = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "How many wait at the door; for the hosts of a home."},
    )
    door = fields.Nested(
        DoorView,
        required=True,
        allow_none=True,
        metadata={"description": "Where it is exactly, once that is yours to know."},
    )
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class OpeningView(View):
    """An opening with its next dates."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    space = fields.Nested(SpaceOfOpeningView, required=True)
    rrule = fields.String(
        required=True, allow_none=True, metadata={"description": "Null for a single date."}
    )
    first_on = fields.Date(required=True)
    opens = ClockTime(required=True, data_key="from")
    closes = ClockTime(required=True, data_key="until")
    shown_as = fields.String(required=True)
    places = fields.Integer(required=True, allow_none=True)
    door = _one_of(Door, required=True, allow_none=True)
    is_mine = fields.Boolean(required=True)
    dates = fields.List(fields.Nested(OpeningDateView), required=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class OpeningNearbyView(View):
    """An opening near somewhere."""

    date = fields.Nested(OpeningDateView, required=True)
    distance_metres = fields.Integer(
        required=True, metadata={"description": "To the point shown, never to a hidden door."}
    )


class KnockView(View):
    """Somebody at the door."""

    id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    knocked_at = Instant(required=True)
    welcomed_at = Instant(required=True, allow_none=True)


class GuestView(View):
    """Somebody who is always welcome in a home. Private to its hosts."""

    id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    since_at = Instant(required=True)
