"""How openings end: stopped by a keeper, with their space, or with the host of a home."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from backend.openings.models import Coming, Knock, Opener, Opening, OpeningDate, WelcomeGuest
from backend.openings.rota import hold_until_given_up
from backend.openings.service import dates_to_come, end_openings, lock_kept_opening
from backend.openings.telling import tell_of_date, those_who_count_on
from backend.people.service import person_left
from backend.spaces.locks import lock_houses
from backend.spaces.models import Space, SpaceKind
from backend.spaces.parting import space_out_of_sight
from backend.spaces.service import space_retired


def stop_opening(
    session: Session, opening_id: UUID, *, by: UUID, now: datetime, if_version: int | None = None
) -> None:
    """Open the place no longer; who counted on a date ahead is told.

    Raises OpeningNotFound, NotAKeeper and ChangedMeanwhile.
    """
    opening, _ = lock_kept_opening(session, opening_id, by=by, now=now, if_version=if_version)
    end_openings(session, Opening.id == opening.id, now=now)


@space_retired.connect
def end_openings_in(session: Session, *, space_id: UUID, now: datetime) -> None:
    """End the openings of a space that is shared no longer, and forget who was welcome there."""
    end_openings(session, Opening.space_id == space_id, now=now)
    session.execute(delete(WelcomeGuest).where(WelcomeGuest.space_id == space_id))


@space_out_of_sight.connect
def forget_visitor(session: Session, *, person_id: UUID, space_id: UUID, now: datetime) -> None:
    """Forget a guest and opener of a space of which they see no keeper any more, and say so."""
    ahead = session.execute(dates_to_come(Opening.space_id == space_id, now)).all()
    ids = [each.id for each, _ in ahead]
    counts_on = those_who_count_on(session, ids)
    for each, space in ahead:
        if person_id in counts_on[each.id]:
            tell_of_date(session, [person_id], "opening_ended", each, space, now=now)
    opened = session.scalars(
        delete(Opener)
        .where(Opener.person_id == person_id, Opener.date_id.in_(ids))
        .returning(Opener.date_id)
    ).all()
    for table in (Coming, Knock):
        session.execute(delete(table).where(table.person_id == person_id, table.date_id.in_(ids)))
    session.execute(
        delete(WelcomeGuest).where(
            WelcomeGuest.person_id == person_id, WelcomeGuest.space_id == space_id
        )
    )
    session.execute(
        update(Opening)
        .where(Opening.standing_opener_id == person_id, Opening.space_id == space_id)
        .values(standing_opener_id=None)
    )
    hold_until_given_up(session, list(opened))
    session.flush()
    session.expire_all()


@person_left.connect
def let_go_of_openings(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Forget somebody who leaves: a home they opened opens no more, a hall goes on with others."""
    on_rota = session.execute(
        select(OpeningDate.id, Opening.space_id)
        .join(Opener, Opener.date_id == OpeningDate.id)
        .join(Opening, Opening.id == OpeningDate.opening_id)
        .where(Opener.person_id == person_id, OpeningDate.ends_at > now)
    ).all()
    hosted = session.scalars(
        select(Opening.space_id).where(
            or_(Opening.host_id == person_id, Opening.standing_opener_id == person_id)
        )
    ).all()
    lock_houses(session, {*hosted, *(space_id for _, space_id in on_rota)})
    homes = select(Space.id).where(Space.kind == SpaceKind.HOME.value)
    end_openings(
        session,
        (Opening.host_id == person_id) & Opening.space_id.in_(homes) & Opening.ended_at.is_(None),
        now=now,
    )
    for table in (Coming, Knock, Opener, WelcomeGuest):
        session.execute(delete(table).where(table.person_id == person_id))
    for column in (Opening.host_id, Opening.standing_opener_id):
        session.execute(update(Opening).where(column == person_id).values({column: None}))
    hold_until_given_up(session, [date_id for date_id, _ in on_rota])
    session.flush()
    session.expire_all()
