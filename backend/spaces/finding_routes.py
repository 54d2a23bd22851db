"""The list that a phone opens with: what is near, open and free."""

from datetime import timedelta
from uuid import UUID

from backend.kernel.periods import Period, unchecked_period
from backend.spaces.finding import find_spaces
from backend.spaces.finding_errors import (
    FreeTimeInThePast,
    FreeTimeLongerThanItsWindow,
    FreeTimeNeedsBothEnds,
    FreeTimeTooFarApart,
    FreeTimeWrongWayRound,
)
from backend.spaces.finding_schemas import EXAMPLE, SpaceNearbyView, SpacesNearRequest
from backend.spaces.nearest import Wanted, searchable_words
from backend.web.asked import WordsSayNothing
from backend.web.call import Call
from backend.web.paging import Page, page_of, read_cursor, write_cursor
from backend.web.room import Room

finding = Room("finding", description="Finding a space near you.")

LONGEST_WINDOW_DAYS = 31
_INSTANT = timedelta(microseconds=1)


@finding.get(
    "/spaces",
    query=SpacesNearRequest,
    gives=page_of(SpaceNearbyView),
    refuses=[
        FreeTimeInThePast,
        FreeTimeLongerThanItsWindow,
        FreeTimeNeedsBothEnds,
        FreeTimeTooFarApart,
        FreeTimeWrongWayRound,
        WordsSayNothing,
    ],
    answer_example=EXAMPLE,
)
def list_spaces(call: Call) -> Page:
    """List the spaces near a point, nearest first.

    Distances and the order go by the published point, which for most spaces is the middle of an
    area of about 500 metres. A page may hold fewer than `limit` and still have a `next`, where
    few of many fit.
    """
    wanted = _wanted(call)
    position = read_cursor(call.query["cursor"], call.query, (float, UUID))
    found = find_spaces(
        call.reader,
        wanted,
        by=call.by,
        now=call.now,
        limit=call.query["limit"],
        after=(position[0], position[1]) if position else None,
    )
    following = None
    if found.next is not None:
        following = write_cursor((found.next[0], str(found.next[1])), call.query)
    return Page(found.items, following)


def _wanted(call: Call) -> Wanted:
    query = call.query
    words = query["words"] or ""
    if words and not searchable_words(words):
        raise WordsSayNothing
    opens = [query["open_at"]] if query["open_at"] else []
    opens += [call.now] if query["open_now"] else []
    free_in, free_for = _free_time(call)
    return Wanted(
        latitude=query["latitude"],
        longitude=query["longitude"],
        radius_metres=query["radius_metres"],
        kinds=tuple(query["kind"]),
        capacity_at_least=query["capacity_at_least"],
        access=tuple(query["access"]),
        words=words,
        open_in=tuple(unchecked_period(at, at + _INSTANT) for at in opens),
        free_in=free_in,
        free_for=free_for,
    )


def _free_time(call: Call) -> tuple[Period | None, timedelta]:
    start, end = call.query["free_from"], call.query["free_until"]
    minutes = call.query["free_minutes"]
    if start is None and end is None and minutes is None:
        return None, timedelta(0)
    if start is None or end is None:
        raise FreeTimeNeedsBothEnds
    if end <= start:
        raise FreeTimeWrongWayRound
    if end - start > timedelta(days=LONGEST_WINDOW_DAYS):
        raise FreeTimeTooFarApart(at_most_days=LONGEST_WINDOW_DAYS)
    if end <= call.now:
        raise FreeTimeInThePast
    if minutes is not None and timedelta(minutes=minutes) > end - start:
        raise FreeTimeLongerThanItsWindow
    # A phone's "from now" has passed by the time it arrives; what has passed is not looked at.
    window = unchecked_period(max(start, call.now), end)
    return window, timedelta(minutes=minutes) if minutes is not None else window.duration
