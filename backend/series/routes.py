"""Series over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.bookings import errors as booking_errors
from backend.bookings import queries as booking_queries
from backend.bookings.queries import BookingSeen
from backend.bookings.routes import BOOKING, FOR_OTHERS_OF_THE_GROUP
from backend.db.constraints import IdAlreadyTaken
from backend.groups.errors import GroupNotFound, NotAMember
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.local_time import UnknownZone
from backend.kernel.recurrence import RuleHasNoDates, RuleNeedsAnEnd
from backend.kernel.rrule import RuleNotUnderstood, RuleTooFine, RuleTooLong, TooManyDates
from backend.series import changing, ending, errors, queries, service, taking_back
from backend.series.changing import Change
from backend.series.examples import DATE, ENDED, SERIES, SKIPPED, SUGGESTION, WISH
from backend.series.making import Outcomes
from backend.series.queries import DateSeen, SeriesSeen, dates_of, suggested_as_seen
from backend.series.rules import Plan, Take
from backend.series.schemas import (
    MySeriesQuery,
    SeriesAnswerRequest,
    SeriesCancellationRequest,
    SeriesChangeRequest,
    SeriesPreviewRequest,
    SeriesPreviewView,
    SeriesRequest,
    SeriesView,
    TakenBackView,
    TakingBackRequest,
)
from backend.spaces.errors import SpaceNotFound
from backend.web.call import Call
from backend.web.paging import Page, page_in_time, page_of, position_in_time
from backend.web.room import Room

room = Room("series", description="Spaces booked again and again, by a rule.")

RULES = [
    RuleTooLong,
    RuleNotUnderstood,
    RuleTooFine,
    TooManyDates,
    RuleNeedsAnEnd,
    RuleHasNoDates,
    errors.RuleHasAnEnd,
    UnknownZone,
    booking_errors.SpaceCannotBeBooked,
]
"""Why a rule cannot be followed, or not there."""

NOT_FREE = [errors.SeriesDatesNotFree, errors.NoDateIsFree]
PARTIES = [errors.SeriesNotFound, errors.SeriesCannotBecome, ChangedMeanwhile]


@dataclass(frozen=True, slots=True)
class PreviewSeen:
    """A preview as a phone sees it."""

    zone: str
    booked: int
    skipped: int
    asks: bool
    dates: list[DateSeen]


@dataclass(frozen=True, slots=True)
class TakenBackSeen:
    """What was taken back as a phone sees it."""

    taken_back: BookingSeen
    booked: BookingSeen | None
    alternatives: Any


@room.post(
    "/spaces/<uuid:space_id>/series/preview",
    takes=SeriesPreviewRequest,
    gives=SeriesPreviewView,
    keyed=False,
    refuses=[*RULES, SpaceNotFound, GroupNotFound, NotAMember],
    example=WISH,
    answer_example={
        "zone": "Europe/London",
        "booked": 1,
        "skipped": 1,
        "asks": False,
        "dates": [{**DATE, "booking_id": None, "state": None}, SKIPPED],
    },
)
def preview_series(call: Call, space_id: UUID) -> PreviewSeen:
    """Look at what would become of each date of a series. Nothing is written."""
    plan = _plan(call, space_id)
    seen = service.preview_series(
        call.session, space_id, plan, by=call.by, now=call.now, group_id=call.body["group_id"]
    )
    return PreviewSeen(
        zone=seen.zone,
        booked=len(seen.outcomes.granted),
        skipped=len(seen.outcomes.skipped),
        asks=seen.asks,
        dates=dates_of(seen.outcomes, seen.suggestions),
    )


@room.post(
    "/spaces/<uuid:space_id>/series",
    takes=SeriesRequest,
    gives=SeriesView,
    status=201,
    refuses=[*RULES, *NOT_FREE, SpaceNotFound, GroupNotFound, NotAMember, IdAlreadyTaken],
    example={**WISH, "people": 12, "take": "what_is_free", "what_for": "Choir practice"},
    answer_example={**SERIES, "dates": [DATE, {**SKIPPED, "suggestions": []}]},
)
def book_series(call: Call, space_id: UUID) -> SeriesSeen:
    """Book a space again and again: all dates or nothing, or what is free of them."""
    series, outcomes = service.book_series(
        call.session,
        space_id,
        _plan(call, space_id),
        by=call.by,
        now=call.now,
        take=Take(call.body["take"]),
        what_for=call.body["what_for"],
        shown_as=call.body["shown_as"],
        waits_for_skipped=call.body["wait_for_skipped"],
        series_id=call.body.get("id"),
        group_id=call.body["group_id"],
    )
    return _seen(call, series.id, outcomes)


@room.get(
    "/me/series",
    query=MySeriesQuery,
    gives=page_of(SeriesView),
    answer_example={"items": [{**SERIES, "dates": []}], "next": None},
)
def list_my_series(call: Call) -> Page:
    """List the series I booked, newest first, without their dates."""
    items = queries.list_my_series(
        call.reader,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="created_at")


@room.get(
    "/series/<uuid:series_id>",
    gives=SeriesView,
    refuses=[errors.SeriesNotFound],
    answer_example=SERIES,
)
def get_series(call: Call, series_id: UUID) -> SeriesSeen:
    """Read one series with its dates to come, mine or in a space that I keep."""
    return queries.get_series(call.reader, series_id, by=call.by, now=call.now)


@room.post(
    "/series/<uuid:series_id>/change",
    takes=SeriesChangeRequest,
    gives=SeriesView,
    versioned=True,
    refuses=[
        *RULES,
        *NOT_FREE,
        *PARTIES,
        errors.SeriesNotYours,
        errors.ChangeStartsTooEarly,
        booking_errors.TooManyPeople,
        booking_errors.SpaceAlreadyBooked,
    ],
    example={"from_on": "2027-04-01", "starts_at": "2027-04-01T19:00"},
    answer_example={**SERIES, "version": 2},
)
def change_series(call: Call, series_id: UUID) -> SeriesSeen:
    """Change the dates to come, or those from one on. When refused, all stands as it was."""
    body = call.body
    start: datetime | None = body.get("starts_at")
    if start is not None and start.tzinfo is not None:
        before = queries.get_series(call.session, series_id, by=call.by, now=call.now)
        start = service.local_start(call.session, before.space.id, start, by=call.by)
    minutes = body.get("duration_minutes")
    change = Change(
        starts_at=start,
        duration=None if minutes is None else service.duration_of(minutes),
        rrule=body.get("rrule"),
        left_out=body.get("left_out"),
        moved=body.get("moved"),
        people=body.get("people"),
        what_for=body.get("what_for"),
        shown_as=body.get("shown_as"),
    )
    series, outcomes = changing.change_series(
        call.session,
        series_id,
        change,
        by=call.by,
        now=call.now,
        first_on=body["from_on"],
        take=Take(body["take"]),
        if_version=call.if_match,
    )
    return _seen(call, series.id, outcomes)


@room.post(
    "/series/<uuid:series_id>/cancellation",
    takes=SeriesCancellationRequest,
    gives=SeriesView,
    refuses=[*PARTIES, *FOR_OTHERS_OF_THE_GROUP],
    example={"from_on": "2027-04-01", "words": "We found a bigger room."},
    answer_example=ENDED,
)
def cancel_series(call: Call, series_id: UUID) -> SeriesSeen:
    """Call a series off, altogether or from a date on, mine or in a space that I keep."""
    ending.cancel_series(
        call.session,
        series_id,
        by=call.by,
        now=call.now,
        from_on=call.body["from_on"],
        words=call.body["words"],
        if_version=call.if_match,
    )
    return _seen(call, series_id)


@room.post(
    "/series/<uuid:series_id>/answer",
    takes=SeriesAnswerRequest,
    gives=SeriesView,
    refuses=[*PARTIES, *FOR_OTHERS_OF_THE_GROUP, errors.SeriesNotYours],
    example={"answer": "yes"},
    answer_example={**SERIES, "is_mine": False, "booked_by": "Ada", "can": ["cancellation"]},
)
def answer_series(call: Call, series_id: UUID) -> SeriesSeen:
    """Answer for all dates of a series in a space that I keep; any one keeper may."""
    ending.answer_series(
        call.session,
        series_id,
        by=call.by,
        says_yes=call.body["answer"] == "yes",
        now=call.now,
        words=call.body["words"],
        if_version=call.if_match,
    )
    return _seen(call, series_id)


@room.post(
    "/series/<uuid:series_id>/renewal",
    gives=SeriesView,
    refuses=[*PARTIES, *FOR_OTHERS_OF_THE_GROUP, errors.SeriesNotYours],
    answer_example={**SERIES, "until_stopped": True, "renew_by": "2028-03-25T18:00:00Z"},
)
def renew_series(call: Call, series_id: UUID) -> SeriesSeen:
    """Let a series in a space that I keep run for another year, also where somebody waits."""
    ending.renew_series(call.session, series_id, by=call.by, now=call.now, if_version=call.if_match)
    return _seen(call, series_id)


@room.post(
    "/bookings/<uuid:booking_id>/taking-back",
    takes=TakingBackRequest,
    gives=TakenBackView,
    refuses=[
        booking_errors.BookingNotFound,
        booking_errors.NotYours,
        booking_errors.BookingCannotBecome,
        *FOR_OTHERS_OF_THE_GROUP,
        ChangedMeanwhile,
    ],
    example={"words": "There is a funeral that day. We are sorry.", "shown_as": "Funeral"},
    answer_example={
        "taken_back": {**BOOKING, "state": "cancelled", "can": [], "next": None},
        "booked": BOOKING,
        "alternatives": [SUGGESTION],
    },
)
def take_booking_back(call: Call, booking_id: UUID) -> TakenBackSeen:
    """Take a booking back from somebody, as for a funeral, with words; for keepers."""
    taken = taking_back.take_back(
        call.session,
        booking_id,
        by=call.by,
        words=call.body["words"],
        now=call.now,
        then_book=call.body["then_book"],
        what_for=call.body["what_for"],
        shown_as=call.body["shown_as"],
        if_version=call.if_match,
    )
    return TakenBackSeen(
        taken_back=_booking(call, taken.booking_id),
        booked=None if taken.booked_id is None else _booking(call, taken.booked_id),
        alternatives=suggested_as_seen(taken.alternatives),
    )


def _booking(call: Call, booking_id: UUID) -> BookingSeen:
    return booking_queries.get_booking(call.session, booking_id, by=call.by, now=call.now)


def _plan(call: Call, space_id: UUID) -> Plan:
    body: Mapping[str, Any] = call.body
    return Plan(
        rrule=body["rrule"],
        first=service.local_start(call.session, space_id, body["starts_at"], by=call.by),
        duration=service.duration_of(body["duration_minutes"]),
        people=body["people"],
        alone=body["alone"],
        left_out=frozenset(body["left_out"]),
        moved=body["moved"],
        until_stopped=body["until_stopped"],
    )


def _seen(call: Call, series_id: UUID, outcomes: Outcomes | None = None) -> SeriesSeen:
    seen = queries.get_series(call.session, series_id, by=call.by, now=call.now)
    if outcomes is None or not outcomes.dates:
        return seen
    # What was just decided says why more exactly than what is kept of it.
    reasons = {each.on: each for each in dates_of(outcomes) if each.outcome == "skipped"}
    dates = [
        reasons.get(each.on, each)
        if each.outcome == "skipped" and each.booking_id is None
        else each
        for each in seen.dates
    ]
    return replace(seen, dates=dates)
