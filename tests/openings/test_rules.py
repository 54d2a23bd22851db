"""What decides about openings, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.kernel.periods import Period
from backend.openings import rules, states
from backend.openings.rules import Viewer
from backend.openings.states import DateFacts, Door, State, Written
from backend.spaces.errors import DateNotReadable

START = datetime(2026, 3, 5, 14, tzinfo=UTC)
PERIOD = Period(START, START + timedelta(hours=2))
HOUR = timedelta(hours=1)


def facts(**given):
    return DateFacts(
        **{"period": PERIOD, "written": Written.PLANNED, "is_home": False, "openers": 0, **given}
    )


def test_a_hall_that_nobody_opens_is_shown_shut_exactly_two_hours_before():
    last = START - 2 * HOUR
    instant = timedelta(microseconds=1)
    assert states.state_at(facts(), last - instant) is State.NEEDS_OPENER
    assert states.state_at(facts(), last) is State.NOT_OPENING
    assert states.state_at(facts(), START) is State.NOT_OPENING
    assert states.state_at(facts(openers=1), last) is State.PLANNED


@pytest.mark.parametrize("is_home", [True, False])
def test_whatever_comes_next_comes_true_at_its_instant(is_home):
    for openers in (0, 1):
        given = facts(is_home=is_home, openers=openers)
        now = START - 30 * HOUR
        seen = [states.state_at(given, now)]
        while (following := states.find_next(given, now)) is not None:
            assert following.at > now
            now = following.at
            seen.append(states.state_at(given, now))
            assert seen[-1] == following.becomes
        if is_home or openers:
            assert seen == [State.PLANNED, State.OPEN, State.OVER]
        else:
            assert seen == [State.NEEDS_OPENER, State.NOT_OPENING]


@pytest.mark.parametrize("written", [Written.NOT_TODAY, Written.TAKEN])
def test_what_was_called_off_is_off_until_it_is_over(written):
    given = facts(written=written, openers=1)
    assert states.state_at(given, START) == State(written.value)
    assert states.find_next(given, START) is None
    assert states.state_at(given, PERIOD.end) is State.OVER


def sees(viewer, now, **given):
    known = {"is_home": True, "door": Door.ASK_ME, "state": State.PLANNED, **given}
    return rules.sees_door(viewer, known.pop("state"), starts_at=START, now=now, **known)


def test_the_door_of_a_home_is_shown_to_whom_it_was_promised_and_nobody_else():
    early, late = START - 10 * HOUR, START - 2 * HOUR
    comer, guest = Viewer(may_come=True), Viewer(knocked=True, is_welcome=True, may_come=True)
    assert not sees(Viewer(), late)
    assert not sees(Viewer(knocked=True), late)
    assert not sees(comer, late)
    assert sees(guest, early)
    assert not sees(guest, early, state=State.NOT_TODAY)
    assert not sees(guest, early, state=State.OVER)
    assert not sees(Viewer(), late, door=Door.ANYONE)
    assert not sees(comer, early, door=Door.ANYONE)
    assert sees(comer, late, door=Door.ANYONE)
    assert sees(Viewer(keeps=True), early, state=State.OVER)


def test_that_a_home_stays_shut_is_no_strangers_business():
    for state in states.OFF:
        assert not rules.is_told(Viewer(), state, is_home=True)
        assert rules.is_told(Viewer(may_come=True), state, is_home=True)
        assert rules.is_told(Viewer(), state, is_home=False)
    for state in states.ON:
        assert rules.is_told(Viewer(), state, is_home=True)


def test_nobody_is_ever_called_to_the_key_of_a_home():
    for state in State:
        can = rules.may_do(
            Viewer(), state, is_home=True, door=Door.ANYONE, is_full=False, on_rota=0
        )
        assert "openers" not in can


def test_only_a_limit_keeps_anybody_from_coming():
    for state in states.ON:
        for is_full in (True, False):
            can = rules.may_do(
                Viewer(), state, is_home=False, door=Door.ASK_ME, is_full=is_full, on_rota=0
            )
            assert ("may_come" in can) is not is_full


def test_a_place_may_be_open_over_midnight_and_for_a_whole_day():
    assert rules.length_of(22 * 60, 2 * 60) == 240
    assert rules.length_of(9 * 60, 9 * 60) == 1440
    assert rules.length_of(0, 1440) == 1440


@pytest.mark.parametrize(
    "text", ["2026-3-5", "20260305", "2026-W10-4", "", "2026-02-30", "٢٠٢٦-03-05"]
)
def test_a_date_has_one_address(text):
    with pytest.raises(DateNotReadable):
        rules.date_of(text)
    assert rules.date_of("2026-03-05") == date(2026, 3, 5)
