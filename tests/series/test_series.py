"""Booking again and again: every date is named, and each is a booking of its own."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.dialects.postgresql import Range

from backend.bookings import ending, service
from backend.bookings import states as booking_states
from backend.bookings.errors import FairUseReached, SpaceAlreadyBooked
from backend.bookings.models import Booking
from backend.kernel.local_time import UnknownZone, instant_of, zone_named
from backend.kernel.periods import Period
from backend.kernel.recurrence import RuleHasNoDates, RuleNeedsAnEnd
from backend.kernel.rrule import RuleNotUnderstood, RuleTooFine, RuleTooLong, TooManyDates
from backend.series import service as series_service
from backend.series.errors import NoDateIsFree, RuleHasAnEnd, SeriesDatesNotFree
from backend.series.models import SkippedDate
from backend.series.rules import Take
from backend.spaces.errors import SpaceNotFound
from backend.spaces.models import HoursException, Space
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions
from tests.kernel.zones import LONDON, local, wall
from tests.series.clubs import THURSDAY, book, dates_held, reasons, running, told, walls, weekly

HOUR = timedelta(hours=1)


@pytest.fixture
def keeper(session):
    return a_person(session, "Keeper")


@pytest.fixture
def ada(session):
    return a_person(session, "Ada")


@pytest.fixture
def ben(session):
    return a_person(session, "Ben")


@pytest.fixture
def hall(session, keeper):
    return a_space(session, keeper)


def evening(day: int, month: int = 3, hour: int = 19) -> Period:
    start = local(LONDON, 2026, month, day, hour)
    return Period(start, start + 2 * HOUR)


def test_each_date_is_a_booking_of_its_own(session, hall, ada):
    series, outcomes = book(session, hall, ada, weekly(4), what_for="Choir")
    assert reasons(outcomes) == dict.fromkeys([date(2026, 3, day) for day in (5, 12, 19, 26)])
    bookings = session.scalars(select(Booking).order_by(Booking.starts_at)).all()
    assert [each.id for each in bookings] == [each.booking_id for each in outcomes.dates]
    assert {(each.series_id, each.what_for, each.state) for each in bookings} == {
        (series.id, "Choir", "confirmed")
    }
    assert contradictions(session.connection()) == []


def test_all_dates_or_nothing_and_what_is_free(session, hall, ada, ben):
    service.book(session, by=ben, space_id=hall.id, period=evening(12), now=NOW)
    with pytest.raises(SeriesDatesNotFree) as refused:
        book(session, hall, ada, weekly(4))
    assert refused.value.params["skipped"] == 1
    assert [each["on"] for each in refused.value.members["dates"]] == ["2026-03-12"]
    assert session.scalars(select(Booking).where(Booking.booked_by == ada)).all() == []
    series, outcomes = book(session, hall, ada, weekly(4), take=Take.WHAT_IS_FREE)
    assert reasons(outcomes)[date(2026, 3, 12)] == "space_already_booked"
    assert dates_held(session, series.id) == [date(2026, 3, day) for day in (5, 19, 26)]
    assert session.scalars(select(SkippedDate.on)).all() == [date(2026, 3, 12)]
    with pytest.raises(NoDateIsFree):
        book(session, hall, ben, weekly(1), take=Take.WHAT_IS_FREE)


def test_every_reason_is_named_date_by_date(session, keeper, ada):
    hall = a_space(session, keeper, horizon_days=20, free_of_series=[Range(3 * 1440, 4 * 1440)])
    session.add(HoursException(space_id=hall.id, on=date(2026, 3, 10), hours=[]))
    session.flush()
    plan = weekly(first=wall(2026, 3, 9, 19), rrule="FREQ=DAILY;COUNT=16")
    _, outcomes = book(session, hall, ada, plan, take=Take.WHAT_IS_FREE)
    why = reasons(outcomes)
    assert why[date(2026, 3, 9)] is None
    assert why[date(2026, 3, 10)] == "closed_then"
    assert why[date(2026, 3, 12)] == why[date(2026, 3, 19)] == "kept_free_of_series"
    assert why[date(2026, 3, 22)] == "booking_too_far_ahead"
    # A single booking may be had in hours that are kept free of series.
    service.book(session, by=ada, space_id=hall.id, period=evening(12), now=NOW)


def test_a_preview_writes_nothing_and_says_what_booking_would(session, hall, ada, ben):
    service.book(session, by=ben, space_id=hall.id, period=evening(12), now=NOW)
    seen = series_service.preview_series(session, hall.id, weekly(4), by=ada, now=NOW)
    assert session.scalars(select(Booking).where(Booking.booked_by == ada)).all() == []
    assert (len(seen.outcomes.granted), len(seen.suggestions), seen.asks) == (3, 1, False)
    _, outcomes = book(session, hall, ada, weekly(4), take=Take.WHAT_IS_FREE)
    assert reasons(outcomes) == reasons(seen.outcomes)


def test_what_is_left_out_and_moved(session, hall, ada):
    plan = weekly(4, left_out={date(2026, 3, 12)}, moved={date(2026, 3, 19): wall(2026, 3, 20, 18)})
    series, _ = book(session, hall, ada, plan)
    assert walls(session, hall, series.id) == [
        THURSDAY,
        wall(2026, 3, 20, 18),
        wall(2026, 3, 26, 19),
    ]
    assert date(2026, 3, 19) in dates_held(session, series.id)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/London", wall(2026, 3, 5, 19)),
        ("Australia/Lord_Howe", wall(2026, 3, 5, 19)),
        ("America/St_Johns", wall(2026, 3, 5, 19)),
        ("Africa/Casablanca", wall(2026, 3, 5, 19)),
    ],
)
def test_seven_in_the_evening_stays_seven_all_year(session, keeper, ada, zone, first):
    hall = a_space(session, keeper, zone=zone)
    series, _ = book(session, hall, ada, weekly(50, first))
    found = walls(session, hall, series.id)
    assert len(found) == 50
    assert {each.time() for each in found} == {time(19)}
    starts = session.scalars(select(Booking.starts_at)).all()
    assert len({at.timetz() for at in starts}) == 2
    assert contradictions(session.connection()) == []


def test_an_hour_that_is_skipped_in_spring_comes_later_and_the_twice_told_is_the_first(
    session, hall, ada
):
    sundays = weekly(first=wall(2026, 3, 22, 1, 30), rrule="FREQ=WEEKLY;COUNT=3")
    series, _ = book(session, hall, ada, sundays)
    assert walls(session, hall, series.id)[1] == wall(2026, 3, 29, 2, 30)
    autumn, _ = book(
        session, hall, ada, weekly(first=wall(2026, 10, 25, 1, 30), rrule="FREQ=DAILY;COUNT=1")
    )
    starts = session.scalar(select(Booking.starts_at).where(Booking.series_id == autumn.id))
    assert starts == instant_of(wall(2026, 10, 25, 1, 30), LONDON)


def test_dates_that_meet_each_other_are_in_their_own_way(session, hall, ada):
    plan = weekly(rrule="FREQ=DAILY;COUNT=4", duration=timedelta(hours=20), first=THURSDAY)
    _, outcomes = book(session, hall, ada, plan)
    assert len(outcomes.granted) == 4
    moved = {date(2026, 4, 2): wall(2026, 4, 3, 19)}
    plan = weekly(rrule="FREQ=DAILY;COUNT=2", first=wall(2026, 4, 2, 19), moved=moved)
    with pytest.raises(SeriesDatesNotFree):
        book(session, hall, ada, plan)


def test_a_shared_space_holds_as_many_as_it_has_places(session, keeper, ada, ben):
    lounge = a_space(session, keeper, sharing="shared", capacity=10)
    service.book(session, by=ben, space_id=lounge.id, period=evening(12), now=NOW, people=5)
    _, outcomes = book(session, lounge, ada, weekly(3, people=6), take=Take.WHAT_IS_FREE)
    assert reasons(outcomes)[date(2026, 3, 12)] == "space_already_booked"
    _, outcomes = book(session, lounge, ben, weekly(3, people=4))
    assert len(outcomes.granted) == 3
    assert contradictions(session.connection()) == []


def test_a_series_counts_once_as_open_and_its_dates_in_every_window(session, keeper, ada):
    hall = a_space(session, keeper, fair_use={"most_open": 2, "days": 7})
    book(session, hall, ada, weekly(20))
    service.book(session, by=ada, space_id=hall.id, period=evening(6), now=NOW)
    with pytest.raises(FairUseReached):
        service.book(session, by=ada, space_id=hall.id, period=evening(7), now=NOW)
    with pytest.raises(NoDateIsFree):
        book(session, hall, ada, weekly(first=wall(2026, 3, 8, 19)), take=Take.WHAT_IS_FREE)
    rolling = a_space(session, keeper, fair_use={"most_bookings": 2, "days": 7})
    plan = weekly(rrule="FREQ=DAILY;COUNT=10")
    _, outcomes = book(session, rolling, ada, plan, take=Take.WHAT_IS_FREE)
    assert [each.on.day for each in outcomes.granted] == [5, 6, 12, 13]
    assert {code for code in reasons(outcomes).values() if code} == {"fair_use_reached"}


def test_366_dates_against_a_strict_limit_are_soon_decided(session, keeper, ada):
    limits = {"most_bookings": 100, "most_minutes": 10_000, "days": 366}
    hall = a_space(session, keeper, fair_use=limits, horizon_days=730)
    plan = weekly(rrule="FREQ=DAILY;COUNT=366")
    _, outcomes = book(session, hall, ada, plan, take=Take.WHAT_IS_FREE)
    assert len(outcomes.granted) == 10_000 // 120


@pytest.mark.parametrize(
    ("rrule", "fact"),
    [
        ("FREQ=WEEKLY", RuleNeedsAnEnd),
        ("FREQ=SECONDLY;COUNT=5", RuleTooFine),
        ("FREQ=DAILY;COUNT=367", TooManyDates),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", RuleHasNoDates),
        ("FREQ=WEEKLY;UNTIL=20200101", RuleHasNoDates),
        ("FREQ=WEEKLY;COUNT=3;" + "BYDAY=MO;" * 400, RuleTooLong),
        ("every Thursday", RuleNotUnderstood),
    ],
)
def test_rules_for_nobody_are_refused(session, hall, ada, rrule, fact):
    with pytest.raises(fact):
        book(session, hall, ada, weekly(rrule=rrule))


def test_what_ends_by_itself_does_not_run_until_stopped(session, hall, ada):
    with pytest.raises(RuleHasAnEnd):
        book(session, hall, ada, running(rrule="FREQ=WEEKLY;COUNT=3"))


def test_a_zone_that_is_gone_is_said_and_breaks_nothing(session, hall, ada, ben):
    series, _ = book(session, hall, ada, running())
    session.execute(update(Space).values(zone="Europe/Atlantis"))
    session.expire_all()
    for attempt in (
        lambda: book(session, hall, ben, weekly()),
        lambda: series_service.preview_series(session, hall.id, weekly(), by=ben, now=NOW),
        lambda: service.book(session, by=ben, space_id=hall.id, period=evening(6), now=NOW),
    ):
        with pytest.raises(UnknownZone):
            attempt()
    assert dates_held(session, series.id)
    with pytest.raises(UnknownZone):
        zone_named("Europe/Atlantis")


def test_nobody_books_a_series_where_they_see_nothing(session, hall, ada):
    hall.retired_at = NOW
    session.flush()
    with pytest.raises(SpaceNotFound):
        book(session, hall, ada, weekly())


def test_52_dates_cost_as_many_queries_as_4(session, keeper, ada, ben):
    counts = {}
    for number in (4, 52):
        hall = a_space(session, keeper, fair_use={"most_bookings": 40, "days": 7})
        for day in (12, 19, 26):
            service.book(session, by=ben, space_id=hall.id, period=evening(day), now=NOW)
        sent = []

        def note(*execution, sent=sent):
            sent.append(execution[2])

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        series_service.preview_series(session, hall.id, weekly(number), by=ada, now=NOW)
        previewed = len(sent)
        book(session, hall, ada, weekly(number), take=Take.WHAT_IS_FREE)
        event.remove(engine, "before_cursor_execute", note)
        counts[number] = previewed, len(sent) - previewed
    assert counts[4] == counts[52]
    assert counts[52][1] <= 16


def test_one_date_moves_and_stays_in_its_series(session, hall, ada):
    series, outcomes = book(session, hall, ada, weekly(3))
    moved = service.move_booking(
        session, outcomes.dates[1].booking_id, by=ada, period=evening(13), now=NOW
    )
    assert (moved.series_id, moved.series_on) == (series.id, date(2026, 3, 12))


def test_one_date_is_called_off_and_taken_up_again(session, hall, ada, ben):
    _, outcomes = book(session, hall, ada, weekly(3))
    which = outcomes.dates[1].booking_id
    ending.cancel_booking(session, which, by=ada, now=NOW)
    with pytest.raises(SpaceAlreadyBooked):
        service.book(session, by=ben, space_id=hall.id, period=evening(12), now=NOW)
    taken_up = ending.undo_cancellation(session, which, by=ada, now=NOW)
    assert booking_states.state_at(taken_up.facts, NOW) is booking_states.State.CONFIRMED
    assert told(session, ada) == []
