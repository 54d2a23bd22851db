"""Calendars as calendar programs read them, over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from structlog.testing import capture_logs

from backend.bookings.models import Booking
from backend.db import db
from tests.bookings.rooms import a_space
from tests.calendars.feeds import checked, path_of, standing, times

HOUR = timedelta(hours=1)


def at(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def keeper(neighbour):
    return neighbour("Kim Keeper")


@pytest.fixture
def make_space(app, keeper):
    def make(**facts):
        with app.app_context():
            space_id = a_space(db.session(), keeper.id, **facts).id
            db.session.commit()
        return space_id

    return make


@pytest.fixture
def hall(make_space):
    return make_space()


def book(who, space, start, end, **more):
    made = who.post(
        f"/v1/spaces/{space}/bookings",
        {"starts_at": start.isoformat(), "ends_at": end.isoformat(), **more},
    )
    assert made.status_code == 201, made.json
    return made


def book_series(who, space, rrule, starts_at, **more):
    made = who.post(
        f"/v1/spaces/{space}/series",
        {"rrule": rrule, "starts_at": starts_at, "duration_minutes": 120, **more},
    )
    assert made.status_code == 201, made.json
    return made


def address(who):
    made = who.post("/v1/me/calendar")
    assert made.status_code == 201, made.json
    return path_of(made.json["link"])


def read(client, path, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.json
    return answer


def held(app: Flask, person_id):
    """Return what somebody holds, as our own rows have it."""
    with app.app_context():
        rows = db.session.execute(
            select(Booking.starts_at, Booking.ends_at).where(
                Booking.booked_by == person_id, Booking.state.in_(["asked", "confirmed"])
            )
        )
        return sorted((start, end) for start, end in rows)


def test_my_booking_stands_in_my_calendar_with_the_address_i_may_know(client, ada, hall):
    book(ada, hall, at(3, 5, 19), at(3, 5, 21), what_for="Choir; bring cake,\nand \\ 🎂")
    answer = read(client, address(ada))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (found,) = checked(answer.data).walk("VEVENT")
    assert found["SUMMARY"] == "St Anne's hall"
    assert found["DESCRIPTION"] == "Choir; bring cake,\nand \\ 🎂"
    assert found["LOCATION"] == "Church Lane 4"
    assert found["DTSTART"].params["TZID"] == "Europe/London"
    assert standing(answer.data) == [(at(3, 5, 19), at(3, 5, 21))]


def test_what_waits_for_an_answer_is_tentative_and_says_no_address(client, ada, make_space):
    asked = make_space(confirms="ask")
    book(ada, asked, at(3, 20, 19), at(3, 20, 21))
    (found,) = checked(read(client, address(ada)).data).walk("VEVENT")
    assert found["STATUS"] == "TENTATIVE"
    assert "LOCATION" not in found


def test_what_i_called_off_stays_struck_through_for_thirty_days(client, clock, ada, hall):
    booked = book(ada, hall, at(5, 5, 19), at(5, 5, 21))
    path = address(ada)
    before = checked(read(client, path).data).walk("VEVENT")[0]
    cancelled = ada.post(f"/v1/bookings/{booked.json['id']}/cancellation", {}, if_match=booked)
    assert cancelled.status_code == 200, cancelled.json
    after = checked(read(client, path).data).walk("VEVENT")[0]
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    clock.pass_time(days=31)
    assert times(read(client, path).data) == []


def test_a_new_address_ends_the_one_before_and_revoking_ends_it_too(client, ada):
    assert ada.get("/v1/me/calendar").json == {"made_at": None, "can": ["make"]}
    first, second = address(ada), address(ada)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert ada.get("/v1/me/calendar").json["can"] == ["renew", "revoke"]
    assert ada.delete("/v1/me/calendar").status_code == 204
    assert ada.delete("/v1/me/calendar").status_code == 204
    gone = client.get(second)
    assert (gone.status_code, gone.json["code"]) == (404, "calendar_not_found")
    assert client.get("/v1/calendars/abc.ics").status_code == 404
    assert client.get("/v1/calendars/%F0%9F%8E%82.ics").status_code == 404


def test_each_address_opens_the_calendar_of_who_made_it(client, neighbour, ada, hall):
    ben = neighbour("Ben Bell")
    book(ada, hall, at(3, 5, 19), at(3, 5, 21))
    book(ben, hall, at(3, 6, 19), at(3, 6, 21))
    assert standing(read(client, address(ada)).data) == [(at(3, 5, 19), at(3, 5, 21))]
    assert standing(read(client, address(ben)).data) == [(at(3, 6, 19), at(3, 6, 21))]


def test_the_secret_is_kept_nowhere_and_logged_nowhere(app, client, ada):
    with capture_logs() as logs:
        path = address(ada)
        read(client, path)
    secret = path.removeprefix("/v1/calendars/").removesuffix(".ics")
    assert len(secret) == 43
    assert logs
    assert secret not in repr(logs)
    assert "/v1/calendars/<token>.ics" in repr(logs)
    with app.app_context():
        kept = db.session.execute(
            db.text("SELECT row(a.*)::text FROM calendar_addresses a")
        ).scalars()
        assert all(secret not in row for row in kept)
        assert db.session.scalar(db.text("SELECT count(*) FROM idempotency_keys")) == 0


def test_a_program_that_has_it_already_is_told_so(client, ada, hall):
    book(ada, hall, at(3, 5, 19), at(3, 5, 21))
    path = address(ada)
    tag = read(client, path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    book(ada, hall, at(3, 6, 19), at(3, 6, 21))
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_whoever_leaves_has_no_calendar(client, ada):
    path = address(ada)
    left = ada.delete("/v1/me", if_match=ada.get("/v1/me"))
    assert left.status_code == 204, left.json
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/London", "2026-03-05T19:00"),
        ("Europe/London", "2026-03-08T01:30"),
        ("Australia/Lord_Howe", "2026-03-08T01:45"),
        ("America/St_Johns", "2026-03-05T23:00"),
        ("Africa/Casablanca", "2026-03-05T02:30"),
        ("Africa/Casablanca", "2026-03-08T01:00"),
    ],
)
@pytest.mark.parametrize("rrule", ["FREQ=WEEKLY;COUNT=50", "FREQ=DAILY;UNTIL=20261231"])
def test_a_series_over_clock_changes_is_in_every_program_when_it_is_here(
    app, client, ada, make_space, zone, first, rrule
):
    space = make_space(zone=zone)
    book_series(ada, space, rrule, first)
    ours = held(app, ada.id)
    assert len(ours) > 40
    assert standing(read(client, address(ada)).data) == ours
    assert standing(read(client, f"/v1/spaces/{space}/calendar.ics").data) == ours


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=30",
        "FREQ=MONTHLY;BYDAY=1SU;UNTIL=20270101",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1;COUNT=5",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260701",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1;COUNT=12",
    ],
)
def test_a_rule_read_in_its_middle_has_the_same_dates(app, client, clock, ada, hall, rrule):
    book_series(ada, hall, rrule, "2026-03-03T18:00")
    clock.pass_time(days=97)  # What ended sixty days ago is shown no more.
    ada.renew()
    shown = [each for each in held(app, ada.id) if each[1] > clock() - timedelta(days=60)]
    assert 2 < len(shown) < len(held(app, ada.id))
    body = read(client, address(ada)).data
    assert b"RRULE" in body
    assert standing(body) == shown


def test_dates_left_out_moved_and_called_off_are_said_as_such(app, client, ada, hall):
    made = book_series(
        ada,
        hall,
        "FREQ=WEEKLY;COUNT=6",
        "2026-03-05T19:00",
        left_out=["2026-03-12"],
        moved={"2026-03-19": "2026-03-20T18:00"},
        shown_as="Choir, come along",
    )
    path = address(ada)
    dates = made.json["dates"]
    fourth = next(each for each in dates if each["on"] == "2026-03-26")["booking_id"]
    booked = ada.get(f"/v1/bookings/{fourth}")
    off = ada.post(f"/v1/bookings/{fourth}/cancellation", {}, if_match=booked)
    assert off.status_code == 200, off.json
    body = read(client, path).data
    assert b"EXDATE;TZID=Europe/London:20260312T190000\r\n" in body
    assert b"RECURRENCE-ID;TZID=Europe/London:20260319T190000\r\n" in body
    assert standing(body) == held(app, ada.id)
    assert next(each for each in times(body) if each[3] == "CANCELLED")[0] == at(3, 26, 19)
    assert {each[2] for each in times(body)} == {"St Anne's hall: Choir, come along"}
    public = read(client, f"/v1/spaces/{hall}/calendar.ics").data
    assert {each[2] for each in times(public)} == {"Choir, come along"}


def test_a_booking_in_the_hour_that_comes_twice_is_when_it_is(client, ada, hall):
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 01:30 in London, for the second time.
    book(ada, hall, second, second + HOUR)
    assert standing(read(client, address(ada)).data) == [(second, second + HOUR)]


def test_strangers_learn_that_a_hall_is_taken_and_not_by_whom(client, ada, hall):
    booked = book(ada, hall, at(3, 5, 19), at(3, 5, 21), what_for="my divorce").json
    book(ada, hall, at(3, 6, 19), at(3, 6, 21), shown_as="Choir, come along")
    answer = read(client, f"/v1/spaces/{hall}/calendar.ics")
    assert [each[2] for each in times(answer.data)] == ["Taken", "Choir, come along"]
    for secret in ("Ada", "Kim", "divorce", booked["id"], "Church Lane", "53.9231"):
        assert secret not in answer.text
    german = read(client, f"/v1/spaces/{hall}/calendar.ics", **{"Accept-Language": "de"})
    assert "Belegt" in german.text


def test_strangers_never_learn_when_a_home_is_empty(client, keeper, make_space):
    home = make_space(kind="home")
    book(keeper, home, at(3, 5, 19), at(3, 5, 21), shown_as="Tea")
    assert times(read(client, f"/v1/spaces/{home}/calendar.ics").data) == []
    assert client.get(f"/v1/spaces/{keeper.id}/calendar.ics").status_code == 404


def test_a_feed_asks_as_often_for_many_bookings_as_for_one(app, client, ada, hall):
    def asked(path):
        statements = []

        def note(*arguments):
            statements.append(arguments[2])

        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
            read(client, path)
            event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    public = f"/v1/spaces/{hall}/calendar.ics"
    path = address(ada)
    book(ada, hall, at(3, 2, 19), at(3, 2, 21))
    book_series(ada, hall, "FREQ=WEEKLY;COUNT=2", "2026-03-04T19:00")
    few = asked(path), asked(public)
    book_series(ada, hall, "FREQ=DAILY;COUNT=50", "2026-03-05T08:00")
    for day in range(7, 20):
        book(ada, hall, at(4, day, 12), at(4, day, 13))
    assert (asked(path), asked(public)) == few
    assert few[0] <= 9, "bookings, series, promises and meetings"
    assert few[1] <= 5


def test_the_name_of_nobody_else_is_in_a_private_calendar(client, neighbour, ada, hall, keeper):
    ben = neighbour("Benedict Bell")
    book(ben, hall, at(3, 5, 19), at(3, 5, 21), what_for="Benedict's birthday")
    mine = book(ada, hall, at(3, 6, 19), at(3, 6, 21))
    words = {"words": "Kim Keeper says sorry"}
    off = keeper.post(f"/v1/bookings/{mine.json['id']}/cancellation", words, if_match=mine)
    assert off.status_code == 200, off.json
    feed = read(client, address(ada)).text
    assert all(name not in feed for name in ("Benedict", "Kim", "Keeper"))


def test_every_day_for_three_hundred_days_is_one_event(client, ada, hall):
    book_series(ada, hall, "FREQ=DAILY;COUNT=300", "2026-03-02T19:00")
    body = read(client, address(ada)).data
    assert len(standing(body)) == 300
    assert body.count(b"BEGIN:VEVENT") == 1
