"""What is measured: each case asks ours and the limit line the same thing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from urllib.parse import urlencode

from scripts.benchmarks.data import Made
from scripts.benchmarks.loader import Requests, get, post

RADIUS = 10_000
"""Metres, so that twenty are always found."""
OFTEN_BOOKED = 2
"""The last so many spaces are left to the case of fair use, which takes all their hours."""


@dataclass(frozen=True)
class Case:
    """One thing to ask, in our words and in those of the limit line."""

    name: str
    aim: float | None
    ours: Callable[[Made, list[str]], Requests]
    limit: Callable[[Made], Requests]
    expects: int = 200
    phones: int | None = None
    """Asking at a time, where that is not for the one who measures to say."""
    smaller: Callable[[Made, list[str]], Requests] | None = None
    """The same of less: it must not take fewer statements."""


def _places(made: Made) -> Iterator[dict[str, object]]:
    for latitude, longitude in cycle(made.points(2000, seed=11)):
        yield {
            "latitude": round(latitude, 5),
            "longitude": round(longitude, 5),
            "radius_metres": RADIUS,
        }


def tomorrow() -> datetime:
    """Return the next midnight."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def _wish() -> dict[str, object]:
    return {
        "open_at": (tomorrow() + timedelta(hours=11)).isoformat(),
        "free_from": (tomorrow() + timedelta(hours=10)).isoformat(),
        "free_until": (tomorrow() + timedelta(hours=18)).isoformat(),
        "free_minutes": 120,
    }


def _signed(requests: Iterator[str], tokens: list[str]) -> Requests:
    for path, token in zip(requests, cycle(tokens), strict=False):
        yield get(path, token)


def _near(made: Made) -> Iterator[str]:
    return (urlencode(place) for place in _places(made))


def _free(made: Made) -> Iterator[str]:
    return (urlencode(place | _wish()) for place in _places(made))


def _calendar(made: Made) -> Iterator[str]:
    start = datetime.now(UTC).replace(microsecond=0)
    window = urlencode(
        {"starts_at": start.isoformat(), "ends_at": (start + timedelta(days=31)).isoformat()}
    )
    return (f"/v1/spaces/{space_id}/calendar?{window}" for space_id in cycle(made.some_spaces))


def slots(made: Made) -> Iterator[tuple[object, datetime, datetime]]:
    """Give a free slot after another, of one space after another."""
    for round_ in count():
        start = tomorrow() + timedelta(hours=round_)
        for space_id in made.some_spaces[:-OFTEN_BOOKED]:
            yield space_id, start, start + timedelta(hours=1)


def booking(space_id: object, start: datetime, end: datetime, token: str, key: str) -> bytes:
    """Return a request to book a slot."""
    wish = {"starts_at": start.isoformat(), "ends_at": end.isoformat(), "people": 4}
    return post(f"/v1/spaces/{space_id}/bookings", token, key, json.dumps(wish).encode())


def _bookings(made: Made, tokens: list[str]) -> Requests:
    # The limit line has the slots of even hours and ours the odd ones, in the same database.
    for number, ((space_id, start, end), token) in enumerate(
        zip(_every_other(made, 1), cycle(tokens), strict=False)
    ):
        yield booking(space_id, start, end, token, f"bench-{made.nonce}-{number}")


def _bare_bookings(made: Made) -> Requests:
    for space_id, start, end in _every_other(made, 0):
        query = {"space": space_id, "starts_at": start.isoformat(), "ends_at": end.isoformat()}
        yield get(f"/book?{urlencode(query)}")


def _every_other(made: Made, odd: int) -> Iterator[tuple[object, datetime, datetime]]:
    return (slot for slot in slots(made) if slot[1].hour % 2 == odd)


NEAR = Case(
    "20 nearest",
    0.65,
    lambda made, tokens: _signed((f"/v1/spaces?{each}" for each in _near(made)), tokens),
    lambda made: (get(f"/near?{each}") for each in _near(made)),
)
FREE = Case(
    "near, open and free for two hours tomorrow",
    None,
    lambda made, tokens: _signed((f"/v1/spaces?{each}" for each in _free(made)), tokens),
    lambda made: (get(f"/free?{each}") for each in _free(made)),
)
CALENDAR = Case(
    "31-day calendar of one space",
    0.5,
    lambda made, tokens: _signed(_calendar(made), tokens),
    lambda made: (get(f"/calendar?space={each}") for each in cycle(made.some_spaces)),
)
BOOKING = Case("book a free slot, 2,000 spaces", 0.7, _bookings, _bare_bookings, expects=201)
