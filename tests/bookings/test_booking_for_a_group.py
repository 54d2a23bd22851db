"""A group books: it counts once, all of its members may act, and it outlives who made it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.bookings import calendar, ending, queries, service
from backend.bookings.errors import BookingNotFound, FairUseReached
from backend.bookings.models import Booking
from backend.bookings.states import State
from backend.care import emptiness
from backend.db import db
from backend.groups.errors import GroupNotFound, NotAMember
from backend.groups.service import close_group, leave_group, lock_group
from backend.groups.states import Visibility
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from backend.people.service import leave
from tests.bookings.rooms import NOW, a_person, a_space
from tests.groups.gatherings import a_group
from tests.groups.test_costs import statements

HOUR = timedelta(hours=1)


def hour(number, hours=1):
    start = NOW + timedelta(days=1) + number * HOUR
    return Period(start, start + hours * HOUR)


def read(session, booking, by, now=NOW):
    return queries.get_booking(session, booking.id, by=by, now=now)


@pytest.fixture
def keeper(session):
    return a_person(session, "Kim Keeper")


@pytest.fixture
def hall(session, keeper):
    return a_space(session, keeper)


@pytest.fixture
def shed(session):
    return a_group(session, 3)


@pytest.fixture
def booked(session, hall, shed):
    group, people = shed
    return service.book(
        session,
        by=people[0],
        space_id=hall.id,
        period=hour(1),
        now=NOW,
        what_for="Bird boxes",
        group_id=group.id,
    )


def test_every_member_sees_it_and_may_call_it_off(session, booked, shed, keeper):
    group, people = shed
    seen = read(session, booked, people[2])
    assert (seen.is_mine, seen.group) == (True, (group.id, "Men's shed"))
    assert "cancellation" in seen.can
    ending.cancel_booking(session, booked.id, by=people[2], now=NOW)
    session.flush()
    assert read(session, booked, people[1]).says.code == "booking_cancelled_by_group"
    assert read(session, booked, people[2]).says.code == "booking_cancelled"
    assert read(session, booked, keeper).says.code == "booking_cancelled_for_keeper"


def test_a_neighbour_who_does_not_belong_sees_nothing_of_it(session, booked):
    stranger = a_person(session)
    with pytest.raises(BookingNotFound):
        read(session, booked, stranger)
    with pytest.raises(BookingNotFound):
        ending.cancel_booking(session, booked.id, by=stranger, now=NOW)


def test_nobody_books_for_a_group_they_do_not_belong_to(session, hall, shed):
    group, _ = shed
    stranger = a_person(session)
    wish = {"by": stranger, "space_id": hall.id, "now": NOW, "group_id": group.id}
    with pytest.raises(NotAMember):
        service.book(session, period=hour(2), **wish)
    group.visibility = Visibility.HIDDEN.value
    session.flush()
    with pytest.raises(GroupNotFound):
        service.book(session, period=hour(2), **wish)


def test_a_group_is_one_booker_and_the_limit_of_its_members_is_their_own(session, keeper, shed):
    group, people = shed
    hall = a_space(session, keeper, fair_use={"most_bookings": 2, "days": 30})

    def book(by, number, group_id):
        return service.book(
            session, by=by, space_id=hall.id, period=hour(number), now=NOW, group_id=group_id
        )

    book(people[0], 1, group.id)
    book(people[1], 2, group.id)
    for each in people:
        with pytest.raises(FairUseReached):
            book(each, 9, group.id)
    for number, each in enumerate((people[0], people[0], people[1], people[2])):
        book(each, 20 + number, None)
    with pytest.raises(FairUseReached):
        book(people[0], 30, None)


def test_members_who_book_at_once_have_together_what_one_booker_may_have(database_url):
    engine = create_engine(database_url, pool_size=6)
    with Session(engine) as session:
        group, people = a_group(session, 6)
        keeper = a_person(session)
        hall = a_space(session, keeper, fair_use={"most_bookings": 2, "days": 30}).id
        group_id = group.id
        session.commit()
    all_ready = Barrier(6)

    def book(number):
        all_ready.wait(timeout=60)
        with Session(engine) as session:
            try:
                service.book(
                    session,
                    by=people[number],
                    space_id=hall,
                    period=hour(number),
                    now=NOW,
                    group_id=group_id,
                )
                session.commit()
            except Fact as fact:
                return fact.code
            return "done"

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(book, range(6)))
    engine.dispose()
    assert sorted(results) == ["done"] * 2 + ["fair_use_reached"] * 4


def test_a_group_closed_while_a_member_books_holds_nothing(database_url):
    engine = create_engine(database_url, pool_size=2)
    for _ in range(10):
        with Session(engine) as session:
            group, people = a_group(session, 2)
            hall = a_space(session, a_person(session)).id
            group_id = group.id
            session.commit()
        both = Barrier(2)

        def run(verb, both=both):
            both.wait(timeout=60)
            with Session(engine) as session:
                try:
                    verb(session)
                    session.commit()
                except Fact as fact:
                    return fact.code
                return "done"

        def book(session, by=people[0], hall=hall, group_id=group_id):
            service.book(session, by=by, space_id=hall, period=hour(1), now=NOW, group_id=group_id)

        def close(session, by=people[1], group_id=group_id):
            group = lock_group(session, group_id, by=by, now=NOW)
            close_group(session, group, now=NOW)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(run, (book, close)))
        with Session(engine) as session:
            left = session.query(Booking.state).filter_by(group_id=group_id).all()
            assert all(state == State.RELEASED.value for (state,) in left)
    engine.dispose()


def test_it_stays_when_who_booked_it_leaves_the_group(session, booked, shed, hall):
    group, people = shed
    leave_group(session, group.id, by=people[0], now=NOW)
    session.flush()
    with pytest.raises(BookingNotFound):
        read(session, booked, people[0])
    seen = read(session, booked, people[1])
    assert (seen.state, seen.what_for, seen.is_mine) == (State.CONFIRMED, "Bird boxes", True)
    service.move_booking(session, booked.id, by=people[1], period=hour(5), now=NOW)
    assert read(session, booked, people[2]).starts_at == hour(5).start


def test_it_stays_when_who_booked_it_is_erased_and_names_them_no_more(session, booked, shed):
    _, people = shed
    leave(session, by=people[0], now=NOW)
    session.expire_all()
    assert booked.booked_by is None
    assert read(session, booked, people[1]).state is State.CONFIRMED


def test_it_is_given_back_when_the_last_member_has_left(session, booked, shed):
    group, people = shed
    for each in people:
        leave_group(session, group.id, by=each, now=NOW)
    session.expire_all()
    assert session.get_one(Booking, booked.id).state == State.RELEASED.value


def test_any_member_answers_that_they_are_there(session, booked, shed, keeper, hall):
    _, people = shed
    later = booked.starts_at + timedelta(minutes=20)
    emptiness.ask_if_there(session, hall.id, by=keeper, now=later)
    emptiness.say_we_are_here(session, booked.id, by=people[2], now=later)
    assert booked.here_at == later


def test_a_keeper_reads_no_name_of_a_group_that_hides(session, booked, shed, keeper):
    group, people = shed
    assert read(session, booked, keeper).group == (group.id, "Men's shed")
    group.visibility = Visibility.HIDDEN.value
    session.flush()
    assert read(session, booked, keeper).group == (None, None)
    assert read(session, booked, people[1]).group == (group.id, "Men's shed")


def test_the_calendar_shows_it_to_members_as_theirs(session, booked, shed, hall):
    _, people = shed
    window = Period(NOW, NOW + timedelta(days=7))
    for by, is_mine in ((people[2], True), (a_person(session), False)):
        seen = calendar.get_calendar(session.connection(), hall.id, by=by, window=window, now=NOW)
        assert [each.is_mine for each in seen.taken] == [is_mine]
        assert [each.what_for for each in seen.taken] == ["Bird boxes" if is_mine else None]


def test_the_list_of_a_group_is_for_its_members(session, booked, shed):
    group, people = shed
    where = {"now": NOW, "past": False, "after": None, "limit": 20}
    with statements() as heard:
        listed = queries.list_bookings_of_group(session, group.id, by=people[2], **where)
    assert [each.id for each in listed] == [booked.id]
    assert len(heard) == 2
    with pytest.raises(NotAMember):
        queries.list_bookings_of_group(session, group.id, by=a_person(session), **where)


def test_over_http_a_booking_names_its_group(app, neighbour):
    ada, keeper = neighbour("Ada Byron"), neighbour("Kim Keeper")
    place = {"latitude": 53.9213, "longitude": -3.0178}
    group = ada.post("/v1/groups", {"name": "Men's shed", "place": place}).json
    with app.app_context():
        hall = a_space(db.session(), keeper.id).id
        db.session.commit()
    time = {"starts_at": "2026-03-02T18:00:00Z", "ends_at": "2026-03-02T20:00:00Z"}
    made = ada.post(f"/v1/spaces/{hall}/bookings", {**time, "group_id": group["id"]})
    assert made.status_code == 201, made.json
    assert made.json["group"] == {"id": group["id"], "name": "Men's shed"}
    listed = ada.get(f"/v1/groups/{group['id']}/bookings").json["items"]
    assert [each["id"] for each in listed] == [made.json["id"]]
    german = ada.get(f"/v1/bookings/{made.json['id']}", headers={"Accept-Language": "de"}).json
    assert " gehört euch ab " in german["says"]
    refused = keeper.post(f"/v1/spaces/{hall}/bookings", {**time, "group_id": group["id"]})
    assert (refused.status_code, refused.json["code"]) == (403, "not_a_member")
