"""The embedded PostgreSQL lives exactly as long as somebody uses it."""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import site
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from backend.db.binaries import CannotRunPostgreSQL
from backend.db.cluster import STOP_TIMEOUT
from backend.db.embedded import Attached, attach
from tests.infrastructure.processes import (
    eventually,
    family_of,
    is_running,
    parent_of,
    python_for_everybody,
)
from tests.postgres import ROOT, VERSION, plain

USER = """
import sys
from backend.db.embedded import attach
with attach(sys.argv[1], version=int(sys.argv[2]), fsync=False) as postgres:
    print(postgres.create("neighbours"), flush=True)
    sys.stdin.readline()
"""
"""A program that uses the cluster until a line arrives, or until it is killed."""


@pytest.fixture(scope="module")
def filled(run_folder: Path) -> Path:
    """Return a data folder with a stopped cluster, to copy instead of making one for each test."""
    folder = run_folder / f"filled-{os.getpid()}"
    with attach(folder, version=VERSION, fsync=False) as postgres:
        postgres.create("neighbours")
    return folder


@pytest.fixture
def home(filled: Path, run_folder: Path) -> Iterator[Path]:
    """Return a data folder of this test's own."""
    folder = run_folder / f"home-{os.getpid()}-{time.monotonic_ns()}"
    subprocess.run(["cp", "-a", filled, folder], check=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def another_user() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Return a function that starts another process which uses a cluster, and is ready."""
    started: list[subprocess.Popen[str]] = []

    def start(folder: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", USER, str(folder), str(VERSION)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        started.append(process)
        assert process.stdout.readline().startswith("postgresql")
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def answers(postgres: Attached) -> bool:
    try:
        with psycopg.connect(plain(postgres.url("neighbours")), connect_timeout=5) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def guardian_of(postgres: Attached) -> int:
    """Return the process id of the guardian, the parent of the server."""
    pid = postgres.server_pid()
    assert pid is not None
    return parent_of(pid)


def test_two_who_attach_share_one_server_and_the_last_one_out_stops_it(home: Path):
    first = attach(home, version=VERSION, fsync=False)
    second = attach(home, version=VERSION, fsync=False)
    pid = first.server_pid()
    assert pid is not None
    assert second.server_pid() == pid
    first.close()
    assert answers(second)
    second.close()
    assert not is_running(pid)


def test_what_was_written_is_there_after_a_restart(home: Path):
    for expected in (1, 2):
        with (
            attach(home, version=VERSION, fsync=False) as postgres,
            psycopg.connect(plain(postgres.url("neighbours"))) as connection,
        ):
            connection.execute("CREATE TABLE IF NOT EXISTS visits (number integer)")
            connection.execute("INSERT INTO visits VALUES (1)")
            assert connection.execute("SELECT count(*) FROM visits").fetchone() == (expected,)


def test_a_server_does_not_outlive_a_user_that_was_killed(
    home: Path, another_user: Callable[[Path], subprocess.Popen[str]]
):
    user = another_user(home)
    with attach(home, version=VERSION, fsync=False) as postgres:
        pid = postgres.server_pid()
        user.kill()
        user.wait()
        assert answers(postgres)
        # From here on, nobody leaves in an orderly way.
        survivor = another_user(home)
    assert pid is not None
    assert is_running(pid)
    survivor.kill()
    assert eventually(lambda: not is_running(pid))


def test_a_new_user_comes_while_the_server_is_being_stopped(home: Path):
    for _ in range(5):
        with attach(home, version=VERSION, fsync=False) as postgres:
            assert answers(postgres)


def test_many_who_come_at_once_share_one_server(
    home: Path, another_user: Callable[[Path], subprocess.Popen[str]]
):
    # Each of these is ready before the next starts; these two race each other.
    command = [sys.executable, "-c", USER, str(home), str(VERSION)]
    racing = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    try:
        for process in racing:
            assert process.stdout is not None
            assert process.stdout.readline().startswith(b"postgresql")
        with attach(home, version=VERSION, fsync=False) as postgres:
            assert answers(postgres)
            assert sum("/postgres -D" in words for words in family_of(home)) == 1
    finally:
        for process in racing:
            process.communicate(b"\n", timeout=30)


def test_those_who_come_and_go_at_once_never_miss_each_other(home: Path):
    def comes_and_goes(_: int) -> float:
        longest = 0.0
        for _ in range(6):
            with attach(home, version=VERSION, fsync=False) as postgres:
                assert answers(postgres)
                began = time.monotonic()
            longest = max(longest, time.monotonic() - began)
        return longest

    with ThreadPoolExecutor(3) as threads:
        longest = max(threads.map(comes_and_goes, range(3)))
    # Who leaves does not wait for a server that goes on for somebody who has just come.
    assert longest < STOP_TIMEOUT / 2


def test_somebody_who_only_looks_is_not_taken_for_a_guardian(home: Path):
    looks = (home / f"postgres-{VERSION}" / "guardian.lock").open()
    enough = threading.Event()

    def look() -> None:
        while not enough.is_set():
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(looks, fcntl.LOCK_SH | fcntl.LOCK_NB)
            fcntl.flock(looks, fcntl.LOCK_UN)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(3):
            with attach(home, version=VERSION, fsync=False) as postgres:
                assert answers(postgres)
    finally:
        enough.set()
        looking.join()
        looks.close()


def test_a_server_does_not_outlive_its_guardian(home: Path):
    with attach(home, version=VERSION, fsync=False) as postgres:
        pid = postgres.server_pid()
        assert pid is not None
        os.kill(guardian_of(postgres), signal.SIGKILL)
        assert eventually(lambda: not is_running(pid))


def test_a_killed_guardian_is_replaced_for_those_who_keep_alive(home: Path):
    with attach(home, version=VERSION, fsync=False) as postgres:
        postgres.keep_alive()
        pid = postgres.server_pid()
        os.kill(guardian_of(postgres), signal.SIGKILL)
        assert eventually(lambda: postgres.server_pid() not in (None, pid))
        assert eventually(lambda: answers(postgres))
        url = postgres.url("neighbours")
    with attach(home, version=VERSION, fsync=False) as again:
        assert again.url("neighbours") == url
        assert answers(again)


def test_a_server_that_was_killed_is_started_again(home: Path):
    with attach(home, version=VERSION, fsync=False) as postgres:
        pid = postgres.server_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: postgres.server_pid() not in (None, pid))
        assert eventually(lambda: answers(postgres))


def test_a_pid_file_that_names_somebody_else_harms_nobody(home: Path):
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        with attach(home, version=VERSION, fsync=False) as postgres:
            pid = postgres.server_pid()
            assert pid is not None
            pid_file = home / f"postgres-{VERSION}" / "data" / "postmaster.pid"
            kept = pid_file.read_text()
            os.kill(guardian_of(postgres), signal.SIGKILL)
            assert eventually(lambda: not is_running(pid))
        lines = kept.splitlines()
        lines[0] = str(bystander.pid)
        pid_file.write_text("\n".join(lines) + "\n")
        shutil.chown(pid_file, *owner_of(pid_file.parent))
        pid_file.chmod(0o600)
        with attach(home, version=VERSION, fsync=False) as postgres:
            assert answers(postgres)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def owner_of(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_uid, found.st_gid


def test_a_start_that_was_cut_off_leaves_nothing_in_the_way(run_folder: Path):
    folder = run_folder / f"cut-off-{os.getpid()}"
    unfinished = folder / f"postgres-{VERSION}" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with attach(folder, version=VERSION, fsync=False) as postgres:
        postgres.create("neighbours")
        assert answers(postgres)


def test_a_deep_data_folder_works_too(filled: Path, run_folder: Path):
    deep = run_folder / f"deep-{os.getpid()}" / ("d" * 60) / ("e" * 60)
    deep.parent.mkdir(parents=True)
    subprocess.run(["cp", "-a", filled, deep], check=True)
    with attach(deep, version=VERSION, fsync=False) as postgres:
        assert answers(postgres)
        assert len(str(postgres.socket_folder)) < 80
        folder = postgres.socket_folder
    shutil.rmtree(folder)


def test_a_socket_folder_that_somebody_else_put_up_is_refused(filled: Path, run_folder: Path):
    deep = run_folder / f"refused-{os.getpid()}" / ("d" * 60) / ("e" * 60)
    deep.parent.mkdir(parents=True)
    subprocess.run(["cp", "-a", filled, deep], check=True)
    with attach(deep, version=VERSION, fsync=False) as postgres:
        folder = postgres.socket_folder
    folder.chmod(0o777)
    try:
        with pytest.raises(CannotRunPostgreSQL, match="not ours alone"):
            attach(deep, version=VERSION, fsync=False)
    finally:
        shutil.rmtree(folder)


def test_a_server_that_cannot_start_says_why(home: Path):
    configuration = home / f"postgres-{VERSION}" / "data" / "postgresql.conf"
    configuration.write_text(configuration.read_text() + "\nnonsense = on\n")
    with pytest.raises(CannotRunPostgreSQL, match="nonsense"):
        attach(home, version=VERSION, fsync=False)


def test_the_server_is_reached_by_its_socket_alone_and_runs_as_nobody_special(home: Path):
    with (
        attach(home, version=VERSION, fsync=False) as postgres,
        psycopg.connect(plain(postgres.url("neighbours"))) as connection,
    ):
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        superuser = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(superuser).fetchone() == (False,)
        assert postgres.socket_folder.stat().st_mode & 0o077 == 0
        assert connection.execute("SELECT lower('ÄÖÜ')").fetchone() == ("äöü",)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@needs_root
def test_an_ordinary_user_starts_one_after_root_did(run_folder: Path, home: Path, tmp_path: Path):
    with attach(home, version=VERSION, fsync=False) as postgres:
        assert answers(postgres)
    ordinary = pwd.getpwnam("nobody")
    theirs = run_folder / f"theirs-{os.getpid()}"
    theirs.mkdir()
    os.chown(theirs, ordinary.pw_uid, ordinary.pw_gid)
    said = subprocess.run(
        [python_for_everybody(), "-B", "-c", USER, str(theirs), str(VERSION)],
        user=ordinary.pw_uid,
        group=ordinary.pw_gid,
        extra_groups=[],
        cwd="/",
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *site.getsitepackages()])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stdout.startswith("postgresql"), said.stderr


@needs_root
def test_a_folder_that_postgresql_cannot_enter_is_named(run_folder: Path):
    closed = run_folder / f"closed-{os.getpid()}"
    closed.mkdir(mode=0o700)
    with pytest.raises(CannotRunPostgreSQL, match="cannot enter"):
        attach(closed / "data", version=VERSION)


@needs_root
def test_programs_in_a_closed_folder_are_copied_to_where_they_can_be_run(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    from backend.db import binaries

    tmp_path.chmod(0o700)
    closed = tmp_path / binaries.PACKAGE
    package = binaries.programs(VERSION).parent.parent
    subprocess.run(["cp", "-a", package, closed], check=True)
    libraries = package.with_name(f"{binaries.PACKAGE}.libs")
    if libraries.exists():
        subprocess.run(["cp", "-a", libraries, tmp_path / libraries.name], check=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert binaries.programs(VERSION).is_relative_to(tmp_path)
    with attach(home, version=VERSION, fsync=False) as postgres:
        assert answers(postgres)
        assert postgres.programs.is_relative_to(home)
        dump = [postgres.programs / "pg_dump", "--version"]
        assert subprocess.run(dump, check=True, capture_output=True).stdout
