"""What a phone sends to find a place by its name, and what it sees."""

from marshmallow import fields

from backend.web.fields import Latitude, Longitude, Request, Text, View


class PlaceSearchRequest(Request):
    """The words to look for."""

    q = Text(
        required=True,
        max_length=200,
        metadata={"description": "An address, a street or a town.", "example": "Lord Street"},
    )


class FoundPlaceView(View):
    """A place with its name."""

    name = fields.String(required=True)
    latitude = Latitude(required=True)
    longitude = Longitude(required=True)


class FoundPlacesView(View):
    """Places that the words may mean, best first."""

    items = fields.List(fields.Nested(FoundPlaceView), required=True)
