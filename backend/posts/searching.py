"""What somebody types in order to find a post, as PostgreSQL looks for it.

Each word that says something must be there: as it is or as the beginning of a longer one, in its
stem, or by any word of the three languages that means the same. Words for a whole category find
all that is in it.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from backend.posts.concepts import LANGUAGES, Concept, concepts, meanings_of_word
from backend.posts.stems import SAY_LITTLE, folded, stem_of

MARKED = 3
"""Letters of each word that the column ``marks`` has."""

MOST_LISTED = 40
"""Words of what somebody likes to bring; more are not looked at."""

_WORD = re.compile(r"[^\W_]+")


class Sought(NamedTuple):
    """The same question twice, as texts of the type ``tsquery``."""

    search: str
    """For the column ``search``, exactly."""
    marks: str
    """For the column ``marks``, which sifts; empty where it cannot."""


def words_in(text: str) -> list[str]:
    """List the words in a text as the columns have them: folded, of letters and digits."""
    return _WORD.findall(folded(text))


def sought(words: str, language: str) -> Sought:
    """Return how to look for words that somebody writes in a language, by its primary tag."""
    asked = list(dict.fromkeys(words_in(words)))
    silent = SAY_LITTLE.get(language, frozenset())
    telling = [word for word in asked if word not in silent] or asked
    each = [_word_sought(word, language) for word in telling]
    return Sought(
        " & ".join(found.search for found in each),
        " & ".join(found.marks for found in each if found.marks),
    )


def sought_any(words: str, language: str) -> Sought:
    """Return how to look for any of the things that somebody lists, by what their words mean.

    Words that say little, as "help" or "the", are left out; nothing may be left.
    """
    silent = SAY_LITTLE.get(language, frozenset())
    telling = [
        word
        for word in dict.fromkeys(words_in(words))
        if word not in silent and len(word) >= MARKED
    ]
    each = [_word_sought(word, language) for word in telling[:MOST_LISTED]]
    return Sought(
        _any_of([found.search for found in each]),
        _any_of([found.marks for found in each]) if all(found.marks for found in each) else "",
    )


def marked(lexemes: list[str]) -> str:
    """Return how to look for any of some kinds or categories, or for what is urgent."""
    return "(" + " | ".join(f"'={each}'" for each in lexemes) + ")"


@lru_cache(maxsize=4096)
def _word_sought(word: str, language: str) -> Sought:
    stems = {word, stem_of(word, language)}
    means = [[_concept_sought(number) for number in each] for each in _meanings(word, language)]
    search = [f"'{word}':*", *(f"'{each}'" for each in sorted(stems - {word}))]
    marks = [f"'{each[:MARKED]}'" for each in sorted(stems)]
    if means:
        search.append(_all_of([_any_of([each.search for each in part]) for part in means]))
        marks.append(_all_of([_any_of([each.marks for each in part]) for part in means]))
    # What begins with one or two letters has any third one.
    can_sift = all(len(each) >= MARKED for each in stems)
    return Sought(_any_of(search), _any_of(marks) if can_sift else "")


def _meanings(word: str, language: str) -> list[frozenset[int]]:
    found = meanings_of_word(word, language)
    known = [frozenset(each for each in part if _concept_sought(each).search) for part in found]
    return known if all(known) else []


@lru_cache(maxsize=1024)
def _concept_sought(number: int) -> Sought:
    concept = concepts()[number]
    found = sorted(_lexemes(concept))
    search = [f"'{each}'" for each in found]
    marks = sorted({f"'{each[:MARKED]}'" for each in found})
    if concept.whole:
        search.append(f"'={concept.category}'")
        marks.append(f"'={concept.category}'")
    return Sought(_any_of(search), _any_of(marks))


def _lexemes(concept: Concept) -> set[str]:
    """Return the words for a meaning, and their stems; what is written in two is left out."""
    found: set[str] = set()
    for language in LANGUAGES:
        for word in concept.words.get(language, ()):
            parts = words_in(word)
            if len(parts) == 1:
                found |= {parts[0], stem_of(parts[0], language)}
    return {each for each in found if len(each) >= MARKED}


def _any_of(each: list[str]) -> str:
    if not each:
        return ""
    return each[0] if len(each) == 1 else "(" + " | ".join(dict.fromkeys(each)) + ")"


def _all_of(each: list[str]) -> str:
    return each[0] if len(each) == 1 else "(" + " & ".join(each) + ")"
