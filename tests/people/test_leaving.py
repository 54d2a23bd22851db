"""Leaving: invisible and signed out at once, and forgotten."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from backend.people.errors import PersonNotFound
from backend.people.models import Person
from backend.people.service import hold_person, leave, person_left
from tests.people.races import all_at_once


def test_whoever_leaves_is_signed_out_and_invisible_at_once(neighbour, client):
    ada, bob = neighbour("Ada"), neighbour("Bob")
    assert ada.delete("/v1/me").status_code == 204

    assert ada.get("/v1/me").status_code == 401
    refused = client.post("/v1/sessions/refresh", json={"refresh_token": ada.refresh_token})
    assert refused.json["code"] == "refresh_token_not_valid"
    assert bob.get(f"/v1/people/{ada.id}").json["code"] == "person_not_found"


def test_nothing_personal_is_left(neighbour, client, mailbox, kept):
    ada = neighbour("Ada Byron", email="ada@example.org", firebase_uid="fire", languages=["cy"])
    ada.patch(
        "/v1/me",
        {
            "words": "I mend radios",
            "likes_to_bring": "Tea",
            "zone": "Europe/London",
            "home": {"latitude": 53.9, "longitude": -3.0},
        },
        if_match=ada.get("/v1/me"),
    )
    ada.post("/v1/invitations", {"for": "neighbour"})
    ada.post("/v1/me/email", {"email": "new@example.org"})
    client.post("/v1/sign-in/codes", json={"email": "ada@example.org"})
    assert kept("SELECT count(*) FROM idempotency_keys") == 2

    ada.delete("/v1/me")

    for table in ("sessions", "invitations", "sign_in_codes", "idempotency_keys"):
        assert kept(f"SELECT count(*) FROM {table}") == 0, table
    row = kept("SELECT CAST(people AS text) FROM people")
    for trace in ("Ada", "Byron", "example.org", "fire", "cy", "radios", "Tea", "London", "53.9"):
        assert trace not in row


def test_her_address_is_free_again(neighbour, client, mailbox):
    ada = neighbour("Ada", email="ada@example.org")
    ada.delete("/v1/me")
    client.post("/v1/sign-in/codes", json={"email": "ada@example.org"})
    back = client.post(
        "/v1/sessions", json={"email": "ada@example.org", "code": mailbox.code()}
    ).json
    assert back["is_new"] is True
    assert back["person"]["id"] != str(ada.id)


def test_a_code_sent_before_she_left_brings_nobody_back(neighbour, client, mailbox):
    ada = neighbour("Ada", email="ada@example.org")
    client.post("/v1/sign-in/codes", json={"email": "ada@example.org"})
    ada.delete("/v1/me")
    refused = client.post("/v1/sessions", json={"email": "ada@example.org", "code": mailbox.code()})
    assert refused.json["code"] == "code_not_right"


@pytest.mark.parametrize("purpose", ["neighbour", "own_phone"])
def test_her_invitations_are_over(neighbour, client, purpose):
    ada = neighbour("Ada")
    code = ada.post("/v1/invitations", {"for": purpose}).json["code"]
    ada.delete("/v1/me")
    refused = client.post("/v1/sessions", json={"invitation": code})
    assert refused.json["code"] == "invitation_not_right"


def test_other_rooms_let_go_in_the_same_transaction(neighbour, clock, database_url):
    ada = neighbour("Ada")
    told = []

    def listen(session: Session, *, person_id: UUID, now: datetime) -> None:
        told.append((person_id, now, session.get_one(Person, person_id).left_at))
        raise RuntimeError("a room that fails")

    with (
        Session(create_engine(database_url, poolclass=NullPool)) as session,
        person_left.connected_to(listen),
        pytest.raises(RuntimeError),
    ):
        leave(session, by=ada.id, now=clock())

    assert told == [(ada.id, clock(), clock())]
    assert ada.get("/v1/me").json["display_name"] == "Ada", "all of it or nothing"


def test_nothing_is_begun_for_somebody_who_is_leaving(neighbour, database_url):
    ada, bob = neighbour("Ada"), neighbour("Bob")
    ada.delete("/v1/me")
    with Session(create_engine(database_url, poolclass=NullPool)) as session:
        with pytest.raises(PersonNotFound):
            hold_person(session, ada.id)
        hold_person(session, bob.id)


def test_leaving_twice_at_once_is_leaving(neighbour, kept):
    ada = neighbour("Ada")
    answers = all_at_once(*[lambda: ada.delete("/v1/me") for _ in range(4)])
    assert 204 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {204, 401}
    assert kept("SELECT count(*) FROM people WHERE left_at IS NOT NULL") == 1


def test_leaving_while_a_phone_comes_in_leaves_nobody_signed_in(app, neighbour, client, mailbox):
    ada = neighbour("Ada", email="ada@example.org")
    client.post("/v1/sign-in/codes", json={"email": "ada@example.org"})
    code = mailbox.code()
    gone, came = all_at_once(
        lambda: ada.delete("/v1/me"),
        lambda: app.test_client().post(
            "/v1/sessions", json={"email": "ada@example.org", "code": code}
        ),
    )
    assert gone.status_code == 204
    if came.status_code == 201:
        headers = {"Authorization": f"Bearer {came.json['access_token']}"}
        seen = client.get("/v1/me", headers=headers)
        assert seen.status_code == 401 or seen.json["id"] != str(ada.id)
    else:
        assert came.json["code"] == "code_not_right"


def test_the_database_itself_keeps_whoever_left_forgotten(neighbour, database_url):
    ada = neighbour("Ada", email="ada@example.org")
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection, pytest.raises(IntegrityError, match="is_forgotten"):
        connection.exec_driver_sql(
            "UPDATE people SET left_at = now() WHERE id = %s", (str(ada.id),)
        )
