"""How a space was left, and being mended."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.bookings import calendar, ending, service
from backend.bookings.errors import BookingCannotBecome, BookingNotFound, ClosedThen, NotYours
from backend.care import leaving, mending
from backend.care.errors import MendingNotAhead, TooEarlyToLeave, TooLateForNote
from backend.care.models import LeavingNote
from backend.kernel.periods import Period
from backend.people.service import leave
from backend.spaces.errors import NotAKeeper, SpaceNotFound
from backend.spaces.models import Closure
from tests.bookings.rooms import NOW, a_person
from tests.care.scenes import EVENING, HOUR, START, book, later, told

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def note(session, booking, by, now=None, *, as_found=False, words="The heater drips."):
    now = now or booking.ends_at
    return leaving.leave_note(session, booking.id, by=by, now=now, as_found=as_found, words=words)


def notes(session, space, by, now):
    found = leaving.list_notes(session, space.id, by=by, now=now, after=None, limit=20)
    return [(each.as_found, each.words) for each in found]


def test_what_is_broken_is_seen_by_the_keepers_and_who_comes_next(session, hall, keeper, ada, ben):
    booking = book(session, hall, ada)
    book(session, hall, ben, later(days=10))
    note(session, booking, ada)
    for somebody in (keeper, ben):
        assert notes(session, hall, somebody, EVENING.end) == [(False, "The heater drips.")]
    assert told(session, keeper) == ["left_broken"]
    assert told(session, ben) == []


def test_strangers_and_those_of_next_month_do_not_see_it(session, hall, ada, ben, cleo):
    note(session, book(session, hall, ada), ada)
    book(session, hall, ben, later(days=20))
    for somebody in (ben, cleo):
        with pytest.raises(SpaceNotFound):
            notes(session, hall, somebody, EVENING.end)


def test_all_well_disturbs_nobody(session, hall, keeper, ada):
    note(session, book(session, hall, ada), ada, as_found=True, words="")
    assert told(session, keeper) == []
    assert notes(session, hall, keeper, EVENING.end) == [(True, "")]


def test_a_note_carries_no_name(session, hall, ada):
    seen = note(session, book(session, hall, ada), ada)
    assert {"id", "as_found", "words", "created_at", "mended_at"} == set(seen.__slots__)


def test_said_again_it_takes_the_place_of_the_first(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    note(session, booking, ada)
    note(session, booking, ada, as_found=True, words="It was the tap next door.")
    assert notes(session, hall, keeper, EVENING.end) == [(True, "It was the tap next door.")]


def test_there_is_a_time_to_say_it(session, hall, ada, ben):
    booking = book(session, hall, ada)
    with pytest.raises(TooEarlyToLeave):
        note(session, booking, ada, START - INSTANT)
    note(session, booking, ada, START)
    note(session, booking, ada, EVENING.end + 48 * HOUR - INSTANT)
    with pytest.raises(TooLateForNote):
        note(session, booking, ada, EVENING.end + 48 * HOUR)
    with pytest.raises(BookingNotFound):
        note(session, booking, ben)


def test_only_who_was_there_says_it(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    with pytest.raises(NotYours):
        note(session, booking, keeper)
    ending.cancel_booking(session, booking.id, by=ada, now=NOW)
    with pytest.raises(BookingCannotBecome):
        note(session, booking, ada)


def test_after_thirty_days_it_is_nobodys_business(session, hall, keeper, ada):
    note(session, book(session, hall, ada), ada)
    month_later = EVENING.end + timedelta(days=30)
    assert notes(session, hall, keeper, month_later - INSTANT)
    assert notes(session, hall, keeper, month_later) == []
    again = book(session, hall, ada, later(days=40))
    note(session, again, ada)
    assert session.scalar(select(func.count()).select_from(LeavingNote)) == 1


def test_whoever_leaves_takes_their_name_from_what_they_wrote(session, hall, keeper, ada):
    note(session, book(session, hall, ada), ada)
    leave(session, by=ada, now=EVENING.end + HOUR)
    assert session.scalars(select(LeavingNote.written_by)).all() == [None]
    assert notes(session, hall, keeper, EVENING.end + HOUR) == [(False, "The heater drips.")]


def test_while_a_space_is_mended_nobody_books_it_and_bookings_stand(
    session, hall, keeper, ada, ben
):
    booking = book(session, hall, ada)
    far = book(session, hall, ben, later(days=20))
    mending.set_mending(session, hall.id, by=keeper, now=NOW, words="No heating")
    assert told(session, ada) == ["space_being_mended"]
    assert told(session, ben) == []
    with pytest.raises(ClosedThen):
        book(session, hall, ben, later(days=1))
    assert booking.state == "confirmed"
    book(session, hall, ben, later(days=15))
    window = Period(NOW, NOW + 16 * DAY)
    seen = calendar.get_calendar(session.connection(), hall.id, by=ben, window=window, now=NOW)
    assert seen.open[0].start == NOW + mending.MENDS_FOR
    assert far.state == "confirmed"


def test_any_keeper_ends_it_at_once(session, hall, keeper, ada, ben):
    book(session, hall, ada)
    mending.set_mending(session, hall.id, by=keeper, now=NOW)
    mending.end_mending(session, hall.id, by=keeper, now=NOW + HOUR)
    assert told(session, ada) == ["space_being_mended", "space_mended"]
    book(session, hall, ben, later(days=1), now=NOW + HOUR)
    mending.end_mending(session, hall.id, by=keeper, now=NOW + HOUR)
    assert told(session, ada) == ["space_being_mended", "space_mended"]


def test_neither_strangers_nor_bookers_set_or_end_it(session, hall, keeper, ada):
    book(session, hall, ada)
    with pytest.raises(NotAKeeper):
        mending.set_mending(session, hall.id, by=ada, now=NOW)
    mending.set_mending(session, hall.id, by=keeper, now=NOW)
    with pytest.raises(NotAKeeper):
        mending.end_mending(session, hall.id, by=ada, now=NOW)


def test_it_ends_by_itself_and_may_be_prolonged(session, hall, keeper, ada, ben):
    book(session, hall, ada)
    book(session, hall, ben, later(days=3))
    mending.set_mending(session, hall.id, by=keeper, now=NOW, until=NOW + DAY)
    mending.set_mending(session, hall.id, by=keeper, now=NOW + HOUR, until=NOW + 5 * DAY)
    assert told(session, ada) == told(session, ben) == ["space_being_mended"]
    assert session.scalar(select(func.count()).select_from(Closure)) == 1
    book(session, hall, ben, later(days=6))
    for until in (NOW, NOW - DAY, NOW + 400 * DAY):
        with pytest.raises(MendingNotAhead):
            mending.set_mending(session, hall.id, by=keeper, now=NOW, until=until)


def broken(session, hall, by, days):
    booking = book(session, hall, by, later(days=days))
    note(session, booking, by)


def test_three_different_people_who_say_so_close_it(session, hall, keeper, ada, ben, cleo):
    dora = a_person(session, "Dora")
    coming = book(session, hall, dora, later(days=8))
    broken(session, hall, ada, 0)
    broken(session, hall, ada, 1)
    broken(session, hall, ben, 2)
    assert not mending.is_being_mended(session, hall.id, now=EVENING.end + 2 * DAY)
    broken(session, hall, cleo, 3)
    at = EVENING.end + 3 * DAY
    assert mending.is_being_mended(session, hall.id, now=at)
    assert told(session, dora) == ["space_being_mended"]
    assert told(session, keeper)[-1] == "mending_since_many_say_so"
    assert session.scalars(select(Closure.words)).all() == [""], "what they wrote is not public"
    assert coming.state == "confirmed"
    mending.end_mending(session, hall.id, by=keeper, now=at)
    # What was mended counts no longer: one more is one.
    broken(session, hall, dora, 4)
    assert not mending.is_being_mended(session, hall.id, now=at + DAY)


def test_three_over_three_weeks_are_not_three(session, hall, ada, ben, cleo):
    for days, somebody in ((0, ada), (1, ben), (15, cleo)):
        broken(session, hall, somebody, days)
    assert not mending.is_being_mended(session, hall.id, now=EVENING.end + 15 * DAY)


def test_a_booking_moves_out_of_the_way(session, hall, keeper, ada):
    booking = book(session, hall, ada)
    mending.set_mending(session, hall.id, by=keeper, now=NOW, until=NOW + 5 * DAY)
    moved = service.move_booking(session, booking.id, by=ada, period=later(days=6), now=NOW)
    assert moved.starts_at == later(days=6).start
