"""Waiting for a time over HTTP."""

from uuid import UUID

from backend.bookings import errors as booking_errors
from backend.bookings.errors import SpaceAlreadyBooked, WindowUpsideDown
from backend.bookings.queries import BookingSeen
from backend.bookings.queries import get_booking as read_booking
from backend.bookings.routes import BOOKING, REFUSALS, TIME
from backend.bookings.schemas import BookingView
from backend.db.constraints import IdAlreadyTaken
from backend.kernel.periods import Period
from backend.spaces.errors import SpaceNotFound
from backend.waiting import errors, hearing, queries, service
from backend.waiting.queries import WaitSeen
from backend.waiting.schemas import WaitRequest, WaitsQuery, WaitView
from backend.web.call import Call
from backend.web.paging import Page, page_in_time, page_of, position_in_time
from backend.web.room import Room

__all__ = ["hearing", "room"]

room = Room("waiting", description="A line for each space and time: first come, first served.")

WAIT = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be004",
    "space": {
        "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002",
        "name": "St Anne's hall",
        "kind": "hall",
        "zone": "Europe/London",
    },
    **TIME,
    "people": 12,
    "alone": False,
    "what_for": "Choir practice",
    "shown_as": "Choir, come along",
    "series_id": None,
    "series_on": None,
    "state": "waiting",
    "place": 2,
    "offered_until": None,
    "booking_id": None,
    "created_at": "2027-02-20T09:12:44Z",
    "can": ["leave"],
    "next": {"at": "2027-03-04T18:00:00Z", "becomes": "over"},
    "says": "You are number 2 in line for St Anne's hall on Thursday 4 March, 18:00.",
}
NOT_WHILE_WAITING = {SpaceAlreadyBooked}


@room.post(
    "/spaces/<uuid:space_id>/waits",
    takes=WaitRequest,
    gives=WaitView,
    status=201,
    refuses=[
        *(each for each in REFUSALS if each not in NOT_WHILE_WAITING),
        errors.TimeIsFree,
        errors.AlreadyInLine,
        errors.TooManyWaits,
        SpaceNotFound,
        IdAlreadyTaken,
    ],
    example={**TIME, "people": 12, "what_for": "Choir practice", "shown_as": "Choir, come along"},
    answer_example=WAIT,
)
def wait_for_time(call: Call, space_id: UUID) -> WaitSeen:
    """Wait for a time that somebody has; you are told when it is offered to you."""
    body = call.body
    if body["ends_at"] <= body["starts_at"]:
        raise WindowUpsideDown
    wait_id = service.wait_for(
        call.session,
        by=call.by,
        space_id=space_id,
        period=Period(body["starts_at"], body["ends_at"]),
        now=call.now,
        people=body["people"],
        alone=body["alone"],
        what_for=body["what_for"],
        shown_as=body["shown_as"],
        wait_id=body.get("id"),
    )
    return queries.get_wait(call.session, wait_id, by=call.by, now=call.now)


@room.get(
    "/me/waits",
    query=WaitsQuery,
    gives=page_of(WaitView),
    answer_example={"items": [WAIT], "next": None},
)
def list_my_waits(call: Call) -> Page:
    """List what I wait for, soonest first."""
    items = queries.list_my_waits(
        call.reader,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="starts_at")


@room.get(
    "/waits/<uuid:wait_id>",
    gives=WaitView,
    refuses=[errors.WaitNotFound],
    answer_example=WAIT,
)
def get_wait(call: Call, wait_id: UUID) -> WaitSeen:
    """Read what I wait for: my place in line, and what is offered to me."""
    return queries.get_wait(call.reader, wait_id, by=call.by, now=call.now)


@room.delete("/waits/<uuid:wait_id>", refuses=[errors.WaitNotFound])
def leave_line(call: Call, wait_id: UUID) -> None:
    """Wait no longer."""
    service.leave_line(call.session, wait_id, by=call.by, now=call.now)


@room.post(
    "/waits/<uuid:wait_id>/taking",
    gives=BookingView,
    status=201,
    refuses=[
        errors.WaitNotFound,
        errors.NotOfferedNow,
        *(each for each in REFUSALS if each is not booking_errors.WindowUpsideDown),
    ],
    answer_example=BOOKING,
)
def take_offered_time(call: Call, wait_id: UUID) -> BookingSeen:
    """Book what is offered to me."""
    booking = service.take_offered(call.session, wait_id, by=call.by, now=call.now)
    return read_booking(call.session, booking.id, by=call.by, now=call.now)


@room.post(
    "/waits/<uuid:wait_id>/declining",
    gives=WaitView,
    status=200,
    refuses=[errors.WaitNotFound, errors.NotOfferedNow],
    answer_example={**WAIT, "state": "declined", "place": None, "can": [], "next": None},
)
def decline_offered_time(call: Call, wait_id: UUID) -> WaitSeen:
    """Say no to what is offered to me, so that the next have their turn at once."""
    service.decline_offered(call.session, wait_id, by=call.by, now=call.now)
    return queries.get_wait(call.session, wait_id, by=call.by, now=call.now)
