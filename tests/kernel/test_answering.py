"""How long somebody has to answer."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.answering import time_to_answer
from backend.kernel.local_time import wall_of
from tests.kernel.zones import wall

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked_at", "starts_at", "until", "at_night"),
    [
        # A day, where nothing presses.
        (march(2, 12), march(20, 18), march(3, 12), False),
        # What would end at night waits for the morning.
        (march(2, 23), march(20, 18), march(4, 9), False),
        (march(2, 3), march(20, 18), march(3, 9), False),
        # Never later than half-way.
        (march(2, 10), march(2, 18), march(2, 14), False),
        # Half-way is at night and the morning too late: they have until the evening.
        (march(2, 12), march(3, 9, 30), march(2, 21), False),
        # Asked at night for the morning: half-way wins, and silence means no.
        (march(2, 22), march(3, 6), march(3, 2), True),
        (march(2, 20, 45), march(3, 5), march(3, 0, 52).replace(second=30), True),
    ],
)
def test_there_is_time_to_answer_until(asked_at, starts_at, until, at_night):
    found = time_to_answer(asked_at, starts_at, LONDON, DAY)
    assert (found.until, found.is_at_night) == (until, at_night)
    assert found.silence_means_yes(wanted=True) is not at_night
    assert found.silence_means_yes(wanted=False) is False


@given(
    asked_at=st.datetimes(wall(2026, 1, 1), wall(2026, 12, 1)),
    ahead=st.timedeltas(timedelta(0), timedelta(days=60)),
    usual=st.timedeltas(timedelta(minutes=5), timedelta(days=5)),
    zone=st.sampled_from(["Europe/London", "Australia/Lord_Howe", "America/St_Johns"]),
)
def test_nobody_is_asked_past_half_way_nor_made_to_answer_at_night(asked_at, ahead, usual, zone):
    asked_at = asked_at.replace(tzinfo=UTC)
    starts_at = asked_at + ahead
    found = time_to_answer(asked_at, starts_at, ZoneInfo(zone), usual)
    assert asked_at <= found.until <= asked_at + ahead / 2
    wall = wall_of(found.until, ZoneInfo(zone)).time()
    if found.is_at_night:
        assert found.until == asked_at + ahead / 2
    else:
        assert time(9) <= wall <= time(21)
