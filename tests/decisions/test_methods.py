"""Counting, purely: what comes of the ballots, and that anybody who counts again gets the same."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.decisions import methods, rules
from backend.decisions.methods import Result, count, fits
from backend.decisions.states import Method, Weight
from backend.kernel.answering import not_at_night

LONDON = ZoneInfo("Europe/London")
LINK = bytes(32)


def votes(**counts):
    return [{"vote": vote} for vote, number in counts.items() for _ in range(number)]


def result(method, ballots, quorum=0, **more):
    return count(method, ballots, quorum=quorum, **more).result


class TestMethods:
    def test_silence_is_consent_and_one_objection_is_enough(self):
        assert result(Method.CONSENT, []) is Result.PASSED
        assert result(Method.CONSENT, votes(fine=11)) is Result.PASSED
        assert result(Method.CONSENT, votes(fine=11, object=1)) is Result.OBJECTED

    def test_a_majority_is_of_those_who_say_yes_or_no(self):
        assert result(Method.MAJORITY, votes(yes=3, no=2, abstain=9)) is Result.PASSED
        assert result(Method.MAJORITY, votes(yes=2, no=3)) is Result.REJECTED
        assert result(Method.MAJORITY, votes(yes=2, no=2)) is Result.TIED

    def test_two_thirds_are_two_thirds_exactly(self):
        assert result(Method.TWO_THIRDS, votes(yes=4, no=2)) is Result.PASSED
        assert result(Method.TWO_THIRDS, votes(yes=199, no=100)) is Result.REJECTED
        assert result(Method.TWO_THIRDS, votes(abstain=5)) is Result.REJECTED

    def test_who_abstains_counts_for_the_quorum(self):
        assert result(Method.MAJORITY, votes(yes=1, abstain=2), quorum=3) is Result.PASSED
        assert result(Method.MAJORITY, votes(yes=2), quorum=3) is Result.NO_QUORUM

    def test_an_option_must_beat_that_all_stays(self):
        def support(*each):
            return count(
                Method.SUPPORT, [{"support": list(one)} for one in each], quorum=0, options=3
            )

        assert support((5, 0, 1), (4, 5, 1)).chosen == 0
        assert support((2, 1, 2)).result is Result.REJECTED
        assert support((3, 3, 1)).result is Result.TIED
        assert support().result is Result.REJECTED

    def test_one_of_the_ballots_is_drawn_by_the_link_alone(self):
        ballots = [{"option": 0}] * 3 + [{"option": 1}] * 5 + [{"option": 2}] * 2
        counted = count(Method.LOT, ballots, quorum=4, options=3, link=LINK)
        random.Random(1).shuffle(ballots)
        assert count(Method.LOT, ballots, quorum=4, options=3, link=LINK) == counted
        assert counted.tally["named"] == [3, 5, 2]
        chosen = counted.tally.get("chosen", 2)
        assert methods.drawn(counted.tally["named"], bytes.fromhex(counted.tally["link"])) == chosen
        assert result(Method.LOT, [], options=3, link=LINK) is Result.REJECTED

    def test_each_ballot_has_its_chance(self):
        drawn = [methods.drawn([1, 3], number.to_bytes(32)) for number in range(400)]
        assert 60 < drawn.count(0) < 140

    def test_without_a_quorum_the_link_is_not_revealed(self):
        counted = count(Method.LOT, [{"option": 0}], quorum=3, options=2, link=LINK)
        assert counted.result is Result.NO_QUORUM
        assert "link" not in counted.tally

    @given(st.sampled_from(list(Method)), st.lists(st.integers(0, 5), max_size=30), st.integers())
    def test_in_whatever_order_they_are_counted_the_result_is_the_same(self, method, picks, seed):
        ballots = [ballot(method, pick) for pick in picks]
        counted = count(method, ballots, quorum=2, options=3, link=LINK)
        random.Random(seed).shuffle(ballots)
        assert count(method, ballots, quorum=2, options=3, link=LINK) == counted
        assert all(fits(method, each, 3) for each in ballots)


def ballot(method, pick):
    if method is Method.SUPPORT:
        return {"support": [pick, 5 - pick, 2]}
    if method is Method.LOT:
        return {"option": pick % 3}
    said = methods.VOTES[method]
    return {"vote": said[pick % len(said)].value}


@pytest.mark.parametrize(
    ("method", "choice"),
    [
        (Method.CONSENT, {"vote": "yes"}),
        (Method.MAJORITY, {"vote": "object"}),
        (Method.MAJORITY, {"option": 0}),
        (Method.SUPPORT, {"support": [1, 2]}),
        (Method.SUPPORT, {"support": [1, 2, 6]}),
        (Method.SUPPORT, {"support": [1, 2, True]}),
        (Method.LOT, {"option": 3}),
        (Method.LOT, {"option": 1, "vote": "yes"}),
    ],
)
def test_a_ballot_of_another_kind_does_not_fit(method, choice):
    assert not fits(method, choice, 3)


class TestRules:
    @pytest.mark.parametrize(
        ("weight", "electors", "needed"),
        [
            (Weight.QUICK, 2, 2),
            (Weight.QUICK, 12, 3),
            (Weight.QUICK, 21, 4),
            (Weight.NORMAL, 10, 3),
            (Weight.NORMAL, 12_000, 3_600),
            (Weight.CHARTER, 3, 3),
            (Weight.CHARTER, 9, 5),
        ],
    )
    def test_the_quorum_is_never_more_than_there_are(self, weight, electors, needed):
        assert rules.quorum(Method.MAJORITY, weight, electors) == needed
        assert rules.quorum(Method.CONSENT, weight, electors) == 0

    def test_no_vote_ends_at_night(self):
        evening = datetime(2026, 3, 3, 20, 59, tzinfo=UTC)
        assert not_at_night(evening, LONDON) == evening
        late = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
        assert not_at_night(late, LONDON) == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
        early = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
        assert not_at_night(early, LONDON) == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)

    @given(st.integers(0, 8760), st.sampled_from(list(Weight)))
    def test_a_vote_lasts_as_long_as_it_weighs(self, hours, weight):
        opened_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        closes_at = rules.closing(opened_at, None, weight, LONDON)
        usual = rules.COURSES[weight].lasts
        assert usual <= closes_at - opened_at <= usual + timedelta(hours=13)
        later = rules.extended(opened_at, closes_at, LONDON)
        assert later - closes_at >= closes_at - opened_at

    def test_contesting_takes_two_or_a_tenth(self):
        electors = (1, 2, 3, 20, 21, 100)
        assert [rules.contesting(each) for each in electors] == [1, 1, 2, 2, 3, 10]

    def test_where_there_are_many_silence_changes_no_charter(self):
        def ways(members, **more):
            said = {"two_thirds_at_least": False, "has_options": False, **more}
            return rules.methods_for(Weight.CHARTER, members, **said)

        assert ways(11)[0] is Method.CONSENT
        assert Method.CONSENT not in ways(12)
        assert ways(3, two_thirds_at_least=True) == (Method.TWO_THIRDS,)
