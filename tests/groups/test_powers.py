"""Who may do what: the table and its arithmetic, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.groups.powers import (
    ALL_TENURED_FOR,
    MANY,
    MOST_SEATS,
    POWERS,
    TENURE,
    Act,
    Mode,
    Standing,
    is_tenured,
    seats_for,
    takes,
)

FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)


def somebody(members=20, tenured=None, stewards=2, **who):
    facts = {"is_member": True, "is_tenured": True, "is_steward": False, **who}
    return Standing(
        members=members, tenured=members if tenured is None else tenured, stewards=stewards, **facts
    )


@st.composite
def standings(draw):
    members = draw(st.integers(1, 400))
    tenured = draw(st.integers(0, members))
    is_tenured = tenured == members or (tenured > 0 and draw(st.booleans()))
    stewards = draw(st.integers(0, min(members, MOST_SEATS))) if members >= MANY else 0
    is_steward = stewards > 0 and draw(st.booleans())
    return Standing(True, is_tenured, is_steward, members, tenured, stewards)


@given(standings(), st.sampled_from(Act))
def test_nothing_takes_more_people_than_there_are(standing, act):
    needed = takes(act, standing)
    if needed is None:
        assert standing.mode is not Mode.TOGETHER
        assert not standing.is_steward, "a steward may do whatever is in the table"
    else:
        assert 1 <= needed <= standing.members


@given(standings())
def test_somebody_can_always_let_others_in(standing):
    if standing.stewards:
        assert takes(Act.ADMIT, somebody(standing.members, is_steward=True)) == 1
    else:
        most = somebody(standing.members, tenured=standing.tenured, stewards=0)
        assert takes(Act.ADMIT, most) is not None


def test_one_member_of_two_decides_nothing_that_takes_two():
    assert takes(Act.ADMIT, somebody(members=2)) == 2
    assert takes(Act.ADMIT, somebody(members=1)) == 1


def test_under_twelve_nobody_is_a_steward_and_from_twelve_two_are():
    assert [seats_for(each) for each in (0, 1, 11, 12, 49, 50, 99, 100, 249, 250, 12_000)] == [
        *(0, 0, 0, 2, 2, 3, 3, 4, 6, 7, 7)
    ]


@pytest.mark.parametrize("act", [each for each in Act if POWERS[each].steward])
def test_where_the_stewards_are_there_they_act_alone_and_others_do_not(act):
    assert takes(act, somebody(is_steward=True)) == 1
    assert takes(act, somebody()) is None


def test_where_stewards_are_missing_two_who_have_belonged_for_a_while_keep_it_going():
    assert takes(Act.ADMIT, somebody(stewards=1)) == 2
    assert takes(Act.RENEW, somebody(stewards=0)) == 2
    assert takes(Act.ADMIT, somebody(stewards=0, tenured=5, is_tenured=False)) is None
    assert takes(Act.ADMIT, somebody(stewards=0, tenured=0, is_tenured=False)) == 2
    assert takes(Act.ADMIT, somebody(stewards=0, tenured=1)) == 1, "or the one there is"
    assert takes(Act.KEEP, somebody(stewards=0)) is None, "they change no rules"


def test_whoever_does_not_belong_may_nothing():
    assert {takes(each, somebody(is_member=False)) for each in Act} == {None}


def test_in_its_first_month_everybody_in_a_group_counts():
    joined = FOUNDED + ALL_TENURED_FOR - timedelta(days=1)
    assert is_tenured(joined, FOUNDED, joined)
    after = FOUNDED + ALL_TENURED_FOR
    assert not is_tenured(joined, FOUNDED, after)
    assert is_tenured(joined, FOUNDED, joined + TENURE)
