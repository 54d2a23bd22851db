"""Asking the neighbourhood over HTTP, and liking to be asked."""

from uuid import UUID

from marshmallow import fields

from backend.places.errors import PlaceNeeded
from backend.posts import rally_errors, rally_seen, rally_wishes, rallying
from backend.posts.categories import Category
from backend.posts.errors import NotYourPost, PostIsOver, PostNotFound
from backend.posts.rally_seen import RallySeen
from backend.posts.rally_wishes import RallyWishSeen
from backend.posts.rings import RallyState
from backend.web.call import Call
from backend.web.fields import Instant, NextView, Point, Request, Says, Several, View
from backend.web.room import Room

room = Room("rallies", description="Asking willing neighbours for help at once, in rings.")


class RallyWishRequest(Request):
    """For what one likes to be asked, and from where."""

    categories = Several(
        [each.value for each in Category],
        load_default=list,
        metadata={"description": "Empty for anything."},
    )
    at_night = fields.Boolean(
        load_default=False,
        metadata={"description": "Whether one may be woken for it; otherwise from 09:00 on."},
    )
    place = fields.Nested(
        Point,
        metadata={
            "description": "One's home by default, as it is now. Nobody sees it, nor is it given "
            "out again; say it again after moving."
        },
    )


class RallyWishView(View):
    """For what one likes to be asked."""

    categories = fields.List(fields.String(), required=True)
    at_night = fields.Boolean(required=True)
    since_at = Instant(required=True)


class RingView(View):
    """Those within so many metres, and from when on they are asked."""

    metres = fields.Integer(required=True)
    at = Instant(required=True)


class RallyView(View):
    """How far the neighbourhood is being asked; never how many they are, or who."""

    post_id = fields.UUID(required=True)
    state = fields.Enum(RallyState, by_value=True, required=True)
    started_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    rings = fields.List(
        fields.Nested(RingView),
        required=True,
        metadata={"description": "By day. At night only those who may be woken are asked."},
    )
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


WISH = {"categories": ["food", "repairs"], "at_night": False, "since_at": "2026-03-01T10:00:00Z"}
RALLY = {
    "post_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be302",
    "state": "asking",
    "started_at": "2026-03-01T10:00:00Z",
    "ended_at": None,
    "rings": [
        {"metres": 500, "at": "2026-03-01T10:00:00Z"},
        {"metres": 1000, "at": "2026-03-01T10:10:00Z"},
        {"metres": 2000, "at": "2026-03-01T10:20:00Z"},
    ],
    "can": ["call_off"],
    "next": {"at": "2026-03-01T10:20:00Z", "becomes": "asked"},
    "says": "Those within 500 metres who like to be asked have been. From Sunday 1 March, 10:10 on "
    "it goes to those within 1,000 metres.",
}
OF_A_RALLY = [PostNotFound, NotYourPost, rally_errors.RallyNotFound]


@room.get(
    "/me/rally_wish",
    gives=RallyWishView,
    refuses=[rally_errors.RallyWishNotFound],
    answer_example=WISH,
)
def get_rally_wish(call: Call) -> RallyWishSeen:
    """Read for what I like to be asked when a neighbour needs help at once."""
    return rally_wishes.get_rally_wish(call.reader, by=call.by)


@room.put(
    "/me/rally_wish",
    takes=RallyWishRequest,
    gives=RallyWishView,
    refuses=[PlaceNeeded],
    example={"categories": ["food", "repairs"], "at_night": False},
    answer_example=WISH,
)
def set_rally_wish(call: Call) -> RallyWishSeen:
    """Say that I like to be asked when a neighbour close by needs help at once."""
    rally_wishes.set_rally_wish(call.session, call.body, by=call.by, now=call.now)
    return rally_wishes.get_rally_wish(call.session, by=call.by)


@room.delete("/me/rally_wish")
def drop_rally_wish(call: Call) -> None:
    """Say that I do not like to be asked any more."""
    rally_wishes.drop_rally_wish(call.session, by=call.by, now=call.now)


@room.post(
    "/posts/<uuid:post_id>/rally",
    gives=RallyView,
    status=201,
    refuses=[
        PostNotFound,
        NotYourPost,
        PostIsOver,
        rally_errors.OnlyUrgentNeedsRally,
        rally_errors.EnoughHavePromised,
        rally_errors.AlreadyRallied,
        rally_errors.RallyAgainAt,
    ],
    answer_example=RALLY,
)
def rally_neighbourhood(call: Call, post_id: UUID) -> RallySeen:
    """Ask the neighbourhood for an urgent need of mine, in rings that widen with time."""
    rallying.rally(call.session, post_id, by=call.by, now=call.now)
    return rally_seen.get_rally(call.session, post_id, by=call.by, now=call.now)


@room.get(
    "/posts/<uuid:post_id>/rally",
    gives=RallyView,
    refuses=OF_A_RALLY,
    answer_example=RALLY,
)
def get_rally(call: Call, post_id: UUID) -> RallySeen:
    """Read how far the neighbourhood is being asked for a need of mine."""
    return rally_seen.get_rally(call.reader, post_id, by=call.by, now=call.now)


@room.delete("/posts/<uuid:post_id>/rally", refuses=OF_A_RALLY)
def call_off_rally(call: Call, post_id: UUID) -> None:
    """Ask nobody further."""
    rallying.call_off(call.session, post_id, by=call.by, now=call.now)
