"""Every category has words of everyday life in every language."""

import pytest

from backend.posts.categories import Category
from backend.posts.vocabulary import WORDS


@pytest.mark.parametrize("category", Category)
def test_a_category_has_words_in_three_languages(category):
    assert set(WORDS[category]) == {"en", "de", "es"}
    for language, words in WORDS[category].items():
        assert len(words) >= 20, language
        assert len(set(words)) == len(words), language
        assert all(word == word.lower() and len(word) > 1 for word in words), language


def test_a_drill_is_a_tool_in_every_language():
    tools = WORDS[Category.TOOLS]
    assert {"drill"} <= set(tools["en"])
    assert {"bohrmaschine"} <= set(tools["de"])
    assert {"taladro"} <= set(tools["es"])
