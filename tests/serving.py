"""A real server for tests: another process, granian, HTTP."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.postgres import ROOT


class Server:
    """A running ``scripts/serve`` with all that belongs to it."""

    def __init__(
        self,
        *arguments: str,
        python: str = sys.executable,
        user: int | None = None,
        group: int | None = None,
        **environment: str,
    ) -> None:
        """Start it with ``arguments``; ``environment`` is added to a bare one."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.process = subprocess.Popen(
            [python, "-P", "-m", "backend", "--port", "0", *arguments],
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            env={**kept, "PYTHONPATH": str(ROOT), **environment},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        self.address = ""
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("Neighbours is at "):
                self.address = line.split()[3]
                self._ready.set()
        self._ready.set()

    @property
    def words(self) -> str:
        """All that it has said so far."""
        return "".join(self.said)

    def wait_until_ready(self, seconds: float = 60) -> "Server":
        """Return itself once it answers; fail with what it said when it ends before."""
        self._ready.wait(seconds)
        assert self.address, self.words
        return self

    def get(self, path: str) -> requests.Response:
        """Ask it something."""
        return requests.get(self.address + path, timeout=20)

    def workers(self) -> list[int]:
        """Return the process ids of its workers (Linux)."""
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return [
            int(child)
            for child in children
            if b"multiprocessing.spawn" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit status once all that it said has been read."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        status = self.process.wait(60)
        self._reader.join(20)
        assert not self._reader.is_alive(), "something that the server started outlives it"
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


@pytest.fixture
def start_server() -> Iterator[Callable[..., Server]]:
    """Return a function that starts a server, which ends with the test at the latest."""
    servers: list[Server] = []

    def start(*arguments: str, **more: Any) -> Server:
        servers.append(Server(*arguments, **more))
        return servers[-1]

    yield start
    for server in servers:
        if server.process.stdout is not None and not server.process.stdout.closed:
            server.stop(signal.SIGKILL)


@pytest.fixture
def server(start_server: Callable[..., Server], database_url: str, tmp_path: Path) -> Server:
    """Return a real server, with two workers, on this test's database."""
    started = start_server("--workers", "2", DATABASE_URL=database_url, DATA_DIR=str(tmp_path))
    return started.wait_until_ready()
