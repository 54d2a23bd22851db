"""Residents of a story: each remembers every sentence that they were told.

month = Month(clock, neighbour)
rose = month.resident("Rose Hart")
month.becomes("Wednesday 11 March, 10:00")
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.test import TestResponse

from tests.people.arrivals import Neighbour

LONDON = ZoneInfo("Europe/London")
_SENTENCES = frozenset({"says", "detail", "title", "message", "messages"})
_RENEWS_AFTER = timedelta(minutes=10)


def moment(words: str) -> datetime:
    """Return the instant of "Tuesday 10 March, 18:30" in London, in the year of the story."""
    wall = datetime.strptime(f"{words} 2026", "%A %d %B, %H:%M %Y").replace(tzinfo=LONDON)
    assert f"{wall:%A}" == words.split()[0], f"{words} is a {wall:%A}"
    return wall.astimezone(UTC)


def instant(words: str) -> str:
    """Return such a moment as a phone sends and sees it."""
    return moment(words).isoformat().replace("+00:00", "Z")


def between(starts: str, ends: str) -> dict[str, str]:
    """Return the two ends of a wish; the second may be a time on the same day alone."""
    if "," not in ends:
        ends = f"{starts.split(',')[0]}, {ends}"
    return {"starts_at": instant(starts), "ends_at": instant(ends)}


def sentences(content: object) -> Iterator[str]:
    """Yield every sentence for people in an answer, however deep it lies."""
    if isinstance(content, list):
        for each in content:
            yield from sentences(each)
    elif isinstance(content, dict):
        for name, value in content.items():
            if name in _SENTENCES and isinstance(value, str):
                yield value
            else:
                yield from sentences(value)


class Resident(Neighbour):
    """A neighbour who renews their tokens as phones do, and keeps what they were told.

    ``heard`` are the sentences of all answers, ``read`` the answers as they came.
    """

    def __init__(self, name: str, phone: Neighbour, now: Callable[[], datetime]) -> None:
        self.__dict__.update(phone.__dict__)
        self.name = name
        self.now = now
        self.renewed_at = now()
        self.heard: list[str] = []
        self.read: list[str] = []

    def request(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        """Send a request, and remember each sentence of the answer."""
        if self.now() - self.renewed_at >= _RENEWS_AFTER:
            self.renewed_at = self.now()
            self.renew()
        answer = super().request(method, path, body, **more)
        if answer.is_json:
            self.read.append(answer.text)
            self.heard += sentences(answer.json)
        return answer

    def does(self, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """Do something that works, and return what is seen then."""
        method = more.pop("method", "POST")
        answer = self.request(method, path, body, **more)
        assert answer.status_code in {200, 201, 204}, (path, answer.json)
        return answer.json if answer.is_json else {}

    def sees(self, path: str) -> dict[str, Any]:
        """Look at something that is there."""
        return self.does(path, method="GET")

    def is_refused(self, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """Try something that does not work, and return the answer with its code and words."""
        answer = self.request(more.pop("method", "POST"), path, body, **more)
        assert answer.status_code in {403, 404, 409, 422}, (path, answer.status_code, answer.json)
        return answer.json

    def is_told(self) -> list[str]:
        """Read what is new, oldest first, and mark it as read."""
        told = self.sees("/v1/notifications?unread=true&limit=100")
        assert told["unread"] == len(told["items"])
        if told["items"]:
            read = {"ids": [each["id"] for each in told["items"]]}
            assert self.does("/v1/notifications/read", read) == {"unread": 0}
        return [each["says"] for each in reversed(told["items"])]


class Month:
    """The time of a story, however long, and who lives in it."""

    def __init__(self, clock: Any, neighbour: Callable[..., Neighbour]) -> None:
        self.clock = clock
        self.neighbour = neighbour
        self.people: list[Resident] = []

    def resident(self, name: str, **person: object) -> Resident:
        """Add somebody who lives here."""
        somebody = Resident(name, self.neighbour(name, **person), self.clock)
        self.people.append(somebody)
        return somebody

    def becomes(self, words: str) -> None:
        """Let the time pass until a moment such as "Tuesday 10 March, 18:30"."""
        later = moment(words)
        assert later >= self.clock.now, f"{words} is over"
        self.clock.now = later

    def told_words(self) -> Iterator[tuple[str, str]]:
        """Yield (name, sentence) for everything anybody was told."""
        for each in self.people:
            for sentence in each.heard:
                yield each.name, sentence


def words_of(sentence: str) -> set[str]:
    """Return the words of a sentence, in small letters."""
    return set(re.findall(r"[a-z]+", sentence.lower()))
