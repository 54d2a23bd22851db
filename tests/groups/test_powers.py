"""Who may do what: the table and its arithmetic, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.groups.powers import ALL_TENURED_FOR, TENURE, Act, hands_needed, is_done, is_tenured

FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = st.sets(st.integers(0, 30).map(lambda number: UUID(int=number)), max_size=12).map(
    frozenset
)


def ids(*numbers):
    return [UUID(int=number) for number in numbers]


@given(PEOPLE, PEOPLE, st.sampled_from(Act))
def test_no_group_is_ever_stuck_and_strangers_decide_nothing(may, hands, act):
    may = {UUID(int=each.int) for each in may}
    if may:
        assert is_done(act, may, may), "all who may can always do it"
    assert is_done(act, hands, may) == is_done(act, hands & may, may)
    assert not is_done(act, hands - may, may) or not may


def test_one_member_of_two_decides_nothing_that_takes_two():
    assert not is_done(Act.ADMIT, ids(1), ids(1, 2))
    assert is_done(Act.ADMIT, ids(1, 2), ids(1, 2))
    assert not is_done(Act.ADMIT, ids(1, 1), ids(1, 2))
    assert is_done(Act.ADMIT, ids(1), ids(1))
    assert hands_needed(Act.ADMIT, 1000) == 2


def test_in_its_first_month_everybody_in_a_group_counts():
    joined = FOUNDED + ALL_TENURED_FOR - timedelta(days=1)
    assert is_tenured(joined, FOUNDED, joined)
    after = FOUNDED + ALL_TENURED_FOR
    assert not is_tenured(joined, FOUNDED, after)
    assert is_tenured(joined, FOUNDED, joined + TENURE)
