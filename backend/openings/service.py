"""Opening a place to everybody, changing that, and stopping. Every verb holds the house's lock."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session

from backend.bookings import guard, occupying
from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.local_time import ONE_DAY
from backend.kernel.recurrence import RuleHasNoDates
from backend.kernel.rrule import rule_of
from backend.openings import making
from backend.openings.errors import (
    OpeningHoldsMore,
    OpeningNeedsADay,
    OpeningNotAhead,
    OpeningNotFound,
    TooManyOpenings,
)
from backend.openings.models import Coming, Knock, Opener, Opening, OpeningDate
from backend.openings.queries import has_dates_ahead
from backend.openings.rules import DAYS_AHEAD, MOST_OPENINGS, first_on, length_of, weekly_rule
from backend.openings.states import Door
from backend.openings.telling import tell_of_date, those_who_count_on
from backend.people.service import hold_person
from backend.spaces.keys import lock_kept_space
from backend.spaces.models import Space
from backend.spaces.queries import visible_spaces


def open_place(
    session: Session,
    *,
    by: UUID,
    space_id: UUID,
    opens: int,
    closes: int,
    now: datetime,
    weekday: int | None = None,
    on: date | None = None,
    rrule: str = "",
    shown_as: str = "",
    places: int | None = None,
    door: Door = Door.ASK_ME,
    i_open: bool = False,
    opening_id: UUID | None = None,
) -> Opening:
    """Let a place be open to everybody: on a weekday, on one date, or by a rule from a date on.

    `opens` and `closes` are local minutes since midnight. A rule without an end runs until
    stopped. `i_open` puts the keeper on the rota of every date. Raises SpaceNotFound, NotAKeeper,
    SpaceRetired, OpeningNeedsADay, OpeningNotAhead, OpeningHoldsMore, TooManyOpenings, the facts of
    `kernel.recurrence.dates`, and SpaceAlreadyBooked where not one date can be had.
    """
    if (weekday is not None and rrule) or (weekday is None and not rrule and on is None):
        raise OpeningNeedsADay
    if weekday is not None:
        rrule = weekly_rule(weekday)
    if rrule:
        rule_of(rrule)
    hold_person(session, by)
    space = lock_kept_space(session, space_id, by=by, now=now)
    count = select(func.count()).select_from(Opening).where(Opening.space_id == space_id)
    held = session.scalar(count.where(Opening.ended_at.is_(None), has_dates_ahead(now)))
    if (held or 0) >= MOST_OPENINGS:
        raise TooManyOpenings(at_most=MOST_OPENINGS)
    check_places(space, places)
    today = making.today_in(space, now)
    begins_on = on or first_on(rrule, today)
    if not today - ONE_DAY <= begins_on <= today + DAYS_AHEAD:
        raise OpeningNotAhead(at_most_days=DAYS_AHEAD.days)
    # What has an older claim is written first, as before a booking.
    guard.before_a_wish.send(session, space=space, now=now)
    opening = Opening(
        id=opening_id or new_id(),
        version=1,
        space_id=space_id,
        host_id=by,
        standing_opener_id=by if i_open and not making.is_home(space) else None,
        rrule=rrule,
        first_on=begins_on,
        opens=opens,
        minutes=length_of(opens, closes),
        shown_as=shown_as,
        places=places,
        door=door.value,
        made_through=begins_on - ONE_DAY,
        created_at=now,
    )
    session.add(opening)
    session.flush()
    _make_first_dates(session, opening, space, now=now)
    return opening


def edit_opening(
    session: Session,
    opening_id: UUID,
    *,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
    shown_as: str | None = None,
    places: int | None = None,
    counts: bool = True,
    door: Door | None = None,
) -> Opening:
    """Change what is shown, how many may come, or how one gets to the door of a home.

    `counts` False lets come who likes. Raises OpeningNotFound, NotAKeeper, ChangedMeanwhile and
    OpeningHoldsMore. Whoever said that they may come, may.
    """
    opening, space = lock_kept_opening(session, opening_id, by=by, now=now, if_version=if_version)
    if shown_as is not None:
        opening.shown_as = shown_as
    if door is not None:
        opening.door = door.value
    wanted = opening.places if counts and places is None else places
    if wanted != opening.places:
        check_places(space, wanted)
        opening.places = wanted
        making.count_places(session, opening)
    opening.version += 1
    session.flush()
    return opening


def end_openings(session: Session, which: ColumnElement[bool], *, now: datetime) -> None:
    """End openings, give the space back and tell who counted on it. The houses are locked."""
    ahead = session.execute(dates_to_come(which, now)).all()
    ids = [each.id for each, _ in ahead]
    told = those_who_count_on(session, ids)
    for each, space in ahead:
        tell_of_date(session, told[each.id], "opening_ended", each, space, now=now)
    forget_dates(session, ids)
    session.execute(
        update(Opening)
        .where(which, Opening.ended_at.is_(None))
        .values(ended_at=now, standing_opener_id=None, version=Opening.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    session.expire_all()


def forget_dates(session: Session, ids: Iterable[UUID]) -> None:
    """Delete dates with all that hangs on them."""
    ids = list(ids)
    occupying.let_go(session, ids)
    for table in (Coming, Knock, Opener):
        session.execute(delete(table).where(table.date_id.in_(ids)))
    session.execute(delete(OpeningDate).where(OpeningDate.id.in_(ids)))


def lock_kept_opening(
    session: Session, opening_id: UUID, *, by: UUID, now: datetime, if_version: int | None = None
) -> tuple[Opening, Space]:
    """Lock the house of an opening for one of its keepers; OpeningNotFound, NotAKeeper."""
    space_id = find_space_of(session, opening_id, by=by)
    space = lock_kept_space(session, space_id, by=by, now=now)
    opening = session.get_one(Opening, opening_id, populate_existing=True)
    if opening.ended_at is not None:
        raise OpeningNotFound
    check_version(opening.version, if_version)
    return opening, space


def find_space_of(session: Session, opening_id: UUID, *, by: UUID) -> UUID:
    """Return the space of an opening that somebody may see; raise OpeningNotFound."""
    space_id = session.scalar(
        select(Opening.space_id)
        .join(Space, Space.id == Opening.space_id)
        .where(Opening.id == opening_id, Opening.ended_at.is_(None), visible_spaces(by))
    )
    if space_id is None:
        raise OpeningNotFound
    return space_id


def check_places(space: Space, places: int | None) -> None:
    """Raise OpeningHoldsMore where more would be let in than the space holds."""
    if places is not None and space.capacity is not None and places > space.capacity:
        raise OpeningHoldsMore(at_most=space.capacity)


def _make_first_dates(session: Session, opening: Opening, space: Space, *, now: datetime) -> None:
    through = max(making.today_in(space, now), opening.first_on) + making.AHEAD
    occurrences = making.dates_ahead(opening, space, through=through, now=now)
    if not occurrences:
        raise RuleHasNoDates if opening.rrule else OpeningNotAhead(at_most_days=DAYS_AHEAD.days)
    opening.made_through = through
    making.make_dates(session, opening, space, occurrences, now=now, refuse=True)
    session.flush()


def dates_to_come(which: ColumnElement[bool], now: datetime) -> Select[OpeningDate, Space]:
    """Return the query for dates that are not over, with their spaces."""
    return (
        select(OpeningDate, Space)
        .join(Opening, Opening.id == OpeningDate.opening_id)
        .join(Space, Space.id == Opening.space_id)
        .where(which, OpeningDate.ends_at > now)
        .order_by(OpeningDate.starts_at)
    )
