"""The limit line of repeating, fair use and lines: what is left in the end, in one statement."""

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg

WEEKS = 52

PREVIEW = """
SELECT json_build_object(
    'space', (SELECT row_to_json(found) FROM (
        SELECT id, zone, opening_hours, capacity FROM spaces WHERE id = %(space)s) AS found),
    'exceptions', (SELECT json_agg(each) FROM hours_exceptions AS each
        WHERE space_id = %(space)s AND "on" BETWEEN %(starts)s AND %(last)s),
    'dates', (SELECT json_agg(starts)
        FROM generate_series(%(starts)s, %(last)s, interval '7 days') AS starts),
    'taken', (SELECT json_agg(each) FROM (
        SELECT taken.during FROM spaces JOIN occupancies AS taken
          ON int8range(taken.space_number, taken.space_number, '[]')
             && int8range(spaces.number, spaces.number, '[]')
         AND taken.during && tstzrange(%(starts)s, %(last)s + interval '1 hour')
        WHERE spaces.id = %(space)s) AS each))::text
"""

SERIES = """
WITH space AS (SELECT id, number FROM spaces WHERE id = %(space)s),
made AS (
    INSERT INTO series (id, version, space_id, booked_by, rrule, first, duration_minutes, people,
                        what_for, shown_as, alone, left_out, moved, until_stopped,
                        waits_for_skipped, made_through, state, silence_means_yes, ended_words,
                        created_at)
    SELECT %(id)s, 1, space.id, %(by)s, 'FREQ=WEEKLY;COUNT=52', %(starts)s, 60, 4, '', '', false,
           '{}', '{}', false, false, %(last)s, 'standing', false, '', now()
    FROM space
),
booked AS (
    INSERT INTO bookings (id, version, space_id, booked_by, starts_at, ends_at, people, alone,
                          what_for, shown_as, state, silence_means_yes, ended_words, created_at,
                          series_id, series_on)
    SELECT gen_random_uuid(), 1, space.id, %(by)s, starts, starts + interval '1 hour', 4, false,
           '', '', 'confirmed', false, '', now(), %(id)s, starts::date
    FROM space, generate_series(%(starts)s, %(last)s, interval '7 days') AS starts
    RETURNING id, starts_at, ends_at
),
held AS (
    INSERT INTO occupancies (id, space_id, space_number, booking_id, lane, people, during)
    SELECT gen_random_uuid(), space.id, space.number, booked.id, NULL, 4,
           tstzrange(starts_at, ends_at)
    FROM booked, space
    RETURNING booking_id, during
)
SELECT json_agg(held)::text FROM held
"""

USED = """
SELECT count(*), sum(ends_at - starts_at), count(*) FILTER (WHERE ends_at > now()),
       bool_or(starts_at < %(ends)s AND ends_at > %(starts)s)
FROM bookings
WHERE booked_by = %(by)s AND space_id = %(space)s AND state IN ('asked', 'confirmed')
  AND (starts_at > %(starts)s - interval '366 days' OR ends_at > now())
"""

# Time that nobody else holds: the turns and what people will be told are all that changes.
PASS = """
WITH declined AS (
    UPDATE waits SET state = 'declined', ended_at = now() WHERE id = %(wait)s
    RETURNING id, space_id, person_id, starts_at
),
turns AS (
    UPDATE waits
    SET opens_at = now() + place * interval '2 hours',
        closes_at = now() + (place + 1) * interval '2 hours'
    FROM (
        SELECT waits.id AS next_id,
               row_number() OVER (ORDER BY created_at, waits.id) - 1 AS place
        FROM waits JOIN declined USING (space_id, starts_at)
        WHERE state = 'waiting' AND waits.id <> declined.id
    ) AS line
    WHERE waits.id = next_id
    RETURNING waits.id, waits.person_id, opens_at, closes_at
),
untold AS (
    DELETE FROM notifications
    USING (SELECT id, person_id FROM turns UNION ALL SELECT id, person_id FROM declined) AS line
    WHERE notifications.person_id = line.person_id AND about_kind = 'waits'
      AND about_id = line.id AND due_at > now()
),
told AS (
    INSERT INTO notifications (id, person_id, kind, params, about_kind, about_id, created_at,
                               due_at)
    SELECT gen_random_uuid(), person_id, kind, '{}', 'waits', id, now(),
           CASE kind WHEN 'offered_time' THEN opens_at ELSE closes_at END
    FROM turns, unnest(ARRAY['offered_time', 'offer_passed_on']) AS kind
)
SELECT coalesce(json_agg(turns), '[]')::text FROM turns
"""

Row = tuple[Any, ...] | None


def preview(connection: psycopg.Connection, query: dict[str, str]) -> Row:
    """List the dates of a series and what is taken in all its time."""
    return connection.execute(PREVIEW, _weekly(query)).fetchone()


def series(connection: psycopg.Connection, query: dict[str, str]) -> Row:
    """Write a series and its dates without asking."""
    more = {"id": uuid4(), "by": os.environ["BENCH_LISTER"]}
    return connection.execute(SERIES, _weekly(query) | more).fetchone()


def add_up(connection: psycopg.Connection, query: dict[str, str]) -> None:
    """Add up what somebody has had of a space."""
    wanted = {
        "space": query["space"],
        "by": os.environ["BENCH_LISTER"],
        "starts": datetime.fromisoformat(query["starts_at"]),
        "ends": datetime.fromisoformat(query["ends_at"]),
    }
    connection.execute(USED, wanted).fetchone()


def pass_on(connection: psycopg.Connection, query: dict[str, str]) -> Row:
    """Let somebody in line decline, and give the others their turns anew."""
    return connection.execute(PASS, {"wait": query["wait"]}).fetchone()


def _weekly(query: dict[str, str]) -> dict[str, object]:
    starts = datetime.fromisoformat(query["starts_at"])
    last = starts + (WEEKS - 1) * timedelta(days=7)
    return {"space": query["space"], "starts": starts, "last": last}
