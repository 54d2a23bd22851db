"""Changing meetings over HTTP, who brings what, and who opens up."""

from datetime import timedelta
from uuid import UUID

from backend.bookings.errors import BookingCannotBecome, BookingNotFound
from backend.bookings.routes import REFUSALS as NOT_BOOKED
from backend.db.constraints import IdAlreadyTaken
from backend.groups.errors import ForStewards, NotTenured
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.recurrence import RuleHasNoDates, RuleNeedsAnEnd
from backend.kernel.rrule import RuleNotUnderstood, RuleTooFine, RuleTooLong, TooManyDates
from backend.meetings import access, bringing, changing, dates_seen, errors, queries
from backend.meetings.changing import RuleChange
from backend.meetings.dates_seen import MeetingDateSeen
from backend.meetings.examples import DATE, MEETING, PERSON
from backend.meetings.queries import MeetingSeen, NamedSeen
from backend.meetings.schemas import (
    MeetingDateView,
    MeetingEndingRequest,
    MeetingMoveRequest,
    MeetingRotaView,
    MeetingRuleRequest,
    MeetingView,
    MeetingWordsRequest,
    ThingRequest,
)
from backend.openings.rules import date_of
from backend.series.errors import (
    ChangeStartsTooEarly,
    NoDateIsFree,
    RuleHasAnEnd,
    SeriesDatesNotFree,
    SeriesNotFound,
)
from backend.series.queries import dates_of
from backend.spaces.errors import DateNotReadable
from backend.web.call import Call
from backend.web.room import Room

__all__ = ["access", "dates"]

dates = Room("meeting_dates", description="Moving meetings, bringing things, opening up.")

NOT_THEN = [
    errors.MeetingNotFound,
    errors.MeetingDateNotFound,
    errors.MeetingDateIsOver,
    DateNotReadable,
]
NOT_CHANGED = [errors.MeetingNotYours, errors.TooManyDatesDiffer]
NOT_BROUGHT = [errors.MeetingNotFound, errors.ThingNotFound, errors.MeetingDateIsOver]


@dates.post(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/moving",
    takes=MeetingMoveRequest,
    gives=MeetingDateView,
    refuses=[
        *NOT_THEN,
        *NOT_CHANGED,
        errors.MeetingNotAhead,
        *NOT_BOOKED,
        BookingNotFound,
        BookingCannotBecome,
    ],
    example={"starts_at": "2027-03-05T18:00", "words": "The hall is being painted."},
    answer_example={**DATE, "is_moved": True, "starts_at": "2027-03-05T18:00:00Z"},
)
def move_meeting_date(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    """Move one date of a meeting I called, and its booking with it; those who come are told."""
    changing.move_date(call.session, meeting_id, date_of(on), by=call.by, now=call.now, **call.body)
    return _date(call, meeting_id, on)


@dates.post(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/calling_off",
    takes=MeetingWordsRequest,
    gives=MeetingDateView,
    refuses=[*NOT_THEN, *NOT_CHANGED],
    example={"words": "It is too hot to mend anything."},
    answer_example={**DATE, "state": "called_off", "can": [], "next": None},
)
def call_off_meeting_date(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    """Call off one date of a meeting I called; its booking is given back, those who come told."""
    changing.call_off_date(
        call.session, meeting_id, date_of(on), by=call.by, now=call.now, **call.body
    )
    return _date(call, meeting_id, on)


@dates.post(
    "/meetings/<uuid:meeting_id>/change",
    takes=MeetingRuleRequest,
    gives=MeetingView,
    refuses=[
        *NOT_THEN,
        *NOT_CHANGED,
        ChangedMeanwhile,
        errors.MeetingNotAhead,
        ChangeStartsTooEarly,
        RuleTooLong,
        RuleNotUnderstood,
        RuleTooFine,
        TooManyDates,
        RuleHasNoDates,
        RuleNeedsAnEnd,
        RuleHasAnEnd,
        SeriesNotFound,
        SeriesDatesNotFree,
        NoDateIsFree,
        *NOT_BOOKED,
        BookingNotFound,
        BookingCannotBecome,
    ],
    example={"from_on": "2027-03-11", "starts_at": "2027-03-11T19:00"},
    answer_example={**MEETING, "starts_at": "2027-03-11T19:00"},
)
def change_meeting_rule(call: Call, meeting_id: UUID) -> MeetingSeen:
    """Change when a meeting I called is, from a date on; its space is booked anew."""
    body = dict(call.body)
    minutes = body.get("duration_minutes")
    outcomes = changing.change_rule(
        call.session,
        meeting_id,
        body["from_on"],
        RuleChange(
            starts_at=body.get("starts_at"),
            duration=None if minutes is None else timedelta(minutes=minutes),
            rrule=body.get("rrule"),
        ),
        by=call.by,
        now=call.now,
        take=body["take"],
        words=body["words"],
        if_version=call.if_match,
    )
    booked = dates_of(outcomes) if outcomes else []
    return queries.get_meeting(call.session, meeting_id, by=call.by, now=call.now, booked=booked)


@dates.post(
    "/meetings/<uuid:meeting_id>/ending",
    takes=MeetingEndingRequest,
    gives=MeetingView,
    refuses=[errors.MeetingNotFound, errors.MeetingNotYours, errors.MeetingIsOver],
    example={"from_on": "2027-07-01", "words": "Until after the summer."},
    answer_example={**MEETING, "ended_at": "2027-02-20T09:12:44Z"},
)
def end_meeting(call: Call, meeting_id: UUID) -> MeetingSeen:
    """End a meeting I called, from a date on or at all; what is booked is given back."""
    changing.end_meeting(
        call.session,
        meeting_id,
        by=call.by,
        now=call.now,
        first_on=call.body["from_on"],
        words=call.body["words"],
    )
    return queries.get_meeting(call.session, meeting_id, by=call.by, now=call.now)


@dates.post(
    "/meetings/<uuid:meeting_id>/taking_over",
    gives=MeetingView,
    refuses=[errors.MeetingNotFound, NotTenured, ForStewards],
    answer_example={**MEETING, "is_mine": False, "hands": 1, "can": ["answer", "take_over"]},
)
def take_meeting_over(call: Call, meeting_id: UUID) -> MeetingSeen:
    """Take over a meeting, as a steward or with others; whoever lends the last hand changes it."""
    changing.take_over(call.session, meeting_id, by=call.by, now=call.now)
    return queries.get_meeting(call.session, meeting_id, by=call.by, now=call.now)


@dates.post(
    "/meetings/<uuid:meeting_id>/dates/<string:on>/things",
    takes=ThingRequest,
    gives=MeetingDateView,
    status=201,
    refuses=[*NOT_THEN, errors.TooManyThings, IdAlreadyTaken],
    example={"what": "A kettle", "i_bring_it": True},
    answer_example=DATE,
)
def add_thing(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    """Put something on the list of what to bring."""
    body = call.body
    bringing.add_thing(
        call.session,
        meeting_id,
        date_of(on),
        body["what"],
        by=call.by,
        now=call.now,
        i_bring_it=body["i_bring_it"],
        thing_id=body.get("id"),
    )
    return _date(call, meeting_id, on)


@dates.put(
    "/meetings/<uuid:meeting_id>/things/<uuid:thing_id>/bringer",
    gives=MeetingDateView,
    refuses=[*NOT_BROUGHT, errors.ThingIsTaken],
    answer_example=DATE,
)
def bring_thing(call: Call, meeting_id: UUID, thing_id: UUID) -> MeetingDateSeen:
    """Say that I bring something."""
    thing = bringing.bring_thing(call.session, meeting_id, thing_id, by=call.by, now=call.now)
    return dates_seen.get_meeting_date(call.session, meeting_id, thing.on, by=call.by, now=call.now)


@dates.delete("/meetings/<uuid:meeting_id>/things/<uuid:thing_id>/bringer", refuses=NOT_BROUGHT)
def bring_thing_no_more(call: Call, meeting_id: UUID, thing_id: UUID) -> None:
    """Bring something no more, so that somebody else can."""
    bringing.bring_no_more(call.session, meeting_id, thing_id, by=call.by, now=call.now)


@dates.delete(
    "/meetings/<uuid:meeting_id>/things/<uuid:thing_id>",
    refuses=[*NOT_BROUGHT, errors.ThingIsTaken],
)
def take_thing_off_list(call: Call, meeting_id: UUID, thing_id: UUID) -> None:
    """Take something off the list that nobody else brings."""
    bringing.take_off_list(call.session, meeting_id, thing_id, by=call.by, now=call.now)


@dates.get(
    "/meetings/<uuid:meeting_id>/rota",
    gives=MeetingRotaView,
    refuses=[errors.MeetingNotFound],
    answer_example={"openers": [PERSON]},
)
def get_meeting_rota(call: Call, meeting_id: UUID) -> dict[str, list[NamedSeen]]:
    """Read who takes turns in opening up, in order."""
    return {"openers": dates_seen.list_openers(call.reader, meeting_id, by=call.by)}


@dates.put(
    "/meetings/<uuid:meeting_id>/rota",
    gives=MeetingRotaView,
    refuses=[errors.MeetingNotFound, errors.NobodyOpensUp, errors.TooManyOnTheRota],
    answer_example={"openers": [PERSON]},
)
def join_meeting_rota(call: Call, meeting_id: UUID) -> dict[str, list[NamedSeen]]:
    """Take turns in opening up."""
    bringing.join_openers(call.session, meeting_id, by=call.by, now=call.now)
    return {"openers": dates_seen.list_openers(call.session, meeting_id, by=call.by)}


@dates.delete("/meetings/<uuid:meeting_id>/rota", refuses=[errors.MeetingNotFound])
def leave_meeting_rota(call: Call, meeting_id: UUID) -> None:
    """Take no more turns in opening up."""
    bringing.leave_openers(call.session, meeting_id, by=call.by, now=call.now)


def _date(call: Call, meeting_id: UUID, on: str) -> MeetingDateSeen:
    return dates_seen.get_meeting_date(
        call.session, meeting_id, date_of(on), by=call.by, now=call.now
    )
