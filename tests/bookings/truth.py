"""What must hold of bookings and occupancies together, checked by other means than the guard's."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

_HELD_WITHOUT_A_BOOKING = text(
    """
    SELECT 'held without a booking', o.id FROM occupancies o
    LEFT JOIN bookings b ON b.id = o.booking_id AND b.state IN ('asked', 'confirmed')
    WHERE b.id IS NULL AND o.held_until IS NULL
    """
)

_BOOKED_AND_NOT_HELD = text(
    """
    WITH RECURSIVE inside (top, id) AS (
        SELECT id, id FROM spaces
        UNION ALL SELECT inside.top, s.id FROM spaces s JOIN inside ON s.parent_id = inside.id
    )
    SELECT 'booked and not held', b.id FROM bookings b
    JOIN inside ON inside.top = b.space_id
    JOIN spaces s ON s.id = b.space_id
    LEFT JOIN occupancies o ON o.booking_id = b.id AND o.space_id = inside.id
     AND o.during = tstzrange(b.starts_at - make_interval(mins => s.buffer_before_minutes),
                              b.ends_at + make_interval(mins => s.buffer_after_minutes))
     AND o.people = b.people
    WHERE b.state IN ('asked', 'confirmed') AND o.id IS NULL
    """
)

_TWO_IN_ONE_PLACE = text(
    """
    WITH RECURSIVE inside (top, id) AS (
        SELECT id, id FROM spaces
        UNION ALL SELECT inside.top, s.id FROM spaces s JOIN inside ON s.parent_id = inside.id
    )
    SELECT 'two in one place', a.id FROM bookings a
    JOIN inside ia ON ia.top = a.space_id
    JOIN inside ib ON ib.id = ia.id
    JOIN bookings b ON b.space_id = ib.top AND b.id > a.id
     AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
    JOIN spaces sa ON sa.id = a.space_id
    JOIN spaces sb ON sb.id = b.space_id
    WHERE a.state IN ('asked', 'confirmed') AND b.state IN ('asked', 'confirmed')
      AND NOT (a.space_id = b.space_id AND sa.sharing = 'shared' AND NOT a.alone AND NOT b.alone)
    """
)

_OVERFULL = text(
    """
    SELECT 'more people than places', a.id FROM bookings a
    JOIN spaces s ON s.id = a.space_id AND s.sharing = 'shared'
    WHERE a.state IN ('asked', 'confirmed') AND s.capacity < (
        SELECT sum(b.people) FROM bookings b
        WHERE b.space_id = a.space_id AND b.state IN ('asked', 'confirmed')
          AND b.starts_at <= a.starts_at AND a.starts_at < b.ends_at
    )
    """
)


def contradictions(connection: Connection) -> list[tuple[str, object]]:
    """Return everything that is not as it must be; empty when all is well."""
    found: list[tuple[str, object]] = []
    for question in (_HELD_WITHOUT_A_BOOKING, _BOOKED_AND_NOT_HELD, _TWO_IN_ONE_PLACE, _OVERFULL):
        found += [tuple(row) for row in connection.execute(question)]
    return found
