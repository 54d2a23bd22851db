from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.sayings import LocalTime, Next, Saying
from backend.spaces.errors import SharedNeedsACapacity, TermsDoNotFit
from backend.spaces.models import SpaceKind
from backend.spaces.rules import (
    DEFAULTS,
    MOST_KEEPERS,
    STEPS,
    find_next,
    may_do,
    says_of,
    terms_for,
    terms_with,
)
from backend.spaces.terms import Confirms, Sharing

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)


@pytest.mark.parametrize("kind", SpaceKind)
def test_every_kind_fills_in_terms_that_somebody_can_meet(kind: SpaceKind) -> None:
    terms = terms_for(kind, {})
    assert terms == DEFAULTS[kind].terms
    assert terms.step_minutes in STEPS
    assert terms.min_minutes % terms.step_minutes == 0
    assert terms.min_minutes <= terms.max_minutes
    assert any(
        closes - opens >= terms.min_minutes for opens, closes in DEFAULTS[kind].opening_hours
    )


def test_a_home_is_asked_first_and_everything_else_is_booked_at_once() -> None:
    asking = {kind for kind in SpaceKind if DEFAULTS[kind].terms.confirms is Confirms.ASK}
    assert asking == {SpaceKind.HOME}


def test_a_workshop_is_quiet_on_sundays_and_a_meadow_never_closes() -> None:
    sunday = 6 * 1440
    assert all(closes <= sunday for _, closes in DEFAULTS[SpaceKind.WORKSHOP].opening_hours)
    assert DEFAULTS[SpaceKind.OUTDOORS].opening_hours == ((0, 7 * 1440),)


def test_saying_one_end_of_the_length_moves_the_other_along() -> None:
    assert terms_for(SpaceKind.GARDEN, {"min_minutes": 600}).max_minutes == 600
    short = terms_for(SpaceKind.HALL, {"max_minutes": 20})
    assert (short.min_minutes, short.max_minutes, short.step_minutes) == (20, 20, 20)


@pytest.mark.parametrize(
    "given_terms",
    [
        {"min_minutes": 120, "max_minutes": 60},
        {"max_minutes": 60, "step_minutes": 90},
    ],
)
def test_terms_that_no_booking_could_meet_are_refused(given_terms: dict[str, int]) -> None:
    with pytest.raises(TermsDoNotFit):
        terms_for(SpaceKind.HALL, given_terms)


@given(
    st.sampled_from(SpaceKind),
    st.fixed_dictionaries(
        {},
        optional={
            "min_minutes": st.integers(5, 10_080),
            "max_minutes": st.integers(5, 10_080),
            "step_minutes": st.sampled_from(STEPS),
        },
    ),
)
def test_whatever_is_given_is_kept_or_refused(kind: SpaceKind, changes: dict[str, int]) -> None:
    try:
        terms = terms_for(kind, changes)
    except TermsDoNotFit:
        return
    assert all(getattr(terms, name) == value for name, value in changes.items())
    assert max(terms.min_minutes, terms.step_minutes) <= terms.max_minutes


def test_sharing_by_headcount_needs_a_headcount() -> None:
    shared = {"sharing": Sharing.SHARED}
    assert terms_for(SpaceKind.HALL, shared).sharing is Sharing.SHARED
    with pytest.raises(SharedNeedsACapacity):
        terms_for(SpaceKind.OUTDOORS, shared)
    with pytest.raises(SharedNeedsACapacity):
        terms_with(terms_for(SpaceKind.HALL, shared), {"capacity": None})


def may(
    *, keeps: bool = True, retired: bool = False, keepers: int = 2, rooms: int = 0
) -> list[str]:
    return may_do(keeps=keeps, retired=retired, keepers=keepers, rooms=rooms)


def test_a_visitor_books_and_a_keeper_cares() -> None:
    assert may(keeps=False) == ["book"]
    assert may() == [
        "book",
        "edit",
        "close",
        "add_keeper",
        "hand_over",
        "thank_off_keeper",
        "retire",
    ]


def test_what_would_be_refused_is_not_offered() -> None:
    assert "thank_off_keeper" not in may(keepers=1)
    assert "add_keeper" not in may(keepers=MOST_KEEPERS)
    assert "retire" not in may(rooms=1)
    assert may(retired=True) == []


def test_what_comes_next_is_said_only_where_something_comes() -> None:
    hall = {"confirms": Confirms.INSTANT}
    assert find_next(is_open=True, changes_at=LATER, **hall) == Next(LATER, "closed")
    assert find_next(is_open=False, changes_at=LATER, **hall) == Next(LATER, "open")
    assert find_next(is_open=True, changes_at=None, **hall) is None


def test_of_the_door_of_a_home_nothing_is_said() -> None:
    assert find_next(is_open=True, changes_at=LATER, confirms=Confirms.ASK) is None


@pytest.mark.parametrize(
    ("is_open", "changes_at", "code"),
    [
        (True, LATER, "space_open_until"),
        (False, LATER, "space_closed_until"),
        (True, None, "space_open_for_now"),
        (False, None, "space_closed_for_now"),
    ],
)
def test_a_space_says_whether_it_is_open(
    is_open: bool, changes_at: datetime | None, code: str
) -> None:
    saying = says_of(
        is_open=is_open,
        changes_at=changes_at,
        zone="Europe/London",
        retired_at=None,
        confirms=Confirms.INSTANT,
    )
    assert saying.code == code


def test_a_home_says_that_it_is_asked_first_and_a_retired_space_that_it_is_over() -> None:
    asks = says_of(
        is_open=True, changes_at=None, zone="UTC", retired_at=None, confirms=Confirms.ASK
    )
    assert asks == Saying("space_wants_asking")
    asks_me = says_of(
        is_open=True,
        changes_at=None,
        zone="UTC",
        retired_at=None,
        confirms=Confirms.ASK,
        keeps=True,
    )
    assert asks_me == Saying("space_asks_you")
    retired = says_of(
        is_open=True, changes_at=LATER, zone="UTC", retired_at=NOW, confirms=Confirms.ASK
    )
    assert retired == Saying("space_retired_since", {"retired_at": LocalTime(NOW, "UTC")})
