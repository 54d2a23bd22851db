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
