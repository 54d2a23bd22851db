"""Coming, changing what one says of oneself, and leaving."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.orm import Session

from backend.db.constraints import breaking
from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.signals import Signal
from backend.notifications import service as notifications
from backend.people import blocks
from backend.people.errors import EmailNotFree, PersonNotFound
from backend.people.models import Invitation, Person, PhoneSession, SignInCode
from backend.web import idempotency
from backend.web.call import SignInNeeded

breaking("people_have_their_email_alone", EmailNotFree)

person_leaving = Signal(
    "Sent just before `person_left`, with the same. Receivers are in no order: whoever has locks "
    "that are taken before those of houses, such as groups, takes them now, and changes nothing."
)
person_left = Signal(
    "Sent in the transaction in which somebody leaves, the session as its sender, with person_id "
    "and now. Receivers let go of what the person held; they never wait and never refuse."
)

home_changed = Signal(
    "Sent in the transaction in which somebody says that their home is elsewhere, or nowhere, the "
    "session as its sender, with person_id, before, after and now; both are points or None."
)

Home = tuple[float, float] | None
"""Latitude and longitude of somebody's home, in degrees, where they say it."""


def welcome(
    session: Session,
    *,
    display_name: str,
    now: datetime,
    languages: Sequence[str] = (),
    zone: str | None = None,
    email: str | None = None,
    firebase_uid: str | None = None,
    person_id: UUID | None = None,
) -> Person:
    """Add a person. ``email`` must be in its normal form and known to be theirs."""
    person = Person(
        id=person_id or new_id(),
        display_name=display_name,
        words="",
        likes_to_bring="",
        languages=list(languages),
        zone=zone,
        email=email,
        firebase_uid=firebase_uid,
        created_at=now,
        version=1,
    )
    session.add(person)
    session.flush()
    return person


# Written once, for every booking begins with it.
_HOLD = (
    select(Person.id)
    .where(Person.id == bindparam("person_id"), Person.left_at.is_(None))
    .with_for_update(read=True)
)


def hold_person(session: Session, person_id: UUID) -> None:
    """Keep a person from leaving until this transaction ends; raise ``PersonNotFound`` if gone.

    Take it before any other lock, so that nothing is given to somebody who is leaving and no two
    transactions wait for each other.
    """
    if session.execute(_HOLD, {"person_id": person_id}).first() is None:
        raise PersonNotFound


def lock_person(session: Session, person_id: UUID) -> Person:
    """Return a person who is here, for changing; raise ``PersonNotFound``.

    Foreign keys to the person do not wait for this lock.
    """
    person = session.scalars(
        select(Person)
        .where(Person.id == person_id, Person.left_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if person is None:
        raise PersonNotFound
    return person


def lock_myself(session: Session, by: UUID) -> Person:
    """Return whoever calls, for changing; raise ``SignInNeeded`` if they have left meanwhile."""
    try:
        return lock_person(session, by)
    except PersonNotFound:
        raise SignInNeeded from None


def change_me(
    session: Session, changes: Mapping[str, Any], *, by: UUID, now: datetime, if_version: int | None
) -> Person:
    """Change columns in which a person says something of themself; raise ``ChangedMeanwhile``."""
    person = lock_myself(session, by)
    check_version(person.version, if_version)
    before = _home_of(person)
    for name, value in changes.items():
        setattr(person, name, value)
    person.version += 1
    session.flush()
    after = _home_of(person)
    if after != before:
        home_changed.send(session, person_id=by, before=before, after=after, now=now)
    return person


def _home_of(person: Person) -> Home:
    if person.home_latitude is None or person.home_longitude is None:
        return None
    return person.home_latitude, person.home_longitude


def leave(session: Session, *, by: UUID, now: datetime) -> None:
    """Erase a person: signed out everywhere, what is personal emptied, what they held let go.

    Never waits for anybody's answer and never refuses.
    """
    person = lock_myself(session, by)
    mine = [SignInCode.person_id == by]
    if person.email is not None:
        mine.append(SignInCode.email == person.email)
    session.execute(delete(SignInCode).where(or_(*mine)))
    session.execute(delete(PhoneSession).where(PhoneSession.person_id == by))
    session.execute(delete(Invitation).where(Invitation.person_id == by))
    blocks.forget_person(session, by)
    idempotency.forget_person(session, by)
    person.left_at = now
    person.display_name = person.words = person.likes_to_bring = ""
    person.languages = []
    person.zone = person.email = person.firebase_uid = None
    person.home_latitude = person.home_longitude = None
    person.version += 1
    session.flush()
    person_leaving.send(session, person_id=by, now=now)
    person_left.send(session, person_id=by, now=now)
    # Last, for what the rooms above do in leaving may tell of itself.
    notifications.forget_person(session, by)
