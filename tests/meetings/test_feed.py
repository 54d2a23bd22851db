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


def events(body):
    """Return what stands in a feed: the whole first, then each date that differs by its own."""
    found = {}
    for event in checked(body).walk("VEVENT"):
        instead_of = event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in event else None
        found[instead_of and instead_of.day] = event
    return found


def test_every_change_is_a_later_revision_with_the_same_name(ada, ben, shed, feed, clock):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=3")
    says(ben, meeting, "coming")
    path = f"/v1/meetings/{meeting['id']}"
    revisions = [feed(ben)]
    for verb, body in (
        ("moving", {"starts_at": "2026-03-06T10:00"}),
        ("calling_off", {}),
        ("taking_up", None),
    ):
        clock.pass_time(minutes=1)
        assert ada.post(f"{path_of_date(meeting)}/{verb}", body).status_code == 200
        revisions.append(feed(ben))
    clock.pass_time(minutes=1)
    assert ada.patch(path, {"where": "At Ben's"}, if_match=ada.get(path)).status_code == 200
    revisions.append(feed(ben))
    seen = [events(each)[5] if index else None for index, each in enumerate(revisions)][1:]
    assert [str(each["STATUS"]) for each in seen] == [
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
        "CONFIRMED",
    ]
    wholes = [events(each)[None] for each in revisions]
    for revised in (seen, wholes):
        numbers = [int(each["SEQUENCE"]) for each in revised]
        stamps = [each["DTSTAMP"].dt for each in revised]
        assert numbers == sorted(set(numbers))
        assert stamps == sorted(set(stamps))
        assert len({str(each["UID"]) for each in revised}) == 1
    assert {str(each["UID"]) for each in seen} == {str(wholes[0]["UID"])}


def test_a_date_that_is_moved_says_which_of_the_rule_it_is_on_the_clock_of_the_place(
    ada, ben, shed, feed
):
    meeting = called(ada, shed, rrule="FREQ=WEEKLY;COUNT=5")
    after_the_clock_changed = "2026-04-02"
    moved = ada.post(
        f"{path_of_date(meeting, after_the_clock_changed)}/moving",
        {"starts_at": "2026-04-03T19:30"},
    )
    assert moved.json["starts_at"] == "2026-04-03T18:30:00Z"
    event = events(feed(ben))[2]
    assert event["RECURRENCE-ID"].to_ical() == b"20260402T180000"
    assert event["RECURRENCE-ID"].params["TZID"] == "Europe/London"
    assert (event["DTSTART"].to_ical(), event["DTSTART"].params["TZID"]) == (
        b"20260403T193000",
        "Europe/London",
    )
    assert [each.isoformat() for each in when(feed(ben))] == [
        *(f"2026-03-{day:02}T18:00:00+00:00" for day in (5, 12, 19, 26)),
        "2026-04-03T18:30:00+00:00",
    ]


def test_a_date_in_another_space_is_there_in_ones_calendar(ada, ben, shed, feed, neighbour):
    keeper = neighbour("Keeper")
    hall, barn = a_hall(keeper), a_hall(keeper, name="The barn")
    meeting = called(ada, shed, space_id=hall, book=True, rrule="FREQ=WEEKLY;COUNT=3")
    taken = ada.post(f"{path_of_date(meeting, NEXT_THURSDAY)}/room", {"space_id": barn})
    assert taken.status_code == 200, taken.json
    found = events(feed(ben))
    assert str(found[None]["LOCATION"]).startswith("Mount Road Hall")
    assert str(found[12]["LOCATION"]).startswith("The barn")


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
