"""What fits and what does not, held against what neighbours would say."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.periods import Period
from backend.posts.categories import Category
from backend.posts.concepts import LANGUAGES, concepts
from backend.posts.matching import REACH, Matchable, Why, fit
from backend.posts.states import PostKind, Way
from tests.posts.labelled_pairs import HERE, PAIRS, Pair

TUNED = [pair for pair in PAIRS if not pair.held_out]
HELD_OUT = [pair for pair in PAIRS if pair.held_out]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


def fits(pair: Pair) -> bool:
    return fit(pair.need, pair.offer) is not None


def shares_its_category(pair: Pair) -> bool:
    return pair.need.category is pair.offer.category


def measured(pairs: Sequence[Pair], says: Callable[[Pair], bool]) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean."""
    said = [pair.fits for pair in pairs if says(pair)]
    precision, recall = sum(said) / len(said), sum(said) / sum(pair.fits for pair in pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def a(kind: PostKind, title: str, **more: object) -> Matchable:
    plain = Matchable(
        UUID(int=1), kind, Way.LEND, Category.TOOLS, title, "", "en", HERE
    )  # fmt: skip
    return replace(plain, **more)


NEED = a(PostKind.NEED, "Drill")
OFFER = a(PostKind.OFFER, "Power drill")


def test_the_labelled_set_is_large_and_in_three_languages():
    assert len(PAIRS) >= 240
    assert len({(pair.need.id, pair.offer.id) for pair in PAIRS}) == len(PAIRS)
    for one in LANGUAGES:
        for other in LANGUAGES:
            assert sum(pair.languages == (one, other) for pair in PAIRS) >= 10, (one, other)
    for half in (TUNED, HELD_OUT):
        assert len(half) >= 100
        assert 0.35 < sum(pair.fits for pair in half) / len(half) < 0.7


@pytest.mark.parametrize(("name", "pairs"), [("tuned", TUNED), ("held out", HELD_OUT)])
def test_neighbours_agree_with_what_is_suggested(name, pairs, capsys):
    matching, alone = measured(pairs, fits), measured(pairs, shares_its_category)
    with capsys.disabled():
        print(f"\n{len(pairs)} pairs, {name}:")  # noqa: T201 - it is asked for
        for what, (precision, recall, f1) in (("matching", matching), ("category alone", alone)):
            print(f"  {what:15} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")  # noqa: T201
    precision, recall, f1 = matching
    assert precision >= 0.85
    assert recall >= 0.75
    assert f1 >= alone[2] + 0.15


def test_no_list_of_meanings_speaks_of_one_pair():
    """Every line means something in each language, as a list made for a test would not."""
    for concept in concepts():
        for language in LANGUAGES:
            assert concept.words[language], concept
    assert len(concepts()) > 200


def test_a_drill_is_found_in_another_language_and_the_reason_said():
    found = fit(NEED, replace(OFFER, title="Bohrmaschine zu verleihen", language="de"))
    assert found is not None
    assert [each.code for each in found.reasons] == [Why.WORDS, Why.CATEGORY, Why.DISTANCE]
    assert found.reasons[0].words == ("bohrmaschine",)


def test_the_same_word_in_another_form_fits_though_nobody_listed_it():
    assert fit(replace(NEED, title="Theremin"), replace(OFFER, title="Two old theremins"))


@pytest.mark.parametrize("kind", [PostKind.OFFER, PostKind.NEED, PostKind.HELLO])
def test_two_of_a_kind_never_fit(kind):
    assert fit(replace(NEED, kind=kind), replace(OFFER, kind=kind)) is None


@pytest.mark.parametrize(
    ("wanted", "offered", "goes"),
    [
        (Way.LEND, Way.GIVE, True),
        (Way.GIVE, Way.LEND, True),
        (Way.DO, Way.DO, True),
        (Way.DO, Way.LEND, False),
        (Way.TOGETHER, Way.DO, False),
        (Way.GIVE, Way.TOGETHER, False),
    ],
)
def test_only_ways_that_go_together_fit(wanted, offered, goes):
    assert (fit(replace(NEED, way=wanted), replace(OFFER, way=offered)) is not None) is goes


def test_what_is_nearer_fits_better_and_nothing_fits_three_kilometres_away():
    def at(metres: float) -> Matchable:
        return replace(OFFER, at=(HERE[0] + metres / 111_300, HERE[1]))

    scores = [fit(NEED, at(metres)).score for metres in (0, 500, 1_500, 2_900)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] < 0.1
    assert fit(NEED, at(REACH + 30)) is None


def test_times_that_cannot_meet_do_not_fit():
    morning = [Period(MONDAY, MONDAY + TWO_HOURS)]
    evening = [Period(MONDAY + 5 * TWO_HOURS, MONDAY + 6 * TWO_HOURS)]
    assert fit(replace(NEED, times=morning), replace(OFFER, times=evening)) is None
    assert fit(replace(NEED, times=morning), replace(OFFER, times=[])) is None
    assert fit(replace(NEED, times=morning), OFFER)
    late = [Period(MONDAY + TWO_HOURS / 2, MONDAY + 2 * TWO_HOURS)]
    found = fit(replace(NEED, times=morning), replace(OFFER, times=late))
    assert next(each.at for each in found.reasons if each.code is Why.TIME) == late[0].start


pairs = st.sampled_from(PAIRS)


@given(pairs, pairs)
def test_whoever_asks_first_the_score_is_the_same(one: Pair, other: Pair):
    there, back = fit(one.need, other.offer), fit(other.offer, one.need)
    assert (there is None) == (back is None)
    assert there is None or (0 < there.score <= 1 and there.score == back.score)


@given(st.text(max_size=300), st.sampled_from(["en", "de", "es", "fr", "uk", "tlh"]))
def test_whatever_is_written_something_is_made_of_it(text, language):
    found = fit(replace(NEED, title=text, language=language), OFFER)
    assert found is None or found.reasons
