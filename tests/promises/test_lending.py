"""A drill that is lent: due, wished for longer, extended, and returned late."""

from datetime import timedelta

import pytest

from backend.promises import ending, lending
from backend.promises.errors import DueTooEarly, PromiseCannotBecome, PromiseNotFound
from backend.promises.states import Claim, PromiseState, state_at
from tests.posts.planting import NOW
from tests.promises.scenes import LISTENING, Scene
from tests.promises.truth import wrongs

DAY = timedelta(days=1)
assert LISTENING


@pytest.fixture
def scene(session):
    return Scene(session, way="lend", lend_days=7)


def test_whoever_borrowed_wishes_and_whoever_lends_says_until_when(scene):
    drill = scene.agreed()
    lending.extend(scene.session, drill.id, NOW + 9 * DAY, by=scene.ben, now=NOW + DAY)
    assert (drill.due_at, drill.wished_due_at) == (NOW + 7 * DAY, NOW + 9 * DAY)
    assert scene.told(scene.ada)[-1] == "promise_extension_wished"
    lending.extend(scene.session, drill.id, NOW + 8 * DAY, by=scene.ada, now=NOW + 2 * DAY)
    assert (drill.due_at, drill.wished_due_at) == (NOW + 8 * DAY, None)
    assert drill.falls_at == NOW + 8 * DAY
    assert scene.told(scene.ben)[-1] == "promise_extended"


def test_whoever_lends_hears_of_wishes_once_a_day(scene):
    drill = scene.agreed()
    for hour in range(3):
        until = NOW + timedelta(days=9, hours=hour)
        at = NOW + timedelta(hours=hour)
        lending.extend(scene.session, drill.id, until, by=scene.ben, now=at)
    assert scene.told(scene.ada).count("promise_extension_wished") == 1
    assert drill.wished_due_at == NOW + timedelta(days=9, hours=2), "The last one counts."
    lending.extend(scene.session, drill.id, NOW + 10 * DAY, by=scene.ben, now=NOW + DAY)
    assert scene.told(scene.ada).count("promise_extension_wished") == 2


def test_what_is_late_can_still_be_extended_and_comes_back_as_kept(scene):
    drill = scene.agreed()
    late = NOW + 9 * DAY
    lending.extend(scene.session, drill.id, NOW + 10 * DAY, by=scene.ada, now=late)
    back = NOW + 12 * DAY
    ending.claim(scene.session, drill.id, Claim.KEPT, by=scene.ben, now=back)
    ending.confirm(scene.session, drill.id, by=scene.ada, now=back)
    assert drill.state == "kept"
    assert scene.post.held == 0, "It is back, and somebody else can have it."
    assert wrongs(scene.session.connection(), back) == []


def test_the_clock_follows_an_extension(scene):
    drill = scene.agreed()
    before = drill.stands_until
    lending.extend(scene.session, drill.id, NOW + 17 * DAY, by=scene.ada, now=NOW)
    assert drill.stands_until == before + 10 * DAY
    assert scene.post.full_until == drill.stands_until
    assert state_at(drill.facts, before + DAY) is PromiseState.AGREED


def test_of_a_need_it_is_whoever_answered_who_lends(session):
    scene = Scene(session, kind="need", way="lend", lend_days=7)
    drill = scene.agreed()
    lending.extend(session, drill.id, NOW + 9 * DAY, by=scene.ada, now=NOW)
    assert drill.wished_due_at == NOW + 9 * DAY
    lending.extend(session, drill.id, NOW + 9 * DAY, by=scene.ben, now=NOW)
    assert drill.due_at == NOW + 9 * DAY


def test_nobody_shortens_what_was_agreed(scene):
    drill = scene.agreed()
    for by in (scene.ada, scene.ben):
        with pytest.raises(DueTooEarly):
            lending.extend(scene.session, drill.id, NOW + 6 * DAY, by=by, now=NOW)


def test_what_is_given_or_not_agreed_or_between_others_is_not_extended(session, scene):
    with pytest.raises(PromiseNotFound):
        lending.extend(session, scene.agreed().id, NOW + 9 * DAY, by=Scene(session).ada, now=NOW)
    for other in (Scene(session).agreed(), Scene(session, way="lend").asked()):
        with pytest.raises(PromiseCannotBecome):
            lending.extend(session, other.id, NOW + 9 * DAY, by=other.poster_id, now=NOW)
