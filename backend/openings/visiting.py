"""Coming to an opening: "I may come", knocking at a home, being welcome. A number, never a list."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.kernel.ids import new_id
from backend.openings import making
from backend.openings.dates import get_date_ahead, lock_date
from backend.openings.errors import (
    GuestNotFound,
    KnockFirst,
    KnockNotFound,
    NobodyToKnockFor,
    OpeningIsFull,
    OpeningNotThen,
)
from backend.openings.models import Coming, Knock, Opening, OpeningDate, WelcomeGuest
from backend.openings.service import lock_kept_opening
from backend.openings.states import OFF, Door, State, Written
from backend.openings.telling import tell_of_date
from backend.people.blocks import are_apart, in_sight
from backend.people.service import hold_person
from backend.spaces.keeping import keepers_of
from backend.spaces.keys import lock_kept_space
from backend.spaces.models import Closure, Space


def may_come(
    session: Session, opening_id: UUID, on: date, *, by: UUID, now: datetime
) -> OpeningDate:
    """Say that one may come; twice changes nothing. Only a limit of the keepers ever refuses.

    Raises OpeningNotFound, OpeningDateNotFound, OpeningNotThen, OpeningIsFull, and KnockFirst where
    the host of a home likes to be asked.
    """
    hold_person(session, by)
    opening, found, space = lock_date(session, opening_id, on, by=by, now=now)
    _check_on(session, found, space)
    forget_past(session, now=now)
    if session.get(Coming, (found.id, by)) is not None:
        return found
    if _asks(opening, space) and not is_welcome(session, found, space, by):
        raise KnockFirst
    _let_in(session, opening, found, by)
    return found


def may_not_come(
    session: Session, opening_id: UUID, on: date, *, by: UUID, now: datetime
) -> OpeningDate:
    """Take it back; at a home, the door is no longer shown."""
    _, found, _ = lock_date(session, opening_id, on, by=by, now=now)
    for table in (Coming, Knock):
        session.execute(delete(table).where(table.date_id == found.id, table.person_id == by))
    return found


def knock(
    session: Session, opening_id: UUID, on: date, *, by: UUID, first_name: str, now: datetime
) -> OpeningDate:
    """Ask the host of a home to be let in, by a first name; twice changes nothing.

    Whoever is always welcome is let in at once. Raises OpeningNotFound, OpeningDateNotFound,
    OpeningNotThen, NobodyToKnockFor where nobody wants to be asked, and OpeningIsFull.
    """
    hold_person(session, by)
    opening, found, space = lock_date(session, opening_id, on, by=by, now=now)
    _check_on(session, found, space)
    forget_past(session, now=now)
    if not _asks(opening, space):
        raise NobodyToKnockFor
    if session.scalar(select(_knocks(found.id, by).exists())):
        return found
    welcome = is_welcome(session, found, space, by)
    if welcome:
        _let_in(session, opening, found, by)
    else:
        _check_room(session, opening, found)
    session.add(
        Knock(
            id=new_id(),
            date_id=found.id,
            person_id=by,
            first_name=first_name,
            knocked_at=now,
            welcomed_at=now if welcome else None,
        )
    )
    session.flush()
    keepers = keepers_of(session, space.id, now=now)
    tell_of_date(session, keepers, "opening_knock", found, space, now=now, first_name=first_name)
    return found


def list_knocks(
    session: Session,
    opening_id: UUID,
    on: date,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 20,
) -> Sequence[Knock]:
    """List who knocked on a date that is not over, for the hosts; one more than `limit` if any.

    Raises OpeningNotFound, NotAKeeper, OpeningDateNotFound and OpeningNotThen.
    """
    opening, space = lock_kept_opening(session, opening_id, by=by, now=now)
    found = get_date_ahead(session, opening, space, on, now=now)
    query = select(Knock).where(Knock.date_id == found.id, in_sight(Knock.person_id, by))
    if after is not None:
        query = query.where(tuple_(Knock.knocked_at, Knock.id) > after)
    return session.scalars(query.order_by(Knock.knocked_at, Knock.id).limit(limit + 1)).all()


def welcome(
    session: Session,
    opening_id: UUID,
    on: date,
    knock_id: UUID,
    *,
    by: UUID,
    now: datetime,
    always: bool = False,
) -> Knock:
    """Show a visitor the door until the end; `always` spares them the asking from now on.

    Raises OpeningNotFound, NotAKeeper, OpeningDateNotFound, OpeningNotThen, KnockNotFound and
    OpeningIsFull.
    """
    opening, space = lock_kept_opening(session, opening_id, by=by, now=now)
    found = get_date_ahead(session, opening, space, on, now=now)
    _check_on(session, found, space)
    knocked = session.get(Knock, knock_id, populate_existing=True)
    if knocked is None or knocked.date_id != found.id or are_apart(session, by, knocked.person_id):
        raise KnockNotFound
    if always:
        session.execute(
            insert(WelcomeGuest)
            .values(
                id=new_id(),
                space_id=space.id,
                person_id=knocked.person_id,
                first_name=knocked.first_name,
                since_at=now,
            )
            .on_conflict_do_nothing()
        )
    if knocked.welcomed_at is None:
        _let_in(session, opening, found, knocked.person_id)
        knocked.welcomed_at = now
        session.flush()
        tell_of_date(session, [knocked.person_id], "opening_welcome", found, space, now=now)
    return knocked


def list_guests(
    session: Session,
    space_id: UUID,
    *,
    by: UUID,
    now: datetime,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 20,
) -> Sequence[WelcomeGuest]:
    """List who is always welcome in a home, by the first names they gave; for its hosts.

    One more than `limit` is returned where there are more.
    """
    lock_kept_space(session, space_id, by=by, now=now)
    query = select(WelcomeGuest).where(
        WelcomeGuest.space_id == space_id, in_sight(WelcomeGuest.person_id, by)
    )
    if after is not None:
        query = query.where(tuple_(WelcomeGuest.since_at, WelcomeGuest.id) > after)
    ordered = query.order_by(WelcomeGuest.since_at, WelcomeGuest.id)
    return session.scalars(ordered.limit(limit + 1)).all()


def forget_guest(
    session: Session, space_id: UUID, guest_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Take the mark back; raise GuestNotFound and what `lock_kept_space` raises."""
    lock_kept_space(session, space_id, by=by, now=now)
    guest = session.get(WelcomeGuest, guest_id)
    if guest is None or guest.space_id != space_id or are_apart(session, by, guest.person_id):
        raise GuestNotFound
    session.delete(guest)
    session.flush()


def is_welcome(session: Session, found: OpeningDate, space: Space, person_id: UUID) -> bool:
    """Answer whether the host of a home let somebody in, for this date or for good, or is they."""
    let_in = _knocks(found.id, person_id).where(Knock.welcomed_at.is_not(None)).exists()
    marked = exists().where(WelcomeGuest.space_id == space.id, WelcomeGuest.person_id == person_id)
    return bool(session.scalar(select(let_in | marked)))


def forget_past(session: Session, *, now: datetime) -> None:
    """Delete who came and who knocked on dates that are over; nobody could read it any more."""
    over = select(OpeningDate.id).where(OpeningDate.ends_at <= now)
    for table in (Coming, Knock):
        session.execute(
            delete(table)
            .where(table.date_id.in_(over))
            .execution_options(synchronize_session=False)
        )


def _knocks(date_id: UUID, person_id: UUID) -> Select[UUID]:
    return select(Knock.id).where(Knock.date_id == date_id, Knock.person_id == person_id)


def _asks(opening: Opening, space: Space) -> bool:
    return making.is_home(space) and opening.door == Door.ASK_ME


def _let_in(session: Session, opening: Opening, found: OpeningDate, person_id: UUID) -> None:
    if session.get(Coming, (found.id, person_id)) is None:
        _check_room(session, opening, found)
        session.add(Coming(date_id=found.id, person_id=person_id))
        session.flush()


def _check_room(session: Session, opening: Opening, found: OpeningDate) -> None:
    """Raise OpeningIsFull; counted under the lock of the house."""
    if opening.places is None:
        return
    coming = session.scalar(
        select(func.count()).select_from(Coming).where(Coming.date_id == found.id)
    )
    if (coming or 0) >= opening.places:
        raise OpeningIsFull(at_most=opening.places)


def _check_on(session: Session, found: OpeningDate, space: Space) -> None:
    """Raise OpeningNotThen where it does not happen on that date."""
    state = State(found.state) if found.state != Written.PLANNED else State.PLANNED
    if state is State.PLANNED and session.scalar(
        select(
            exists().where(
                Closure.space_id == space.id,
                Closure.during.op("&&")(func.tstzrange(found.starts_at, found.ends_at)),
            )
        )
    ):
        state = State.CLOSED
    if state in OFF:
        raise OpeningNotThen(state=state.value, space=space.name)
