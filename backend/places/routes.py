"""Finding places by their names."""

from typing import Any

from flask import current_app

from backend.places.errors import PlaceSearchAway, PlaceSearchBusy, PlaceSearchOff
from backend.places.geocoder import geocoder_at
from backend.places.schemas import FoundPlacesView, PlaceSearchRequest
from backend.settings import Settings
from backend.web.call import Call
from backend.web.room import Room

room = Room("places", description="Where things are.")


@room.get(
    "/places/search",
    gives=FoundPlacesView,
    query=PlaceSearchRequest,
    refuses=[PlaceSearchOff, PlaceSearchAway, PlaceSearchBusy],
    answer_example={
        "items": [
            {"name": "Lord Street, Fleetwood, England", "latitude": 53.9226, "longitude": -3.0149}
        ]
    },
)
def search_places(call: Call) -> dict[str, Any]:
    """Find places by their names, where this server has a geocoder."""
    settings: Settings = current_app.extensions["server_facts"].settings
    geocoder = geocoder_at(settings.geocoder_url, settings.geocoder_kind)
    # The geocoder may take seconds; nobody else should have to wait for the connection meanwhile.
    call.close_reader()
    return {"items": geocoder.search(call.query["q"], language=call.language)}
