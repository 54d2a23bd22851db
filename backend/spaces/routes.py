"""Spaces over HTTP: sharing one, caring for it, and letting it go."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

from backend.db.constraints import IdAlreadyTaken
from backend.groups.changes import asked_change
from backend.groups.errors import ForStewards, TooManyProposed
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.local_time import UnknownZone
from backend.people.errors import PersonNotFound
from backend.places.errors import PlaceNeeded
from backend.spaces import closing, errors, keys, known, queries, service
from backend.spaces.hours import ImpossibleOpeningHours, TooManyOpeningHours
from backend.spaces.models import SpaceKind
from backend.spaces.schemas import (
    ClosureRequest,
    ExceptionRequest,
    HandoverRequest,
    KeeperRequest,
    KnownQuery,
    MySpacesQuery,
    SpaceEdit,
    SpaceRequest,
)
from backend.spaces.seen import SpaceSeen
from backend.spaces.service import Place
from backend.spaces.together import do_together
from backend.spaces.views import KnownView, SpaceView
from backend.web.call import Call
from backend.web.paging import (
    Page,
    page_by_id,
    page_in_time,
    page_of,
    position_by_id,
    position_in_time,
)
from backend.web.room import Room

room = Room("spaces", description="Places that can be shared, always free.")

KEEPERS_ONLY = [
    errors.SpaceNotFound,
    errors.NotAKeeper,
    errors.SpaceRetired,
    TooManyProposed,
    ForStewards,
    ChangedMeanwhile,
]
"""Why somebody may not change a space."""

FACTS_OF_A_SPACE = [
    errors.TermsDoNotFit,
    errors.SharedNeedsACapacity,
    errors.SharedHoldsNothingInside,
    errors.SpaceInsideItself,
    errors.HouseTooDeep,
    errors.HouseTooBig,
    errors.OccupanciesWouldCollide,
    UnknownZone,
    ImpossibleOpeningHours,
    TooManyOpeningHours,
]
"""Why a space cannot be as somebody describes it."""

ID = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002"
PERSON = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be00a"
CLOSURE = {
    "starts_at": "2027-08-01T00:00:00Z",
    "ends_at": "2027-08-15T00:00:00Z",
    "words": "The floor is sanded.",
}
SPACE = {
    "id": ID,
    "version": 3,
    "name": "St Anne's hall",
    "kind": "hall",
    "words": "A light hall with a stage and a small kitchen.",
    "place": {
        "latitude": 53.9231,
        "longitude": -3.0154,
        "is_exact": True,
        "cell": "881951d6c9fffff",
        "address": "Church Lane 4",
        "exact": None,
    },
    "zone": "Europe/London",
    "capacity": 60,
    "access": {
        "step_free": "yes",
        "accessible_toilet": "yes",
        "lift": "no",
        "hearing_loop": "unknown",
        "quiet": "unknown",
        "parking_close_by": "yes",
        "baby_change": "no",
        "assistance_dogs": "yes",
    },
    "things": ["piano", "60 chairs"],
    "agreements": "Please leave it as you found it.",
    "opening_hours": [
        {"weekday": "monday", "opens": "08:00", "closes": "22:00"},
        {"weekday": "friday", "opens": "18:00", "closes": "02:00"},
    ],
    "free_of_series": [{"weekday": "saturday", "opens": "10:00", "closes": "14:00"}],
    "exceptions": [{"on": "2027-12-24", "hours": [], "words": "Christmas Eve"}],
    "closures": [{"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be00c", **CLOSURE, "kind": "closed"}],
    "terms": {
        "min_minutes": 60,
        "max_minutes": 720,
        "step_minutes": 30,
        "notice_minutes": 60,
        "horizon_days": 180,
        "buffer_before_minutes": 0,
        "buffer_after_minutes": 0,
        "sharing": "exclusive",
        "confirms": "instant",
        "silence_means": "no",
        "fair_use": {
            "most_minutes": None,
            "most_bookings": 3,
            "days": 7,
            "most_open": None,
            "one_at_a_time": False,
        },
    },
    "parent": None,
    "rooms": [{"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be00d", "name": "Vestry"}],
    "keepers": [{"first_name": "Ada", "id": None}],
    "group": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be005", "name": "Men's shed"},
    "proposed": [],
    "is_kept_by_me": False,
    "is_open_now": True,
    "retired_at": None,
    "can": ["book"],
    "next": {"at": "2027-03-01T22:00:00Z", "becomes": "closed"},
    "says": "Open now until Monday 1 March, 22:00.",
}


@room.post(
    "/spaces",
    takes=SpaceRequest,
    gives=SpaceView,
    status=201,
    refuses=[
        *KEEPERS_ONLY,
        *FACTS_OF_A_SPACE,
        PlaceNeeded,
        errors.TooManySpaces,
        IdAlreadyTaken,
        PersonNotFound,  # they left while they listed it
    ],
    example={
        "name": "Our front room",
        "kind": "living_room",
        "place": {"latitude": 53.9231, "longitude": -3.0154},
    },
    answer_example=SPACE,
)
def list_space(call: Call) -> SpaceSeen:
    """Share a space. Its name, kind and place are enough."""
    given = dict(call.body)
    place = given.pop("place", None)
    space = service.list_space(
        call.session,
        by=call.by,
        now=call.now,
        kind=SpaceKind(given.pop("kind")),
        place=None if place is None else Place(**place),
        space_id=given.pop("id", None),
        **given,
    )
    return _seen(call, space.id)


@room.get(
    "/spaces/<uuid:space_id>",
    gives=SpaceView,
    refuses=[errors.SpaceNotFound],
    answer_example=SPACE,
)
def get_space(call: Call, space_id: UUID) -> SpaceSeen:
    """Read one space."""
    return queries.get_space(call.reader, space_id, by=call.by, now=call.now)


@room.patch(
    "/spaces/<uuid:space_id>",
    takes=SpaceEdit,
    gives=SpaceView,
    refuses=[*KEEPERS_ONLY, *FACTS_OF_A_SPACE],
    example={"words": "Now with a piano.", "things": ["piano"], "terms": {"notice_minutes": 120}},
    answer_example=SPACE,
)
def edit_space(call: Call, space_id: UUID) -> SpaceSeen:
    """Change some of a space that I keep. Bookings that stand, stand."""
    return _together(
        call,
        space_id,
        lambda: service.edit_space(
            call.session, space_id, call.body, by=call.by, now=call.now, if_version=call.if_match
        ),
    )


@room.get(
    "/me/spaces",
    query=MySpacesQuery,
    gives=page_of(SpaceView),
    answer_example={"items": [SPACE], "next": None},
)
def list_my_spaces(call: Call) -> Page:
    """List the spaces I keep, newest first."""
    items = queries.list_my_spaces(
        call.reader,
        by=call.by,
        now=call.now,
        retired=call.query["retired"],
        after=position_by_id(call.query),
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.post(
    "/spaces/<uuid:space_id>/keepers",
    takes=KeeperRequest,
    gives=SpaceView,
    refuses=[*KEEPERS_ONLY, PersonNotFound, errors.TooManyKeepers, errors.TooManySpaces],
    example={"person_id": PERSON},
    answer_example=SPACE,
)
def add_keeper(call: Call, space_id: UUID) -> SpaceSeen:
    """Let somebody else hold the key too."""
    keys.find_keeper_to_be(call.session, call.body["person_id"], by=call.by)
    return _together(
        call,
        space_id,
        lambda: keys.add_keeper(
            call.session,
            space_id,
            person_id=call.body["person_id"],
            by=call.by,
            now=call.now,
            if_version=call.if_match,
        ),
    )


@room.delete(
    "/spaces/<uuid:space_id>/keepers/<uuid:person_id>",
    gives=SpaceView,
    versioned=True,
    refuses=[*KEEPERS_ONLY, errors.LastKeeperMustHandOverOrRetire],
    answer_example=SPACE,
)
def thank_off_keeper(call: Call, space_id: UUID, person_id: UUID) -> SpaceSeen:
    """Thank a co-keeper off, or stop keeping a space oneself."""
    return _together(
        call,
        space_id,
        lambda: keys.thank_off_keeper(
            call.session,
            space_id,
            person_id=person_id,
            by=call.by,
            now=call.now,
            if_version=call.if_match,
        ),
    )


@room.post(
    "/spaces/<uuid:space_id>/handover",
    takes=HandoverRequest,
    gives=SpaceView,
    refuses=[*KEEPERS_ONLY, PersonNotFound, errors.TooManySpaces],
    example={"to": PERSON},
    answer_example=SPACE,
)
def hand_over_space(call: Call, space_id: UUID) -> SpaceSeen:
    """Give my key to somebody else."""
    keys.hand_over(
        call.session,
        space_id,
        to=call.body["to"],
        by=call.by,
        now=call.now,
        if_version=call.if_match,
    )
    return _seen(call, space_id)


@room.post(
    "/spaces/<uuid:space_id>/closures",
    takes=ClosureRequest,
    gives=SpaceView,
    status=201,
    refuses=[*KEEPERS_ONLY, errors.ClosureNotAhead, errors.TooManyClosures, IdAlreadyTaken],
    example=CLOSURE,
    answer_example=SPACE,
)
def close_space(call: Call, space_id: UUID) -> SpaceSeen:
    """Close a space for a while. Bookings that stand, stand."""
    return _together(
        call,
        space_id,
        lambda: closing.close_for_a_while(
            call.session,
            space_id,
            by=call.by,
            now=call.now,
            starts_at=call.body["starts_at"],
            ends_at=call.body["ends_at"],
            words=call.body["words"],
            closure_id=call.body.get("id"),
            if_version=call.if_match,
        ),
    )


@room.delete(
    "/spaces/<uuid:space_id>/closures/<uuid:closure_id>",
    gives=SpaceView,
    versioned=True,
    refuses=[*KEEPERS_ONLY, errors.ClosureNotFound],
    answer_example=SPACE,
)
def reopen_space(call: Call, space_id: UUID, closure_id: UUID) -> SpaceSeen:
    """Take a closure back."""
    return _together(
        call,
        space_id,
        lambda: closing.reopen(
            call.session, space_id, closure_id, by=call.by, now=call.now, if_version=call.if_match
        ),
    )


@room.put(
    "/spaces/<uuid:space_id>/hours/<string:on>",
    takes=ExceptionRequest,
    gives=SpaceView,
    refuses=[
        *KEEPERS_ONLY,
        errors.DateNotReadable,
        errors.DateOutOfReach,
        errors.TooManyHoursExceptions,
        ImpossibleOpeningHours,
        TooManyOpeningHours,
    ],
    example={"hours": [{"opens": "12:00", "closes": "16:00"}], "words": "Christmas Eve"},
    answer_example=SPACE,
)
def set_hours_on(call: Call, space_id: UUID, on: str) -> SpaceSeen:
    """Set the hours of one date, such as 2027-12-24; none means closed."""
    date_ = _date(on)
    return _together(
        call,
        space_id,
        lambda: closing.set_exception(
            call.session,
            space_id,
            on=date_,
            windows=call.body["hours"],
            words=call.body["words"],
            by=call.by,
            now=call.now,
            if_version=call.if_match,
        ),
    )


@room.delete(
    "/spaces/<uuid:space_id>/hours/<string:on>",
    gives=SpaceView,
    versioned=True,
    refuses=[*KEEPERS_ONLY, errors.DateNotReadable],
    answer_example=SPACE,
)
def drop_hours_on(call: Call, space_id: UUID, on: str) -> SpaceSeen:
    """Let the weekly hours hold on a date again."""
    date_ = _date(on)
    return _together(
        call,
        space_id,
        lambda: closing.drop_exception(
            call.session, space_id, on=date_, by=call.by, now=call.now, if_version=call.if_match
        ),
    )


@room.post(
    "/spaces/<uuid:space_id>/retirement",
    gives=SpaceView,
    refuses=[*KEEPERS_ONLY, errors.GroupKeepsSpace, errors.RoomsInsideFirst],
    answer_example=SPACE,
)
def retire_space(call: Call, space_id: UUID) -> SpaceSeen:
    """Share a space no longer. What was booked there is released."""
    service.retire_space(call.session, space_id, by=call.by, now=call.now, if_version=call.if_match)
    return _seen(call, space_id)


def _together(call: Call, space_id: UUID, do: Callable[[], object]) -> SpaceSeen:
    """Change a space as one of its keepers, or lend a hand to it; return it as it is then."""
    _lend_hand(call, space_id, do)
    return _seen(call, space_id)


def _lend_hand(call: Call, space_id: UUID, do: Callable[[], object]) -> None:
    """Do what a keeper does, or lend a hand to the very call."""
    change = asked_change()
    do_together(call.session, space_id, change, do, by=call.by, now=call.now)


def _seen(call: Call, space_id: UUID) -> SpaceSeen:
    return queries.get_space(call.session, space_id, by=call.by, now=call.now)


def _date(text: str) -> date:
    # Other ways in which ISO 8601 writes dates would give one date several addresses.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise errors.DateNotReadable
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise errors.DateNotReadable from None


@room.get(
    "/spaces/<uuid:space_id>/known",
    query=KnownQuery,
    gives=page_of(KnownView),
    refuses=KEEPERS_ONLY,
    answer_example={
        "items": [{"id": PERSON, "display_name": "Ada Byron", "since_at": "2027-01-02T10:00:00Z"}],
        "next": None,
    },
)
def list_known_here(call: Call, space_id: UUID) -> Page:
    """List whom we marked as known in a space that I keep. Only its keepers ever see this."""
    items = known.list_known(
        call.session,
        space_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="since_at")


@room.put("/spaces/<uuid:space_id>/known/<uuid:person_id>", refuses=[*KEEPERS_ONLY, PersonNotFound])
def mark_known_here(call: Call, space_id: UUID, person_id: UUID) -> None:
    """Mark somebody as known in a space that I keep, so that they need not ask."""
    _lend_hand(
        call,
        space_id,
        lambda: known.mark_known(call.session, space_id, person_id, by=call.by, now=call.now),
    )


@room.delete("/spaces/<uuid:space_id>/known/<uuid:person_id>", refuses=KEEPERS_ONLY)
def forget_known_here(call: Call, space_id: UUID, person_id: UUID) -> None:
    """Take the mark of being known back."""
    _lend_hand(
        call,
        space_id,
        lambda: known.forget_known(call.session, space_id, person_id, by=call.by, now=call.now),
    )
