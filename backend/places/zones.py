"""The time zone of a point, from the borders that come with the package; nothing is looked up."""

import tzfpy

from backend.kernel.facts import Fact
from backend.kernel.local_time import zone_named


def zone_at(latitude: float, longitude: float) -> str:
    """Return the name of an IANA zone; at sea an hour's zone, such as ``Etc/GMT+10``."""
    name = str(tzfpy.get_tz(longitude, latitude) or "")
    try:
        zone_named(name)
    except Fact:
        # The package's borders may know a zone that the zone database has not got, or none at all.
        return _zone_of_the_sun(longitude)
    return name


def _zone_of_the_sun(longitude: float) -> str:
    hours = max(-12, min(12, round(longitude / 15)))
    # POSIX counts westwards, so the sign is the other way round.
    return "Etc/GMT" if hours == 0 else f"Etc/GMT{-hours:+d}"
