"""Households: who lives together, in their own words; they count once where that matters."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import cast, func, select
from sqlalchemy.types import Text

from backend.groups.models import Membership
from backend.groups.queries import Reader

_MOST_SPELLINGS = 50


def household_of(person_id: UUID, household: str) -> str:
    """Return what is the same for those who live together, whatever case and spaces they write.

    Whoever says nothing lives alone. It is a hash, so that their words go nowhere.
    """
    words = " ".join(household.split()).casefold()
    return hashlib.sha256((words or str(person_id)).encode()).hexdigest()


def households_of(reader: Reader, group_id: UUID, people: Iterable[UUID]) -> set[str]:
    """Return the households of those of some people who belong to a group."""
    rows = reader.execute(
        select(Membership.person_id, Membership.household).where(
            Membership.group_id == group_id, Membership.person_id.in_(list(people))
        )
    )
    return {household_of(row.person_id, row.household) for row in rows}


def has_two_households(reader: Reader, group_id: UUID) -> bool:
    """Answer whether not all members of a group live together."""
    one_of_them = func.min(cast(Membership.person_id, Text)).label("person_id")
    spelled = reader.execute(
        select(Membership.household, one_of_them, func.count().label("people"))
        .where(Membership.group_id == group_id)
        .group_by(Membership.household)
        # Nobody writes where they live in more ways than that.
        .limit(_MOST_SPELLINGS)
    ).all()
    if any(row.people > 1 and not row.household.strip() for row in spelled):
        return True
    # Which of them are the same is said in one place, for two that disagreed let nobody in.
    return len({household_of(UUID(row.person_id), row.household) for row in spelled}) > 1
