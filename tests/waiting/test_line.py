"""Waiting in line: coming in, being offered, taking, declining, and the clock passing it on."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from backend.app import ROOMS
from backend.bookings import asking, calendar, ending
from backend.bookings import service as bookings
from backend.bookings.errors import SpaceAlreadyBooked, TooManyPeople
from backend.kernel.periods import Period
from backend.notifications.models import Notification
from backend.notifications.queries import list_notifications
from backend.spaces.models import Occupancy
from backend.spaces.service import edit_space
from backend.waiting import queries, service
from backend.waiting.errors import AlreadyInLine, NotOfferedNow, TimeIsFree, WaitNotFound
from backend.waiting.models import Wait
from backend.waiting.states import WaitState
from tests.bookings.rooms import NOW, a_person, a_space

assert ROOMS  # The rooms hear of one another once the house is put together.

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
START = NOW + timedelta(days=7, hours=8)
UNDONE = NOW + 5 * MINUTE
"""When what was called off now can be offered."""


def at(hour: float = 0, hours: float = 2) -> Period:
    """Return a time in the evening of next Sunday, from six o'clock."""
    return Period(START + hour * HOUR, START + (hour + hours) * HOUR)


@pytest.fixture
def people(session: Session):
    return {name: a_person(session, name) for name in ("Keeper", "Ada", "Ben", "Cleo", "Dan")}


@pytest.fixture
def hall(session: Session, people):
    return a_space(session, people["Keeper"])


class Line:
    """What people do with one space."""

    def __init__(self, session: Session, space, people) -> None:
        self.session, self.space, self.people = session, space, people

    def book(self, who, period=None, now=NOW, space=None, **more):
        return bookings.book(
            self.session,
            by=self.people[who],
            space_id=(space or self.space).id,
            period=period or at(),
            now=now,
            **more,
        )

    def wait(self, who, period=None, now=NOW, space=None, **more):
        return service.wait_for(
            self.session,
            by=self.people[who],
            space_id=(space or self.space).id,
            period=period or at(),
            now=now,
            **more,
        )

    def seen(self, who, wait_id, now):
        return queries.get_wait(self.session, wait_id, by=self.people[who], now=now)

    def state(self, who, wait_id, now):
        return self.seen(who, wait_id, now).state

    def told(self, who, now):
        told = list_notifications(
            self.session, by=self.people[who], now=now, unread=False, after=None, limit=50
        )
        return [each.kind for each in reversed(told)]

    def cancel(self, booking, who, now=NOW):
        return ending.cancel_booking(self.session, booking.id, by=self.people[who], now=now)


@pytest.fixture
def line(session, hall, people):
    return Line(session, hall, people)


def test_nobody_waits_for_a_time_that_is_free(line):
    with pytest.raises(TimeIsFree):
        line.wait("Ada")


def test_a_wait_is_refused_for_what_a_booking_would_be_refused_for(line):
    line.book("Ada")
    with pytest.raises(TooManyPeople):
        line.wait("Ben", people=31)


def test_one_is_in_line_for_a_time_once(line):
    line.book("Ada")
    line.wait("Ben")
    with pytest.raises(AlreadyInLine):
        line.wait("Ben")


def test_one_sees_one_s_place_in_line_and_of_others_nothing(line):
    line.book("Ada")
    ben, cleo = line.wait("Ben"), line.wait("Cleo")
    assert (line.seen("Ben", ben, NOW).place, line.seen("Cleo", cleo, NOW).place) == (1, 2)
    with pytest.raises(WaitNotFound):
        line.seen("Cleo", ben, NOW)
    service.leave_line(line.session, ben, by=line.people["Ben"], now=NOW)
    assert line.seen("Cleo", cleo, NOW).place == 1
    assert line.state("Ben", ben, NOW) is WaitState.LEFT


def test_what_is_called_off_is_offered_to_the_first_and_then_passed_on_by_the_clock(line):
    booking = line.book("Ada")
    ben, cleo = line.wait("Ben"), line.wait("Cleo")
    line.cancel(booking, "Ada")
    assert line.state("Ben", ben, NOW) is WaitState.WAITING
    offered = line.seen("Ben", ben, UNDONE)
    assert (offered.state, offered.offered_until) == (WaitState.OFFERED, UNDONE + 2 * HOUR)
    assert offered.can == ["taking", "declining", "leave"]
    assert line.state("Cleo", cleo, UNDONE) is WaitState.WAITING
    later = UNDONE + 2 * HOUR
    assert line.state("Ben", ben, later) is WaitState.PASSED_ON
    assert line.state("Cleo", cleo, later) is WaitState.OFFERED
    assert line.told("Ben", NOW) == []
    assert line.told("Ben", UNDONE) == ["offered_time"]
    assert line.told("Ben", later) == ["offered_time", "offer_passed_on"]


def test_while_it_is_offered_nobody_else_can_book_it_and_after_the_last_window_anybody_can(line):
    booking = line.book("Ada")
    line.wait("Ben")
    line.wait("Cleo")
    line.cancel(booking, "Ada")
    last = UNDONE + 4 * HOUR
    for now in (UNDONE, last - timedelta(seconds=1)):
        with pytest.raises(SpaceAlreadyBooked):
            line.book("Dan", now=now)
    assert line.book("Dan", now=last).state == "confirmed"


def test_whose_turn_it_is_takes_it(line):
    booking = line.book("Ada")
    ben, cleo = line.wait("Ben", people=4, shown_as="Choir"), line.wait("Cleo")
    line.cancel(booking, "Ada")
    with pytest.raises(NotOfferedNow):
        service.take_offered(line.session, cleo, by=line.people["Cleo"], now=UNDONE)
    taken = service.take_offered(line.session, ben, by=line.people["Ben"], now=UNDONE)
    assert (taken.people, taken.shown_as, taken.starts_at) == (4, "Choir", START)
    assert line.seen("Ben", ben, UNDONE).booking_id == taken.id
    assert line.state("Cleo", cleo, UNDONE + 3 * HOUR) is WaitState.WAITING
    assert line.told("Ben", UNDONE + 9 * HOUR) == ["offered_time"]
    assert line.told("Cleo", UNDONE + 9 * HOUR) == []


def test_whoever_has_the_offer_may_just_as_well_book_it(line):
    booking = line.book("Ada")
    ben = line.wait("Ben")
    line.wait("Cleo")
    line.cancel(booking, "Ada")
    taken = line.book("Ben", at(0.5, 1), now=UNDONE)
    assert line.seen("Ben", ben, UNDONE).booking_id == taken.id


def test_whom_a_larger_space_holds_is_offered_the_time_when_it_grows(line):
    lounge = a_space(line.session, line.people["Keeper"], sharing="shared", capacity=4)
    line.book("Ada", space=lounge, people=3)
    waiting = line.wait("Ben", space=lounge, people=2)
    assert line.state("Ben", waiting, NOW) is WaitState.WAITING
    edit_space(
        line.session, lounge.id, {"terms": {"capacity": 6}}, by=line.people["Keeper"], now=NOW
    )
    assert line.state("Ben", waiting, NOW) is WaitState.OFFERED


def test_a_no_gives_the_next_their_turn_at_once(line):
    booking = line.book("Ada")
    ben, cleo = line.wait("Ben"), line.wait("Cleo")
    line.cancel(booking, "Ada")
    no = UNDONE + 10 * MINUTE
    service.decline_offered(line.session, ben, by=line.people["Ben"], now=no)
    assert line.seen("Cleo", cleo, no).offered_until == no + 2 * HOUR
    assert line.told("Cleo", no) == ["offered_time"]
    service.decline_offered(line.session, cleo, by=line.people["Cleo"], now=no)
    assert line.session.scalar(select(func.count()).select_from(Occupancy)) == 0
    assert line.book("Dan", now=no)


def test_a_cancellation_taken_back_takes_the_offers_back(line):
    booking = line.book("Ada")
    ben = line.wait("Ben")
    line.cancel(booking, "Ada")
    ending.undo_cancellation(line.session, booking.id, by=line.people["Ada"], now=NOW + 4 * MINUTE)
    assert line.state("Ben", ben, UNDONE) is WaitState.WAITING
    assert line.told("Ben", UNDONE + HOUR) == []
    with pytest.raises(SpaceAlreadyBooked):
        line.book("Dan", now=UNDONE + 9 * HOUR)


def test_a_wish_that_still_meets_another_booking_is_passed_over(line):
    first, second = line.book("Ada", at(0, 2)), line.book("Dan", at(2, 2))
    ben, cleo = line.wait("Ben", at(1, 2)), line.wait("Cleo", at(0, 1))
    line.cancel(first, "Ada")
    assert line.state("Ben", ben, UNDONE) is WaitState.WAITING
    assert line.state("Cleo", cleo, UNDONE) is WaitState.OFFERED
    line.cancel(second, "Dan", now=UNDONE)
    # Cleo's offer stays as it was; Ben's turn is when it has passed.
    assert line.state("Cleo", cleo, UNDONE) is WaitState.OFFERED
    assert line.state("Ben", ben, UNDONE + 2 * HOUR) is WaitState.OFFERED


def test_two_whose_times_do_not_meet_have_their_turn_at_once(line):
    booking = line.book("Ada", at(0, 4))
    ben, cleo = line.wait("Ben", at(0, 2)), line.wait("Cleo", at(2, 2))
    line.cancel(booking, "Ada")
    assert line.state("Ben", ben, UNDONE) is WaitState.OFFERED
    assert line.state("Cleo", cleo, UNDONE) is WaitState.OFFERED
    service.take_offered(line.session, ben, by=line.people["Ben"], now=UNDONE)
    with pytest.raises(SpaceAlreadyBooked):
        line.book("Dan", at(2, 2), now=UNDONE)
    assert line.state("Cleo", cleo, UNDONE + HOUR) is WaitState.OFFERED
    service.take_offered(line.session, cleo, by=line.people["Cleo"], now=UNDONE + HOUR)


def test_what_an_offer_needs_beside_the_freed_time_is_held_too(line):
    booking = line.book("Ada", at(0, 1))
    ben = line.wait("Ben", at(0, 3))
    line.cancel(booking, "Ada")
    with pytest.raises(SpaceAlreadyBooked):
        line.book("Dan", at(2, 1), now=UNDONE)
    service.take_offered(line.session, ben, by=line.people["Ben"], now=UNDONE)


def test_a_booking_that_is_moved_away_leaves_its_time_to_the_line(line):
    booking = line.book("Ada")
    ben = line.wait("Ben")
    ada = line.people["Ada"]
    bookings.move_booking(line.session, booking.id, by=ada, period=at(5), now=NOW)
    assert line.state("Ben", ben, NOW) is WaitState.OFFERED
    with pytest.raises(SpaceAlreadyBooked):
        line.book("Dan")
    service.take_offered(line.session, ben, by=line.people["Ben"], now=NOW)


def test_silence_that_means_no_gives_the_time_to_the_line_at_that_instant(session, people):
    asks = a_space(session, people["Keeper"], confirms="ask")
    line = Line(session, asks, people)
    booking = line.book("Ada")
    ben = line.wait("Ben")
    lapses_at = booking.answer_by
    assert line.state("Ben", ben, lapses_at - MINUTE) is WaitState.WAITING
    assert line.state("Ben", ben, lapses_at) is WaitState.OFFERED
    with pytest.raises(SpaceAlreadyBooked):
        line.book("Dan", now=lapses_at)
    taken = service.take_offered(session, ben, by=people["Ben"], now=lapses_at)
    assert taken.state == "asked"


def test_a_yes_takes_the_offers_back_and_a_no_makes_them_at_once(session, people):
    asks = a_space(session, people["Keeper"], confirms="ask")
    line = Line(session, asks, people)
    yes, no = line.book("Ada"), line.book("Dan", at(4))
    ben, cleo = line.wait("Ben"), line.wait("Cleo", at(4))
    keeper = people["Keeper"]
    asking.answer_booking(session, yes.id, by=keeper, says_yes=True, now=NOW)
    asking.answer_booking(session, no.id, by=keeper, says_yes=False, now=NOW)
    assert line.state("Ben", ben, START - HOUR) is WaitState.WAITING
    assert line.told("Ben", START) == []
    assert line.state("Cleo", cleo, NOW) is WaitState.OFFERED


def test_a_freed_house_is_offered_to_who_waits_for_a_room_in_it(session, people):
    house = a_space(session, people["Keeper"], name="House")
    kitchen = a_space(session, people["Keeper"], name="Kitchen", parent=house)
    lounge = a_space(session, people["Keeper"], name="Lounge", parent=house)
    line = Line(session, house, people)
    booking = line.book("Ada")
    ben = line.wait("Ben", space=kitchen)
    cleo = line.wait("Cleo")
    line.cancel(booking, "Ada")
    assert line.state("Ben", ben, UNDONE) is WaitState.OFFERED
    assert line.state("Cleo", cleo, UNDONE) is WaitState.WAITING
    with pytest.raises(SpaceAlreadyBooked):
        line.book("Dan", space=kitchen, now=UNDONE)
    service.decline_offered(session, ben, by=people["Ben"], now=UNDONE)
    assert line.state("Cleo", cleo, UNDONE) is WaitState.OFFERED
    with pytest.raises(SpaceAlreadyBooked):
        line.book("Dan", space=lounge, now=UNDONE)


def test_a_place_in_a_shared_space_is_offered_to_who_would_share_it(session, people):
    shared = a_space(session, people["Keeper"], sharing="shared", capacity=10)
    line = Line(session, shared, people)
    booking = line.book("Ada", people=5)
    line.book("Dan", people=5)
    ben, cleo = line.wait("Ben", people=6), line.wait("Cleo", people=3)
    line.cancel(booking, "Ada")
    assert line.state("Ben", ben, UNDONE) is WaitState.WAITING
    assert line.state("Cleo", cleo, UNDONE) is WaitState.OFFERED
    with pytest.raises(SpaceAlreadyBooked):
        line.book("Dan", people=1, now=UNDONE)
    service.take_offered(session, cleo, by=people["Cleo"], now=UNDONE)
    assert line.book("Keeper", people=2, now=UNDONE)


def test_with_little_time_left_everybody_still_in_line_is_told_and_nothing_is_held(line):
    booking = line.book("Ada")
    ben, cleo = line.wait("Ben"), line.wait("Cleo")
    late = START - 20 * MINUTE
    line.cancel(booking, "Ada", now=late)
    opens = late + 5 * MINUTE
    assert line.told("Ben", opens) == line.told("Cleo", opens) == ["time_free_again"]
    assert line.state("Ben", ben, opens) is WaitState.PASSED_ON
    assert line.state("Cleo", cleo, opens) is WaitState.PASSED_ON
    assert line.book("Dan", now=opens)


def test_who_let_an_offer_pass_has_another_when_it_is_freed_again(line):
    booking = line.book("Ada")
    ben = line.wait("Ben")
    line.cancel(booking, "Ada")
    later = UNDONE + 3 * HOUR
    assert line.state("Ben", ben, later) is WaitState.PASSED_ON
    again = line.book("Dan", now=later)
    line.cancel(again, "Dan", now=later)
    assert line.state("Ben", ben, later + 5 * MINUTE) is WaitState.OFFERED


def test_skipped_dates_of_a_series_join_their_lines_and_become_its_dates(line, session):
    booking = line.book("Ada")
    series = a_person(session, "stands for a series")
    [wait] = service.join_lines(
        session,
        by=line.people["Ben"],
        space=line.space,
        dates=[service.SkippedDate(START.date(), at())],
        people=3,
        alone=False,
        series_id=series,
        now=NOW,
    )
    line.cancel(booking, "Ada")
    taken = service.take_offered(session, wait, by=line.people["Ben"], now=UNDONE)
    assert (taken.series_id, taken.series_on) == (series, START.date())


@pytest.mark.parametrize("in_line", [2, 100])
def test_a_line_of_a_hundred_costs_no_more_queries_than_one_of_two(line, session, in_line):
    booking = line.book("Ada")
    for number in range(in_line):
        someone = a_person(session, f"Person {number}")
        session.add(
            Wait(
                space_id=line.space.id,
                person_id=someone,
                starts_at=START,
                ends_at=START + 2 * HOUR,
                people=1,
                created_at=NOW,
            )
        )
    session.flush()
    statements = []
    event.listen(
        session.connection().engine,
        "before_cursor_execute",
        lambda *args: statements.append(args[2]),
    )
    line.cancel(booking, "Ada")
    assert len(statements) <= 22, statements
    offered = session.scalars(select(Wait).order_by(Wait.created_at, Wait.id)).all()
    windows = [(each.opens_at, each.closes_at) for each in offered if each.opens_at]
    assert len(windows) == in_line
    assert all(one[1] == two[0] for one, two in pairwise(windows))
    until = session.scalar(select(func.max(Occupancy.held_until)))
    assert until == max(closes for _, closes in windows)
    told = session.scalar(select(func.count()).select_from(Notification))
    assert told == sum(1 if opens == closes else 2 for opens, closes in windows)


def test_a_time_that_is_kept_for_the_line_is_taken_in_the_calendar_and_nothing_more(line):
    booking = line.book("Ada", at(0, 1), shown_as="Choir")
    line.wait("Ben", at(0, 3))
    line.cancel(booking, "Ada")
    window = Period(START - HOUR, START + 5 * HOUR)
    seen = calendar.get_calendar(
        line.session.connection(),
        line.space.id,
        by=line.people["Keeper"],
        window=window,
        now=UNDONE,
    )
    assert [(each.start, each.end, each.shown_as, each.booked_by) for each in seen.taken] == [
        (START, START + HOUR, None, None),
        (START + HOUR, START + 3 * HOUR, None, None),
    ]
    assert [(each.start, each.end) for each in seen.free] == [
        (START - HOUR, START),
        (START + 3 * HOUR, START + 5 * HOUR),
    ]


def test_who_takes_one_of_two_offers_that_meet_gives_the_other_to_the_next(line):
    booking = line.book("Ada", at(0, 3))
    ben, other = line.wait("Ben", at(0, 2)), line.wait("Ben", at(1, 2))
    cleo = line.wait("Cleo", at(2, 1))
    line.cancel(booking, "Ada")
    later = UNDONE + 2 * HOUR
    assert line.state("Ben", other, later) is WaitState.OFFERED
    service.decline_offered(line.session, ben, by=line.people["Ben"], now=UNDONE)
    line.book("Ben", at(1, 1), now=UNDONE)
    assert line.state("Ben", other, UNDONE) is WaitState.TAKEN
    assert line.state("Cleo", cleo, UNDONE) is WaitState.OFFERED


def test_who_books_part_of_what_they_wait_for_otherwise_is_no_longer_offered_the_rest(line):
    booking = line.book("Ada", at(0, 2))
    ben, other = line.wait("Ben", at(0, 1)), line.wait("Ben", at(0, 2))
    cleo = line.wait("Cleo", at(1, 1))
    line.cancel(booking, "Ada")
    service.take_offered(line.session, ben, by=line.people["Ben"], now=UNDONE)
    assert line.seen("Ben", other, UNDONE).next.becomes == WaitState.OVER
    assert line.state("Cleo", cleo, UNDONE) is WaitState.OFFERED
