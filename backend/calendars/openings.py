"""Openings in calendars: for everybody when a place is open, for openers when they are needed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, or_, select

from backend.bookings.queries import Reader
from backend.calendars import rules
from backend.calendars.entries import Entry, Event, Repeating, Telling, repeated, single
from backend.calendars.public import ANYBODY, SpaceOfFeed
from backend.kernel.local_time import zone_named
from backend.kernel.periods import Period
from backend.openings.dates_seen import dates_query, seen_dates
from backend.openings.models import Opener, Opening, OpeningDate
from backend.openings.rules import first_wall
from backend.openings.seen import DateSeen
from backend.openings.states import State, Written
from backend.spaces.models import Space, SpaceKind

_STATUS = {
    State.PLANNED: rules.CONFIRMED,
    State.OPEN: rules.CONFIRMED,
    State.OVER: rules.CONFIRMED,
    State.NEEDS_OPENER: rules.TENTATIVE,
}
"""All others are called off."""


def openings_of_space(
    reader: Reader, space: SpaceOfFeed, *, window: Period, now: datetime, open_: str
) -> list[Event]:
    """Return when a place is open to everybody from now on; `open_` where it says no more.

    Two queries. The dates of a home stand one by one: a rule would have to say which it leaves
    out, and so when its host is away.
    """
    rows = reader.execute(
        dates_query(ANYBODY, now)
        .where(
            Opening.space_id == space.id,
            OpeningDate.ends_at > now,
            OpeningDate.starts_at < window.end,
        )
        .order_by(OpeningDate.starts_at, OpeningDate.id)
        .limit(rules.MOST_EVENTS)
    ).all()

    def telling(seen: DateSeen) -> Telling:
        return Telling(
            summary=seen.shown_as or open_,
            status=_STATUS.get(seen.state, rules.CANCELLED),
            description=seen.words,
            location=(seen.door.address or "") if seen.door else "",
            point=seen.space.point,
            takes_time=False,
        )

    seen = seen_dates(reader, rows, by=ANYBODY, now=now)
    return _events(
        reader,
        seen,
        telling,
        shown_id=rules.public_id,
        stamp=space.listed_at,
        by_rule=not space.is_home,
    )


def openings_of_person(
    reader: Reader,
    person_id: UUID,
    *,
    window: Period,
    now: datetime,
    says: Callable[[str, DateSeen], str],
) -> list[Event]:
    """Return when somebody opens or closes a place, or has people in; three queries.

    `says` gives the words for a code. What the keepers wrote about a date is not repeated here.
    """
    on_rota = exists().where(Opener.date_id == OpeningDate.id, Opener.person_id == person_id)
    at_home = and_(Opening.host_id == person_id, Space.kind == SpaceKind.HOME.value)
    rows = reader.execute(
        dates_query(person_id, now)
        .where(
            or_(on_rota, at_home),
            OpeningDate.ends_at > window.start,
            OpeningDate.starts_at < window.end,
            or_(OpeningDate.ends_at > now, OpeningDate.state == Written.PLANNED.value),
        )
        .order_by(OpeningDate.starts_at, OpeningDate.id)
        .limit(rules.MOST_EVENTS)
    ).all()

    def telling(seen: DateSeen) -> Telling:
        only_closes = seen.i_close and not seen.i_open
        return Telling(
            summary=says("calendar_i_close" if only_closes else "calendar_i_open", seen),
            status=_STATUS.get(seen.state, rules.CANCELLED),
            location=(seen.door.address or "") if seen.door else "",
            point=seen.space.point,
        )

    seen = seen_dates(reader, rows, by=person_id, now=now)
    return _events(reader, seen, telling)


def _events(
    reader: Reader,
    seen: Sequence[DateSeen],
    telling: Callable[[DateSeen], Telling],
    *,
    shown_id: Callable[[UUID], UUID] = lambda kept: kept,
    stamp: datetime | None = None,
    by_rule: bool = True,
) -> list[Event]:
    if not seen:
        return []
    query: Select[*tuple[Any, ...]] = select(
        Opening.id,
        Opening.version,
        Opening.rrule,
        Opening.first_on,
        Opening.opens,
        Opening.minutes,
        Opening.created_at,
    ).where(Opening.id.in_({each.opening_id for each in seen}))
    openings = {row.id: row for row in reader.execute(query)}
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    for each in seen:
        opening = openings[each.opening_id]
        entries[opening.id].append(
            Entry(
                id=shown_id(each.id),
                period=Period(each.starts_at, each.ends_at),
                zone=zone_named(each.space.zone),
                telling=telling(each),
                sequence=opening.version,
                stamp=stamp or opening.created_at,
                on=each.on,
            )
        )
    events: list[Event] = []
    for opening_id, dated in entries.items():
        opening = openings[opening_id]
        if by_rule and opening.rrule:
            events += repeated(_rule(opening, shown_id), dated)
        else:
            events += [single(each) for each in dated]
    return events


def _rule(opening: Row[*tuple[Any, ...]], shown_id: Callable[[UUID], UUID]) -> Repeating:
    return Repeating(
        id=shown_id(opening.id),
        rrule=opening.rrule,
        first=first_wall(opening.first_on, opening.opens),
        duration=timedelta(minutes=opening.minutes),
        sequence=opening.version,
    )
