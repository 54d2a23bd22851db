"""Bookings as a phone sees them."""

import pytest

from backend.db import db
from tests.bookings.rooms import a_space

EVENING = {"starts_at": "2026-03-02T18:00:00Z", "ends_at": "2026-03-02T20:00:00Z"}


@pytest.fixture
def list_hall(app):
    """Put a hall of this keeper's on the map and return its id."""

    def hall(keeper, **facts):
        with app.app_context():
            space = a_space(db.session(), keeper.id, **facts)
            space_id = space.id
            db.session.commit()
        return space_id

    return hall


@pytest.fixture
def keeper(neighbour):
    return neighbour("Kim Keeper")


@pytest.fixture
def ben(neighbour):
    return neighbour("Ben Bell")


def test_a_booking_says_what_it_is_what_comes_and_what_can_be_done(list_hall, keeper, ada):
    hall = list_hall(keeper)
    wish = {**EVENING, "people": 12, "what_for": "Practice", "shown_as": "Choir, come along"}
    made = ada.post(f"/v1/spaces/{hall}/bookings", wish)
    assert made.status_code == 201, made.json
    booking = made.json
    assert booking["state"] == "confirmed"
    assert booking["can"] == ["edit", "move", "cancellation"]
    assert booking["next"] == {"at": "2026-03-02T18:00:00Z", "becomes": "running"}
    assert booking["says"] == "St Anne's hall is yours from Monday 2 March, 18:00."
    assert booking["space"]["address"] == "Church Lane 4"
    assert ada.get(f"/v1/bookings/{booking['id']}").json == booking
    german = ada.get(f"/v1/bookings/{booking['id']}", headers={"Accept-Language": "de"})
    assert german.json["says"] == "St Anne's hall gehört dir ab Montag, 2. März, 18:00."


def test_the_loser_of_a_race_is_told_what_else_is_free(list_hall, keeper, ada, ben):
    hall = list_hall(keeper)
    other = list_hall(keeper, name="Barn")
    ada.post(f"/v1/spaces/{hall}/bookings", EVENING)
    lost = ben.post(f"/v1/spaces/{hall}/bookings", EVENING)
    assert lost.status_code == 409
    assert lost.content_type == "application/problem+json"
    assert lost.json["code"] == "space_already_booked"
    here = [each for each in lost.json["suggestions"] if each["space_id"] == str(hall)]
    assert [(each["starts_at"], each["ends_at"]) for each in here[:2]] == [
        ("2026-03-02T16:00:00Z", "2026-03-02T18:00:00Z"),
        ("2026-03-02T20:00:00Z", "2026-03-02T22:00:00Z"),
    ]
    elsewhere = [each for each in lost.json["suggestions"] if each["space_id"] == str(other)]
    assert elsewhere[0]["name"] == "Barn"
    assert len(lost.json["suggestions"]) <= 5


def test_only_parties_see_a_booking_and_only_keepers_a_spaces_bookings(list_hall, keeper, ada, ben):
    hall = list_hall(keeper)
    booking = ada.post(f"/v1/spaces/{hall}/bookings", EVENING).json
    path = f"/v1/bookings/{booking['id']}"
    assert ben.get(path).status_code == 404
    assert ben.post(f"{path}/cancellation", {}).json["code"] == "booking_not_found"
    assert ben.get(f"/v1/spaces/{hall}/bookings").status_code == 404
    seen = keeper.get(path).json
    assert (seen["booked_by"], seen["is_mine"], seen["can"]) == (
        "Ada",
        False,
        ["taking-back", "cancellation"],
    )
    assert keeper.get(f"/v1/spaces/{hall}/bookings").json["items"] == [seen]


def test_changing_a_booking_needs_its_version(list_hall, keeper, ada):
    hall = list_hall(keeper)
    made = ada.post(f"/v1/spaces/{hall}/bookings", EVENING)
    path = f"/v1/bookings/{made.json['id']}"
    assert ada.patch(path, {"people": 3}).status_code == 428
    changed = ada.patch(path, {"people": 3}, if_match=made)
    assert (changed.status_code, changed.json["people"]) == (200, 3)
    assert ada.patch(path, {"people": 4}, if_match=made).status_code == 412
    assert ada.patch(path, {"people": 4}, if_match='"x"').json["code"] == "version_not_readable"
    read = ada.get(path)
    again = ada.get(path, headers={"If-None-Match": read.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_same_request_twice_books_once(list_hall, keeper, ada):
    hall = list_hall(keeper)
    path = f"/v1/spaces/{hall}/bookings"
    first = ada.post(path, EVENING, key="thursday")
    again = ada.post(path, EVENING, key="thursday")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert again.headers["ETag"] == first.headers["ETag"]
    other = ada.post(path, {**EVENING, "people": 2}, key="thursday")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_used_otherwise")
    assert len(ada.get("/v1/me/bookings").json["items"]) == 1


def test_a_key_is_forgotten_after_a_day(list_hall, keeper, ada, clock):
    hall = list_hall(keeper)
    path = f"/v1/spaces/{hall}/bookings"
    later = {"starts_at": "2026-03-03T18:00:00Z", "ends_at": "2026-03-03T20:00:00Z"}
    assert ada.post(path, EVENING, key="weekly").status_code == 201
    clock.pass_time(hours=24)
    ada.renew()
    assert ada.post(path, later, key="weekly").json["code"] == "idempotency_key_used_otherwise"
    clock.pass_time(seconds=1)
    assert ada.post(path, later, key="weekly").status_code == 201
    assert ada.post(path, later, key="weekly").headers["Idempotent-Replayed"] == "true"


def test_my_bookings_are_paged_soonest_first_and_past_ones_latest_first(
    list_hall, keeper, ada, clock
):
    hall = list_hall(keeper)
    for hour in range(10, 15):
        times = {
            "starts_at": f"2026-03-02T{hour}:00:00Z",
            "ends_at": f"2026-03-02T{hour + 1}:00:00Z",
        }
        assert ada.post(f"/v1/spaces/{hall}/bookings", times).status_code == 201
    first = ada.get("/v1/me/bookings?limit=3").json
    rest = ada.get(f"/v1/me/bookings?limit=3&cursor={first['next']}").json
    starts = [each["starts_at"][11:13] for each in first["items"] + rest["items"]]
    assert (starts, rest["next"]) == (["10", "11", "12", "13", "14"], None)
    odd = ada.get(f"/v1/me/bookings?when=past&cursor={first['next']}")
    assert odd.json["code"] == "cursor_of_other_filters"
    for forged in ("x", "W10", first["next"][:-3], "\u00e9"):
        refused = ada.get("/v1/me/bookings", query_string={"cursor": forged})
        assert (refused.status_code, refused.json["code"]) == (400, "cursor_not_valid")


def test_a_calendar_never_tells_by_whom_unless_it_is_the_callers_to_know(
    list_hall, keeper, ada, ben
):
    hall = list_hall(keeper)
    wish = {**EVENING, "people": 12, "what_for": "Secret", "shown_as": "Choir"}
    booking = ada.post(f"/v1/spaces/{hall}/bookings", wish).json
    window = "?starts_at=2026-03-02T00:00:00Z&ends_at=2026-03-03T00:00:00Z"
    stranger = ben.get(f"/v1/spaces/{hall}/calendar{window}").json
    assert stranger["taken"] == [
        {
            **EVENING,
            "shown_as": "Choir",
            "is_mine": False,
            "booking_id": None,
            "booked_by": None,
            "people": None,
            "what_for": None,
            "opening_id": None,
        }
    ]
    assert [(each["starts_at"][11:16], each["ends_at"][11:16]) for each in stranger["free"]] == [
        ("00:00", "18:00"),
        ("20:00", "00:00"),
    ]
    mine = ada.get(f"/v1/spaces/{hall}/calendar{window}").json["taken"][0]
    assert (mine["is_mine"], mine["booking_id"], mine["booked_by"]) == (True, booking["id"], None)
    kept = keeper.get(f"/v1/spaces/{hall}/calendar{window}").json["taken"][0]
    assert (kept["booked_by"], kept["what_for"], kept["people"]) == ("Ada", "Secret", 12)


def test_the_calendar_of_a_home_tells_strangers_nothing(list_hall, keeper, ada, ben):
    home = list_hall(keeper, kind="home")
    ada.post(f"/v1/spaces/{home}/bookings", EVENING)
    window = "?starts_at=2026-03-02T00:00:00Z&ends_at=2026-03-03T00:00:00Z"
    seen = ben.get(f"/v1/spaces/{home}/calendar{window}").json
    assert (seen["free"], seen["taken"], seen["shows_taken"]) == ([], [], False)
    assert len(ada.get(f"/v1/spaces/{home}/calendar{window}").json["taken"]) == 1


def test_a_shared_space_says_how_many_places_are_left(list_hall, keeper, ada, ben):
    room = list_hall(keeper, sharing="shared", capacity=30)
    ada.post(f"/v1/spaces/{room}/bookings", {**EVENING, "people": 18})
    window = "?starts_at=2026-03-02T12:00:00Z&ends_at=2026-03-02T22:00:00Z"
    free = ben.get(f"/v1/spaces/{room}/calendar{window}").json["free"]
    assert [(each["starts_at"][11:13], each["places"]) for each in free] == [
        ("12", 30),
        ("18", 12),
        ("20", 30),
    ]


@pytest.mark.parametrize(
    ("window", "code"),
    [
        ("starts_at=2026-03-02T00:00:00Z&ends_at=2026-05-02T00:00:00Z", "window_too_long"),
        ("starts_at=2026-03-02T00:00:00Z&ends_at=2026-03-01T00:00:00Z", "window_upside_down"),
        ("starts_at=2026-03-02T00:00:00&ends_at=2026-03-03T00:00:00Z", "not_valid"),
        ("starts_at=2026-02-30T00:00:00Z&ends_at=2026-03-03T00:00:00Z", "not_valid"),
        ("starts_at=yesterday", "not_valid"),
        ("starts_at=2026-03-02T00:00:00Z&ends_at=2026-03-03T00:00:00Z&x=1", "not_valid"),
    ],
)
def test_a_window_that_cannot_be_is_refused(list_hall, keeper, ada, window, code):
    refused = ada.get(f"/v1/spaces/{list_hall(keeper)}/calendar?{window}")
    assert (refused.status_code, refused.json["code"]) == (422, code)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({**EVENING, "ends_at": EVENING["starts_at"]}, "window_upside_down"),
        (
            {"starts_at": "2026-02-01T18:00:00Z", "ends_at": "2026-02-01T19:00:00Z"},
            "booking_in_the_past",
        ),
        (
            {"starts_at": "2029-03-02T18:00:00Z", "ends_at": "2029-03-02T19:00:00Z"},
            "booking_too_far_ahead",
        ),
        (
            {"starts_at": "2026-03-02T18:00:00Z", "ends_at": "2026-03-02T18:05:00Z"},
            "booking_too_short",
        ),
        (
            {"starts_at": "2026-03-02T18:00:00Z", "ends_at": "2026-03-09T18:00:00Z"},
            "booking_too_long",
        ),
        (
            {"starts_at": "2026-03-02T18:07:00Z", "ends_at": "2026-03-02T19:07:00Z"},
            "booking_off_step",
        ),
        ({**EVENING, "people": 31}, "too_many_people"),
        ({**EVENING, "people": 0}, "not_valid"),
        ({**EVENING, "people": True}, "not_valid"),
        ({**EVENING, "people": "12"}, "not_valid"),
        ({**EVENING, "price": 3}, "not_valid"),
        ({**EVENING, "what_for": "x" * 501}, "not_valid"),
        ({**EVENING, "shown_as": "a\u0000b"}, "not_valid"),
        ({**EVENING, "shown_as": "\ud800"}, "not_valid"),
        ({**EVENING, "shown_as": "\u202eevil"}, "not_valid"),
        ([EVENING], "not_valid"),
        ("evening", "not_valid"),
        (None, "not_json"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_its_own_code(list_hall, keeper, ada, wish, code):
    hall = list_hall(keeper)
    refused = ada.post(f"/v1/spaces/{hall}/bookings", wish)
    assert refused.json["code"] == code
    assert 400 <= refused.status_code < 500
    assert ada.get("/v1/me/bookings").json["items"] == []
