"""The table of powers in SQL says what the table in Python says."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from backend.groups.acting import standing_of
from backend.groups.clauses import groups_acted_for, takes_of, who_act
from backend.groups.models import Group, Membership, StewardTerm
from backend.groups.powers import Act, takes
from backend.kernel.ids import new_id
from tests.groups.gatherings import LONG_AGO, NOW, a_group

DAY = timedelta(days=1)


def make_stewards(session, group, people, *, until=NOW + DAY):
    session.execute(delete(StewardTerm).where(StewardTerm.group_id == group.id))
    for each in people:
        session.add(
            StewardTerm(
                id=new_id(),
                group_id=group.id,
                person_id=each,
                starts_at=LONG_AGO,
                ends_at=until,
                how="decision",
            )
        )
    session.flush()


def make_new(session, group, people):
    session.execute(
        update(Membership)
        .where(Membership.group_id == group.id, Membership.person_id.in_(people))
        .values(joined_at=NOW - DAY)
    )


@pytest.mark.parametrize(
    ("members", "stewards", "newcomers"),
    [(1, 0, 0), (2, 1, 1), (11, 2, 11), (12, 2, 3), (12, 1, 3), (13, 0, 12), (13, 0, 13)],
)
def test_both_say_the_same_of_everybody(session, members, stewards, newcomers):
    group, people = a_group(session, members)
    make_stewards(session, group, people[:stewards])
    make_new(session, group, people[members - newcomers :])
    # One of each kind of line in the table.
    for act in (Act.INVITE, Act.CONFIRM, Act.KEEP):
        able = set()
        for person in people:
            expected = takes(act, standing_of(session, group.id, by=person, now=NOW))
            said = session.scalar(
                select(takes_of(act, person, Group.id, NOW)).where(Group.id == group.id)
            )
            assert said == expected, (act, people.index(person))
            acted_for = session.scalars(groups_acted_for(act, person, NOW)).all()
            assert acted_for == ([group.id] if expected else [])
            if expected:
                able.add(person)
        assert set(who_act(session, [group.id], act, now=NOW, most=50).get(group.id, [])) == able


def test_of_many_the_stewards_come_first_and_then_who_belongs_longest(session):
    group, people = a_group(session, 14)
    make_stewards(session, group, [people[9]])
    session.execute(
        update(Membership).where(Membership.person_id == people[0]).values(joined_at=NOW - 20 * DAY)
    )
    acting = who_act(session, [group.id], Act.CONFIRM, now=NOW)[group.id]
    assert len(acting) == 12
    assert acting[0] == people[9]
    assert people[0] not in acting, "twelve are told, and who came last is not among them"
    session.execute(
        update(Membership).where(Membership.person_id == people[9]).values(silent_until=NOW + DAY)
    )
    told = who_act(session, [group.id], Act.CONFIRM, now=NOW, listening=True)[group.id]
    assert people[9] not in told, "whoever wants to hear nothing is told nothing"


def test_nobody_acts_for_a_group_that_is_closed_or_to_which_they_do_not_belong(session):
    group, people = a_group(session, 3)
    stranger = a_group(session, 1)[1][0]
    assert session.scalars(groups_acted_for(Act.KEEP, people[0], NOW)).all() == [group.id]
    assert group.id not in session.scalars(groups_acted_for(Act.KEEP, stranger, NOW)).all()
    group.closed_at = NOW
    session.flush()
    assert session.scalars(groups_acted_for(Act.KEEP, people[0], NOW)).all() == []
