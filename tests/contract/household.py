"""A household for tests that go through every endpoint: somebody has one of everything."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask

from backend.db import db
from backend.decisions.models import Decision
from backend.kernel.ids import new_id
from tests.people.arrivals import Neighbour, arrive

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
"""What the clock of ``tests.conftest`` says, too."""


@dataclass
class Household:
    """Ada, who keeps a hall with Bob and booked it, and the ids of all that as paths name them."""

    ada: Neighbour
    ids: dict[str, str]


def a_household(app: Flask) -> Household:
    """Let Ada list a hall, book it, close it for a day, add Bob as a keeper and invite somebody."""
    ada, bob = arrive(app, "Ada Byron", now=NOW), arrive(app, "Bob", now=NOW)
    space = ada.post(
        "/v1/spaces",
        {
            "name": "Mount Road Hall",
            "kind": "hall",
            "place": {"latitude": 53.9213, "longitude": -3.0178, "address_is_public": True},
            "opening_hours": [
                {"weekday": day, "opens": "00:00", "closes": "24:00"}
                for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
            ],
        },
    ).json
    path = f"/v1/spaces/{space['id']}"
    tomorrow = NOW + timedelta(days=1)
    booking = ada.post(
        f"{path}/bookings",
        {
            "starts_at": tomorrow.isoformat(),
            "ends_at": (tomorrow + timedelta(hours=2)).isoformat(),
        },
    ).json
    wait = bob.post(
        f"{path}/waits",
        {
            "starts_at": tomorrow.isoformat(),
            "ends_at": (tomorrow + timedelta(hours=2)).isoformat(),
        },
    ).json
    closed = ada.post(
        f"{path}/closures",
        {
            "starts_at": (NOW + timedelta(days=20)).isoformat(),
            "ends_at": (NOW + timedelta(days=21)).isoformat(),
        },
    ).json
    assert ada.post(f"{path}/keepers", {"person_id": str(bob.id)}).status_code == 200
    series = ada.post(
        f"{path}/series",
        {
            "rrule": "FREQ=WEEKLY;COUNT=2",
            "starts_at": "2026-03-03T18:00",
            "duration_minutes": 60,
        },
    ).json
    # On a day on which nothing else is: a home, for nobody else is called to its key.
    home = ada.post(
        "/v1/spaces",
        {"name": "Ada's", "kind": "home", "place": {"latitude": 53.9213, "longitude": -3.0178}},
    ).json
    opening = ada.post(
        f"/v1/spaces/{home['id']}/openings",
        {"weekday": "sunday", "from": "14:00", "until": "16:00"},
    ).json
    at_home = f"/v1/openings/{opening['id']}/dates/2026-03-08"
    assert bob.post(f"{at_home}/knock", {"first_name": "Bob"}).status_code == 200
    knock = ada.get(f"{at_home}/knocks").json["items"][0]
    ada.post(f"{at_home}/knocks/{knock['id']}/welcome", {"always": True})
    guests = ada.get(f"/v1/spaces/{home['id']}/welcome_guests").json["items"]
    conversation = ada.post(f"/v1/bookings/{booking['id']}/conversation").json
    post = ada.post(
        "/v1/posts",
        {
            "kind": "need",
            "title": "A hand with the hedge",
            "urgent": True,
            "place": {"latitude": 53.9213, "longitude": -3.0178},
        },
    ).json
    promise = bob.post(f"/v1/posts/{post['id']}/promises", {"words": "On Saturday?"}).json
    group = ada.post(
        "/v1/groups",
        {
            "name": "Men's shed",
            "visibility": "members",
            "place": {"latitude": 53.9213, "longitude": -3.0178},
        },
    ).json
    choir = ada.post(
        "/v1/groups",
        {
            "name": "Choir",
            "joining": "ask",
            "place": {"latitude": 53.9213, "longitude": -3.0178},
        },
    ).json
    asked = bob.post(f"/v1/groups/{choir['id']}/join_requests", {}).json
    invited = ada.post(f"/v1/groups/{group['id']}/invitations").json
    asking = ada.post(
        f"/v1/groups/{choir['id']}/asking_in",
        {"kind": "near", "radius_metres": 500, "words": "Come and sing."},
    ).json
    meeting = ada.post(
        f"/v1/groups/{group['id']}/meetings",
        {
            "title": "Mending",
            "starts_at": "2026-03-08T10:00",
            "duration_minutes": 60,
            "opens_up": True,
        },
    ).json
    brought = ada.post(
        f"/v1/meetings/{meeting['id']}/dates/2026-03-08/things", {"what": "A kettle"}
    ).json
    decision = ada.post(f"/v1/groups/{group['id']}/decisions", {"title": "Cake?"}).json
    with app.app_context():
        said = Decision(group_id=group["id"], title="The hall", words="Keep it open.")
        said.action, said.method, said.weight = "publish_words", "consent", "normal"
        said.state, said.created_at, said.settled_at = "enacted", NOW, NOW
        token = said.public_token = new_id().hex
        db.session.add(said)
        db.session.commit()
    notice = ada.post(f"/v1/groups/{group['id']}/notices", {"title": "Loose vice"}).json
    draw = ada.post(f"/v1/groups/{group['id']}/draws", {"purpose": "Who has the key?"}).json
    invitation = ada.post("/v1/invitations", {"for": "neighbour"}).json
    link = ada.post("/v1/me/calendar").json["link"]
    return Household(
        ada,
        {
            "space_id": space["id"],
            "booking_id": booking["id"],
            "wait_id": wait["id"],
            "series_id": series["id"],
            "closure_id": closed["closures"][0]["id"],
            "person_id": str(bob.id),
            "post_id": post["id"],
            "promise_id": promise["id"],
            "group_id": group["id"],
            "request_id": asked["id"],
            "code": invited["code"],
            "asking_id": asking["id"],
            # Nobody stands in a group of one; `tests.groups` has larger ones.
            "candidacy_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0ff",
            "decision_id": decision["id"],
            "words_token": token,
            "meeting_id": meeting["id"],
            "draw_id": draw["id"],
            "notice_id": notice["id"],
            "thing_id": brought["things"][0]["id"],
            "invitation_id": invitation["id"],
            "session_id": ada.get("/v1/me/sessions").json["items"][0]["id"],
            "on": "2026-03-08",
            "opening_id": opening["id"],
            "knock_id": knock["id"],
            "conversation_id": conversation["id"],
            "guest_id": guests[0]["id"],
            "token": link.rsplit("/", 1)[1].removesuffix(".ics"),
        },
    )
