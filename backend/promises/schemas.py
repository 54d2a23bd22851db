"""What a phone sends and sees of promises."""

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.posts.states import PostKind, Way
from backend.promises.seen import Mine
from backend.promises.states import Claim, PromiseState, Side
from backend.web.fields import Instant, NextView, Request, Says, Text, View
from backend.web.paging import PageRequest

MOST_WORDS = 500
MOST_OF_IT = 1000
MOST_THANKS = 200


class PromiseRequest(Request):
    """What one asks for, or would do: how much of it, or on which of the post's dates."""

    id = fields.UUID()
    quantity = fields.Integer(strict=True, validate=validate.Range(1, MOST_OF_IT))
    on_dates = fields.List(fields.Date(), validate=validate.Length(1, 366))
    words = Text(max_length=MOST_WORDS, min_length=0, lines=True, load_default="")
    starts_at = Instant(load_default=None, allow_none=True)
    ends_at = Instant(load_default=None, allow_none=True)

    @validates_schema
    def _check_one_measure(self, data: dict[str, object], **_: object) -> None:
        if "quantity" in data and "on_dates" in data:
            raise ValidationError("The dates say how much it is.", "quantity")


class OfferingRequest(Request):
    """When it could be, and when what is lent is to be back; all may be left out."""

    starts_at = Instant(load_default=None, allow_none=True)
    ends_at = Instant(load_default=None, allow_none=True)
    due_at = Instant(load_default=None, allow_none=True)


class PickingRequest(Request):
    """When what is lent will be back; may be left out."""

    due_at = Instant(load_default=None, allow_none=True)


class PromiseWordsRequest(Request):
    """A few words to the other side; may be left out."""

    words = Text(max_length=MOST_WORDS, min_length=0, lines=True, load_default="")


class ClaimRequest(PromiseWordsRequest):
    """How it went: it was kept, or the other side did not do its part."""

    says = fields.Enum(Claim, by_value=True, required=True)


class ExtensionRequest(Request):
    """Until when: as whoever lends it says, or as whoever borrowed it would like."""

    due_at = Instant(required=True)


class ThanksRequest(Request):
    """A few words of thanks."""

    words = Text(max_length=MOST_THANKS, required=True)


class PromisesQuery(PageRequest):
    """Which of one's promises: those that are live, or those that are over."""

    over = fields.Boolean(load_default=False)


class OtherView(View):
    """Whoever is on the other side."""

    id = fields.UUID(required=True)
    first_name = fields.String(required=True)


class PostOfPromiseView(View):
    """What it is about. It stays between the two sides."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})


class PromiseView(View):
    """A promise as one of its two sides sees it."""

    id = fields.UUID(required=True)
    post = fields.Nested(
        PostOfPromiseView,
        required=True,
        allow_none=True,
        metadata={"description": "Null once whoever wrote it is gone."},
    )
    kind = fields.Enum(PostKind, by_value=True, required=True)
    way = fields.Enum(Way, by_value=True, required=True)
    side = fields.Enum(
        Side, by_value=True, required=True, metadata={"description": "The side I am on."}
    )
    mine = fields.Enum(Mine, by_value=True, required=True)
    other = fields.Nested(
        OtherView,
        required=True,
        allow_none=True,
        data_key="with",
        metadata={"description": "Null while a quiet need is not agreed, and once they are gone."},
    )
    quantity = fields.Integer(required=True)
    on_dates = fields.List(fields.Date(), required=True)
    words = fields.String(required=True)
    starts_at = Instant(required=True, allow_none=True)
    ends_at = Instant(required=True, allow_none=True)
    due_at = Instant(required=True, allow_none=True)
    wished_due_at = Instant(required=True, allow_none=True)
    falls_at = Instant(required=True, metadata={"description": "Its place in order of time."})
    state = fields.Enum(PromiseState, by_value=True, required=True)
    asked_at = Instant(required=True)
    offered_at = Instant(required=True, allow_none=True)
    agreed_at = Instant(required=True, allow_none=True)
    terms_changed = fields.Boolean(
        required=True,
        metadata={"description": "The post was changed since; whoever answered it may leave."},
    )
    claim = fields.Enum(Claim, by_value=True, required=True, allow_none=True)
    claimed_by = fields.Enum(Side, by_value=True, required=True, allow_none=True)
    claimed_at = Instant(required=True, allow_none=True)
    claim_words = fields.String(required=True)
    contest_words = fields.String(required=True)
    missed_by = fields.Enum(Side, by_value=True, required=True, allow_none=True)
    ended_at = Instant(required=True, allow_none=True)
    ended_by = fields.Enum(
        Side,
        by_value=True,
        required=True,
        allow_none=True,
        metadata={"description": "Null where it was the clock, or nobody's doing."},
    )
    ended_words = fields.String(required=True)
    thanks_said = fields.String(required=True, allow_none=True)
    thanks_received = fields.String(required=True, allow_none=True)
    thanks_shown = fields.Boolean(
        required=True, metadata={"description": "Whether I show to others what I was thanked for."}
    )
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class CountsView(View):
    """What I kept, missed and received. Nobody else sees it, and nothing follows from it."""

    kept = fields.Integer(required=True)
    missed = fields.Integer(required=True, metadata={"description": "Where I said so myself."})
    received = fields.Integer(required=True)


class ThanksView(View):
    """Thanks that somebody shows."""

    words = fields.String(required=True)
    said_at = Instant(required=True)
    from_first_name = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null where they had asked for help quietly."},
    )


class LotView(View):
    """How a scarce offer was shared out; whoever was involved can work it out again.

    Within a tier the order is that of the SHA-256 over the secret and the id of the promise, as its
    16 bytes. Whoever asked later comes after all of these, by time.
    """

    post_id = fields.UUID(required=True)
    drawn_at = Instant(required=True)
    secret = fields.String(
        required=True,
        metadata={"description": "In hex; its SHA-256 is `lot_commitment`."},
    )
    tiers = fields.List(
        fields.List(fields.UUID()),
        required=True,
        metadata={"description": "Ids of promises; those who received least are in the first."},
    )
    drawn = fields.List(
        fields.UUID(),
        required=True,
        metadata={"description": "Ids of promises, in the order in which it is offered."},
    )
