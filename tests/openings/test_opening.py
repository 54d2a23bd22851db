"""Opening places, on a real database: one calendar with the bookings, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.dialects.postgresql import Range

from backend.bookings import ending as booking_ending
from backend.bookings import service as booking
from backend.bookings.errors import SpaceAlreadyBooked
from backend.care import access
from backend.kernel.ids import new_id
from backend.kernel.periods import Period
from backend.openings import dates, ending, nearby, queries, rota, service, visiting
from backend.openings.errors import OpeningDateNotFound, OpeningIsFull, OpeningNotFound
from backend.openings.models import Coming, Knock, Opener, Opening, OpeningDate
from backend.openings.nearby import When
from backend.openings.states import Door, State, Written
from backend.people.service import leave
from backend.spaces.models import Closure, Keeper, Occupancy
from backend.spaces.service import retire_space
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions

THURSDAY = date(2026, 3, 5)
TWO, FOUR = 14 * 60, 16 * 60
WEEK = timedelta(days=7)


@pytest.fixture
def rosa(session):
    return a_person(session, "Rosa Host")


@pytest.fixture
def ben(session):
    return a_person(session, "Ben Bell")


def opened(session, by, space, **more):
    given = {"weekday": 3, "opens": TWO, "closes": FOUR, **more}
    return service.open_place(session, by=by, space_id=space.id, now=NOW, **given)


def dates_of(session, opening):
    query = select(OpeningDate).where(OpeningDate.opening_id == opening.id)
    return session.scalars(query.order_by(OpeningDate.on)).all()


def at(day, hour, hours=2):
    start = datetime(2026, 3, day, hour, tzinfo=UTC)
    return Period(start, start + timedelta(hours=hours))


def book(session, by, space, period, **more):
    return booking.book(session, by=by, space_id=space.id, period=period, now=NOW, **more)


def held(session):
    return session.scalar(select(func.count()).select_from(Occupancy))


def test_eight_weeks_are_made_and_all_of_them_are_held(session, rosa):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall)
    made = dates_of(session, opening)
    assert [each.on for each in made] == [THURSDAY + n * WEEK for n in range(8)]
    assert contradictions(session.connection()) == []
    assert held(session) == 8


def test_the_hour_on_the_wall_stays_through_a_clock_change(session, rosa):
    hall = a_space(session, rosa)
    made = dates_of(session, opened(session, rosa, hall))
    starts = {each.on: each.starts_at.astimezone(UTC).hour for each in made}
    assert starts[date(2026, 3, 26)] == 14
    assert starts[date(2026, 4, 2)] == 13


def test_what_the_clock_skips_in_spring_comes_an_hour_later(session, rosa):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall, weekday=6, opens=90, closes=150)
    sunday = {each.on: each for each in dates_of(session, opening)}[date(2026, 3, 29)]
    assert sunday.starts_at.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert sunday.ends_at - sunday.starts_at == timedelta(hours=1)


def test_an_opening_and_a_booking_never_hold_the_same_time(session, rosa, ben):
    house = a_space(session, rosa, name="House")
    hall = a_space(session, rosa, parent=house)
    kept = book(session, ben, hall, at(12, 15))
    opening = opened(session, rosa, hall)
    states = {each.on: each.state for each in dates_of(session, opening)}
    assert states[kept.starts_at.date()] == Written.TAKEN
    for where in (hall, house):
        with pytest.raises(SpaceAlreadyBooked):
            book(session, ben, where, at(5, 15))
    book(session, ben, hall, at(5, 16))
    assert contradictions(session.connection()) == []


def test_dates_beyond_those_made_are_held_before_anybody_can_book_them(session, rosa, ben):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall)
    far = Period(datetime(2026, 10, 1, 13, tzinfo=UTC), datetime(2026, 10, 1, 14, tzinfo=UTC))
    with pytest.raises(SpaceAlreadyBooked):
        book(session, ben, hall, far)
    assert len(dates_of(session, opening)) > 50
    assert contradictions(session.connection()) == []


def test_an_opening_none_of_whose_dates_can_be_had_is_refused(session, rosa, ben):
    hall = a_space(session, rosa)
    book(session, ben, hall, at(5, 15))
    with pytest.raises(SpaceAlreadyBooked), session.begin_nested():
        opened(session, rosa, hall, weekday=None, on=THURSDAY)
    assert session.scalars(select(Opening)).all() == []


def test_a_date_that_a_booking_had_opens_once_that_is_called_off(session, rosa, ben):
    hall = a_space(session, rosa)
    kept = book(session, ben, hall, at(5, 15))
    opening = opened(session, rosa, hall)
    with pytest.raises(SpaceAlreadyBooked), session.begin_nested():
        dates.open_after_all(session, opening.id, THURSDAY, by=rosa, now=NOW)
    booking_ending.cancel_booking(session, kept.id, by=ben, now=NOW)
    later = NOW + timedelta(minutes=6)
    found = dates.open_after_all(session, opening.id, THURSDAY, by=rosa, now=later)
    assert found.state == Written.PLANNED
    assert contradictions(session.connection(), later) == []


def test_in_a_shared_space_an_opening_leaves_room_for_others_but_not_for_one_alone(
    session, rosa, ben
):
    barn = a_space(session, rosa, sharing="shared", capacity=10)
    book(session, ben, barn, at(5, 14), people=7)
    opening = opened(session, rosa, barn, places=4)
    states = {each.on: each.state for each in dates_of(session, opening)}
    assert states[THURSDAY] == Written.TAKEN
    book(session, ben, barn, at(12, 14), people=6)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, ben, barn, at(19, 14), people=7)
    with pytest.raises(SpaceAlreadyBooked):
        book(session, ben, barn, at(19, 14), people=1, alone=True)
    assert contradictions(session.connection()) == []
    service.edit_opening(session, opening.id, by=rosa, now=NOW, counts=False)
    book(session, ben, barn, at(19, 14), people=10)
    assert contradictions(session.connection()) == []


def test_a_date_can_be_moved_added_and_left_out_and_the_calendar_follows(session, rosa, ben):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall)

    def set_date(on, opens):
        return dates.set_date(
            session, opening.id, on, by=rosa, opens=opens, closes=opens + 120, now=NOW
        )

    set_date(THURSDAY, 18 * 60)
    book(session, ben, hall, at(5, 14))
    with pytest.raises(SpaceAlreadyBooked):
        book(session, ben, hall, at(5, 19))
    with pytest.raises(SpaceAlreadyBooked), session.begin_nested():
        set_date(THURSDAY, 15 * 60)
    assert set_date(date(2026, 3, 7), TWO).state == Written.PLANNED
    with pytest.raises(SpaceAlreadyBooked):
        book(session, ben, hall, at(7, 14))
    dates.not_today(session, opening.id, date(2026, 3, 7), by=rosa, now=NOW)
    book(session, ben, hall, at(7, 14))
    assert contradictions(session.connection()) == []


def test_a_hall_that_nobody_opens_gives_its_time_back_two_hours_before(session, rosa, ben):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall)
    late = datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert contradictions(session.connection(), late) == []
    booking.book(session, by=ben, space_id=hall.id, period=at(5, 14), now=late)
    with pytest.raises(SpaceAlreadyBooked), session.begin_nested():
        rota.join_rota(session, opening.id, THURSDAY, by=ben, now=late)
    assert contradictions(session.connection(), late) == []


def test_somebody_with_the_key_may_still_open_what_was_shown_as_not_opening(session, rosa, ben):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall)
    late = datetime(2026, 3, 5, 13, tzinfo=UTC)
    seen = queries.get_date(session, opening.id, THURSDAY, by=ben, now=late)
    assert seen.state is State.NOT_OPENING
    rota.join_rota(session, opening.id, THURSDAY, by=ben, now=late)
    assert contradictions(session.connection(), late) == []
    seen = queries.get_date(session, opening.id, THURSDAY, by=ben, now=late)
    assert seen.state is State.PLANNED
    rota.leave_rota(session, opening.id, THURSDAY, by=ben, now=late)
    seen = queries.get_date(session, opening.id, THURSDAY, by=ben, now=late)
    assert seen.state is State.NOT_OPENING
    assert contradictions(session.connection(), late) == []


def test_a_standing_opener_opens_every_date_until_they_leave_one(session, rosa):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall, i_open=True)
    rota.leave_rota(session, opening.id, THURSDAY, by=rosa, now=NOW)
    seen = queries.get_opening(session, opening.id, by=rosa, now=NOW)
    assert [each.state for each in seen.dates[:2]] == [State.NEEDS_OPENER, State.PLANNED]


def test_whoever_opens_is_told_where_the_key_is_from_two_hours_before_until_the_end(
    session, rosa, ben
):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall)
    rota.join_rota(session, opening.id, THURSDAY, by=ben, now=NOW)

    def is_told(hour):
        now = datetime(2026, 3, 5, hour, tzinfo=UTC)
        return access.is_near_key(session, hall, by=ben, now=now)

    assert [hour for hour in range(24) if is_told(hour)] == [12, 13, 14, 15]
    rota.leave_rota(session, opening.id, THURSDAY, by=ben, now=NOW)
    assert not is_told(13)


def test_who_may_come_is_forgotten_when_the_date_is_over(session, rosa, ben):
    home = a_space(session, rosa, kind="home")
    opening = opened(session, rosa, home)
    visiting.knock(session, opening.id, THURSDAY, by=ben, first_name="Ben", now=NOW)
    knocked = session.scalars(select(Knock)).one()
    visiting.welcome(session, opening.id, THURSDAY, knocked.id, by=rosa, now=NOW)
    over = at(5, 14).end
    with pytest.raises(OpeningDateNotFound):
        queries.get_date(session, opening.id, THURSDAY, by=ben, now=over)
    next_week = THURSDAY + WEEK
    visiting.knock(session, opening.id, next_week, by=ben, first_name="Ben", now=over)
    assert session.scalars(select(Coming)).all() == []
    assert [each.knocked_at for each in session.scalars(select(Knock))] == [over]


def test_a_limit_is_kept_and_a_place_given_back_is_there_for_the_next(session, rosa, ben):
    home = a_space(session, rosa, kind="home")
    ada = a_person(session)
    opening = opened(session, rosa, home, door=Door.ANYONE, places=1)
    for _ in range(2):
        visiting.may_come(session, opening.id, THURSDAY, by=ben, now=NOW)
    with pytest.raises(OpeningIsFull):
        visiting.may_come(session, opening.id, THURSDAY, by=ada, now=NOW)
    visiting.may_not_come(session, opening.id, THURSDAY, by=ben, now=NOW)
    visiting.may_come(session, opening.id, THURSDAY, by=ada, now=NOW)


def test_a_closed_space_shows_no_opening_as_open(session, rosa, ben):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall, i_open=True)
    period = at(5, 0, 24)
    session.add(
        Closure(
            id=new_id(),
            space_id=hall.id,
            during=Range(period.start, period.end),
            words="",
            created_at=NOW,
        )
    )
    session.flush()
    seen = queries.get_opening(session, opening.id, by=ben, now=NOW)
    assert [each.state for each in seen.dates[:2]] == [State.CLOSED, State.PLANNED]
    assert THURSDAY not in {each.date.on for each in near(session, ben).items}


def near(session, by, **more):
    where = {"latitude": 53.92, "longitude": -3.01, "radius_metres": 2000, "limit": 20}
    return nearby.openings_near(
        session, **{**where, "when": When.THIS_WEEK, "by": by, "now": NOW, **more}
    )


def test_a_homes_openings_end_when_its_host_leaves_and_a_halls_go_on(session, rosa, ben):
    home = a_space(session, rosa, kind="home")
    hall = a_space(session, rosa)
    session.add(Keeper(space_id=hall.id, person_id=ben, since_at=NOW))
    ada = a_person(session)
    at_home = opened(session, rosa, home, door=Door.ANYONE).id
    in_hall = opened(session, rosa, hall, i_open=True).id
    visiting.may_come(session, at_home, THURSDAY, by=ada, now=NOW)
    rota.join_rota(session, in_hall, THURSDAY + WEEK, by=ada, now=NOW)
    leave(session, by=rosa, now=NOW)
    with pytest.raises(OpeningNotFound):
        queries.get_opening(session, at_home, by=ada, now=NOW)
    seen = queries.get_opening(session, in_hall, by=ada, now=NOW)
    assert [each.state for each in seen.dates[:2]] == [State.NEEDS_OPENER, State.PLANNED]
    assert session.scalars(select(Opener.person_id)).all() == [ada]
    assert contradictions(session.connection()) == []
    leave(session, by=ada, now=NOW)
    assert session.scalars(select(Opener)).all() == []
    assert contradictions(session.connection()) == []


def test_a_home_with_two_hosts_ends_what_the_one_who_leaves_had_begun(session, rosa, ben):
    home = a_space(session, rosa, kind="home")
    session.add(Keeper(space_id=home.id, person_id=ben, since_at=NOW))
    session.flush()
    hers, his = opened(session, rosa, home).id, opened(session, ben, home, weekday=4).id
    leave(session, by=rosa, now=NOW)
    left = queries.list_openings_of_space(session, home.id, by=ben, now=NOW)
    assert [each.id for each in left] == [his]
    assert hers != his
    assert contradictions(session.connection()) == []


def test_a_retired_space_opens_no_more_and_holds_nothing(session, rosa):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall).id
    retire_space(session, hall.id, by=rosa, now=NOW)
    with pytest.raises(OpeningNotFound):
        queries.get_opening(session, opening, by=rosa, now=NOW)
    assert held(session) == 0


def test_stopping_gives_all_the_time_back(session, rosa):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall)
    ending.stop_opening(session, opening.id, by=rosa, now=NOW)
    assert held(session) == 0


def test_whoever_looks_makes_the_next_dates_and_twice_changes_nothing(session, rosa):
    hall = a_space(session, rosa)
    opening = opened(session, rosa, hall)
    later = NOW + 6 * WEEK
    assert nearby.is_something_due(session, now=later)
    rota.look_ahead(session, now=later)
    made = [each.on for each in dates_of(session, opening)]
    assert made == [THURSDAY + n * WEEK for n in range(14)]
    rota.look_ahead(session, now=later)
    assert [each.on for each in dates_of(session, opening)] == made
    assert contradictions(session.connection(), later) == []


@pytest.fixture
def counted(session):
    """Return a function that says how many statements something takes."""

    def count(do):
        statements = []
        engine = session.get_bind()

        def note(*args):
            statements.append(args[2])

        event.listen(engine, "before_cursor_execute", note)
        do()
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    return count


def test_an_opening_every_day_takes_as_many_queries_as_one_a_month(session, rosa, counted):
    halls = [a_space(session, rosa) for _ in range(2)]
    rarely, daily = (
        counted(lambda hall=hall, rule=rule: opened(session, rosa, hall, weekday=None, rrule=rule))
        for hall, rule in zip(halls, ("FREQ=MONTHLY;BYDAY=1SU", "FREQ=DAILY"), strict=True)
    )
    assert daily == rarely


def test_a_list_of_openings_takes_as_many_queries_for_twenty_as_for_two(
    session, rosa, ben, counted
):
    def more(count):
        for _ in range(count):
            opening = opened(session, rosa, a_space(session, rosa))
            rota.join_rota(session, opening.id, THURSDAY, by=ben, now=NOW)

    more(2)
    few = counted(lambda: near(session, ben))
    more(18)
    assert counted(lambda: near(session, ben)) == few
    assert len(near(session, ben).items) == 20


def test_the_order_and_the_edge_of_the_list_tell_nothing_of_the_hidden_point(session, rosa, ben):
    one = a_space(session, rosa, kind="home", latitude=53.9231)
    other = a_space(session, rosa, kind="home", latitude=53.9199)
    for home in (one, other):
        opened(session, rosa, home)

    def told():
        return [
            (each.date.space.id, each.distance_metres, each.date.door)
            for each in near(session, ben).items
        ]

    before = told()
    one.latitude, other.latitude = other.latitude, one.latitude
    session.flush()
    assert told() == before
    assert {each[2] for each in before} == {None}
    assert near(session, ben, latitude=53.9231, longitude=-3.0154, radius_metres=10).items == []
