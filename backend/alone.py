"""Be the only server of a database, on a port that nobody else has."""

import contextlib
import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

DATABASE = "neighbours"
SAMPLE_DATABASE = "neighbours_sample"


class CannotServe(Exception):
    """Serving cannot begin; the message says why and what would help."""


@contextlib.contextmanager
def only_one(data: Path, database: str) -> Iterator[Callable[[str], None]]:
    """Be the only server of an embedded database; give a function that notes where we listen."""
    path = data / f"serving-{database}.lock"
    try:
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotServe(
            f"The data folder {data} cannot be written: {error.strerror}. "
            "Choose another with --data or DATA_DIR."
        ) from error
    try:
        if not _locked(descriptor):
            with contextlib.suppress(ValueError, KeyError):
                running = json.loads(path.read_text())
                raise CannotServe(
                    f"It is already running, at {running['address']} (process {running['pid']})."
                )
            raise CannotServe("It is already being started.")
        os.ftruncate(descriptor, 0)

        def note(address: str) -> None:
            os.pwrite(descriptor, json.dumps({"address": address, "pid": os.getpid()}).encode(), 0)

        yield note
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    # Somebody who was killed a moment ago may still be on the way out.
    for _ in range(10):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.05)
    return False


def free_port(host: str, port: int) -> int:
    """Return the port, or any free one for 0; raise ``CannotServe`` when somebody listens there.

    granian shares a port with whoever has it already, without a word, so we look first.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
            found: int = probe.getsockname()[1]
            return found
    except OSError as error:
        raise CannotServe(
            f"Port {port} of {host} cannot be used: {error.strerror}. Choose another with --port."
        ) from error
