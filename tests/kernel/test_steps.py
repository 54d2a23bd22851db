"""What holds for times on the step, above all that the clock on the wall shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.local_time import wall_of
from backend.kernel.steps import is_on_step, last_on_step, next_on_step
from tests.kernel.zones import LORD_HOWE, ST_JOHNS, local, utc, wall, zone_and_instant

MINUTE = timedelta(minutes=1)
some_step = st.sampled_from([1, 5, 15, 25, 30, 45, 60, 90, 120, 1440])


@given(zone_and_instant(), some_step)
def test_the_next_and_the_last_step_are_the_nearest_of_all(
    drawn: tuple[ZoneInfo, datetime], step: int
) -> None:
    zone, instant = drawn
    later, earlier = next_on_step(instant, zone, step), last_on_step(instant, zone, step)
    assert earlier <= instant <= later
    assert (earlier == instant) == (later == instant) == is_on_step(instant, zone, step)
    for found in (earlier, later):
        shown = wall_of(found, zone)
        assert (shown.hour * 60 + shown.minute) % step == 0
    minute = earlier + MINUTE
    while minute < later:
        assert not is_on_step(minute, zone, step)
        minute += 5 * MINUTE if step % 5 == 0 and minute.minute % 5 == 0 else MINUTE


@given(zone_and_instant(), some_step, st.integers(1, 59))
def test_seconds_are_never_on_the_step(
    drawn: tuple[ZoneInfo, datetime], step: int, seconds: int
) -> None:
    zone, instant = drawn
    assert not is_on_step(instant + timedelta(seconds=seconds), zone, step)


def test_an_evening_that_comes_twice_has_its_steps_twice() -> None:
    # At 00:01 on 7 November 2010 the clocks of St. John's were turned back to 23:01.
    first, second = utc(2010, 11, 7, 2), utc(2010, 11, 7, 3)
    assert wall_of(first, ST_JOHNS) == wall_of(second, ST_JOHNS) == wall(2010, 11, 6, 23, 30)
    assert next_on_step(first + MINUTE, ST_JOHNS, 30) == utc(2010, 11, 7, 2, 30)
    assert next_on_step(utc(2010, 11, 7, 2, 31), ST_JOHNS, 30) == second
    assert last_on_step(second + MINUTE, ST_JOHNS, 30) == second


def test_a_full_hour_that_is_skipped_is_no_step() -> None:
    # At 02:00 on 4 October 2026 the clocks of Lord Howe Island show 02:30.
    one = local(LORD_HOWE, 2026, 10, 4, 1)
    after_one = next_on_step(one + MINUTE, LORD_HOWE, 60)
    assert wall_of(after_one, LORD_HOWE) == wall(2026, 10, 4, 3)
    assert after_one - one == 90 * MINUTE
    assert next_on_step(utc(2026, 7, 1, 0, 1), LORD_HOWE, 60) == utc(2026, 7, 1, 0, 30)
