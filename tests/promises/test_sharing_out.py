"""A scarce heater, shared out by the rule and not by who is quickest or best liked."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest

from backend.people.blocks import block
from backend.promises import ending, service, sharing_out
from backend.promises.errors import (
    LotNotFound,
    NobodyAsked,
    NotAmongThoseWhoAsked,
    NotNextInOrder,
    NotScarce,
    TooSoonToShareOut,
)
from tests.posts.planting import NOW, a_post
from tests.promises.scenes import LISTENING, Scene, a_person
from tests.promises.truth import wrongs

HOUR = timedelta(hours=1)
LATER = NOW + 13 * HOUR
assert LISTENING


class Winter(Scene):
    """Ada, who has heaters to lend, and six neighbours who are cold."""

    def __init__(self, session, quantity=1, **post):
        super().__init__(session, scarce=True, quantity=quantity, **post)
        self.cold = [a_person(session, f"Cold {number}") for number in range(6)]

    def received(self, who, times=1, now=NOW):
        """Let somebody receive something else before."""
        for _ in range(times):
            post = a_post(self.session, self.ada, now=now)
            promise = service.ask(self.session, post.id, by=who, now=now)
            service.offer(self.session, promise.id, by=self.ada, now=now)
            service.agree(self.session, promise.id, by=who, now=now)
            ending.claim(self.session, promise.id, ending.Claim.KEPT, by=who, now=now)

    def all_ask(self):
        return {
            self.asked(who, now=NOW + number * HOUR).id: who for number, who in enumerate(self.cold)
        }

    def share(self, by=None, now=LATER):
        return sharing_out.share_out(self.session, self.post.id, by=by or self.ada, now=now)

    def holder(self, asked, now):
        """Return for whom it is held, each way it may be."""
        self.session.expire_all()
        states = {self.session.get_one(service.Promise, each).state: each for each in asked}
        return states.get("offered")


@pytest.fixture
def winter(session):
    return Winter(session)


def worked_out(lot):
    """Return the order, from what is public alone: nothing here is of the house."""
    secret = bytes.fromhex(lot.secret)
    order = []
    for tier in lot.tiers:
        order += sorted(tier, key=lambda i: hashlib.sha256(secret + UUID(i).bytes).digest())
    return order


def test_who_received_least_comes_first_and_the_lot_decides_among_equals(winter):
    winter.received(winter.cold[0], 2)
    winter.received(winter.cold[1], 1)
    asked = winter.all_ask()
    lot = winter.share()
    people = [asked[UUID(each)] for each in lot.drawn]
    assert people[4:] == [winter.cold[1], winter.cold[0]]
    assert [len(tier) for tier in lot.tiers] == [4, 1, 1]
    assert lot.drawn == worked_out(lot)
    assert str(winter.holder(asked, LATER)) == lot.drawn[0]


def test_what_one_received_more_than_ninety_days_ago_is_forgiven(winter):
    winter.received(winter.cold[0], 3, now=NOW - timedelta(days=91))
    winter.all_ask()
    assert [len(tier) for tier in winter.share().tiers] == [6]


def test_nobody_shares_it_out_while_others_may_still_ask(winter):
    asked = winter.all_ask()
    almost = NOW + 12 * HOUR - timedelta(seconds=1)
    with pytest.raises(TooSoonToShareOut):
        winter.share(now=almost)
    with pytest.raises(TooSoonToShareOut):
        service.offer(winter.session, next(iter(asked)), by=winter.ada, now=almost)
    winter.share(now=NOW + 12 * HOUR)


def test_whoever_waits_may_have_it_shared_out_and_nobody_else(winter):
    winter.all_ask()
    with pytest.raises(NotAmongThoseWhoAsked):
        winter.share(by=winter.ben)
    assert winter.share(by=winter.cold[3]).drawn


def test_it_is_drawn_once(winter):
    winter.all_ask()
    first = winter.share()
    assert winter.share(by=winter.cold[0], now=LATER + HOUR) == first


def test_it_goes_to_as_many_as_there_is(session):
    winter = Winter(session, quantity=4)
    asked = winter.all_ask()
    lot = winter.share()
    session.expire_all()
    states = [session.get_one(service.Promise, UUID(each)).state for each in lot.drawn]
    assert states == ["offered"] * 4 + ["asked"] * 2
    assert winter.post.held == 4
    assert len(asked) == 6


def test_after_two_who_do_not_answer_it_goes_to_the_third(winter):
    asked = winter.all_ask()
    lot = winter.share()
    first, second, third = (UUID(each) for each in lot.drawn[:3])
    now = LATER
    for before, then in ((first, second), (second, third)):
        now += timedelta(days=1, hours=12)
        winter.share(by=asked[then], now=now)
        assert winter.session.get_one(service.Promise, before).state == "lapsed"
        assert winter.holder(asked, now) == then
    service.agree(winter.session, third, by=asked[third], now=now)
    assert wrongs(winter.session.connection(), now) == []


@pytest.mark.parametrize("how", ["declines", "gives it back", "parts"])
def test_what_falls_free_is_offered_to_the_next_at_once(winter, how):
    asked = winter.all_ask()
    first, second = (UUID(each) for each in winter.share().drawn[:2])
    if how == "declines":
        ending.decline(winter.session, first, by=asked[first], now=LATER)
    elif how == "parts":
        block(winter.session, winter.ada, by=asked[first], now=LATER)
    else:
        service.agree(winter.session, first, by=asked[first], now=LATER)
        ending.release(winter.session, first, by=asked[first], now=LATER)
    assert winter.holder(asked, LATER) == second
    assert winter.told(asked[second]) == ["promise_offered"]
    # What names somebody is forgotten when the two part.
    in_order = 1 if how == "parts" else 2
    assert winter.told(winter.ada).count("promise_in_order") == in_order
    assert wrongs(winter.session.connection(), LATER) == []


def test_nobody_is_chosen_out_of_order(winter):
    asked = winter.all_ask()
    lot = winter.share()
    for each in lot.drawn[1:]:
        with pytest.raises(NotNextInOrder):
            service.offer(winter.session, UUID(each), by=winter.ada, now=LATER)
    assert str(winter.holder(asked, LATER)) == lot.drawn[0]


def test_whoever_asks_later_comes_after_all_who_were_drawn_however_little_they_received(winter):
    for who in winter.cold:
        winter.received(who)
    asked = winter.all_ask()
    late = winter.asked(winter.ben, now=NOW + 14 * HOUR)
    lot = winter.share(now=NOW + 15 * HOUR)
    assert str(late.id) not in lot.drawn
    assert winter.holder({**asked, late.id: winter.ben}, LATER) == UUID(lot.drawn[0])


def test_choosing_ids_does_not_steer_the_lot_for_nobody_knows_the_secret_before(session):
    """Whoever tries ids against all that is public, the hash, is no luckier than others."""
    firsts = 0
    for number in range(24):
        secret = hashlib.sha256(bytes([number])).digest()
        winter = Winter(session, lot_secret=secret)
        public = hashlib.sha256(secret).digest()
        guesses = (hashlib.sha256(bytes([number, guess])).digest()[:16] for guess in range(50))
        chosen = min(guesses, key=lambda id_: hashlib.sha256(public + id_).digest())
        steered = winter.asked(promise_id=UUID(bytes=chosen))
        winter.asked(winter.cold[0])
        firsts += winter.share().drawn[0] == str(steered.id)
    assert 4 <= firsts <= 20


def test_the_lot_is_shown_to_those_involved_once_it_is_drawn_and_has_no_counts(winter):
    winter.received(winter.cold[0], 7)
    winter.all_ask()
    read = winter.session, winter.post.id
    with pytest.raises(LotNotFound):
        sharing_out.get_lot(*read, by=winter.ada)
    drawn = winter.share()
    for who in (winter.ada, *winter.cold):
        assert sharing_out.get_lot(*read, by=who) == drawn
    with pytest.raises(LotNotFound):
        sharing_out.get_lot(*read, by=winter.ben)
    assert all(UUID(each) for tier in drawn.tiers for each in tier)


def test_who_parted_from_whoever_offers_it_sees_no_lot_any_more(winter):
    winter.all_ask()
    winter.share()
    block(winter.session, winter.cold[0], by=winter.ada, now=LATER)
    with pytest.raises(LotNotFound):
        sharing_out.get_lot(winter.session, winter.post.id, by=winter.cold[0])


def test_a_place_in_order_does_not_run_out_while_it_is_the_turn_of_others(winter):
    asked = winter.all_ask()
    lot = winter.share()
    last = winter.session.get_one(service.Promise, UUID(lot.drawn[-1]))
    assert last.stands_until == winter.post.open_until
    assert len(asked) == 6


def test_what_presses_is_shared_out_half_way_to_when_it_is_needed(session):
    winter = Winter(session, starts_at=NOW + 6 * HOUR, ends_at=NOW + 9 * HOUR)
    winter.asked()
    with pytest.raises(TooSoonToShareOut):
        winter.share(now=NOW + 2 * HOUR)
    assert winter.share(now=NOW + 3 * HOUR).drawn


def test_what_is_not_scarce_and_what_nobody_asked_for_is_not_shared_out(session, winter):
    with pytest.raises(NobodyAsked):
        winter.share()
    soup = Scene(session)
    with pytest.raises(NotScarce):
        sharing_out.share_out(session, soup.post.id, by=soup.ada, now=NOW)
