"""Saltmarsh Bay: the same every time, and never among real people."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from backend.app import create_app
from backend.people.service import welcome
from backend.promises.models import Promise
from backend.promises.states import PromiseState, state_at
from backend.sample.first_steps import choose, first_steps
from backend.sample.planting import PeopleHereAlready, plant
from tests.postgres import copied_database
from tests.promises.truth import wrongs

assert create_app, "importing the application wires the rooms"

SUNDAY = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
WRITTEN = {
    "people": "id, display_name, words, likes_to_bring, languages, email, home_latitude",
    "spaces": "id, name, kind, words, published_latitude, opening_hours, capacity, root_id",
    "keepers": "space_id, person_id",
    # The dates of a series get their ids when they are made.
    "bookings": "CASE WHEN series_id IS NULL THEN id END, space_id, booked_by, starts_at, ends_at,"
    " people, shown_as, state",
    "closures": "space_id, during, words",
    "series": "id, space_id, rrule, shown_as",
    "openings": "id, space_id, rrule, shown_as",
    "waits": "id, space_id, person_id, starts_at",
    "posts": "id, posted_by, kind, category, title, on_dates, quantity, held, state, open_until",
    "promises": "id, post_id, counterpart_id, quantity, on_dates, state, stands_until",
    "messages": "written_by, words, written_at",
    "hours_exceptions": 'space_id, "on", hours, words',
}


def written(session: Session) -> dict[str, list[object]]:
    session.flush()
    return {
        table: sorted(map(repr, session.execute(text(f"SELECT {columns} FROM {table}")).all()))
        for table, columns in WRITTEN.items()
    }


def how_many(session: Session, what: str) -> int:
    return session.execute(text(f"SELECT count(*) FROM {what}")).scalar_one()


@pytest.fixture
def elsewhere(cluster, template):
    """Return a session on another empty database."""
    with copied_database(cluster, template) as url:
        engine = create_engine(url, poolclass=NullPool)
        with Session(engine) as opened:
            yield opened


def test_a_neighbourhood_of_every_kind_of_space_stands_in_an_empty_database(session):
    assert plant(session, now=SUNDAY)
    assert how_many(session, "people") >= 40
    assert how_many(session, "spaces") >= 30
    kinds = session.execute(text("SELECT count(DISTINCT kind) FROM spaces")).scalar_one()
    assert kinds == 10
    assert how_many(session, "spaces WHERE parent_id IS NOT NULL") >= 3
    assert how_many(session, f"bookings WHERE ends_at < '{SUNDAY}'") > 30
    assert how_many(session, f"bookings WHERE starts_at > '{SUNDAY}'") > 30
    assert how_many(session, "bookings WHERE state = 'cancelled' AND ended_words <> ''") >= 3
    over_midnight = "(starts_at AT TIME ZONE 'Europe/London')::date < "
    over_midnight += "(ends_at AT TIME ZONE 'Europe/London')::date"
    assert how_many(session, f"bookings WHERE {over_midnight}") >= 2


def test_clubs_meet_doors_open_somebody_waits_and_something_is_mended(session):
    plant(session, now=SUNDAY)
    assert how_many(session, "bookings WHERE series_id IS NOT NULL") > 12
    assert how_many(session, "openings JOIN spaces s ON s.id = space_id WHERE s.kind = 'home'") == 1
    assert how_many(session, "openers") == 1
    assert how_many(session, "waits WHERE state = 'waiting'") == 1
    assert how_many(session, "closures WHERE kind = 'mending'") == 1


def test_neighbours_offer_need_and_say_things_and_promises_stand_in_every_state(session):
    plant(session, now=SUNDAY)
    assert how_many(session, "posts WHERE kind = 'offer'") >= 10
    assert how_many(session, "posts WHERE kind = 'need'") >= 8
    assert how_many(session, "posts WHERE kind = 'hello'") >= 3
    for many in ("DISTINCT category", "DISTINCT language"):
        counted = session.execute(text(f"SELECT count({many}) FROM posts")).scalar_one()
        assert counted >= 6, many
    promises = session.execute(select(Promise)).scalars().all()
    now_in = {state_at(promise.facts, SUNDAY) for promise in promises}
    assert now_in == set(PromiseState)
    assert how_many(session, "rallies WHERE ended_at IS NULL") == 1
    assert how_many(session, "messages") >= 5
    assert wrongs(session.connection(), SUNDAY) == []


def test_planting_twice_changes_nothing(session):
    plant(session, now=SUNDAY)
    before = written(session)
    assert not plant(session, now=SUNDAY + timedelta(days=30))
    assert written(session) == before


def test_it_is_the_same_wherever_it_is_planted_in_one_week(session, elsewhere):
    plant(session, now=SUNDAY)
    plant(elsewhere, now=SUNDAY)
    assert written(session) == written(elsewhere)


def test_made_up_people_never_go_among_others(session):
    welcome(session, display_name="Ada", now=SUNDAY)
    with pytest.raises(PeopleHereAlready):
        plant(session, now=SUNDAY)
    assert how_many(session, "people") == 1
    assert how_many(session, "spaces") == 0


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 28, 23, 50, tzinfo=UTC),  # the night in which the clock goes forward
        datetime(2026, 10, 24, 22, 59, tzinfo=UTC),  # a minute before the day on which it goes back
        datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2028, 2, 28, 0, 1, tzinfo=UTC),  # the day before a leap day
    ],
)
def test_planted_at_an_odd_hour_there_is_still_something_to_book(session, now):
    plant(session, now=now)
    chosen = choose(session, now=now)
    assert chosen is not None
    assert now < chosen.evening.start < now + timedelta(days=3)
    assert chosen.evening.start <= chosen.period.start < chosen.period.end <= chosen.evening.end


def test_finding_something_to_book_leaves_nothing_behind(session):
    plant(session, now=SUNDAY)
    before = written(session)
    assert choose(session, now=SUNDAY) is not None
    assert written(session) == before


def test_weeks_after_planting_there_is_still_something_to_book(session):
    plant(session, now=SUNDAY)
    for days in (40, 41, 200):
        assert choose(session, now=SUNDAY + timedelta(days=days)) is not None


def test_starting_it_many_times_a_day_gives_an_invitation_each_time(session):
    plant(session, now=SUNDAY)
    lines = {first_steps(session, address="http://x", now=SUNDAY)[1] for _ in range(12)}
    assert len(lines) == 12
