"""What somebody may look for near a point, and how a space looks on the list."""

from marshmallow import fields, validate

from backend.spaces.models import AccessFact, SpaceKind
from backend.web.fields import (
    Instant,
    Latitude,
    Longitude,
    PeriodView,
    Point,
    Says,
    Several,
    Text,
    View,
)
from backend.web.paging import PageRequest

DEFAULT_RADIUS = 2_000
MOST_RADIUS = 50_000


class SpacesNearRequest(PageRequest):
    """Where to look, and for what."""

    latitude = Latitude(required=True, metadata={"example": 53.92})
    longitude = Longitude(required=True, metadata={"example": -3.01})
    radius_metres = fields.Integer(
        load_default=DEFAULT_RADIUS, validate=validate.Range(1, MOST_RADIUS)
    )
    kind = Several([kind.value for kind in SpaceKind], load_default=list)
    capacity_at_least = fields.Integer(load_default=None, validate=validate.Range(1, 100_000))
    access = Several(
        [fact.value for fact in AccessFact],
        load_default=list,
        metadata={"description": "What must be known to be there."},
    )
    words = Text(
        max_length=200,
        load_default=None,
        metadata={"description": "Words of its name and description, or how they begin."},
    )
    open_now = fields.Boolean(load_default=False)
    open_at = Instant(load_default=None)
    free_from = Instant(
        load_default=None, metadata={"description": "Goes with `free_until`; 31 days at most."}
    )
    free_until = Instant(load_default=None)
    free_minutes = fields.Integer(
        load_default=None,
        validate=validate.Range(1, 31 * 24 * 60),
        metadata={"description": "For how long; without it, from the first to the last minute."},
    )


class SpaceNearbyView(View):
    """A space, as far away and as free as it is."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in SpaceKind]))
    point = fields.Nested(
        Point, required=True, metadata={"description": "About where it is; exact where public."}
    )
    distance_metres = fields.Integer(
        required=True, metadata={"description": "To the point shown; to the door for its keepers."}
    )
    zone = fields.String(required=True)
    capacity = fields.Integer(required=True, allow_none=True)
    access = fields.List(
        fields.String(), required=True, metadata={"description": "What is known to be there."}
    )
    is_open_now = fields.Boolean(required=True)
    open_until = Instant(required=True, allow_none=True)
    opens_at = Instant(required=True, allow_none=True)
    free = fields.List(
        fields.Nested(PeriodView),
        required=True,
        metadata={"description": "The first ten free stretches that match, where one was wanted."},
    )
    can = fields.List(fields.String(), required=True)
    says = Says(required=True)


EXAMPLE = {
    "items": [
        {
            "id": "0199d0a0-c0de-7000-8000-000000000001",
            "name": "Mount Road Hall",
            "kind": "hall",
            "point": {"latitude": 53.9213, "longitude": -3.0178},
            "distance_metres": 480,
            "zone": "Europe/London",
            "capacity": 60,
            "access": ["step_free", "accessible_toilet"],
            "is_open_now": True,
            "open_until": "2027-03-01T22:00:00Z",
            "opens_at": None,
            "free": [{"starts_at": "2027-03-01T18:00:00Z", "ends_at": "2027-03-01T20:00:00Z"}],
            "can": ["book"],
            "says": "Open until Monday 1 March, 22:00.",
        }
    ],
    "next": None,
}
