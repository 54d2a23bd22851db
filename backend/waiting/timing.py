"""Giving a line its turns, and holding the time for it, whenever what is held has changed.

Call with the house locked. All turns are written at once, so that nothing has to run when one ends:
the clock passes the time on, and gives it back after the last. The cost is a constant number of
queries, however long the line.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, update
from sqlalchemy.orm import Session

from backend.bookings import occupying, rules
from backend.kernel.facts import Fact
from backend.kernel.ids import new_id
from backend.kernel.local_time import ONE_DAY, zone_named
from backend.kernel.periods import Period, merged
from backend.spaces.free_times import Timetable
from backend.spaces.models import Occupancy, Space
from backend.waiting.holding import LANE, needed_by, rows_to_hold, until_when
from backend.waiting.models import Wait
from backend.waiting.reading import (
    Held,
    House,
    held_in_house,
    house_of,
    timetables_of,
    waiting_in_house,
)
from backend.waiting.rules import Claim, Offer, offers_for
from backend.waiting.telling import tell_of_turns

_MINUTE = timedelta(minutes=1)


def retime_line(
    session: Session,
    space: Space,
    periods: Iterable[Period],
    *,
    now: datetime,
    freed: bool = False,
    ended: bool = False,
) -> None:
    """Time the turns of everybody whose turn may be another since something changed in `periods`.

    `freed`: time was given back there, so that those who let an offer pass have a turn again.
    `ended`: somebody is no longer in line, so that what was held for them may go.
    """
    session.flush()
    changed = merged(rules.occupied_period(each, space.terms) for each in periods)
    line = {
        row: Period(
            row.starts_at - row.buffer_before_minutes * _MINUTE,
            row.ends_at + row.buffer_after_minutes * _MINUTE,
        )
        for row in waiting_in_house(session, space, now)
    }
    if not ended and not any(_meets(wanted, changed) for wanted in line.values()):
        return
    house = house_of(session, space)
    span = Period(
        min(each.start for each in [*line.values(), *changed]),
        max(each.end for each in [*line.values(), *changed]),
    )
    held = held_in_house(session, house, span, now)
    leaving = [each for each in held if each.is_ours or each.gives_way_at is not None]
    touched = [
        stretch
        for stretch in merged([*line.values(), *changed, *(one.taken.period for one in leaving)])
        if _meets(stretch, changed)
    ]
    line = {row: wanted for row, wanted in line.items() if _meets(wanted, touched)}
    leaving = [each for each in leaving if _meets(each.taken.period, touched)]
    again = house.inside[space.id] if freed else frozenset()
    in_turn = [
        row
        for row, wanted in line.items()
        if row.closes_at is None
        or row.closes_at > now
        or (_meets(wanted, changed) and not again.isdisjoint(house.inside[row.space_id]))
    ]
    claims = _claims(session, house, {row: line[row] for row in in_turn}, held, span, now)
    offers = offers_for(claims, now=now)
    _hold(session, house, offers, leaving, in_turn, now)
    _write(session, house, in_turn, offers, now)


def _meets(period: Period, others: Iterable[Period]) -> bool:
    return any(period.overlaps(each) for each in others)


def _claims(
    session: Session,
    house: House,
    line: dict[Row[Any], Period],
    held: Sequence[Held],
    span: Period,
    now: datetime,
) -> list[Claim]:
    """Return the claims of those whose wish can be once what is given back is gone."""
    timetables = timetables_of(session, (row.space_id for row in line), span)
    claims: list[Claim] = []
    for row, occupied in line.items():
        spaces = house.inside[row.space_id]
        there = [
            each
            for each in held
            if each.taken.space_id in spaces
            and each.taken.period.overlaps(occupied)
            and not each.is_ours
        ]
        stays = [each.taken for each in there if each.gives_way_at is None]
        goes = [each.gives_way_at for each in there if each.gives_way_at is not None]
        free_from = max([now, *goes])
        space = house.spaces[row.space_id]
        if not _can_be(row, space, timetables[space.id], stays, free_from):
            continue
        claims.append(
            Claim(
                wait_id=row.id,
                spaces=spaces,
                occupied=occupied,
                book_by=row.starts_at - space.notice_minutes * _MINUTE,
                zone=zone_named(space.zone),
                free_from=free_from,
                opens_at=row.opens_at,
                closes_at=row.closes_at,
            )
        )
    return claims


def _can_be(
    row: Row[Any],
    space: Space,
    timetable: Timetable,
    stays: Sequence[occupying.Taken],
    free_from: datetime,
) -> bool:
    period = Period(row.starts_at, row.ends_at)
    terms = space.terms
    if space.retired_at is not None:
        return False
    try:
        rules.check_terms(
            period, people=row.people, terms=terms, zone=timetable.zone, now=free_from
        )
        open_ = timetable.open_within(Period(period.start - ONE_DAY, period.end + ONE_DAY))
        rules.check_open(period, open_, timetable.zone)
    except Fact:
        return False
    shares = rules.shares(terms, alone=row.alone)
    return occupying.fits(stays, people=row.people, capacity=space.capacity, shares=shares)


def _hold(
    session: Session,
    house: House,
    offers: Sequence[Offer],
    leaving: Sequence[Held],
    line: Iterable[Row[Any]],
    now: datetime,
) -> None:
    """Hold what the offers need and nothing longer than they need it."""
    people: dict[UUID, int | None] = {
        row.id: row.people
        if rules.shares(house.spaces[row.space_id].terms, alone=row.alone)
        else None
        for row in line
    }
    needed = needed_by(offers, people)
    gone: list[UUID] = [each.id for each in leaving if each.is_ours]
    until: list[dict[str, object]] = []
    stays: list[occupying.Taken] = []
    for each in leaving:
        if each.is_ours or each.gives_way_at is None:
            continue
        ends_at = until_when(each.taken, needed, each.gives_way_at)
        if ends_at <= now:
            gone.append(each.id)
            continue
        stays.append(each.taken)
        if ends_at != each.held_until:
            until.append({"id": each.id, "held_until": ends_at})
    if gone:
        session.execute(delete(Occupancy).where(Occupancy.id.in_(gone)))
    if until:
        session.execute(update(Occupancy), until)
    rows = rows_to_hold(needed, stays)
    if rows:
        session.execute(
            insert(Occupancy),
            [
                {
                    "id": new_id(),
                    "space_id": each.space_id,
                    "space_number": house.spaces[each.space_id].number,
                    "booking_id": each.wait_id,
                    "lane": None if each.people is None else LANE,
                    "people": each.people or 1,
                    "during": occupying.range_of(each.period),
                    "held_until": each.until,
                }
                for each in rows
            ],
        )


def _write(
    session: Session,
    house: House,
    line: Sequence[Row[Any]],
    offers: Sequence[Offer],
    now: datetime,
) -> None:
    """Write down whose turn is when, and tell those for whom that is new once it is their turn."""
    turns = {each.claim.wait_id: each for each in offers}
    changed: list[dict[str, object]] = []
    for row in line:
        turn = turns.get(row.id)
        opens_at, closes_at = (turn.opens_at, turn.closes_at) if turn else (None, None)
        if (row.opens_at, row.closes_at) != (opens_at, closes_at):
            changed.append({"id": row.id, "opens_at": opens_at, "closes_at": closes_at})
    if not changed:
        return
    session.execute(update(Wait), changed)
    ids = {each["id"] for each in changed}
    tell_of_turns(
        session,
        [(row, house.spaces[row.space_id], turns.get(row.id)) for row in line if row.id in ids],
        now=now,
    )
    session.expire_all()
