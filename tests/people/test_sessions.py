"""Staying signed in, and signing out."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import jwt
import pytest

from backend.people.rules import read_refresh_token
from tests.people.races import all_at_once


def refresh(client, token):
    return client.post("/v1/sessions/refresh", json={"refresh_token": token})


def see(client, token):
    return client.get("/v1/me", headers={"Authorization": f"Bearer {token}"})


def part(claims):
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


def secret_of(kept):
    return bytes(kept("SELECT secret FROM signing_keys"))


def test_an_access_token_lives_fifteen_minutes(neighbour, clock):
    ada = neighbour("Ada")
    clock.pass_time(minutes=14, seconds=59)
    assert ada.get("/v1/me").status_code == 200
    clock.pass_time(seconds=1)
    refused = ada.get("/v1/me")
    assert (refused.status_code, refused.json["code"]) == (401, "sign_in_needed")
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_what_is_said_about_the_end_of_an_access_token_is_true(neighbour, client, clock):
    clock.pass_time(seconds=0.75)
    fresh = refresh(client, neighbour("Ada").refresh_token).json
    claims = claims_of(fresh["access_token"])
    assert fresh["access_expires_at"] == "2026-03-01T10:15:00Z"
    assert claims["exp"] == int((clock.now.replace(microsecond=0)).timestamp()) + 900


def test_a_token_with_another_claim_is_refused_though_its_signature_holds(neighbour, client, kept):
    ada = neighbour("Ada")
    for change in [
        {"aud": "others"},
        {"aud": None},
        {"iss": "others"},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 10**30},
        {"sub": None},
        {"sub": "ada"},
        {"sub": 7},
        {"sid": None},
        {"sid": str(uuid4())},
        {"sid": ["x"]},
    ]:
        claims = {**claims_of(ada.access_token), **change}
        claims = {name: value for name, value in claims.items() if value is not None}
        key_id = jwt.get_unverified_header(ada.access_token)["kid"]
        body = f"{part({'alg': 'HS256', 'kid': key_id})}.{part(claims)}"
        mark = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
            body.encode(), secret_of(kept)
        )
        token = f"{body}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"
        refused = see(client, token)
        assert (refused.status_code, refused.json["code"]) == (401, "sign_in_needed"), change


def test_the_session_of_somebody_else_makes_no_token_of_hers(neighbour, client, kept):
    ada, eve = neighbour("Ada"), neighbour("Eve")
    claims = {**claims_of(eve.access_token), "sub": str(ada.id)}
    key_id = jwt.get_unverified_header(eve.access_token)["kid"]
    forged = jwt.encode(claims, secret_of(kept), "HS256", headers={"kid": key_id})
    assert see(client, forged).status_code == 401


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_forged_tokens_are_refused(neighbour, client, kept):
    ada = neighbour("Ada")
    header, claims, mark = ada.access_token.split(".")
    key_id = jwt.get_unverified_header(ada.access_token)["kid"]
    data = claims_of(ada.access_token)
    secret = secret_of(kept)
    other_mark = ("A" if mark[0] != "A" else "B") + mark[1:]
    forged = [
        f"{part({'alg': 'none', 'kid': key_id})}.{claims}.",
        f"{part({'alg': 'none', 'kid': key_id})}.{claims}.{mark}",
        f"{part({'alg': 'None'})}.{claims}.",
        f"{header}.{claims}.",
        f"{header}.{claims}.{other_mark}",
        f"{header}.{part({**data, 'sub': str(uuid4())})}.{mark}",
        jwt.encode(data, secret, "HS512", headers={"kid": key_id}),
        jwt.encode(data, secret, "HS256"),
        jwt.encode(data, secret, "HS256", headers={"kid": "0" * 16}),
        jwt.encode(data, secret, "HS256", headers={"kid": "' OR 1=1"}),
        jwt.encode(data, b"x" * 32, "HS256", headers={"kid": key_id}),
        f"{part({'alg': 'HS256', 'kid': 7})}.{claims}.{mark}",
        f"{part({'alg': 'HS256', 'kid': [key_id]})}.{claims}.{mark}",
        f"{part([])}.{claims}.{mark}",
        ada.refresh_token,
        "x",
        "..",
        "é.é.é",
        "A" * 100_000,
        ada.access_token + "A" * 3000,
    ]
    assert see(client, ada.access_token).status_code == 200
    for token in forged:
        refused = see(client, token)
        assert (refused.status_code, refused.json["code"]) == (401, "sign_in_needed"), token


def test_other_headers_sign_nobody_in(client):
    for header in ["", "Bearer", "Bearer ", "Basic YTpi", "bearer\tx"]:
        assert client.get("/v1/me", headers={"Authorization": header}).status_code == 401


def test_a_refresh_token_is_exchanged_for_the_next(neighbour, client, clock):
    ada = neighbour("Ada")
    clock.pass_time(hours=5)
    fresh = refresh(client, ada.refresh_token)

    assert fresh.status_code == 200
    assert fresh.headers["Cache-Control"] == "no-store"
    assert fresh.json["refresh_token"] != ada.refresh_token
    assert fresh.json["person"]["id"] == str(ada.id)
    assert see(client, fresh.json["access_token"]).status_code == 200


def test_a_phone_that_lost_the_answer_gets_it_again_for_a_minute(neighbour, client, clock):
    ada = neighbour("Ada")
    lost = refresh(client, ada.refresh_token).json["refresh_token"]
    clock.pass_time(seconds=60)
    again = refresh(client, ada.refresh_token)

    assert again.status_code == 200
    assert again.json["refresh_token"] == lost
    assert refresh(client, lost).status_code == 200


def test_after_a_minute_the_previous_token_ends_the_session(neighbour, client, clock):
    ada = neighbour("Ada")
    successor = refresh(client, ada.refresh_token).json["refresh_token"]
    clock.pass_time(seconds=61)
    refused = refresh(client, ada.refresh_token)

    assert (refused.status_code, refused.json["code"]) == (401, "refresh_token_reused")
    assert refresh(client, successor).json["code"] == "refresh_token_not_valid"
    assert ada.get("/v1/me").status_code == 401


def test_the_previous_token_is_over_once_its_successor_was_used(neighbour, client):
    ada = neighbour("Ada")
    second = refresh(client, ada.refresh_token).json["refresh_token"]
    third = refresh(client, second).json
    refused = refresh(client, ada.refresh_token)

    assert refused.json["code"] == "refresh_token_reused"
    assert refresh(client, third["refresh_token"]).status_code == 401
    assert see(client, third["access_token"]).status_code == 401


def test_a_token_from_long_ago_is_recognised_too(neighbour, client, clock):
    ada = neighbour("Ada")
    token = ada.refresh_token
    for _ in range(5):
        clock.pass_time(days=30)
        token = refresh(client, token).json["refresh_token"]
    assert refresh(client, ada.refresh_token).json["code"] == "refresh_token_reused"
    assert refresh(client, token).json["code"] == "refresh_token_not_valid"


def test_two_refreshes_at_once_get_the_same_answer(app, neighbour, client):
    ada = neighbour("Ada")
    answers = all_at_once(
        *[lambda: refresh(app.test_client(), ada.refresh_token) for _ in range(6)]
    )
    assert {answer.status_code for answer in answers} == {200}
    (successor,) = {answer.json["refresh_token"] for answer in answers}
    assert refresh(client, successor).status_code == 200


def test_whoever_knows_a_session_cannot_end_it_with_a_made_up_token(neighbour, client):
    ada = neighbour("Ada")
    real = read_refresh_token(ada.refresh_token)
    assert real is not None
    for made_up in (
        type(real)(real.session_id, b"x" * 32, real.mac),
        type(real)(real.session_id, real.secret, b"x" * 16),
        type(real)(uuid4(), real.secret, real.mac),
    ):
        assert refresh(client, str(made_up)).json["code"] == "refresh_token_not_valid"
    assert refresh(client, ada.refresh_token).status_code == 200


def test_what_is_no_refresh_token_is_refused(client):
    for token in ["x", "é", "A" * 86, "A" * 85, "=" * 20, "A" * 200, "../.."]:
        refused = refresh(client, token)
        assert (refused.status_code, refused.json["code"]) == (401, "refresh_token_not_valid")


def test_a_phone_that_is_used_now_and_then_stays_signed_in(neighbour, client, clock):
    token = neighbour("Ada").refresh_token
    for _ in range(3):
        clock.pass_time(days=179)
        answer = refresh(client, token)
        assert answer.status_code == 200
        token = answer.json["refresh_token"]


def test_a_phone_that_lay_idle_for_180_days_is_signed_out(neighbour, client, clock):
    ada = neighbour("Ada")
    clock.now += timedelta(days=180, seconds=1)
    assert refresh(client, ada.refresh_token).json["code"] == "refresh_token_not_valid"


def test_no_token_is_kept(neighbour, client, kept):
    ada = neighbour("Ada")
    token = refresh(client, ada.refresh_token).json["refresh_token"]
    row = kept("SELECT CAST(sessions AS text) FROM sessions")
    for each in (ada.refresh_token, token):
        real = read_refresh_token(each)
        assert real is not None
        assert real.secret.hex() not in row
        assert real.hash().hex() in row


def test_she_sees_her_phones_and_no_others(neighbour, client, clock):
    ada = neighbour("Ada")
    neighbour("Bob")
    clock.pass_time(hours=1)
    fresh = refresh(client, ada.refresh_token).json
    ada.access_token = fresh["access_token"]

    (phone,) = ada.get("/v1/me/sessions").json["items"]
    assert phone["device_name"] == "Test phone"
    assert phone["is_current"] is True
    assert phone["last_used_at"] == "2026-03-01T11:00:00Z"


def second_phone(ada, client):
    code = ada.post("/v1/invitations", {"for": "own_phone"}).json["code"]
    return client.post("/v1/sessions", json={"invitation": code, "device_name": "Tablet"}).json


def test_phones_are_listed_a_page_at_a_time(neighbour, client):
    ada = neighbour("Ada")
    second_phone(ada, client)
    second_phone(ada, client)
    first = ada.get("/v1/me/sessions?limit=2").json
    rest = ada.get("/v1/me/sessions", query_string={"limit": 2, "cursor": first["next"]}).json

    names = [phone["device_name"] for phone in first["items"] + rest["items"]]
    assert names == ["Tablet", "Tablet", "Test phone"]
    assert rest["next"] is None


def test_a_forged_cursor_is_refused(neighbour, client):
    ada = neighbour("Ada")
    second_phone(ada, client)
    for position in [[1], ["x"], [None], [True], [], ["a", "b"], [{}], [1.5]]:
        real = ada.get("/v1/me/sessions?limit=1").json["next"]
        filters = json.loads(base64.urlsafe_b64decode(real + "=" * (-len(real) % 4)))[0]
        forged = part([filters, *position])
        refused = ada.get("/v1/me/sessions", query_string={"limit": 1, "cursor": forged})
        assert (refused.status_code, refused.json["code"]) == (400, "cursor_not_valid"), position


def test_signing_out_counts_at_once(neighbour, client):
    ada = neighbour("Ada")
    assert ada.delete("/v1/me/sessions/current").status_code == 204
    assert ada.get("/v1/me").status_code == 401
    assert refresh(client, ada.refresh_token).json["code"] == "refresh_token_not_valid"


def test_a_lost_phone_is_signed_out_from_another(neighbour, client):
    ada = neighbour("Ada")
    lost = second_phone(ada, client)
    phones = ada.get("/v1/me/sessions").json["items"]
    (lost_id,) = [phone["id"] for phone in phones if not phone["is_current"]]

    assert ada.delete(f"/v1/me/sessions/{lost_id}").status_code == 204
    assert ada.delete(f"/v1/me/sessions/{lost_id}").status_code == 204, "repeating is safe"
    assert see(client, lost["access_token"]).status_code == 401
    assert ada.get("/v1/me").status_code == 200


def test_a_lost_phone_leaves_no_second_way_in(neighbour, client):
    ada = neighbour("Ada")
    thief = second_phone(ada, client)
    made = client.post(
        "/v1/invitations",
        json={"for": "own_phone"},
        headers={"Authorization": f"Bearer {thief['access_token']}", "Idempotency-Key": "x"},
    ).json
    phones = ada.get("/v1/me/sessions").json["items"]
    (lost_id,) = [phone["id"] for phone in phones if not phone["is_current"]]
    ada.delete(f"/v1/me/sessions/{lost_id}")

    refused = client.post("/v1/sessions", json={"invitation": made["code"]})
    assert refused.json["code"] == "invitation_not_right"


def test_signing_out_everywhere_reaches_every_phone(neighbour, client):
    ada = neighbour("Ada")
    tablet = second_phone(ada, client)
    assert ada.delete("/v1/me/sessions").status_code == 204
    assert ada.get("/v1/me").status_code == 401
    assert see(client, tablet["access_token"]).status_code == 401


def test_nobody_signs_somebody_else_out(neighbour):
    ada, eve = neighbour("Ada"), neighbour("Eve")
    hers = ada.get("/v1/me/sessions").json["items"][0]["id"]
    refused = eve.delete(f"/v1/me/sessions/{hers}")
    unknown = eve.delete(f"/v1/me/sessions/{uuid4()}")

    assert (refused.status_code, refused.json["code"]) == (404, "session_not_found")
    assert refused.json["detail"] == unknown.json["detail"]
    assert ada.get("/v1/me").status_code == 200


def test_a_new_key_signs_nobody_out(app, neighbour, client, clock, kept):
    ada = neighbour("Ada")
    invitation = ada.post("/v1/invitations", {"for": "neighbour"}).json["code"]
    assert app.test_cli_runner().invoke(args=["rotate-keys"]).exit_code == 0

    assert ada.get("/v1/me").status_code == 200
    fresh = refresh(client, ada.refresh_token).json["access_token"]
    old, new = (jwt.get_unverified_header(token)["kid"] for token in (ada.access_token, fresh))
    assert old != new
    assert see(client, fresh).status_code == 200
    assert client.post("/v1/sessions", json={"invitation": invitation}).status_code == 201
    assert kept("SELECT count(*) FROM signing_keys WHERE retired_at IS NULL") == 1


def test_a_retired_key_verifies_nothing_that_could_not_be_its_own(
    app, neighbour, client, kept, clock
):
    ada = neighbour("Ada")
    secret = secret_of(kept)
    key_id = jwt.get_unverified_header(ada.access_token)["kid"]
    app.test_cli_runner().invoke(args=["rotate-keys"])
    clock.pass_time(minutes=15, seconds=1)
    claims = {**claims_of(ada.access_token), "exp": int(clock.now.timestamp()) + 600}
    assert (
        see(client, jwt.encode(claims, secret, "HS256", headers={"kid": key_id})).status_code == 401
    )


def test_two_first_starts_at_once_make_one_key(app, client, mailbox, kept):
    def come(email):
        return app.test_client().post("/v1/sign-in/codes", json={"email": email})

    answers = all_at_once(*[lambda n=n: come(f"{n}@example.org") for n in range(6)])
    assert {answer.status_code for answer in answers} == {202}
    assert kept("SELECT count(*) FROM signing_keys") == 1
