"""Who may talk about a booking: whoever booked, and who keeps the space at that moment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.bookings.models import Booking
from backend.bookings.queries import Reader, facts_of_row
from backend.bookings.states import State, state_at
from backend.conversations.about import Subject, let_talk_about
from backend.groups.clauses import who_act
from backend.groups.powers import Act
from backend.spaces.models import Keeper, Space

KIND = "bookings"


def find_bookings_talked_about(
    reader: Reader, ids: Sequence[UUID], now: datetime
) -> Mapping[UUID, Subject]:
    """Return who may talk about bookings, and until when.

    One query, and another where groups keep spaces: of such a group a few talk for all.
    """
    rows = reader.execute(
        select(
            Booking.id,
            Booking.booked_by,
            Booking.starts_at,
            Booking.ends_at,
            Booking.state,
            Booking.answer_by,
            Booking.silence_means_yes,
            Booking.asked_if_there_at,
            Booking.ended_at,
            Space.name,
            Space.group_id,
            Keeper.person_id.label("keeper"),
        )
        .join(Space, Space.id == Booking.space_id)
        .outerjoin(Keeper, Keeper.space_id == Booking.space_id)
        .where(Booking.id.in_(ids))
    ).all()
    of_groups = who_act(reader, {row.group_id for row in rows} - {None}, Act.CONFIRM, now=now)
    sides: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        sides[row.id].update(each for each in (row.keeper, row.booked_by) if each)
        sides[row.id].update(of_groups.get(row.group_id, []))
    return {
        row.id: Subject(
            sides=frozenset(sides[row.id]),
            title=row.name,
            ended_at=_ended_at(row, now),
        )
        for row in rows
    }


def _ended_at(row: Any, now: datetime) -> datetime:
    """Return when a booking ended, or will end if nobody calls it off."""
    facts = facts_of_row(row)
    state = state_at(facts, now)
    if state is State.LAPSED:
        return facts.lapses_at
    if state is State.MISSED:
        return facts.missed_at or facts.period.end
    ended_at: datetime = row.ended_at or facts.period.end
    return ended_at


let_talk_about(KIND, find_bookings_talked_about)
