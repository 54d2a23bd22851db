"""One command starts all of it, and all of it ends together."""

import os
import pty
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from backend.alone import DATABASE, CannotServe, free_port
from backend.db.embedded import Attached, attach
from tests.infrastructure.processes import eventually, is_running, session_of
from tests.postgres import ROOT
from tests.serving import Server

Start = Callable[..., Server]


def psql(postgres: Attached) -> list[str]:
    """Return how to run SQL in the database of a plain server."""
    program = str(postgres.programs / "psql")
    return [program, "-qtA", "-h", str(postgres.socket_folder), "-U", "neighbours", "-d", DATABASE]


def test_a_first_start_makes_all_it_needs_and_a_second_beside_it_says_so(
    new_home: Path, start_server: Start
):
    first = start_server("--data", str(new_home), "--workers", "1").wait_until_ready()
    assert first.get("/readyz").status_code == 200
    assert f"{first.address}/docs" in first.words
    second = start_server("--data", str(new_home))
    assert second.process.wait(30) == 1
    assert eventually(lambda: f"already running, at {first.address}" in second.words)
    assert first.get("/readyz").status_code == 200


def test_ctrl_c_stops_all_of_it_and_starting_again_keeps_the_data(home: Path, start_server: Start):
    server = start_server("--data", str(home), "--workers", "2").wait_until_ready()
    with attach(home) as postgres:
        pid = postgres.server_pid()
        subprocess.run([*psql(postgres), "-c", "CREATE TABLE kept (number integer)"], check=True)
    # A terminal sends the signal to everybody in front of it, not to the first alone.
    os.killpg(server.process.pid, signal.SIGINT)
    server.process.wait(30)
    assert pid is not None
    assert not is_running(pid), "the server came back to the prompt before PostgreSQL had stopped"
    assert eventually(lambda: not session_of(server.process.pid))
    server = start_server("--data", str(home), "--workers", "1").wait_until_ready()
    with attach(home) as postgres:
        found = subprocess.run(
            [*psql(postgres), "-c", "SELECT count(*) FROM kept"],
            check=True,
            capture_output=True,
            text=True,
        )
    assert found.stdout.strip() == "0"
    assert server.stop(signal.SIGTERM) == 0


def test_a_worker_that_dies_is_replaced_and_none_is_left_behind(server: Server):
    before = server.workers()
    os.kill(before[0], signal.SIGKILL)
    assert eventually(lambda: len(server.workers()) == 2 and before[0] not in server.workers())

    def answers() -> bool:
        try:
            return server.get("/healthz").ok
        except requests.ConnectionError:  # it was in the queue of the one that died
            return False

    assert eventually(answers)
    server.stop()
    assert eventually(lambda: not session_of(server.process.pid))


def test_a_hangup_renews_the_workers(server: Server):
    before = set(server.workers())
    server.process.send_signal(signal.SIGHUP)

    assert eventually(lambda: not before & set(server.workers()), seconds=60)
    assert server.process.poll() is None


def test_a_terminal_that_closes_stops_the_server(home: Path):
    leader, follower = pty.openpty()
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "backend", "--port=0", "--workers=1", f"--data={home}"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    said = b""
    while b"Ctrl-C stops" not in said:
        said += os.read(leader, 1000)
    os.close(follower)
    os.close(leader)
    server.send_signal(signal.SIGHUP)
    assert server.wait(30) is not None


def test_a_plain_server_shows_no_codes_whatever_the_environment_says(
    start_server: Start, database_url: str, tmp_path: Path
):
    server = start_server(
        "--workers", "1",
        DATABASE_URL=database_url, DATA_DIR=str(tmp_path), SHOW_SIGN_IN_CODES="true",
    )  # fmt: skip
    assert server.wait_until_ready().get("/v1/about").json()["sample"] is False


def test_made_up_people_never_go_into_a_database_of_ones_own(
    start_server: Start, database_url: str
):
    refused = start_server("--sample", DATABASE_URL=database_url)
    assert refused.process.wait(30) == 1
    assert eventually(lambda: "DATABASE_URL is set" in refused.words)


def test_a_port_that_is_taken_is_named_instead_of_shared(
    start_server: Start, server: Server, database_url: str
):
    port = server.address.rsplit(":", 1)[1]
    refused = start_server("--port", port, DATABASE_URL=database_url)
    assert refused.process.wait(30) == 1
    assert eventually(lambda: f"Port {port}" in refused.words)


def test_a_port_that_was_used_a_moment_ago_is_free():
    listener = socket.create_server(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    phone = socket.create_connection(("127.0.0.1", port))
    answer, _ = listener.accept()
    with pytest.raises(CannotServe):
        free_port("127.0.0.1", port)
    answer.close()  # whoever closes first keeps the address busy for a minute
    phone.close()
    listener.close()
    assert free_port("127.0.0.1", port) == port


def test_a_database_that_does_not_answer_is_said_in_words(start_server: Start, tmp_path: Path):
    refused = start_server(DATABASE_URL=f"postgresql+psycopg://nobody@/none?host={tmp_path}")
    assert refused.process.wait(60) == 1
    assert eventually(lambda: "The database does not answer" in refused.words)
    assert "Traceback" not in refused.words
