"""What phones send and see of groups."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.groups.boundaries import LEAST_METRES, MOST_CORNERS, MOST_METRES
from backend.groups.naming import ProposedView
from backend.groups.states import Joining, RequestState, Shows, Visibility
from backend.web.fields import (
    Instant,
    Latitude,
    Longitude,
    NextView,
    Point,
    Request,
    Says,
    Text,
    View,
)
from backend.web.paging import PageRequest

LONGEST_NAME = 80
LONGEST_PURPOSE = 2_000
LONGEST_QUESTION = 200
LONGEST_ANSWER = 1_000
LONGEST_HOUSEHOLD = 80
MOST_QUESTIONS = 5
MOST_LANGUAGES = 12
LONGEST_SILENCE_DAYS = 366


def _on_earth(position: list[float]) -> None:
    if not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):
        raise ValidationError("Not a position: longitude first, then latitude, in degrees.")


def _position(**kwargs: Any) -> Any:
    """Return a position as GeoJSON has it: longitude before latitude, in degrees (RFC 7946)."""
    return fields.List(
        fields.Float(allow_nan=False), validate=[validate.Length(equal=2), _on_earth], **kwargs
    )


class PolygonBoundary(Request):
    """A GeoJSON polygon (RFC 7946) of one ring: the first corner is said again at the end."""

    type = fields.String(required=True, validate=validate.Equal("Polygon"))
    coordinates = fields.List(
        fields.List(_position(), validate=validate.Length(4, MOST_CORNERS)),
        required=True,
        validate=validate.Length(equal=1),
    )


class CircleBoundary(Request):
    """All that is within some metres of a position. GeoJSON has no circles."""

    type = fields.String(required=True, validate=validate.Equal("Circle"))
    coordinates = _position(required=True)
    radius_metres = fields.Integer(
        required=True, strict=True, validate=validate.Range(LEAST_METRES, MOST_METRES)
    )


class PlaceOfGroupRequest(Point):
    """Where a group is at home. Only the cell around it is kept and shown."""

    countryside = fields.Boolean(
        load_default=False, metadata={"description": "Whether a wider cell is shown."}
    )


class GroupRequest(Request):
    """A group to be founded: a name is enough where one has a home here."""

    id = fields.UUID()
    name = Text(max_length=LONGEST_NAME, required=True)
    purpose = Text(max_length=LONGEST_PURPOSE, min_length=0, lines=True, load_default="")
    place = fields.Nested(PlaceOfGroupRequest)
    languages = fields.List(
        Text(max_length=35, validate=validate.Regexp(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")),
        load_default=list,
        validate=validate.Length(max=MOST_LANGUAGES),
    )
    joining = fields.Enum(Joining, by_value=True, load_default=Joining.OPEN)
    visibility = fields.Enum(Visibility, by_value=True, load_default=Visibility.NEARBY)
    questions = fields.List(
        Text(max_length=LONGEST_QUESTION),
        load_default=list,
        validate=validate.Length(max=MOST_QUESTIONS),
    )
    boundary = fields.Nested(PolygonBoundary, metadata={"description": "Of a neighbourhood."})
    circle = fields.Nested(CircleBoundary, metadata={"description": "Instead of a boundary."})
    neighbourhood_id = fields.UUID()
    shows = fields.Enum(Shows, by_value=True, load_default=Shows.FIRST_NAME)

    @validates_schema
    def check_boundary(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse two boundaries, one that is not for all to see, and a town within a town."""
        bounded = "boundary" in data or "circle" in data
        if "boundary" in data and "circle" in data:
            raise ValidationError("Give either a boundary or a circle.", "circle")
        if bounded and data["visibility"] is not Visibility.NEARBY:
            raise ValidationError("A neighbourhood is there for all to see.", "visibility")
        if bounded and "neighbourhood_id" in data:
            raise ValidationError("A neighbourhood is in no other.", "neighbourhood_id")


class GroupEdit(Request):
    """What a group says of itself. Its name and its rules its members decide."""

    purpose = Text(max_length=LONGEST_PURPOSE, min_length=0, lines=True)
    languages = fields.List(
        Text(max_length=35, validate=validate.Regexp(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")),
        validate=validate.Length(max=MOST_LANGUAGES),
    )


class JoiningRequest(Request):
    """How one likes to be seen by the other members."""

    shows = fields.Enum(Shows, by_value=True, load_default=Shows.FIRST_NAME)


class MembershipRequest(Request):
    """What one changes of one's own membership."""

    shows = fields.Enum(Shows, by_value=True)
    silent_until = Instant(
        allow_none=True, metadata={"description": "Until when one hears nothing; null for no more."}
    )
    household = Text(
        max_length=LONGEST_HOUSEHOLD,
        min_length=0,
        metadata={
            "description": "What you share with those you live with, in any words of yours; a "
            "household counts once in vouching, and in draws where that is asked. Only you see it."
        },
    )


class WishToJoinRequest(Request):
    """An answer to each of the group's questions, in their order, and a word if one likes."""

    id = fields.UUID()
    answers = fields.List(
        Text(max_length=LONGEST_ANSWER, min_length=0, lines=True),
        load_default=list,
        validate=validate.Length(max=MOST_QUESTIONS),
    )
    words = Text(max_length=LONGEST_ANSWER, min_length=0, lines=True, load_default="")


class GroupsQuery(PageRequest):
    """Around where, how far, and for what."""

    latitude = Latitude(required=True)
    longitude = Longitude(required=True)
    radius_metres = fields.Integer(load_default=5_000, validate=validate.Range(100, 50_000))
    words = Text(
        max_length=100,
        min_length=0,
        load_default="",
        metadata={"description": "All of them must be in its name or purpose."},
    )


class AtQuery(PageRequest):
    """A point, as ``latitude,longitude`` in degrees."""

    at = Text(
        max_length=50,
        required=True,
        validate=validate.Regexp(
            r"^-?\d{1,2}(\.\d{1,10})?,-?\d{1,3}(\.\d{1,10})?\Z",
            error="Not a point such as 53.9213,-3.0178.",
        ),
        metadata={"example": "53.9213,-3.0178"},
    )


class GroupPointView(View):
    """The middle of the cell that is shown."""

    latitude = fields.Float(required=True)
    longitude = fields.Float(required=True)


class RelatedView(View):
    """A group or a person by name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class MyMembershipView(View):
    """One's own membership."""

    joined_at = Instant(required=True)
    shows = fields.Enum(Shows, by_value=True, required=True)
    silent_until = Instant(required=True, allow_none=True)
    household = fields.String(required=True)
    has_unread = fields.Boolean(
        required=True, metadata={"description": "Whether the board has news for you."}
    )
    invited_by = fields.Nested(
        RelatedView,
        required=True,
        allow_none=True,
        metadata={"description": "Who asked you in; only the two of you see it."},
    )


class GroupView(View):
    """A group as somebody sees it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    point = fields.Nested(GroupPointView, required=True)
    cell = fields.String(required=True, metadata={"description": "H3."})
    zone = fields.String(required=True, metadata={"description": "IANA zone."})
    joining = fields.Enum(Joining, by_value=True, required=True)
    visibility = fields.Enum(Visibility, by_value=True, required=True)
    questions = fields.List(fields.String(), required=True)
    vouched = fields.Boolean(
        required=True,
        metadata={"description": "Whether two members of different households vouch for you."},
    )
    is_neighbourhood = fields.Boolean(required=True)
    neighbourhood = fields.Nested(RelatedView, required=True, allow_none=True)
    members = fields.Integer(required=True)
    founded_at = Instant(required=True)
    mine = fields.Nested(MyMembershipView, required=True, allow_none=True)
    asked = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "One's own wish to join that waits for an answer."},
    )
    distance_metres = fields.Integer(required=True, allow_none=True)
    proposed = fields.List(
        fields.Nested(ProposedView),
        required=True,
        metadata={"description": "For members: changes of its words that wait for a hand."},
    )
    can = fields.List(fields.String(), required=True)
    says = Says(required=True)


class BoundaryView(View):
    """A boundary as it was given: a GeoJSON polygon, or a circle."""

    type = fields.String(required=True)
    coordinates = fields.Raw(required=True)
    radius_metres = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Of a circle; null otherwise."}
    )


class MemberView(View):
    """Somebody who belongs, as they like to be seen."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    joined_at = Instant(required=True)


class JoinRequestView(View):
    """A wish to join."""

    id = fields.UUID(required=True)
    group = fields.Nested(RelatedView, required=True)
    person = fields.Nested(RelatedView, required=True, allow_none=True)
    answers = fields.List(fields.String(), required=True)
    words = fields.String(required=True)
    asked_at = Instant(required=True)
    state = fields.Enum(RequestState, by_value=True, required=True)
    by_vouching = fields.Boolean(
        required=True,
        metadata={"description": "Whether members vouch, of as many households as hands_needed."},
    )
    hands = fields.Integer(
        required=True, metadata={"description": "How many members would admit them so far."}
    )
    hands_needed = fields.Integer(required=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class GroupInvitationView(View):
    """An invitation into a group, as whoever made it sees it."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    link = fields.String(required=True)
    made_at = Instant(required=True)
    expires_at = Instant(required=True)
