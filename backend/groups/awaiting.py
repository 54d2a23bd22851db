"""What awaits the stewards of a group, so that their silence is noticed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.groups.models import Awaiting, Group, JoinRequest
from backend.groups.settling import expect
from backend.groups.states import RequestState
from backend.groups.telling import tell_of_group
from backend.people.blocks import are_apart

NUDGED_AFTER = timedelta(days=21)
"""Then the stewards are reminded (design, section 8)."""
SILENT_AFTER = timedelta(days=28)
"""Then those who were there all the time look after the group no longer."""


def await_answer(session: Session, group: Group, about_id: UUID, kind: str, now: datetime) -> None:
    """Note that something awaits an answer of a locked group; ``kind`` is such as join_request."""
    session.execute(
        insert(Awaiting)
        .values(about_id=about_id, group_id=group.id, kind=kind, since_at=now)
        .on_conflict_do_nothing()
    )
    expect(group, now + NUDGED_AFTER)


def was_answered(session: Session, about_id: UUID) -> None:
    """Note that something awaits no answer any more."""
    session.execute(delete(Awaiting).where(Awaiting.about_id == about_id))


def who_could_answer(
    session: Session, group: Group, awaiting: Awaiting, stewards: Iterable[UUID], at: datetime
) -> list[UUID]:
    """List which stewards something awaited until an instant, and who therefore were silent.

    Nobody, where it was answered otherwise: who asked came by an invitation, say, or was erased.
    Nobody either where any member vouches. Whoever does not see who asks could not answer.
    """
    asker = session.scalar(
        select(JoinRequest.person_id).where(
            JoinRequest.id == awaiting.about_id,
            or_(JoinRequest.state == RequestState.ASKED.value, JoinRequest.decided_at > at),
        )
    )
    if asker is None or group.vouched:
        return []
    return [each for each in stewards if not are_apart(session, each, asker)]


def tell_who_asked(session: Session, group: Group, awaiting: Awaiting, at: datetime) -> None:
    """Tell whoever wished to join, and whom nobody answered in time, that they can ask again."""
    asker = select(JoinRequest.person_id).where(
        JoinRequest.id == awaiting.about_id, JoinRequest.state == RequestState.ASKED.value
    )
    tell_of_group(session, group, [session.scalar(asker)], "join_request_lapsed", now=at)
