"""Every list asks the database as often for many things as for one, and goes on without gaps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.dialects.postgresql import Range

from backend.app import create_app
from backend.boards import service as boards
from backend.boards.models import Notice
from backend.bookings.models import Booking
from backend.care.models import LeavingNote
from backend.conversations.models import Conversation
from backend.db import db
from backend.decisions.models import CountedBallot, Decision, Draw, DrawAnswer, Remark
from backend.groups import asking_in, inviting, record
from backend.groups import service as groups
from backend.groups.asking_in import AskingWish
from backend.groups.models import Agreement
from backend.groups.record import Recorded
from backend.groups.service import Founding
from backend.groups.states import AskingKind, Shows
from backend.kernel.ids import new_id
from backend.meetings.models import Meeting
from backend.notifications.service import About, tell
from backend.people import invitations
from backend.people.models import InvitationPurpose, Person
from backend.people.service import welcome
from backend.people.sessions import start_session
from backend.promises.models import Thanks
from backend.promises.service import ask
from backend.settings import Settings
from backend.spaces.models import Space
from backend.web.contract import operations
from backend.web.documents import contract_of
from tests.people.arrivals import Neighbour
from tests.posts.planting import a_post
from tests.spaces.planting import FLEETWOOD, Planter, plant

__all__ = ["plant"]

DOCUMENT = contract_of(create_app(Settings(database_url="postgresql+psycopg://nowhere/nothing")))
MANY = 8
NEAR = f"?latitude={FLEETWOOD[0]}&longitude={FLEETWOOD[1]}"
NOT_FROM_OUR_TABLES = {"search_places": "the geocoder is asked, once"}
WITHOUT_PAGES = {"get_feed"}
"""What a phone opens with is one screen."""


@dataclass
class House:
    """Whom and what the lists are about."""

    app: Flask
    ada: Neighbour
    plant: Planter
    clock: Any
    somebody: Callable[..., Neighbour]
    space: UUID
    made: int = 0

    def next_number(self) -> int:
        """Count what is made, so that no two are alike."""
        self.made += 1
        return self.made

    @contextmanager
    def session(self) -> Iterator[Any]:
        with self.app.app_context():
            yield db.session
            db.session.commit()


def more_spaces(house: House, count: int) -> None:
    for number in range(count):
        house.plant.space(f"Hall {number}", north=number, keepers=(house.ada.id,))


def more_bookings(house: House, count: int) -> None:
    for _ in range(count):
        start = house.clock() + timedelta(days=1, hours=house.next_number())
        end = start + timedelta(hours=1)
        times = {"starts_at": start.isoformat(), "ends_at": end.isoformat()}
        answer = house.ada.post(f"/v1/spaces/{house.space}/bookings", times)
        assert answer.status_code == 201, answer.json


def more_series(house: House, count: int) -> None:
    for _ in range(count):
        start = house.clock() + timedelta(days=1, hours=house.next_number())
        wish = {
            "rrule": "FREQ=WEEKLY;COUNT=2",
            "starts_at": start.strftime("%Y-%m-%dT%H:%M"),
            "duration_minutes": 60,
        }
        answer = house.ada.post(f"/v1/spaces/{house.space}/series", wish)
        assert answer.status_code == 201, answer.json


def more_waits(house: House, count: int) -> None:
    ben = house.somebody("Ben")
    for _ in range(count):
        start = house.clock() + timedelta(days=1, hours=house.next_number())
        end = start + timedelta(hours=1)
        times = {"starts_at": start.isoformat(), "ends_at": end.isoformat()}
        path = f"/v1/spaces/{house.space}"
        assert ben.post(f"{path}/bookings", times).status_code == 201
        answer = house.ada.post(f"{path}/waits", times)
        assert answer.status_code == 201, answer.json


def more_sessions(house: House, count: int) -> None:
    with house.session() as session:
        ada = session.get_one(Person, house.ada.id)
        for number in range(count):
            start_session(session, ada, device_name=f"Phone {number}", now=house.clock())


def more_blocks(house: House, count: int) -> None:
    for number in range(count):
        somebody = house.somebody(f"Neighbour {number}")
        assert house.ada.put(f"/v1/me/blocks/{somebody.id}").status_code == 204


def more_conversations(house: House, count: int) -> None:
    more_bookings(house, count)
    ben = house.somebody("Ben")
    asked = house.ada.post(f"/v1/spaces/{house.space}/keepers", {"person_id": str(ben.id)})
    assert asked.status_code == 200, asked.json
    for each in house.ada.get("/v1/me/bookings?limit=100").json["items"]:
        talk = house.ada.post(f"/v1/bookings/{each['id']}/conversation")
        assert talk.status_code == 200, talk.json
    said = ben.post(f"/v1/conversations/{talk.json['id']}/messages", {"words": "Hello"})
    assert said.status_code == 201, said.json


def more_messages(house: House, count: int) -> None:
    if not house.made:
        more_conversations(house, 1)
        with house.session() as session:
            talk = session.scalars(select(Conversation)).one()
            about_id, talk.about_id = talk.about_id, new_id()
            session.flush()
            new = {"about_kind": talk.about_kind, "about_id": about_id}
            new |= {"created_at": house.clock(), "last_at": house.clock()}
            session.add(Conversation(id=TALK, **new))
    for number in range(count):
        house.clock.pass_time(seconds=4)
        said = house.ada.post(f"/v1/conversations/{TALK}/messages", {"words": f"{number}"})
        assert said.status_code == 201, said.json


def more_invitations(house: House, count: int) -> None:
    with house.session() as session:
        for _ in range(count):
            # Five a day, so these were made over the last weeks.
            made_at = house.clock() + timedelta(hours=7 * (house.next_number() - 2 * MANY))
            kind = InvitationPurpose.NEIGHBOUR
            invitations.invite(session, kind, by=house.ada.id, now=made_at)


def more_news(house: House, count: int) -> None:
    with house.session() as session:
        for _ in range(count):
            about = About("bookings", new_id())
            told = {"space": "a hall", "starts_at": house.clock()}
            tell(
                session, [house.ada.id], "booking_taken_up", about=about, now=house.clock(), **told
            )


def more_known(house: House, count: int) -> None:
    for number in range(count):
        somebody = house.somebody(f"Neighbour {number}")
        answer = house.ada.put(f"/v1/spaces/{house.space}/known/{somebody.id}")
        assert answer.status_code < 300, answer.json


def more_openings(house: House, count: int) -> None:
    for _ in range(count):
        day, hour = divmod(house.next_number(), 12)
        date = (house.clock() + timedelta(days=1 + day)).date().isoformat()
        times = {"on": date, "from": f"{8 + hour:02}:00", "until": f"{9 + hour:02}:00"}
        answer = house.ada.post(f"/v1/spaces/{house.space}/openings", {**times, "i_open": True})
        assert answer.status_code == 201, answer.json


def more_knocks(house: House, count: int) -> None:
    if not house.made:
        place = {"latitude": FLEETWOOD[0], "longitude": FLEETWOOD[1]}
        home = {"id": str(HOME), "name": "Ada's", "kind": "home", "place": place}
        assert house.ada.post("/v1/spaces", home).status_code == 201
        times = {"id": str(OPENING), "on": "2026-03-05", "from": "14:00", "until": "16:00"}
        assert house.ada.post(f"/v1/spaces/{HOME}/openings", times).status_code == 201
    for _ in range(count):
        somebody = house.somebody(f"Neighbour {house.next_number()}")
        knocked = somebody.post(f"{THURSDAY}/knock", {"first_name": "Ben"})
        assert knocked.status_code == 200, knocked.json


def more_guests(house: House, count: int) -> None:
    more_knocks(house, count)
    for each in house.ada.get(f"{THURSDAY}/knocks").json["items"]:
        welcome = f"{THURSDAY}/knocks/{each['id']}/welcome"
        assert house.ada.post(welcome, {"always": True}).status_code == 200


def more_notes(house: House, count: int) -> None:
    more_bookings(house, count)
    with house.session() as session:
        bookings = session.scalars(select(Booking.id).where(Booking.space_id == house.space))
        noted = set(session.scalars(select(LeavingNote.booking_id)))
        for number, booking_id in enumerate(bookings.all()):
            if booking_id not in noted:
                note = LeavingNote(space_id=house.space, booking_id=booking_id, as_found=True)
                note.created_at = house.clock() - timedelta(minutes=number)
                session.add(note)


def more_misfits(house: House, count: int) -> None:
    def opens(hours: list[Range[int]]) -> None:
        with house.session() as session:
            session.get_one(Space, house.space).opening_hours = hours

    opens([Range(0, 7 * 1440)])
    more_bookings(house, count)
    opens([])


def more_suggestions(house: House, count: int) -> None:
    with house.session() as session:
        if not house.made:
            need = {"kind": "need", "title": "Drill", "words": "", "id": NEED}
            a_post(session, house.ada.id, at=FLEETWOOD, now=house.clock(), **TOOL, **need)
        for _ in range(count):
            somebody = house.somebody(f"Neighbour {house.next_number()}")
            drill = {"title": "A drill to lend", "words": ""}
            a_post(session, somebody.id, at=FLEETWOOD, now=house.clock(), **TOOL, **drill)


def more_promises(house: House, count: int) -> None:
    if not house.made:
        with house.session() as session:
            need = {"id": WANTED, "kind": "need", "way": "do", "quantity": 2 * MANY}
            a_post(session, house.ada.id, now=house.clock(), **need)
    for _ in range(count):
        somebody = house.somebody(f"Neighbour {house.next_number()}")
        answer = somebody.post(f"/v1/posts/{WANTED}/promises", {})
        assert answer.status_code == 201, answer.json


def more_thanks(house: House, count: int) -> None:
    with house.session() as session:
        for _ in range(count):
            somebody = house.somebody(f"Neighbour {house.next_number()}")
            post = a_post(session, house.ada.id, now=house.clock())
            promise = ask(session, post.id, by=somebody.id, now=house.clock())
            words = {"from_id": somebody.id, "to_id": house.ada.id, "words": "Thank you!"}
            said = {"said_at": house.clock(), "shown_at": house.clock()}
            session.add(Thanks(promise_id=promise.id, **words, **said))


def more_meetings(house: House, count: int) -> None:
    if not house.made:
        place = {"latitude": FLEETWOOD[0], "longitude": FLEETWOOD[1]}
        shed = {"id": str(SHED), "name": "Men's shed", "place": place}
        assert house.ada.post("/v1/groups", shed).status_code == 201
    for _ in range(count):
        title = f"Mending {house.next_number()}"
        once = {
            "starts_at": "2026-03-05T18:00",
            "duration_minutes": 60,
            "rrule": "FREQ=DAILY;COUNT=1",
        }
        called = house.ada.post(f"/v1/groups/{SHED}/meetings", {"title": title, **once})
        assert called.status_code == 201, called.json


def more_meeting_dates(house: House, count: int) -> None:
    path = f"/v1/meetings/{MENDING}"
    if not house.made:
        place = {"latitude": FLEETWOOD[0], "longitude": FLEETWOOD[1]}
        shed = {"id": str(SHED), "name": "Men's shed", "place": place}
        assert house.ada.post("/v1/groups", shed).status_code == 201
        mending = {"id": str(MENDING), "title": "Mending", "opens_up": True, "duration_minutes": 60}
        weekly = {"starts_at": "2026-03-05T18:00", "rrule": "FREQ=WEEKLY;COUNT=1"}
        called = house.ada.post(f"/v1/groups/{SHED}/meetings", {**mending, **weekly})
        assert called.status_code == 201, called.json
        assert house.ada.put(f"{path}/rota").status_code == 200
    for _ in range(count):
        with house.session() as session:
            rule = f"FREQ=WEEKLY;COUNT={house.next_number()}"
            session.get_one(Meeting, MENDING).rrule = rule
    for each in house.ada.get(f"{path}/dates?limit=100").json["items"]:
        on = f"{path}/dates/{each['on']}"
        assert house.ada.put(f"{on}/answer", {"answer": "coming"}).status_code == 200
        assert house.ada.post(f"{on}/things", {"what": "Cups"}).status_code == 201


SHED, MENDING, NOTICE = new_id(), new_id(), new_id()
WANTED = new_id()
HOME, OPENING, TALK, NEED = new_id(), new_id(), new_id(), new_id()
TOOL = {"category": "tools", "way": "lend"}
THURSDAY = f"/v1/openings/{OPENING}/dates/2026-03-05"


def more_posts(house: House, count: int) -> None:
    with house.session() as session:
        for number in range(count):
            a_post(session, house.ada.id, title=f"Soup {number}", now=house.clock())


def more_posts_of_a_group(house: House, count: int) -> None:
    a_shed(house)
    with house.session() as session:
        for _ in range(count):
            now = house.clock()
            a_post(session, house.ada.id, now=now, group_id=SHED, visible_to="group")


def more_posts_nearby(house: House, count: int) -> None:
    somebody = house.somebody("Ben")
    with house.session() as session:
        for number in range(count):
            a_post(session, somebody.id, at=FLEETWOOD, title=f"Soup {number}", now=house.clock())


def a_shed(house: House) -> str:
    """Return the path of a group in which Ada admits alone, founded once."""
    if not house.made:
        place = {"latitude": FLEETWOOD[0], "longitude": FLEETWOOD[1]}
        shed = {"id": str(SHED), "name": "Men's shed", "place": place, "joining": "ask"}
        assert house.ada.post("/v1/groups", shed).status_code == 201
    house.next_number()
    return f"/v1/groups/{SHED}"


def more_bookings_of_a_group(house: House, count: int) -> None:
    a_shed(house)
    for _ in range(count):
        start = house.clock() + timedelta(days=1, hours=house.next_number())
        end = start + timedelta(hours=1)
        wish = {
            "starts_at": start.isoformat(),
            "ends_at": end.isoformat(),
            "group_id": str(SHED),
        }
        answer = house.ada.post(f"/v1/spaces/{house.space}/bookings", wish)
        assert answer.status_code == 201, answer.json


def more_groups(house: House, count: int) -> None:
    with house.session() as session:
        for _ in range(count):
            # Five a week, so these were founded over the last weeks.
            founded_at = house.clock() - timedelta(days=2 * (3 * MANY - house.next_number()))
            whole = {"type": "Circle", "coordinates": FLEETWOOD[::-1], "radius_metres": 800}
            founding = Founding(name=f"Street {house.made}", boundary=whole)
            groups.found(session, founding, by=house.ada.id, now=founded_at)


def more_members(house: House, count: int) -> None:
    path = a_shed(house)
    with house.session() as session:
        group = groups.lock_group(session, SHED, by=house.ada.id, now=house.clock())
        for _ in range(count):
            house.clock.pass_time(seconds=1)
            somebody = house.somebody(f"Neighbour {house.next_number()}")
            groups.add_member(session, group, somebody.id, now=house.clock(), shows=Shows.NAME)
    assert house.ada.get(path).status_code == 200


def more_wishes_to_join(house: House, count: int) -> None:
    path = a_shed(house)
    for _ in range(count):
        somebody = house.somebody(f"Neighbour {house.next_number()}")
        assert somebody.post(f"{path}/join_requests", {}).status_code == 201


def more_group_invitations(house: House, count: int) -> None:
    a_shed(house)
    with house.session() as session:
        for _ in range(count):
            # Ten a day.
            made_at = house.clock() - timedelta(hours=3 * (2 * MANY - house.next_number()))
            inviting.invite_to_group(session, SHED, by=house.ada.id, now=made_at)


def more_asked_in(house: House, count: int) -> None:
    a_shed(house)
    with house.session() as session:
        for _ in range(count):
            # Five a day, so these were asked over the last days.
            number = house.next_number()
            now = house.clock() - timedelta(hours=5 * (2 * MANY - number))
            somebody = welcome(session, display_name=f"Neighbour {number}", now=now)
            wish = AskingWish(AskingKind.PERSON, "Come in!", person_id=somebody.id)
            asking_in.ask_in(session, SHED, wish, by=house.ada.id, now=now)


def more_who_ask_ada_in(house: House, count: int) -> None:
    for _ in range(count):
        with house.session() as session:
            number = house.next_number()
            somebody = welcome(session, display_name=f"Neighbour {number}", now=house.clock())
            founding = Founding(name=f"Group {number}", place=FLEETWOOD)
            group = groups.found(session, founding, by=somebody.id, now=house.clock())
            wish = AskingWish(AskingKind.PERSON, "Come in!", person_id=house.ada.id)
            asking_in.ask_in(session, group.id, wish, by=somebody.id, now=house.clock())


def more_of_the_record(house: House, count: int) -> None:
    more_members(house, 1)
    with house.session() as session:
        group = groups.lock_group(session, SHED, by=house.ada.id, now=house.clock())
        member = record.pseudonym(SHED, house.ada.id)
        for _ in range(count):
            act = Recorded.MEMBER_ADMITTED
            record.write(session, group, act, {"member": member}, house.clock())


def more_agreements(house: House, count: int) -> None:
    a_shed(house)
    with house.session() as session:
        for _ in range(count):
            review_at = house.clock() + timedelta(days=house.next_number() - 5)
            agreement = Agreement(group_id=SHED, version=1, title="We tidy up", words="")
            agreement.adopted_at, agreement.review_at = house.clock(), review_at
            session.add(agreement)


def more_decisions(house: House, count: int) -> None:
    path = a_shed(house)
    for _ in range(count):
        title = f"Cake {house.next_number()}?"
        asked = house.ada.post(f"{path}/decisions", {"title": title})
        assert asked.status_code == 201, asked.json


def more_said_to_a_decision(house: House, count: int) -> None:
    if not house.made:
        asked = {"id": str(ASKED), "title": "Cake?"}
        assert house.ada.post(f"{a_shed(house)}/decisions", asked).status_code == 201
    with house.session() as session:
        for _ in range(count):
            remark = Remark(decision_id=ASKED, said_by=house.ada.id, kind="remark", words="Yes")
            remark.said_at = house.clock()
            session.add(remark)


def more_counted_ballots(house: House, count: int) -> None:
    more_said_to_a_decision(house, 1)
    with house.session() as session:
        session.get_one(Decision, ASKED).state = "objected"
        for _ in range(count):
            ballot = CountedBallot(id=uuid4(), decision_id=ASKED, choice={"vote": "fine"})
            session.add(ballot)


ASKED = new_id()


def more_notices(house: House, count: int) -> None:
    a_shed(house)
    with house.session() as session:
        for _ in range(count):
            # Ten a day.
            now = house.clock() + timedelta(hours=3 * house.next_number())
            notice = boards.put_up(session, SHED, "Tea", "", by=house.ada.id, now=now)
            boards.answer(session, notice.id, "At four?", by=house.ada.id, now=now)


def more_answers(house: House, count: int) -> None:
    a_shed(house)
    with house.session() as session:
        if session.get(Notice, NOTICE) is None:
            facts = {"by": house.ada.id, "now": house.clock(), "notice_id": NOTICE}
            boards.put_up(session, SHED, "Tea", "", **facts)
        for _ in range(count):
            # Thirty an hour.
            now = house.clock() + timedelta(hours=house.next_number())
            boards.answer(session, NOTICE, "At four?", by=house.ada.id, now=now)


def more_draws(house: House, count: int) -> None:
    a_shed(house)
    with house.session() as session:
        now = house.clock()
        for _ in range(count):
            draw = Draw(id=new_id(), group_id=SHED, called_by=house.ada.id, purpose="Tea", seats=1)
            draw.called_at = draw.closes_at = draw.drawn_at = now
            draw.commitment, draw.chain_number = "00", 0
            session.add(draw)
            session.flush()
            facts = {"person_id": house.ada.id, "answer": "seated", "answered_at": now}
            session.add(DrawAnswer(draw_id=draw.id, **facts))


LISTS: dict[str, tuple[str, Callable[[House, int], None]]] = {
    "list_spaces": (f"/v1/spaces{NEAR}", more_spaces),
    "list_my_spaces": ("/v1/me/spaces", more_spaces),
    "list_my_bookings": ("/v1/me/bookings", more_bookings),
    "list_bookings_of_group": (f"/v1/groups/{SHED}/bookings", more_bookings_of_a_group),
    "list_bookings_of_space": ("/v1/spaces/{space}/bookings", more_bookings),
    "list_my_posts": ("/v1/me/posts", more_posts),
    "list_posts": (f"/v1/posts{NEAR}", more_posts_nearby),
    "get_feed": (f"/v1/feed{NEAR}", more_posts_nearby),
    "list_posts_of_group": (f"/v1/groups/{SHED}/posts", more_posts_of_a_group),
    "list_posts_of_person": ("/v1/people/{ada}/posts", more_posts),
    "list_my_series": ("/v1/me/series", more_series),
    "list_my_waits": ("/v1/me/waits", more_waits),
    "list_my_sessions": ("/v1/me/sessions", more_sessions),
    "list_my_conversations": ("/v1/me/conversations", more_conversations),
    "list_messages": (f"/v1/conversations/{TALK}/messages", more_messages),
    "list_suggestions_for_post": (f"/v1/posts/{NEED}/suggestions", more_suggestions),
    "list_my_suggestions": ("/v1/me/suggestions", more_suggestions),
    "list_promises_of_post": (f"/v1/posts/{WANTED}/promises", more_promises),
    "list_my_promises": ("/v1/me/promises", more_promises),
    "list_thanks_of_person": ("/v1/people/{ada}/thanks", more_thanks),
    "list_decisions": (f"/v1/groups/{SHED}/decisions", more_decisions),
    "list_remarks": (f"/v1/decisions/{ASKED}/remarks", more_said_to_a_decision),
    "list_counted_ballots": (f"/v1/decisions/{ASKED}/ballots", more_counted_ballots),
    "list_meetings": (f"/v1/groups/{SHED}/meetings", more_meetings),
    "list_meeting_dates": (f"/v1/meetings/{MENDING}/dates", more_meeting_dates),
    "list_my_meetings": ("/v1/me/meetings", more_meetings),
    "find_groups": (f"/v1/groups{NEAR}", more_groups),
    "find_neighbourhoods": (
        f"/v1/neighbourhoods?at={FLEETWOOD[0]},{FLEETWOOD[1]}",
        more_groups,
    ),
    "list_my_groups": ("/v1/me/groups", more_groups),
    "list_members": (f"/v1/groups/{SHED}/members", more_members),
    "list_join_requests": (f"/v1/groups/{SHED}/join_requests", more_wishes_to_join),
    "list_group_invitations": (f"/v1/groups/{SHED}/invitations", more_group_invitations),
    "list_asking_in": (f"/v1/groups/{SHED}/asking_in", more_asked_in),
    "list_asked_in": ("/v1/me/asked_in", more_who_ask_ada_in),
    "list_record": (f"/v1/groups/{SHED}/record", more_of_the_record),
    "list_notices": (f"/v1/groups/{SHED}/notices", more_notices),
    "list_answers_to_notice": (f"/v1/notices/{NOTICE}/answers", more_answers),
    "list_draws": (f"/v1/groups/{SHED}/draws", more_draws),
    "list_agreements": (f"/v1/groups/{SHED}/agreements", more_agreements),
    "list_my_blocks": ("/v1/me/blocks", more_blocks),
    "list_my_invitations": ("/v1/invitations", more_invitations),
    "list_notifications": ("/v1/notifications", more_news),
    "list_openings": (f"/v1/openings{NEAR}", more_openings),
    "list_openings_of_space": ("/v1/spaces/{space}/openings", more_openings),
    "list_knocks": (f"{THURSDAY}/knocks", more_knocks),
    "list_welcome_guests": (f"/v1/spaces/{HOME}/welcome_guests", more_guests),
    "list_leaving_notes": ("/v1/spaces/{space}/notes", more_notes),
    "list_misfits": ("/v1/spaces/{space}/misfits", more_misfits),
    "list_known_here": ("/v1/spaces/{space}/known", more_known),
}
"""Every list, and how it gets longer."""


def lists_of_the_contract() -> set[str]:
    found = set()
    for method, _, operation in operations(DOCUMENT):
        content = operation["responses"].get("200", {}).get("content", {}).get("application/json")
        name = content["schema"].get("$ref", "").split("/")[-1] if content else ""
        if method == "get" and "items" in DOCUMENT["components"]["schemas"].get(name, {}).get(
            "properties", {}
        ):
            found.add(operation["operationId"])
    return found


def test_every_list_is_looked_at():
    assert lists_of_the_contract() == set(LISTS) | set(NOT_FROM_OUR_TABLES)


@pytest.fixture
def house(
    app: Flask,
    neighbour: Callable[..., Neighbour],
    plant: Planter,
    clock: Any,
) -> House:
    ada = neighbour("Ada")
    return House(app, ada, plant, clock, neighbour, plant.space(keepers=(ada.id,)))


@pytest.fixture
def asked(app: Flask) -> list[str]:
    """All that is asked of the database from now on, past SQLAlchemy too."""
    questions: list[str] = []

    class Listening(psycopg.Cursor[Any]):
        def execute(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            questions.append(str(query))
            return super().execute(query, *args, **kwargs)

    with app.app_context():
        db.engine.dispose()  # so that every connection is a new one

        @event.listens_for(db.engine, "connect")
        def listen(connection: Any, _: Any) -> None:
            connection.cursor_factory = Listening

    return questions


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_of_many_asks_no_more_than_a_list_of_one(house: House, asked: list[str], name: str):
    path, lengthen = LISTS[name]
    path = path.format(space=house.space, ada=house.ada.id)

    def questions_for(least: int) -> tuple[int, int]:
        house.ada.get(path)  # connects, and reads what is read once
        asked.clear()
        answer = house.ada.get(path)
        assert answer.status_code == 200, answer.json
        assert len(answer.json["items"]) >= least
        return len(asked), len(answer.json["items"])

    lengthen(house, 1)
    few, before = questions_for(1)
    assert few > 0, "nothing was heard"
    lengthen(house, MANY - before)
    many, after = questions_for(MANY)
    assert after > before
    assert many == few, "\n".join(asked)


@pytest.mark.parametrize("name", sorted(set(LISTS) - WITHOUT_PAGES))
def test_a_list_goes_on_where_it_ended(house: House, name: str):
    path, lengthen = LISTS[name]
    path = path.format(space=house.space, ada=house.ada.id)
    lengthen(house, 7)
    whole = house.ada.get(path).json["items"]
    glue = "&" if "?" in path else "?"
    seen: list[Any] = []
    cursor = ""
    for _ in range(len(whole) + 1):
        page = house.ada.get(f"{path}{glue}limit=3{cursor}").json
        assert len(page["items"]) <= 3
        seen += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == whole
