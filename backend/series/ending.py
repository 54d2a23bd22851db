"""Answering a series, calling it off, and what ends it when people or spaces go."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from backend.bookings import states as booking_states
from backend.bookings.ending import end_bookings
from backend.bookings.models import Booking
from backend.bookings.occupying import holds_changed
from backend.bookings.states import CAN_BE_UNDONE_FOR
from backend.bookings.states import State as BookingState
from backend.groups.acting import take_hand_back
from backend.groups.holding import is_member
from backend.groups.models import Group
from backend.groups.powers import Act
from backend.groups.service import group_closed, member_left
from backend.kernel.facts import check_version
from backend.kernel.local_time import ONE_DAY
from backend.kernel.periods import Period
from backend.notifications.service import About, tell
from backend.people.service import person_left
from backend.series.errors import SeriesCannotBecome, SeriesNotYours
from backend.series.models import Series
from backend.series.rules import LOOKED_AT_EVERY, may_do
from backend.series.states import GOES_ON, State, Written, state_at
from backend.series.stored import (
    bookers_of,
    dates_to_come,
    forget_skipped,
    has_booked,
    lock_series,
)
from backend.spaces.keeping import keepers_of, lend_hand
from backend.spaces.models import Occupancy, Space
from backend.spaces.parting import blocker_out_of_sight, space_out_of_sight
from backend.spaces.service import space_retired
from backend.waiting.service import leave_lines

_STILL = (BookingState.ASKED, BookingState.CONFIRMED)


def answer_series(
    session: Session,
    series_id: UUID,
    *,
    by: UUID,
    says_yes: bool,
    now: datetime,
    words: str = "",
    if_version: int | None = None,
) -> Series:
    """Answer for all dates of a series at once; any one keeper may, until the time is over.

    Raises SeriesNotFound, SeriesNotYours for who asked, ChangedMeanwhile, and SeriesCannotBecome
    where another keeper or the clock has answered.
    """
    series, space, keeps = lock_series(session, series_id, by=by, now=now)
    if not keeps:
        raise SeriesNotYours
    check_version(series.version, if_version)
    _check_state(series, {State.ASKED}, "answered", now=now)
    act, other = (Act.CONFIRM, Act.REFUSE) if says_yes else (Act.REFUSE, Act.CONFIRM)
    take_hand_back(session, series.id, other, by=by)
    if not lend_hand(session, space, act, series.id, by=by, now=now):
        return series
    asked = [
        each
        for each in dates_to_come(session, series.id, now=now)
        if booking_states.state_at(each.facts, now) is BookingState.ASKED
    ]
    series.answered_by = by
    series.version += 1
    if says_yes:
        series.state, series.answer_by = Written.STANDING.value, None
        for booking in asked:
            booking.state, booking.answer_by = BookingState.CONFIRMED.value, None
            booking.answered_by = by
            booking.version += 1
        session.flush()
        session.execute(
            update(Occupancy)
            .where(Occupancy.booking_id.in_([each.id for each in asked]))
            .values(held_until=None)
            .execution_options(synchronize_session=False)
        )
        # Nobody waits any longer for what silence might have given back.
        periods = [Period(each.starts_at, each.ends_at) for each in asked]
        holds_changed.send(session, space=space, periods=periods, freed=False, now=now)
    else:
        _end(series, Written.DECLINED, by=by, now=now, words=words)
        leave_lines(session, space, series_id=series.id, now=now)
        end_bookings(session, asked, space, BookingState.DECLINED, by=by, now=now, words=words)
    kind = "series_answered_yes" if says_yes else "series_answered_no"
    told = bookers_of(session, series, now=now)
    _tell(session, told, kind, series, space, now=now, words=words)
    return series


def cancel_series(
    session: Session,
    series_id: UUID,
    *,
    by: UUID,
    now: datetime,
    from_on: date | None = None,
    words: str = "",
    if_version: int | None = None,
) -> Series:
    """Call a series off, all that has not begun or what follows from a date on.

    Who booked it may, any member of their group, and any keeper. Each date can be taken up again
    for five minutes, like any booking. Raises SeriesNotFound, ChangedMeanwhile and
    SeriesCannotBecome.
    """
    series, space, _ = lock_series(session, series_id, by=by, now=now)
    check_version(series.version, if_version)
    _check_state(series, GOES_ON, "cancelled", now=now)
    about_id = series.id if from_on is None else uuid5(series.id, from_on.isoformat())
    if not has_booked(session, series, by) and not lend_hand(
        session, space, Act.CALL_OFF, about_id, by=by, now=now
    ):
        return series
    was_asked = state_at(series.facts, now) is State.ASKED
    to_come = [
        each
        for each in dates_to_come(session, series.id, now=now)
        if booking_states.state_at(each.facts, now) in _STILL
    ]
    ending = [
        each
        for each in to_come
        if from_on is None or (each.series_on is not None and each.series_on >= from_on)
    ]
    series.version += 1
    series.until_stopped = False
    if len(ending) == len(to_come):
        _end(series, Written.CANCELLED, by=by, now=now, words=words)
    elif from_on is not None:
        series.made_through = min(series.made_through, from_on - ONE_DAY)
    leave_lines(session, space, series_id=series.id, now=now, from_on=from_on)
    end_bookings(
        session,
        ending,
        space,
        BookingState.CANCELLED,
        by=by,
        now=now,
        words=words,
        opens_at=now + CAN_BE_UNDONE_FOR,
    )
    forget_skipped(session, series.id, from_on)
    session.flush()
    if by != series.booked_by:
        theirs = is_member(session, series.group_id, by)
        kind = "series_cancelled_by_group" if theirs else "series_cancelled_by_keeper"
        told = [each for each in bookers_of(session, series, now=now) if each != by]
        _tell(session, told, kind, series, space, now=now, words=words, dates=len(ending))
    elif was_asked:
        _tell(
            session,
            keepers_of(session, space.id, now=now),
            "series_asked_no_more",
            series,
            space,
            now=now,
        )
    return series


def renew_series(
    session: Session, series_id: UUID, *, by: UUID, now: datetime, if_version: int | None = None
) -> Series:
    """Let a series that runs until stopped go on for another year, whoever waits; keepers may.

    Raises SeriesNotFound, SeriesNotYours, ChangedMeanwhile and SeriesCannotBecome where it is not
    looked at yet.
    """
    series, space, keeps = lock_series(session, series_id, by=by, now=now)
    if not keeps:
        raise SeriesNotYours
    check_version(series.version, if_version)
    state = state_at(series.facts, now)
    renew_by = series.renew_by if series.until_stopped else None
    can = may_do(state, is_mine=False, keeps=True, renew_by=renew_by, now=now)
    if "renewal" not in can or renew_by is None:
        raise SeriesCannotBecome(state=state.value, wanted="renewed")
    if not lend_hand(session, space, Act.RENEW, series.id, by=by, now=now):
        return series
    series.renew_by = renew_by + LOOKED_AT_EVERY
    series.version += 1
    session.flush()
    return series


@person_left.connect
def release_series_of(session: Session, *, person_id: UUID, now: datetime) -> None:
    """End the series of somebody who leaves; their dates are given back as bookings.

    What they booked for a group stays the group's.
    """
    own = and_(Series.booked_by == person_id, Series.group_id.is_(None))
    _let_go_of_groups(session, Series.group_id.is_not(None), person_id=person_id)
    session.execute(
        update(Series)
        .where(own, Series.ended_at.is_(None))
        .values(state=Written.RELEASED.value, ended_at=now, until_stopped=False)
    )
    session.execute(
        update(Series)
        .where(own)
        .values(booked_by=None, what_for="", shown_as="", version=Series.version + 1)
    )
    for column in (Series.ended_by, Series.answered_by):
        session.execute(update(Series).where(column == person_id).values({column: None}))
    session.expire_all()


@member_left.connect
def let_go_of_series_of(session: Session, *, group: Group, person_id: UUID, now: datetime) -> None:
    """Let what somebody booked for a group they leave be the group's and nobody's."""
    del now
    _let_go_of_groups(session, Series.group_id == group.id, person_id=person_id)
    session.expire_all()


def _let_go_of_groups(session: Session, which: ColumnElement[bool], *, person_id: UUID) -> None:
    for column in (Series.booked_by, Series.ended_by):
        session.execute(
            update(Series)
            .where(which, column == person_id)
            .values({column: None, Series.version: Series.version + 1})
            .execution_options(synchronize_session=False)
        )


@group_closed.connect
def release_series_of_group(session: Session, *, group: Group, now: datetime) -> None:
    """End the series of a group that is closed; their dates are given back as bookings."""
    session.execute(
        update(Series)
        .where(Series.group_id == group.id, Series.ended_at.is_(None))
        .values(
            state=Written.RELEASED.value,
            ended_at=now,
            until_stopped=False,
            version=Series.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


@space_retired.connect
def release_series_in(session: Session, *, space_id: UUID, now: datetime) -> None:
    """End the series in a space that is shared no longer, and tell each booker once."""
    _release(session, Series.space_id == space_id, now=now)


@space_out_of_sight.connect
def release_series_out_of_sight(
    session: Session, *, person_id: UUID, space_id: UUID, now: datetime
) -> None:
    """End somebody's series in a space of which they see no keeper any more."""
    theirs = and_(
        Series.booked_by == person_id, Series.space_id == space_id, Series.group_id.is_(None)
    )
    _release(session, theirs, now=now)


@blocker_out_of_sight.connect
def take_back_words(
    session: Session, *, person_id: UUID, space_ids: Collection[UUID], now: datetime
) -> None:
    """Count as changed what the keepers see from now on without the booker's words."""
    session.execute(
        update(Series)
        .where(
            Series.booked_by == person_id,
            Series.space_id.in_(space_ids),
            # Those that were released just now are another version already.
            Series.ended_at.is_distinct_from(now),
        )
        .values(version=Series.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def _release(session: Session, which: ColumnElement[bool], *, now: datetime) -> None:
    for series in session.scalars(select(Series).where(which, Series.ended_at.is_(None))):
        space = session.get_one(Space, series.space_id)
        over = not series.until_stopped and not session.scalar(
            select(Booking.id).where(Booking.series_id == series.id, Booking.ends_at > now).limit(1)
        )
        _end(series, Written.RELEASED, by=None, now=now, words="")
        series.until_stopped = False
        series.version += 1
        if not over:
            kind = "series_released_space_retired"
            _tell(session, bookers_of(session, series, now=now), kind, series, space, now=now)
    session.flush()


def _end(series: Series, written: Written, *, by: UUID | None, now: datetime, words: str) -> None:
    series.state = written.value
    series.ended_at, series.ended_by, series.ended_words = now, by, words


def _check_state(series: Series, allowed: Iterable[State], wanted: str, *, now: datetime) -> None:
    state = state_at(series.facts, now)
    if state not in allowed:
        raise SeriesCannotBecome(state=state.value, wanted=wanted)


def _tell(
    session: Session,
    people: Iterable[UUID | None],
    kind: str,
    series: Series,
    space: Space,
    *,
    now: datetime,
    **more: object,
) -> None:
    tell(
        session,
        people,
        kind,
        about=About("series", series.id),
        now=now,
        once=None,
        space=space.name,
        space_id=space.id,
        **more,
    )
