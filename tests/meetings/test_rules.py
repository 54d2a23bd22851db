"""When meetings are, who has a place, whose turn it is: what holds for any rule and order."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.periods import Period
from backend.kernel.recurrence import dates
from backend.meetings.rules import (
    Differing,
    Rhythm,
    dates_by_rule,
    dates_within,
    find_date,
    opener_of,
    place_in_line,
    those_with_a_place,
    turns_of,
)

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2026, 3, 5, 18)  # noqa: DTZ001 - a wall time
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "FREQ=WEEKLY;COUNT=40",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=DAILY;UNTIL=20270101",
    ]
)
HOURS = st.integers(1, 40).map(lambda hours: timedelta(hours=hours))
PEOPLE = st.lists(st.uuids(), unique=True, max_size=12)


def rhythm(rule: str, duration: timedelta = timedelta(hours=2), **more: date) -> Rhythm:
    return Rhythm(FIRST, rule, duration, LONDON, **more)


def window(first_day: int, days: int) -> Period:
    start = datetime(2026, 3, 1, 7, tzinfo=UTC) + timedelta(days=first_day)
    return Period(start, start + timedelta(days=days))


@given(RULES, HOURS, st.integers(-30, 400), st.integers(1, 900))
def test_following_a_rule_in_steps_finds_what_following_it_at_once_finds(
    rule, duration, first_day, days
):
    during = window(first_day, days)
    found = dates_by_rule(rhythm(rule, duration), during)
    assert found == sorted(set(found))
    assert all(each.period.overlaps(during) for each in found)
    for at in range(0, days, 100):
        part = Period(
            during.start + timedelta(days=at),
            during.start + timedelta(days=min(at + 100, days)),
        )
        once = dates(
            rule, FIRST, duration, LONDON, until=part.end, until_stopped=True, after=part.start
        )
        assert [each for each in found if each.period.overlaps(part)] == once


@given(RULES, st.integers(0, 300))
def test_a_date_that_is_listed_is_found_and_one_that_is_not_is_none(rule, first_day):
    plan = rhythm(rule)
    listed = {each.on: each for each in dates_within(plan, {}, window(first_day, 30))}
    for day in range(30):
        on = (window(first_day, 30).start + timedelta(days=day)).date()
        assert find_date(plan, {}, on) == listed.get(on), on


def test_years_nobody_plans_for_have_no_date():
    plan = rhythm("FREQ=DAILY")
    for on in (date.min, date(1970, 1, 1), date(2300, 1, 1), date.max):
        assert find_date(plan, {}, on) is None


def test_what_was_moved_into_a_window_is_listed_and_what_was_moved_out_is_not():
    plan = rhythm("FREQ=WEEKLY;COUNT=3")
    away = Differing(starts_at=datetime(2026, 6, 1, 9, tzinfo=UTC))
    differing = {date(2026, 3, 12): away}
    assert [each.on.day for each in dates_within(plan, differing, window(0, 30))] == [5, 19]
    late = dates_within(plan, differing, window(80, 30))
    assert [(each.on.day, each.period.start.month) for each in late] == [(12, 6)]


def test_a_meeting_that_ended_has_no_dates_from_then_on_not_even_moved_ones():
    plan = rhythm("FREQ=WEEKLY", ended_from=date(2026, 3, 12))
    moved = {date(2026, 3, 19): Differing(starts_at=datetime(2026, 3, 6, 9, tzinfo=UTC))}
    assert [each.on.day for each in dates_within(plan, moved, window(0, 60))] == [5]
    assert find_date(plan, moved, date(2026, 3, 19)) is None


@given(PEOPLE, st.one_of(st.none(), st.integers(1, 8)))
def test_the_first_have_places_and_the_others_are_in_line_in_order(people, room_for):
    seated = those_with_a_place(people, room_for)
    lines = [place_in_line(number, room_for) for number in range(1, len(people) + 1)]
    assert [person for person, line in zip(people, lines, strict=True) if line is None] == list(
        seated
    )
    waiting = [line for line in lines if line is not None]
    assert waiting == list(range(1, len(waiting) + 1))


@given(RULES, st.lists(st.uuids(), unique=True, min_size=1, max_size=6))
def test_over_many_dates_turns_are_shared_as_evenly_as_can_be(rule, order):
    plan = rhythm(rule)
    ons = [each.on for each in dates_within(plan, {}, window(0, 250))]
    turns = turns_of(plan, (), ons)
    had = Counter(opener_of(order, turns[on], ()) for on in ons)
    shares = [had[each] for each in order]
    assert max(shares) - min(shares) <= 1


@given(RULES, st.integers(0, 20), st.integers(1, 20))
def test_whose_turn_it_is_does_not_depend_on_which_dates_one_looks_at(rule, skip, take):
    plan = rhythm(rule)
    ons = [each.on for each in dates_within(plan, {}, window(0, 400))]
    some = ons[skip : skip + take]
    whole = turns_of(plan, (), ons)
    assert turns_of(plan, (), some) == {on: whole[on] for on in some}


def test_turns_go_on_backwards_over_what_was_before_the_rule_changed():
    earlier = [date(2026, 2, 19), date(2026, 2, 26)]
    turns = turns_of(rhythm("FREQ=WEEKLY"), earlier, [*earlier, FIRST.date()])
    assert list(turns.values()) == [-2, -1, 0]


@given(st.lists(st.uuids(), unique=True, max_size=6), st.integers(-50, 50), st.data())
def test_whoever_cannot_come_is_passed_over_for_the_next(order: list[UUID], turn, data):
    cannot = data.draw(st.sets(st.sampled_from(order))) if order else set()
    opener = opener_of(order, turn, cannot)
    if len(cannot) == len(order):
        assert opener is None
        return
    assert opener not in cannot
    due = order[turn % len(order)]
    assert due in cannot or opener == due


def test_over_the_change_of_clocks_a_meeting_takes_as_long_as_ever():
    night = Rhythm(
        datetime(2026, 3, 28, 23),  # noqa: DTZ001 - a wall time
        "FREQ=DAILY;COUNT=2",
        timedelta(hours=3),
        LONDON,
    )
    found = dates_within(night, {}, window(20, 20))
    assert [each.period.duration for each in found] == [timedelta(hours=3)] * 2
    assert found[1].period.start - found[0].period.start == timedelta(hours=23)
