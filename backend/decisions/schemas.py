"""What phones send and see of decisions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from backend.decisions.actions import ActionKind, action_of
from backend.decisions.methods import Vote
from backend.decisions.rules import LEAST_OPTIONS, MOST_OPTIONS, MOST_SUPPORT
from backend.decisions.states import DecisionState, Method, Weight
from backend.groups.schemas import (
    LONGEST_NAME,
    LONGEST_PURPOSE,
    LONGEST_QUESTION,
    MOST_LANGUAGES,
    MOST_QUESTIONS,
    RelatedView,
)
from backend.groups.states import Joining, Visibility
from backend.web.fields import Instant, NextView, PublicLink, Request, Says, Text, View
from backend.web.paging import PageRequest

LONGEST_TITLE = 200
LONGEST_WORDS = 5_000
LONGEST_OPTION = 300
LONGEST_REMARK = 2_000


class ParamsRequest(Request):
    """What the action is to be told; which of these it takes depends on the action."""

    person_id = fields.UUID(metadata={"description": "Whom it is about."})
    space_id = fields.UUID()
    group_id = fields.UUID(metadata={"description": "To which a space is handed over."})
    neighbourhood_id = fields.UUID()
    agreement_id = fields.UUID()
    agreement_title = Text(max_length=LONGEST_TITLE)
    agreement_words = Text(max_length=LONGEST_WORDS, min_length=0, lines=True)
    review_on = fields.Date(
        metadata={"description": "When the agreement lapses unless it is renewed."}
    )
    name = Text(max_length=LONGEST_NAME)
    purpose = Text(max_length=LONGEST_PURPOSE, min_length=0, lines=True)
    languages = fields.List(
        Text(max_length=35, validate=validate.Regexp(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")),
        validate=validate.Length(max=MOST_LANGUAGES),
    )
    joining = fields.Enum(Joining, by_value=True)
    visibility = fields.Enum(Visibility, by_value=True)
    questions = fields.List(
        Text(max_length=LONGEST_QUESTION), validate=validate.Length(max=MOST_QUESTIONS)
    )
    vouched = fields.Boolean(
        metadata={"description": "Whether two households vouch for whoever would like to join."}
    )


class VoteOpeningRequest(Request):
    """Until when one may vote, if not for the usual time. It never ends at night."""

    closes_at = Instant()


class DecisionRequest(VoteOpeningRequest):
    """What is proposed: a title is enough, and it is asked whether anybody objects."""

    id = fields.UUID()
    title = Text(max_length=LONGEST_TITLE, required=True)
    words = Text(max_length=LONGEST_WORDS, min_length=0, lines=True, load_default="")
    action = fields.Enum(ActionKind, by_value=True, load_default=ActionKind.WORDS)
    params = fields.Nested(ParamsRequest, load_default=dict)
    method = fields.Enum(Method, by_value=True)
    weight = fields.Enum(
        Weight, by_value=True, metadata={"description": "May be raised, never lowered."}
    )
    options = fields.List(
        Text(max_length=LONGEST_OPTION),
        load_default=list,
        validate=validate.Length(max=MOST_OPTIONS),
        metadata={"description": "What is chosen from; that all stays is always one more."},
    )
    draft = fields.Boolean(load_default=False)

    @validates_schema
    def check_params(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse params the action does not take, and an action without those it needs."""
        action = action_of(data["action"])
        given = set(data["params"])
        errors = {name: ["Not for this action."] for name in given - action.needs - action.takes}
        errors |= {name: ["This action needs it."] for name in action.needs - given}
        if data["action"] is ActionKind.HAND_OVER_SPACE and len(given - action.needs) != 1:
            errors |= {"person_id": ["Say to whom: one person or one group."]}
        if data["action"] is ActionKind.CHANGE_RULE and not given:
            errors |= {"name": ["Say what is to change."]}
        if errors:
            raise ValidationError({"params": errors})
        if 0 < len(data["options"]) < LEAST_OPTIONS:
            raise ValidationError("Give two options or more, or none.", "options")
        _check_options_differ(data["options"])
        if data["draft"] and "closes_at" in data:
            raise ValidationError("A draft does not close; say it when opening it.", "closes_at")

    @post_load
    def keep_params(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Keep params as they are stored: ids, dates and enumerations as text."""
        return {**data, "params": {name: _kept(value) for name, value in data["params"].items()}}


class DecisionChange(Request):
    """What one changes of what one proposed, before the vote opens."""

    title = Text(max_length=LONGEST_TITLE)
    words = Text(max_length=LONGEST_WORDS, min_length=0, lines=True)
    options = fields.List(
        Text(max_length=LONGEST_OPTION), validate=validate.Length(LEAST_OPTIONS, MOST_OPTIONS)
    )

    @validates_schema
    def check_options(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse options between which nobody can choose."""
        _check_options_differ(data.get("options", []))


def _check_options_differ(options: list[str]) -> None:
    if len({each.casefold() for each in options}) < len(options):
        raise ValidationError("An option is there twice.", "options")


class BallotRequest(Request):
    """How one votes: a vote, a support for each option, or an option, as the method asks."""

    vote = fields.Enum(Vote, by_value=True)
    support = fields.List(
        fields.Integer(strict=True, validate=validate.Range(0, MOST_SUPPORT)),
        validate=validate.Length(1, MOST_OPTIONS + 1),
        metadata={"description": "For each option, 0 to 5; the last is that all stays."},
    )
    option = fields.Integer(
        strict=True,
        validate=validate.Range(0, MOST_OPTIONS),
        metadata={"description": "Counted from 0; the last is that all stays."},
    )

    @validates_schema
    def check_one(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse a ballot that says several things, or none."""
        if len(data) != 1:
            raise ValidationError("Say one of vote, support and option.", "vote")


class RemarkRequest(Request):
    """What one says to a decision."""

    id = fields.UUID()
    words = Text(max_length=LONGEST_REMARK, lines=True, required=True)


class ContestRequest(Request):
    """Why one contests what has passed."""

    words = Text(max_length=LONGEST_REMARK, lines=True, required=True)


class DecisionsQuery(PageRequest):
    """Which of a group's decisions."""

    under_way = fields.Boolean(metadata={"description": "Only those that are, or are not."})


class BallotView(View):
    """A ballot; without a name once it is counted."""

    vote = fields.Enum(Vote, by_value=True, required=True, allow_none=True)
    support = fields.List(fields.Integer(), required=True, allow_none=True)
    option = fields.Integer(required=True, allow_none=True)


class CountedBallotView(BallotView):
    """A ballot that was counted. Its id is random, and in no order of voting."""

    id = fields.UUID(required=True)


class TallyView(View):
    """The numbers that show how the result came about."""

    ballots = fields.Integer(required=True)
    quorum = fields.Integer(required=True)
    fine = fields.Integer(required=True, allow_none=True)
    object = fields.Integer(required=True, allow_none=True)
    yes = fields.Integer(required=True, allow_none=True)
    no = fields.Integer(required=True, allow_none=True)
    abstain = fields.Integer(required=True, allow_none=True)
    support = fields.List(fields.Integer(), required=True, allow_none=True)
    named = fields.List(
        fields.Integer(),
        required=True,
        allow_none=True,
        metadata={"description": "How many ballots named each option."},
    )
    link = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "With which one of the ballots was drawn (hexadecimal)."},
    )
    chosen = fields.Integer(required=True, allow_none=True)


class DecisionView(View):
    """A decision as a member sees it."""

    id = fields.UUID(required=True)
    group = fields.Nested(RelatedView, required=True)
    proposed_by = fields.Nested(RelatedView, required=True, allow_none=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    action = fields.Enum(ActionKind, by_value=True, required=True)
    params = fields.Dict(keys=fields.String(), required=True)
    about = fields.Nested(RelatedView, required=True, allow_none=True)
    options = fields.List(Says(), required=True)
    method = fields.Enum(Method, by_value=True, required=True)
    weight = fields.Enum(Weight, by_value=True, required=True)
    created_at = Instant(required=True)
    opens_at = Instant(required=True, allow_none=True)
    closes_at = Instant(required=True, allow_none=True)
    was_extended = fields.Boolean(required=True)
    electors = fields.Integer(
        required=True, metadata={"description": "How many may vote; 0 until it opens."}
    )
    quorum = fields.Integer(required=True)
    state = fields.Enum(DecisionState, by_value=True, required=True)
    ballot = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "One's own, until it is counted and loses its name."},
    )
    settled_at = Instant(required=True, allow_none=True)
    tally = fields.Nested(TallyView, required=True, allow_none=True)
    takes_effect_at = Instant(required=True, allow_none=True)
    enacted_at = Instant(required=True, allow_none=True)
    why = Says(
        required=True,
        allow_none=True,
        metadata={"description": "Why it could not be carried out."},
    )
    link = PublicLink(
        required=True,
        allow_none=True,
        metadata={"description": "Where anybody can read it, once it is published."},
    )
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)
    secrecy = Says(
        required=True,
        allow_none=True,
        metadata={"description": "While one may vote: how secret that is. To show beside it."},
    )


class RemarkView(View):
    """What a member said to a decision."""

    id = fields.UUID(required=True)
    said_by = fields.Nested(RelatedView, required=True, allow_none=True)
    is_contest = fields.Boolean(required=True)
    words = fields.String(required=True)
    said_at = Instant(required=True)


class PublishedWordsView(View):
    """What a group says to everybody, and how it was decided."""

    title = fields.String(required=True)
    words = fields.String(required=True)
    group = fields.String(required=True, allow_none=True)
    method = fields.Enum(Method, by_value=True, required=True)
    electors = fields.Integer(required=True)
    tally = fields.Nested(TallyView, required=True, allow_none=True)
    decided_at = Instant(required=True)
    says = Says(required=True)


def _kept(value: Any) -> Any:
    if isinstance(value, Joining | Visibility):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | bool | list | Mapping) else str(value)
