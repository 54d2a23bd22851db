"""Meetings over HTTP: calling one, its dates, and who comes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from backend.bookings.routes import REFUSALS as NOT_BOOKED
from backend.db.constraints import IdAlreadyTaken
from backend.groups.errors import GroupNotFound, NotAMember
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.recurrence import RuleHasNoDates
from backend.kernel.rrule import RuleNotUnderstood, RuleTooFine, RuleTooLong, TooManyDates
from backend.meetings import dates_seen, errors, leaving, mine, models, queries, service
from backend.meetings.dates_seen import MeetingDateSeen
from backend.meetings.examples import DATE, MEETING, MY_DATE
from backend.meetings.queries import MeetingSeen
from backend.meetings.schemas import (
    MeetingAnswerRequest,
    MeetingChangeRequest,
    MeetingDatesQuery,
    MeetingDateView,
    MeetingRequest,
    MeetingView,
    MyMeetingDateView,
)
from backend.meetings.service import Calling
from backend.openings.rules import date_of
from backend.series.errors import NoDateIsFree, SeriesDatesNotFree
from backend.series.queries import dates_of
from backend.spaces.errors import DateNotReadable, SpaceNotFound
from backend.web.call import Call
from backend.web.paging import (
    Page,
    PageRequest,
    page_in_time,
    page_of,
    position_in_time,
    read_cursor,
    write_cursor,
)
from backend.web.room import Room

__all__ = ["leaving", "models", "room"]

room = Room("meetings", description="When a group comes together.")

RULES = [RuleTooLong, RuleNotUnderstood, RuleTooFine, TooManyDates, RuleHasNoDates]
NOT_HAD = [*NOT_BOOKED, SeriesDatesNotFree, NoDateIsFree]
NOT_THEN = [
    errors.MeetingNotFound,
    errors.MeetingDateNotFound,
    errors.MeetingDateIsOver,
    DateNotReadable,
]


@room.post(
    "/groups/<uuid:group_id>/meetings",
    takes=MeetingRequest,
    gives=MeetingView,
    status=201,
    refuses=[
        GroupNotFound,
        NotAMember,
        errors.TooManyMeetings,
        errors.MeetingNotAhead,
        errors.SpaceNeededToBook,
        SpaceNotFound,
        *RULES,
        *NOT_HAD,
        IdAlreadyTaken,
    ],
    example={
        "title": "Mending evening",
        "starts_at": "2027-03-04T18:00",
        "duration_minutes": 120,
        "rrule": "FREQ=WEEKLY",
        "where": "Round the back",
        "room_for": 12,
    },
    answer_example=MEETING,
)
def call_meeting(call: Call, group_id: UUID) -> MeetingSeen:
    """Call a meeting, once or by a rule; its space is booked in the same step where you say so."""
    body = dict(call.body)
    duration = timedelta(minutes=body.pop("duration_minutes"))
    calling = Calling(**body, duration=duration)
    meeting, outcomes = service.call_meeting(
        call.session, group_id, calling, by=call.by, now=call.now
    )
    booked = dates_of(outcomes) if outcomes else []
    return queries.get_meeting(call.session, meeting.id, by=call.by, now=call.now, booked=booked)


@room.get(
    "/groups/<uuid:group_id>/meetings",
    query=PageRequest,
    gives=page_of(MeetingView),
    refuses=[GroupNotFound, NotAMember],
    answer_example={"items": [MEETING], "next": None},
)
def list_meetings(call: Call, group_id: UUID) -> Page:
    """List the meetings of one of my groups, those called first at the top."""
    items = queries.list_meetings(
        call.reader,
        group_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="created_at")


@room.get(
    "/me/meetings",
    query=PageRequest,
    gives=page_of(MyMeetingDateView),
    answer_example={"items": [MY_DATE], "next": None},
)
def list_my_meetings(call: Call) -> Page:
    """List what my groups meet for in the next weeks, soonest first, but what I said no to."""
    items = mine.list_my_dates(
        call.reader,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="starts_at")


@room.get(
    "/meetings/<uuid:meeting_id>",
    gives=MeetingView,
    refuses=[errors.MeetingNotFound],
    answer_example=MEETING,
)
def get_meeting(call: Call, meeting_id: UUID) -> MeetingSeen:
    """Read a meeting of one of my groups."""
    return queries.get_meeting(call.reader, meeting_id, by=call.by, now=call.now)


@room.patch(
    "/meetings/<uuid:meeting_id>",
    takes=MeetingChangeRequest,
    gives=MeetingView,
    refuses=[errors.MeetingNotFound, errors.MeetingNotYours, ChangedMeanwhile],
    example={"where": "At Ada's"},
    answer_example={**MEETING, "where": "At Ada's"},
)
def change_meeting(call: Call, meeting_id: UUID) -> MeetingSeen:
    """Change what is said of a meeting I called; those who come are told of another place."""
    service.change_meeting(
        call.session, meeting_id, call.body, by=call.by, now=call.now, if_version=call.if_match
    )
    return queries.get_meeting(call.session, meeting_id, by=call.by, now=call.now)


@room.get(
    "/meetings/<uuid:meeting_id>/dates",
    query=MeetingDatesQuery,
    gives=page_of(MeetingDateView),
    refuses=[errors.MeetingNotFound],
    answer_example={"items": [DATE], "next": None},
)
def list_meeting_dates(call: Call, meeting_id: UUID) -> Page:
    """List the dates of a meeting that are not over, and who comes, soonest first."""
    query = call.query
    position = read_cursor(query["cursor"], query, (_instant, date.fromisoformat))
    items = dates_seen.list_meeting_dates(
        call.reader,
        meeting_id,
        by=call.by,
        now=call.now,
        after=None if position is None else (position[0], position[1]),
        limit=query["limit"],
    )
    if len(items) <= query["limit"]:
        return Page(items, None)
    last = items[query["limit"] - 1]
    following = write_cursor((last.starts_at.isoformat(), last.on.isoformat()), query)
    return Page(items[: query["limit"]], following)


@room.get(
    "/meetings/<uuid:meeting_id>/dates/<string:on>",
    gives=MeetingDateView,
    refuses=[errors.MeetingNotFound, errors.MeetingDateNotFound, DateNotReadable],
    answer_example=DATE,
)
def get_meeting_date(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    """Read one date of a meeting: who comes, who brings what, who opens up."""
    return dates_seen.get_meeting_date(
        call.reader, meeting_id, date_of(on), by=call.by, now=call.now
    )


@room.put(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/answer",
    takes=MeetingAnswerRequest,
    gives=MeetingDateView,
    refuses=NOT_THEN,
    example={"answer": "coming"},
    answer_example={**DATE, "mine": "coming"},
)
def answer_meeting(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    """Say whether I come to a date. Where it is full, I am in line."""
    service.answer_meeting(
        call.session, meeting_id, date_of(on), call.body["answer"], by=call.by, now=call.now
    )
    return dates_seen.get_meeting_date(
        call.session, meeting_id, date_of(on), by=call.by, now=call.now
    )


@room.delete("/meetings/<uuid:meeting_id>/dates/<string:on>/answer", refuses=NOT_THEN)
def take_answer_back(call: Call, meeting_id: UUID, on: str) -> None:
    """Say nothing of whether I come."""
    service.take_answer_back(call.session, meeting_id, date_of(on), by=call.by, now=call.now)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant
