"""Groups over HTTP."""

from typing import Any
from uuid import UUID

from backend.db.constraints import IdAlreadyTaken
from backend.groups import errors, queries, service, settling, wording
from backend.groups.changes import asked_change
from backend.groups.schemas import (
    AtQuery,
    BoundaryView,
    GroupEdit,
    GroupRequest,
    GroupsQuery,
    GroupView,
    JoiningRequest,
    MembershipRequest,
)
from backend.groups.seen import GroupSeen
from backend.groups.service import Founding
from backend.kernel.facts import ChangedMeanwhile
from backend.web.call import Call
from backend.web.paging import (
    Page,
    PageRequest,
    page_of,
    position_in_time,
    read_cursor,
    write_cursor,
)
from backend.web.room import Room

room = Room("groups", description="People who do something together and govern themselves.")

GROUP_ID = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be005"
GROUP = {
    "id": GROUP_ID,
    "name": "Men's shed",
    "purpose": "We mend what is brought, and talk.",
    "languages": ["en"],
    "point": {"latitude": 53.9217, "longitude": -3.0217},
    "cell": "88195d2b1dfffff",
    "zone": "Europe/London",
    "joining": "ask",
    "visibility": "nearby",
    "questions": ["What do you like to mend?"],
    "vouched": False,
    "is_neighbourhood": False,
    "neighbourhood": None,
    "members": 7,
    "founded_at": "2027-02-20T09:12:44Z",
    "mine": None,
    "asked": None,
    "distance_metres": None,
    "proposed": [],
    "can": ["ask"],
    "says": "You can ask Men's shed to let you in.",
}
MINE = {
    **GROUP,
    "mine": {
        "joined_at": "2027-02-20T09:12:44Z",
        "shows": "first_name",
        "silent_until": None,
        "household": "",
        "has_unread": False,
        "invited_by": None,
    },
    "can": ["write", "meet", "invite", "silence", "leave", "propose", "draw", "edit"],
    "says": "You belong to Men's shed.",
}
BELONGING = [errors.GroupNotFound, errors.GroupIsFull, errors.TooManyGroups]


@room.post(
    "/groups",
    takes=GroupRequest,
    gives=GroupView,
    status=201,
    refuses=[
        errors.TooManyGroups,
        errors.PlaceOfGroupNeeded,
        errors.BoundaryNotUsable,
        errors.GroupNotFound,
        IdAlreadyTaken,
    ],
    example={
        "name": "Men's shed",
        "purpose": "We mend what is brought, and talk.",
        "place": {"latitude": 53.9213, "longitude": -3.0178},
        "joining": "ask",
        "questions": ["What do you like to mend?"],
    },
    answer_example=MINE,
)
def found_group(call: Call) -> GroupSeen:
    """Found a group, alone; you belong to it at once."""
    body = dict(call.body)
    place = body.pop("place", None)
    boundary, circle = body.pop("boundary", None), body.pop("circle", None)
    founding = Founding(
        **body,
        boundary=boundary or circle,
        place=None if place is None else (place["latitude"], place["longitude"]),
        countryside=bool(place and place["countryside"]),
    )
    group = service.found(call.session, founding, by=call.by, now=call.now)
    return queries.get_group(call.session, group.id, by=call.by, now=call.now)


@room.get(
    "/groups",
    query=GroupsQuery,
    gives=page_of(GroupView),
    answer_example={"items": [{**GROUP, "distance_metres": 240}], "next": None},
)
def find_groups(call: Call) -> Page:
    """Find the groups near a point, nearest first."""
    query = call.query
    position = read_cursor(query["cursor"], query, (float, UUID))
    items, following = queries.list_groups_near(
        call.reader,
        by=call.by,
        now=call.now,
        latitude=query["latitude"],
        longitude=query["longitude"],
        radius_metres=query["radius_metres"],
        words=query["words"],
        after=None if position is None else (position[0], position[1]),
        limit=query["limit"],
    )
    if following is None:
        return Page(items, None)
    return Page(items, write_cursor((following[0], str(following[1])), query))


@room.get(
    "/neighbourhoods",
    query=AtQuery,
    gives=page_of(GroupView),
    answer_example={
        "items": [{**GROUP, "name": "Mount Street", "is_neighbourhood": True}],
        "next": None,
    },
)
def find_neighbourhoods(call: Call) -> Page:
    """Find the neighbourhoods around a point, the smallest first."""
    query = call.query
    latitude, longitude = (float(each) for each in query["at"].split(","))
    position = read_cursor(query["cursor"], query, (float, UUID))
    items, following = queries.list_neighbourhoods(
        call.reader,
        by=call.by,
        now=call.now,
        latitude=max(-90.0, min(90.0, latitude)),
        longitude=max(-180.0, min(180.0, longitude)),
        after=None if position is None else (position[0], position[1]),
        limit=query["limit"],
    )
    if following is None:
        return Page(items, None)
    return Page(items, write_cursor((following[0], str(following[1])), query))


@room.get(
    "/me/groups",
    query=PageRequest,
    gives=page_of(GroupView),
    answer_example={"items": [MINE], "next": None},
)
def list_my_groups(call: Call) -> Page:
    """List the groups I belong to, in the order in which I joined."""
    items = queries.list_my_groups(
        call.reader,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    limit = call.query["limit"]
    if len(items) <= limit:
        return Page(items, None)
    last = items[limit - 1]
    assert last.mine is not None, "one's own groups are those one belongs to"
    position = (last.mine.joined_at.isoformat(), str(last.id))
    return Page(items[:limit], write_cursor(position, call.query))


@room.get(
    "/groups/<uuid:group_id>",
    gives=GroupView,
    refuses=[errors.GroupNotFound],
    answer_example=GROUP,
)
def get_group(call: Call, group_id: UUID) -> GroupSeen:
    """Read what a group says of itself, and what you may do."""
    found = queries.get_group(call.reader, group_id, by=call.by, now=call.now)
    if found.due_at is None or found.due_at > call.now:
        return found
    reader = settling.settle_if_due(call, group_id, call.now)
    return queries.get_group(reader, group_id, by=call.by, now=call.now)


@room.patch(
    "/groups/<uuid:group_id>",
    takes=GroupEdit,
    gives=GroupView,
    refuses=[
        errors.GroupNotFound,
        errors.NotAMember,
        errors.ForStewards,
        errors.TooManyProposed,
        ChangedMeanwhile,
    ],
    example={"purpose": "We mend what is brought, and talk. Tea at four."},
    answer_example=MINE,
)
def edit_group(call: Call, group_id: UUID) -> GroupSeen:
    """Change what a group of mine says of itself: a steward does, or the second member's hand."""
    wording.change_words(
        call.session,
        group_id,
        call.body,
        asked_change(),
        by=call.by,
        now=call.now,
        if_version=call.if_match,
    )
    return queries.get_group(call.session, group_id, by=call.by, now=call.now)


@room.get(
    "/groups/<uuid:group_id>/boundary",
    gives=BoundaryView,
    refuses=[errors.GroupNotFound],
    answer_example={"type": "Circle", "coordinates": [-3.0178, 53.9213], "radius_metres": 800},
)
def get_boundary(call: Call, group_id: UUID) -> dict[str, Any]:
    """Read the boundary of a neighbourhood, for a map."""
    found = queries.get_boundary(call.reader, group_id, by=call.by)
    return {"radius_metres": None, **found}


@room.put(
    "/groups/<uuid:group_id>/membership",
    takes=JoiningRequest,
    gives=GroupView,
    refuses=[*BELONGING, errors.ByAskingOnly, errors.ByInvitationOnly],
    example={"shows": "first_name"},
    answer_example=MINE,
)
def join_group(call: Call, group_id: UUID) -> GroupSeen:
    """Join an open group."""
    service.join(call.session, group_id, by=call.by, now=call.now, shows=call.body["shows"])
    return queries.get_group(call.session, group_id, by=call.by, now=call.now)


@room.patch(
    "/groups/<uuid:group_id>/membership",
    takes=MembershipRequest,
    gives=GroupView,
    refuses=[errors.GroupNotFound, errors.NotAMember],
    versioned=False,
    example={"silent_until": "2027-03-07T09:00:00Z"},
    answer_example=MINE,
)
def change_membership(call: Call, group_id: UUID) -> GroupSeen:
    """Change how the other members see me, or hear nothing of the group for a while."""
    service.change_membership(call.session, group_id, call.body, by=call.by, now=call.now)
    return queries.get_group(call.session, group_id, by=call.by, now=call.now)


@room.delete("/groups/<uuid:group_id>/membership", refuses=[errors.GroupNotFound])
def leave_group(call: Call, group_id: UUID) -> None:
    """Leave a group, at once and always."""
    service.leave_group(call.session, group_id, by=call.by, now=call.now)
