"""An app shows the next month of 200 spaces, and asks for them as fast as it may."""

import math
import time
from statistics import median
from typing import Any

from scripts.benchmarks import data
from scripts.benchmarks.cases import CALENDAR
from scripts.benchmarks.loader import Answers, load
from scripts.benchmarks.servers import running

SPACES = 200
NAME = f"31-day calendars of {SPACES} spaces"


def measured(made: data.Made, workers: int, phones: int, seconds: float) -> dict[str, Any]:
    """Ask for all of them again and again, ours and the limit line in turns."""
    with (
        running("ours", made.url, workers) as ours_port,
        running("limit", made.url, workers, BENCH_LISTER=str(made.lister)) as limit_port,
    ):
        ours = CALENDAR.ours(made, data.sign_in(made.url, 1))
        limit = CALENDAR.limit(made)
        lines = {
            "ours": (ours_port, [next(ours) for _ in range(SPACES)]),
            "limit": (limit_port, [next(limit) for _ in range(SPACES)]),
        }
        answers = {which: Answers() for which in lines}
        totals: dict[str, list[float]] = {which: [] for which in lines}
        for port, requests in lines.values():
            load(port, iter(requests), phones=phones, seconds=math.inf)
        until = time.monotonic() + 2 * seconds
        while time.monotonic() < until:
            for which, (port, requests) in lines.items():
                found = load(port, iter(requests), phones=phones, seconds=math.inf)
                answers[which].add(found)
                totals[which].append(1000 * found.lasted)
    mine, bare = answers["ours"], answers["limit"]
    total = {which: round(median(each)) for which, each in totals.items()}
    return {
        "case": NAME,
        "spaces": made.spaces,
        "ours": mine.summary | {"total_ms": total["ours"]},
        "limit": bare.summary | {"total_ms": total["limit"]},
        "ratio": round(mine.per_second / bare.per_second, 3),
        "note": f"All {SPACES}, {phones} at a time: {total['ours']} ms, of which the slowest round "
        f"took {max(totals['ours']):.0f} ms; the limit line {total['limit']} ms.",
        "wrong": {**mine.refused(200), **bare.refused(200)},
    }
