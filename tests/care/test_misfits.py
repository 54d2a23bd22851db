"""Hours, terms and capacity change under bookings: they stand, and people are told."""

from datetime import timedelta

import pytest

from backend.bookings import ending
from backend.care import mending
from backend.care.misfits import list_misfits
from backend.kernel.local_time import day_of, zone_named
from backend.spaces import closing
from backend.spaces.errors import SpaceNotFound
from backend.spaces.keys import give_key
from backend.spaces.service import edit_space
from tests.bookings.rooms import NOW, a_space
from tests.care.scenes import EVENING, HOUR, book, counting, later, told

MORNINGS = [(day, 8 * 60, 12 * 60) for day in range(7)]


def misfits(session, space, keeper, now=NOW):
    return [
        (each.id, each.why)
        for each in list_misfits(session, space.id, by=keeper, now=now, limit=50)
    ]


def edited(session, space, keeper, **changes):
    edit_space(session, space.id, changes, by=keeper, now=NOW)


def test_other_hours_leave_bookings_standing_and_both_sides_know(session, hall, keeper, ada, ben):
    give_key(session, hall.id, ben, now=NOW)
    evening = book(session, hall, ada)
    morning = later(days=1, hours=-9)
    book(session, hall, ada, morning)
    assert misfits(session, hall, keeper) == []
    edited(session, hall, keeper, opening_hours=MORNINGS)
    assert evening.state == "confirmed"
    assert misfits(session, hall, keeper) == [(evening.id, ("closed_then",))]
    assert told(session, ada) == ["no_longer_fits"]
    assert told(session, keeper) == told(session, ben) == ["bookings_no_longer_fit"]


def test_nobody_is_told_twice_of_the_same(session, hall, keeper, ada):
    book(session, hall, ada)
    edited(session, hall, keeper, opening_hours=MORNINGS)
    edited(session, hall, keeper, terms={"notice_minutes": 60})
    assert told(session, ada) == ["no_longer_fits"]
    assert told(session, keeper) == ["bookings_no_longer_fit"]


def test_what_changes_nothing_about_fitting_tells_nobody(session, hall, keeper, ada):
    book(session, hall, ada)
    edited(session, hall, keeper, name="St Anne's", words="With a piano")
    edited(session, hall, keeper, terms={"capacity": 25})
    assert told(session, ada) == told(session, keeper) == []


def test_fewer_places_and_shorter_times(session, hall, keeper, ada, ben):
    many = book(session, hall, ada, people=20)
    few = book(session, hall, ben, later(days=1), people=2)
    edited(session, hall, keeper, terms={"capacity": 10})
    assert misfits(session, hall, keeper) == [(many.id, ("too_many_people",))]
    edited(session, hall, keeper, terms={"max_minutes": 60})
    assert misfits(session, hall, keeper) == [
        (many.id, ("too_many_people", "booking_too_long")),
        (few.id, ("booking_too_long",)),
    ]
    edited(session, hall, keeper, terms={"max_minutes": 600, "min_minutes": 240})
    assert ("booking_too_short",) in [why for _, why in misfits(session, hall, keeper)]


def test_those_who_share_are_too_many_together(session, keeper, ada, ben, cleo):
    garden = a_space(session, keeper, sharing="shared", capacity=30)
    together = [book(session, garden, by, people=10) for by in (ada, ben)]
    book(session, garden, cleo, later(days=1), people=10)
    edited(session, garden, keeper, terms={"capacity": 15})
    assert {each for each, _ in misfits(session, garden, keeper)} == {each.id for each in together}


def test_a_closure_and_a_date_with_other_hours(session, hall, keeper, ada, ben):
    first, second = book(session, hall, ada), book(session, hall, ben, later(days=1))
    closing.close_for_a_while(
        session,
        hall.id,
        by=keeper,
        now=NOW,
        starts_at=EVENING.start + HOUR,
        ends_at=EVENING.end + HOUR,
    )
    on = day_of(second.starts_at, zone_named(hall.zone))
    closing.set_exception(session, hall.id, on=on, windows=[], by=keeper, now=NOW)
    assert [each for each, _ in misfits(session, hall, keeper)] == [first.id, second.id]
    assert told(session, ada) == told(session, ben) == ["no_longer_fits"]
    closing.drop_exception(session, hall.id, on=on, by=keeper, now=NOW)
    assert [each for each, _ in misfits(session, hall, keeper)] == [first.id]


def test_whoever_knows_of_the_mending_is_not_told_again(session, hall, keeper, ada):
    book(session, hall, ada)
    mending.set_mending(session, hall.id, by=keeper, now=NOW)
    edited(session, hall, keeper, terms={"notice_minutes": 60})
    assert told(session, ada) == ["space_being_mended"]
    assert len(misfits(session, hall, keeper)) == 1


def test_what_was_called_off_or_is_over_is_no_misfit(session, hall, keeper, ada, ben):
    booking = book(session, hall, ada)
    book(session, hall, ben, later(days=1))
    ending.cancel_booking(session, booking.id, by=ada, now=NOW)
    edited(session, hall, keeper, opening_hours=MORNINGS)
    assert told(session, ada) == []
    assert misfits(session, hall, keeper, EVENING.end + timedelta(days=1)) == []


def test_the_list_is_for_keepers_alone_and_costs_the_same_for_many(session, hall, keeper, ada):
    book(session, hall, ada)
    edited(session, hall, keeper, opening_hours=MORNINGS)
    with pytest.raises(SpaceNotFound):
        misfits(session, hall, ada)
    with counting(session) as few:
        misfits(session, hall, keeper)
    edited(session, hall, keeper, opening_hours=[(day, 0, 1440) for day in range(7)])
    for days in range(1, 21):
        book(session, hall, ada, later(days=days))
    edited(session, hall, keeper, opening_hours=MORNINGS)
    with counting(session) as many:
        assert len(misfits(session, hall, keeper)) == 21
    assert len(many) <= len(few)
