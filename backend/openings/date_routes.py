"""The dates of openings over HTTP: who opens, who may come, who knocks at a home."""

from typing import Any
from uuid import UUID

from backend.bookings.errors import SpaceAlreadyBooked
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.local_time import UnknownZone
from backend.openings import dates, errors, queries, rota, visiting
from backend.openings.ahead import looked_ahead
from backend.openings.examples import DATE, KNOCK
from backend.openings.rules import date_of
from backend.openings.schemas import (
    DateRequest,
    GuestView,
    KnockRequest,
    KnockView,
    OpeningDateView,
    RotaRequest,
    WelcomeRequest,
    WordsRequest,
)
from backend.openings.seen import DateSeen
from backend.openings.states import Part
from backend.spaces.errors import DateNotReadable, NotAKeeper, SpaceNotFound, SpaceRetired
from backend.web.call import Call
from backend.web.paging import Page, PageRequest, page_in_time, page_of, position_in_time
from backend.web.room import Room

room = Room("coming", description="Coming to an opening, and opening the door.")

KEEPERS_ONLY = [errors.OpeningNotFound, NotAKeeper, SpaceRetired]
OF_A_DATE = [
    errors.OpeningNotFound,
    errors.OpeningDateNotFound,
    errors.OpeningNotThen,
    DateNotReadable,
]


@room.get(
    "/openings/<uuid:opening_id>/dates/<string:on>",
    gives=OpeningDateView,
    refuses=[errors.OpeningNotFound, errors.OpeningDateNotFound, DateNotReadable],
    answer_example=DATE,
)
def get_opening_date(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Read one date of an opening, such as 2027-03-04."""
    reader = looked_ahead(call)
    return queries.get_date(reader, opening_id, date_of(on), by=call.by, now=call.now)


@room.put(
    "/openings/<uuid:opening_id>/dates/<string:on>",
    takes=DateRequest,
    gives=OpeningDateView,
    refuses=[
        *KEEPERS_ONLY,
        errors.OpeningDateNotFound,
        errors.OpeningNotAhead,
        DateNotReadable,
        SpaceAlreadyBooked,
        UnknownZone,
        ChangedMeanwhile,
    ],
    example={"from": "15:00", "until": "17:00", "words": "An hour later, for the school play."},
    answer_example=DATE,
)
def set_opening_date(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Open at other hours on a date, or on a date more."""
    dates.set_date(
        call.session,
        opening_id,
        date_of(on),
        by=call.by,
        now=call.now,
        if_version=call.if_match,
        **call.body,
    )
    return _seen(call, opening_id, on)


@room.post(
    "/openings/<uuid:opening_id>/dates/<string:on>/not_today",
    takes=WordsRequest,
    gives=OpeningDateView,
    status=200,
    refuses=[*KEEPERS_ONLY, *OF_A_DATE],
    example={"words": "I have a cold."},
    answer_example={**DATE, "state": "not_today", "can": [], "next": None},
)
def say_not_today(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Leave the door shut on one date. Who counted on it is told."""
    dates.not_today(
        call.session, opening_id, date_of(on), by=call.by, now=call.now, words=call.body["words"]
    )
    return _seen(call, opening_id, on)


@room.post(
    "/openings/<uuid:opening_id>/dates/<string:on>/open_after_all",
    gives=OpeningDateView,
    status=200,
    refuses=[*KEEPERS_ONLY, *OF_A_DATE, SpaceAlreadyBooked],
    answer_example=DATE,
)
def open_after_all(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Take "not today" back, or try again where a booking had the space."""
    dates.open_after_all(call.session, opening_id, date_of(on), by=call.by, now=call.now)
    return _seen(call, opening_id, on)


@room.post(
    "/openings/<uuid:opening_id>/dates/<string:on>/openers",
    takes=RotaRequest,
    gives=OpeningDateView,
    status=200,
    refuses=[*OF_A_DATE, errors.HostOpensAlone, errors.RotaIsFull, SpaceAlreadyBooked],
    example={"part": "open"},
    answer_example={**DATE, "i_open": True, "rota": [{"first_name": "Ada", "part": "open"}]},
)
def join_openers(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Say that I open, or close, on a date. Anybody may, but in a home."""
    part = Part(call.body["part"])
    rota.join_rota(call.session, opening_id, date_of(on), by=call.by, now=call.now, part=part)
    return _seen(call, opening_id, on)


@room.delete(
    "/openings/<uuid:opening_id>/dates/<string:on>/openers",
    gives=OpeningDateView,
    refuses=OF_A_DATE,
    answer_example=DATE,
)
def leave_openers(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Leave the rota of a date."""
    rota.leave_rota(call.session, opening_id, date_of(on), by=call.by, now=call.now)
    return _seen(call, opening_id, on)


@room.put(
    "/openings/<uuid:opening_id>/dates/<string:on>/may_come",
    gives=OpeningDateView,
    refuses=[*OF_A_DATE, errors.OpeningIsFull, errors.KnockFirst],
    answer_example=DATE,
)
def may_come(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Say that I may come. It is a number and forgotten afterwards; nobody sees who."""
    visiting.may_come(call.session, opening_id, date_of(on), by=call.by, now=call.now)
    return _seen(call, opening_id, on)


@room.delete(
    "/openings/<uuid:opening_id>/dates/<string:on>/may_come",
    gives=OpeningDateView,
    refuses=OF_A_DATE,
    answer_example={**DATE, "i_may_come": False, "can": ["may_come", "openers"]},
)
def may_not_come(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Take it back; a home's door is no longer shown."""
    visiting.may_not_come(call.session, opening_id, date_of(on), by=call.by, now=call.now)
    return _seen(call, opening_id, on)


@room.post(
    "/openings/<uuid:opening_id>/dates/<string:on>/knock",
    takes=KnockRequest,
    gives=OpeningDateView,
    status=200,
    refuses=[*OF_A_DATE, errors.NobodyToKnockFor, errors.OpeningIsFull],
    example={"first_name": "Ben"},
    answer_example={**DATE, "i_knocked": True, "i_may_come": False, "door": None, "can": []},
)
def knock(call: Call, opening_id: UUID, on: str) -> DateSeen:
    """Ask the host of a home to be let in, by a first name and nothing else."""
    visiting.knock(
        call.session,
        opening_id,
        date_of(on),
        by=call.by,
        first_name=call.body["first_name"],
        now=call.now,
    )
    return _seen(call, opening_id, on)


@room.get(
    "/openings/<uuid:opening_id>/dates/<string:on>/knocks",
    query=PageRequest,
    gives=page_of(KnockView),
    refuses=[*KEEPERS_ONLY, *OF_A_DATE],
    answer_example={"items": [KNOCK], "next": None},
)
def list_knocks(call: Call, opening_id: UUID, on: str) -> Page:
    """List who knocked at my home, by the first names they gave."""
    knocks = visiting.list_knocks(
        call.session,
        opening_id,
        date_of(on),
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(knocks, call.query, at="knocked_at")


@room.post(
    "/openings/<uuid:opening_id>/dates/<string:on>/knocks/<uuid:knock_id>/welcome",
    takes=WelcomeRequest,
    gives=KnockView,
    status=200,
    refuses=[*KEEPERS_ONLY, *OF_A_DATE, errors.KnockNotFound, errors.OpeningIsFull],
    example={"always": False},
    answer_example={**KNOCK, "welcomed_at": "2027-03-04T14:11:00Z"},
)
def welcome_visitor(call: Call, opening_id: UUID, on: str, knock_id: UUID) -> Any:
    """Show a visitor my door until the end of the opening."""
    return visiting.welcome(
        call.session,
        opening_id,
        date_of(on),
        knock_id,
        by=call.by,
        now=call.now,
        always=call.body["always"],
    )


@room.get(
    "/spaces/<uuid:space_id>/welcome_guests",
    query=PageRequest,
    gives=page_of(GuestView),
    refuses=[SpaceNotFound, NotAKeeper, SpaceRetired],
    answer_example={
        "items": [
            {
                "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0d3",
                "first_name": "Ben",
                "since_at": "2027-03-04T14:11:00Z",
            }
        ],
        "next": None,
    },
)
def list_welcome_guests(call: Call, space_id: UUID) -> Page:
    """List who is always welcome in my home. Only its hosts ever see this."""
    guests = visiting.list_guests(
        call.session,
        space_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(guests, call.query, at="since_at")


@room.delete(
    "/spaces/<uuid:space_id>/welcome_guests/<uuid:guest_id>",
    refuses=[SpaceNotFound, NotAKeeper, SpaceRetired, errors.GuestNotFound],
)
def forget_welcome_guest(call: Call, space_id: UUID, guest_id: UUID) -> None:
    """Take back that somebody is always welcome; they are asked again, and not told."""
    visiting.forget_guest(call.session, space_id, guest_id, by=call.by, now=call.now)


def _seen(call: Call, opening_id: UUID, on: str) -> DateSeen:
    return queries.get_date(call.session, opening_id, date_of(on), by=call.by, now=call.now)
