"""One date of an opening: other hours, a date more, "not today". For the keepers."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from backend.bookings import guard, occupying
from backend.kernel.ids import new_id
from backend.kernel.local_time import instant_of, zone_named
from backend.openings import making
from backend.openings.errors import OpeningDateNotFound, OpeningNotAhead, OpeningNotThen
from backend.openings.models import Opener, Opening, OpeningDate
from backend.openings.rules import DAYS_AHEAD, first_wall, length_of
from backend.openings.service import find_space_of, lock_kept_opening
from backend.openings.states import Part, State, Written
from backend.openings.telling import tell_of_date, those_who_count_on
from backend.spaces.locks import lock_house
from backend.spaces.models import Space


def set_date(
    session: Session,
    opening_id: UUID,
    on: date,
    *,
    by: UUID,
    opens: int,
    closes: int,
    now: datetime,
    words: str = "",
    if_version: int | None = None,
) -> OpeningDate:
    """Open at other hours on a date, or on a date more; `opens` and `closes` are local minutes.

    Raises OpeningNotFound, NotAKeeper, ChangedMeanwhile, OpeningNotAhead, and SpaceAlreadyBooked,
    after which everything is as it was.
    """
    opening, space = lock_kept_opening(session, opening_id, by=by, now=now, if_version=if_version)
    guard.before_a_wish.send(session, space=space, now=now)
    start = instant_of(first_wall(on, opens), zone_named(space.zone))
    end = start + timedelta(minutes=length_of(opens, closes))
    today = making.today_in(space, now)
    if end <= now or on > today + DAYS_AHEAD:
        raise OpeningNotAhead(at_most_days=DAYS_AHEAD.days)
    found = find_date(session, opening_id, on)
    is_new = found is None
    if found is None:
        found = OpeningDate(id=new_id(), opening_id=opening_id, on=on)
        session.add(found)
    elif found.ends_at <= now:
        raise OpeningNotAhead(at_most_days=DAYS_AHEAD.days)
    found.starts_at, found.ends_at = start, end
    found.state, found.words = Written.PLANNED.value, words
    found.asked_at = None
    session.flush()
    if is_new and opening.standing_opener_id is not None:
        session.add(_opener(found, opening.standing_opener_id, now))
        session.flush()
    hold_as_it_is(session, opening, space, found, now=now)
    told = those_who_count_on(session, [found.id])[found.id]
    tell_of_date(session, told, "opening_changed", found, space, now=now, words=words)
    opening.version += 1
    session.flush()
    return found


def not_today(
    session: Session, opening_id: UUID, on: date, *, by: UUID, now: datetime, words: str = ""
) -> OpeningDate:
    """Leave the door shut on one date; who counted on it is told. Twice changes nothing.

    Raises OpeningNotFound, NotAKeeper, OpeningDateNotFound, and OpeningNotThen once it is over.
    """
    opening, space = lock_kept_opening(session, opening_id, by=by, now=now)
    found = get_date_ahead(session, opening, space, on, now=now)
    if found.state == Written.NOT_TODAY:
        return found
    found.state, found.words = Written.NOT_TODAY.value, words
    occupying.let_go(session, [found.id])
    told = those_who_count_on(session, [found.id])[found.id]
    tell_of_date(session, told, "opening_not_today", found, space, now=now, words=words)
    opening.version += 1
    session.flush()
    return found


def open_after_all(
    session: Session, opening_id: UUID, on: date, *, by: UUID, now: datetime
) -> OpeningDate:
    """Take "not today" back, or try again where a booking had the space.

    Raises what `not_today` raises, and SpaceAlreadyBooked where somebody has the space by now.
    """
    opening, space = lock_kept_opening(session, opening_id, by=by, now=now)
    guard.before_a_wish.send(session, space=space, now=now)
    found = get_date_ahead(session, opening, space, on, now=now)
    if found.state == Written.PLANNED:
        return found
    found.state, found.words = Written.PLANNED.value, ""
    session.flush()
    hold_as_it_is(session, opening, space, found, now=now)
    told = those_who_count_on(session, [found.id])[found.id]
    tell_of_date(session, told, "opening_after_all", found, space, now=now)
    opening.version += 1
    session.flush()
    return found


def lock_date(
    session: Session, opening_id: UUID, on: date, *, by: UUID, now: datetime
) -> tuple[Opening, OpeningDate, Space]:
    """Lock the house and return a date that is not over, for whoever may see the opening.

    Raises OpeningNotFound, OpeningDateNotFound and OpeningNotThen.
    """
    space = lock_house(session, find_space_of(session, opening_id, by=by))
    # Somebody may have ended it meanwhile.
    find_space_of(session, opening_id, by=by)
    opening = session.get_one(Opening, opening_id, populate_existing=True)
    return opening, get_date_ahead(session, opening, space, on, now=now), space


def find_date(session: Session, opening_id: UUID, on: date) -> OpeningDate | None:
    """Return a date of an opening, None where it has none then."""
    return session.scalars(
        select(OpeningDate)
        .where(OpeningDate.opening_id == opening_id, OpeningDate.on == on)
        .execution_options(populate_existing=True)
    ).one_or_none()


def get_date_ahead(
    session: Session, opening: Opening, space: Space, on: date, *, now: datetime
) -> OpeningDate:
    """Return a date that is not over; raise OpeningDateNotFound and OpeningNotThen."""
    found = find_date(session, opening.id, on)
    if found is None:
        raise OpeningDateNotFound
    if found.ends_at <= now:
        raise OpeningNotThen(state=State.OVER.value, space=space.name)
    return found


def hold_as_it_is(
    session: Session, opening: Opening, space: Space, found: OpeningDate, *, now: datetime
) -> None:
    """Hold the space for a date as long as somebody opens it; raise SpaceAlreadyBooked."""
    has_opener = making.is_home(space) or bool(
        session.scalar(
            select(exists().where(Opener.date_id == found.id, Opener.part == Part.OPEN.value))
        )
    )
    making.hold(session, opening, space, found, has_opener=has_opener, now=now)


def _opener(found: OpeningDate, person_id: UUID, now: datetime) -> Opener:
    return Opener(date_id=found.id, person_id=person_id, part=Part.OPEN.value, since_at=now)
