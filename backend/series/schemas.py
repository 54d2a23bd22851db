"""What a phone sends and sees of series."""

from typing import Any

from marshmallow import fields, validate

from backend.bookings.schemas import MOST_PEOPLE, BookingView
from backend.bookings.states import State as BookingState
from backend.groups.naming import booked_for, group_named
from backend.kernel.rrule import MOST_DATES
from backend.series.rules import Take
from backend.series.states import State
from backend.spaces.views import HandsView
from backend.web.fields import (
    Instant,
    NextView,
    PlainWallTime,
    Request,
    Says,
    Text,
    View,
    WallTime,
)
from backend.web.paging import PageRequest

MOST_MINUTES = 7 * 1440
LONGEST_READ = 2_000
"""A rule is read up to here to be refused in words of its own; `kernel.rrule` allows less."""


def _people(**kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(1, MOST_PEOPLE), **kwargs)


def _minutes(**kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(1, MOST_MINUTES), **kwargs)


def _left_out(**kwargs: Any) -> fields.List[Any]:
    return fields.List(fields.Date(), validate=validate.Length(max=MOST_DATES), **kwargs)


def _moved(**kwargs: Any) -> fields.Dict:
    return fields.Dict(
        keys=fields.Date(),
        values=PlainWallTime(),
        validate=validate.Length(max=MOST_DATES),
        **kwargs,
    )


def _take() -> fields.String:
    return fields.String(
        load_default=Take.ALL_OR_NOTHING.value,
        validate=validate.OneOf([each.value for each in Take]),
        metadata={"description": "What to do where some dates cannot be had."},
    )


class SeriesPreviewRequest(Request):
    """A wish to hold a space again and again, to be looked at first."""

    rrule = Text(
        max_length=LONGEST_READ,
        required=True,
        metadata={"description": "RFC 5545, in local wall time.", "example": "FREQ=WEEKLY;COUNT=8"},
    )
    starts_at = WallTime(required=True)
    duration_minutes = _minutes(required=True)
    people = _people(load_default=1)
    alone = fields.Boolean(load_default=False)
    left_out = _left_out(load_default=list, metadata={"description": "Dates to leave out."})
    moved = _moved(
        load_default=dict, metadata={"description": "Dates that begin at another wall time."}
    )
    until_stopped = fields.Boolean(
        load_default=False,
        metadata={"description": "Goes on by itself; looked at once a year."},
    )
    group_id = booked_for()


class SeriesRequest(SeriesPreviewRequest):
    """A wish to hold a space again and again."""

    id = fields.UUID(metadata={"description": "Your own id for it (UUIDv7), if you made one."})
    what_for = Text(max_length=500, min_length=0, lines=True, load_default="")
    shown_as = Text(max_length=100, min_length=0, load_default="")
    take = _take()
    wait_for_skipped = fields.Boolean(
        load_default=False,
        metadata={"description": "Come into line for every date that somebody else has."},
    )


class SeriesChangeRequest(Request):
    """What is to be otherwise from a date on; what is left out stays."""

    from_on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"description": "This date and those that follow; all to come by default."},
    )
    starts_at = WallTime(metadata={"description": "When the first of them begins, on the wall."})
    duration_minutes = _minutes()
    rrule = Text(max_length=LONGEST_READ)
    left_out = _left_out()
    moved = _moved()
    people = _people()
    what_for = Text(max_length=500, min_length=0, lines=True)
    shown_as = Text(max_length=100, min_length=0)
    take = _take()


class SeriesCancellationRequest(Request):
    """Calling a series off, from a date on or altogether."""

    from_on = fields.Date(load_default=None, allow_none=True)
    words = Text(max_length=500, min_length=0, lines=True, load_default="")


class SeriesAnswerRequest(Request):
    """A keeper's answer for all dates at once."""

    answer = fields.String(required=True, validate=validate.OneOf(["yes", "no"]))
    words = Text(max_length=500, min_length=0, lines=True, load_default="")


class MySeriesQuery(PageRequest):
    """My series."""


class TakingBackRequest(Request):
    """Why a keeper needs the space then."""

    words = Text(max_length=500, lines=True, required=True)
    then_book = fields.Boolean(
        load_default=True, metadata={"description": "The time is mine in the same step."}
    )
    what_for = Text(max_length=500, min_length=0, lines=True, load_default="")
    shown_as = Text(max_length=100, min_length=0, load_default="")


class SuggestionView(View):
    """What else there is."""

    space_id = fields.UUID(required=True)
    name = fields.String(
        required=True, allow_none=True, metadata={"description": "Of another space, null here."}
    )
    distance_metres = fields.Float(required=True, allow_none=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class SeriesDateView(View):
    """One date of a series, and what became of it."""

    on = fields.Date(
        required=True, metadata={"description": "The date as the rule says; stays when moved."}
    )
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    outcome = fields.String(
        required=True, validate=validate.OneOf(["booked", "waitlisted", "skipped"])
    )
    booking_id = fields.UUID(required=True, allow_none=True)
    wait_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "My place in line for this date, where I wait for it."},
    )
    state = fields.Enum(
        BookingState,
        by_value=True,
        required=True,
        allow_none=True,
        metadata={"description": "The state of its booking, where there is one."},
    )
    code = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it was skipped."}
    )
    says = Says(required=True, allow_none=True)
    suggestions = fields.List(fields.Nested(SuggestionView), required=True)


class SeriesPreviewView(View):
    """What would become of each date."""

    zone = fields.String(required=True, metadata={"description": "IANA zone."})
    booked = fields.Integer(required=True)
    skipped = fields.Integer(required=True)
    asks = fields.Boolean(
        required=True, metadata={"description": "Whether the keepers would be asked first."}
    )
    dates = fields.List(fields.Nested(SeriesDateView), required=True)


class SpaceOfSeriesView(View):
    """The space of a series."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})


class SeriesView(View):
    """A series, as one of its parties sees it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    space = fields.Nested(SpaceOfSeriesView, required=True)
    rrule = fields.String(required=True)
    starts_at = WallTime(required=True)
    duration_minutes = fields.Integer(required=True)
    people = fields.Integer(required=True)
    alone = fields.Boolean(required=True)
    what_for = fields.String(required=True)
    shown_as = fields.String(required=True)
    until_stopped = fields.Boolean(required=True)
    renew_by = Instant(
        required=True, allow_none=True, metadata={"description": "When it is looked at again."}
    )
    state = fields.Enum(State, by_value=True, required=True)
    is_mine = fields.Boolean(required=True)
    booked_by = fields.String(
        required=True, allow_none=True, metadata={"description": "A first name, for keepers."}
    )
    group = group_named()
    ended_words = fields.String(required=True, allow_none=True)
    created_at = Instant(required=True)
    ahead = fields.Integer(
        required=True, metadata={"description": "How many of its dates are held."}
    )
    dates = fields.List(
        fields.Nested(SeriesDateView),
        required=True,
        metadata={"description": "Those to come; empty on a list of series."},
    )
    hands = fields.Nested(HandsView, required=True, allow_none=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class TakenBackView(View):
    """What was taken back, what is the keeper's own now, and what else the other could have."""

    taken_back = fields.Nested(BookingView, required=True)
    booked = fields.Nested(BookingView, required=True, allow_none=True)
    alternatives = fields.List(fields.Nested(SuggestionView), required=True)
