"""Signing in with Firebase, whose own checks run for real."""

import base64
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Iterator

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from backend.settings import Settings, SettingsError
from tests.people.google import ISSUER, PROJECT, Google, google_here
from tests.people.races import all_at_once

# The package's own parts do this while being imported or used.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def google() -> Iterator[Google]:
    with google_here() as google:
        yield google


@pytest.fixture
def client(server):
    return server(firebase_project_id=PROJECT).test_client()


def come_in(client, token, **more):
    return client.post("/v1/sessions", json={"firebase_id_token": token, **more})


def part(claims):
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


def with_hmac(key, header, claims):
    body = f"{part(header)}.{claims}"
    mark = hmac.digest(key, body.encode(), "sha256")
    return f"{body}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


def test_a_good_token_lets_one_in(google, client):
    answer = come_in(client, google.token())

    assert answer.status_code == 201, answer.json
    assert answer.json["is_new"] is True
    assert answer.json["person"]["display_name"] == "Ada Byron"
    assert answer.json["person"]["email"] == "ada@example.org"
    again = come_in(client, google.token(name="Another", email="other@example.org"))
    assert again.json["is_new"] is False
    assert again.json["person"] == answer.json["person"]
    assert client.get("/v1/about").json["sign_in"] == ["invitation", "firebase"]


def bad_tokens(google: Google) -> dict[str, str]:
    now = int(time.time())
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    good = google.token()
    header, claims, mark = good.split(".")
    public = google.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    data = jwt.decode(good, options={"verify_signature": False})
    none = {"alg": "none", "typ": "JWT"}
    return {
        "another project": google.token(aud="another-project"),
        "no audience": google.token(aud=None),
        "another issuer": google.token(iss="https://securetoken.google.com/another-project"),
        "a custom token": google.token(aud="https://identitytoolkit.googleapis.com/"),
        "expired": google.token(iat=now - 7200, exp=now - 3600),
        "expired just now": google.token(iat=now - 3600, exp=now - 30),
        "not yet": google.token(iat=now + 3600),
        "nobody": google.token(sub=None),
        "an empty nobody": google.token(sub=""),
        "a number": google.token(sub=7),
        "somebody too long": google.token(sub="x" * 129),
        "somebody nobody can write down": google.token(sub="ada\u0000"),
        "half a character": google.token(sub="ada\ud800"),
        "signed by another key": google.token(key=other),
        "an unknown key": google.token(key=other, key_id="theirs"),
        "our key under another name": google.token(key_id="theirs"),
        "unsigned": f"{part({**none, 'kid': 'ours'})}.{claims}.",
        "unsigned without a key": f"{part(none)}.{claims}.",
        "half signed": f"{header}.{claims}.",
        "changed": f"{header}.{part({**data, 'sub': 'eve'})}.{mark}",
        "signed with the public key": with_hmac(public, {"alg": "HS256", "kid": "ours"}, claims),
        "junk": "x",
        "dots": "..",
        "letters": "é.é.é",
    }


def test_tokens_that_do_not_hold_are_refused(google, client, kept):
    for why, token in bad_tokens(google).items():
        refused = come_in(client, token)
        assert refused.status_code == 401, why
        assert refused.json["code"] == "firebase_token_not_valid", why
    assert kept("SELECT count(*) FROM people") == 0


def account(**more):
    return {"localId": "ada-at-google", "validSince": "0", "lastLoginAt": "0", **more}


def test_a_token_that_was_revoked_is_refused(google, server, tmp_path):
    client = server(
        firebase_project_id=PROJECT, firebase_credentials=google.service_account(tmp_path)
    ).test_client()
    google.accounts["ada-at-google"] = account()
    assert come_in(client, google.token()).status_code == 201
    google.accounts["ada-at-google"] = account(validSince=str(int(time.time()) + 5))
    assert come_in(client, google.token()).json["code"] == "firebase_token_not_valid"
    google.accounts["ada-at-google"] = account(disabled=True)
    assert come_in(client, google.token()).json["code"] == "firebase_token_not_valid"
    google.accounts.clear()
    assert come_in(client, google.token()).json["code"] == "firebase_token_not_valid"


def test_an_address_that_firebase_has_not_verified_is_not_believed(google, client):
    answer = come_in(client, google.token(email_verified=False))
    assert answer.json["person"]["email"] is None


def test_nothing_is_merged_with_the_account_that_has_the_address(google, client, neighbour):
    ada = neighbour("Ada", email="ada@example.org")
    answer = come_in(client, google.token())
    assert answer.json["is_new"] is True
    assert answer.json["person"]["email"] is None
    assert answer.json["person"]["id"] != str(ada.id)


def test_names_from_elsewhere_are_tidied(google, client):
    for name, shown in [
        (None, "New neighbour"),
        ("", "New neighbour"),
        ("\u200b\u202e", "New neighbour"),
        (7, "New neighbour"),
        ("Ada\u0000\u202e Byron", "Ada Byron"),
        ("x" * 500, "x" * 80),
    ]:
        token = google.token(name=name, sub=f"called {str(name)[:3]}")
        assert come_in(client, token).json["person"]["display_name"] == shown


def test_two_first_tokens_at_once_make_one_person(google, server, kept):
    app = server(firebase_project_id=PROJECT)
    token = google.token()
    answers = all_at_once(*[lambda: come_in(app.test_client(), token) for _ in range(4)])
    assert {answer.status_code for answer in answers} == {201}
    assert kept("SELECT count(*) FROM people") == 1


def test_when_google_is_away_the_phone_is_told_to_come_back(google, server):
    from firebase_admin import _token_gen

    there = _token_gen.ID_TOKEN_CERT_URI
    _token_gen.ID_TOKEN_CERT_URI = "http://127.0.0.1:1/"
    try:
        client = server(firebase_project_id=PROJECT).test_client()
        refused = come_in(client, google.token())
    finally:
        _token_gen.ID_TOKEN_CERT_URI = there
    assert (refused.status_code, refused.json["code"]) == (503, "firebase_away")
    assert refused.headers["Retry-After"] == "5"


def test_without_a_project_the_server_says_so(server, google):
    refused = come_in(server().test_client(), google.token())
    assert (refused.status_code, refused.json["code"]) == (409, "firebase_sign_in_off")


def test_a_start_with_the_emulator_is_refused():
    environment = {"FIREBASE_PROJECT_ID": PROJECT, "FIREBASE_AUTH_EMULATOR_HOST": "localhost:9099"}
    with pytest.raises(SettingsError, match="FIREBASE_AUTH_EMULATOR_HOST"):
        Settings.from_environment(environment)


def test_the_package_is_imported_only_when_it_is_needed():
    look = "import sys, backend.app; print('firebase_admin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_our_issuer_is_googles():
    from firebase_admin import _token_gen

    assert ISSUER == _token_gen.ID_TOKEN_ISSUER_PREFIX + PROJECT
