"""What stands in somebody's own calendar: what they booked. Two queries, however much it is.

Nobody else is named in it: neither who keeps a space, nor what others wrote.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select

from backend.bookings import states
from backend.bookings.models import Booking
from backend.bookings.queries import Reader, facts_of_row
from backend.bookings.states import MAY_HOLD, State
from backend.calendars import rules
from backend.calendars.entries import Entry, Event, Telling, single
from backend.calendars.series import repeated_series
from backend.kernel.local_time import zone_named
from backend.kernel.periods import Period
from backend.spaces.models import Space
from backend.spaces.queries import shown_name


def events_of_person(
    reader: Reader, person_id: UUID, *, window: Period, now: datetime
) -> list[Event]:
    """Return what a person booked in the window; what came to nothing stays for 30 days."""
    alone: list[Event] = []
    of_series: dict[UUID, list[Entry]] = defaultdict(list)
    for row in _bookings(reader, person_id, window, now):
        facts = facts_of_row(row)
        state = states.state_at(facts, now)
        if not rules.is_told(facts, state, ended_at=row.ended_at, now=now):
            continue
        entry = _entry(row, state)
        if row.series_id is None:
            alone.append(single(entry))
        else:
            of_series[row.series_id].append(entry)
    return [*alone, *repeated_series(reader, of_series)]


def _bookings(
    reader: Reader, person_id: UUID, window: Period, now: datetime
) -> Sequence[Row[*tuple[Any, ...]]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Booking.id,
            Booking.version,
            Booking.starts_at,
            Booking.ends_at,
            Booking.what_for,
            Booking.shown_as,
            Booking.state,
            Booking.answer_by,
            Booking.silence_means_yes,
            Booking.asked_if_there_at,
            Booking.ended_at,
            Booking.created_at,
            Booking.series_id,
            Booking.series_on,
            shown_name(person_id).label("name"),
            Space.kind,
            Space.zone,
            Space.address,
            Space.address_is_public,
            Space.published_latitude,
            Space.published_longitude,
        )
        .join(Space, Space.id == Booking.space_id)
        .where(
            Booking.booked_by == person_id,
            Booking.ends_at > window.start,
            Booking.starts_at < window.end,
            or_(
                Booking.state.in_(MAY_HOLD),
                func.coalesce(Booking.ended_at, Booking.starts_at)
                > now - rules.CALLED_OFF_SHOWN_FOR,
            ),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(rules.MOST_EVENTS)
    )
    return reader.execute(query).all()


def _entry(row: Row[Any], state: State) -> Entry:
    # The exact place is shown to whom it was promised, for as long as the promise holds.
    shows_place = row.address_is_public or state in states.HOLDING - {State.ASKED}
    return Entry(
        id=row.id,
        period=Period(row.starts_at, row.ends_at),
        zone=zone_named(row.zone),
        telling=Telling(
            summary=": ".join(filter(None, [row.name, row.shown_as])),
            status=rules.status_of(state),
            description=row.what_for,
            location=row.address if shows_place else "",
            point=(row.published_latitude, row.published_longitude),
        ),
        sequence=row.version,
        stamp=row.ended_at or row.created_at,
        on=row.series_on,
    )
