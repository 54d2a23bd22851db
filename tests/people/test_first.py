"""The very first person comes in from the command line; everybody after them by a neighbour."""

import pytest
from flask import Flask

from backend.settings import Settings


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(
        database_url=database_url,
        rate_limit_per_minute=100_000,
        public_url="https://neighbours.example",
    )


def invite(app: Flask, name: str):
    return app.test_cli_runner().invoke(args=["invite", name])


def code_in(said: str) -> str:
    return said.splitlines()[1].strip()


def test_the_first_person_comes_in_and_can_invite_a_neighbour(app, client):
    said = invite(app, "Ada Byron")
    assert said.exit_code == 0, said.output
    assert f"https://neighbours.example/join#{code_in(said.output)}" in said.output
    came = client.post("/v1/sessions", json={"invitation": code_in(said.output)})
    assert came.status_code == 201, came.json
    assert came.json["person"]["display_name"] == "Ada Byron"
    headers = {
        "Authorization": f"Bearer {came.json['access_token']}",
        "Idempotency-Key": "the-first-invitation",
    }
    invited = client.post("/v1/invitations", json={"for": "neighbour"}, headers=headers)
    assert invited.status_code == 201, invited.json


def test_once_somebody_is_in_the_machine_lets_nobody_in(app, client):
    code = code_in(invite(app, "Ada").output)
    client.post("/v1/sessions", json={"invitation": code})
    said = invite(app, "Mallory")
    assert said.exit_code != 0
    assert "Somebody lives here already" in said.output


def test_it_can_be_said_again_until_the_first_phone_has_come_in(app, client, clock):
    invite(app, "Adda")
    clock.pass_time(minutes=11)
    code = code_in(invite(app, "Ada").output)
    came = client.post("/v1/sessions", json={"invitation": code})
    assert came.status_code == 201, came.json
    assert came.json["person"]["display_name"] == "Ada"


def test_whoever_came_by_another_door_is_the_first_too(app, neighbour):
    neighbour("Ada")
    assert invite(app, "Mallory").exit_code != 0


def test_a_name_shows_something(app):
    assert invite(app, " ​ ").exit_code != 0
