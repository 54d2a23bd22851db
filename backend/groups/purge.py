"""Forgets invitations that count for nothing any more. No rule needs it to run."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backend.groups.models import AskedNeighbour, Asking
from backend.people.purge import let_also_purge

ASKINGS_KEPT_FOR = timedelta(days=120)
"""Longer than everybody near is not asked again, and than a no holds, from the last day it could
be said on."""


def purge(session: Session, now: datetime) -> dict[str, int]:
    """Delete invitations in somebody's own words that are long over; return how many."""
    old = select(Asking.id).where(
        func.coalesce(Asking.asked_at, Asking.made_at) < now - ASKINGS_KEPT_FOR
    )
    session.execute(
        delete(AskedNeighbour)
        .where(AskedNeighbour.asking_id.in_(old))
        .execution_options(synchronize_session=False)
    )
    gone = session.execute(
        delete(Asking).where(Asking.id.in_(old)).execution_options(synchronize_session=False)
    )
    return {"askings": int(gone.rowcount)}  # type: ignore[attr-defined]


let_also_purge(purge)
