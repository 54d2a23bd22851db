"""Twelve neighbours on a hill above the harbour, and how they ask and answer.

snow = snowed_in(Month(clock, neighbour))
promise = snow.clara.asks(snow.drill, words="For a shelf.")
"""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from tests.stories.residents import Month, Resident

MIDDLE = (53.9231, -3.0154)
METRES_PER_DEGREE = 111_320
NAMES = {
    "agnes": "Agnes Whitlock",
    "bruno": "Bruno Castell",
    "clara": "Clara Nyberg",
    "dario": "Dario Fenn",
    "elif": "Elif Aydin",
    "frida": "Frida Moss",
    "goran": "Goran Pavic",
    "hetty": "Hetty Larkin",
    "ines": "Ines Duarte",
    "jonas": "Jonas Reuter",
    "kiran": "Kiran Patel",
    "noor": "Noor Siddiqui",
}
NORTH_OF_THE_MIDDLE = {"goran": 150, "hetty": 700, "ines": 1_700, "elif": 300, "noor": 90}
"""Metres; the others live in the middle."""


class Snowed(SimpleNamespace):
    """Who lives on the hill, by first name, and the time of the story."""

    month: Month

    @property
    def others(self) -> dict[str, Resident]:
        """Return everybody, by first name."""
        return {short: getattr(self, short) for short in NAMES}

    def becomes(self, words: str) -> None:
        """Let the time pass until a moment such as "Tuesday 13 January, 18:30"."""
        self.month.becomes(words)

    def passes(self, **time: float) -> None:
        """Let some time pass."""
        self.month.clock.now += timedelta(**time)


def snowed_in(month: Month) -> Snowed:
    """Let twelve neighbours come in and say where they live."""
    snow = Snowed(month=month)
    for short, name in NAMES.items():
        somebody = month.resident(name)
        home = at(NORTH_OF_THE_MIDDLE.get(short, 0))
        somebody.does("/v1/me", {"home": home}, method="PATCH", if_match=somebody.get("/v1/me"))
        setattr(snow, short, somebody)
    return snow


def at(north: int) -> dict[str, float]:
    """Return the point so many metres north of the middle."""
    return {"latitude": MIDDLE[0] + north / METRES_PER_DEGREE, "longitude": MIDDLE[1]}


def post(somebody: Resident, kind: str, title: str, **more: Any) -> str:
    """Post something, and return its path."""
    posted = somebody.does("/v1/posts", {"kind": kind, "title": title, **more})
    return f"/v1/posts/{posted['id']}"


def promise(somebody: Resident, path: str, **more: Any) -> str:
    """Ask for an offer or answer a need, and return the path of the promise."""
    return f"/v1/promises/{somebody.does(f'{path}/promises', more)['id']}"


def looks_everywhere(somebody: Resident, *posts: str) -> None:
    """Look at all that a phone can show of what is posted."""
    near = f"latitude={MIDDLE[0]}&longitude={MIDDLE[1]}"
    for path in (
        "/v1/feed",
        f"/v1/posts?{near}&limit=100",
        f"/v1/posts?{near}&words=somebody",
        "/v1/posts/map?west=-3.2&south=53.8&east=-2.9&north=54.0",
        "/v1/me/promises",
        "/v1/me/posts",
        "/v1/me/conversations",
        "/v1/notifications",
        *posts,
        *(f"{each}/promises" for each in posts),
    ):
        assert somebody.get(path).status_code in {200, 404}, path
