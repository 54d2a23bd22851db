"""What must hold of lines at an instant, worked out by other means than the timing's own."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.models import Booking
from backend.bookings.states import HOLDING, MAY_HOLD, State
from backend.kernel.periods import Period, subtracted
from backend.spaces.models import Occupancy, Space
from backend.waiting.models import Wait


def wrongs(session: Session, now: datetime) -> list[str]:
    """Return everything about lines that is not as it must be; empty when all is well."""
    session.expire_all()
    spaces = {each.id: each for each in session.scalars(select(Space))}
    waits = session.scalars(select(Wait).where(Wait.state == "waiting", Wait.starts_at > now)).all()
    offers = [each for each in waits if each.opens_at and each.closes_at > now]
    held = [each for each in offers if each.opens_at < each.closes_at]
    return [
        *_two_at_once(held, spaces),
        *_out_of_order(offers, now),
        *_does_not_fit(session, offers, spaces, now),
        *_not_held(session, held),
        *_held_too_long(session, held, spaces, now),
        *_ends_at_a_bad_time(held, spaces),
    ]


def period(each: Wait | Booking) -> Period:
    return Period(each.starts_at, each.ends_at)


def meet(one: Wait | Booking, two: Wait | Booking, spaces: dict) -> bool:
    """Say whether not both can be: same time, and same space or one inside the other."""
    above = {one.space_id, spaces[one.space_id].parent_id}
    below = {two.space_id, spaces[two.space_id].parent_id}
    return period(one).overlaps(period(two)) and (two.space_id in above or one.space_id in below)


def _two_at_once(held: Sequence[Wait], spaces: dict) -> Iterator[str]:
    for one, two in combinations(held, 2):
        together = one.opens_at < two.closes_at and two.opens_at < one.closes_at
        if together and meet(one, two, spaces):
            yield f"offered to two at once: {one.id} and {two.id}"


def _out_of_order(offers: Sequence[Wait], now: datetime) -> Iterator[str]:
    ahead = sorted(
        (each for each in offers if each.opens_at > now),
        key=lambda each: (each.created_at, each.id),
    )
    for one, two in combinations(ahead, 2):
        same = (one.space_id, one.starts_at, one.ends_at) == (
            two.space_id,
            two.starts_at,
            two.ends_at,
        )
        if same and one.opens_at > two.opens_at:
            yield f"{two.id} came after {one.id} and has the earlier turn"


def _does_not_fit(
    session: Session, offers: Sequence[Wait], spaces: dict, now: datetime
) -> Iterator[str]:
    bookings = session.scalars(select(Booking).where(Booking.state.in_(MAY_HOLD))).all()
    for offer in offers:
        # Judged at the offer's own instant: what lapses until then is not in its way.
        at = max(now, offer.opens_at)
        for booking in bookings:
            if not meet(offer, booking, spaces):
                continue
            if states.state_at(booking.facts, at) in HOLDING | {State.ENDED}:
                yield f"{offer.id} is offered what {booking.id} has"


def _not_held(session: Session, held: Sequence[Wait]) -> Iterator[str]:
    rows = session.scalars(select(Occupancy)).all()
    for offer in held:
        covering = [
            Period(row.during.lower, row.during.upper)
            for row in rows
            if row.space_id == offer.space_id
            and row.held_until
            and row.held_until >= offer.closes_at
        ]
        if subtracted([period(offer)], covering):
            yield f"not all that is offered to {offer.id} is held"


def _held_too_long(
    session: Session, held: Sequence[Wait], spaces: dict, now: datetime
) -> Iterator[str]:
    bookings = {each.id: each for each in session.scalars(select(Booking))}
    for row in session.scalars(select(Occupancy).where(Occupancy.held_until > now)):
        during = Period(row.during.lower, row.during.upper)
        ends = [
            offer.closes_at
            for offer in held
            if period(offer).overlaps(during)
            and offer.space_id in {row.space_id, spaces[row.space_id].parent_id}
        ]
        booking = bookings.get(row.booking_id)
        if booking and booking.ended_at:
            ends.append(min(booking.ended_at + states.CAN_BE_UNDONE_FOR, booking.ends_at))
        elif booking and booking.answer_by:
            ends.append(booking.answer_by)
        if row.held_until != max(ends, default=None):
            yield f"{row.id} is held until {row.held_until} and should be until {ends}"


def _ends_at_a_bad_time(held: Sequence[Wait], spaces: dict) -> Iterator[str]:
    for offer in held:
        half_way = offer.opens_at + (offer.starts_at - offer.opens_at) / 2
        if offer.closes_at > half_way:
            yield f"{offer.id} ends past half-way"
        zone = ZoneInfo(spaces[offer.space_id].zone)
        local = offer.closes_at.astimezone(zone)
        if time(9) <= local.time() <= time(21):
            continue
        today = local.date()
        nine = datetime.combine(today, time(9), zone)
        if local > nine:
            nine = datetime.combine(today + timedelta(days=1), time(9), zone)
        evening = datetime.combine(nine.date() - timedelta(days=1), time(21), zone)
        could_wait = nine.astimezone(UTC) <= half_way
        in_the_evening = evening.astimezone(UTC) >= offer.opens_at + timedelta(minutes=30)
        if could_wait or in_the_evening or offer.closes_at != half_way:
            yield f"{offer.id} ends at night, at {local}"
