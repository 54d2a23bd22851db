"""Several phones that ask at the same moment, each in a thread of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Answer = TypeVar("Answer")


def all_at_once(*asks: Callable[[], Answer]) -> list[Answer]:
    """Return what each got, once all have started together."""
    start = Barrier(len(asks))

    def run(ask: Callable[[], Answer]) -> Answer:
        start.wait(30)
        return ask()

    with ThreadPoolExecutor(len(asks)) as threads:
        return list(threads.map(run, asks))
