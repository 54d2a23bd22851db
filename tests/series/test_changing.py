"""Answering, changing, calling off, running until stopped, and taking one date back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from backend.bookings import asking, service
from backend.bookings import states as booking_states
from backend.bookings.ending import cancel_booking
from backend.bookings.errors import BookingCannotBecome, NotYours, SpaceAlreadyBooked
from backend.bookings.models import Booking
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.local_time import instant_of
from backend.kernel.periods import Period
from backend.kernel.recurrence import RuleHasNoDates
from backend.notifications.models import Notification
from backend.people.service import leave
from backend.series import ending, extending, queries, taking_back
from backend.series.changing import Change, change_series
from backend.series.errors import (
    ChangeStartsTooEarly,
    SeriesCannotBecome,
    SeriesDatesNotFree,
    SeriesNotFound,
    SeriesNotYours,
)
from backend.series.rules import Take
from backend.series.states import State
from backend.spaces.service import retire_space
from backend.waiting.service import take_offered, wait_for
from tests.bookings.rooms import NOW, a_person, a_space
from tests.bookings.truth import contradictions
from tests.kernel.zones import LONDON, local, wall
from tests.series.clubs import book, dates_held, running, told, walls, weekly

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


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


def seen(session, series, by, now=NOW):
    return queries.get_series(session, series.id, by=by, now=now)


def test_the_keepers_are_asked_one_question(session, keeper, ada, ben):
    hall = a_space(session, keeper, confirms="ask")
    series, _ = book(session, hall, ada, weekly(4))
    assert told(session, keeper) == ["series_asked"]
    assert (seen(session, series, ada).state, seen(session, series, ada).ahead) == (State.ASKED, 4)
    assert seen(session, series, keeper).can == ["answer", "cancellation"]
    with pytest.raises(SpaceAlreadyBooked):
        service.book(session, by=ben, space_id=hall.id, period=evening(26), now=NOW)
    with pytest.raises(SeriesNotYours):
        ending.answer_series(session, series.id, by=ada, says_yes=True, now=NOW)
    with pytest.raises(SeriesNotFound):
        ending.answer_series(session, series.id, by=ben, says_yes=True, now=NOW)
    ending.answer_series(session, series.id, by=keeper, says_yes=True, now=NOW)
    assert told(session, ada) == ["series_answered_yes"]
    later = NOW + 2 * DAY
    assert seen(session, series, ada, later).state is State.STANDING
    assert {each.state for each in seen(session, series, ada, later).dates} == {
        booking_states.State.CONFIRMED
    }
    with pytest.raises(SeriesCannotBecome):
        ending.answer_series(session, series.id, by=keeper, says_yes=False, now=NOW)
    assert contradictions(session.connection()) == []


def test_a_no_gives_every_date_back(session, keeper, ada, ben):
    hall = a_space(session, keeper, confirms="ask")
    series, _ = book(session, hall, ada, weekly(4))
    ending.answer_series(session, series.id, by=keeper, says_yes=False, now=NOW, words="Sorry")
    assert (seen(session, series, ada).state, dates_held(session, series.id)) == (
        State.DECLINED,
        [],
    )
    book(session, hall, ben, weekly(4))


@pytest.mark.parametrize(("silence", "becomes"), [("yes", State.STANDING), ("no", State.LAPSED)])
def test_silence_answers_for_all_dates_at_its_instant(session, keeper, ada, ben, silence, becomes):
    hall = a_space(session, keeper, confirms="ask", silence_means=silence)
    series, _ = book(session, hall, ada, weekly(4))
    at = series.answer_by
    assert seen(session, series, ada, at - timedelta(microseconds=1)).state is State.ASKED
    assert seen(session, series, ada, at).state is becomes
    if becomes is State.LAPSED:
        assert seen(session, series, ada, at).ahead == 0
        book(session, hall, ben, weekly(4), now=at)
        assert contradictions(session.connection())[0][0] == "booked and not held"
    else:
        assert seen(session, series, ada, at).ahead == 4
        with pytest.raises(SeriesDatesNotFree):
            book(session, hall, ben, weekly(5), now=at)


def test_this_and_the_following_dates_move(session, hall, ada):
    series, outcomes = book(session, hall, ada, weekly(4))
    change_series(
        session,
        series.id,
        Change(starts_at=wall(2026, 3, 19, 18)),
        by=ada,
        now=NOW,
        first_on=date(2026, 3, 19),
        if_version=1,
    )
    assert walls(session, hall, series.id) == [
        wall(2026, 3, 5, 19),
        wall(2026, 3, 12, 19),
        wall(2026, 3, 19, 18),
        wall(2026, 3, 26, 18),
    ]
    # The phone knows each date by the id it had.
    kept = session.scalars(select(Booking.id).order_by(Booking.starts_at)).all()
    assert kept == [each.booking_id for each in outcomes.dates]
    assert contradictions(session.connection()) == []


def test_all_dates_to_come_move_to_another_day_and_the_first_stays_what_it_was(session, hall, ada):
    series, _ = book(session, hall, ada, weekly(4))
    after_the_first = NOW + 6 * DAY
    change_series(
        session,
        series.id,
        Change(starts_at=wall(2026, 3, 13, 19), duration=HOUR),
        by=ada,
        now=after_the_first,
    )
    assert [each.day for each in walls(session, hall, series.id)] == [5, 13, 20, 27]
    assert len(session.scalars(select(Booking).where(Booking.state == "cancelled")).all()) == 3
    assert contradictions(session.connection()) == []


def test_an_hour_later_is_not_in_its_own_way(session, hall, ada):
    series, _ = book(session, hall, ada, weekly(4))
    change = Change(starts_at=wall(2026, 3, 5, 20))
    change_series(session, series.id, change, by=ada, now=NOW)
    assert {each.hour for each in walls(session, hall, series.id)} == {20}
    daily, _ = book(
        session,
        hall,
        ada,
        weekly(rrule="FREQ=DAILY;COUNT=4", first=wall(2026, 6, 1, 0), duration=20 * HOUR),
    )
    change_series(session, daily.id, Change(starts_at=wall(2026, 6, 1, 12)), by=ada, now=NOW)
    change_series(session, daily.id, Change(starts_at=wall(2026, 6, 2, 2)), by=ada, now=NOW)
    assert dates_held(session, daily.id) == [date(2026, 6, day) for day in (2, 3, 4, 5)]
    assert contradictions(session.connection()) == []


def test_where_one_new_time_is_taken_nothing_moves_unless_that_is_fine(session, hall, ada, ben):
    series, _ = book(session, hall, ada, weekly(4))
    service.book(session, by=ben, space_id=hall.id, period=evening(12, hour=21), now=NOW)
    later = Change(starts_at=wall(2026, 3, 5, 20))
    with pytest.raises(SeriesDatesNotFree):
        change_series(session, series.id, later, by=ada, now=NOW)
    session.refresh(series)
    assert {each.hour for each in walls(session, hall, series.id)} == {19}
    change_series(session, series.id, later, by=ada, now=NOW, take=Take.WHAT_IS_FREE)
    assert dates_held(session, series.id) == [date(2026, 3, day) for day in (5, 19, 26)]
    dates = {each.on: each for each in seen(session, series, ada).dates}
    assert dates[date(2026, 3, 12)].outcome == "skipped"
    assert contradictions(session.connection()) == []


def test_a_date_that_was_called_off_stays_off(session, hall, ada):
    series, outcomes = book(session, hall, ada, weekly(4))
    cancel_booking(session, outcomes.dates[1].booking_id, by=ada, now=NOW)
    change = Change(starts_at=wall(2026, 3, 5, 20))
    change_series(session, series.id, change, by=ada, now=NOW + HOUR)
    assert [each.day for each in dates_held(session, series.id)] == [5, 19, 26]


def test_a_date_that_was_moved_ahead_and_has_been_is_not_made_anew(session, hall, ada):
    series, outcomes = book(session, hall, ada, weekly(4))
    earlier = Period(NOW + 2 * DAY, NOW + 2 * DAY + HOUR)
    which = outcomes.dates[1].booking_id
    service.move_booking(session, which, by=ada, period=earlier, now=NOW)
    change = Change(starts_at=wall(2026, 3, 5, 20), moved={})
    change_series(session, series.id, change, by=ada, now=NOW + 3 * DAY)
    assert walls(session, hall, series.id) == [
        wall(2026, 3, 3, 10),
        wall(2026, 3, 5, 20),
        wall(2026, 3, 19, 20),
        wall(2026, 3, 26, 20),
    ]


def test_where_every_date_was_called_off_nothing_is_left_to_change(session, hall, ada):
    series, outcomes = book(session, hall, ada, weekly(2))
    for each in outcomes.dates:
        cancel_booking(session, each.booking_id, by=ada, now=NOW)
    with pytest.raises(RuleHasNoDates):
        change_series(session, series.id, Change(duration=HOUR), by=ada, now=NOW)


def test_how_many_come_changes_without_asking_anew(session, keeper, ada, ben):
    lounge = a_space(session, keeper, sharing="shared", capacity=10, confirms="ask")
    series, _ = book(session, lounge, ada, weekly(4, people=2))
    ending.answer_series(session, series.id, by=keeper, says_yes=True, now=NOW)
    other = service.book(session, by=ben, space_id=lounge.id, period=evening(12), now=NOW, people=5)
    assert other.state == "asked"
    with pytest.raises(SpaceAlreadyBooked):
        change_series(session, series.id, Change(people=6), by=ada, now=NOW)
    change_series(session, series.id, Change(people=5, shown_as="Choir"), by=ada, now=NOW)
    assert seen(session, series, ada).state is State.STANDING
    assert {each.people for each in session.scalars(select(Booking))} == {5}
    assert contradictions(session.connection()) == []


def test_of_two_phones_the_second_is_told_to_look_again(session, hall, ada, ben):
    series, _ = book(session, hall, ada, weekly(4))
    change_series(session, series.id, Change(shown_as="Choir"), by=ada, now=NOW, if_version=1)
    for attempt in (
        lambda: change_series(session, series.id, Change(people=3), by=ada, now=NOW, if_version=1),
        lambda: ending.cancel_series(session, series.id, by=ada, now=NOW, if_version=1),
    ):
        with pytest.raises(ChangedMeanwhile):
            attempt()
    with pytest.raises(SeriesNotFound):
        change_series(session, series.id, Change(people=3), by=ben, now=NOW)
    with pytest.raises(ChangeStartsTooEarly):
        change_series(
            session,
            series.id,
            Change(starts_at=wall(2026, 3, 12, 19)),
            by=ada,
            now=NOW,
            first_on=date(2026, 3, 19),
        )


def test_the_rest_is_called_off_from_a_date_on(session, hall, ada, ben):
    series, _ = book(session, hall, ada, weekly(4))
    ending.cancel_series(session, series.id, by=ada, now=NOW, from_on=date(2026, 3, 19))
    assert [each.day for each in dates_held(session, series.id)] == [5, 12]
    assert seen(session, series, ada).state is State.STANDING
    with pytest.raises(SpaceAlreadyBooked):
        service.book(session, by=ben, space_id=hall.id, period=evening(19), now=NOW)
    service.book(session, by=ben, space_id=hall.id, period=evening(19), now=NOW + HOUR)
    ending.cancel_series(session, series.id, by=ada, now=NOW)
    assert (seen(session, series, ada).state, seen(session, series, ada).can) == (
        State.CANCELLED,
        [],
    )
    with pytest.raises(SeriesCannotBecome):
        ending.cancel_series(session, series.id, by=ada, now=NOW)


def test_a_keeper_who_calls_a_series_off_tells_its_booker_once(session, hall, keeper, ada):
    series, _ = book(session, hall, ada, weekly(4))
    ending.cancel_series(session, series.id, by=keeper, now=NOW, words="The roof leaks.")
    assert told(session, ada) == ["series_cancelled_by_keeper"]
    assert seen(session, series, ada).says.code == "series_cancelled_by_keeper"


def test_calling_off_52_dates_costs_as_many_queries_as_4(session, hall, ada):
    counts = []
    for number in (4, 52):
        series, _ = book(session, hall, ada, weekly(number))
        sent = []

        def note(*execution, sent=sent):
            sent.append(execution[2])

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        change_series(session, series.id, Change(duration=HOUR), by=ada, now=NOW)
        ending.cancel_series(session, series.id, by=ada, now=NOW)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(sent))
        session.execute(Booking.__table__.delete())
        session.expire_all()
        session.connection().exec_driver_sql("DELETE FROM occupancies")
    assert counts[0] == counts[1]


def test_a_series_that_runs_gets_its_next_dates_before_anybody_else(session, keeper, ada, ben):
    hall = a_space(session, keeper, horizon_days=20)
    series, _ = book(session, hall, ada, running())
    assert [each.day for each in dates_held(session, series.id)] == [5, 12, 19]
    a_week_later = NOW + 7 * DAY
    with pytest.raises(SpaceAlreadyBooked):
        service.book(session, by=ben, space_id=hall.id, period=evening(26), now=a_week_later)
    assert [each.day for each in dates_held(session, series.id)] == [5, 12, 19, 26]
    assert extending.extend_running_series(session, [hall.id], now=a_week_later) == 0
    assert seen(session, series, ada, a_week_later).state is State.STANDING
    assert contradictions(session.connection()) == []


def test_what_is_taken_when_a_series_goes_on_is_skipped_and_told(session, keeper, ada, ben):
    house = a_space(session, keeper, name="House", horizon_days=300)
    room = a_space(session, keeper, parent=house, horizon_days=20)
    series, _ = book(session, room, ada, running())
    service.book(session, by=ben, space_id=house.id, period=evening(26), now=NOW)
    extending.extend_running_series(session, [house.id], now=NOW + 14 * DAY)
    assert date(2026, 3, 26) not in dates_held(session, series.id)
    assert date(2026, 4, 2) in dates_held(session, series.id)
    assert told(session, ada) == ["series_dates_skipped"]


def test_a_running_series_stays_at_its_hour_over_the_clock_change(session, keeper, ada):
    hall = a_space(session, keeper, horizon_days=20)
    series, _ = book(session, hall, ada, running())
    for days in (7, 14, 20, 33):
        extending.extend_running_series(session, [hall.id], now=NOW + days * DAY)
    found = walls(session, hall, series.id)
    assert [each.date() - found[0].date() for each in found] == [n * 7 * DAY for n in range(8)]
    assert {each.hour for each in found} == {19}


def test_once_a_year_a_running_series_is_looked_at_and_silence_renews_it(session, keeper, ada, ben):
    hall = a_space(session, keeper, horizon_days=20)
    series, _ = book(session, hall, ada, running())
    soon = series.renew_by - 20 * DAY
    for _ in range(2):
        extending.extend_running_series(session, [hall.id], now=soon)
        series.made_through = date(2026, 3, 1)
    kinds = [kind for kind in told(session, keeper) if kind == "series_looked_at"]
    assert len(kinds) == 1
    assert "renewal" in seen(session, series, keeper, soon).can
    before = series.renew_by
    extending.extend_running_series(session, [hall.id], now=before)
    assert series.renew_by == before + timedelta(days=365)
    at = series.renew_by
    held = session.scalars(
        select(Booking).where(Booking.starts_at > at - 14 * DAY).order_by(Booking.starts_at)
    ).all()
    while not held or held[-1].starts_at <= at:
        extending.extend_running_series(session, [hall.id], now=at - 2 * DAY)
        held = session.scalars(select(Booking).order_by(Booking.starts_at)).all()
    wanted = held[-1].facts.period
    wait_for(session, by=ben, space_id=hall.id, period=wanted, now=at - DAY)
    extending.extend_running_series(session, [hall.id], now=at)
    assert not series.until_stopped
    assert told(session, ada)[-1] == "series_not_renewed"


def test_keepers_let_it_run_for_another_year_though_somebody_waits(session, keeper, ada):
    hall = a_space(session, keeper, horizon_days=20)
    series, _ = book(session, hall, ada, running())
    with pytest.raises(SeriesCannotBecome):
        ending.renew_series(session, series.id, by=keeper, now=NOW)
    soon = series.renew_by - DAY
    with pytest.raises(SeriesNotYours):
        ending.renew_series(session, series.id, by=ada, now=soon)
    ending.renew_series(session, series.id, by=keeper, now=soon)
    assert series.renew_by == soon + 366 * DAY


def test_a_running_series_that_is_stopped_makes_no_more_dates(session, keeper, ada):
    hall = a_space(session, keeper, horizon_days=20)
    series, _ = book(session, hall, ada, running())
    ending.cancel_series(session, series.id, by=ada, now=NOW, from_on=date(2026, 3, 12))
    assert extending.extend_running_series(session, [hall.id], now=NOW + 7 * DAY) == 0
    assert [each.day for each in dates_held(session, series.id)] == [5]
    assert seen(session, series, ada, NOW + 7 * DAY).state is State.OVER


def test_a_running_series_moves_and_goes_on_as_moved(session, keeper, ada):
    hall = a_space(session, keeper, horizon_days=20)
    series, _ = book(session, hall, ada, running())
    change = Change(starts_at=wall(2026, 3, 13, 18))
    change_series(session, series.id, change, by=ada, now=NOW, first_on=date(2026, 3, 12))
    extending.extend_running_series(session, [hall.id], now=NOW + 7 * DAY)
    assert [(each.day, each.hour) for each in walls(session, hall, series.id)] == [
        (5, 19),
        (13, 18),
        (20, 18),
        (27, 18),
    ]


def test_a_funeral_takes_one_date_back_with_words_and_other_times(session, hall, keeper, ada):
    series, outcomes = book(session, hall, ada, weekly(3))
    which = outcomes.dates[1].booking_id
    taken = taking_back.take_back(
        session, which, by=keeper, words="There is a funeral. We are sorry.", now=NOW
    )
    own = session.get_one(Booking, taken.booked_id)
    assert (own.booked_by, own.series_id) == (keeper, None)
    assert Period(own.starts_at, own.ends_at) == evening(12)
    assert [each.day for each in dates_held(session, series.id)] == [5, 19]
    assert taken.alternatives
    notification = session.scalars(select(Notification)).one()
    assert (notification.person_id, notification.kind) == (ada, "date_taken_back")
    assert notification.params["words"] == "There is a funeral. We are sorry."
    assert notification.params["alternatives"][0]["space_id"] == str(hall.id)
    assert contradictions(session.connection()) == []
    for by, fact in ((ada, NotYours), (keeper, BookingCannotBecome)):
        with pytest.raises(fact):
            taking_back.take_back(session, which, by=by, words="Sorry", now=NOW)


def test_a_date_of_a_shared_space_is_taken_back_lane_and_all(session, keeper, ada, ben):
    lounge = a_space(session, keeper, sharing="shared", capacity=10)
    _, outcomes = book(session, lounge, ada, weekly(1, people=4))
    service.book(session, by=ben, space_id=lounge.id, period=evening(5), now=NOW, people=6)
    which = outcomes.dates[0].booking_id
    taking_back.take_back(session, which, by=keeper, words="Sorry", now=NOW)
    assert contradictions(session.connection()) == []


def test_whoever_leaves_lets_their_series_go(session, keeper, ada, ben):
    hall = a_space(session, keeper, horizon_days=20)
    series, _ = book(session, hall, ada, running(), what_for="Grief group")
    leave(session, by=ada, now=NOW)
    session.refresh(series)
    assert (series.booked_by, series.what_for, series.until_stopped) == (None, "", False)
    assert seen(session, series, keeper).state is State.RELEASED
    assert extending.extend_running_series(session, [hall.id], now=NOW + 7 * DAY) == 0
    book(session, hall, ben, weekly(3))


def test_a_space_that_is_shared_no_longer_ends_its_series_and_tells_once(
    session, hall, keeper, ada
):
    series, _ = book(session, hall, ada, running())
    retire_space(session, hall.id, by=keeper, now=NOW)
    assert told(session, ada) == ["series_released_space_retired"]
    assert seen(session, series, ada).state is State.RELEASED
    assert dates_held(session, series.id) == []


def test_the_dates_that_others_have_are_waited_for_and_come_into_the_series(
    session, hall, ada, ben
):
    taken = service.book(session, by=ben, space_id=hall.id, period=evening(12), now=NOW)
    series, _ = book(session, hall, ada, weekly(3), take=Take.WHAT_IS_FREE, waits_for_skipped=True)
    dates = {each.on.day: each for each in seen(session, series, ada).dates}
    assert [dates[day].outcome for day in (5, 12, 19)] == ["booked", "waitlisted", "booked"]
    cancel_booking(session, taken.id, by=ben, now=NOW)
    offered = NOW + HOUR
    take_offered(session, dates[12].wait_id, by=ada, now=offered)
    assert [each.day for each in dates_held(session, series.id)] == [5, 12, 19]
    dates = {each.on.day: each for each in seen(session, series, ada, offered).dates}
    assert dates[12].outcome == "booked"
    assert contradictions(session.connection()) == []


def test_whoever_calls_their_series_off_waits_no_longer(session, hall, ada, ben):
    service.book(session, by=ben, space_id=hall.id, period=evening(12), now=NOW)
    service.book(session, by=ben, space_id=hall.id, period=evening(26), now=NOW)
    series, _ = book(session, hall, ada, weekly(4), take=Take.WHAT_IS_FREE, waits_for_skipped=True)
    ending.cancel_series(session, series.id, by=ada, now=NOW, from_on=date(2026, 3, 19))
    outcomes = {each.on.day: each.outcome for each in seen(session, series, ada).dates}
    assert outcomes == {5: "booked", 12: "waitlisted", 19: "skipped"}
    ending.cancel_series(session, series.id, by=ada, now=NOW)
    outcomes = {each.outcome for each in seen(session, series, ada).dates}
    assert outcomes == {"skipped"}


def test_the_line_hears_of_every_date_that_a_series_gives_back(session, hall, ada, ben):
    series, _ = book(session, hall, ada, weekly(3))
    wait_id = wait_for(session, by=ben, space_id=hall.id, period=evening(12), now=NOW)
    change = Change(starts_at=wall(2026, 3, 5, 22))
    change_series(session, series.id, change, by=ada, now=NOW)
    booking = take_offered(session, wait_id, by=ben, now=NOW + HOUR)
    assert booking.facts.period == evening(12)
    assert contradictions(session.connection()) == []


def test_one_date_of_an_asked_series_may_be_answered_by_itself(session, keeper, ada):
    hall = a_space(session, keeper, confirms="ask")
    series, outcomes = book(session, hall, ada, weekly(3))
    first = outcomes.dates[0].booking_id
    asking.answer_booking(session, first, by=keeper, says_yes=False, now=NOW)
    ending.answer_series(session, series.id, by=keeper, says_yes=True, now=NOW)
    assert [each.day for each in dates_held(session, series.id)] == [12, 19]
    assert instant_of(wall(2026, 3, 5, 19), LONDON) == evening(5).start
