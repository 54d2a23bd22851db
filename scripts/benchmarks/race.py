"""Thirty-two clients want one slot at the same moment."""

from typing import Any

from scripts.benchmarks import data
from scripts.benchmarks.cases import booking, slots
from scripts.benchmarks.loader import Answers, Phone, all_at_once
from scripts.benchmarks.servers import running

CLIENTS = 32
NAME = "32 clients on one slot"


def measured(made: data.Made, workers: int, rounds: int) -> dict[str, Any]:
    """Race for one slot after another; say how long it took and whether each had one winner."""
    total = Answers()
    contested = 0
    with running("ours", made.url, workers) as port:
        tokens = data.sign_in(made.url, CLIENTS)
        phones = [Phone(port) for _ in tokens]
        free = (slot for slot in slots(made) if slot[1].hour == 23)
        # Of another hour than those that the other case books.
        for number, (space_id, start, _) in zip(range(rounds + 5), free, strict=False):
            late, end = start.replace(minute=0), start.replace(minute=30)
            requests = [
                booking(space_id, late, end, token, f"race-{made.nonce}-{number}")
                for token in tokens
            ]
            answers = all_at_once(port, requests, phones)
            if number < 5:
                continue  # The first rounds open connections and warm up.
            total.add(answers)
            contested += answers.statuses != {201: 1, 409: CLIENTS - 1}
        for phone in phones:
            phone.socket.close()
    times = total.percentile(99) / total.percentile(50)
    return {
        "case": NAME,
        "spaces": made.spaces,
        "ours": total.summary,
        "note": f"{rounds} rounds: {total.statuses}; p99 is {times:.1f} × p50 (aim: below 10).",
        "wrong": f"{contested} rounds without exactly one winner" if contested else "",
    }
