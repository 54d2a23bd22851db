"""Who is calling, and what a route may use while it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.db import db, reading_engine
from backend.kernel.facts import Fact, Kind


class SignInNeeded(Fact):
    """Nobody is signed in, or no longer."""

    kind = Kind.UNAUTHENTICATED


@dataclass(frozen=True, slots=True)
class Caller:
    """A person at a phone."""

    person_id: UUID
    session_id: UUID


Identify = Callable[[Connection, str, datetime], Caller]
"""Tells who holds an access token; raises ``SignInNeeded``. The application hands it in."""


@dataclass(slots=True)
class Call:
    """One request, as a route sees it.

    ``query`` and ``body`` have been checked against their schemas. ``if_match`` is the version the
    caller last saw, where they said so. ``keeps_changes`` as of a `Fact`, whatever it is refused
    with: what the clock did is kept, though it leaves nothing to be seen.
    """

    now: datetime
    language: str
    caller: Caller | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    if_match: int | None = None
    address: str = ""
    keeps_changes: bool = False
    _reader: Connection | None = None

    @property
    def by(self) -> UUID:
        """The id of the person calling; ``SignInNeeded`` where nobody is."""
        if self.caller is None:
            raise SignInNeeded
        return self.caller.person_id

    @property
    def session_id(self) -> UUID:
        """The id of the session they call from; ``SignInNeeded`` where nobody is."""
        if self.caller is None:
            raise SignInNeeded
        return self.caller.session_id

    @property
    def reader(self) -> Connection:
        """A connection for plain reads, one for the whole request."""
        if self._reader is None:
            self._reader = reading_engine().connect()
        return self._reader

    @property
    def session(self) -> Session:
        """The session of this request's one transaction; the reading connection is given back."""
        self.close_reader()
        return db.session()

    def close_reader(self) -> None:
        """Give the reading connection back, so that no request holds two."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
