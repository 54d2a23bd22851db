"""What people can read of a text, whatever their script."""

import unicodedata

MOST_MARKS = 5
"""Combining marks on one character: enough for every script, too few to run over other lines."""
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Characters that Unicode counts as letters or symbols and that show nothing."""


def is_visible(text: str) -> bool:
    """Say whether anything of a text can be seen: blanks and invisible characters cannot."""
    return any(
        unicodedata.category(each)[0] not in {"Z", "C", "M"} and each not in _BLANK_LETTERS
        for each in text
    )


def has_few_marks(text: str) -> bool:
    """Say whether no character carries so many marks that nobody can read it."""
    if text.isascii():
        return True
    marks = 0
    for each in text:
        marks = marks + 1 if unicodedata.combining(each) else 0
        if marks > MOST_MARKS:
            return False
    return True
