"""Everything that is said to people has a sentence, in every language, that fits what it is told.

Sentences are found by code: those of facts by their classes, those of sayings and notifications
where they are made (``Saying("…")``, ``tell(…, "…")``).
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from backend.bookings.states import State
from backend.decisions.lots import DrawState
from backend.decisions.states import DecisionState
from backend.groups.record import Recorded
from backend.groups.states import AgreementState, AskingState, Joining, RequestState
from backend.kernel.facts import Fact, Kind
from backend.promises.states import PromiseState
from backend.waiting.states import WaitState
from backend.web.words import FOLDER, LANGUAGES
from tests.house.sources import Source, calls, facts, sources

STATES_IN_CODES = {
    "booking_{}": list(State),
    "booking_{}_for_keeper": list(State),
    "series_{}": ["over", "declined", "lapsed", "cancelled", "released"],
    "wait_{}": list(WaitState),
    "promise_{}": list(PromiseState),
    "post_{}": ["reserved", "fulfilled", "closed", "withdrawn", "archived"],
    "invitation_{}": ["open", "used", "expired"],
    "decision_{}": list(DecisionState),
    "draw_{}": list(DrawState),
    "group_{}": list(Joining),
    "request_{}": list(RequestState),
    "request_mine_{}": list(RequestState),
    "agreement_{}": list(AgreementState),
    "asking_{}": list(AskingState),
    "recorded_{}": list(Recorded),
}
"""What may stand in the gap of a code that is put together; a new one belongs here."""
SAID_BY_OTHER_MEANS = {
    "new_neighbour",
    *(f"{kind}-title".replace("-", "_") for kind in Kind),
}
"""Sentences asked for by ``sentence(…)``."""
NEVER_FROM_FACTS = {"members", "retry_after"}


class Variables(Visitor):
    """Collects the parameters that a sentence speaks of."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802 - fluent's name for it
        self.names.add(node.id.name)


@cache
def sentences(language: str) -> dict[str, frozenset[str]]:
    """Return the codes that a language has sentences for, and the parameters of each."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ftl.Message):
                code = entry.id.name.replace("-", "_")
                assert code not in found, f"{language} says {code} twice"
                variables = Variables()
                variables.visit(entry)
                found[code] = frozenset(variables.names)
    return found


def text_of(node: ast.expr | None) -> str | None:
    """Return a string as it is written, gaps of an f-string as ``{}``; None for a name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            each.value if isinstance(each, ast.Constant) else "{}" for each in node.values
        )
    return None


def filled(code: str) -> list[str]:
    """Return the codes that one with a gap may become."""
    if "{}" not in code:
        return [code]
    assert code in STATES_IN_CODES, f"say in STATES_IN_CODES what may stand in {code!r}"
    return [code.format(state) for state in STATES_IN_CODES[code]]


def written_in(source: Source) -> Iterator[str]:
    """Yield every string and f-string of a module."""
    for node in ast.walk(source.tree):
        text = text_of(node) if isinstance(node, ast.Constant | ast.JoinedStr) else None
        if text is not None:
            yield text


def sayings() -> Iterator[tuple[str, str]]:
    """Yield module and code of every saying whose code is written where it is made."""
    for source in sources():
        for name, call in calls(source):
            if name.split(".")[-1] == "Saying" and call.args:
                choices = [call.args[0]]
                if isinstance(choices[0], ast.IfExp):
                    choices = [choices[0].body, choices[0].orelse]
                for choice in choices:
                    code = text_of(choice)
                    if code is not None and code != "told_{}":
                        yield from ((source.name, each) for each in filled(code))


def told() -> Iterator[tuple[str, str]]:
    """Yield module and code of every kind of notification."""
    for source in sources():
        for name, call in calls(source):
            if name.split(".")[-1].startswith("tell"):
                for node in [each for arg in call.args for each in ast.walk(arg)]:
                    text = text_of(node) if isinstance(node, ast.Constant) else None
                    if text is not None and re.fullmatch(r"[a-z]+(_[a-z]+)+", text):
                        yield source.name, f"told_{text}"


def made(fact_names: set[str]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield module, class and parameters wherever a fact is made."""
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name | ast.Attribute):
                name = node.exc.id if isinstance(node.exc, ast.Name) else node.exc.attr
                if name in fact_names:
                    yield source.name, name, frozenset()
        for name, call in calls(source):
            name = name.split(".")[-1]
            if name in fact_names and not any(each.arg is None for each in call.keywords):
                given = {each.arg for each in call.keywords if each.arg} - NEVER_FROM_FACTS
                yield source.name, name, frozenset(given)


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.code)
def test_every_fact_has_a_sentence_in_every_language(fact: type[Fact]):
    for language in LANGUAGES:
        assert fact.code in sentences(language), f"{fact.__module__}: {language}"


def test_no_two_facts_share_a_code():
    codes = [fact.code for fact in facts()]
    assert sorted(set(codes)) == sorted(codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_saying_has_a_sentence(language):
    missing = {each for each in sayings() if each[1] not in sentences(language)}
    assert missing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_people_are_told_has_a_sentence(language):
    kinds = set(told())
    assert kinds, "the search for tell(...) finds nothing any more"
    assert {each for each in kinds if each[1] not in sentences(language)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_refusal_has_a_title(language):
    assert {f"{kind}_title" for kind in Kind} <= set(sentences(language))


def test_all_languages_say_the_same_with_the_same_parameters():
    first, *others = LANGUAGES
    for language in others:
        assert set(sentences(language)) == set(sentences(first)), language
        for code, names in sentences(language).items():
            assert names == sentences(first)[code], (language, code)


def test_a_fact_is_made_with_all_that_its_sentence_speaks_of():
    by_name = {fact.__name__: fact for fact in facts()}
    for module, name, given in made(set(by_name)):
        for language in LANGUAGES:
            spoken = sentences(language).get(by_name[name].code, frozenset())
            assert spoken <= given, f"{module}: {name} lacks {sorted(spoken - given)}"


def test_no_sentence_is_left_over():
    written = {text for source in sources() for text in written_in(source)}
    patterns = [
        re.compile(re.escape(text).replace(r"\{\}", "[a-z_]+"))
        for text in written
        if re.fullmatch(r"[a-z_]*\{\}[a-z_]*", text) and len(text) > len("{}") + 3
    ]
    known = {fact.code for fact in facts()} | SAID_BY_OTHER_MEANS | written
    known |= {code for _, code in told()}
    left_over = [
        code
        for code in sentences(LANGUAGES[0])
        if code not in known
        # Those of fields are found by what schemas say (tests/house/test_field_words.py).
        and not code.startswith("field_")
        and code.removeprefix("told_") not in written
        and not any(each.fullmatch(code) for each in patterns if each.pattern != "told_[a-z_]+")
    ]
    assert left_over == []
