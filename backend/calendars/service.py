"""Giving and taking back the secret address of one's own calendar."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.bookings.queries import Reader
from backend.calendars.errors import CalendarNotFound
from backend.calendars.models import CalendarAddress
from backend.calendars.rules import hash_of, new_token
from backend.people.service import hold_person, person_left


def give_address(session: Session, *, by: UUID, language: str, now: datetime) -> str:
    """Return a new secret for one's own calendar; the one before it opens nothing any more."""
    hold_person(session, by)
    token = new_token()
    facts = {"token_hash": hash_of(token), "language": language, "made_at": now}
    session.execute(
        insert(CalendarAddress)
        .values(person_id=by, **facts)
        .on_conflict_do_update(index_elements=[CalendarAddress.person_id], set_=facts)
    )
    return token


def take_address_back(session: Session, *, by: UUID) -> None:
    """End the address of one's own calendar; none there is as good as one ended."""
    session.execute(delete(CalendarAddress).where(CalendarAddress.person_id == by))


def find_address(reader: Reader, *, by: UUID) -> datetime | None:
    """Return since when one's own calendar has an address, None where it has none."""
    made_at: datetime | None = reader.scalar(
        select(CalendarAddress.made_at).where(CalendarAddress.person_id == by)
    )
    return made_at


def get_owner(reader: Reader, token: str) -> tuple[UUID, str]:
    """Return whose calendar a secret opens, and its language; raise CalendarNotFound."""
    digest = hash_of(token)
    row = reader.execute(
        select(CalendarAddress.person_id, CalendarAddress.language).where(
            CalendarAddress.token_hash == digest
        )
    ).one_or_none()
    if row is None:
        raise CalendarNotFound
    return row.person_id, row.language


@person_left.connect
def forget_address(session: Session, *, person_id: UUID, now: datetime) -> None:
    """End the address of somebody who leaves."""
    del now
    take_address_back(session, by=person_id)
