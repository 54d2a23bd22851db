"""What has served its time is forgotten, and nothing else."""


def purge(app):
    done = app.test_cli_runner().invoke(args=["purge"])
    assert done.exit_code == 0, done.output
    return done.output.strip()


def ask(client, email="ada@example.org"):
    return client.post("/v1/sign-in/codes", json={"email": email})


NOTHING = (
    "0 codes, 0 invitations, 0 sessions, 0 keys, 0 answers, 0 conversations, 0 askings, "
    "0 posts_expired, 0 posts_scrubbed, 0 promises_scrubbed"
)


def test_what_still_counts_is_kept(app, neighbour, client, clock):
    ada = neighbour("Ada")
    ada.post("/v1/invitations", {"for": "neighbour"})
    ada.post("/v1/invitations", {"for": "own_phone"})
    ask(client)
    clock.pass_time(minutes=59)
    assert purge(app) == NOTHING
    assert ask(client).status_code == 202


def test_codes_are_forgotten_after_an_hour(app, client, clock):
    ask(client)
    clock.pass_time(hours=1, seconds=1)
    assert purge(app).startswith("1 codes")


def test_invitations_that_are_over_are_forgotten_after_a_day(app, neighbour, client, clock):
    ada = neighbour("Ada")
    used = ada.post("/v1/invitations", {"for": "neighbour"}).json["code"]
    client.post("/v1/sessions", json={"invitation": used})
    ada.post("/v1/invitations", {"for": "own_phone"})
    ada.post("/v1/invitations", {"for": "neighbour"})
    clock.pass_time(hours=24, seconds=1)
    assert "2 invitations" in purge(app)
    clock.pass_time(days=6)
    assert "1 invitations" in purge(app)


def test_sessions_are_forgotten_a_week_after_their_end(app, neighbour, clock):
    ada, bob = neighbour("Ada"), neighbour("Bob")
    ada.delete("/v1/me/sessions/current")
    clock.pass_time(days=7)
    assert "0 sessions" in purge(app)
    clock.pass_time(seconds=1)
    assert "1 sessions" in purge(app)
    clock.pass_time(days=180)
    assert "1 sessions" in purge(app)
    assert bob.get("/v1/me").status_code == 401


def test_answers_are_forgotten_after_a_day(app, neighbour, clock):
    neighbour("Ada").post("/v1/invitations", {"for": "neighbour"})
    clock.pass_time(hours=24, seconds=1)
    assert "1 answers" in purge(app)


def test_a_retired_key_is_kept_while_its_invitations_hold(app, neighbour, client, clock):
    ada = neighbour("Ada")
    app.test_cli_runner().invoke(args=["rotate-keys"])
    code = neighbour("Bob").post("/v1/invitations", {"for": "neighbour"}).json["code"]
    app.test_cli_runner().invoke(args=["rotate-keys"])
    clock.pass_time(days=6, hours=23)
    assert "0 keys" in purge(app)
    assert client.post("/v1/sessions", json={"invitation": code}).status_code == 201
    clock.pass_time(hours=1, seconds=1)
    assert "2 keys" in purge(app)
    fresh = client.post("/v1/sessions/refresh", json={"refresh_token": ada.refresh_token})
    assert fresh.status_code == 200


def test_purging_twice_forgets_nothing_more(app, neighbour, client, clock):
    neighbour("Ada")
    ask(client)
    clock.pass_time(hours=2)
    purge(app)
    assert purge(app) == NOTHING
