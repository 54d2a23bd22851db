"""Asking to join, and how members answer: two of them together, or the one there is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.groups import powers
from backend.groups.errors import (
    AlreadyAMember,
    AlreadyAsked,
    AnswersDoNotFit,
    ByInvitationOnly,
    JoinRequestNotFound,
    NothingToAsk,
    NotTenured,
    RequestIsDecided,
)
from backend.groups.models import Group, Hand, JoinRequest, Membership
from backend.groups.powers import Act
from backend.groups.queries import visible_groups
from backend.groups.service import add_member, find_membership, lock_group
from backend.groups.states import (
    TO_ANSWER,
    Joining,
    RequestFacts,
    RequestState,
    Shows,
    request_state_at,
)
from backend.kernel.ids import new_id
from backend.notifications.service import About, tell
from backend.people.blocks import in_sight
from backend.people.service import hold_person, lock_myself


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
    if group.joining == Joining.OPEN:
        raise NothingToAsk(name=group.name)
    if group.joining == Joining.INVITED:
        raise ByInvitationOnly(name=group.name)
    if len(answers) != len(group.questions):
        raise AnswersDoNotFit(questions=len(group.questions))
    before = session.scalars(
        select(JoinRequest).where(
            JoinRequest.group_id == group.id,
            JoinRequest.person_id == by,
            JoinRequest.state == RequestState.ASKED.value,
        )
    ).one_or_none()
    if before is not None:
        if now < before.answer_by:
            raise AlreadyAsked(until=before.answer_by)
        before.state = RequestState.LAPSED.value
        before.decided_at = before.answer_by
        session.flush()
    request = JoinRequest(
        id=request_id or new_id(),
        group_id=group.id,
        person_id=by,
        answers=list(answers),
        words=words,
        state=RequestState.ASKED.value,
        asked_at=now,
        answer_by=now + TO_ANSWER,
    )
    session.add(request)
    session.flush()
    _tell_members(session, group, request, but=by, now=now)
    return request


def answer_request(
    session: Session, request_id: UUID, act: Act, *, by: UUID, now: datetime
) -> JoinRequest:
    """Lend a hand in admitting or declining somebody; the one that makes it enough does it.

    ``act`` is ADMIT or DECLINE. Whoever changes their mind lends their hand to the other. Raises
    JoinRequestNotFound, NotTenured and RequestIsDecided, and what `service.add_member` raises.
    """
    request, group = _lock_request(session, request_id, by=by, now=now)
    joined = select(Membership.person_id, Membership.joined_at).where(
        Membership.group_id == group.id
    )
    members = {row.person_id: row.joined_at for row in session.execute(joined)}
    may = may_act(members, group, now)
    if by not in may:
        raise NotTenured(days=powers.TENURE.days)
    other = Act.DECLINE if act is Act.ADMIT else Act.ADMIT
    held = session.get(Hand, {"about_id": request.id, "act": other.value, "person_id": by})
    if held is not None:
        session.delete(held)
    session.execute(
        insert(Hand)
        .values(about_id=request.id, act=act.value, person_id=by, laid_at=now)
        .on_conflict_do_nothing()
    )
    session.flush()
    hands = session.scalars(
        select(Hand.person_id).where(Hand.about_id == request.id, Hand.act == act.value)
    ).all()
    if not powers.is_done(act, hands, may):
        return request
    asker = request.person_id
    assert asker is not None, "a request whose person has left is decided"
    if act is Act.ADMIT:
        add_member(session, group, asker, now=now, shows=Shows.FIRST_NAME)
    request.state = {
        Act.ADMIT: RequestState.ADMITTED.value,
        Act.DECLINE: RequestState.DECLINED.value,
    }[act]
    request.decided_at = now
    session.flush()
    tell(
        session,
        [asker],
        f"join_request_{request.state}",
        about=About("groups", group.id),
        now=now,
        group=group.name,
    )
    return request


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
    session.flush()


def may_act(members: dict[UUID, datetime], group: Group, now: datetime) -> set[UUID]:
    """Return who of the members, given when each joined, may act together with others.

    In a group of many only the tenured; where nobody is, everybody, for no group is ever stuck.
    """
    if len(members) < powers.MANY:
        return set(members)
    tenured = {
        person_id
        for person_id, joined_at in members.items()
        if powers.is_tenured(joined_at, group.founded_at, now)
    }
    return tenured or set(members)


def _lock_request(
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


def _tell_members(
    session: Session, group: Group, request: JoinRequest, *, but: UUID, now: datetime
) -> None:
    """Tell those who may answer, without saying who asks: the first fifty of a large group."""
    members = session.execute(
        select(Membership.person_id)
        .where(
            Membership.group_id == group.id,
            in_sight(Membership.person_id, but),
            (Membership.silent_until.is_(None)) | (Membership.silent_until <= now),
        )
        .order_by(Membership.joined_at, Membership.person_id)
        .limit(50)
    )
    tell(
        session,
        [row.person_id for row in members],
        "join_request_asked",
        about=About("groups", group.id),
        now=now,
        once=f"join request {request.id}",
        group=group.name,
    )
