"""Until when people may talk, and how much: pure decisions."""

from datetime import datetime, timedelta

OPEN_AFTER_THE_END = timedelta(days=14)
"""How long people may go on talking when what brought them together is over."""
KEPT_FOR = timedelta(days=30)
"""How long a conversation is kept when it is closed, for then nobody can read it any more."""

LONGEST_MESSAGE = 2000
MESSAGES_PER_MINUTE = 20
PER_MINUTE = timedelta(minutes=1)


def closes_at(ended_at: datetime | None, keeping_in_touch: bool) -> datetime | None:
    """Return when people can no longer talk, None where no end is in sight."""
    return None if ended_at is None or keeping_in_touch else ended_at + OPEN_AFTER_THE_END


def next_seq(last_seq: int, created_at: datetime, now: datetime) -> int:
    """Return the number of the next message: higher than any before, whatever the clock says.

    Numbers go with the seconds, so that a gap does not tell that somebody wrote whom one does not
    see.
    """
    return max(last_seq + 1, int((now - created_at).total_seconds()) + 1)
