"""What a phone sends and sees of posts."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.groups.naming import ProposedView, group_named
from backend.kernel.rrule import MOST_DATES
from backend.people.masking import What
from backend.people.rules import LANGUAGE
from backend.posts.categories import Category
from backend.posts.reading import Which
from backend.posts.states import Audience, PostKind, PostState, Way
from backend.web.fields import (
    Instant,
    Latitude,
    Longitude,
    NextView,
    PlainWallTime,
    Point,
    Request,
    Says,
    Text,
    View,
    WallTime,
)
from backend.web.paging import PageRequest

LONGEST_TITLE = 100
LONGEST_WORDS = 2_000
LONGEST_RULE_READ = 2_000
"""A rule is read up to here to be refused in words of its own; `kernel.rrule` allows less."""
MOST_QUANTITY = 1_000
MOST_MINUTES = 7 * 1440
MOST_DAYS = 366
_WAYS_OF_WHEN = (("starts_at", "ends_at"), ("repeats",), ("on_dates",))


def _one_of(names: Iterable[object], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([str(name) for name in names]), **kwargs)


def _whole(most: int, **kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(1, most), **kwargs)


def _title(**kwargs: Any) -> Text:
    return Text(max_length=LONGEST_TITLE, **kwargs)


def _each_once(dates: list[Any]) -> None:
    if len(set(dates)) != len(dates):
        raise ValidationError("A date is there twice.")


class PostPlaceRequest(Request):
    """Where it is. Nobody else sees the exact point; the centre of its cell is published."""

    latitude = Latitude(required=True)
    longitude = Longitude(required=True)
    countryside = fields.Boolean(
        metadata={"description": "Publish a wider cell, where few houses stand."}
    )


class RepeatsRequest(Request):
    """When it is wanted or to be had again and again, on the clock of the place."""

    rrule = Text(
        max_length=LONGEST_RULE_READ,
        required=True,
        metadata={"description": "RFC 5545, in local wall time.", "example": "FREQ=WEEKLY"},
    )
    starts_at = PlainWallTime(required=True)
    duration_minutes = _whole(MOST_MINUTES, required=True)


class PostEdit(Request):
    """What may be changed of a post; what is left out stays. Say when in one way at most."""

    title = _title()
    words = Text(max_length=LONGEST_WORDS, min_length=0, lines=True)
    contacts_are_public = fields.Boolean(
        metadata={"description": "Do not mask: they are those of a public place."}
    )
    category = _one_of(Category)
    language = Text(
        max_length=35,
        validate=validate.Regexp(
            rf"^{LANGUAGE}\Z", error="Not a language tag such as en or pt-BR."
        ),
        metadata={"description": "In which it is written; your own first one by default."},
    )
    place = fields.Nested(
        PostPlaceRequest, metadata={"description": "Your home by default, where you have said it."}
    )
    starts_at = Instant(allow_none=True, metadata={"description": "From when on; null for any."})
    ends_at = Instant(allow_none=True, metadata={"description": "Until when; null for any."})
    repeats = fields.Nested(RepeatsRequest, allow_none=True)
    on_dates = fields.List(
        fields.Date(),
        validate=[validate.Length(max=MOST_DATES), _each_once],
        metadata={"description": "Local dates, each one of the quantity."},
    )
    quantity = _whole(MOST_QUANTITY)
    lend_days = _whole(
        MOST_DAYS,
        allow_none=True,
        metadata={"description": "For how many days it is lent, where nothing else is agreed."},
    )
    urgent = fields.Boolean(metadata={"description": "It runs out after 48 hours."})
    standing = fields.Boolean(
        metadata={"description": "It stands for good; you are asked every 90 days."}
    )
    quiet = fields.Boolean(
        metadata={"description": "A need without your name, until you pick somebody."}
    )
    answered_by_word = fields.Boolean(
        metadata={"description": "A hello that others may answer with a conversation."}
    )

    @validates_schema
    def check_one_when(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Refuse to say when in two ways."""
        said = [names for names in _WAYS_OF_WHEN if any(data.get(name) for name in names)]
        if len(said) > 1:
            raise ValidationError(
                {said[1][0]: ["Say when in one way: a window, repeats, or dates."]}
            )


class PostRequest(PostEdit):
    """An offer, a need or a hello. Kind and title are enough where your home is known."""

    id = fields.UUID(metadata={"description": "Your own id for it (UUIDv7), if you made one."})
    kind = _one_of(PostKind, required=True)
    way = _one_of(
        Way, metadata={"description": "As is usual in its category, where left out; not of hellos."}
    )
    title = _title(required=True)
    scarce = fields.Boolean(
        metadata={"description": "An offer shared out by the rule, and not by you."}
    )
    draft = fields.Boolean(metadata={"description": "Keep it to yourself for now."})
    group_id = fields.UUID(metadata={"description": "A group of yours in whose name it is."})
    visible_to = _one_of(
        Audience, metadata={"description": "`nearby` by default; `group` for its members alone."}
    )

    @validates_schema
    def check_has_group(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Refuse to show something to the members of no group."""
        if data.get("visible_to") == Audience.GROUP and "group_id" not in data:
            raise ValidationError({"group_id": ["Say which group is to see it."]})


class MyPostsQuery(PageRequest):
    """Which of my posts."""

    state = _one_of(Which, load_default=Which.OPEN.value)


class PostPlaceView(View):
    """Where a post is: the centre of its cell."""

    latitude = fields.Float(required=True)
    longitude = fields.Float(required=True)
    cell = fields.String(required=True, metadata={"description": "H3."})
    exact = fields.Nested(
        Point, required=True, allow_none=True, metadata={"description": "For its writer alone."}
    )


class WriterView(View):
    """Who wrote a post."""

    id = fields.UUID(required=True)
    first_name = fields.String(required=True)


class RepeatsView(View):
    """When it is wanted or to be had again and again, on the clock of the place."""

    rrule = fields.String(required=True)
    starts_at = WallTime(required=True)
    duration_minutes = fields.Integer(required=True)


class HintView(View):
    """Something that others do not see."""

    what = fields.Enum(What, by_value=True, required=True)
    text = fields.String(required=True)


class PostView(View):
    """An offer, a need or a hello."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([each.value for each in PostKind]))
    way = fields.String(required=True, allow_none=True)
    category = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    contacts_are_public = fields.Boolean(required=True)
    hints = fields.List(
        fields.Nested(HintView),
        required=True,
        metadata={"description": "To its writer: what is masked for others."},
    )
    language = fields.String(required=True)
    posted_by = fields.Nested(
        WriterView,
        required=True,
        allow_none=True,
        metadata={"description": "Null where it is quiet, and once they have left."},
    )
    is_mine = fields.Boolean(required=True)
    group = group_named()
    visible_to = fields.String(
        required=True, validate=validate.OneOf([each.value for each in Audience])
    )
    place = fields.Nested(PostPlaceView, required=True)
    zone = fields.String(required=True, metadata={"description": "IANA zone."})
    starts_at = Instant(required=True, allow_none=True)
    ends_at = Instant(required=True, allow_none=True)
    repeats = fields.Nested(RepeatsView, required=True, allow_none=True)
    on_dates = fields.List(fields.Date(), required=True)
    quantity = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Null for a hello."}
    )
    left = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "How much of it nobody has promised yet. Null for a hello."},
    )
    lend_days = fields.Integer(required=True, allow_none=True)
    urgent = fields.Boolean(required=True)
    standing = fields.Boolean(required=True)
    quiet = fields.Boolean(required=True)
    scarce = fields.Boolean(required=True)
    lot_commitment = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "SHA-256, in hex, of what will decide the lot."},
    )
    answered_by_word = fields.Boolean(required=True)
    terms_version = fields.Integer(
        required=True, metadata={"description": "Rises when something changes one may rely on."}
    )
    created_at = Instant(required=True)
    opened_at = Instant(required=True, allow_none=True)
    open_until = Instant(required=True, allow_none=True)
    ended_at = Instant(required=True, allow_none=True)
    state = fields.Enum(PostState, by_value=True, required=True)
    proposed = fields.List(
        fields.Nested(ProposedView),
        required=True,
        metadata={
            "description": "For members of its group, on the post alone: what waits for a hand."
        },
    )
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class CategoryView(View):
    """What a post may be about, and what that is called."""

    category = fields.String(required=True)
    name = fields.String(required=True)


class CategoriesView(View):
    """All that posts may be about, in the order in which to show them."""

    categories = fields.List(fields.Nested(CategoryView), required=True)
