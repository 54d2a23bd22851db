"""Who of a line is offered a time and for how long, decided from facts alone.

One after the other, in the order in which they came. Only where less than `SHORTEST` remains for
one of them is there no more holding: those who are left are told that the time is free, and the
first to book it has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kernel.answering import time_to_answer
from backend.kernel.periods import Period

LONGEST = timedelta(hours=2)
"""How long an offer is held by day when nothing presses; over night it lasts until morning."""
SHORTEST = timedelta(minutes=10)
"""Nobody is asked to decide in less time than this."""
SHARE = 4
"""An offer takes at most this part of the time that is left, so that several have a turn."""


def offer_closes_at(opens_at: datetime, book_by: datetime, zone: ZoneInfo) -> datetime | None:
    """Return until when an offer lasts, None where too little time is left to hold it for anybody.

    `book_by` is the last instant at which it can be booked. An offer ends half-way to it at the
    latest, and at night only where neither the evening nor the morning could be waited for.
    """
    left = book_by - opens_at
    if left < 2 * SHORTEST:
        return None
    usual = max(SHORTEST, min(LONGEST, left / SHARE))
    return time_to_answer(opens_at, book_by, zone, usual).until


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody in line whose wish fits once what is being given back is gone."""

    wait_id: UUID
    spaces: frozenset[UUID]
    """The space and all inside it."""
    occupied: Period
    book_by: datetime
    zone: ZoneInfo
    free_from: datetime
    """When the last of what is in its way is gone."""
    opens_at: datetime | None
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Answer whether it is offered to them at this moment."""
        if self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= now < self.closes_at

    def meets(self, other: "Claim") -> bool:
        """Answer whether not both can be had at once."""
        return self.occupied.overlaps(other.occupied) and not self.spaces.isdisjoint(other.spaces)


@dataclass(frozen=True, slots=True)
class Offer:
    """A turn: from when until when. Where both are the same, one is told and nothing is held."""

    claim: Claim
    opens_at: datetime
    closes_at: datetime

    @property
    def holds(self) -> bool:
        """Whether the time is held for it."""
        return self.opens_at < self.closes_at


def offers_for(claims: Sequence[Claim], *, now: datetime) -> list[Offer]:
    """Give each claim its turn, in the order given; an offer that is open stays as it is."""
    offers = [
        Offer(each, each.opens_at, each.closes_at)
        for each in claims
        if each.is_open(now) and each.opens_at and each.closes_at
    ]
    open_now = {each.claim.wait_id for each in offers}
    for claim in claims:
        if claim.wait_id in open_now:
            continue
        before = [each.closes_at for each in offers if each.claim.meets(claim)]
        opens_at = max([now, claim.free_from, *before])
        if opens_at >= claim.book_by:
            continue
        closes_at = offer_closes_at(opens_at, claim.book_by, claim.zone)
        offers.append(Offer(claim, opens_at, closes_at or opens_at))
    return offers
