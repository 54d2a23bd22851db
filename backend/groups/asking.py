"""Asking to join, and how members answer: two of them together, or the one there is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.groups import acting, awaiting, record
from backend.groups.errors import (
    AlreadyAMember,
    AlreadyAsked,
    AnswersDoNotFit,
    ByInvitationOnly,
    ByVouchingOnly,
    JoinRequestNotFound,
    NothingToAsk,
    RequestIsDecided,
)
from backend.groups.models import Group, JoinRequest, Membership, StewardTerm
from backend.groups.powers import Act, Mode
from backend.groups.queries import visible_groups
from backend.groups.record import Recorded, pseudonym
from backend.groups.service import add_member, find_membership, lock_group, was_removed
from backend.groups.states import (
    TO_ANSWER,
    Joining,
    RequestFacts,
    RequestState,
    Shows,
    request_state_at,
)
from backend.groups.telling import tell_of_group
from backend.kernel.ids import new_id
from backend.kernel.sayings import LocalTime
from backend.people.blocks import in_sight
from backend.people.service import hold_person, lock_myself

_TOLD = {
    RequestState.ADMITTED: "join_request_admitted",
    RequestState.DECLINED: "join_request_declined",
}
MOST_TOLD = 50
"""How many members are told that somebody asks, where there are no stewards."""


def ask_to_join(
    session: Session,
    group_id: UUID,
    *,
    by: UUID,
    now: datetime,
    answers: Sequence[str] = (),
    words: str = "",
    request_id: UUID | None = None,
) -> JoinRequest:
    """Ask a group to let one in, with an answer to each of its questions.

    Raises GroupNotFound, NothingToAsk, ByInvitationOnly, AlreadyAMember, AlreadyAsked and
    AnswersDoNotFit. Whom they know, where they live or why they come is asked of nobody but by the
    group's own questions.
    """
    lock_myself(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is not None:
        raise AlreadyAMember
    must_ask = group.vouched or was_removed(session, group, by, now=now)
    if group.joining == Joining.OPEN and not must_ask:
        raise NothingToAsk(name=group.name)
    if group.joining == Joining.INVITED and not must_ask:
        raise ByInvitationOnly(name=group.name)
    if len(answers) != len(group.questions):
        raise AnswersDoNotFit(questions=len(group.questions))
    asked = find_asked(session, group, by, now=now)
    if asked is not None:
        raise AlreadyAsked(until=LocalTime(asked.answer_by, group.zone))
    return write_request(
        session, group, by, now=now, answers=answers, words=words, request_id=request_id
    )


def find_asked(
    session: Session, group: Group, person_id: UUID, *, now: datetime
) -> JoinRequest | None:
    """Return a wish to join that waits for an answer; one that has lapsed is written down so."""
    before = session.scalars(
        select(JoinRequest).where(
            JoinRequest.group_id == group.id,
            JoinRequest.person_id == person_id,
            JoinRequest.state == RequestState.ASKED.value,
        )
    ).one_or_none()
    if before is not None and now >= before.answer_by:
        before.state = RequestState.LAPSED.value
        before.decided_at = before.answer_by
        session.flush()
        return None
    return before


def write_request(
    session: Session,
    group: Group,
    person_id: UUID,
    *,
    now: datetime,
    answers: Sequence[str] = (),
    words: str = "",
    request_id: UUID | None = None,
) -> JoinRequest:
    """Write down a wish to join a locked group, and tell those who may answer."""
    request = JoinRequest(
        id=request_id or new_id(),
        group_id=group.id,
        person_id=person_id,
        answers=list(answers),
        words=words,
        state=RequestState.ASKED.value,
        asked_at=now,
        answer_by=now + TO_ANSWER,
    )
    session.add(request)
    session.flush()
    awaiting.await_answer(session, group, request.id, "join_request", now)
    _tell_who_answers(session, group, request, but=person_id, now=now)
    return request


def answer_request(
    session: Session, request_id: UUID, act: Act, *, by: UUID, now: datetime
) -> JoinRequest:
    """Admit or decline somebody, or lend a hand to it; the one that makes it enough does it.

    ``act`` is ADMIT or DECLINE. Whoever changes their mind lends their hand to the other. Raises
    JoinRequestNotFound, ByVouchingOnly, RequestIsDecided, what `acting.act` raises and what
    `service.add_member` raises.
    """
    request, group = lock_request(session, request_id, by=by, now=now)
    if act is Act.ADMIT and group.vouched:
        raise ByVouchingOnly(group=group.name)
    other = Act.DECLINE if act is Act.ADMIT else Act.ADMIT
    acting.take_hand_back(session, request.id, other, by=by)
    if acting.act(session, group, act, request.id, by=by, now=now):
        if act is Act.ADMIT:
            admit(session, group, request, now=now)
        else:
            _decide(session, group, request, RequestState.DECLINED, now=now)
    return request


def admit(session: Session, group: Group, request: JoinRequest, *, now: datetime) -> None:
    """Let in somebody who asked; the group is locked, and they are held."""
    assert request.person_id is not None, "a request whose person has left is decided"
    add_member(session, group, request.person_id, now=now, shows=Shows.FIRST_NAME)
    facts = {"member": pseudonym(group.id, request.person_id)}
    record.write(session, group, Recorded.MEMBER_ADMITTED, facts, now)
    _decide(session, group, request, RequestState.ADMITTED, now=now)


def _decide(
    session: Session, group: Group, request: JoinRequest, state: RequestState, *, now: datetime
) -> None:
    request.state = state.value
    request.decided_at = now
    awaiting.was_answered(session, request.id)
    acting.forget_hands(session, [request.id])
    session.flush()
    tell_of_group(session, group, [request.person_id], _TOLD[state], now=now)


def withdraw_request(session: Session, request_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take back what one asked; raise ``JoinRequestNotFound`` or ``RequestIsDecided``."""
    request = session.scalars(
        select(JoinRequest)
        .where(JoinRequest.id == request_id, JoinRequest.person_id == by)
        .with_for_update()
    ).one_or_none()
    if request is None:
        raise JoinRequestNotFound
    _check_undecided(request, now)
    request.state = RequestState.WITHDRAWN.value
    request.decided_at = now
    awaiting.was_answered(session, request.id)
    acting.forget_hands(session, [request.id])
    session.flush()


def lock_request(
    session: Session, request_id: UUID, *, by: UUID, now: datetime
) -> tuple[JoinRequest, Group]:
    """Lock the group and the request, for a member; everybody else finds no such request."""
    group_id, asker = session.execute(
        select(JoinRequest.group_id, JoinRequest.person_id)
        .join(Group, Group.id == JoinRequest.group_id)
        .where(JoinRequest.id == request_id, visible_groups(by))
    ).one_or_none() or (None, None)
    if group_id is None:
        raise JoinRequestNotFound
    if asker is not None and asker != by:
        hold_person(session, asker)
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is None:
        raise JoinRequestNotFound
    request = session.scalars(
        select(JoinRequest)
        .where(JoinRequest.id == request_id, in_sight(JoinRequest.person_id, by))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if request is None:
        raise JoinRequestNotFound
    _check_undecided(request, now)
    return request, group


def _check_undecided(request: JoinRequest, now: datetime) -> None:
    facts = RequestFacts(RequestState(request.state), request.answer_by)
    state = request_state_at(facts, now)
    if state is not RequestState.ASKED:
        raise RequestIsDecided(state=state.value)


def _tell_who_answers(
    session: Session, group: Group, request: JoinRequest, *, but: UUID, now: datetime
) -> None:
    """Tell those who may answer, without saying who asks: stewards, or the first of the others."""
    members = (
        select(Membership.person_id)
        .where(
            Membership.group_id == group.id,
            in_sight(Membership.person_id, but),
            (Membership.silent_until.is_(None)) | (Membership.silent_until <= now),
        )
        .order_by(Membership.joined_at, Membership.person_id)
        .limit(MOST_TOLD)
    )
    if acting.standing_of(session, group.id, by=but, now=now).mode is Mode.STEWARDS:
        stewards = select(StewardTerm.person_id).where(
            StewardTerm.group_id == group.id, acting.in_office(now)
        )
        members = members.where(Membership.person_id.in_(stewards))
    tell_of_group(
        session,
        group,
        session.scalars(members).all(),
        "join_request_asked",
        now=now,
        # Whoever takes it back and asks again is news once a day.
        once=f"join request of {pseudonym(group.id, but)} on {now.date()}",
    )
