"""Caring for a place over HTTP, and what strangers get to see of it: nothing."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image

from backend.care import cards
from backend.db import db
from backend.web.words import bundle
from tests.people.arrivals import Neighbour

PLACE = {"latitude": 53.9231, "longitude": -3.0154}
NOTES = "The safe beside the door opens with 1871."


@pytest.fixture
def keeper(neighbour) -> Neighbour:
    return neighbour("Keeper")


@pytest.fixture
def ada(neighbour) -> Neighbour:
    return neighbour("Ada Byron")


@pytest.fixture
def stranger(neighbour) -> Neighbour:
    return neighbour("Stranger")


@pytest.fixture
def hall(keeper) -> str:
    """A hall that is open day and night; its path."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    hall = keeper.post(
        "/v1/spaces",
        {
            "name": "St Anne's hall",
            "kind": "hall",
            "place": PLACE,
            "opening_hours": [{"weekday": d, "opens": "00:00", "closes": "24:00"} for d in days],
            "terms": {"confirms": "instant", "notice_minutes": 0},
        },
    )
    assert hall.status_code == 201, hall.json
    return f"/v1/spaces/{hall.json['id']}"


@pytest.fixture
def booking(hall, ada, clock) -> str:
    """Ada has it from two hours from now, for three hours; the path of her booking."""
    return booked(ada, hall, clock(), 2)


def booked(somebody, hall, now, hours, length=3) -> str:
    start = now + timedelta(hours=hours)
    end = start + timedelta(hours=length)
    times = {"starts_at": start.isoformat(), "ends_at": end.isoformat()}
    answer = somebody.post(f"{hall}/bookings", times)
    assert answer.status_code == 201, answer.json
    return f"/v1/bookings/{answer.json['id']}"


def time_passes(clock, *people: Neighbour, hours: float = 0, minutes: float = 0) -> None:
    """Let time pass; the phones that lay in a drawer meanwhile renew what they hold."""
    clock.pass_time(hours=hours, minutes=minutes)
    for somebody in people:
        somebody.renew()


def code_on_card(keeper: Neighbour, hall: str, app: Flask, now: datetime) -> str:
    from backend.care.entrances import code_of_card

    with app.app_context():
        space_id = UUID(hall.rpartition("/")[2])
        code = code_of_card(db.session(), space_id, by=keeper.id, now=now)[1]
        db.session.commit()
    return code


def test_an_evening_in_an_empty_hall(app, hall, booking, keeper, ada, stranger, clock):
    card = code_on_card(keeper, hall, app, clock())
    time_passes(clock, keeper, ada, stranger, hours=2, minutes=10)
    refused = stranger.post(f"{hall}/empty_room", {"card": card})
    assert (refused.status_code, refused.json["code"]) == (409, "too_soon_to_ask")
    time_passes(clock, keeper, ada, stranger, minutes=15)
    asked = stranger.post(f"{hall}/empty_room", {"card": card})
    assert asked.status_code == 200, asked.json
    assert asked.json["says"].startswith("We have asked.")
    assert "Ada" not in asked.text
    seen = ada.get(booking).json
    assert "here" in seen["can"]
    assert seen["next"]["becomes"] == "missed"
    assert seen["says"].startswith("Somebody finds St Anne's hall empty. Are you there?")
    told = ada.get("/v1/notifications").json["items"][0]
    assert (told["kind"], told["about_id"]) == ("are_you_there", booking.rpartition("/")[2])
    time_passes(clock, keeper, ada, stranger, minutes=10)
    assert ada.get(booking).json["state"] == keeper.get(booking).json["state"] == "missed"
    assert ada.get(booking).json["can"] == []
    # Now whoever stands there takes it, and nothing says who did not come.
    booked(stranger, hall, clock() + timedelta(minutes=25), 0, 1)
    window = {
        "starts_at": clock().isoformat(),
        "ends_at": (clock() + timedelta(hours=6)).isoformat(),
    }
    taken = stranger.get(f"{hall}/calendar", query_string=window).json["taken"]
    assert [each["is_mine"] for each in taken] == [True]
    assert stranger.get(booking).status_code == 404
    late = ada.post(f"{booking}/here")
    assert (late.status_code, late.json["code"]) == (409, "booking_cannot_become")


def test_we_are_here(app, hall, booking, keeper, ada, stranger, clock):
    time_passes(clock, keeper, ada, stranger, hours=2, minutes=30)
    keeper.post(f"{hall}/empty_room", {})
    assert keeper.post(f"{booking}/here").status_code == 403
    assert stranger.post(f"{booking}/here").status_code == 404
    seen = ada.post(f"{booking}/here")
    assert (seen.status_code, seen.json["state"]) == (200, "running")
    assert "here" not in seen.json["can"]
    again = keeper.post(f"{hall}/empty_room", {})
    assert (again.status_code, again.json["code"]) == (409, "somebody_is_there")


def test_the_card_is_a_picture_and_a_page(app, hall, keeper):
    picture = keeper.get(f"{hall}/card.png")
    assert picture.content_type == "image/png"
    assert picture.headers["Cache-Control"] == "no-store"
    assert Image.open(BytesIO(picture.data)).size == (
        cards.WIDE * cards.PIXELS,
        cards.HIGH * cards.PIXELS,
    )
    assert keeper.get(f"{hall}/card.png").data == picture.data, "the same card again"
    page = keeper.get(f"{hall}/card.pdf")
    assert (page.content_type, page.data[:5]) == ("application/pdf", b"%PDF-")
    assert keeper.post(f"{hall}/card_renewal").status_code == 204
    assert keeper.get(f"{hall}/card.png").data != picture.data


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "card.png", None),
        ("GET", "card.pdf", None),
        ("POST", "card_renewal", None),
        ("GET", "access", None),
        ("PUT", "access", {"notes": "Come all"}),
        ("POST", "key", {"i_have_it": True}),
        ("GET", "notes", None),
        ("GET", "misfits", None),
        ("POST", "mending", {}),
        ("POST", "mended", None),
        ("POST", "empty_room", {}),
    ],
)
def test_strangers_see_nothing_and_change_nothing(hall, keeper, stranger, method, path, body):
    keeper.put(f"{hall}/access", {"notes": NOTES})
    answer = stranger.request(method, f"{hall}/{path}", body)
    assert answer.status_code in {403, 404}
    assert "1871" not in answer.text
    assert keeper.get(f"{hall}/access").json["key"]["where"] == "keepers"
    assert keeper.get(hall).json["closures"] == []


def test_how_to_get_in_and_the_key(hall, booking, keeper, ada, stranger, clock):
    answer = keeper.put(f"{hall}/access", {"notes": NOTES, "shown_minutes_before": 60})
    assert answer.json["notes"] == NOTES
    early = ada.get(f"{booking}/access").json
    assert (early["notes"], early["key"], early["next"]["becomes"]) == (None, None, "shown")
    assert "1871" not in ada.get(hall).text
    assert "1871" not in ada.get(booking).text
    time_passes(clock, keeper, ada, stranger, hours=1)
    assert ada.get(f"{booking}/access").json["notes"] == NOTES
    assert stranger.get(f"{booking}/access").status_code == 404
    key = ada.post(f"{hall}/key", {"i_have_it": True}).json
    assert (key["first_name"], key["says"]) == ("Ada", "You have the key.")
    assert keeper.get(f"{hall}/access").json["key"]["says"] == "Ada has the key."
    back = ada.post(f"{hall}/key", {"passed_on_to": "keepers"}).json
    assert (back["where"], back["had_before"]) == ("keepers", "Ada")
    assert ada.post(f"{hall}/key", {"missing": True}).json["where"] == "missing"
    kinds = [each["kind"] for each in keeper.get("/v1/notifications").json["items"]]
    assert kinds == ["key_missing", "key_with_keepers"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"i_have_it": False},
        {"missing": False},
        {"i_have_it": True, "missing": True},
        {"passed_on_to": "x" * 40},
        {"passed_on_to": None},
    ],
)
def test_a_key_is_in_one_place(hall, keeper, body):
    assert keeper.post(f"{hall}/key", body).status_code == 422


def test_a_key_goes_to_bookings_that_there_are(hall, keeper):
    for nowhere in ("ben", "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001"):
        answer = keeper.post(f"{hall}/key", {"passed_on_to": nowhere})
        assert (answer.status_code, answer.json["code"]) == (404, "booking_not_found")


def test_leaving_it_well(hall, booking, keeper, ada, stranger, clock):
    time_passes(clock, keeper, ada, stranger, hours=4)
    left = ada.post(f"{booking}/leaving_note", {"as_found": False, "words": "The tap drips."})
    assert left.status_code == 201
    time_passes(clock, keeper, ada, stranger, hours=2)
    assert ada.get(f"{hall}/notes").status_code == 404, "her time is over"
    booked(stranger, hall, clock(), 24)
    for somebody in (keeper, stranger):
        seen = somebody.get(f"{hall}/notes")
        assert seen.json["items"] == [left.json]
        assert "Ada" not in seen.text


def test_being_mended_is_seen_and_other_times_are_offered(hall, booking, keeper, ada):
    seen = keeper.post(f"{hall}/mending", {"words": "No heating"})
    assert seen.status_code == 200, seen.json
    assert [(each["kind"], each["words"]) for each in seen.json["closures"]] == [
        ("mending", "No heating")
    ]
    assert seen.json["is_open_now"] is False
    assert ada.get(booking).json["state"] == "confirmed"
    told = ada.get("/v1/notifications").json["items"][0]
    assert (told["kind"], told["params"]["words"]) == ("space_being_mended", "No heating")
    assert keeper.get(f"{hall}/misfits").json["items"][0]["why"] == ["closed_then"]
    assert ada.get(f"{booking}/alternatives").json["suggestions"] == [], (
        "it is all there is for miles"
    )
    assert keeper.post(f"{hall}/mended").json["closures"] == []
    others = ada.get(f"{booking}/alternatives").json["suggestions"]
    assert others
    assert all(each["starts_at"] for each in others)


def test_everything_that_is_told_has_a_sentence_with_what_it_needs():
    kinds = ("key_passed_on", "key_missing_before_you", "bookings_no_longer_fit", "space_mended")
    for language in ("en", "de"):
        for kind in kinds:
            assert bundle(language).has_message(f"told-{kind.replace('_', '-')}")
