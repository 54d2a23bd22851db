"""Spaces that a group keeps: taking one over, handing it on, giving it up."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from backend.decisions.doing import Action, NotNow, WhyNot, id_in
from backend.decisions.models import Decision
from backend.decisions.states import DecisionState, Weight
from backend.groups import record
from backend.groups.models import Group
from backend.groups.record import Recorded, pseudonym
from backend.spaces import group_keys
from backend.spaces.group_keys import WhyNot as WhyNotKeep
from backend.spaces.models import Space

SPACE = frozenset({"space_id"})
WILLING_FOR = timedelta(days=90)
"""How long it counts that a group decided to take a space which another keeps."""


class AboutSpace(Action):
    """An action on a space."""

    weight = Weight.CHARTER
    needs = SPACE

    def space(self, session: Session, decision: Decision) -> Space | None:
        """Lock and return the space, None where it is shared no longer."""
        space_id = id_in(decision, "space_id")
        return None if space_id is None else group_keys.lock_shared_space(session, space_id)


class TakeSpace(AboutSpace):
    """Keep a space from now on. A keeper brings it by proposing it.

    Where another group keeps it, to decide this is to say that one would take it; that group hands
    it over by a decision of its own.
    """

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether its keeper no longer brings it."""
        space = self.space(session, decision)
        why = group_keys.why_not_take_over(
            session, space, group.id, brought_by=decision.proposed_by
        )
        return None if why is WhyNotKeep.SPACE_KEPT_BY_ANOTHER else why

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Let the group keep it, unless another group does."""
        space = self.space(session, decision)
        assert space is not None, "checked before"
        if space.group_id is None:
            group_keys.take_over(session, space, group.id)
            facts = {"space": space.id, "decision": decision.id}
            record.write(session, group, Recorded.SPACE_TAKEN, facts, at)


class HandOverSpace(AboutSpace):
    """Hand a space to a group that decided to take it, or leave it to somebody with its key."""

    takes = frozenset({"person_id", "group_id"})

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether it is not ours, or nobody is there to take it."""
        space = self.space(session, decision)
        why = group_keys.why_not_let_go(session, space, group.id)
        if why not in (None, WhyNotKeep.ROOMS_INSIDE):
            return why
        assert space is not None, "it is ours"
        to_group, to_person = id_in(decision, "group_id"), id_in(decision, "person_id")
        if to_group is None:
            if to_person is None:
                return WhyNot.PERSON_GONE
            holds = group_keys.holds_key(session, space.id, to_person)
            return None if holds else WhyNotKeep.NO_KEY_THERE
        is_open = exists().where(Group.id == to_group, Group.closed_at.is_(None))
        willing = exists().where(
            Decision.group_id == to_group,
            Decision.action == "take_space",
            Decision.params["space_id"].astext == str(space.id),
            Decision.state == DecisionState.ENACTED.value,
            Decision.enacted_at > at - WILLING_FOR,
        )
        are_willing = session.scalar(select(is_open & willing))
        return None if are_willing else WhyNotKeep.NO_KEY_THERE

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Hand it over."""
        space = self.space(session, decision)
        assert space is not None, "checked before"
        to_group, to_person = id_in(decision, "group_id"), id_in(decision, "person_id")
        if to_group is not None and not _keep_open(session, to_group):
            raise NotNow
        group_keys.take_over(session, space, to_group)
        facts = {
            "space": space.id,
            "to_group": to_group,
            "to_person": None if to_person is None else pseudonym(group.id, to_person),
            "decision": decision.id,
        }
        record.write(session, group, Recorded.SPACE_HANDED_OVER, facts, at)


def _keep_open(session: Session, group_id: UUID) -> bool:
    """Keep a group from closing while it is given a space; False where it is being changed.

    Nobody is waited for, since that group may be about to hand something to this one.
    """
    held = session.scalar(
        select(Group.id)
        .where(Group.id == group_id, Group.closed_at.is_(None))
        .with_for_update(read=True, skip_locked=True)
    )
    return held is not None


class GiveUpSpace(AboutSpace):
    """Keep a space no longer; those who hold keys share it on, or nobody does."""

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether it is not ours, or rooms inside would be lost."""
        return group_keys.why_not_let_go(session, self.space(session, decision), group.id)

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Give it up."""
        space = self.space(session, decision)
        assert space is not None, "checked before"
        group_keys.give_up(session, space, now=at)
        facts = {"space": space.id, "decision": decision.id}
        record.write(session, group, Recorded.SPACE_GIVEN_UP, facts, at)
