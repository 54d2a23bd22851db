"""Rate limits, in each worker's own memory: a guard against floods and nothing finer.

The headers are those of draft-ietf-httpapi-ratelimit-headers.
"""

import math

from flask import Response
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from backend.kernel.facts import Fact, Kind


class TooManyRequests(Fact):
    """This person, or this address, has asked too often; ``seconds`` says when to come back."""

    kind = Kind.TOO_MANY


class Limiter:
    """Counts the requests of each person, or of each address that is nobody yet."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def check(self, who: str, now: float) -> None:
        """Count one request; raise ``TooManyRequests`` when there were too many.

        ``now`` is in seconds since the epoch.
        """
        if not self._limiter.hit(self._item, who):
            stats = self._limiter.get_window_stats(self._item, who)
            seconds = max(1, math.ceil(stats.reset_time - now))
            raise TooManyRequests(seconds=seconds, retry_after=seconds)

    def describe(self, answer: Response, who: str, now: float) -> None:
        """Write on an answer how many more requests there may be, and until when."""
        stats = self._limiter.get_window_stats(self._item, who)
        seconds = max(0, math.ceil(stats.reset_time - now))
        answer.headers["RateLimit-Policy"] = f'"minute";q={self._item.amount};w=60'
        answer.headers["RateLimit"] = f'"minute";r={max(0, stats.remaining)};t={seconds}'
