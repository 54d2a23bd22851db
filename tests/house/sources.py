"""The building as it is written: its modules, and what is called in them."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import backend
from backend.kernel.facts import Fact

BACKEND = Path(backend.__file__).parent
NOT_LOOKED_AT = ("migrations",)
"""Alembic writes these."""


@dataclass(frozen=True)
class Source:
    """A module, by its path below ``backend`` and as a tree."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    @property
    def lines(self) -> int:
        return self.text.count("\n")


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def sources() -> tuple[Source, ...]:
    """Return every module of ours."""
    return tuple(
        Source(str(path.relative_to(BACKEND)), path.read_text(encoding="utf-8"))
        for path in sorted(BACKEND.rglob("*.py"))
        if path.relative_to(BACKEND).parts[0] not in NOT_LOOKED_AT
    )


def calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call in a module with the dotted name of what is called."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for an expression that is such a name; ``?`` stands for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def imported(source: Source) -> Iterator[str]:
    """Yield the dotted names that a module imports."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{each.name}" for each in node.names)


@cache
def facts() -> tuple[type[Fact], ...]:
    """Return every fact of every room."""
    for module in pkgutil.walk_packages([str(BACKEND)], "backend."):
        if not module.name.startswith(("backend.migrations", "backend.__main__")):
            importlib.import_module(module.name)
    found: list[type[Fact]] = []
    waiting = list(Fact.__subclasses__())
    while waiting:
        fact = waiting.pop()
        waiting += fact.__subclasses__()
        if fact.__module__.startswith("backend.") and hasattr(fact, "kind"):
            found.append(fact)
    return tuple(sorted(found, key=lambda fact: fact.code))
