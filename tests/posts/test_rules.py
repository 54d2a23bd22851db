"""When a post runs out, what is left of it, and what a post of a kind may say: pure rules."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.recurrence import RuleHasNoDates
from backend.posts.errors import (
    EndsBeforeItStarts,
    ItsTimeIsOver,
    NotForThisKind,
    TooFarAhead,
    UrgentOrStanding,
)
from backend.posts.rules import (
    When,
    can_be_renewed,
    check_fits_kind,
    check_when,
    ends_at_of,
    left_of,
    runs_out_at,
    when_with,
)
from backend.posts.states import PostFacts, PostKind, PostState, Way

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
TOKYO = ZoneInfo("Asia/Tokyo")
WEEKLY = {
    "rrule": "FREQ=WEEKLY;COUNT=3",
    "starts_at": datetime(2026, 3, 3, 18),  # noqa: DTZ001 - a wall time
    "duration_minutes": 90,
}
OVER_THE_CHANGE = When(
    rrule="FREQ=WEEKLY;COUNT=5",
    first=datetime(2026, 3, 3, 18),  # noqa: DTZ001 - a wall time
    duration_minutes=60,
)
instants = st.integers(-1000, 1000).map(lambda hours: NOW + timedelta(hours=hours))
days = st.integers(-40, 40).map(lambda ahead: date(2026, 3, 1) + timedelta(days=ahead))
said = st.fixed_dictionaries(
    {},
    optional={
        "starts_at": st.none() | instants,
        "ends_at": st.none() | instants,
        "repeats": st.none() | st.just(WEEKLY),
        "on_dates": st.lists(days, unique=True, max_size=3),
    },
)


def a_day(number: int) -> date:
    return date(2026, 3, number)


class TestItsTimeIsOver:
    def test_after_the_window(self):
        assert ends_at_of(When(ends_at=NOW), LONDON) == NOW
        assert ends_at_of(When(starts_at=NOW), LONDON) is None

    def test_when_the_last_date_is_over_at_the_place(self):
        when = When(on_dates=(a_day(9), a_day(12)))
        assert ends_at_of(when, LONDON) == datetime(2026, 3, 13, tzinfo=UTC)
        assert ends_at_of(when, TOKYO) == datetime(2026, 3, 12, 15, tzinfo=UTC)

    def test_with_the_last_repetition_as_the_clock_shows_it(self):
        # The clocks change on 29 March: the last of five is an hour earlier in UTC.
        assert ends_at_of(OVER_THE_CHANGE, LONDON) == datetime(2026, 3, 31, 18, tzinfo=UTC)

    def test_never_for_what_may_be_at_any_time(self):
        assert ends_at_of(When(), LONDON) is None


class TestATimeIsRefused:
    def test_that_ends_before_it_starts(self):
        with pytest.raises(EndsBeforeItStarts):
            check_when(When(NOW + timedelta(1), NOW + timedelta(1)), LONDON, NOW)

    @pytest.mark.parametrize(
        "when",
        [When(ends_at=NOW), When(on_dates=(date(2026, 2, 28),)), When(on_dates=(date(1, 1, 1),))],
    )
    def test_that_is_past(self, when):
        with pytest.raises(ItsTimeIsOver):
            check_when(when, LONDON, NOW)

    def test_that_is_years_ahead(self):
        for when in (
            When(on_dates=(date.max,)),
            When(starts_at=NOW + timedelta(400)),
            When(rrule="FREQ=DAILY", first=datetime(2030, 1, 1, 9), duration_minutes=5),  # noqa: DTZ001
        ):
            with pytest.raises(TooFarAhead):
                check_when(when, LONDON, NOW)

    def test_whose_rule_has_no_date(self):
        never = When(
            rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            first=datetime(2026, 3, 3, 18),  # noqa: DTZ001
            duration_minutes=5,
        )
        with pytest.raises(RuleHasNoDates):
            check_when(never, LONDON, NOW)

    def test_but_not_for_dates_that_have_passed_since_it_was_said(self):
        when = When(on_dates=(date(2026, 2, 27), a_day(3)))
        check_when(when, LONDON, NOW, known=[date(2026, 2, 27)])

    def test_of_today_only_once_today_is_over_there(self):
        today = When(on_dates=(a_day(1),))
        check_when(today, LONDON, datetime(2026, 3, 1, 23, 59, tzinfo=UTC))
        with pytest.raises(ItsTimeIsOver):
            check_when(today, TOKYO, datetime(2026, 3, 1, 15, tzinfo=UTC))


@given(first=said, then=said)
def test_a_time_is_always_said_in_one_way(first, then):
    def in_one_way(given_):
        ways = [
            bool(given_.get("starts_at") or given_.get("ends_at")),
            bool(given_.get("repeats")),
            bool(given_.get("on_dates")),
        ]
        return sum(ways) <= 1

    if not in_one_way(first) or not in_one_way(then):
        return
    when = when_with(when_with(When(), first), then)
    ways = [bool(when.starts_at or when.ends_at), when.rrule is not None, bool(when.on_dates)]
    assert sum(ways) <= 1
    assert (when.rrule is None) == (when.first is None) == (when.duration_minutes is None)
    if then.get("on_dates"):
        assert when.on_dates == tuple(sorted(then["on_dates"]))


def test_what_is_not_said_stays():
    when = when_with(When(), {"starts_at": NOW, "ends_at": NOW + timedelta(1)})
    assert when_with(when, {"title": "New"}) == when
    later = when_with(when, {"ends_at": NOW + timedelta(2)})
    assert (later.starts_at, later.ends_at) == (NOW, NOW + timedelta(2))
    assert when_with(later, {"starts_at": None, "ends_at": None}) == When()


@given(
    kind=st.sampled_from(PostKind),
    flags=st.sampled_from([(False, False), (True, False), (False, True)]),
    ends_at=st.none() | st.integers(1, 3000).map(lambda hours: NOW + timedelta(hours=hours)),
)
def test_nothing_outlives_its_own_time_or_ninety_days(kind, flags, ends_at):
    urgent, standing = flags
    until = runs_out_at(kind, urgent=urgent, standing=standing, ends_at=ends_at, now=NOW)
    assert NOW < until <= NOW + timedelta(90)
    assert ends_at is None or until <= ends_at
    if urgent:
        assert until <= NOW + timedelta(hours=48)


@pytest.mark.parametrize(
    ("written", "until", "when", "can"),
    [
        (PostState.OPEN, NOW + timedelta(1), When(), True),
        (PostState.OPEN, NOW + timedelta(1), When(ends_at=NOW + timedelta(1)), False),
        (PostState.OPEN, NOW - timedelta(1), When(), True),
        (PostState.OPEN, NOW - timedelta(1), When(ends_at=NOW - timedelta(hours=1)), False),
        (PostState.OPEN, NOW - timedelta(14), When(), False),
        (PostState.CLOSED, NOW + timedelta(1), When(), False),
        (PostState.WITHDRAWN, NOW + timedelta(1), When(), False),
        (PostState.FULFILLED, NOW + timedelta(1), When(), False),
        (PostState.DRAFT, None, When(), False),
    ],
)
def test_a_tap_helps_only_where_there_is_time_to_give(written, until, when, can):
    ended_at = NOW - timedelta(2) if written not in (PostState.OPEN, PostState.DRAFT) else None
    facts = PostFacts(written, until, None, ended_at)
    assert can_be_renewed(facts, when, "Europe/London", NOW) is can


def test_what_is_left_is_never_less_than_one_once_something_has_come_free():
    assert left_of(5, 3, is_full=False) == 2
    assert left_of(5, 5, is_full=True) == 0
    assert left_of(5, 5, is_full=False) == 1


@pytest.mark.parametrize(
    ("kind", "way", "said_"),
    [
        (PostKind.HELLO, None, {"quantity": 2}),
        (PostKind.HELLO, None, {"way": "do"}),
        (PostKind.OFFER, Way.GIVE, {"quiet": True}),
        (PostKind.NEED, Way.DO, {"scarce": True}),
        (PostKind.OFFER, Way.GIVE, {"lend_days": 3}),
        (PostKind.NEED, Way.DO, {"answered_by_word": True}),
    ],
)
def test_what_a_kind_does_not_have_is_refused(kind, way, said_):
    with pytest.raises(NotForThisKind):
        check_fits_kind(kind, way, said_)
    # To say no to it is to say nothing.
    check_fits_kind(kind, way, dict.fromkeys(said_))


def test_what_is_urgent_does_not_stand_for_good():
    with pytest.raises(UrgentOrStanding):
        check_fits_kind(PostKind.OFFER, Way.DO, {"urgent": True, "standing": True})
