"""The rota of a hall: anybody may open, anybody may close, and who is near is asked in time."""

from datetime import date, datetime
from math import cos, radians
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from backend.care.access import let_also_enter
from backend.groups.models import Membership
from backend.openings import making
from backend.openings.dates import hold_as_it_is, lock_date
from backend.openings.dates_seen import is_closed
from backend.openings.errors import HostOpensAlone, OpeningNotThen, RotaIsFull
from backend.openings.models import Opener, Opening, OpeningDate
from backend.openings.rules import MOST_ON_ROTA
from backend.openings.states import ASKED_BEFORE, GIVEN_UP_BEFORE, Part, Written
from backend.openings.telling import tell_of_date
from backend.people.blocks import see_each_other
from backend.people.models import Person
from backend.people.service import hold_person
from backend.places.distance import metres_between
from backend.places.mercator import LEAST_DEGREE
from backend.spaces.keeping import keepers_of
from backend.spaces.locks import lock_houses
from backend.spaces.models import Keeper, Space, SpaceKind

ASKED_WITHIN_METRES = 1_000
MOST_ASKED = 30
"""How many neighbours are asked for one date, the nearest first."""
MOST_LOOKED_AT = 500
MOST_AT_ONCE = 20
"""How much of what is due one caller does; the next does more."""


def join_rota(
    session: Session,
    opening_id: UUID,
    on: date,
    *,
    by: UUID,
    now: datetime,
    part: Part = Part.OPEN,
) -> OpeningDate:
    """Say that one opens, or closes, on a date; twice changes nothing.

    Somebody may still open when it was shown as not opening, if nobody took the space meanwhile:
    else SpaceAlreadyBooked. Raises OpeningNotFound, OpeningDateNotFound, HostOpensAlone in a home,
    OpeningNotThen and RotaIsFull.
    """
    hold_person(session, by)
    opening, found, space = lock_date(session, opening_id, on, by=by, now=now)
    if making.is_home(space):
        raise HostOpensAlone
    if found.state != Written.PLANNED:
        raise OpeningNotThen(state=found.state, space=space.name)
    rota = session.execute(
        select(Opener.person_id, Opener.part).where(Opener.date_id == found.id)
    ).all()
    if (by, part.value) in {tuple(each) for each in rota}:
        return found
    if len(rota) >= MOST_ON_ROTA:
        raise RotaIsFull(at_most=MOST_ON_ROTA)
    session.add(Opener(date_id=found.id, person_id=by, part=part.value, since_at=now))
    session.flush()
    if part is Part.OPEN and not any(each.part == Part.OPEN for each in rota):
        hold_as_it_is(session, opening, space, found, now=now)
    return found


def leave_rota(
    session: Session, opening_id: UUID, on: date, *, by: UUID, now: datetime
) -> OpeningDate:
    """Leave the rota of a date. Where nobody is left and the time is near, others are asked.

    Raises OpeningNotFound, OpeningDateNotFound and OpeningNotThen.
    """
    opening, found, space = lock_date(session, opening_id, on, by=by, now=now)
    left = session.execute(
        delete(Opener)
        .where(Opener.date_id == found.id, Opener.person_id == by)
        .returning(Opener.part)
    ).all()
    if (
        any(each.part == Part.OPEN for each in left)
        and found.state == Written.PLANNED
        and not has_opener(session, found.id)
    ):
        # Held only until it is shown as not opening; it was held, so nobody is in the way.
        hold_as_it_is(session, opening, space, found, now=now)
        found.asked_at = None
        session.flush()
        if found.starts_at - ASKED_BEFORE <= now:
            ask_around(session, found, space, now=now, but_not=by)
    return found


def has_opener(session: Session, date_id: UUID) -> bool:
    """Answer whether somebody opens on a date."""
    return bool(
        session.scalar(
            select(exists().where(Opener.date_id == date_id, Opener.part == Part.OPEN.value))
        )
    )


def look_ahead(session: Session, *, now: datetime) -> None:
    """Do what time has made due: make the next dates, and ask for openers a day before.

    Whoever looks at openings does it by the way; done twice, nothing changes.
    """
    due = session.scalars(openings_due(now)).all()
    unasked = session.scalars(dates_to_ask_for(now)).all()
    if not due and not unasked:
        return
    spaces_due = select(Opening.space_id).where(Opening.id.in_(due))
    spaces_unasked = (
        select(Opening.space_id)
        .join(OpeningDate, OpeningDate.opening_id == Opening.id)
        .where(OpeningDate.id.in_(unasked))
    )
    wanted = {*session.scalars(spaces_due), *session.scalars(spaces_unasked)}
    spaces = lock_houses(session, wanted)
    if due:
        roots = {space.root_id for space in spaces.values()}
        through = (now + making.AHEAD).date()
        making.make_dates_of_houses(session, roots, through=through, now=now)
    rows = session.execute(
        select(OpeningDate, Opening.space_id)
        .join(Opening, Opening.id == OpeningDate.opening_id)
        .where(OpeningDate.id.in_(unasked), OpeningDate.asked_at.is_(None))
        .execution_options(populate_existing=True)
    ).all()
    for found, space_id in rows:
        ask_around(session, found, spaces[space_id], now=now)
    session.flush()


def openings_due(now: datetime) -> Select[UUID]:
    """Return the query for the openings whose next dates are to be made."""
    return (
        select(Opening.id)
        .join(Space, Space.id == Opening.space_id)
        .where(
            Opening.ended_at.is_(None),
            Opening.rrule != "",
            Opening.made_through < making.due_before(now),
            Space.retired_at.is_(None),
        )
        .order_by(Opening.made_through)
        .limit(MOST_AT_ONCE)
    )


def dates_to_ask_for(now: datetime) -> Select[UUID]:
    """Return the query for the dates that begin within a day and that nobody opens yet."""
    return (
        select(OpeningDate.id)
        .join(Opening, Opening.id == OpeningDate.opening_id)
        .join(Space, Space.id == Opening.space_id)
        .where(
            OpeningDate.starts_at > now,
            OpeningDate.starts_at <= now + ASKED_BEFORE,
            OpeningDate.ends_at > now,
            OpeningDate.state == Written.PLANNED.value,
            OpeningDate.asked_at.is_(None),
            ~is_closed(),
            Space.kind != SpaceKind.HOME.value,
            ~exists().where(and_(Opener.date_id == OpeningDate.id, Opener.part == Part.OPEN.value)),
        )
        .order_by(OpeningDate.starts_at)
        .limit(MOST_AT_ONCE)
    )


def ask_around(
    session: Session,
    found: OpeningDate,
    space: Space,
    *,
    now: datetime,
    but_not: UUID | None = None,
) -> None:
    """Ask the keepers and those nearby who have opened a door before; each once for a date."""
    found.asked_at = now
    asked = [*keepers_of(session, space.id, now=now), *_near_openers(session, space)]
    tell_of_date(
        session,
        [each for each in asked if each != but_not],
        "opening_needs_opener",
        found,
        space,
        now=now,
        once=f"opener for {found.id}",
    )


def _near_openers(session: Session, space: Space) -> list[UUID]:
    """Return who lives near and has been on a rota before, nearest first. One query."""
    north = ASKED_WITHIN_METRES / LEAST_DEGREE
    east = north / max(cos(radians(space.latitude)), 0.01)
    rows = session.execute(
        select(Person.id, Person.home_latitude, Person.home_longitude)
        .where(
            Person.left_at.is_(None),
            Person.home_latitude.between(space.latitude - north, space.latitude + north),
            Person.home_longitude.between(space.longitude - east, space.longitude + east),
            exists().where(Opener.person_id == Person.id),
            or_(
                exists().where(
                    Keeper.space_id == space.id, see_each_other(Keeper.person_id, Person.id)
                ),
                exists().where(
                    Membership.group_id == space.group_id,
                    see_each_other(Membership.person_id, Person.id),
                ),
            ),
        )
        .limit(MOST_LOOKED_AT)
    )
    here = (space.latitude, space.longitude)
    away = sorted(
        (metres_between(here, (latitude, longitude)), person)
        for person, latitude, longitude in rows
        if latitude is not None and longitude is not None
    )
    return [person for metres, person in away if metres <= ASKED_WITHIN_METRES][:MOST_ASKED]


def hold_until_given_up(session: Session, date_ids: list[UUID]) -> None:
    """Let dates that nobody opens any longer hold their space no longer than others'."""
    unopened = select(OpeningDate.id, OpeningDate.starts_at).where(
        OpeningDate.id.in_(date_ids),
        ~exists().where(Opener.date_id == OpeningDate.id, Opener.part == Part.OPEN.value),
    )
    for date_id, starts_at in session.execute(unopened):
        making.hold_no_longer_than(session, date_id, starts_at)


def _opens_soon(person_id: UUID, now: datetime) -> ColumnElement[bool]:
    """Return the clause on `Space` for those that somebody opens or closes soon, until the end."""
    return exists().where(
        Opening.space_id == Space.id,
        Opening.ended_at.is_(None),
        OpeningDate.opening_id == Opening.id,
        OpeningDate.state == Written.PLANNED.value,
        OpeningDate.starts_at <= now + GIVEN_UP_BEFORE,
        OpeningDate.ends_at > now,
        Opener.date_id == OpeningDate.id,
        Opener.person_id == person_id,
    )


# Whoever opens the door has to know where the key is.
let_also_enter(_opens_soon)
