"""Bookings that are dates of a series, as one repeating event with what differs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from backend.bookings.queries import Reader
from backend.calendars.entries import Entry, Event, Repeating, repeated, single
from backend.series.models import Series


def repeated_series(
    reader: Reader,
    of_series: Mapping[UUID, Sequence[Entry]],
    *,
    shown_id: Callable[[UUID], UUID] = lambda kept: kept,
) -> list[Event]:
    """Return the events of the dates that are shown of each series. One query.

    `shown_id` says under which id a series stands in the feed.
    """
    if not of_series:
        return []
    rules = {
        row.id: Repeating(
            id=shown_id(row.id),
            rrule=row.rrule,
            first=row.first,
            duration=timedelta(minutes=row.duration_minutes),
            sequence=row.version,
        )
        for row in reader.execute(
            select(
                Series.id, Series.rrule, Series.first, Series.duration_minutes, Series.version
            ).where(Series.id.in_(list(of_series)))
        )
    }
    events: list[Event] = []
    for series_id, entries in of_series.items():
        rule = rules.get(series_id)
        events += repeated(rule, entries) if rule else [single(each) for each in entries]
    return events
