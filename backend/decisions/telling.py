"""Telling those who may vote that something is asked, and what came of it. Never how anybody voted.

Of a hidden group neither its name nor what it asks is told: only that one of one's groups does.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.decisions.models import Decision, Elector
from backend.groups.models import Group, Membership
from backend.groups.states import Visibility
from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, tell

ABOUT = "decisions"


def tell_opened(session: Session, group: Group, decision: Decision, at: datetime) -> None:
    """Tell everybody who may vote but its proposer, until when."""
    assert decision.closes_at is not None, "a vote that opens says when it closes"
    until = LocalTime(decision.closes_at, group.zone)
    _tell(session, group, decision, "decision_opened", at, but_proposer=True, until=until)


def tell_extended(session: Session, group: Group, decision: Decision, at: datetime) -> None:
    """Tell everybody who may vote that there is more time."""
    assert decision.closes_at is not None, "a vote that opens says when it closes"
    until = LocalTime(decision.closes_at, group.zone)
    _tell(session, group, decision, "decision_extended", at, until=until)


def tell_settled(session: Session, group: Group, decision: Decision, at: datetime) -> None:
    """Tell everybody who could vote what came of it."""
    _tell(session, group, decision, "decision_settled", at, state=decision.state)


def _tell(
    session: Session,
    group: Group,
    decision: Decision,
    kind: str,
    at: datetime,
    *,
    but_proposer: bool = False,
    **params: LocalTime | str,
) -> None:
    people = session.scalars(
        select(Elector.person_id)
        .join(
            Membership,
            (Membership.person_id == Elector.person_id) & (Membership.group_id == group.id),
        )
        .where(
            Elector.decision_id == decision.id,
            or_(Membership.silent_until.is_(None), Membership.silent_until <= at),
        )
        .order_by(Elector.person_id)
    ).all()
    if but_proposer:
        people = [each for each in people if each != decision.proposed_by]
    about = About(ABOUT, decision.id)
    if group.visibility == Visibility.HIDDEN:
        tell(session, people, "decision_of_mine", about=about, now=at)
        return
    told: dict[str, Any] = {"title": decision.title, "group": group.name, **params}
    tell(session, people, kind, about=about, now=at, **told)
