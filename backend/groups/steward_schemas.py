"""What phones see of stewards, records and agreements, and send about households."""

from marshmallow import fields

from backend.groups.powers import Act, Mode
from backend.groups.schemas import RelatedView
from backend.groups.states import AgreementState
from backend.groups.stewards import How
from backend.web.fields import Instant, NextView, Says, View


class StewardView(View):
    """Somebody who looks after a group."""

    person = fields.Nested(RelatedView, required=True, allow_none=True)
    since_at = Instant(required=True)
    until_at = Instant(required=True)
    how = fields.Enum(How, by_value=True, required=True)


class CandidacyView(View):
    """Somebody who would look after a group, if nobody objects."""

    id = fields.UUID(required=True)
    person = fields.Nested(RelatedView, required=True, allow_none=True)
    since_at = Instant(required=True)
    decides_at = Instant(required=True)
    is_objected = fields.Boolean(
        required=True, metadata={"description": "Then it takes a decision of the members."}
    )
    can = fields.List(fields.String(), required=True)


class PowerView(View):
    """What one may do for the group."""

    act = fields.Enum(Act, by_value=True, required=True)
    takes = fields.Integer(
        required=True, metadata={"description": "How many like you it takes together."}
    )


class StewardsView(View):
    """Who keeps a group going, and what you may do for it."""

    mode = fields.Enum(Mode, by_value=True, required=True)
    seats = fields.Integer(required=True)
    stewards = fields.List(fields.Nested(StewardView), required=True)
    called_at = Instant(
        required=True,
        allow_none=True,
        metadata={"description": "Since when members are asked to stand; null while none are."},
    )
    standing = fields.List(fields.Nested(CandidacyView), required=True)
    may = fields.List(fields.Nested(PowerView), required=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)


class ExportedEntryView(View):
    """One act in the record of a group, chained to the one before it."""

    seq = fields.Integer(required=True)
    at = fields.String(required=True, metadata={"description": "RFC 3339, as it was hashed."})
    act = fields.String(required=True)
    facts = fields.Raw(required=True)
    previous = fields.String(required=True)
    hash = fields.String(required=True, metadata={"description": "SHA-256, in hexadecimal."})


class RecordView(View):
    """A whole record, to be checked offline."""

    format = fields.String(required=True)
    group = fields.String(required=True)
    entries = fields.List(fields.Nested(ExportedEntryView), required=True)


class RecordEntryView(ExportedEntryView):
    """An act as a member reads it."""

    member = fields.Nested(
        RelatedView,
        required=True,
        allow_none=True,
        metadata={"description": "Whom it is about, while they belong and are in sight."},
    )
    says = Says(required=True)


class AgreementView(View):
    """What the members agreed on."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    adopted_at = Instant(required=True)
    review_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    decision_id = fields.UUID(required=True, allow_none=True)
    state = fields.Enum(AgreementState, by_value=True, required=True)
    can = fields.List(fields.String(), required=True)
    next = fields.Nested(NextView, required=True, allow_none=True)
    says = Says(required=True)
