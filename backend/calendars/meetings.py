"""Meetings of somebody's groups in their own calendar: all that they did not say no to.

Whoever looks over their shoulder learns nothing of a hidden group: neither its name nor what its
meetings are about, nor where they are.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

from backend.bookings.queries import Reader
from backend.calendars import rules
from backend.calendars.entries import Entry, Event, Repeating, Telling, repeated, single
from backend.groups.states import Visibility
from backend.kernel.periods import Period
from backend.meetings.mine import Mine, dates_of_person
from backend.meetings.states import Answer, RoomState
from backend.meetings.stored import rhythm_of


def meetings_of_person(
    reader: Reader,
    person_id: UUID,
    *,
    window: Period,
    now: datetime,
    says: Callable[[str], str],
) -> list[Event]:
    """Return the meetings of somebody's groups in the window; seven queries at most.

    `says` gives the words for a code. A date that one does not come to is left out; one that was
    called off stays, struck through, for who meant to come.
    """
    told: dict[UUID, list[Mine]] = defaultdict(list)
    for each in dates_of_person(reader, person_id, window=window, now=now):
        if _is_told(each):
            told[each.row.id].append(each)
    events: list[Event] = []
    for mine in told.values():
        row = mine[0].row
        entries = [_entry(each, says) for each in mine]
        if row.rrule:
            rhythm = rhythm_of(row)
            rule = Repeating(row.id, row.rrule, rhythm.first, rhythm.duration, row.version)
            events += repeated(rule, entries)
        else:
            events += [single(each) for each in entries]
    return events


def _is_told(mine: Mine) -> bool:
    if mine.answer is Answer.NOT:
        return False
    return not mine.time.is_called_off or mine.answer is not None


def _entry(mine: Mine, says: Callable[[str], str]) -> Entry:
    row, time = mine.row, mine.time
    return Entry(
        # Dates from before the rule was changed stand alone, each under an id of its own.
        id=uuid5(row.id, time.on.isoformat()) if row.rrule else row.id,
        period=time.period,
        zone=rhythm_of(row).zone,
        telling=_telling(mine, says),
        sequence=row.version,
        stamp=row.changed_at,
        on=time.on,
    )


def _telling(mine: Mine, says: Callable[[str], str]) -> Telling:
    row, place, comes = mine.row, mine.place, mine.answer is Answer.COMING
    status = rules.CONFIRMED if comes else rules.TENTATIVE
    if mine.time.is_called_off:
        status = rules.CANCELLED
    if row.visibility == Visibility.HIDDEN:
        return Telling(says("calendar_meeting"), status, takes_time=comes)
    is_lost = mine.room.state is RoomState.LOST
    has_space = place.space_name is not None and not is_lost
    address = place.address if place.address_is_public else ""
    is_shown = has_space and not place.is_out_of_reach
    places = [place.space_name, address, row.where] if has_space else [row.where]
    lost = says("calendar_no_room") if is_lost else ""
    return Telling(
        summary=row.title,
        status=status,
        description="\n".join(filter(None, [lost, mine.time.words, row.words])),
        location=", ".join(filter(None, places)),
        point=(place.published_latitude, place.published_longitude) if is_shown else None,
        takes_time=comes,
    )
