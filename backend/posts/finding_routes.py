"""Finding offers, needs and hellos: the list, the feed and the map that a phone opens with."""

from uuid import UUID

from backend.kernel.periods import Period, unchecked_period
from backend.places.errors import PlaceNeeded
from backend.posts.errors import EndsBeforeItStarts, ItsTimeIsOver, TooFarAhead
from backend.posts.examples import POST
from backend.posts.feed import PostInFeed, open_feed
from backend.posts.finding import find_posts
from backend.posts.finding_schemas import (
    FeedRequest,
    FeedView,
    PostNearbyView,
    PostsNearRequest,
)
from backend.posts.nearest import Wanted
from backend.posts.rules import FURTHEST
from backend.posts.searching import sought, words_in
from backend.posts.states import PostKind
from backend.web.asked import WordsSayNothing
from backend.web.call import Call
from backend.web.paging import Page, page_of, read_cursor, write_cursor
from backend.web.room import Room

finding = Room("finding_posts", description="Finding what neighbours offer, need and say.")


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
