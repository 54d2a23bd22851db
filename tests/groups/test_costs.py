"""What it costs to be a member: nothing more than what is asked anyway."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from backend.groups import belonging, queries, settling
from tests.groups.gatherings import NOW, a_group, a_person


@contextmanager
def statements():
    heard = []

    def hear(connection, cursor, statement, parameters, context, many):
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


@pytest.fixture
def crowd(session):
    return a_group(session, 30)


def test_whether_one_belongs_is_asked_in_the_query_that_reads_the_group(session, crowd):
    group, people = crowd
    for by in (people[3], a_person(session)):
        with statements() as heard:
            seen = queries.get_group(session, group.id, by=by, now=NOW)
        assert len(heard) == 1
        assert (seen.mine is not None) == (by in people)


def test_my_groups_with_what_is_unread_take_one_query(session):
    by = a_group(session, 2)[1][0]
    for _ in range(4):
        group, people = a_group(session, 1)
        group.last_notice_at = NOW
    session.flush()
    with statements() as heard:
        mine = queries.list_my_groups(session, by=people[0], now=NOW, after=None, limit=20)
        others = queries.list_my_groups(session, by=by, now=NOW, after=None, limit=20)
    assert len(heard) == 2
    assert [each.mine.has_unread for each in [*mine, *others]] == [True, False]


def test_members_are_listed_with_one_question_whether_one_belongs(session, crowd):
    group, people = crowd
    with statements() as heard:
        belonging.list_members(session, group.id, by=people[3], after=None, limit=20)
    assert len(heard) == 2


def test_a_group_for_which_nothing_is_due_is_looked_at_with_one_query(session, crowd):
    group, _ = crowd
    with statements() as heard:
        settling.settle_if_due(session, group.id, group.due_at.min.replace(tzinfo=NOW.tzinfo))
    assert len(heard) == 1
