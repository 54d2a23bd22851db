"""What every action is: how much it weighs, what it needs to be told, and how it is carried out."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.orm import Session

from backend.decisions.models import Decision
from backend.decisions.states import Weight
from backend.groups.models import Group

Params = Mapping[str, Any]
"""As they are kept: ids and dates as text."""


class WhyNot(StrEnum):
    """Why an action cannot be carried out, beside what `backend.spaces.group_keys` says."""

    PERSON_GONE = "person_gone"
    NOT_IN_GROUP = "not_in_group"
    NO_WISH_TO_JOIN = "no_wish_to_join"
    CANNOT_BE_DONE = "cannot_be_done"
    NO_STEWARD = "no_steward"
    NO_STEWARDS_HERE = "no_stewards_here"
    NO_SEAT_FREE = "no_seat_free"
    AGREEMENT_OVER = "agreement_over"
    REVIEW_NOT_AHEAD = "review_not_ahead"
    NOT_A_NEIGHBOURHOOD = "not_a_neighbourhood"
    NEIGHBOURHOOD_IS_NEARBY = "neighbourhood_is_nearby"
    IN_IT_ALREADY = "in_it_already"
    IN_NO_NEIGHBOURHOOD = "in_no_neighbourhood"
    TOO_FEW_TO_DECIDE = "too_few_to_decide"
    NOTHING_WOULD_CHANGE = "nothing_would_change"


class NotNow(Exception):
    """Somebody holds what the action needs, who is about to let go; it is tried again soon."""


class Action:
    """Something that a group decides and the server carries out.

    ``check`` and ``enact`` come with the group locked. ``check`` says why it cannot be, None where
    it can; it is asked when it is proposed, when the vote opens, and once more before it is
    carried out, for much may have happened since.
    """

    weight: ClassVar[Weight]
    needs: ClassVar[frozenset[str]] = frozenset()
    """Params it cannot be without."""
    takes: ClassVar[frozenset[str]] = frozenset()
    """Params it may also have."""
    two_thirds_at_least: ClassVar[bool] = False
    may_have_options: ClassVar[bool] = False
    least_electors: ClassVar[int] = 1
    is_about_somebody: ClassVar[bool] = False
    """Whether ``person_id`` is somebody who does not vote on it."""

    def weight_of(self, params: Params) -> Weight:
        """Return how much it weighs at least."""
        return self.weight

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say why it cannot be carried out at an instant, None where it can."""
        return None

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Carry it out, as of an instant."""


def id_in(decision: Decision, name: str) -> UUID | None:
    """Return an id out of a decision's params; None where it is not there any more."""
    value = decision.params.get(name)
    return None if value is None else UUID(value)
