"""Caring for a place, over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from backend.bookings import queries as bookings
from backend.bookings.errors import BookingCannotBecome, BookingNotFound, NotYours
from backend.bookings.queries import BookingSeen
from backend.bookings.routes import BOOKING
from backend.bookings.schemas import BookingView
from backend.bookings.suggestions import suggestions
from backend.care import access, emptiness, entrances, errors, handing_on, leaving, mending
from backend.care.access import AccessSeen, KeySeen
from backend.care.emptiness import Asked
from backend.care.leaving import NoteSeen
from backend.care.misfits import list_misfits as misfits_of
from backend.care.schemas import (
    AlternativesView,
    KeyRequest,
    KeyView,
    LeavingNoteRequest,
    LeavingNotesQuery,
    LeavingNoteView,
    MendingRequest,
    MisfitsQuery,
    MisfitView,
    QuestionRequest,
    QuestionView,
    WayInRequest,
    WayInView,
)
from backend.kernel.periods import Period
from backend.spaces import queries as spaces
from backend.spaces.errors import SpaceNotFound
from backend.spaces.routes import KEEPERS_ONLY, SPACE
from backend.spaces.seen import SpaceSeen
from backend.spaces.views import SpaceView
from backend.web.call import Call
from backend.web.links import public_link
from backend.web.paging import Page, page_in_time, page_of, position_in_time
from backend.web.room import Room

room = Room("care", description="Whether anybody is there, who has the key, how it was left.")

ID = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002"
BOOKING_ID = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001"
KEY = {
    "where": "person",
    "first_name": "Ada",
    "is_mine": False,
    "since_at": "2027-03-03T21:55:00Z",
    "had_before": "Ben",
    "says": "Ada has the key.",
}
ACCESS = {
    "space_id": ID,
    "notes": "The key is in the safe beside the door; the number is 1871.",
    "key": KEY,
    "next_booking": {"booking_id": BOOKING_ID, "starts_at": "2027-03-04T18:00:00Z"},
    "shown_minutes_before": 1440,
    "can": ["key"],
    "next": {"at": "2027-03-04T20:00:00Z", "becomes": "hidden"},
    "says": "This is how to get into St Anne's hall.",
}
NOTE = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0aa",
    "as_found": False,
    "words": "The radiator by the window leaks.",
    "created_at": "2027-03-04T20:05:00Z",
    "mended_at": None,
}
NOT_NEAR_KEY = [SpaceNotFound, errors.KeyNotWithYou]


@room.post(
    "/spaces/<uuid:space_id>/empty_room",
    takes=QuestionRequest,
    gives=QuestionView,
    status=200,
    refuses=[
        SpaceNotFound,
        errors.CardDoesNotFit,
        errors.NobodyHasIt,
        errors.SomebodyIsThere,
        errors.TooSoonToAsk,
        errors.TooLateToAsk,
    ],
    example={"card": "k5ahr3yq2n7mzc4e"},
    answer_example={
        "space_id": ID,
        "asked_at": "2027-03-04T18:25:00Z",
        "answer_by": "2027-03-04T18:35:00Z",
        "next": {"at": "2027-03-04T18:35:00Z", "becomes": "free"},
        "says": "We have asked. Without an answer by Thursday 4 March, 18:35, it is free.",
    },
)
def ask_if_there(call: Call, space_id: UUID) -> Asked:
    """Ask, in the empty room, whether those who booked it are there."""
    return emptiness.ask_if_there(
        call.session, space_id, by=call.by, now=call.now, card=call.body["card"]
    )


@room.post(
    "/bookings/<uuid:booking_id>/here",
    gives=BookingView,
    status=200,
    refuses=[BookingNotFound, NotYours, BookingCannotBecome],
    answer_example={**BOOKING, "state": "running", "can": ["edit", "cancellation"]},
)
def say_we_are_here(call: Call, booking_id: UUID) -> BookingSeen:
    """Answer that we are there, when somebody asks."""
    emptiness.say_we_are_here(call.session, booking_id, by=call.by, now=call.now)
    return bookings.get_booking(call.session, booking_id, by=call.by, now=call.now)


@room.get("/spaces/<uuid:space_id>/card.png", content_type="image/png", refuses=KEEPERS_ONLY)
def get_card_picture(call: Call, space_id: UUID) -> Response:
    """Draw the card for the wall of a space that I keep, as a picture."""
    # What draws is a tenth of all that a server reads, and seldom needed.
    from backend.care.cards import card_png

    return _card(card_png(*_what_is_on_card(call, space_id)), "image/png")


@room.get("/spaces/<uuid:space_id>/card.pdf", content_type="application/pdf", refuses=KEEPERS_ONLY)
def get_card_to_print(call: Call, space_id: UUID) -> Response:
    """Draw the card for the wall of a space that I keep, to be printed on A4 or A5."""
    from backend.care.cards import card_pdf

    return _card(card_pdf(*_what_is_on_card(call, space_id)), "application/pdf")


@room.post("/spaces/<uuid:space_id>/card_renewal", refuses=KEEPERS_ONLY)
def renew_card(call: Call, space_id: UUID) -> None:
    """Let the card on the wall fit no longer, such as when a picture of it went round."""
    entrances.renew_card(call.session, space_id, by=call.by, now=call.now)


@room.get(
    "/bookings/<uuid:booking_id>/access",
    gives=WayInView,
    refuses=[BookingNotFound],
    answer_example=ACCESS,
)
def get_access_of_booking(call: Call, booking_id: UUID) -> AccessSeen:
    """Read how to get in, from a while before a confirmed booking until its end."""
    return access.get_access_of_booking(call.session, booking_id, by=call.by, now=call.now)


@room.get(
    "/spaces/<uuid:space_id>/access",
    gives=WayInView,
    refuses=[SpaceNotFound],
    answer_example=ACCESS,
)
def get_access_of_space(call: Call, space_id: UUID) -> AccessSeen:
    """Read how to get in and who has the key, as a keeper or whoever gets in about now."""
    return access.get_access_of_space(call.session, space_id, by=call.by, now=call.now)


@room.put(
    "/spaces/<uuid:space_id>/access",
    takes=WayInRequest,
    gives=WayInView,
    refuses=KEEPERS_ONLY,
    example={"notes": ACCESS["notes"], "shown_minutes_before": 1440},
    answer_example=ACCESS,
)
def set_access(call: Call, space_id: UUID) -> AccessSeen:
    """Say how to get into a space that I keep."""
    access.set_access(call.session, space_id, by=call.by, now=call.now, **call.body)
    return access.get_access_of_space(call.session, space_id, by=call.by, now=call.now)


@room.post(
    "/spaces/<uuid:space_id>/key",
    takes=KeyRequest,
    gives=KeyView,
    status=200,
    refuses=[*NOT_NEAR_KEY, BookingNotFound],
    example={"passed_on_to": BOOKING_ID},
    answer_example=KEY,
)
def hand_key_on(call: Call, space_id: UUID) -> KeySeen:
    """Say where the key is: I have it, it was passed on, or nobody knows."""
    who: dict[str, Any] = {"by": call.by, "now": call.now}
    if call.body.get("i_have_it"):
        handing_on.take_key(call.session, space_id, **who)
    elif call.body.get("missing"):
        handing_on.report_key_missing(call.session, space_id, **who)
    elif call.body["passed_on_to"] == "keepers":
        handing_on.give_key_back(call.session, space_id, **who)
    else:
        booking_id = _id(call.body["passed_on_to"])
        handing_on.pass_key_on(call.session, space_id, booking_id=booking_id, **who)
    return access.get_key(call.session, space_id, by=call.by)


@room.post(
    "/bookings/<uuid:booking_id>/leaving_note",
    takes=LeavingNoteRequest,
    gives=LeavingNoteView,
    status=201,
    refuses=[
        BookingNotFound,
        NotYours,
        BookingCannotBecome,
        errors.TooEarlyToLeave,
        errors.TooLateForNote,
    ],
    example={"as_found": False, "words": NOTE["words"]},
    answer_example=NOTE,
)
def leave_note(call: Call, booking_id: UUID) -> NoteSeen:
    """Say how I left the space, if I like: as found, or something is broken."""
    return leaving.leave_note(call.session, booking_id, by=call.by, now=call.now, **call.body)


@room.get(
    "/spaces/<uuid:space_id>/notes",
    query=LeavingNotesQuery,
    gives=page_of(LeavingNoteView),
    refuses=[SpaceNotFound],
    answer_example={"items": [NOTE], "next": None},
)
def list_leaving_notes(call: Call, space_id: UUID) -> Page:
    """List how a space was left in the last 30 days, for its keepers and who comes next."""
    items = leaving.list_notes(
        call.session,
        space_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="created_at")


@room.post(
    "/spaces/<uuid:space_id>/mending",
    takes=MendingRequest,
    gives=SpaceView,
    status=200,
    refuses=[*KEEPERS_ONLY, errors.MendingNotAhead],
    example={"words": "The heating has failed.", "until": "2027-03-11T12:00:00Z"},
    answer_example=SPACE,
)
def set_mending(call: Call, space_id: UUID) -> SpaceSeen:
    """Say that a space I keep is being mended: nobody books it meanwhile; bookings stand."""
    mending.set_mending(call.session, space_id, by=call.by, now=call.now, **call.body)
    return spaces.get_space(call.session, space_id, by=call.by, now=call.now)


@room.post(
    "/spaces/<uuid:space_id>/mended",
    gives=SpaceView,
    status=200,
    refuses=KEEPERS_ONLY,
    answer_example=SPACE,
)
def end_mending(call: Call, space_id: UUID) -> SpaceSeen:
    """Say that a space I keep is mended, and open it at once."""
    mending.end_mending(call.session, space_id, by=call.by, now=call.now)
    return spaces.get_space(call.session, space_id, by=call.by, now=call.now)


@room.get(
    "/spaces/<uuid:space_id>/misfits",
    query=MisfitsQuery,
    gives=page_of(MisfitView),
    refuses=[SpaceNotFound],
    answer_example={
        "items": [
            {
                "id": BOOKING_ID,
                "starts_at": "2027-03-04T18:00:00Z",
                "ends_at": "2027-03-04T20:00:00Z",
                "people": 40,
                "why": ["closed_then", "too_many_people"],
            }
        ],
        "next": None,
    },
)
def list_misfits(call: Call, space_id: UUID) -> Page:
    """List the bookings of a space I keep that stand and fit its hours or terms no longer."""
    items = misfits_of(
        call.session,
        space_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="starts_at")


@room.get(
    "/bookings/<uuid:booking_id>/alternatives",
    gives=AlternativesView,
    refuses=[BookingNotFound],
    answer_example={
        "suggestions": [
            {
                "why": "nearest_time_here",
                "space_id": ID,
                "name": None,
                "distance_metres": None,
                "starts_at": "2027-03-05T18:00:00Z",
                "ends_at": "2027-03-05T20:00:00Z",
            }
        ],
    },
)
def get_alternatives(call: Call, booking_id: UUID) -> dict[str, Any]:
    """Read other times and places for a booking, five at most, such as when a space is mended."""
    booking = bookings.get_booking(call.reader, booking_id, by=call.by, now=call.now)
    found: Any = suggestions(
        call.reader,
        space_id=booking.space.id,
        period=Period(booking.starts_at, booking.ends_at),
        people=booking.people,
        by=call.by,
        now=call.now,
        here_from=call.now,
    )
    other = {"name": None, "distance_metres": None}
    return {"suggestions": [{**other, **each} for each in found["suggestions"]]}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BookingNotFound from None


def _what_is_on_card(call: Call, space_id: UUID) -> tuple[str, str]:
    """Return the name of the space and the link that its card leads to."""
    space, code = entrances.code_of_card(call.session, space_id, by=call.by, now=call.now)
    return space.name, public_link(f"/spaces/{space.id}#{code}")


def _card(drawn: bytes, content_type: str) -> Response:
    # It holds a secret, and a renewed card is another.
    return Response(drawn, content_type=content_type, headers={"Cache-Control": "no-store"})
