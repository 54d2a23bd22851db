"""What one says of oneself, and what neighbours see of it."""


def test_ada_sees_herself(neighbour):
    ada = neighbour("Ada Byron")

    seen = ada.get("/v1/me")

    assert seen.status_code == 200, seen.json
    assert seen.json["display_name"] == "Ada Byron"
    assert seen.json["home"] is None


def test_nobody_is_seen_without_signing_in(client):
    assert client.get("/v1/me").json["code"] == "sign_in_needed"
