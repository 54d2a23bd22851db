"""A month in a community house, from Sunday 8 March to Saturday 11 April 2026.

Two clubs, a living room on Thursdays, a wake, an empty hall, a broken heater, a funeral, the clock
change; and Rose, who is 68 and opens her front room. Read it aloud: each sentence is what somebody
reads on a phone.
"""

import os
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from backend.care.entrances import code_of_card
from backend.db import db
from scripts.pictures.month import draw_month
from tests.bookings.truth import contradictions
from tests.calendars.feeds import checked, path_of, standing
from tests.stories.residents import Month, between, instant, moment, words_of

PLACE = {"latitude": 53.9231, "longitude": -3.0154}
PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "month.svg"
INNER_WORDS = {
    "horizon",
    "notice",
    "buffer",
    "occupancy",
    "occupancies",
    "exclusive",
    "rrule",
    "instant",
    "lane",
    "slot",
    "null",
    "none",
    "invalid",
}


@pytest.fixture
def month(clock, neighbour):
    clock.now = moment("Sunday 8 March, 16:00")
    return Month(clock, neighbour)


@pytest.fixture
def house(month):
    """Return who lives here, and the house that Ruth and Sam keep."""
    names = {
        "ruth": "Ruth Keane",
        "sam": "Sam Oduya",
        "ada": "Ada Byron",
        "ben": "Ben Marlow",
        "cleo": "Cleo Hunt",
        "dora": "Dora Lindt",
        "eve": "Eve Novak",
        "finn": "Finn Walsh",
        "gus": "Gus Ibsen",
        "hana": "Hana Sato",
        "ivo": "Ivo Brandt",
        "rose": "Rose Hart",
    }
    people = {short: month.resident(name) for short, name in names.items()}
    house = SimpleNamespace(month=month, **people)
    near = {"home": {"latitude": 53.9240, "longitude": -3.0150}}
    house.gus.does("/v1/me", near, method="PATCH", if_match=house.gus.get("/v1/me"))
    ruth = house.ruth
    shared = ruth.does(
        "/v1/spaces",
        {
            "name": "Lantern House",
            "kind": "hall",
            "place": {**PLACE, "address": "Church Lane 4", "address_is_public": True},
            "capacity": 100,
            "opening_hours": [
                {"weekday": day, "opens": "08:00", "closes": closes}
                for day, closes in (
                    ("monday", "22:00"),
                    ("tuesday", "22:00"),
                    ("wednesday", "22:00"),
                    ("thursday", "22:00"),
                    ("friday", "02:00"),
                    ("saturday", "02:00"),
                    ("sunday", "22:00"),
                )
            ],
            "terms": {"confirms": "ask_strangers"},
        },
    )
    house.whole = f"/v1/spaces/{shared['id']}"
    for short, room in {
        "hall": {"name": "Lantern Hall", "kind": "hall", "capacity": 60},
        "kitchen": {"name": "Lantern Kitchen", "kind": "kitchen"},
        "lounge": {
            "name": "Lantern Lounge",
            "kind": "living_room",
            "capacity": 24,
            "terms": {"sharing": "shared"},
        },
    }.items():
        terms = {"notice_minutes": 0, **room.pop("terms", {})}
        listed = ruth.does("/v1/spaces", {**room, "terms": terms, "parent_id": shared["id"]})
        setattr(house, short, f"/v1/spaces/{listed['id']}")
    for space in (house.whole, house.hall, house.kitchen, house.lounge):
        ruth.does(f"{space}/keepers", {"person_id": str(house.sam.id)}, if_match=ruth.get(space))
    ruth.does(f"{house.whole}/access", {"notes": "The blue door. Push hard."}, method="PUT")
    return house


def test_a_month_in_a_community_house(house, app):
    the_choir_sings_every_tuesday(house)
    chess_is_played_every_other_thursday(house)
    the_lounge_is_open_on_thursdays(house)
    the_key_is_handed_on(house)
    rose_opens_her_front_room(house)
    the_first_thursday(house)
    dora_asks_for_the_house(house)
    nobody_opens_and_then_hana_does(house)
    the_birthday_is_called_off_and_chess_is_first_in_line(house)
    the_wake_goes_on_past_midnight(house)
    the_hall_stands_empty(house, app)
    a_funeral_takes_one_date_back(house)
    the_heater_breaks_and_is_mended(house)
    rose_has_a_cold(house)
    the_clocks_change_and_the_choir_does_not(house)
    all_is_well(house, app)
    a_picture_of_the_month(house)


def the_choir_sings_every_tuesday(house):
    wish = {
        "rrule": "FREQ=WEEKLY",
        "starts_at": "2026-03-10T19:00",
        "duration_minutes": 120,
        "people": 25,
        "until_stopped": True,
    }
    looked = house.ada.does(f"{house.hall}/series/preview", wish)
    assert (looked["skipped"], looked["asks"]) == (0, False)
    series = house.ada.does(f"{house.hall}/series", {**wish, "shown_as": "Choir, come along"})
    assert series["says"] == (
        "Lantern Hall is booked again and again, next on Tuesday 10 March, 19:00."
    )
    assert house.ada.sees("/v1/me/series")["items"][0]["id"] == series["id"]
    house.choir = f"/v1/series/{series['id']}"


def chess_is_played_every_other_thursday(house):
    birthday = between("Thursday 26 March, 18:00", "21:00")
    booked = house.cleo.does(f"{house.hall}/bookings", {**birthday, "people": 20})
    assert booked["says"] == "Lantern Hall is yours from Thursday 26 March, 18:00."
    house.birthday = f"/v1/bookings/{booked['id']}"
    wish = {
        "rrule": "FREQ=WEEKLY;INTERVAL=2;COUNT=5",
        "starts_at": "2026-03-12T18:30",
        "duration_minutes": 150,
        "people": 12,
        "left_out": ["2026-04-09"],
    }
    refused = house.ben.is_refused(f"{house.hall}/series", wish)
    assert refused["detail"] == (
        "1 of 4 times cannot be had, the first on Thursday 26 March, 18:30."
        " You may take what is free."
    )
    wish |= {"take": "what_is_free", "shown_as": "Chess", "wait_for_skipped": True}
    series = house.ben.does(f"{house.hall}/series", wish)
    assert [(each["on"], each["outcome"]) for each in series["dates"]] == [
        ("2026-03-12", "booked"),
        ("2026-03-26", "waitlisted"),
        ("2026-04-23", "booked"),
        ("2026-05-07", "booked"),
    ]
    house.chess = f"/v1/series/{series['id']}"
    house.chess_waits = f"/v1/waits/{series['dates'][1]['wait_id']}"
    wait = house.ben.sees(house.chess_waits)
    assert (wait["place"], wait["can"]) == (1, ["leave"])
    assert wait["says"] == (
        "You are number 1 in line for Lantern Hall on Thursday 26 March, 18:30."
    )


def the_lounge_is_open_on_thursdays(house):
    opening = house.ruth.does(
        f"{house.lounge}/openings",
        {"weekday": "thursday", "from": "14:00", "until": "17:00", "shown_as": "Tea and company"},
    )
    assert opening["says"] == (
        "Somebody is still needed to open the door of Lantern Lounge on Thursday 12 March, 14:00"
        " to 17:00. Could it be you?"
    )
    house.opening = f"/v1/openings/{opening['id']}"
    joined = house.gus.does(f"{house.opening}/dates/2026-03-12/openers", {})
    assert joined["says"] == "Open to everybody on Thursday 12 March, 14:00 to 17:00. Just come in."
    assert joined["rota"] == [{"first_name": "Gus", "part": "open"}]


def the_key_is_handed_on(house):
    house.month.becomes("Tuesday 10 March, 18:40")
    tonight = house.ada.sees(house.choir)["dates"][0]["booking_id"]
    way_in = house.ada.sees(f"/v1/bookings/{tonight}/access")
    assert way_in["says"] == (
        "This is how to get into Lantern Hall, until Tuesday 10 March, 21:00."
    )
    assert way_in["notes"] == "The blue door. Push hard."
    assert way_in["key"]["says"] == "The keepers have the key."
    key = f"{house.hall}/key"
    assert house.ada.does(key, {"i_have_it": True})["says"] == "You have the key."
    house.month.becomes("Tuesday 10 March, 20:55")
    thursday = house.ada.sees(f"/v1/bookings/{tonight}/access")["next_booking"]
    assert thursday["starts_at"] == instant("Thursday 12 March, 18:30")
    passed = house.ada.does(key, {"passed_on_to": thursday["booking_id"]})
    assert passed["says"] == "Ben has the key."
    assert house.ben.is_told() == [
        "The key of Lantern Hall has been passed on to you, for Thursday 12 March, 18:30."
    ]


def rose_opens_her_front_room(house):
    """Three calls, and no more: her home, her Thursdays, and what came of it."""
    rose, ivo = house.rose, house.ivo
    house.month.becomes("Wednesday 11 March, 10:00")
    place = {"latitude": 53.9312, "longitude": -3.0201, "address": "Shell Street 7"}
    home = rose.does("/v1/spaces", {"name": "Rose's front room", "kind": "home", "place": place})
    opening = rose.does(
        f"/v1/spaces/{home['id']}/openings",
        {"weekday": "thursday", "from": "14:00", "until": "16:00"},
    )
    house.rose_opens = f"/v1/openings/{opening['id']}"
    done = rose.sees(house.rose_opens)
    assert done["says"] == (
        "You open Rose's front room to neighbours on Thursday 12 March, 14:00 to 16:00. Whoever"
        " would like to come asks you first."
    )
    found = ivo.sees("/v1/openings?latitude=53.93&longitude=-3.02&radius_metres=3000")["items"]
    hers = next(each["date"] for each in found if each["date"]["opening_id"] == opening["id"])
    assert hers["says"] == (
        "Rose's front room is open to neighbours on Thursday 12 March, 14:00 to 16:00. Knock with"
        " your first name, and the host shows you the door."
    )
    assert (hers["can"], hers["door"]) == (["knock"], None)
    thursday = f"{house.rose_opens}/dates/2026-03-12"
    knocked = ivo.does(f"{thursday}/knock", {"first_name": "Ivo"})
    assert knocked["says"] == (
        "You have knocked at Rose's front room for Thursday 12 March, 14:00 to 16:00. The host"
        " shows you the door once they have seen it."
    )
    assert rose.is_told() == ["Ivo is knocking at Rose's front room for Thursday 12 March, 14:00."]
    knock = rose.sees(f"{thursday}/knocks")["items"][0]
    rose.does(f"{thursday}/knocks/{knock['id']}/welcome", {"always": True})
    assert ivo.is_told() == [
        (
            "You are welcome at Rose's front room on Thursday 12 March, 14:00. The door is shown to"
            " you now."
        )
    ]
    seen = ivo.sees(thursday)
    assert seen["door"]["address"] == "Shell Street 7"
    assert seen["says"] == (
        "You are welcome at Rose's front room on Thursday 12 March, 14:00 to 16:00. Just come in."
    )


def the_first_thursday(house):
    house.month.becomes("Thursday 12 March, 14:05")
    seen = house.eve.sees(f"{house.opening}/dates/2026-03-12")
    assert (seen["state"], seen["door"]["address"]) == ("open", "Church Lane 4")
    assert seen["says"] == "Open to everybody until 17:00. Just come in."
    assert house.eve.does(f"{house.opening}/dates/2026-03-12/may_come", method="PUT")["coming"] == 1
    house.month.becomes("Thursday 12 March, 20:50")
    tonight = house.ben.sees("/v1/me/bookings")["items"][0]
    assert tonight["says"] == "Lantern Hall is yours until Thursday 12 March, 21:00."
    note = {"as_found": True, "words": "All swept."}
    house.ben.does(f"/v1/bookings/{tonight['id']}/leaving_note", note)
    assert house.ben.does(f"{house.hall}/key", {"passed_on_to": "keepers"})["says"] == (
        "The keepers have the key."
    )
    assert house.sam.is_told() == ["The key of Lantern Hall is back with its keepers."]


def dora_asks_for_the_house(house):
    house.month.becomes("Monday 16 March, 11:00")
    wake = {
        **between("Friday 20 March, 18:00", "Saturday 21 March, 01:00"),
        "people": 60,
        "what_for": "A wake for our father",
        "shown_as": "Wake",
    }
    asked = house.dora.does(f"{house.whole}/bookings", wake)
    assert asked["state"] == "asked"
    assert asked["says"] == (
        "The keepers of Lantern House have until Tuesday 17 March, 11:00; without an answer it"
        " is not held for you."
    )
    house.wake = f"/v1/bookings/{asked['id']}"
    assert house.sam.is_told() == [
        (
            "Somebody would like Lantern House from Friday 20 March, 18:00. Please answer by"
            " Tuesday 17 March, 11:00."
        )
    ]
    yes = {"answer": "yes", "words": "Of course. We leave the heating on."}
    house.sam.does(f"{house.wake}/answer", yes)
    assert house.dora.is_told() == ["Lantern House is yours from Friday 20 March, 18:00."]
    house.ruth.does(f"{house.whole}/known/{house.dora.id}", method="PUT")
    too_late = house.hana.is_refused(
        f"{house.kitchen}/bookings", between("Friday 20 March, 19:00", "21:00")
    )
    assert too_late["detail"] == "Somebody has it then. Have a look at the suggestions."
    assert too_late["suggestions"]


def nobody_opens_and_then_hana_does(house):
    thursday = f"{house.opening}/dates/2026-03-19"
    house.month.becomes("Wednesday 18 March, 15:00")
    needs = house.hana.sees(thursday)
    assert (needs["state"], needs["next"]["becomes"]) == ("needs_opener", "not_opening")
    assert house.gus.is_told() == [
        (
            "Somebody is needed to open the door of Lantern Lounge on Thursday 19 March, 14:00."
            " Could it be you?"
        )
    ]
    house.month.becomes("Thursday 19 March, 12:30")
    shut = house.hana.sees(thursday)
    assert shut["says"] == (
        "Nobody could open the door of Lantern Lounge on Thursday 19 March, 14:00, so it stays"
        " shut this time."
    )
    opens = house.hana.does(f"{thursday}/openers", {})
    assert opens["says"] == "Open to everybody on Thursday 19 March, 14:00 to 17:00. Just come in."
    house.month.becomes("Thursday 19 March, 14:00")
    assert house.ivo.sees(thursday)["state"] == "open"


def the_birthday_is_called_off_and_chess_is_first_in_line(house):
    house.month.becomes("Thursday 19 March, 17:00")
    called_off = house.cleo.does(f"{house.birthday}/cancellation", {})
    assert (called_off["says"], called_off["can"]) == ("You called this off.", ["undo"])
    second = house.finn.does(f"{house.hall}/waits", between("Thursday 26 March, 19:00", "20:00"))
    assert second["place"] == 2
    house.month.becomes("Thursday 19 March, 17:05")
    assert house.ben.is_told() == [
        (
            "Lantern Hall is free from Thursday 26 March, 18:30 after all, and held for you until"
            " Thursday 19 March, 19:05."
        )
    ]
    offered = house.ben.sees(house.chess_waits)
    assert offered["can"] == ["taking", "declining", "leave"]
    elsewhere = house.gus.is_refused(
        f"{house.hall}/bookings", between("Thursday 26 March, 18:30", "20:00")
    )
    assert elsewhere["code"] == "space_already_booked"
    taken = house.ben.does(f"{house.chess_waits}/taking")
    assert taken["says"] == "Lantern Hall is yours from Thursday 26 March, 18:30."
    assert house.ben.sees(house.chess_waits)["says"] == (
        "You have booked Lantern Hall on Thursday 26 March, 18:30."
    )


def the_wake_goes_on_past_midnight(house):
    house.month.becomes("Saturday 21 March, 00:30")
    wake = house.dora.sees(house.wake)
    assert wake["says"] == "Lantern House is yours until Saturday 21 March, 01:00."
    window = f"starts_at={instant('Friday 20 March, 00:00')}&ends_at={wake['ends_at']}"
    for room in (house.hall, house.kitchen, house.lounge):
        taken = house.eve.sees(f"{room}/calendar?{window}")["taken"]
        assert [(each["starts_at"], each["ends_at"]) for each in taken] == [
            (wake["starts_at"], wake["ends_at"])
        ]
    house.month.becomes("Saturday 21 March, 01:00")
    over = house.dora.sees(house.wake)
    assert over["says"] == "You had Lantern House from Friday 20 March, 18:00."


def the_hall_stands_empty(house, app):
    dance = {**between("Saturday 21 March, 10:00", "12:00"), "shown_as": "Dance"}
    danced = house.eve.does(f"{house.hall}/bookings", dance)
    late = {**between("Saturday 21 March, 11:00", "12:00"), "shown_as": "Table tennis"}
    first = house.finn.does(f"{house.hall}/waits", late)
    second = house.gus.does(f"{house.hall}/waits", late)
    assert (first["place"], second["place"]) == (1, 2)
    house.month.becomes("Saturday 21 March, 10:15")
    assert house.ruth.get(f"{house.hall}/card.pdf").mimetype == "application/pdf"
    with app.app_context():
        hall = UUID(house.hall.split("/")[-1])
        _, card = code_of_card(db.session(), hall, by=house.ruth.id, now=house.month.clock())
        db.session.commit()
    early = house.finn.is_refused(f"{house.hall}/empty_room", {"card": card})
    assert early["detail"] == ("They may only be late. From Saturday 21 March, 10:20 you can ask.")
    house.month.becomes("Saturday 21 March, 10:20")
    asked = house.finn.does(f"{house.hall}/empty_room", {"card": card})
    assert asked["says"] == (
        "We have asked. Without an answer by Saturday 21 March, 10:30, it is free."
    )
    assert house.eve.is_told() == [
        (
            "Somebody finds Lantern Hall empty. Are you there? Please say so by Saturday 21 March,"
            " 10:30; then it is free for others."
        )
    ]
    house.month.becomes("Saturday 21 March, 10:30")
    missed = house.eve.sees(f"/v1/bookings/{danced['id']}")
    assert missed["says"] == "Nobody was there, so the time was given back."
    assert house.finn.is_told() == [
        (
            "Lantern Hall is free from Saturday 21 March, 11:00 after all, and held for you until"
            " Saturday 21 March, 10:40."
        )
    ]
    assert house.gus.is_told() == []
    booked = house.finn.does(f"/v1/waits/{first['id']}/taking")
    assert booked["says"] == "Lantern Hall is yours from Saturday 21 March, 11:00."


def a_funeral_takes_one_date_back(house):
    house.month.becomes("Sunday 22 March, 15:00")
    tuesday = house.ada.sees(house.choir)["dates"][0]
    assert tuesday["on"] == "2026-03-24"
    taken = house.ruth.does(
        f"/v1/bookings/{tuesday['booking_id']}/taking-back",
        {"words": "There is a funeral that evening.", "shown_as": "Funeral"},
    )
    assert taken["booked"]["says"] == "Lantern Hall is yours from Tuesday 24 March, 19:00."
    assert taken["alternatives"]
    assert house.ada.is_told() == [
        (
            "We are sorry: Lantern Hall is needed for something else from Tuesday 24 March, 19:00."
            ' "There is a funeral that evening." There are other times for you.'
        )
    ]
    lost = house.ada.sees(f"/v1/bookings/{tuesday['booking_id']}")
    assert lost["says"] == "A keeper of Lantern Hall had to call off Tuesday 24 March, 19:00."
    assert lost["ended_words"] == "There is a funeral that evening."
    others = house.ada.sees(f"/v1/bookings/{lost['id']}/alternatives")["suggestions"]
    monday = next(each for each in others if each["space_id"] == house.hall.split("/")[-1])
    instead = {each: monday[each] for each in ("starts_at", "ends_at")}
    house.ada.does(f"{house.hall}/bookings", {**instead, "people": 25, "shown_as": "Choir"})


def the_heater_breaks_and_is_mended(house):
    house.month.becomes("Monday 23 March, 09:00")
    lounge = f"{house.lounge}/bookings"
    morning = {**between("Monday 23 March, 10:00", "12:00"), "people": 6, "shown_as": "Papers"}
    there = [(each, each.does(lounge, morning)) for each in (house.gus, house.hana, house.finn)]
    kept = house.ivo.does(
        lounge, {**between("Friday 27 March, 15:00", "17:00"), "people": 4, "shown_as": "Cards"}
    )
    house.month.becomes("Monday 23 March, 11:50")
    for somebody, booking in there:
        note = {"as_found": False, "words": "The heater stays cold."}
        somebody.does(f"/v1/bookings/{booking['id']}/leaving_note", note)
    told = house.sam.is_told()
    assert told[-1] == (
        "Three neighbours say that something in Lantern Lounge is broken. Nobody can book it until"
        " Monday 6 April, 12:50, unless you open it again."
    )
    assert house.ivo.is_told() == [
        (
            "Lantern Lounge is being mended until Monday 6 April, 12:50. Friday 27 March, 15:00"
            " still stands; you may want to look at other times."
        )
    ]
    assert house.ivo.sees(f"/v1/bookings/{kept['id']}/alternatives")["suggestions"]
    closed = house.eve.is_refused(lounge, between("Tuesday 24 March, 10:00", "12:00"))
    assert closed["detail"] == (
        "It is not open all through that time. It opens on Monday 6 April, 12:50 and closes on"
        " Monday 6 April, 21:00."
    )
    shut = house.eve.sees(f"{house.opening}/dates/2026-03-26")
    assert shut["says"] == (
        "Lantern Lounge is closed for a while, also on Thursday 26 March, 14:00."
    )
    house.month.becomes("Wednesday 25 March, 11:00")
    house.sam.does(f"{house.lounge}/mended")
    assert house.ivo.is_told() == [
        "Lantern Lounge is mended. Friday 27 March, 15:00 can be as planned."
    ]
    opens = house.gus.does(f"{house.opening}/dates/2026-03-26/openers", {})
    assert opens["says"] == "Open to everybody on Thursday 26 March, 14:00 to 17:00. Just come in."


def rose_has_a_cold(house):
    house.month.becomes("Wednesday 25 March, 17:00")
    thursday = f"{house.rose_opens}/dates/2026-03-26"
    coming = house.ivo.does(f"{thursday}/may_come", method="PUT")
    assert (coming["i_may_come"], coming["coming"]) == (True, 1)
    shut = house.rose.does(f"{thursday}/not_today", {"words": "I have a cold."})
    assert shut["says"] == "Rose's front room does not open on Thursday 26 March, 14:00."
    assert house.ivo.is_told() == ["Rose's front room does not open on Thursday 26 March, 14:00."]
    assert house.eve.is_refused(thursday, method="GET")["code"] == "opening_date_not_found"


def the_clocks_change_and_the_choir_does_not(house):
    house.month.becomes("Monday 30 March, 09:00")
    choir = house.ada.sees(house.choir)
    assert choir["says"] == (
        "Lantern Hall is booked again and again, next on Tuesday 31 March, 19:00."
    )
    assert choir["dates"][0]["starts_at"] == "2026-03-31T18:00:00Z"
    rose = house.rose.sees(house.rose_opens)
    assert rose["dates"][0]["starts_at"] == "2026-04-02T13:00:00Z"
    assert (rose["from"], rose["until"]) == ("14:00", "16:00")


def all_is_well(house, app):
    house.month.becomes("Saturday 11 April, 10:00")
    with app.app_context(), db.engine.connect() as connection:
        assert contradictions(connection, house.month.clock.now) == []
    for name, sentence in house.month.told_words():
        assert not words_of(sentence) & INNER_WORDS, (name, sentence)
    for somebody in house.month.people:
        link = somebody.does("/v1/me/calendar")["link"]
        feed = app.test_client().get(path_of(link))
        checked(feed.data)
        names = {each.name for each in house.month.people if each is not somebody}
        for name in names:
            # Rose's front room is the name of a place, as she gave it.
            first, last = name.split()
            assert last not in feed.text
            assert first == "Rose" or first not in feed.text
    sung = standing(app.test_client().get(path_of(house.ada.does("/v1/me/calendar")["link"])).data)
    assert (moment("Tuesday 7 April, 19:00"), moment("Tuesday 7 April, 21:00")) in sung


def a_picture_of_the_month(house):
    """What happened in the hall and in the lounge, as the README shows it."""
    window = "starts_at=2026-03-01T00:00:00Z&ends_at=2026-03-31T23:00:00Z"
    rooms = (house.hall, house.lounge)
    past = [house.ruth.sees(f"{each}/bookings?limit=100&when=past")["items"] for each in rooms]
    drawn = draw_month(
        house.ruth.sees(house.whole),
        [house.ruth.sees(f"{each}/calendar?{window}") for each in rooms],
        [booking for bookings in past for booking in bookings],
        year=2026,
        month=3,
    )
    if os.environ.get("DRAW_AGAIN"):
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(drawn)
    assert PICTURE.read_text() == drawn, "DRAW_AGAIN=1 draws it anew"
