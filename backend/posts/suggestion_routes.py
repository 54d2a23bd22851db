"""Suggestions over HTTP: what others have posted that fits what I have."""

from collections.abc import Sequence
from uuid import UUID

from marshmallow import fields

from backend.posts import suggesting, suggestions
from backend.posts.errors import NotYourPost, PostNotFound
from backend.posts.examples import POST
from backend.posts.matching import Why
from backend.posts.schemas import PostView
from backend.posts.suggestions import Position, SuggestionSeen
from backend.web.call import Call
from backend.web.fields import Says, View
from backend.web.paging import Page, PageRequest, page_of, read_cursor, write_cursor
from backend.web.room import Room

__all__ = ["room", "suggesting"]

room = Room("suggestions", description="Offers and needs that fit each other, and why.")


class FittingReasonView(View):
    """Why it is suggested."""

    code = fields.Enum(Why, by_value=True, required=True)
    words = fields.List(
        fields.String(), required=True, metadata={"description": "Of the post suggested."}
    )
    says = Says(required=True)


class PostSuggestionView(View):
    """Something that may fit one's own post."""

    id = fields.UUID(required=True, metadata={"description": "Of the post suggested."})
    post = fields.Nested(PostView, required=True)
    for_post_id = fields.UUID(required=True, metadata={"description": "One's own, which it fits."})
    distance_metres = fields.Integer(
        required=True, metadata={"description": "Between the published points."}
    )
    reasons = fields.List(
        fields.Nested(FittingReasonView),
        required=True,
        metadata={"description": "The weightiest first."},
    )


SUGGESTIONS = {
    "items": [
        {
            "id": POST["id"],
            "post": POST,
            "for_post_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be302",
            "distance_metres": 800,
            "reasons": [
                {"code": "words", "words": ["drill"], "says": "It speaks of drill."},
                {
                    "code": "category",
                    "words": [],
                    "says": "It is about the same sort of thing.",
                },
                {"code": "distance", "words": [], "says": "It is about 800 metres away."},
            ],
        }
    ],
    "next": None,
}


@room.get(
    "/posts/<uuid:post_id>/suggestions",
    query=PageRequest,
    gives=page_of(PostSuggestionView),
    refuses=[PostNotFound, NotYourPost],
    answer_example=SUGGESTIONS,
)
def list_suggestions_for_post(call: Call, post_id: UUID) -> Page:
    """List what others have posted that fits a post of mine, the best first; 20 at most."""
    items = suggestions.list_suggestions_for(
        call.reader,
        post_id,
        by=call.by,
        now=call.now,
        after=_position(call),
        limit=call.query["limit"],
    )
    return _page(call, items)


@room.get(
    "/me/suggestions",
    query=PageRequest,
    gives=page_of(PostSuggestionView),
    answer_example=SUGGESTIONS,
)
def list_my_suggestions(call: Call) -> Page:
    """List what others have posted that fits any of my open posts, the best first; 20 at most."""
    items = suggestions.list_my_suggestions(
        call.reader,
        by=call.by,
        now=call.now,
        after=_position(call),
        limit=call.query["limit"],
    )
    return _page(call, items)


def _position(call: Call) -> Position | None:
    position = read_cursor(call.query["cursor"], call.query, (float, UUID))
    return None if position is None else (position[0], position[1])


def _page(call: Call, items: Sequence[SuggestionSeen]) -> Page:
    limit = call.query["limit"]
    if len(items) <= limit:
        return Page(items, None)
    score, last = items[limit - 1].position
    return Page(items[:limit], write_cursor((score, str(last)), call.query))
