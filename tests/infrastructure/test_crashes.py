"""Bad luck during a stream of bookings: what was answered is there, and nothing is half there."""

import os
import pwd
import shutil
import signal
import site
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import requests
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from backend.alone import DATABASE, free_port
from backend.db.embedded import attach
from backend.db.migrating import migrate
from backend.kernel.ids import new_id
from tests.infrastructure.crowd import Crowd, Village, ask, hour, is_as_told, settle
from tests.infrastructure.processes import (
    eventually,
    family_of,
    is_running,
    python_for_everybody,
    session_of,
)
from tests.postgres import ROOT
from tests.serving import Server

PEOPLE = 4
CLIENTS = 32
ROUNDS = 100
ENOUGH = 40  # answers that make a stream
NO_LIMIT = {"RATE_LIMIT_PER_MINUTE": "1000000"}

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def settled(home: Path, people: int) -> Village:
    """Return a village in the database of a plain server with this home."""
    with attach(home, fsync=False) as postgres:
        url = postgres.create(DATABASE)
        migrate(url)
        return settle(url, people)


def goes_on(crowd: Crowd) -> bool:
    """Say whether the stream flows: this many more are told that a room is theirs."""
    before = len(crowd.told)
    return eventually(lambda: len(crowd.told) >= before + ENOUGH, 60)


def test_after_kill_9_all_that_was_answered_is_there_and_nothing_is_half_there(
    home: Path, start_server: Callable[..., Server]
):
    village = settled(home, PEOPLE)
    port = free_port("127.0.0.1", 0)
    arguments = ("--data", str(home), "--port", str(port))
    server = start_server(*arguments, "--workers", "2", **NO_LIMIT).wait_until_ready()
    with Crowd(server.address, village) as crowd:
        assert goes_on(crowd)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(10)
        assert eventually(lambda: bool(crowd.unanswered))
    assert set(crowd.statuses()) <= {200, 201, 409}
    assert eventually(lambda: not session_of(server.process.pid) and not family_of(home))

    again = start_server(*arguments, "--workers", "1", **NO_LIMIT).wait_until_ready()
    is_as_told(crowd)
    crowd.repeat_what_was_not_answered(again.address)
    is_as_told(crowd)
    assert set(crowd.statuses()) <= {200, 201, 409}
    assert again.stop() == 0


@needs_root
def test_after_kill_9_somebody_else_can_start_in_its_place(
    home: Path, run_folder: Path, start_server: Callable[..., Server]
):
    server = start_server("--data", str(home), "--workers", "1").wait_until_ready()
    port = server.address.rsplit(":", 1)[1]
    ordinary = pwd.getpwnam("nobody")
    theirs = run_folder / f"somebody-else-{os.getpid()}-{time.monotonic_ns()}"
    shutil.copytree(
        ROOT / "backend", theirs / "backend", ignore=shutil.ignore_patterns("__pycache__")
    )
    os.chown(theirs, ordinary.pw_uid, ordinary.pw_gid)
    python = python_for_everybody()

    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait(10)
    assert eventually(lambda: not session_of(server.process.pid))
    somebody = start_server(
        "--data", str(theirs / "data"), "--workers", "1", "--port", port,
        python=python, user=ordinary.pw_uid, group=ordinary.pw_gid,
        PYTHONPATH=os.pathsep.join([str(theirs), *site.getsitepackages()]),
        PYTHONDONTWRITEBYTECODE="1", HOME="/",
    )  # fmt: skip
    assert somebody.wait_until_ready().get("/readyz").status_code == 200
    assert somebody.stop() == 0


@pytest.fixture(scope="module")
def standing(run_folder: Path) -> Iterator[tuple[Server, Village, Path]]:
    """A server with two workers and a PostgreSQL of its own, a village, and the data folder.

    Whatever happens to it here, it is well again without being started again.
    """
    folder = run_folder / f"standing-{os.getpid()}"
    village = settled(folder, CLIENTS)
    arguments = ("--data", str(folder), "--workers", "2")
    server = Server(*arguments, **NO_LIMIT).wait_until_ready()
    yield server, village, folder
    assert server.process.poll() is None, server.words
    assert server.stop() == 0
    assert eventually(lambda: not session_of(server.process.pid))


@pytest.mark.parametrize(
    "whom",
    ["a worker killed", "postgresql killed", "postgresql restarted", "postgresql restarted fast"],
)
def test_bad_luck_in_the_middle_of_it_is_over_by_itself(
    standing: tuple[Server, Village, Path], whom: str
):
    server, village, folder = standing
    few = Village(village.url, village.spaces, village.tokens[:PEOPLE])
    empty(village)
    signals = {"killed": signal.SIGKILL, "restarted": signal.SIGQUIT, "fast": signal.SIGINT}
    with attach(folder) as postgres, Crowd(server.address, few) as crowd:
        assert goes_on(crowd)
        workers = server.workers()
        victim = workers[0] if "worker" in whom else postgres.server_pid()
        assert victim is not None
        os.kill(victim, signals[whom.split()[-1]])
        assert eventually(lambda: not is_running(victim))
        assert goes_on(crowd), crowd.statuses()
        if "worker" in whom:
            assert eventually(lambda: len(set(server.workers()) - {victim}) == 2, 60)
        else:
            assert 503 in crowd.statuses()
            assert server.workers() == workers
    assert set(crowd.statuses()) <= {200, 201, 409, 503}
    unready = [answer for answer in crowd.answers if answer.status_code == 503]
    assert all(answer.headers["Retry-After"] for answer in unready)
    assert eventually(lambda: all(server.get("/readyz").ok for _ in range(10)))
    is_as_told(crowd)
    crowd.repeat_what_was_not_answered(server.address)
    is_as_told(crowd)


def empty(village: Village) -> None:
    """Forget every booking, so that each test finds the rooms free."""
    with create_engine(village.url, poolclass=NullPool).begin() as connection:
        connection.execute(text("TRUNCATE bookings, occupancies, idempotency_keys CASCADE"))


def test_the_same_key_twice_at_once_books_once_and_both_hear_the_same(
    standing: tuple[Server, Village, Path],
):
    server, village, _ = standing
    empty(village)
    path = f"/v1/spaces/{village.spaces[0]}/bookings"
    both = Barrier(2)

    def phone(_: int) -> list[requests.Response]:
        answers = []
        for number in range(ROUNDS):
            both.wait(60)
            # A connection of its own each time, so that the workers share the rounds at random.
            with requests.Session() as connection:
                token, key = village.tokens[0], f"round-{number}"
                answers.append(ask(connection, server.address, path, token, key, hour(number)))
        return answers

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(phone, range(2))
    assert {answer.status_code for answer in [*first, *second]} == {201}
    for one, other in zip(first, second, strict=True):
        assert (one.content, one.headers["ETag"]) == (other.content, other.headers["ETag"])
        # One of the two did it, and only one.
        replayed = ["Idempotent-Replayed" in answer.headers for answer in (one, other)]
        assert sorted(replayed) == [False, True]
    with create_engine(village.url, poolclass=NullPool).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM bookings")) == ROUNDS


def test_of_many_who_want_one_hour_one_gets_it_and_all_others_hear_what_else_is_free(
    standing: tuple[Server, Village, Path],
):
    server, village, _ = standing
    empty(village)
    path = f"/v1/spaces/{village.spaces[3]}/bookings"
    all_at_once = Barrier(CLIENTS)

    def phone(token: str) -> requests.Response:
        with requests.Session() as connection:
            connection.get(f"{server.address}/healthz", timeout=60)
            all_at_once.wait(60)
            return ask(connection, server.address, path, token, str(new_id()), hour(3))

    with ThreadPoolExecutor(CLIENTS) as threads:
        answers = list(threads.map(phone, village.tokens))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (CLIENTS - 1)
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["code"] == "space_already_booked"
            here = [
                each["starts_at"]
                for each in answer.json()["suggestions"]
                if each["space_id"] == str(village.spaces[3])
            ]
            wanted = hour(3)["starts_at"].replace("+00:00", "Z")
            assert here
            assert wanted not in here
    with create_engine(village.url, poolclass=NullPool).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM bookings")) == 1
