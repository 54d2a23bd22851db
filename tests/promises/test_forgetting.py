"""What was said in promises is erased with the words of their posts, and not before."""

from datetime import timedelta

from sqlalchemy import select

from backend.people.purge import purge
from backend.posts.states import ARCHIVED_AFTER, PostState
from backend.promises import ending
from backend.promises.models import Promise
from backend.promises.queries import get_promise
from tests.posts.planting import NOW
from tests.promises.scenes import Scene, a_person

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def words_of(promise):
    return {promise.words, promise.claim_words, promise.contest_words, promise.ended_words}


def forgotten(session, now):
    gone = purge(session, now=now)["promises_scrubbed"]
    session.expire_all()
    return gone


def test_words_are_erased_once_post_and_promise_are_over_for_thirty_days(session):
    scene = Scene(session, quantity=2)
    promise = scene.asked(words="With bread?")
    ending.decline(session, promise.id, by=scene.ada, now=NOW + DAY, words="No bread, sorry")
    scene.post.state, scene.post.ended_at = PostState.CLOSED.value, NOW + 2 * DAY
    session.flush()
    over_for_long = NOW + 2 * DAY + ARCHIVED_AFTER
    assert forgotten(session, over_for_long - INSTANT) == 0
    assert words_of(promise) == {"", "With bread?", "No bread, sorry"}
    # Whoever looks first reads nothing of it either.
    seen = get_promise(session, promise.id, by=scene.ben, now=over_for_long)
    assert (seen.words, seen.ended_words, seen.state) == ("", "", "declined")
    assert forgotten(session, over_for_long) == 1
    assert words_of(promise) == {""}
    assert forgotten(session, over_for_long) == 0


def test_what_lasts_longer_than_its_post_keeps_its_words(session):
    scene = Scene(session, way="lend", quantity=2)
    cleo = a_person(session, "Cleo")
    lent = scene.agreed(words="Back in May", starts_at=NOW + 60 * DAY, ends_at=NOW + 61 * DAY)
    # Nobody ever says how this one went; the clock has ended it.
    silent = scene.agreed(cleo, words="On Tuesday")
    scene.post.state, scene.post.ended_at = PostState.CLOSED.value, NOW + DAY
    session.flush()
    now = NOW + 55 * DAY
    assert forgotten(session, now) == 1
    assert (silent.words, lent.words) == ("", "Back in May")
    assert get_promise(session, lent.id, by=scene.ben, now=now).words == "Back in May"
    assert session.scalars(select(Promise.state).where(Promise.id == lent.id)).one() == "agreed"
