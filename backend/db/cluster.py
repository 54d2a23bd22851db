"""One embedded PostgreSQL cluster: its folders, its locks, how it starts and how it stops.

Whoever uses the server holds a shared lock on ``users.lock``; a guardian process
(`backend.db.guardian`) owns the server and stops it when the last of those locks is gone. Locks
belong to the kernel, which drops them also after ``kill -9``, so nothing here trusts a number in a
file.

Three locks, always taken in this order: ``start.lock`` (one starts, the others wait),
``users.lock`` (shared: somebody is here; exclusive: the guardian is stopping the server),
``guardian.lock`` (a guardian lives).
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from backend.db import guardian
from backend.db.binaries import (
    CannotRunPostgreSQL,
    ServerUser,
    clean_environment,
    reachable_programs,
    server_user,
)

ROLE = "neighbours"
"""Who owns the databases and connects: no superuser, as with a hosted PostgreSQL."""
SUPERUSER = "postgres"
START_TIMEOUT = 120.0  # seconds; recovery after a power cut takes its time
STOP_TIMEOUT = 60.0  # seconds
LONGEST_SOCKET_FOLDER = 80  # characters: a socket's whole path must stay below 104 (macOS) or 108
LONGEST_LOG = 10_000_000  # bytes; a longer one is put aside at the next start


class Cluster:
    """One PostgreSQL data directory and the locks around it."""

    def __init__(self, home: Path, version: int, fsync: bool) -> None:
        self.home = home
        self.version = version
        self.fsync = fsync
        self.folder = home / f"postgres-{version}"
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.user: ServerUser
        self.programs: Path
        self.sockets: Path

    def join(self) -> int:
        """Return the descriptor that holds our shared lock, with the server ready for us."""
        self._prepare_folders()
        with self._lock("start", fcntl.LOCK_EX):
            # This waits while a guardian is stopping the server that its last user has just left.
            place = self._open_lock("users")
            try:
                fcntl.flock(place, fcntl.LOCK_SH)
                self._ensure_running()
            except BaseException:
                os.close(place)
                raise
        return place

    def leave(self, place: int) -> None:
        """Give up our place and, if we were the last, wait until the server has stopped."""
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            were_last = True
        except BlockingIOError:
            were_last = not self._is_free("users", fcntl.LOCK_SH)  # the guardian has it already
        os.close(place)
        if not were_last:
            return
        deadline = time.monotonic() + STOP_TIMEOUT
        while self._guardian_lives() and not self._somebody_is_here():
            if time.monotonic() > deadline:
                return
            time.sleep(0.01)

    def start_again(self) -> None:
        """Start a guardian and a server if they are gone; for somebody who has a place already."""
        with self._lock("start", fcntl.LOCK_EX):
            self._ensure_running()

    def wait_for_the_guardian_to_end(self) -> None:
        """Return when no guardian lives."""
        with self._lock("guardian", fcntl.LOCK_SH):
            pass

    def create(self, database: str) -> None:
        with self._connect() as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database])
            if known.fetchone():
                return
            # Two may come here at once: the second is told so by either of these two errors.
            with contextlib.suppress(
                psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation
            ):
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(database), sql.Identifier(ROLE)
                    )
                )

    def server_pid(self) -> int | None:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if _is_server_of(pid, self.data) else None

    # Folders

    def _prepare_folders(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        except OSError as error:
            raise CannotRunPostgreSQL(
                f"The data folder {self.home} cannot be made: {error.strerror}. "
                "Choose another with --data or DATA_DIR."
            ) from error
        if not os.access(self.folder, os.W_OK):
            raise CannotRunPostgreSQL(
                f"The data folder {self.home} belongs to somebody else. "
                "Choose another with --data or DATA_DIR."
            )
        self.user = server_user(self.data)
        self._check_reachable()
        self.programs = reachable_programs(self.version, self.user, self.home)
        self.sockets = self._socket_folder()

    def _check_reachable(self) -> None:
        if self.user.user is None:
            return
        if self.user.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(self.folder)]).returncode != 0:
            raise CannotRunPostgreSQL(
                f"PostgreSQL runs as the user '{self.user.name}' when root starts it, and that "
                f"user cannot enter {self.folder}: a folder above it is closed. "
                "Choose another with --data or DATA_DIR."
            )

    def _socket_folder(self) -> Path:
        """Return a folder that only the server's user can enter, with a path short enough."""
        folder = self.folder / "socket"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            label = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
            # Open to all, hence the check below. TMPDIR itself may be too long, as on macOS.
            folder = Path("/tmp") / f"neighbours-{os.geteuid()}-{label}"  # noqa: S108
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self.user.own(folder)
        found = folder.lstat()
        expected = os.geteuid() if self.user.user is None else self.user.user
        # In a folder for everybody, somebody else could have put up theirs and wait for us.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected or found.st_mode & 0o077:
            raise CannotRunPostgreSQL(f"{folder} is not ours alone. Remove it and start again.")
        return folder

    # Starting and stopping

    def _ensure_running(self) -> None:
        """Have a server that answers; whoever calls holds ``start.lock`` and a place."""
        alive = self._open_lock("guardian")
        try:
            # A guardian that lives already has a server, or will have one in a moment.
            if self._becomes_ours(alive):
                self._stop_orphan()
                self._initialise()
                self._start_guardian(alive)
        finally:
            os.close(alive)  # a guardian that we started holds its own copy
        self._wait_until_ready()
        self._ensure_role()

    def _start_guardian(self, alive: int) -> None:
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.old"))
        orders = {
            "command": self._server_command(),
            "user": self.user.user,
            "group": self.user.group,
            "users_lock": str(self._lock_path("users")),
            "log": str(self.log),
            "guardian_lock": alive,
        }
        # This returns at once: the guardian leaves it behind, in a session of its own.
        done = subprocess.run(
            [sys.executable, "-I", "-S", guardian.__file__, json.dumps(orders)],
            pass_fds=[alive],
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            raise CannotRunPostgreSQL(f"{sys.executable} could not start {guardian.__file__}.")

    def _server_command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # One forgotten writer would hold up everybody's feed.
            "idle_in_transaction_session_timeout": "60s",
            # Our queries are short; compiling them costs more than it saves.
            "jit": "off",
            # Neither a statement nor the values in it belong in a log.
            "log_error_verbosity": "terse",
            "log_min_error_statement": "panic",
        }
        if not self.fsync:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # A database of a test lives for a second, and cannot be dropped while it is vacuumed.
            settings |= {"autovacuum": "off"}
            settings |= {"max_wal_size": "4GB", "checkpoint_timeout": "1d"}
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return command

    def _initialise(self) -> None:
        """Make the data directory if there is none, all of it or nothing."""
        if (self.data / "PG_VERSION").exists():
            return
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.user.own(unfinished)
        command = [str(self.programs / "initdb"), "-D", str(unfinished), "-U", SUPERUSER]
        command += ["--encoding=UTF8", "--auth-local=trust", "--auth-host=reject", "-k"]
        if not self.fsync:
            command.append("--no-sync")
        attempts = [["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]]
        if self.version < 17:  # the built-in provider came with 17
            attempts = [["--locale=C.UTF-8"], ["--locale=C"]]
        for locale in attempts:
            done = self.user.run([*command, *locale])
            if done.returncode == 0:
                unfinished.rename(self.data)
                return
        raise CannotRunPostgreSQL(f"A new database could not be made:\n{done.stderr.strip()}")

    def _stop_orphan(self) -> None:
        """Stop a server that outlived its guardian, for the new one could not start beside it."""
        deadline = time.monotonic() + STOP_TIMEOUT
        asked = False
        while (pid := self.server_pid()) is not None:
            late = time.monotonic() > deadline
            if not asked or late:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT if late else signal.SIGINT)
                asked = True
            time.sleep(0.02)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            try:
                self._connect().close()
                return
            except psycopg.OperationalError as error:
                if not self._guardian_lives() or time.monotonic() > deadline:
                    raise CannotRunPostgreSQL(
                        f"The embedded PostgreSQL did not start:\n{self._last_words() or error}"
                    ) from error
                time.sleep(0.02)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])
        return ""

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets),
            port=5432,
            user=SUPERUSER,
            dbname="postgres",
            connect_timeout=10,
            autocommit=True,
        )

    def _ensure_role(self) -> None:
        with self._connect() as connection:
            found = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE])
            if found.fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE))
                )

    # Locks

    def _lock_path(self, name: str) -> Path:
        return self.folder / f"{name}.lock"

    def _open_lock(self, name: str) -> int:
        return os.open(self._lock_path(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextlib.contextmanager
    def _lock(self, name: str, kind: int) -> Iterator[None]:
        descriptor = self._open_lock(name)
        try:
            fcntl.flock(descriptor, kind)
            yield
        finally:
            os.close(descriptor)

    def _becomes_ours(self, alive: int) -> bool:
        """Take the guardian's lock for the one we shall start; say False when a guardian has it."""
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            if self._guardian_lives():
                return False
            time.sleep(0.001)  # somebody was only looking

    def _guardian_lives(self) -> bool:
        # Shared, so that those who look are not taken for a guardian by others who look.
        return not self._is_free("guardian", fcntl.LOCK_SH)

    def _somebody_is_here(self) -> bool:
        """Say whether there is a user, and not only the guardian, whose lock excludes users."""
        return not self._is_free("users", fcntl.LOCK_EX) and self._is_free("users", fcntl.LOCK_SH)

    def _is_free(self, name: str, kind: int) -> bool:
        try:
            with self._lock(name, kind | fcntl.LOCK_NB):
                return True
        except BlockingIOError:
            return False


def _is_server_of(pid: int, data: Path) -> bool:
    """Say whether the process is the server of ``data``, and not a later bearer of its number."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    if Path("/proc/self").exists():
        # A server works in its data directory.
        return _working_directory(pid) == data.resolve()
    found = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(data) in found.stdout


def _working_directory(pid: int) -> Path | None:
    try:
        return Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return None
