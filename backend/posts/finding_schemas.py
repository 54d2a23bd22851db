"""What somebody may look for among offers and needs, and how a post looks on the list."""

from marshmallow import fields, validate

from backend.posts.categories import Category
from backend.posts.feed import Because
from backend.posts.schemas import PostView
from backend.posts.states import PostKind, Way
from backend.web.fields import Instant, Latitude, Longitude, Request, Says, Several, Text, View
from backend.web.paging import PageRequest

DEFAULT_RADIUS = 3_000
MOST_RADIUS = 50_000


class PostsNearRequest(PageRequest):
    """Where to look, and for what."""

    latitude = Latitude(required=True, metadata={"example": 53.92})
    longitude = Longitude(required=True, metadata={"example": -3.01})
    radius_metres = fields.Integer(
        load_default=DEFAULT_RADIUS, validate=validate.Range(1, MOST_RADIUS)
    )
    kind = Several([kind.value for kind in PostKind], load_default=list)
    way = Several([way.value for way in Way], load_default=list)
    category = Several([category.value for category in Category], load_default=list)
    words = Text(
        max_length=200,
        load_default=None,
        metadata={
            "description": "All must be there: as written, as the beginning of a word, in another "
            "form of it, or as the same in English, German or Spanish. The name of a category "
            "finds what is in it."
        },
    )
    language = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z"),
        metadata={
            "description": "The language `words` are in (BCP 47); without it, that of the answer.",
            "example": "es",
        },
    )
    from_ = Instant(
        data_key="from",
        load_default=None,
        metadata={"description": "From when on it may be; what is for any time always fits."},
    )
    until = Instant(load_default=None)
    fresh_since = Instant(
        load_default=None, metadata={"description": "Opened since then, or opened again."}
    )
    urgent = fields.Boolean(load_default=False)


class PostNearbyView(PostView):
    """A post of somebody else, and how far away it is."""

    distance_metres = fields.Integer(
        required=True, metadata={"description": "To the point shown, to ten metres."}
    )


class FeedRequest(Request):
    """Where the phone is; without it, one's home."""

    latitude = Latitude(load_default=None, metadata={"example": 53.92})
    longitude = Longitude(load_default=None, metadata={"example": -3.01})


class PostInFeedView(PostNearbyView):
    """A post, and why it is worth a look."""

    because = fields.List(
        fields.Enum(Because, by_value=True),
        required=True,
        metadata={"description": "Why it is here; the first is said in `why`."},
    )
    why = Says(required=True)


class FeedView(View):
    """One screen of posts."""

    items = fields.List(fields.Nested(PostInFeedView), required=True)


class MapRequest(Request):
    """A piece of the map; it does not cross the date line."""

    west = Longitude(required=True, metadata={"example": -3.2})
    south = Latitude(required=True, metadata={"example": 53.8})
    east = Longitude(required=True, metadata={"example": -2.8})
    north = Latitude(required=True, metadata={"example": 54.0})
    kind = Several([kind.value for kind in PostKind], load_default=list)


class CellPointView(View):
    """The centre of a cell, as GeoJSON has it."""

    type = fields.String(required=True, validate=validate.Equal("Point"))
    coordinates = fields.List(
        fields.Float(),
        required=True,
        metadata={"description": "Longitude and latitude, in degrees (WGS 84)."},
    )


class CellCountView(View):
    """How many posts there are in a cell."""

    cell = fields.String(required=True, metadata={"description": "H3."})
    posts = fields.Integer(required=True)
    by_category = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Hellos have no category and stand under `hello`."},
    )


class CellFeatureView(View):
    """A cell on the map."""

    type = fields.String(required=True, validate=validate.Equal("Feature"))
    id = fields.String(required=True)
    geometry = fields.Nested(CellPointView, required=True)
    properties = fields.Nested(CellCountView, required=True)


class PostsMapView(View):
    """A piece of the map, as GeoJSON (RFC 7946)."""

    type = fields.String(required=True, validate=validate.Equal("FeatureCollection"))
    features = fields.List(fields.Nested(CellFeatureView), required=True)
