"""What a lower room tells those above it, in the same transaction."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import blinker


class Signal(blinker.Signal):
    """Calls whoever listens in the order in which they began to: lower rooms before those above.

    blinker calls them in the order of their addresses in memory, another in each process, and what
    people are told of one event would stand in an order that says how it came about.
    """

    def __init__(self, doc: str | None = None) -> None:
        super().__init__(doc)
        self._numbers: WeakKeyDictionary[Callable[..., Any], int] = WeakKeyDictionary()
        self._next = count()

    def connect(
        self, receiver: Callable[..., Any], sender: Any = blinker.ANY, weak: bool = True
    ) -> Any:
        """Let a function listen from now on; it is called after those that listen already."""
        self._numbers.setdefault(receiver, next(self._next))
        return super().connect(receiver, sender, weak)

    def receivers_for(self, sender: Any) -> Iterator[Callable[..., Any]]:  # type: ignore[override]
        """Give those who listen, in their order."""
        return iter(sorted(super().receivers_for(sender), key=self._numbers.__getitem__))
