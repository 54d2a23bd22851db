"""Starts ours and the limit line on granian, each with the same number of workers."""

import contextlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from backend.serving import end_with, worker_application

THREADS = int(os.environ.get("BENCH_THREADS", "8"))
"""In each worker, as many as ours has connections to the database."""


@contextlib.contextmanager
def running(which: str, url: str, workers: int, **environment: str) -> Iterator[int]:
    """Run ``ours`` or ``limit`` on a database; give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "scripts.benchmarks.servers", which, str(port), str(workers)],
        env=os.environ
        | {
            "DATABASE_URL": url,
            "RATE_LIMIT_PER_MINUTE": "100000000",
            "DATABASE_POOL_SIZE": str(THREADS),
        }
        | environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(1800):
        if server.poll() is not None:
            raise RuntimeError("The server ended before it began.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError("The server does not answer.")


def limit_line(master: int) -> Any:
    """Make the limit line inside a worker whose life is tied to that of its ``master``."""
    end_with(master)
    from scripts.benchmarks.limit import application as bare

    return bare


def main(which: str, port: str, workers: str) -> None:
    """Serve until told to stop."""
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "backend.app",
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        websockets=False,
    )
    made = worker_application if which == "ours" else limit_line
    server.serve(target_loader=partial(made, os.getpid()), wrap_loader=False)


if __name__ == "__main__":
    # Under the name that the workers know it by.
    from scripts.benchmarks import servers

    servers.main(*sys.argv[1:])
