"""Why a place cannot be found, and when one has to be named."""

from backend.kernel.facts import Fact, Kind


class PlaceSearchOff(Fact):
    """No geocoder is configured on this server; a point can still be chosen on a map."""

    kind = Kind.CONFLICT


class PlaceSearchAway(Fact):
    """The geocoder does not answer, or not in words we understand."""

    kind = Kind.UNAVAILABLE


class PlaceSearchBusy(Fact):
    """Too many look for places at once; the geocoder is asked once a second only."""

    kind = Kind.TOO_MANY


class PlaceNeeded(Fact):
    """A thing is shared, and nobody said where it is."""

    kind = Kind.UNPROCESSABLE
