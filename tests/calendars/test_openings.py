"""Openings as calendar programs read them."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.db import db
from tests.bookings.rooms import a_space
from tests.calendars.feeds import checked, path_of, standing, times
from tests.spaces.listings import ADDRESS, LATITUDE, PLACE

THURSDAY = {"weekday": "thursday", "from": "14:00", "until": "16:00"}


@pytest.fixture
def rosa(neighbour):
    return neighbour("Rosa Host")


@pytest.fixture
def home(rosa):
    listed = rosa.post(
        "/v1/spaces",
        {"name": "Front room", "kind": "home", "place": {**PLACE, "address": ADDRESS}},
    )
    assert listed.status_code == 201, listed.json
    return listed.json["id"]


@pytest.fixture
def hall(app, rosa):
    with app.app_context():
        space_id = a_space(db.session(), rosa.id).id
        db.session.commit()
    return space_id


def opened(keeper, space, **more):
    made = keeper.post(f"/v1/spaces/{space}/openings", {**THURSDAY, **more})
    assert made.status_code == 201, made.json
    return made.json["id"]


def feed(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.json
    return answer.data


def test_a_hall_that_opens_on_thursdays_is_one_event_that_repeats(client, rosa, hall):
    opening = opened(rosa, hall, shown_as="Living room")
    body = feed(client, f"/v1/spaces/{hall}/openings.ics")
    master = next(each for each in checked(body).walk("VEVENT") if "RRULE" in each)
    assert (master["SUMMARY"], master["TRANSP"]) == ("Living room", "TRANSPARENT")
    assert standing(body)[:2] == [
        (datetime(2026, 3, day, 14, tzinfo=UTC), datetime(2026, 3, day, 16, tzinfo=UTC))
        for day in (5, 12)
    ]
    # In summer it is at the same local hour.
    assert standing(body)[4][0] == datetime(2026, 4, 2, 13, tzinfo=UTC)
    off = rosa.post(f"/v1/openings/{opening}/dates/2026-03-12/not_today", {"words": "Painting"})
    assert off.status_code == 200, off.json
    found = times(feed(client, f"/v1/spaces/{hall}/calendar.ics"))
    assert [each[3] == "CANCELLED" for each in found[:3]] == [False, True, False]


def test_no_rule_of_a_home_says_when_nobody_is_in(client, rosa, home):
    opening = opened(rosa, home)
    path = f"/v1/spaces/{home}/calendar.ics"
    assert len(standing(feed(client, path))) > 5
    off = rosa.post(f"/v1/openings/{opening}/dates/2026-03-12/not_today", {})
    assert off.status_code == 200, off.json
    body = feed(client, path)
    assert [each[0].day for each in times(body)[:2]] == [5, 19]
    for secret in (b"RRULE", b"EXDATE", b"CANCELLED", b"20260312", b"Rosa"):
        assert secret not in body
    assert ADDRESS.encode() not in body
    assert str(LATITUDE).encode() not in body


def test_who_opens_the_door_finds_it_in_their_own_calendar(client, neighbour, rosa, hall):
    ben = neighbour("Ben Bell")
    opening = opened(rosa, hall)
    mine = path_of(ben.post("/v1/me/calendar").json["link"])
    joined = ben.post(f"/v1/openings/{opening}/dates/2026-03-05/openers", {"part": "open"})
    assert joined.status_code in {200, 201}, joined.json
    ben.post(f"/v1/openings/{opening}/dates/2026-03-12/openers", {"part": "close"})
    found = times(feed(client, mine))
    assert [(each[0].day, each[2]) for each in found] == [
        (5, "St Anne's hall: you open the door"),
        (12, "St Anne's hall: you lock up"),
    ]
    assert b"Rosa" not in feed(client, mine)


def test_a_host_finds_their_openings_in_their_own_calendar(client, rosa, home):
    opened(rosa, home)
    mine = path_of(rosa.post("/v1/me/calendar").json["link"])
    body = feed(client, mine)
    assert {each[1] - each[0] for each in times(body)} == {timedelta(hours=2)}
    assert b"RRULE" in body
