"""Saying no, giving back, saying how it went, and what the house does not record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.promises import ending, service
from backend.promises.errors import PromiseCannotBecome, TooEarlyToSay
from backend.promises.models import Promise
from backend.promises.states import (
    TO_AGREE,
    TO_CONFIRM,
    TO_SETTLE,
    Claim,
    PromiseState,
    Side,
    Verb,
    can_do,
)
from tests.posts.planting import NOW
from tests.promises.scenes import Scene, a_person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
AT_SIX = {"starts_at": NOW + 3 * DAY, "ends_at": NOW + 3 * DAY + HOUR}

VERBS: dict[Verb, Callable[..., Any]] = {
    Verb.OFFERING: service.offer,
    Verb.PICKING: service.pick,
    Verb.AGREEING: service.agree,
    Verb.DECLINING: ending.decline,
    Verb.RELEASE: ending.release,
    Verb.CLAIM: lambda session, promise, **more: ending.claim(
        session, promise, Claim.MISSED, **more
    ),
    Verb.CONFIRMATION: ending.confirm,
    Verb.CONTEST: ending.contest,
    Verb.CONCESSION: ending.concede,
}


def made(scene: Scene, state: PromiseState) -> Promise:
    """Bring a promise of Ben's into a state, the shortest way."""
    session, ada, ben = scene.session, scene.ada, scene.ben
    if state in (PromiseState.ASKED, PromiseState.ANSWERED):
        return scene.asked()
    if state is PromiseState.OFFERED:
        return service.offer(session, scene.asked().id, by=ada, now=NOW)
    if state is PromiseState.DECLINED:
        return ending.decline(session, scene.asked().id, by=ada, now=NOW)
    promise = scene.agreed()
    if state is PromiseState.RELEASED:
        ending.release(session, promise.id, by=ben, now=NOW)
    elif state is not PromiseState.AGREED:
        says = Claim.MISSED if state is not PromiseState.KEPT else Claim.KEPT
        ending.claim(session, promise.id, says, by=ada, now=NOW + DAY)
        if state is PromiseState.KEPT and promise.state != state:
            ending.confirm(session, promise.id, by=ben, now=NOW + DAY)
        if state is PromiseState.MISSED:
            ending.confirm(session, promise.id, by=ben, now=NOW + DAY)
        if state is PromiseState.DISPUTED:
            ending.contest(session, promise.id, by=ben, now=NOW + DAY)
    assert promise.state == state
    return promise


REACHED = [
    PromiseState.OFFERED,
    PromiseState.AGREED,
    PromiseState.CLAIMED,
    PromiseState.DISPUTED,
    PromiseState.KEPT,
    PromiseState.DECLINED,
    PromiseState.RELEASED,
    PromiseState.MISSED,
]


@pytest.mark.parametrize("kind", ["offer", "need"])
@pytest.mark.parametrize("state", [PromiseState.ASKED, *REACHED])
def test_what_is_not_drawn_is_refused_with_a_code(session, kind, state):
    if kind == "need" and state is PromiseState.ASKED:
        state = PromiseState.ANSWERED
    if kind == "need" and state is PromiseState.OFFERED:
        return
    scene = Scene(session, kind=kind, way="do")
    promise = made(scene, state)
    session.commit()
    sides = {Side.POSTER: scene.ada, Side.COUNTERPART: scene.ben}
    for side, by in sides.items():
        # What was agreed without a time was missed a day later at the earliest.
        now = NOW + DAY if promise.agreed_at else NOW
        drawn = can_do(promise.facts, side, now)
        for verb, do in VERBS.items():
            if verb in drawn:
                do(session, promise.id, by=by, now=now)
                assert promise.state != state
            else:
                with pytest.raises(PromiseCannotBecome) as refused:
                    do(session, promise.id, by=by, now=now)
                assert refused.value.params == {"state": state.value}
            session.rollback()


def test_who_asked_is_told_no_without_a_name(session):
    scene = Scene(session)
    promise = scene.asked()
    ending.decline(session, promise.id, by=scene.ada, now=NOW, words="Sorry, all gone")
    assert (promise.state, promise.ended_by, promise.ended_at) == ("declined", "poster", NOW)
    assert promise.ended_words == "Sorry, all gone"
    assert scene.told(scene.ben) == ["promise_declined"]


def test_what_one_does_not_want_any_more_is_there_for_the_next(session):
    scene = Scene(session)
    promise, cleo = scene.asked(), a_person(session, "Cleo")
    service.offer(session, promise.id, by=scene.ada, now=NOW)
    ending.decline(session, promise.id, by=scene.ben, now=NOW)
    assert (scene.post.held, scene.post.full_until) == (0, None)
    assert scene.agreed(cleo).state == "agreed"


class TestRelease:
    def test_it_is_without_fault_until_a_day_before(self, session):
        scene = Scene(session, **AT_SIX)
        promise = scene.agreed()
        ending.release(session, promise.id, by=scene.ben, now=NOW + 2 * DAY)
        assert (promise.state, promise.ended_by) == ("released", "counterpart")
        assert scene.post.held == 0

    def test_it_is_late_within_a_day_and_after(self, session):
        for when in (NOW + 2 * DAY + HOUR, NOW + 4 * DAY):
            scene = Scene(session, **AT_SIX, open_until=NOW + 9 * DAY)
            promise = scene.agreed()
            ending.release(session, promise.id, by=scene.ben, now=when)
            assert promise.state == "released_late"

    def test_it_is_never_late_where_no_time_was_agreed_on(self, session):
        scene = Scene(session)
        promise = scene.agreed()
        ending.release(session, promise.id, by=scene.ben, now=NOW + 15 * DAY)
        assert promise.state == "released"

    def test_it_is_never_late_for_whom_the_terms_were_changed(self, session):
        for by_poster in (False, True):
            scene = Scene(session, **AT_SIX, kind="need", way="do")
            promise = scene.agreed()
            scene.post.terms_version += 1
            by = scene.ada if by_poster else scene.ben
            ending.release(session, promise.id, by=by, now=NOW + 3 * DAY)
            assert promise.state == ("released_late" if by_poster else "released")

    def test_what_was_only_asked_or_offered_is_never_late(self, session):
        scene = Scene(session, **AT_SIX)
        promise = scene.asked(now=NOW + 3 * DAY - HOUR)
        service.offer(session, promise.id, by=scene.ada, now=NOW + 3 * DAY - HOUR)
        ending.release(session, promise.id, by=scene.ada, now=NOW + 3 * DAY - HOUR)
        assert promise.state == "released"
        assert scene.told(scene.ben)[-1] == "promise_taken_back"


class TestWhoseWordIsEnough:
    @pytest.mark.parametrize(
        ("kind", "way", "side"),
        [
            ("offer", "give", "counterpart"),
            ("need", "give", "poster"),
            ("offer", "do", "counterpart"),
            ("need", "do", "poster"),
            ("offer", "lend", "poster"),
            ("need", "lend", "counterpart"),
        ],
    )
    def test_of_whoever_knows(self, session, kind, way, side):
        for by_poster in (True, False):
            scene = Scene(session, kind=kind, way=way)
            promise = scene.agreed()
            by = scene.ada if by_poster else scene.ben
            ending.claim(session, promise.id, Claim.KEPT, by=by, now=NOW)
            enough = by_poster == (side == "poster")
            assert promise.state == ("kept" if enough else "claimed")

    def test_of_nobody_alone_where_two_do_it_together(self, session):
        scene = Scene(session, way="together")
        promise = scene.agreed()
        ending.claim(session, promise.id, Claim.KEPT, by=scene.ben, now=NOW)
        assert promise.state == "claimed"
        ending.confirm(session, promise.id, by=scene.ada, now=NOW)
        assert (promise.state, promise.missed_by) == ("kept", None)

    def test_that_it_was_missed_never(self, session):
        for by_poster in (True, False):
            scene = Scene(session)
            promise = scene.agreed()
            by = scene.ada if by_poster else scene.ben
            ending.claim(session, promise.id, Claim.MISSED, by=by, now=NOW + DAY)
            assert (promise.state, promise.missed_by) == ("claimed", None)


class TestSayingHowItWent:
    def test_nobody_missed_what_is_still_to_come(self, session):
        scene = Scene(session, **AT_SIX)
        promise = scene.agreed()
        with pytest.raises(TooEarlyToSay):
            ending.claim(session, promise.id, Claim.MISSED, by=scene.ada, now=NOW)
        ending.claim(session, promise.id, Claim.MISSED, by=scene.ada, now=NOW + 3 * DAY)
        assert promise.state == "claimed"

    def test_nobody_missed_within_a_day_what_was_agreed_without_a_time(self, session):
        scene = Scene(session)
        promise = scene.agreed()
        early = NOW + DAY - INSTANT
        with pytest.raises(TooEarlyToSay) as refused:
            ending.claim(session, promise.id, Claim.MISSED, by=scene.ada, now=early)
        assert refused.value.params["until"].at == NOW + DAY
        ending.claim(session, promise.id, Claim.MISSED, by=scene.ada, now=NOW + DAY)
        assert promise.state == "claimed"

    def test_silence_counts_for_nobody(self, session):
        scene = Scene(session)
        promise = made(scene, PromiseState.CLAIMED)
        later = NOW + DAY + TO_CONFIRM
        with pytest.raises(PromiseCannotBecome) as refused:
            ending.confirm(session, promise.id, by=scene.ben, now=later)
        assert refused.value.params == {"state": "ended"}
        assert (promise.state, promise.missed_by) == ("ended", None)

    @pytest.mark.parametrize(
        ("says", "by_claimer", "becomes", "missed_by"),
        [
            (Claim.KEPT, True, "missed", "poster"),
            (Claim.KEPT, False, "kept", None),
            (Claim.MISSED, True, "kept", None),
            (Claim.MISSED, False, "missed", "counterpart"),
        ],
    )
    def test_who_gives_in_settles_it(self, session, says, by_claimer, becomes, missed_by):
        scene = Scene(session)
        promise = scene.agreed()
        ending.claim(session, promise.id, says, by=scene.ada, now=NOW + DAY)
        ending.contest(session, promise.id, by=scene.ben, now=NOW + DAY, words="No")
        assert (promise.state, promise.contest_words) == ("disputed", "No")
        by = scene.ada if by_claimer else scene.ben
        ending.concede(session, promise.id, by=by, now=NOW + DAY)
        assert (promise.state, promise.missed_by) == (becomes, missed_by)

    def test_what_nobody_settles_is_left_at_that(self, session):
        scene = Scene(session)
        promise = made(scene, PromiseState.DISPUTED)
        with pytest.raises(PromiseCannotBecome) as refused:
            ending.concede(session, promise.id, by=scene.ben, now=NOW + DAY + TO_SETTLE)
        assert refused.value.params == {"state": "unresolved"}

    def test_the_other_is_told_of_each_step(self, session):
        scene = Scene(session)
        promise = scene.agreed()
        ending.claim(session, promise.id, Claim.MISSED, by=scene.ben, now=NOW + DAY)
        ending.contest(session, promise.id, by=scene.ada, now=NOW + DAY)
        ending.concede(session, promise.id, by=scene.ada, now=NOW + DAY)
        assert scene.told(scene.ada)[-1] == "promise_claimed_missed"
        assert scene.told(scene.ben)[-2:] == ["promise_contested", "promise_missed"]


class TestWhatIsGone:
    def test_a_post_all_of_which_was_kept_is_fulfilled(self, session):
        scene = Scene(session, quantity=2)
        one, other = scene.agreed(), scene.agreed(a_person(session, "Cleo"))
        waiting = [one, other]
        for promise in waiting:
            assert scene.post.state == "open"
            by = promise.counterpart_id
            ending.claim(session, promise.id, Claim.KEPT, by=by, now=NOW + DAY)
        assert (scene.post.state, scene.post.ended_at) == ("fulfilled", NOW + DAY)
        assert scene.post.held == 2

    def test_whoever_else_asked_is_told_that_it_is_over(self, session):
        scene = Scene(session)
        cleo = a_person(session, "Cleo")
        other, promise = scene.asked(cleo), scene.agreed()
        ending.claim(session, promise.id, Claim.KEPT, by=scene.ben, now=NOW)
        assert other.state == "lapsed"
        assert scene.told(cleo) == ["promise_not_needed"]

    def test_what_stands_for_good_can_be_given_again(self, session):
        scene = Scene(session, standing=True)
        promise = scene.agreed()
        ending.claim(session, promise.id, Claim.KEPT, by=scene.ben, now=NOW)
        assert (scene.post.state, scene.post.held) == ("open", 0)
        assert scene.asked().state == "asked"

    def test_it_is_full_until_the_first_of_those_held_may_come_free(self, session):
        scene = Scene(session, quantity=2)
        cleo = a_person(session, "Cleo")
        scene.agreed()
        assert scene.post.full_until is None
        promise = scene.asked(cleo)
        service.offer(session, promise.id, by=scene.ada, now=NOW)
        assert scene.post.full_until == NOW + TO_AGREE
