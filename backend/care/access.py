"""Getting in: how, and who has the key, for whom that is meant and while it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.orm import Session

from backend.bookings import states
from backend.bookings.errors import BookingNotFound
from backend.bookings.models import Booking
from backend.bookings.queries import parties_see
from backend.bookings.states import State
from backend.care.coming import CERTAIN, next_bookings
from backend.care.entrances import entrance_of
from backend.care.models import USUALLY_SHOWN_MINUTES_BEFORE, Entrance
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keeping import is_keeper, keeps
from backend.spaces.keys import lock_kept_space
from backend.spaces.models import Space
from backend.spaces.queries import out_of_reach, shown_name

Clause = Callable[[UUID, datetime], ColumnElement[bool]]

_may_also_enter: list[Clause] = []


def let_also_enter(clause: Clause) -> None:
    """Let a room above say who else gets in at an instant, such as who opens the door today.

    The clause is on ``Space``, for a person's id and now.
    """
    _may_also_enter.append(clause)


@dataclass(frozen=True, slots=True)
class KeySeen:
    """Where the key of a space is. First names only, and of earlier holders the last alone."""

    where: str
    """``keepers``, ``person``, or ``missing``."""
    first_name: str | None
    is_mine: bool
    since_at: datetime | None
    had_before: str | None
    says: Saying


@dataclass(frozen=True, slots=True)
class NextSeen:
    """The booking to which the key may be passed on; whose it is is not said."""

    booking_id: UUID
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class AccessSeen:
    """How one person gets into a space at an instant."""

    space_id: UUID
    notes: str | None
    key: KeySeen | None
    next_booking: NextSeen | None
    shown_minutes_before: int
    can: list[str]
    next: Next | None
    says: Saying


def set_access(
    session: Session,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    notes: str | None = None,
    shown_minutes_before: int | None = None,
) -> None:
    """Say how to get in, and how long before a booking begins that is shown.

    Raises what `lock_kept_space` raises.
    """
    lock_kept_space(session, space_id, by=by, now=now)
    entrance = entrance_of(session, space_id)
    if notes is not None:
        entrance.notes = notes
    if shown_minutes_before is not None:
        entrance.shown_minutes_before = shown_minutes_before
    session.flush()


def get_access_of_booking(
    session: Session, booking_id: UUID, *, by: UUID, now: datetime
) -> AccessSeen:
    """Return how whoever booked gets in, as far as that is shown now; its keepers see it always.

    Raises BookingNotFound.
    """
    booking = session.scalar(select(Booking).where(Booking.id == booking_id, parties_see(by, now)))
    if booking is None:
        raise BookingNotFound
    space = session.get_one(Space, booking.space_id)
    name, is_gone = session.execute(
        select(shown_name(by), out_of_reach(by)).where(Space.id == space.id)
    ).one()
    minutes = USUALLY_SHOWN_MINUTES_BEFORE if is_gone else _shown_minutes_before(session, space.id)
    shown_at = booking.starts_at - timedelta(minutes=minutes)
    state = states.state_at(booking.facts, now)
    params = {
        "space": name,
        "shown_at": LocalTime(shown_at, space.zone),
        "ends_at": LocalTime(booking.ends_at, space.zone),
    }
    if is_keeper(session, space.id, by=by, now=now):
        return _seen(session, space, Saying("access_for_keepers", params), by=by, now=now)
    if state in CERTAIN and now >= shown_at:
        coming = Next(at=booking.ends_at, becomes="hidden")
        saying = Saying("access_shown", params)
        return _seen(session, space, saying, by=by, now=now, coming=coming)
    hidden = {State.ASKED: "access_after_a_yes", State.CONFIRMED: "access_shown_later"}
    return AccessSeen(
        space_id=space.id,
        notes=None,
        key=None,
        next_booking=None,
        shown_minutes_before=minutes,
        can=[],
        next=Next(at=shown_at, becomes="shown") if state is State.CONFIRMED else None,
        says=Saying(hidden.get(state, "access_over"), params),
    )


def get_access_of_space(session: Session, space_id: UUID, *, by: UUID, now: datetime) -> AccessSeen:
    """Return how to get into a space, for whoever is near its key; SpaceNotFound for all others."""
    space = session.get(Space, space_id)
    if space is None or not is_near_key(session, space, by=by, now=now):
        raise SpaceNotFound
    kept = is_keeper(session, space.id, by=by, now=now)
    code = "access_for_keepers" if kept else "access_shown_now"
    return _seen(session, space, Saying(code, {"space": space.name}), by=by, now=now)


def is_near_key(session: Session, space: Space, *, by: UUID, now: datetime) -> bool:
    """Answer whether somebody keeps a space, has its key, or gets in about now."""
    if space.retired_at is not None:
        return False
    entrance = session.get(Entrance, space.id)
    if entrance is not None and entrance.key_with == by:
        return True
    enters = or_(keeps(Space.id, by, now), *(clause(by, now) for clause in _may_also_enter))
    if session.scalar(select(Space.id).where(Space.id == space.id, enters)) is not None:
        return True
    before = timedelta(minutes=_shown_minutes_before(session, space.id))
    return any(
        now >= each.starts_at - before for each in next_bookings(session, space.id, now=now, by=by)
    )


def _shown_minutes_before(session: Session, space_id: UUID) -> int:
    entrance = session.get(Entrance, space_id)
    return USUALLY_SHOWN_MINUTES_BEFORE if entrance is None else entrance.shown_minutes_before


def _seen(
    session: Session,
    space: Space,
    saying: Saying,
    *,
    by: UUID,
    now: datetime,
    coming: Next | None = None,
) -> AccessSeen:
    others = [each for each in next_bookings(session, space.id, now=now) if each.booked_by != by]
    return AccessSeen(
        space_id=space.id,
        notes=_notes(session, space.id),
        key=get_key(session, space.id, by=by),
        next_booking=NextSeen(others[0].id, others[0].starts_at) if others else None,
        shown_minutes_before=_shown_minutes_before(session, space.id),
        can=["key"],
        next=coming,
        says=saying,
    )


_NOTES = text(
    """
    WITH RECURSIVE outwards (id, parent_id, level) AS (
        SELECT id, parent_id, 1 FROM spaces WHERE id = :space_id
        UNION ALL
        SELECT spaces.id, spaces.parent_id, outwards.level + 1
        FROM outwards JOIN spaces ON spaces.id = outwards.parent_id
    )
    SELECT entrances.notes
    FROM outwards JOIN entrances ON entrances.space_id = outwards.id
    WHERE entrances.notes <> ''
    ORDER BY outwards.level
    LIMIT 1
    """
)
"""How to get in, from the nearest door that says so: a room has the front door of its house."""


def _notes(session: Session, space_id: UUID) -> str:
    return session.scalar(_NOTES, {"space_id": space_id}) or ""


def get_key(session: Session, space_id: UUID, *, by: UUID) -> KeySeen:
    """Return where the key of a space is; whether the caller may know is for them to ask."""
    entrance = session.get(Entrance, space_id)
    if entrance is None:
        return KeySeen("keepers", None, False, None, None, Saying("key_with_keepers"))
    names = {
        person_id: first_name(name)
        for person_id, name in session.execute(
            select(Person.id, Person.display_name).where(
                Person.id.in_([each for each in (entrance.key_with, entrance.key_from) if each]),
                visible_people(by),
            )
        )
    }
    holder = None if entrance.key_with is None else names.get(entrance.key_with)
    is_mine = entrance.key_with == by
    # Whoever is out of sight has left, as far as the caller can see, and the key with them.
    if entrance.key_missing_at is not None or (entrance.key_with is not None and holder is None):
        where, saying = "missing", Saying("key_missing")
    elif holder is None:
        where, saying = "keepers", Saying("key_with_keepers")
    else:
        where = "person"
        saying = Saying("key_with_you") if is_mine else Saying("key_with", {"first_name": holder})
    return KeySeen(
        where=where,
        first_name=holder,
        is_mine=is_mine,
        since_at=entrance.key_missing_at or entrance.key_since_at,
        had_before=None if entrance.key_from is None else names.get(entrance.key_from),
        says=saying,
    )
