"""Reading what the members of a group agreed on, and until when it holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.groups.errors import GroupNotFound
from backend.groups.models import Agreement, Group
from backend.groups.queries import Reader, belongs, visible_groups
from backend.groups.states import AgreementState, agreement_state_at
from backend.kernel.sayings import Next, Saying, end_as_said


@dataclass(frozen=True, slots=True)
class AgreementSeen:
    """An agreement, and what the clock made of it."""

    id: UUID
    version: int
    title: str
    words: str
    adopted_at: datetime
    review_at: datetime
    ended_at: datetime | None
    decision_id: UUID | None
    state: AgreementState
    can: list[str]
    next: Next | None
    says: Saying


def list_agreements(
    reader: Reader, group_id: UUID, *, by: UUID, now: datetime, after: UUID | None, limit: int
) -> list[AgreementSeen]:
    """List the agreements of a group one may see, the newest first; raise ``GroupNotFound``.

    Also for those who think of joining: it is what they would join. Two queries. Those that lapsed
    or ended are told apart by their state.
    """
    group = reader.execute(
        select(Group.zone, belongs(by).label("is_mine")).where(
            Group.id == group_id, Group.closed_at.is_(None), visible_groups(by)
        )
    ).one_or_none()
    if group is None:
        raise GroupNotFound
    query = select(
        Agreement.id,
        Agreement.version,
        Agreement.title,
        Agreement.words,
        Agreement.adopted_at,
        Agreement.review_at,
        Agreement.ended_at,
        Agreement.decision_id,
    ).where(Agreement.group_id == group_id)
    if after is not None:
        query = query.where(Agreement.id < after)
    seen = []
    for row in reader.execute(query.order_by(Agreement.id.desc()).limit(limit + 1)):
        state = agreement_state_at(row.ended_at, row.review_at, now)
        holds = state is AgreementState.HOLDS
        seen.append(
            AgreementSeen(
                **row._mapping,
                state=state,
                can=["propose_change", "propose_end"] if holds and group.is_mine else [],
                next=Next(row.review_at, AgreementState.LAPSED.value) if holds else None,
                says=Saying(
                    f"agreement_{state.value}",
                    {
                        "title": row.title,
                        "until": end_as_said(row.review_at, group.zone, with_year=True),
                    },
                ),
            )
        )
    return seen
