"""Drawing by lot so that anybody can redo it: hashes, and nothing else."""

import hashlib
import json
from collections.abc import Iterable, Sequence


def seed_of(link: bytes, pool: Sequence[str]) -> bytes:
    """Return the seed of a draw: SHA-256 over a secret and the sorted pool as compact JSON.

    The secret was committed to before the pool was known, and the pool closed before the secret
    was: so nobody could choose the seed.
    """
    canonical = json.dumps(sorted(pool), separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(link + canonical.encode()).digest()


def order_by_lot(seed: bytes, ids: Iterable[str]) -> list[str]:
    """Return ids in the order of the lot: by SHA-256 over the seed and each id."""
    return sorted(ids, key=lambda each: (hashlib.sha256(seed + each.encode()).digest(), each))


def commitment_to(link: bytes) -> str:
    """Return what binds whoever keeps a link to it, in hexadecimal digits: its SHA-256."""
    return hashlib.sha256(link).hexdigest()


def root_of(commitments: Sequence[str]) -> str:
    """Return what binds to many commitments at once: the root of their tree of hashes.

    There is a power of two of them.
    """
    level = [bytes.fromhex(each) for each in commitments]
    while len(level) > 1:
        level = _above(level)
    return level[0].hex()


def path_of(commitments: Sequence[str], number: int) -> list[str]:
    """Return what stands beside a commitment on its way to the root, from below."""
    level = [bytes.fromhex(each) for each in commitments]
    path = []
    while len(level) > 1:
        path.append(level[number ^ 1].hex())
        level, number = _above(level), number >> 1
    return path


def climb(commitment: str, number: int, path: Sequence[str]) -> str:
    """Return the root to which a commitment leads that stands at a number in its tree."""
    node = bytes.fromhex(commitment)
    for each in path:
        beside = bytes.fromhex(each)
        pair = beside + node if number & 1 else node + beside
        node, number = hashlib.sha256(pair).digest(), number >> 1
    return node.hex()


def _above(level: Sequence[bytes]) -> list[bytes]:
    pairs = zip(level[::2], level[1::2], strict=True)
    return [hashlib.sha256(left + right).digest() for left, right in pairs]
