"""Letting somebody in, asking somebody to go, and who looks after the group."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from backend.decisions.doing import Action, NotNow, WhyNot, id_in
from backend.decisions.models import Decision
from backend.decisions.states import DecisionState, Weight
from backend.groups import powers, record, service, stewards
from backend.groups.models import Group, JoinRequest
from backend.groups.record import Recorded, pseudonym
from backend.groups.states import RequestState, Shows
from backend.groups.telling import tell_of_group
from backend.people.models import Person

PERSON = frozenset({"person_id"})


class AboutSomebody(Action):
    """An action about a member of the group."""

    needs = PERSON
    is_about_somebody = True

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether the member has left meanwhile."""
        person_id = id_in(decision, "person_id")
        if person_id is None:
            return WhyNot.PERSON_GONE
        if service.find_membership(session, group.id, person_id) is None:
            return WhyNot.NOT_IN_GROUP
        return None


class AdmitMember(Action):
    """Let somebody in who asked. Nobody is made a member who did not."""

    weight = Weight.QUICK
    needs = PERSON
    is_about_somebody = True

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether they still wish to join."""
        person_id = id_in(decision, "person_id")
        if person_id is None:
            return WhyNot.PERSON_GONE
        asked = exists().where(
            JoinRequest.group_id == group.id,
            JoinRequest.person_id == person_id,
            JoinRequest.state == RequestState.ASKED.value,
            JoinRequest.answer_by > at,
        )
        return None if session.scalar(select(asked)) else WhyNot.NO_WISH_TO_JOIN

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Let them in."""
        person_id = id_in(decision, "person_id")
        assert person_id is not None, "checked before"
        # The group is locked, and people are locked before groups: so nobody is waited for here.
        held = session.scalar(
            select(Person.id)
            .where(Person.id == person_id, Person.left_at.is_(None))
            .with_for_update(read=True, skip_locked=True)
        )
        if held is None:
            raise NotNow
        service.add_member(session, group, person_id, now=at, shows=Shows.FIRST_NAME)
        facts = {"member": pseudonym(group.id, person_id), "decision": decision.id}
        record.write(session, group, Recorded.MEMBER_ADMITTED, facts, at)
        # As where two members let them in: they asked, and have no part in the vote.
        tell_of_group(session, group, [person_id], "join_request_admitted", now=at)


class RemoveMember(AboutSomebody):
    """Ask somebody to go. Never by one voice alone, and never by silence."""

    weight = Weight.CHARTER
    two_thirds_at_least = True
    least_electors = 2

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether it is proposed about somebody who does not belong to the group.

        Who leaves while it is decided, and may be back before it is, does not escape it by that.
        """
        if decision.state == DecisionState.DRAFT:
            return super().check(session, group, decision, at)
        return WhyNot.PERSON_GONE if id_in(decision, "person_id") is None else None

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Take them out of the group, as if they had left it; they ask before they come again."""
        person_id = id_in(decision, "person_id")
        assert person_id is not None, "checked before"
        service.take_out(session, group, person_id, now=at)
        facts = {"member": pseudonym(group.id, person_id), "decision": decision.id}
        record.write(session, group, Recorded.MEMBER_REMOVED, facts, at)


class ElectSteward(AboutSomebody):
    """Let somebody look after the group for a term, or for another."""

    weight = Weight.NORMAL

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether they left, or no seat is free."""
        why = super().check(session, group, decision, at)
        if why is not None:
            return why
        person_id = id_in(decision, "person_id")
        assert person_id is not None, "checked before"
        if powers.seats_for(service.count_members(session, group.id)) == 0:
            return WhyNot.NO_STEWARDS_HERE
        if stewards.find_term(session, group.id, person_id, at) is not None:
            return None
        return None if stewards.seats_free(session, group, at) > 0 else WhyNot.NO_SEAT_FREE

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """Begin their term."""
        person_id = id_in(decision, "person_id")
        assert person_id is not None, "checked before"
        stewards.elect(session, group, person_id, at)


class RecallSteward(AboutSomebody):
    """End the term of a steward."""

    weight = Weight.NORMAL

    def check(self, session: Session, group: Group, decision: Decision, at: datetime) -> str | None:
        """Say whether they are one no longer."""
        why = super().check(session, group, decision, at)
        if why is not None:
            return why
        person_id = id_in(decision, "person_id")
        assert person_id is not None, "checked before"
        term = stewards.find_term(session, group.id, person_id, at)
        return WhyNot.NO_STEWARD if term is None else None

    def enact(self, session: Session, group: Group, decision: Decision, at: datetime) -> None:
        """End it."""
        person_id = id_in(decision, "person_id")
        assert person_id is not None, "checked before"
        stewards.recall(session, group, person_id, at)
