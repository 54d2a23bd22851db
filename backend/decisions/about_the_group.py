"""What the group says and is: its words, its rules, its neighbourhood, and its end."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.decisions.doing import Action, Params, WhyNot, id_in
from backend.decisions.models import Decision
from backend.decisions.states import Weight
from backend.groups import record, service
from backend.groups.models import Group
from backend.groups.record import Recorded
from backend.groups.states import Visibility
from backend.spaces import group_keys

OF_THE_CHARTER = frozenset({"joining", "visibility", "vouched"})
"""Rules that say who comes in and who sees the group."""
RULES = OF_THE_CHARTER | {"name", "purpose", "languages", "questions"}


class Words(Action):
    """Say something together; deciding it is all that is done."""

    weight = Weight.QUICK
    may_have_options = True


class PublishWords(Action):
    """Say something together at an address where anybody can read it, and how it was decided."""

    weight = Weight.NORMAL

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Give the words their address."""
        decision.public_token = secrets.token_hex(16)
        facts = {"decision": decision.id, "title": decision.title, "words": decision.words}
        record.write(session, group, Recorded.WORDS_PUBLISHED, facts, at)


class ChangeRule(Action):
    """Change what the group says of itself, who comes in, or who sees it."""

    weight = Weight.NORMAL
    takes = RULES

    def weight_of(self, params: Params) -> Weight:
        """Return how much it weighs: who comes in is of the charter, a name is not."""
        return Weight.CHARTER if OF_THE_CHARTER & set(params) else self.weight

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether nothing would change."""
        changes = {
            name: value for name, value in decision.params.items() if getattr(group, name) != value
        }
        if not changes:
            return WhyNot.NOTHING_WOULD_CHANGE
        hides = changes.get("visibility", Visibility.NEARBY) != Visibility.NEARBY
        if hides and group.outline is not None:
            return WhyNot.NEIGHBOURHOOD_IS_NEARBY
        return None

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Change it."""
        for name, value in decision.params.items():
            setattr(group, name, value)
        group.version += 1
        session.flush()
        facts = {"rules": dict(decision.params), "decision": decision.id}
        record.write(session, group, Recorded.RULE_CHANGED, facts, at)


class JoinNeighbourhood(Action):
    """Belong to a neighbourhood."""

    weight = Weight.NORMAL
    needs = frozenset({"neighbourhood_id"})

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether there is such a neighbourhood."""
        if group.outline is not None:
            return WhyNot.NOT_A_NEIGHBOURHOOD
        wanted = id_in(decision, "neighbourhood_id")
        if group.neighbourhood_id == wanted:
            return WhyNot.IN_IT_ALREADY
        found = session.scalar(
            select(Group.id).where(
                Group.id == wanted, Group.closed_at.is_(None), Group.outline.is_not(None)
            )
        )
        return WhyNot.NOT_A_NEIGHBOURHOOD if found is None else None

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Join it."""
        group.neighbourhood_id = id_in(decision, "neighbourhood_id")
        group.version += 1
        session.flush()
        facts = {"neighbourhood": group.neighbourhood_id, "decision": decision.id}
        record.write(session, group, Recorded.NEIGHBOURHOOD_JOINED, facts, at)


class LeaveNeighbourhood(Action):
    """Belong to no neighbourhood."""

    weight = Weight.NORMAL

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether it belongs to none."""
        return WhyNot.IN_NO_NEIGHBOURHOOD if group.neighbourhood_id is None else None

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Leave it."""
        facts = {"neighbourhood": group.neighbourhood_id, "decision": decision.id}
        group.neighbourhood_id = None
        group.version += 1
        session.flush()
        record.write(session, group, Recorded.NEIGHBOURHOOD_LEFT, facts, at)


class CloseGroup(Action):
    """End the group. What it keeps goes to those who hold keys."""

    weight = Weight.CHARTER
    two_thirds_at_least = True

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Give up what it keeps, and close it."""
        for space in group_keys.lock_all_kept(session, group.id):
            group_keys.give_up(session, space, now=at)
        record.write(session, group, Recorded.CLOSED, {"decision": decision.id}, at)
        service.close_group(session, group, now=at)
