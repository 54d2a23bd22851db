"""Asking first: who has to ask, any one keeper's answer, and what silence means."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.ending import end_booking
from backend.bookings.errors import NotYours
from backend.bookings.locks import lock_booking
from backend.bookings.models import Booking
from backend.bookings.occupying import holds_changed
from backend.bookings.sight import uses_of
from backend.bookings.states import State
from backend.bookings.telling import bookers_of, tell_of_booking
from backend.groups.acting import take_hand_back
from backend.groups.powers import Act
from backend.kernel.answering import time_to_answer
from backend.kernel.facts import check_version
from backend.kernel.periods import Period
from backend.kernel.sayings import LocalTime
from backend.spaces.keeping import is_keeper, keepers_of, keeping_of, lend_hand, offer_hand
from backend.spaces.models import KnownHere, Occupancy, Space
from backend.spaces.terms import Confirms, Silence

USUALLY = timedelta(hours=24)
"""How long keepers have to answer when nothing presses."""
MISSED_OFTEN = 3
MISSED_WITHIN = timedelta(days=60)
"""Whoever left a room empty so often in so long a time needs a yes there. Nothing else follows."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a keeper is asked: until when they may answer, and what their silence means."""

    answer_by: datetime
    silence_means_yes: bool


def question_for(
    session: Session,
    space: Space,
    by: UUID,
    starts_at: datetime,
    zone: ZoneInfo,
    *,
    now: datetime,
    group_id: UUID | None = None,
) -> Question | None:
    """Return what the keepers are asked when this person books; None where they need not be."""
    if not must_ask(session, space, by, now=now, group_id=group_id):
        return None
    time = time_to_answer(now, starts_at, zone, USUALLY)
    wanted = space.terms.silence_means is Silence.YES
    return Question(time.until, time.silence_means_yes(wanted=wanted))


def must_ask(
    session: Session, space: Space, by: UUID, *, now: datetime, group_id: UUID | None = None
) -> bool:
    """Say whether this person has to ask; keepers never do, and those known here rarely.

    A group that keeps the space has it; one of its members who could not answer alone asks the
    others.
    Whoever left the room empty three times in 60 days asks there for as long as that is so; what
    was booked for a group counts for the group.
    """
    missed = _has_missed_often(session, space, uses_of(by, group_id), now=now)
    confirms = space.terms.confirms
    if confirms is Confirms.INSTANT and not missed:
        return False
    if group_id is not None and group_id == space.group_id:
        return False
    if keeping_of(session, space.id, by=by, now=now).acts_alone:
        return False
    return missed or confirms is Confirms.ASK or session.get(KnownHere, (space.id, by)) is None


def _has_missed_often(
    session: Session, space: Space, booker: ColumnElement[bool], *, now: datetime
) -> bool:
    asked = session.scalars(
        select(Booking).where(
            booker,
            Booking.space_id == space.id,
            Booking.asked_if_there_at > now - MISSED_WITHIN,
        )
    )
    missed = [states.state_at(each.facts, now) is State.MISSED for each in asked]
    return sum(missed) >= MISSED_OFTEN


def ask_keepers(session: Session, booking: Booking, space: Space, *, now: datetime) -> None:
    """Tell the keepers that somebody asks, and until when they may answer.

    One of them who asks the others has lent a hand by that.
    """
    answer_by = booking.answer_by or booking.starts_at
    keepers = keepers_of(session, space.id, now=now)
    if booking.booked_by is not None:
        offer_hand(session, space, Act.CONFIRM, booking.id, by=booking.booked_by, now=now)
    tell_of_booking(
        session,
        [each for each in keepers if each != booking.booked_by],
        "booking_asked",
        booking,
        space,
        now=now,
        answer_by=LocalTime(answer_by, space.zone),
    )


def answer_booking(
    session: Session,
    booking_id: UUID,
    *,
    by: UUID,
    says_yes: bool,
    now: datetime,
    words: str = "",
    if_version: int | None = None,
) -> Booking:
    """Answer somebody who asked; any one keeper may, until the time to answer is over.

    For a group that keeps the space, a steward answers, or the second member who says the same;
    whoever changes their mind lends their hand to the other answer. Raises BookingNotFound,
    NotYours for who asked, NotTenured and ForStewards, ChangedMeanwhile, and BookingCannotBecome
    where another keeper or the clock has answered already.
    """
    booking, space = lock_booking(session, booking_id, by=by, now=now)
    if not is_keeper(session, space.id, by=by, now=now):
        raise NotYours
    check_version(booking.version, if_version)
    wanted = State.CONFIRMED if says_yes else State.DECLINED
    states.check_can_become(booking.facts, wanted, now=now)
    act, other = (Act.CONFIRM, Act.REFUSE) if says_yes else (Act.REFUSE, Act.CONFIRM)
    take_hand_back(session, booking.id, other, by=by)
    if not lend_hand(session, space, act, booking.id, by=by, now=now):
        return booking
    booking.answered_by = by
    if says_yes:
        booking.state, booking.answer_by = wanted.value, None
        booking.version += 1
        session.execute(
            update(Occupancy).where(Occupancy.booking_id == booking.id).values(held_until=None)
        )
        session.flush()
        period = Period(booking.starts_at, booking.ends_at)
        holds_changed.send(session, space=space, periods=[period], freed=False, now=now)
    else:
        end_booking(session, booking, space, wanted, by=by, now=now, words=words)
    kind = "booking_answered_yes" if says_yes else "booking_answered_no"
    told = bookers_of(session, booking, now=now)
    tell_of_booking(session, told, kind, booking, space, now=now, words=words)
    return booking
