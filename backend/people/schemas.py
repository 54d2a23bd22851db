"""What phones send and see of people, sessions and invitations."""

from typing import Any
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.people import rules
from backend.people.models import InvitationPurpose
from backend.web.fields import Instant, NextView, Point, Request, Says, Text, View

LONGEST_EMAIL = 254


def _known_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise ValidationError("Not a time zone such as Europe/London.")


def _each_once(languages: list[str]) -> None:
    if len(set(languages)) != len(languages):
        raise ValidationError("A language is there twice.")


def _language(**kwargs: Any) -> Text:
    tag = validate.Regexp(
        rf"^{rules.LANGUAGE}\Z", error="Not a language tag such as en, cy or pt-BR."
    )
    return Text(max_length=35, validate=tag, **kwargs)


def _zone(**kwargs: Any) -> Text:
    return Text(
        max_length=64,
        validate=_known_zone,
        metadata={"description": "An IANA time zone.", "example": "Europe/London"},
        **kwargs,
    )


class CodeRequest(Request):
    """An address to which a code goes."""

    email = Text(max_length=LONGEST_EMAIL, required=True)


class ConfirmationRequest(Request):
    """The code that came by mail."""

    code = Text(max_length=6, min_length=6, required=True)


class SessionRequest(Request):
    """One way in, and what the phone says of itself and of somebody new."""

    email = Text(max_length=LONGEST_EMAIL)
    code = Text(max_length=6, min_length=6)
    invitation = Text(max_length=100)
    firebase_id_token = Text(max_length=8000)
    display_name = Text(max_length=rules.LONGEST_NAME)
    device_name = Text(max_length=80, min_length=0, load_default="")
    language = _language()
    zone = _zone()

    @validates_schema
    def check_one_way(self, data: dict[str, object], **kwargs: object) -> None:
        """Refuse anything but exactly one way in."""
        ways = (
            "email" in data or "code" in data,
            "invitation" in data,
            "firebase_id_token" in data,
        )
        if sum(ways) != 1 or ("email" in data) != ("code" in data):
            raise ValidationError(
                "Send exactly one of: email with code; invitation; firebase_id_token."
            )


class RefreshRequest(Request):
    """The refresh token a phone keeps."""

    refresh_token = Text(max_length=200, required=True)


class InvitationRequest(Request):
    """Whom to let in."""

    purpose = fields.Enum(InvitationPurpose, by_value=True, required=True, data_key="for")


class MeRequest(Request):
    """What to change of what one says of oneself; what is not sent stays."""

    display_name = Text(max_length=rules.LONGEST_NAME)
    words = Text(max_length=rules.LONGEST_WORDS, min_length=0, lines=True)
    languages = fields.List(
        _language(), validate=[validate.Length(max=rules.MOST_LANGUAGES), _each_once]
    )
    likes_to_bring = Text(max_length=rules.LONGEST_LIKES, min_length=0, lines=True)
    zone = _zone(allow_none=True)
    home = fields.Nested(
        Point, allow_none=True, metadata={"description": "Seen by nobody else; null forgets it."}
    )


class PersonView(View):
    """What neighbours see of somebody."""

    id = fields.UUID(required=True)
    display_name = fields.String(required=True)
    words = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    likes_to_bring = fields.String(required=True)


class BlockView(View):
    """Somebody whom one blocked."""

    id = fields.UUID(required=True, metadata={"description": "Whom; to undo it, say this again."})
    name = fields.String(
        required=True,
        metadata={"description": "What they were called then; empty where that is not known."},
    )
    since_at = Instant(required=True)


class MeView(PersonView):
    """What one sees of oneself."""

    zone = fields.String(required=True, allow_none=True)
    home = fields.Nested(Point, required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    created_at = Instant(required=True)


class SignedInView(View):
    """What a phone keeps so as to be let in. Both tokens are secrets."""

    access_token = fields.String(required=True)
    access_expires_at = Instant(required=True)
    refresh_token = fields.String(required=True)
    is_new = fields.Boolean(
        required=True, metadata={"description": "Whether the person was not here before."}
    )
    person = fields.Nested(MeView, required=True)


class SessionView(View):
    """A phone on which one is signed in."""

    id = fields.UUID(required=True)
    device_name = fields.String(required=True)
    created_at = Instant(required=True)
    last_used_at = Instant(required=True)
    is_current = fields.Boolean(required=True)


class InvitationView(View):
    """A way in that one gives to somebody, once."""

    id = fields.UUID(required=True)
    purpose = fields.String(required=True, data_key="for")
    state = fields.String(required=True, validate=validate.OneOf(["open", "used", "expired"]))
    link = fields.String(
        required=True, allow_none=True, metadata={"description": "A secret; null once it is over."}
    )
    code = fields.String(
        required=True, allow_none=True, metadata={"description": "What is in the link after #."}
    )
    made_at = Instant(required=True)
    expires_at = Instant(required=True)
    used_at = Instant(required=True, allow_none=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)
