"""What a phone sees of a space."""

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from backend.groups.naming import GroupNamedView, ProposedView
from backend.spaces.hours_fields import ClockTime, Weekday
from backend.spaces.keeping import LENT_TO
from backend.spaces.models import ClosureKind, SpaceKind
from backend.spaces.schemas import KNOWN
from backend.spaces.terms import Confirms, Sharing, Silence
from backend.web.fields import Instant, Latitude, Longitude, NextView, Says, View


def _one_of(names: Iterable[object], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([str(name) for name in names]), **kwargs)


class HandLentView(View):
    """How many have lent a hand to one of the things that may be done."""

    to = _one_of(LENT_TO.values(), required=True)
    hands = fields.Integer(required=True)
    is_mine = fields.Boolean(required=True, metadata={"description": "Whether yours is one."})


class HandsView(View):
    """What members of a group that keeps a space do together: who lends the last hand does it."""

    needed = fields.Integer(
        required=True, metadata={"description": "How many it takes, you among them."}
    )
    lent = fields.List(fields.Nested(HandLentView), required=True)


class PointView(View):
    """A point, in degrees (WGS 84)."""

    latitude = Latitude(required=True)
    longitude = Longitude(required=True)


class PlaceView(PointView):
    """Where a space is: the centre of its cell, or the exact point of a public address."""

    is_exact = fields.Boolean(required=True)
    cell = fields.String(required=True, metadata={"description": "H3 cell."})
    address = fields.String(
        required=True, allow_none=True, metadata={"description": "For keepers, or if public."}
    )
    exact = fields.Nested(
        PointView, required=True, allow_none=True, metadata={"description": "For keepers."}
    )


class AccessView(View):
    """What somebody may need to know before they come; each yes, no or unknown."""

    step_free = _one_of(KNOWN, required=True)
    accessible_toilet = _one_of(KNOWN, required=True)
    lift = _one_of(KNOWN, required=True)
    hearing_loop = _one_of(KNOWN, required=True)
    quiet = _one_of(KNOWN, required=True)
    parking_close_by = _one_of(KNOWN, required=True)
    baby_change = _one_of(KNOWN, required=True)
    assistance_dogs = _one_of(KNOWN, required=True)


class HoursView(View):
    """One line of the sign on the door. Closing at or before the opening means the next day."""

    weekday = Weekday(required=True)
    opens = ClockTime(required=True)
    closes = ClockTime(required=True)


class HoursOfDayView(View):
    """Hours on one date. Closing at or before the opening means the next day."""

    opens = ClockTime(required=True)
    closes = ClockTime(required=True)


class ExceptionView(View):
    """A date with hours of its own; none means closed all day."""

    on = fields.Date(required=True)
    hours = fields.List(fields.Nested(HoursOfDayView), required=True)
    words = fields.String(required=True)


class ClosureView(View):
    """A time for which a space is closed."""

    id = fields.UUID(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    words = fields.String(required=True)
    kind = fields.String(
        required=True, validate=validate.OneOf([kind.value for kind in ClosureKind])
    )


class FairUseView(View):
    """How much of a space one booker may have; null where there is no such limit."""

    most_minutes = fields.Integer(required=True, allow_none=True)
    most_bookings = fields.Integer(required=True, allow_none=True)
    days = fields.Integer(required=True)
    most_open = fields.Integer(required=True, allow_none=True)
    one_at_a_time = fields.Boolean(required=True)


class TermsView(View):
    """On what terms a space may be booked."""

    min_minutes = fields.Integer(required=True)
    max_minutes = fields.Integer(required=True)
    step_minutes = fields.Integer(required=True)
    notice_minutes = fields.Integer(required=True)
    horizon_days = fields.Integer(required=True)
    buffer_before_minutes = fields.Integer(required=True)
    buffer_after_minutes = fields.Integer(required=True)
    sharing = _one_of(Sharing, required=True)
    confirms = _one_of(Confirms, required=True)
    silence_means = _one_of(Silence, required=True)
    fair_use = fields.Nested(FairUseView, required=True)


class RelativeView(View):
    """The house a space is in, or a room in it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class KeeperView(View):
    """Who holds the key."""

    first_name = fields.String(required=True)
    id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "For other keepers alone."}
    )


class SpaceView(View):
    """A space, as the caller may see it now."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = _one_of(SpaceKind, required=True)
    words = fields.String(required=True)
    place = fields.Nested(PlaceView, required=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})
    capacity = fields.Integer(required=True, allow_none=True)
    access = fields.Nested(AccessView, required=True)
    things = fields.List(fields.String(), required=True)
    agreements = fields.String(required=True)
    opening_hours = fields.List(fields.Nested(HoursView), required=True)
    free_of_series = fields.List(
        fields.Nested(HoursView),
        required=True,
        metadata={"description": "Weekly hours in which no series is booked."},
    )
    exceptions = fields.List(fields.Nested(ExceptionView), required=True)
    closures = fields.List(fields.Nested(ClosureView), required=True)
    terms = fields.Nested(TermsView, required=True)
    parent = fields.Nested(RelativeView, required=True, allow_none=True)
    rooms = fields.List(fields.Nested(RelativeView), required=True)
    keepers = fields.List(fields.Nested(KeeperView), required=True)
    group = fields.Nested(
        GroupNamedView,
        required=True,
        allow_none=True,
        metadata={"description": "The group that keeps it; null for none."},
    )
    proposed = fields.List(
        fields.Nested(ProposedView),
        required=True,
        metadata={"description": "For those who keep it for a group: what waits for a hand."},
    )
    is_kept_by_me = fields.Boolean(required=True)
    is_open_now = fields.Boolean(required=True)
    retired_at = Instant(required=True, allow_none=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class KnownView(View):
    """Somebody who is known in a space and need not ask. Private to its keepers."""

    id = fields.UUID(required=True)
    display_name = fields.String(required=True)
    since_at = Instant(required=True)
