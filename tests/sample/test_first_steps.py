"""What is printed works when it is pasted, against a real server."""

import json
import subprocess
from datetime import datetime, timedelta

import pytest


def commands_of(server) -> list[str]:
    lines = [line.strip() for line in server.words.splitlines()]
    return [line for line in lines if line.startswith(("TOKEN=", "curl "))]


def wait_for_all_of_it(server) -> None:
    for _ in range(3):
        if "Ctrl-C" in server.words:
            return
        server.get("/healthz")


@pytest.fixture
def sample(start_server, tmp_path_factory, run_folder):
    """A server with the sample, in a data folder of its own."""
    folder = run_folder / f"sample-{tmp_path_factory.mktemp('sample').name}"
    server = start_server("--sample", "--data", str(folder), "--workers", "1")
    server.wait_until_ready()
    wait_for_all_of_it(server)
    yield server
    server.stop()


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_sample_says_it_is_made_up_and_its_printed_lines_lead_into_it(sample, tmp_path, shell):
    commands = commands_of(sample)
    assert len(commands) == 9, sample.words
    pasted = subprocess.run(
        [shell], input="\n".join(commands), capture_output=True, text=True, cwd=tmp_path, check=True
    )
    answers = pasted.stdout.splitlines()
    came_in, looked, booked, fed, asked, promised, groups, joined, decided = answers
    assert came_in == "You are in."
    found = json.loads(looked)["items"]
    assert found
    assert all(space["free"] for space in found)
    booking = json.loads(booked)
    assert booking["state"] == "confirmed", booking
    begins = datetime.fromisoformat(booking["starts_at"].replace("Z", "+00:00"))
    assert timedelta(0) < begins - datetime.now(begins.tzinfo) < timedelta(days=3)
    feed = json.loads(fed)["items"]
    assert {each["kind"] for each in feed} == {"offer", "need", "hello"}
    promise = json.loads(asked)
    assert promise["state"] == "asked", promise
    assert [each["id"] for each in json.loads(promised)["items"]] == [promise["id"]]
    found_groups = [each["name"] for each in json.loads(groups)["items"]]
    assert sorted(found_groups) == ["Bay choir", "Men’s shed", "Saltmarsh Bay"]
    assert json.loads(joined)["name"] == "Bay choir"
    decisions = json.loads(decided)["items"]
    assert [each["state"] for each in decisions] == ["voting", "enacted", "enacted"]
    assert "bjections" in decisions[0]["title"]
    assert pasted.stderr == ""
    assert "made up" in sample.words
    assert f"{sample.address}/docs" in sample.words
    assert sample.get("/docs").status_code == 200
    assert sample.get("/v1/about").json()["sample"] is True


def test_starting_again_keeps_the_neighbourhood_and_gives_a_new_invitation(
    start_server, run_folder, tmp_path
):
    folder = str(run_folder / f"sample-{tmp_path.name}")
    said = []
    for _ in range(2):
        server = start_server("--sample", "--data", folder, "--workers", "1").wait_until_ready()
        wait_for_all_of_it(server)
        commands = "\n".join(commands_of(server)[:2])
        done = subprocess.run(["sh"], input=commands, capture_output=True, text=True, check=True)
        assert done.stdout.startswith("You are in.")
        said.append(commands.splitlines()[0])
        server.stop()
    assert said[0] != said[1]


def test_a_plain_server_holds_nothing_of_the_sample_and_says_what_to_do_first(
    start_server, run_folder, tmp_path
):
    folder = str(run_folder / f"plain-{tmp_path.name}")
    server = start_server("--data", folder, "--workers", "1").wait_until_ready()
    wait_for_all_of_it(server)
    assert "scripts/invite" in server.words
    assert commands_of(server) == []
    assert "TOKEN" not in server.words
    assert server.get("/v1/about").json()["sample"] is False
    server.stop()
