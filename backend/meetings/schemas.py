"""What phones send and see of meetings."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.bookings.schemas import MOST_PEOPLE
from backend.meetings.states import Answer, DateState, RoomState
from backend.series.rules import Take
from backend.series.schemas import LONGEST_READ, MOST_MINUTES, SeriesDateView
from backend.web.fields import Instant, NextView, Request, Says, Text, View, WallTime
from backend.web.paging import PageRequest

LONGEST_TITLE = 100
LONGEST_WORDS = 2_000
LONGEST_PLACE = 300
LONGEST_THING = 100
MOST_ROOM = 20_000


def _words(**kwargs: Any) -> Text:
    return Text(max_length=LONGEST_WORDS, min_length=0, lines=True, **kwargs)


def _room_for(**kwargs: Any) -> fields.Integer:
    return fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(1, MOST_ROOM),
        metadata={"description": "How many can come; those after them are in line."},
        **kwargs,
    )


def _take() -> fields.Enum[Take]:
    return fields.Enum(
        Take,
        by_value=True,
        load_default=Take.ALL_OR_NOTHING,
        metadata={"description": "What to do where the space cannot be had on some dates."},
    )


class MeetingRequest(Request):
    """A meeting of a group: once, or by a rule; in a space, or anywhere."""

    id = fields.UUID()
    title = Text(max_length=LONGEST_TITLE, required=True)
    words = _words(load_default="")
    starts_at = WallTime(required=True)
    duration_minutes = fields.Integer(
        strict=True, required=True, validate=validate.Range(1, MOST_MINUTES)
    )
    rrule = Text(
        max_length=LONGEST_READ,
        min_length=0,
        load_default="",
        metadata={"description": "RFC 5545, in local wall time.", "example": "FREQ=WEEKLY"},
    )
    space_id = fields.UUID()
    book = fields.Boolean(
        load_default=False,
        metadata={"description": "Book the space for every date, or nothing is called."},
    )
    people = fields.Integer(
        strict=True,
        validate=validate.Range(1, MOST_PEOPLE),
        metadata={"description": "For how many to book; for as many as there is room by default."},
    )
    take = _take()
    wait_for_skipped = fields.Boolean(load_default=False)
    where = Text(max_length=LONGEST_PLACE, min_length=0, load_default="")
    room_for = _room_for(load_default=None)
    opens_up = fields.Boolean(
        load_default=False, metadata={"description": "Members take turns in opening up."}
    )


class MeetingChangeRequest(Request):
    """What is said of a meeting from now on."""

    title = Text(max_length=LONGEST_TITLE)
    words = _words()
    where = Text(max_length=LONGEST_PLACE, min_length=0)
    room_for = _room_for()
    opens_up = fields.Boolean()


class MeetingAnswerRequest(Request):
    """Whether one comes."""

    answer = fields.Enum(Answer, by_value=True, required=True)


class MeetingMoveRequest(Request):
    """When a date is instead; what is booked for it is moved along."""

    starts_at = WallTime(required=True)
    words = _words(load_default="")


class MeetingWordsRequest(Request):
    """Why."""

    words = _words(load_default="")


class MeetingEndingRequest(Request):
    """From which date on there are none any more."""

    from_on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"description": "All that have not begun by default."},
    )
    words = _words(load_default="")


class MeetingRuleRequest(Request):
    """When the dates from one on are instead. What is left out stays."""

    from_on = fields.Date(required=True)
    starts_at = WallTime(metadata={"description": "When the first of them begins, on the wall."})
    duration_minutes = fields.Integer(strict=True, validate=validate.Range(1, MOST_MINUTES))
    rrule = Text(max_length=LONGEST_READ)
    take = _take()
    words = _words(load_default="")

    @validates_schema
    def check_something_changes(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse a change of nothing."""
        if not {"starts_at", "duration_minutes", "rrule"} & set(data):
            raise ValidationError("Say what is to be otherwise.", "starts_at")


class MeetingRoomRequest(Request):
    """Which space to take instead; it is booked, and what was booked before is given back."""

    space_id = fields.UUID(required=True)
    people = fields.Integer(
        strict=True,
        validate=validate.Range(1, MOST_PEOPLE),
        metadata={"description": "For as many as before by default."},
    )
    and_following = fields.Boolean(
        load_default=False, metadata={"description": "For all dates from this one on."}
    )
    take = _take()


class MeetingSwapRequest(Request):
    """The date on which I would open up instead."""

    with_on = fields.Date(required=True)


class ThingRequest(Request):
    """Something to bring."""

    id = fields.UUID()
    what = Text(max_length=LONGEST_THING, required=True)
    i_bring_it = fields.Boolean(load_default=False)


class MeetingDatesQuery(PageRequest):
    """The dates to come."""


class MeetingRelatedView(View):
    """A group, a space or a person by name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


def _related() -> Any:
    return fields.Nested(MeetingRelatedView, required=True, allow_none=True)


class MeetingView(View):
    """A meeting, as members of its group see it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    group = fields.Nested(MeetingRelatedView, required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    starts_at = WallTime(required=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})
    rrule = fields.String(required=True)
    duration_minutes = fields.Integer(required=True)
    space = _related()
    where = fields.String(required=True)
    room_for = fields.Integer(required=True, allow_none=True)
    opens_up = fields.Boolean(required=True)
    called_by = _related()
    is_mine = fields.Boolean(required=True)
    hands = fields.Integer(
        required=True,
        metadata={"description": "How many would take it over from whoever called it."},
    )
    booking_id = fields.UUID(required=True, allow_none=True)
    series_id = fields.UUID(required=True, allow_none=True)
    created_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    next_on = fields.Date(required=True, allow_none=True)
    next_at = Instant(required=True, allow_none=True)
    booked = fields.List(
        fields.Nested(SeriesDateView),
        required=True,
        metadata={"description": "What became of each date where its space was just booked."},
    )
    can = fields.List(fields.String(), required=True)
    says = Says(required=True)


class ComingView(View):
    """Somebody who comes, or may come."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    answer = fields.Enum(Answer, by_value=True, required=True)
    in_line = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Null for who has a place."}
    )


class ThingView(View):
    """Something on the list of a date."""

    id = fields.UUID(required=True)
    what = fields.String(required=True)
    brought_by = _related()
    is_taken = fields.Boolean(required=True)
    is_mine = fields.Boolean(required=True)


class MeetingDateView(View):
    """One date of a meeting, as members see it."""

    meeting_id = fields.UUID(required=True)
    on = fields.Date(
        required=True, metadata={"description": "The date as the rule says; stays when moved."}
    )
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    state = fields.Enum(DateState, by_value=True, required=True)
    is_moved = fields.Boolean(required=True)
    words = fields.String(required=True)
    room = fields.Enum(
        RoomState,
        by_value=True,
        required=True,
        metadata={"description": "Whether it has the space that was to be booked."},
    )
    booking_id = fields.UUID(required=True, allow_none=True)
    space = fields.Nested(
        MeetingRelatedView,
        required=True,
        allow_none=True,
        metadata={"description": "Where this date is; another space may be taken for it."},
    )
    room_for = fields.Integer(required=True, allow_none=True)
    coming = fields.Integer(
        required=True, metadata={"description": "How many come and have a place."}
    )
    maybe = fields.Integer(required=True)
    in_line = fields.Integer(required=True)
    mine = fields.Enum(Answer, by_value=True, required=True, allow_none=True)
    my_place_in_line = fields.Integer(required=True, allow_none=True)
    people = fields.List(
        fields.Nested(ComingView),
        required=True,
        metadata={"description": "The first of those who come, and of those who may."},
    )
    things = fields.List(fields.Nested(ThingView), required=True)
    opener = _related()
    needs_opener = fields.Boolean(required=True)
    i_open = fields.Boolean(required=True)
    swaps = fields.List(
        fields.Date(),
        required=True,
        metadata={"description": "Dates whose openers would swap with me; ask back, and it is so."},
    )
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class MeetingRotaView(View):
    """Who takes turns in opening up, in order."""

    openers = fields.List(fields.Nested(MeetingRelatedView), required=True)


class MyMeetingDateView(View):
    """One date of a meeting of one's groups."""

    id = fields.UUID(required=True, metadata={"description": "Of the meeting."})
    group = fields.Nested(MeetingRelatedView, required=True)
    title = fields.String(required=True)
    on = fields.Date(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    state = fields.Enum(DateState, by_value=True, required=True)
    room = fields.Enum(RoomState, by_value=True, required=True)
    mine = fields.Enum(Answer, by_value=True, required=True, allow_none=True)
    says = Says(required=True)
