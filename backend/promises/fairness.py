"""The fair order of a scarce offer: who received least comes first, and a lot decides ties.

Pure, so that whoever was involved can work it out again from what is shown once the lot is drawn.
The hash of the secret is shown from the day of the posting on, and the secret to nobody until then:
neither who posted nor who asks can choose an id for the place that it will have.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

GATHERED_FOR = timedelta(hours=12)
"""Whoever asks so soon after the first who did has no better place for being quicker."""
RECEIVED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who asked, by the id of their promise."""

    id: UUID
    person_id: UUID
    asked_at: datetime


def gathered_until(first_asked_at: datetime, needed_at: datetime) -> datetime:
    """Return when asking has gathered long enough to be shared out among those who asked.

    Never later than half-way to when it is of use.
    """
    return first_asked_at + min(GATHERED_FOR, max(needed_at - first_asked_at, timedelta(0)) / 2)


def tiers_of(asked: Iterable[Asked], received: Mapping[UUID, int]) -> list[list[UUID]]:
    """Return the promises of those who asked in tiers: who received least is in the first.

    ``received`` says how often each person did; who is not in it never did. Within a tier the
    order is that of the ids and means nothing.
    """
    tiers: dict[int, list[UUID]] = {}
    for each in asked:
        tiers.setdefault(received.get(each.person_id, 0), []).append(each.id)
    return [sorted(tiers[count]) for count in sorted(tiers)]


def drawn(secret: bytes, tiers: Sequence[Collection[UUID]]) -> list[UUID]:
    """Return the order: tier after tier, in each by the SHA-256 over the secret and the id.

    The id as its 16 bytes; the digests are compared as bytes, the smallest first.
    """
    return [
        each
        for tier in tiers
        for each in sorted(tier, key=lambda id_: sha256(secret + id_.bytes).digest())
    ]


def in_order(asked: Collection[Asked], drawn_ids: Sequence[UUID]) -> list[UUID]:
    """Return those who wait as it is offered to them: as drawn, then whoever asked later."""
    places = {each: place for place, each in enumerate(drawn_ids)}
    last = len(places)
    return [
        each.id for each in sorted(asked, key=lambda a: (places.get(a.id, last), a.asked_at, a.id))
    ]
