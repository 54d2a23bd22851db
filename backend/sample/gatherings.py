"""What comes back in Saltmarsh Bay, opens its door, is waited for or mended. All of it made up."""

from datetime import timedelta
from typing import NamedTuple

from backend.sample.bookings import Held


class Club(NamedTuple):
    """A series from the week after planting on; without ``dates`` it runs until stopped."""

    space: str
    by: str
    day: str
    at: str
    minutes: int
    people: int
    shown_as: str
    every: int = 1
    dates: int | None = None

    @property
    def rrule(self) -> str:
        """The rule as RFC 5545 writes it."""
        ends = "" if self.dates is None else f";COUNT={self.dates}"
        return f"FREQ=WEEKLY;INTERVAL={self.every}{ends}"


CLUBS = (
    Club("schoolroom", "peter", "thu", "19:00", 150, 10, "Chess by the fire", every=2, dates=6),
    Club("pavilion", "zofia", "wed", "10:00", 90, 12, "Walk, talk, and tea after"),
)


class Open(NamedTuple):
    """A place that is open to everybody on a weekday; ``opener`` opens the first time, in a hall.

    ``opens`` and ``closes`` are local minutes since midnight.
    """

    space: str
    day: str
    opens: int
    closes: int
    shown_as: str
    opener: str = ""


OPEN = (
    Open("warm_corner", "thu", 840, 1020, "Tea and company", opener="jo"),
    Open("friday_tea", "sun", 900, 1020, "Coffee and no hurry"),
)

WAITS = (Held("boat_house", "danny", 1, "sat", "20:00", 300, 40, "", "Ramp-opening party"),)
"""Who waits for a time that somebody has."""


class Mended(NamedTuple):
    """A space in which something is broken when the neighbourhood is planted."""

    space: str
    words: str
    lasts: timedelta


MENDED = (Mended("crows_nest", "A window is out for new putty.", timedelta(days=4)),)
