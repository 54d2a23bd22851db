"""The words by which neighbours speak of each category, in English, German and Spanish.

They help to find and to match: whoever offers a "Bohrmaschine" and whoever needs a "drill" mean the
same drawer. They are whole words as people write them, in lower case; whoever compares them takes
stems of both sides. They decide nothing: a category is always what the writer chose.
"""

from configparser import ConfigParser
from pathlib import Path

from backend.posts.categories import Category


def _read(path: Path) -> dict[Category, dict[str, tuple[str, ...]]]:
    lists = ConfigParser(interpolation=None)
    lists.read_string(path.read_text("utf-8"))
    return {
        category: {language: tuple(words.split()) for language, words in lists[category].items()}
        for category in Category
    }


WORDS = _read(Path(__file__).with_suffix(".ini"))
"""By category and primary language tag. A word may belong to several categories."""
