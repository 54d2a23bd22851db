"""Telling members ahead that something they agreed on will soon hold no longer."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.groups.models import Agreement, Group
from backend.groups.settling import on_settle
from backend.groups.states import Visibility
from backend.groups.telling import tell_of_group, who_listens
from backend.kernel.answering import MORNING
from backend.kernel.local_time import instant_of, wall_of, zone_named
from backend.kernel.sayings import end_as_said

TOLD_AHEAD = timedelta(days=21)
"""To agree on it for longer takes fifteen days: to talk, to vote, and to contest it."""


@on_settle
def tell_of_reviews(session: Session, group: Group, at: datetime) -> datetime | None:
    """Tell members of what lapses in three weeks; return when there is more to tell."""
    ahead = session.execute(
        select(Agreement.id, Agreement.title, Agreement.review_at)
        .where(
            Agreement.group_id == group.id, Agreement.ended_at.is_(None), Agreement.review_at > at
        )
        .order_by(Agreement.review_at, Agreement.id)
    ).all()
    following = None
    for each in ahead:
        told_at = tells_at(each.review_at, group.zone)
        if told_at > at:
            following = told_at if following is None else min(following, told_at)
        if told_at != at:
            continue
        tell_of_group(
            session,
            group,
            who_listens(session, group, at),
            "agreement_lapses_soon",
            now=at,
            once=f"agreement {each.id} lapses {each.review_at.date()}",
            title="" if group.visibility == Visibility.HIDDEN else each.title,
            until=end_as_said(each.review_at, group.zone),
        )
    return following


def tells_at(review_at: datetime, zone: str) -> datetime:
    """Return when members are told: in the morning, three weeks before."""
    place = zone_named(zone)
    day = (wall_of(review_at, place) - TOLD_AHEAD).date()
    return instant_of(datetime.combine(day, MORNING), place)
