"""Booking again and again: series of a year, and a booker who has been there very often."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from urllib.parse import urlencode
from uuid import UUID

import psycopg

from scripts.benchmarks import data
from scripts.benchmarks.cases import Case, booking, tomorrow
from scripts.benchmarks.data import Made
from scripts.benchmarks.loader import Requests, get, post

WEEKS = 52
PAST = 10_000
HALF = 900
"""Spaces for our series; the limit line has as many others, in the same database."""

# Sixteen every day of the last 366 days that count, so that each of them has to be looked at.
PAST_BOOKINGS = """
WITH booked AS (
    INSERT INTO bookings (id, version, space_id, booked_by, starts_at, ends_at, people, alone,
                          what_for, shown_as, state, silence_means_yes, ended_words, created_at)
    SELECT gen_random_uuid(), 1, %(space)s, %(by)s, starts, starts + interval '30 minutes', 4,
           false, '', '', 'confirmed', false, '', starts
    FROM (SELECT date_trunc('hour', now()) - n * interval '48 minutes' AS starts
          FROM generate_series(1, %(past)s) AS n) AS times
    RETURNING id, space_id, starts_at, ends_at
)
INSERT INTO occupancies (id, space_id, space_number, booking_id, lane, people, during)
SELECT gen_random_uuid(), spaces.id, number, booked.id, NULL, 4, tstzrange(starts_at, ends_at)
FROM booked JOIN spaces ON spaces.id = booked.space_id
"""

LIMITS = {
    "most_minutes": 10_000_000,
    "most_bookings": 1_000_000,
    "days": 366,
    "most_open": 1_000_000,
    "one_at_a_time": True,
}
"""As many limits as there are, and nobody who reaches them."""


def _evenings(spaces: list[UUID], first_hour: int, hours: int) -> Iterator[tuple[UUID, datetime]]:
    """Give one space and hour after another; local, away from the hours of clock changes."""
    for round_ in count():
        day, hour = divmod(round_, hours)
        for space_id in spaces:
            yield space_id, tomorrow() + timedelta(days=3 + day, hours=first_hour + hour)


def _series(
    made: Made, tokens: list[str], *, weeks: int, first_hour: int, hours: int, path: str
) -> Requests:
    evenings = _evenings(made.some_spaces[:HALF], first_hour, hours)
    for number, ((space_id, start), token) in enumerate(zip(evenings, cycle(tokens), strict=False)):
        wish = {
            "rrule": f"FREQ=WEEKLY;COUNT={weeks}",
            "starts_at": start.replace(tzinfo=None).isoformat(timespec="minutes"),
            "duration_minutes": 60,
            "people": 4,
        }
        key = f"series-{made.nonce}-{weeks}-{number}"
        yield post(f"/v1/spaces/{space_id}/{path}", token, key, json.dumps(wish).encode())


def _booked(made: Made, tokens: list[str], weeks: int = WEEKS) -> Requests:
    # The shorter ones, whose statements are only counted, have mornings of their own.
    first_hour = 10 if weeks == WEEKS else 8
    hours = 11 if weeks == WEEKS else 1
    return _series(made, tokens, weeks=weeks, first_hour=first_hour, hours=hours, path="series")


def _previewed(made: Made, tokens: list[str], weeks: int = WEEKS) -> Requests:
    # Nobody has this hour in any week, though the space is booked every week by now.
    return _series(made, tokens, weeks=weeks, first_hour=9, hours=1, path="series/preview")


def _bare(made: Made, way: str) -> Requests:
    for space_id, start in _evenings(made.some_spaces[HALF : 2 * HALF], 10, 11):
        yield get(f"/{way}?{urlencode({'space': space_id, 'starts_at': start.isoformat()})}")


def _often_there(made: Made, space_id: UUID, person_id: UUID) -> None:
    """Give a space limits, and somebody a past in it."""
    with psycopg.connect(data.plain(made.url), autocommit=True) as connection:
        connection.execute(
            "UPDATE spaces SET fair_use = %s WHERE id = %s", (json.dumps(LIMITS), space_id)
        )
        wanted = {"space": space_id, "by": person_id, "past": PAST}
        connection.execute(PAST_BOOKINGS, wanted)
        connection.execute("ANALYZE bookings, occupancies")


def _hours() -> Iterator[tuple[datetime, datetime]]:
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    for number in range(24 * 365):
        begins = start + number * timedelta(hours=1)
        yield begins, begins + timedelta(minutes=30)


def _once_more(made: Made, _: list[str]) -> Requests:
    space_id = made.some_spaces[-1]
    [(person_id, token)] = data.arrive(made.url, 1)
    _often_there(made, space_id, person_id)
    for number, (start, end) in enumerate(_hours()):
        yield booking(space_id, start, end, token, f"often-{made.nonce}-{number}")


def _bare_once_more(made: Made) -> Requests:
    space_id = made.some_spaces[-2]
    _often_there(made, space_id, made.lister)
    for start, end in _hours():
        query = {"space": space_id, "starts_at": start.isoformat(), "ends_at": end.isoformat()}
        yield get(f"/book_fairly?{urlencode(query)}")


SERIES = Case(
    f"book a series of {WEEKS} weeks",
    None,
    _booked,
    lambda made: _bare(made, "series"),
    expects=201,
    smaller=lambda made, tokens: _booked(made, tokens, 2),
)
PREVIEW = Case(
    f"preview a series of {WEEKS} weeks",
    None,
    _previewed,
    lambda made: _bare(made, "preview"),
    smaller=lambda made, tokens: _previewed(made, tokens, 2),
)
FAIR_USE = Case(
    f"fair use: book after {PAST:,} bookings",
    None,
    _once_more,
    _bare_once_more,
    expects=201,
    phones=1,
)
