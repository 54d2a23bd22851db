"""Proposing something to a group, changing it until the vote opens, and letting go of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.decisions import opening, rules
from backend.decisions.actions import ActionKind, action_of
from backend.decisions.doing import WhyNot
from backend.decisions.errors import (
    ActionImpossible,
    ClosingDoesNotFit,
    ContestedLately,
    DecisionIsFrozen,
    MethodNotForThis,
    NotYourDecision,
    OptionsDoNotFit,
    TiedLately,
    TooManyDecisions,
    WeightOnlyRises,
)
from backend.decisions.leaving import forget_who_went
from backend.decisions.models import Decision
from backend.decisions.service import lock_decision
from backend.decisions.states import CHANGEABLE, LIVE, DecisionState, Method, Weight
from backend.groups import powers
from backend.groups.errors import NotAMember, NotTenured
from backend.groups.models import Group, Membership
from backend.groups.service import count_members, find_membership, lock_group
from backend.groups.settling import expect, settle
from backend.kernel.answering import not_at_night
from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.local_time import zone_named
from backend.kernel.sayings import LocalTime
from backend.people.service import hold_person

STAYS = ""
"""The last of the options: all stays as it is. What people read of it is a sentence."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes. Without more than a title it is asked whether anybody objects."""

    title: str
    words: str = ""
    action: ActionKind = ActionKind.WORDS
    params: Mapping[str, Any] = field(default_factory=dict)
    method: Method | None = None
    weight: Weight | None = None
    options: Sequence[str] = ()
    closes_at: datetime | None = None
    is_draft: bool = False
    id: UUID = field(default_factory=new_id)


def propose(
    session: Session, group_id: UUID, proposal: Proposal, *, by: UUID, now: datetime
) -> Decision:
    """Ask the members of a group something; the vote opens at once unless it is discussed first.

    Raises GroupNotFound, NotAMember, NotTenured, TooManyDecisions, WeightOnlyRises,
    MethodNotForThis, OptionsDoNotFit, ClosingDoesNotFit, ActionImpossible, TiedLately and
    ContestedLately.
    """
    hold_person(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    membership = find_membership(session, group.id, by)
    if membership is None:
        raise NotAMember
    members = count_members(session, group.id)
    _check_may_propose(session, group, membership, members, now)
    action = action_of(proposal.action)
    about = proposal.params.get("person_id") if action.is_about_somebody else None
    decision = Decision(
        id=proposal.id,
        version=1,
        group_id=group.id,
        proposed_by=by,
        title=proposal.title,
        words=proposal.words,
        action=proposal.action.value,
        params=dict(proposal.params),
        options=[*proposal.options, STAYS] if proposal.options else [],
        created_at=now,
        state=DecisionState.DRAFT.value,
        public_token=None,
    )
    _weigh(decision, proposal, members)
    why = action.check(session, group, decision, now)
    if why is not None:
        raise ActionImpossible(why=str(why))
    # Only now is it known that there is such a person.
    decision.about_person_id = None if about is None else UUID(about)
    session.add(decision)
    session.flush()
    if not proposal.is_draft:
        _begin(session, group, decision, closes_at=proposal.closes_at, now=now)
    return decision


def edit_decision(
    session: Session,
    decision_id: UUID,
    changes: Mapping[str, Any],
    *,
    by: UUID,
    now: datetime,
    if_version: int | None,
) -> Decision:
    """Change the words or options of what is proposed before the vote opens; then anew discussed.

    Raises DecisionNotFound, NotYourDecision, DecisionIsFrozen, ChangedMeanwhile, OptionsDoNotFit.
    """
    decision, group = _lock_mine(session, decision_id, by=by, now=now)
    check_version(decision.version, if_version)
    if "options" in changes and bool(changes["options"]) != bool(decision.options):
        raise OptionsDoNotFit(least=rules.LEAST_OPTIONS, most=rules.MOST_OPTIONS)
    for name, value in changes.items():
        setattr(decision, name, [*value, STAYS] if name == "options" and value else value)
    decision.version += 1
    if decision.state == DecisionState.DISCUSSING:
        assert decision.opened_at is not None
        assert decision.closes_at is not None
        lasts = decision.closes_at - decision.opened_at
        decision.opened_at = now + rules.COURSES[Weight(decision.weight)].discussed_for
        decision.closes_at = not_at_night(decision.opened_at + lasts, zone_named(group.zone))
        expect(group, decision.opened_at)
    session.flush()
    return decision


def open_decision(
    session: Session, decision_id: UUID, *, closes_at: datetime | None, by: UUID, now: datetime
) -> Decision:
    """Ask the members what one has drafted; raise as `propose` and `edit_decision` do."""
    decision, group = _lock_mine(session, decision_id, by=by, now=now)
    if decision.state != DecisionState.DRAFT:
        raise DecisionIsFrozen
    _check_tenured(session, group, by, count_members(session, group.id), now)
    why = action_of(decision.action).check(session, group, decision, now)
    if why is not None:
        raise ActionImpossible(why=str(why))
    _begin(session, group, decision, closes_at=closes_at, now=now)
    return decision


def withdraw_decision(session: Session, decision_id: UUID, *, by: UUID, now: datetime) -> Decision:
    """Let go of what one proposed, before the vote opens; raise as `edit_decision` does."""
    decision, _ = _lock_mine(session, decision_id, by=by, now=now)
    decision.state = DecisionState.WITHDRAWN.value
    decision.version += 1
    session.flush()
    forget_who_went(session, decision)
    return decision


def _lock_mine(
    session: Session, decision_id: UUID, *, by: UUID, now: datetime
) -> tuple[Decision, Group]:
    decision, group = lock_decision(session, decision_id, by=by, now=now)
    if decision.state not in CHANGEABLE:
        raise DecisionIsFrozen
    if decision.proposed_by != by:
        raise NotYourDecision
    return decision, group


def _weigh(decision: Decision, proposal: Proposal, members: int) -> None:
    """Settle how much it weighs and how it is decided, as the action wants it."""
    action = action_of(decision.action)
    least = action.weight_of(decision.params)
    weight = proposal.weight or least
    if rules.is_heavier(least, weight):
        raise WeightOnlyRises(least=least.value)
    if decision.options and not action.may_have_options:
        raise OptionsDoNotFit(least=rules.LEAST_OPTIONS, most=rules.MOST_OPTIONS)
    ways = rules.methods_for(
        weight,
        members,
        two_thirds_at_least=action.two_thirds_at_least,
        has_options=bool(decision.options),
    )
    method = proposal.method or ways[0]
    if method not in ways:
        if method in (Method.SUPPORT, Method.LOT):
            raise OptionsDoNotFit(least=rules.LEAST_OPTIONS, most=rules.MOST_OPTIONS)
        raise MethodNotForThis(ways="_or_".join(ways), methods=", ".join(ways))
    decision.weight, decision.method = weight.value, method.value


def _begin(
    session: Session,
    group: Group,
    decision: Decision,
    *,
    closes_at: datetime | None,
    now: datetime,
) -> None:
    """Let the members discuss it first, where it weighs so much, or vote at once."""
    _check_not_again(session, group, decision, now)
    electors = opening.count_who_may_vote(session, group, decision, now)
    if electors < action_of(decision.action).least_electors:
        raise ActionImpossible(why=WhyNot.TOO_FEW_TO_DECIDE.value)
    weight = Weight(decision.weight)
    course = rules.COURSES[weight]
    opens_at = now + course.discussed_for
    closing = rules.closing(opens_at, closes_at, weight, zone_named(group.zone))
    if closing is None:
        at_least = course.discussed_for + course.lasts_at_least
        raise ClosingDoesNotFit(
            hours=int(at_least / timedelta(hours=1)), days=rules.LASTS_AT_MOST.days
        )
    decision.state = DecisionState.DISCUSSING.value
    decision.opened_at, decision.closes_at = opens_at, closing
    decision.version += 1
    session.flush()
    expect(group, opens_at)
    if opens_at <= now:
        settle(session, group, now)


def _check_may_propose(
    session: Session, group: Group, membership: Membership, members: int, now: datetime
) -> None:
    """Where there are many, only those who belong for a while propose, and only so much."""
    under_way = select(func.count()).where(
        Decision.group_id == group.id, Decision.state.in_([each.value for each in LIVE])
    )
    if (session.scalar(under_way) or 0) >= rules.MOST_OPEN:
        raise TooManyDecisions(at_most=rules.MOST_OPEN)
    mine = select(func.count()).where(
        Decision.group_id == group.id,
        Decision.proposed_by == membership.person_id,
        Decision.state.in_([DecisionState.DRAFT.value, *(each.value for each in LIVE)]),
    )
    most = rules.MOST_OPEN_OF_ONE if members >= powers.MANY else rules.MOST_OPEN
    if (session.scalar(mine) or 0) >= most:
        raise TooManyDecisions(at_most=most)
    _check_tenured(session, group, membership.person_id, members, now)


def _check_tenured(
    session: Session, group: Group, person_id: UUID, members: int, now: datetime
) -> None:
    if members >= powers.MANY and not opening.may_vote(session, group, person_id, now):
        raise NotTenured(days=powers.TENURE.days)


def _check_not_again(session: Session, group: Group, decision: Decision, now: datetime) -> None:
    """Raise where the same has just tied or been contested, so that nothing goes round in circles.

    Texts are the same by their title, actions by what they would do.
    """
    same = select(Decision).where(
        Decision.group_id == decision.group_id,
        Decision.action == decision.action,
        Decision.params == decision.params,
        Decision.id != decision.id,
    )
    if not decision.params:
        same = same.where(func.lower(Decision.title) == decision.title.lower())
    latest = same.order_by(Decision.settled_at.desc()).limit(1)
    tied = session.scalars(
        latest.where(
            Decision.state == DecisionState.TIED.value,
            Decision.settled_at > now - rules.NOT_AGAIN_FOR,
        )
    ).one_or_none()
    if tied is not None and tied.settled_at is not None:
        raise TiedLately(until=LocalTime(tied.settled_at + rules.NOT_AGAIN_FOR, group.zone))
    contested = session.scalars(
        latest.where(
            Decision.state == DecisionState.CONTESTED.value,
            Decision.settled_at > now - rules.CONTESTED_COUNTS_FOR,
        )
    ).one_or_none()
    if contested is None or decision.method == Method.TWO_THIRDS:
        return
    if not rules.is_heavier(Weight(decision.weight), Weight(contested.weight)):
        raise ContestedLately
