"""Where the lots of a group come from: a chain of secrets that the room of decisions keeps.

Its rooms are above this one; it hands the chain down when it is assembled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Chain:
    """Secrets that are committed to before they are used, so that nobody can choose them."""

    commit: Callable[[Session, UUID], str]
    """Keeps the next link for an id; returns the hash that commits to it, in hexadecimal digits.
    Again for the same id is the same."""
    reveal: Callable[[Session, UUID], bytes]
    """Returns the link that was kept for an id."""


_chains: list[Chain] = []


def use_chain(chain: Chain) -> None:
    """Draw lots with the links of a chain from now on."""
    _chains[:] = [chain]


def chain() -> Chain:
    """Return the chain in use."""
    assert _chains, "the room of decisions hands it in"
    return _chains[0]
