"""Members who do things at the same moment, in real threads on real PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from backend.bookings import service as bookings
from backend.groups import service as groups
from backend.groups.service import Founding
from backend.groups.states import Shows
from backend.kernel.facts import Fact
from backend.kernel.periods import Period
from backend.meetings import bringing, changing, dates_seen, service
from backend.meetings.models import MeetingAnswer, Thing
from backend.meetings.service import Calling
from backend.meetings.states import Answer
from backend.people.service import leave, welcome
from tests.bookings.rooms import a_person, a_space

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ON = date(2026, 3, 5)
MEMBERS = 8
ROUNDS = 15


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_size=MEMBERS + 1)
    yield engine
    engine.dispose()


@pytest.fixture
def members(engine: Engine) -> list[UUID]:
    with Session(engine) as session:
        people = [
            welcome(session, display_name=f"Member {number}", now=NOW).id
            for number in range(MEMBERS)
        ]
        session.commit()
    return people


@pytest.fixture
def group(engine: Engine, members: list[UUID]) -> UUID:
    with Session(engine) as session:
        founding = Founding(name="Shed", place=(53.9213, -3.0178))
        group_id = groups.found(session, founding, by=members[0], now=NOW).id
        session.commit()
        for each in members[1:]:
            groups.join(session, group_id, by=each, now=NOW, shows=Shows.NAME)
        session.commit()
    return group_id


def a_meeting(engine: Engine, group: UUID, by: UUID, room_for: int | None) -> UUID:
    with Session(engine) as session:
        calling = Calling(
            title="Mending",
            starts_at=datetime(2026, 3, 5, 18, tzinfo=UTC),
            duration=timedelta(hours=2),
            room_for=room_for,
        )
        meeting, _ = service.call_meeting(session, group, calling, by=by, now=NOW)
        session.commit()
        return meeting.id


def at_once(engine: Engine, verbs: Sequence[Callable[[Session], object]]) -> list[str]:
    """Do things in a transaction each, at the same moment, and return how each went."""
    together = Barrier(len(verbs))

    def do(verb: Callable[[Session], object]) -> str:
        with Session(engine) as session:
            together.wait(timeout=60)
            try:
                verb(session)
                session.commit()
            except Fact as fact:
                return fact.code
            return "done"

    with ThreadPoolExecutor(len(verbs)) as threads:
        return list(threads.map(do, verbs))


def comes(meeting: UUID, by: UUID) -> Callable[[Session], object]:
    def verb(session: Session) -> object:
        service.answer_meeting(session, meeting, ON, Answer.COMING, by=by, now=NOW)
        return None

    return verb


def test_of_many_who_want_the_last_place_one_has_it_and_all_others_know_their_place(
    engine, members, group
):
    for _ in range(ROUNDS):
        meeting = a_meeting(engine, group, members[0], room_for=1)
        places: dict[UUID, int | None] = {}

        def say(session: Session, by: UUID, meeting: UUID = meeting, places=places) -> None:
            comes(meeting, by)(session)
            seen = dates_seen.get_meeting_date(session, meeting, ON, by=by, now=NOW)
            places[by] = seen.my_place_in_line

        verbs = [lambda session, by=each: say(session, by) for each in members]
        assert at_once(engine, verbs) == ["done"] * MEMBERS
        line = sorted(each for each in places.values() if each is not None)
        assert line == list(range(1, MEMBERS)), "what each was told when they said so holds"
        with Session(engine) as session:
            for each, place in places.items():
                seen = dates_seen.get_meeting_date(session, meeting, ON, by=each, now=NOW)
                assert seen.my_place_in_line == place
                assert (seen.coming, seen.in_line) == (1, MEMBERS - 1)


def test_one_thing_is_brought_by_one(engine, members, group):
    meeting = a_meeting(engine, group, members[0], room_for=None)
    for number in range(ROUNDS):
        with Session(engine) as session:
            thing = bringing.add_thing(
                session, meeting, ON, f"Kettle {number}", by=members[0], now=NOW
            ).id
            session.commit()
        verbs = [
            lambda session, by=each, thing=thing: bringing.bring_thing(
                session, meeting, thing, by=by, now=NOW
            )
            for each in members
        ]
        results = at_once(engine, verbs)
        assert sorted(results) == ["done"] + ["thing_is_taken"] * (MEMBERS - 1)
        with Session(engine) as session:
            winner = members[results.index("done")]
            assert session.get_one(Thing, thing).brought_by == winner


def test_who_leaves_the_group_while_saying_that_they_come_does_not_come(engine, members, group):
    meeting = a_meeting(engine, group, members[0], room_for=None)
    for each in members[1:]:
        results = at_once(
            engine,
            [
                comes(meeting, each),
                lambda session, by=each: groups.leave_group(session, group, by=by, now=NOW),
            ],
        )
        assert results[0] in ("done", "meeting_not_found", "group_not_found")
        assert results[1] == "done"
    with Session(engine) as session:
        assert session.scalars(select(MeetingAnswer)).all() == []


def test_who_is_erased_while_saying_that_they_come_leaves_nothing(engine, members, group):
    meeting = a_meeting(engine, group, members[0], room_for=3)
    for each in members[1:]:
        results = at_once(
            engine,
            [comes(meeting, each), lambda session, by=each: leave(session, by=by, now=NOW)],
        )
        assert results[0] in ("done", "meeting_not_found", "person_not_found")
        assert results[1] == "done"
    with Session(engine) as session:
        assert session.scalars(select(MeetingAnswer)).all() == []


def test_nobody_comes_to_a_date_that_is_called_off_at_the_same_moment_and_is_not_told(
    engine, members, group
):
    for each in members[1:]:
        meeting = a_meeting(engine, group, members[0], room_for=None)
        said, called_off = at_once(
            engine,
            [
                comes(meeting, each),
                lambda session, meeting=meeting: changing.call_off_date(
                    session, meeting, ON, by=members[0], now=NOW
                ),
            ],
        )
        assert called_off == "done"
        assert said in ("done", "meeting_date_is_over")
        with Session(engine) as session:
            answers = session.scalars(
                select(MeetingAnswer.person_id).where(MeetingAnswer.meeting_id == meeting)
            ).all()
            assert (said == "done") == (list(answers) == [each])


def test_nobody_who_acts_for_a_group_waits_in_a_circle_with_somebody_who_is_erased(
    engine, members, group
):
    start = NOW + 2 * DAY
    with Session(engine) as session:
        hall = a_space(session, a_person(session, "Keeper"), sharing="shared", capacity=9).id
        period = Period(start, start + timedelta(hours=1))
        bookings.book(session, by=members[1], space_id=hall, period=period, now=NOW)
        session.commit()

    def erase() -> None:
        with Session(engine) as session:
            leave(session, by=members[1], now=NOW)
            session.commit()

    with ThreadPoolExecutor(1) as thread, Session(engine) as session:
        groups.lock_group(session, group, by=members[0], now=NOW)
        erased = thread.submit(erase)
        wait_until_somebody_waits(engine)
        calling = Calling(
            title="Mending",
            starts_at=start,
            duration=timedelta(hours=1),
            space_id=hall,
            book=True,
        )
        service.call_meeting(session, group, calling, by=members[0], now=NOW)
        session.commit()
        erased.result(timeout=60)


def wait_until_somebody_waits(engine: Engine) -> None:
    """Look until a transaction waits for a lock of another."""
    waits = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with engine.connect() as connection:
        while not connection.scalar(waits):
            connection.rollback()
