"""Openings as a phone sees them: homes, halls, and what a stranger never finds."""

import pytest

from backend.db import db
from tests.bookings.rooms import a_space
from tests.spaces.listings import ADDRESS, LATITUDE, LONGITUDE, PLACE, code_of

THURSDAY = {"weekday": "thursday", "from": "14:00", "until": "16:00"}
ON = "2026-03-05"
NEAR = "/v1/openings?latitude=53.92&longitude=-3.01"


@pytest.fixture
def rosa(neighbour):
    return neighbour("Rosa Host")


@pytest.fixture
def ben(neighbour):
    return neighbour("Ben Bell")


@pytest.fixture
def home(rosa):
    """Return the id of Rosa's home."""
    place = {**PLACE, "address": ADDRESS}
    listed = rosa.post("/v1/spaces", {"name": "Rosa's room", "kind": "home", "place": place})
    assert listed.status_code == 201, listed.json
    return listed.json["id"]


@pytest.fixture
def hall(app, rosa):
    """Return the id of a hall that Rosa keeps."""
    with app.app_context():
        space_id = a_space(db.session(), rosa.id).id
        db.session.commit()
    return space_id


def opened(keeper, space_id, **more):
    """Open a place on Thursdays and return where one date of it is."""
    made = keeper.post(f"/v1/spaces/{space_id}/openings", {**THURSDAY, **more})
    assert made.status_code == 201, made.json
    return f"/v1/openings/{made.json['id']}/dates/{ON}"


def hides_the_door(answer):
    """Say whether nothing of an answer tells where the home is."""
    told = answer.get_data(as_text=True) + str(answer.headers)
    return not any(secret in told for secret in (ADDRESS, str(LATITUDE), str(LONGITUDE)))


def test_she_opens_her_front_room_on_thursdays_with_one_call(rosa, home):
    made = rosa.post(f"/v1/spaces/{home}/openings", THURSDAY)
    assert made.status_code == 201, made.json
    opening = made.json
    assert (opening["from"], opening["until"], opening["door"]) == ("14:00", "16:00", "ask_me")
    assert [each["on"] for each in opening["dates"][:2]] == ["2026-03-05", "2026-03-12"]
    assert opening["next"] == {"at": "2026-03-05T14:00:00Z", "becomes": "open"}
    assert opening["says"] == (
        "You open Rosa's room to neighbours on Thursday 5 March, 14:00 to 16:00. Whoever would like"
        " to come asks you first."
    )
    assert rosa.get(f"/v1/openings/{opening['id']}").json == opening
    assert rosa.get(f"/v1/spaces/{home}/openings").json["items"] == [opening]


def test_a_knock_tells_the_host_a_first_name_and_the_welcome_shows_the_door(rosa, ben, home, clock):
    path = opened(rosa, home)
    seen = ben.get(path)
    assert (seen.json["door"], seen.json["can"]) == (None, ["knock"])
    assert code_of(ben.put(f"{path}/may_come")) == (409, "knock_first")
    knocked = ben.post(f"{path}/knock", {"first_name": "Ben"})
    assert (knocked.status_code, knocked.json["i_knocked"]) == (200, True)
    assert hides_the_door(knocked)
    told = rosa.get("/v1/notifications").json["items"][0]
    assert told["params"]["first_name"] == "Ben"
    assert str(ben.id) not in rosa.get("/v1/notifications").get_data(as_text=True)
    knocks = rosa.get(f"{path}/knocks")
    assert [each["first_name"] for each in knocks.json["items"]] == ["Ben"]
    assert str(ben.id) not in knocks.get_data(as_text=True)
    assert "Bell" not in knocks.get_data(as_text=True)
    knock = knocks.json["items"][0]["id"]
    assert code_of(ben.post(f"{path}/knocks/{knock}/welcome", {})) == (403, "not_a_keeper")
    assert rosa.post(f"{path}/knocks/{knock}/welcome", {}).status_code == 200
    seen = ben.get(path).json
    assert seen["door"]["address"] == ADDRESS
    assert (seen["coming"], seen["i_may_come"]) == (1, True)
    clock.now = clock.now.replace(day=5, hour=15, minute=59)
    ben.renew()
    assert ben.get(path).json["door"]["latitude"] == LATITUDE
    clock.pass_time(minutes=1)
    assert code_of(ben.get(path)) == (404, "opening_date_not_found")


def test_whoever_is_always_welcome_is_let_in_without_asking(rosa, ben, home):
    path = opened(rosa, home)
    ben.post(f"{path}/knock", {"first_name": "Ben"})
    knock = rosa.get(f"{path}/knocks").json["items"][0]["id"]
    rosa.post(f"{path}/knocks/{knock}/welcome", {"always": True})
    later = path.replace(ON, "2026-03-12")
    assert ben.get(later).json["door"] is None
    assert ben.post(f"{later}/knock", {"first_name": "Ben"}).json["door"]["address"] == ADDRESS
    guests = rosa.get(f"/v1/spaces/{home}/welcome_guests").json["items"]
    assert [each["first_name"] for each in guests] == ["Ben"]
    assert code_of(ben.get(f"/v1/spaces/{home}/welcome_guests")) == (403, "not_a_keeper")
    assert rosa.delete(f"/v1/spaces/{home}/welcome_guests/{guests[0]['id']}").status_code == 204
    third = path.replace(ON, "2026-03-19")
    assert ben.post(f"{third}/knock", {"first_name": "Ben"}).json["door"] is None


def test_where_anyone_may_come_the_door_is_shown_two_hours_before(rosa, ben, home, clock):
    path = opened(rosa, home, door="anyone", places=1)
    coming = ben.put(f"{path}/may_come")
    assert (coming.json["coming"], coming.json["door"]) == (1, None)
    assert code_of(rosa.put(f"{path}/may_come")) == (409, "opening_is_full")
    assert hides_the_door(coming)
    clock.now = clock.now.replace(day=5, hour=11, minute=59)
    ben.renew()
    assert ben.get(path).json["door"] is None
    clock.pass_time(minutes=1)
    assert ben.get(path).json["door"]["address"] == ADDRESS
    assert ben.delete(f"{path}/may_come").json["door"] is None


def test_a_stranger_never_finds_where_a_home_is(rosa, ben, neighbour, home):
    path = opened(rosa, home)
    opening = path.split("/dates")[0]
    ben.post(f"{path}/knock", {"first_name": "Ben"})
    stranger = neighbour("Stranger")
    for answer in (
        stranger.get(path),
        stranger.get(opening),
        stranger.get(f"/v1/spaces/{home}/openings"),
        stranger.get(NEAR),
        stranger.put(f"{path}/may_come"),
        stranger.delete(f"{path}/may_come"),
        stranger.post(f"{path}/openers", {}),
        stranger.get(f"{path}/knocks"),
        stranger.post(f"{path}/not_today", {}),
        stranger.post(f"{path}/knock", {"first_name": "Eve"}),
        stranger.delete(opening, if_match='"1-x"'),
        stranger.get(
            f"/v1/spaces/{home}/calendar?starts_at=2026-03-01T00:00:00Z"
            "&ends_at=2026-03-08T00:00:00Z"
        ),
    ):
        assert hides_the_door(answer), answer.get_data(as_text=True)
    assert code_of(stranger.post(f"{path}/openers", {})) == (409, "host_opens_alone")


def test_that_a_home_does_not_open_is_told_to_those_who_were_to_come_alone(
    rosa, ben, neighbour, home
):
    path = opened(rosa, home, door="anyone")
    ben.put(f"{path}/may_come")
    stranger = neighbour("Stranger")
    said = rosa.post(f"{path}/not_today", {"words": "I have a cold."})
    assert (said.json["state"], said.json["can"]) == ("not_today", ["open_after_all", "change"])
    assert ben.get(path).json["words"] == "I have a cold."
    assert ben.get("/v1/notifications").json["items"][0]["kind"] == "opening_not_today"
    assert code_of(stranger.get(path)) == (404, "opening_date_not_found")
    dates = stranger.get(path.split("/dates")[0]).json["dates"]
    assert ON not in {each["on"] for each in dates}
    assert rosa.post(f"{path}/open_after_all").json["state"] == "planned"
    assert stranger.get(path).json["state"] == "planned"


def test_a_hall_shows_its_address_and_needs_somebody_to_open_it(rosa, ben, hall, clock):
    path = opened(rosa, hall)
    seen = ben.get(path).json
    assert seen["door"]["address"] == "Church Lane 4"
    assert (seen["state"], seen["can"]) == ("needs_opener", ["may_come", "openers"])
    assert seen["next"] == {"at": "2026-03-05T12:00:00Z", "becomes": "not_opening"}
    joined = ben.post(f"{path}/openers", {}).json
    assert (joined["state"], joined["openers"], joined["i_open"]) == ("planned", 1, True)
    assert joined["rota"] == [{"first_name": "Ben", "part": "open"}]
    assert ben.post(f"{path}/openers", {"part": "close"}).json["closers"] == 1
    assert ben.delete(f"{path}/openers").json["state"] == "needs_opener"
    clock.now = clock.now.replace(day=5, hour=12)
    ben.renew()
    shut = ben.get(path).json
    assert (shut["state"], shut["next"]) == ("not_opening", None)
    assert shut["says"].startswith("Nobody could open the door of St Anne's hall")
    assert ben.post(f"{path}/openers", {}).json["state"] == "planned"


def test_who_lives_near_and_opened_before_is_asked_a_day_before(rosa, neighbour, hall, clock):
    near, far, idle = (neighbour(name) for name in ("Nia Near", "Fay Far", "Ida Idle"))
    for each, latitude in ((near, 53.9240), (far, 53.9500), (idle, 53.9240)):
        home = {"home": {"latitude": latitude, "longitude": -3.0154}}
        lives = each.patch("/v1/me", home, if_match=each.get("/v1/me"))
        assert lives.status_code == 200, lives.json
    path = opened(rosa, hall)
    for each in (near, far):
        each.post(f"{path}/openers", {})
    later = path.replace(ON, "2026-03-12")
    clock.now = clock.now.replace(day=11, hour=14)
    for each in (rosa, near, far, idle):
        each.renew()
    assert near.get(NEAR).status_code == 200
    assert rosa.get(later).json["state"] == "needs_opener"
    kinds = {
        each: [told["kind"] for told in each.get("/v1/notifications").json["items"]]
        for each in (rosa, near, far, idle)
    }
    assert kinds[rosa] == kinds[near] == ["opening_needs_opener"]
    assert kinds[far] == kinds[idle] == []


def test_openings_near_me_come_day_by_day_and_nearest_first(rosa, ben, app, home, hall):
    opened(rosa, home)
    opened(rosa, hall)
    rosa.post(
        f"/v1/spaces/{hall}/openings", {"on": "2026-03-01", "from": "15:00", "until": "16:00"}
    )
    week = ben.get(NEAR).json["items"]
    assert [each["date"]["on"] for each in week] == ["2026-03-01", ON, ON]
    assert all(each["distance_metres"] % 10 == 0 for each in week)
    assert [each["date"]["on"] for each in ben.get(f"{NEAR}&when=today").json["items"]] == [
        "2026-03-01"
    ]
    paged, cursor = [], ""
    while cursor is not None:
        page = ben.get(f"{NEAR}&limit=1{cursor}").json
        paged += page["items"]
        cursor = page["next"] and f"&cursor={page['next']}"
    assert paged == week
    first = ben.get(f"{NEAR}&limit=1").json["next"]
    odd = ben.get(f"{NEAR}&limit=1&when=today&cursor={first}")
    assert odd.json["code"] == "cursor_of_other_filters"


def test_the_calendar_shows_an_opening_as_open_to_all_in_a_hall_and_in_a_home(
    rosa, ben, home, hall
):
    window = "?starts_at=2026-03-05T00:00:00Z&ends_at=2026-03-06T00:00:00Z"
    for space in (home, hall):
        path = opened(rosa, space, shown_as="Tea and company")
        taken = ben.get(f"/v1/spaces/{space}/calendar{window}").json["taken"]
        assert [(each["shown_as"], each["opening_id"]) for each in taken] == [
            ("Tea and company", path.split("/")[3])
        ]
        assert (taken[0]["starts_at"], taken[0]["ends_at"]) == (
            "2026-03-05T14:00:00Z",
            "2026-03-05T16:00:00Z",
        )


def test_an_opening_cannot_be_booked_over_and_the_refusal_suggests_others(rosa, ben, hall):
    opened(rosa, hall, i_open=True)
    wish = {"starts_at": "2026-03-05T15:00:00Z", "ends_at": "2026-03-05T17:00:00Z"}
    lost = ben.post(f"/v1/spaces/{hall}/bookings", wish)
    assert code_of(lost) == (409, "space_already_booked")
    assert lost.json["suggestions"][0]["starts_at"] == "2026-03-05T16:00:00Z"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"from": "14:00", "until": "16:00"}, "opening_needs_a_day"),
        ({**THURSDAY, "rrule": "FREQ=DAILY"}, "opening_needs_a_day"),
        ({"on": "2026-02-01", "from": "14:00", "until": "16:00"}, "opening_not_ahead"),
        ({"on": "2029-02-01", "from": "14:00", "until": "16:00"}, "opening_not_ahead"),
        ({"rrule": "FREQ=SECONDLY", "from": "14:00", "until": "16:00"}, "rule_too_fine"),
        ({"rrule": "nonsense", "from": "14:00", "until": "16:00"}, "rule_not_understood"),
        (
            {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "from": "14:00", "until": "16:00"},
            "rule_has_no_dates",
        ),
        ({**THURSDAY, "places": 31}, "opening_holds_more"),
        ({**THURSDAY, "places": 0}, "not_valid"),
        ({**THURSDAY, "from": "25:00"}, "not_valid"),
        ({**THURSDAY, "price": 1}, "not_valid"),
        ({**THURSDAY, "weekday": "someday"}, "not_valid"),
        (None, "not_json"),
    ],
)
def test_what_cannot_be_an_opening_is_refused_with_its_own_code(rosa, hall, wish, code):
    refused = rosa.post(f"/v1/spaces/{hall}/openings", wish)
    assert refused.json["code"] == code
    assert rosa.get(f"/v1/spaces/{hall}/openings").json["items"] == []


def test_only_keepers_open_a_place_change_it_and_stop(rosa, ben, hall):
    refused = ben.post(f"/v1/spaces/{hall}/openings", THURSDAY)
    assert code_of(refused) == (403, "not_a_keeper")
    path = opened(rosa, hall)
    opening = path.split("/dates")[0]
    seen = rosa.get(opening)
    changed = {"from": "15:00", "until": "17:00"}
    assert code_of(ben.put(path, changed)) == (403, "not_a_keeper")
    assert code_of(ben.patch(opening, {"places": 3}, if_match=seen)) == (403, "not_a_keeper")
    assert rosa.patch(opening, {"places": 3}, if_match=seen).json["places"] == 3
    assert rosa.patch(opening, {"places": None}, if_match=seen).status_code == 412
    seen = rosa.get(opening)
    assert rosa.patch(opening, {"places": None}, if_match=seen).json["places"] is None
    ben.put(f"{path}/may_come")
    assert rosa.put(path, changed).json["starts_at"] == "2026-03-05T15:00:00Z"
    extra = rosa.put(path.replace(ON, "2026-03-07"), changed)
    assert (extra.status_code, extra.json["on"]) == (200, "2026-03-07")
    assert code_of(ben.get(path.replace(ON, "nonsense"))) == (400, "date_not_readable")
    assert rosa.delete(opening).status_code == 428
    assert rosa.delete(opening, if_match=rosa.get(opening)).status_code == 204
    assert code_of(rosa.get(opening)) == (404, "opening_not_found")
    kinds = [each["kind"] for each in ben.get("/v1/notifications").json["items"]]
    assert kinds == ["opening_ended", "opening_changed"]
