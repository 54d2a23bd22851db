"""Asking others into a group in one's own words: a person, a street, or everybody near.

One member asks one person. A street, or everybody near, hears it rarely and in the name of the
group, so it takes what the table of powers says. Who is out of sight of whoever asks, is a member
already or said no is asked in vain, and nobody can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, or_, select
from sqlalchemy.orm import Session

from backend.groups import acting
from backend.groups.errors import (
    AlreadyAskedIn,
    AskedAroundLately,
    AskingNotFound,
    AskingWentOut,
    HiddenGroupsAskNobodyAround,
    StreetTooFar,
    TooManyAskedIn,
)
from backend.groups.models import AskedNeighbour, Asking, Group
from backend.groups.powers import Act
from backend.groups.queries import visible_groups
from backend.groups.reaching import NO_HOLDS_FOR, homes_reached
from backend.groups.service import find_membership, lock_group
from backend.groups.states import AskingKind, Visibility
from backend.kernel.answering import not_at_night
from backend.kernel.ids import new_id
from backend.kernel.local_time import zone_named
from backend.kernel.sayings import LocalTime
from backend.notifications.service import About, forget_about, tell
from backend.people.blocks import are_apart, in_sight
from backend.people.errors import PersonNotFound
from backend.people.masking import masked
from backend.people.models import Person
from backend.people.rules import first_name
from backend.people.service import lock_myself
from backend.places.cells import centre_of
from backend.places.distance import metres_between
from backend.web.call import SignInNeeded

LIVES = timedelta(days=28)
MOST_PERSONS_A_DAY = 5
A_DAY = timedelta(days=1)
RARELY = {AskingKind.STREET: timedelta(days=30), AskingKind.NEAR: timedelta(days=91)}
"""How long a group, and each person, waits between asking a street, or everybody near."""
FARTHEST_STREET = 5_000
"""How far the middle of a street's cell may be from where the group is published, in metres."""
ASKED_IN = "asked_in"
"""As notifications call these invitations, and paths do."""


@dataclass(frozen=True, slots=True)
class AskingWish:
    """Whom somebody asks in, and how."""

    kind: AskingKind
    words: str
    person_id: UUID | None = None
    cell: str | None = None
    radius_metres: int | None = None
    id: UUID = field(default_factory=new_id)


def ask_in(
    session: Session, group_id: UUID, wish: AskingWish, *, by: UUID, now: datetime
) -> Asking:
    """Ask somebody, a street or everybody near into a group.

    Raises GroupNotFound, NotAMember, AlreadyAskedIn; for a person PersonNotFound, for an id that
    nobody ever had and for oneself, and TooManyAskedIn; else what `acting.act` raises,
    HiddenGroupsAskNobodyAround, StreetTooFar and AskedAroundLately.
    """
    if wish.kind is AskingKind.PERSON:
        return _ask_person(session, group_id, wish, by=by, now=now)
    return _ask_around(session, group_id, wish, by=by, now=now)


def _ask_person(
    session: Session, group_id: UUID, wish: AskingWish, *, by: UUID, now: datetime
) -> Asking:
    assert wish.person_id is not None, "the schema asks for whom"
    name, is_here = _lock_both(session, by, wish.person_id)
    group = lock_group(session, group_id, by=by, now=now)
    acting.check_may(Act.INVITE, acting.standing_of(session, group.id, by=by, now=now))
    before = session.scalars(
        select(Asking).where(
            Asking.group_id == group.id,
            Asking.asked_by == by,
            Asking.person_id == wish.person_id,
            is_open(now),
        )
    ).first()
    if before is not None:
        raise AlreadyAskedIn(until=LocalTime(before.expires_at, group.zone))
    _check_pace(session, by, now)
    asking = _write(session, group, wish, wish.words, by=by, now=now)
    asking.asked_at = now
    session.flush()
    if is_here and _may_hear(session, asking, now):
        _reach(session, asking, [wish.person_id], now)
        is_hidden = group.visibility == Visibility.HIDDEN
        # Whoever looks over their shoulder learns neither the group nor who is in it.
        named = {"hidden": "yes", "group": "", "name": ""}
        if not is_hidden:
            named = {"hidden": "no", "group": group.name, "name": first_name(name)}
        about = About(ASKED_IN, asking.id)
        tell(session, [wish.person_id], "asked_in", about=about, now=now, **named)
    return asking


def _ask_around(
    session: Session, group_id: UUID, wish: AskingWish, *, by: UUID, now: datetime
) -> Asking:
    _one_after_the_other(session)
    me = lock_myself(session, by)
    group = lock_group(session, group_id, by=by, now=now)
    acting.check_may(Act.ASK_AROUND, acting.standing_of(session, group.id, by=by, now=now))
    middle = (group.published_latitude, group.published_longitude)
    if wish.cell is not None and metres_between(middle, centre_of(wish.cell)) > FARTHEST_STREET:
        raise StreetTooFar(km=FARTHEST_STREET // 1_000)
    waiting = session.scalars(
        select(Asking).where(
            Asking.group_id == group.id,
            Asking.kind == wish.kind.value,
            Asking.asked_at.is_(None),
            is_open(now),
        )
    ).first()
    if waiting is not None:
        raise AlreadyAskedIn(until=LocalTime(waiting.expires_at, group.zone))
    language = next(iter([*group.languages, *me.languages]), "en")
    words = masked(wish.words, group.zone, language.split("-")[0])
    asking = _write(session, group, wish, words, by=by, now=now)
    _lend_hand(session, group, asking, by=by, now=now)
    return asking


def lend_hand(session: Session, asking_id: UUID, *, by: UUID, now: datetime) -> Asking:
    """Ask a street or everybody near together with whoever wrote it; the last hand sends it.

    Again is the same as once. Raises AskingNotFound, AskingWentOut, what `acting.act` raises,
    HiddenGroupsAskNobodyAround and AskedAroundLately.
    """
    _one_after_the_other(session)
    lock_myself(session, by)
    asking, group = _lock_asking(
        session, asking_id, by=by, now=now, which=in_sight(Asking.asked_by, by)
    )
    if asking.kind == AskingKind.PERSON:
        raise AskingNotFound
    if asking.asked_at is not None:
        raise AskingWentOut
    _lend_hand(session, group, asking, by=by, now=now)
    return asking


def take_back(session: Session, asking_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take back what one asked: whoever did not answer is not asked any more. AskingNotFound."""
    lock_myself(session, by)
    asking, _ = _lock_asking(session, asking_id, by=by, now=now, which=Asking.asked_by == by)
    end_askings(session, [asking], now)


def end_askings(session: Session, askings: Sequence[Asking], now: datetime) -> None:
    """End invitations that are open, and forget that anybody was told of them."""
    ids = [asking.id for asking in askings]
    for asking in askings:
        asking.ended_at = now
    acting.forget_hands(session, ids)
    forget_about(
        session,
        ASKED_IN,
        select(AskedNeighbour.person_id, AskedNeighbour.asking_id).where(
            AskedNeighbour.asking_id.in_(ids)
        ),
    )
    session.flush()


def is_open(now: datetime) -> ColumnElement[bool]:
    """Return the clause for invitations that are neither over nor ended."""
    return (Asking.ended_at.is_(None)) & (Asking.expires_at > now)


def _lend_hand(session: Session, group: Group, asking: Asking, *, by: UUID, now: datetime) -> None:
    if group.visibility == Visibility.HIDDEN:
        raise HiddenGroupsAskNobodyAround
    _check_rarely(session, group, asking, now)
    if not acting.act(session, group, Act.ASK_AROUND, asking.id, by=by, now=now):
        return
    asking.asked_at = now
    asking.expires_at = now + LIVES
    session.flush()
    people = homes_reached(session, group, asking, now=now)
    _reach(session, asking, people, now)
    tell(
        session,
        people,
        "asked_in_around",
        about=About(ASKED_IN, asking.id),
        # From then on it is seen; nobody is woken by an invitation.
        now=not_at_night(now, zone_named(group.zone)),
        group=group.name,
    )


def _lock_both(session: Session, by: UUID, other: UUID) -> tuple[str, bool]:
    """Lock both people as a block does; return the name of the first, and if the other is here."""
    both = {
        row.id: row
        for row in session.execute(
            select(Person.id, Person.display_name, Person.left_at)
            .where(Person.id.in_([by, other]))
            .order_by(Person.id)
            .with_for_update(key_share=True)
        )
    }
    if by not in both or both[by].left_at is not None:
        raise SignInNeeded
    if other == by or other not in both:
        raise PersonNotFound
    return both[by].display_name, both[other].left_at is None


def _may_hear(session: Session, asking: Asking, now: datetime) -> bool:
    assert asking.person_id is not None, "somebody is asked"
    assert asking.asked_by is not None, "by somebody"
    if are_apart(session, asking.asked_by, asking.person_id):
        return False
    if find_membership(session, asking.group_id, asking.person_id) is not None:
        return False
    said_no = session.scalars(
        select(Asking.id)
        .join(AskedNeighbour, AskedNeighbour.asking_id == Asking.id)
        .where(
            Asking.group_id == asking.group_id,
            Asking.asked_by == asking.asked_by,
            AskedNeighbour.person_id == asking.person_id,
            AskedNeighbour.declined_at > now - NO_HOLDS_FOR,
        )
        .limit(1)
    ).first()
    return said_no is None


def _check_pace(session: Session, by: UUID, now: datetime) -> None:
    made = session.scalars(
        select(Asking.made_at)
        .where(
            Asking.asked_by == by,
            Asking.kind == AskingKind.PERSON.value,
            Asking.made_at > now - A_DAY,
        )
        .order_by(Asking.made_at.desc())
        .limit(MOST_PERSONS_A_DAY)
    ).all()
    if len(made) == MOST_PERSONS_A_DAY:
        wait = (made[-1] + A_DAY - now).total_seconds()
        raise TooManyAskedIn(at_most=MOST_PERSONS_A_DAY, retry_after=max(1, ceil(wait)))


def _check_rarely(session: Session, group: Group, asking: Asking, now: datetime) -> None:
    rarely = RARELY[AskingKind(asking.kind)]
    last = session.scalar(
        select(func.max(Asking.asked_at)).where(
            or_(Asking.group_id == group.id, Asking.asked_by == asking.asked_by),
            Asking.kind == asking.kind,
            Asking.asked_at > now - rarely,
        )
    )
    if last is not None:
        again_at = last + rarely
        raise AskedAroundLately(
            at=LocalTime(again_at, group.zone),
            retry_after=max(1, ceil((again_at - now).total_seconds())),
        )


def _write(
    session: Session, group: Group, wish: AskingWish, words: str, *, by: UUID, now: datetime
) -> Asking:
    asking = Asking(
        id=wish.id,
        group_id=group.id,
        asked_by=by,
        kind=wish.kind.value,
        person_id=wish.person_id,
        cell=wish.cell,
        radius_metres=wish.radius_metres,
        words=words,
        made_at=now,
        expires_at=now + LIVES,
    )
    session.add(asking)
    session.flush()
    return asking


def _reach(session: Session, asking: Asking, people: Sequence[UUID], now: datetime) -> None:
    rows = [{"asking_id": asking.id, "person_id": each, "asked_at": now} for each in people]
    if rows:
        session.execute(insert(AskedNeighbour), rows)


def _lock_asking(
    session: Session, asking_id: UUID, *, by: UUID, now: datetime, which: ColumnElement[bool]
) -> tuple[Asking, Group]:
    group_id = session.scalar(
        select(Asking.group_id)
        .join(Group, Group.id == Asking.group_id)
        .where(Asking.id == asking_id, Group.closed_at.is_(None), visible_groups(by), which)
    )
    if group_id is None:
        raise AskingNotFound
    group = lock_group(session, group_id, by=by, now=now)
    asking = session.scalars(
        select(Asking)
        .where(Asking.id == asking_id, is_open(now), which)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if asking is None or find_membership(session, group.id, by) is None:
        raise AskingNotFound
    return asking, group


def _one_after_the_other(session: Session) -> None:
    """Let those who ask around wait for each other: two streets at once ask nobody twice.

    It is rare, and taken before all other locks.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("asking around", 0))))
