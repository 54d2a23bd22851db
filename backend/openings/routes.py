"""Openings over HTTP: opening a place, finding one, and coming in."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.bookings.errors import SpaceAlreadyBooked
from backend.db.constraints import IdAlreadyTaken
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.local_time import UnknownZone
from backend.kernel.recurrence import RuleHasNoDates
from backend.kernel.rrule import RuleNotUnderstood, RuleTooFine, RuleTooLong, TooManyDates
from backend.openings import ending, errors, nearby, queries, service
from backend.openings.ahead import looked_ahead
from backend.openings.examples import DATE, OPENING
from backend.openings.nearby import Position, When
from backend.openings.schemas import (
    OpeningEdit,
    OpeningNearbyView,
    OpeningRequest,
    OpeningsNearRequest,
    OpeningView,
)
from backend.openings.seen import OpeningSeen
from backend.openings.states import Door
from backend.spaces.errors import NotAKeeper, SpaceNotFound, SpaceRetired
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

room = Room("openings", description="Times when a place is simply open. No booking, no register.")

KEEPERS_ONLY = [errors.OpeningNotFound, NotAKeeper, SpaceRetired]


@room.post(
    "/spaces/<uuid:space_id>/openings",
    takes=OpeningRequest,
    gives=OpeningView,
    status=201,
    refuses=[
        SpaceNotFound,
        NotAKeeper,
        SpaceRetired,
        SpaceAlreadyBooked,
        IdAlreadyTaken,
        RuleHasNoDates,
        RuleNotUnderstood,
        RuleTooFine,
        RuleTooLong,
        TooManyDates,
        UnknownZone,
        errors.OpeningNeedsADay,
        errors.OpeningNotAhead,
        errors.OpeningHoldsMore,
        errors.TooManyOpenings,
    ],
    example={"weekday": "thursday", "from": "14:00", "until": "16:00"},
    answer_example=OPENING,
)
def open_place(call: Call, space_id: UUID) -> OpeningSeen:
    """Open a place that I keep to everybody: a weekday and two times are enough."""
    given = dict(call.body)
    opening = service.open_place(
        call.session,
        by=call.by,
        space_id=space_id,
        now=call.now,
        door=Door(given.pop("door")),
        opening_id=given.pop("id", None),
        **given,
    )
    return queries.get_opening(call.session, opening.id, by=call.by, now=call.now)


@room.get(
    "/openings",
    query=OpeningsNearRequest,
    gives=page_of(OpeningNearbyView),
    answer_example={"items": [{"date": DATE, "distance_metres": 480}], "next": None},
)
def list_openings(call: Call) -> Page:
    """List what is open near a point, today or this week: day by day, nearest first.

    Distances and the order go by the published point, which for homes is the middle of an area of
    about 500 metres. A page may hold fewer than `limit` and still have a `next`.
    """
    query = call.query
    position = read_cursor(query["cursor"], query, (date.fromisoformat, float, UUID))
    found = nearby.openings_near(
        looked_ahead(call),
        latitude=query["latitude"],
        longitude=query["longitude"],
        radius_metres=query["radius_metres"],
        when=When(query["when"]),
        by=call.by,
        now=call.now,
        limit=query["limit"],
        after=Position(*position) if position else None,
    )
    following = None
    if found.next is not None:
        on, distance, last = found.next
        following = write_cursor((on.isoformat(), distance, str(last)), query)
    return Page(found.items, following)


@room.get(
    "/spaces/<uuid:space_id>/openings",
    query=PageRequest,
    gives=page_of(OpeningView),
    refuses=[SpaceNotFound],
    answer_example={"items": [OPENING], "next": None},
)
def list_openings_of_space(call: Call, space_id: UUID) -> Page:
    """List when a space is open to everybody, each time with its next dates."""
    found = queries.list_openings_of_space(
        looked_ahead(call),
        space_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(found, call.query, at="created_at")


@room.get(
    "/openings/<uuid:opening_id>",
    gives=OpeningView,
    refuses=[errors.OpeningNotFound],
    answer_example=OPENING,
)
def get_opening(call: Call, opening_id: UUID) -> OpeningSeen:
    """Read one opening with its next dates."""
    return queries.get_opening(looked_ahead(call), opening_id, by=call.by, now=call.now)


@room.patch(
    "/openings/<uuid:opening_id>",
    takes=OpeningEdit,
    gives=OpeningView,
    refuses=[*KEEPERS_ONLY, errors.OpeningHoldsMore, ChangedMeanwhile],
    example={"shown_as": "Tea and company", "places": 8},
    answer_example=OPENING,
)
def edit_opening(call: Call, opening_id: UUID) -> OpeningSeen:
    """Change what is shown, how many may come, or how one gets to the door of a home."""
    given: dict[str, Any] = dict(call.body)
    if "door" in given:
        given["door"] = Door(given["door"])
    service.edit_opening(
        call.session,
        opening_id,
        by=call.by,
        now=call.now,
        if_version=call.if_match,
        counts="places" not in given or given["places"] is not None,
        **given,
    )
    return queries.get_opening(call.session, opening_id, by=call.by, now=call.now)


@room.delete(
    "/openings/<uuid:opening_id>",
    versioned=True,
    refuses=[*KEEPERS_ONLY, ChangedMeanwhile],
)
def stop_opening(call: Call, opening_id: UUID) -> None:
    """Open the place no longer. Who counted on a date is told."""
    ending.stop_opening(
        call.session, opening_id, by=call.by, now=call.now, if_version=call.if_match
    )
