"""What was agreed on, in the private calendar of each side."""

from datetime import UTC, date, datetime, timedelta

from backend.db import db
from backend.promises import ending, service
from tests.calendars.feeds import path_of, times
from tests.posts.planting import NOW, a_post

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def agreed(app, ada, ben, **post):
    """Let Ada and Ben agree on something, and return the id of the promise."""
    with app.app_context():
        session = db.session()
        posted = a_post(session, ada.id, now=NOW, **post)
        dates = posted.on_dates
        promise = service.ask(session, posted.id, by=ben.id, now=NOW, on_dates=dates)
        if posted.kind == "need":
            service.pick(session, promise.id, by=ada.id, now=NOW)
        else:
            service.offer(session, promise.id, by=ada.id, now=NOW)
            service.agree(session, promise.id, by=ben.id, now=NOW)
        session.commit()
        return promise.id


def feed(who):
    made = who.post("/v1/me/calendar")
    answer = who.get(path_of(made.json["link"]))
    assert answer.status_code == 200, answer.json
    return answer.data


def test_what_two_agreed_on_stands_in_both_calendars_and_says_only_with_whom(app, neighbour):
    ada, ben = neighbour("Ada Byron"), neighbour("Ben Okri")
    starts, ends = NOW + 2 * DAY, NOW + 2 * DAY + HOUR
    need = {"kind": "need", "way": "do", "title": "A lift to the clinic", "quiet": True}
    agreed(app, ada, ben, **need, starts_at=starts, ends_at=ends)
    assert times(feed(ada)) == [(starts, ends, "With Ben", "CONFIRMED")]
    assert times(feed(ben)) == [(starts, ends, "With Ada", "CONFIRMED")]
    assert b"clinic" not in feed(ben)


def test_each_of_its_dates_is_a_day_of_its_own(app, neighbour):
    ada, ben = neighbour("Ada Byron"), neighbour("Ben Okri")
    dates = [date(2026, 3, 4), date(2026, 3, 6)]
    agreed(app, ada, ben, kind="need", way="do", on_dates=dates)
    begins = [datetime(2026, 3, day, tzinfo=UTC) for day in (4, 6)]
    assert times(feed(ben)) == [(each, each + DAY, "With Ada", "CONFIRMED") for each in begins]


def test_what_is_lent_stands_where_it_is_to_be_back(app, neighbour):
    ada, ben = neighbour("Ada Byron"), neighbour("Ben Okri")
    agreed(app, ada, ben, way="lend", lend_days=7)
    [(_, ends, words, _)] = times(feed(ben))
    assert (ends, words) == (NOW + 7 * DAY, "With Ada")


def test_what_was_given_back_or_has_no_time_stands_in_no_calendar(app, neighbour):
    ada, ben = neighbour("Ada Byron"), neighbour("Ben Okri")
    lent = agreed(app, ada, ben, way="lend", lend_days=7)
    agreed(app, ada, ben)
    with app.app_context():
        ending.release(db.session(), lent, by=ben.id, now=NOW)
        db.session.commit()
    assert times(feed(ada)) == []
    assert times(feed(ben)) == []
