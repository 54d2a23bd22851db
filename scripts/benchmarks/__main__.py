"""Measures ours and the limit line side by side, and says how they compare."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.db.embedded import Attached, attach
from scripts.benchmarks import (
    data,
    deciding,
    drawing,
    gathering,
    line,
    overview,
    posts,
    posts_data,
    promising,
    race,
)
from scripts.benchmarks.again import FAIR_USE, PREVIEW, SERIES
from scripts.benchmarks.cases import BOOKING, CALENDAR, FREE, NEAR, Case
from scripts.benchmarks.loader import Answers, Requests, load
from scripts.benchmarks.plot import draw
from scripts.benchmarks.servers import running
from scripts.benchmarks.statements import statements_of

ROOT = Path(__file__).resolve().parent.parent.parent
SLICES = 5
WARMING_UP = 1.5  # seconds
BOOKED_SPACES = 2_000
_began = time.monotonic()
_LOAD = round(os.getloadavg()[0], 1)
"""How busy the machine was before: above 1, look at the ratios alone, and not too closely."""


def say(words: str) -> None:
    """Show progress."""
    print(f"{time.monotonic() - _began:7.1f} s  {words}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure what was asked for; return the exit status."""
    given = _parser().parse_args()
    sizes = sorted(int(size.replace("_", "")) for size in given.sizes.split(","))
    results: list[dict[str, Any]] = []
    with _database(given.data) as attached:
        for size in sizes:
            cases = [NEAR, FREE, *([CALENDAR] if size == sizes[-1] else [])]
            cases = [case for case in cases if _is_wanted(case.name, given.only)]
            looked_over = size == sizes[-1] and _is_wanted(overview.NAME, given.only)
            if cases or looked_over:
                made = data.made_in(attached, f"bench_{size}", size, say)
            if cases:
                results += _side_by_side(cases, made, given)
            if looked_over:
                say(overview.NAME)
                few = given.workers, given.phones, given.seconds
                results.append(overview.measured(made, *few))
            results += _posts(attached, size, given)
        results += _booked(attached, given)
    report = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": _LOAD,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "workers": given.workers,
        "phones": given.phones,
        "seconds": given.seconds,
        "results": results,
    }
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(report, indent=2) + "\n")
    print(table(report))
    if given.plot and draw(report, given.plot):
        say(f"drawn: {given.plot}")
    return 1 if any(result.get("wrong") for result in results) else 0


def _posts(attached: Attached, size: int, given: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure how posts are found among so many, and what a person promised or belongs to."""
    cases = [*posts.CASES, promising.MINE, gathering.MINE]
    cases = [case for case in cases if _is_wanted(case.name, given.only)]
    if not cases:
        return []
    return _side_by_side(cases, posts_data.posts_made_in(attached, size, say), given)


def _booked(attached: Attached, given: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure what is written, in a database where nothing is held at first."""
    # A preview looks at weeks that the series before it have filled.
    cases = [
        case for case in (BOOKING, SERIES, PREVIEW, FAIR_USE) if _is_wanted(case.name, given.only)
    ]
    others = [race.NAME, promising.NAME, line.NAME, deciding.NAME, drawing.NAME]
    others = [name for name in others if _is_wanted(name, given.only)]
    results: list[dict[str, Any]] = []
    if not cases and not others:
        return results
    made = data.made_in(attached, "bench_bookings", BOOKED_SPACES, say, held=False)
    if cases:
        results += _side_by_side(cases, made, given)
    if race.NAME in others:
        say(race.NAME)
        results.append(race.measured(made, given.workers, given.rounds))
    if promising.NAME in others:
        say(promising.NAME)
        results.append(promising.measured(made, given.workers, given.rounds))
    if line.NAME in others:
        say(line.NAME)
        results.append(line.measured(made, given.workers, given.seconds))
    if deciding.NAME in others:
        say(deciding.NAME)
        results.append(deciding.measured(made, given.workers, given.seconds))
    if drawing.NAME in others:
        say(drawing.NAME)
        results.append(drawing.measured(made, given.workers))
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    add = parser.add_argument
    add("--sizes", default="10_000,100_000,1_000_000", help="spaces, posts (default: %(default)s)")
    add("--seconds", type=float, default=7, help="for each line of a case (default: %(default)s)")
    add("--phones", type=int, default=4, help="asking at a time (default: %(default)s)")
    add("--workers", type=int, default=min(os.cpu_count() or 1, 4), help="of each server")
    add("--rounds", type=int, default=50, help="of 32 clients on one slot (default: %(default)s)")
    add("--only", default="", help="cases with this in their name")
    add("--data", type=Path, help="keep the data in this folder, and use what is there")
    add("--json", type=Path, default=ROOT / "build" / "bench.json")
    add("--plot", type=Path, default=ROOT / "docs" / "costs.png")
    return parser


@contextmanager
def _database(kept: Path | None) -> Iterator[Attached]:
    if kept is not None:
        with attach(kept) as attached:
            yield attached
        return
    with tempfile.TemporaryDirectory(prefix="neighbours-bench-") as folder:
        # For root, PostgreSQL runs as somebody else, who has to get here.
        Path(folder).chmod(0o711)
        with attach(Path(folder)) as attached:
            yield attached


def _is_wanted(name: str, only: str) -> bool:
    return only in name


def _side_by_side(
    cases: list[Case], made: data.Made, given: argparse.Namespace
) -> list[dict[str, Any]]:
    url, workers = made.url, given.workers
    with (
        running("ours", url, workers) as ours_port,
        running("limit", url, workers, BENCH_LISTER=str(made.lister)) as limit_port,
    ):
        found = []
        for case in cases:
            say(f"{case.name}, of {made.spaces:,}")
            tokens = data.sign_in(url, 32)
            ours, limit = case.ours(made, tokens), case.limit(made)
            result = _measured(case, made, (ours_port, ours), (limit_port, limit), given)
            found.append(result | _counted(case, made, ours, tokens))
        return found


def _measured(
    case: Case,
    made: data.Made,
    ours: tuple[int, Requests],
    limit: tuple[int, Requests],
    given: argparse.Namespace,
) -> dict[str, Any]:
    lines = {"ours": (ours, Answers()), "limit": (limit, Answers())}
    phones = case.phones or given.phones
    for (port, requests), _ in lines.values():
        load(port, requests, phones=phones, seconds=WARMING_UP)
    # In turns, so that whatever else the machine does troubles both.
    for _ in range(SLICES):
        for (port, requests), answers in lines.values():
            seconds = given.seconds / SLICES
            answers.add(load(port, requests, phones=phones, seconds=seconds))
    mine, bare = lines["ours"][1], lines["limit"][1]
    return {
        "case": case.name,
        "spaces": made.spaces,
        "ours": mine.summary,
        "limit": bare.summary,
        "ratio": round(mine.per_second / bare.per_second, 3),
        "aim": case.aim,
        "bytes": mine.bytes // max(len(mine.seconds), 1),
        "wrong": {**mine.refused(case.expects), **bare.refused(200)},
    }


def _counted(case: Case, made: data.Made, ours: Requests, tokens: list[str]) -> dict[str, Any]:
    """Count the statements of a case, and of the same of less."""
    if case.smaller is None:
        return {}
    many = statements_of(made.url, ours)
    few = statements_of(made.url, case.smaller(made, tokens))
    note = f"{case.name}: {many} statements; {few} for one of 2 weeks."
    return {"statements": many, "statements_of_less": few, "note": note}


def table(report: dict[str, Any]) -> str:
    """Return the results as a table in Markdown."""
    lines = [
        "| case | of | ours, p50 / p99 ms | limit, p50 / p99 ms | ours/s | limit/s | × | aim |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for each in report["results"]:
        ours, limit = each["ours"], each.get("limit")
        bare = f"{limit['p50_ms']} / {limit['p99_ms']}" if limit else "–"
        lines.append(
            f"| {each['case']} | {each['spaces']:,} | {ours['p50_ms']} / {ours['p99_ms']} | {bare} "
            f"| {ours['per_second']:.0f} | {limit['per_second'] if limit else 0:.0f} "
            f"| {each.get('ratio') or '–'} | {each.get('aim') or '–'} |"
        )
        if each.get("note"):
            lines.append(f"\n{each['note']}\n")
        if each.get("wrong"):
            lines.append(f"\nWRONG: {each['wrong']}\n")
    of_people = promising.MINE.name, gathering.MINE.name
    for name in (NEAR.name, FREE.name, *(case.name for case in posts.CASES), *of_people):
        growth = [each for each in report["results"] if each["case"] == name]
        if len(growth) > 1:
            first, last = growth[0], growth[-1]
            times = last["ours"]["p50_ms"] / first["ours"]["p50_ms"]
            lines.append(
                f"\nGrowth of “{name}” from {first['spaces']:,} to {last['spaces']:,}: "
                f"p50 × {times:.2f} (aim: 1.3 at most)"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
