"""Series as a phone sees them."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.db import db
from backend.forgetting import forget
from tests.bookings.rooms import a_space

CHOIR = {
    "rrule": "FREQ=WEEKLY;COUNT=4",
    "starts_at": "2026-03-12T19:00",
    "duration_minutes": 120,
}
EVENING = {"starts_at": "2026-03-19T19:00:00Z", "ends_at": "2026-03-19T21:00:00Z"}


@pytest.fixture
def keeper(neighbour):
    return neighbour("Kim Keeper")


@pytest.fixture
def ben(neighbour):
    return neighbour("Ben Bell")


@pytest.fixture
def list_hall(app, keeper):
    def hall(**facts):
        with app.app_context():
            space_id = a_space(db.session(), keeper.id, **facts).id
            db.session.commit()
        return f"/v1/spaces/{space_id}"

    return hall


def test_a_choir_looks_first_takes_what_is_free_and_sees_its_dates(list_hall, ada, ben):
    hall = list_hall()
    ben.post(f"{hall}/bookings", EVENING)
    seen = ada.post(f"{hall}/series/preview", CHOIR)
    assert seen.status_code == 200, seen.json
    assert (seen.json["booked"], seen.json["skipped"], seen.json["asks"]) == (3, 1, False)
    skipped = seen.json["dates"][1]
    assert (skipped["on"], skipped["code"]) == ("2026-03-19", "space_already_booked")
    assert skipped["suggestions"]
    assert ada.get("/v1/me/series").json["items"] == []
    refused = ada.post(f"{hall}/series", CHOIR)
    assert (refused.status_code, refused.json["code"]) == (409, "series_dates_not_free")
    assert refused.json["dates"][0]["on"] == "2026-03-19"
    assert refused.json["suggestions"]
    made = ada.post(f"{hall}/series", {**CHOIR, "take": "what_is_free", "shown_as": "Choir"})
    assert made.status_code == 201, made.json
    assert [each["outcome"] for each in made.json["dates"]] == [
        "booked",
        "skipped",
        "booked",
        "booked",
    ]
    assert made.json["dates"][1]["says"].startswith("Somebody has it then.")
    # The hour on the wall stays; in UTC it is another after the clocks have changed.
    assert [each["starts_at"] for each in made.json["dates"]][1:3] == [
        "2026-03-19T19:00:00Z",
        "2026-03-26T19:00:00Z",
    ]
    assert made.json["dates"][3]["starts_at"] == "2026-04-02T18:00:00Z"
    assert made.json["says"] == (
        "St Anne's hall is booked 3 more times, next on Thursday 12 March, 19:00."
    )
    path = f"/v1/series/{made.json['id']}"
    again = ada.get(path)
    assert again.json["starts_at"] == "2026-03-12T19:00"
    assert again.json["dates"][1]["code"] == "space_already_booked"
    booking = ada.get(f"/v1/bookings/{again.json['dates'][0]['booking_id']}").json
    assert (booking["series_id"], booking["series_on"]) == (made.json["id"], "2026-03-12")
    mine = ada.get("/v1/me/series").json["items"]
    assert [(each["id"], each["dates"], each["ahead"]) for each in mine] == [
        (made.json["id"], [], 3)
    ]
    assert ben.get(path).status_code == 404


def test_two_phones_and_one_series(list_hall, ada):
    made = ada.post(f"{list_hall()}/series", CHOIR)
    path = f"/v1/series/{made.json['id']}"
    later = {"from_on": "2026-03-26", "starts_at": "2026-03-26T20:00"}
    assert ada.post(f"{path}/change", later).status_code == 428
    changed = ada.post(f"{path}/change", later, if_match=made)
    assert changed.status_code == 200, changed.json
    assert [each["starts_at"][11:16] for each in changed.json["dates"]] == [
        "19:00",
        "19:00",
        "20:00",
        "19:00",
    ]
    stale = ada.post(f"{path}/change", {"people": 3}, if_match=made)
    assert (stale.status_code, stale.json["code"]) == (412, "changed_meanwhile")
    assert ada.post(f"{path}/cancellation", {}, if_match=made).status_code == 412
    ended = ada.post(f"{path}/cancellation", {"from_on": "2026-03-19"}, if_match=changed)
    assert (ended.status_code, ended.json["ahead"]) == (200, 1)
    whole = ada.post(f"{path}/cancellation", {}).json
    assert (whole["state"], whole["can"], whole["says"]) == (
        "cancelled",
        [],
        "This series was called off.",
    )


def test_an_instant_is_meant_on_the_wall_of_the_place(list_hall, ada):
    hall = list_hall(zone="America/St_Johns")
    made = ada.post(f"{hall}/series", {**CHOIR, "starts_at": "2026-03-12T21:30:00Z"})
    assert made.json["starts_at"] == "2026-03-12T19:00"


def test_the_keeper_answers_and_takes_one_date_back(list_hall, keeper, ada, ben):
    hall = list_hall(confirms="ask")
    made = ada.post(f"{hall}/series", CHOIR)
    assert (made.json["state"], made.json["next"]["becomes"]) == ("asked", "lapsed")
    path = f"/v1/series/{made.json['id']}"
    assert keeper.get(path).json["says"].startswith("Somebody would like St Anne's hall 4 times")
    assert ada.post(f"{path}/answer", {"answer": "yes"}).status_code == 403
    answered = keeper.post(f"{path}/answer", {"answer": "yes"})
    assert (answered.status_code, answered.json["state"]) == (200, "standing")
    which = f"/v1/bookings/{made.json['dates'][1]['booking_id']}/taking-back"
    assert keeper.post(which, {}).status_code == 422
    assert ben.post(which, {"words": "Mine"}).status_code == 404
    taken = keeper.post(which, {"words": "A funeral.", "shown_as": "Funeral"})
    assert taken.status_code == 200, taken.json
    assert taken.json["taken_back"]["state"] == "cancelled"
    assert (taken.json["booked"]["is_mine"], taken.json["booked"]["shown_as"]) == (True, "Funeral")
    assert taken.json["alternatives"]
    told = ada.get("/v1/notifications").json["items"][0]
    assert told["kind"] == "date_taken_back"
    assert told["says"].startswith("We are sorry: St Anne's hall is needed")
    german = ada.get("/v1/notifications", headers={"Accept-Language": "de"}).json["items"][0]
    assert german["says"].startswith("Es tut uns leid: St Anne's hall")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"rrule": "FREQ=SECONDLY;COUNT=9"}, "rule_too_fine"),
        ({"rrule": "FREQ=WEEKLY"}, "rule_needs_an_end"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2"}, "rule_has_no_dates"),
        ({"rrule": "FREQ=DAILY;COUNT=9999"}, "too_many_dates"),
        ({"rrule": "FREQ=WEEKLY;" + "X" * 900}, "rule_too_long"),
        ({"rrule": "FREQ=WEEKLY;" + "X" * 9000}, "not_valid"),
        ({"rrule": "Thursdays"}, "rule_not_understood"),
        ({"starts_at": "next Thursday"}, "not_valid"),
        ({"starts_at": "9999-03-12T19:00"}, "not_valid"),
        ({"starts_at": "2026-02-30T19:00"}, "not_valid"),
        ({"starts_at": 7}, "not_valid"),
        ({"duration_minutes": 0}, "not_valid"),
        ({"duration_minutes": 10**9}, "not_valid"),
        ({"left_out": ["2026-03-12"] * 367}, "not_valid"),
        ({"left_out": ["soon"]}, "not_valid"),
        ({"moved": {"2026-03-12": "2026-03-13T19:00:00Z"}}, "not_valid"),
        ({"moved": ["2026-03-12"]}, "not_valid"),
        ({"moved": {"2026-03-12": None}}, "not_valid"),
        ({"left_out": [f"2026-0{3 + n // 28}-{n % 28 + 1:02}" for n in range(60)]}, "rule_has_no"),
        ({"until_stopped": True}, "rule_has_an_end"),
        ({"people": 0}, "not_valid"),
        ({"take": "some"}, "not_valid"),
    ],
)
def test_what_no_club_would_ask_is_refused_with_a_code(list_hall, ada, wrong, code):
    hall = list_hall()
    for path in (f"{hall}/series", f"{hall}/series/preview"):
        if path.endswith("preview") and "take" in wrong:
            continue
        refused = ada.post(path, {**CHOIR, **wrong})
        assert refused.status_code == 422, refused.json
        assert refused.json["code"].startswith(code)
    assert ada.get("/v1/me/series").json["items"] == []


def test_a_moved_date_far_away_is_refused_for_its_own_reason(list_hall, ada):
    hall = list_hall()
    far = {"moved": {"2026-03-19": "2199-03-20T19:00", "2026-03-26": "1999-03-26T19:00"}}
    seen = ada.post(f"{hall}/series/preview", {**CHOIR, **far})
    assert [each["code"] for each in seen.json["dates"]] == [
        None,
        "booking_too_far_ahead",
        "booking_in_the_past",
        None,
    ]


def test_a_zone_that_is_gone_is_told_and_no_fault(app, list_hall, ada):
    hall = list_hall()
    made = ada.post(f"{hall}/series", CHOIR)
    with app.app_context():
        db.session.execute(text("UPDATE spaces SET zone = 'Europe/Atlantis'"))
        db.session.commit()
    refused = ada.post(f"{hall}/series", CHOIR)
    assert (refused.status_code, refused.json["code"]) == (422, "unknown_zone")
    path = f"/v1/series/{made.json['id']}/change"
    changed = ada.post(path, {"starts_at": "2026-03-12T20:00"}, if_match=made)
    assert (changed.status_code, changed.json["code"]) == (422, "unknown_zone")


def test_hours_are_kept_free_of_series_by_the_keeper(list_hall, keeper, ada):
    hall = list_hall()
    seen = keeper.get(hall)
    thursdays = [{"weekday": "thursday", "opens": "18:00", "closes": "22:00"}]
    changed = keeper.patch(hall, {"free_of_series": thursdays}, if_match=seen)
    assert changed.json["free_of_series"] == thursdays
    refused = ada.post(f"{hall}/series", {**CHOIR, "take": "what_is_free"})
    assert (refused.status_code, refused.json["code"]) == (409, "no_date_is_free")
    assert {each["code"] for each in refused.json["dates"]} == {"kept_free_of_series"}
    assert ada.post(f"{hall}/bookings", EVENING).status_code == 201


def test_a_running_series_goes_on_by_command_too(app, clock, list_hall, ada):
    hall = list_hall(horizon_days=20)
    wish = {**CHOIR, "rrule": "FREQ=WEEKLY", "until_stopped": True}
    made = ada.post(f"{hall}/series", wish)
    assert (made.status_code, made.json["ahead"]) == (201, 2)
    assert made.json["says"].startswith("St Anne's hall is booked again and again")
    clock.now += timedelta(days=7)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["extend-series"]).output == "1 series went on.\n"
    assert runner.invoke(args=["extend-series"]).output == "0 series went on.\n"
    ada.renew()
    assert ada.get(f"/v1/series/{made.json['id']}").json["ahead"] == 3


def test_a_running_series_goes_on_by_itself_where_nobody_writes(app, clock, list_hall, ada):
    wish = {**CHOIR, "rrule": "FREQ=WEEKLY", "until_stopped": True}
    made = ada.post(f"{list_hall(horizon_days=20)}/series", wish)
    clock.now += timedelta(days=7)
    assert forget(app)
    ada.renew()
    assert ada.get(f"/v1/series/{made.json['id']}").json["ahead"] == 3
