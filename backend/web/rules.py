"""Rules of addresses that are quick to make."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


class QuickRule(Rule):
    """A rule that learns how to build its address when somebody first wants it built.

    Werkzeug compiles two functions for that with every rule, which is three quarters of what it
    takes to make the application; and here addresses are read, and hardly ever built.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Build:
        make = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return make(append_unknown)(rule, **values)

        return build
