"""What has to be held so that an offer can be taken, and until when.

The bookings that are being given back hold their own time for as long as an offer needs it; what
else an offer needs is held by rows of the line's own, with the id of a wait in place of a booking.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from backend.bookings.occupying import Taken
from backend.kernel.periods import Period
from backend.waiting.rules import Offer

LANE = -1
"""The lane of what is held for sharers in a line: bookings have positive ones."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One space that an offer needs, with buffers. `people` None: without anybody else in it."""

    space_id: UUID
    wait_id: UUID
    period: Period
    people: int | None
    until: datetime


@dataclass(frozen=True, slots=True)
class ToHold:
    """A row to write. `people` None: nobody else may be there."""

    space_id: UUID
    wait_id: UUID
    period: Period
    people: int | None
    until: datetime


def needed_by(offers: Iterable[Offer], people: dict[UUID, int | None]) -> list[Needed]:
    """List the spaces that offers need; `people` by wait, None for whoever wants to be alone."""
    return [
        Needed(
            space_id,
            offer.claim.wait_id,
            offer.claim.occupied,
            people[offer.claim.wait_id],
            offer.closes_at,
        )
        for offer in offers
        if offer.holds
        for space_id in offer.claim.spaces
    ]


def until_when(held: Taken, needed: Iterable[Needed], gives_way_at: datetime) -> datetime:
    """Say until when what is being given back is still held: by itself, or for an offer."""
    needs = (
        each.until
        for each in needed
        if each.space_id == held.space_id and each.period.overlaps(held.period)
    )
    return max([gives_way_at, *needs])


def rows_to_hold(needed: Sequence[Needed], held: Sequence[Taken]) -> list[ToHold]:
    """List what must be held beside what is held already.

    Where sharers are still leaving a space that somebody is offered alone, nothing can be held;
    whoever joins them first is let in, and the line is timed anew.
    """
    rows: list[ToHold] = []
    for space_id in dict.fromkeys(each.space_id for each in needed):
        needs = [each for each in needed if each.space_id == space_id]
        holds = [each for each in held if each.space_id == space_id]
        periods = [*(each.period for each in needs), *(each.period for each in holds)]
        edges = sorted({at for period in periods for at in period})
        for start, end in pairwise(edges):
            row = _row(space_id, Period(start, end), needs, holds)
            last = rows[-1] if rows else None
            if row and last and _continues(last, row):
                rows[-1] = ToHold(
                    space_id, last.wait_id, Period(last.period.start, end), row.people, row.until
                )
            elif row:
                rows.append(row)
    return rows


def _continues(last: ToHold, row: ToHold) -> bool:
    same = (last.space_id, last.wait_id, last.people, last.until, last.period.end)
    return same == (row.space_id, row.wait_id, row.people, row.until, row.period.start)


def _row(
    space_id: UUID, slice_: Period, needs: Iterable[Needed], holds: Iterable[Taken]
) -> ToHold | None:
    here = [each for each in needs if each.period.overlaps(slice_)]
    there = [each for each in holds if each.period.overlaps(slice_)]
    if not here or any(not each.shared for each in there):
        return None
    until = max(each.until for each in here)
    if any(each.people is None for each in here):
        return None if there else ToHold(space_id, here[0].wait_id, slice_, None, until)
    more = max(each.people or 0 for each in here) - sum(each.people for each in there)
    return ToHold(space_id, here[0].wait_id, slice_, more, until) if more > 0 else None
