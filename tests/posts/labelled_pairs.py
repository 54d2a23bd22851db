"""Needs and offers of everyday life, in three languages, each pair with what a neighbour would say.

They stand in ``labelled_pairs.txt``. Half of them, by hash, were never looked at while the rules of
`backend.posts.matching` and the meanings in ``concepts.txt`` were tuned.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from backend.posts.categories import Category
from backend.posts.matching import Matchable
from backend.posts.states import PostKind, Way

HERE = (53.9231, -3.0154)


@dataclass(frozen=True)
class Pair:
    """A need and an offer, both at one place and for any time."""

    need: Matchable
    offer: Matchable
    fits: bool
    held_out: bool

    @property
    def languages(self) -> tuple[str, str]:
        return self.need.language, self.offer.language


def _said(text: str, kind: PostKind, way: str) -> Matchable:
    language, category, rest = text.strip().split(" ", 2)
    title, _, words = rest.partition(" -- ")
    number = hashlib.sha256(text.encode()).digest()[:16]
    return Matchable(
        UUID(bytes=number), kind, Way(way), Category(category), title, words, language, HERE
    )


def _pair(line: str) -> Pair:
    label, ways, need, offer = line.split("|")
    wanted, given = ways.split()
    return Pair(
        _said(need, PostKind.NEED, wanted),
        _said(offer, PostKind.OFFER, given),
        fits=label.strip() == "+",
        # By the need alone, so that no need stands in both halves.
        held_out=hashlib.sha256(need.strip().encode()).digest()[0] % 2 == 1,
    )


_LINES = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
PAIRS = [_pair(line) for line in _LINES if line and not line.startswith("#")]
