"""What is left of a space to be booked, and for how many. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from backend.bookings import occupying, rules
from backend.bookings.occupying import Taken
from backend.kernel.periods import Period, at_least, intersected
from backend.spaces.terms import Sharing, Terms


@dataclass(frozen=True, slots=True)
class FreeStretch:
    """A time that can be booked; `places` says for how many, None where one booking has it all."""

    start: datetime
    end: datetime
    places: int | None


def free_stretches(
    open_: Sequence[Period], taken: Sequence[Taken], terms: Terms, zone: ZoneInfo, *, now: datetime
) -> list[FreeStretch]:
    """List the times that could be booked now, at least as long as the shortest booking.

    In a shared space each stretch says how many more people it holds all through.
    """
    first = rules.earliest_start(terms, zone, now)
    last = rules.latest_start(terms, zone, now) + timedelta(minutes=terms.max_minutes)
    if first >= last:
        return []
    reachable = intersected(open_, [Period(first, last)])
    shortest = timedelta(minutes=terms.min_minutes)
    if terms.sharing is not Sharing.SHARED:
        stretches = rules.bookable_stretches(reachable, (each.period for each in taken), terms)
        return [FreeStretch(*each, None) for each in at_least(stretches, shortest)]
    return [each for each in _places(reachable, taken, terms) if each.end - each.start >= shortest]


def _places(
    reachable: Iterable[Period], taken: Sequence[Taken], terms: Terms
) -> Iterable[FreeStretch]:
    """Cut the reachable time wherever somebody comes or goes, and say how many places are left."""
    capacity = terms.capacity or 0
    free: list[FreeStretch] = []
    widened = [
        Taken(
            each.space_id,
            each.booking_id,
            rules.kept_clear(each.period, terms),
            each.people,
            each.shared,
        )
        for each in taken
    ]
    for whole in reachable:
        inside = [each for each in widened if each.period.overlaps(whole)]
        edges = {whole.start, whole.end}
        edges |= {at for each in inside for at in each.period if whole.start < at < whole.end}
        ordered = sorted(edges)
        for start, end in pairwise(ordered):
            here = [each for each in inside if each.period.overlaps(Period(start, end))]
            if any(not each.shared for each in here):
                continue
            places = capacity - occupying.most_at_once(here)
            if places <= 0:
                continue
            if free and free[-1].end == start and free[-1].places == places:
                free[-1] = FreeStretch(free[-1].start, end, places)
            else:
                free.append(FreeStretch(start, end, places))
    return free
