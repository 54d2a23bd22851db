"""What must hold of bookings, openings and occupancies, checked by other means than the guard's."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.engine import Connection

from tests.bookings.rooms import NOW

_MEANWHILE = """
    WITH RECURSIVE held AS (
        SELECT id, space_id, starts_at, ends_at, people, alone FROM bookings
        WHERE (state = 'confirmed' OR state = 'asked' AND (silence_means_yes OR answer_by > :now))
          AND NOT coalesce(asked_if_there_at + interval '10 minutes' <= :now
                           AND asked_if_there_at + interval '10 minutes' < ends_at, false)
        UNION ALL
        SELECT d.id, o.space_id, d.starts_at, d.ends_at, coalesce(o.places, 0), false
        FROM opening_dates d JOIN openings o ON o.id = d.opening_id
        JOIN spaces s ON s.id = o.space_id
        WHERE d.state = 'planned'
          AND (s.kind = 'home' OR d.starts_at - interval '2 hours' > :now
               OR EXISTS (SELECT FROM openers r WHERE r.date_id = d.id AND r.part = 'open'))
    ), inside (top, id) AS (
        SELECT id, id FROM spaces
        UNION ALL SELECT inside.top, s.id FROM spaces s JOIN inside ON s.parent_id = inside.id
    ), occupied AS (
        SELECT * FROM occupancies WHERE held_until IS NULL OR held_until > :now
    )
"""

_HELD_WITHOUT_A_BOOKING = """
    SELECT 'held without a booking', o.id FROM occupied o
    LEFT JOIN held b ON b.id = o.booking_id
    WHERE b.id IS NULL AND o.held_until IS NULL
"""

_BOOKED_AND_NOT_HELD = """
    SELECT 'booked and not held', b.id FROM held b
    JOIN inside ON inside.top = b.space_id
    JOIN spaces s ON s.id = b.space_id
    LEFT JOIN occupied o ON o.booking_id = b.id AND o.space_id = inside.id
     AND o.during = tstzrange(b.starts_at - make_interval(mins => s.buffer_before_minutes),
                              b.ends_at + make_interval(mins => s.buffer_after_minutes))
     AND o.people = b.people
    WHERE o.id IS NULL
"""

_TWO_IN_ONE_PLACE = """
    SELECT 'two in one place', a.id FROM held a
    JOIN inside ia ON ia.top = a.space_id
    JOIN inside ib ON ib.id = ia.id
    JOIN held b ON b.space_id = ib.top AND b.id > a.id
     AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
    JOIN spaces s ON s.id = a.space_id
    WHERE NOT (a.space_id = b.space_id AND s.sharing = 'shared' AND NOT a.alone AND NOT b.alone)
"""

_OVERFULL = """
    SELECT 'more people than places', a.id FROM held a
    JOIN spaces s ON s.id = a.space_id AND s.sharing = 'shared'
    WHERE s.capacity < (
        SELECT sum(b.people) FROM held b
        WHERE b.space_id = a.space_id
          AND b.starts_at <= a.starts_at AND a.starts_at < b.ends_at
    )
"""

_QUESTIONS = [
    text(_MEANWHILE + question)
    for question in (_HELD_WITHOUT_A_BOOKING, _BOOKED_AND_NOT_HELD, _TWO_IN_ONE_PLACE, _OVERFULL)
]


def contradictions(connection: Connection, now: datetime = NOW) -> list[tuple[str, object]]:
    """Return everything that is not as it must be at an instant; empty when all is well."""
    found: list[tuple[str, object]] = []
    for question in _QUESTIONS:
        found += [tuple(row) for row in connection.execute(question, {"now": now})]
    return found
