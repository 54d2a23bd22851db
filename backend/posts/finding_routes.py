"""Finding offers, needs and hellos: the list, the feed and the map that a phone opens with."""

import json
from typing import Any
from uuid import UUID

from flask import Response

from backend.kernel.periods import Period, unchecked_period
from backend.places.errors import PlaceNeeded
from backend.posts.errors import EndsBeforeItStarts, ItsTimeIsOver, TooFarAhead
from backend.posts.examples import POST
from backend.posts.feed import PostInFeed, open_feed
from backend.posts.finding import find_posts
from backend.posts.finding_schemas import (
    FeedRequest,
    FeedView,
    MapRequest,
    PostNearbyView,
    PostsMapView,
    PostsNearRequest,
)
from backend.posts.map import (
    Bounds,
    CellCount,
    MapInsideOut,
    MapTooLarge,
    check_bounds,
    count_posts,
)
from backend.posts.nearest import Wanted
from backend.posts.rules import FURTHEST
from backend.posts.searching import sought, words_in
from backend.posts.states import PostKind
from backend.web import edge
from backend.web.asked import WordsSayNothing
from backend.web.call import Call
from backend.web.paging import Page, page_of, read_cursor, write_cursor
from backend.web.room import Room

finding = Room("finding_posts", description="Finding what neighbours offer, need and say.")

GEOJSON = "application/geo+json"


@finding.get(
    "/posts",
    query=PostsNearRequest,
    gives=page_of(PostNearbyView),
    refuses=[EndsBeforeItStarts, ItsTimeIsOver, TooFarAhead, WordsSayNothing],
    answer_example={"items": [POST | {"distance_metres": 480}], "next": None},
)
def list_posts(call: Call) -> Page:
    """List the posts of others near a point, nearest first.

    Only what is open and not all promised. Distances and the order go by the published point, the
    middle of an area of about 500 metres. A page may hold fewer than `limit` and still have a
    `next`, where few of many fit.
    """
    position = read_cursor(call.query["cursor"], call.query, (float, UUID))
    found = find_posts(
        call.reader,
        _wanted(call),
        by=call.by,
        now=call.now,
        limit=call.query["limit"],
        after=(position[0], position[1]) if position else None,
    )
    following = None
    if found.next is not None:
        following = write_cursor((found.next[0], str(found.next[1])), call.query)
    return Page(found.items, following)


@finding.get(
    "/feed",
    query=FeedRequest,
    gives=FeedView,
    refuses=[PlaceNeeded],
    answer_example={
        "items": [
            POST
            | {
                "distance_metres": 480,
                "because": ["near"],
                "why": "This is near you.",
            }
        ]
    },
)
def get_feed(call: Call) -> dict[str, list[PostInFeed]]:
    """Read what is worth a look: near, soon, or what you said you like to bring.

    At most 30 posts of others, a few hellos among them, and of each it says why it is there. One
    screen without pages, the same for the same place and instant; `GET /v1/posts` goes on.
    """
    latitude, longitude = call.query["latitude"], call.query["longitude"]
    at = None if latitude is None or longitude is None else (latitude, longitude)
    found = open_feed(call.reader, at=at, language=call.language, by=call.by, now=call.now)
    return {"items": found}


@finding.get(
    "/posts/map",
    query=MapRequest,
    gives=PostsMapView,
    refuses=[MapInsideOut, MapTooLarge],
    content_type=GEOJSON,
    answer_example={
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "881951d653fffff",
                "geometry": {"type": "Point", "coordinates": [-3.010703, 53.921511]},
                "properties": {
                    "cell": "881951d653fffff",
                    "posts": 6,
                    "by_category": {"food": 3, "hello": 2, "tools": 1},
                },
            }
        ],
    },
)
def map_posts(call: Call) -> Response:
    """Count the posts of others on a piece of the map, by category, as GeoJSON (RFC 7946).

    Each feature is a cell (H3) with three posts or more, at its centre. Where a cell holds fewer,
    they are counted in the wider cell around it, and not at all where that holds fewer too. At most
    60 kilometres from side to side.
    """
    query = call.query
    bounds = Bounds(query["west"], query["south"], query["east"], query["north"])
    check_bounds(bounds)
    kinds = tuple(PostKind(kind) for kind in query["kind"] or PostKind)
    found = count_posts(call.reader, bounds, kinds=kinds, by=call.by, now=call.now)
    collection = {"type": "FeatureCollection", "features": [_feature(each) for each in found]}
    body = json.dumps(collection, separators=(",", ":")).encode()
    # What others may see is not what the caller sees.
    headers = {"ETag": edge.etag_of(0, body), "Cache-Control": "private, no-cache"}
    if edge.not_modified(headers["ETag"]):
        return Response(status=304, headers=headers)
    return Response(body, content_type=GEOJSON, headers=headers)


def _feature(each: CellCount) -> dict[str, Any]:
    latitude, longitude = each.centre
    return {
        "type": "Feature",
        "id": each.cell,
        "geometry": {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]},
        "properties": {
            "cell": each.cell,
            "posts": each.posts,
            "by_category": each.by_category,
        },
    }


def _wanted(call: Call) -> Wanted:
    query = call.query
    words = query["words"] or ""
    if words and not words_in(words):
        raise WordsSayNothing
    language = (query["language"] or call.language).partition("-")[0].lower()
    return Wanted(
        latitude=query["latitude"],
        longitude=query["longitude"],
        radius_metres=query["radius_metres"],
        kinds=tuple(PostKind(kind) for kind in query["kind"] or PostKind),
        ways=tuple(query["way"]),
        categories=tuple(query["category"]),
        words=sought(words, language),
        period=_period(call),
        fresh_since=query["fresh_since"],
        urgent=query["urgent"],
    )


def _period(call: Call) -> Period | None:
    start, end = call.query["from_"], call.query["until"]
    if start is None and end is None:
        return None
    if start is not None and end is not None and end <= start:
        raise EndsBeforeItStarts
    # A phone's "from now" has passed by the time it arrives; what has passed is not looked at.
    start = call.now if start is None else max(start, call.now)
    if end is None:
        end = start + FURTHEST
    elif end <= call.now:
        raise ItsTimeIsOver
    elif end > call.now + FURTHEST:
        raise TooFarAhead(at_most_days=FURTHEST.days)
    return unchecked_period(start, end)
