"""Stewards: terms that begin and end, silence, and calls; by the clock or by a decision.

All here is carried out under the group's lock, as of an instant that may be long past.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from backend.groups import record
from backend.groups.acting import in_office
from backend.groups.awaiting import NUDGED_AFTER, SILENT_AFTER, tell_who_asked, who_could_answer
from backend.groups.models import Awaiting, Candidacy, Group, Membership, StewardTerm
from backend.groups.powers import seats_for
from backend.groups.record import Recorded, pseudonym
from backend.groups.settling import expect, on_settle
from backend.groups.telling import tell_of_group, who_listens
from backend.kernel.lots import order_by_lot, seed_of
from backend.kernel.sayings import LocalTime

TERM = relativedelta(months=6)
CALL = timedelta(days=7)
"""How long members can stand and object; a call opens as long before a term ends."""
TO_OBJECT = timedelta(days=2)
"""How long at least there is to object; whoever stands later does so for the next round."""


class How(StrEnum):
    """How somebody came to look after a group."""

    FOUNDING = "founding"
    CONSENT = "consent"
    LOT = "lot"
    DECISION = "decision"


class Ended(StrEnum):
    """Why a term ended."""

    OVER = "over"
    LEFT = "left"
    SILENT = "silent"
    RECALLED = "recalled"
    STEPPED_DOWN = "stepped_down"


class Outcome(StrEnum):
    """What became of standing."""

    STEWARD = "steward"
    NOT_DRAWN = "not_drawn"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"
    NOT_NEEDED = "not_needed"


@on_settle
def settle_stewards(session: Session, group: Group, at: datetime) -> datetime | None:
    """Carry out what is due for the stewards of a group; return when there is more."""
    members = session.scalar(select(func.count()).where(Membership.group_id == group.id)) or 0
    seats = seats_for(members)
    terms = _open_terms(session, group)
    for term in terms:
        if term.ends_at <= at:
            end_term(session, group, term, Ended.OVER, term.ends_at)
    if seats:
        _seat_the_founder(session, group, at)
    _notice_silence(session, group, seats, at)
    _decide(session, group, seats, at)
    _call(session, group, seats, at)
    return _next(session, group, at)


def seats_free(session: Session, group: Group, at: datetime) -> int:
    """Return how many seats nobody has at an instant."""
    members = session.scalar(select(func.count()).where(Membership.group_id == group.id)) or 0
    return seats_for(members) - _count_in_office(session, group, at)


def find_term(
    session: Session, group_id: UUID, person_id: UUID, at: datetime
) -> StewardTerm | None:
    """Return the term in which somebody looks after a group at an instant."""
    return session.scalars(
        select(StewardTerm)
        .where(StewardTerm.group_id == group_id, StewardTerm.person_id == person_id, in_office(at))
        .order_by(StewardTerm.ends_at.desc())
        .limit(1)
    ).one_or_none()


def begin_term(session: Session, group: Group, person_id: UUID, how: How, at: datetime) -> None:
    """Let a member look after a group for one term, whoever else does."""
    term = StewardTerm(
        group_id=group.id, person_id=person_id, starts_at=at, ends_at=at + TERM, how=how.value
    )
    session.add(term)
    session.flush()
    who = pseudonym(group.id, person_id)
    until = LocalTime(term.ends_at, group.zone)
    facts = {"member": who, "how": how, "until": term.ends_at}
    record.write(session, group, Recorded.STEWARD_BEGAN, facts, at)
    tell_of_group(session, group, [person_id], "steward_began", now=at, until=until)
    expect(group, at)


def end_term(session: Session, group: Group, term: StewardTerm, how: Ended, at: datetime) -> None:
    """End a term, in its time or before; nobody has to take over for that."""
    term.ended_at = at
    term.ended_how = how.value
    session.flush()
    assert term.person_id is not None, "terms end before people are forgotten"
    facts = {"member": pseudonym(group.id, term.person_id), "how": how}
    record.write(session, group, Recorded.STEWARD_ENDED, facts, at)
    if how in (Ended.SILENT, Ended.RECALLED, Ended.OVER):
        tell_of_group(session, group, [term.person_id], "steward_ended", now=at, how=how.value)
    expect(group, at)


def elect(session: Session, group: Group, person_id: UUID, at: datetime) -> None:
    """Carry out that members decided who looks after the group; see `seats_free`.

    Whoever does so already goes on for a whole new term.
    """
    before = find_term(session, group.id, person_id, at)
    if before is not None:
        end_term(session, group, before, Ended.OVER, at)
    begin_term(session, group, person_id, How.DECISION, at)
    _end_candidacies(session, group, [person_id], Outcome.STEWARD, at)


def recall(session: Session, group: Group, person_id: UUID, at: datetime) -> bool:
    """Carry out that members recalled a steward; return whether they were one."""
    term = find_term(session, group.id, person_id, at)
    if term is None:
        return False
    end_term(session, group, term, Ended.RECALLED, at)
    return True


def let_go(session: Session, group: Group, person_id: UUID, at: datetime) -> None:
    """Let somebody who leaves go from what they did and stood for."""
    for term in _open_terms(session, group):
        if term.person_id == person_id:
            end_term(session, group, term, Ended.LEFT, at)
    _end_candidacies(session, group, [person_id], Outcome.WITHDRAWN, at)


def _open_terms(session: Session, group: Group) -> Sequence[StewardTerm]:
    return session.scalars(
        select(StewardTerm)
        .where(
            StewardTerm.group_id == group.id,
            StewardTerm.ended_at.is_(None),
            StewardTerm.person_id.is_not(None),
        )
        .order_by(StewardTerm.ends_at, StewardTerm.id)
        .execution_options(populate_existing=True)
    ).all()


def _count_in_office(session: Session, group: Group, at: datetime) -> int:
    return session.scalars(
        select(func.count(func.distinct(StewardTerm.person_id))).where(
            StewardTerm.group_id == group.id, in_office(at)
        )
    ).one()


def _seat_the_founder(session: Session, group: Group, at: datetime) -> None:
    """Let the founder be the first steward, for one term, when the group first has twelve."""
    if group.founded_by is None or session.get(Membership, (group.id, group.founded_by)) is None:
        return
    ever = select(StewardTerm.id).where(StewardTerm.group_id == group.id).limit(1)
    if session.execute(ever).first() is None:
        begin_term(session, group, group.founded_by, How.FOUNDING, at)


def _notice_silence(session: Session, group: Group, seats: int, at: datetime) -> None:
    """Remind stewards of what awaits them, and let those go who were silent all the while."""
    waiting = session.scalars(
        select(Awaiting)
        .where(Awaiting.group_id == group.id, Awaiting.since_at <= at - NUDGED_AFTER)
        .order_by(Awaiting.since_at, Awaiting.about_id)
    ).all()
    if not waiting:
        return
    for each in waiting:
        terms = [
            (term.person_id, term)
            for term in _open_terms(session, group)
            # Where there are few, nobody is one.
            if seats and term.person_id is not None and term.starts_at <= each.since_at
        ]
        people = who_could_answer(session, group, each, [who for who, _ in terms], at)
        if each.since_at > at - SILENT_AFTER:
            once = f"awaiting {each.about_id}"
            tell_of_group(session, group, people, "steward_awaited", now=at, once=once)
            continue
        for who, term in terms:
            if who in people:
                end_term(session, group, term, Ended.SILENT, at)
        tell_who_asked(session, group, each, at)
        session.delete(each)
    session.flush()


def _decide(session: Session, group: Group, seats: int, at: datetime) -> None:
    """Let those take it up who stood and to whom nobody objects; by lot where they are too many."""
    due = session.scalars(
        select(Candidacy)
        .where(
            Candidacy.group_id == group.id, Candidacy.ended_at.is_(None), Candidacy.decides_at <= at
        )
        .order_by(Candidacy.decides_at, Candidacy.id)
    ).all()
    if not due:
        return
    objected = [each.person_id for each in due if each.objected_at is not None]
    _end_candidacies(session, group, objected, Outcome.OBJECTED, at)
    willing = [
        each
        for each in due
        if each.objected_at is None and find_term(session, group.id, each.person_id, at) is None
    ]
    free = max(0, seats - _count_in_office(session, group, at))
    people = [each.person_id for each in willing]
    how = How.CONSENT
    if len(willing) > free > 0:
        how = How.LOT
        people = _by_lot(session, group, willing, free, at)
    for person_id in people[:free]:
        begin_term(session, group, person_id, how, at)
    _end_candidacies(session, group, people[:free], Outcome.STEWARD, at)
    rest = Outcome.NOT_DRAWN if free else Outcome.NOT_NEEDED
    _end_candidacies(session, group, [each.person_id for each in due], rest, at)


def _by_lot(
    session: Session, group: Group, willing: Sequence[Candidacy], seats: int, at: datetime
) -> list[UUID]:
    """Return those who stand in the order of a lot that anybody can redo from the record.

    Its seed comes of all their secrets, in the order of their pseudonyms.
    """
    known = {pseudonym(group.id, each.person_id): each for each in willing}
    pool = sorted(known)
    secrets = [known[each].secret for each in pool]
    order = order_by_lot(seed_of(b"".join(secrets), pool), pool)
    facts = {
        "seats": seats,
        "pool": pool,
        "secrets": [each.hex() for each in secrets],
        "order": order,
    }
    record.write(session, group, Recorded.LOT_DRAWN, facts, at)
    return [known[each].person_id for each in order]


def _call(session: Session, group: Group, seats: int, at: datetime) -> None:
    """Open a call where a seat is vacant or will be within a week; close it where none is."""
    soon = at + CALL
    vacant = seats - _count_in_office(session, group, soon)
    if vacant <= 0:
        group.called_at = None
        if not seats:
            standing = select(Candidacy.person_id).where(
                Candidacy.group_id == group.id, Candidacy.ended_at.is_(None)
            )
            _end_candidacies(
                session, group, session.scalars(standing).all(), Outcome.NOT_NEEDED, at
            )
        return
    if group.called_at is None:
        group.called_at = at
        facts = {"seats": vacant}
        record.write(session, group, Recorded.CALL_OPENED, facts, at)
        people = who_listens(session, group, at)
        tell_of_group(session, group, people, "steward_called", now=at)


def _next(session: Session, group: Group, at: datetime) -> datetime | None:
    instants: list[datetime] = []
    for term in _open_terms(session, group):
        instants += [term.ends_at - CALL, term.ends_at]
    instants += session.scalars(
        select(Candidacy.decides_at).where(
            Candidacy.group_id == group.id, Candidacy.ended_at.is_(None)
        )
    ).all()
    since = session.scalar(select(func.min(Awaiting.since_at)).where(Awaiting.group_id == group.id))
    if since is not None:
        nudges = select(func.min(Awaiting.since_at)).where(
            Awaiting.group_id == group.id, Awaiting.since_at > at - NUDGED_AFTER
        )
        nudge = session.scalar(nudges)
        instants += [since + SILENT_AFTER]
        instants += [] if nudge is None else [nudge + NUDGED_AFTER]
    return min((each for each in instants if each > at), default=None)


def _end_candidacies(
    session: Session, group: Group, people: Sequence[UUID], outcome: Outcome, at: datetime
) -> None:
    session.execute(
        update(Candidacy)
        .where(
            Candidacy.group_id == group.id,
            Candidacy.person_id.in_(people),
            Candidacy.ended_at.is_(None),
        )
        .values(ended_at=at, outcome=outcome.value)
    )


def forget_candidate(session: Session, person_id: UUID) -> None:
    """Forget that an erased person looked after groups or stood."""
    session.execute(delete(Candidacy).where(Candidacy.person_id == person_id))
    session.execute(
        update(StewardTerm).where(StewardTerm.person_id == person_id).values(person_id=None)
    )
