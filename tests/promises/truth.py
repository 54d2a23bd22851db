"""What must hold of promises, checked by queries that share nothing with the service."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.engine import Connection

_BY_THE_CLOCK = """
    WITH seen AS (
        SELECT p.*, q.quantity AS there_is, q.held, q.full_until, q.standing, q.scarce,
               q.open_until, q.state AS post_state, q.terms_version, q.posted_by,
               CASE WHEN stands_until > :now THEN p.state
                    WHEN stands_until IS NULL THEN p.state
                    WHEN p.state IN ('asked', 'answered', 'offered') THEN 'lapsed'
                    WHEN p.state IN ('agreed', 'claimed') THEN 'ended'
                    ELSE 'unresolved' END AS is_now
        FROM promises p JOIN posts q ON q.id = p.post_id
    ), holding AS (
        SELECT * FROM seen
        WHERE is_now IN ('offered', 'agreed', 'claimed', 'disputed')
           OR is_now IN ('kept', 'ended') AND way <> 'lend' AND NOT standing
    ), sums AS (
        SELECT q.id, q.quantity AS there_is, q.held, q.full_until, q.state,
               coalesce((SELECT sum(quantity) FROM holding h WHERE h.post_id = q.id), 0) AS holds
        FROM posts q
    )
"""

WRONGS = {
    "more is held than there is": "SELECT id FROM sums WHERE holds > there_is OR held > there_is",
    # The clock only frees; what was written last may still count what it has freed since.
    "more is held than is written down": "SELECT id FROM sums WHERE holds > held",
    "what is all held does not say so": """
        SELECT id FROM sums WHERE (holds = there_is) <> coalesce(full_until > :now, false)
    """,
    "a date is held twice": """
        SELECT post_id FROM holding, unnest(on_dates) AS d GROUP BY post_id, d HAVING count(*) > 1
    """,
    "somebody has two of one post": """
        SELECT post_id FROM seen
        WHERE is_now IN ('asked', 'answered', 'offered', 'agreed', 'claimed', 'disputed')
        GROUP BY post_id, counterpart_id HAVING count(*) > 1
    """,
    "agreed without knowing on what": """
        SELECT id FROM seen WHERE agreed_at IS NOT NULL
          AND (agreed_terms IS NULL OR agreed_terms > terms_version)
    """,
    "it waits for longer than the post is open": """
        SELECT id FROM seen WHERE is_now IN ('asked', 'answered', 'offered')
          AND (stands_until > open_until OR post_state <> 'open')
    """,
    "missed by one side's word": """
        SELECT id FROM promises WHERE (state = 'missed') <> (missed_by IS NOT NULL)
           OR state = 'missed' AND missed_by <> ended_by
    """,
    "promised to oneself": "SELECT id FROM promises WHERE poster_id = counterpart_id",
    "live between two who parted": """
        SELECT s.id FROM seen s JOIN blocks b
          ON (b.blocker_id, b.blocked_id)
             IN ((poster_id, counterpart_id), (counterpart_id, poster_id))
        WHERE is_now IN ('asked', 'answered', 'offered', 'agreed', 'claimed', 'disputed')
    """,
    "live with somebody who left": """
        SELECT id FROM seen
        WHERE is_now IN ('asked', 'answered', 'offered', 'agreed', 'claimed', 'disputed')
          AND (poster_id IS NULL OR counterpart_id IS NULL)
    """,
    "offered before the lot was drawn": """
        SELECT id FROM seen WHERE scarce AND offered_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM lots l WHERE l.post_id = seen.post_id
                          AND l.drawn_at <= offered_at)
    """,
    # Who wants no more than somebody behind them is never passed over for them.
    "offered out of order": """
        SELECT a.id FROM lots l
        JOIN seen a ON a.post_id = l.post_id AND a.is_now = 'asked' AND l.drawn ? a.id::text
        JOIN seen b ON b.post_id = l.post_id AND b.is_now = 'offered' AND a.quantity <= b.quantity
        WHERE NOT l.drawn ? b.id::text OR
          (SELECT n FROM jsonb_array_elements_text(l.drawn) WITH ORDINALITY AS d (i, n)
           WHERE i = a.id::text)
          < (SELECT n FROM jsonb_array_elements_text(l.drawn) WITH ORDINALITY AS d (i, n)
             WHERE i = b.id::text)
    """,
    "thanked for what was not kept": """
        SELECT promise_id FROM thanks t JOIN promises p ON p.id = t.promise_id
        WHERE state <> 'kept' OR from_id = to_id
    """,
    "all kept and not fulfilled": """
        SELECT q.id FROM posts q WHERE q.way <> 'lend' AND NOT q.standing AND q.state = 'open'
          AND q.quantity <= (SELECT sum(quantity) FROM promises p
                             WHERE p.post_id = q.id AND p.state = 'kept')
    """,
}


def wrongs(connection: Connection, now: datetime) -> list[str]:
    """Name what does not hold at an instant."""
    return [
        name
        for name, query in WRONGS.items()
        if connection.execute(text(_BY_THE_CLOCK + query), {"now": now}).first() is not None
    ]


def over(connection: Connection, now: datetime) -> dict[object, tuple[object, ...]]:
    """Return what is over at an instant, by id: all that must never change again.

    Written down or not: how it ended and when, by the clock.
    """
    rows = connection.execute(
        text(
            _BY_THE_CLOCK
            + """
            SELECT id, is_now, coalesce(stands_until, ended_at) AS ended_at, ended_by, missed_by,
                   agreed_at, agreed_terms, claim, claimed_by, quantity, on_dates::text
            FROM seen WHERE is_now NOT IN
                ('asked', 'answered', 'offered', 'agreed', 'claimed', 'disputed')
            """
        ),
        {"now": now},
    )
    return {row.id: tuple(row) for row in rows}
