"""Who of a line is offered a time and for how long, decided from facts alone.

One after the other, in the order in which they came. Only where less than `SHORTEST` remains for
one of them is there no more holding: those who are left are told that the time is free, and the
first to book it has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kernel.answering import time_to_answer
from backend.kernel.periods import Period
from backend.kernel.sayings import Next

LONGEST = timedelta(hours=2)
"""How long an offer is held by day when nothing presses; over night it lasts until morning."""
SHORTEST = timedelta(minutes=10)
"""Nobody is asked to decide in less time than this."""
SHARE = 4
"""An offer takes at most this part of the time that is left, so that several have a turn."""


class Written(StrEnum):
    """What people made of a wait."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"
    LEFT = "left"
    OVER = "over"
    """The space is no longer shared."""


class WaitState(StrEnum):
    """What a wait is at an instant."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    PASSED_ON = "passed_on"
    """It was offered and not answered. They stay in line for when it is freed again."""
    OVER = "over"
    LEFT = "left"


IN_LINE = frozenset({WaitState.WAITING, WaitState.OFFERED, WaitState.PASSED_ON})


@dataclass(frozen=True, slots=True)
class WaitFacts:
    """Hold what is written down about a wait."""

    written: Written
    starts_at: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def state_at(facts: WaitFacts, now: datetime) -> WaitState:
    """Say what the wait is at an instant."""
    if facts.written is not Written.WAITING:
        return WaitState(facts.written.value)
    if now >= facts.starts_at:
        return WaitState.OVER
    if facts.opens_at is None or facts.closes_at is None or now < facts.opens_at:
        return WaitState.WAITING
    return WaitState.OFFERED if now < facts.closes_at else WaitState.PASSED_ON


def find_next(facts: WaitFacts, now: datetime) -> Next | None:
    """Say what the clock will make of the wait next, if nobody does anything."""
    state = state_at(facts, now)
    if state not in IN_LINE:
        return None
    changes = (facts.opens_at, facts.closes_at, facts.starts_at)
    at = min(each for each in changes if each is not None and each > now)
    return Next(at=at, becomes=state_at(facts, at).value)


def can_do(state: WaitState) -> list[str]:
    """List what its owner may do with a wait; the words are those of the paths."""
    if state is WaitState.OFFERED:
        return ["taking", "declining", "leave"]
    return ["leave"] if state in IN_LINE else []


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
