"""The fair order, worked out by hand and by chance."""

from collections import Counter
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.promises.fairness import Asked, drawn, gathered_until, in_order, tiers_of
from tests.posts.planting import NOW

HOUR = timedelta(hours=1)
A, B, C, D = (UUID(int=number) for number in range(1, 5))
SECRETS = [sha256(bytes([number])).digest() for number in range(200)]


def asked(id_, hours=0):
    return Asked(id_, id_, NOW + hours * HOUR)


def test_who_received_less_comes_before_who_received_more():
    assert tiers_of([asked(A), asked(B), asked(C)], {A: 3, B: 1}) == [[C], [B], [A]]


def test_who_received_as_much_is_in_the_same_tier_and_it_is_not_said_how_much():
    assert tiers_of([asked(B), asked(A), asked(C)], {A: 5, B: 5}) == [[C], [A, B]]


def test_the_lot_never_puts_a_later_tier_before_an_earlier():
    for secret in SECRETS:
        order = drawn(secret, [[A, B], [C, D]])
        assert {*order[:2]} == {A, B}


def test_every_place_in_a_tier_falls_to_everybody_about_as_often():
    firsts = Counter(drawn(secret, [[A, B, C, D]])[0] for secret in SECRETS)
    assert all(25 <= firsts[each] <= 75 for each in (A, B, C, D))


@given(st.uuids(), st.lists(st.uuids(), min_size=1, max_size=5, unique=True))
def test_no_id_is_lucky_whatever_the_secret(chosen, others):
    tier = [*{chosen, *others}]
    places = [drawn(secret, [tier]).index(chosen) for secret in SECRETS]
    # With 200 secrets an id that is first, or last, in 9 of 10 draws would be no chance.
    assert Counter(places).most_common(1)[0][1] < 180 or len(tier) == 1


@given(st.permutations([A, B, C, D]))
def test_the_order_in_which_they_are_listed_does_not_matter(listed):
    assert drawn(SECRETS[0], [listed]) == drawn(SECRETS[0], [[A, B, C, D]])


def test_whoever_asked_later_comes_after_all_who_were_drawn_by_time():
    waiting = [asked(A, 20), asked(B, 14), asked(C, 1), asked(D, 2)]
    assert in_order(waiting, [D, C]) == [D, C, B, A]


def test_who_was_drawn_and_is_gone_leaves_the_others_in_their_places():
    assert in_order([asked(A), asked(C)], [C, B, A]) == [C, A]


def test_asking_gathers_for_twelve_hours_but_not_beyond_half_of_the_time_there_is():
    assert gathered_until(NOW, NOW + 100 * HOUR) == NOW + 12 * HOUR
    assert gathered_until(NOW, NOW + 6 * HOUR) == NOW + 3 * HOUR
    assert gathered_until(NOW, NOW - HOUR) == NOW
