"""Bookings over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.bookings import asking, calendar, ending, errors, queries, service, talking
from backend.bookings.calendar import CalendarSeen
from backend.bookings.queries import BookingSeen
from backend.bookings.schemas import (
    AnswerRequest,
    BookingEdit,
    BookingRequest,
    BookingsQuery,
    BookingView,
    CalendarQuery,
    CalendarView,
    CancellationRequest,
    MoveRequest,
)
from backend.conversations.errors import ConversationNotFound
from backend.conversations.routes import CONVERSATION
from backend.conversations.schemas import ConversationView
from backend.conversations.seen import ConversationSeen, get_conversation
from backend.conversations.service import open_conversation
from backend.db.constraints import IdAlreadyTaken
from backend.groups.errors import ForStewards, GroupNotFound, NotAMember, NotTenured
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.periods import Period
from backend.spaces.errors import NotAKeeper, SpaceNotFound
from backend.web.call import Call
from backend.web.paging import Page, page_in_time, page_of, position_in_time
from backend.web.room import Room

room = Room("bookings", description="Spaces held for a time, and the calendars that show it.")

REFUSALS = [
    errors.BookingInThePast,
    errors.BookingTooSoon,
    errors.BookingTooFarAhead,
    errors.BookingTooShort,
    errors.BookingTooLong,
    errors.BookingOffStep,
    errors.TooManyPeople,
    errors.ClosedThen,
    errors.SpaceCannotBeBooked,
    errors.FairUseReached,
    errors.SpaceAlreadyBooked,
    errors.WindowUpsideDown,
]
"""Why a time may be refused."""

FOR_OTHERS_OF_THE_GROUP = [NotAKeeper, NotTenured, ForStewards]
"""Why a member of a group that keeps a space may not act for it, if that changed just now."""

TIME = {"starts_at": "2027-03-04T18:00:00Z", "ends_at": "2027-03-04T20:00:00Z"}
BOOKING = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001",
    "version": 1,
    "space": {
        "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002",
        "name": "St Anne's hall",
        "kind": "hall",
        "zone": "Europe/London",
        "address": "Church Lane 4",
        "latitude": 53.9231,
        "longitude": -3.0154,
    },
    **TIME,
    "people": 12,
    "alone": False,
    "what_for": "Choir practice",
    "shown_as": "Choir, come along",
    "state": "confirmed",
    "is_mine": True,
    "booked_by": None,
    "group": None,
    "ended_words": None,
    "created_at": "2027-02-20T09:12:44Z",
    "series_id": None,
    "series_on": None,
    "hands": None,
    "can": ["edit", "move", "cancellation"],
    "next": {"at": "2027-03-04T18:00:00Z", "becomes": "running"},
    "says": "St Anne's hall is yours from Thursday 4 March, 18:00.",
}
LISTED = {"items": [BOOKING], "next": None}


@room.post(
    "/spaces/<uuid:space_id>/bookings",
    takes=BookingRequest,
    gives=BookingView,
    status=201,
    refuses=[*REFUSALS, SpaceNotFound, GroupNotFound, NotAMember, IdAlreadyTaken],
    example={**TIME, "people": 12, "what_for": "Choir practice", "shown_as": "Choir, come along"},
    answer_example=BOOKING,
)
def book_space(call: Call, space_id: UUID) -> BookingSeen:
    """Book a space for a time. Refusals carry suggestions of what else there is."""
    booking = service.book(
        call.session,
        by=call.by,
        space_id=space_id,
        period=_period(call.body["starts_at"], call.body["ends_at"]),
        now=call.now,
        people=call.body["people"],
        what_for=call.body["what_for"],
        shown_as=call.body["shown_as"],
        alone=call.body["alone"],
        booking_id=call.body.get("id"),
        group_id=call.body["group_id"],
    )
    return _seen(call, booking.id)


@room.get("/me/bookings", query=BookingsQuery, gives=page_of(BookingView), answer_example=LISTED)
def list_my_bookings(call: Call) -> Page:
    """List my bookings, to come (soonest first) or past (latest first)."""
    items = queries.list_my_bookings(call.reader, by=call.by, now=call.now, **_where(call))
    return page_in_time(items, call.query, at="starts_at")


@room.get(
    "/groups/<uuid:group_id>/bookings",
    query=BookingsQuery,
    gives=page_of(BookingView),
    refuses=[GroupNotFound, NotAMember],
    answer_example=LISTED,
)
def list_bookings_of_group(call: Call, group_id: UUID) -> Page:
    """List what was booked for a group of mine, to come (soonest first) or past."""
    items = queries.list_bookings_of_group(
        call.reader, group_id, by=call.by, now=call.now, **_where(call)
    )
    return page_in_time(items, call.query, at="starts_at")


@room.get(
    "/spaces/<uuid:space_id>/bookings",
    query=BookingsQuery,
    gives=page_of(BookingView),
    refuses=[SpaceNotFound],
    answer_example=LISTED,
)
def list_bookings_of_space(call: Call, space_id: UUID) -> Page:
    """List the bookings of a space that I keep; SpaceNotFound for everybody else."""
    items = queries.list_bookings_of_space(
        call.reader, space_id, by=call.by, now=call.now, **_where(call)
    )
    return page_in_time(items, call.query, at="starts_at")


@room.get(
    "/bookings/<uuid:booking_id>",
    gives=BookingView,
    refuses=[errors.BookingNotFound],
    answer_example=BOOKING,
)
def get_booking(call: Call, booking_id: UUID) -> BookingSeen:
    """Read one booking, mine or of a space that I keep."""
    return queries.get_booking(call.reader, booking_id, by=call.by, now=call.now)


@room.patch(
    "/bookings/<uuid:booking_id>",
    takes=BookingEdit,
    gives=BookingView,
    refuses=[
        errors.BookingNotFound,
        errors.NotYours,
        errors.BookingCannotBecome,
        errors.TooManyPeople,
        errors.SpaceAlreadyBooked,
        ChangedMeanwhile,
    ],
    example={"people": 14, "shown_as": "Choir, come along"},
    answer_example=BOOKING,
)
def edit_booking(call: Call, booking_id: UUID) -> BookingSeen:
    """Change how many come, what for, or what is shown."""
    service.edit_booking(
        call.session, booking_id, by=call.by, now=call.now, if_version=call.if_match, **call.body
    )
    return _seen(call, booking_id)


@room.post(
    "/bookings/<uuid:booking_id>/move",
    takes=MoveRequest,
    gives=BookingView,
    refuses=[
        *REFUSALS,
        errors.BookingNotFound,
        errors.NotYours,
        errors.BookingCannotBecome,
        ChangedMeanwhile,
    ],
    example=TIME,
    answer_example=BOOKING,
)
def move_booking(call: Call, booking_id: UUID) -> BookingSeen:
    """Change the time of a booking; when refused, it stands as it was."""
    service.move_booking(
        call.session,
        booking_id,
        by=call.by,
        period=_period(call.body["starts_at"], call.body["ends_at"]),
        now=call.now,
        if_version=call.if_match,
    )
    return _seen(call, booking_id)


@room.post(
    "/bookings/<uuid:booking_id>/cancellation",
    takes=CancellationRequest,
    gives=BookingView,
    refuses=[
        errors.BookingNotFound,
        errors.BookingCannotBecome,
        *FOR_OTHERS_OF_THE_GROUP,
        ChangedMeanwhile,
    ],
    example={"words": "The heating has failed, I am sorry."},
    answer_example={**BOOKING, "state": "cancelled", "can": [], "next": None},
)
def cancel_booking(call: Call, booking_id: UUID) -> BookingSeen:
    """Call a booking off, mine, my group's or in a space that I keep; undo it for a while."""
    ending.cancel_booking(
        call.session,
        booking_id,
        by=call.by,
        now=call.now,
        words=call.body["words"],
        if_version=call.if_match,
    )
    return _seen(call, booking_id)


@room.post(
    "/bookings/<uuid:booking_id>/undo",
    gives=BookingView,
    status=200,
    refuses=[
        errors.BookingNotFound,
        errors.NotYours,
        errors.TooLateToUndo,
        ChangedMeanwhile,
    ],
    answer_example=BOOKING,
)
def undo_cancellation(call: Call, booking_id: UUID) -> BookingSeen:
    """Take up again what I called off less than five minutes ago."""
    ending.undo_cancellation(
        call.session, booking_id, by=call.by, now=call.now, if_version=call.if_match
    )
    return _seen(call, booking_id)


@room.post(
    "/bookings/<uuid:booking_id>/answer",
    takes=AnswerRequest,
    gives=BookingView,
    status=200,
    refuses=[
        errors.BookingNotFound,
        errors.NotYours,
        errors.BookingCannotBecome,
        *FOR_OTHERS_OF_THE_GROUP,
        ChangedMeanwhile,
    ],
    example={"answer": "yes", "words": "The key is under the bench."},
    answer_example=BOOKING,
)
def answer_booking(call: Call, booking_id: UUID) -> BookingSeen:
    """Answer somebody who asked for a space that I keep; for a group, the second hand does."""
    asking.answer_booking(
        call.session,
        booking_id,
        by=call.by,
        says_yes=call.body["answer"] == "yes",
        now=call.now,
        words=call.body["words"],
        if_version=call.if_match,
    )
    return _seen(call, booking_id)


@room.get(
    "/spaces/<uuid:space_id>/calendar",
    query=CalendarQuery,
    gives=CalendarView,
    refuses=[SpaceNotFound, errors.WindowTooLong, errors.WindowUpsideDown],
    answer_example={
        "space_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002",
        "zone": "Europe/London",
        "starts_at": "2027-03-04T00:00:00Z",
        "ends_at": "2027-03-05T00:00:00Z",
        "open": [{"starts_at": "2027-03-04T09:00:00Z", "ends_at": "2027-03-04T22:00:00Z"}],
        "free": [
            {
                "starts_at": "2027-03-04T09:00:00Z",
                "ends_at": "2027-03-04T18:00:00Z",
                "places": None,
            }
        ],
        "taken": [
            {
                **TIME,
                "shown_as": "Choir, come along",
                "is_mine": False,
                "booking_id": None,
                "booked_by": None,
                "people": None,
                "what_for": None,
                "opening_id": None,
            }
        ],
        "shows_taken": True,
    },
)
def get_calendar(call: Call, space_id: UUID) -> CalendarSeen:
    """Read when a space is open, free and taken, in a window of 31 days at most."""
    window = calendar.window_of(call.query["starts_at"], call.query["ends_at"])
    return calendar.get_calendar(call.reader, space_id, by=call.by, window=window, now=call.now)


@room.post(
    "/bookings/<uuid:booking_id>/conversation",
    gives=ConversationView,
    refuses=[ConversationNotFound],
    answer_example=CONVERSATION,
)
def talk_about_booking(call: Call, booking_id: UUID) -> ConversationSeen:
    """Open the conversation between whoever booked and the keepers, or find it."""
    found = open_conversation(call.session, talking.KIND, booking_id, by=call.by, now=call.now)
    return get_conversation(call.session, found.id, by=call.by, now=call.now)


def _period(starts_at: datetime, ends_at: datetime) -> Period:
    if ends_at <= starts_at:
        raise errors.WindowUpsideDown
    return Period(starts_at, ends_at)


def _seen(call: Call, booking_id: UUID) -> BookingSeen:
    return queries.get_booking(call.session, booking_id, by=call.by, now=call.now)


def _where(call: Call) -> dict[str, Any]:
    return {
        "past": call.query["when"] == "past",
        "after": position_in_time(call.query),
        "limit": call.query["limit"],
    }
