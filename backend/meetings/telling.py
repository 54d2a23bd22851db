"""Telling members about a date of a meeting. Hidden groups and their meetings are never named."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.groups.models import Group, Membership
from backend.groups.states import Visibility
from backend.groups.telling import who_listens
from backend.kernel.sayings import LocalTime
from backend.meetings.models import Meeting, MeetingAnswer, Thing
from backend.meetings.rules import MeetingTime, those_with_a_place
from backend.meetings.states import Answer
from backend.notifications.service import About, tell


def tell_of_date(
    session: Session,
    people: Collection[UUID],
    kind: str,
    meeting: Meeting,
    group: Group,
    time: MeetingTime,
    *,
    now: datetime,
    **more: Any,
) -> None:
    """Tell members something about a date, but not those who like to hear nothing for a while."""
    tell_of_meeting(
        session,
        people,
        kind,
        meeting,
        group,
        now=now,
        on=time.on.isoformat(),
        starts_at=LocalTime(time.period.start, meeting.zone),
        **more,
    )


def tell_of_meeting(
    session: Session,
    people: Collection[UUID],
    kind: str,
    meeting: Meeting,
    group: Group,
    *,
    now: datetime,
    once: str | None = None,
    **more: Any,
) -> None:
    """Tell members something about a meeting, but not those who like to hear nothing."""
    listening = _listening(session, group, people, now)
    about = About("meetings", meeting.id)
    named = _named(meeting, group)
    tell(session, listening, kind, about=about, now=now, once=once, **named, **more)


def tell_of_call(
    session: Session, meeting: Meeting, group: Group, time: MeetingTime, *, now: datetime
) -> None:
    """Tell those who listen that a meeting was called; of many that one calls on a day, of one."""
    listening = [each for each in who_listens(session, group, now) if each != meeting.called_by]
    tell_of_date(
        session,
        listening,
        "meeting_called",
        meeting,
        group,
        time,
        now=now,
        once=f"meetings of {group.id} called by {meeting.called_by} on {now.date()}",
    )


def tell_bookers(
    session: Session, people: Collection[UUID], meeting: Meeting, group: Group, *, now: datetime
) -> None:
    """Tell who had booked for a group that is no more, whether or not they still belonged."""
    tell(
        session,
        people,
        "meeting_ended",
        about=About("meetings", meeting.id),
        now=now,
        starts_at=LocalTime(now, meeting.zone),
        **_named(meeting, group),
    )


def _named(meeting: Meeting, group: Group) -> dict[str, str]:
    if group.visibility == Visibility.HIDDEN:
        return {"hidden": "yes", "title": ""}
    return {"hidden": "no", "title": meeting.title}


def those_who_count_on(
    session: Session, meeting: Meeting, ons: Iterable[date] | None = None
) -> list[UUID]:
    """Return who comes, may come or brings something to some dates; to any date without them."""
    coming = select(MeetingAnswer.person_id).where(
        MeetingAnswer.meeting_id == meeting.id, MeetingAnswer.answer != Answer.NOT.value
    )
    bringing = select(Thing.brought_by).where(
        Thing.meeting_id == meeting.id, Thing.brought_by.is_not(None)
    )
    if ons is not None:
        days = list(ons)
        coming = coming.where(MeetingAnswer.on.in_(days))
        bringing = bringing.where(Thing.on.in_(days))
    return list(session.scalars(coming.union(bringing)))


def coming_in_order(session: Session, meeting: Meeting, on: date) -> Sequence[UUID]:
    """Return who would come to a date, in the order in which they said so."""
    return session.scalars(
        select(MeetingAnswer.person_id)
        .where(
            MeetingAnswer.meeting_id == meeting.id,
            MeetingAnswer.on == on,
            MeetingAnswer.answer == Answer.COMING.value,
        )
        .order_by(MeetingAnswer.answered_at, MeetingAnswer.person_id)
    ).all()


def tell_who_has_a_place_now(
    session: Session,
    meeting: Meeting,
    group: Group,
    time: MeetingTime,
    *,
    had_places: Collection[UUID],
    now: datetime,
) -> None:
    """Tell those who were in line for a date and have a place by now."""
    if now >= time.period.end or time.is_called_off:
        return
    in_order = coming_in_order(session, meeting, time.on)
    lucky = [
        each for each in those_with_a_place(in_order, meeting.room_for) if each not in had_places
    ]
    if lucky:
        tell_of_date(session, lucky, "meeting_has_a_place", meeting, group, time, now=now)


def tell_who_has_none_any_more(
    session: Session,
    meeting: Meeting,
    group: Group,
    time: MeetingTime,
    *,
    had_places: Collection[UUID],
    by: UUID,
    now: datetime,
) -> None:
    """Tell those who had a place and are in line by now, for there is room for fewer."""
    in_order = coming_in_order(session, meeting, time.on)
    have_places = those_with_a_place(in_order, meeting.room_for)
    out = [each for each in had_places if each not in have_places and each != by]
    if out:
        tell_of_date(session, out, "meeting_lost_a_place", meeting, group, time, now=now)


def _listening(
    session: Session, group: Group, people: Collection[UUID], now: datetime
) -> Sequence[UUID]:
    if not people:
        return []
    return session.scalars(
        select(Membership.person_id).where(
            Membership.group_id == group.id,
            Membership.person_id.in_(list(people)),
            or_(Membership.silent_until.is_(None), Membership.silent_until <= now),
        )
    ).all()
