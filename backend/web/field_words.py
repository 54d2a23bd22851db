"""What is wrong with the fields of a request, in the reader's language.

Schemas say it in English, marshmallow's own and ours. ``words/en/fields.ftl`` has each of these
sentences under a code, gaps and all, by which the other languages have theirs.
"""

import re
from collections.abc import Mapping
from functools import cache

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from backend.web.words import DEFAULT_LANGUAGE, FOLDER, sentence


def errors_in_words(errors: object, language: str) -> object:
    """Return what is wrong, as marshmallow nests it, with every sentence in a language."""
    if language == DEFAULT_LANGUAGE:
        return errors
    if isinstance(errors, Mapping):
        return {field: errors_in_words(each, language) for field, each in errors.items()}
    if isinstance(errors, list | tuple):
        return [errors_in_words(each, language) for each in errors]
    return field_sentence(errors, language) if isinstance(errors, str) else errors


def field_sentence(message: str, language: str) -> str:
    """Return what a schema says in another language; as it is, where there are no words for it."""
    found = find_field_code(message)
    return message if found is None else sentence(found[0], found[1], language)


def find_field_code(message: str) -> tuple[str, dict[str, str]] | None:
    """Return the code of what a schema says, and what stands in its gaps."""
    for code, pattern in _patterns():
        match = pattern.fullmatch(message)
        if match is not None:
            return code, match.groupdict()
    return None


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return a pattern for each sentence, those that say most beside their gaps first."""
    text = (FOLDER / DEFAULT_LANGUAGE / "fields.ftl").read_text(encoding="utf-8")
    found: list[tuple[int, str, re.Pattern[str]]] = []
    for entry in FluentParser().parse(text).body:
        if isinstance(entry, ftl.Message) and entry.value is not None:
            parts = [_part(each) for each in entry.value.elements]
            plain = sum(len(part) for part in parts if not part.startswith("(?P<"))
            pattern = re.compile("".join(parts), re.DOTALL)
            found.append((plain, entry.id.name.replace("-", "_"), pattern))
    found.sort(key=lambda each: each[:2], reverse=True)
    return [(code, pattern) for _, code, pattern in found]


def _part(element: ftl.TextElement | ftl.Placeable) -> str:
    if isinstance(element, ftl.TextElement):
        return re.escape(element.value)
    assert isinstance(element.expression, ftl.VariableReference), "plain gaps alone can be read"
    return f"(?P<{element.expression.id.name}>.*)"
