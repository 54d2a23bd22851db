"""What somebody agreed on with neighbours, in their own calendar: with whom and when.

Never what it is: others see calendars too, over a shoulder or in a shared house.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, Select, and_, case, func, or_, select

from backend.bookings.queries import Reader
from backend.calendars import rules
from backend.calendars.entries import Entry, Event, Telling, single
from backend.kernel.local_time import ONE_DAY, midnight_of, zone_named
from backend.kernel.periods import Period
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.posts.models import Post
from backend.promises.models import Promise
from backend.promises.states import STANDING, PromiseState

BEFORE_DUE = timedelta(minutes=30)
"""How long the time looks at whose end something lent is to be back."""


def promises_of_person(
    reader: Reader,
    person_id: UUID,
    *,
    window: Period,
    now: datetime,
    says: Callable[[str], str],
) -> list[Event]:
    """Return what somebody agreed on with a time, a date or a due date in the window; one query.

    `says` gives the words for a first name.
    """
    events = []
    for row in reader.execute(_agreed(person_id, now)):
        for which, period, takes_time in _times(row):
            if period.end > window.start and period.start < window.end:
                telling = Telling(says(first_name(row.name)), takes_time=takes_time)
                events.append(single(_entry(row, which, period, telling)))
    return events[: rules.MOST_EVENTS]


def _agreed(person_id: UUID, now: datetime) -> Select[*tuple[Any, ...]]:
    other_id = case(
        (Promise.poster_id == person_id, Promise.counterpart_id), else_=Promise.poster_id
    )
    stands = and_(Promise.state.in_(sorted(STANDING)), Promise.stands_until > now)
    return (
        select(
            Promise.id,
            Promise.version,
            Promise.starts_at,
            Promise.ends_at,
            Promise.due_at,
            Promise.on_dates,
            Promise.agreed_at,
            Promise.claimed_at,
            Promise.ended_at,
            Post.zone,
            Person.display_name.label("name"),
        )
        .join(Post, Post.id == Promise.post_id)
        .join(Person, and_(Person.id == other_id, visible_people(person_id)))
        .where(
            or_(Promise.poster_id == person_id, Promise.counterpart_id == person_id),
            or_(stands, Promise.state == PromiseState.KEPT.value),
            or_(
                Promise.starts_at.is_not(None),
                Promise.due_at.is_not(None),
                func.cardinality(Promise.on_dates) > 0,
            ),
        )
        .order_by(Promise.falls_at.desc(), Promise.id)
        .limit(rules.MOST_EVENTS)
    )


def _times(row: Row[Any]) -> Iterator[tuple[str, Period, bool]]:
    """Yield each time of a promise, with what tells it from the others and if it takes time."""
    zone = zone_named(row.zone)
    if row.starts_at is not None and row.ends_at is not None:
        yield "", Period(row.starts_at, row.ends_at), True
    for on in row.on_dates:
        day = Period(midnight_of(on, zone), midnight_of(on + ONE_DAY, zone))
        yield on.isoformat(), day, False
    if row.due_at is not None:
        yield "due", Period(row.due_at - BEFORE_DUE, row.due_at), False


def _entry(row: Row[Any], which: str, period: Period, telling: Telling) -> Entry:
    return Entry(
        id=uuid5(row.id, which) if which else row.id,
        period=period,
        zone=zone_named(row.zone),
        telling=telling,
        sequence=row.version,
        stamp=row.ended_at or row.claimed_at or row.agreed_at,
    )
