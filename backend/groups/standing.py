"""Standing as a steward, objecting to that, and stepping down. Nobody is asked for reasons."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.groups import record
from backend.groups.acting import standing_of
from backend.groups.errors import (
    CandidacyNotFound,
    NobodyIsSteward,
    NoSeatFree,
    NotAMember,
    NotASteward,
    NotTenured,
    StewardAlready,
)
from backend.groups.models import Candidacy, Group
from backend.groups.powers import MANY, TENURE
from backend.groups.record import Recorded, pseudonym
from backend.groups.service import find_membership, lock_group
from backend.groups.settling import expect, settle
from backend.groups.stewards import (
    CALL,
    TO_OBJECT,
    Ended,
    Outcome,
    end_term,
    find_term,
)
from backend.people.blocks import in_sight
from backend.people.service import hold_person

_SECRET = 32  # bytes
MOST_STANDING = 50
"""Of so many a lot is drawn at most; a seat falls to one of them."""


def stand(session: Session, group_id: UUID, *, by: UUID, now: datetime) -> Candidacy:
    """Say that one would look after the group; a week later one does, if nobody objects.

    Where more stand than there are seats, the lot decides among them. Again is the same as once.
    Raises GroupNotFound,
    NotAMember, NotTenured, NobodyIsSteward, StewardAlready and NoSeatFree.
    """
    hold_person(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    standing = standing_of(session, group.id, by=by, now=now)
    if not standing.is_member:
        raise NotAMember
    if standing.members < MANY:
        raise NobodyIsSteward(many=MANY)
    if standing.tenured and not standing.is_tenured:
        raise NotTenured(days=TENURE.days)
    mine = _find_mine(session, group, by)
    if mine is not None:
        return mine
    if group.called_at is None:
        raise NoSeatFree
    decides_at = _round_at(session, group, now)
    if find_term(session, group.id, by, decides_at) is not None:
        raise StewardAlready
    secret = secrets.token_bytes(_SECRET)
    candidacy = Candidacy(
        group_id=group.id,
        person_id=by,
        since_at=now,
        decides_at=decides_at,
        objected_at=_objected_before(session, group, by, now),
        secret=secret,
        outcome="",
    )
    session.add(candidacy)
    facts = {
        "member": pseudonym(group.id, by),
        "decides_at": decides_at,
        "commitment": hashlib.sha256(secret).hexdigest(),
    }
    record.write(session, group, Recorded.STOOD, facts, now)
    expect(group, decides_at)
    return candidacy


def withdraw(session: Session, group_id: UUID, *, by: UUID, now: datetime) -> None:
    """Stand no longer; whoever does not has done so already. Raise ``GroupNotFound``."""
    group = lock_group(session, group_id, by=by, now=now)
    mine = _find_mine(session, group, by)
    if mine is not None:
        mine.ended_at = now
        mine.outcome = Outcome.WITHDRAWN.value
        session.flush()


def object_to(
    session: Session, group_id: UUID, candidacy_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Object to somebody who stands: then it takes a decision. Nobody is told who objected.

    Raises GroupNotFound, NotAMember, NotTenured, and CandidacyNotFound also for one's own.
    """
    group = lock_group(session, group_id, by=by, now=now)
    standing = standing_of(session, group.id, by=by, now=now)
    if not standing.is_member:
        raise NotAMember
    if standing.tenured and not standing.is_tenured:
        raise NotTenured(days=TENURE.days)
    candidacy = session.scalars(
        select(Candidacy).where(
            Candidacy.id == candidacy_id,
            Candidacy.group_id == group.id,
            Candidacy.ended_at.is_(None),
            Candidacy.person_id != by,
            in_sight(Candidacy.person_id, by),
        )
    ).one_or_none()
    if candidacy is None:
        raise CandidacyNotFound
    candidacy.objected_at = candidacy.objected_at or now
    session.flush()


def step_down(session: Session, group_id: UUID, *, by: UUID, now: datetime) -> None:
    """Look after the group no longer, at once and always.

    Raises GroupNotFound, NotAMember and NotASteward.
    """
    hold_person(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    if find_membership(session, group.id, by) is None:
        raise NotAMember
    term = find_term(session, group.id, by, now)
    if term is None:
        raise NotASteward
    end_term(session, group, term, Ended.STEPPED_DOWN, now)
    settle(session, group, now)


def _find_mine(session: Session, group: Group, by: UUID) -> Candidacy | None:
    return session.scalars(
        select(Candidacy).where(
            Candidacy.group_id == group.id,
            Candidacy.person_id == by,
            Candidacy.ended_at.is_(None),
        )
    ).one_or_none()


def _objected_before(session: Session, group: Group, by: UUID, now: datetime) -> datetime | None:
    """Return since when somebody objects to whoever stood for a round that is not over yet.

    Nobody gets rid of an objection by standing no longer and then again.
    """
    return session.scalar(
        select(func.max(Candidacy.objected_at)).where(
            Candidacy.group_id == group.id,
            Candidacy.person_id == by,
            Candidacy.outcome == Outcome.WITHDRAWN.value,
            Candidacy.decides_at > now,
        )
    )


def _round_at(session: Session, group: Group, now: datetime) -> datetime:
    """Return when the round is decided that one stands for now; the first begins a new one."""
    rounds = session.execute(
        select(Candidacy.decides_at, func.count())
        .where(
            Candidacy.group_id == group.id,
            Candidacy.ended_at.is_(None),
            Candidacy.decides_at >= now + TO_OBJECT,
        )
        .group_by(Candidacy.decides_at)
        .order_by(Candidacy.decides_at)
    ).all()
    if rounds:
        if rounds[0][1] >= MOST_STANDING:
            raise NoSeatFree
        soonest: datetime = rounds[0].decides_at
        return soonest
    return now + CALL
