import pytest
from flask import Response

from backend.web.limits import Limiter, TooManyRequests

NOON = 1_772_366_400.0


def test_a_minute_holds_so_many_requests_of_each_and_no_more():
    limiter = Limiter(3)
    for _ in range(3):
        limiter.check("ada", NOON + 20)
    with pytest.raises(TooManyRequests) as refusal:
        limiter.check("ada", NOON + 20.5)
    assert refusal.value.retry_after == 40
    limiter.check("grace", NOON + 20.5)


def test_the_next_minute_begins_afresh():
    limiter = Limiter(1)
    limiter.check("ada", NOON + 59.9)
    limiter.check("ada", NOON + 60)
    with pytest.raises(TooManyRequests):
        limiter.check("ada", NOON + 119)


def test_an_answer_says_how_many_more_there_may_be():
    limiter, answer = Limiter(3), Response()
    limiter.check("ada", NOON + 15)
    limiter.describe(answer, "ada", NOON + 15)
    assert answer.headers["RateLimit"] == '"minute";r=2;t=45'
    assert answer.headers["RateLimit-Policy"] == '"minute";q=3;w=60'
