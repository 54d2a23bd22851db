"""Saltmarsh Bay: the same every time, and never among real people."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from backend.app import create_app
from backend.groups.belonging import list_join_requests
from backend.groups.powers import Mode
from backend.groups.stewards_seen import get_stewards
from backend.people.service import welcome
from backend.promises.models import Promise
from backend.promises.states import PromiseState, state_at
from backend.sample.first_steps import choose, first_steps
from backend.sample.planting import PeopleHereAlready, plant, sample_id
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
    "series": "space_id, rrule, shown_as",
    "openings": "id, space_id, rrule, shown_as",
    "waits": "id, space_id, person_id, starts_at",
    "posts": "id, posted_by, kind, category, title, on_dates, quantity, held, state, open_until",
    "promises": "id, post_id, counterpart_id, quantity, on_dates, state, stands_until",
    "messages": "written_by, words, written_at",
    "hours_exceptions": 'space_id, "on", hours, words',
    "groups": "id, name, neighbourhood_id, founded_at, due_at, called_at",
    "memberships": "group_id, person_id, joined_at",
    "decisions": "id, group_id, title, state, tally, closes_at, outcome",
    "ballots": "decision_id, person_id, choice",
    "notices": "id, thread_id, words, written_at",
    "meetings": "id, space_id, first",
    "meeting_answers": 'meeting_id, "on", person_id, answer',
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
        yield from opened(url)


@pytest.fixture(scope="module")
def planted_once(cluster, template) -> Iterator[str]:
    """Return the name of a database in which the neighbourhood was planted, to be copied."""
    with copied_database(cluster, template) as url:
        for session in opened(url):
            assert plant(session, now=SUNDAY)
            session.commit()
        yield str(make_url(url).database)


@pytest.fixture
def planted(cluster, planted_once) -> Iterator[Session]:
    """Return a session on a copy of the neighbourhood as it was planted on ``SUNDAY``."""
    with copied_database(cluster, planted_once) as url:
        yield from opened(url)


def opened(url: str) -> Iterator[Session]:
    with Session(create_engine(url, poolclass=NullPool)) as session:
        yield session


def test_a_neighbourhood_of_every_kind_of_space_stands_in_an_empty_database(planted):
    session = planted
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


def test_clubs_meet_doors_open_somebody_waits_and_something_is_mended(planted):
    session = planted
    assert how_many(session, "bookings WHERE series_id IS NOT NULL") > 12
    assert how_many(session, "openings JOIN spaces s ON s.id = space_id WHERE s.kind = 'home'") == 1
    assert how_many(session, "openers") == 1
    assert how_many(session, "waits WHERE state = 'waiting'") == 1
    assert how_many(session, "closures WHERE kind = 'mending'") == 1


def test_neighbours_offer_need_and_say_things_and_promises_stand_in_every_state(planted):
    session = planted
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


def test_groups_are_in_the_midst_of_things(planted):
    session = planted
    assert how_many(session, "groups WHERE visibility = 'hidden'") == 1
    assert how_many(session, "groups WHERE outline IS NOT NULL") == 1
    assert how_many(session, "groups WHERE neighbourhood_id IS NOT NULL") == 2
    assert how_many(session, "agreements WHERE ended_at IS NULL") == 1
    assert how_many(session, "decisions WHERE public_token IS NOT NULL") == 1
    assert how_many(session, "draws WHERE drawn_at IS NOT NULL") == 1
    assert how_many(session, "notices WHERE thread_id IS NOT NULL") > 4
    assert how_many(session, "bookings WHERE group_id IS NOT NULL AND state = 'confirmed'") == 9
    settled = {
        (row.state, row.action)
        for row in session.execute(text("SELECT state, action FROM decisions")).all()
    }
    assert settled == {
        ("voting", "words"),
        ("objected", "words"),
        ("enacted", "join_neighbourhood"),
        ("enacted", "adopt_agreement"),
        ("enacted", "publish_words"),
    }


def test_the_shed_awaits_a_second_hand_and_the_choir_somebody_to_look_after_it(planted):
    shed, choir, derek, miriam = (
        sample_id(key) for key in ("group shed", "group choir", "derek", "miriam")
    )
    assert get_stewards(planted, shed, by=derek, now=SUNDAY).mode is Mode.TOGETHER
    (wish,) = list_join_requests(planted, shed, by=derek, now=SUNDAY, after=None, limit=5)
    assert (wish.hands, wish.hands_needed, wish.can) == (1, 2, ["admission", "declining"])
    seen = get_stewards(planted, choir, by=miriam, now=SUNDAY)
    assert seen.mode is Mode.STEWARDS
    assert [each.person.name for each in seen.stewards] == ["Miriam", "Kwame"]
    assert [each.person.name for each in seen.standing] == ["Gwenllian"]
    assert SUNDAY < seen.stewards[0].until_at < SUNDAY + timedelta(days=7)


def test_planting_twice_changes_nothing(planted):
    before = written(planted)
    assert not plant(planted, now=SUNDAY + timedelta(days=30))
    assert written(planted) == before


def test_it_is_the_same_wherever_it_is_planted_in_one_week(planted, elsewhere):
    plant(elsewhere, now=SUNDAY)
    assert written(planted) == written(elsewhere)


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
def test_planted_at_an_odd_hour_all_of_it_is_there_and_something_can_be_booked(session, now):
    plant(session, now=now)
    check_groups(session, now)
    chosen = choose(session, now=now)
    assert chosen is not None
    assert now < chosen.evening.start < now + timedelta(days=3)
    assert chosen.evening.start <= chosen.period.start < chosen.period.end <= chosen.evening.end


def check_groups(session: Session, now: datetime) -> None:
    """See that whatever the hour, the same is under way in groups, and nothing is overdue."""
    assert how_many(session, f"groups WHERE due_at <= '{now}'") == 0
    under_way = "decisions WHERE state = 'voting' AND closes_at BETWEEN"
    under_way += f" '{now + timedelta(hours=24)}' AND '{now + timedelta(hours=96)}'"
    assert how_many(session, under_way) == 2
    assert how_many(session, "decisions WHERE state = 'enacted'") == 3
    assert how_many(session, "draws WHERE drawn_at IS NOT NULL") == 1
    assert how_many(session, "join_requests WHERE state = 'asked'") == 1
    assert how_many(session, "bookings WHERE group_id IS NOT NULL AND state = 'confirmed'") == 9
    soon = now + timedelta(days=7)
    assert how_many(session, f"steward_terms WHERE ends_at BETWEEN '{now}' AND '{soon}'") == 1
    assert how_many(session, "groups WHERE called_at IS NOT NULL") == 1


def test_finding_something_to_book_leaves_nothing_behind(planted):
    before = written(planted)
    assert choose(planted, now=SUNDAY) is not None
    assert written(planted) == before


def test_weeks_after_planting_there_is_still_something_to_book(planted):
    for days in (40, 41, 200):
        assert choose(planted, now=SUNDAY + timedelta(days=days)) is not None


def test_starting_it_many_times_a_day_gives_an_invitation_each_time(planted):
    lines = {first_steps(planted, address="http://x", now=SUNDAY)[1] for _ in range(12)}
    assert len(lines) == 12


def test_where_the_choir_is_gone_the_first_steps_lead_to_another_group_or_none(planted):
    def steps() -> str:
        return "\n".join(first_steps(planted, address="http://x", now=SUNDAY))

    assert "Join “Bay choir”" in steps()
    planted.execute(text("UPDATE groups SET closed_at = founded_at WHERE name = 'Bay choir'"))
    assert "Join “Saltmarsh Bay”" in steps()
    planted.execute(text("UPDATE groups SET closed_at = founded_at"))
    assert "Join " not in steps()
