"""Other spaces for meetings over HTTP, dates taken up again, and turns given back or swapped."""

from uuid import UUID

from backend.bookings.routes import REFUSALS as NOT_BOOKED
from backend.groups.errors import GroupNotFound, NotAMember
from backend.kernel.recurrence import RuleHasNoDates
from backend.kernel.rrule import TooManyDates
from backend.meetings import dates_seen, errors, losing, opening, queries, taking_rooms, taking_up
from backend.meetings.dates_seen import MeetingDateSeen
from backend.meetings.examples import DATE, MEETING
from backend.meetings.queries import MeetingSeen
from backend.meetings.schemas import (
    MeetingDateView,
    MeetingRoomRequest,
    MeetingSwapRequest,
    MeetingView,
)
from backend.meetings.taking_rooms import Taking
from backend.openings.rules import date_of
from backend.series.errors import NoDateIsFree, RuleHasAnEnd, SeriesDatesNotFree
from backend.series.examples import DATE as BOOKED
from backend.spaces.errors import DateNotReadable, SpaceNotFound
from backend.web.call import Call
from backend.web.room import Room

__all__ = ["losing", "rooms"]

rooms = Room("meeting_rooms", description="Another space for a meeting, and who opens it up.")

NOT_THEN = [
    errors.MeetingNotFound,
    errors.MeetingDateNotFound,
    errors.MeetingDateIsOver,
    DateNotReadable,
]


@rooms.post(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/room",
    takes=MeetingRoomRequest,
    gives=MeetingView,
    refuses=[
        *NOT_THEN,
        errors.MeetingNotYours,
        errors.MeetingInThisSpace,
        errors.SpaceKeepsOtherTime,
        errors.TooManyDatesDiffer,
        GroupNotFound,
        NotAMember,
        SpaceNotFound,
        RuleHasNoDates,
        RuleHasAnEnd,
        TooManyDates,
        SeriesDatesNotFree,
        NoDateIsFree,
        *NOT_BOOKED,
    ],
    example={"space_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002", "and_following": True},
    answer_example={**MEETING, "booked": [BOOKED]},
)
def take_meeting_room(call: Call, meeting_id: UUID, on: str) -> MeetingSeen:
    """Take another space for a date of a meeting I called, or of one that lost its room."""
    booked = taking_rooms.take_room(
        call.session, meeting_id, date_of(on), Taking(**call.body), by=call.by, now=call.now
    )
    return queries.get_meeting(call.session, meeting_id, by=call.by, now=call.now, booked=booked)


@rooms.post(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/taking_up",
    gives=MeetingView,
    refuses=[*NOT_THEN, errors.MeetingNotYours],
    answer_example={**MEETING, "booked": [BOOKED]},
)
def take_meeting_date_up(call: Call, meeting_id: UUID, on: str) -> MeetingSeen:
    """Take up again a date I called off, and its room where that is free; those who come hear."""
    booked = taking_up.take_up_date(call.session, meeting_id, date_of(on), by=call.by, now=call.now)
    return queries.get_meeting(call.session, meeting_id, by=call.by, now=call.now, booked=booked)


@rooms.put(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/opener",
    gives=MeetingDateView,
    refuses=[*NOT_THEN, errors.NobodyOpensUp, errors.TurnIsTaken],
    answer_example={**DATE, "i_open": True},
)
def open_meeting_up(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    """Say that I open up on a date for which nobody else does."""
    opening.take_turn(call.session, meeting_id, date_of(on), by=call.by, now=call.now)
    return _date(call, meeting_id, on)


@rooms.delete(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/opener",
    refuses=[*NOT_THEN, errors.NobodyOpensUp, errors.TurnNotYours],
)
def give_meeting_turn_back(call: Call, meeting_id: UUID, on: str) -> None:
    """Give back my turn in opening up; it goes on to the next, who is told."""
    opening.give_turn_back(call.session, meeting_id, date_of(on), by=call.by, now=call.now)


@rooms.post(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/swap",
    takes=MeetingSwapRequest,
    gives=MeetingDateView,
    refuses=[*NOT_THEN, errors.NobodyOpensUp, errors.TurnNotYours],
    example={"with_on": "2027-03-11"},
    answer_example=DATE,
)
def swap_meeting_turns(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    """Ask whoever opens up on another date to swap; where they ask me as well, it is done."""
    opening.ask_to_swap(
        call.session, meeting_id, date_of(on), call.body["with_on"], by=call.by, now=call.now
    )
    return _date(call, meeting_id, on)


def _date(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    return dates_seen.get_meeting_date(
        call.session, meeting_id, date_of(on), by=call.by, now=call.now
    )
