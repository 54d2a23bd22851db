"""Neighbours who book over real HTTP, room after room, and remember what they were told."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import requests
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from backend.app import create_app
from backend.db import db
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.settings import Settings
from tests.bookings.rooms import a_person, a_space
from tests.bookings.truth import contradictions
from tests.people.arrivals import arrive

CONNECTION_LOST = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
AGES = 60  # seconds, longer than any answer may take


@dataclass(frozen=True, slots=True)
class Village:
    """A house with two rooms, a hall, and people with a phone."""

    url: str
    spaces: Sequence[UUID]
    tokens: Sequence[str]


def settle(url: str, people: int) -> Village:
    """Put a village into the database at ``url``, with tokens good for a quarter of an hour."""
    app = create_app(Settings(database_url=url))
    tokens = [
        arrive(app, f"Neighbour {number}", now=utc_now()).access_token for number in range(people)
    ]
    with app.app_context():
        db.engine.dispose()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        keeper = a_person(session, "Keeper")
        house = a_space(session, keeper, name="House")
        rooms = [a_space(session, keeper, name=name, parent=house) for name in ("Kitchen", "Attic")]
        spaces = [house.id, *(room.id for room in rooms), a_space(session, keeper).id]
        session.commit()
    return Village(url, spaces, tokens)


def hour(number: int) -> dict[str, str]:
    """Return the time of a booking: the so-manieth hour from the day after tomorrow on."""
    midnight = datetime.combine(utc_now() + timedelta(days=2), time(), tzinfo=UTC)
    start = midnight + timedelta(hours=number)
    return {
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=1)).isoformat(),
    }


def ask(
    phone: requests.Session, address: str, path: str, token: str, key: str, body: Any
) -> requests.Response:
    """Send a write as a phone does."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return phone.post(address + path, json=body, headers=headers, timeout=AGES)


@dataclass(slots=True)
class Crowd:
    """People of a village who book, and cancel every fourth booking, until told to stop."""

    address: str
    village: Village
    told: dict[UUID, str] = field(default_factory=dict)
    """The state of each booking, as the last answer about it had it."""
    unanswered: list[tuple[str, str, str, Any]] = field(default_factory=list)
    """What was asked and never answered: path, token, key and body."""
    answers: list[requests.Response] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        for number in range(len(self.village.tokens)):
            self.threads.append(threading.Thread(target=self._book, args=(number,)))
            self.threads[-1].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join()

    def statuses(self) -> Counter[int]:
        """Return how many answers there were of each kind."""
        return Counter(answer.status_code for answer in list(self.answers))

    def repeat_what_was_not_answered(self, address: str) -> None:
        """Ask again with the same key, as a phone does; everybody must be told something now."""
        self.address = address
        asked, self.unanswered = self.unanswered, []
        with requests.Session() as phone:
            for each in asked:
                self._ask(phone, *each)
        assert self.unanswered == []

    def _book(self, person: int) -> None:
        token = self.village.tokens[person]
        with requests.Session() as phone:
            for number in count(person * 500):
                # Somebody wants each hour of the house or of one of its rooms, and the hall too.
                for space in (self.village.spaces[number % 3], self.village.spaces[3]):
                    if self.enough.is_set():
                        return
                    booking = new_id()
                    body = {"id": str(booking), **hour(number)}
                    self._ask(phone, f"/v1/spaces/{space}/bookings", token, str(new_id()), body)
                    if number % 4 == 0 and booking in self.told:
                        path = f"/v1/bookings/{booking}/cancellation"
                        self._ask(phone, path, token, str(new_id()), {})

    def _ask(self, phone: requests.Session, path: str, token: str, key: str, body: Any) -> None:
        try:
            answer = ask(phone, self.address, path, token, key, body)
        except CONNECTION_LOST:
            self.unanswered.append((path, token, key, body))
            # Nobody listens for a moment. The wait ends early when it is enough.
            self.enough.wait(0.05)
            return
        self.answers.append(answer)
        if answer.ok:
            self.told[UUID(answer.json()["id"])] = answer.json()["state"]
        elif answer.status_code == 503:
            self.unanswered.append((path, token, key, body))
            self.enough.wait(0.05)


def kept(connection: Connection) -> dict[UUID, str]:
    """Return the state of every booking that the database has."""
    return {row.id: row.state for row in connection.execute(text("SELECT id, state FROM bookings"))}


def is_as_told(crowd: Crowd) -> None:
    """Hold the database against what the crowd was told."""
    with create_engine(crowd.village.url, poolclass=NullPool).connect() as connection:
        found = kept(connection)
        assert contradictions(connection, utc_now()) == []
    # Whoever heard nothing of a cancellation may find it done.
    unsure = {UUID(path.split("/")[3]) for path, *_ in crowd.unanswered if "cancel" in path}
    asked = {UUID(body["id"]) for *_, body in crowd.unanswered if "id" in body}
    lost = {each for each, state in crowd.told.items() if found.get(each) != state}
    assert lost <= unsure
    assert all(found.get(each) == "cancelled" for each in lost)
    assert set(found) - set(crowd.told) <= asked, "nobody asked for these"
