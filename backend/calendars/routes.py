"""Calendar feeds, over HTTP. Calendar programs cannot sign in: an address opens what it opens."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response

from backend.calendars import meetings, openings, private, promises, public, rules, service
from backend.calendars.entries import Event
from backend.calendars.errors import CalendarNotFound
from backend.calendars.public import SpaceOfFeed
from backend.calendars.schemas import CalendarAddressView, MyCalendarView
from backend.calendars.writing import CONTENT_TYPE, write_feed
from backend.kernel.periods import Period
from backend.kernel.sayings import Saying
from backend.openings.seen import DateSeen
from backend.spaces.errors import SpaceNotFound
from backend.web import edge
from backend.web.call import Call
from backend.web.links import public_link
from backend.web.room import Room
from backend.web.words import said

room = Room("calendars", description="Feeds for calendar programs (iCalendar, RFC 5545).")
_MADE_AT = "2027-03-01T10:00:00Z"
_FEED: Any = {"signed_in": False, "content_type": "text/calendar", "tagged": True}


@room.post(
    "/me/calendar",
    gives=CalendarAddressView,
    status=201,
    # Nothing is kept of the secret, an answer to be repeated neither. Whoever missed the answer
    # asks again, which ends the address that nobody saw.
    keyed=False,
    answer_example={
        "link": "https://home.example/v1/calendars/Wm9vbS1hLXdlZS1iaXQtb2YtcmFuZG9tLXRleHQuLi4.ics",
        "made_at": _MADE_AT,
    },
)
def make_calendar_address(call: Call) -> dict[str, Any]:
    """Make a secret address for one's own calendar; the one before it ends."""
    token = service.give_address(call.session, by=call.by, language=call.language, now=call.now)
    return {"link": public_link(f"/v1/calendars/{token}.ics"), "made_at": call.now}


@room.get(
    "/me/calendar",
    gives=MyCalendarView,
    answer_example={"made_at": _MADE_AT, "can": ["renew", "revoke"]},
)
def get_my_calendar(call: Call) -> dict[str, Any]:
    """Say whether one's own calendar has an address, and since when."""
    made_at = service.find_address(call.reader, by=call.by)
    return {"made_at": made_at, "can": ["renew", "revoke"] if made_at else ["make"]}


@room.delete("/me/calendar")
def revoke_calendar_address(call: Call) -> None:
    """Take the address of one's own calendar back: it opens nothing any more."""
    service.take_address_back(call.session, by=call.by)


@room.get("/calendars/<token>.ics", refuses=[CalendarNotFound], **_FEED)
def read_my_calendar(call: Call, token: str) -> Response:
    """Read what stands in one's own calendar, as a calendar program does, by its secret address."""
    person_id, language = service.get_owner(call.reader, token)
    window = rules.window_at(call.now)
    events = private.events_of_person(call.reader, person_id, window=window, now=call.now)

    def says(code: str, date: DateSeen) -> str:
        return said(Saying(code, {"space": date.space.name}), language)

    events += openings.openings_of_person(
        call.reader, person_id, window=window, now=call.now, says=says
    )
    events += meetings.meetings_of_person(
        call.reader,
        person_id,
        window=window,
        now=call.now,
        says=lambda code: said(Saying(code), language),
    )
    events += promises.promises_of_person(
        call.reader,
        person_id,
        window=window,
        now=call.now,
        says=lambda name: said(Saying("calendar_promise", {"name": name}), language),
    )
    return _feed(Saying("calendar_mine"), events, language, window, "private, no-cache")


@room.get("/spaces/<uuid:space_id>/calendar.ics", refuses=[SpaceNotFound], **_FEED)
def read_space_calendar(call: Call, space_id: UUID) -> Response:
    """Read when a space is taken, as far as everybody may know."""
    space = public.get_space_of_feed(call.reader, space_id)
    window = rules.window_at(call.now)
    events = public.events_of_space(
        call.reader,
        space,
        window=window,
        now=call.now,
        taken=said(Saying("calendar_taken"), call.language),
    )
    events += _openings(call, space, window)
    name = Saying("calendar_of_space", {"space": space.name})
    return _feed(name, events, call.language, window, "public, no-cache")


@room.get("/spaces/<uuid:space_id>/openings.ics", refuses=[SpaceNotFound], **_FEED)
def read_space_openings(call: Call, space_id: UUID) -> Response:
    """Read when a place is open to everybody."""
    space = public.get_space_of_feed(call.reader, space_id)
    window = rules.window_at(call.now)
    name = Saying("calendar_openings_of_space", {"space": space.name})
    return _feed(name, _openings(call, space, window), call.language, window, "public, no-cache")


def _openings(call: Call, space: SpaceOfFeed, window: Period) -> list[Event]:
    open_ = said(Saying("calendar_open"), call.language)
    return openings.openings_of_space(call.reader, space, window=window, now=call.now, open_=open_)


def _feed(
    name: Saying, events: Sequence[Event], language: str, window: Period, kept: str
) -> Response:
    body = write_feed(said(name, language), events, within=window)
    tag = edge.etag_of(0, body)
    headers = {
        "ETag": tag,
        "Cache-Control": kept,
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    if edge.not_modified(tag):
        return Response(status=304, headers=headers)
    return Response(body, content_type=CONTENT_TYPE, headers=headers)
