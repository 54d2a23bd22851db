"""What the members agree on, until its day of review."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.decisions.doing import Action, WhyNot, id_in
from backend.decisions.models import Decision
from backend.decisions.rules import COURSES
from backend.decisions.states import Weight
from backend.groups import record
from backend.groups.models import Agreement, Group
from backend.groups.record import Recorded
from backend.groups.settling import expect
from backend.kernel.local_time import day_of, midnight_of, zone_named

USUALLY_REVIEWED_AFTER = timedelta(days=365)
REVIEWED_WITHIN = timedelta(days=5 * 366)
SAYS = frozenset({"agreement_title", "agreement_words", "review_on"})
WHICH = frozenset({"agreement_id"})


class AdoptAgreement(Action):
    """Agree on something."""

    weight = Weight.CHARTER
    needs = frozenset({"agreement_title"})
    takes = SAYS

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether it would be reviewed before it begins."""
        return _why_not_review(group, decision, at)

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Write it down under the id of the decision."""
        agreement = Agreement(
            id=decision.id,
            group_id=group.id,
            version=1,
            title=decision.params["agreement_title"],
            words=decision.params.get("agreement_words", ""),
            adopted_at=at,
            review_at=_review_at(group, decision, at),
            decision_id=decision.id,
        )
        session.add(agreement)
        session.flush()
        _recorded(session, group, Recorded.AGREEMENT_ADOPTED, agreement, at)


class ChangeAgreement(Action):
    """Say it otherwise, or agree on it for longer: that is how one is renewed."""

    weight = Weight.CHARTER
    needs = WHICH
    takes = SAYS

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether it still holds."""
        if find_agreement(session, group, decision, at) is None:
            return WhyNot.AGREEMENT_OVER
        if not SAYS & set(decision.params):
            return WhyNot.NOTHING_WOULD_CHANGE
        return _why_not_review(group, decision, at) if "review_on" in decision.params else None

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Change it."""
        agreement = find_agreement(session, group, decision, at)
        assert agreement is not None, "checked before"
        agreement.title = decision.params.get("agreement_title", agreement.title)
        agreement.words = decision.params.get("agreement_words", agreement.words)
        if "review_on" in decision.params:
            agreement.review_at = _review_at(group, decision, at)
        agreement.decision_id = decision.id
        agreement.version += 1
        session.flush()
        _recorded(session, group, Recorded.AGREEMENT_CHANGED, agreement, at)


class EndAgreement(Action):
    """Agree on it no longer."""

    weight = Weight.CHARTER
    needs = WHICH

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether it still holds."""
        gone = find_agreement(session, group, decision, at) is None
        return WhyNot.AGREEMENT_OVER if gone else None

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """End it."""
        agreement = find_agreement(session, group, decision, at)
        assert agreement is not None, "checked before"
        agreement.ended_at = at
        agreement.decision_id = decision.id
        agreement.version += 1
        session.flush()
        _recorded(session, group, Recorded.AGREEMENT_ENDED, agreement, at)


def find_agreement(
    session: Session, group: Group, decision: Decision, at: datetime
) -> Agreement | None:
    """Return the agreement a decision is about, None where it holds no longer at an instant."""
    return session.scalars(
        select(Agreement)
        .where(
            Agreement.id == id_in(decision, "agreement_id"),
            Agreement.group_id == group.id,
            Agreement.ended_at.is_(None),
            Agreement.review_at > at,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def _why_not_review(group: Group, decision: Decision, at: datetime) -> WhyNot | None:
    """Say whether the day of review is not ahead of when it takes effect, or too far away."""
    course = COURSES[Weight(decision.weight)]
    closes_at = decision.closes_at or at + course.discussed_for + course.lasts
    begins_at = max(at, closes_at + course.cools_off_for)
    is_ahead = begins_at < _review_at(group, decision, at) < at + REVIEWED_WITHIN
    return None if is_ahead else WhyNot.REVIEW_NOT_AHEAD


def _review_at(group: Group, decision: Decision, at: datetime) -> datetime:
    said = decision.params.get("review_on")
    zone = zone_named(group.zone)
    usual = day_of(at + USUALLY_REVIEWED_AFTER, zone)
    return midnight_of(usual if said is None else date.fromisoformat(said), zone)


def _recorded(
    session: Session, group: Group, act: Recorded, agreement: Agreement, at: datetime
) -> None:
    facts = {
        "agreement": agreement.id,
        "title": agreement.title,
        "words": agreement.words,
        "review_at": agreement.review_at,
        "decision": agreement.decision_id,
    }
    record.write(session, group, act, facts, at)
    # Members are told ahead of its day of review.
    expect(group, at)
