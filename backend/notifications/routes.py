"""Notifications over HTTP."""

from dataclasses import dataclass
from typing import Any

from backend.notifications import queries, service
from backend.notifications.schemas import (
    NotificationsPage,
    NotificationsQuery,
    ReadRequest,
    UnreadView,
)
from backend.web.call import Call
from backend.web.paging import Page, page_in_time, position_in_time
from backend.web.room import Room

room = Room("notifications", description="What somebody was told.")

TOLD = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be003",
    "kind": "booking_cancelled_by_keeper",
    "params": {
        "space": "St Anne's hall",
        "starts_at": {"at": "2027-03-04T18:00:00+00:00", "zone": "Europe/London"},
    },
    "about_kind": "bookings",
    "about_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001",
    "created_at": "2027-03-01T08:00:00Z",
    "read_at": None,
    "says": "A keeper of St Anne's hall had to call off Thursday 4 March, 18:00.",
}


@dataclass(frozen=True, slots=True)
class ToldPage(Page):
    """A page with the count that the server owns."""

    unread: int


@room.get(
    "/notifications",
    query=NotificationsQuery,
    gives=NotificationsPage,
    answer_example={"items": [TOLD], "next": None, "unread": 1},
)
def list_notifications(call: Call) -> ToldPage:
    """List what I was told, newest first, and how many I have not read."""
    items = queries.list_notifications(
        call.reader,
        by=call.by,
        now=call.now,
        unread=call.query["unread"],
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    page = page_in_time(items, call.query, at="created_at")
    unread = queries.count_unread(call.reader, by=call.by, now=call.now)
    return ToldPage(page.items, page.next, unread)


@room.post(
    "/notifications/read",
    takes=ReadRequest,
    gives=UnreadView,
    status=200,
    example={"until": "2027-03-01T08:00:00Z"},
    answer_example={"unread": 0},
)
def mark_notifications_read(call: Call) -> dict[str, Any]:
    """Mark some of my notifications as read, or all up to an instant."""
    if "until" in call.body:
        service.mark_all_read(call.session, by=call.by, until=call.body["until"], now=call.now)
    else:
        service.mark_read(call.session, by=call.by, ids=call.body["ids"], now=call.now)
    return {"unread": queries.count_unread(call.session, by=call.by, now=call.now)}
