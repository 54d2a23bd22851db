"""What phones send and see of invitations in somebody's own words."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.groups.schemas import (
    LONGEST_ANSWER,
    MOST_QUESTIONS,
    JoiningRequest,
    RelatedView,
)
from backend.groups.states import AskingKind, AskingState, Joining
from backend.places.boxes import is_published
from backend.web.fields import Instant, NextView, Request, Says, Text, View

LONGEST_WORDS = 600
LEAST_RADIUS, MOST_RADIUS = 100, 2_000
_WHOM = {
    AskingKind.PERSON: "person_id",
    AskingKind.STREET: "cell",
    AskingKind.NEAR: "radius_metres",
}


def _published(cell: str) -> None:
    if not is_published(cell):
        raise ValidationError("Not a cell of the map such as 88195d2b1dfffff.")


class AskingRequest(Request):
    """Whom to ask in, in one's own words: a person, a street by its cell, or everybody near."""

    id = fields.UUID()
    kind = fields.Enum(AskingKind, by_value=True, required=True)
    words = Text(max_length=LONGEST_WORDS, lines=True, required=True)
    person_id = fields.UUID()
    cell = Text(
        max_length=15,
        validate=_published,
        metadata={"description": "H3, of one of the two sizes that are published."},
    )
    radius_metres = fields.Integer(
        strict=True,
        validate=validate.Range(LEAST_RADIUS, MOST_RADIUS),
        metadata={"description": "Around where the group is published."},
    )

    @validates_schema
    def check_whom(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse an invitation that does not say for whom, or says it twice."""
        for kind, name in _WHOM.items():
            if (name in data) != (data["kind"] is kind):
                said = "Say for whom." if data["kind"] is kind else "Not for this kind."
                raise ValidationError(said, name)


class AskingView(View):
    """An invitation as those see it who ask."""

    id = fields.UUID(required=True)
    kind = fields.Enum(AskingKind, by_value=True, required=True)
    person = fields.Nested(RelatedView, required=True, allow_none=True)
    cell = fields.String(required=True, allow_none=True)
    radius_metres = fields.Integer(required=True, allow_none=True)
    words = fields.String(
        required=True,
        metadata={"description": "As others read it: to many, without how you can be reached."},
    )
    is_mine = fields.Boolean(required=True)
    state = fields.Enum(
        AskingState,
        by_value=True,
        required=True,
        metadata={"description": "Never whom it reached, how many, or who said no."},
    )
    made_at = Instant(required=True)
    asked_at = Instant(required=True, allow_none=True)
    expires_at = Instant(required=True)
    hands = fields.Integer(required=True)
    hands_needed = fields.Integer(required=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class GroupAskingView(View):
    """What somebody should know of a group that asks them in."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True)
    joining = fields.Enum(Joining, by_value=True, required=True)
    questions = fields.List(fields.String(), required=True)
    vouched = fields.Boolean(required=True)


class AskedInView(View):
    """An invitation as whoever is asked sees it."""

    id = fields.UUID(required=True)
    kind = fields.Enum(AskingKind, by_value=True, required=True)
    group = fields.Nested(GroupAskingView, required=True)
    asked_by = fields.Nested(
        RelatedView,
        required=True,
        allow_none=True,
        metadata={"description": "Null where a group asks a street or everybody near."},
    )
    words = fields.String(required=True)
    asked_at = Instant(required=True)
    expires_at = Instant(required=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True)
    says = Says(required=True)


class AcceptanceRequest(JoiningRequest):
    """How one likes to be seen, and what one says where the group is to be asked."""

    answers = fields.List(
        Text(max_length=LONGEST_ANSWER, min_length=0, lines=True),
        load_default=list,
        validate=validate.Length(max=MOST_QUESTIONS),
        metadata={"description": "To the group's questions, where a street is asked."},
    )
    words = Text(max_length=LONGEST_ANSWER, min_length=0, lines=True, load_default="")


class AskedInWish(Request):
    """Whether one likes to be asked with one's street."""

    around = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether invitations to your street or to everybody near reach you, "
            "once a week at most. Where you live is told to nobody."
        },
    )


class AskedInWishView(View):
    """Whether one likes to be asked with one's street."""

    around = fields.Boolean(required=True)
