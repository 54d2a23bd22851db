"""The picture of a month, drawn from what the API answers."""

from xml.etree import ElementTree

import pytest

from backend.db import db
from scripts.pictures.month import draw_month
from tests.bookings.rooms import a_space

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def keeper(neighbour):
    return neighbour("Kim Keeper")


@pytest.fixture
def hall(app, keeper):
    with app.app_context():
        space_id = a_space(db.session(), keeper.id).id
        db.session.commit()
    return space_id


def book(who, space, start, end, **more):
    made = who.post(f"/v1/spaces/{space}/bookings", {"starts_at": start, "ends_at": end, **more})
    assert made.status_code == 201, made.json


def drawn(keeper, hall):
    path = f"/v1/spaces/{hall}"
    windows = [
        keeper.get(f"{path}/calendar?starts_at=2026-03-{a}&ends_at={b}")
        for a, b in (
            ("01T00:00:00Z", "2026-03-20T00:00:00Z"),
            ("20T00:00:00Z", "2026-04-02T00:00:00Z"),
        )
    ]
    assert [each.status_code for each in windows] == [200, 200]
    svg = draw_month(
        keeper.get(path).json,
        [each.json for each in windows],
        keeper.get(f"{path}/bookings?limit=100").json["items"],
        year=2026,
        month=3,
    )
    return ElementTree.fromstring(svg)


def test_the_picture_shows_what_the_calendar_says(keeper, hall):
    book(keeper, hall, "2026-03-06T21:00:00Z", "2026-03-07T02:00:00Z", shown_as="Wake & <tea>")
    series = {"rrule": "FREQ=WEEKLY;COUNT=5", "starts_at": "2026-03-05T19:00"}
    assert (
        keeper.post(
            f"/v1/spaces/{hall}/series", {**series, "duration_minutes": 120, "shown_as": "Choir"}
        ).status_code
        == 201
    )
    mondays = {"weekday": "monday", "from": "14:00", "until": "17:00"}
    assert keeper.post(f"/v1/spaces/{hall}/openings", mondays).status_code == 201
    picture = drawn(keeper, hall)
    titles = [each.text for each in picture.iter(f"{SVG}title")]
    # It goes on after midnight, and is drawn on both days.
    assert titles.count("21:00–02:00 Wake & <tea>") == 2
    assert titles.count("19:00–21:00 Choir") == 4
    legend = [each.text for each in picture.iter(f"{SVG}text") if each.get("class") == "legend"]
    assert {"Booked once", "Booked again and again"} <= set(legend)
    marks = [each.text for each in picture.iter(f"{SVG}text") if each.get("class") == "mark"]
    assert marks == ["clocks forward, 01:00 → 02:00"]
    days = [each.text for each in picture.iter(f"{SVG}text") if each.get("class") == "day"]
    assert days == [str(day) for day in range(1, 32)]
