"""Telling people in line that it is their turn, and that it was."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, Telling, take_back, tell_each
from backend.spaces.models import Space
from backend.waiting.rules import Offer

ABOUT = "waits"


def tell_of_turns(
    session: Session, turns: Iterable[tuple[Row[Any], Space, Offer | None]], *, now: datetime
) -> None:
    """Tell each when their turn begins, and when it has passed; take back what is no longer so.

    All rows are written now; each is seen from its time on.
    """
    turns = list(turns)
    take_back_turns(session, [(row.id, row.person_id) for row, _, _ in turns], now=now)
    tellings: list[Telling] = []
    for row, space, turn in turns:
        if turn is None or row.person_id is None:
            continue
        params = {
            "space": space.name,
            "space_id": space.id,
            "starts_at": LocalTime(row.starts_at, space.zone),
            "ends_at": LocalTime(row.ends_at, space.zone),
        }
        about = About(ABOUT, row.id)
        if not turn.holds:
            told = Telling(row.person_id, "time_free_again", about, turn.opens_at, params)
            tellings.append(told)
            continue
        until = {**params, "closes_at": LocalTime(turn.closes_at, space.zone)}
        tellings.append(Telling(row.person_id, "offered_time", about, turn.opens_at, until))
        tellings.append(Telling(row.person_id, "offer_passed_on", about, turn.closes_at, params))
    tell_each(session, tellings, now=now)


def take_back_turns(
    session: Session, waits: Iterable[tuple[UUID, UUID | None]], *, now: datetime
) -> None:
    """Take back what people in line, as (wait, person), would have been told later."""
    waits = list(waits)
    people = {person for _, person in waits if person is not None}
    take_back(session, people, ABOUT, [wait for wait, _ in waits], now=now)
