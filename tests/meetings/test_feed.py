"""Meetings in each member's own calendar, read as calendar programs do."""

from datetime import UTC, datetime

import pytest

from tests.calendars.feeds import checked, path_of, times
from tests.meetings.scenes import NEXT_THURSDAY, THURSDAY, a_group, a_hall, called, says
from tests.meetings.scenes import path_of as path_of_date


@pytest.fixture
def feed(client):
    """Read somebody's calendar."""
    links: dict[object, str] = {}

    def read(person):
        if person.id not in links:
            links[person.id] = path_of(person.post("/v1/me/calendar").json["link"])
        answer = client.get(links[person.id])
        assert answer.status_code == 200, answer.json
        checked(answer.data)
        return answer.data

    return read


def when(body):
    return [each[0] for each in times(body) if each[3] != "CANCELLED"]


def test_what_ones_groups_meet_for_is_in_ones_calendar(ada, ben, shed, feed, neighbour):
    called(ada, shed, rrule="FREQ=WEEKLY;COUNT=5", where="At Ada's", words="Bring a cup.")
    body = feed(ben)
    event = next(each for each in checked(body).walk("VEVENT") if "RRULE" in each)
    assert (event["SUMMARY"], event["LOCATION"]) == ("Mending evening", "At Ada's")
    assert event["DESCRIPTION"] == "Bring a cup."
    assert when(body) == [
        *(datetime(2026, 3, day, 18, tzinfo=UTC) for day in (5, 12, 19, 26)),
        datetime(2026, 4, 2, 17, tzinfo=UTC),
    ]
    assert when(feed(neighbour("Stranger"))) == []


def test_a_date_one_does_not_come_to_is_not_in_ones_calendar(ada, ben, shed, feed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=3")
    says(ben, meeting, "not", NEXT_THURSDAY)
    says(ben, meeting, "coming", "2026-03-19")
    assert [each.day for each in when(feed(ben))] == [5, 19]
    assert [each[3] for each in times(feed(ben))] == ["TENTATIVE", "CONFIRMED"]
    assert [each.day for each in when(feed(ada))] == [5, 12, 19]


def test_what_is_moved_or_called_off_is_so_in_ones_calendar(ada, ben, shed, feed):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=3")
    says(ben, meeting, "coming", NEXT_THURSDAY)
    ada.post(f"{path_of_date(meeting)}/moving", {"starts_at": "2026-03-06T10:00"})
    ada.post(f"{path_of_date(meeting, NEXT_THURSDAY)}/calling_off", {})
    assert [(each[0].day, each[0].hour, each[3]) for each in times(feed(ben))] == [
        (6, 10, "TENTATIVE"),
        (12, 18, "CANCELLED"),
        (19, 18, "TENTATIVE"),
    ]
    assert [each.day for each in when(feed(ada))] == [6, 19]


def test_when_the_rule_changes_the_calendar_keeps_what_was(ada, ben, shed, feed, clock):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=4")
    clock.pass_time(days=12)
    for each in (ada, ben):
        each.renew()
    change = {"from_on": "2026-03-19", "starts_at": "2026-03-19T10:00"}
    assert ada.post(f"/v1/meetings/{meeting['id']}/change", change).status_code == 200
    assert [(each.day, each.hour) for each in when(feed(ben))] == [
        (5, 18),
        (12, 18),
        (19, 10),
        (26, 10),
    ]


def test_a_calendar_names_no_hidden_group(ada, feed, neighbour):
    hall = a_hall(neighbour("Keeper"))
    group = a_group(ada, visibility="hidden", name="After the drink")
    facts = {"title": "Sober Thursdays", "words": "Tea", "where": "Round the back"}
    called(ada, group, **facts, space_id=hall, rrule="FREQ=WEEKLY;COUNT=2")
    body = feed(ada)
    assert {each[2] for each in times(body)} == {"Meeting"}
    assert len(times(body)) == 2
    for secret in (b"Sober", b"drink", b"Tea", b"Round", b"Hall", b"GEO"):
        assert secret not in body


def test_a_date_that_has_lost_its_room_says_so(ada, ben, shed, feed, neighbour):
    hall = a_hall(neighbour("Keeper"))
    called(ada, shed, space_id=hall, book=True)
    assert str(checked(feed(ben)).walk("VEVENT")[0]["LOCATION"]).startswith("Mount Road Hall")
    booking = ada.get("/v1/me/bookings").json["items"][0]
    ada.post(f"/v1/bookings/{booking['id']}/cancellation", {})
    event = checked(feed(ben)).walk("VEVENT")[0]
    assert event["DESCRIPTION"] == "It has no room any more."
    assert "LOCATION" not in event


def test_who_leaves_the_group_has_its_meetings_in_their_calendar_no_longer(ada, ben, shed, feed):
    called(ada, shed)
    assert [each.isoformat()[:10] for each in when(feed(ben))] == [THURSDAY]
    assert ben.delete(f"/v1/groups/{shed['id']}/membership").status_code == 204
    assert when(feed(ben)) == []


def test_a_calendar_of_many_meetings_asks_no_more_than_one_of_few(app, ada, shed, feed):
    asked: list[str] = []
    from sqlalchemy import event

    from backend.db import db

    called(ada, shed, rrule="FREQ=WEEKLY", opens_up=True)
    feed(ada)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    feed(ada)
    few = len(asked)
    for _ in range(5):
        called(ada, shed, rrule="FREQ=WEEKLY;COUNT=9")
    asked.clear()
    feed(ada)
    assert len(asked) == few > 0
