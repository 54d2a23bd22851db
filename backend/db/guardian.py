"""Own one PostgreSQL server for as long as anybody uses it.

This file is run as a program, with the standard library alone, by `backend.db.cluster`. Every user
of the server holds a shared lock on one file; the guardian waits for the exclusive lock on it. The
kernel grants that at the moment the last user is gone, however it went, and the server is stopped.
"""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
FAST_SHUTDOWN = signal.SIGINT
IMMEDIATE_SHUTDOWN = signal.SIGQUIT
PATIENCE = 60.0  # seconds for a fast shutdown before the immediate one
SHORT_LIFE = 5.0  # a server that lived less than these seconds never really started
MAX_SHORT_LIVES = 5


def die_with_parent(signal_number: signal.Signals, parent: int) -> Callable[[], None]:
    """Make a function for a child to call that ties its life to ``parent``'s (Linux only)."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None).prctl

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(signal_number))
        # The parent may have died before the line above, and then no signal will come.
        if os.getppid() != parent:
            os._exit(1)

    return tie


class Guardian:
    """Start the server, start it again when it dies, and stop it with its last user."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self.command: list[str] = orders["command"]
        self.user: int | None = orders["user"]
        self.group: int | None = orders["group"]
        self.users_lock = Path(orders["users_lock"])
        self.log = Path(orders["log"])
        self.stopping = threading.Event()
        self.server: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Return the exit status: 0 after an orderly stop, 1 when the server will not start."""
        signal.signal(signal.SIGTERM, lambda *_: self.stop())
        signal.signal(signal.SIGINT, lambda *_: self.stop())
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        threading.Thread(target=self._wait_for_the_last_user, daemon=True).start()
        short_lives = 0
        while not self.stopping.is_set():
            born = time.monotonic()
            self._start()
            assert self.server is not None
            self.server.wait()
            if self.stopping.is_set():
                break
            short_lives = short_lives + 1 if time.monotonic() - born < SHORT_LIFE else 0
            if short_lives >= MAX_SHORT_LIVES:
                return 1
            # The processes of a server that was killed need a moment to let go of its memory.
            self.stopping.wait(0.1 + 0.2 * short_lives)
        return 0

    def stop(self) -> None:
        """Ask for a fast shutdown, and for an immediate one when that takes too long."""
        if self.stopping.is_set():
            return
        self.stopping.set()
        self._signal(FAST_SHUTDOWN)
        impatience = threading.Timer(PATIENCE, self._signal, [IMMEDIATE_SHUTDOWN])
        impatience.daemon = True
        impatience.start()

    def _start(self) -> None:
        # Appending: whoever reads the log after a failed start wants the earlier lines as well.
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                self.command,
                user=self.user,
                group=self.group,
                extra_groups=None if self.user is None else [],
                cwd="/",
                umask=0o077,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Away from the signals that a terminal sends to the group in front of it.
                start_new_session=True,
                # The call runs after the change of user, which would clear the setting.
                preexec_fn=die_with_parent(FAST_SHUTDOWN, os.getpid()),
            )
        if self.stopping.is_set():  # the last user left while the server was being started
            self._signal(FAST_SHUTDOWN)

    def _signal(self, signal_number: signal.Signals) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal_number)

    def _wait_for_the_last_user(self) -> None:
        # The lock is kept until the process ends: a new user waits for that, then starts anew.
        descriptor = os.open(self.users_lock, os.O_RDWR)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self.stop()


if __name__ == "__main__":
    # Whoever started us waits for this process alone; the guardian is nobody's child.
    if os.fork():
        os._exit(0)
    orders = json.loads(sys.argv[1])
    # The lock that says "the guardian lives" was taken by whoever started us, so that no two can
    # be started; the server must not inherit it.
    os.set_inheritable(orders["guardian_lock"], False)
    status = Guardian(orders).run()
    # Before the lock on the users, which is given back last: whoever waits for that one starts a
    # guardian of their own.
    os.close(orders["guardian_lock"])
    sys.exit(status)
