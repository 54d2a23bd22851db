"""Rate limits, in each worker's own memory: a guard against floods and nothing finer.

Whole minutes of the clock are counted, everybody's in one table that each new minute begins afresh.
The headers are those of draft-ietf-httpapi-ratelimit-headers.
"""

import math
import threading

from flask import Response

from backend.kernel.facts import Fact, Kind

_WINDOW = 60  # seconds


class TooManyRequests(Fact):
    """This person, or this address, has asked too often; ``seconds`` says when to come back."""

    kind = Kind.TOO_MANY


class Limiter:
    """Counts the requests of each person, or of each address that is nobody yet."""

    def __init__(self, per_minute: int) -> None:
        self._most = per_minute
        self._policy = f'"minute";q={per_minute};w={_WINDOW}'
        self._window = 0
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def check(self, who: str, now: float) -> None:
        """Count one request; raise ``TooManyRequests`` when there were too many.

        ``now`` is in seconds since the epoch.
        """
        window = int(now // _WINDOW)
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}
            count = self._counts[who] = self._counts.get(who, 0) + 1
        if count > self._most:
            seconds = max(1, _seconds_left(now))
            raise TooManyRequests(seconds=seconds, retry_after=seconds)

    def describe(self, answer: Response, who: str, now: float) -> None:
        """Write on an answer how many more requests there may be, and until when."""
        remaining = max(0, self._most - self._counts.get(who, 0))
        answer.headers["RateLimit-Policy"] = self._policy
        answer.headers["RateLimit"] = f'"minute";r={remaining};t={_seconds_left(now)}'


def _seconds_left(now: float) -> int:
    return math.ceil(_WINDOW - now % _WINDOW)
