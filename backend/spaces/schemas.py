"""What a phone sends about spaces; `backend.spaces.views` is what it sees."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from backend.spaces.hours import MOST_WINDOWS
from backend.spaces.hours_fields import ClockTime, Weekday
from backend.spaces.models import SpaceKind
from backend.spaces.rules import MOST_THINGS, STEPS
from backend.spaces.terms import Confirms, FairUse, Sharing, Silence
from backend.web.fields import (
    Instant,
    Latitude,
    Longitude,
    Request,
    Text,
)
from backend.web.paging import PageRequest

KNOWN = ("yes", "no", "unknown")
LONGEST_WORDS = 2_000
MOST_PEOPLE = 10_000
WEEK_MINUTES = 7 * 1440
MOST_NOTICE_MINUTES = 60 * 1440
MOST_HORIZON_DAYS = 730


def _one_of(names: Iterable[object], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([str(name) for name in names]), **kwargs)


def _whole(least: int, most: int, **kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), **kwargs)


def _as_it_is(value: Any) -> Any:
    return value


def _words(**kwargs: Any) -> Text:
    return Text(max_length=LONGEST_WORDS, min_length=0, lines=True, **kwargs)


class HoursOfDayRequest(Request):
    """Hours on one date. Closing at or before the opening means the next day."""

    opens = ClockTime(required=True)
    closes = ClockTime(required=True)

    @post_load
    def as_window(self, data: dict[str, int], **kwargs: Any) -> tuple[int, int]:
        """Return (opens, closes)."""
        return data["opens"], data["closes"]


class HoursRequest(Request):
    """One line of the sign on the door. Closing at or before the opening means the next day."""

    weekday = Weekday(required=True)
    opens = ClockTime(required=True)
    closes = ClockTime(required=True)

    @post_load
    def as_window(self, data: dict[str, int], **kwargs: Any) -> tuple[int, int, int]:
        """Return (weekday, opens, closes)."""
        return data["weekday"], data["opens"], data["closes"]


class AccessRequest(Request):
    """What somebody may need to know before they come. What is left out stays as it is."""

    step_free = _one_of(KNOWN)
    accessible_toilet = _one_of(KNOWN)
    lift = _one_of(KNOWN)
    hearing_loop = _one_of(KNOWN)
    quiet = _one_of(KNOWN)
    parking_close_by = _one_of(KNOWN)
    baby_change = _one_of(KNOWN)
    assistance_dogs = _one_of(KNOWN)


class FairUseRequest(Request):
    """How much of a space one booker may have; what is left out is not limited."""

    most_minutes = _whole(1, 366 * 1440, load_default=None, allow_none=True)
    most_bookings = _whole(1, 1000, load_default=None, allow_none=True)
    days = _whole(
        1, 366, load_default=7, metadata={"description": "The two above are in so many days."}
    )
    most_open = _whole(1, 1000, load_default=None, allow_none=True)
    one_at_a_time = fields.Boolean(load_default=False)

    @post_load
    def as_fair_use(self, data: dict[str, Any], **kwargs: Any) -> FairUse:
        """Return the limits."""
        return FairUse(**data)


class TermsRequest(Request):
    """On what terms a space may be booked. The kind fills in what is left out."""

    min_minutes = _whole(5, WEEK_MINUTES)
    max_minutes = _whole(5, WEEK_MINUTES)
    step_minutes = fields.Integer(strict=True, validate=validate.OneOf(STEPS))
    notice_minutes = _whole(0, MOST_NOTICE_MINUTES)
    horizon_days = _whole(1, MOST_HORIZON_DAYS)
    buffer_before_minutes = _whole(0, 1440)
    buffer_after_minutes = _whole(0, 1440)
    sharing = _one_of(Sharing)
    confirms = _one_of(Confirms)
    silence_means = _one_of(Silence)
    fair_use = fields.Nested(FairUseRequest)

    @post_load
    def as_terms(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Return the terms with their states as such."""
        states = {"sharing": Sharing, "confirms": Confirms, "silence_means": Silence}
        return {name: states.get(name, _as_it_is)(value) for name, value in data.items()}


class PlaceEdit(Request):
    """Where a space is, and how much of that is published."""

    latitude = Latitude()
    longitude = Longitude()
    address = Text(max_length=300, min_length=0)
    address_is_public = fields.Boolean(
        metadata={"description": "Publish the exact point and the address, as of a public hall."}
    )
    countryside = fields.Boolean(
        metadata={"description": "Publish a wider cell, where few houses stand."}
    )

    @validates_schema
    def check_point(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Refuse half a point."""
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if one in data and other not in data:
                raise ValidationError({other: ["A point has both."]})


class PlaceRequest(PlaceEdit):
    """Where a space is, and how much of that is published; by default the cell alone."""

    latitude = Latitude(required=True)
    longitude = Longitude(required=True)


class SpaceEdit(Request):
    """What may be changed about a space; what is left out stays."""

    name = Text(max_length=100)
    kind = _one_of(SpaceKind)
    words = _words()
    place = fields.Nested(PlaceEdit)
    zone = Text(max_length=64, metadata={"description": "IANA zone; the place's own by default."})
    capacity = _whole(1, MOST_PEOPLE, allow_none=True)
    access = fields.Nested(AccessRequest)
    things = fields.List(Text(max_length=100), validate=validate.Length(max=MOST_THINGS))
    agreements = _words()
    opening_hours = fields.List(
        fields.Nested(HoursRequest), validate=validate.Length(max=MOST_WINDOWS)
    )
    free_of_series = fields.List(
        fields.Nested(HoursRequest),
        validate=validate.Length(max=MOST_WINDOWS),
        metadata={"description": "Weekly hours in which no series is booked; none by default."},
    )
    terms = fields.Nested(TermsRequest)
    parent_id = fields.UUID(
        allow_none=True, metadata={"description": "The house this is a room in; null for none."}
    )

    @post_load
    def with_capacity_in_terms(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Return the fields as the service has them: how many fit is one of the terms."""
        if "capacity" in data:
            data["terms"] = {**data.get("terms", {}), "capacity": data.pop("capacity")}
        return data


class SpaceRequest(SpaceEdit):
    """A space to share. Name, kind and place are enough; the kind fills in the rest."""

    id = fields.UUID(metadata={"description": "Your own id for it (UUIDv7), if you made one."})
    name = Text(max_length=100, required=True)
    kind = _one_of(SpaceKind, required=True)
    place = fields.Nested(
        PlaceRequest, metadata={"description": "Needed, but for a room in a house you keep."}
    )


class MySpacesQuery(PageRequest):
    """Which of the spaces I keep."""

    retired = fields.Boolean(load_default=False)


class KeeperRequest(Request):
    """Somebody to hold the key too."""

    person_id = fields.UUID(required=True)


class HandoverRequest(Request):
    """Somebody to hold the key from now on."""

    to = fields.UUID(required=True)


class ClosureRequest(Request):
    """A time for which a space is closed."""

    id = fields.UUID(metadata={"description": "Your own id for it (UUIDv7), if you made one."})
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    words = Text(max_length=300, min_length=0, load_default="")


class ExceptionRequest(Request):
    """The hours of one date; none means closed all day."""

    hours = fields.List(
        fields.Nested(HoursOfDayRequest),
        required=True,
        validate=validate.Length(max=MOST_WINDOWS),
    )
    words = Text(max_length=300, min_length=0, load_default="")


class KnownQuery(PageRequest):
    """Who is known in a space."""
