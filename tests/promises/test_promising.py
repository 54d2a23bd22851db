"""Asking, offering, answering, picking and agreeing, and what is held by it."""

from datetime import date, timedelta

import pytest

from backend.posts.errors import PostIsOver, PostNotFound
from backend.promises import ending, service
from backend.promises.errors import (
    AlreadyPromised,
    AskedOftenEnough,
    DatesAlreadyHeld,
    DatesNeeded,
    DueTooEarly,
    HellosAreNotPromised,
    NotLent,
    NotSoManyLeft,
    NotThoseDates,
    PromiseCannotBecome,
    PromiseNotFound,
    TimeNotPossible,
    YourOwnPost,
)
from backend.promises.states import TO_AGREE, TO_OFFER, Claim, PromiseState, state_at
from tests.posts.planting import NOW, a_post
from tests.promises.scenes import Scene, a_person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, day) for day in (2, 3, 4))


def test_what_is_asked_for_is_offered_and_agreed_on(session):
    scene = Scene(session)
    promise = scene.asked(words="With bread?")
    assert promise.state == "asked"
    assert promise.stands_until == NOW + TO_OFFER
    assert scene.post.held == 0
    service.offer(session, promise.id, by=scene.ada, now=NOW + HOUR)
    assert promise.state == "offered"
    assert promise.stands_until == NOW + HOUR + TO_AGREE
    assert scene.post.held == 1
    assert scene.post.full_until == promise.stands_until
    service.agree(session, promise.id, by=scene.ben, now=NOW + 2 * HOUR)
    assert promise.state == "agreed"
    assert promise.agreed_terms == scene.post.terms_version
    assert scene.post.held == 1
    assert scene.told(scene.ada) == ["promise_asked", "promise_agreed"]
    assert scene.told(scene.ben) == ["promise_offered"]


def test_a_need_is_answered_and_agreed_on_with_whom_is_picked(session):
    scene = Scene(session, kind="need", way="do")
    promise = scene.asked()
    assert promise.state == "answered"
    assert promise.stands_until == scene.post.open_until
    service.pick(session, promise.id, by=scene.ada, now=NOW + HOUR)
    assert promise.state == "agreed"
    assert promise.agreed_terms == 1
    assert scene.post.held == 1
    assert scene.told(scene.ada) == ["promise_answered"]
    assert scene.told(scene.ben) == ["promise_agreed"]


def test_nobody_promises_anything_to_themself(session):
    scene = Scene(session)
    with pytest.raises(YourOwnPost):
        scene.asked(scene.ada)


def test_a_hello_is_never_promised(session):
    scene = Scene(session, kind="hello", answered_by_word=True)
    with pytest.raises(HellosAreNotPromised):
        scene.asked()


def test_whoever_is_told_no_three_times_leaves_it_for_a_month(session):
    scene = Scene(session)
    for day in range(2):
        now = NOW + day * DAY
        ending.decline(session, scene.asked(now=now).id, by=scene.ada, now=now)
    # Taking it back, to ask again, is asking again.
    ending.release(session, scene.asked(now=NOW + 2 * DAY).id, by=scene.ben, now=NOW + 2 * DAY)
    with pytest.raises(AskedOftenEnough) as refused:
        scene.asked(now=NOW + 3 * DAY)
    assert refused.value.params["until"].at == NOW + 30 * DAY
    assert scene.asked(a_person(session, "Cleo"), now=NOW + 3 * DAY).state == "asked"
    another = a_post(session, scene.ada)
    more = {"by": scene.ben, "now": NOW + 3 * DAY}
    assert service.ask(session, another.id, **more).state == "asked"
    scene.post.open_until = NOW + 60 * DAY
    assert scene.asked(now=NOW + 30 * DAY).state == "asked"


def test_what_was_agreed_or_ran_out_is_asked_for_as_often_as_one_likes(session):
    scene = Scene(session, standing=True, open_until=NOW + 60 * DAY)
    for week in range(4):
        now = NOW + 7 * week * DAY
        promise = scene.agreed(now=now)
        ending.claim(session, promise.id, Claim.KEPT, by=scene.ben, now=now)
        # Nobody answers this one in time.
        assert scene.asked(now=now).state == "asked"


def test_nobody_asks_twice_while_the_first_question_is_open(session):
    scene = Scene(session)
    first = scene.asked()
    with pytest.raises(AlreadyPromised) as refused:
        scene.asked(now=NOW + HOUR)
    assert refused.value.members == {"promise_id": str(first.id)}
    ending.release(session, first.id, by=scene.ben, now=NOW + HOUR)
    assert scene.asked(now=NOW + 2 * HOUR).id != first.id


def test_what_is_over_cannot_be_asked_for(session):
    scene = Scene(session)
    with pytest.raises(PostIsOver):
        scene.asked(now=scene.post.open_until)
    for state in ("closed", "fulfilled"):
        scene.post = a_post(session, scene.ada, state=state)
        with pytest.raises(PostIsOver):
            scene.asked()
    scene.post = a_post(session, scene.ada, state="withdrawn")
    with pytest.raises(PostNotFound):
        scene.asked()


def test_a_draft_is_not_there_for_others(session):
    scene = Scene(session, state="draft")
    with pytest.raises(PostNotFound):
        scene.asked()


def test_more_may_ask_than_there_is_and_only_offering_holds(session):
    scene = Scene(session)
    cleo = a_person(session, "Cleo")
    one, other = scene.asked(), scene.asked(cleo)
    service.offer(session, one.id, by=scene.ada, now=NOW)
    with pytest.raises(NotSoManyLeft) as refused:
        service.offer(session, other.id, by=scene.ada, now=NOW)
    assert refused.value.params["left"] == 0
    with pytest.raises(NotSoManyLeft):
        scene.asked(a_person(session, "Dan"))
    later = NOW + TO_AGREE
    service.offer(session, other.id, by=scene.ada, now=later)
    assert (one.state, one.ended_at, one.ended_by) == ("lapsed", NOW + TO_AGREE, None)
    assert scene.post.held == 1


def test_nobody_asks_for_more_than_there_is(session):
    scene = Scene(session, quantity=3)
    with pytest.raises(NotSoManyLeft) as refused:
        scene.asked(quantity=4)
    assert refused.value.params["left"] == 3
    scene.agreed(quantity=2)
    with pytest.raises(NotSoManyLeft):
        scene.asked(a_person(session, "Cleo"), quantity=2)
    assert scene.asked(a_person(session, "Dan"), quantity=1).quantity == 1


def test_three_neighbours_promise_parts_of_one_need(session):
    scene = Scene(session, kind="need", way="do", quantity=3)
    for name in ("Cleo", "Dan", "Eve"):
        assert scene.post.full_until is None
        scene.agreed(a_person(session, name))
    assert scene.post.held == 3
    assert scene.post.full_until is not None
    with pytest.raises(NotSoManyLeft):
        scene.asked()


class TestDates:
    """A dog to be walked on Monday, Tuesday and Wednesday."""

    @pytest.fixture
    def scene(self, session):
        days = [MONDAY, TUESDAY, WEDNESDAY]
        return Scene(session, kind="need", way="do", on_dates=days)

    def test_neighbours_share_the_dates_among_them(self, scene):
        cleo = a_person(scene.session, "Cleo")
        promise = scene.agreed(on_dates=[WEDNESDAY, MONDAY, MONDAY])
        assert (promise.on_dates, promise.quantity) == ([MONDAY, WEDNESDAY], 2)
        assert scene.post.held == 2
        assert scene.agreed(cleo, on_dates=[TUESDAY]).quantity == 1
        assert scene.post.held == 3

    def test_no_date_is_held_by_two(self, scene):
        cleo = a_person(scene.session, "Cleo")
        other = scene.asked(cleo, on_dates=[TUESDAY, WEDNESDAY])
        scene.agreed(on_dates=[MONDAY, TUESDAY])
        with pytest.raises(NotSoManyLeft):
            service.pick(scene.session, other.id, by=scene.ada, now=NOW)
        with pytest.raises(DatesAlreadyHeld) as refused:
            scene.asked(a_person(scene.session, "Dan"), on_dates=[MONDAY])
        assert refused.value.members == {"dates": ["2026-03-02"]}

    def test_nobody_is_picked_for_a_date_that_somebody_else_has(self, scene):
        cleo = a_person(scene.session, "Cleo")
        other = scene.asked(cleo, on_dates=[MONDAY])
        scene.agreed(on_dates=[MONDAY])
        with pytest.raises(DatesAlreadyHeld):
            service.pick(scene.session, other.id, by=scene.ada, now=NOW)
        assert scene.post.held == 1

    def test_the_dates_must_be_said_and_be_those_of_the_post(self, scene):
        with pytest.raises(DatesNeeded):
            scene.asked()
        with pytest.raises(NotThoseDates):
            scene.asked(on_dates=[date(2026, 3, 5)])
        with pytest.raises(NotThoseDates):
            scene.asked(on_dates=[MONDAY], now=NOW + 2 * DAY)
        with pytest.raises(NotThoseDates):
            Scene(scene.session).asked(on_dates=[MONDAY])

    def test_they_are_over_a_week_after_the_last(self, scene):
        promise = scene.agreed(on_dates=[MONDAY])
        assert promise.stands_until == NOW.replace(hour=0) + 9 * DAY


class TestTimes:
    def test_a_time_is_named_within_that_of_the_post(self, session):
        window = {"starts_at": NOW + DAY, "ends_at": NOW + 3 * DAY}
        scene = Scene(session, **window)
        for starts_at, ends_at in (
            (NOW + DAY, None),
            (None, NOW + 2 * DAY),
            (NOW + 2 * DAY, NOW + DAY),
            (NOW, NOW + 2 * DAY),
            (NOW + 2 * DAY, NOW + 4 * DAY),
        ):
            with pytest.raises(TimeNotPossible):
                scene.asked(starts_at=starts_at, ends_at=ends_at)
        promise = scene.agreed(starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
        assert promise.stands_until == NOW + DAY + HOUR + 7 * DAY
        assert promise.falls_at == NOW + DAY

    def test_nobody_has_longer_to_answer_than_half_way_to_its_time(self, session):
        scene = Scene(session, starts_at=NOW + 4 * HOUR, ends_at=NOW + 5 * HOUR)
        assert scene.asked().stands_until == NOW + 2 * HOUR

    def test_what_has_begun_can_still_be_asked_for_until_it_ends(self, session):
        scene = Scene(session, starts_at=NOW - HOUR, ends_at=NOW + 4 * HOUR)
        assert scene.asked().stands_until == NOW + 2 * HOUR

    def test_the_time_of_the_post_is_what_is_agreed_on_where_no_other_is(self, session):
        short = Scene(session, starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
        promise = short.agreed()
        assert (promise.starts_at, promise.ends_at) == (NOW + DAY, NOW + DAY + HOUR)
        long = Scene(session, starts_at=NOW + DAY, ends_at=NOW + 6 * DAY)
        promise = long.agreed()
        assert (promise.starts_at, promise.ends_at) == (None, NOW + 6 * DAY)

    def test_without_a_time_it_is_taken_to_be_about_two_weeks(self, session):
        assert Scene(session).agreed().stands_until == NOW + 21 * DAY

    def test_a_question_ends_with_the_post(self, session):
        scene = Scene(session, open_until=NOW + HOUR)
        assert scene.asked().stands_until <= NOW + HOUR


class TestLending:
    def test_what_is_lent_is_due_after_the_days_it_is_lent_for(self, session):
        assert Scene(session, way="lend", lend_days=3).agreed().due_at == NOW + 3 * DAY

    def test_it_is_due_when_whoever_lends_it_says(self, session):
        scene = Scene(session, way="lend", lend_days=3)
        promise = scene.asked()
        service.offer(session, promise.id, by=scene.ada, now=NOW, due_at=NOW + 5 * DAY)
        service.agree(session, promise.id, by=scene.ben, now=NOW)
        assert promise.due_at == NOW + 5 * DAY
        assert promise.stands_until == NOW + 12 * DAY

    def test_only_what_is_lent_is_due_and_not_before_it_is_handed_over(self, session):
        given, lent = Scene(session), Scene(session, way="lend")
        promise = given.asked()
        with pytest.raises(NotLent):
            service.offer(session, promise.id, by=given.ada, now=NOW, due_at=NOW + DAY)
        promise = lent.asked()
        with pytest.raises(DueTooEarly):
            service.offer(session, promise.id, by=lent.ada, now=NOW, due_at=NOW)

    def test_what_is_back_can_be_lent_again(self, session):
        scene = Scene(session, way="lend", lend_days=3)
        promise = scene.agreed()
        ending.claim(session, promise.id, Claim.KEPT, by=scene.ada, now=NOW + DAY)
        assert (promise.state, scene.post.held, scene.post.state) == ("kept", 0, "open")


def test_only_the_two_sides_know_of_a_promise(session):
    scene = Scene(session)
    promise, cleo = scene.asked(), a_person(session, "Cleo")
    for verb in (service.offer, service.agree, ending.decline, ending.release, ending.confirm):
        with pytest.raises(PromiseNotFound):
            verb(session, promise.id, by=cleo, now=NOW)


def test_somebody_who_never_asked_cannot_be_picked(session):
    scene = Scene(session, kind="need", way="do")
    with pytest.raises(PromiseNotFound):
        service.pick(session, scene.ben, by=scene.ada, now=NOW)
    promise = scene.asked()
    with pytest.raises(PromiseCannotBecome):
        service.pick(session, promise.id, by=scene.ben, now=NOW)
    with pytest.raises(PromiseCannotBecome) as refused:
        service.offer(session, promise.id, by=scene.ada, now=NOW)
    assert refused.value.params == {"state": "answered"}


def test_the_clock_is_right_before_anybody_looks(session):
    scene = Scene(session)
    promise = scene.asked()
    assert state_at(promise.facts, NOW + TO_OFFER) is PromiseState.LAPSED
    with pytest.raises(PromiseCannotBecome) as refused:
        service.offer(session, promise.id, by=scene.ada, now=NOW + TO_OFFER)
    assert refused.value.params == {"state": "lapsed"}


class TestAnAnswerWhoseTimeIsOver:
    """Whoever would have done it yesterday is not picked for yesterday any more."""

    def lapses(self, session, scene, promise, at):
        assert promise.stands_until == at
        with pytest.raises(PromiseCannotBecome) as refused:
            service.pick(session, promise.id, by=scene.ada, now=at)
        assert refused.value.params == {"state": "lapsed"}
        assert scene.asked(now=at, on_dates=scene.post.on_dates[-1:]).state == "answered"

    def test_lapses_after_the_last_of_its_dates(self, session):
        scene = Scene(session, kind="need", way="do", on_dates=[MONDAY, TUESDAY, WEDNESDAY])
        promise = scene.asked(on_dates=[MONDAY, TUESDAY])
        after_tuesday = NOW.replace(day=4, hour=0)
        self.lapses(session, scene, promise, after_tuesday)

    def test_lapses_after_its_hour(self, session):
        scene = Scene(session, kind="need", way="do")
        promise = scene.asked(starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
        self.lapses(session, scene, promise, NOW + 2 * HOUR)

    def test_is_still_picked_while_some_of_it_is_to_come(self, session):
        scene = Scene(session, kind="need", way="do", on_dates=[MONDAY, TUESDAY])
        promise = scene.asked(on_dates=[MONDAY, TUESDAY])
        service.pick(session, promise.id, by=scene.ada, now=NOW + 2 * DAY)
        assert promise.state == "agreed"
