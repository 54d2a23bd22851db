"""What words mean, in whichever of the three languages: so that "Bohrmaschine" finds "drill".

The meanings are a plain list in ``concepts.txt``, one a line. A word may have several; what a post
is about decides then. Nothing here is learned, so whoever asks why two fit can be told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from backend.posts.categories import Category
from backend.posts.stems import SAY_LITTLE, folded, stem_of, words_of

LANGUAGES = ("en", "de", "es")
COMPOUNDING = frozenset({"de", "nl", "sv", "da", "no", "fi", "hu"})
"""Languages that write two words as one, as "Holzleiter" is a "Leiter"."""
LEAST_PART = 4
"""Letters that a part of such a word has at least."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning. ``whole`` ones stand for their category as such, as "tools" does."""

    number: int
    category: Category
    whole: bool
    words: Mapping[str, tuple[str, ...]]


@cache
def concepts() -> tuple[Concept, ...]:
    """Return all meanings, in the order of the list."""
    lines = Path(__file__).with_name("concepts.txt").read_text(encoding="utf-8").splitlines()
    found: list[Concept] = []
    for line in lines:
        if "|" not in line or line.startswith("#"):
            continue
        head, *columns = (part.strip() for part in line.split("|"))
        words = {
            language: tuple(column.split())
            for language, column in zip(LANGUAGES, columns, strict=True)
        }
        category = Category(head.rstrip("*"))
        found.append(Concept(len(found), category, head.endswith("*"), words))
    return tuple(found)


Meanings = frozenset[int]
NONE: Meanings = frozenset()


def meanings_of(words: list[str], language: str) -> list[tuple[str, Meanings]]:
    """Return each word of a text with what it may mean; two that belong together come as one.

    ``words`` are those of `backend.posts.stems.words_of`.
    """
    stems = [stem_of(word, language) for word in words]
    of_pairs = _by_stem(language)
    found: list[tuple[str, Meanings]] = []
    place = 0
    while place < len(words):
        pair = " ".join(stems[place : place + 2])
        if place + 1 < len(words) and pair in of_pairs:
            found.append((f"{words[place]} {words[place + 1]}", of_pairs[pair]))
            place += 2
        else:
            word = words[place]
            found += [(word, each) for each in meanings_of_word(word, language)]
            place += 1
    return found


@lru_cache(maxsize=65_536)
def meanings_of_word(word: str, language: str) -> tuple[Meanings, ...]:
    """Return what a word may mean: in its language, as parts of a longer one, or in another."""
    known = _by_stem(language)
    stem = stem_of(word, language)
    if stem in known:
        return (known[stem],)
    if language in COMPOUNDING:
        parts = _parts_of(stem, known)
        if parts:
            return parts
    # Borrowed words, such as "Babysitter", and languages without a column of their own.
    others = (_as_written(other).get(word, NONE) for other in LANGUAGES if other != language)
    return (NONE.union(*others),)


def _parts_of(stem: str, known: Mapping[str, Meanings]) -> tuple[Meanings, ...]:
    """Return what the longest known end and beginning of a long word mean, "Garten" and "Stuhl"."""
    ends = range(len(stem) - 2, LEAST_PART - 1, -1)
    end = next((length for length in ends if stem[-length:] in known), 0)
    starts = range(len(stem) - max(end, 2), LEAST_PART - 1, -1)
    start = next((length for length in starts if stem[:length] in known), 0)
    parts = (stem[:start], stem[len(stem) - end :])
    return tuple(dict.fromkeys(known[part] for part in parts if part in known))


@cache
def _by_stem(language: str) -> dict[str, Meanings]:
    return _indexed(
        (" ".join(stem_of(part, language) for part in _content(word, language)), concept.number)
        for concept in concepts()
        for word in concept.words.get(language, ())
    )


@cache
def _as_written(language: str) -> dict[str, Meanings]:
    return _indexed(
        (folded(word), concept.number)
        for concept in concepts()
        for word in concept.words.get(language, ())
        if len(word) > 3 and word not in SAY_LITTLE[language]
    )


def _content(word: str, language: str) -> list[str]:
    # Hyphens join what stands in several words, small ones between them aside.
    return words_of(word, language) if "-" in word else [folded(word)]


def _indexed(pairs: Iterable[tuple[str, int]]) -> dict[str, Meanings]:
    found: dict[str, set[int]] = {}
    for key, number in pairs:
        found.setdefault(key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def words_meaning(meanings: Meanings) -> frozenset[str]:
    """Return the single words that mean some of this, in all three languages, folded."""
    known = concepts()
    return frozenset(
        folded(word)
        for each in meanings
        for words in known[each].words.values()
        for word in words
        if word.isalpha()
    )
